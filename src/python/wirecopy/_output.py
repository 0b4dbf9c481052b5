"""Where output goes: a str, a file that takes its place when it is whole, or something with write()."""

from __future__ import annotations

import codecs
import io
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterable
from typing import Any, BinaryIO, Protocol

from . import _wirecopy
from ._options import Path

Write = Callable[[bytes], object]


class Writable(Protocol):
    """A file object of text or bytes."""

    def write(self, data: Any, /) -> object: ...


Out = Path | Writable


def collect(run: Callable[[Write], object]) -> bytes:
    """What run writes."""
    chunks: list[bytes] = []
    run(chunks.append)
    return b"".join(chunks)


class Target:
    """An output, as a context manager: write() takes bytes; on an error a file stays as it was."""

    def __init__(self, out: Out) -> None:
        self._file: BinaryIO | None = None
        self._temporary: str | None = None
        self._packer: _wirecopy.Packer | None = None
        self._decoder: codecs.IncrementalDecoder | None = None
        self._out: Any = out
        if isinstance(out, (str, bytes, os.PathLike)):
            name = os.fsdecode(out)
            if name == "-":
                sys.stdout.flush()
                self._out = getattr(sys.stdout, "buffer", sys.stdout)
            else:
                self._open(name)
                return
        if isinstance(self._out, io.TextIOBase) or (
            hasattr(self._out, "encoding") and not isinstance(self._out, (io.RawIOBase, io.BufferedIOBase))
        ):
            self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        elif not hasattr(self._out, "write"):
            raise TypeError(f"an output is a path or a file object, not {out!r}")

    def _open(self, name: str) -> None:
        self._out = os.path.realpath(name)
        try:
            mode: int | None = os.stat(self._out).st_mode
        except FileNotFoundError:
            mode = None
        if mode is not None and stat.S_ISDIR(mode):
            raise IsADirectoryError(f"{name}: it is a directory")
        if mode is not None and not stat.S_ISREG(mode):
            self._file = open(self._out, "wb")
        else:
            self._temporary = os.path.join(os.path.dirname(self._out), f".wirecopy-{os.getpid()}-{secrets.token_hex(4)}")
            try:
                self._file = open(self._temporary, "xb")
            except OSError as error:
                self._temporary = None
                raise OSError(error.errno, error.strerror, name) from None
            if mode is not None:
                os.chmod(self._temporary, stat.S_IMODE(mode))
        try:
            self._packer = _wirecopy.Packer(os.fsencode(name), self._file.write)
        except BaseException:
            self._release()
            raise

    def write(self, data: bytes) -> None:
        if self._packer:
            self._packer.write(data)
        elif self._decoder:
            self._out.write(self._decoder.decode(data))
        else:
            self._out.write(data)

    def __enter__(self) -> Target:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            self._release()

    def _release(self) -> None:
        if self._file:
            self._file.close()
        if self._temporary:
            os.unlink(self._temporary)

    def _finish(self) -> None:
        if self._packer and self._file:
            self._packer.finish()
            self._file.flush()
            if self._temporary:
                os.fsync(self._file.fileno())
                os.replace(self._temporary, self._out)
                self._temporary = None
        elif self._decoder:
            self._out.write(self._decoder.decode(b"", True))


def write_to(out: Out | None, run: Callable[[Write], object]) -> str | None:
    """Has run write to out; where that is None, returns what it wrote."""
    if out is None:
        return collect(run).decode("utf-8", "replace")
    with Target(out) as target:
        run(target.write)
    return None


def refuse_input(out: object, paths: Iterable[bytes]) -> None:
    """An output that is an input too would be gone."""
    if not isinstance(out, (str, bytes, os.PathLike)) or not os.path.isfile(out):
        return
    real = os.fsencode(os.path.realpath(out))
    for path in paths:
        if path == b"-":
            continue
        if os.path.isfile(path) and os.path.samefile(path, real) or real.startswith(os.path.join(os.path.realpath(path), b"")):
            raise _wirecopy.InvalidError(f"{os.fsdecode(out)} is an input too: it is not written to")
