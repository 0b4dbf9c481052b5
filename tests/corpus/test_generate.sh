#!/bin/sh
# The generator's promises: the same options give the same bytes, as many articles as asked, each with its truth, in both scripts and in
# every shape; wrong options are refused with status 2. Usage: sh tests/corpus/test_generate.sh
set -eu

generate=$(cd "$(dirname "$0")/../.." && pwd)/corpus/generate
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() {
    echo "test_generate: $*" >&2
    exit 1
}

make() { # name, options: name.jsonl and name.truth.jsonl
    name=$1
    shift
    sh "$generate" --articles 500 --out "$name.jsonl" --truth "$name.truth.jsonl" "$@"
}

# Without a built program the wrapper would compile one for each call: once is enough.
if [ ! -x "${WIRECOPY_BUILD:-$(dirname "$generate")/../build/release}/corpus/generator/corpus-generate" ]; then
    mkdir -p build/corpus/generator
    ${CC:-cc} -std=c11 -O2 -o build/corpus/generator/corpus-generate "$(dirname "$generate")"/generator/*.c -lm
    WIRECOPY_BUILD=$folder/build
    export WIRECOPY_BUILD
fi

make one --seed 7
make same --seed 7
make other --seed 8
make han --seed 7 --script han
cmp -s one.jsonl same.jsonl || fail "the same seed gave other articles"
cmp -s one.truth.jsonl same.truth.jsonl || fail "the same seed gave another truth"
cmp -s one.jsonl other.jsonl && fail "another seed gave the same articles"
sh "$generate" --articles 500 --seed 7 --out - | cmp -s - one.jsonl || fail "standard output differs from a file"
for shape in shared-furniture exact-copies near-copies one-line forms; do
    make "$shape" --shape "$shape"
done

python3 - one han shared-furniture exact-copies near-copies one-line forms <<'CHECK' || fail "a corpus is not what was asked"
import json, sys
def rows(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f]
corpora = {name: (rows(name + ".jsonl"), [t["cluster"] for t in rows(name + ".truth.jsonl")]) for name in sys.argv[1:]}
for name, (articles, clusters) in corpora.items():
    assert len(articles) == 500 and len({a["id"] for a in articles}) == 500, name
    assert [a["id"] for a in articles] == [t["id"] for t in rows(name + ".truth.jsonl")], name
    assert all(a["text"] and a["source"] and a["date"] and a["url"] and "title" in a for a in articles), name
texts = lambda name: [a["text"] for a in corpora[name][0]]
alone = lambda name: len(set(corpora[name][1]))
assert 400 < alone("one") < 500 and alone("han") == alone("one")
assert sum("\u4e00" <= c <= "\u9fff" for c in texts("han")[0]) > len(texts("han")[0]) / 2
assert alone("exact-copies") == alone("near-copies") == 1 and alone("one-line") == alone("forms") == 500
assert len(set(texts("exact-copies"))) == 1 and len(set(texts("near-copies"))) > 450
assert not any("\n" in t for t in texts("one-line"))
lines = [set(t.split("\n")) for t in texts("shared-furniture")]
assert len(set.intersection(*lines)) >= 25
assert len({a["source"] for a in corpora["forms"][0]}) == 1
CHECK

refused() {
    status=0
    sh "$generate" "$@" >out 2>err || status=$?
    [ "$status" = 2 ] && [ -s err ] && [ ! -s out ] || fail "not refused: $*"
}
refused --articles 5 --out - --colour red
refused --articles 0 --out -
refused --articles 5x --out -
refused --articles 5
refused --articles 5 --out - --script klingon
refused --articles 5 --out - --shape round
refused --articles 5 --out
sh "$generate" --help | grep -q -- --articles || fail "--help does not help"
status=0
sh "$generate" --articles 5 --out missing/folder.jsonl 2>err || status=$?
[ "$status" = 1 ] && grep -q missing/folder.jsonl err || fail "a failed write is not named"
echo "test_generate: fine"
