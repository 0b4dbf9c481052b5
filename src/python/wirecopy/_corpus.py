"""The corpus, and the calls that make one for their own time."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, Unpack

from . import _wirecopy
from ._clustering import Clustering, DedupCounts
from ._comparison import Comparison, Evaluation, Plans
from ._inputs import (
    Article,
    Articles,
    Paths,
    is_path,
    is_table,
    looked_at,
    not_a_path,
    path_list,
    refuse_no_articles,
    wait_for_standard_input,
)
from ._options import IndexOptions, Options, Path, for_module, refuse_reading
from ._output import Out, refuse_input
from ._problems import Warnings


class InputCounts(NamedTuple):
    """What was read."""

    articles: int
    repeats: int
    """Of an id and text; known once the corpus was clustered."""
    skipped_records: int
    bad_files: int
    repaired: int


class Corpus:
    """Articles that are gathered, then clustered once.

        with wirecopy.Corpus(threads=2) as corpus:
            corpus.add(text="...", id="a-1", source="post.example", date="2024-09-18")
            corpus.add_paths(["news.jsonl.gz"])
            clustering = corpus.cluster()

    Threads may share one: each call waits for the others.
    """

    def __init__(self, **options: Unpack[Options]) -> None:
        self._start(options, _wirecopy.Corpus)

    def _start(self, options: IndexOptions, make: Callable[[dict[str, Any]], _wirecopy.Corpus]) -> None:
        self._warnings = Warnings()
        with self._warnings:
            self._module = make(for_module(options, self._warnings))
        self._shown = self._module.options()

    @classmethod
    def _made_by(cls, make: Callable[[dict[str, Any]], _wirecopy.Corpus], options: IndexOptions) -> Corpus:
        corpus = cls.__new__(cls)
        corpus._start(options, make)
        return corpus

    @classmethod
    def open(cls, directory: Path, **options: Unpack[Options]) -> Corpus:
        """The corpus of a run that had the option save: to be clustered by another rule, window or furniture file, byte for byte as if
        its articles were read again."""
        refuse_reading(options)
        return cls._made_by(lambda given: _wirecopy.Corpus(given, directory), options)

    def add(
        self,
        text: str | bytes,
        *,
        id: str | None = None,
        title: str | None = None,
        source: str | None = None,
        date: Any = None,
        url: str | None = None,
    ) -> None:
        """Adds one article."""
        with self._warnings:
            self._module.add_records((Article(text, id, title, source, date, url),))

    def add_articles(self, articles: Articles) -> int:
        """Adds the rows of a table, or dicts, Articles and strings; returns how many were taken.

        Fields of dicts and columns have the names that files' fields may have. A string's id is its number among what was added from
        memory, from 0. Where one cannot be an article, and a TypeError says so, some of those before it may have been added.
        """
        with self._warnings:
            if is_table(articles):
                return self._module.add_table(articles)
            refuse_no_articles(articles)
            looked = looked_at(articles)  # type: ignore[arg-type]
            if isinstance(looked, Paths):
                raise TypeError(f"{looked[0]!r} is a path where articles are expected: see add_paths")
            return self._module.add_records(looked)

    def add_paths(self, paths: Path | Iterable[Path]) -> None:
        """Adds every article under the paths: files of any known format, directories, "-" for standard input."""
        listed = path_list(paths)
        if b"-" in listed:
            wait_for_standard_input()
        with self._warnings:
            try:
                self._module.add_paths(listed)
            except _wirecopy.NothingReadError as error:
                raise _wirecopy.NothingReadError(f"{error}: {', '.join(map(os.fsdecode, listed[:3]))}") from None

    def add_reference(self, paths: Path | Iterable[Path]) -> None:
        """Adds the articles of another corpus: Clustering.dedup drops what it has. Nothing else can be added after it."""
        listed = path_list(paths)
        with self._warnings:
            self._module.add_reference(listed)

    def _add(self, inputs: tuple[Path | Articles, ...]) -> None:
        if all(is_path(item) for item in inputs):
            self.add_paths(inputs)  # type: ignore[arg-type]
            return
        for item in inputs:
            if not is_path(item) and not is_table(item):
                refuse_no_articles(item)
                item = looked_at(item)  # type: ignore[arg-type]
            if is_path(item) or isinstance(item, Paths):
                self.add_paths(item)  # type: ignore[arg-type]
            else:
                self.add_articles(item)  # type: ignore[arg-type]

    def watch(self, id: str | None = None) -> None:
        """Keeps the text of articles with this id that are added from now on, as compare needs; without one, of all."""
        self._module.watch(id)

    def cluster(self) -> Clustering:
        """Clusters the articles; to be called once. The clustering does not need the corpus any more."""
        with self._warnings:
            return Clustering(self._module.cluster(), self._shown)

    def compare(self, a: str | None = None, b: str | None = None) -> Comparison:
        """Compares two articles by their ids, as clustering would; to be called once, in its place.

        Their texts were watched. Without ids the corpus holds two articles.
        """
        with self._warnings:
            return Comparison(self._module.compare(a, b))

    def plan(self) -> Plans:
        """What each choice of keys would find and cost; to be called once, in place of cluster."""
        with self._warnings:
            return Plans(self._module.plans())

    @property
    def counts(self) -> InputCounts:
        """What was read so far."""
        return InputCounts._make(self._module.counts())

    @property
    def options(self) -> dict[str, Any]:
        """Every option with its value, such as can be given again."""
        return dict(self._module.options())

    def close(self) -> None:
        """Frees it at once."""
        self._module.close()

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _corpus(inputs: tuple[Path | Articles, ...], from_: Path | None, options: Options) -> Corpus:
    if from_ is not None:
        if inputs:
            raise TypeError("from_ takes what was saved in place of articles")
        return Corpus.open(from_, **options)
    if not inputs:
        raise TypeError("no articles were given: paths, a table, or an iterable of dicts, Articles or strings")
    corpus = Corpus(**options)
    try:
        corpus._add(inputs)
    except BaseException:
        corpus.close()
        raise
    return corpus


def cluster(*articles: Path | Articles, from_: Path | None = None, **options: Unpack[Options]) -> Clustering:
    """Finds the copies among articles: paths of files and directories, tables, or iterables of dicts, Articles, strings or pathlib.Paths.

    from_: a directory that another run's option save named, in place of articles.
    options: see help(wirecopy.Options); such as rule="strict", window="30d", threads=2, memory="64M".
    """
    with _corpus(articles, from_, options) as corpus:
        return corpus.cluster()


def dedup(
    *paths: Path | Iterable[Path],
    out: Out | None = None,
    report: Out | None = None,
    keep: str = "representative",
    drop: str = "all",
    mark: bool = False,
    against: Path | Iterable[Path] | None = None,
    **options: Unpack[Options],
) -> DedupCounts:
    """Writes a corpus without its copies: records of JSON, CSV, WARC, mbox and feeds byte for byte as they were, in their order; of
    files that are one article, the paths.

    out: a path or a binary file object; without it what would go is counted, and told in report.
    report: what went, and for whom, one line of JSON each.
    keep: of each cluster, "representative", "first", "oldest", "newest", "longest" or "origin".
    drop: "all" others; "copies": not updates and expansions; "exact": exact copies only.
    mark: JSON and CSV only: every record is written, with whether it would stay.
    against: another corpus; what it has goes too.
    """
    if not paths:
        raise TypeError("no paths were given")
    listed = [path for item in paths for path in path_list(item)]
    others = [] if against is None else path_list(against)
    if b"-" in others:
        raise _wirecopy.InvalidError("the reference cannot be standard input: give it a file")
    for output in (out, report):
        refuse_input(output, listed + others)
    with Corpus(**options) as corpus:
        if b"-" in listed:
            corpus._module.spool()
        corpus.add_paths(listed)
        if others:
            corpus.add_reference(others)
        with corpus.cluster() as clustering:
            return clustering.dedup(listed, out, keep=keep, drop=drop, mark=mark, report=report)


def _fields(article: Article | str | bytes) -> tuple[Any, ...]:
    if not isinstance(article, Article):
        not_a_path(article)
        return (article, None, None, None, None, None)
    date = article.date
    return (article.text, article.id, article.title, article.source, date.isoformat() if hasattr(date, "isoformat") else date, article.url)


def compare(
    a: Article | Mapping[str, Any] | str | bytes | os.PathLike[str],
    b: Article | Mapping[str, Any] | str | bytes | os.PathLike[str],
    *,
    in_: Path | Articles | None = None,
    **options: Unpack[Options],
) -> Comparison:
    """Says why two articles are copies of one story, or not: two texts, Articles, dicts, or files (pathlib.Path) of one article each.

    in_: a corpus (a path, a list of paths, a table, or articles) of which a and b are ids; then what the corpus teaches is left out,
    and the answer is that of a clustering.
    """
    if in_ is not None:
        with Corpus(**options) as corpus:
            corpus.watch(a)  # type: ignore[arg-type]
            corpus.watch(b)  # type: ignore[arg-type]
            several = isinstance(in_, (list, tuple)) and len(in_) > 0 and all(is_path(item) for item in in_)
            corpus._add(tuple(in_) if several else (in_,))  # type: ignore[arg-type]
            return corpus.compare(a, b)  # type: ignore[arg-type]
    if all(isinstance(item, (Article, str, bytes)) for item in (a, b)):
        return Comparison(_wirecopy.compare(_fields(a), _fields(b), for_module(options, Warnings())))  # type: ignore[arg-type]
    with Corpus(**options) as corpus:
        corpus.watch()
        for item in (a, b):
            if isinstance(item, os.PathLike):
                corpus.add_paths(item)
            else:
                corpus.add_articles([item])
        return corpus.compare()


def plan(*inputs: Path | Articles, articles: int | None = None, **options: Unpack[Options]) -> Plans:
    """What each choice of keys would find and cost, measured on a corpus, or for so many articles of news that are not there."""
    if articles is None:
        with _corpus(inputs, None, options) as corpus:
            return corpus.plan()
    if inputs:
        raise TypeError("articles is for a corpus that is not there; without it the inputs are measured")
    if isinstance(articles, bool) or not isinstance(articles, int) or not 1 <= articles < 2**31:
        raise _wirecopy.InvalidError(f"articles is 1 or more, and less than 2^31, not {articles!r}")
    return Plans(_wirecopy.plans_for(articles, for_module(options, Warnings())))


def _rows_file(rows: Any, folder: str, name: str) -> bytes:
    """A file of JSON Lines of what evaluate takes."""
    if is_path(rows):
        return path_list(rows)[0]
    path = os.path.join(folder, name)
    if isinstance(rows, Clustering):
        rows.report("articles", "jsonl", path)
    else:
        with open(path, "w", encoding="utf-8") as file:
            for row in rows:
                file.write(json.dumps(dict(row)) + "\n")
    return os.fsencode(path)


def evaluate(
    found: Path | Clustering | Iterable[Mapping[str, Any]], truth: Path | Iterable[Mapping[str, Any]], *, worst: int = 5
) -> Evaluation:
    """How found clusters agree with known ones: a clustering, files of JSON Lines, or dicts, with "id" and "cluster" each.

    truth: a file or dicts; those with "a", "b" and "label" are labelled pairs.
    worst: so many mistakes of each kind are told.
    """
    with tempfile.TemporaryDirectory() as folder:
        return Evaluation(_wirecopy.evaluate(_rows_file(found, folder, "found.jsonl"), _rows_file(truth, folder, "truth.jsonl"), worst))
