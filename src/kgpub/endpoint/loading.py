"""Articles into a server, one graph at a time, and what the server made of them.

Each graph is replaced whole by one request, so a run that breaks off leaves every article
as it was, as it should be, or (on servers without transactions) to be replaced again;
the same command then finishes the work. What arrived is read back and compared triple by
triple, because a status of 200 and a right count have been seen over wrong IRIs.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from rdflib import Literal

from kgpub.endpoint.protocol import ROWS
from kgpub.endpoint.server import Server
from kgpub.errors import EndpointAnswer, EndpointError, EndpointRejected
from kgpub.query.lexing import as_sparql
from kgpub.rdf.namespaces import KG, SCHEMA
from kgpub.store.canonical import by_value, parse_lines
from kgpub.store.graphs import StoredGraph
from kgpub.write.terms import nt

_PAGE = 5000


class State(StrEnum):
    """How a graph on the server stands to the one in a file."""

    SAME = "same"
    DIFFERS = "differs"
    MISSING = "missing"


class Action(StrEnum):
    """What was done with a graph."""

    LOADED = "loaded"
    KEPT = "kept"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A graph in a file against the one of the same name on the server.

    ``lacking`` are lines of N-Triples that only the file has, ``surplus`` those that only the server has.
    """

    graph: StoredGraph
    state: State
    lacking: tuple[str, ...] = ()
    surplus: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a graph: kept as it was already there, loaded, or failed.

    A failure has the ``error`` of the server, or the ``comparison`` of what it stored.
    """

    graph: StoredGraph
    action: Action
    error: EndpointError | None = None
    comparison: Comparison | None = None


def load(
    server: Server,
    graphs: Iterable[StoredGraph],
    *,
    resume: bool = False,
    verify: bool = True,
    unite: bool = False,
    overlap: bool = False,
) -> Iterator[Outcome]:
    """Load the graphs, and yield what became of each as soon as it is known.

    ``resume`` leaves graphs alone that the server has already as they are in the files.
    ``verify`` reads each graph back. ``unite`` has the union of all graphs kept on the server
    from now on, where it makes none or makes it while it is asked. ``overlap`` takes the next
    of ``graphs`` while the server is busy with one; that must not take long, as it counts as
    time of the server.
    A graph that the server refuses, or stores wrongly, is an outcome, and the others go on.

    Raises:
        EndpointError: the server is out of order or out of reach, so that the rest could
            not be loaded either.
    """
    if unite:
        server.start_union(graphs_on(server))
    source = _Ahead(graphs)
    for graph in source:
        if resume and compare(server, graph).state is State.SAME:
            yield Outcome(graph, Action.KEPT)
            continue
        try:
            server.put(graph.iri, graph.ntriples(), meanwhile=source.take if overlap else None)
        except EndpointRejected as error:
            # A wrong address or a redirection is there for all of them, a limit of size is not.
            if error.status not in (400, 413, 422):
                raise
            yield Outcome(graph, Action.FAILED, error=error)
            continue
        comparison = compare(server, graph) if verify else None
        stored = comparison is None or comparison.state is State.SAME
        yield Outcome(graph, Action.LOADED if stored else Action.FAILED, comparison=comparison)


class _Ahead:
    """An iterator that can be told to take an item before it is asked for it."""

    def __init__(self, items: Iterable[StoredGraph]) -> None:
        self._items = iter(items)
        self._taken: deque[StoredGraph] = deque()
        self._error: Exception | None = None

    def take(self) -> None:
        """Take an item, unless one is waiting; what goes wrong is raised when its turn comes."""
        if self._taken or self._error:
            return
        try:
            self._taken.append(next(self._items))
        except Exception as error:
            self._error = error

    def __iter__(self) -> Iterator[StoredGraph]:
        return self

    def __next__(self) -> StoredGraph:
        self.take()
        if self._taken:
            return self._taken.popleft()
        assert self._error is not None
        raise self._error


def compare(server: Server, graph: StoredGraph) -> Comparison:
    """Return how the server's graph of that name stands to this one, by the values of its terms.

    Raises:
        EndpointError: the server can't be read, or sends something else than triples.
    """
    found = server.get(graph.iri)
    if found is None:
        return Comparison(graph, State.MISSING)
    here, there = set(graph.values), _values(server, graph.iri, [found])
    if there < here and server.profile.cuts:
        there = _values(server, graph.iri, server.get_in_parts(graph.iri))
    if here == there:
        return Comparison(graph, State.SAME)
    return Comparison(graph, State.DIFFERS, tuple(sorted(here - there)), tuple(sorted(there - here)))


def _values(server: Server, iri: str, documents: Iterable[bytes]) -> set[str]:
    """Return the lines of a graph by value."""
    try:
        return {line for document in documents for line in by_value(parse_lines(document))}
    except (SyntaxError, ValueError) as error:
        url = server.services.graph_store or server.services.query
        reason = str(error).split("\n")[0]
        raise EndpointAnswer(url, f"the graph {iri} came back as no valid N-Triples: {reason}") from None


def graphs_on(server: Server) -> list[str]:
    """Return the IRIs of all graphs on the server that hold an article or reconciled events, in order.

    Raises:
        EndpointError: the server can't be asked.
    """
    found: list[str] = []
    while True:
        # By the last name and not by OFFSET, which servers limit, and which a change in between upsets.
        after = f"FILTER(STR(?g) > {as_sparql(nt(Literal(found[-1])))})" if found else ""
        union = server.profile.union_graph
        after += f" FILTER(?g != <{union}>)" if union else ""
        query = (
            f"SELECT DISTINCT ?g WHERE {{ GRAPH ?g {{ ?node a ?type }} "
            f"FILTER(?type IN (<{SCHEMA.NewsArticle}>, <{KG.Reconciliation}>)) {after} }} "
            f"ORDER BY STR(?g) LIMIT {_PAGE}"
        )
        rows = json.loads(server.query(query, ROWS).body)["results"]["bindings"]
        page = sorted(row["g"]["value"] for row in rows)
        found += page
        if len(page) < _PAGE:
            return found
