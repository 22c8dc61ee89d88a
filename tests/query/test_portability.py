"""The same rows from every engine, and from rdflib in whatever order it holds its triples.

Stores and endpoints take a query as text, so there the terms stand in a VALUES
clause at the head of WHERE. That this gives what rdflib's bindings give is what
the other engines will rely on.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping

import pytest
from rdflib import Dataset, Graph
from rdflib.term import Identifier
from test_canned_rows import PINNED, find, load

from kgpub.query import Answer, CannedQuery, RdflibEngine, Rows, run
from kgpub.query.lexing import with_values
from kgpub.query.load import load_store
from kgpub.query.oxigraph import OxigraphEngine
from kgpub.query.safety import prepare
from kgpub.write.terms import nt

CASES = [(query, files, values) for query, files, values, _, _ in PINNED]
IDS = [f"{number}-{case[0]}" for number, case in enumerate(CASES)]


class ValuesEngine:
    """Rdflib, but with VALUES."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph

    def evaluate(
        self, query: CannedQuery, bindings: Mapping[str, Identifier], limit: int | None = None
    ) -> Answer:
        result = self._graph.query(prepare("test", with_values("test", query.text, bindings)))
        rows = tuple(tuple(row) for row in result)
        # The row that rdflib makes of no groups; see RdflibEngine.
        return Rows(tuple(map(str, result.vars)), tuple(row for row in rows if any(row)))


def written(answer: Answer) -> list[tuple[str, ...]]:
    assert isinstance(answer, Rows)
    return [tuple("" if term is None else nt(term) for term in row) for row in answer.rows]


@functools.cache
def in_oxigraph(files: tuple[str, ...]) -> OxigraphEngine:
    return OxigraphEngine(load_store(list(files)).query)


@pytest.mark.parametrize(("query", "files", "values"), CASES, ids=IDS)
def test_engines_agree(query: str, files: list[str], values: dict[str, str]) -> None:
    graph = load(tuple(files))
    canned = find(query)
    expected = run(canned, values, RdflibEngine(graph))
    assert isinstance(expected, Rows)
    for other in (ValuesEngine(graph), in_oxigraph(tuple(files))):
        answer = run(canned, values, other)
        assert isinstance(answer, Rows)
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
