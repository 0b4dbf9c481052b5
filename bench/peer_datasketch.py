#!/usr/bin/env python3
"""The whole job by datasketch: 128 components, an LSH index at 0.5, clusters by connected components, on wirecopy's shingles.

usage: peer_datasketch.py CORPUS.jsonl FOUND.jsonl
"""
import json
import sys

from datasketch import MinHash, MinHashLSH

COMPONENTS, THRESHOLD = 128, 0.5


def shingles(text):
    if any("\u4e00" <= c <= "\u9fff" for c in text[:200]):
        return [text[i:i + 3].encode() for i in range(len(text) - 2)]
    words = text.split()
    return [" ".join(words[i:i + 3]).encode() for i in range(len(words) - 2)]


def main(corpus, found):
    index, parent, ids = MinHashLSH(threshold=THRESHOLD, num_perm=COMPONENTS), {}, []

    def find(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    with open(corpus, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            ids.append(record["id"])
            signature = MinHash(num_perm=COMPONENTS)
            signature.update_batch(shingles(record["text"]))
            parent[number] = number
            for other in index.query(signature):
                a, b = find(number), find(other)
                parent[max(a, b)] = min(a, b)
            index.insert(number, signature, check_duplication=False)
    with open(found, "w", encoding="utf-8") as out:
        for i, ident in enumerate(ids):
            out.write(json.dumps({"id": ident, "cluster": find(i)}) + "\n")


main(*sys.argv[1:])
