"""A small graph with one node of most kinds, and graphs of arbitrary terms."""

from __future__ import annotations

from hypothesis import strategies as st
from rdflib import XSD, BNode, Graph, Literal, URIRef

from kgpub.write import NamedGraph

SMALL = """
@prefix article: <https://example.org/kg/article/> .
@prefix event: <https://example.org/kg/event/> .
@prefix kg: <https://w3id.org/kgpub/ontology#> .
@prefix person: <https://example.org/kg/person/> .
@prefix place: <https://example.org/kg/place/> .
@prefix quotation: <https://example.org/kg/quotation/> .
@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

quotation:a1 a schema:Quotation ; schema:text "橋を架け直す\\n「必ず」"@ja ; kg:direct true ;
    schema:spokenByCharacter person:%E9%9D%92%E7%94%B0 ; schema:isPartOf article:a .
event:late a schema:Event, kg:Meeting ; schema:name "会談"@ja ; schema:startDate "2031-04-03"^^xsd:date ;
    schema:attendee person:%E9%9D%92%E7%94%B0, person:Q2 ; schema:location place:p ;
    schema:subjectOf article:a .
event:early a schema:Event, kg:Visit ; schema:name "訪問"@ja ; schema:startDate "2031-04"^^xsd:gYearMonth .
event:undated a schema:Event, kg:Award ; schema:name "表彰"@ja .
person:%E9%9D%92%E7%94%B0 a schema:Person ; schema:name "青田実"@ja ;
    schema:alternateName "青田氏"@ja, "実"@ja .
person:Q2 a schema:Person ; schema:name "Mia Lund"@en ; schema:sameAs <http://www.wikidata.org/entity/Q2> .
person:Q15 a schema:Person ; schema:name "ラウル"@ja .
place:p a schema:City, schema:Place ; schema:name "霧ヶ浜市"@ja .
article:a a schema:NewsArticle ; schema:headline "霧ヶ浜で会談"@ja ; schema:inLanguage "ja" ;
    schema:about event:late ; schema:mentions event:early, event:late, person:Q2 .
<https://example.org/kg/article/a#citation-1> a schema:CreativeWork ; schema:name "霧ヶ浜新報"@ja .
"""


def small() -> Graph:
    return Graph().parse(data=SMALL, format="turtle")


def named(graph: Graph, iri: str = "https://example.org/kg/article/a") -> NamedGraph:
    return NamedGraph(iri, graph)


_LOCAL = st.text("aZ09_-.:%/#=,()'~!*é王", max_size=6)
IRIS = st.builds(
    lambda space, local: URIRef(space + local.replace("%", "%41")),
    st.sampled_from(
        ["https://example.org/kg/person/", "https://schema.org/", "http://other.example/x#", "urn:x:"]
    ),
    _LOCAL,
)
# Every character but lone surrogates, which no encoding can hold.
_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LITERALS = st.one_of(
    st.builds(Literal, _TEXT),
    st.builds(lambda text, lang: Literal(text, lang=lang), _TEXT, st.sampled_from(["ja", "en", "zh-hant"])),
    st.builds(Literal, st.integers()),
    st.builds(Literal, st.booleans()),
    st.builds(lambda text: Literal(text, datatype="http://other.example/x#type"), _TEXT),
    st.builds(lambda d: Literal(d.isoformat(), datatype=XSD.date), st.dates()),
)
PREDICATES = st.one_of(
    IRIS,
    st.sampled_from(
        [
            URIRef("https://schema.org/name"),
            URIRef("https://schema.org/about"),
            URIRef("https://schema.org/startDate"),
            URIRef("https://w3id.org/kgpub/ontology#direct"),
            URIRef("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        ]
    ),
)
TRIPLES = st.lists(st.tuples(IRIS, PREDICATES, st.one_of(IRIS, LITERALS)), max_size=8)
BLANKS = st.sampled_from([BNode("x"), BNode("y"), BNode("z")])
BLANK_TRIPLES = st.lists(
    st.tuples(st.one_of(IRIS, BLANKS), PREDICATES, st.one_of(BLANKS, IRIS, LITERALS)), max_size=6
)


def graph_of(triples: list) -> Graph:
    graph = Graph()
    graph.bind("person", "https://example.org/kg/person/")
    for triple in triples:
        graph.add(triple)
    return graph
