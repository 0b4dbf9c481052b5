"""The options' types. Their names are the command line's, with _ for -; the C module knows their values and defaults."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence
from typing import Any, TypedDict

from . import _wirecopy
from ._problems import Problem, Progress, Warnings

Path = str | bytes | os.PathLike[str] | os.PathLike[bytes]


class Options(TypedDict, total=False):
    """Keywords of cluster, dedup, compare, plan and Corpus. None stands for the default. `wirecopy help cluster` says more of most."""

    rule: str | tuple[float, float] | None
    """What is a copy: "usual", the default, "strict", "loose", or least resemblance and containment: (0.35, 0.6) or "0.35,0.6"."""
    resemblance: float | None
    """Least resemblance of two copies, 0 to 1."""
    containment: float | None
    """Or least share of the smaller in the larger."""
    window: str | datetime.timedelta | None
    """Only articles published within it of each other match: "12h", "30d", "2w" or a timedelta."""
    shingle_words: int | None
    """Runs of so many words are compared; 3."""
    no_furniture: bool | None
    """Leave nothing out: keep teasers, menus, buttons."""
    no_built_in_furniture: bool | None
    """Leave out only what is learnt from the corpus."""
    furniture: Path | None
    """A furniture file: what it says is left out, and nothing of it is learnt."""
    learn: bool | None
    """With furniture: learn what the file does not have."""
    plan: Path | None
    """A plan file: common phrases and keys are taken from it, and none are learnt."""
    keys: str | None
    """Which pairs are looked at: "planned", the default, "all", or bands and samples such as "16x2+1/5"."""
    seed: int | str | None
    """Of signatures and samples, or "random"; 0."""
    audit: int | None
    """So many articles are compared with all others, to say what the keys missed: see Clustering.audit."""
    owners: Path | None
    """A file that says whose outlets are: on each line an outlet, a tab and its owner."""
    text_field: str | None
    """The name of the field, or column, that holds the text; else it is guessed."""
    id_field: str | None
    title_field: str | None
    source_field: str | None
    """Likewise: the outlet."""
    date_field: str | None
    url_field: str | None
    format_in: str | None
    """What all files are: "plain", "jsonl", "json", "csv", "html", "warc", "feed", "markdown", "eml", "office"; "auto": it is seen."""
    encoding: str | None
    """Of text in files that does not say it; UTF-8, or guessed."""
    max_record: int | str | None
    """Longer records are skipped: bytes, or such as "64M", the default."""
    strict: bool | None
    """End at the first record or file that is bad, with BadInputError."""
    save: Path | None
    """A directory, made where it is missing, that keeps what was read and sketched: see Corpus.open."""
    threads: int | None
    """0, the default: as many as there are processors. The answer is the same."""
    memory: int | str | None
    """Of buffers, beyond 64 bytes an article: bytes, or such as "256M", the default."""
    scratch: Path | None
    """Where the rest goes; TMPDIR, else /tmp."""
    kernel: str | None
    """"portable", "neon", "avx2", "avx512"; else the best."""
    show: str | Sequence[str] | None
    """Note "templates", "passages" or both, so that the pairs view can show them, which are no matches."""
    keep_lines: bool | None
    """Keep what was learnt, for Clustering.furniture, write_furniture and write_plan."""
    today: datetime.date | None
    """Dates over a day later are no evidence of origin; by the clock."""
    problem: Callable[[Problem], object] | None
    """Called with each problem in the input, in place of an InputWarning."""
    progress: Callable[[Progress], object] | None
    """Called now and then with how far a run is."""


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


def for_module(options: Options, warnings: Warnings) -> dict[str, Any]:
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
