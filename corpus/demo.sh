#!/bin/sh
# Clusters the small corpus of this folder, shows the clusters, and compares them with the truth. Installs what is missing and builds
# wirecopy first.
# usage: sh corpus/demo.sh
# WIRECOPY=PROGRAM takes a program that was built already.
set -eu

cd "$(dirname "$0")/.."
if [ -z "${WIRECOPY-}" ]; then
    . tests/packages.sh
    need_packages
    mkdir -p build/release
    { cmake --preset release && cmake --build --preset release --target wirecopy; } >build/release/build.log 2>&1 || {
        cat build/release/build.log >&2
        exit 1
    }
    WIRECOPY=build/release/src/cli/wirecopy
fi
page=build/clusters.html
mkdir -p build
found=$(mktemp)
trap 'rm -f "$found"' EXIT

echo "wirecopy cluster corpus/news"
echo
"$WIRECOPY" cluster corpus/news 2>"$found"
echo
cat "$found"
echo
echo "wirecopy eval: these clusters against corpus/truth.jsonl"
echo
"$WIRECOPY" cluster corpus/news --emit articles --format jsonl --quiet --output "$found"
"$WIRECOPY" eval "$found" corpus/truth.jsonl
"$WIRECOPY" cluster corpus/news --format html --quiet --output "$page"
echo
echo "The clusters as a page, for a browser: $PWD/$page"
