"""What every kind of source offers."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from kgpub.corpus.model import Failure, Found, Item, Reason, Unusable
from kgpub.read.source import MAX_BYTES


class Source(Protocol):
    """Articles in an order that is always the same."""

    def size(self) -> int:
        """Return how many bytes there are to read, 0 if nobody knows."""

    def position(self) -> int:
        """Return how many of these bytes have been read so far."""

    def items(self) -> Iterator[Found]:
        """Yield the articles, and places where one can't be read."""


class Single:
    """A file that is one article."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        self._path = path
        self._name = name or shown(path)
        self._read = 0

    def size(self) -> int:
        """Return the size of the file."""
        return file_size(self._path)

    def position(self) -> int:
        """Return the size of the file once it has been read."""
        return self._read

    def items(self) -> Iterator[Found]:
        """Yield the article."""
        try:
            with self._path.open("rb") as file:
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            yield unusable(self._name, f"can't be read ({error.strerror or error})", identity=self._name)
            return
        self._read = len(data)
        yield Item(self._name, data, self._path.suffix, identity=self._name)


class Stream:
    """A file or standard input that is read through once, unpacked if it is gzipped."""

    def __init__(self, name: str, path: Path | None = None, stream: BinaryIO | None = None) -> None:
        self.name = name
        self._path = path
        self._stream = stream

    def size(self) -> int:
        """Return the size of the file, 0 for standard input."""
        return 0 if self._path is None else file_size(self._path)

    def position(self) -> int:
        """Return how far the file has been read; in a packed one, of its packed bytes."""
        if self._path is None or self._stream is None:
            return 0
        return self.size() if self._stream.closed else self._stream.tell()

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Give the stream as it is stored.

        Raises:
            OSError: it can't be opened.
        """
        if self._path is not None:
            self._stream = self._path.open("rb")
        assert self._stream is not None
        with self._stream:
            yield self._stream

    @contextmanager
    def unpacked(self) -> Iterator[BinaryIO]:
        """Give the stream, unpacked if it is gzipped.

        Raises:
            OSError: it can't be opened.
        """
        with self.opened() as stream:
            if self.name.lower().endswith(".gz"):
                with gzip.GzipFile(fileobj=stream) as unpacked:
                    yield cast(BinaryIO, unpacked)
            else:
                yield stream


def shown(path: Path) -> str:
    """Return a path as text, with � for bytes of a name that is in some other encoding."""
    return os.fsencode(path).decode("utf-8", "replace")


def file_size(path: Path) -> int:
    """Return the size of a file, 0 if it can't be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def unusable(name: str, text: str, tip: str = "", identity: str | None = None) -> Unusable:
    """Return the record of an article that can't be read."""
    return Unusable(name, Failure(Reason.UNREADABLE, text, tip), identity)


def damaged(name: str, error: Exception) -> Unusable:
    """Return the record of a source that can't be read, or not to its end."""
    words = " ".join(str(getattr(error, "strerror", None) or error).split())
    tip = "What was built from it before is kept."
    return Unusable(
        name, Failure(Reason.UNREADABLE, f"can't be read to its end ({words})", tip), damaged=True
    )
