#!/usr/bin/env python3
"""How time, memory and scratch grow with the corpus: writes scale.md and scale.svg. See scale.sh.

The slope is that of log CPU seconds over log articles, by least squares: 1 is linear. Meetings by accident are the candidate pairs that were
verified and are neither matches nor templates.
"""
import argparse
import json
import math
import pathlib
import subprocess

from running import run

COLOURS = ["#1f6f5c", "#b3541e", "#39539e", "#7a6a00"]


def measure(articles, options):
    corpus, summary = options.out / f"scale-{articles}.jsonl", options.out / "scale-summary.json"
    subprocess.run([options.generator, "--articles", str(articles), "--out", corpus], check=True)
    megabytes = corpus.stat().st_size / 1e6
    used = run([options.program, "cluster", corpus, "--scratch", options.out, "--emit", "articles", "--format", "jsonl", "-q",
                "-o", options.out / "scale-found.jsonl", "--summary", summary])
    corpus.unlink()
    said = json.loads(summary.read_text(encoding="utf-8"))
    pairs = said["pairs"]
    return {"articles": articles, "megabytes": megabytes, **used, "scratch": said["run"]["scratch_bytes"], "keys": said["plan"]["keys"],
            "meetings": (pairs["candidates"] - pairs["matches"] - pairs["templates"]) / articles, "recall": said["plan"]["expected_recall"],
            "contained": said["plan"]["expected_recall_by_containment"],
            "stages": {stage["stage"]: stage["cpu_seconds"] for stage in said["run"]["stages"]}}


def slope(rows, what):
    """Of log what(row) over log articles, by least squares."""
    points = [(math.log(row["articles"]), math.log(max(what(row), 1e-9))) for row in rows]
    mean_x, mean_y = (sum(p[i] for p in points) / len(points) for i in (0, 1))
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0


def table(rows):
    yield "| articles | GB | CPU s | MB/s a core | wall s | RssAnon, MiB | scratch, GB | accidental meetings an article | recall to expect (by containment) | keys |"
    yield "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---|"
    for row in rows:
        yield (f"| {row['articles']:,} | {row['megabytes'] / 1e3:.2f} | {row['cpu']:.1f} | {row['megabytes'] / row['cpu']:.0f} | {row['wall']:.1f} | "
               f"{row['anonymous'] / 2**20:.0f} | {row['scratch'] / 1e9:.2f} | {row['meetings']:.2f} | {row['recall']:.3f} ({row['contained']:.3f}) | {row['keys']} |")
    if len(rows) > 1:
        yield ""
        yield f"Slope of log CPU seconds over log articles: {slope(rows, lambda row: row['cpu']):.3f}"
    yield ""
    yield "| CPU seconds, stage | " + " | ".join(f"{row['articles']:,}" for row in rows) + " | slope |"
    yield "|---|" + "---:|" * (len(rows) + 1)
    for stage in rows[0]["stages"]:
        yield (f"| {stage} | " + " | ".join(f"{row['stages'][stage]:.2f}" for row in rows) +
               f" | {slope(rows, lambda row, name=stage: row['stages'][name]):.2f} |")


def plot(rows):
    """Lines from 0 to the largest of each measure, over the articles."""
    measures = [("CPU seconds", lambda row: row["cpu"], "{:.0f}"), ("anonymous memory, MiB", lambda row: row["anonymous"] / 2**20, "{:.0f}"),
                ("scratch, GB", lambda row: row["scratch"] / 1e9, "{:.1f}"), ("accidental meetings an article", lambda row: row["meetings"], "{:.2f}")]
    left, right, top, bottom = 60, 460, 50, 300
    most = max(row["articles"] for row in rows)
    yield '<svg xmlns="http://www.w3.org/2000/svg" width="760" height="350" font-family="sans-serif" font-size="13">'
    yield '<rect width="100%" height="100%" fill="white"/>'
    yield '<text x="10" y="24">wirecopy cluster, all defaults; each line from 0 to its largest value</text>'
    yield f'<path d="M{left} {top}V{bottom}H{right}" fill="none" stroke="#444"/>'
    for row in rows:
        x = left + (right - left) * row["articles"] / most
        yield f'<text x="{x:.0f}" y="{bottom + 18}" text-anchor="middle">{row["articles"]:,}</text>'
    yield f'<text x="{(left + right) // 2}" y="{bottom + 38}" text-anchor="middle">articles</text>'
    for i, (name, what, form) in enumerate(measures):
        largest = max(what(row) for row in rows) or 1
        points = [(left + (right - left) * row["articles"] / most, bottom - (bottom - top) * what(row) / largest) for row in rows]
        yield f'<polyline points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}" fill="none" stroke="{COLOURS[i]}" stroke-width="2"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{COLOURS[i]}"/>' for x, y in points)
        yield f'<text x="{right + 20}" y="{top + 24 * i + 10}" fill="{COLOURS[i]}">{name}: at most {form.format(largest)}</text>'
    yield "</svg>"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("articles", type=int, nargs="+")
    parser.add_argument("--program", required=True)
    parser.add_argument("--generator", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    options = parser.parse_args()
    rows = []
    for articles in sorted(options.articles):
        rows.append(measure(articles, options))
        (options.out / "scale.md").write_text("\n".join(table(rows)) + "\n", encoding="utf-8")
        (options.out / "scale.svg").write_text("\n".join(plot(rows)) + "\n", encoding="utf-8")
    print((options.out / "scale.md").read_text(encoding="utf-8"))


main()
