"""The index says what the command line's says, byte for byte, whichever way the articles come in; and what is wrong with a call."""

import dataclasses
import gzip
import io
import json
import os
import pathlib
import pickle
import struct
import tempfile
import unittest
import warnings

import wirecopy
from arrow_testing import Table, texts
from testing import NEWS, program, story


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


class WithFolder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)


class SameAsTheCommandLine(WithFolder):
    """Two indexes, the program's and ours, go through the same."""

    def setUp(self):
        super().setUp()
        self.theirs, self.ours = self.folder / "theirs", self.folder / "ours"
        self.have, self.more = sorted(NEWS.iterdir())[:4], sorted(NEWS.iterdir())[4:]
        program("index", "create", self.theirs, *self.have)
        self.index = wirecopy.Index.create(self.ours, *self.have)
        self.addCleanup(self.index.close)

    def assert_same(self):
        self.assertEqual(json.loads(program("index", "info", self.theirs, "--format", "jsonl")), self.index.info()._asdict())
        for format in ("text", "jsonl", "tsv"):
            written = program("index", "query", self.theirs, NEWS, "--format", format)
            self.assertEqual(self.index.report(NEWS, format=format).encode(), written)
            self.assertEqual(program("index", "query", self.ours, NEWS, "--format", format), written)

    def test_info(self):
        written = program("index", "info", self.theirs, "--format", "jsonl").decode()
        self.assertEqual(json.dumps(self.index.info()._asdict(), separators=(",", ":")) + "\n", written)
        self.assertEqual(len(self.index), json.loads(written)["articles"])
        program("index", "info", self.theirs, "--write-furniture", self.folder / "f", "--write-plan", self.folder / "p")
        for name, write in (("f", self.index.write_furniture), ("p", self.index.write_plan)):
            out = io.BytesIO()
            write(out)
            self.assertEqual(out.getvalue(), (self.folder / name).read_bytes())
        with wirecopy.Index.create(self.folder / "given", *self.have, furniture=self.folder / "f", plan=self.folder / "p") as given:
            self.assertEqual(given.report(NEWS, format="jsonl"), self.index.report(NEWS, format="jsonl"))

    def test_add(self):
        for replace in (False, True):
            out = io.BytesIO()
            added = self.index.add(*self.more, replace=replace, out=out, format="jsonl")
            options = ("--replace",) if replace else ()
            self.assertEqual(out.getvalue(), program("index", "add", self.theirs, *self.more, "-o", "-", "--format", "jsonl", *options))
            self.assert_same()
            count = sum(len(read(path)) for path in self.more)
            self.assertEqual(added, (0, 0, count, 0) if replace else (count, 0, 0, 0))
        self.assertEqual(self.index.report(*self.more, format="jsonl", stored=True).encode(), out.getvalue())

    def test_remove_check_and_compact(self):
        ids = [row["id"] for row in read(self.have[0])]
        self.assertEqual(self.index.remove([*ids, "nobody"]), (len(ids), ["nobody"]))
        program("index", "remove", self.theirs, *ids, "nobody", status=3)
        self.assert_same()
        self.assertEqual(self.index.check(), [])
        program("index", "check", self.theirs)
        self.index.compact()
        program("index", "compact", self.theirs)
        self.assert_same()
        self.assertEqual(self.index.check(), [])
        self.assertLess(self.index.info().file_bytes, 2 * self.index.info().used_bytes)

    def test_typed_answers(self):
        written = [json.loads(line) for line in program("index", "query", self.theirs, NEWS, "--format", "jsonl").splitlines()]
        answers = list(self.index.query(NEWS))
        self.assertEqual([answer.id for answer in answers], [row["id"] for row in written])
        for answer, row in zip(answers, written):
            self.assertEqual(len(answer), len(row["matches"]))
            for match, fields in zip(answer, row["matches"]):
                theirs = [fields[name] for name in ("id", "source", "date", "title", "relation")]
                self.assertEqual([match.id, match.source, match.date, match.title, match.relation], theirs)
                for name in ("resemblance", "containment", "contained"):
                    self.assertAlmostEqual(getattr(match, name), fields[name], delta=6e-5)
        self.assertIn("update", {match.relation for answer in answers for match in answer})

    def test_options_of_reports(self):
        for ours, theirs in (({"color": True}, ("--color", "always")), ({"width": 60}, ("--width", "60"))):
            self.assertEqual(self.index.report(NEWS, **ours).encode(), program("index", "query", self.theirs, NEWS, *theirs))
        path = self.folder / "answers.gz"
        self.assertIsNone(self.index.report(NEWS, out=path))
        with gzip.open(path, "rt", encoding="utf-8") as file:
            self.assertEqual(file.read(), self.index.report(NEWS))

    def test_options_of_reading_and_of_the_rule(self):
        path = self.folder / "odd.csv"
        lines = [f'Story {number};"{story(number).replace(chr(10), " ")}"' for number in (1, 2, 3, 1)]
        path.write_text("\n".join(["headline;story", *lines]), encoding="utf-8")
        for options in ({"rule": "strict", "no_furniture": True}, {"shingle_words": 5, "seed": 7}, {"keys": "16x2"}):
            arguments = [f"--{name.replace('_', '-')}{'' if value is True else f'={value}'}" for name, value in options.items()]
            theirs, ours = self.folder / f"their-{min(options)}", self.folder / f"our-{min(options)}"
            program("index", "create", theirs, path, "--text-field", "story", "--title-field", "headline", *arguments)
            with wirecopy.Index.create(ours, path, text_field="story", title_field="headline", **options) as index:
                written = program("index", "query", theirs, path, "--text-field", "story", "--title-field", "headline")
                self.assertEqual(index.report(path).encode(), written)
                self.assertIn(b"Story 3", written)
                self.assertEqual(json.loads(program("index", "info", theirs, "-f", "jsonl")), index.info()._asdict())


class Forms(WithFolder):
    def setUp(self):
        super().setUp()
        self.rows = [{"id": f"s{number}", "text": story(number), "source": "one.example", "date": "2024-05-01"} for number in range(40)]
        self.index = wirecopy.Index.create(self.folder / "index", self.rows)
        self.addCleanup(self.index.close)

    def test_whatever_clustering_takes(self):
        row = {"id": "new", "text": story(7, 5)}
        path = self.folder / "new.jsonl"
        path.write_text(json.dumps(row), encoding="utf-8")
        article = wirecopy.Article(row["text"], "new")
        table = Table({"id": texts(["new"]), "text": texts([row["text"]])})
        for form in (row, [row], (row,), iter([row]), article, [article], path, str(path), [path], table):
            with self.subTest(form=type(form)):
                (answer,) = self.index.query(form)
                self.assertEqual((answer.id, answer[0].id, answer[0].relation, answer[0].containment), ("new", "s7", "excerpt", 1.0))
                self.assertEqual((answer[0].source, answer[0].day, answer.day), ("one.example", 19844, None))
        self.assertEqual([answer.id for answer in self.index.query([story(1), story(2)])], ["0", "1"])
        self.assertEqual([len(answer) for answer in self.index.query(path, [story(77)], row)], [1, 0, 1])
        self.assertEqual(list(self.index.query([])), [])

    def test_answers_are_sequences(self):
        (answer,) = self.index.query([story(3)])
        self.assertEqual((len(answer), bool(answer), answer[0], answer[-1:]), (1, True, answer.matches[0], answer.matches))
        self.assertEqual(list(answer), [answer[0]])
        self.assertIn(answer[0], answer)
        self.assertRaises(IndexError, lambda: answer[1])
        self.assertEqual(repr(answer), "<wirecopy.Answer 0: 1 match, the best exact s3>")
        self.assertEqual(pickle.loads(pickle.dumps(answer)), answer)
        self.assertRaises(dataclasses.FrozenInstanceError, setattr, answer, "id", "other")
        (nothing,) = self.index.query([story(99)])
        self.assertFalse(nothing)
        self.assertEqual(repr(nothing), "<wirecopy.Answer 0: 0 matches>")

    def test_an_id_names_one_article(self):
        other, problems = dict(self.rows[3], text=story(50)), []
        self.assertEqual(self.index.add(self.rows[3]), (0, 0, 1, 0))
        with self.assertWarnsRegex(wirecopy.InputWarning, "s3: the index has another text under this id"):
            self.assertEqual(self.index.add(other), (0, 0, 0, 1))
        with wirecopy.Index(self.folder / "index", problem=problems.append) as index:
            self.assertEqual(index.add([other]).refused, 1)
        self.assertEqual([(problem.kind, problem.path) for problem in problems], [("record", "s3")])
        self.assertEqual(self.index.add(other, replace=True), (0, 1, 0, 0))
        self.assertFalse(list(self.index.query([story(3)]))[0])
        self.assertEqual(len(self.index), 40)

    def test_ids(self):
        self.index.add({"id": "ع", "text": story(60)}, {"id": "\ud800", "text": story(61)}, {"id": 5, "text": story(62)})
        for id in ("s3", "ع", "\ud800", "\ufffd", "5"):
            self.assertIn(id, self.index)
        for id in ("s40", "", 5, None, b"s3"):
            self.assertNotIn(id, self.index)
        self.assertEqual(self.index.remove("ع"), (1, []))
        self.assertEqual(self.index.remove(iter(["\ud800", "5", "5", "no"])), (2, ["no"]))
        self.assertEqual(self.index.remove([]), (0, []))
        self.assertEqual(len(self.index), 40)
        self.assertRaises(TypeError, self.index.remove, [5])
        self.assertRaises(TypeError, self.index.remove, 5)
        self.assertRaises(TypeError, iter, self.index)

    def test_articles_that_are_stored(self):
        answers = list(self.index.query(self.rows[:3], {"id": "new", "text": story(1)}, stored=True))
        self.assertEqual([(answer.id, len(answer)) for answer in answers], [("s0", 0), ("s1", 0), ("s2", 0)])
        self.assertEqual(self.index.report(self.rows[0], stored=True, format="jsonl"), '{"id":"s0","matches":[]}\n')

    def test_an_empty_index(self):
        with wirecopy.Index.create(self.folder / "empty", []) as index:
            self.assertEqual((len(index), index.check()), (0, []))
            self.assertFalse(any(index.query(self.rows)))
            self.assertEqual(index.add(self.rows).added, 40)
            self.assertEqual(len(list(index.query(self.rows[0]))[0]), 1)


class Errors(WithFolder):
    def setUp(self):
        super().setUp()
        self.path = self.folder / "index"
        self.index = wirecopy.Index.create(self.path, [wirecopy.Article(story(number), source=f"{number}.example") for number in range(10)])
        self.addCleanup(self.index.close)

    def test_no_index(self):
        for path, words in ((self.folder / "none", "no index"), (self.folder, "no index"), (NEWS / "en.jsonl", "no index")):
            with self.subTest(path=path), self.assertRaisesRegex(wirecopy.BadInputError, words):
                wirecopy.Index(path)
        self.assertRaises(TypeError, wirecopy.Index, 5)
        self.assertRaises(ValueError, wirecopy.Index, "a\0b")
        (self.folder / "other").mkdir()
        (self.folder / "other/data.mdb").write_bytes(b"nonsense" * 1000)
        with self.assertRaisesRegex(wirecopy.BadInputError, "something else"):
            wirecopy.Index(self.folder / "other")

    def test_of_another_version_or_cut_or_damaged(self):
        version = self.index.info().version
        self.index.close()
        data = (self.path / "data.mdb").read_bytes()
        mark = b"wirecopy index\0\0"
        parameters, others, damaged = (mark + struct.pack("=II", *numbers) for numbers in ((version, 3), (version + 1, 3), (version, 4)))
        self.assertIn(parameters, data)
        for name, changed, words in (
            ("version", data.replace(parameters, others), f"has version {version + 1}, and this program reads version {version}: make it"),
            ("cut", data[: len(data) // 8192 * 4096], "its file was cut"),
            ("parameters", data.replace(parameters, damaged), "damaged"),
        ):
            (self.folder / name).mkdir()
            (self.folder / name / "data.mdb").write_bytes(changed)
            with self.subTest(name=name), self.assertRaisesRegex(wirecopy.BadInputError, words):
                wirecopy.Index(self.folder / name)

    def test_what_is_damaged_is_told(self):
        data = bytearray((self.path / "data.mdb").read_bytes())
        data[data.index(b"3.example")] ^= 1
        (self.path / "data.mdb").write_bytes(data)
        wrong = self.index.check()
        self.assertTrue(wrong)
        self.assertIn("damaged", wrong[-1])

    def test_making(self):
        with self.assertRaisesRegex(wirecopy.InvalidError, "holds an index already"):
            wirecopy.Index.create(self.path, [story(0)])
        with self.assertRaisesRegex(wirecopy.InvalidError, "not empty"):
            wirecopy.Index.create(self.folder, [story(0)])
        new = self.folder / "new"
        for options in ({"window": "3d"}, {"learn": True}, {"save": "x"}, {"audit": 5}, {"show": "passages"}, {"owners": "x"}):
            with self.assertRaisesRegex(wirecopy.InvalidError, f"an index has no {min(options)}"):
                wirecopy.Index.create(new, [story(0)], **options)
        for options, error in (({"keys": "all"}, wirecopy.InvalidError), ({"rule": "odd"}, wirecopy.InvalidError), ({"odd": 1}, TypeError)):
            self.assertRaises(error, wirecopy.Index.create, new, [story(0)], **options)
        self.assertRaises(TypeError, wirecopy.Index.create, new)
        self.assertRaises(TypeError, wirecopy.Index.create, new, [5])
        self.assertRaises(wirecopy.NothingReadError, wirecopy.Index.create, new, "/nowhere", problem=lambda _: None)
        self.assertRaises(wirecopy.FileError, wirecopy.Index.create, new / "far" / "away", [story(0)])
        self.assertFalse(new.exists())

    def test_options_of_the_rule_are_fixed(self):
        for options in ({"rule": "strict"}, {"seed": 5}, {"furniture": "f"}, {"no_furniture": True}):
            with self.assertRaisesRegex(wirecopy.InvalidError, f"{min(options)} is fixed when an index is made"):
                wirecopy.Index(self.path, **options)
        self.assertRaisesRegex(wirecopy.InvalidError, "no window", wirecopy.Index, self.path, window="3d")
        self.assertRaises(TypeError, wirecopy.Index, self.path, odd=5)
        self.assertRaises(wirecopy.InvalidError, wirecopy.Index, self.path, threads=100000)
        wirecopy.Index(self.path, rule=None, threads=1).close()

    def test_wrong_articles(self):
        for call in (self.index.query, self.index.add, self.index.report):
            self.assertRaises(TypeError, call)
            self.assertRaises(TypeError, call, [5])
            self.assertRaises(TypeError, call, 5)
            with self.assertWarns(wirecopy.InputWarning), self.assertRaises(wirecopy.NothingReadError):
                call(self.folder / "nowhere.jsonl")
        self.assertRaises(wirecopy.InvalidError, self.index.report, [story(0)], format="html")
        self.assertRaises(TypeError, self.index.report, [story(0)], out=5)
        for options, error in (({"format": "html"}, wirecopy.InvalidError), ({"out": 5}, TypeError), ({"out": self.folder}, OSError)):
            self.assertRaises(error, self.index.add, [story(50)], **options)
        self.assertEqual(len(self.index), 10)
        with self.assertWarns(wirecopy.InputWarning):
            self.assertEqual(list(self.index.query({"no": "text"})), [])
        with wirecopy.Index(self.path, strict=True) as index, warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertRaises(wirecopy.BadInputError, index.query, {"no": "text"})

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_who_may_not_write_reads(self):
        self.index.close()
        for path in (*self.path.iterdir(), self.path):
            path.chmod(0o555)
        self.addCleanup(self.path.chmod, 0o755)
        with wirecopy.Index(self.path) as index:
            self.assertEqual(len(list(index.query([story(3)]))[0]), 1)
            self.assertRaises(wirecopy.FileError, index.add, [story(50)])
            self.assertEqual(len(list(index.query([story(3)]))[0]), 1)


if __name__ == "__main__":
    unittest.main()
