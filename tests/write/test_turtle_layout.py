"""The Turtle is for reading: what comes first, how it is named, how it is laid out."""

from __future__ import annotations

from graphs_for_write import graph_of, named, small
from rdflib import Graph, Literal, URIRef

from kgpub.write import Format, serialise

EXPECTED = """\
@prefix article: <https://example.org/kg/article/> .
@prefix event: <https://example.org/kg/event/> .
@prefix kg: <https://w3id.org/kgpub/ontology#> .
@prefix person: <https://example.org/kg/person/> .
@prefix place: <https://example.org/kg/place/> .
@prefix quotation: <https://example.org/kg/quotation/> .
@prefix schema: <https://schema.org/> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# Article

article:a
    a schema:NewsArticle ;
    schema:headline "霧ヶ浜で会談"@ja ;
    schema:inLanguage "ja" ;
    schema:about event:late ;  # 会談
    schema:mentions
        event:early ,  # 訪問
        event:late ,  # 会談
        person:Q2 .  # Mia Lund

# Sources cited

<https://example.org/kg/article/a#citation-1>
    a schema:CreativeWork ;
    schema:name "霧ヶ浜新報"@ja .

# Events

event:early
    a kg:Visit , schema:Event ;
    schema:name "訪問"@ja ;
    schema:startDate "2031-04"^^xsd:gYearMonth .

event:late
    a kg:Meeting , schema:Event ;
    schema:name "会談"@ja ;
    schema:startDate "2031-04-03"^^xsd:date ;
    schema:location place:p ;  # 霧ヶ浜市
    schema:attendee
        person:%E9%9D%92%E7%94%B0 ,  # 青田実
        person:Q2 ;  # Mia Lund
    schema:subjectOf article:a .

event:undated
    a kg:Award , schema:Event ;
    schema:name "表彰"@ja .

# People

person:%E9%9D%92%E7%94%B0
    a schema:Person ;
    schema:name "青田実"@ja ;
    schema:alternateName "実"@ja , "青田氏"@ja .

person:Q2
    a schema:Person ;
    schema:name "Mia Lund"@en ;
    schema:sameAs wd:Q2 .

person:Q15
    a schema:Person ;
    schema:name "ラウル"@ja .

# Places

place:p
    a schema:City , schema:Place ;
    schema:name "霧ヶ浜市"@ja .

# Statements

quotation:a1
    a schema:Quotation ;
    schema:text "橋を架け直す\\n「必ず」"@ja ;
    schema:spokenByCharacter person:%E9%9D%92%E7%94%B0 ;  # 青田実
    kg:direct true ;
    schema:isPartOf article:a .
"""


def turtle(graph: Graph) -> str:
    return serialise([named(graph)], Format.TURTLE).decode()


def test_the_whole_page() -> None:
    assert turtle(small()) == EXPECTED


def test_a_name_that_needs_an_escape_is_written_as_an_iri() -> None:
    subject = URIRef("https://example.org/kg/person/a/b#c")
    text = turtle(graph_of([(subject, URIRef("https://schema.org/url"), Literal("x"))]))
    assert f"<{subject}>" in text
    assert "\\" not in text


def test_a_name_cannot_leave_its_comment() -> None:
    person = URIRef("https://example.org/kg/person/x")
    event = URIRef("https://example.org/kg/event/e")
    evil = Literal("甲\n<https://a.example> <https://b.example> <https://c.example> .\r\x1b[31m乙", lang="ja")
    graph = graph_of(
        [
            (person, URIRef("https://schema.org/name"), evil),
            (event, URIRef("https://schema.org/attendee"), person),
        ]
    )
    text = turtle(graph)
    assert set(Graph().parse(data=text, format="turtle")) == set(graph)
    comment = next(line for line in text.splitlines() if "attendee" in line).split("#", 1)[1]
    assert comment.isprintable()
    assert len(comment.strip()) == 40


def test_headlines_are_named_where_there_are_several() -> None:
    graph = small()
    other = URIRef("https://example.org/kg/article/b")
    graph.add((other, URIRef("https://schema.org/headline"), Literal("別の記事", lang="ja")))
    assert "schema:subjectOf article:a .  # 霧ヶ浜で会談\n" in turtle(graph)


def test_trig_has_the_same_layout_inside_each_graph() -> None:
    text = serialise([named(small())], Format.TRIG).decode()
    inner = EXPECTED.split("\n\n", 1)[1].rstrip("\n")
    assert "article:a {\n    # Article\n\n    article:a\n        a schema:NewsArticle ;" in text
    assert [line.strip() for line in inner.splitlines()] == [
        line.strip() for line in text.split("{\n", 1)[1].rsplit("\n}", 1)[0].splitlines()
    ]
