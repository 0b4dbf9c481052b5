"""What may be articles: paths, tables, or what can be iterated."""

from __future__ import annotations

import itertools
import os
import select
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from ._options import Path


@dataclass(slots=True, kw_only=False)
class Article:
    """One article. Only the text has to be there."""

    text: str | bytes
    id: str | None = None
    """Else the hash of its text."""
    title: str | None = None
    source: str | None = None
    """The outlet; where it is a URL, its host; else the host of url."""
    date: Any = None
    """In any usual form, or a date or datetime."""
    url: str | None = None


@runtime_checkable
class Table(Protocol):
    """Anything with the Arrow C stream interface: tables of pyarrow, frames of polars and of pandas from 2.2, relations of DuckDB."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


Articles = Table | Iterable[Mapping[str, Any] | Article | str | bytes]
OneArticle = Article | Mapping[str, Any]


def is_path(value: object) -> bool:
    return isinstance(value, (str, bytes, os.PathLike))


def path_list(paths: Path | Iterable[Path]) -> list[bytes]:
    """Paths as the C module takes them."""
    listed = [paths] if is_path(paths) else list(paths)  # type: ignore[arg-type]
    for path in listed:
        if not is_path(path):
            raise TypeError(f"a path is a str or os.PathLike, not {path!r}")
        if not os.fspath(path):  # type: ignore[arg-type]
            raise ValueError("a path is an empty name")
    return [os.fsencode(path) for path in listed]  # type: ignore[arg-type]


def wait_for_standard_input() -> None:
    """Waits until there is something to read, or the end: here an interrupt ends the wait, within the library a silent pipe would not."""
    try:
        select.select([0], [], [])
    except (OSError, ValueError):
        pass  # it is closed, or no file to wait for: reading it says so


def is_table(value: object) -> bool:
    return hasattr(value, "__arrow_c_stream__")


def refuse_no_articles(value: object) -> None:
    """Says what is wrong with what would be iterated to nonsense."""
    name = f"{type(value).__module__}.{type(value).__qualname__}"
    if isinstance(value, Mapping):
        raise TypeError("a single dict is one article: give a list of them")
    if hasattr(value, "collect") and hasattr(value, "lazy"):
        raise TypeError(f"{name} is lazy: collect() it first")
    if hasattr(value, "columns") and hasattr(value, "shape"):
        raise TypeError(
            f"{name} has no Arrow C stream interface (pandas has it from 2.2): give its rows as dicts, such as frame.to_dict('records')"
        )
    if not hasattr(value, "__iter__"):
        raise TypeError(f"articles are paths, a table with __arrow_c_stream__, or an iterable of dicts, Articles or strings, not {name}")


def not_a_path(text: object) -> None:
    """A text that names a file was hardly meant as a text."""
    if isinstance(text, (str, bytes)) and 0 < len(text) < 4096 and not (b"\n" in text if isinstance(text, bytes) else "\n" in text):
        try:
            exists = os.path.lexists(text)
        except (OSError, ValueError):
            return
        if exists:
            raise TypeError(
                f"{text!r} is a file's name where articles' texts are expected: give cluster(*paths) or pathlib.Paths; "
                "a text that is the same as a file's name goes in an Article"
            )


def looked_at(articles: Iterable[Any]) -> Iterable[Any]:
    """The articles, of which the first was looked at: a list where they are paths."""
    first: Any
    rest: Iterable[Any] = articles
    if isinstance(articles, (list, tuple)):
        first = articles[0] if articles else None
    else:
        iterator = iter(articles)
        head = list(itertools.islice(iterator, 1))
        first, rest = (head[0] if head else None), itertools.chain(head, iterator)
    if isinstance(first, os.PathLike):
        return Paths(rest)
    not_a_path(first)
    return rest


class Paths(list[Any]):
    """What was given as articles, and is paths."""
