"""Where the graphs of a corpus go: a file for each, one large file, or a store.

Each kind of output brings what it has into line with what the manifest wants, and
takes that down there. It can be broken off at any time; the next run goes on.
"""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast
from urllib.parse import urlsplit

from kgpub.corpus.manifest import Article, Manifest
from kgpub.corpus.merging import sorted_lines
from kgpub.errors import EndpointError, InputError
from kgpub.rdf.formats import Format
from kgpub.write import replacing

if TYPE_CHECKING:
    from kgpub.endpoint.loading import Outcome
    from kgpub.endpoint.server import Server
    from kgpub.store import EmbeddedStore, StoredGraph

ABOUT_SEVERAL = "/reconciliation/"
"""In the IRI of a graph about several articles."""
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
        ensure_directory(self._directory)
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
        from kgpub.store.retracting import plan_withdrawal, withdraw

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
                withdraw(store, plan_withdrawal(store, iri))
                manifest.withdraw(iri)
            store.flush()


def _put(store: EmbeddedStore, manifest: Manifest, batch: list[Article], source: str) -> None:
    store.put_all([_stored(article, source) for article in batch])
    store.flush()
    for article in batch:
        manifest.publish(article.iri, article.digest)


def _stored(article: Article, source: str) -> StoredGraph:
    from kgpub.store import Kind, StoredGraph

    return StoredGraph(
        article.iri,
        Kind.RECONCILIATION if ABOUT_SEVERAL in article.iri else Kind.ARTICLE,
        tuple(zlib.decompress(article.lines).decode().split("\n")[:-1]),
        source,
    )


class Endpoint:
    """A SPARQL server, with a named graph for each article.

    ``opening`` gives the server; ``url`` names it in messages and in the names of files about it.
    """

    rendered: Format | None = None

    def __init__(self, opening: Callable[[], Server], url: str) -> None:
        self._opening = opening
        self._url = url

    def beside(self, suffix: str) -> Path:
        """Return a file in the working directory, called after the server's address."""
        parts = urlsplit(self._url)
        return Path(re.sub(r"[^\w.-]+", "_", f"{parts.netloc}{parts.path}".strip("/")) + suffix)

    def write(self, manifest: Manifest) -> None:
        """Replace what is new or changed, each read back and compared, and remove what is gone.

        Raises:
            EndpointError: the server is out of order, or did not take a graph; the others are there.
        """
        from kgpub.endpoint.loading import Action, graphs_on, load

        digests: dict[str, str] = {}
        failed: list[Outcome] = []

        def graphs() -> Iterator[StoredGraph]:
            for article in manifest.changed():
                digests[article.iri] = article.digest
                yield _stored(article, self._url)

        with self._opening() as server:
            manifest.forget_unless(set(graphs_on(server)).__contains__)
            for outcome in load(server, graphs()):
                digest = digests.pop(outcome.graph.iri)
                if outcome.action is Action.FAILED:
                    failed.append(outcome)
                else:
                    manifest.publish(outcome.graph.iri, digest)
            for iri in manifest.gone():
                server.delete(iri)
                manifest.withdraw(iri)
        if failed:
            raise _not_taken(failed, self._url)


def _not_taken(failed: list[Outcome], url: str) -> EndpointError:
    first = failed[0]
    if first.error is not None:
        reason = first.error.message.removeprefix(f"{first.error.endpoint}: ")
    else:
        reason = f"the server stored {first.graph.iri} wrongly"
    more = f" (and {len(failed) - 1} more graphs)" if len(failed) > 1 else ""
    return EndpointError(
        url, f"{reason}{more}", tip="The others are loaded; the same command tries these again."
    )


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
