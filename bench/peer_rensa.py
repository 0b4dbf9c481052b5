#!/usr/bin/env python3
"""The whole job by rensa: 128 components, 16 bands, clusters by connected components, on the shingles that wirecopy uses.

Words are runs between white space, or single characters in Han script; three make a shingle. Nothing is left out and no pair is verified.
usage: peer_rensa.py CORPUS.jsonl FOUND.jsonl
"""
import json
import sys

from rensa import RMinHash, RMinHashLSH

COMPONENTS, BANDS, THRESHOLD, BATCH = 128, 16, 0.5, 1000


def shingles(text):
    if any("\u4e00" <= c <= "\u9fff" for c in text[:200]):
        return [text[i:i + 3] for i in range(len(text) - 2)]
    words = text.split()
    return [" ".join(words[i:i + 3]) for i in range(len(words) - 2)]


def main(corpus, found):
    index, signatures, ids, batch = RMinHashLSH(threshold=THRESHOLD, num_perm=COMPONENTS, num_bands=BANDS), [], [], []

    def flush():
        made = RMinHash.from_token_sets(batch, num_perm=COMPONENTS, seed=42)
        index.insert_pairs([(len(signatures) + i, m) for i, m in enumerate(made)])
        signatures.extend(made)
        batch.clear()

    with open(corpus, encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            ids.append(record["id"])
            batch.append(shingles(record["text"]))
            if len(batch) == BATCH:
                flush()
    flush()
    parent = list(range(len(ids)))

    def find(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, signature in enumerate(signatures):
        for j in index.query(signature):
            a, b = find(i), find(j)
            parent[max(a, b)] = min(a, b)
    with open(found, "w", encoding="utf-8") as out:
        for i, ident in enumerate(ids):
            out.write(json.dumps({"id": ident, "cluster": find(i)}) + "\n")


main(*sys.argv[1:])
