"""What is learnt before articles are parted: furniture, common phrases, keys. It is learnt once, by the driver, and goes to all tasks."""

from __future__ import annotations

import atexit
import hashlib
import os
import re
import shutil
import tempfile
from typing import TYPE_CHECKING, Any, NamedTuple

from .._comparison import Plan
from .._corpus import Corpus, plan as plan_for

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class Lessons(NamedTuple):
    """What tasks are told; both files as they would be written."""

    options: dict[str, Any]
    furniture: bytes | None
    plan: bytes

    def least_shared(self) -> int:
        """So many sampled keys have two articles in common at the least, unless a band is."""
        found = re.search(rb"^sampled_least (\d+)$", self.plan, re.MULTILINE)
        return int(found[1]) if found else 1

    def corpus(self, **options: Any) -> Corpus:
        """An empty corpus of this process by what was learnt."""
        return Corpus(**{**self.options, **_files(self), "threads": 1, **options})


_written: dict[bytes, dict[str, str | None]] = {}


def _files(lessons: Lessons) -> dict[str, str | None]:
    """Both files, written once a process, which serves many tasks."""
    furniture, plan = lessons.furniture, lessons.plan
    key = hashlib.sha256(b"%d " % len(plan) + plan + (furniture or b"")).digest()
    if key not in _written:
        folder = tempfile.mkdtemp(prefix="wirecopy-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        paths: dict[str, str | None] = {"furniture": None}
        for name, text in (("furniture", furniture), ("plan", plan)):
            if text is not None:
                paths[name] = os.path.join(folder, name)
                with open(os.path.join(folder, name), "wb") as file:
                    file.write(text)
        _written[key] = paths
    return _written[key]


def _read(path: Any) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _sample(articles: DataFrame, count: int, size: int) -> DataFrame:
    """All of them, or about as many as asked for, chosen by a hash of what they say."""
    from pyspark.sql import functions as f

    if count <= size:
        return articles
    bits = 1 << 30
    chosen = f.pmod(f.xxhash64(*[f.col(f"`{name}`").cast("string") for name in articles.columns]), f.lit(bits))
    return articles.where(chosen < int(bits * size / count))


def _in_short(plan: Plan) -> str:
    """Keys as the option takes them."""
    bands = f"{plan.bands}x{plan.rows}" if plan.bands else ""
    return "+".join(part for part in (bands, f"1/{plan.sampled_one_in}" if plan.sampled_one_in else "") if part)


def learn(articles: DataFrame, options: dict[str, Any], sample: int) -> Lessons:
    """What the options' files say, and what they leave to be learnt. Of a corpus that is larger than the sample the keys are those that
    are planned for news of its size."""
    furniture, plan = options.pop("furniture", None), options.pop("plan", None)
    learns_lines = furniture is None and not options.get("no_furniture")
    known = _read(furniture) if furniture is not None else None
    if not learns_lines and plan is not None:
        return Lessons(options, known, _read(plan))
    count = articles.count()
    of_run: dict[str, Any] = {"furniture": furniture, "plan": plan, "keep_lines": True}
    if count > sample and plan is None:
        of_plan = ("rule", "resemblance", "containment", "shingle_words", "seed")
        of_options = {name: value for name, value in options.items() if name in of_plan}
        of_run["keys"] = _in_short(plan_for(articles=count, **of_options).chosen)
    with Corpus(**{**options, **of_run, "problem": lambda _: None}) as corpus:
        corpus.add_articles(row.asDict() for row in _sample(articles, count, sample).toLocalIterator(prefetchPartitions=False))
        with corpus.cluster() as clustering:
            written: list[bytes] = []
            if learns_lines:
                clustering.write_furniture(_Gathered(written))
                known = b"".join(written)
            if plan is not None:
                return Lessons(options, known, _read(plan))
            written.clear()
            clustering.write_plan(_Gathered(written))
    return Lessons(options, known, b"".join(written))


class _Gathered:
    """A file object that keeps what is written."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)
