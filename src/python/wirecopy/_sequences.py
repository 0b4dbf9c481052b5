"""Sequences whose items are made when they are asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

Item = TypeVar("Item")


class MadeSequence(Sequence[Item]):
    """A sequence that makes its items: by numbers from 0, from behind, and in slices, which are lists."""

    __slots__ = ()

    @abstractmethod
    def _make(self, number: int) -> Item:
        """The item of a number from 0 to len(self) - 1."""

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> list[Item]: ...

    def __getitem__(self, index: int | slice) -> Item | list[Item]:
        if isinstance(index, slice):
            return [self._make(number) for number in range(*index.indices(len(self)))]
        number = index + len(self) if index < 0 else index
        if not 0 <= number < len(self):
            raise IndexError(f"there is no number {index} among {len(self)}")
        return self._make(number)

    def __iter__(self) -> Iterator[Item]:
        return map(self._make, range(len(self)))
