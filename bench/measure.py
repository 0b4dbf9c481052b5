#!/usr/bin/env python3
"""Runs wirecopy and its peers on the same corpora, one core each, and writes results.md and results.svg. See run.sh.

CPU seconds are those of the whole process, reading and writing included; the fastest of the runs counts. Slow peers get the first part
of a corpus, which is said.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
# name, command, articles at most. gaoya and daft do less than the job; their clusters are not asked for.
PEERS = [
    ("daft 0.7 (sketches only)", [sys.executable, str(HERE / "peer_daft.py"), "{corpus}", "{found}"], None),
    ("gaoya 0.2 (sketches and index only)", [sys.executable, str(HERE / "peer_gaoya.py"), "{corpus}", "{found}"], None),
    ("rensa 0.5", [sys.executable, str(HERE / "peer_rensa.py"), "{corpus}", "{found}"], None),
    ("datasketch 1.6", [sys.executable, str(HERE / "peer_datasketch.py"), "{corpus}", "{found}"], 5000),
]


def run(command, runs):
    """CPU seconds and peak bytes of the fastest run, on one core."""
    best = None
    for _ in range(runs):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {0}))
        _, status, used = os.wait4(process.pid, 0)
        if status:
            sys.exit(f"{command[0]} failed on {command[-1]}")
        seconds = used.ru_utime + used.ru_stime
        if best is None or seconds < best[0]:
            best = seconds, used.ru_maxrss * 1024
    return best


def first_part(corpus, articles, out):
    part = out / f"part-{articles}-{corpus.name}"
    with open(corpus, encoding="utf-8") as lines, open(part, "w", encoding="utf-8") as kept:
        for number, line in enumerate(lines):
            if number == articles:
                break
            kept.write(line)
    return part


def f1(program, found, corpus):
    truth = corpus.with_name(corpus.name.removesuffix(".jsonl") + ".truth.jsonl")
    if not truth.exists():
        return ""
    done = subprocess.run([program, "eval", "--format", "jsonl", found, truth], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return f"{json.loads(done.stdout)['f1']:.3f}" if done.returncode == 0 else ""


def measure(name, command, corpus, program, out, runs, most):
    with open(corpus, "rb") as lines:
        articles = sum(1 for _ in lines)
    source = first_part(corpus, most, out) if most and most < articles else corpus
    with open(source, "rb") as lines:
        articles = sum(1 for _ in lines)
    found = out / "found.jsonl"
    found.unlink(missing_ok=True)
    seconds, peak = run([str(part).format(corpus=source, found=found) for part in command], runs)
    return {"name": name, "corpus": corpus.stem, "articles": articles, "seconds": seconds, "mb": source.stat().st_size / 1e6 / seconds, "peak": peak / 2**20,
            "f1": f1(program, found, corpus) if source == corpus and found.exists() else ""}


def table(rows):
    yield "| corpus | program | articles | CPU s | MB/s a core | articles/s | peak MiB | F1 | wirecopy is faster |"
    yield "|---|---|---:|---:|---:|---:|---:|---:|---:|"
    for row in rows:
        own = next(r for r in rows if r["corpus"] == row["corpus"])
        times = "" if row is own else f"{own['mb'] / row['mb']:.1f} times"
        yield (f"| {row['corpus']} | {row['name']} | {row['articles']:,} | {row['seconds']:.2f} | {row['mb']:.1f} | {row['articles'] / row['seconds']:,.0f} | "
               f"{row['peak']:.0f} | {row['f1']} | {times} |")


def plot(rows):
    """Bars of MB/s a core, one a row."""
    widest, height = max(row["mb"] for row in rows), 24 * len(rows) + 40
    yield f'<svg xmlns="http://www.w3.org/2000/svg" width="720" height="{height}" font-family="sans-serif" font-size="13">'
    yield '<rect width="100%" height="100%" fill="white"/><text x="10" y="22">MB/s on one core, whole process</text>'
    for i, row in enumerate(rows):
        y, width = 36 + 24 * i, 290 * row["mb"] / widest
        colour = "#1f6f5c" if row["name"] == "wirecopy" else "#b0a99f"
        yield f'<text x="10" y="{y + 13}">{row["corpus"]}, {row["name"]}</text>'
        yield f'<rect x="340" y="{y}" width="{width:.1f}" height="17" fill="{colour}"/><text x="{346 + width:.1f}" y="{y + 13}">{row["mb"]:.1f}</text>'
    yield "</svg>"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("corpora", nargs="+", type=pathlib.Path)
    parser.add_argument("--program", required=True)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    own = [options.program, "cluster", "{corpus}", "--threads", "1", "--emit", "articles", "--format", "jsonl", "-q", "-o", "{found}"]
    rows = []
    for corpus in options.corpora:
        if corpus.name.endswith(".truth.jsonl") or corpus.name.startswith("part-"):
            continue
        for name, command, most in [("wirecopy", own, None)] + PEERS:
            rows.append(measure(name, command, corpus, options.program, options.out, options.runs if name == "wirecopy" else 1, most))
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8") if line.startswith("model name")), "?")
    head = [f"Measured on one core of {model}; CPU time of the whole process, from JSON Lines on disk to clusters written.", ""]
    (options.out / "results.md").write_text("\n".join(head + list(table(rows))) + "\n", encoding="utf-8")
    (options.out / "results.svg").write_text("\n".join(plot(rows)) + "\n", encoding="utf-8")


main()
