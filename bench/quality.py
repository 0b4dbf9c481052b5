#!/usr/bin/env python3
"""How good the clusters are: a Markdown table of wirecopy, and of what the usual tools do, against known sets.

usage: quality.py PROGRAM FOLDER

FOLDER holds sets, each as NAME.jsonl[.gz] (the articles) beside one of
  NAME.truth.jsonl[.gz]    "id" and "cluster" on each line: pairwise F1 over all articles of the truth
  NAME.labels.jsonl[.gz]   "a", "b" and "label": F1 over the labelled pairs (same, update and excerpt belong together)
  NAME.pairs.tsv           id1, id2, kind, sentence_label: how many of each are put together
Each set runs with the usual rule and with the loose one; and as the usual tools work: the same shingles with nothing left out,
matches of resemblance 0.7 or more, connected components. Standard library only.
"""
import collections
import csv
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile

COLUMNS = {"usual": [], "loose": ["--rule", "loose"], "usual tools": None}
USUAL_TOOLS = ["--rule", "0.7,1", "--no-furniture", "--show", "templates", "--emit", "pairs", "--format", "jsonl", "-q"]


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else open(path, encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t")) if path.suffix == ".tsv" else [json.loads(line) for line in file]


def run(program, *arguments):
    return subprocess.run([program, *map(str, arguments)], stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()


def by_wirecopy(program, articles, found, options):
    run(program, "cluster", articles, "--emit", "articles", "--format", "jsonl", "-q", "-o", found, *options)


def by_usual_tools(program, articles, found):
    """Connected components of the pairs with resemblance 0.7 or more; wirecopy gives the pairs."""
    above = {}

    def top(article):
        while article in above:
            article = above[article]
        return article

    for line in run(program, "cluster", articles, *USUAL_TOOLS):
        pair = json.loads(line)
        a, b = top(pair["a"]), top(pair["b"])
        if pair["resemblance"] >= 0.7 and a != b:
            above[max(a, b)] = min(a, b)
    with open(found, "w", encoding="utf-8") as file:
        for line in run(program, "cluster", articles, "--emit", "articles", "--format", "jsonl", "-q"):
            article = json.loads(line)["id"]
            print(json.dumps({"id": article, "cluster": top(article)}), file=file)


def f1(program, found, truth):
    return f'{json.loads(run(program, "eval", found, truth, "--format", "jsonl")[0])["f1"]:.3f}'


def together(found, truth):
    cluster = {row["id"]: row["cluster"] for row in read(found)}
    counts = collections.defaultdict(lambda: [0, 0])
    for row in read(truth):
        count = counts[f'{row["kind"]}, {row["sentence_label"]}']
        count[0] += cluster[row["id1"]] == cluster[row["id2"]]
        count[1] += 1
    return {what: f"{joined}/{all_}" for what, (joined, all_) in sorted(counts.items())}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    rows = collections.defaultdict(dict)
    with tempfile.TemporaryDirectory() as room:
        found = pathlib.Path(room) / "found.jsonl"
        for truth in sorted(p for p in folder.iterdir() if any(f".{kind}." in p.name for kind in ("truth", "labels", "pairs"))):
            name = truth.name.split(".")[0]
            articles = next(p for p in (folder / f"{name}.jsonl.gz", folder / f"{name}.jsonl") if p.exists())
            for column, options in COLUMNS.items():
                if options is None:
                    by_usual_tools(program, articles, found)
                else:
                    by_wirecopy(program, articles, found, options)
                if truth.suffix == ".tsv":
                    for what, count in together(found, truth).items():
                        rows[f"{name}: {what}, put together"][column] = count
                else:
                    rows[f"{name}: F1"][column] = f1(program, found, truth)
    print("| set | " + " | ".join(COLUMNS) + " |\n|---|" + "---:|" * len(COLUMNS))
    for what, cells in rows.items():
        print(f"| {what} | " + " | ".join(cells[column] for column in COLUMNS) + " |")


main()
