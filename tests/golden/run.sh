#!/bin/sh
# Runs the golden cases: what wirecopy prints, byte by byte. A case is a folder; no code is needed to add one:
#   why.txt      what it shows, for whoever reads the diff
#   command      lines of sh, run in a fresh copy of the folder; "wirecopy" is the program under test
#   in*          what the command reads (copied too)
#   expected/    stdout, stderr, status
#
# usage: run.sh [--accept] PROGRAM [CASE...]
# --accept writes what was printed to expected/; read the diff like code.
set -u

here=$(cd "$(dirname "$0")" && pwd)
accept=no
if [ "${1-}" = --accept ]; then
    accept=yes
    shift
fi
if [ $# -lt 1 ] || [ ! -x "$1" ]; then
    echo "usage: run.sh [--accept] PROGRAM [CASE...]" >&2
    exit 2
fi
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
shift
room=$(mktemp -d) || exit 2
trap 'rm -rf "$room"' EXIT
mkdir "$room/bin" "$room/tmp"
ln -s "$program" "$room/bin/wirecopy"

# Nothing of the caller's terminal, language or settings reaches a case.
unset NO_COLOR COLUMNS LINES POSIXLY_CORRECT
PATH=$room/bin:$PATH TMPDIR=$room/tmp LC_ALL=C TERM=dumb
export PATH TMPDIR LC_ALL TERM

run_case() { # folder: leaves stdout, stderr and status in $room/got
    rm -rf "$room/case" "$room/got"
    mkdir "$room/case" "$room/got"
    cp -R "$1"/in* "$room/case" 2>/dev/null
    (cd "$room/case" && sh "$1/command" >"$room/got/stdout" 2>"$room/got/stderr" </dev/null)
    echo $? >"$room/got/status"
}

failed=0
count=0
[ $# -gt 0 ] || set -- "$here"/*/
for folder; do
    name=$(basename "$folder")
    folder=$here/$name
    if [ ! -f "$folder/command" ] || [ ! -f "$folder/why.txt" ]; then
        echo "golden: $name has no command or no why.txt" >&2
        failed=$((failed + 1))
        continue
    fi
    count=$((count + 1))
    run_case "$folder"
    if [ $accept = yes ]; then
        mkdir -p "$folder/expected"
        cp "$room/got/stdout" "$room/got/stderr" "$room/got/status" "$folder/expected/"
    elif ! diff -r "$folder/expected" "$room/got" >"$room/diff" 2>&1; then
        echo "golden: $name (< expected, > printed)" >&2
        cat "$folder/why.txt" "$room/diff" >&2
        failed=$((failed + 1))
    fi
done
echo "golden: $count cases, $failed failed"
[ $failed -eq 0 ]
