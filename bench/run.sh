#!/bin/sh
# Measures wirecopy beside its peers in one go: builds release, makes a virtual environment with the pinned peers, generates corpora
# in an alphabetic and in a Han-like script, runs each in turn on one core, and writes a Markdown table and an SVG plot.
#
# usage: sh bench/run.sh [--articles N] [--runs N] [--data DIR] [--out DIR]
#   --articles N  of each generated corpus; 100000
#   --runs N      of each command, of which the fastest counts; 3
#   --data DIR    also measure each *.jsonl there; a NAME.truth.jsonl beside it is compared with what is found
#   --out DIR     where results.md, results.svg and the corpora go; build/bench
set -eu

here=$(cd "$(dirname "$0")" && pwd)
top=$(dirname "$here")
out=$top/build/bench
articles=100000
runs=3
data=
while [ $# -gt 0 ]; do
    case $1 in
    --articles) articles=$2 ;;
    --runs) runs=$2 ;;
    --data) data=$2 ;;
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
if ! cmp -s "$here/peers.txt" "$out/peers/peers.txt"; then
    . "$top/tests/packages.sh"
    python3 -c 'import ensurepip, venv' 2>/dev/null || need_packages python3-venv
    python3 -m venv "$out/peers"
    "$out/peers/bin/pip" install --quiet -r "$here/peers.txt"
    cp "$here/peers.txt" "$out/peers/"
fi
for script in latin han; do
    [ -f "$out/$script-$articles.jsonl" ] ||
        sh "$top/corpus/generate" --script $script --articles "$articles" --out "$out/$script-$articles.jsonl" --truth "$out/$script-$articles.truth.jsonl"
done
"$out/peers/bin/python" "$here/measure.py" --program "$top/build/release/src/cli/wirecopy" --runs "$runs" --out "$out" \
    "$out/latin-$articles.jsonl" "$out/han-$articles.jsonl" ${data:+"$data"/*.jsonl}
cat "$out/results.md"
