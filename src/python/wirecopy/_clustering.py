"""Clusterings, their clusters and members."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, overload

from . import _wirecopy
from ._inputs import path_list
from ._options import Path
from ._output import Out, Target, Write, collect, refuse_input, write_to
from ._sequences import MadeSequence

IN_MEMORY = 16 << 20  # of rows; more go to a temporary file


class Member(NamedTuple):
    """An article in its cluster."""

    id: str
    source: str | None
    date: str | None
    title: str | None
    url: str | None
    credit: str | None
    """The wire services that the text credits, such as "AFP, Reuters"."""
    cluster: int
    """The number of its cluster."""
    is_representative: bool
    relation: str | None
    """To the representative: "exact", "copy", "excerpt", "expansion", "update", "own-update"; None: it is it."""
    kind: str
    """"article", or why it matches exact copies at most: "empty", "short", "furniture-only"."""
    resemblance: float
    """With the representative."""
    containment: float
    """The share of this article that stands in the representative."""
    contained: float
    """The share of the representative that stands in this article."""
    day: int | None
    """Of date: days since 1970-01-01; None where it is absent or cannot be read."""
    minute: int | None
    """Of publication, in UTC, from the beginning of day."""
    also_holds: tuple[int, ...]
    """Numbers of the clusters whose stories it holds too, as a digest does."""


class Spread(NamedTuple):
    """How the story of a cluster spread."""

    origin: int | None
    """The member's number in the cluster; None: unknown."""
    reasons: tuple[str, ...]
    """Why it is likely: "earliest", "link", "credit", "containment"."""
    first_copy: int | None
    """The number of the earliest member of another outlet."""
    dated: int
    """Members whose dates are evidence."""
    first_day: int | None
    first_minute: int | None
    independent: int
    """Outlets that are not known to be one owner's."""
    hours: tuple[float | None, ...]
    """From the earliest member to each; None where its date is no evidence."""


class FurnitureLine(NamedTuple):
    """A line, or a common phrase, that was learnt to be left out."""

    rule: str
    """"built-in", "recurring", "strangers", "form" (which stays) or "common" (a phrase)."""
    line: str
    outlet: str | None
    """Whose it is."""
    example: str
    """The id of an article that has it."""
    articles: int
    days: int
    outlets: int


class Audit(NamedTuple):
    """What the keys missed, by a sample of articles that were compared with all others."""

    articles: int
    matches: int
    missed: int
    share: float
    low: float
    """The 95 % interval of the share."""
    high: float


class DedupCounts(NamedTuple):
    """What became of a corpus."""

    kept: int
    dropped: int
    against: int
    """Of those dropped: for an article of the reference."""


class Cluster(MadeSequence[Member]):
    """The copies of one story: a sequence of members, the representative first, then the most alike to it."""

    __slots__ = ("_clustering", "number", "id", "size", "outlets", "warnings", "weakest", "diameter", "_spread")

    def __init__(self, clustering: Clustering, number: int) -> None:
        self._clustering = clustering
        self.number = number
        self._spread: Spread | None = None
        self.id: str
        """32 hexadecimal digits."""
        self.size: int
        self.outlets: int
        """Distinct known sources."""
        self.warnings: tuple[str, ...]
        """"chain": a member does not itself match the representative; "giant": over a tenth of the corpus."""
        self.weakest: float
        """The least strength of the links that joined it."""
        self.diameter: float
        """The greatest distance, 1 - resemblance, of two members."""
        self.id, self.size, self.outlets, self.warnings, self.weakest, self.diameter = clustering._module.cluster(number)

    def __len__(self) -> int:
        return self.size

    def _make(self, number: int) -> Member:
        return Member._make(self._clustering._module.member(self.number, number))

    def __repr__(self) -> str:
        return f"<wirecopy.Cluster {self.id}, {self.size} article{'' if self.size == 1 else 's'}>"

    @property
    def representative(self) -> Member:
        """The member most alike to the others."""
        return self._make(0)

    @property
    def spread(self) -> Spread:
        """How the story spread. Costs some passes over the members, once."""
        if self._spread is None:
            self._spread = Spread._make(self._clustering._module.spread(self.number))
        return self._spread

    @property
    def origin(self) -> Member | None:
        """The likely origin; None where it is unknown."""
        return None if self.spread.origin is None else self._make(self.spread.origin)

    @property
    def first_copy(self) -> Member | None:
        """The earliest member of another outlet."""
        return None if self.spread.first_copy is None else self._make(self.spread.first_copy)


def _shown(show: str | Iterable[str] | None) -> tuple[bool, bool]:
    words = show.split(",") if isinstance(show, str) else list(show or ())
    for word in words:
        if word not in ("templates", "passages"):
            raise _wirecopy.InvalidError(f"show is templates, passages or both, not {word!r}")
    return "templates" in words, "passages" in words


class Clustering(MadeSequence[Cluster]):
    """What wirecopy found: a sequence of clusters, the largest first, those of one article too. It lives as long as a cluster of it."""

    def __init__(self, module: _wirecopy.Clustering, options: dict[str, Any]) -> None:
        self._module = module
        self._options = options
        self._count, self._articles = module.counts()

    def __len__(self) -> int:
        return self._count

    def _make(self, number: int) -> Cluster:
        return Cluster(self, number)

    def __repr__(self) -> str:
        return f"<wirecopy.Clustering of {self._articles} articles in {self._count} clusters>"

    def republished(self) -> Iterator[Cluster]:
        """The clusters of two or more."""
        for cluster in self:
            if cluster.size < 2:
                return
            yield cluster

    @property
    def article_count(self) -> int:
        """Articles; of repeats of an id and text the first."""
        return self._articles

    def cluster_of(self, article: int) -> Cluster:
        """The cluster of the article that was added as number article, from 0; a repeat has its first one's."""
        number = self._module.cluster_of(article)
        if number is None:
            raise IndexError(f"there is no article number {article}")
        return Cluster(self, number)

    def labels(self) -> list[int | None]:
        """The number of the cluster of each record that was added from memory (rows, dicts, strings), in order; None: it was skipped."""
        return self._of_memory(self._module.labels())

    def kept(self, keep: str = "representative", drop: str = "all") -> list[bool]:
        """Whether each record that was added from memory stays in a corpus without copies, in order: frame.filter(clustering.kept()).

        keep, drop: see wirecopy.dedup, which does it for files. A record that was skipped, since it has no text, does not stay.
        """
        return self._of_memory(self._module.kept(keep, drop))

    def _of_memory(self, values: list[Any]) -> list[Any]:
        if not values and self._articles:
            raise _wirecopy.InvalidError("nothing was added from memory; for files there are articles() and wirecopy.dedup")
        return values

    @overload
    def report(
        self,
        view: str = ...,
        format: str = ...,
        out: None = None,
        *,
        color: bool = ...,
        width: int = ...,
        singles: bool | None = ...,
        show: str | Iterable[str] | None = ...,
    ) -> str: ...
    @overload
    def report(
        self,
        view: str = ...,
        format: str = ...,
        *,
        out: Out,
        color: bool = ...,
        width: int = ...,
        singles: bool | None = ...,
        show: str | Iterable[str] | None = ...,
    ) -> None: ...
    @overload
    def report(
        self,
        view: str,
        format: str,
        out: Out,
        *,
        color: bool = ...,
        width: int = ...,
        singles: bool | None = ...,
        show: str | Iterable[str] | None = ...,
    ) -> None: ...

    def report(
        self,
        view: str = "clusters",
        format: str = "text",
        out: Out | None = None,
        *,
        color: bool = False,
        width: int = 0,
        singles: bool | None = None,
        show: str | Iterable[str] | None = None,
    ) -> str | None:
        """Writes a view, byte for byte as the command line does.

        view: "clusters", "articles", "pairs" or "outlets".
        format: "text", "jsonl", "tsv" or, of clusters, "html".
        out: a path (a name that ends in .gz, .zst, .xz, .bz2 or .lz4 has it compressed) or a file object; else it is returned.
        width: of text, in columns; 0: unlimited.
        singles: whether clusters of one are shown; jsonl and tsv do by default.
        show: with pairs, "templates", "passages" or both, where the option show had them noted.
        """
        templates, passages = _shown(show)
        if templates and not self._options["show"].count("templates") or passages and not self._options["show"].count("passages"):
            raise _wirecopy.InvalidError("it was not noted: cluster with show='templates', 'passages' or 'templates,passages'")
        if (templates or passages) and view != "pairs":
            raise _wirecopy.InvalidError("show is about pairs: it goes with view='pairs'")
        return write_to(out, lambda write: self._module.report(write, view, format, color, width, singles, templates, passages))

    def _rows(self, view: str, show: str | Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
        with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY, dir=self._options["scratch"]) as file:
            self.report(view, "jsonl", file, show=show)
            file.seek(0)
            for line in file:
                yield json.loads(line)

    def articles(self) -> Iterator[dict[str, Any]]:
        """The articles with their clusters, in order of their ids, as the command line's --emit articles --format jsonl has them."""
        return self._rows("articles")

    def pairs(self, show: str | Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
        """The pairs that match. show: see report."""
        return self._rows("pairs", show)

    def outlets(self) -> Iterator[dict[str, Any]]:
        """What each outlet has of its own, and from whom the rest."""
        return self._rows("outlets")

    def summary(self) -> dict[str, Any]:
        """Figures of the run, as the command line's --summary has them."""
        summary: dict[str, Any] = json.loads(collect(lambda write: self._module.summary(write, "jsonl", 0)))
        return summary

    def summary_text(self, width: int = 0) -> str:
        """The same in some lines for people."""
        return collect(lambda write: self._module.summary(write, "text", width)).decode("utf-8", "replace")

    def audit(self) -> Audit:
        """What the audit found that the option audit asked for."""
        return Audit._make(self._module.audit())

    def _lines_kept(self) -> None:
        if not self._options["keep_lines"]:
            raise _wirecopy.InvalidError("what was learnt was not kept: cluster with keep_lines=True")

    def furniture(self) -> Iterator[FurnitureLine]:
        """What was learnt, what most articles have first, then common phrases. Needs the option keep_lines."""
        self._lines_kept()
        return (FurnitureLine._make(self._module.furniture_line(number)) for number in range(self._module.furniture_count()))

    @overload
    def furniture_report(self, format: str = ..., out: None = None, *, width: int = ...) -> str: ...
    @overload
    def furniture_report(self, format: str = ..., *, out: Out, width: int = ...) -> None: ...
    @overload
    def furniture_report(self, format: str, out: Out, *, width: int = ...) -> None: ...

    def furniture_report(self, format: str = "text", out: Out | None = None, *, width: int = 0) -> str | None:
        """The same as `wirecopy furniture` writes it: as "text", "jsonl" or "tsv"."""
        self._lines_kept()
        return write_to(out, lambda write: self._module.furniture(write, format, width))

    def write_furniture(self, out: Out) -> None:
        """Writes a furniture file, to be edited and given to the option furniture. Needs the option keep_lines."""
        self._lines_kept()
        write_to(out, self._module.write_furniture)

    def write_plan(self, out: Out) -> None:
        """Writes a plan file: common phrases and keys, for the option plan. Needs the option keep_lines."""
        self._lines_kept()
        write_to(out, self._module.write_plan)

    def dedup(
        self,
        paths: Path | Iterable[Path],
        out: Out | None = None,
        *,
        keep: str = "representative",
        drop: str = "all",
        mark: bool = False,
        report: Out | None = None,
    ) -> DedupCounts:
        """Reads the paths that the corpus was read from again and writes their articles without the copies: see wirecopy.dedup."""
        listed = path_list(paths)
        refuse_input(out, listed)
        refuse_input(report, listed)

        def run(write: Write | None, tell: Write | None) -> DedupCounts:
            return DedupCounts._make(self._module.dedup(listed, keep, drop, mark, write, tell))

        if out is None and report is None:
            return run(None, None)
        if out is None or report is None:
            with Target(out if report is None else report) as target:  # type: ignore[arg-type]
                return run(target.write, None) if report is None else run(None, target.write)
        with Target(out) as kept, Target(report) as dropped:
            return run(kept.write, dropped.write)

    def close(self) -> None:
        """Frees it and its scratch at once; its clusters cannot be looked at any more."""
        self._module.close()

    def __enter__(self) -> Clustering:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
