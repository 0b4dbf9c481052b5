"""Each chance of the program to fail is taken in turn: the n-th allocation, read, write, opening of a file and thread start.

A run must end with status 2, a message that says why, and every earlier output as it was; or as if nothing had happened, with the
same bytes; or, where only an input could not be read, with status 3 and the file named. No run may be ended by a signal, leak (under
the address sanitizer) or leave anything behind.

usage: [WIRECOPY_FAULTS=all] faults_test.py PROGRAM FAULTS_LIBRARY SOURCES [CASE...]
"""

import array
import hashlib
import os
import pathlib
import shutil
import sys
import tempfile

sys.dont_write_bytecode = True
import served

# Of so many chances each is taken, and about so many of those behind them, chosen by hash. If all are wanted, so is each chance but of allocations:
# of those the first and the last that are made by the same calls, and where they are met in an earlier case one in so many of the first ones.
EACH, MORE, ONE_IN = 30, 30, 4
ALL = os.environ.get("WIRECOPY_FAULTS") == "all"

MOST_SECONDS = 60 # a run takes a fraction of one

KINDS = {
    "allocation": ("out of memory", "Cannot allocate memory", "there is no encoding"),  # the last is what the C library's iconv makes of it
    "read": ("Input/output error",),
    "cut-read": (),
    "write": ("No space left on device",),
    "cut-write": (),
    "open": ("Too many open files",),
    "rename": ("Permission denied",),
    "thread": (),
}

# What is run: NEWS and SEEDS are inputs; out, more and sum are files that hold something before; kept is a folder that is not there.
CASES = {
    "cluster": "cluster NEWS SEEDS -o out --summary sum --threads 1 --no-progress",
    "articles": "cluster NEWS --emit articles --format jsonl --threads 1",
    "html": "cluster NEWS --format html --threads 1 -o out",
    "threads": "cluster NEWS --emit articles --format jsonl --threads 3",
    "pairs": "cluster --files-from list --emit pairs --format tsv --threads 1 -o out",
    "dedup": "dedup NEWS -o out --report more --threads 1",
    "against": "dedup NEWS --against half -o out --report more --summary sum --threads 1",
    "compare as a page": "compare --in NEWS de-001 de-004 --format html -o out --threads 1",
    "compare": "compare --in NEWS de-001 de-004 --format jsonl -o out --threads 1",
    "compare files": "compare one.txt two.txt --threads 1",
    "furniture": "furniture NEWS -o out --write-furniture more --summary sum --threads 1",
    "plan": "plan NEWS -o out --svg more --threads 1",
    "write": "cluster NEWS -q -o out --write-furniture more --write-plan sum --threads 1",
    "known": "cluster NEWS -q -o out --furniture lines --plan keys --threads 1",
    "save": "cluster NEWS -q -o out --save kept --threads 1",
    "from": "cluster -q -o out --from saved --rule strict --threads 1",
    "dedup, threads": "dedup NEWS -o out --report more --threads 3",
    "furniture, threads": "furniture NEWS -o out --threads 3",
    "plan, threads": "plan NEWS -o out --threads 3",
    "compare, threads": "compare --in NEWS de-001 de-004 -o out --threads 3",
    "index query": "index query archive NEWS -o out --format jsonl --threads 1",
    "index info": "index info archive -o out --write-furniture more --write-plan sum",
    "eval": "eval found truth",
    "eval pairs": "eval found labels --format jsonl",
    "help": "help cluster",
    "wrong": "cluster --no-such-option",
}


class Room:
    def __init__(self, program, library, sources):
        memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # outputs are flushed to the disk, which takes longer than a run
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="wirecopy-faults-", dir=memory))
        self.names = {"NEWS": str(sources / "corpus/news/de.jsonl"), "SEEDS": str(sources / "tests/fuzz/seeds/read")}
        self.count = self.path / "count"
        for folder in ("scratch", "written"):
            (self.path / folder).mkdir()
        (self.path / "known-leaks").write_text("leak:ftw_startup\n")  # of the C library
        self.program = served.Program(program, library, self.path, self.path / "written", {
            "WIRECOPY_FAULT_COUNT": str(self.count),
            "TMPDIR": str(self.path / "scratch"),
            "ASAN_OPTIONS": "verify_asan_link_order=0:allocator_may_return_null=1",
            "LSAN_OPTIONS": "print_suppressions=0:suppressions=" + str(self.path / "known-leaks"),
        })
        (self.path / "list").write_text(self.names["NEWS"] + "\n")
        rows = self.run(["cluster", "--emit", "articles", "--format", "jsonl", self.names["NEWS"]], "allocation:0")[1]
        (self.path / "found").write_bytes(rows)
        (self.path / "truth").write_bytes(rows)
        (self.path / "labels").write_text('{"a":"de-001","b":"de-004","label":"same"}\n{"a":"de-001","b":"de-002","label":"different"}\n')
        records = pathlib.Path(self.names["NEWS"]).read_bytes().splitlines(keepends=True)
        (self.path / "half").write_bytes(b"".join(records[::2]))
        (self.path / "one.txt").write_text("One story of a few words.\nAnd a second line of it.\n")
        (self.path / "two.txt").write_text("Another story of other words.\n")
        self.run(["cluster", self.names["NEWS"], "-q", "--save", "saved", "--write-furniture", "lines", "--write-plan", "keys"], "allocation:0")
        self.run(["index", "create", "archive", str(self.path / "half"), "-q"], "allocation:0")
        self.made = sorted(os.listdir(self.path)) + ["out", "more", "sum", "count", "kept"]

    def close(self):
        self.program.close()
        shutil.rmtree(self.path)

    def outputs(self):
        return {name: (self.path / name).read_bytes() for name in ("out", "more", "sum")}

    def run(self, arguments, fault):
        """Status, standard output, standard error; the outputs stand as the run left them. Nothing is kept of earlier runs."""
        shutil.rmtree(self.path / "kept", ignore_errors=True)
        return self.run_again(arguments, fault)

    def run_again(self, arguments, fault):
        """The same, where what an earlier run kept is still there."""
        for name in ("out", "more", "sum"):
            (self.path / name).write_text("earlier\n")
        status, out, err = self.program.run(arguments, fault, MOST_SECONDS)
        return (-1, b"", "it does not end") if status is None else (status, out, err.decode("utf-8", "replace"))

    def left_over(self):
        return sorted(set(os.listdir(self.path)) - set(self.made)) + sorted(os.listdir(self.path / "scratch"))


def one_in(many, n):
    return int.from_bytes(hashlib.blake2b(str(n).encode(), digest_size=4).digest(), "big") % max(1, many) == 0


def chances(kind, calls, met):
    """The numbers of those that are taken. calls: by which calls each is made; met: those of earlier cases."""
    last = {made_by: n for n, made_by in enumerate(calls, 1)}
    here = set()
    for n, made_by in enumerate(calls, 1):
        first = made_by not in here
        here.add(made_by)
        wanted = (first and one_in(ONE_IN, n)) if made_by in met else (first or last[made_by] == n)
        if n <= EACH or one_in((len(calls) - EACH) // MORE, n) or (ALL and (kind != "allocation" or wanted)):
            yield n


def without_times(outputs):
    """The summary says how long a run took: it is compared by whether it is there."""
    return dict(outputs, sum=outputs["sum"][:8])


def fault_of(kind, room, whole, run):
    """What is wrong with a run, None where nothing is."""
    status, out, err = run
    files = without_times(room.outputs())
    if room.left_over():
        return "left over: " + " ".join(room.left_over())
    if status == whole["status"]:
        if out == whole["out"] and files == whole["files"]:
            return None
        if status != 3:
            return "other output than without a fault"
    words = KINDS[kind]
    if not words:
        return f"status {status}"
    if status not in (2, 3):
        return f"status {status}"
    if not any(word in err for word in words) and not (kind == "allocation" and ": archive: " in err):
        return f"status {status} without a word of " + " or ".join(words)
    if status == 3 and kind == "allocation":
        return None if ": archive: " in err else "status 3"  # libarchive's word for what zlib lacks
    if status == 3:
        return None if kind in ("read", "open") else "status 3"
    for name, data in files.items():
        if data != b"earlier\n" and data != whole["files"][name]:
            return f"half-written: {name}"
    return None


def after_it(room, arguments, whole):
    """What is wrong with the next run, which finds what the failed one kept; None where nothing is."""
    if "kept" not in arguments:
        return None
    status, out, err = room.run_again(arguments, "none:0")
    if status != whole["status"] or out != whole["out"] or without_times(room.outputs()) != whole["files"]:
        return f"the next run: status {status}: {err}"
    return None


def check_kind(room, name, arguments, kind, met):
    status, out, err = room.run(arguments, kind + ":0")
    whole = {"status": status, "out": out, "files": without_times(room.outputs())}
    calls = array.array("Q", room.count.read_bytes())
    count = len(calls)
    wrong = 0
    taken = 0
    for n in chances(kind, calls, met):
        run = room.run(arguments, f"{kind}:{n}")
        reason = fault_of(kind, room, whole, run) or after_it(room, arguments, whole)
        taken += 1
        if reason:
            wrong += 1
            if wrong <= 10:
                print(f"{name}: {kind} {n} of {count}: {reason}\n    status {run[0]}: {run[2].strip()[-2000:]}")
    met.update(calls)
    return count, taken, wrong


def main():
    program, library, sources = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    only = sys.argv[4:]
    room = Room(str(program), str(library), sources)
    wrong = 0
    met = set()
    chances_met = dict.fromkeys(KINDS, 0)
    try:
        for name, line in CASES.items():
            if only and name not in only:
                continue
            arguments = [argument.replace("NEWS", room.names["NEWS"]).replace("SEEDS", room.names["SEEDS"]) for argument in line.split()]
            told = []
            for kind in KINDS:
                if kind == "allocation" and "threads" in name:
                    continue  # the n-th is not the same each time, and the address sanitizer's own threads need some
                count, taken, bad = check_kind(room, name, arguments, kind, met)
                chances_met[kind] += count
                wrong += bad
                if count:
                    told.append(f"{kind} {taken} of {count}")
            print(f"{name}: " + ", ".join(told), flush=True)
    finally:
        room.close()
    for kind, count in chances_met.items():
        if count == 0 and not only:
            sys.exit(f"faults_test: no chance of {kind} was met: the test tests nothing")
    if wrong:
        sys.exit(f"faults_test: {wrong} runs went wrong")


main()
