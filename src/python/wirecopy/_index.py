"""The index: articles that are kept on disk, so that one that arrives can be asked about."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self, Unpack, cast, overload

from . import _wirecopy
from ._corpus import Corpus
from ._inputs import Article, Articles, OneArticle
from ._options import IndexOptions, Options, Path, for_module, refuse_for_index
from ._output import Out, Target, write_to
from ._problems import Warnings

FORMATS = ("text", "jsonl", "tsv")
FIRST_ASKED, MOST_ASKED = 8, 128  # so many articles are asked about before answers are given
ENOUGH_MATCHES = 1000  # with more of them, fewer are


class Match(NamedTuple):
    """A stored article that is a copy of the one that is asked about."""

    id: str
    source: str | None
    date: str | None
    title: str | None
    url: str | None
    day: int | None
    """Of date: days since 1970-01-01; None where it is absent or cannot be read."""
    relation: str
    """Of the one that is asked about to it: "exact", "copy", "excerpt", "expansion", "update", "own-update"."""
    resemblance: float
    containment: float
    """The share of the one that is asked about that stands in it."""
    contained: float
    """The share of it that stands in the one that is asked about."""


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Sequence[Match]):
    """What an article is a copy of: a sequence of matches, the best first; empty, and so false, where there is nothing like it."""

    id: str
    source: str | None
    date: str | None
    title: str | None
    url: str | None
    day: int | None
    matches: tuple[Match, ...]

    @overload
    def __getitem__(self, index: int) -> Match: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Match, ...]: ...

    def __getitem__(self, index: int | slice) -> Match | tuple[Match, ...]:
        return self.matches[index]

    def __len__(self) -> int:
        return len(self.matches)

    def __repr__(self) -> str:
        best = f", the best {self.matches[0].relation} {self.matches[0].id}" if self.matches else ""
        return f"<wirecopy.Answer {self.id}: {len(self)} match{'' if len(self) == 1 else 'es'}{best}>"

    @classmethod
    def _of(cls, fields: tuple[Any, ...]) -> Answer:
        id, source, date, title, url, day, matches = fields
        return cls(id, source, date, title, url, day, tuple(map(Match._make, matches)))


class Added(NamedTuple):
    """What became of articles that were to be stored."""

    added: int
    """That were not there."""
    replaced: int
    """That were, with another text, which is gone."""
    repeats: int
    """That were there with the same text, or came twice."""
    refused: int
    """That were there with another text, which stays."""


class Removed(NamedTuple):
    """What became of ids."""

    removed: int
    missing: list[str]
    """Those that no stored article has."""


class IndexInfo(NamedTuple):
    """What an index is, as `wirecopy index info --format jsonl` has it."""

    articles: int
    texts: int
    """Distinct ones."""
    postings: int
    keys: str
    """Such as "16 bands of 2 rows, sampled keys of 1/5"."""
    resemblance: float
    """The least of the match rule."""
    containment: float
    shingle_words: int
    furniture: bool
    """Whether any is left out."""
    furniture_lines: int
    common_shingles: int
    file_bytes: int
    used_bytes: int
    """That hold something; compacting gives the others back."""
    version: int
    fingerprint: str
    """Of all that can change an answer."""


class Index:
    """Articles that are kept in a directory on disk, so that one that arrives can be asked about in milliseconds: is it a copy of any?

        with wirecopy.Index.create("archive", "news-2024.jsonl.gz") as index:
            for answer in index.query("incoming.jsonl"):
                for match in answer:
                    print(answer.id, "is a", match.relation, "of", match.id, match.resemblance)
            index.add("incoming.jsonl")

    What is left out of articles and which keys bring copies together is fixed when an index is made. So the answer about two articles
    depends on these two and their exact copies, never on what else is stored. An id names one article.

    options: see help(wirecopy.IndexOptions); they go with every call.

    What a call stores is on the disk when it ends; of many articles, some thousand at a time are there whole or not at all, whatever
    happens. Any number of processes and threads read an index while one writes; others that write wait for it. Threads may share an Index:
    each call waits for the others. Those that are to work side by side open one each.
    """

    def __init__(self, path: Path, **options: Unpack[IndexOptions]) -> None:
        """Opens an index that is there."""
        refuse_for_index(options, made=True)
        self._path = os.fsdecode(path)
        self._options = options
        self._warnings = Warnings()
        with self._warnings:
            self._module = _wirecopy.Index(os.path.abspath(path), for_module(options, self._warnings))  # it may be opened again later

    @classmethod
    def create(cls, path: Path, *articles: Path | Articles | OneArticle, **options: Unpack[Options]) -> Self:
        """Makes an index of articles, in a directory that is not there or is empty, and opens it.

        What is left out and which keys there are is learnt from the articles, as wirecopy.cluster does, or taken from furniture= and plan=.

        articles: as wirecopy.cluster takes them.
        options: see help(wirecopy.Options): those of the rule, of furniture and keys are the index's for good.
        """
        refuse_for_index(options, made=False)
        options["keep_lines"] = True
        with Corpus(**options) as corpus:
            _gather(corpus, articles)
            with corpus._warnings:
                corpus._module.make_index(path)
        return cls(path, **cast(IndexOptions, {name: value for name, value in options.items() if name in IndexOptions.__annotations__}))

    def add(
        self,
        *articles: Path | Articles | OneArticle,
        replace: bool = False,
        out: Out | None = None,
        format: str = "text",
        color: bool = False,
        width: int = 0,
    ) -> Added:
        """Stores articles.

        An article whose id is stored with the same text is a repeat. With another text it is refused, and told as an InputWarning, or to
        the option problem; with replace it takes the other's place.

        out: a path or a file object for what each article matches once all are stored, as report writes it; else nobody asks.
        """
        _need_format(format)
        with self._read(articles) as corpus, self._warnings:
            if out is None:
                return Added._make(self._module.add(corpus._module, replace))
            with Target(out) as target:  # before anything is stored
                added = Added._make(self._module.add(corpus._module, replace))
                self._module.report(corpus._module, True, target.write, format, color, width)
            return added

    def query(self, *articles: Path | Articles | OneArticle, stored: bool = False) -> Iterator[Answer]:
        """Says of what each article is a copy, in their order; nothing is stored.

        The articles are read at once, and kept in scratch. Answers are made some at a time as they are looked at, of the index as it is
        then, so that any number of them takes little memory.

        articles: as wirecopy.cluster takes them, or a single Article or dict.
        stored: they were added before: an article is not told as a match of itself, and one that is not stored as it is is passed over.
        """
        return self._answers(self._read(articles), stored)

    def _answers(self, corpus: Corpus, stored: bool) -> Iterator[Answer]:
        first, some = 0, FIRST_ASKED
        with corpus:
            count = corpus.counts.articles
            while first < count:
                with self._warnings:
                    answers = self._module.ask(corpus._module, stored, first, some)
                first += some
                some = min(2 * some, MOST_ASKED) if sum(len(fields[-1]) for fields in answers) < ENOUGH_MATCHES else max(some // 2, 1)
                yield from map(Answer._of, answers)

    @overload
    def report(
        self,
        *articles: Path | Articles | OneArticle,
        format: str = ...,
        out: None = None,
        color: bool = ...,
        width: int = ...,
        stored: bool = ...,
    ) -> str: ...
    @overload
    def report(
        self,
        *articles: Path | Articles | OneArticle,
        format: str = ...,
        out: Out,
        color: bool = ...,
        width: int = ...,
        stored: bool = ...,
    ) -> None: ...

    def report(
        self,
        *articles: Path | Articles | OneArticle,
        format: str = "text",
        out: Out | None = None,
        color: bool = False,
        width: int = 0,
        stored: bool = False,
    ) -> str | None:
        """Asks as query does, and writes the answers as `wirecopy index query` does, byte for byte.

        format: "text", "jsonl" or "tsv".
        out: a path (a name that ends in .gz, .zst, .xz, .bz2 or .lz4 has it compressed) or a file object; else it is returned.
        width: of text, in columns; 0: unlimited.
        """
        _need_format(format)
        with self._read(articles) as corpus, self._warnings:
            return write_to(out, lambda write: self._module.report(corpus._module, stored, write, format, color, width))

    def remove(self, ids: str | Iterable[str]) -> Removed:
        """Removes articles by their ids. What they took of the disk is used again; compact gives it back."""
        listed = [ids] if isinstance(ids, str) else list(ids)
        for each in listed:
            if not isinstance(each, str):
                raise TypeError(f"an id is a str, not {each!r}")
        with self._warnings:
            return Removed._make(self._module.remove(listed))

    def info(self) -> IndexInfo:
        """How much it holds, and what it was made with."""
        return IndexInfo._make(self._module.info())

    def write_furniture(self, out: Out) -> None:
        """Writes the furniture file that it was made with, for the option furniture."""
        write_to(out, self._module.write_furniture)

    def write_plan(self, out: Out) -> None:
        """Writes its common phrases and keys, for the option plan."""
        write_to(out, self._module.write_plan)

    def check(self) -> list[str]:
        """What is wrong with it, of all that it holds: nothing where it is whole. Another process looks, since damage may end it."""
        with self._warnings:
            return self._module.check()

    def compact(self) -> None:
        """Gives back what removed articles leave on the disk. Whoever has it open elsewhere goes on, with what it has become."""
        self._module.compact()

    def __len__(self) -> int:
        return self.info().articles

    def __contains__(self, id: object) -> bool:
        return isinstance(id, str) and self._module.holds(id)

    def __repr__(self) -> str:
        return f"<wirecopy.Index {self._path!r}>"

    def close(self) -> None:
        """Closes it; answers that were not looked at yet cannot be made any more."""
        self._module.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _read(self, articles: tuple[Path | Articles | OneArticle, ...]) -> Corpus:
        """The articles, as a corpus for this index."""
        corpus = Corpus._made_by(self._module.corpus, self._options)
        try:
            _gather(corpus, articles)
        except BaseException:
            corpus.close()
            raise
        return corpus


def _need_format(format: str) -> None:
    """Before articles are read."""
    if format not in FORMATS:
        raise _wirecopy.InvalidError(f"format is {FORMATS[0]}, {FORMATS[1]} or {FORMATS[2]}, not {format!r}")


def _gather(corpus: Corpus, articles: tuple[Path | Articles | OneArticle, ...]) -> None:
    if not articles:
        raise TypeError("no articles were given: paths, a table, an iterable of dicts, Articles or strings, or one Article or dict")
    inputs: list[Path | Articles] = []
    for each in articles:
        one: Any = [each] if isinstance(each, (Article, Mapping)) else each
        inputs.append(one)
    corpus._add(tuple(inputs))
