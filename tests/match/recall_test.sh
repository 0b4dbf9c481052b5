#!/bin/sh
# The keys find what they say they find: over ten seeds, of all pairs that pass the match rule, at least what the planner
# stated, 0.985 of all and 0.95 of those that match by containment alone, with at most 20 candidates an article.
# usage: recall_test.sh PROGRAM GENERATOR CORPUS_FOLDER
set -eu

program=$1
generator=$2
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
"$generator" --articles 1500 --seed 5 --out "$room/letters.jsonl"
"$generator" --articles 700 --seed 6 --script han --out "$room/han.jsonl"

pairs() { # corpus, options: a and b, then 1 where it is a match by containment alone
    corpus=$1
    shift
    "$program" cluster "$corpus" --emit pairs --show templates --format tsv -q --summary "$room/summary" "$@" |
        awk -F '\t' 'NR > 1 && $3 != "exact" {print $1 " " $2, ($4 < 0.35)}'
}

number() { # name: a number of the summary
    sed "s/.*\"$1\":\([0-9.]*\).*/\1/" "$room/summary"
}

failed=0
for corpus in "$3/news" "$room/letters.jsonl" "$room/han.jsonl"; do
    pairs "$corpus" --keys all >"$room/all"
    for seed in 1 2 3 4 5 6 7 8 9 10; do
        pairs "$corpus" --seed $seed | sed 's/^/met /'
    done | cat "$room/all" - | awk '
        $1 != "met" {all++; part += $3; next}
        {met++; met_part += $4}
        END {
            if (all < 20 || part < 2) {print "too few pairs to tell"; exit 1}
            printf "%d pairs, %.4f found; %d by containment alone, %.4f found\n", all, met / all / 10, part, met_part / part / 10
            exit !(met / all / 10 >= 0.985 && met_part / part / 10 >= 0.95)
        }' || { echo "recall_test: too few were found in $(basename "$corpus")" >&2; failed=1; }
    pairs "$corpus" >"$room/met"
    awk -v met="$(wc -l <"$room/met")" -v all="$(wc -l <"$room/all")" -v said="$(number expected_recall)" -v candidates="$(number candidates)" \
        -v articles="$(number articles)" 'BEGIN {
            printf "%.4f was stated, %.4f found, %.2f candidates an article\n", said, met / all, candidates / articles
            exit !(met / all >= said && candidates <= 20 * articles)
        }' || { echo "recall_test: not as stated in $(basename "$corpus")" >&2; failed=1; }
done
exit $failed
