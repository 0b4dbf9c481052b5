#!/usr/bin/env python3
"""What changes where somebody looks on: colour, the width of titles, and progress, on a terminal of this test's own.

usage: terminal_test.py PROGRAM GENERATOR CORPUS_FOLDER
"""
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import unicodedata

PROGRAM, GENERATOR, CORPUS = sys.argv[1:]
CLEAR = "\r\x1b[K"


def on_terminal(arguments, columns=80, stdout=True, **environment):
    """What a terminal of so many columns shows; standard output is it or a file, standard error is it."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    shown = []

    def read():
        try:
            while data := os.read(ours, 1 << 16):
                shown.append(data)
        except OSError:  # the terminal is closed
            pass

    reader = threading.Thread(target=read)
    reader.start()
    clean = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "COLUMNS")}
    done = subprocess.run([PROGRAM, *arguments], env={**clean, "TERM": "xterm", **environment}, stdin=subprocess.DEVNULL, stderr=theirs,
                          stdout=theirs if stdout else subprocess.DEVNULL, check=False)
    os.close(theirs)
    reader.join()
    os.close(ours)
    assert done.returncode == 0, done
    return b"".join(shown).decode().replace("\r\n", "\n")


def visible(text):
    return re.sub(r"\x1b\[[0-9;]*[mK]|[\u2066-\u2069]", "", text)


def colour_is_for_terminals_that_want_it():
    news = ["cluster", f"{CORPUS}/news/en.jsonl", "-q"]
    assert "\x1b[1m1. " in on_terminal(news)
    assert "\x1b" not in on_terminal(news, NO_COLOR="1")
    assert "\x1b" not in on_terminal(news, TERM="dumb")
    assert "\x1b" not in on_terminal(news + ["--color", "never"])
    assert "\x1b[1m1. " in on_terminal(news, NO_COLOR="")


def titles_fit_the_terminal():
    news = ["cluster", f"{CORPUS}/news/en.jsonl", "-q"]
    titles = [line for line in visible(on_terminal(news, columns=44)).split("\n") if re.match(r"\d+\. ", line)]
    assert titles and all(len(line) <= 44 for line in titles) and any(line.endswith("…") for line in titles), titles
    assert not any(line.endswith("…") for line in visible(on_terminal(news, columns=200)).split("\n"))


def lines_fit_the_terminal():
    for view in ("clusters", "articles", "pairs", "outlets"):
        news = ["cluster", f"{CORPUS}/news", "-q", "--emit", view]
        for columns, environment in ((80, {}), (100, {}), (0, {}), (200, {"COLUMNS": "80"})):  # 0: a terminal that does not say
            lines = visible(on_terminal(news, columns=columns, **environment)).split("\n")
            widest = max(lines, key=columns_of)
            assert columns_of(widest) <= (100 if columns == 100 else 80), (view, columns, widest)
    assert any(columns_of(line) > 80 for line in visible(on_terminal(news, columns=200)).split("\n"))
    learnt = visible(on_terminal(["furniture", f"{CORPUS}/news", "-q"])).split("\n")
    assert max(map(columns_of, learnt)) <= 80


def a_comparison_fits_the_terminal_and_is_coloured_where_wanted():
    pairs = {"en": ("en-015", "en-024"), "ar": ("ar-001", "ar-006"), "zh": ("zh-002", "zh-003"), "th": ("th-002", "th-003"), "he": ("he-004", "he-002")}
    for language, ids in pairs.items():
        compare = ["compare", "--in", f"{CORPUS}/news/{language}.jsonl", "-q", *ids]
        assert "\x1b[32m" in on_terminal(compare) and "[shared]" not in on_terminal(compare)
        assert "\x1b" not in on_terminal(compare, NO_COLOR="1") and "[shared]" in on_terminal(compare, NO_COLOR="1")
        for columns in (40, 80, 130):
            lines = visible(on_terminal(compare, columns=columns)).split("\n")
            texts = lines[lines.index("") + 1:]  # ids are never cut
            assert all(columns_of(line) <= columns for line in texts), (language, columns, max(texts, key=columns_of))
            assert ("A" in texts and "B" in texts) == (columns < 59)


def columns_of(line):
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide - sum(unicodedata.category(c) in ("Mn", "Me", "Cf") for c in line)


def the_summary_stands_apart_from_the_clusters():
    shown = visible(on_terminal(["cluster", f"{CORPUS}/news/en.jsonl", "--no-progress"]))
    assert "en-010\n\nread " in shown, shown


def progress_is_shown_on_a_terminal_and_wiped_away():
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as articles:
        subprocess.run([GENERATOR, "--articles", "3000", "--out", articles.name], check=True)
        shown = on_terminal(["cluster", articles.name], stdout=False)
        assert re.search(r"read: [0-9]+", shown) and re.search(r"[0-9]+ %", shown), shown
        last = shown.rpartition(CLEAR)[2]
        assert last.startswith("read      3,000 articles"), shown
        assert "%" not in on_terminal(["cluster", articles.name, "--no-progress"], stdout=False).partition("read")[0]
        assert on_terminal(["cluster", articles.name, "-q"], stdout=False) == ""

        piped = [PROGRAM, "cluster", articles.name]
        none = subprocess.run(piped, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True).stderr.decode()
        assert none.startswith("read      3,000 articles"), none
        asked = subprocess.run(piped + ["--progress"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True).stderr.decode()
        assert re.match(r"read: [0-9]+", asked) and "\x1b" not in asked and "\r" not in asked, asked


colour_is_for_terminals_that_want_it()
titles_fit_the_terminal()
lines_fit_the_terminal()
a_comparison_fits_the_terminal_and_is_coloured_where_wanted()
the_summary_stands_apart_from_the_clusters()
progress_is_shown_on_a_terminal_and_wiped_away()
