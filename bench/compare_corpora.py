#!/usr/bin/env python3
"""Compare a generated corpus with a real one: is it as hard?

usage: compare_corpora.py REAL.jsonl[.gz] GENERATED.jsonl[.gz] [--pairs REAL.pairs.tsv] [--truth GENERATED.truth.jsonl]
       compare_corpora.py --figures REAL.figures.json GENERATED.jsonl[.gz] [--truth GENERATED.truth.jsonl]
       compare_corpora.py REAL.jsonl[.gz] [--pairs REAL.pairs.tsv] --write-figures REAL.figures.json

Prints a Markdown table of figures side by side. Exit status 1 where a ratio leaves 0.5 to 2, or where under a tenth of the
generated copies lie near the border of the match rule. The second form needs no real corpus: its figures, measured once by the
third form, are in the tree (figures only, no text). So:

    sh corpus/generate --articles 7043 --out /tmp/g.jsonl --truth /tmp/g.truth.jsonl
    python3 bench/compare_corpora.py --figures bench/us-outlets-2016.figures.json /tmp/g.jsonl

Both corpora should have the same number of articles, since lines in three of them and the largest cluster grow with it; of a
larger one the first --articles are taken, but its clusters from the whole truth.

Clusters come from the pairs file of us-outlets-2016 (connected components of its republished and shortened or extended
pairs, but those of furniture) for the real corpus, from the truth for the generated one. Needs numpy.
"""
import argparse, collections, gzip, itertools, json, re, sys
import numpy as np

SHINGLE_WORDS = 3
BANDS, ROWS = 64, 2                # the plan of most corpora
UNRELATED_RESEMBLANCE = 0.1        # a pair under this, common shingles included, is unrelated; copies begin at 0.35
PAIR_SAMPLE_ARTICLES = 3000        # 4.5 million pairs, all of them looked at
LEAST_SHINGLES = 20                # shorter articles match exact copies only
PAIRS_AT_ONCE = 1 << 23            # 64 MB of pair numbers
RATIO_LEAST, RATIO_MOST = 0.5, 2.0
BORDER = 0.1                       # near the border: the measure that is further inside the rule is within this of its threshold
RULE = dict(resemblance=0.35, shared=15, containment=0.6, contained_shared=20)
NEAR_BORDER_LEAST = 0.1
COPY_LABELS = ("republished", "shortened_or_extended")
COPY_KINDS = ("cross-source", "same-source", "same-url")

WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]|[^\W_\u3040-\u30ff\u3400-\u9fff\U00020000-\U0003ffff]+")
LINE_END = re.compile(r"\n|(?<=[.!?])\s+|(?<=[。！？])")


def read(path, limit=None):
    with gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in itertools.islice(f, limit)]


def words_of(text):
    return WORD.findall(text.casefold())


class Shingles:
    """Turns texts into sorted arrays of shingle hashes. Words are numbered as they come, shingles mixed from three numbers."""
    MIX = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64)

    def __init__(self):
        self.number = {}

    def of(self, words):
        ids = np.array([self.number.setdefault(w, len(self.number)) for w in words], dtype=np.uint64)
        if len(ids) < SHINGLE_WORDS:
            return np.array([], dtype=np.uint64)
        h = np.zeros(len(ids) - SHINGLE_WORDS + 1, dtype=np.uint64)
        for k in range(SHINGLE_WORDS):
            h = (h ^ (ids[k:k + len(h)] + np.uint64(k + 1)) * self.MIX[k]) * np.uint64(0xD6E8FEB86659FD93)
            h ^= h >> np.uint64(32)
        return np.unique(h)


def shared_counts(sets):
    """For each pair of sets, at i * len(sets) + j with i < j, how many members they share: shingle by shingle, those of equal frequency at once."""
    owner = np.repeat(np.arange(len(sets)), [len(s) for s in sets])
    hashes = np.concatenate(sets)
    order = np.argsort(hashes, kind="stable")
    owner, starts = owner[order], np.flatnonzero(np.concatenate([[True], np.diff(hashes[order]) != 0]))
    frequency = np.diff(np.append(starts, len(owner)))
    shared = np.zeros(len(sets) ** 2, dtype=np.int32)
    for n in np.unique(frequency[frequency > 1]):
        low, high = np.triu_indices(n, 1)
        begin, at_once = starts[frequency == n], max(1, PAIRS_AT_ONCE // len(low))
        for chunk in range(0, len(begin), at_once):
            owners = owner[begin[chunk:chunk + at_once, None] + np.arange(n)]   # ascending, since the sort is stable
            shared += np.bincount((owners[:, low].astype(np.int64) * len(sets) + owners[:, high]).ravel(), minlength=len(shared)).astype(np.int32)
    return shared


def resemblances(sets):
    """Of each pair of sets, i < j."""
    size = np.array([len(s) for s in sets])
    low, high = np.triu_indices(len(sets), 1)
    shared = shared_counts(sets)[low * len(sets) + high]
    return shared / (size[low] + size[high] - shared)


def meeting_share(resemblance, unrelated):
    """The share of unrelated pairs that agree in one of the bands: what a MinHash family gives on average over all families.

    One family alone is luck: whether the hash of a phrase that a quarter of the articles have is among the least decides a factor of two.
    """
    return (1 - (1 - resemblance[unrelated] ** ROWS) ** BANDS).mean()


def pair_figures(articles):
    distinct = list({tuple(words_of(a["text"])): None for a in articles})
    shingles = Shingles()
    sets = [s for s in map(shingles.of, distinct) if len(s) >= LEAST_SHINGLES]
    hashes, counts = np.unique(np.concatenate(sets), return_counts=True)
    common = hashes[counts > max(20, 0.005 * len(sets))]
    pick = np.random.default_rng(1).permutation(len(sets))[:PAIR_SAMPLE_ARTICLES]
    before = [sets[i] for i in pick]
    after = [np.setdiff1d(s, common, assume_unique=True) for s in before]
    after = [a if len(a) >= LEAST_SHINGLES else b for a, b in zip(after, before)]   # as the design has it
    resemblance = resemblances(before)
    unrelated = resemblance < UNRELATED_RESEMBLANCE
    occurrences = counts.sum()
    return {
        "unrelated pairs that meet, common shingles in (%)": 100 * meeting_share(resemblance, unrelated),
        "unrelated pairs that meet, common shingles out (%)": 100 * meeting_share(resemblances(after), unrelated),
        "shingles that are common, of all in the articles (%)": 100 * counts[counts > max(20, 0.005 * len(sets))].sum() / occurrences,
        "shingles in two articles or more, of all in the articles (%)": 100 * counts[counts > 1].sum() / occurrences,
    }


def length_figures(articles):
    n = np.array([len(words_of(a["text"])) for a in articles])
    return {"words an article, mean": n.mean(), "words an article, standard deviation": n.std(),
            "words an article, tenth percentile": np.percentile(n, 10), "words an article, ninetieth percentile": np.percentile(n, 90)}


def line_figures(articles):
    """Lines as the design cuts them: pieces between line breaks, or sentences; equal if their folded words are."""
    having = collections.Counter()
    for a in articles:
        having.update({tuple(words_of(line)) for line in LINE_END.split(a["text"])} - {()})
    often = [n for n in having.values() if n >= 3]
    return {"distinct lines in three articles or more, a thousand articles": 1000 * len(often) / len(articles),
            "lines of an article that three or more have (%)": 100 * sum(often) / sum(having.values())}


def cluster_figures(sizes):
    of_copies = sorted(n for n in sizes if n > 1) or [0]
    return {"articles with a copy (%)": 100 * sum(of_copies) / sum(sizes),
            "clusters of two or more: mean size": sum(of_copies) / len(of_copies),
            "clusters of two or more: exactly two (%)": 100 * sum(n == 2 for n in of_copies) / len(of_copies),
            "largest cluster": of_copies[-1]}


def sizes_from_pairs(path, articles):
    known, parent = {a["id"] for a in articles}, {}

    def find(x):
        while parent.setdefault(x, x) != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        return x

    with open(path, encoding="utf-8") as f:
        names = next(f).rstrip("\n").split("\t")
        for line in f:
            row = dict(zip(names, line.rstrip("\n").split("\t")))
            if row["sentence_label"] in COPY_LABELS and row["kind"] in COPY_KINDS and {row["id1"], row["id2"]} <= known:
                parent[find(row["id1"])] = find(row["id2"])
    return list(collections.Counter(map(find, known)).values())


def outlet_figures(articles):
    n = np.array(sorted(collections.Counter(a["source"] for a in articles).values()), dtype=float)
    share = n / n.sum()
    return {"outlets": len(n), "outlets, effective number (1 / sum of squared shares)": 1 / (share ** 2).sum(),
            "largest outlet's share (%)": 100 * share[-1], "ten largest outlets' share (%)": 100 * share[-10:].sum()}


def figures(articles, sizes):
    """sizes: of all clusters, articles without a copy being clusters of one."""
    return {**pair_figures(articles), **length_figures(articles), **line_figures(articles),
            **cluster_figures(sizes), **outlet_figures(articles)}


def near_border_share(articles, cluster_of):
    """Of the articles that have a copy, those near the border of the match rule, and those within the rule.

    An article is judged by its strongest pair with another member: what a detector needs to find it.
    """
    members = collections.defaultdict(list)
    shingles = Shingles()
    for a in articles:
        if cluster_of[a["id"]] is not None:
            members[cluster_of[a["id"]]].append(shingles.of(words_of(a["text"])))
    copies = near = inside = 0
    for sets in members.values():
        for i, s in enumerate(sets):
            if len(sets) == 1:
                continue
            margin = max(margin_of(s, other) for j, other in enumerate(sets) if j != i)
            copies += 1
            near += abs(margin) <= BORDER
            inside += margin >= 0
    return dict(copies=copies, near=near / max(1, copies), inside=inside / max(1, copies))


def margin_of(a, b):
    """How far a pair is inside the match rule (negative: outside), in units of resemblance or containment."""
    shared = len(np.intersect1d(a, b, assume_unique=True))
    r = shared / max(1, len(a) + len(b) - shared) - RULE["resemblance"]
    c = shared / max(1, min(len(a), len(b))) - RULE["containment"]
    return max(r if shared >= RULE["shared"] else -1, c if shared >= RULE["contained_shared"] else -1)


def table(real, generated):
    print("| figure | real | generated | ratio |\n|---|---:|---:|---:|")
    bad = []
    for name, value in real.items():
        ratio = generated[name] / value if value else float("inf")
        fits = RATIO_LEAST <= ratio <= RATIO_MOST
        print("| %s | %.4g | %.4g | %.2f%s |" % (name, value, generated[name], ratio, "" if fits else " (outside)"))
        if not fits:
            bad.append(name)
    return bad


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("corpora", nargs="+", metavar="CORPUS")
    parser.add_argument("--pairs")
    parser.add_argument("--truth")
    parser.add_argument("--figures")
    parser.add_argument("--write-figures")
    parser.add_argument("--articles", type=int, default=7043)
    options = parser.parse_args()
    expected = 1 if options.figures or options.write_figures else 2
    if len(options.corpora) != expected:
        parser.error("%d corpora expected" % expected)
    if options.figures:
        with open(options.figures, encoding="utf-8") as f:
            real = json.load(f)["figures"]
    else:
        articles = read(options.corpora[0], options.articles)
        pairs = options.pairs or re.sub(r"\.jsonl(\.gz)?$", ".pairs.tsv", options.corpora[0])
        real = figures(articles, sizes_from_pairs(pairs, articles))
    if options.write_figures:
        with open(options.write_figures, "w", encoding="utf-8") as f:
            json.dump({"measured by": "bench/compare_corpora.py --write-figures", "articles": len(articles), "figures": real}, f, indent=1)
            f.write("\n")
        return
    articles = read(options.corpora[-1], options.articles)
    truth = options.truth or re.sub(r"\.jsonl(\.gz)?$", r".truth.jsonl\1", options.corpora[-1])
    cluster_of = {t["id"]: t["cluster"] for t in read(truth)}
    bad = table(real, figures(articles, list(collections.Counter(cluster_of.values()).values())))
    border = near_border_share(articles, cluster_of)
    print("\n%d copies; %.1f %% near the border of the match rule (at least %.0f %% asked); %.1f %% within the rule"
          % (border["copies"], 100 * border["near"], 100 * NEAR_BORDER_LEAST, 100 * border["inside"]))
    if border["near"] < NEAR_BORDER_LEAST:
        bad.append("copies near the border")
    if bad:
        print("outside a factor of two: " + "; ".join(bad), file=sys.stderr)
        sys.exit(1)


main()
