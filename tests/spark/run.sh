#!/bin/sh
# Runs the tests of wirecopy.spark on a Spark of this machine: makes a virtual environment with the pinned packages where there is none, and needs Java.
# usage: sh tests/spark/run.sh BUILD [TEST...]    BUILD: the folder of a build with the Python package; ends with 77 where there is no Java
set -eu

here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
shift
room=$build/spark
. "$here/../packages.sh"
command -v java >/dev/null || need_packages openjdk-17-jre-headless
command -v java >/dev/null || {
    echo "Spark needs Java, and there is none here" >&2
    exit 77
}
python3 -c 'import ensurepip, venv' 2>/dev/null || need_packages python3-venv
if ! cmp -s "$here/packages.txt" "$room/packages.txt"; then
    rm -rf "$room"
    python3 -m venv "$room"
    "$room/bin/pip" install --quiet --disable-pip-version-check -r "$here/packages.txt"
    cp "$here/packages.txt" "$room/"
fi
[ $# -gt 0 ] || set -- "$here/clusters_test.py"
PYTHONPATH=$build/src/python PYTHONDONTWRITEBYTECODE=1 WIRECOPY=$build/src/cli/wirecopy GENERATOR=$build/corpus/generator/corpus-generate \
    NEWS=$here/../../corpus/news PYSPARK_PYTHON=$room/bin/python exec "$room/bin/python" "$@"
