#!/usr/bin/env python3
"""Half of the job by gaoya: sketches and indexes, 128 components, 16 bands, on the shingles that wirecopy uses; looks nothing up.

usage: peer_gaoya.py CORPUS.jsonl FOUND.jsonl (FOUND is not written)
"""
import json
import sys

from gaoya.minhash import MinHashStringIndex

COMPONENTS, BANDS, THRESHOLD, BATCH = 128, 16, 0.5, 1000


def main(corpus):
    index, ids, texts = None, [], []
    with open(corpus, encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            text = json.loads(line)["text"]
            if index is None:
                han = any("\u4e00" <= c <= "\u9fff" for c in text[:200])
                index = MinHashStringIndex(hash_size=32, jaccard_threshold=THRESHOLD, num_bands=BANDS, band_size=COMPONENTS // BANDS, num_hashes=COMPONENTS,
                                           analyzer="char" if han else "word", ngram_range=(3, 3))
            ids.append(number)
            texts.append(text)
            if len(ids) == BATCH:
                index.par_bulk_insert_docs(ids, texts)
                ids, texts = [], []
    if ids:
        index.par_bulk_insert_docs(ids, texts)


main(sys.argv[1])
