#!/bin/sh
# However a run ends, by a signal at any moment, a full disk, a closed pipe or kill -9, its output is whole or as it was before, nothing
# else of it stays, and the next run is as if it had not been. What must not be written to is refused.
# usage: ends_test.sh PROGRAM GENERATOR
set -eu

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
generator=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
mkdir scratch
export TMPDIR="$room/scratch"

"$generator" --articles 3000 --out news.jsonl # more than 16M hold, so that scratch lies in files
# A shell has what it starts in the background ignore SIGINT: not so the program.
program_with_signals() {
    exec env --default-signal=INT "$program" "$@"
}
run() {
    "$program" cluster news.jsonl --memory 16M --format jsonl -q "$@"
}
run -o whole

wrong() {
    echo "ends_test: $*" >&2
    exit 1
}

# What there is: nothing but what is named, and nothing in scratch.
only() {
    [ "$(ls -A scratch)" = "" ] || wrong "$when: scratch holds $(ls -A scratch)"
    rest=$(ls -A | grep -v -x -e news.jsonl -e scratch -e whole -e out -e err || true)
    [ -z "$rest" ] || wrong "$when: there is $rest"
}

# out is whole or what it was; after status 0 it is whole.
as_before_or_whole() {
    if cmp -s out whole; then
        return
    fi
    [ "$(cat out)" = earlier ] || wrong "$when: out is neither whole nor as it was"
    [ "$status" != 0 ] || wrong "$when: status 0, and out is as it was"
}

# Signals at moments that are spread over a run, by the progress that it makes of 1/100 second steps.
for number in 2 15 1 2 15 2 15; do
    for moment in 0.00 0.02 0.05 0.1 0.2 0.4; do
        when="signal $number after $moment s"
        echo earlier >out
        program_with_signals cluster news.jsonl --memory 16M --format jsonl -q -o out 2>err & # the signal is for it, not for a shell
        pid=$!
        sleep $moment
        kill -$number $pid 2>/dev/null || true
        status=0
        wait $pid || status=$?
        # 128 and the number: from the program, or from the shell where the signal came before the program had begun
        [ $status = 0 ] || [ $status = $((128 + number)) ] || wrong "$when: status $status: $(cat err)"
        as_before_or_whole
        only
    done
done

# kill -9: the next run removes what it left, and only that.
: >".wirecopy-1-living" # too short a name
: >".wirecopy-1-aaaaaa" # of a process that lives
for moment in 0.02 0.05 0.1 0.2 0.3 0.4 0.5; do
    echo earlier >out
    "$program" cluster news.jsonl --memory 16M --format jsonl -q -o out &
    pid=$!
    sleep $moment
    kill -9 $pid 2>/dev/null || true
    status=0
    wait $pid 2>/dev/null || status=$?
    when="kill -9 after $moment s"
    as_before_or_whole
    [ "$(ls -A scratch)" = "" ] || wrong "$when: scratch holds $(ls -A scratch)"
done
cp whole ".wirecopy-4194305-bbbbbb" # of a process whose number is none
run -o out
when="after kill -9"
cmp out whole || wrong "$when: other output"
[ "$(ls -A | grep wirecopy | tr '\n' ' ')" = ".wirecopy-1-aaaaaa .wirecopy-1-living " ] || wrong "$when: there is $(ls -A)"
rm .wirecopy-1-*
only

# A limit on the size of files stands for a full disk: for the output, and for scratch.
for blocks in 0 8 64 2000; do
    when="files of $blocks blocks"
    echo earlier >out
    status=0
    message=$(ulimit -f $blocks && run -o out 2>&1) || status=$?
    as_before_or_whole
    only
    case $status:$message in 0: | 2:*"File too large"*) ;; *) wrong "$when: status $status: $message" ;; esac
done
[ $blocks = 2000 ] && [ $status = 2 ] || wrong "scratch went over no limit"
status=0
run >/dev/full 2>err || status=$?
[ $status = 2 ] && grep -q "^wirecopy: standard output: No space left on device$" err || wrong "full standard output: status $status: $(cat err)"
for command in --version --help "help cluster" "cluster --help"; do
    status=0
    "$program" $command >/dev/full 2>err || status=$?
    [ $status = 2 ] && grep -q "No space left on device" err || wrong "$command on a full disk: status $status: $(cat err)"
done

# A folder for scratch in which no file can be made, which shows only when scratch does not fit into memory.
echo earlier >out
status=0
TMPDIR=/proc/self run -o out 2>err || status=$?
when="scratch that cannot be made"
[ $status = 2 ] && grep -q "cannot create scratch in /proc/self" err || wrong "$when: status $status: $(cat err)"
as_before_or_whole
only

# A reader that has enough.
{ { status=0; run 2>err || status=$?; echo $status >scratch/status; } | head -c 100; } >/dev/null
[ "$(cat scratch/status)" = 141 ] && [ ! -s err ] || wrong "closed pipe: status $(cat scratch/status): $(cat err)"
rm scratch/status

# The other commands that write: "run" is one of them, its outputs are out and more.
id() { # of record number $1
    sed -n "$1{s/.*\"id\":\"\([^\"]*\)\".*/\1/p;q}" news.jsonl
}
first=$(id 1) second=$(id 2)
command_named() {
    case $1 in
    learnt) set -- cluster news.jsonl -o out --write-furniture more --emit articles ;;
    plans) set -- cluster news.jsonl -o out --write-plan more --emit pairs ;;
    save) set -- cluster news.jsonl -o out --save kept ;;
    from) set -- cluster --from saved -o out --rule strict ;;
    dedup) set -- dedup news.jsonl -o out --report more ;;
    against) set -- dedup half.jsonl --against news.jsonl -o out --report more ;;
    furniture) set -- furniture news.jsonl -o out --write-furniture more ;;
    plan) set -- plan news.jsonl -o out --svg more ;;
    compare) set -- compare --in news.jsonl "$first" "$second" -o out --width 80 ;;
    esac
    program_with_signals "$@" --memory 16M -q
}
# Whole outputs, or those from before; whole ones after status 0 (or 1, by which a comparison says no).
outputs_good() {
    for output in out more; do
        cmp -s $output whole-$output || [ "$(cat $output)" = earlier ] || wrong "$when: $output is neither whole nor as it was"
    done
    [ "$status" -gt 1 ] || { cmp out whole-out && cmp more whole-more; } || wrong "$when: status $status, and it is not whole"
    [ "$(ls -A scratch)" = "" ] || wrong "$when: scratch holds $(ls -A scratch)"
}
no_more_than_before() {
    [ "$(ls -A)" = "$there" ] || wrong "$when: there is $(ls -A)"
}
head -1500 news.jsonl >half.jsonl
"$program" cluster news.jsonl --memory 16M -q -o out --save saved
for name in learnt plans save from dedup against furniture plan compare; do
    echo earlier >out
    echo earlier >more
    rm -rf kept
    status=0
    (command_named $name) || status=$?
    [ $status -le 1 ] || wrong "$name: status $status"
    mv out whole-out
    mv more whole-more
    mkdir -p kept
    echo earlier >out
    echo earlier >more
    there=$(ls -A)
    for number in 2 15 9; do
        for moment in 0.01 0.05 0.1 0.15 0.3; do
            when="$name, signal $number after $moment s"
            rm -rf kept/*
            (command_named $name) >/dev/null 2>err &
            pid=$!
            sleep $moment
            kill -$number $pid 2>/dev/null || true
            status=0
            wait $pid 2>/dev/null || status=$?
            [ $status -le 1 ] || [ $status = $((128 + number)) ] || wrong "$when: status $status: $(cat err)"
            outputs_good
            [ $number = 9 ] || no_more_than_before
            echo earlier >out
            echo earlier >more
        done
    done
    when="$name, after kill -9" # kept may hold what was saved before, and it is of use or of no harm
    status=0
    (command_named $name) || status=$?
    [ $status -le 1 ] || wrong "$when: status $status"
    outputs_good
    no_more_than_before
    [ $name != save ] || [ "$(ls -A kept | grep wirecopy-)" = "" ] || wrong "$when: kept holds $(ls -A kept)"
    for blocks in 0 1; do
        when="$name, files of $blocks blocks"
        echo earlier >out
        echo earlier >more
        rm -rf kept/*
        status=0
        message=$(ulimit -f $blocks && (command_named $name) 2>&1) || status=$?
        outputs_good
        no_more_than_before
        case $status:$message in [01]: | 2:*"File too large"*) ;; *) wrong "$when: status $status: $message" ;; esac
    done
    rm -rf kept out more
done
rm -rf whole-* saved half.jsonl
for command in "dedup news.jsonl" "furniture news.jsonl" "plan news.jsonl" "compare --in news.jsonl $first $second" "eval found found"; do
    [ "$command" != "eval found found" ] || "$program" cluster news.jsonl --emit articles --format jsonl -q -o found
    status=0
    "$program" $command >/dev/full 2>err || status=$?
    [ $status = 2 ] && grep -q "No space left on device" err || wrong "$command on a full disk: status $status: $(cat err)"
    { { status=0; "$program" $command 2>err || status=$?; echo $status >scratch/status; } | head -c 1; } >/dev/null
    case $command:$(cat scratch/status) in dedup*:141 | [!d]*:[01] | [!d]*:141) ;; *) wrong "$command, closed pipe: status $(cat scratch/status): $(cat err)" ;; esac
    rm scratch/status
done
rm found

# An output that is an input, by another name.
ln -s news.jsonl soft
ln news.jsonl hard
mkdir folder
ln -s ../news.jsonl folder/link
cp news.jsonl before
for name in soft hard folder/link; do
    for option in -o --summary; do
        status=0
        run $option $name >out 2>err || status=$?
        [ $status = 2 ] && grep -q "is an input too" err || wrong "$option $name: status $status"
    done
done
cmp before news.jsonl
