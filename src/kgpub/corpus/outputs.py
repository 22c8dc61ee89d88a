"""Where the graphs of a corpus go: a file for each, one large file, or a store.

Each kind of output brings what it has into line with what the manifest wants, and
takes that down there. It can be broken off at any time; the next run goes on.
"""

from __future__ import annotations

import gzip
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from kgpub.corpus.manifest import Article, Manifest
from kgpub.corpus.merging import sorted_lines
from kgpub.errors import InputError
from kgpub.rdf.formats import Format
from kgpub.write import replacing

if TYPE_CHECKING:
    from kgpub.store import EmbeddedStore

_DECLARATION = b"@prefix "


class Output(Protocol):
    """A place for the graphs."""

    rendered: Format | None
    """The format of the documents that it is made of; ``None`` if it takes lines of N-Triples."""

    def beside(self, suffix: str) -> Path | None:
        """Return where a file about the output goes, ``None`` where there is no place for one."""

    def write(self, manifest: Manifest) -> None:
        """Make the output what the manifest wants.

        Raises:
            KgpubError: it can't be written.
        """


class Folder:
    """A directory with a file for each article, called after the last part of its graph's IRI."""

    def __init__(self, directory: Path, fmt: Format) -> None:
        self.rendered: Format | None = fmt
        self._directory = directory
        self._suffix = fmt.suffix

    def beside(self, suffix: str) -> Path:
        """Return a file in the directory."""
        return self._directory / f"kgpub{suffix}"

    def write(self, manifest: Manifest) -> None:
        """Write what is new or changed or not there, and remove what is gone."""
        manifest.forget_unless(lambda iri: self._file(iri).is_file())
        for article in manifest.changed():
            with replacing(self._file(article.iri)) as file:
                file.write(article.rendered or b"")
            manifest.publish(article.iri, article.digest)
        for iri in manifest.gone():
            with suppress(FileNotFoundError):
                self._file(iri).unlink()
            manifest.withdraw(iri)

    def _file(self, iri: str) -> Path:
        return self._directory / (iri.rsplit("/", 1)[1] + self._suffix)


class Lines:
    """One sorted file of N-Quads, or of N-Triples without the names of the graphs; ``-`` is stdout."""

    rendered: Format | None = None

    def __init__(self, path: Path, *, quads: bool) -> None:
        self._path = path
        self._quads = quads

    def beside(self, suffix: str) -> Path | None:
        """Return a file next to it."""
        return beside(self._path, suffix)

    def write(self, manifest: Manifest) -> None:
        """Write the file anew."""
        temporary = self._path.parent if str(self._path) != "-" else manifest.path.parent
        with writing(self._path) as file:
            before = b""
            for line in sorted_lines(map(self._lines, manifest.articles()), temporary):
                if line != before:
                    file.write(line)
                    before = line
        _take_down(manifest)

    def _lines(self, article: Article) -> list[bytes]:
        lines = zlib.decompress(article.lines).splitlines(keepends=True)
        if not self._quads:
            return lines
        end = b" <" + article.iri.encode() + b"> .\n"
        return [line[:-3] + end for line in lines]


class Trig:
    """One TriG file with the graphs in the order of their names; ``-`` is stdout."""

    rendered: Format | None = Format.TRIG

    def __init__(self, path: Path) -> None:
        self._path = path

    def beside(self, suffix: str) -> Path | None:
        """Return a file next to it."""
        return beside(self._path, suffix)

    def write(self, manifest: Manifest) -> None:
        """Write the file anew: the prefixes of all graphs, then the graphs."""
        prefixes: set[bytes] = set()
        for article in manifest.articles():
            prefixes.update(_parts(article)[0])
        with writing(self._path) as file:
            file.writelines(sorted(prefixes))
            for article in manifest.articles():
                file.write(b"\n" + _parts(article)[1])
        _take_down(manifest)


class Store:
    """The store on disk, with a named graph for each article."""

    rendered: Format | None = None
    _TOGETHER = 50_000  # triples

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def beside(self, suffix: str) -> Path:
        """Return a file next to the store's directory, which is the database's own."""
        return Path(f"{self._directory}{suffix}")

    def write(self, manifest: Manifest) -> None:
        """Replace what is new, changed or not there, and withdraw what is gone."""
        from kgpub.store import EmbeddedStore

        with EmbeddedStore.open(self._directory, create=True) as store:
            manifest.forget_unless(store.__contains__)
            batch: list[Article] = []
            for article in manifest.changed():
                batch.append(article)
                if sum(one.triples for one in batch) >= self._TOGETHER:
                    _put(store, manifest, batch, str(self._directory))
                    batch = []
            _put(store, manifest, batch, str(self._directory))
            for iri in manifest.gone():
                store.remove(iri)
                manifest.withdraw(iri)
            store.flush()


def _put(store: EmbeddedStore, manifest: Manifest, batch: list[Article], source: str) -> None:
    from kgpub.store import Kind, StoredGraph

    graphs = [
        StoredGraph(
            article.iri,
            Kind.RECONCILIATION if "/reconciliation/" in article.iri else Kind.ARTICLE,
            tuple(zlib.decompress(article.lines).decode().splitlines()),
            source,
        )
        for article in batch
    ]
    store.put_all(graphs)
    store.flush()
    for article in batch:
        manifest.publish(article.iri, article.digest)


def beside(path: Path, suffix: str) -> Path | None:
    """Return a file next to another; there is none next to standard output."""
    return None if str(path) == "-" else path.with_name(path.name + suffix)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """Give a file that replaces ``path`` whole, packed if that ends in ``.gz``; ``-`` is standard output.

    Raises:
        InputError: it can't be written.
    """
    if str(path) == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with replacing(path) as file:
        if path.suffix == ".gz":
            # Without a name and a time, so that the same graphs give the same bytes.
            with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                yield cast(BinaryIO, packed)
        else:
            yield file


def _take_down(manifest: Manifest) -> None:
    for article in manifest.changed():
        manifest.publish(article.iri, article.digest)
    for iri in manifest.gone():
        manifest.withdraw(iri)
    manifest.commit()


def _parts(article: Article) -> tuple[list[bytes], bytes]:
    """Return the lines that declare prefixes in a TriG document, and the rest of it."""
    head, _, body = (article.rendered or b"").partition(b"\n\n")
    lines = [line + b"\n" for line in head.split(b"\n")]
    if not all(line.startswith(_DECLARATION) for line in lines):
        raise InputError(article.iri, "is not a graph in TriG as kgpub writes it")
    return lines, body


def ensure_directory(directory: Path) -> None:
    """Make a directory if it isn't there.

    Raises:
        InputError: it can't be made.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(str(directory), f"can't be made: {error.strerror or error}") from None
