"""Clusters on Spark are those of the command line: each row of both views, in any partitions. The README's example does what it says."""

import contextlib
import json
import os
import pathlib
import random
import re
import subprocess
import tempfile
import unittest

from pyspark.sql import SparkSession
from wirecopy import InvalidError
from wirecopy.spark import cluster, pairs
from wirecopy.spark._components import components

PROGRAM, GENERATOR, NEWS = os.environ["WIRECOPY"], os.environ["GENERATOR"], pathlib.Path(os.environ["NEWS"])
README = pathlib.Path(__file__).parents[2] / "README.md"


def program(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True).stdout.decode()


def generated(articles, *options):
    command = [GENERATOR, "--articles", str(articles), "--seed", "7", *options, "--out", "-"]
    return [json.loads(line) for line in subprocess.run(command, check=True, capture_output=True).stdout.splitlines()]


def mixed():
    """Plain articles with copies that were made of them, forms, near copies, exact copies, and ids that several have."""
    draw = random.Random(3)
    articles = generated(1200)
    for shape in ("forms", "near-copies", "exact-copies"):
        articles += generated(300, "--shape", shape)
    for number, article in enumerate(articles):
        article["id"] = f"{number}-{article['id']}"
    for article in draw.sample(articles, 100):
        articles.append({**article, "source": "other.example", "id": "copy-" + article["id"]})
        articles.append({**article, "text": article["text"][200:]})
        articles.append(dict(article))
    return articles


def in_order(rows):
    return sorted(json.dumps(row, sort_keys=True, ensure_ascii=False) for row in rows)


class Clusters(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        stack = contextlib.ExitStack()
        cls.addClassCleanup(stack.close)
        cls.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.driver.memory": "768m",
            "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.shuffle.partitions": "2",
            "spark.sql.autoBroadcastJoinThreshold": "-1",
            "spark.local.dir": str(cls.folder),
            "spark.sql.warehouse.dir": str(cls.folder / "warehouse"),
        }
        builder = SparkSession.builder.master("local[2]").appName("wirecopy")
        for name, value in settings.items():
            builder = builder.config(name, value)
        cls.spark = builder.getOrCreate()
        cls.spark.sparkContext.setLogLevel("ERROR")
        stack.callback(cls.spark.stop)

    def written(self, name, articles):
        path = self.folder / name
        path.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
        return path

    def check(self, frame, view, wanted):
        rows = [row.asDict() for row in frame.toLocalIterator()]
        wanted = [{name: row[name] for name in frame.columns} for row in map(json.loads, wanted.splitlines())]
        self.assertEqual(in_order(rows), in_order(wanted), view)

    def test_copies_of_all_kinds_have_the_clusters_of_the_command_line_by_the_same_files_in_any_partitions(self):
        path = self.written("mixed.jsonl", mixed())
        files = {name: self.folder / name for name in ("furniture", "plan")}
        program("cluster", path, "-q", "--write-furniture", files["furniture"], "--write-plan", files["plan"], "-o", self.folder / "out")
        options = [f"--{name}={file}" for name, file in files.items()]
        frame = self.spark.read.json(str(path))
        for view, make, partitions in (("articles", cluster, 2), ("pairs", pairs, 5)):
            wanted = program("cluster", path, "-q", *options, "--emit", view, "--format", "jsonl")
            self.check(make(frame.repartition(partitions + 1), partitions=partitions, **files), view, wanted)

    def test_components_are_found_by_joins_too(self):
        draw = random.Random(5)
        names = [draw.randbytes(16) for _ in range(300)]
        chain = list(zip(names[:120], names[1:120]))
        edges = chain + [(names[120 + draw.randrange(180)], names[120 + draw.randrange(180)]) for _ in range(150)]
        draw.shuffle(edges)
        above = {name: name for edge in edges for name in edge}

        def root(name):
            while above[name] != name:
                name = above[name]
            return name

        for u, v in edges:
            low, high = sorted((root(u), root(v)))
            above[high] = low
        frame = self.spark.createDataFrame([edge for edge in edges if edge[0] != edge[1]], "u binary, v binary").repartition(3)
        wanted = {name: root(name) for edge in edges if edge[0] != edge[1] for name in edge}
        for one_task in (0, 10**6):
            found = {bytes(row.text): bytes(row.part) for row in components(frame, one_task).collect()}
            self.assertEqual(found, wanted)

    def test_columns_of_dates_are_dates(self):
        row = "select 'a' id, 'some words' text, date'2024-03-01' date union all select 'b', 'others', null"
        self.spark.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
        self.addCleanup(self.spark.conf.unset, "spark.sql.session.timeZone")
        for column, wanted in (("date", "2024-03-01"), ("timestamp(date) as date", "2024-03-01T00:00:00+09:00")):
            found = cluster(self.spark.sql(row).selectExpr("id", "text", column), partitions=1).collect()
            self.assertEqual({row.id: row.date for row in found}, {"a": wanted, "b": None})

    def test_what_does_not_go_is_said(self):
        frame = self.spark.createDataFrame([("a", "b")], "id string, text string")
        with self.assertRaisesRegex(InvalidError, "window"):
            cluster(frame, window="30d")
        with self.assertRaisesRegex(TypeError, "DataFrame"):
            cluster([{"text": "a"}])

    def test_the_readme_does_what_it_says_and_a_corpus_that_is_learnt_from_whole_has_the_same_clusters(self):
        pattern = re.compile(r"<!-- not run by the tests: .*tests/spark.*-->\n```python\n(.*?)^```$", re.M | re.S)
        written = self.folder / "clusters"
        before = os.getcwd()
        os.chdir(NEWS.parent.parent)
        try:
            for block in pattern.findall(README.read_text(encoding="utf-8")):
                exec(block.replace('"clusters"', repr(str(written))), {"spark": self.spark})
        finally:
            os.chdir(before)
        wanted = program("cluster", NEWS, "--rule", "strict", "-q", "--emit", "articles", "--format", "jsonl")
        self.check(self.spark.read.parquet(str(written)), "articles", wanted)


if __name__ == "__main__":
    unittest.main(verbosity=2)
