"""Parameters follow BASIL's names, and their values become terms and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Literal, URIRef

from kgpub.errors import UsageError
from kgpub.query import RdflibEngine, Rows, find_query, load_graph, run
from kgpub.query.parameters import Parameter, bind, declared

PREFIXES = {"kg": "https://w3id.org/kgpub/ontology#", "wd": "http://www.wikidata.org/entity/", "x": "urn:x#"}
DEFINITIONS = find_query("definitions")
HARBOUR = load_graph([str(Path(__file__).parent / "data" / "harbour.ttl")])


def one(variable: str) -> Parameter:
    (parameter,) = declared([variable], [], {})
    return parameter


@pytest.mark.parametrize(
    ("variable", "name", "type_", "required"),
    [
        ("_person", "person", "string", True),
        ("__person", "person", "string", False),
        ("_kind_iri", "kind", "iri", True),
        ("_name_ja", "name", "@ja", True),
        ("__limit_integer", "limit", "xsd:integer", False),
        ("_date_date", "date", "xsd:date", True),
        ("__from_xsd_date", "from", "xsd:date", False),
        ("_size_x_metres", "size", "x:metres", True),
    ],
)
def test_names_say_what_a_value_is(variable: str, name: str, type_: str, required: bool) -> None:
    parameter = one(variable)
    assert (parameter.name, parameter.type, parameter.required) == (name, type_, required)


def test_other_variables_are_no_parameters() -> None:
    assert declared(["person", "a_b", "___x", "_"], [], {}) == ()


def test_a_default_makes_a_parameter_optional() -> None:
    (parameter,) = declared(["_lang"], [], {"lang": "ja"})
    assert not parameter.required
    assert bind("q", [parameter], {}, {}) == {"_lang": Literal("ja")}
    assert bind("q", [parameter], {"lang": "en"}, {}) == {"_lang": Literal("en")}


@pytest.mark.parametrize(
    ("variable", "value", "term"),
    [
        ("_n", '青田 "実"\' }', Literal('青田 "実"\' }')),
        ("_n_ja", "青田", Literal("青田", lang="ja")),
        ("_n_integer", "-12", Literal("-12", datatype=XSD.integer)),
        ("_n_xsd_date", "2024-02-29", Literal("2024-02-29", datatype=XSD.date)),
        ("_n_gYearMonth", "2025-07", Literal("2025-07", datatype=XSD.gYearMonth)),
        ("_n_x_metres", "3", Literal("3", datatype=URIRef("urn:x#metres"))),
        ("_n_iri", "https://example.org/%E7%8E%8B", URIRef("https://example.org/%E7%8E%8B")),
        ("_n_iri", "x:王_%20/", URIRef("urn:x#%E7%8E%8B_%20/")),
        ("_n_iri", "wd:Q42", URIRef("http://www.wikidata.org/entity/Q42")),
        ("_kind_iri", "Meeting", URIRef("https://w3id.org/kgpub/ontology#Meeting")),
        ("_kind_iri", "kg:Meeting", URIRef("https://w3id.org/kgpub/ontology#Meeting")),
        ("_kind_iri", "会談", URIRef("https://w3id.org/kgpub/ontology#Meeting")),
        ("_kind_iri", "policy decision", URIRef("https://w3id.org/kgpub/ontology#PolicyDecision")),
        ("_kind_iri", "https://schema.org/Event", URIRef("https://schema.org/Event")),
    ],
)
def test_values_become_terms(variable: str, value: str, term: Literal | URIRef) -> None:
    made = one(variable).term(value, PREFIXES)
    assert made == term
    assert made.n3() == term.n3()


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("_from_xsd_date", "昨日", 'parameter from is "昨日"; expected xsd:date, such as 2025-07-15'),
        ("_from_xsd_date", "2025-02-29", "expected xsd:date"),
        ("_from_xsd_date", "2025-7-1", "expected xsd:date"),
        ("_from_xsd_date", "2025-07-15\n", "expected xsd:date"),
        ("_n_integer", "１２", "expected xsd:integer"),
        ("_n_integer", "1.5", "expected xsd:integer"),
        ("_n_boolean", "yes", "expected xsd:boolean"),
        ("_n_iri", "上海", 'parameter n is "上海"; expected an IRI'),
        ("_n_iri", "https://example.org/a b", "expected an IRI"),
        ("_n_iri", "https://example.org/> ; <urn:x", "expected an IRI"),
        ("_kind_iri", "昼食", "such as Meeting or 会談"),
        ("_kind_iri", "kg:Lunch", "such as Meeting or 会談"),
    ],
)
def test_a_wrong_value_names_the_parameter_and_its_type(variable: str, value: str, expected: str) -> None:
    with pytest.raises(UsageError) as caught:
        one(variable).term(value, PREFIXES)
    assert expected in caught.value.message


def test_an_unknown_parameter_lists_the_known_ones() -> None:
    query = find_query("positions")
    with pytest.raises(
        UsageError, match='positions has no parameter "persn"; it has person, position, of, lang'
    ):
        bind(query.name, query.parameters, {"persn": "x"}, query.prefixes)


def test_a_missing_parameter_is_named() -> None:
    query = find_query("neighbourhood")
    with pytest.raises(UsageError, match="neighbourhood needs the parameter name"):
        bind(query.name, query.parameters, {}, query.prefixes)


ATTACKS = [
    '" . ?s ?p ?o . #',
    '"} UNION { ?a ?b ?c } #',
    "') || true || ('",
    '") || (1 = 1',
    "\\",
    "?person",
    "*",
    ".*",
]


@pytest.mark.parametrize("value", ATTACKS)
@pytest.mark.parametrize(("query", "name"), [("positions", "person"), ("events", "place"), ("links", "name")])
def test_a_value_is_never_a_part_of_the_query(query: str, name: str, value: str) -> None:
    answer = run(find_query(query), {name: value}, RdflibEngine(HARBOUR))
    assert isinstance(answer, Rows)
    assert answer.rows == ()


def test_quotation_marks_in_a_name_are_found() -> None:
    answer = run(find_query("events"), {"person": '奥田"港"千代'}, RdflibEngine(HARBOUR))
    assert len(answer) == 5


@given(value=st.text(min_size=1))
def test_no_text_breaks_a_query(value: str) -> None:
    answer = run(DEFINITIONS, {"term": value}, RdflibEngine(HARBOUR))
    assert len(answer) == 0
