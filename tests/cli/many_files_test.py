"""A tree of very many tiny files is read file for file: each is an article, a repeat or counted as skipped, with few files open at a time.

usage: many_files_test.py PROGRAM [FILES]
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

OPEN_FILES = 32 # at a time; a file that stays open ends the run


def write_files(room, count):
    """In folders of 1000; every 10th is empty, every 100th no text, every 1000th a record without text. Returns the ids of articles and how many are bad, by reason."""
    ids, bad = [], {"not text": 0, "no text field": 0}
    for n in range(count):
        if n % 1000 == 0:
            folder = f"{n // 1000:04}"
            os.mkdir(room / folder)
        name = f"{folder}/{n % 1000:03}" + (".jsonl" if n % 1000 == 500 else ".txt")
        if n % 1000 == 500:
            content = b'{"id":"x"}\n'
            bad["no text field"] += 1
        elif n % 100 == 50:
            content = b"\0\1\2"
            bad["not text"] += 1
        else:
            content = b"" if n % 10 == 0 else b"Tiny story number %d." % n
            ids.append(name)
        (room / name).write_bytes(content)
    return ids, bad


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    with tempfile.TemporaryDirectory(prefix="wirecopy-many-") as path:
        room = pathlib.Path(path) / "in"
        room.mkdir()
        ids, bad = write_files(room, count)
        summary_path, rows_path = pathlib.Path(path) / "summary", pathlib.Path(path) / "rows"
        began = time.monotonic()
        done = subprocess.run(
            [program, "cluster", str(room), "--emit", "articles", "--format", "tsv", "-o", str(rows_path), "--summary", str(summary_path)],
            capture_output=True, text=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES)))
        took = time.monotonic() - began
        if done.returncode != 3:
            sys.exit(f"many_files_test: status {done.returncode}: {done.stderr}")
        summary = json.loads(summary_path.read_text())
        rows = rows_path.read_text().splitlines()[1:]
        print(f"{count} files in {took:.1f} s, {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:.0f} MiB")
        print(json.dumps(summary["read"]))
        if sorted(row.split("\t")[0] for row in rows) != sorted(ids):
            sys.exit("many_files_test: the articles are not the files that hold one")
        for reason, number in bad.items():
            told = sum(1 for line in done.stderr.splitlines() if "/" in line and line.endswith(": " + reason))
            counted = sum(problem["count"] for problem in summary["read"]["problems"] if problem["reason"] == reason)
            if (told, counted) != (min(number, 10), number):
                sys.exit(f"many_files_test: of {number} '{reason}' {told} were told and {counted} counted: {done.stderr}")


main()
