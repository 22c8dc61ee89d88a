"""Every canned question gives the same rows here as on rdflib, through clients that were not written here."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Mapping

import pytest
import requests
import SPARQLWrapper
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Identifier
from serving import REPOSITORY, Served, rows

from kgpub.query import Answer, CannedQuery, RdflibEngine, Rows, catalogue, find_query, load_graph, run
from kgpub.query.engine import bound
from kgpub.query.lexing import with_values

VALUES: list[tuple[str, dict[str, str]]] = [
    *((query.name, {}) for query in catalogue() if not any(p.required for p in query.parameters)),
    ("article-summary", {"article": "https://example.org/kg/article/one"}),
    ("disputed", {"property": "schema:startDate"}),
    ("events", {"kind": "会談", "from": "2025-01-01"}),
    ("events", {"person": "Mia Lund", "place": "霧ヶ浜市"}),
    ("links", {"name": "岸田", "lang": "en"}),
    ("neighbourhood", {"name": "岸田文雄"}),
    ("neighbourhood", {"name": 'x" } ; DROP ALL #'}),
    ("provenance", {"article": "article:three", "property": "schema:location"}),
    ("statements-by-person", {"contains": "分担"}),
    ("timeline", {"until": "2025-12-31", "lang": "en"}),
    ("who-met-whom", {"person": "ジョー・バイデン"}),
    ("who-met-whom", {"person": 'x" } ; DROP ALL #'}),
]
IDS = [f"{number}-{name}" for number, (name, _) in enumerate(VALUES)]


@pytest.fixture(scope="module")
def dataset(graph_files: list[str]) -> Dataset:
    return load_graph(graph_files)


Expected = Callable[[str, Mapping[str, str]], Answer]


@pytest.fixture(scope="module")
def expected(dataset: Dataset) -> Expected:
    """What rdflib answers, asked once."""
    known: dict[tuple[str, ...], Answer] = {}

    def ask(name: str, values: Mapping[str, str]) -> Answer:
        key = (name, *map("=".join, values.items()))
        if key not in known:
            known[key] = run(find_query(name), values, RdflibEngine(dataset), prefixes(dataset))
        return known[key]

    return ask


def prefixes(dataset: Dataset) -> dict[str, str]:
    return {prefix: str(namespace) for prefix, namespace in dataset.namespaces()}


def query_text(query: CannedQuery, values: Mapping[str, str], dataset: Dataset) -> str:
    return with_values(query.name, query.text, bound(query, values, prefixes(dataset)))


def wanted(answer: Rows) -> list[tuple[str, ...]]:
    return rows(
        answer.columns, [dict(zip(answer.columns, map(term, row), strict=True)) for row in answer.rows]
    )


def term(value: Identifier | None) -> dict[str, str] | None:
    if value is None:
        return None
    found = {"type": "uri" if isinstance(value, URIRef) else "literal", "value": str(value)}
    if isinstance(value, Literal):
        found |= {"xml:lang": value.language or "", "datatype": str(value.datatype or "")}
    return found


@pytest.mark.parametrize(("name", "values"), VALUES, ids=IDS)
def test_each_question_gives_the_same(
    server: Served, dataset: Dataset, expected: Expected, name: str, values: dict[str, str]
) -> None:
    query, right = find_query(name), expected(name, values)
    client = SPARQLWrapper.SPARQLWrapper(server.sparql)
    client.setMethod(SPARQLWrapper.POST)
    client.setQuery(query_text(query, values, dataset))
    api = f"{server.api}queries/{name}"
    if isinstance(right, Graph):
        client.setReturnFormat(SPARQLWrapper.RDFXML)
        for found in (
            client.query().convert(),
            Graph().parse(data=requests.get(api, params=values).content, format="json-ld"),
        ):
            assert isomorphic(found, right)
        return
    assert isinstance(right, Rows)
    client.setReturnFormat(SPARQLWrapper.JSON)
    answer = client.query().convert()
    assert answer["head"]["vars"] == list(right.columns)
    assert rows(right.columns, answer["results"]["bindings"]) == wanted(right)
    terms = requests.get(api, params=values, headers={"Accept": "application/sparql-results+json"}).json()
    assert rows(right.columns, terms["results"]["bindings"]) == wanted(right)
    plain = requests.get(api, params=values).json()
    assert plain["columns"] == list(right.columns)
    shown = [["" if value is None else str(value) for value in row] for row in right.rows]
    assert [[as_text(row[column]) for column in right.columns] for row in plain["rows"]] == shown
    table = requests.get(api, params=values, headers={"Accept": "text/csv"}).content.decode()
    assert list(csv.reader(io.StringIO(table)))[1:] == shown


def as_text(value: object) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def test_there_is_something_to_compare(expected: Expected) -> None:
    empty = []
    for name, values in VALUES:
        answer = expected(name, values)
        assert isinstance(answer, Rows | Graph)
        if not len(answer):
            empty.append((name, values))
    # No two files here are reconciled, and none is a copy of another.
    assert {name for name, values in empty if not values} <= {"copies", "disputed"}
    assert [values for _, values in empty if values] == [
        {"property": "schema:startDate"},
        *[{"name": 'x" } ; DROP ALL #'}, {"person": 'x" } ; DROP ALL #'}],
    ]


@pytest.fixture(scope="module")
def comunica() -> str:
    """The command of Comunica, where npm has installed it (see ``.ci/run``)."""
    own = REPOSITORY / ".venv" / "comunica" / "node_modules" / ".bin" / "comunica-sparql"
    command = str(own) if own.exists() else shutil.which("comunica-sparql")
    if command is None or shutil.which("node") is None:
        pytest.skip("Comunica is not installed: see .ci/run, which installs it with npm")
    return command


@pytest.mark.parametrize("name", ["events", "statements-by-person"])
def test_comunica_gives_the_same(
    comunica: str, server: Served, dataset: Dataset, expected: Expected, name: str
) -> None:
    query, right = find_query(name), expected(name, {})
    assert isinstance(right, Rows)
    command = [comunica, f"sparql@{server.sparql}", "-q", query_text(query, {}, dataset)]
    done = subprocess.run(
        [*command, "-t", "application/sparql-results+json"],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | {"NO_COLOR": "1"},
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)["results"]["bindings"]
    assert rows(right.columns, found) == wanted(right)
