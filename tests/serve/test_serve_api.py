"""The API does what its description says."""

from __future__ import annotations

import csv
import io
from typing import Any

import jsonschema
import openapi_spec_validator
import pytest
import requests
from rdflib import RDF, SH, Graph
from serving import Served

from kgpub.query import catalogue
from kgpub.serve.openapi import LIMIT

QUERIES = catalogue()
REQUIRED = {"neighbourhood": {"name": "岸田文雄"}}


@pytest.fixture(scope="module")
def description(server: Served) -> dict[str, Any]:
    document: dict[str, Any] = requests.get(server.api + "openapi.json").json()
    return document


def validate(instance: object, schema: dict[str, Any], description: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(schema | {"components": description["components"]}).validate(instance)


def schema_of(description: dict[str, Any], path: str, status: str, kind: str) -> dict[str, Any]:
    response = description["paths"][path]["get"]["responses"][status]
    if "$ref" in response:
        response = description["components"]["responses"][response["$ref"].rpartition("/")[2]]
    schema: dict[str, Any] = response["content"][kind]["schema"]
    return schema


def test_the_description_is_valid(description: dict[str, Any]) -> None:
    openapi_spec_validator.validate(description)
    assert description["openapi"].startswith("3.1.")


def test_there_is_one_operation_for_each_query_with_its_parameters(description: dict[str, Any]) -> None:
    for query in QUERIES:
        operation = description["paths"][f"/queries/{query.name}"]["get"]
        assert operation["operationId"] == query.name
        assert operation["summary"] == query.summary()
        declared = {one["name"]: one for one in operation["parameters"]}
        assert set(declared) - {LIMIT} == {parameter.name for parameter in query.parameters}
        for parameter in query.parameters:
            assert declared[parameter.name]["required"] == parameter.required
            assert declared[parameter.name]["description"]
    assert {f"/queries/{query.name}" for query in QUERIES} <= set(description["paths"])
    dates = description["paths"]["/queries/events"]["get"]["parameters"]
    assert {one["name"] for one in dates if one["schema"].get("format") == "date"} == {"from", "until"}
    assert next(one for one in dates if one["name"] == "lang")["schema"]["default"] == "ja"


def test_no_query_has_a_parameter_of_the_api_s_own() -> None:
    assert [query.name for query in QUERIES if LIMIT in {p.name for p in query.parameters}] == []


@pytest.mark.parametrize("name", [query.name for query in QUERIES])
def test_answers_are_as_described(server: Served, description: dict[str, Any], name: str) -> None:
    content = description["paths"][f"/queries/{name}"]["get"]["responses"]["200"]["content"]
    for kind in content:
        answer = requests.get(
            f"{server.api}queries/{name}", params=REQUIRED.get(name, {}), headers={"Accept": kind}
        )
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"].partition(";")[0] == kind
        instance = answer.json() if kind.endswith("json") else answer.text
        validate(instance, schema_of(description, f"/queries/{name}", "200", kind), description)


def test_the_catalogue(server: Served, description: dict[str, Any]) -> None:
    answer = requests.get(server.api + "queries").json()
    validate(answer, schema_of(description, "/queries", "200", "application/json"), description)
    assert [one["name"] for one in answer["queries"]] == [query.name for query in QUERIES]
    events = next(one for one in answer["queries"] if one["name"] == "events")
    assert set(events["summary"]) == set(events["parameters"][0]["description"]) == {"en", "ja"}
    turtle = requests.get(server.api + "queries", headers={"Accept": "text/turtle"})
    graph = Graph().parse(data=turtle.content, format="turtle")
    assert len(list(graph.subjects(RDF.type, SH.SPARQLExecutable))) == len(QUERIES)


def test_values_have_their_types(server: Served) -> None:
    row = requests.get(server.api + "queries/timeline").json()["rows"][0]
    assert isinstance(row["articles"], int)
    assert row["kind"].startswith("https://w3id.org/kgpub/ontology#")
    assert row["end"] is None
    builds = requests.get(server.api + "queries/provenance").json()["rows"]
    assert any(row["validated"] is True for row in builds)


def test_a_limit(server: Served) -> None:
    everything = requests.get(server.api + "queries/events").json()
    assert not everything["truncated"]
    number = len(everything["rows"])
    for limit in (1, number - 1, number, number + 1):
        found = requests.get(server.api + "queries/events", params={LIMIT: limit}).json()
        assert found["rows"] == everything["rows"][:limit]
        assert found["truncated"] == (limit < number)
    table = requests.get(server.api + "queries/events", params={LIMIT: 2}, headers={"Accept": "text/csv"})
    assert len(list(csv.reader(io.StringIO(table.text)))) == 3


def test_the_query_itself(server: Served) -> None:
    values = {"person": 'x" } ; DROP ALL #'}
    answer = requests.get(
        server.api + "queries/events", params=values, headers={"Accept": "application/sparql-query"}
    )
    assert r'"x\" } ; DROP ALL #"' in answer.text
    assert not any(line.startswith("#+") for line in answer.text.splitlines())
    assert requests.post(server.sparql, data={"query": answer.text}).json()["results"]["bindings"] == []


@pytest.mark.parametrize(
    ("name", "values", "detail"),
    [
        ("events", {"persn": "x"}, 'events has no parameter "persn"'),
        ("events", {"from": "2025-02-30"}, 'parameter from is "2025-02-30"; expected xsd:date'),
        ("events", {"kind": "昼食"}, "Meeting or 会談"),
        ("events", {LIMIT: "0"}, "expected a whole number above 0"),
        ("events", {LIMIT: "９"}, "expected a whole number above 0"),
        ("events", [("person", "a"), ("person", "b")], "the parameter person is given twice"),
        ("neighbourhood", {}, "needs the parameter name"),
        ("neighbourhood", {"name": "x", LIMIT: "1"}, "no parameter"),
        ("provenance", {"article": "no iri"}, "expected an IRI"),
    ],
)
def test_a_wrong_parameter_is_a_problem(
    server: Served, description: dict[str, Any], name: str, values: Any, detail: str
) -> None:
    answer = requests.get(f"{server.api}queries/{name}", params=values)
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert detail in problem["detail"]
    validate(problem, {"$ref": "#/components/schemas/Problem"}, description)


def test_other_problems(server: Served) -> None:
    for path, options, status in (
        ("queries/nothing", {}, 404),
        ("nothing", {}, 404),
        ("queries/events", {"headers": {"Accept": "image/png"}}, 406),
        ("queries", {"headers": {"Accept": "image/png"}}, 406),
    ):
        answer = requests.get(server.api + path, **options)
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert (answer.status_code, answer.json()["status"]) == (status, status)
    refused = requests.post(server.api + "queries/events")
    assert (refused.status_code, refused.json()["status"]) == (405, 405)


def test_an_empty_value_is_none(server: Served) -> None:
    """A form sends what nobody has filled in."""
    everything = requests.get(server.api + "queries/events").json()
    assert requests.get(server.api + "queries/events?person=&from=&limit=").json() == everything


def test_prefixes_of_the_store_may_be_used(server: Served) -> None:
    prefixes = requests.get(server.api + "prefixes").json()
    assert prefixes["article"] == "https://example.org/kg/article/"
    assert prefixes["schema"] == "https://schema.org/"
    found = requests.get(server.api + "queries/article-summary", params={"article": "article:one"}).json()
    assert {row["article"] for row in found["rows"]} == {prefixes["article"] + "one"}
