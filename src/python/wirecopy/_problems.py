"""What is wrong with the input, and how far a run is."""

from __future__ import annotations

import os
import sys
import warnings
from typing import Any, NamedTuple


class InputWarning(UserWarning):
    """Some input could not be read, or was repaired. Ten of a kind are told in each call, the others counted."""


class Problem(NamedTuple):
    """One thing that is wrong with the input."""

    kind: str
    """"record": it was skipped; "file": it could not be read, or not to its end; "repaired": it was read, after a repair."""
    path: str
    """As named in the input; "articles" and "table" for what was in memory."""
    line: int
    """From 1; 0 where there are no lines."""
    reason: str

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {'repaired: ' if self.kind == 'repaired' else ''}{self.reason}"


class Progress(NamedTuple):
    """How far a run is."""

    stage: str
    """"read", "furniture", "sketch", "pairs", "clusters", ..."""
    done: int
    total: int
    """In units of the stage; 0 where it is not known."""
    bytes_read: int


MOST_TOLD = 10
HERE = os.path.dirname(__file__) + os.sep


class Warnings:
    """Problems as warnings, at the line outside of this package that called it."""

    def __init__(self) -> None:
        self.strict = False
        self._counts: dict[str, int] = {}
        self._place: tuple[str, int, dict[Any, Any] | None] = ("<unknown>", 0, None)

    def __enter__(self) -> Warnings:
        frame = sys._getframe(1)
        while frame.f_back and frame.f_code.co_filename.startswith(HERE):
            frame = frame.f_back
        self._place = (frame.f_code.co_filename, frame.f_lineno, frame.f_globals.setdefault("__warningregistry__", {}))
        return self

    def __exit__(self, *error: object) -> None:
        counts, self._counts = self._counts, {}
        if error[0] is None:
            for reason, count in counts.items():
                if count > MOST_TOLD:
                    self._warn(f"{count - MOST_TOLD} more: {reason}")

    def _warn(self, text: str) -> None:
        path, line, registry = self._place
        warnings.warn_explicit(text, InputWarning, path, line, registry=registry)

    def take(self, problem: Problem) -> None:
        if self.strict and problem.kind != "repaired":
            return  # the error says it
        count = self._counts[problem.reason] = self._counts.get(problem.reason, 0) + 1
        if count <= MOST_TOLD:
            self._warn(str(problem))
