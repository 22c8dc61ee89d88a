"""Names, form and places in a query are told by its tokens; strings, comments and IRIs don't mislead."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Literal, URIRef, Variable

from kgpub.errors import InputError
from kgpub.query import CannedQuery, catalogue
from kgpub.query.lexing import (
    declared_prefixes,
    form,
    variables,
    with_limit,
    with_terms,
    with_values,
)
from kgpub.query.load import load_store
from kgpub.query.safety import _parsed, _walk, prepare

QUERIES = catalogue()


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_tokens_tell_what_a_parse_tells(query: CannedQuery) -> None:
    parsed = _parsed(query.name, query.text)
    found = {str(node) for node in _walk(parsed.algebra) if isinstance(node, Variable)}
    # rdflib has variables of its own for aggregates.
    assert variables(query.text) == {name for name in found if not name.startswith("__agg_")}
    namespaces = dict(parsed.prologue.namespace_manager.namespaces())
    declared = declared_prefixes(query.text)
    assert list(declared) == re.findall(r"(?m)^PREFIX (\w+):", query.text)
    # rdflib brings prefixes of its own along.
    assert declared == {prefix: str(namespaces[prefix]) for prefix in declared}
    assert parsed.algebra.name == f"{query.form.capitalize()}Query"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# SELECT\nPREFIX select: <urn:ASK>\nASK {}", "ASK"),
        ("BASE <http://select/> CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT"),
        ("describe <urn:x>", "DESCRIBE"),
        ("DROP ALL", "DROP"),
        ("PREFIX a: <urn:a> INSERT DATA { a:a a:a a:a }", "INSERT"),
        ("", ""),
    ],
)
def test_form(text: str, expected: str) -> None:
    assert form(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT (EXISTS { ?a ?b ?o } AS ?x) ?o WHERE { ?s ?p ?o }",
        "SELECT ?o { ?s ?p ?o FILTER(STR(?p) != '{') } # WHERE {",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
        "ASK { ?s ?p ?o }",
        "DESCRIBE ?s WHERE { ?s ?p ?o }",
        "PREFIX x: <urn:{> SELECT * WHERE { ?s ?p ?o }",
    ],
)
def test_values_go_to_the_head_of_where(text: str) -> None:
    if "urn:{" in text:
        # No IRI has a brace; what follows is no prologue to anyone.
        text = text.replace("{>", ">", 1)
    changed = with_values("q", text, {"o": Literal("甲"), "p": URIRef("urn:p")})
    parsed = prepare("q", changed)
    values = [node for node in _walk(parsed.algebra) if getattr(node, "name", "") == "values"]
    assert len(values) == 1
    assert changed.count('VALUES (?o ?p) { ("甲" <urn:p>) }') == 1


@pytest.mark.parametrize("text", ["DESCRIBE <urn:x>", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_where_no_values_can_go(text: str) -> None:
    assert with_values("q", text, {}) == text
    with pytest.raises(InputError, match="has no WHERE that could take parameters"):
        with_values("q", text, {"o": Literal("x")})


@pytest.mark.parametrize(
    ("text", "limited"),
    [
        ("SELECT * { ?s ?p ?o } # end", True),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s", True),
        ("SELECT * { ?s ?p ?o } LIMIT 3", False),
        ("SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 3 } }", False),
        ("SELECT * { ?s ?p ?o } VALUES ?s { <urn:a> }", False),
        ("ASK { ?s ?p ?o }", False),
    ],
)
def test_limits(text: str, limited: bool) -> None:
    changed = with_limit(text, 7)
    assert changed.endswith("\nLIMIT 7\n") is limited
    assert prepare("q", changed)
    assert with_limit(text, None) == text


@given(st.text())
def test_a_value_stays_a_value(value: str) -> None:
    """Whatever a value holds, it is one term of the query, and finds itself."""
    store = load_store([])
    text = with_values("q", "SELECT ?x WHERE { BIND(STR(?x) AS ?y) }", {"x": Literal(value)})
    (row,) = store.query(text)
    assert row["x"].value == value


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("SELECT * { ?s ?p ?_o }", 'SELECT * { ?s ?p "x" }'),
        ("SELECT * { ?s ?p $_o . ?_o2 ?p '?_o' } # ?_o", "SELECT * { ?s ?p \"x\" . ?_o2 ?p '?_o' } # ?_o"),
        (
            'DESCRIBE ?s { ?s ?p ?_o FILTER(LANG(?_o) = "?_o") }',
            'DESCRIBE ?s { ?s ?p "x" FILTER(LANG("x") = "?_o") }',
        ),
    ],
)
def test_terms_take_the_place_of_variables(text: str, changed: str) -> None:
    assert with_terms("q", text, {"_o": Literal("x")}) == changed


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?_o { ?s ?p ?_o }",
        "SELECT (STR(?_o) AS ?t) { ?s ?p ?_o }",
        "SELECT * { ?s ?p ?_o FILTER(BOUND(?_o)) }",
        "SELECT * { { SELECT DISTINCT ?_o { ?s ?p ?_o } } }",
        "SELECT * { ?s ?p ?o } GROUP BY ?_o",
    ],
)
def test_where_only_a_variable_may_stand_values_say_it(text: str) -> None:
    assert with_terms("q", text, {"_o": Literal("x")}) == with_values("q", text, {"_o": Literal("x")})


@given(st.text())
def test_a_term_stays_a_term(value: str) -> None:
    text = with_terms("q", "SELECT ?y WHERE { BIND(STR(?_x) AS ?y) }", {"_x": Literal(value)})
    (row,) = load_store([]).query(text)
    assert row["y"].value == value


def test_a_server_that_decodes_escapes_first_finds_the_same_term() -> None:
    text = with_terms("q", "SELECT * { ?s ?p ?_o }", {"_o": Literal("\\u0022 } ; DROP ALL #")})
    # As JavaCC's readers do it: an escape is one after an even number of backslashes.
    decoded = re.sub(r"(?<!\\)((?:\\\\)*)\\u([0-9A-F]{4})", lambda m: m[1] + chr(int(m[2], 16)), text)
    assert decoded == r'SELECT * { ?s ?p "\\u0022 } ; DROP ALL #" }'
