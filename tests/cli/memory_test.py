"""Anonymous memory stays within --memory and 64 bytes an article, however hard the corpus is.

usage: memory_test.py PROGRAM GENERATOR

One thread; RssAnon is looked at every 2 ms. The allowance is small and the articles are many, so that whatever is kept for each, or grows with
a cluster or a key that many have, shows: 300,000 articles of one line are 19 MiB beside an allowance of 16.
"""
import pathlib
import subprocess
import sys
import tempfile
import time

# shape, articles, words, --memory in MiB
CORPORA = [("one-line", 300_000, 20, 16), ("plain", 60_000, 100, 16), ("exact-copies", 100_000, 100, 16), ("shared-furniture", 20_000, 100, 16),
               ("forms", 20_000, 400, 16), ("near-copies", 20_000, 400, 16), ("giant-article", 2_000, 400, 64)]
BYTES_AN_ARTICLE, LOOKED_EVERY = 64, 0.002


def anonymous(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="ascii") as status:
            return next((int(line.split()[1]) * 1024 for line in status if line.startswith("RssAnon")), 0)
    except (FileNotFoundError, ProcessLookupError):
        return 0


def most_anonymous(command):
    with subprocess.Popen(command) as process:
        most = 0
        while process.poll() is None:
            most = max(most, anonymous(process.pid))
            time.sleep(LOOKED_EVERY)
    if process.returncode:
        sys.exit(f"memory_test: {command[1]} ended with {process.returncode}")
    return most


def main():
    program, generator = sys.argv[1:]
    beyond = []
    with tempfile.TemporaryDirectory() as folder:
        corpus = pathlib.Path(folder) / "in.jsonl"
        for shape, articles, words, memory in CORPORA:
            subprocess.run([generator, "--shape", shape, "--articles", str(articles), "--words", str(words), "--out", corpus], check=True)
            most = most_anonymous([program, "cluster", "--threads", "1", "--memory", f"{memory}M", "--scratch", folder, "--emit", "articles", "--format", "tsv",
                                   "-q", "-o", pathlib.Path(folder) / "out.tsv", corpus])
            allowed = (memory << 20) + BYTES_AN_ARTICLE * articles
            print(f"{shape}, {articles} articles, --memory {memory}M: {most / 2**20:.1f} MiB of {allowed / 2**20:.1f}", flush=True)
            if most > allowed:
                beyond.append(shape)
    if beyond:
        sys.exit("memory_test: beyond the bound: " + ", ".join(beyond))


main()
