"""The evidence layer: every fact leads back to the characters it came from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from rdflib import PROV, RDF, Graph, Literal, URIRef

from helpers_facts import BASE, OPTIONS, TEXT, facts, with_membership
from helpers_terms import ITSRDF, KG, NIF, SCHEMA
from kgpub.graph import build_graph
from kgpub.model import Facts


def evidence(known: Facts) -> tuple[URIRef, Graph]:
    iri, graph = build_graph(known, replace(OPTIONS, mentions=True))
    return URIRef(iri), graph


def test_without_mentions_there_is_none() -> None:
    _, graph = build_graph(facts(), OPTIONS)
    assert not set(graph.subjects(RDF.type, NIF.Phrase))
    assert not set(graph.subjects(RDF.type, NIF.Context))


def test_the_plain_graph_is_part_of_the_one_with_evidence() -> None:
    _, plain = build_graph(facts(), OPTIONS)
    _, full = evidence(facts())
    assert set(plain) < set(full)


def test_the_context_holds_the_text() -> None:
    article, graph = evidence(facts())
    (context,) = graph.subjects(RDF.type, NIF.Context)
    assert context == URIRef(f"{article}#char=0,{len(TEXT)}")
    assert graph.value(context, NIF.isString) == Literal(TEXT, lang="ja")


def test_every_phrase_is_a_slice_of_the_text() -> None:
    article, graph = evidence(with_membership())
    text = str(next(graph.objects(None, NIF.isString)))
    phrases = set(graph.subjects(RDF.type, NIF.Phrase))
    assert phrases
    for phrase in phrases:
        begin, end = (int(str(graph.value(phrase, p))) for p in (NIF.beginIndex, NIF.endIndex))
        assert phrase == URIRef(f"{article}#char={begin},{end}")
        assert str(graph.value(phrase, NIF.anchorOf)) == text[begin:end]


def anchors(graph: Graph, node: URIRef) -> set[str]:
    return {str(graph.value(phrase, NIF.anchorOf)) for phrase in graph.subjects(ITSRDF.taIdentRef, node)}


def test_entities_events_and_quotations_have_phrases() -> None:
    _, graph = evidence(facts())
    assert anchors(graph, URIRef(f"{BASE}place/Q1")) == {"メリア国"}
    (event,) = graph.subjects(RDF.type, KG.Meeting)
    (quotation,) = graph.subjects(RDF.type, SCHEMA.Quotation)
    assert isinstance(event, URIRef)
    assert isinstance(quotation, URIRef)
    assert anchors(graph, event) == {"会談"}
    assert anchors(graph, quotation) == {"急ぎたい"}


@pytest.mark.parametrize(
    ("predicate", "words"),
    [
        (SCHEMA.attendee, {"北林優", "ダン・ベル"}),
        (SCHEMA.location, {"ロア市"}),
        (SCHEMA.startDate, {"17日"}),
        (SCHEMA.spokenByCharacter, {"北林氏"}),
        (SCHEMA.hasOccupation, {"首相", "議長"}),
        (SCHEMA.member, {"北海同盟に加わる"}),
    ],
)
def test_each_fact_is_derived_from_its_words(predicate: URIRef, words: set[str]) -> None:
    _, graph = evidence(with_membership())
    found = set()
    for fact in graph.subjects(RDF.predicate, predicate):
        triple = (graph.value(fact, RDF.subject), predicate, graph.value(fact, RDF.object))
        assert triple in graph
        phrase = graph.value(fact, PROV.wasDerivedFrom)
        found.add(str(graph.value(phrase, NIF.anchorOf)))
    assert found == words
