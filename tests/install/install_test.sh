#!/bin/sh
# Installs to a prefix of its own and builds the header's example program there: by pkg-config and by CMake's
# find_package, with the shared and with the static library.
# usage: install_test.sh BUILD_FOLDER SOURCE_FOLDER
set -eu

build=$1
source=$2
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT

fail() {
    echo "install_test: $*" >&2
    exit 1
}

# The tree is moved after it was installed: nothing in it may remember where it was.
cmake --install "$build" --prefix "$room/first" >"$room/log" || { cat "$room/log" >&2; fail "not installed"; }
mv "$room/first" "$room/prefix"
prefix=$room/prefix
for file in bin/wirecopy include/wirecopy.h share/bash-completion/completions/wirecopy share/zsh/site-functions/_wirecopy \
    share/fish/vendor_completions.d/wirecopy.fish; do
    [ -f "$prefix/$file" ] || fail "$file is missing"
done
pc=$(find "$prefix" -name wirecopy.pc)
libraries=$(dirname "$(dirname "$pc")")
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH
"$prefix/bin/wirecopy" --version >"$room/version"
grep -q " $(pkg-config --modversion wirecopy)\$" "$room/version" || fail "the program and pkg-config disagree: $(cat "$room/version")"

# The example of the header, which says that it is the shortest whole program.
mkdir "$room/program"
{
    echo '#include <stdio.h>'
    echo '#include <wirecopy.h>'
    echo 'int main(void) {'
    sed -n '/The shortest whole program:/,/^ \* All text/p' "$source/src/wirecopy.h" | sed -n 's/^ \*     //p'
    echo 'return 0; }'
} >"$room/program/example.c"
grep -q wirecopy_cluster_texts "$room/program/example.c" || fail "the header has no example"

runs() { # what, program
    "$2" >"$room/out" || fail "$1: the example ends with $?"
    [ "$(cat "$room/out")" = "3 clusters" ] || fail "$1: the example prints '$(cat "$room/out")'"
}

cc=${CC:-cc}
cd "$room/program"
# shellcheck disable=SC2046 # flags are words
{
    $cc -std=c11 -Wall -Wextra -Wpedantic -Werror $(pkg-config --cflags wirecopy) example.c -o shared $(pkg-config --libs wirecopy) -Wl,-rpath,"$libraries"
    $cc -std=c11 $(pkg-config --cflags wirecopy) example.c -o static $(pkg-config --libs --static wirecopy | sed 's/-lwirecopy\b/-l:libwirecopy.a/')
}
runs "pkg-config, shared" ./shared
runs "pkg-config, static" ./static
if ldd static | grep libwirecopy >&2; then fail "the static program needs the shared library"; fi
ldd shared | grep -q "$libraries/libwirecopy.so.0 " || fail "the shared program does not use the shared library"
${CXX:-c++} -Wall -Wextra -Wpedantic -Werror -fsyntax-only -x c++ "$prefix/include/wirecopy.h"

cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.25)
project(example C)
find_package(wirecopy 0.1 REQUIRED)
add_executable(by_shared example.c)
target_link_libraries(by_shared PRIVATE wirecopy::wirecopy)
add_executable(by_static example.c)
target_link_libraries(by_static PRIVATE wirecopy::static)
END
{ cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="$prefix" && cmake --build build; } >"$room/log" 2>&1 || { cat "$room/log" >&2; fail "find_package"; }
runs "find_package, shared" build/by_shared
runs "find_package, static" build/by_static
