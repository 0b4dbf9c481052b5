#!/bin/sh
# A signal ends a run with 128 and its number; what was there before stays, and nothing else does.
# usage: stop_test.sh PROGRAM
set -eu

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
cd "$room"
mkdir scratch
echo earlier >out
mkfifo in err

# The run reads from a pipe that stays open. Its first message says that it is reading; then comes the signal.
TMPDIR=$room/scratch "$program" cluster - -o out --no-progress <in 2>err &
exec 3>in
i=0
while [ $i -lt 400 ]; do # more than a reader looks at to tell the format
    echo '{"broken json, to be told' >&3
    i=$((i + 1))
done
exec 4<err
read -r message <&4
kill -TERM $!
status=0
wait $! || status=$?

[ "$status" = 143 ] || { echo "stop_test: status $status after '$message'" >&2; exit 1; }
[ "$(cat out)" = earlier ] || { echo "stop_test: the earlier output is gone" >&2; exit 1; }
[ "$(ls -A . scratch | tr '\n' ' ')" = ".: err in out scratch  scratch: " ] || { echo "stop_test: something stayed:" >&2; ls -A . scratch >&2; exit 1; }
