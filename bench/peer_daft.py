#!/usr/bin/env python3
"""A third of the job by daft: reads and sketches, 128 components, on the shingles that wirecopy uses; indexes and looks up nothing.

usage: peer_daft.py CORPUS.jsonl FOUND.jsonl (FOUND is not written)
"""
import json
import sys

import daft

COMPONENTS = 128


def main(corpus):
    with open(corpus, encoding="utf-8") as lines:
        first = json.loads(next(lines))["text"]
    text = daft.col("text")
    if any("\u4e00" <= c <= "\u9fff" for c in first[:200]):  # its shingles are of what stands between spaces
        text = text.regexp_replace("(.)", "$1 ")
    daft.read_json(corpus).select(text.minhash(num_hashes=COMPONENTS, ngram_size=3, seed=42, hash_function="xxhash3_64").alias("sketch")).collect()


main(sys.argv[1])
