"""The endpoint as the SPARQL 1.1 Protocol has it."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pytest
import requests
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from serving import BASE, Served

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
EVENTS = """PREFIX schema: <https://schema.org/>
SELECT ?name WHERE { ?event a schema:Event ; schema:name ?name } ORDER BY STR(?name) LIMIT 3"""
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://schema.org/NewsArticle> ; ?p ?o }"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
ROW_TYPES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
GRAPH_TYPES = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


def names(response: requests.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["name"]["value"] for row in response.json()["results"]["bindings"]]


def count(response: requests.Response) -> int:
    assert response.status_code == 200, response.text
    return int(response.json()["results"]["bindings"][0]["n"]["value"])


def test_the_three_forms_of_a_request_give_the_same(server: Served) -> None:
    get = requests.get(server.sparql, params={"query": EVENTS})
    form = requests.post(server.sparql, data={"query": EVENTS})
    direct = requests.post(
        server.sparql, data=EVENTS.encode(), headers={"Content-Type": "application/sparql-query"}
    )
    assert len(names(get)) == 3
    assert names(get) == names(form) == names(direct)


def test_rows_in_every_format(server: Served) -> None:
    answers = {
        kind: requests.get(server.sparql, params={"query": EVENTS}, headers={"Accept": kind})
        for kind in ROW_TYPES
    }
    for kind, answer in answers.items():
        assert answer.headers["Content-Type"].partition(";")[0] == kind
        assert answer.headers["Vary"] == "Accept"
    wanted = names(answers[ROW_TYPES[0]])
    found = ElementTree.fromstring(answers[ROW_TYPES[1]].content).iter(
        "{http://www.w3.org/2005/sparql-results#}literal"
    )
    assert [node.text for node in found] == wanted
    table = list(csv.reader(io.StringIO(answers["text/csv"].content.decode())))
    assert table == [["name"], *([name] for name in wanted)]
    lines = answers[ROW_TYPES[3]].content.decode().splitlines()
    assert lines == ["?name", *(f'"{name}"@ja' for name in wanted)]


@pytest.mark.parametrize("kind", GRAPH_TYPES)
def test_graphs_in_every_format(server: Served, kind: str) -> None:
    answer = requests.post(server.sparql, data={"query": GRAPH}, headers={"Accept": kind})
    assert answer.headers["Content-Type"].partition(";")[0] == kind
    graph = Graph().parse(data=answer.content, format=GRAPH_TYPES[kind])
    plain = requests.post(server.sparql, data={"query": GRAPH}, headers={"Accept": "application/n-triples"})
    assert len(graph) == len(set(plain.text.splitlines())) > 20


def test_the_default_formats_are_json_and_turtle(server: Served) -> None:
    assert requests.get(server.sparql, params={"query": "ASK {}"}).json() == {"head": {}, "boolean": True}
    graph = requests.get(server.sparql, params={"query": GRAPH})
    assert graph.headers["Content-Type"].startswith("text/turtle")
    assert "a schema:NewsArticle" in graph.text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", ROW_TYPES[0]),
        ("text/csv;q=0.3, application/sparql-results+xml;q=0.8, */*;q=0.1", ROW_TYPES[1]),
        ("text/*", "text/csv"),
        ("text/html, application/xml;q=0.9, */*;q=0.8", ROW_TYPES[0]),
        ("nonsense, text/csv;q=high, text/tab-separated-values", "text/tab-separated-values"),
        ("application/sparql-results+json;q=0, */*", ROW_TYPES[1]),
    ],
)
def test_the_client_s_preference_decides(server: Served, accept: str, kind: str) -> None:
    answer = requests.get(server.sparql, params={"query": EVENTS}, headers={"Accept": accept})
    assert answer.headers["Content-Type"].partition(";")[0] == kind


@pytest.mark.parametrize(
    ("query", "accept"), [("ASK {}", "image/png"), ("ASK {}", "text/turtle"), (GRAPH, "text/csv")]
)
def test_what_can_t_be_had_in_an_accepted_format(server: Served, query: str, accept: str) -> None:
    answer = requests.get(server.sparql, params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert "can be had as" in answer.text


def test_the_default_graph_is_the_union_of_the_named_graphs(server: Served) -> None:
    union = "SELECT (COUNT(*) AS ?n) WHERE { SELECT DISTINCT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } }"
    everything = count(requests.get(server.sparql, params={"query": COUNT}))
    assert everything == count(requests.get(server.sparql, params={"query": union})) > 500


def test_the_dataset_of_the_protocol(server: Served) -> None:
    one, two = f"{BASE}article/one", f"{BASE}article/three"
    whole = count(requests.get(server.sparql, params={"query": COUNT}))

    def asked(query: str, *names: tuple[str, str]) -> int:
        get = count(requests.get(server.sparql, params=[("query", query), *names]))
        post = count(
            requests.post(
                server.sparql,
                params=list(names),
                data=query.encode(),
                headers={"Content-Type": "application/sparql-query"},
            )
        )
        form = count(requests.post(server.sparql, data=[("query", query), *names]))
        assert get == post == form
        return get

    in_graphs = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }"
    first = asked(COUNT, ("default-graph-uri", one))
    assert 0 < first < whole
    assert asked(COUNT, ("default-graph-uri", one), ("default-graph-uri", two)) > first
    assert asked(in_graphs, ("default-graph-uri", one)) == 0
    assert asked(COUNT, ("named-graph-uri", one)) == 0
    assert asked(in_graphs, ("named-graph-uri", one)) == first
    assert asked(COUNT, ("default-graph-uri", f"{BASE}article/nowhere")) == 0
    # The request wins over the query.
    from_two = COUNT.replace("WHERE", f"FROM <{two}> WHERE")
    assert asked(from_two) == asked(COUNT, ("default-graph-uri", two))
    assert asked(from_two, ("default-graph-uri", one)) == first


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * WHERE {", "1:17"),
        ("", "the query is empty"),
        ("SELECT ?x WHERE { ?x nowhere:p ?y }", "1:31: expected one of Prefix not found"),
    ],
)
def test_a_malformed_query(server: Served, query: str, reason: str) -> None:
    answer = requests.post(server.sparql, data={"query": query})
    assert answer.status_code == 400
    assert reason in answer.text
    assert len(answer.text) < 400


def test_other_mistakes_in_a_request(server: Served) -> None:
    ask = {"query": "ASK {}"}
    assert requests.post(server.sparql, data={"request": "ASK {}"}).status_code == 400
    assert requests.get(server.sparql, params=[("query", "ASK {}")] * 2).status_code == 400
    assert requests.get(server.sparql + "?query=%FF%FE").status_code == 400
    assert requests.get(server.sparql, params=ask | {"default-graph-uri": "no iri"}).status_code == 400
    for method in ("PUT", "DELETE", "PATCH"):
        answer = requests.request(method, server.sparql, params=ask)
        assert (answer.status_code, "GET" in answer.headers["Allow"]) == (405, True)
    wrong = requests.post(server.sparql, data=b"ASK {}", headers={"Content-Type": "text/plain"})
    assert wrong.status_code == 415
    direct = {"Content-Type": "application/sparql-query"}
    assert requests.post(server.sparql, data=b"\xff", headers=direct).status_code == 400
    large = requests.post(server.sparql, data=b"#" * 1_100_000 + b"\nASK {}", headers=direct)
    assert large.status_code == 413
    assert requests.get(server.url + "nowhere").status_code == 404


def test_the_service_description(server: Served) -> None:
    for kind, name in GRAPH_TYPES.items():
        answer = requests.get(server.sparql, headers={"Accept": kind})
        assert answer.headers["Content-Type"].partition(";")[0] == kind
        graph = Graph().parse(data=answer.content, format=name)
        service = graph.value(predicate=RDF.type, object=SD.Service)
        assert graph.value(service, SD.endpoint) == URIRef(server.sparql)
        assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
        assert (service, SD.supportedLanguage, SD.SPARQL11Update) not in graph
        assert (service, SD.feature, SD.BasicFederatedQuery) not in graph
        assert len(list(graph.objects(service, SD.resultFormat))) == len(ROW_TYPES) + len(GRAPH_TYPES)
        assert (None, None, Literal("kgpub", lang="en")) in graph
    browser = requests.get(server.sparql, headers={"Accept": "text/html,*/*;q=0.8"}, allow_redirects=False)
    assert (browser.status_code, browser.headers["Location"]) == (303, "./")
    assert requests.get(server.sparql, headers={"Accept": "image/png"}).status_code == 406


def test_other_sites_may_read_only_when_they_are_named(server: Served, strict: Served) -> None:
    def allowed(served: Served, origin: str) -> str | None:
        answer = requests.get(served.sparql, params={"query": "ASK {}"}, headers={"Origin": origin})
        return answer.headers.get("Access-Control-Allow-Origin")

    assert allowed(server, "https://news.example.jp") is None
    assert allowed(strict, "https://news.example.jp") == "https://news.example.jp"
    assert allowed(strict, "https://evil.example.com") is None
    preflight = requests.options(
        strict.sparql,
        headers={
            "Origin": "https://news.example.jp",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        },
    )
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]


def test_many_at_once(server: Served) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask(number: int) -> int:
        query = f"SELECT (COUNT(*) + {number} AS ?n) WHERE {{ ?s ?p ?o }}"
        return count(requests.post(server.sparql, data={"query": query})) - number

    with ThreadPoolExecutor(16) as threads:
        answers = set(threads.map(ask, range(48)))
    assert answers == {count(requests.get(server.sparql, params={"query": COUNT}))}


def test_answers_are_compressed_for_those_who_take_it(server: Served) -> None:
    query = "SELECT * WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
    plain = requests.post(server.sparql, data={"query": query}, headers={"Accept-Encoding": "identity"})
    packed = requests.post(server.sparql, data={"query": query}, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert json.loads(packed.text) == json.loads(plain.text)
