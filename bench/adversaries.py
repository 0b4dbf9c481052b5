#!/usr/bin/env python3
"""Measures wirecopy on corpora that are made to be hard, beside a plain one: CPU time a byte, and anonymous memory beyond --memory.

usage: adversaries.py --program PROGRAM --generator CORPUS-GENERATE [--out DIR] [--memory 64M] [--share 1.0] [--runs 1]
  --share  of the articles: 0.1 for a quick look

Each should take at most 3 times as long a byte as the plain corpus, and hold at most 64 bytes an article beyond --memory. One thread; CPU
seconds of the whole process, of which the fastest run counts; RssAnon is looked at every 5 ms. Prints a Markdown table, and writes it to
DIR/adversaries.md. The status is 1 where a bound does not hold.
"""
import argparse
import pathlib
import subprocess
import sys

from running import run

# what, shape, articles
CORPORA = [
    ("plain", "plain", 200_000),
    ("thirty lines of furniture in every article", "shared-furniture", 200_000),
    ("exact copies of one story", "exact-copies", 200_000),
    ("near copies of one story", "near-copies", 200_000),
    ("one article of 60 MB among plain ones", "giant-article", 2_000),
    ("articles of one line", "one-line", 1_000_000),
    ("forms only", "forms", 200_000),
]
MOST_TIMES, BYTES_AN_ARTICLE = 3, 64
UNITS = {"M": 2**20, "G": 2**30}


def measure(what, shape, articles, options):
    corpus = options.out / f"{shape}-{articles}.jsonl"
    if not corpus.exists():
        subprocess.run([options.generator, "--articles", str(articles), "--shape", shape, "--out", corpus], check=True)
    command = [options.program, "cluster", corpus, "--threads", "1", "--memory", options.memory, "--emit", "articles", "--format", "jsonl", "-q"]
    runs = [run(command + ["-o", options.out / "found.jsonl"]) for _ in range(options.runs)]
    allowed = int(options.memory[:-1]) * UNITS[options.memory[-1]]
    return {"what": what, "articles": articles, "bytes": corpus.stat().st_size, "seconds": min(used["cpu"] for used in runs),
            "beyond": max(used["anonymous"] for used in runs) - allowed}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", required=True)
    parser.add_argument("--generator", required=True)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("build/bench"))
    parser.add_argument("--memory", default="64M")
    parser.add_argument("--share", type=float, default=1)
    parser.add_argument("--runs", type=int, default=1)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    rows, plain, failed = [f"| corpus, --memory {options.memory} | articles | MB | CPU s | MB/s a core | time a byte, of plain | RssAnon beyond --memory |",
                           "|---|---:|---:|---:|---:|---:|---:|"], None, False
    for what, shape, articles in CORPORA:
        row = measure(what, shape, max(1, int(articles * options.share)), options)
        cost = row["seconds"] / row["bytes"]
        plain = plain or cost
        allowed = BYTES_AN_ARTICLE * row["articles"]
        broken = cost > MOST_TIMES * plain or row["beyond"] > allowed
        failed = failed or broken
        memory = "none" if row["beyond"] <= 0 else f"{row['beyond'] / row['articles']:.0f} bytes an article"
        rows.append(f"| {what}{' (**over a bound**)' if broken else ''} | {row['articles']:,} | {row['bytes'] / 1e6:.0f} | {row['seconds']:.2f} | "
                    f"{row['bytes'] / 1e6 / row['seconds']:.0f} | {cost / plain:.2f} | {memory} |")
        print(rows[-1], flush=True)
    (options.out / "adversaries.md").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return failed


sys.exit(main())
