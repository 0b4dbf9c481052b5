#!/bin/sh
# Counts the instructions of each stage on small generated corpora, one thread, AVX2 kernels, under valgrind: no clock, so the same
# program gives the same numbers on any machine. Compares them with bench/counts.tsv; fails where a stage takes over 2 % more (and more
# than a thousandth of the whole: small stages move with what lies beside them), where a hard corpus costs over three times a plain
# one's instructions a byte (near copies: five), or where clustering again from a save costs over a tenth of clustering
# (another furniture file that changes many articles: a sixth). When the change is meant: sh bench/count.sh --accept, and read the diff.
#
# usage: sh bench/count.sh [--accept] [BUILD]
#   BUILD  a release build, build/release
# The status is 77 where it cannot count: no valgrind, or another compiler than that of the numbers.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
accept=
if [ "${1:-}" = --accept ]; then
    accept=1
    shift
fi
build=${1:-$here/../build/release}
program=$build/src/cli/wirecopy
generator=$build/corpus/generator/corpus-generate
counts=$here/counts.tsv
[ -x "$program" ] && [ -x "$generator" ] || { echo "count.sh: $build holds no wirecopy and corpus-generate" >&2; exit 2; }
command -v valgrind >/dev/null || { echo "skipped: valgrind is not installed"; exit 77; }
compiler=$(sed -n 's/^CMAKE_C_COMPILER:[A-Z]*=//p' "$build/CMakeCache.txt")
compiler="$("$compiler" -dumpfullversion -dumpmachine | paste -sd ' ') $(uname -m)"

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The last dump, after the last stage, is what writes; valgrind's processor is the same everywhere, and so are libc's choices.
count() { # name, options of the generator: a line a stage into counts of the room
    name=$1
    shift
    rm -f "$room"/profile*
    "$generator" "$@" --out "$room/corpus.jsonl"
    env -i PATH="$PATH" LC_ALL=C SIMDJSON_FORCE_IMPLEMENTATION=haswell valgrind --tool=callgrind --callgrind-out-file="$room/profile" \
        --dump-after=stopwatch_note "$program" cluster "$room/corpus.jsonl" --threads 1 --kernel avx2 --emit articles --format jsonl \
        -o "$room/found.jsonl" --summary "$room/summary.json" >"$room/log" 2>&1 || { cat "$room/log" >&2; exit 1; }
    bytes=$(wc -c <"$room/corpus.jsonl")
    sed 's/.*"stages":\[\(.*\)\],"peak.*/\1/; s/{"stage":"\([^"]*\)"[^}]*}/\1/g' "$room/summary.json" | tr ',' '\n' >"$room/stages"
    echo write >>"$room/stages"
    part=0
    while read -r stage; do
        part=$((part + 1))
        dump=$room/profile.$part
        [ "$stage" != write ] || [ -f "$dump" ] || dump=$room/profile
        [ -f "$dump" ] || { echo "count.sh: no profile of stage $stage of $name: is stopwatch_note called at its end?" >&2; exit 1; }
        printf '%s\t%s\t%s\n' "$name" "$stage" "$(sed -n 's/^totals: //p' "$dump")"
    done <"$room/stages" >"$room/stage_counts"
    awk -F '\t' -v bytes="$bytes" '{ print; all += $3 } END { printf "%s\tall\t%d\n%s\ta byte\t%.1f\n", $1, all, $1, all / bytes }' "$room/stage_counts"
}

# What clustering again takes, from a save of the corpus in the room: under another rule, a window, and with lines of the furniture file gone.
count_again() { # name: a line an edit
    again=$1
    "$program" cluster "$room/corpus.jsonl" --save "$room/save" --write-furniture "$room/furniture" -q -o /dev/null
    grep -v -e '^#' -e '^\[' -e '^wirecopy' -e '^$' "$room/furniture" >"$room/lines"
    for edit in rule window 'a line' '20 lines'; do
        most=$([ "$edit" = '20 lines' ] && echo 20 || echo 1)
        awk -v most="$most" 'NR == FNR { line[NR] = $0; all = NR; next }
            FNR == 1 { for (i = 1; i <= most; i++) gone[line[int(i * all / (most + 1))]] = 1 }
            !($0 in gone)' "$room/lines" "$room/furniture" >"$room/edited"
        case $edit in
            rule) set -- --resemblance 0.4 ;;
            window) set -- --window 30d ;;
            *) set -- --furniture "$room/edited" ;;
        esac
        env -i PATH="$PATH" LC_ALL=C valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" cluster --from "$room/save" "$@" \
            --threads 1 --kernel avx2 -q -o /dev/null >"$room/log" 2>&1 || { cat "$room/log" >&2; exit 1; }
        printf '%s\t%s\t%s\n' "$again" "$edit" "$(sed -n 's/.*Collected : //p' "$room/log")"
    done
}

{
    printf '# instructions by corpus and stage; compiler: %s\n' "$compiler"
    count latin --articles 2000
    count_again again
    count han --articles 1500 --script han
    count shared-furniture --articles 1500 --shape shared-furniture
    count exact-copies --articles 2000 --shape exact-copies
    count near-copies --articles 2000 --shape near-copies
    count one-line --articles 20000 --shape one-line
    count forms --articles 1000 --shape forms
} >"$room/counts.tsv"

if [ -n "$accept" ]; then
    cp "$room/counts.tsv" "$counts"
    cat "$counts"
    exit 0
fi
if [ "$(head -1 "$counts")" != "$(head -1 "$room/counts.tsv")" ]; then
    echo "skipped: $(head -1 "$counts"); this one: $compiler"
    exit 77
fi
awk -F '\t' '
    /^#/ { next }
    NR == FNR { known[$1 "\t" $2] = $3; next }
    {
        key = $1 "\t" $2
        now[key] = $3
        if (!(key in known)) {
            printf "%s: not in counts.tsv\n", key
            failed = 1
            next
        }
        change = known[key] ? 100 * ($3 / known[key] - 1) : 0
        worse = $2 != "a byte" && change > 2 && $3 - known[key] > known[($1 == "again" ? "latin" : $1) "\tall"] / 1000
        printf "%-18s %-14s %14s %+7.2f %%%s\n", $1, $2, $3, change, worse ? "  MORE than 2 %" : ""
        if (change < -2 && $2 == "all")
            less = 1
        failed = failed || worse
        most = $1 == "near-copies" ? 5 : 3 # pairs of copies, each verified, are all there is in it
        if ($2 == "a byte" && $3 > most * now["latin\ta byte"]) {
            printf "%s: over %d times the instructions a byte of latin\n", $1, most
            failed = 1
        }
        share = $2 == "20 lines" ? 6 : 10 # of 402 lines; they change one article in eight
        if ($1 == "again" && share * $3 > now["latin\tall"]) {
            printf "%s: over one in %d of what clustering latin takes\n", key, share
            failed = 1
        }
    }
    END {
        if (failed)
            print "if this is meant: sh bench/count.sh --accept"
        else if (less)
            print "less than before: sh bench/count.sh --accept keeps it so"
        exit failed
    }' "$counts" "$room/counts.tsv"
