"""Dicts are read as the same objects in a file of JSON Lines are: rows that are drawn give the same articles and problems."""

import json
import pathlib
import random
import sys
import tempfile
import unittest

import wirecopy

SEED = int(sys.argv.pop()) if len(sys.argv) > 1 and sys.argv[-1].isdigit() else random.randrange(10**6)

NAMES = (
    "text body content id _id guid url link title headline date published source domain paragraphs content_elements _source fields "
    "meta metadata thread article rendered bodyText main $oid $date $numberLong site timestamp article.body data x"
).split()
PATHS = [
    {"text_field": "article.body"},
    {"text_field": "article.text", "id_field": "meta.id", "date_field": "meta.date"},
    {"title_field": "article.title", "source_field": "meta.source", "url_field": "x.x.url"},
]


class Rows:
    """Rows as exports have them, and others."""

    def __init__(self, seed):
        self.draw = random.Random(seed)

    def words(self):
        words = ["ferry", "harbour", "Müller", "", "{", "عبّارة", "\n", "<b>mayor</b>", "3"]
        return " ".join(self.draw.choice(words) for _ in range(self.draw.randrange(9)))

    def scalar(self):
        return self.draw.choice(
            [
                self.words,
                self.words,
                lambda: self.draw.choice(["2024-03-05", "https://www.post.example/a", "post.example", "", "a"]),
                lambda: self.draw.choice([0, 7, -3, 1709596800, 2**63 - 1, 2**63, 10**30, 1.5, -0.25]),
                lambda: self.draw.choice([True, False, None, float("nan"), float("inf")]),
            ]
        )()

    def value(self, depth):
        kind = self.draw.randrange(10)
        if kind < 2 and depth < 3:
            return self.row(depth + 1)
        if kind == 2:
            return [self.value(depth + 1) if self.draw.randrange(4) == 0 else self.words() for _ in range(self.draw.randrange(4))]
        if kind == 3:
            blocks = [None, "", {"text": self.words()}, {"data": {"text": self.words()}}]
            return [self.draw.choice(blocks) for _ in range(self.draw.randrange(4))]
        return self.scalar()

    def row(self, depth=0):
        names = self.draw.sample(NAMES, self.draw.randrange(1, 6))
        if depth == 0 and self.draw.randrange(2):
            names.append(self.draw.choice(["text", "_source", "fields", "content", "article"]))
        return {name: self.value(depth) for name in names}


class Property(unittest.TestCase):
    def read(self, source, options):
        problems = []
        clustering = wirecopy.cluster(source, problem=problems.append, **options)
        articles = [(row["id"], row["title"], row["source"], row["date"]) for row in clustering.articles()]
        return articles, [(problem.line, problem.reason) for problem in problems]

    def test_rows_are_read_as_files_are(self):
        with tempfile.TemporaryDirectory() as room:
            path = pathlib.Path(room) / "rows.jsonl"
            for round in range(150):
                rows = Rows(f"{SEED} {round}")
                drawn = [rows.row() for _ in range(20)]
                options = rows.draw.choice([{}, {}, *PATHS])
                path.write_text("".join(json.dumps(row, ensure_ascii=rows.draw.randrange(2) == 0) + "\n" for row in drawn))
                with self.subTest(seed=SEED, round=round, options=options):
                    self.assertEqual(self.read(drawn, options), self.read(path, {**options, "format_in": "jsonl"}))

    def test_what_exports_hold_is_found_in_dicts(self):
        text = "The ferry returns to the harbour on Sunday."
        rows = [
            {"_id": {"$oid": "a"}, "_source": {"body": text, "title": "T", "timestamp": 1709596800}},
            {"id": "b", "content": {"rendered": text}, "title": {"rendered": "T"}, "date": "2024-03-05"},
            {"id": "c", "text": text, "headline": {"main": "T"}, "thread": {"site": "post.example"}},
        ]
        found = self.read(rows, {})[0]
        self.assertEqual(found, [("a", "T", None, "1709596800"), ("b", "T", None, "2024-03-05"), ("c", "T", "post.example", None)])
        nested = {"id": "d", "article": {"body": [text, {"text": text}]}}
        self.assertEqual(self.read([nested], {"text_field": "article.body"})[0][0][0], "d")
        self.assertEqual(self.read([{"body": text, "text": 5}], {}), ([], [(1, "the text is a number")]))


if __name__ == "__main__":
    print(f"seed {SEED}")
    unittest.main()
