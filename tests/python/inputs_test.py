"""What may be an article, in every form that Python has for it, and what is refused."""

import collections
import datetime
import decimal
import json
import pathlib
import tempfile
import types
import unittest
import uuid
import warnings

import wirecopy
from arrow_testing import Column, Table, coded, lists, numbers, texts
from testing import NEWS, groups, story


def articles_of(source, **options):
    return {row["id"]: row for row in wirecopy.cluster(source, **options).articles()}


class Records(unittest.TestCase):
    def test_texts_have_their_numbers_as_ids(self):
        clustering = wirecopy.cluster([story(0), story(1), story(0), story(0, 8)])
        self.assertEqual(groups(clustering), {frozenset("023")})
        corpus = wirecopy.Corpus()
        self.assertEqual(corpus.add_articles([story(0)]), 1)
        self.assertEqual(corpus.add_articles(iter([story(1), story(0).encode()])), 2)
        self.assertEqual(groups(corpus.cluster()), {frozenset("02")})

    def test_generators_and_other_mappings(self):
        rows = ({"text": story(number), "id": number} for number in range(600))
        self.assertEqual(len(wirecopy.cluster(rows)), 600)
        mapping = collections.ChainMap({"text": story(1)}, {"id": "x"})
        self.assertEqual(list(articles_of([mapping, types.MappingProxyType({"text": story(2), "id": "y"})])), ["x", "y"])
        one = collections.namedtuple("Row", "text id")(story(1), "z")
        self.assertEqual(list(articles_of([one])), ["z"])

    def test_names_are_those_of_files(self):
        row = {
            "Headline": "Head",
            "maintext": story(1),
            "guid": 7,
            "publisher": "Post.example",
            "published_at": "2024-09-18",
            "link": "https://post.example/1",
        }
        found = articles_of([row])["7"]
        self.assertEqual((found["title"], found["source"], found["date"]), ("Head", "post.example", "2024-09-18"))
        self.assertEqual(list(articles_of([{"t": story(1), "text": "", "n": "mine", "id": "x"}], text_field="t", id_field="n")), ["mine"])

    def test_values(self):
        zone = datetime.timezone.utc
        key = uuid.UUID(int=5)
        rows = [
            {"id": 1, "text": story(1), "date": datetime.date(2024, 9, 18)},
            {"id": 2.0, "text": story(2), "date": datetime.datetime(2024, 9, 18, 10, 50, tzinfo=zone)},
            {"id": b"3", "text": bytearray(story(3).encode()), "date": None},
            {"id": key, "text": memoryview(story(4).encode()), "date": float("nan")},
            {"id": "5", "text": story(5).split("\n"), "title": None},
            {"id": "6", "text": None, "body": story(6), "other": object()},
        ]
        found = articles_of(rows)
        self.assertEqual(list(found), sorted(["1", "2", "3", str(key), "5", "6"]))
        self.assertEqual((found["1"]["date"], found["2"]["date"], found["3"]["date"]), ("2024-09-18", "2024-09-18T10:50:00+00:00", None))
        self.assertEqual(
            groups(wirecopy.cluster([{"id": "a", "text": story(5)}, {"id": "b", "paragraphs": story(5).split("\n")}])), {frozenset("ab")}
        )
        blocks = [None, {"content": story(5)}, {"data": {"text": story(6)}}, {"text": 5, "url": "a.jpg"}, story(7)]
        whole = "\n".join(story(n) for n in (5, 6, 7))
        self.assertEqual(groups(wirecopy.cluster([{"id": "a", "text": whole}, {"id": "b", "content_elements": blocks}])), {frozenset("ab")})
        problems = []
        self.assertEqual(len(wirecopy.cluster([{"text": [None, {"url": "a.jpg"}]}, {"text": [5]}], problem=problems.append)), 0)
        self.assertEqual(len(problems), 2)
        article = wirecopy.Article(story(1), date=datetime.date(2024, 1, 2))
        self.assertEqual(next(iter(articles_of([article]).values()))["date"], "2024-01-02")

    def test_what_is_no_article(self):
        for wrong in ([5], [None], [["a"]], [{"text": decimal.Decimal(5)}], [{"text": "a", "date": object()}], 5, None, {"text": "a"}):
            with self.subTest(wrong=wrong), self.assertRaises(TypeError):
                wirecopy.cluster(wrong)
        with self.assertRaisesRegex(TypeError, "article 3"):
            wirecopy.cluster([story(0)] * 3 + [5])
        self.assertRaises(TypeError, wirecopy.cluster)
        for names in ([str(NEWS)], (str(NEWS / "en.jsonl"), "other"), iter([str(NEWS)])):
            with self.subTest(names=names), self.assertRaisesRegex(TypeError, "file's name"):
                wirecopy.cluster(names)

    def test_paths_of_pathlib(self):
        expected = wirecopy.cluster(NEWS).report()
        for paths in (sorted(NEWS.iterdir()), NEWS.iterdir(), (path for path in NEWS.iterdir())):
            self.assertEqual(wirecopy.cluster(paths).report(), expected)
        self.assertEqual(wirecopy.dedup([NEWS / "en.jsonl", NEWS / "ar.jsonl"]), wirecopy.dedup(NEWS / "en.jsonl", NEWS / "ar.jsonl"))
        with self.assertRaisesRegex(TypeError, "add_paths"):
            wirecopy.Corpus().add_articles([NEWS])

    def test_frames_without_the_interface(self):
        old = type("DataFrame", (), {"columns": ["text"], "shape": (1, 1), "__iter__": lambda self: iter(["text"])})()
        lazy = type("LazyFrame", (), {"collect": None, "lazy": None, "columns": []})()
        with self.assertRaisesRegex(TypeError, "to_dict"):
            wirecopy.cluster(old)
        with self.assertRaisesRegex(TypeError, "collect"):
            wirecopy.cluster(lazy)

    def test_an_exception_of_the_iterable(self):
        def rows():
            yield story(0)
            raise KeyError("mine")

        with self.assertRaisesRegex(KeyError, "mine"):
            wirecopy.cluster(rows())

    def test_a_record_without_text(self):
        rows = [{"id": "a", "text": story(1)}, {"id": "b"}, {"id": "c", "text": None}, {"id": "d", "text": "x" * 2000}]
        problems = []
        clustering = wirecopy.cluster(rows, problem=problems.append, max_record=1800)
        self.assertEqual(
            [(problem.kind, problem.path, problem.line) for problem in problems],
            [("record", "articles", 2), ("record", "articles", 3), ("record", "articles", 4)],
        )
        self.assertEqual(
            (len(clustering), clustering.summary()["read"]["skipped_records"], clustering.summary()["read"]["records"]), (1, 3, 4)
        )
        with self.assertRaisesRegex(wirecopy.BadInputError, "articles:2"):
            wirecopy.cluster(rows, strict=True)


class Texts(unittest.TestCase):
    def test_scripts(self):
        arabic = "\n".join(
            f"قالت رئيسة المجلس إن العبارة رقم {n} ستعود إلى الخدمة بعد إصلاح المحرك في الميناء القديم يوم {n + 3}." for n in range(9)
        )
        chinese = "".join(f"第{n}号渡轮的发动机在旧港口修理完毕之后将于本周恢复服务，市议会主席星期三对记者这样说。" for n in range(9))
        clustering = wirecopy.cluster(
            [
                {"id": "ع", "text": arabic},
                {"id": "文", "text": chinese},
                {"id": "ع2", "text": arabic + "\nذيل"},
                {"id": "文2", "text": "前言\n" + chinese},
            ]
        )
        self.assertEqual(groups(clustering), {frozenset({"ع", "ع2"}), frozenset({"文", "文2"})})

    def test_lone_surrogates_and_zero_bytes(self):
        broken = story(1).replace("word1x3x4", "wo\ud800rd")
        found = list(
            articles_of(
                [{"id": "a\udfff", "text": broken}, {"id": "b", "text": story(1)}, {"id": "c\0d", "text": story(2) + "\0"}]
            ).values()
        )
        self.assertEqual(sorted(row["id"][:1] for row in found), ["a", "b", "c"])
        self.assertEqual(found[0]["cluster"], found[1]["cluster"])
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            json.dump({"id": "x", "text": broken}, file)
            file.flush()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", wirecopy.InputWarning)
                self.assertEqual(
                    wirecopy.cluster(file.name).report(format="jsonl"),
                    wirecopy.cluster([{"id": "x", "text": broken}]).report(format="jsonl"),
                )
        halves = wirecopy.cluster([{"id": "x", "text": story(1), "title": "\ud83d\ude00"}])
        self.assertEqual(halves[0][0].title, "\U0001f600")

    def test_ill_formed_bytes(self):
        self.assertEqual(len(wirecopy.cluster([b"\xff\xfe\xfa" + story(1).encode(), story(1)])), 1)

    def test_nothing(self):
        for nothing in ([], iter(()), [""], ["", ""], Table({"text": texts([])})):
            clustering = wirecopy.cluster(nothing)
            self.assertEqual(len(clustering), clustering.article_count)
            self.assertEqual(clustering.report("pairs", "jsonl"), "")
            self.assertIn("read", clustering.summary())
        self.assertEqual(wirecopy.cluster([""])[0][0].kind, "empty")
        with wirecopy.Corpus() as corpus:
            self.assertEqual(corpus.counts, (0, 0, 0, 0, 0))


class Arrow(unittest.TestCase):
    def setUp(self):
        self.rows = [json.loads(line) for line in (NEWS / "ar.jsonl").read_text(encoding="utf-8").splitlines()]
        self.expected = wirecopy.cluster(NEWS / "ar.jsonl").report(format="jsonl")

    def tearDown(self):
        self.assertEqual(Table.live, 0)

    def columns(self, format, rows):
        return {name: texts([row.get(name) for row in rows], format) for name in ("url", "id", "text", "date", "source", "title")}

    def test_kinds_of_texts(self):
        for format in ("u", "U", "z", "Z", "vu", "vz"):
            with self.subTest(format=format):
                self.assertEqual(wirecopy.cluster(Table(self.columns(format, self.rows))).report(format="jsonl"), self.expected)

    def test_chunks_and_offsets(self):
        table = Table(self.columns("u", self.rows[:5]), self.columns("u", self.rows[5:]))
        self.assertEqual(wirecopy.cluster(table).report(format="jsonl"), self.expected)
        table = Table(self.columns("u", [{"text": "not this one"}] * 3 + self.rows), offset=3)
        self.assertEqual(wirecopy.cluster(table).report(format="jsonl"), self.expected)
        columns = self.columns("U", [{"text": "nor this"}] * 2 + self.rows)
        for column in columns.values():
            column.offset, column.length = 2, column.length - 2
        self.assertEqual(wirecopy.cluster(Table(columns)).report(format="jsonl"), self.expected)

    def test_more_rows_than_a_batch(self):
        table = Table({"text": texts([story(number) for number in range(700)])})
        self.assertEqual(len(wirecopy.cluster(table)), 700)

    def test_other_columns(self):
        table = Table(
            {
                "text": lists([story(n).split("\n") for n in range(6)]),
                "id": numbers([11, -12, 13, None, 15, 16], "l", "q"),
                "source": coded(["a.example", None, "b.example", "a.example", "a.example", "b.example"], ["a.example", "b.example"]),
                "date": numbers([1726655400123, 1726617600000, None, -1, 0, 86400000], "tsm:", "q"),
                "flags": numbers([1] * 6, "b", "B"),
            }
        )
        found = articles_of(table)
        nameless = next(id for id in found if id.startswith("xxh:"))
        self.assertEqual(set(found), {"11", "-12", "13", nameless, "15", "16"})
        self.assertEqual([found[id]["source"] for id in ("11", "-12", "13")], ["a.example", None, "b.example"])
        self.assertEqual(
            [found[id]["date"] for id in ("11", "-12", "13", nameless, "15", "16")],
            ["2024-09-18T10:30:00", "2024-09-18", None, "1969-12-31T23:59:59", "1970-01-01", "1970-01-02"],
        )

    def test_times(self):
        for format, code, values, expected in (
            ("tdD", "i", [19984, -1], ["2024-09-18", "1969-12-31"]),
            ("tdm", "q", [1726617600000, 0], ["2024-09-18", "1970-01-01"]),
            ("tss:", "q", [1726655400, 0], ["2024-09-18T10:30:00", "1970-01-01"]),
            ("tsu:UTC", "q", [1726655400000000, 0], ["2024-09-18T10:30:00Z", "1970-01-01T00:00:00Z"]),
            ("tsn:", "q", [1726655400999999999, 1], ["2024-09-18T10:30:00", "1970-01-01"]),
            ("S", "H", [7, 8], ["7", "8"]),
            ("g", "d", [5.0, float("nan")], ["5", None]),
            ("f", "f", [2.0, 0.5], ["2", "0.5"]),
        ):
            with self.subTest(format=format):
                table = Table({"id": texts(["a", "b"]), "text": texts([story(1), story(2)]), "date": numbers(values, format, code)})
                self.assertEqual([row["date"] for row in articles_of(table).values()], expected)

    def test_named_and_missing_columns(self):
        table = Table({"contenido": texts([story(1), story(1)]), "clave": texts(["a", "b"], "vu")})
        self.assertEqual(groups(wirecopy.cluster(table, text_field="contenido", id_field="clave")), {frozenset("ab")})
        with self.assertRaisesRegex(wirecopy.InvalidError, "text_field"):
            wirecopy.cluster(table)

    def test_nulls_are_told(self):
        problems = []
        table = Table({"text": texts([story(1), None, story(2)]), "id": texts(["a", "b", "c"])}, nulls={2})
        self.assertEqual(list(articles_of(table, problem=problems.append)), ["a"])
        self.assertEqual([(problem.path, problem.line) for problem in problems], [("table", 2), ("table", 3)])

    def test_a_column_alone(self):
        stories = [story(0), None, story(1), story(0, 8)]
        for column in (
            texts(stories, "vu"),
            coded(stories, [story(0), story(1), story(0, 8)]),
            lists([each and each.split("\n") for each in stories]),
        ):
            problems = []
            self.assertEqual(groups(wirecopy.cluster(Table(column), problem=problems.append)), {frozenset("03")})
            self.assertEqual([problem.line for problem in problems], [2])
        with self.assertRaisesRegex(TypeError, "column of texts"):
            wirecopy.cluster(Table(numbers([5], "l", "q")))

    def test_what_cannot_be_read(self):
        with self.assertRaisesRegex(TypeError, "'w:16'"):
            wirecopy.cluster(Table({"text": Column("w:16", 1, [None, b"0" * 16])}))
        with self.assertRaisesRegex(TypeError, "neither a table"):
            wirecopy.cluster(Table({"text": texts(["a"])}, format=b"n"))
        for fail in ("schema", "rows"):
            with self.assertRaisesRegex(OSError, "the disk is on fire"):
                wirecopy.cluster(Table({"text": texts([story(1)])}, fail=fail))
        spent = type("Spent", (), {"__arrow_c_stream__": lambda self: 5})()
        with self.assertRaises((TypeError, ValueError)):
            wirecopy.cluster(spent)


if __name__ == "__main__":
    unittest.main()
