"""The store on disk: an Oxigraph database with a named graph for each article.

Every graph is written in one transaction, so it is there whole or not at all,
whenever the process dies. The default graph holds each triple of all named
graphs once; a query on it sees the union, without the duplicates that a union
made while asking would give for what several articles say. ``oxigraph serve
--location DIR`` serves the same directory.

Who may open it, the lock file of the database decides, which every program that
opens such a database respects: one process that writes, or any number that read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

import pyoxigraph as ox
from rdflib import RDF, XSD

from kgpub.errors import NotAStore, StoreError, StoreLocked, StoreMissing
from kgpub.rdf.namespaces import KG, NIF
from kgpub.store.canonical import Lines, named, to_lines
from kgpub.store.graphs import Kind, StoredGraph
from kgpub.store.locking import SharedLock

_LOCK = "LOCK"
# A damaged database is a RuntimeError to pyoxigraph.
_ERRORS = (OSError, RuntimeError)
_TYPE, _RECONCILIATION = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(KG.Reconciliation))

# Oxigraph makes xsd:integer of every integer type; these are the properties to which the model gives another.
_OFFSETS = tuple(f" <{name}> " for name in (NIF.beginIndex, NIF.endIndex))
_FIRST_FILES = re.compile(r"LOCK|IDENTITY|LOG.*|MANIFEST-\d+|OPTIONS-.*|\d+\.(?:log|dbtmp)")
_INTEGER, _OFFSET = f"^^<{XSD.integer}> .", f"^^<{XSD.nonNegativeInteger}> ."


class Change(StrEnum):
    """What became of a graph that was put into a store."""

    ADDED = "added"
    REPLACED = "replaced"
    NONE = "unchanged"


class EmbeddedStore:
    """Named graphs in a directory. Close it, or use it as a context manager."""

    def __init__(self, store: ox.Store, directory: str, lock: SharedLock | None = None) -> None:
        self._store = store
        self._lock = lock
        self._read_only = lock is not None
        self.directory = directory

    @classmethod
    def open(cls, directory: Path, *, create: bool = False) -> EmbeddedStore:
        """Return the store in a directory, for reading and writing; nobody else can open it meanwhile.

        Args:
            directory: where it is.
            create: make an empty store where there is nothing.

        Raises:
            StoreMissing: there is none, and ``create`` is false.
            NotAStore: the directory holds something else, or a damaged store.
            StoreLocked: another process has it open.
            StoreError: the directory can't be made or written to.
        """
        _look(directory, create)
        if not SharedLock.may_write(directory / _LOCK):
            raise _locked(directory)
        try:
            return cls(ox.Store(directory), str(directory))
        except _ERRORS as error:
            SharedLock.written(directory / _LOCK)
            raise _explained(error, directory) from error

    @classmethod
    def read(cls, directory: Path) -> EmbeddedStore:
        """Return the store in a directory, for reading alone; others can read it at the same time.

        Raises:
            StoreMissing: there is none.
            NotAStore: the directory holds something else, or a damaged store.
            StoreLocked: another process is writing to it.
        """
        _look(directory, create=False)
        lock = SharedLock.take(directory / _LOCK)
        if lock is None:
            raise _locked(directory)
        try:
            return cls(ox.Store.read_only(str(directory)), str(directory), lock)
        except _ERRORS as error:
            lock.release()
            raise _explained(error, directory) from error

    def close(self) -> None:
        """Write out what is buffered and let others open the store."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None
        # The database has no method to close it; it is closed with the last reference.
        self._store = ox.Store()
        if not self._read_only:
            SharedLock.written(Path(self.directory) / _LOCK)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- reading ---------------------------------------------------------

    def __contains__(self, iri: str) -> bool:
        return self._store.contains_named_graph(ox.NamedNode(iri))

    def __len__(self) -> int:
        """Return how many named graphs there are."""
        return sum(1 for _ in self._store.named_graphs())

    def iris(self) -> list[str]:
        """Return the IRIs of all named graphs, in order."""
        return sorted(graph.value for graph in self._store.named_graphs() if isinstance(graph, ox.NamedNode))

    def values(self, iri: str) -> Lines:
        """Return the lines of a graph by value, none when there is no such graph.

        Equal to :attr:`StoredGraph.values` of what was put in.
        """
        return to_lines(self._store.quads_for_pattern(None, None, None, ox.NamedNode(iri)))

    def change(self, graph: StoredGraph) -> Change:
        """Return what putting the graph in would change, and change nothing."""
        if graph.iri not in self:
            return Change.ADDED
        return Change.NONE if self.values(graph.iri) == graph.values else Change.REPLACED

    def get(self, iri: str) -> StoredGraph | None:
        """Return a graph with the datatypes of the model, ``None`` when there is none of that IRI."""
        lines = self.values(iri)
        if not lines:
            return None
        kind = Kind.RECONCILIATION if self._holds(iri, _RECONCILIATION) else Kind.ARTICLE
        return StoredGraph(iri, kind, tuple(sorted(map(_with_model_type, lines))), self.directory)

    def query(
        self,
        text: str,
        bindings: Mapping[ox.Variable, ox.NamedNode | ox.Literal] | None = None,
        *,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Return the answer to a SPARQL query; the default graph is the union of all graphs.

        The text is not examined: ``SERVICE`` in it would reach the network.
        ``default_graphs`` and ``named_graphs``, by IRI, are the dataset of the SPARQL
        Protocol, which wins over FROM; naming either leaves the other empty.

        Raises:
            SyntaxError: it is not SPARQL.
            ValueError: a graph is not named by an IRI.
            OSError: the store can't be read.
        """
        if default_graphs is None and named_graphs is None:
            return self._store.query(text, substitutions=dict(bindings or {}))
        return self._store.query(
            text,
            substitutions=dict(bindings or {}),
            default_graph=[ox.NamedNode(iri) for iri in default_graphs or ()],
            named_graphs=[ox.NamedNode(iri) for iri in named_graphs or ()],
        )

    def quads(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None = None,
        predicate: ox.NamedNode | None = None,
        object_: ox.NamedNode | ox.Literal | None = None,
        graph: ox.NamedNode | None = None,
    ) -> Iterator[ox.Quad]:
        """Yield the statements of that pattern; those of the default graph are there a second time."""
        return self._store.quads_for_pattern(subject, predicate, object_, graph)

    def orphans(self, lines: Iterable[str], iri: str) -> list[str]:
        """Return those lines that no graph of another name has."""
        return [line for line in lines if not self._elsewhere(line, iri)]

    def _holds(self, iri: str, class_: ox.NamedNode) -> bool:
        return any(self.quads(None, _TYPE, class_, ox.NamedNode(iri)))

    # --- writing ---------------------------------------------------------

    def put(self, graph: StoredGraph) -> Change:
        """Replace a named graph whole, in one transaction.

        Raises:
            StoreError: the disk is full or can't be written to. The old graph is still there.
        """
        return self.put_all([graph])[0]

    def put_all(self, graphs: Sequence[StoredGraph]) -> list[Change]:
        """Replace several graphs, each whole; those that are new together, in one transaction.

        Raises:
            StoreError: as :meth:`put`.
        """
        changes, lines = [], []
        for graph in graphs:
            change = self.change(graph)
            changes.append(change)
            if change is Change.ADDED:
                lines += [*graph.lines, *named(graph.lines, graph.iri)]
            elif change is Change.REPLACED:
                self._replace(graph)
        if lines:
            with _explaining(self.directory):
                self._store.load("\n".join(lines), ox.RdfFormat.N_QUADS)
        return changes

    def remove(self, iri: str) -> bool:
        """Withdraw a graph and every triple that only it supported; return whether there was one."""
        if iri not in self:
            return False
        orphans = self.orphans(self.values(iri), iri)
        self._update(f"DROP GRAPH <{iri}>", _deletion(orphans))
        return True

    def _replace(self, graph: StoredGraph) -> None:
        before, after = set(self.values(graph.iri)), set(graph.values)
        old, new = sorted(before - after), sorted(after - before)
        self._update(
            _deletion([*self.orphans(old, graph.iri), _in_graph(old, graph.iri)]),
            f"INSERT DATA {{ {_joined(new)}\n{_in_graph(new, graph.iri)} }}",
        )

    def _update(self, *steps: str) -> None:
        with _explaining(self.directory):
            # One request is one transaction.
            self._store.update(" ;\n".join(steps))

    def _elsewhere(self, line: str, iri: str) -> bool:
        (triple,) = ox.parse(line, ox.RdfFormat.N_TRIPLES)
        own = ox.NamedNode(iri)
        return any(
            isinstance(quad.graph_name, ox.NamedNode) and quad.graph_name != own
            for quad in self.quads(triple.subject, triple.predicate, triple.object)
        )

    def flush(self) -> None:
        """Wait until everything written is on the disk, so that it survives a power failure too."""
        with _explaining(self.directory):
            self._store.flush()

    def optimise(self) -> None:
        """Compact the database; worth it after much has been loaded."""
        with _explaining(self.directory):
            self._store.optimize()


@contextmanager
def _explaining(directory: str) -> Iterator[None]:
    """Turn the database's errors into ours."""
    try:
        yield
    except _ERRORS as error:
        raise _explained(error, Path(directory)) from error


# Lines of N-Triples are SPARQL too.
def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines)


def _in_graph(lines: Iterable[str], iri: str) -> str:
    return f"GRAPH <{iri}> {{ {_joined(lines)} }}"


def _deletion(lines: Iterable[str]) -> str:
    return f"DELETE DATA {{ {_joined(lines)} }}"


def _with_model_type(line: str) -> str:
    if line.endswith(_INTEGER) and any(name in line for name in _OFFSETS):
        return line.removesuffix(_INTEGER) + _OFFSET
    return line


def _look(directory: Path, create: bool) -> None:
    """Raise an error unless the directory holds a database, or may be made to."""
    try:
        content = {entry.name for entry in directory.iterdir()}
    except FileNotFoundError:
        content = set()
    except OSError as error:
        raise NotAStore(str(directory), f"is not a store: {error.strerror or error}") from error
    if "CURRENT" in content:
        return
    # A database that was killed while it was made has its first files and no CURRENT yet.
    foreign = {name for name in content if not _FIRST_FILES.fullmatch(name)}
    if foreign:
        raise NotAStore(
            str(directory),
            f"is not a store: it has other files in it, such as {min(foreign)}",
            tip="Name another directory; a new store wants an empty one.",
        )
    if not create:
        raise StoreMissing(
            str(directory), "there is no store here", tip="Make one: kgpub load FILE... --store DIR"
        )


def _explained(error: Exception, directory: Path) -> StoreError:
    reason = str(error)
    if "/LOCK:" in reason or "lock hold by current process" in reason:
        return _locked(directory)
    if isinstance(error, PermissionError) or "Permission denied" in reason or "No space left" in reason:
        return StoreError(str(directory), f"can't be used: {reason}")
    if "version" in reason:
        return NotAStore(
            str(directory),
            f"is a store of another version: {reason}",
            tip="Write it out with the version that made it, and load that into a new store.",
        )
    return NotAStore(str(directory), f"can't be opened as a store: {reason}")


def _locked(directory: Path) -> StoreLocked:
    return StoreLocked(
        str(directory),
        "another process has this store open",
        tip="Wait until it is done, or stop it. Several can read a store at once; one that writes is alone.",
    )
