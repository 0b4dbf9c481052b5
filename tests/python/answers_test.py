"""The answers are the command line's, byte for byte, whichever way the articles come in."""

import io
import json
import os
import tempfile
import unittest

import wirecopy
from testing import CORPUS, NEWS, program


def rows_of_news():
    for path in sorted(NEWS.iterdir()):
        with open(path, encoding="utf-8") as file:
            yield from map(json.loads, file)


class Answers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.clustering = wirecopy.cluster(NEWS, show="templates,passages", keep_lines=True)

    def test_every_view_and_format(self):
        for view in ("clusters", "articles", "pairs", "outlets"):
            for format in ("text", "jsonl", "tsv"):
                with self.subTest(view=view, format=format):
                    written = self.clustering.report(view, format)
                    self.assertEqual(written.encode(), program("cluster", NEWS, "-q", "--emit", view, "--format", format))
        self.assertEqual(self.clustering.report(format="html").encode(), program("cluster", NEWS, "-q", "--format", "html"))

    def test_options_of_reports(self):
        report = self.clustering.report
        self.assertEqual(report(color=True).encode(), program("cluster", NEWS, "-q", "--color", "always"))
        self.assertEqual(report(width=60).encode(), program("cluster", NEWS, "-q", "--width", "60"))
        self.assertEqual(report(singles=True).encode(), program("cluster", NEWS, "-q", "--singles"))
        self.assertEqual(
            report(format="jsonl", singles=False).encode(), program("cluster", NEWS, "-q", "--format", "jsonl", "--no-singles")
        )
        self.assertEqual(
            report("pairs", show=["templates", "passages"]).encode(),
            program("cluster", NEWS, "-q", "--emit", "pairs", "--show", "templates,passages"),
        )
        for wrong in (
            {"view": "stories"},
            {"format": "xml"},
            {"view": "pairs", "format": "html"},
            {"show": "templates"},
            {"view": "pairs", "show": "all"},
        ):
            with self.subTest(wrong=wrong), self.assertRaises(wirecopy.InvalidError):
                report(**wrong)
        with self.assertRaisesRegex(wirecopy.InvalidError, "noted"):
            wirecopy.cluster(NEWS).report("pairs", show="templates")

    def test_rows_as_dicts(self):
        for view, rows in (
            ("articles", self.clustering.articles()),
            ("pairs", self.clustering.pairs()),
            ("outlets", self.clustering.outlets()),
        ):
            lines = program("cluster", NEWS, "-q", "--emit", view, "--format", "jsonl").splitlines()
            self.assertEqual(list(rows), [json.loads(line) for line in lines])

    def test_summary(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "summary.json")
            program("cluster", NEWS, "-q", "--summary", path, "--show", "templates,passages", "--emit", "pairs")
            with open(path, encoding="utf-8") as file:
                expected = json.load(file)
        found = self.clustering.summary()
        for summary in (expected, found):
            del summary["run"]
        self.assertEqual(found, expected)
        self.assertIn("134 articles", self.clustering.summary_text())

    def test_what_was_learnt(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, write in (("furniture", self.clustering.write_furniture), ("plan", self.clustering.write_plan)):
                theirs, ours = os.path.join(folder, name), os.path.join(folder, f"{name}.ours")
                program("cluster", NEWS, "-q", f"--write-{name}", theirs)
                write(ours)
                with open(theirs, "rb") as one, open(ours, "rb") as other:
                    self.assertEqual(other.read(), one.read())
            again = wirecopy.cluster(NEWS, furniture=os.path.join(folder, "furniture"), plan=os.path.join(folder, "plan"))
            self.assertEqual(again.report(), self.clustering.report())
        for format in ("text", "jsonl", "tsv"):
            self.assertEqual(self.clustering.furniture_report(format).encode(), program("furniture", NEWS, "-q", "--format", format))
        lines = list(self.clustering.furniture())
        rows = [json.loads(line) for line in program("furniture", NEWS, "-q", "--format", "jsonl").splitlines()]
        self.assertEqual(
            [(line.rule, line.line, line.outlet, line.articles) for line in lines],
            [(row["rule"], row["line"], row["outlet"], row["articles"]) for row in rows],
        )
        with self.assertRaisesRegex(wirecopy.InvalidError, "keep_lines"):
            wirecopy.cluster(NEWS).furniture()

    def test_dicts_are_read_as_files_are(self):
        corpus = wirecopy.Corpus()
        self.assertEqual(corpus.add_articles(rows_of_news()), 134)
        self.assertEqual(corpus.cluster().report(format="jsonl"), self.clustering.report(format="jsonl"))
        self.assertEqual(wirecopy.cluster(list(rows_of_news())).report(), self.clustering.report())

    def test_articles_one_by_one(self):
        with wirecopy.Corpus() as corpus:
            for row in rows_of_news():
                corpus.add(**{name: row.get(name) for name in ("text", "id", "title", "source", "date", "url")})
            self.assertEqual(corpus.counts.articles, 134)
            clustering = corpus.cluster()
        self.assertEqual(clustering.report(), self.clustering.report())
        articles = [
            wirecopy.Article(row["text"], row["id"], row.get("title"), row.get("source"), row.get("date"), row.get("url"))
            for row in rows_of_news()
        ]
        self.assertEqual(wirecopy.cluster(articles).report(), self.clustering.report())

    def test_several_paths(self):
        paths = sorted(NEWS.iterdir())
        self.assertEqual(wirecopy.cluster(*paths).report(), self.clustering.report())
        self.assertEqual(wirecopy.cluster(str(paths[0]), os.fsencode(paths[1])).report().encode(), program("cluster", "-q", *paths[:2]))

    def test_paths_beside_articles(self):
        first, *rest = sorted(NEWS.iterdir())
        with open(first, encoding="utf-8") as file:
            rows = [json.loads(line) for line in file]
        self.assertEqual(wirecopy.cluster(rows, *rest).report(), self.clustering.report())

    def test_threads_and_memory_change_nothing(self):
        self.assertEqual(
            wirecopy.cluster(NEWS, threads=2, memory="16M", kernel="portable").report("pairs"), self.clustering.report("pairs")
        )

    def test_members(self):
        with_rows = {row["id"]: row for row in self.clustering.articles()}
        clusters = [json.loads(line) for line in self.clustering.report(format="jsonl").splitlines()]
        self.assertEqual(len(self.clustering), len(clusters))
        self.assertEqual(self.clustering.article_count, 134)
        for cluster, row in zip(self.clustering, clusters):
            self.assertEqual((cluster.id, cluster.size, cluster.representative.id), (row["cluster"], row["size"], row["representative"]))
            self.assertEqual(cluster.origin.id if cluster.origin else None, row["origin"])
            self.assertEqual(cluster.first_copy.id if cluster.first_copy else None, row["first_copy"])
            self.assertEqual(list(cluster.spread.reasons), row["origin_reasons"])
            self.assertEqual(
                (cluster.outlets, cluster.spread.independent, list(cluster.warnings)),
                (row["outlets"], row["independent_outlets"], row["warnings"]),
            )
            self.assertEqual([member.id for member in cluster], [member["id"] for member in row["members"]])
            for member, hours, shown in zip(cluster, cluster.spread.hours, row["members"]):
                self.assertEqual(
                    (member.relation, member.source, member.title, member.credit),
                    (shown["relation"], shown["source"], shown["title"], shown["credit"]),
                )
                self.assertEqual(round(member.resemblance, 4), shown["resemblance"])
                self.assertEqual(None if hours is None else round(hours, 2), shown["hours"])
                self.assertEqual(with_rows[member.id]["cluster"], cluster.id)
                self.assertEqual(member.cluster, cluster.number)

    def test_sequences(self):
        clustering = self.clustering
        self.assertEqual(clustering[-1].id, clustering[len(clustering) - 1].id)
        self.assertEqual([cluster.id for cluster in clustering[:3]], [clustering[i].id for i in range(3)])
        cluster = clustering[0]
        self.assertEqual(cluster[-1], list(cluster)[-1])
        self.assertEqual(cluster[1:3], list(cluster)[1:3])
        for wrong in (lambda: clustering[len(clustering)], lambda: clustering[-len(clustering) - 1], lambda: cluster[cluster.size]):
            self.assertRaises(IndexError, wrong)
        self.assertRaises(TypeError, lambda: clustering["0"])
        self.assertEqual(sum(cluster.size for cluster in clustering), 134)
        self.assertTrue(all(cluster.size > 1 for cluster in clustering.republished()))

    def test_clusters_by_order_of_adding(self):
        rows = list(rows_of_news())
        clustering = wirecopy.cluster(rows)
        for number in (0, 7, 133):
            self.assertIn(rows[number]["id"], [member.id for member in clustering.cluster_of(number)])
        self.assertRaises(IndexError, clustering.cluster_of, 134)
        self.assertRaises(IndexError, clustering.cluster_of, -1)

    def test_audit(self):
        audit = wirecopy.cluster(NEWS, audit=50).audit()
        self.assertEqual((audit.articles, audit.missed), (50, 0))

    def test_save_and_open(self):
        with tempfile.TemporaryDirectory() as folder:
            saved = wirecopy.cluster(NEWS, save=folder)
            self.assertEqual(saved.report(), self.clustering.report())
            strict = wirecopy.cluster(from_=folder, rule="strict")
            self.assertEqual(strict.report().encode(), program("cluster", NEWS, "-q", "--rule", "strict"))
            with self.assertRaisesRegex(wirecopy.InvalidError, "text_field"):
                wirecopy.cluster(from_=folder, text_field="body")
            self.assertRaises(TypeError, wirecopy.cluster, NEWS, from_=folder)
            with self.assertRaises(wirecopy.InvalidError):
                wirecopy.Corpus.open(folder).add(text="more")
        self.assertRaises(wirecopy.NothingReadError, wirecopy.cluster, from_="/nowhere")

    def test_plans(self):
        plans = wirecopy.plan(articles=50000000, rule="strict")
        self.assertEqual(plans.report().encode(), program("plan", "--articles", "50000000", "--rule", "strict"))
        self.assertEqual(plans.report("jsonl").encode(), program("plan", "--articles", "50000000", "--rule", "strict", "--format", "jsonl"))
        self.assertIn("<svg", plans.svg())
        self.assertEqual(wirecopy.plan(NEWS).report("jsonl").encode(), program("plan", NEWS, "-q", "--format", "jsonl"))
        self.assertEqual(sum(plan.chosen for plan in plans), 1)
        self.assertEqual(
            plans.chosen.keys, next(json.loads(line) for line in plans.report("jsonl").splitlines() if '"chosen":true' in line)["keys"]
        )
        self.assertRaises(wirecopy.InvalidError, wirecopy.plan, articles=0)
        self.assertRaises(TypeError, wirecopy.plan, NEWS, articles=5)
        self.assertRaises(TypeError, wirecopy.plan)

    def test_evaluations(self):
        with tempfile.TemporaryDirectory() as folder:
            found = os.path.join(folder, "found.jsonl")
            program("cluster", NEWS, "--rule", "strict", "--emit", "articles", "--format", "jsonl", "-q", "-o", found)
            evaluation = wirecopy.evaluate(found, CORPUS / "truth.jsonl")
            self.assertEqual(evaluation.report().encode(), program("eval", found, CORPUS / "truth.jsonl"))
            self.assertEqual(evaluation.report("jsonl").encode(), program("eval", found, CORPUS / "truth.jsonl", "--format", "jsonl"))
        self.assertEqual(evaluation.mistakes[0].cluster, "es-acequia")
        self.assertEqual([part[2] for part in evaluation.mistakes[0].largest], [3, 1])
        with open(CORPUS / "truth.jsonl", encoding="utf-8") as file:
            truth = [json.loads(line) for line in file]
        self.assertEqual(wirecopy.evaluate(self.clustering, truth).f1, 1)
        self.assertEqual(wirecopy.evaluate(self.clustering.articles(), truth, worst=0).recall, 1)
        self.assertRaises(wirecopy.FileError, wirecopy.evaluate, "/nowhere", "/nowhere")
        self.assertRaises(OSError, wirecopy.evaluate, "/nowhere", "/nowhere")


class Comparisons(unittest.TestCase):
    def test_of_a_corpus(self):
        comparison = wirecopy.compare("en-007", "en-017", in_=NEWS)
        for format in ("text", "jsonl", "html"):
            self.assertEqual(
                comparison.report(format).encode(), program("compare", "--in", NEWS, "en-007", "en-017", "-q", "--format", format)
            )
        row = json.loads(comparison.report("jsonl"))
        self.assertTrue(comparison and comparison.match)
        self.assertEqual((comparison.relation, comparison.reason, comparison.why), ("excerpt", "numbers-agree", row["why"]))
        self.assertEqual(
            (comparison.shared, round(comparison.resemblance, 4), list(comparison.bands_met)),
            (row["shared"], row["resemblance"], row["keys"]["bands_met"]),
        )
        self.assertEqual([words for _, words in comparison.sampled_met], [met["words"] for met in row["keys"]["sampled_met"]])
        self.assertEqual("".join(run.text for run in comparison.a.runs), comparison.a.text)
        self.assertIn("Polyglot Digest is made by readers.", [run.text.strip() for run in comparison.b.left_out])
        self.assertEqual({run.taken for run in comparison.b.left_out}, {"strangers"})
        self.assertRaises(wirecopy.InvalidError, comparison.report, "tsv")
        with self.assertRaises(wirecopy.InvalidError):
            wirecopy.compare("en-007", "nobody", in_=NEWS)

    def test_of_two_alone(self):
        rows = {row["id"]: row for row in rows_of_news()}
        a, b = rows["en-007"], rows["en-012"]
        as_articles = wirecopy.compare(wirecopy.Article(a["text"]), wirecopy.Article(b["text"]))
        self.assertFalse(as_articles)
        self.assertEqual(wirecopy.compare(a["text"], b["text"]).report("jsonl"), as_articles.report("jsonl"))
        self.assertEqual(wirecopy.compare(a, b).a.id, "en-007")
        with tempfile.TemporaryDirectory() as folder:
            import pathlib

            paths = [pathlib.Path(folder) / name for name in ("a.txt", "b.txt")]
            for path, row in zip(paths, (a, b)):
                path.write_text(row["text"], encoding="utf-8")
            self.assertEqual(wirecopy.compare(*paths).report().encode(), program("compare", *paths, "-q", status=1))
            with self.assertRaisesRegex(TypeError, "file's name"):
                wirecopy.compare(str(paths[0]), str(paths[1]))

    def test_within_a_corpus_of_ones_own(self):
        with wirecopy.Corpus() as corpus:
            corpus.watch("en-007")
            corpus.watch("en-017")
            corpus.add_articles(rows_of_news())
            self.assertEqual(corpus.compare("en-007", "en-017").relation, "excerpt")


class Dedup(unittest.TestCase):
    def test_as_the_command_line(self):
        with tempfile.TemporaryDirectory() as folder:
            ours, report = os.path.join(folder, "unique.jsonl"), io.StringIO()
            counts = wirecopy.dedup(NEWS, out=ours, report=report)
            theirs = os.path.join(folder, "dropped.jsonl")
            with open(ours, "rb") as file:
                unique = file.read()
            self.assertEqual(unique, program("dedup", NEWS, "-q", "--report", theirs))
            with open(theirs, encoding="utf-8") as file:
                self.assertEqual(report.getvalue(), file.read())
            self.assertEqual((counts.kept, counts.dropped), (58, 76))
            known = io.BytesIO()
            counts = wirecopy.dedup(NEWS / "en.jsonl", out=known, against=ours)
            self.assertEqual((counts.kept, known.getvalue()), (0, b""))
            packed = os.path.join(folder, "unique.jsonl.gz")
            wirecopy.dedup(NEWS, out=packed)
            import gzip

            with gzip.open(packed) as file:
                self.assertEqual(file.read(), unique)
            with self.assertRaisesRegex(wirecopy.InvalidError, "input too"):
                wirecopy.dedup(ours, out=ours)

    def test_choices(self):
        for keep in ("representative", "first", "oldest", "newest", "longest", "origin"):
            for drop in ("all", "copies", "exact"):
                out = io.BytesIO()
                wirecopy.dedup(NEWS / "en.jsonl", out=out, keep=keep, drop=drop)
                self.assertEqual(out.getvalue(), program("dedup", NEWS / "en.jsonl", "-q", "--keep", keep, "--drop", drop))
        out = io.BytesIO()
        wirecopy.dedup(NEWS / "en.jsonl", out=out, mark=True)
        self.assertEqual(out.getvalue(), program("dedup", NEWS / "en.jsonl", "-q", "--mark"))
        self.assertEqual(wirecopy.dedup(NEWS).dropped, 76)
        self.assertRaises(wirecopy.InvalidError, wirecopy.dedup, NEWS, keep="best")
        self.assertRaises(wirecopy.InvalidError, wirecopy.dedup, NEWS, against="-")
        self.assertRaises(TypeError, wirecopy.dedup)

    def test_of_records_from_memory(self):
        rows = list(rows_of_news())
        holes = [{"id": "hole"}, *rows[:40], {}, {}, *rows[40:], rows[0], {"text": None}]
        clustering = wirecopy.cluster(holes, problem=lambda _: None)
        for keep in ("representative", "first", "oldest", "origin"):
            for drop in ("all", "copies", "exact"):
                kept = clustering.kept(keep, drop)
                self.assertEqual(len(kept), len(holes))
                ids = [row["id"] for row, stays in zip(holes, kept) if stays]
                lines = program("dedup", NEWS, "-q", "--keep", keep, "--drop", drop).splitlines()
                self.assertEqual(ids, [json.loads(line)["id"] for line in lines])
        labels = clustering.labels()
        for row, label in zip(holes, labels):
            if row.get("text"):
                self.assertIn(row["id"], [member.id for member in clustering[label]])
            else:
                self.assertIsNone(label)
        self.assertEqual(labels[-2], labels[1])
        self.assertRaises(wirecopy.InvalidError, clustering.kept, "best")
        with wirecopy.Corpus() as corpus:
            corpus.add_articles(rows[:26])
            corpus.add(text="alone", id="alone")
            corpus.add_reference(NEWS)
            self.assertEqual(corpus.cluster().kept(), [False] * 26 + [True])
        for call in (wirecopy.cluster(NEWS).labels, wirecopy.cluster(NEWS).kept):
            with self.assertRaisesRegex(wirecopy.InvalidError, "memory"):
                call()
        self.assertEqual(wirecopy.cluster([]).kept(), [])

    def test_after_a_record_that_is_none(self):
        with wirecopy.Corpus() as corpus:
            self.assertRaises(TypeError, corpus.add_articles, ["a"] * 700 + [5])
            corpus.add_articles(["b"])
            clustering = corpus.cluster()
            self.assertEqual(len({row["id"] for row in clustering.articles()}), clustering.article_count)
            self.assertEqual(len(clustering.labels()), clustering.article_count)

    def test_of_a_clustering(self):
        clustering = wirecopy.cluster(NEWS)
        out = io.BytesIO()
        clustering.dedup(NEWS, out, keep="oldest")
        self.assertEqual(out.getvalue(), program("dedup", NEWS, "-q", "--keep", "oldest"))


if __name__ == "__main__":
    unittest.main()
