"""IRIs: ASCII, stable, shared where the key is complete, apart where it is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import RDF, Graph, URIRef

from helpers_facts import BASE, OPTIONS, facts, linked
from helpers_terms import KG
from kgpub.graph import build_graph
from kgpub.graph.mint import Minter, article_key, local_name
from kgpub.model import (
    Entity,
    EntityType,
    EventKind,
    Facts,
    Participant,
    ParticipantRole,
    Role,
    Span,
    TimeExpression,
    TimePrecision,
)

AT = Span(0, 1)


def minter(*entities: Entity) -> Minter:
    return Minter(BASE, facts().article, {e.id: e for e in entities})


def person(identifier: str, name: str, *roles: Role) -> Entity:
    return Entity(identifier, EntityType.PERSON, name, (), (), roles=roles)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("王毅", "%E7%8E%8B%E6%AF%85"),
        ("Ａ　B", "A_B"),  # full-width letters and spaces are the same name
        ("a/b?c#d", "a%2Fb%3Fc%23d"),
        ("50%", "50%25"),
        ("No.", "No%2E"),
        ("-x", "%2Dx"),
        ("~x", "%7Ex"),
    ],
)
def test_local_names(name: str, expected: str) -> None:
    assert local_name(name) == expected


@given(st.text(min_size=1).filter(lambda text: text.strip()))
def test_any_name_gives_an_ascii_iri_that_turtle_can_write(name: str) -> None:
    iri = URIRef(f"{BASE}person/{local_name(name)}")
    assert str(iri).isascii()
    assert not set(' <>"{}|\\^`') & set(iri)
    graph = Graph().parse(data=f"<{iri}> a <{iri}> .", format="turtle")
    assert (iri, RDF.type, iri) in graph


def test_a_linked_entity_is_called_by_its_identifier() -> None:
    known = facts()
    mint = minter(*known.entities)
    assert mint.entity("l1") == URIRef(f"{BASE}place/Q1")
    assert mint.entity("l2") == URIRef(f"{BASE}place/geonames-22")


def test_two_people_of_one_name_in_one_article() -> None:
    mint = minter(person("p1", "森明"), person("p2", "森明"))
    assert mint.entity("p1") != mint.entity("p2")


def test_people_of_one_name_under_two_flags() -> None:
    one, other = facts().entities[2:]
    first = person("p1", "森明", Role("首相", "l1", AT))
    second = person("p2", "森明", Role("市長", "l2", AT))
    mint = minter(one, other, first, second)
    assert mint.entity("p1").endswith("_Q1")
    assert mint.entity("p2").endswith("_geonames-22")


def test_the_same_post_is_one_node_and_another_country_s_is_not() -> None:
    mint = minter(*facts().entities)
    assert mint.occupation(Role("首相", "l1", AT)) == mint.occupation(Role("首相", "l1", Span(5, 7)))
    assert mint.occupation(Role("首相", "l1", AT)) != mint.occupation(Role("首相", None, AT))


def test_an_article_is_known_by_its_url_and_else_by_its_text() -> None:
    article = facts().article
    assert article_key(article) == article_key(replace(article, source="elsewhere.txt", publisher="南方通信"))
    assert article_key(article) != article_key(replace(article, text=article.text + "。"))
    online = replace(article, url="https://news.example/1")
    assert article_key(online) == article_key(replace(online, text="別の版"))
    assert article_key(online) != article_key(replace(online, url="https://news.example/2"))


def events(known: Facts) -> set[URIRef]:
    _, graph = build_graph(known, OPTIONS)
    return {s for s in graph.subjects(RDF.type, KG.Meeting) if isinstance(s, URIRef)}


def test_two_outlets_that_report_one_meeting_mint_one_iri() -> None:
    other = facts(
        "両首脳が会談\n"
        "17日にロア市でダン・ベル議長はメリア国の北林優首相と会談した。"
        "首相の北林氏は「急ぎたい」と述べた。"
    )
    (event,) = events(facts())
    assert events(other) == {event}
    graph = sum((build_graph(f, OPTIONS)[1] for f in (facts(), other)), Graph())
    assert len(set(graph.objects(event, URIRef("https://schema.org/subjectOf")))) == 2


def changed(**fields: Any) -> Facts:
    known = facts()
    return replace(known, events=(replace(known.events[0], **fields),))


def test_the_order_and_the_roles_of_participants_do_not_matter() -> None:
    participants = facts().events[0].participants
    assert events(changed(participants=participants[::-1])) == events(facts())
    other_role = tuple(replace(p, role=ParticipantRole.PARTICIPANT) for p in participants)
    assert events(changed(participants=other_role)) == events(facts())


def test_the_place_and_the_words_do_not_matter() -> None:
    assert events(changed(place=None, names=("首脳会談", "会談"))) == events(facts())


@pytest.mark.parametrize(
    "difference",
    [
        {"kind": EventKind.CONFERENCE},
        {"time": TimeExpression(0, 1, "x", "2025-06-16", TimePrecision.DAY)},
        {"participants": facts().events[0].participants[:1]},
        {"participants": (*facts().events[0].participants, Participant("l1", ParticipantRole.ATTENDEE, AT))},
    ],
    ids=["kind", "day", "fewer", "more"],
)
def test_another_key_is_another_event(difference: dict[str, Any]) -> None:
    _, one = build_graph(facts(), OPTIONS)
    _, other = build_graph(changed(**difference), OPTIONS)
    subject_of = URIRef("https://schema.org/subjectOf")
    assert set(one.subjects(subject_of)) & set(other.subjects(subject_of)) == set()


@pytest.mark.parametrize(
    "missing",
    [
        {"time": None},
        {"time": TimeExpression(0, 1, "x", "2025-06", TimePrecision.MONTH)},
        {"participants": facts().events[0].participants[:1]},
    ],
    ids=["no time", "month only", "one participant"],
)
def test_an_event_with_less_of_a_key_belongs_to_its_article(missing: dict[str, Any]) -> None:
    known = changed(**missing)
    (event,) = events(known)
    assert article_key(known.article) in event
    other = replace(known, article=replace(known.article, text=known.article.text + "。"))
    assert events(other) != {event}


def test_the_hour_of_a_meeting_is_not_part_of_its_key() -> None:
    at_noon = TimeExpression(0, 1, "x", "2025-06-17T12:00:00", TimePrecision.MINUTE)
    assert events(changed(time=at_noon)) == events(facts())


def test_one_person_is_enough_for_a_death() -> None:
    alone = facts().events[0].participants[:1]
    _, graph = build_graph(changed(kind=EventKind.DEATH, participants=alone), OPTIONS)
    (event,) = graph.subjects(RDF.type, KG.Death)
    assert "Death-2025-06-17-" in str(event)


def test_two_events_of_one_key_stay_two() -> None:
    known = facts()
    twice = replace(known, events=(known.events[0], replace(known.events[0], id="e2", super_event="e1")))
    assert len(events(twice)) == 2


def test_the_order_of_facts_does_not_change_the_graph() -> None:
    known = facts()
    _, one = build_graph(known, OPTIONS)
    _, other = build_graph(replace(known, entities=known.entities[::-1], about=known.about[::-1]), OPTIONS)
    assert set(one) == set(other)


def test_a_candidate_s_score_does_not_name_it() -> None:
    one = linked("wd:Q5", EntityType.PERSON, ("ja", "森明"))
    other = replace(one, candidate=replace(one.candidate, score=0.1))
    first, second = (minter(replace(person("p1", "森明"), link=link)).entity("p1") for link in (one, other))
    assert first == second
