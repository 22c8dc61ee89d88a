"""The catalogue as RDF: executables that say what they are called and what they want."""

from __future__ import annotations

from rdflib import RDF, RDFS, SH, BNode, Graph, Literal
from test_canned_rows import HARBOUR

from kgpub.query import catalogue
from kgpub.query.load import load_store
from kgpub.query.shacl import QUERIES, catalogue_graph, catalogue_turtle
from kgpub.rdf.namespaces import SCHEMA

ALL = catalogue()
GRAPH = catalogue_graph(ALL)


def test_every_query_is_described_in_both_languages() -> None:
    for query in ALL:
        node = QUERIES[query.name]
        assert (node, RDF.type, SH.SPARQLExecutable) in GRAPH
        for predicate in (RDFS.label, RDFS.comment):
            assert sorted(text.language for text in GRAPH.objects(node, predicate)) == ["en", "ja"]
        assert {str(word) for word in GRAPH.objects(node, SCHEMA.keywords)} == set(query.about.lists["tags"])


def test_every_text_runs_as_it_stands() -> None:
    store = load_store([HARBOUR])
    texts = [text for form in (SH.select, SH.ask, SH.construct) for text in GRAPH.objects(None, form)]
    assert len(texts) == len(ALL)
    for text in texts:
        assert "#+" not in text
        list(store.query(str(text)))


def test_parameters_have_types_and_defaults() -> None:
    for query in ALL:
        found = {}
        for node in GRAPH.objects(QUERIES[query.name], SH.parameter):
            assert (node, RDF.type, SH.Parameter) in GRAPH
            assert sorted(text.language for text in GRAPH.objects(node, SH.description)) == ["en", "ja"]
            assert GRAPH.value(node, SH.datatype) or GRAPH.value(node, SH.nodeKind)
            path = str(GRAPH.value(node, SH.path)).rpartition("#")[2]
            found[path] = (bool(GRAPH.value(node, SH.optional)), GRAPH.value(node, SH.defaultValue))
        assert found == {
            parameter.variable: (
                not parameter.required,
                None if parameter.default is None else Literal(parameter.default),
            )
            for parameter in query.parameters
        }


def test_prefixes_are_declared() -> None:
    declared = {str(GRAPH.value(node, SH.prefix)) for node in GRAPH.objects(None, SH.declare)}
    assert declared == {prefix for query in ALL for prefix in query.prefixes}


def test_no_blank_nodes_and_the_same_bytes() -> None:
    assert not any(isinstance(term, BNode) for triple in GRAPH for term in triple)
    turtle = catalogue_turtle(ALL)
    assert turtle == catalogue_turtle(reversed(ALL))
    assert set(Graph().parse(data=turtle, format="turtle")) == set(GRAPH)
