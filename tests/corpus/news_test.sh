#!/bin/sh
# The small corpus scores what its README says: no story is joined to another, and one pair of 128 is missed.
# usage: news_test.sh PROGRAM CORPUS_FOLDER
set -eu

found=$(mktemp)
trap 'rm -f "$found"' EXIT
"$1" cluster "$2/news" --emit articles --format jsonl --quiet --output "$found"
score=$("$1" eval "$found" "$2/truth.jsonl" | tr -s ' \n' ' ')
expected=$(sed -n 's/^Scored with the usual options: //p' "$2/README.md")
[ -n "$expected" ] || { echo "news_test: $2/README.md names no score" >&2; exit 1; }
for figure in $(echo "$expected" | tr -d ',' | grep -o '[a-zA-Z0-9]* [0-9.]*[0-9]' | tr ' ' '='); do
    case "$score" in
        *"${figure%=*} ${figure#*=}"*) ;;
        *) echo "news_test: the README says '$expected', but the score is: $score" >&2; exit 1 ;;
    esac
done
