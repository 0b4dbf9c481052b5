#!/bin/sh
# A generated corpus is as hard as a real one: within a factor of two of its figures, a tenth of its copies near the border of the
# match rule. For the usual seed, for another than the generator was fitted with, and in the other script.
# usage: as_hard_test.sh GENERATOR PYTHON BENCH_FOLDER
set -eu

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
for options in "--seed 1" "--seed 97" "--script han"; do
    # shellcheck disable=SC2086 # words
    "$1" --articles 7043 --out "$room/articles.jsonl" --truth "$room/truth.jsonl" $options
    "$2" "$3/compare_corpora.py" "$room/articles.jsonl" --truth "$room/truth.jsonl" --figures "$3/us-outlets-2016.figures.json" >"$room/table" || {
        echo "as_hard_test: $options" >&2
        cat "$room/table" >&2
        exit 1
    }
done
