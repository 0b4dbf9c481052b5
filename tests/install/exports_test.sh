#!/bin/sh
# Both libraries show what the header declares, all of it and nothing else.
# usage: exports_test.sh SHARED_LIBRARY ARCHIVE HEADER
set -eu

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
grep -o '^WIRECOPY_API.*' "$3" | grep -o 'wirecopy_[a-z0-9_]*(' | tr -d '(' | sort >"$room/declared"
[ "$(wc -l <"$room/declared")" -gt 20 ] || { echo "exports_test: the header declares too little" >&2; exit 1; }
nm -D --defined-only "$1" | awk '{print $NF}' | sort >"$room/shared"
nm -g --defined-only "$2" | awk 'NF == 3 {print $3}' | sort >"$room/archive"
failed=0
for library in shared archive; do
    diff "$room/declared" "$room/$library" >"$room/diff" && continue
    echo "exports_test: declared (<) and shown by the $library library (>):" >&2
    cat "$room/diff" >&2
    failed=1
done
exit $failed
