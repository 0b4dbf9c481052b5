#!/bin/sh
# With the furniture file that a run wrote, the same articles are in the same clusters, in all views, and the file written again is
# the same.
# usage: stable_test.sh PROGRAM GENERATOR CORPUS_FOLDER
set -eu

program=$1
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
failed=0

fail() {
    echo "stable_test: $1" >&2
    failed=1
}

answer() { # folder for it, options and inputs
    answer=$1
    mkdir -p "$answer"
    shift
    for view in clusters articles pairs; do
        "$program" cluster "$@" --emit $view --format jsonl --templates --quiet --output "$answer/$view"
    done
}

cat "$3"/news/*.jsonl >"$room/news.jsonl"
"$2" --articles 4000 --seed 5 --out "$room/latin.jsonl"
"$2" --articles 2000 --seed 6 --script han --out "$room/han.jsonl"
"$2" --articles 500 --seed 7 --shape forms --out "$room/forms.jsonl"

for corpus in news latin han forms; do
    answer "$room/learnt" "$room/$corpus.jsonl" --write-furniture "$room/furniture"
    answer "$room/known" "$room/$corpus.jsonl" --furniture "$room/furniture" --write-furniture "$room/again"
    diff -rq "$room/learnt" "$room/known" >&2 || fail "other clusters of $corpus with its furniture file"
    cmp "$room/furniture" "$room/again" >&2 || fail "another furniture file of $corpus"
    grep -q '^\[outlet' "$room/furniture" || [ $corpus = forms ] || fail "no outlet has furniture in $corpus"
done
exit $failed
