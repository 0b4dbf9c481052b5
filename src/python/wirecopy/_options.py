"""The options' types. Their names are the command line's, with _ for -; the C module knows their values and defaults."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypedDict

from . import _wirecopy
from ._problems import Problem, Progress, Warnings

Path = str | bytes | os.PathLike[str] | os.PathLike[bytes]


class IndexOptions(TypedDict, total=False):
    """Keywords of Index: those of reading, of resources and of messages, as Options has them."""

    text_field: str | None
    id_field: str | None
    title_field: str | None
    source_field: str | None
    date_field: str | None
    url_field: str | None
    format_in: str | None
    encoding: str | None
    max_record: int | str | None
    strict: bool | None
    threads: int | None
    memory: int | str | None
    scratch: Path | None
    kernel: str | None
    problem: Callable[[Problem], object] | None
    progress: Callable[[Progress], object] | None


class Options(IndexOptions, total=False):
    """Keywords of cluster, dedup, compare, plan, Corpus and Index.create; None stands for the default.

    rule: what is a copy: "usual", the default, "strict", "loose", or least resemblance and containment: (0.35, 0.6) or "0.35,0.6"
    resemblance: least resemblance of two copies, 0 to 1; beats rule
    containment: or least share of the smaller in the larger; beats rule
    window: only articles published within it of each other match: "12h", "30d", "2w" or a timedelta
    shingle_words: runs of so many words are compared; 3
    no_furniture: leave nothing out: keep teasers, menus, buttons
    no_built_in_furniture: leave out only what is learnt from the corpus
    furniture: a furniture file: what it says is left out, and nothing of it is learnt
    learn: with furniture: learn what the file does not have
    plan: a plan file: common phrases and keys are taken from it, and none are learnt
    keys: which pairs are looked at: "planned", the default, "all", or bands and samples such as "16x2+1/5"
    seed: of signatures and samples, or "random"; 0
    audit: so many articles are compared with all others, to say what the keys missed: see Clustering.audit
    owners: a file that says whose outlets are: on each line an outlet, a tab and its owner
    text_field: the name of the field, or column, that holds the text; else it is guessed
    id_field: likewise
    title_field: likewise
    source_field: likewise: the outlet
    date_field: likewise
    url_field: likewise
    format_in: what all files are: "plain", "jsonl", "json", "csv", "html", "warc", "feed", "markdown", "eml", "office"; "auto": it is seen
    encoding: of text in files that does not say it; UTF-8, or guessed
    max_record: longer records are skipped: bytes, or such as "64M", the default
    strict: end at the first record or file that is bad, with BadInputError
    save: a directory, made where it is missing, that keeps what was read and sketched: see Corpus.open
    threads: 0, the default: as many as there are processors; the answer is the same
    memory: of buffers, beyond 64 bytes an article: bytes, or such as "256M", the default
    scratch: where the rest goes; TMPDIR, else /tmp
    kernel: "portable", "neon", "avx2" or "avx512"; else the best
    show: note "templates", "passages" or both, so that the pairs view can show them, which are no matches
    keep_lines: keep what was learnt, for Clustering.furniture, write_furniture and write_plan
    today: dates over a day later are no evidence of origin; by the clock
    problem: called with each Problem in the input, in place of an InputWarning
    progress: called now and then with a Progress
    """

    rule: str | tuple[float, float] | None
    resemblance: float | None
    containment: float | None
    window: str | datetime.timedelta | None
    shingle_words: int | None
    no_furniture: bool | None
    no_built_in_furniture: bool | None
    furniture: Path | None
    learn: bool | None
    plan: Path | None
    keys: str | None
    seed: int | str | None
    audit: int | None
    owners: Path | None
    save: Path | None
    show: str | Sequence[str] | None
    keep_lines: bool | None
    today: datetime.date | None


OF_READING = (
    "text_field",
    "id_field",
    "title_field",
    "source_field",
    "date_field",
    "url_field",
    "format_in",
    "encoding",
    "max_record",
    "strict",
)
NOT_OF_AN_INDEX = ("window", "learn", "save", "audit", "owners", "show", "keep_lines", "today")


def for_module(options: IndexOptions, warnings: Warnings) -> dict[str, Any]:
    """The options as the C module takes them: callbacks get named tuples, and problems become warnings where nobody else hears of them."""
    given: dict[str, Any] = dict(options)
    problem, progress = given.get("problem"), given.get("progress")
    if problem is None:
        warnings.strict = bool(given.get("strict"))
        problem = warnings.take
    elif not callable(problem):
        raise TypeError(f"problem is a callable, not {problem!r}")
    given["problem"] = lambda *fields: problem(Problem(*fields))
    if progress is not None:
        if not callable(progress):
            raise TypeError(f"progress is a callable, not {progress!r}")
        given["progress"] = lambda *fields: progress(Progress(*fields))
    return given


def refuse_reading(options: Options) -> None:
    """A save is as it was read."""
    for name in OF_READING:
        if options.get(name) is not None:
            raise _wirecopy.InvalidError(f"a save is taken as it was read then: {name} cannot change that")


def refuse_for_index(options: Mapping[str, Any], made: bool) -> None:
    """An index has what it was made with, and nothing that goes with clusters."""
    for name, value in options.items():
        if value is not None and name in NOT_OF_AN_INDEX:
            raise _wirecopy.InvalidError(f"an index has no {name}")
        if value is not None and made and name in Options.__annotations__ and name not in IndexOptions.__annotations__:
            raise _wirecopy.InvalidError(f"{name} is fixed when an index is made: it goes with Index.create")
