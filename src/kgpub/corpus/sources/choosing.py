"""Telling what the user named: an article, a corpus in one file, or a directory of either."""

from __future__ import annotations

import gzip
import io
import json
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kgpub.corpus.model import Found, Item, Unusable
from kgpub.corpus.sources.base import Single, Source, Stream, damaged, file_size, shown
from kgpub.corpus.sources.feed import Feed
from kgpub.corpus.sources.json_lines import JsonLines
from kgpub.corpus.sources.sitemap import Sitemap
from kgpub.corpus.sources.warc import Warc
from kgpub.errors import InputError
from kgpub.read.source import MAX_BYTES, STDIN

_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
_WARCS = (".warc", ".warc.gz")
_XML = (".xml", ".rss", ".atom", ".rdf", ".xml.gz")
_ARTICLES = (".txt", ".html", ".htm", ".xhtml", ".json", ".jsonld", ".ninjs")
ENDINGS = (*_ARTICLES, *_LINES, *_WARCS, *_XML)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|RDF)[\s>]")
_SITEMAP = re.compile(rb"<(?:urlset|sitemapindex)[\s>]")
_BEGINNING = 4096


@dataclass(frozen=True)
class Opened:
    """What the user named, told apart.

    ``single`` if it is one article in a file or on standard input; what has been read of
    standard input to see that is in ``stdin``.
    """

    name: str
    sources: tuple[Source, ...]
    single: bool
    stdin: BinaryIO | None = None

    def size(self) -> int:
        """Return how many bytes there are to read, 0 if nobody knows."""
        sizes = [source.size() for source in self.sources]
        return sum(sizes) if all(sizes) else 0

    def position(self) -> int:
        """Return how many of these bytes have been read so far."""
        return sum(source.position() for source in self.sources)

    def items(self) -> Iterator[Found]:
        """Yield the articles of all sources.

        Raises:
            InputError: a directory has no article in it.
        """
        for source in self.sources:
            yield from source.items()


def open_sources(
    paths: Sequence[Path], stdin: BinaryIO | None = None, *, apart: Iterable[Path] = ()
) -> Opened:
    """Return what is at the paths; ``-`` is standard input, which is read through the result from then on.

    ``apart`` are files and directories that are left out of the directories among the
    paths: what the build itself writes.

    Raises:
        InputError: a path isn't there.
    """
    left_out = frozenset(path.resolve() for path in apart)
    sources = [_source(path, stdin, left_out) for path in paths]
    only = sources[0] if len(sources) == 1 else None
    given = only.data if isinstance(only, _Given) else None
    return Opened(
        ", ".join(map(shown, paths)),
        tuple(sources),
        single=given is not None or isinstance(only, Single),
        stdin=io.BytesIO(given) if given is not None else None,
    )


def _source(path: Path, stdin: BinaryIO | None, left_out: frozenset[Path]) -> Source:
    if str(path) == "-":
        # Without one, reading the article says what is wrong.
        return _from_stdin(stdin) if stdin is not None else Single(path)
    if path.is_dir():
        return Folder(path, left_out)
    if not path.exists():
        raise InputError(str(path), "no such file", tip="Check the path, or pass - to read stdin.")
    return file_source(path, shown(path))


def file_source(path: Path, name: str) -> Source:
    """Return the source that a file is, by its ending and, where that leaves it open, its content."""
    lower = path.name.lower()
    if lower.endswith(_LINES):
        return JsonLines(Stream(name, path))
    if lower.endswith(_WARCS):
        return Warc(Stream(name, path))
    beginning = _beginning(path)
    if lower.endswith(_XML):
        if _SITEMAP.search(beginning):
            return Sitemap(path)
        if _FEED.search(beginning):
            return Feed(Stream(name, path))
    elif _is_lines(beginning):
        return JsonLines(Stream(name, path))
    return Single(path, name)


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as raw:
            stream = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
            return stream.read(_BEGINNING)
    except (OSError, EOFError):
        return b""


def _is_lines(beginning: bytes) -> bool:
    """Whether a text begins with a JSON object on a line of its own, and another after it."""
    first, end, rest = beginning.lstrip(b" \t\r\n\xef\xbb\xbf").partition(b"\n")
    if not first.startswith(b"{") or not end or not rest.lstrip().startswith(b"{"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


class _Joined(io.RawIOBase):
    """What has been read of a stream already, and the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        """Return that it can be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """Fill a buffer, from the head first."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._head.read(len(view)) or self._rest.read(len(view))
        view[: len(data)] = data
        return len(data)


class _Given:
    """One article on standard input, read already."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def size(self) -> int:
        return len(self.data)

    def position(self) -> int:
        return len(self.data)

    def items(self) -> Iterator[Found]:
        yield Item(STDIN, self.data)


def _from_stdin(stdin: BinaryIO) -> Source:
    head = stdin.read(MAX_BYTES + 1)
    joined = io.BufferedReader(_Joined(head, stdin))
    packed = head.startswith(b"\x1f\x8b")
    if packed or head.startswith(b"WARC/"):
        return Warc(Stream(STDIN, stream=joined))
    if _is_lines(head):
        return JsonLines(Stream(STDIN, stream=joined))
    if head.lstrip().startswith(b"<") and _FEED.search(head[:_BEGINNING]):
        return Feed(Stream(STDIN, stream=joined))
    return _Given(head)


class Folder:
    """A directory with articles and corpora in it, at any depth."""

    def __init__(self, directory: Path, left_out: frozenset[Path] = frozenset()) -> None:
        self._directory = directory
        self._left_out = left_out
        self._read = 0
        self._current: Source | None = None

    def size(self) -> int:
        """Return the size of all files in it that are read."""
        return sum(file_size(found) for found in self._files() if isinstance(found, Path))

    def position(self) -> int:
        """Return how many bytes of these files have been read."""
        return self._read + (self._current.position() if self._current is not None else 0)

    def items(self) -> Iterator[Found]:
        """Yield the articles of all files in the order of their paths.

        If there is a ``sitemap.xml`` in the directory itself, that says what the articles are.

        Raises:
            InputError: there is nothing to read in it.
        """
        empty = True
        for found in self._files():
            empty = False
            if isinstance(found, Unusable):
                yield found
                continue
            source = file_source(found, shown(found))
            if isinstance(source, Single) and found.name.lower().endswith(_XML):
                continue  # neither feed nor sitemap
            self._current = source
            yield from source.items()
            self._current = None
            self._read += file_size(found)
        if empty:
            raise InputError(
                shown(self._directory),
                "has no articles in it",
                tip=f"Files with these endings are read: {' '.join(ENDINGS)}.",
            )

    def _files(self) -> Iterator[Path | Unusable]:
        """Yield the files to read; hidden ones and links to directories are left out."""
        sitemap = self._directory / "sitemap.xml"
        if sitemap.is_file():
            yield sitemap
            return
        yield from self._walk(self._directory)

    def _walk(self, directory: Path) -> Iterator[Path | Unusable]:
        try:
            entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
        except OSError as error:
            yield damaged(shown(directory), error)
            return
        for entry in entries:
            path = directory / entry.name
            if entry.name.startswith(".") or (self._left_out and path.resolve() in self._left_out):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(path)
            elif entry.is_file() and entry.name.lower().endswith(ENDINGS):
                yield path
