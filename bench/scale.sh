#!/bin/sh
# Measures how time, memory and scratch grow with the corpus: builds release, generates corpora one after the other, clusters each with
# all defaults, and writes a Markdown table and an SVG plot. A million articles are 2.8 GB; each corpus goes when it was measured.
#
# usage: sh bench/scale.sh [--articles "1000000 2000000 4000000"] [--out DIR]
#   --out DIR  where scale.md, scale.svg and one corpus at a time go, and scratch; build/bench
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
out=$top/build/bench
articles="1000000 2000000 4000000"
while [ $# -gt 0 ]; do
    case $1 in
    --articles) articles=$2 ;;
    --out) out=$2 ;;
    *)
        sed -n '/^# usage/,/^set/p' "$0" | sed '$d; s/^# \{0,1\}//' >&2
        exit 2
        ;;
    esac
    shift 2
done
mkdir -p "$out"
cmake -S "$top" -B "$top/build/release" -DCMAKE_BUILD_TYPE=Release >/dev/null
cmake --build "$top/build/release" --target wirecopy corpus-generate >/dev/null
# shellcheck disable=SC2086 # numbers
python3 "$here/scale.py" --program "$top/build/release/src/cli/wirecopy" --generator "$top/build/release/corpus/generator/corpus-generate" --out "$out" $articles
