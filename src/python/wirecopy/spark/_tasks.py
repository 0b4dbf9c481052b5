"""What tasks do: functions over batches of Arrow, each a step by the C library. They hold some batches at a time."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.json

from .._clustering import Clustering
from ._arrays import TOGETHER, begins, binaries, bytes_of, flags, hashes, numbers, pieces, raw, run_together, whole
from ._lessons import Lessons

Task = Callable[[Iterator[Any]], Iterator[Any]]

# Rows of pairs in a batch that is given.
PAIRS = 1 << 16


def parcels(lessons: Any) -> Task:
    """Articles as bytes, each with the hash of what it says and of its id."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in pieces(batches):
            with lessons.value.corpus() as corpus:
                corpus.add_articles(pa.Table.from_batches([batch]))
                yield _parcels(corpus, "read")

    return run


def _parcels(corpus: Any, what: str) -> Any:
    texts, ids, ends, data = corpus._module.parcels(what)
    return pa.record_batch([hashes(texts), hashes(ids), binaries(ends, data)], ["text", "id", "parcels"])


def settle(lessons: Any) -> Task:
    """Of parcels in order of ids: one of those that are equal, and others told apart."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in whole(batches, "id"):
            with lessons.value.corpus() as corpus:
                corpus._module.add_parcels(bytes_of(batch.column("parcels")))
                yield _parcels(corpus, "settled")

    return run


def texts(lessons: Any) -> Task:
    """Of parcels in order of texts: those of exact copies together, the words once."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in whole(batches, "text"):
            with lessons.value.corpus() as corpus:
                corpus._module.add_parcels(bytes_of(batch.column("parcels")))
                grouped = _parcels(corpus, "grouped")
            places = begins(grouped.column("text"))
            columns = [pc.take(grouped.column("text"), places), run_together(grouped.column("parcels"), places)]
            yield pa.record_batch(columns, ["text", "parcels"])

    return run


def keys(lessons: Any) -> Task:
    """A row for each key of each text."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in pieces(batches):
            with lessons.value.corpus() as corpus:
                corpus._module.add_parcels(bytes_of(batch.column("parcels")))
                of, counts, ends, values = corpus._module.keys()
            listed = pa.ListArray.from_arrays(numbers(ends, pa.int32()), numbers(values, pa.int64()))
            owners = pc.list_parent_indices(listed)
            yield pa.record_batch(
                [listed.values, pc.take(hashes(of), owners), pc.take(numbers(counts, pa.int32()), owners)], ["key", "text", "counts"]
            )

    return run


def meetings(lessons: Any) -> Task:
    """Of keys in order, and texts for each: who meets, and with no b what is lost of a, because too many have the key."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        with lessons.value.corpus() as corpus:
            for batch in whole(batches, "key"):
                key, text, counts = (batch.column(name) for name in ("key", "text", "counts"))
                first, second, lost, sampled = corpus._module.meet(raw(key), bytes_of(text))
                a, b, lost = (numbers(column, pa.uint32()) for column in (first, second, lost))
                for at in range(0, len(a), PAIRS):
                    these, others = a[at : at + PAIRS], b[at : at + PAIRS]
                    none = pa.array([0] * len(these), pa.int32())
                    yield pa.record_batch(
                        [
                            pc.take(text, these),
                            pc.take(text, others),
                            pc.take(counts, these),
                            pc.take(counts, others),
                            pc.greater_equal(pc.take(key, these), 1 << 32),
                            none,
                        ],
                        MEETING,
                    )
                if len(lost):
                    zeros, nothing = pa.array([0] * len(lost), pa.int32()), pa.nulls(len(lost), pa.binary())
                    of_band, limited = pa.array([False] * len(lost)), numbers(sampled, pa.uint8()).cast(pa.int32())
                    yield pa.record_batch([pc.take(text, lost), nothing, zeros, zeros, of_band, limited], MEETING)

    return run


MEETING = ["a", "b", "counts_a", "counts_b", "band", "lost"]


def _two(first: Any, second: Any) -> bytes:
    """Two columns of 32 bits as pairs."""
    both = pc.bit_wise_or(first.cast(pa.uint64()), pc.shift_left(second.cast(pa.uint64()), pa.scalar(32, pa.uint64())))
    return bytes(raw(both))


def candidates(lessons: Any) -> Task:
    """Of pairs that met those that share enough keys."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        with lessons.value.corpus() as corpus:
            for batch in pieces(batches):
                c = {name: batch.column(name) for name in batch.schema.names}
                shared = c["shared"].cast(pa.uint32(), safe=False)
                (enough,) = corpus._module.suffice(
                    raw(c["counts_a"]),
                    _two(c["sampled_a"], c["all_a"]),
                    raw(c["counts_b"]),
                    _two(c["sampled_b"], c["all_b"]),
                    raw(shared),
                    bytes(raw(c["band"].cast(pa.uint8()))),
                )
                yield batch.select(["a", "b"]).filter(flags(enough))

    return run


class _Parcels:
    """Parcels of texts, each once."""

    def __init__(self) -> None:
        self.texts: set[bytes] = set()
        self.parcels: list[bytes] = []
        self.size = 0

    def add(self, text: bytes, column: Any, row: int) -> None:
        if text not in self.texts:
            self.texts.add(text)
            parcel = column[row].as_buffer().to_pybytes()
            self.parcels.append(parcel)
            self.size += len(parcel)


def _judged(lessons: Lessons, gathered: _Parcels, first: list[bytes], second: list[bytes]) -> Any:
    with lessons.corpus() as corpus:
        corpus._module.add_parcels(b"".join(gathered.parcels))
        a, b, matches = corpus._module.judge(b"".join(first), b"".join(second))
    return pa.record_batch([hashes(a), hashes(b), flags(matches)], ["a", "b", "matches"])


def judge(lessons: Any) -> Task:
    """Of pairs with their parcels those that pass the match rule, and whether they match or are templates."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        gathered, first, second = _Parcels(), [], []
        for batch in pieces(batches):
            a, b, of_a, of_b = (batch.column(name) for name in ("a", "b", "parcels_a", "parcels_b"))
            for row, (one_text, other) in enumerate(zip(a.to_pylist(), b.to_pylist())):
                gathered.add(one_text, of_a, row)
                gathered.add(other, of_b, row)
                first.append(one_text)
                second.append(other)
                if gathered.size >= TOGETHER:
                    yield _judged(lessons.value, gathered, first, second)
                    gathered, first, second = _Parcels(), [], []
        if first:
            yield _judged(lessons.value, gathered, first, second)

    return run


ARTICLES = pa.schema(
    [(name, pa.float64() if name in ("resemblance", "containment", "contained") else pa.string()) for name in (
        "id", "cluster", "role", "relation", "resemblance", "containment", "contained", "source", "date", "title", "credit"
    )]
)
PAIRS_VIEW = pa.schema(
    [(name, pa.float64() if name in ("resemblance", "containment", "contained") else pa.string()) for name in (
        "a", "b", "relation", "resemblance", "containment", "contained"
    )]
)


def _rows(clustering: Clustering, view: str) -> Iterator[Any]:
    """The rows as the command line writes them, read again."""
    out = io.BytesIO()
    clustering.report(view, "jsonl", out)
    if out.tell() == 0:
        return
    schema = ARTICLES if view == "articles" else PAIRS_VIEW
    reading = pa.json.ParseOptions(explicit_schema=schema, unexpected_field_behavior="ignore", newlines_in_values=False)
    out.seek(0)
    table = pa.json.read_json(out, pa.json.ReadOptions(use_threads=False, block_size=max(1 << 20, out.getbuffer().nbytes)), reading)
    yield from table.to_batches(max_chunksize=PAIRS)


def clusters(lessons: Any, view: str) -> Task:
    """Of parts that hang together, in order, parcels and judged pairs: the rows of a view."""

    def run(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in whole(batches, "part"):
            held = batch.filter(pc.is_valid(batch.column("parcels")))
            paired = batch.filter(pc.is_valid(batch.column("a")))
            with lessons.value.corpus() as corpus:
                corpus._module.add_parcels(bytes_of(held.column("parcels")))
                of_module = corpus._module.cluster_pairs(bytes_of(paired.column("a")), bytes_of(paired.column("b")))
                with Clustering(of_module, corpus._shown) as clustering:
                    yield from _rows(clustering, view)

    return run


def roots(batches: Iterable[Any]) -> Iterator[Any]:
    """Of edges those of a forest that connects as much: each text with the least that it is connected to."""
    above: dict[bytes, bytes] = {}

    def root(text: bytes) -> bytes:
        top = text
        while (higher := above.setdefault(top, top)) != top:
            top = higher
        while above[text] != top:
            above[text], text = top, above[text]
        return top

    for batch in batches:
        for a, b in zip(batch.column("u").to_pylist(), batch.column("v").to_pylist()):
            low, high = sorted((root(a), root(b)))
            above[high] = low
    found = [(text, root(text)) for text in above]
    for at in range(0, len(found), PAIRS):
        some = [pair for pair in found[at : at + PAIRS] if pair[0] != pair[1]]
        yield pa.record_batch([pa.array([p[0] for p in some], pa.binary()), pa.array([p[1] for p in some], pa.binary())], ["u", "v"])


__all__ = ["candidates", "clusters", "judge", "keys", "meetings", "parcels", "roots", "settle", "texts"]
