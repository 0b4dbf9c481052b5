#!/bin/sh
# Each option that --help shows stands in the man page and in all completions, and no other does.
# usage: documented_test.sh PROGRAM SOURCE_FOLDER_OF_CLI
set -eu

program=$1
cli=$2
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
failed=0

options_in() { # the long options on standard input, sorted
    grep -o -e '--[a-z][a-z-]*[a-z]' | sort -u
}

compare() { # what, file with its options
    diff "$room/help" "$2" >"$room/diff" && return
    echo "options that --help (<) or only $1 (>) has:" >&2
    cat "$room/diff" >&2
    failed=1
}

{ "$program" help cluster; "$program" help compare; "$program" help dedup; "$program" help furniture; "$program" help plan; "$program" help eval; echo --version; } | options_in >"$room/help"
sed -n '/^# CLUSTER/,$p' "$cli/wirecopy.1.scd" | { options_in; echo --help; echo --version; } | sort -u >"$room/man"
options_in <"$cli/completions/_wirecopy" >"$room/zsh"
{ sed 's/--\*-field//' "$cli/completions/wirecopy.bash" | options_in; } >"$room/bash"
grep '^complete ' "$cli/completions/wirecopy.fish" | grep -o -e ' -l [a-z-]*' | sed 's/ -l /--/' | sort -u >"$room/fish"
compare "the man page" "$room/man"
compare "completion of bash" "$room/bash"
compare "completion of zsh" "$room/zsh"
compare "completion of fish" "$room/fish"
exit $failed
