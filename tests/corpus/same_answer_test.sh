#!/bin/sh
# The same articles give the same bytes in all views, and the same summary but for its times: with any number of threads, in any order
# and number of files, with so little memory that scratch goes to disk, and with each kernel that this machine runs.
# usage: same_answer_test.sh PROGRAM GENERATOR CORPUS_FOLDER
set -eu

program=$1
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
mkdir "$room/scratch" "$room/first" "$room/next" "$room/in" "$room/parts"
failed=0

# 6,400 articles in two scripts besides the small corpus: more than the least memory holds.
"$2" --articles 4000 --seed 5 --out "$room/in/latin.jsonl"
"$2" --articles 2000 --seed 6 --script han --out - | sed 's/"id":"/&han-/' >"$room/in/han.jsonl"
cat "$3"/news/*.jsonl >"$room/in/news.jsonl"
# Texts with lines out at their beginning alone: their words are read where they lie.
awk -f "$(dirname "$0")/notices.awk" >"$room/in/notices.jsonl"
cat "$room"/in/*.jsonl | awk '{print substr($0, 40 + NR % 60, 8) "\t" $0}' | LC_ALL=C sort | cut -f2- >"$room/shuffled.jsonl"
split -n l/7 "$room/shuffled.jsonl" "$room/parts/"
gzip "$room/parts/ac"

run() { # folder for the answer, options and inputs
    answer=$1
    shift
    for view in clusters articles "pairs --show templates,passages" outlets; do
        # shellcheck disable=SC2086 # the view comes with its options
        "$program" cluster "$@" --emit $view --format jsonl --quiet --scratch "$room/scratch" --output "$answer/${view%% *}" \
            --summary "$answer/summary"
    done
    "$program" furniture "$@" --format jsonl --quiet --scratch "$room/scratch" --output "$answer/furniture" \
        --write-furniture "$answer/furniture-file"
    sed 's/.*"scratch_bytes":\([0-9]*\).*/\1/' "$answer/summary" >"$room/scratch_bytes"
    sed -i 's/,"run":.*//' "$answer/summary"
}

same() { # what, options and inputs
    what=$1
    shift
    run "$room/next" "$@"
    diff -rq "$room/first" "$room/next" >&2 || {
        echo "same_answer_test: another answer $what" >&2
        failed=1
    }
}

run "$room/first" "$room/in" --threads 1
[ "$(wc -l <"$room/first/furniture")" -gt 100 ] || { echo "same_answer_test: no furniture is shown" >&2; exit 1; }
[ "$(wc -l <"$room/first/articles")" = 6534 ] || { echo "same_answer_test: articles are missing" >&2; exit 1; }
same "with two threads" "$room/in" --threads 2
same "with three threads" "$room/in" --threads 3
same "in another order" "$room/shuffled.jsonl" --threads 2
same "in seven files, one of them compressed" "$room/parts" --threads 2
same "with little memory" "$room/shuffled.jsonl" --memory 16M --threads 2
[ "$(cat "$room/scratch_bytes")" -gt 1000000 ] || { echo "same_answer_test: scratch did not go to disk" >&2; failed=1; }
for kernel in portable neon avx2 avx512; do
    if "$program" cluster "$room/in/news.jsonl" --kernel $kernel --quiet >/dev/null 2>&1; then
        same "with the $kernel kernel" "$room/in" --kernel $kernel
    else
        echo "same_answer_test: this machine does not run $kernel"
    fi
done
run "$room/first" "$room/in" --window 3d
same "within a window, in another order, with little memory" "$room/shuffled.jsonl" --window 3d --memory 16M --threads 2
exit $failed
