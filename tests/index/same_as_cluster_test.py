#!/usr/bin/env python3
"""What an index says of an article is what cluster says of it beside all that is stored, by the same furniture and plan.

Corpora are drawn: of the bundled stories, and of the generator in its shapes. A part of each makes an index; others are added in random order and
batches, some are removed, some replaced, and it is compacted at times. Then articles are asked about, and each answer is held against

    least   cluster --emit pairs with the index's own furniture and plan, on what is stored and the article: each of its matches is found
    most    the same where all pairs are compared: nothing else is found

with the same relation and figures. Where the plan knows no crowds, nothing but the former is found: then both are equal. The same articles in another order, by other threads and another
kernel, make the same file. Exact copies, which cluster
shows through the first of them, are told each.

usage: same_as_cluster_test.py PROGRAM GENERATOR NEWS [SEED [ROUNDS]]
"""
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import urllib.parse

PROGRAM, GENERATOR, NEWS = sys.argv[1:4]
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else random.randrange(10**6)
ROUNDS = int(sys.argv[5]) if len(sys.argv) > 5 else 5
MIRRORED = {"excerpt": "expansion", "expansion": "excerpt"}


def run(*arguments, status=0, text=None):
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=text, capture_output=True, text=True)
    if done.returncode != status:
        sys.exit(f"seed {SEED}: wirecopy {' '.join(map(str, arguments))}: status {done.returncode}\n{done.stderr}")
    return done.stdout


def news():
    lines = [line for path in sorted(pathlib.Path(NEWS).glob("*.jsonl")) for line in path.read_text().splitlines()]
    return [json.loads(line) for line in lines]


def generated(draw):
    options = ["--articles", str(draw.randrange(60, 500)), "--seed", str(draw.randrange(10**6)), "--words", str(draw.choice([40, 120, 400])),
               "--script", draw.choice(["latin", "han"]),
               "--shape", draw.choice(["plain", "plain", "plain", "shared-furniture", "near-copies", "forms", "one-line", "exact-copies"])]
    text = subprocess.run([GENERATOR, *options, "--out", "-"], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in text.splitlines()]


def edited(draw, articles):
    """Copies that only this test makes: of another outlet, cut, and equal but for their outlet, id or case."""
    more = []
    for number, article in enumerate(draw.sample(articles, min(len(articles), 30))):
        copy = dict(article, id=f"copy-{number}")
        how = draw.randrange(5)
        if how == 0:
            copy["text"] = copy["text"].upper()
        elif how == 1:
            copy["source"] = draw.choice(articles).get("source", "")
        elif how == 2:
            copy["text"] = copy["text"][len(copy["text"]) // 3:]
        elif how == 3:
            copy["text"] = copy["text"] + "\n" + draw.choice(articles)["text"][:400]
        else:
            copy.pop("source", None)
            copy.pop("date", None)
        more.append(copy)
    return articles + more


def outlet(article):
    return article.get("source") or urllib.parse.urlparse(article.get("url", "")).hostname


def write(path, articles):
    path.write_text("".join(json.dumps(article) + "\n" for article in articles))
    return path


def matches_of(pairs, asked):
    """By the articles that match one: what is told of them, from its side. Exact copies share what one of them matches."""
    rows = [line.split("\t") for line in pairs.splitlines()[1:]]
    first = {}

    def group(article):
        while article in first:
            article = first[article]
        return article

    for a, b, relation, *_ in rows:
        if relation == "exact" and group(a) != group(b):
            first[group(b)] = group(a)
    members = {}
    for article in {article for row in rows for article in row[:2]}:
        members.setdefault(group(article), set()).add(article)
    found = {}
    for a, b, relation, resemblance, containment, contained in rows:
        if group(asked) not in (group(a), group(b)):
            continue
        if relation == "exact":
            for other in members[group(asked)] - {asked}:
                found[other] = ("exact", resemblance, containment, contained)
            continue
        other = a
        if group(asked) == group(a):
            other, relation, containment, contained = b, MIRRORED.get(relation, relation), contained, containment
        for member in members[group(other)]:
            found[member] = (relation, resemblance, contained, containment)
    return found


def told(row):
    return {match["id"]: (match["relation"], *(f"{match[name]:.4f}" for name in ("resemblance", "containment", "contained"))) for match in row["matches"]}


def compare(least, most, answer, exact, sources, asked):
    """Complaints about one answer. own-update is told by the outlets of the two, in cluster by those of the first copies."""
    def plain(match):
        return ("by outlets" if match[0] in ("own-update", "copy", "excerpt", "expansion") else match[0], *match[1:])

    for other, match in least.items():
        if other not in answer:
            yield f"{asked} and {other} are a match, which the index does not tell"
    for other, match in answer.items():
        known = least.get(other) or most.get(other)
        if known is None:
            yield f"{asked} and {other} are no match, and the index says {match}"
        elif plain(known) != plain(match):
            yield f"{asked} and {other}: cluster says {known}, the index {match}"
        elif known[0] != match[0] and (match[0] == "own-update") != (sources.get(asked) == sources.get(other) and sources.get(asked) is not None):
            yield f"{asked} and {other}: cluster says {known[0]}, the index {match[0]}"
        if exact and other not in least:
            yield f"{asked} and {other}: the index finds more than cluster, and no key is a crowd's"


def crowds_known(plan):
    """Whether the plan has keys of crowds, or the corpus may be so large that there are others."""
    text = plan.read_text()
    return any(line and not line.startswith("#") for line in text.split("[crowds]")[1].replace("[buckets]", "").splitlines())


def round_of(number, folder):
    draw = random.Random(SEED * 1000 + number)
    articles = news() if number % 3 == 0 else generated(draw)
    articles = edited(draw, articles)
    draw.shuffle(articles)
    by_id = {article["id"]: article for article in articles}
    sources = {article["id"]: outlet(article) for article in articles}
    asked = articles[:12]
    rest = articles[12:]
    first = draw.randrange(len(rest) // 3, len(rest) + 1)
    index = folder / "index"
    options = draw.choice([[], [], ["--rule", "loose"], ["--rule", "strict"], ["--keys", "8x2+1/3"], ["--keys", "20x2"], ["--keys", "1/4"],
                           ["--no-furniture"], ["--seed", "7", "-k", "2"], ["--no-built-in-furniture"]])
    run("index", "create", index, write(folder / "first.jsonl", rest[:first]), "-q", *options)
    again = write(folder / "again.jsonl", draw.sample(rest[:first], first))
    run("index", "create", folder / "again", again, "-q", "--threads", draw.choice([1, 3]), "--kernel", "portable", *options)
    if (index / "data.mdb").read_bytes() != (folder / "again/data.mdb").read_bytes():
        sys.exit(f"seed {SEED}, round {number}: the same articles in another order, by other threads and kernels, make another index")
    if "--no-furniture" not in options:
        run("cluster", folder / "first.jsonl", "-q", "--write-furniture", folder / "f", "--write-plan", folder / "p", *options)
        run("index", "info", index, "--write-furniture", folder / "furniture", "--write-plan", folder / "plan")
        if any((folder / one).read_bytes() != (folder / other).read_bytes() for one, other in (("f", "furniture"), ("p", "plan"))):
            sys.exit(f"seed {SEED}, round {number}, {options}: the index was made with another furniture or plan than cluster learns")
    stored = {article["id"] for article in rest[:first]}
    left = rest[first:]
    while left:
        count = draw.randrange(1, len(left) + 1)
        batch, left = left[:count], left[count:]
        run("index", "add", index, write(folder / "batch.jsonl", batch), "-q", "--threads", draw.choice([1, 2]))
        stored |= {article["id"] for article in batch}
        if draw.random() < 0.5:
            gone = draw.sample(sorted(stored), max(1, len(stored) // 10))
            run("index", "remove", index, "-q", "--", *gone)
            stored -= set(gone)
            left += [by_id[article] for article in gone if draw.random() < 0.3]
        if draw.random() < 0.3 and stored:
            article = draw.choice(sorted(stored))
            by_id[article] = dict(by_id[article], text=draw.choice(articles)["text"])
            sources[article] = outlet(by_id[article])
            run("index", "add", index, write(folder / "batch.jsonl", [by_id[article]]), "-q", "--replace")
        if draw.random() < 0.3:
            run("index", "compact", index)
    run("index", "check", index, "-q", "--kernel", "portable")
    furniture, plan, all_pairs = folder / "furniture", folder / "plan", folder / "all"  # as it was made: adding teaches nothing
    run("index", "info", index, "--write-furniture", furniture, "--write-plan", plan)
    all_pairs.write_text(plan.read_text().replace("\nall_pairs 0\n", "\nall_pairs 1\n"))
    exact = not crowds_known(plan) and len(stored) <= 160
    answers = [json.loads(line) for line in run("index", "query", index, write(folder / "asked.jsonl", asked), "-q", "--format", "jsonl").splitlines()]
    answers += [json.loads(run("index", "query", index, "-", "-q", "--format", "jsonl", text=json.dumps(asked[0])))]
    wrong = [] if answers[-1] == answers[0] else ["an article alone has another answer than among others"]
    rule = [option for option in options if not option.startswith("--keys") and "x2" not in option and "1/" not in option]
    rule += [] if "--no-furniture" in options else ["--furniture", furniture]
    found = 0
    for article, answer in zip(asked, answers):
        union = write(folder / "union.jsonl", [by_id[name] for name in sorted(stored)] + [article])
        least, most = (matches_of(run("cluster", union, *rule, "--plan", how, "--emit", "pairs", "--format", "tsv", "-q"), article["id"])
                       for how in (plan, all_pairs))
        answer = told(answer)
        found += len(answer)
        wrong += compare(least, most, answer, exact, sources, article["id"])
    if wrong:
        sys.exit(f"seed {SEED}, round {number}, {options}:\n" + "\n".join(wrong[:20]))
    return found


def main():
    found = 0
    for number in range(ROUNDS):
        with tempfile.TemporaryDirectory() as folder:
            found += round_of(number, pathlib.Path(folder))
    print(f"seed {SEED}: {ROUNDS} indexes, {found} matches")
    if ROUNDS > 3 and found == 0:
        sys.exit("nothing was found: this says nothing")


main()
