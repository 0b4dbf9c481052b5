#!/usr/bin/env python3
"""A story on a repost site, and five copies as other outlets would make them by hand, are one cluster, alone.

The story is `ar-ferry` of corpus/news as the repost site had it; its other copies in corpus/news are left out here, all other
stories stand around it. Once with all fields, once with id and text only. And in a corpus of two: a story and its copy that
differ by the site's tails only have resemblance 1.

usage: seed_test.py PROGRAM CORPUS_FOLDER [STORY_FILE], another story than `ar-ferry`
"""
import json
import pathlib
import subprocess
import sys

TAILS = ("Source link", "Facebook Comments Box")
TEASER = "المزيد عن هذا الموضوع"
FATHA = "\u064e"


def read_corpus(folder):
    cluster_of = {}
    with open(folder / "truth.jsonl", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            cluster_of[row["id"]] = row["cluster"]
    articles = []
    for path in sorted((folder / "news").glob("*.jsonl")):
        with open(path, encoding="utf-8") as file:
            articles += [json.loads(line) for line in file]
    return articles, cluster_of


def other_headline(lines):
    return ["عنوان آخر كتبه محرر في صحيفة أخرى", "", "12 أكتوبر 2024 ، 7:15 صباحا"] + lines[3:]


def bare(lines):
    return [line for line in lines if line not in TAILS and not line.startswith(TEASER)]


def cut(lines):
    """The first 60 % of the words, in whole words."""
    words = [word for line in lines for word in line.split() + ["\n"]]
    most = 0.6 * sum(word != "\n" for word in words)
    kept, count = [], 0
    for word in words:
        count += word != "\n"
        if count > most:
            break
        kept.append(word)
    return " ".join(kept).replace(" \n ", "\n").split("\n")


def other_marks(lines):
    """Other quotes, Arabic-Indic digits, and a vowel sign on every third letter."""
    text = "\n".join(lines).translate({ord("“"): "«", ord("”"): "»", **{ord("0") + i: chr(0x660 + i) for i in range(10)}})
    out, letters = [], 0
    for character in text:
        out.append(character)
        if "\u0621" <= character <= "\u064a":
            letters += 1
            if letters % 3 == 0:
                out.append(FATHA)
    return "".join(out).split("\n")


def with_paragraphs_of(other):
    paragraphs = [line for line in other.split("\n") if len(line.split()) >= 25][:2]
    assert len(paragraphs) == 2
    return lambda lines: lines[:8] + [paragraphs[0], ""] + lines[8:] + ["", paragraphs[1]]


def cluster(program, articles, *options):
    lines = "".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles)
    run = subprocess.run([program, "cluster", "-", "--format", "jsonl", "-q", *options], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    return [json.loads(line) for line in run.stdout.splitlines()]


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    articles, cluster_of = read_corpus(folder)
    seed = next(a for a in articles if cluster_of[a["id"]] == "ar-ferry" and TAILS[0] in a["text"])
    text = pathlib.Path(sys.argv[3]).read_text(encoding="utf-8") if len(sys.argv) > 3 else seed["text"]
    other = next(a["text"] for a in articles if cluster_of[a["id"]] == "ar-well")
    around = [a for a in articles if cluster_of[a["id"]] != "ar-ferry"]
    lines = text.split("\n")
    makers = {"headline": other_headline, "bare": bare, "cut": cut, "marks": other_marks, "added": with_paragraphs_of(other)}
    story = [dict(seed, id="seed", text=text)]
    for day, (name, make) in enumerate(makers.items(), start=9):
        copy = "\n".join(make(lines))
        assert copy != text
        story.append({"id": name, "source": f"outlet-{name}.example", "date": f"2024-10-{day:02}", "title": copy.split("\n")[0], "text": copy})
    expected = {article["id"] for article in story}

    for fields in (None, ("id", "text")):
        corpus = [{k: v for k, v in a.items() if fields is None or k in fields} for a in around + story]
        found = next(c for c in cluster(program, corpus) if "seed" in [m["id"] for m in c["members"]])
        members = {m["id"] for m in found["members"]}
        assert members == expected, f"with {fields or 'all fields'}: {sorted(members)}"
        if len(sys.argv) > 3:
            print({m["id"]: (m["relation"], m["resemblance"], m["containment"], m["contained"]) for m in found["members"]})

    without_tails = "\n".join(line for line in lines if line not in TAILS)
    pair = [{"id": "seed", "text": text}, {"id": "copy", "text": without_tails}]
    (both,) = cluster(program, pair)
    assert [m["resemblance"] for m in both["members"]] == [1, 1], both


main()
