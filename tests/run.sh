#!/bin/sh
# Installs what is missing, builds wirecopy in build/release and runs all tests but the benchmarks. Ends with ctest's closing lines
# and its status.
# usage: sh tests/run.sh
set -eu

cd "$(dirname "$0")/.."
. tests/packages.sh
need_packages bzip2 lz4 python3-dev python3-numpy valgrind xz-utils zstd # what only tests call
log=build/release/tests.log
mkdir -p build/release
step() { # what, command...: quiet unless it fails
    echo "$1"
    shift
    "$@" >"$log" 2>&1 || {
        cat "$log" >&2
        exit 1
    }
}
step "Configuring build/release" cmake --preset release
step "Building" cmake --build --preset release
echo "Testing"
status=0
ctest --preset release -j "$(nproc)" >"$log" 2>&1 || status=$?
if [ $status -eq 0 ]; then
    sed -n '/^[0-9]*% tests passed/,$p' "$log"
else
    grep -v ' Passed ' "$log" || :
fi
exit $status
