"""The triples of an article: the contract that shapes and queries rely on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from rdflib import PROV, RDF, XSD, BNode, Graph, Literal, URIRef

from helpers_facts import BASE, OPTIONS, TEXT, facts, linked, with_membership
from helpers_terms import GN, KG, SCHEMA, WD
from kgpub.graph import build_graph
from kgpub.graph.build import time_literals
from kgpub.model import (
    Citation,
    EntityType,
    EventStatus,
    Facts,
    Role,
    Span,
    TimeExpression,
    TimePrecision,
    Unlinked,
)
from kgpub.validate import Engine, check

PERSON = URIRef(f"{BASE}person/%E5%8C%97%E6%9E%97%E5%84%AA_Q1")


def graph_of(known: Facts) -> tuple[URIRef, Graph]:
    iri, graph = build_graph(known, OPTIONS)
    return URIRef(iri), graph


def test_the_article() -> None:
    article, graph = graph_of(facts(url="https://news.example/1"))
    assert set(graph.objects(article, RDF.type)) == {SCHEMA.NewsArticle}
    assert graph.value(article, SCHEMA.headline) == Literal("北林首相が会談", lang="ja")
    assert graph.value(article, SCHEMA.datePublished) == Literal("2025-06-18", datatype=XSD.date)
    assert graph.value(article, SCHEMA.url) == URIRef("https://news.example/1")
    publisher = graph.value(article, SCHEMA.publisher)
    assert graph.value(publisher, SCHEMA.name) == Literal("北方通信", lang="ja")
    (event,) = graph.subjects(RDF.type, KG.Meeting)
    assert {event, PERSON} < set(graph.objects(article, SCHEMA.about))
    assert set(graph.objects(article, SCHEMA.mentions)) == {
        event, PERSON, URIRef(f"{BASE}person/{'%E3%83%80%E3%83%B3%E3%83%BB%E3%83%99%E3%83%AB'}"),
        URIRef(f"{BASE}place/Q1"), URIRef(f"{BASE}place/geonames-22"),
    }  # fmt: skip


def test_a_time_of_publication_keeps_its_zone() -> None:
    known = facts()
    when = dt.datetime(2025, 6, 18, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=9)))
    article, graph = graph_of(replace(known, article=replace(known.article, published=when)))
    stated = graph.value(article, SCHEMA.datePublished)
    assert stated is not None
    assert stated.n3() == '"2025-06-18T09:30:00+09:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>'


def test_an_article_without_a_date_has_none() -> None:
    known = facts()
    article, graph = graph_of(replace(known, article=replace(known.article, published=None)))
    assert graph.value(article, SCHEMA.datePublished) is None


def test_a_person_and_a_post() -> None:
    _, graph = graph_of(facts())
    assert set(graph.objects(PERSON, RDF.type)) == {SCHEMA.Person}
    assert set(graph.objects(PERSON, SCHEMA.name)) == {Literal("北林優", lang="ja")}
    assert Literal("北林氏", lang="ja") in set(graph.objects(PERSON, SCHEMA.alternateName))
    post = graph.value(PERSON, SCHEMA.hasOccupation)
    assert (post, RDF.type, SCHEMA.Occupation) in graph
    assert graph.value(post, SCHEMA.name) == Literal("首相", lang="ja")
    assert graph.value(post, SCHEMA.occupationLocation) == URIRef(f"{BASE}place/Q1")
    assert graph.value(PERSON, SCHEMA.jobTitle) == Literal("首相", lang="ja")


def test_a_former_post_is_no_job_title() -> None:
    known = facts()
    former = replace(known.entities[0], roles=(Role("元首相", "l1", Span(0, 1)),))
    _, graph = graph_of(replace(known, entities=(former, *known.entities[1:])))
    assert graph.value(PERSON, SCHEMA.jobTitle) is None
    assert graph.value(PERSON, SCHEMA.hasOccupation) is not None


def test_links() -> None:
    _, graph = graph_of(facts())
    country, city = URIRef(f"{BASE}place/Q1"), URIRef(f"{BASE}place/geonames-22")
    assert graph.value(country, SCHEMA.sameAs) == WD.Q1
    assert graph.value(city, SCHEMA.sameAs) == GN["22/"]
    assert graph.value(PERSON, SCHEMA.sameAs) is None
    assert set(graph.objects(country, RDF.type)) == {SCHEMA.Country, SCHEMA.Place}
    # The gazetteer names a shared node; the article's own form is another name of it.
    names = {Literal("メリア", lang="ja"), Literal("Meria", lang="en")}
    assert set(graph.objects(country, SCHEMA.name)) == names
    assert graph.value(country, SCHEMA.alternateName) == Literal("メリア国", lang="ja")


def test_the_event() -> None:
    article, graph = graph_of(facts())
    (event,) = graph.subjects(RDF.type, KG.Meeting)
    assert set(graph.objects(event, RDF.type)) == {KG.Meeting, SCHEMA.Event}
    assert graph.value(event, SCHEMA.startDate) == Literal("2025-06-17", datatype=XSD.date)
    assert graph.value(event, SCHEMA.location) == URIRef(f"{BASE}place/geonames-22")
    assert len(set(graph.objects(event, SCHEMA.attendee))) == 2
    assert graph.value(event, SCHEMA.eventStatus) is None
    assert graph.value(event, SCHEMA.subjectOf) == article


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (EventStatus.SCHEDULED, SCHEMA.EventScheduled),
        (EventStatus.CANCELLED, SCHEMA.EventCancelled),
        (EventStatus.POSTPONED, SCHEMA.EventPostponed),
    ],
)
def test_the_status_of_an_event(status: EventStatus, expected: URIRef) -> None:
    known = facts()
    _, graph = graph_of(replace(known, events=(replace(known.events[0], status=status),)))
    assert set(graph.objects(None, SCHEMA.eventStatus)) == {expected}


def test_a_statement() -> None:
    article, graph = graph_of(facts())
    (quotation,) = graph.subjects(RDF.type, SCHEMA.Quotation)
    assert graph.value(quotation, SCHEMA.text) == Literal("急ぎたい", lang="ja")
    assert graph.value(quotation, SCHEMA.spokenByCharacter) == PERSON
    assert graph.value(quotation, KG.direct) == Literal(True)
    assert graph.value(quotation, KG.reportingVerb) == Literal("述べる", lang="ja")
    assert graph.value(quotation, SCHEMA.isPartOf) == article
    assert graph.value(quotation, SCHEMA.recordedAt) == next(graph.subjects(RDF.type, KG.Meeting))


def test_membership_is_said_from_the_organization() -> None:
    _, graph = graph_of(with_membership())
    (whole,) = graph.subjects(SCHEMA.member)
    assert graph.value(whole, SCHEMA.member) == URIRef(f"{BASE}place/Q1")
    # A place has no memberOf in schema.org.
    assert graph.value(None, SCHEMA.memberOf) is None


def test_a_cited_source() -> None:
    known = facts(TEXT + "\nTalks")
    text = known.article.text
    cited = Citation(Span(text.index("Talks"), len(text)), None, "https://news.example/2")
    article, graph = graph_of(replace(known, article=replace(known.article, citations=(cited,))))
    source = graph.value(article, SCHEMA.citation)
    assert graph.value(source, SCHEMA.name) == Literal("Talks", lang="en")
    assert graph.value(source, SCHEMA.url) == URIRef("https://news.example/2")


def test_the_build_is_recorded_without_a_time() -> None:
    article, graph = graph_of(facts())
    activity = graph.value(article, PROV.wasGeneratedBy)
    assert (activity, RDF.type, PROV.Activity) in graph
    assert graph.value(activity, KG.validated) == Literal(True)
    agent = graph.value(activity, PROV.wasAssociatedWith)
    assert graph.value(agent, SCHEMA.name) == Literal("kgpub", lang="en")
    assert graph.value(agent, SCHEMA.softwareVersion) == Literal("0")
    # Only the event's day and the date of publication: the same input gives the same bytes.
    times = {o for o in graph.objects() if isinstance(o, Literal) and o.datatype in (XSD.date, XSD.dateTime)}
    assert {str(o) for o in times} == {"2025-06-17", "2025-06-18"}


def test_an_unchecked_graph_says_so() -> None:
    _, graph = build_graph(facts(), replace(OPTIONS, validated=False))
    assert set(graph.objects(None, KG.validated)) == {Literal(False)}


def test_explaining_a_link() -> None:
    known = facts()
    place = known.entities[2]
    rejected = linked("wd:Q9", EntityType.PLACE).candidate
    explained = replace(OPTIONS, explain=True)
    for link in (replace(place.link, rejected=(rejected,)), Unlinked("ambiguous", (rejected,))):
        entities = (*known.entities[:2], replace(place, link=link), known.entities[3])
        _, graph = build_graph(replace(known, entities=entities), explained)
        assert WD.Q9 in set(graph.objects(None, KG.rejectedCandidate))
        _, plain = build_graph(replace(known, entities=entities), OPTIONS)
        assert not set(plain.objects(None, KG.rejectedCandidate))


@pytest.mark.parametrize(
    ("start", "end", "precision", "datatype"),
    [
        ("2025", None, TimePrecision.YEAR, XSD.gYear),
        ("2025-07", None, TimePrecision.MONTH, XSD.gYearMonth),
        ("2025-07-15", "2025-07-17", TimePrecision.DAY, XSD.date),
        ("2025-07", "2025-09", TimePrecision.MONTH, XSD.gYearMonth),
        ("2025-07-15T23:15:00", None, TimePrecision.MINUTE, XSD.dateTime),
    ],
)
def test_a_time_keeps_its_precision(
    start: str, end: str | None, precision: TimePrecision, datatype: URIRef
) -> None:
    first, last = time_literals(TimeExpression(0, 1, "x", start, precision, end))
    assert (str(first), first.datatype) == (start, datatype)
    assert (last and (str(last), last.datatype)) == (end and (end, datatype))


@pytest.mark.parametrize("known", [facts(), with_membership()], ids=["meeting", "membership"])
def test_what_we_make_conforms(known: Facts) -> None:
    for options in (OPTIONS, replace(OPTIONS, mentions=True, explain=True)):
        _, graph = build_graph(known, options)
        # pySHACL takes graphs of some stores only, and is what users without the extra have.
        engines: tuple[Engine | None, ...] = (None, "pyshacl")
        for engine in engines:
            found = check(graph, engine=engine).results
            assert [r.message_en for r in found if r.severity == "Violation"] == []


def test_no_blank_nodes() -> None:
    _, graph = build_graph(with_membership(), replace(OPTIONS, mentions=True))
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]
