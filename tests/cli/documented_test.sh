#!/bin/sh
# Each option that --help shows stands in the man page, and with its command in all completions, and no other does. Each field of what is
# written as JSON stands in the man page.
# usage: documented_test.sh PROGRAM SOURCE_FOLDER_OF_CLI
set -eu

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cli=$(cd "$2" && pwd)
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
failed=0
commands='cluster compare dedup furniture plan index eval'

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

cat >"$room/articles.jsonl" <<'END'
{"id":"a","date":"2024-01-01","source":"one.example","text":"A barge loaded with 20 tons of gravel broke from its mooring above the old lock late on Sunday and drifted past three bridges before a tug caught it at the bend, the harbour office said."}
{"id":"b","date":"2024-01-02","source":"two.example","text":"A barge loaded with 30 tons of gravel broke from its mooring above the old lock late on Sunday and drifted past three bridges before a tug caught it at the bend, the harbour office said.\nSource link"}
{"id":"c"}
END
echo '{"a":"a","b":"b","label":"same"}' >"$room/pairs.jsonl"
cd "$room"
{
    "$program" cluster articles.jsonl --audit 2 --window 3d --summary summary.json --format jsonl || true
    "$program" cluster articles.jsonl --emit articles --format jsonl -o found.jsonl || true
    cat summary.json found.jsonl
    "$program" cluster articles.jsonl --emit pairs --format jsonl || true
    "$program" cluster articles.jsonl --emit outlets --format jsonl || true
    "$program" furniture articles.jsonl --format jsonl || true
    "$program" compare --in articles.jsonl a b --format jsonl || true
    "$program" dedup articles.jsonl --mark --report report.jsonl --summary summary.json || true
    cat report.jsonl summary.json
    "$program" plan --articles 9 --format jsonl
    "$program" index create index articles.jsonl || true
    "$program" index query index articles.jsonl --format jsonl || true
    "$program" index info index --format jsonl
    "$program" eval found.jsonl found.jsonl --format jsonl
    "$program" eval found.jsonl pairs.jsonl --format jsonl
} 2>"$room/messages" | grep -o '"[a-z_0-9]*":' | tr -d '":' | sort -u >"$room/fields"
grep -o '\*[a-z_0-9]*\*' "$cli/wirecopy.1.scd" | tr -d '*' | sort -u >"$room/man"
if [ "$(wc -l <"$room/fields")" -lt 100 ] || comm -23 "$room/fields" "$room/man" | grep .; then
    echo "fields of JSON that the man page lacks, or too few were written:" >&2
    cat "$room/messages" >&2
    failed=1
fi
exit $failed
