#!/usr/bin/env python3
"""wirecopy compare and wirecopy cluster say the same of every pair that is reported.

usage: compare_test.py PROGRAM CORPUS
"""
import json
import subprocess
import sys

FIELDS = ("relation", "resemblance", "containment", "contained")


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def mirrored(pair):
    other = {"excerpt": "expansion", "expansion": "excerpt"}
    return {"relation": other.get(pair["relation"], pair["relation"]), "resemblance": pair["resemblance"],
            "containment": pair["contained"], "contained": pair["containment"]}


def compare(program, corpus, a, b, expected):
    status, out, err = run(program, "compare", "--in", corpus, a, b, "--format", "jsonl")
    wanted = 1 if expected["relation"] in ("template", "passage") else 0
    if status != wanted:
        yield f"{a} {b}: status {status}, not {wanted}: {err}"
        return
    found = json.loads(out)
    for field in FIELDS:
        if found[field] != expected[field]:
            yield f"{a} {b}: {field} is {found[field]}, not {expected[field]}"
    if expected["relation"] != "passage" and not found["keys"]["candidate"]:
        yield f"{a} {b}: is reported but no candidate"
    for side in "ab":
        if sum(run["words"] for run in found[side]["runs"]) != found[side]["words"]:
            yield f"{a} {b}: the runs of {side} do not hold its words"


def main(program, corpus):
    status, out, err = run(program, "cluster", corpus, "--emit", "pairs", "--format", "jsonl", "--show", "templates,passages", "-q")
    assert status == 0, err
    pairs = [json.loads(line) for line in out.splitlines()]
    assert len(pairs) > 50, f"only {len(pairs)} pairs"
    wrong = []
    for number, pair in enumerate(pairs):
        wrong += compare(program, corpus, pair["a"], pair["b"], pair)
        if number % 10 == 0:  # the other way round
            wrong += compare(program, corpus, pair["b"], pair["a"], mirrored(pair))
    for line in wrong:
        print(line, file=sys.stderr)
    print(f"{len(pairs)} pairs, {len(wrong)} differences; relations: {sorted({pair['relation'] for pair in pairs})}")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
