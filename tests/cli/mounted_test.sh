#!/bin/sh
# A disk that is really full and one that is really read-only, mounted for the test alone: as output, as scratch, as the folder of a
# save. A run ends with status 2, names the file and the reason, and leaves earlier output whole and nothing else; input may lie on
# a read-only disk. Skipped (77) where a namespace of mounts is not to be had.
# usage: mounted_test.sh PROGRAM GENERATOR
set -eu

if [ "${WIRECOPY_MOUNTS:-}" != own ]; then
    unshare --map-root-user --mount true 2>/dev/null || exit 77
    WIRECOPY_MOUNTS=own exec unshare --map-root-user --mount sh "$0" "$@"
fi

program=$(realpath "$1")
generator=$(realpath "$2")
room=$(mktemp -d)
mkdir "$room/full" "$room/shut" "$room/scratch"
mount -t tmpfs -o size=256k none "$room/full"
mount -t tmpfs none "$room/shut"
echo earlier >"$room/full/out"
cat /dev/zero >"$room/full/filled" 2>/dev/null || true
trap 'umount "$room/full" "$room/shut"; rm -rf "$room"' EXIT
cd "$room"
export TMPDIR="$room/scratch"

"$generator" --articles 3000 --out news.jsonl # more than 16M hold, so that scratch lies in files
"$program" cluster news.jsonl -q --format jsonl -o whole
head -100 news.jsonl >shut/news.jsonl
echo earlier >shut/out
mkdir shut/kept
mount -o remount,ro "$room/shut"

wrong() {
    echo "mounted_test: $*" >&2
    exit 1
}

# COMMAND... fails and says REASON; on the full disk stands what stood there, and nothing of the run is left.
fails_with() {
    reason=$1
    shift
    echo earlier >full/out
    status=0
    "$program" "$@" --memory 16M -q 2>err >/dev/null || status=$?
    [ $status = 2 ] || wrong "$*: status $status: $(cat err)"
    grep -q "^wirecopy: .*$reason" err || wrong "$*: says $(cat err)"
    [ "$(cat full/out)" = earlier ] || wrong "$*: the earlier output is gone"
    [ "$(ls -A full | tr '\n' ' ')" = "filled out " ] || wrong "$*: on the full disk is $(ls -A full)"
    [ -z "$(ls -A scratch)" ] || wrong "$*: scratch holds $(ls -A scratch)"
    rm -f out # one output can be whole where another one failed
}

full="No space left on device"
shut="Read-only file system"

fails_with "full/out.*$full" cluster news.jsonl --format jsonl -o full/out
fails_with "full/out.*$full" dedup news.jsonl -o full/out
fails_with "full/more.*$full" cluster news.jsonl -o out --emit articles --write-furniture full/more --summary full/sum
TMPDIR="$room/full" fails_with "scratch.*$full" cluster news.jsonl -o out
fails_with "$full" cluster news.jsonl -o out --scratch full
fails_with "shut/out.*$shut" cluster news.jsonl -o shut/out
fails_with "shut/out.*$shut" dedup news.jsonl -o shut/out
fails_with "shut/more.*$shut" plan news.jsonl -o out --svg shut/more
fails_with "shut.*$shut" cluster news.jsonl -o out --scratch shut
fails_with "shut/kept.*$shut" cluster news.jsonl -o out --save shut/kept
fails_with "shut/new.*$shut" cluster news.jsonl -o out --save shut/new
[ "$(cat shut/out)" = earlier ] && [ -z "$(ls -A shut/kept)" ] || wrong "the read-only disk was written to"

# A save that does not fit: what stands there of it is of no harm, and the next run in its place is whole.
status=0
"$program" cluster news.jsonl -q -o out --save full/kept 2>err || status=$?
[ $status = 2 ] && grep -q "full/kept.*$full" err || wrong "a save on a full disk: status $status: $(cat err)"
rm full/filled

# Of an index a part fits, which is no other error.
mount -o remount,size=2m "$room/full"
status=0
"$program" index create full/index news.jsonl -q 2>err || status=$?
[ $status = 2 ] && grep -q "full/index.*$full" err || wrong "an index on a full disk: status $status: $(cat err)"
[ ! -e full/index ] || wrong "an index on a full disk: $(ls -A full/index) stands there"

mount -o remount,size=64m "$room/full"
"$program" cluster news.jsonl -q --format jsonl -o out --save full/kept || wrong "the run after a save that did not fit"
cmp -s out whole || wrong "the run after a save that did not fit: another output"

# Input may lie where nothing can be written.
"$program" cluster shut/news.jsonl -q >/dev/null || wrong "input on a read-only disk"
