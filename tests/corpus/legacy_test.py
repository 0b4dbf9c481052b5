"""Archives in the encodings of their time, which nobody names, cluster as they do in UTF-8.

The stories of each language, which are ours, are written in the encodings that it had: as files, and as one CSV. What an encoding lacks is
replaced in both. The answers must be the same bytes, and it must be told that the input was not UTF-8.

usage: legacy_test.py PROGRAM CORPUS
"""

import csv
import io
import json
import pathlib
import subprocess
import sys
import tempfile

ENCODINGS = {
    "ar": ["cp1256", "iso8859_6"],
    "de": ["cp1252"],
    "es": ["cp1252"],
    "fa": ["cp1256"],
    "fr": ["cp1252"],
    "he": ["cp1255"],
    "ja": ["cp932", "euc_jp"],
    "ko": ["euc_kr"],
    "ru": ["cp1251", "koi8_r"],
    "th": ["cp874"],
    "tr": ["cp1254"],
    "zh": ["gb18030", "big5"],
}


def clusters(program, folder):
    """What is found in a folder, and how many files or records were repaired."""
    command = [program, "cluster", ".", "--emit", "articles", "--format", "jsonl", "--summary", "../summary", "-q"]
    found = subprocess.run(command, cwd=folder, capture_output=True, check=True).stdout
    return found, json.loads((folder.parent / "summary").read_text())["read"]["repaired"]


def write_files(folder, articles, encoding):
    for article in articles:
        (folder / f"{article['id']}.txt").write_bytes(article["text"].encode(encoding))


def write_csv(folder, articles, encoding):
    text = io.StringIO()
    rows = csv.writer(text)
    fields = ["id", "source", "title", "text"]
    rows.writerow(fields)
    rows.writerows([article.get(field, "") for field in fields] for article in articles)
    (folder / "in.csv").write_bytes(text.getvalue().encode(encoding))


def main(program, corpus):
    failed = checked = 0
    for language, encodings in ENCODINGS.items():
        for encoding in encodings:
            articles = []
            for line in (pathlib.Path(corpus) / f"{language}.jsonl").read_text(encoding="utf-8").splitlines():
                article = json.loads(line)
                articles.append({key: value.encode(encoding, "replace").decode(encoding) for key, value in article.items() if isinstance(value, str)})
            for write in (write_files, write_csv):
                with tempfile.TemporaryDirectory() as room:
                    answers = []
                    for name in ("utf-8", encoding):
                        folder = pathlib.Path(room) / name
                        folder.mkdir()
                        write(folder, articles, name)
                        answers.append(clusters(program, folder))
                (expected, unharmed), (found, repaired) = answers
                checked += 1
                if found != expected or unharmed != 0 or repaired == 0:
                    failed += 1
                    print(f"{language} in {encoding}, {write.__name__}: another answer than in UTF-8; {unharmed} and {repaired} repaired")
                    for ours, theirs in zip(expected.splitlines(), found.splitlines()):
                        if ours != theirs:
                            print(f"  {ours.decode()}\n  {theirs.decode()}")
    print(f"{checked} checked, {failed} failed")
    return failed > 0 or checked == 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
