"""Anonymous memory stays within --memory and 64 bytes an article, however hard the corpus is.

usage: memory_test.py PROGRAM GENERATOR

RssAnon is looked at every 2 ms, mostly of one thread: of two it varies. The allowance is small and the articles are many, so that whatever is kept for each, or grows with
a cluster or a key that many have, shows: 300,000 articles of one line are 19 MiB beside an allowance of 16. By two threads that of near copies
and forms is larger: what is joined waits for its turn in twice as many places as there are threads, and each holds some of it. Within a window a group of
equal texts becomes many, and their pairs are dealt anew. What is kept of very many articles beside their rows, and the blocks of what is dealt, come to more than an
allowance of 16 MiB has for stages unless others make way.
"""
import pathlib
import subprocess
import sys
import tempfile
import time

# shape, script, articles, words, --memory in MiB, threads, and further options
CORPORA = [("one-line", "latin", 300_000, 20, 16, 1), ("plain", "latin", 60_000, 100, 16, 1), ("plain", "han", 15_000, 400, 16, 1),
           ("exact-copies", "latin", 100_000, 100, 16, 1), ("shared-furniture", "latin", 40_000, 100, 16, 2), ("forms", "latin", 20_000, 400, 16, 2),
           ("near-copies", "latin", 20_000, 400, 16, 2), ("giant-article", "latin", 2_000, 400, 64, 1), ("forms", "latin", 50_000, 100, 32, 2),
           ("near-copies", "latin", 100_000, 400, 32, 2), ("near-copies", "latin", 100_000, 400, 16, 2), ("forms", "latin", 100_000, 200, 16, 2),
           ("forms", "latin", 20_000, 400, 16, 2, "--window", "30d"), ("near-copies", "latin", 200_000, 60, 16, 2), ("forms", "latin", 200_000, 60, 16, 2),
           ("plain", "latin", 800_000, 30, 16, 1), ("giant-article", "latin", 2_000, 400, 16, 2),
           ("one-line", "latin", 200_000, 20, 16, 1, "--window", "30d")]
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
        for shape, script, articles, words, memory, threads, *options in CORPORA:
            subprocess.run([generator, "--shape", shape, "--script", script, "--articles", str(articles), "--words", str(words), "--out", corpus], check=True)
            most = most_anonymous([program, "cluster", "--threads", str(threads), "--memory", f"{memory}M", "--scratch", folder, "--emit", "articles", "--format", "tsv",
                                   "-q", "-o", pathlib.Path(folder) / "out.tsv", *options, corpus])
            allowed = (memory << 20) + BYTES_AN_ARTICLE * articles
            print(f"{shape}, {script}, {articles} articles, --memory {memory}M --threads {threads} {' '.join(options)}: {most / 2**20:.1f} MiB of {allowed / 2**20:.1f}", flush=True)
            if most > allowed:
                beyond.append(shape)
    if beyond:
        sys.exit("memory_test: beyond the bound: " + ", ".join(beyond))


main()
