"""Running a query. An engine takes SPARQL and RDF terms, and gives rows, a graph, or yes or no."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rdflib import Graph
from rdflib.term import Identifier

from kgpub.errors import InputError
from kgpub.query.catalogue import CannedQuery
from kgpub.query.parameters import bind
from kgpub.rdf.namespaces import VOCABULARIES


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of RDF terms; ``None`` where a variable has no value. Rows keep the query's order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Identifier | None, ...], ...]

    def __len__(self) -> int:
        """Return how many rows there are."""
        return len(self.rows)


# Of SELECT, of CONSTRUCT and DESCRIBE, of ASK.
Answer = Rows | Graph | bool


class Engine(Protocol):
    """Something that can answer SPARQL: a graph in memory, a store, an endpoint."""

    def evaluate(
        self, query: CannedQuery, bindings: Mapping[str, Identifier], limit: int | None = None
    ) -> Answer:
        """Return the answer with each variable in ``bindings`` standing for its term.

        Of rows, at most ``limit`` are given; ``None`` gives all. A graph is never cut.
        """
        ...


class RdflibEngine:
    """Answers from a graph in memory.

    Terms enter through rdflib's initial bindings, so a value can never be taken
    for a part of the query. Those bindings also reach into sub-queries and UNION
    branches, where SPARQL's own VALUES does not: the canned queries use their
    parameters only where both mean the same.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def evaluate(
        self, query: CannedQuery, bindings: Mapping[str, Identifier], limit: int | None = None
    ) -> Answer:
        """Return the answer from the graph.

        Raises:
            InputError: rdflib can't evaluate the query (one of the user's own).
        """
        algebra = query.algebra
        try:
            result = self._graph.query(algebra, initBindings=dict(bindings))
            if result.type in ("CONSTRUCT", "DESCRIBE"):
                return result.graph if result.graph is not None else Graph()
            if result.type == "ASK":
                return bool(result.askAnswer)
            variables = tuple(result.vars or ())
            rows = [tuple(row.get(name) for name in variables) for row in result.bindings]
        except Exception as error:
            raise InputError(query.name, f"can't be evaluated: {error}") from error
        # Where GROUP BY has nothing to group, SPARQL gives no row, but rdflib gives one without any value.
        found = tuple(row for row in rows if any(term is not None for term in row))
        return Rows(tuple(str(name) for name in variables), found[:limit])


def run(
    query: CannedQuery,
    values: Mapping[str, str],
    engine: Engine,
    prefixes: Mapping[str, str] | None = None,
    limit: int | None = None,
) -> Answer:
    """Return the answer to a query with parameter values as people write them.

    An IRI may be written with a prefix of the query, of kgpub's own vocabularies,
    or of ``prefixes``: those of the graph, so that ``article:a`` is understood
    where a table shows it.

    Raises:
        UsageError: a parameter is unknown, missing or of the wrong type.
    """
    return engine.evaluate(query, bound(query, values, prefixes or {}), limit)


def bound(
    query: CannedQuery, values: Mapping[str, str], prefixes: Mapping[str, str]
) -> dict[str, Identifier]:
    """Return variable -> RDF term for parameter values as people write them; see :func:`run`."""
    # Those of the graphs come last and are not merged in: to know them may take a while.
    known = _Chain((query.prefixes, VOCABULARIES, prefixes))
    return bind(query.name, query.parameters, values, known)


class _Chain(Mapping[str, str]):
    """Several mappings as one; the first that has a key counts."""

    def __init__(self, mappings: Sequence[Mapping[str, str]]) -> None:
        self._mappings = mappings

    def __getitem__(self, key: str) -> str:
        for mapping in self._mappings:
            if key in mapping:
                return mapping[key]
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter({key for mapping in self._mappings for key in mapping})

    def __len__(self) -> int:
        return sum(1 for _ in self)
