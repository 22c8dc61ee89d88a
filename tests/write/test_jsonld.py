"""JSON-LD under contexts of every kind that we may ship one day."""

from __future__ import annotations

import json
from typing import Any

import pytest
from graphs_for_write import TRIPLES, graph_of, named, small
from hypothesis import given
from rdflib import Graph, Literal, URIRef

from kgpub.write.context import Context
from kgpub.write.jsonld import to_jsonld

PREFIXES = {
    "kg": "https://w3id.org/kgpub/ontology#",
    "schema": "https://schema.org/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CONTEXTS: dict[str, dict[str, Any]] = {
    "prefixes only": PREFIXES,
    "coercions": PREFIXES
    | {
        "id": "@id",
        "type": "@type",
        "about": {"@id": "schema:about", "@type": "@id"},
        "name": "schema:name",
        "direct": {"@id": "kg:direct", "@type": "xsd:boolean"},
        "startDate": {"@id": "schema:startDate", "@type": "xsd:date"},
        "Person": "schema:Person",
    },
    "two terms for one property": PREFIXES
    | {
        "name": {"@id": "schema:name", "@language": "ja"},
        "nameIn": {"@id": "schema:name", "@container": "@language"},
        "about": {"@id": "schema:about", "@type": "@vocab", "@container": "@set"},
    },
    "prefixes spelt out": {name: {"@id": iri, "@prefix": True} for name, iri in PREFIXES.items()}
    | {"@version": 1.1, "name": "schema:name", "about": {"@id": "schema:about", "@type": "@id"}},
    "default language and vocabulary": PREFIXES
    | {"@language": "ja", "@vocab": "https://schema.org/", "name": {}, "about": {"@type": "@id"}},
}


@pytest.mark.parametrize("name", CONTEXTS)
@given(triples=TRIPLES)
def test_no_context_changes_a_triple(name: str, triples: list) -> None:
    graph = graph_of(triples)
    text = to_jsonld([named(graph)], Context(CONTEXTS[name]))
    assert set(Graph().parse(data=text, format="json-ld")) == set(graph)


def test_the_shipped_context_names_what_we_write() -> None:
    document = json.loads(to_jsonld([named(small())]))
    keys = {key for node in document["@graph"] for key in node}
    assert {"id", "type", "name", "attendee", "startDate", "spokenByCharacter"} <= keys
    assert not [key for key in keys if ":" in key]
    talks = next(node for node in document["@graph"] if node["id"] == "event:late")
    assert talks["attendee"] == ["person:%E9%9D%92%E7%94%B0", "person:Q2"]


@pytest.mark.parametrize("parser", ["rdflib", "oxigraph"])
def test_booleans_and_offsets_are_json_values_and_keep_their_types(parser: str) -> None:
    count = URIRef("http://www.w3.org/2001/XMLSchema#nonNegativeInteger")
    nif = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
    subject = URIRef("https://example.org/kg/article/a#char=5,9")
    graph = graph_of(
        [
            (subject, URIRef(f"{nif}beginIndex"), Literal("5", datatype=count)),
            (subject, URIRef("https://w3id.org/kgpub/ontology#direct"), Literal(True)),
        ]
    )
    text = to_jsonld([named(graph)])
    (node,) = json.loads(text)["@graph"]
    assert node["beginIndex"] == 5
    assert node["direct"] is True
    if parser == "oxigraph":
        oxigraph = pytest.importorskip("pyoxigraph")
        quads = oxigraph.parse(text.encode(), oxigraph.RdfFormat.JSON_LD)
        text = "".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads)
    again = Graph().parse(data=text, format="json-ld" if parser == "rdflib" else "nt")
    assert set(again) == set(graph)


def test_nodes_are_compact_and_the_context_is_inside() -> None:
    document = json.loads(to_jsonld([named(small())], Context(CONTEXTS["coercions"])))
    assert document["@context"]["person"] == "https://example.org/kg/person/"
    assert "brick" not in document["@context"]
    article = document["@graph"][0]
    assert article["id"] == "article:a"
    assert article["type"] == "schema:NewsArticle"
    assert article["about"] == "event:late"
    person = next(node for node in document["@graph"] if node["id"] == "person:Q2")
    assert person["type"] == "Person"
    assert person["name"] == {"@language": "en", "@value": "Mia Lund"}


def test_false_and_zero_are_two_values() -> None:
    subject, name = URIRef("https://example.org/kg/person/Q2"), URIRef("https://schema.org/name")
    values = [Literal(False), Literal(0), Literal(True), Literal(1), Literal("1")]
    graph = graph_of([(subject, name, value) for value in values])
    text = to_jsonld([named(graph)])
    assert set(Graph().parse(data=text, format="json-ld")) == set(graph)


def test_language_maps_hold_one_string_or_several() -> None:
    subject, name = URIRef("https://example.org/kg/person/Q2"), URIRef("https://schema.org/name")
    texts = [Literal("Mia", lang="en"), Literal("ミア", lang="ja"), Literal("ミーア", lang="ja")]
    graph = graph_of([(subject, name, text) for text in texts])
    context = Context(PREFIXES | {"name": {"@id": "schema:name", "@container": "@language"}})
    (node,) = json.loads(to_jsonld([named(graph)], context))["@graph"]
    assert node["name"] == {"en": "Mia", "ja": ["ミア", "ミーア"]}
