"""Inputs made to be slow cost what their size says: four times the bytes, at most six times the instructions.

Instructions are counted by valgrind, beyond those of an input of next to nothing, so that no clock is asked. Each input is one pattern over
and over: what could make a reader, folding, line cutting or furniture learning look at the same bytes again and again.

The articles that were crafted against the keys of the published seed come from the test that counts their candidates, and are clustered by bands alone.
Valgrind translates each instruction before it runs, which takes longer than most inputs do: the program is started once, and what one run had
translated serves all that follow.

usage: hostile_test.py PROGRAM FAULTS_LIBRARY CRAFTED [PATTERN...]     CRAFTED: that test, tests/cluster/crafted_test.c
The status is 77 where valgrind is missing.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
import served

SMALL, TIMES, MOST = 50_000, 4, 6.0
MOST_SECONDS = 900
CRAFTED, CRAFTED_ARTICLES, CRAFTED_OPTIONS = "one bucket of everything", 250, ("--keys", "64x2", "--no-furniture")

# begin, what is repeated (a function of the number where it is not the same each time), end
PATTERNS = {
    "a million marks on a letter": ("e", "\u0301\u0323", ""),
    "Arabic marks": ("\u0628", "\u064b\u0670\u0654", ""),
    "no space": ("", "abcdefghij", ""),
    "no space in Han": ("", "\u6f22\u5b57", ""),
    "ampersands": ("", "&", ""),
    "open entities": ("", "&amp", ""),
    "an entity without end": ("&", "a", ""),
    "open tags": ("", "<a ", ""),
    "open quotes in tags": ("", '<a b="', ""),
    "open comments": ("", "<!-- ", ""),
    "at signs": ("", "a@", ""),
    "addresses in addresses": ("", "http://", ""),
    "hosts in hosts": ("", "a.com", ""),
    "line ends": ("", "\n", ""),
    "lines of a letter": ("", "a\n", ""),
    "sentence ends": ("", ". ", ""),
    "two words": ("", "a b ", ""),
    "distinct words": ("", lambda i: f"w{i} ", ""),
    "distinct lines": ("", lambda i: f"line w{i} x{i} y{i}\n", ""),
    "few words in many orders": ("", lambda i: "abcdefgh"[(i * i * 7 + i // 3) % 8] + " ", ""),
    "a line that every line repeats": ("", "the same ten words stand in each of these many lines\n", ""),
    "equal records": ("", '{"text":"the same nine words stand in each of these"}\n', ""),
    "records of one id": ("", lambda i: f'{{"id":"x","text":"w{i} x{i} y{i} z{i}"}}\n', ""),
    "records that share lines": ("", lambda i: f'{{"text":"a{i} b{i} c{i} d{i}\\na{i + 1} b{i + 1} c{i + 1} d{i + 1}"}}\n', ""),
    "records that share all but a word": ("", lambda i: '{"text":"' + " ".join(f"n{j}" for j in range(30)) + f' w{i}"}}\n', ""),
    "records of one form": ("", lambda i: f'{{"source":"s","date":"2024-01-{1 + i % 28:02}","text":"Gold at {i} dollars and silver at {i * 7} today"}}\n', ""),
    "jamo": ("", "\u1100\u1161\u11a8", ""),
    "joined emoji": ("", "\U0001f469\u200d", ""),
    "Thai vowels": ("", "\u0e01\u0e33\u0e48", ""),
    "viramas": ("", "\u0915\u094d", ""),
    "a letter that folds to eighteen": ("", "\ufdfa", ""),
    "zero-width spaces": ("a", "\u200b", ""),
    "brackets in JSON": ('{"text":', "[", "\n"),
    "members of JSON": ('{"text":"abc"', lambda i: f',"k{i}":1', "}\n"),
    "one member over and over": ('{"id":"1"', ',"text":"a"', "}\n"),
    "open records of JSON": ("", '{"text":"abc\n', ""),
    "a list that does not end": ("[", '{"text":"abc ', ""),
    "columns": ("text", lambda i: f",c{i}", "\nabc\n"),
    "a cell that does not end": ('id,text\n1,"', "abc\n", ""),
    "quotes in a cell": ("id,text\n1,", '"', ""),
    "nested blocks": ("<html><body>", "<div>", ""),
    "nested styles": ("<html><body>", "<b>x", ""),
    "attributes": ("<html><body><p ", lambda i: f"a{i}=1 ", ">"),
    "attributes in quotes": ("<html><body><p ", lambda i: f'a{i}=">" ', ">"),
    "nested tables": ("<html><body>", "<table><tr><td>", ""),
    "ends of what did not begin": ("<html><body>", "</b></p>", ""),
    "a script that does not end": ("<html><body><script>", "</scrip", ""),
    "items of a feed": ('<?xml version="1.0"?><rss><channel>', "<item><title>a</title><description>abc</description></item>", ""),
    "lines of a letter's head": ("From: a@b.c\r\nTo: d@e.f\r\nSubject: x\r\n", "X-A: b\r\n", "\r\nabc"),
    "folded lines of a letter's head": ("From: a@b.c\r\nTo: d@e.f\r\nSubject: x\r\n", " y\r\n", "\r\nabc"),
    "front matter": ("---\n", "a: b\n", ""),
    "open links": ("# t\n", "[a](", ""),
}


def content(pattern, size):
    begin, piece, end = PATTERNS[pattern]
    if callable(piece):
        pieces, length, i = [], 0, 0
        while length < size:
            pieces.append(piece(i))
            length += len(pieces[-1])
            i += 1
        return begin + "".join(pieces) + end
    return begin + piece * (size // len(piece.encode())) + end


class Counter:
    """Counts the instructions of runs."""

    def __init__(self, program, library, folder):
        self.log = folder / "log"
        self.program = served.Program(program, library, folder, folder, before=[
            "valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null", "--child-silent-after-fork=no", f"--log-file={self.log}"])

    def run(self, how, path, *options):
        status, _, err = self.program.run(
            ["cluster", str(path), "--threads", "1", "--kernel", "portable", "-q", "-o", "/dev/null", *options], how, MOST_SECONDS)
        if status not in (0, 2, 3):
            sys.exit(f"hostile_test: status {status}: {err[-2000:].decode(errors='replace')}")

    def translate(self, path, *options):
        """Has such a run translated."""
        self.run("here", path, *options)

    def instructions(self, path, *options):
        """Those of a run, and of all that were translated before."""
        self.run("none:0", path, *options)
        return int(re.search(rf"=={self.program.number}== I\s+refs:\s+([\d,]+)", self.log.read_text()).group(1).replace(",", ""))


def costs_of_pattern(counter, path, pattern):
    """Instructions a byte beyond those of next to nothing, small and large."""
    def written(size):
        path.write_text(content(pattern, size), encoding="utf-8", newline="")
        return path

    counter.translate(written(100))
    nothing = counter.instructions(path)
    return tuple(max(1, counter.instructions(written(size)) - nothing) / size for size in (SMALL, SMALL * TIMES))


def costs_of_crafted(counter, path, crafted):
    def written(articles):
        path.write_bytes(subprocess.run([crafted, "write", str(articles)], capture_output=True, check=True).stdout)
        return path

    counter.translate(written(1), *CRAFTED_OPTIONS)
    nothing = counter.instructions(path, *CRAFTED_OPTIONS)
    return tuple((counter.instructions(written(articles), *CRAFTED_OPTIONS) - nothing) / path.stat().st_size
                 for articles in (CRAFTED_ARTICLES, CRAFTED_ARTICLES * TIMES))


def main():
    program, library, crafted = (str(pathlib.Path(argument).resolve()) for argument in sys.argv[1:4])
    if not shutil.which("valgrind"):
        print("skipped: valgrind is not installed")
        sys.exit(77)
    slow = []
    with tempfile.TemporaryDirectory(prefix="wirecopy-hostile-") as room:
        path = pathlib.Path(room) / "in.jsonl"
        counter = Counter(program, library, pathlib.Path(room))
        for pattern in sys.argv[4:] or [*PATTERNS, CRAFTED]:
            costs = costs_of_crafted(counter, path, crafted) if pattern == CRAFTED else costs_of_pattern(counter, path.with_suffix(""), pattern)
            small, large = costs
            print(f"{pattern:40} {small:8.0f} {large:8.0f} instructions a byte, {large * TIMES / small:5.2f} times", flush=True)
            if large * TIMES > MOST * small:
                slow.append(pattern)
        counter.program.close()
    if slow:
        sys.exit("hostile_test: more than its size says: " + ", ".join(slow))


main()
