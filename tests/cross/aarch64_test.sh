#!/bin/sh
# Compiles the kernels and their tests for 64-bit ARM and runs them by qemu: the NEON kernels give the portable ones' bits and
# the published test vectors, and read no byte beyond their input.
# usage: aarch64_test.sh SOURCE_FOLDER XXHASH_FOLDER FOLD_TABLES.C. The status is 77 where the compiler or qemu is not installed.
set -eu

source=$1
xxhash=$2
fold_tables=$3
compiler=aarch64-linux-gnu-gcc
qemu=$(command -v qemu-aarch64 || command -v qemu-aarch64-static || :)
if ! command -v $compiler >/dev/null || [ -z "$qemu" ]; then
    echo "skipped: this machine has no $compiler or no qemu-aarch64 (Debian: gcc-aarch64-linux-gnu libc6-dev-arm64-cross qemu-user)"
    exit 77
fi
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT

try() { # name, files under the source folder
    name=$1
    shift
    echo "$name on aarch64:"
    # xxhash.h may lie beside this machine's own headers, which must come last
    (cd "$source" && $compiler -std=c11 -D_DEFAULT_SOURCE -O2 -Wall -Wextra -Werror -static -Isrc -Itests -Itests/cross -idirafter "$xxhash" -o "$room/$name" "$@")
    "$qemu" "$room/$name"
}

try minhash tests/sketch/minhash_test.c src/sketch/minhash.c src/sketch/minhash_portable.c src/sketch/minhash_neon.c src/base/hash.c
grep -q neon "$room/minhash" # the kernel is in the table
try fold_kernels tests/text/fold_kernels_test.c src/text/fold/fold_kernels.c src/text/fold/fold_portable.c src/text/fold/fold_neon.c \
    src/text/fold/fold_pairs_neon.c src/text/number_words.c src/text/utf8.c src/base/hash.c src/base/memory.c src/base/storage/nameless.c \
    src/base/storage/outsized.c src/base/status.c "$fold_tables"
grep -q neon "$room/fold_kernels"
try fold_pairs tests/text/fold_pairs_test.c src/text/fold/fold_kernels.c src/text/fold/fold_portable.c src/text/fold/fold_neon.c \
    src/text/fold/fold_pairs_neon.c src/text/stops.c src/text/number_words.c src/text/utf8.c src/base/hash.c src/base/memory.c src/base/storage/nameless.c \
    src/base/storage/outsized.c src/base/status.c "$fold_tables"
try credits tests/text/credits_test.c src/text/credits/credits.c src/text/credits/credit_datelines.c src/text/credits/credit_forms.c src/text/credits/credit_marks.c \
    src/text/credits/credit_names.c src/text/credits/credit_scan.c src/text/credits/credit_tails.c src/text/stops.c src/text/utf8.c src/base/memory.c src/base/storage/nameless.c src/base/storage/outsized.c src/base/status.c
