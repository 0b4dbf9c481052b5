"""Comparisons of two articles, plans of keys, and evaluations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, overload

from . import _wirecopy
from ._output import Out, write_to
from ._sequences import MadeSequence


class Run(NamedTuple):
    """Words in a row of one kind, with what stands between them."""

    text: str
    words: int
    kind: str
    """"own", "shared", "common" (left out since so many have it) or "out" (a line that was taken out)."""
    taken: str | None
    """Of a line that was taken out, by which rule: "built-in", "recurring", "strangers", "given"."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the two articles."""

    id: str | None
    source: str | None
    date: str | None
    title: str | None
    url: str | None
    credit: str | None
    """The wire services that it credits, such as "AFP, Reuters"; its text is without them."""
    text: str
    """As people read it."""
    runs: tuple[Run, ...]
    """All of the text, in order."""
    words: int
    words_out: int
    shingles: int
    """That are compared."""
    common: int
    """Distinct ones that are left out as common."""
    sampled: int
    """Its sampled keys."""
    form: bool
    """At least half of it stands in lines of a form."""

    @property
    def left_out(self) -> tuple[Run, ...]:
        """The lines that were taken out."""
        return tuple(run for run in self.runs if run.kind == "out")

    @classmethod
    def _of(cls, figures: dict[str, Any]) -> Compared:
        return cls(**{**figures, "runs": tuple(Run._make(run) for run in figures["runs"])})


class Comparison:
    """Why two articles are copies of one story, or not. It is true where they are."""

    def __init__(self, module: _wirecopy.Comparison) -> None:
        figures = module.figures()
        self._module = module
        self.a = Compared._of(figures["a"])
        self.b = Compared._of(figures["b"])
        self.match: bool = figures["match"]
        self.relation: str | None = figures["relation"]
        """Of b to a: "exact", "copy", "excerpt", "expansion", "update", "own-update"; "template" or "passage" where it is no match."""
        self.reason: str = figures["reason"]
        """The step of the rules that decided, such as "numbers-agree"."""
        self.why: str = figures["why"]
        """What that means."""
        self.shared: int = figures["shared"]
        """Shingles that both have."""
        self.resemblance: float = figures["resemblance"]
        self.containment: float = figures["containment"]
        """Of a in b."""
        self.contained: float = figures["contained"]
        """Of b in a."""
        self.least_resemblance: float = figures["least_resemblance"]
        """Of the match rule."""
        self.least_containment: float = figures["least_containment"]
        self.asked: float = figures["asked"]
        """The share of these that was asked for."""
        self.estimate: float = figures["estimate"]
        """Of the resemblance, from signatures of so many components."""
        self.components: int = figures["components"]
        self.keys: str = figures["keys"]
        """The plan, in words."""
        self.bands: int = figures["bands"]
        self.bands_met: tuple[int, ...] = figures["bands_met"]
        self.sampled_one_in: int = figures["sampled_one_in"]
        self.sampled_met: tuple[tuple[int, str], ...] = tuple(figures["sampled_met"])
        """Keys that both have, and the words that they are made of."""
        self.candidate: bool = figures["candidate"]
        """Enough keys met: a run over the corpus looks at the pair."""
        self.chance: float = figures["chance"]
        """That keys of this plan meet for such a pair."""
        self.aligned: bool = figures["aligned"]
        self.same: int = figures["same"]
        """Numbers in aligned runs."""
        self.different: int = figures["different"]
        """Numbers that differ in gaps."""
        self.gaps: tuple[tuple[str, str], ...] = tuple(figures["gaps"])
        """The words of both where numbers differ."""
        self.learnt: bool = figures["learnt"]
        """What was taken out was learnt from a corpus."""

    def __bool__(self) -> bool:
        return self.match

    def __repr__(self) -> str:
        what = f"match, {self.relation}" if self.match else f"no match{f', {self.relation}' if self.relation else ''}"
        return f"<wirecopy.Comparison {what}: {self.reason}, resemblance {self.resemblance:.2f}>"

    @overload
    def report(self, format: str = ..., out: None = None, *, color: bool = ..., width: int = ...) -> str: ...
    @overload
    def report(self, format: str = ..., *, out: Out, color: bool = ..., width: int = ...) -> None: ...
    @overload
    def report(self, format: str, out: Out, *, color: bool = ..., width: int = ...) -> None: ...

    def report(self, format: str = "text", out: Out | None = None, *, color: bool = False, width: int = 0) -> str | None:
        """Both texts side by side, and all figures, as `wirecopy compare` has them: "text", "jsonl" or "html"; width 0 is 100 columns."""
        return write_to(out, lambda write: self._module.report(write, format, color, width))


@dataclass(frozen=True, slots=True)
class Plan:
    """What one choice of keys would find and cost. Recalls are shares of the matches that keys bring together."""

    keys: str
    chosen: bool
    """The first that is cheap enough."""
    components: int
    bands: int
    rows: int
    sampled_one_in: int
    sampled_least: int
    recall: float
    recall_by_containment: float
    """Of matches by containment alone."""
    accidental_meetings_an_article: float | None
    """Unrelated articles that each is compared with."""
    in_bands: float | None
    by_resemblance: tuple[float, ...]
    """At resemblances 0.3, 0.4, ... 1.0."""
    by_sizes: tuple[float, ...]
    """At the rule's containment, sizes 1:1, 1:2, 1:4, 1:10."""
    by_length: tuple[float, ...]
    """The smaller one of 25, 50, 100, 200, 400 shingles."""
    curve: tuple[float, ...]
    """At resemblances 0, 0.01, ... 1."""


class Plans(MadeSequence[Plan]):
    """The choices of keys."""

    def __init__(self, module: _wirecopy.Plans) -> None:
        self._module = module
        self._plans = [Plan(**row) for row in module.rows()]

    def __len__(self) -> int:
        return len(self._plans)

    def _make(self, number: int) -> Plan:
        return self._plans[number]

    def __repr__(self) -> str:
        return f"<wirecopy.Plans: {', '.join(plan.keys + (' (chosen)' if plan.chosen else '') for plan in self._plans)}>"

    @property
    def chosen(self) -> Plan:
        """The one that clustering would take."""
        return next(plan for plan in self._plans if plan.chosen)

    @overload
    def report(self, format: str = ..., out: None = None) -> str: ...
    @overload
    def report(self, format: str = ..., *, out: Out) -> None: ...
    @overload
    def report(self, format: str, out: Out) -> None: ...

    def report(self, format: str = "text", out: Out | None = None) -> str | None:
        """As `wirecopy plan` writes them: as "text" or "jsonl"."""
        return write_to(out, lambda write: self._module.report(write, format))

    @overload
    def svg(self, out: None = None) -> str: ...
    @overload
    def svg(self, out: Out) -> None: ...

    def svg(self, out: Out | None = None) -> str | None:
        """Their curves as a picture."""
        return write_to(out, self._module.svg)


class Mistake(NamedTuple):
    """Where found clusters and the truth disagree."""

    kind: str
    """"merged", "split"; of labelled pairs "joined-pair", "parted-pair"."""
    cluster: str | None
    """Its name; None for a pair."""
    label: str | None
    """Of a pair."""
    articles: int
    wrong_pairs: int
    parts: int
    """Clusters of the other side that it has articles of."""
    largest: tuple[tuple[str | None, str | None, int], ...]
    """Of these the largest: cluster, the id of an article, how many articles."""


class Evaluation:
    """How found clusters agree with known ones."""

    def __init__(self, module: _wirecopy.Evaluation) -> None:
        figures = module.figures()
        self._module = module
        self.articles: int = figures["articles"]
        """Of the truth; 0 where it is labelled pairs."""
        self.labelled: int = figures["labelled"]
        """Pairs of the truth; 0 where it is clusters."""
        self.pairs: int = figures["pairs"]
        """Of the truth that belong together."""
        self.precision: float = figures["precision"]
        """Pairwise, as recall and f1."""
        self.recall: float = figures["recall"]
        self.f1: float = figures["f1"]
        self.adjusted_rand: float = figures["adjusted_rand"]
        self.b_cubed_f1: float = figures["b_cubed_f1"]
        self.homogeneity: float = figures["homogeneity"]
        self.completeness: float = figures["completeness"]
        self.v_measure: float = figures["v_measure"]
        self.mistakes: list[Mistake] = [Mistake._make((*fields[:-1], tuple(fields[-1]))) for fields in figures["mistakes"]]
        """The worst of each kind."""

    def __repr__(self) -> str:
        return f"<wirecopy.Evaluation: precision {self.precision:.4f}, recall {self.recall:.4f}, F1 {self.f1:.4f}>"

    @overload
    def report(self, format: str = ..., out: None = None, *, width: int = ...) -> str: ...
    @overload
    def report(self, format: str = ..., *, out: Out, width: int = ...) -> None: ...
    @overload
    def report(self, format: str, out: Out, *, width: int = ...) -> None: ...

    def report(self, format: str = "text", out: Out | None = None, *, width: int = 0) -> str | None:
        """As `wirecopy eval` writes it: as "text" or "jsonl"."""
        return write_to(out, lambda write: self._module.report(write, format, width))
