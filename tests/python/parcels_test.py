"""Clustering step by step, over parts of a corpus that are drawn, gives every row of the command line, also of ids that several have."""

import json
import pathlib
import random
import struct
import sys
import tempfile
import unittest

from testing import NEWS, program
import wirecopy

SEED = int(sys.argv.pop()) if len(sys.argv) > 1 and sys.argv[-1].isdigit() else random.randrange(10**6)


def words(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


def numbers(data, kind="i"):
    return struct.unpack(f"{len(data) // struct.calcsize(kind)}{kind}", data)


class Steps:
    """The steps, with draw's parts."""

    def __init__(self, draw, options):
        self.draw, self.options = draw, {**options, "threads": 1, "problem": lambda _: None}

    def corpus(self, parcels=b""):
        corpus = wirecopy.Corpus(**self.options)
        corpus._module.add_parcels(parcels)
        return corpus

    def parts(self, values):
        values = list(values)
        self.draw.shuffle(values)
        while values:
            count = self.draw.randrange(1, len(values) + 1)
            yield values[:count]
            del values[:count]

    def parcels(self, articles):
        """(text, id, parcel) of each, ids settled, exact copies together."""
        found = []
        for part in self.parts(articles):
            corpus = self.corpus()
            corpus.add_articles(part)
            found += self._rows(corpus._module.parcels("read"))
        by_id = {}
        for row in found:
            by_id.setdefault(row[1], []).append(row)
        settled = []
        for part in self.parts(by_id.values()):
            settled += self._rows(self.corpus(b"".join(row[2] for rows in part for row in rows))._module.parcels("settled"))
        by_text = {}
        for row in settled:
            by_text.setdefault(row[0], []).append(row)
        grouped = []
        for part in self.parts(by_text.values()):
            grouped += self._rows(self.corpus(b"".join(row[2] for rows in part for row in rows))._module.parcels("grouped"))
        return grouped

    def _rows(self, columns):
        texts, ids, ends, data = columns
        ends = numbers(ends)
        return [(text, name, data[a:b]) for text, name, a, b in zip(words(texts, 16), words(ids, 16), ends, ends[1:])]

    def keys(self, groups):
        """(key, text), and the counts of each text."""
        rows, counts = [], {}
        for part in self.parts(groups.items()):
            texts, of_texts, ends, keys = self.corpus(b"".join(parcels for _, parcels in part))._module.keys()
            ends, keys = numbers(ends), numbers(keys, "Q")
            for text, count, a, b in zip(words(texts, 16), words(of_texts, 4), ends, ends[1:]):
                counts[text] = count
                rows += [(key, text) for key in keys[a:b]]
        return sorted(rows), counts

    def pairs(self, groups):
        rows, counts = self.keys(groups)
        module = self.corpus()._module
        a, b, lost, sampled = module.meet(struct.pack(f"{len(rows)}Q", *[row[0] for row in rows]), b"".join(row[1] for row in rows))
        met, less = {}, {}
        for x, y in zip(numbers(a, "I"), numbers(b, "I")):
            met.setdefault((rows[x][1], rows[y][1]), []).append(rows[x][0])
        for place, one in zip(numbers(lost, "I"), sampled):
            of_text = less.setdefault(rows[place][1], [0, 0])
            of_text[0] += one
            of_text[1] += 1
        given = list(met)
        sides = []
        for side in (0, 1):
            sides.append(b"".join(counts[pair[side]] for pair in given))
            sides.append(b"".join(struct.pack("II", *less.get(pair[side], (0, 0))) for pair in given))
        shared = [sum(key < 1 << 32 for key in met[pair]) for pair in given]
        band = bytes(any(key >= 1 << 32 for key in met[pair]) for pair in given)
        (enough,) = module.suffice(*sides, struct.pack(f"{len(given)}I", *shared), band)
        return [pair for pair, yes in zip(given, enough) if yes]

    def judged(self, groups, pairs):
        found = []
        for part in self.parts(pairs):
            parcels = b"".join(groups[text] for text in {text for pair in part for text in pair})
            a, b, matches = self.corpus(parcels)._module.judge(b"".join(p[0] for p in part), b"".join(p[1] for p in part))
            found += zip(words(a, 16), words(b, 16), matches)
        return found

    def clusters(self, groups, judged, view):
        above = {text: text for text in groups}

        def root(text):
            while above[text] != text:
                text = above[text]
            return text

        for a, b, matches in judged:
            if matches:
                above[root(a)] = root(b)
        components = {}
        for text in groups:
            components.setdefault(root(text), []).append(text)
        rows = []
        for part in self.parts(components.values()):
            texts = {text for component in part for text in component}
            inside = [pair for pair in judged if pair[0] in texts and pair[1] in texts]
            corpus = self.corpus(b"".join(groups[text] for text in sorted(texts)))
            module = corpus._module.cluster_pairs(b"".join(pair[0] for pair in inside), b"".join(pair[1] for pair in inside))
            rows += wirecopy.Clustering(module, corpus._shown)._rows(view)
        return rows


def sorted_rows(rows):
    return sorted(json.dumps(row, sort_keys=True) for row in rows)


class Parcels(unittest.TestCase):
    def check(self, articles, learnt=None, **more):
        """learnt: the articles that the files are learnt from, others than these."""
        draw = random.Random(SEED)
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            path, furniture, plan = folder / "articles.jsonl", folder / "furniture", folder / "plan"
            for file, rows in ((path, articles), (folder / "learnt.jsonl", learnt or articles)):
                file.write_text("".join(json.dumps(article) + "\n" for article in rows), encoding="utf-8")
            options = [f"--{key}={value}" for key, value in more.items()]
            writing = ["--write-furniture", furniture, "--write-plan", plan, "-o", folder / "out"]
            program("cluster", folder / "learnt.jsonl", "-q", *writing, *options)
            steps = Steps(draw, {"furniture": furniture, "plan": plan, **more})
            groups = {}
            for text, _, parcel in sorted(steps.parcels(articles)):
                groups[text] = groups.get(text, b"") + parcel
            judged = steps.judged(groups, steps.pairs(groups))
            for view in ("articles", "pairs"):
                files = [] if learnt is None else ["--furniture", furniture, "--plan", plan]
                wanted = program("cluster", path, "-q", "--emit", view, "--format", "jsonl", *files, *options).decode().splitlines()
                self.assertEqual(sorted_rows(steps.clusters(groups, judged, view)), sorted_rows(map(json.loads, wanted)), f"seed {SEED}")

    def news(self):
        return [json.loads(line) for path in sorted(NEWS.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]

    def test_parts_of_the_bundled_corpus_give_the_rows_of_the_whole(self):
        self.check(self.news())

    def test_so_they_do_by_another_rule(self):
        self.check(self.news(), rule="loose")

    def test_so_they_do_by_files_of_another_corpus_and_with_keys_that_very_many_have(self):
        articles = self.news()
        draw = random.Random(SEED)
        words = articles[0]["text"].split()
        for number in range(220):
            begin = draw.randrange(len(words) // 4)
            articles.append({"id": f"near-{number}", "text": " ".join(words[begin : begin + len(words) * 3 // 4]) + f" end{number}"})
        self.check(articles, learnt=articles[:70])

    def test_so_they_do_with_exact_copies_cuts_and_ids_that_several_have(self):
        articles = self.news()
        draw = random.Random(SEED)
        for number, article in enumerate(draw.sample(articles, 60)):
            copy = dict(article)
            how = number % 4
            if how == 0:
                copy["text"] = copy["text"][len(copy["text"]) // 3 :]
            elif how == 1:
                copy.update(source="other.example", id=f"copy-{number}", text=copy["text"].upper())
            elif how == 2:
                copy.update(id=f"cut-{number}", text=copy["text"] + "\n" + articles[number]["text"][:300])
            articles.append(copy)
        self.check(articles + [{"id": "empty", "text": " "}, {"id": "empty-too", "text": "?"}])


if __name__ == "__main__":
    unittest.main()
