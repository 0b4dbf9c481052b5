#!/bin/sh
# Every command over the demo's stories under valgrind: no byte is used before it is set or after it is freed, and none leaks. Valgrind has
# no AVX-512, so the kernels are those of AVX2 and the portable ones. The status is 77 where it is missing.
# usage: valgrind_test.sh PROGRAM CORPUS
set -eu

command -v valgrind >/dev/null || { echo "skipped: valgrind is not installed"; exit 77; }
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
corpus=$(cd "$2" && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"

clean() { # status, arguments...
    expected=$1
    shift
    status=0
    valgrind -q --error-exitcode=99 --leak-check=full --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect,possible \
        "$program" "$@" >out 2>err || status=$?
    [ $status = "$expected" ] || { echo "valgrind_test: $*: status $status" >&2; cat err >&2; exit 1; }
}

news=$corpus/news
clean 0 cluster "$news" --emit articles --format jsonl -o found
clean 0 cluster "$news" --emit clusters --kernel portable --threads 3 --memory 16M
clean 0 cluster "$news" --emit pairs --show templates,passages --format tsv --audit 20 --window 30d
clean 0 cluster "$news" --emit outlets --save kept --write-furniture lines --write-plan keys --summary summary
clean 0 cluster --from kept --rule loose
clean 0 cluster "$news" --furniture lines --plan keys
clean 0 dedup "$news/en.jsonl" --against "$news/de.jsonl" --report report
clean 0 compare --in "$news" en-007 en-017
clean 1 compare --in "$news" en-007 de-001 --format jsonl
clean 0 furniture "$news" --format tsv
clean 0 plan "$news" --svg picture
clean 0 eval found "$corpus/truth.jsonl"
clean 0 help cluster
clean 2 cluster --no-such-option
clean 3 cluster "$news" "$room/nowhere"
