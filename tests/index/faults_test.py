#!/usr/bin/env python3
"""What happens to an index when things go wrong: a process is killed while it adds, the disk is full, bytes of the file are changed, it is cut, of another
version or byte order; several write, read and compact at once. What was kept is whole, what is not whole is told, and no answer is wrong.

usage: faults_test.py PROGRAM GENERATOR [SEED]
"""
import json
import os
import pathlib
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM, GENERATOR = sys.argv[1:3]
SEED = int(sys.argv[3]) if len(sys.argv) > 3 else 1
draw = random.Random(SEED)


def fail(what):
    sys.exit(f"seed {SEED}: {what}")


def call(*arguments, **options):
    return subprocess.run([PROGRAM, "index", *map(str, arguments)], capture_output=True, text=True, **options)


def must(*arguments, status=0):
    done = call(*arguments)
    if done.returncode != status:
        fail(f"index {' '.join(map(str, arguments))}: status {done.returncode}\n{done.stderr}")
    return done


def info(index):
    return json.loads(must("info", index, "--format", "jsonl").stdout)


def corpus(path, articles, seed):
    subprocess.run([GENERATOR, "--articles", str(articles), "--seed", str(seed), "--words", "60", "--out", path], check=True)
    renamed = [dict(json.loads(line), id=f"s{seed}-{number}") for number, line in enumerate(path.read_text().splitlines())]
    path.write_text("".join(json.dumps(article) + "\n" for article in renamed))
    return path


def killed_while_it_adds(folder, index, more):
    """Whole batches are there, whenever it was killed; adding again gives what adding once does."""
    began = time.time()
    must("add", copy(folder, index, "whole"), more)
    seconds = time.time() - began
    expected = info(folder / "whole")
    for number in range(8):
        victim = copy(folder, index, "killed")
        process = subprocess.Popen([PROGRAM, "index", "add", victim, more, "-q"], stderr=subprocess.DEVNULL)
        time.sleep(seconds * draw.random())
        process.send_signal(signal.SIGKILL)
        process.wait()
        must("check", victim)
        if (info(victim)["articles"] - info(index)["articles"]) % 4096 not in (0, (expected["articles"] - info(index)["articles"]) % 4096):
            fail(f"half a batch is there: {info(victim)}")
        must("add", victim, more)
        must("check", victim)
        if info(victim)["postings"] != expected["postings"] or info(victim)["articles"] != expected["articles"]:
            fail(f"killed {number} and added again: {info(victim)}, not {expected}")


def killed_while_it_is_made(folder, more):
    for number in range(4):
        victim = folder / f"unborn{number}"
        process = subprocess.Popen([PROGRAM, "index", "create", victim, more, "-q"], stderr=subprocess.DEVNULL)
        time.sleep(0.3 * draw.random())
        process.send_signal(signal.SIGKILL)
        process.wait()
        done = call("check", victim)
        if done.returncode not in (0, 2) or (done.returncode == 2 and not ("no index" in done.stderr or "cut" in done.stderr)):
            fail(f"an index that was not made to its end: {done.returncode} {done.stderr}")


def copy(folder, index, name):
    shutil.rmtree(folder / name, ignore_errors=True)
    shutil.copytree(index, folder / name)
    return folder / name


def full_disk(folder, index, more):
    """A file may not grow: what was there stays whole."""
    for room in (0, 100_000, 400_000):
        victim = copy(folder, index, "full")
        before = info(victim)
        most = (victim / "data.mdb").stat().st_size + room

        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        done = call("add", victim, more, preexec_fn=limit)
        if done.returncode != 2 or "wirecopy: " not in done.stderr:
            fail(f"a full disk: status {done.returncode} {done.stderr}")
        must("check", victim)
        if info(victim)["articles"] != before["articles"] and (info(victim)["articles"] - before["articles"]) % 4096:
            fail("a full disk left half a batch")
        done = call("compact", victim, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)) or
                    signal.signal(signal.SIGXFSZ, signal.SIG_IGN))
        if done.returncode != 2 or (victim / "compact.mdb").exists():
            fail(f"a full disk while compacting: status {done.returncode} {done.stderr}")
        must("check", victim)
    done = call("create", folder / "nowhere", more, preexec_fn=limit)
    if done.returncode == 0 or (folder / "nowhere").exists():
        fail(f"a full disk while an index is made: {done.returncode} {done.stderr}")


def changed_bytes(folder, index):
    """A byte is changed somewhere: check tells it, or it lay where nothing is; nothing but a message comes of asking."""
    told = 0
    data = bytearray((index / "data.mdb").read_bytes())
    for number in range(25):
        victim = copy(folder, index, "changed")
        changed = bytearray(data)
        for _ in range(draw.choice([1, 1, 64])):
            changed[draw.randrange(2 * 4096, len(changed))] ^= 1 << draw.randrange(8)
        (victim / "data.mdb").write_bytes(changed)
        done = call("check", victim, "-q", timeout=60)
        if done.returncode not in (0, 1, 2):
            fail(f"check of a damaged file: status {done.returncode} {done.stderr}")
        told += done.returncode != 0
    if told < 15:
        fail(f"only {told} of 25 damages were told")


def refused_files(folder, index):
    data = (index / "data.mdb").read_bytes()
    victim = copy(folder, index, "refused")
    for what, changed, word in (
        ("another byte order", data[:16] + data[16:20][::-1] + data[20:], "byte order"),
        ("another version", data.replace(b"wirecopy index\0\0\4\0\0\0", b"wirecopy index\0\0\x63\0\0\0"), "version 99"),
        ("another magic", b"x" * 4096 + data[4096:], "no index"),
        ("a cut file", data[: len(data) // 8192 * 4096], "cut"),
        ("an empty file", b"", "no index"),
    ):
        (victim / "data.mdb").write_bytes(changed)
        for action in ("info", "query", "check"):
            done = call(action, victim, *(["/dev/null"] if action == "query" else []))
            if done.returncode != 2 or word not in done.stderr:
                fail(f"{what}, {action}: status {done.returncode} {done.stderr}")


def all_at_once(folder, index, batches):
    """Two add, one compacts, others ask: whoever was told that it came too late begins again, and all is there in the end."""
    victim = copy(folder, index, "shared")
    asked = folder / "asked.jsonl"
    asked.write_text(batches[0].read_text().splitlines()[0] + "\n")
    running = [[PROGRAM, "index", "add", str(victim), str(batch), "-q"] for batch in batches]
    adders = [(command, subprocess.Popen(command, stderr=subprocess.PIPE, text=True)) for command in running]
    while adders:
        done = call("query", victim, asked, "--format", "jsonl")
        if done.returncode != 0:
            fail(f"asking beside others: {done.stderr}")
        done = call("compact", victim)
        if done.returncode != 0:
            fail(f"compacting beside others: {done.stderr}")
        left = []
        for command, process in adders:
            if process.poll() is None:
                left.append((command, process))
            elif process.returncode == 2 and "was compacted meanwhile" in process.stderr.read():
                left.append((command, subprocess.Popen(command, stderr=subprocess.PIPE, text=True)))
            elif process.returncode != 0:
                fail(f"{command}: {process.returncode}")
        adders = left
        time.sleep(0.05)
    must("check", victim)
    expected = info(index)["articles"] + sum(len(batch.read_text().splitlines()) for batch in batches)
    if info(victim)["articles"] != expected:
        fail(f"{info(victim)['articles']} articles are there, not {expected}")


def read_only(folder, index):
    if os.getuid() == 0:
        return
    victim = copy(folder, index, "locked")
    for path in (victim / "data.mdb", victim / "lock.mdb", victim):
        path.chmod(0o555 if path == victim else 0o444)
    must("info", victim)
    victim.chmod(0o755)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        first, more, third = (corpus(folder / f"{seed}.jsonl", articles, seed) for seed, articles in ((1, 300), (2, 9000), (3, 2000)))
        index = folder / "index"
        must("create", index, first, "-q")
        killed_while_it_adds(folder, index, more)
        killed_while_it_is_made(folder, more)
        full_disk(folder, index, more)
        changed_bytes(folder, index)
        refused_files(folder, index)
        all_at_once(folder, index, [more, third])
        read_only(folder, index)


main()
