"""The same rows from every engine, and from rdflib in whatever order it holds its triples.

Stores and endpoints take a query as text, so there the terms stand in a VALUES
clause at the head of WHERE. That this gives what rdflib's bindings give is what
the other engines will rely on.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.term import Identifier
from test_canned_rows import PINNED, find, load

from kgpub.query import CannedQuery, RdflibEngine, Rows, run
from kgpub.query.safety import prepare
from kgpub.write.terms import nt

CASES = [(query, files, values) for query, files, values, _, _ in PINNED]
IDS = [f"{number}-{case[0]}" for number, case in enumerate(CASES)]


def with_values(query: CannedQuery, bindings: Mapping[str, Identifier]) -> str:
    """Put the terms into the query as an endpoint would get them."""
    names = sorted(bindings)
    terms = " ".join(nt(bindings[name]) for name in names)
    clause = f"VALUES ({' '.join('?' + name for name in names)}) {{ ({terms}) }}"
    assert query.text.count("WHERE {") == 1
    return query.text.replace("WHERE {", f"WHERE {{\n  {clause}" if names else "WHERE {")


class ValuesEngine:
    """Rdflib, but with VALUES."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def evaluate(self, query: CannedQuery, bindings: Mapping[str, Identifier]) -> Rows | Graph:
        result = self._graph.query(prepare("test", with_values(query, bindings)))
        rows = tuple(tuple(row) for row in result)
        # The row that rdflib makes of no groups; see RdflibEngine.
        return Rows(tuple(map(str, result.vars)), tuple(row for row in rows if any(row)))


class OxigraphEngine:
    """Oxigraph, which shares no code with rdflib."""

    def __init__(self, graph: Graph) -> None:
        self._oxigraph = pytest.importorskip("pyoxigraph")
        self._store = self._oxigraph.Store()
        data = "".join(f"{nt(s)} {nt(p)} {nt(o)} .\n" for s, p, o in graph.triples((None, None, None)))
        self._store.load(data.encode(), self._oxigraph.RdfFormat.N_TRIPLES)

    def evaluate(self, query: CannedQuery, bindings: Mapping[str, Identifier]) -> Rows | Graph:
        solutions = self._store.query(with_values(query, bindings))
        columns = tuple(variable.value for variable in solutions.variables)
        return Rows(columns, tuple(tuple(self._term(value) for value in solution) for solution in solutions))

    def _term(self, value: Any) -> Identifier | None:
        if value is None:
            return None
        if isinstance(value, self._oxigraph.NamedNode):
            return URIRef(value.value)
        if value.language:
            return Literal(value.value, lang=value.language)
        datatype = URIRef(value.datatype.value)
        if datatype == URIRef("http://www.w3.org/2001/XMLSchema#string"):
            return Literal(value.value)
        return Literal(value.value, datatype=datatype)


def written(answer: Rows | Graph) -> list[tuple[str, ...]]:
    assert isinstance(answer, Rows)
    return [tuple("" if term is None else nt(term) for term in row) for row in answer.rows]


@pytest.mark.parametrize("other", [ValuesEngine, OxigraphEngine])
@pytest.mark.parametrize(("query", "files", "values"), CASES, ids=IDS)
def test_engines_agree(query: str, files: list[str], values: dict[str, str], other: type) -> None:
    graph = load(tuple(files))
    canned = find(query)
    expected = run(canned, values, RdflibEngine(graph))
    answer = run(canned, values, other(graph))
    assert isinstance(answer, Rows) and isinstance(expected, Rows)
    assert answer.columns == expected.columns
    assert written(answer) == written(expected)


@pytest.mark.parametrize("query", sorted({query for query, _, _ in CASES}))
def test_the_order_is_total(query: str) -> None:
    files = sorted({file for name, paths, _ in CASES for file in paths if name in (query, "provenance")})
    triples = sorted(load(tuple(files)).triples((None, None, None)))
    answers = set()
    for seed in range(5):
        random.Random(seed).shuffle(triples)
        dataset = Dataset(default_union=True)
        for triple in triples:
            dataset.default_graph.add(triple)
        answer = run(find(query), {}, RdflibEngine(dataset))
        answers.add(tuple(written(answer)))
    assert len(answers) == 1
