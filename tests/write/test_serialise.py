"""Whatever goes in comes out again, and always as the same bytes."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from graphs_for_write import BLANK_TRIPLES, SMALL, TRIPLES, graph_of, named, small
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic, to_isomorphic

from kgpub.errors import InputError, UsageError
from kgpub.write import Format, NamedGraph, format_for, format_named, serialise

RDFLIB_NAMES = {
    Format.TURTLE: "turtle",
    Format.NTRIPLES: "nt",
    Format.NQUADS: "nquads",
    Format.TRIG: "trig",
    Format.JSON_LD: "json-ld",
}
FORMATS = list(Format)
A, B = "https://example.org/kg/article/a", "https://example.org/kg/article/b"


def parsed(data: bytes, fmt: Format) -> Graph:
    """Read the bytes back with rdflib, all graphs together."""
    dataset = Dataset(default_union=True)
    dataset.parse(data=data, format=RDFLIB_NAMES[fmt])
    graph = Graph()
    for triple in dataset.triples((None, None, None)):
        graph.add(triple)
    return graph


@pytest.mark.parametrize("fmt", FORMATS)
@given(triples=TRIPLES)
def test_every_format_keeps_every_triple(fmt: Format, triples: list) -> None:
    graph = graph_of(triples)
    again = parsed(serialise([named(graph)], fmt), fmt)
    assert set(again) == set(graph)


@pytest.mark.parametrize("fmt", FORMATS)
@given(triples=TRIPLES, seed=st.integers())
def test_order_of_triples_does_not_change_the_bytes(fmt: Format, triples: list, seed: int) -> None:
    shuffled = triples.copy()
    random.Random(seed).shuffle(shuffled)
    assert serialise([named(graph_of(triples))], fmt) == serialise([named(graph_of(shuffled))], fmt)


@pytest.mark.parametrize("fmt", FORMATS)
@given(triples=BLANK_TRIPLES)
def test_blank_nodes_survive_up_to_their_names(fmt: Format, triples: list) -> None:
    graph = graph_of(triples)
    assert isomorphic(parsed(serialise([named(graph)], fmt), fmt), graph)


@pytest.mark.parametrize("fmt", FORMATS)
def test_bytes_stay_the_same_when_written_again(fmt: Format) -> None:
    once = serialise([named(small())], fmt)
    again = Graph().parse(data=SMALL, format="turtle")
    assert serialise([named(again)], fmt) == once
    assert once.endswith(b"\n")


@pytest.mark.parametrize("fmt", FORMATS)
def test_an_empty_graph_can_be_read(fmt: Format) -> None:
    assert len(parsed(serialise([named(Graph())], fmt), fmt)) == 0


@pytest.mark.parametrize("fmt", [Format.TRIG, Format.NQUADS])
def test_quad_formats_keep_articles_apart(fmt: Format) -> None:
    one = graph_of([(URIRef(A), URIRef("https://schema.org/name"), Literal("一"))])
    two = graph_of([(URIRef(B), URIRef("https://schema.org/name"), Literal("二"))])
    data = serialise([NamedGraph(B, two), NamedGraph(A, one)], fmt)
    assert data == serialise([NamedGraph(A, one), NamedGraph(B, two)], fmt)
    dataset = Dataset()
    dataset.parse(data=data, format=RDFLIB_NAMES[fmt])
    for name, graph in ((A, one), (B, two)):
        assert set(dataset.graph(URIRef(name))) == set(graph)


@pytest.mark.parametrize("fmt", [Format.TURTLE, Format.NTRIPLES, Format.JSON_LD])
def test_triple_formats_hold_the_union(fmt: Format) -> None:
    shared = (URIRef(A), URIRef("https://schema.org/name"), Literal("両方"))
    one = graph_of([shared, (URIRef(A), URIRef("https://schema.org/about"), URIRef(B))])
    two = graph_of([shared])
    assert set(parsed(serialise([NamedGraph(A, one), NamedGraph(B, two)], fmt), fmt)) == set(one)


@pytest.mark.parametrize("fmt", FORMATS)
def test_what_is_no_iri_is_refused(fmt: Format) -> None:
    graph = graph_of([(URIRef("https://example.org/a b"), URIRef("https://schema.org/name"), Literal("x"))])
    with pytest.raises(InputError, match="not an IRI"):
        serialise([named(graph)], fmt)


@pytest.mark.parametrize("fmt", [Format.TURTLE, Format.NTRIPLES, Format.JSON_LD])
def test_another_parser_reads_the_same_triples(fmt: Format) -> None:
    oxigraph = pytest.importorskip("pyoxigraph")
    ours = {
        Format.TURTLE: oxigraph.RdfFormat.TURTLE,
        Format.NTRIPLES: oxigraph.RdfFormat.N_TRIPLES,
        Format.JSON_LD: oxigraph.RdfFormat.JSON_LD,
    }[fmt]
    quads = oxigraph.parse(serialise([named(small())], fmt), ours)
    lines = "".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads)
    again = Graph().parse(data=lines, format="nt")
    assert to_isomorphic(again) == to_isomorphic(small())


def test_formats_by_ending_and_by_name() -> None:
    assert format_for(Path("記事.TTL")) is Format.TURTLE
    assert format_for(Path("a.jsonld")) is Format.JSON_LD
    assert format_named("json-ld") is Format.JSON_LD
    assert format_named("nt") is Format.NTRIPLES
    with pytest.raises(UsageError, match=r'"\.rdf" is no RDF format; expected \.ttl'):
        format_for(Path("a.rdf"))
    with pytest.raises(UsageError, match='"xml" is no RDF format; expected turtle'):
        format_named("xml")
