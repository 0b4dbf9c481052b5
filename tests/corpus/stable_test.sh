#!/bin/sh
# With the furniture file and the plan file that a run wrote, the same articles are in the same clusters, in all views, and the files
# written again are the same; and other articles, however many, change no row of those that the files were learnt from.
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
    for view in clusters articles "pairs --show templates,passages"; do
        # shellcheck disable=SC2086 # the view comes with its options
        "$program" cluster "$@" --emit $view --format jsonl --quiet --output "$answer/${view%% *}"
    done
}

cat "$3"/news/*.jsonl >"$room/news.jsonl"
"$2" --articles 4000 --seed 5 --out "$room/latin.jsonl"
"$2" --articles 2000 --seed 6 --script han --out "$room/han.jsonl"
"$2" --articles 500 --seed 7 --shape forms --out "$room/forms.jsonl"

for corpus in news latin han forms; do
    answer "$room/learnt" "$room/$corpus.jsonl" --write-furniture "$room/furniture" --write-plan "$room/plan"
    answer "$room/known" "$room/$corpus.jsonl" --furniture "$room/furniture" --plan "$room/plan" \
        --write-furniture "$room/again" --write-plan "$room/plan-again"
    diff -rq "$room/learnt" "$room/known" >&2 || fail "other clusters of $corpus with its files"
    cmp "$room/furniture" "$room/again" >&2 || fail "another furniture file of $corpus"
    cmp "$room/plan" "$room/plan-again" >&2 || fail "another plan file of $corpus"
    grep -q '^\[outlet' "$room/furniture" || [ $corpus = forms ] || fail "no outlet has furniture in $corpus"

    # The articles of the three others join them, under ids of their own.
    for other in news latin han forms; do
        [ $other = $corpus ] || sed "s/\"id\": *\"/&other-$other-/" "$room/$other.jsonl"
    done >"$room/others.jsonl"
    answer "$room/joined" "$room/$corpus.jsonl" "$room/others.jsonl" --furniture "$room/furniture" --plan "$room/plan"
    [ "$(wc -l <"$room/joined/articles")" -gt "$(wc -l <"$room/learnt/articles")" ] || fail "no other articles joined $corpus"
    for view in clusters articles pairs; do
        grep -v '"other-' "$room/joined/$view" >"$room/joined/rest"
        cmp "$room/learnt/$view" "$room/joined/rest" >&2 || fail "other articles changed the $view of $corpus"
    done
done
exit $failed
