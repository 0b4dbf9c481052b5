#!/bin/sh
# Each option that --help shows stands in the man page, and with its command in all completions, and no other does.
# usage: documented_test.sh PROGRAM SOURCE_FOLDER_OF_CLI
set -eu

program=$1
cli=$2
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
failed=0
commands='cluster compare dedup furniture plan eval'

options_in() { # the long options on standard input, sorted
    grep -o -e '--[a-z][a-z-]*[a-z]' | sort -u
}

compare() { # what, file with its options, file with those of --help
    diff "$3" "$2" >"$room/diff" && return
    echo "options that --help (<) or only $1 (>) has:" >&2
    cat "$room/diff" >&2
    failed=1
}

fish_options() { # the long options that completion of fish offers with a command
    awk -v command="$1" '
        $1 == "set" { name = $3; $1 = $2 = $3 = ""; of[name] = $0 }
        $1 == "complete" && match($0, / -l [a-z-]+/) {
            option = substr($0, RSTART + 4, RLENGTH - 4)
            condition = match($0, /-n "[^"]*"/) ? substr($0, RSTART + 4, RLENGTH - 5) : "seen_subcommand_from " command
            if (substr(condition, 1, 1) == "$")
                condition = of[substr(condition, 2)]
            if (condition ~ "seen_subcommand_from.*[ \"]" command "($|[ \"])" && condition !~ "not ")
                print "--" option
        }' "$cli/completions/wirecopy.fish" | sort -u
}

for command in $commands; do
    "$program" help "$command"
done | { options_in; echo --version; } | sort -u >"$room/help"
sed -n '/^# CLUSTER/,$p' "$cli/wirecopy.1.scd" | { options_in; echo --help; echo --version; } | sort -u >"$room/man"
compare "the man page" "$room/man" "$room/help"

for command in $commands; do
    "$program" help "$command" | sed '/^Usage:/d; /^Examples:/,$d' | grep -o -e '^ *\(-., \)\?--[a-z][a-z-]*[a-z]' | options_in >"$room/help"
    sed -n "/^_wirecopy_$command()/,/^}/p" "$cli/completions/_wirecopy" | grep -o -e "^ *'[^[]*{\?[^[]*\[" | sed 's/([^)]*)//' | options_in >"$room/zsh"
    sed -n "/command == $command ]]; then/,/^ *\(elif .*\|else\|fi\)\$/p" "$cli/completions/wirecopy.bash" | options_in >"$room/bash"
    fish_options "$command" >"$room/fish"
    for shell in bash zsh fish; do
        compare "completion of $command in $shell" "$room/$shell" "$room/help"
    done
done
exit $failed
