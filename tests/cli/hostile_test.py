"""Inputs made to be slow cost what their size says: four times the bytes, at most six times the instructions.

Instructions are counted by valgrind, beyond those of an input of next to nothing, so that no clock is asked. Each input is one pattern over
and over: what could make a reader, folding, line cutting or furniture learning look at the same bytes again and again.

usage: hostile_test.py PROGRAM [PATTERN...]
The status is 77 where valgrind is missing.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SMALL, TIMES, MOST = 50_000, 4, 6.0

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


def instructions(program, path):
    done = subprocess.run(
        ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null",
         program, "cluster", path, "--threads", "1", "--kernel", "portable", "-q", "-o", "/dev/null"],
        capture_output=True, text=True, errors="replace", timeout=900)
    if done.returncode not in (0, 2, 3):
        sys.exit(f"hostile_test: status {done.returncode}: {done.stderr[-2000:]}")
    return int(re.search(r"I\s+refs:\s+([\d,]+)", done.stderr).group(1).replace(",", ""))


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    if not shutil.which("valgrind"):
        print("skipped: valgrind is not installed")
        sys.exit(77)
    slow = []
    with tempfile.TemporaryDirectory(prefix="wirecopy-hostile-") as room:
        path = pathlib.Path(room) / "in"

        def cost(text):
            path.write_text(text, encoding="utf-8", newline="")
            return instructions(program, str(path))

        for pattern in sys.argv[2:] or PATTERNS:
            nothing = cost(content(pattern, 100))
            small, large = (max(1, cost(content(pattern, size)) - nothing) for size in (SMALL, SMALL * TIMES))
            print(f"{pattern:40} {small / SMALL:8.0f} {large / SMALL / TIMES:8.0f} instructions a byte, {large / small:5.2f} times", flush=True)
            if large > MOST * small:
                slow.append(pattern)
    if slow:
        sys.exit("hostile_test: more than its size says: " + ", ".join(slow))


main()
