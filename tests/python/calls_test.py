"""Calls among Python's threads, signals, exceptions and forks; nothing leaks."""

import bz2
import gc
import gzip
import io
import lzma
import os
import pathlib
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import warnings
import weakref

import wirecopy
from arrow_testing import Table, texts
from testing import NEWS, fork, groups, program, story

BAD = '{"text": "one"}\n{"text": \n[]\n{"text": "two"}\n' + "".join(f'{{"n": {n}}}\n' for n in range(15))


class Mine(Exception):
    pass


def raises(*_):
    raise Mine


class Problems(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "bad.jsonl")
        pathlib.Path(self.path).write_text(BAD, encoding="utf-8")

    def test_to_a_callable(self):
        problems = []
        clustering = wirecopy.cluster(self.path, problem=problems.append)
        self.assertEqual(len(problems), 17)
        self.assertEqual((problems[0].kind, problems[0].path, problems[0].line), ("record", self.path, 2))
        self.assertEqual(str(problems[-1]), f"{self.path}:19: no text field")
        self.assertEqual(clustering.summary()["read"]["skipped_records"], 17)

    def test_as_warnings_at_the_callers_line(self):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            wirecopy.cluster(self.path)
        self.assertEqual(len(caught), 13)  # two of other kinds, ten of one, and how many more there are
        self.assertEqual({warning.category for warning in caught}, {wirecopy.InputWarning})
        self.assertEqual({warning.filename for warning in caught}, {__file__})
        self.assertEqual(str(caught[-1].message), "5 more: no text field")

    def test_as_errors(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error", wirecopy.InputWarning)
            with self.assertRaises(wirecopy.InputWarning):
                wirecopy.cluster(self.path)
            with self.assertRaises(wirecopy.InputWarning):
                wirecopy.cluster(["text", {"no": "text"}])

    def test_strict(self):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            with self.assertRaisesRegex(wirecopy.BadInputError, f"{self.path}:2: ") as raised:
                wirecopy.cluster(self.path, strict=True)
        self.assertIsInstance(raised.exception, ValueError)
        self.assertEqual(raised.exception.status, 5)

    def test_what_cannot_be_opened(self):
        problems = []
        with self.assertRaises(wirecopy.NothingReadError) as raised:
            wirecopy.cluster("/nowhere/at/all", problem=problems.append)
        self.assertIsInstance(raised.exception, OSError)
        self.assertEqual([problem.kind for problem in problems], ["file"])
        self.assertRaises(ValueError, wirecopy.cluster, "")

    def test_names_that_are_no_utf8(self):
        path = os.path.join(os.fsencode(self.folder.name), b"\xff\xfe.jsonl")
        pathlib.Path(os.fsdecode(path)).write_text("{}\n", encoding="utf-8")
        problems = []
        wirecopy.cluster(path, problem=problems.append)
        self.assertEqual(os.fsencode(problems[0].path), path)


class Callbacks(unittest.TestCase):
    def test_progress(self):
        told = []
        wirecopy.cluster(NEWS, progress=told.append)
        stages = list(dict.fromkeys(progress.stage for progress in told))
        self.assertEqual(stages[0], "read")
        self.assertIn("clusters", stages)
        self.assertEqual(max(progress.done for progress in told if progress.stage == "read"), 134)

        told.clear()
        wirecopy.cluster([story(number) for number in range(300)], progress=told.append)
        self.assertEqual([progress.done for progress in told if progress.stage == "read"][-1], 300)

    def test_their_exceptions_are_the_calls(self):
        for options in ({"progress": raises}, {"problem": raises}):
            with self.subTest(options=options), self.assertRaises(Mine):
                wirecopy.cluster([story(0), *([{}] if "problem" in options else [])], **options)
        clustering = wirecopy.cluster(NEWS)
        out = type("Out", (), {"write": staticmethod(raises)})()
        for call in (
            lambda: clustering.report(out=out),
            lambda: clustering.report(format="html", out=out),
            lambda: clustering.dedup(NEWS, out),
            lambda: clustering.dedup(NEWS, io.BytesIO(), report=out),
            lambda: wirecopy.plan(articles=5).svg(out),
        ):
            self.assertRaises(Mine, call)
        self.assertTrue(clustering.report())  # it can be called again

    def test_cannot_call_what_calls_them(self):
        corpus = None
        for call in (lambda _: corpus.counts, lambda _: corpus.add(text="more"), lambda _: corpus.close(), lambda _: corpus.cluster()):
            with wirecopy.Corpus(progress=call) as corpus, self.assertRaises(wirecopy.InUseError):
                corpus.add_paths(NEWS)

        def rows():
            yield story(0)
            corpus.add(text="more")

        with wirecopy.Corpus() as corpus, self.assertRaises(wirecopy.InUseError):
            corpus.add_articles(rows())

    def test_can_call_another(self):
        inner = []
        wirecopy.cluster(NEWS, progress=lambda _: inner.append(len(wirecopy.cluster([story(0)]))))
        self.assertEqual(set(inner), {1})


class Life(unittest.TestCase):
    def test_clusters_keep_their_clustering(self):
        cluster = wirecopy.cluster(NEWS)[0]
        member = cluster.representative
        gc.collect()
        self.assertEqual((cluster.size, cluster[4].id, member.id, cluster.spread.dated), (5, "en-017", "en-015", 5))

    def test_members_can_be_pickled(self):
        member = wirecopy.cluster(NEWS)[0][0]
        self.assertEqual(pickle.loads(pickle.dumps(member)), member)
        self.assertEqual(f"{wirecopy.InputWarning!r}", "<class 'wirecopy.InputWarning'>")

    def test_closed(self):
        corpus = wirecopy.Corpus()
        corpus.add_paths(NEWS)
        clustering = corpus.cluster()
        corpus.close()
        corpus.close()
        with self.assertRaisesRegex(wirecopy.InUseError, "closed"):
            corpus.add(text="more")
        self.assertEqual(len(clustering), 58)
        with clustering:
            cluster = clustering[0]
        self.assertRaises(wirecopy.InUseError, clustering.report)
        self.assertRaises(wirecopy.InUseError, lambda: cluster[0])

    def test_order_of_calls(self):
        corpus = wirecopy.Corpus()
        corpus.add_articles([story(0), story(0, 8)])
        corpus.cluster()
        for call in (corpus.cluster, corpus.compare, lambda: corpus.add(text="more"), corpus.plan):
            self.assertRaises(wirecopy.InvalidError, call)

    def test_cycles_are_found(self):
        class Owner:
            def take(self, problem):
                pass

        owner = Owner()
        owner.corpus = wirecopy.Corpus(problem=owner.take)
        owner.clustering = wirecopy.cluster([story(0)], problem=owner.take)
        gone = weakref.ref(owner)
        del owner
        gc.collect()
        self.assertIsNone(gone())

    def test_nothing_leaks(self):
        table = {"text": texts([story(0), None, story(1)])}

        def everything():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                clustering = wirecopy.cluster(
                    [{"text": story(0), "id": "a"}, {"text": "\ud800" + story(0, 8), "id": "b", "date": 5}, {}, story(1)],
                    keep_lines=True,
                    scratch="/tmp",
                    text_field=None,
                    progress=lambda _: None,
                )
                wirecopy.cluster(Table(table))
            for cluster in clustering:
                list(cluster), cluster.origin, cluster.spread
            clustering.report(format="html"), list(clustering.articles()), clustering.summary(), list(
                clustering.furniture()
            ), clustering.cluster_of(0)
            wirecopy.compare(story(0), story(0, 8)).report(), wirecopy.plan(articles=9).report(), wirecopy.dedup(NEWS / "ar.jsonl")
            for wrong in (
                lambda: wirecopy.cluster([5]),
                lambda: wirecopy.cluster(NEWS, threads=999),
                lambda: wirecopy.cluster("/nowhere", problem=raises),
                lambda: wirecopy.cluster([story(0)], progress=raises),
                lambda: wirecopy.compare("a", "b", in_=[{"id": "a", "text": "a"}]),
                lambda: wirecopy.cluster(Table(table, fail="rows"), problem=lambda _: None),
            ):
                try:
                    wrong()
                except (TypeError, wirecopy.Error, Mine, OSError):
                    pass

        def resident():
            gc.collect()
            return int(pathlib.Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE")

        def held_after(times):
            for _ in range(times):
                everything()
            memory = resident()
            return sys.getallocatedblocks(), memory

        def grown(before, after):
            sanitized = os.environ.get("WIRECOPY_SANITIZED")  # it keeps memory of its own
            return after[0] - before[0] >= 50 or (not sanitized and after[1] - before[1] >= 2 << 20)

        held_after(20)  # caches of Python's and of the allocator's are full then
        before, after = held_after(1), held_after(80)
        if grown(before, after):  # a cache may fill late, once; what leaks a block each time has 80 more each time
            before, after = after, held_after(80)
        self.assertFalse(grown(before, after), (before, after))
        self.assertEqual(Table.live, 0)


class Threads(unittest.TestCase):
    def test_one_each(self):
        expected, found = wirecopy.cluster(NEWS).report(), []
        threads = [threading.Thread(target=lambda: found.append(wirecopy.cluster(NEWS, threads=2).report())) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(found, [expected] * 6)

    def test_one_for_all(self):
        clustering, found = wirecopy.cluster(NEWS), []

        def look():
            for _ in range(10):
                found.append((clustering.report(format="jsonl"), [member.id for cluster in clustering for member in cluster]))

        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(found), 40)
        self.assertTrue(all(each == found[0] for each in found))

    def test_a_corpus_for_all(self):
        corpus = wirecopy.Corpus()
        threads = [
            threading.Thread(target=lambda first=first: corpus.add_articles({"id": n, "text": story(n)} for n in range(first, first + 50)))
            for first in range(0, 200, 50)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(corpus.cluster()), 200)

    def test_others_run_meanwhile(self):
        ticks, over = [], threading.Event()

        def tick():
            while not over.is_set():
                ticks.append(time.monotonic())
                time.sleep(0.001)

        thread = threading.Thread(target=tick)
        thread.start()
        corpus = wirecopy.Corpus(threads=1, keys="all")
        corpus.add_articles(story(n % 40, 6 + n // 40) for n in range(2000))
        began = time.monotonic()
        corpus.cluster()
        ended = time.monotonic()
        over.set()
        thread.join()
        within = [tick for tick in ticks if began < tick < ended]
        self.assertGreater(len(within), 5 * (ended - began))  # of a thousand a second where the lock was given away


class Signals(unittest.TestCase):
    def setUp(self):  # a background job's are ignored
        self.addCleanup(signal.signal, signal.SIGINT, signal.signal(signal.SIGINT, signal.default_int_handler))

    def test_an_interrupt_ends_a_run(self):
        began = []

        def progress(told):
            if told.stage != "read" and not began:
                began.append(1)
                threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()

        corpus = wirecopy.Corpus(threads=2, keys="all", progress=progress)
        corpus.add_articles(story(n % 400, 6 + n // 400) for n in range(8000))
        with self.assertRaises(KeyboardInterrupt):
            corpus.cluster()
            time.sleep(5)  # where the run was too quick
        self.assertTrue(began)

    def test_handlers_run_and_the_run_goes_on(self):
        heard = []
        before = signal.signal(signal.SIGALRM, lambda *_: heard.append(1))
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.02)
            wirecopy.cluster(story(n % 50, 9) for n in range(1000))
            time.sleep(0.05)
        finally:
            signal.signal(signal.SIGALRM, before)
        self.assertEqual(heard, [1])

    def test_a_fork_leaves_its_parents_things_alone(self):
        clustering = wirecopy.cluster(NEWS)
        child = fork()
        if child == 0:
            status = 1
            try:
                clustering.report()
            except wirecopy.InUseError:
                status = 0 if len(wirecopy.cluster([story(0)])) == 1 else 2
            del clustering
            gc.collect()
            os._exit(status)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertTrue(clustering.report())

    def test_an_interrupt_ends_the_wait_for_a_silent_pipe(self):
        code = "import signal, wirecopy; signal.setitimer(signal.ITIMER_REAL, 0.1); wirecopy.cluster('-')"
        before = "import signal, sys; signal.signal(signal.SIGALRM, lambda *_: sys.exit(7)); "
        read, write = os.pipe()
        done = subprocess.run([sys.executable, "-c", before + code], stdin=read, timeout=60, check=False)
        os.close(read)
        os.close(write)
        self.assertEqual(done.returncode, 7)

    def test_standard_input(self):
        code = "import sys, wirecopy; print(len(wirecopy.cluster('-'))); print(wirecopy.dedup(sys.argv[1]).kept)"
        with open(NEWS / "en.jsonl", "rb") as file:
            done = subprocess.run([sys.executable, "-c", code, NEWS / "en.jsonl"], stdin=file, capture_output=True, check=True)
        self.assertEqual(done.stdout.split(), [b"13", b"13"])
        code = "import wirecopy; wirecopy.dedup('-', out='-')"
        done = subprocess.run([sys.executable, "-c", code], input=(NEWS / "en.jsonl").read_bytes(), capture_output=True, check=True)
        self.assertEqual(done.stdout, program("dedup", NEWS / "en.jsonl", "-q"))


class Outputs(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name) / "out.txt"
        self.clustering = wirecopy.cluster([{"id": "ع", "text": story(0), "title": "خبر"}, {"id": "b", "text": story(0, 8)}])

    def test_paths_and_file_objects(self):
        expected = self.clustering.report()
        self.assertIn("خبر", expected)
        self.assertIsNone(self.clustering.report(out=self.path))
        self.assertEqual(self.path.read_text(encoding="utf-8"), expected)
        for file in (io.BytesIO(), io.StringIO()):
            self.clustering.report(out=file)
            written = file.getvalue()
            self.assertEqual(written if isinstance(written, str) else written.decode(), expected)
        with open(self.path, "wb", buffering=0) as file:
            self.clustering.report(out=file)
        self.assertEqual(self.path.read_bytes().decode(), expected)
        self.assertRaises(TypeError, self.clustering.report, out=5)

    def test_a_failure_leaves_a_file_as_it_was(self):
        self.path.write_text("before", encoding="utf-8")
        self.path.chmod(0o640)
        self.assertRaises(wirecopy.InvalidError, self.clustering.report, "pairs", "html", self.path)
        self.assertEqual(self.path.read_text(encoding="utf-8"), "before")
        self.assertEqual(os.listdir(self.folder.name), ["out.txt"])
        self.clustering.report(out=self.path)
        self.assertEqual(self.path.stat().st_mode & 0o777, 0o640)
        missing = self.path.parent / "none" / "out.txt"
        with self.assertRaises(FileNotFoundError) as raised:
            self.clustering.report(out=missing)
        self.assertEqual(raised.exception.filename, str(missing))
        self.assertRaises(IsADirectoryError, self.clustering.report, out=self.folder.name)

    def test_a_full_disk(self):
        if os.path.exists("/dev/full"):
            self.assertRaises(OSError, self.clustering.report, out="/dev/full")
            self.path.with_suffix(".gz").symlink_to("/dev/full")
            self.assertRaises(OSError, self.clustering.report, out=self.path.with_suffix(".gz"))

    def test_compressed(self):
        for name, module in ((".gz", gzip), (".xz", lzma), (".bz2", bz2)):
            path = self.path.with_suffix(name)
            self.clustering.report(out=path)
            with module.open(path, "rt", encoding="utf-8") as file:
                self.assertEqual(file.read(), self.clustering.report())

    def test_groups(self):
        self.assertEqual(groups(self.clustering), {frozenset({"ع", "b"})})


if __name__ == "__main__":
    unittest.main()
