"""Columns of Arrow as the buffers that the C module takes, and columns of the buffers that it gives; nothing is copied value by value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from .._wirecopy import TooLargeError

HASH = 16

# So many bytes of parcels are looked at together: what a task needs beside what Spark hands to it is some four times as much.
TOGETHER = 32 << 20


def hashes(data: bytes) -> Any:
    """A column of hashes."""
    return pa.Array.from_buffers(pa.binary(HASH), len(data) // HASH, [None, pa.py_buffer(data)]).cast(pa.binary())


def numbers(data: bytes, kind: Any) -> Any:
    return pa.Array.from_buffers(kind, len(data) * 8 // kind.bit_width, [None, pa.py_buffer(data)])


def flags(data: bytes) -> Any:
    return pc.not_equal(numbers(data, pa.uint8()), 0)


def binaries(ends: bytes, data: bytes) -> Any:
    return pa.Array.from_buffers(pa.binary(), len(ends) // 4 - 1, [None, pa.py_buffer(ends), pa.py_buffer(data)])


def bytes_of(column: Any) -> Any:
    """All values of a column of binaries without nulls, one behind the other, where they lie."""
    if len(column) == 0:
        return b""
    ends = _ends(column)
    return memoryview(column.buffers()[2])[ends[0].as_py() : ends[len(column)].as_py()]


def _ends(column: Any) -> Any:
    return pa.Array.from_buffers(pa.int32(), len(column) + 1, [None, column.buffers()[1]], offset=column.offset)


def raw(column: Any) -> Any:
    """The values of a column of numbers without nulls, where they lie."""
    wide = column.type.bit_width // 8
    return memoryview(column.buffers()[1])[column.offset * wide : (column.offset + len(column)) * wide] if len(column) else b""


def begins(column: Any) -> Any:
    """The places at which another value begins than the one before; 0 first. The column has some."""
    changes = pc.add(pc.indices_nonzero(pc.not_equal(column[1:], column[:-1])), 1)
    return pa.concat_arrays([pa.array([0], pa.uint64()), changes.cast(pa.uint64())])


def run_together(column: Any, places: Any) -> Any:
    """Binaries, those from one place to the next run together, in the buffer where they lie."""
    at = pa.concat_arrays([places, pa.array([len(column)], pa.uint64())])
    return pa.Array.from_buffers(pa.binary(), len(places), [None, pc.take(_ends(column), at).buffers()[1], column.buffers()[2]])


def one(batches: Iterable[Any]) -> Any:
    """Some batches of one schema as one."""
    table = pa.Table.from_batches(list(batches)).combine_chunks()
    parts = table.to_batches()
    if len(parts) > 1:  # offsets have 32 bits
        raise TooLargeError("articles that have to be in one task, such as copies that hang together, are over 2 GiB")
    return parts[0] if parts else pa.RecordBatch.from_pylist([], schema=table.schema)


def pieces(batches: Iterable[Any]) -> Iterator[Any]:
    """The rows in batches of not much more than TOGETHER."""
    for batch in batches:
        if batch.num_rows == 0:
            continue
        rows = max(1, int(batch.num_rows * TOGETHER / max(TOGETHER, batch.nbytes)))
        for begin in range(0, batch.num_rows, rows):
            yield batch.slice(begin, rows)


def whole(batches: Iterable[Any], name: str) -> Iterator[Any]:
    """Rows that are in order of a column, in batches of some TOGETHER that end where its values do."""
    held: list[Any] = []
    size = 0
    for batch in pieces(batches):
        if size >= TOGETHER:
            values = batch.column(name)
            places = begins(values)
            goes_on = values[0] == held[-1].column(name)[-1]
            if len(places) > 1 or not goes_on:
                cut = places[-1].as_py()
                yield one([*held, batch.slice(0, cut)])
                held, size = [], 0
                batch = batch.slice(cut)
        held.append(batch)
        size += batch.nbytes
    if held:
        yield one(held)
