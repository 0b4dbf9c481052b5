"""An index among threads, processes, signals and exceptions; answers are made as they are looked at; nothing leaks."""

import gc
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

import wirecopy
from testing import fork, program, story


class Mine(Exception):
    pass


def rows(first, count):
    return [{"id": f"s{number}", "text": story(number)} for number in range(first, first + count)]


class WithIndex(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name) / "index"
        self.index = wirecopy.Index.create(self.path, rows(0, 30))
        self.addCleanup(lambda: self.index.close())

    def matches(self, number, index=None):
        (answer,) = (index or self.index).query({"id": "asked", "text": story(number)})
        return [match.id for match in answer]


class Life(WithIndex):
    def test_closed(self):
        answers = self.index.query([story(3)] * 20)
        self.assertEqual(next(answers)[0].id, "s3")
        with self.index:
            pass
        self.index.close()
        self.index.close()
        self.assertRaisesRegex(wirecopy.InUseError, "the index was closed", list, answers)
        for call in (
            self.index.info,
            self.index.check,
            self.index.compact,
            lambda: self.index.add(rows(50, 1)),
            lambda: self.index.query(rows(50, 1)),
            lambda: self.index.report(rows(50, 1)),
            lambda: self.index.remove("s3"),
            lambda: "s3" in self.index,
            lambda: len(self.index),
            lambda: self.index.write_plan("/dev/null"),
        ):
            self.assertRaisesRegex(wirecopy.InUseError, "the index was closed", call)
        self.assertEqual(repr(self.index), f"<wirecopy.Index {os.fspath(self.path)!r}>")

    def test_answers_are_made_as_they_are_looked_at(self):
        told = []
        with wirecopy.Index(self.path, progress=told.append) as index:
            answers = index.query([story(number % 30) for number in range(500)])
            self.assertEqual([progress for progress in told if progress.stage == "asking"], [])
            self.assertEqual(next(answers)[0].id, "s0")
            asked = [progress for progress in told if progress.stage == "asking"]
            self.assertLess(asked[-1].done, 20)
            self.assertEqual(asked[-1].total, 500)
            index.remove([f"s{number}" for number in range(15, 30)])  # between two answers the index can be changed
            self.assertEqual([bool(answer) for answer in answers][-500 + 60 :], [number % 30 < 15 for number in range(60, 500)])

    def test_who_makes_articles_may_ask(self):
        def new():
            for row in [*rows(20, 20), dict(rows(35, 1)[0], id="again")]:
                if not any(self.index.query(row)):
                    yield row

        self.assertEqual(self.index.add(new()), (11, 0, 0, 0))
        self.assertEqual(self.matches(35), ["again", "s35"])

    def test_another_working_directory(self):
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(self.path.parent)
        with wirecopy.Index("index") as index:
            os.chdir("/")
            self.assertEqual((index.add(rows(70, 1)).added, self.matches(70, index), index.check()), (1, ["s70"], []))

    def test_many_copies(self):
        self.index.add([{"id": f"c{number}", "text": story(3)} for number in range(700)])
        answers = list(self.index.query([story(3)] * 30))
        self.assertEqual([len(answer) for answer in answers], [701] * 30)

    def test_compacted_by_another(self):
        with wirecopy.Index(self.path) as other:
            self.assertEqual(other.add(rows(40, 1)).added, 1)
            self.index.compact()
            program("index", "compact", self.path)
            self.assertEqual(other.add(rows(41, 1)).added, 1)
            for index in (self.index, other):
                self.assertEqual((self.matches(40, index), self.matches(41, index), self.matches(42, index)), (["s40"], ["s41"], []))

    def test_another_takes_its_place(self):
        for name in os.listdir(self.path):
            os.unlink(self.path / name)
        with self.assertRaisesRegex(wirecopy.BadInputError, "no index"):
            self.index.info()
        wirecopy.Index.create(self.path, rows(0, 5), rule="strict").close()
        with self.assertRaisesRegex(wirecopy.InvalidError, "another index has taken the place of this one"):
            self.matches(3)
        self.assertEqual(len(wirecopy.Index(self.path)), 5)

    def test_a_fork_leaves_its_parents_alone(self):
        child = fork()
        if child == 0:
            status = 1
            try:
                self.index.info()
            except wirecopy.InUseError:
                with wirecopy.Index(self.path) as own:
                    status = 0 if self.matches(3, own) == ["s3"] and own.add(rows(60, 1)).added == 1 else 2
            os._exit(status)
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertEqual((self.matches(60), self.index.check()), (["s60"], []))

    def test_nothing_leaks(self):
        number = 100

        def everything():
            nonlocal number
            number += 1
            with wirecopy.Index(self.path, progress=lambda _: None, scratch="/tmp") as index:
                index.add({"id": "new", "text": story(number)}, replace=True)
                answers = index.query(rows(0, 12))
                next(answers)
                list(index.query({"id": "x", "text": story(number), "title": "\ud800"}))
                index.report(rows(3, 1)), index.info(), index.remove(["new", "nobody"]), "s3" in index
                for wrong in (
                    lambda: index.query(5),
                    lambda: index.add([story(0)], out=5),
                    lambda: index.report([story(0)], format="html"),
                    lambda: index.remove([5]),
                    lambda: wirecopy.Index("/nowhere"),
                    lambda: wirecopy.Index(self.path, threads=999999),
                    lambda: list(wirecopy.Index(self.path, progress=raises).query(rows(0, 3))),
                ):
                    try:
                        wrong()
                    except (TypeError, wirecopy.Error, Mine):
                        pass
            if number % 20 == 0:
                self.assertEqual(wirecopy.Index(self.path).check(), [])

        def raises(told):
            if told.stage == "asking":
                raise Mine

        def held_after(times):
            for _ in range(times):
                everything()
            gc.collect()
            resident = int(pathlib.Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGESIZE")
            return sys.getallocatedblocks(), resident, len(os.listdir("/proc/self/fd"))

        held_after(20)  # caches of Python's and of the allocator's are full then
        blocks, memory, files = held_after(1)
        blocks_later, memory_later, files_later = held_after(200)
        self.assertLess(blocks_later - blocks, 150)  # what leaks a block each time has 200 more
        self.assertLessEqual(files_later, files)
        if not os.environ.get("WIRECOPY_SANITIZED"):
            self.assertLess(memory_later - memory, 2 << 20)


class Threads(WithIndex):
    def run_all(self, calls):
        failures = []

        def run(call):
            try:
                call()
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=run, args=(call,)) for call in calls]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    def ask(self, index=None):
        def call():
            for number in range(60):
                self.assertEqual(self.matches(number % 30, index or self.index), [f"s{number % 30}"])

        return call

    def test_two_read_at_once(self):
        with wirecopy.Index(self.path) as other:
            self.run_all([self.ask(), self.ask(other), self.ask(other)])

    def test_they_are_within_the_library_together(self):
        both = threading.Barrier(2, timeout=60)

        def meet(told):
            if told.stage == "asking" and told.done == 0:
                both.wait()  # which one alone would wait for in vain

        def call():
            with wirecopy.Index(self.path, progress=meet) as index:
                self.assertEqual(self.matches(7, index), ["s7"])

        self.run_all([call, call])

    def test_two_write_while_others_read(self):
        def store(first):
            def call():
                with wirecopy.Index(self.path) as index:
                    for number in range(first, first + 20):
                        self.assertEqual(index.add(rows(number, 1)), (1, 0, 0, 0))
                        self.assertEqual(self.matches(number, index), [f"s{number}"])

            return call

        with wirecopy.Index(self.path) as other:
            self.run_all([store(100), store(200), self.ask(), self.ask(other)])
        self.assertEqual((len(self.index), self.index.check()), (70, []))

    def test_what_a_call_calls_writes_nothing(self):
        def change(told):
            if told.stage == "asking":
                self.assertEqual(len(self.index), 30)
                self.index.remove("s3")

        with wirecopy.Index(self.path, progress=change) as index:
            with self.assertRaisesRegex(wirecopy.InvalidError, "in use by a call of this thread"):
                list(index.query(rows(0, 1)))
        with wirecopy.Index(self.path, progress=lambda _: index.info()) as index:
            self.assertRaises(wirecopy.InUseError, list, index.query(rows(0, 1)))
        self.assertEqual(self.index.remove("s3"), (1, []))


class Interrupted(WithIndex):
    def test_exceptions_end_a_call(self):
        def raises(told):
            if told.stage == self.stage:
                raise Mine

        with wirecopy.Index(self.path, progress=raises) as index:
            for self.stage, call in (
                ("read", lambda: index.add(rows(50, 300))),
                ("index", lambda: index.add(rows(50, 3))),
                ("asking", lambda: list(index.query(rows(0, 3)))),
                ("asking", lambda: index.report(rows(0, 3))),
                ("check", index.check),
            ):
                with self.subTest(stage=self.stage):
                    self.assertRaises(Mine, call)
            self.stage = None
            self.assertEqual((len(index), self.matches(3, index), index.check()), (30, ["s3"], []))

    def test_an_output_that_fails(self):
        def fails(_):
            raise Mine

        out = type("Out", (), {"write": staticmethod(fails)})()
        for call in (lambda: self.index.report(rows(0, 3), out=out), lambda: self.index.write_plan(out)):
            self.assertRaises(Mine, call)
        self.assertRaises(Mine, lambda: self.index.add(rows(50, 3), out=out))
        self.assertEqual(len(self.index), 33)  # they were stored before it was told what they match

    def test_an_interrupt_ends_a_writer(self):
        code = (
            "import signal, sys, wirecopy\n"
            "sys.path.insert(0, sys.argv[2])\n"
            "from testing import story\n"
            "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
            "def progress(told):\n"
            "    if told.stage == 'index' and told.done: signal.raise_signal(signal.SIGINT)\n"
            "index = wirecopy.Index(sys.argv[1], progress=progress)\n"
            "try: index.add({'id': f'n{n}', 'text': story(n, 3)} for n in range(1000, 10000))\n"
            "except KeyboardInterrupt: sys.exit(7 if len(index) == 30 + 4096 else len(index) % 256)\n"
        )
        done = subprocess.run([sys.executable, "-c", code, self.path, os.path.dirname(__file__)], check=False)
        self.assertEqual(done.returncode, 7)
        self.assertEqual((len(self.index), self.index.check()), (30 + 4096, []))

    def test_a_writer_that_is_killed(self):
        code = (
            "import os, signal, sys, wirecopy\n"
            "sys.path.insert(0, sys.argv[2])\n"
            "from testing import story\n"
            "def progress(told):\n"
            "    if told.stage == 'index' and told.done: os.kill(os.getpid(), signal.SIGKILL)\n"
            "index = wirecopy.Index(sys.argv[1], progress=progress)\n"
            "index.add({'id': f'n{n}', 'text': story(n, 3)} for n in range(1000, 6000))\n"
        )
        done = subprocess.run([sys.executable, "-c", code, self.path, os.path.dirname(__file__)], check=False)
        self.assertEqual(done.returncode, -signal.SIGKILL)
        self.assertEqual((len(self.index), self.index.check()), (30 + 4096, []))
        self.assertEqual(self.index.add(rows(50, 1)).added, 1)

    def test_damage_that_ends_who_looks(self):
        size = (self.path / "data.mdb").stat().st_size
        self.assertEqual(self.index.check(), [])
        with open(self.path / "data.mdb", "r+b") as file:
            file.seek(8192)
            pages = file.read()
            file.seek(8192)
            for at in range(0, len(pages), 4096):  # of each page the places where things lie are beyond its end
                page = bytearray(pages[at : at + 4096])
                page[16:64] = b"\xff" * 48
                file.write(page)
        self.assertEqual((self.path / "data.mdb").stat().st_size, size)
        try:
            self.assertIn("damaged", self.index.check()[-1])
        except wirecopy.BadInputError as error:
            self.assertIn("damaged", str(error))

    def test_two_processes_write(self):
        code = (
            "import sys, wirecopy\n"
            "sys.path.insert(0, sys.argv[2])\n"
            "from testing import story\n"
            "first = int(sys.argv[3])\n"
            "with wirecopy.Index(sys.argv[1]) as index:\n"
            "    for n in range(first, first + 30): assert index.add({'id': f's{n}', 'text': story(n)}).added == 1\n"
        )
        processes = [
            subprocess.Popen([sys.executable, "-c", code, self.path, os.path.dirname(__file__), str(first)]) for first in (100, 200, 300)
        ]
        self.assertEqual([process.wait() for process in processes], [0, 0, 0])
        self.assertEqual((len(self.index), self.index.check()), (120, []))
        written = json.loads(program("index", "info", self.path, "--format", "jsonl"))
        self.assertEqual(written["articles"], 120)


if __name__ == "__main__":
    unittest.main()
