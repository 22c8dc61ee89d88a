"""Facts written by hand: two outlets that report one meeting, and what belongs to it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from helpers_articles import plain_article
from kgpub.graph import BuildOptions
from kgpub.model import (
    Article,
    Candidate,
    Entity,
    EntityType,
    Event,
    EventKind,
    Facts,
    Linked,
    Membership,
    Mention,
    MentionForm,
    Participant,
    ParticipantRole,
    PlaceArgument,
    Role,
    Span,
    Statement,
    TimeExpression,
    TimePrecision,
)

BASE = "https://example.org/kg/"
OPTIONS = BuildOptions(BASE, software=(("kgpub", "0"),))
TEXT = (
    "北林首相が会談\n"
    "メリア国の北林優首相は17日、ロア市でダン・ベル議長と会談した。北林氏は「急ぎたい」と述べた。"
)


def linked(identifier: str, type_: EntityType, *labels: tuple[str, str], kind: str | None = None) -> Linked:
    """Return a link to an entity of the gazetteer."""
    return Linked(Candidate(identifier, type_, kind, labels, None, None, 0.9))


def article(text: str = TEXT, url: str | None = None) -> Article:
    """Return the article, published on 18 June 2025."""
    return replace(plain_article(text, dt.date(2025, 6, 18)), url=url, publisher="北方通信")


def span(text: str, words: str, nth: int = 0) -> Span:
    """Return where words stand in a text; ``nth`` counts from 0."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


def mention(text: str, words: str, type_: EntityType, nth: int = 0) -> Mention:
    """Return a mention by name."""
    where = span(text, words, nth)
    return Mention(where.start, where.end, words, type_, words, None, MentionForm.NAME, "test")


def facts(text: str = TEXT, url: str | None = None) -> Facts:
    """Return what the article says: two people, a country, a city, a meeting and a statement."""
    person, place = EntityType.PERSON, EntityType.PLACE
    entities = (
        Entity(
            "p1", person, "北林優", ("北林", "北林氏"), (mention(text, "北林優", person),),
            roles=(Role("首相", "l1", span(text, "首相", 1)),),
        ),
        Entity("p2", person, "ダン・ベル", (), (mention(text, "ダン・ベル", person),),
               roles=(Role("議長", None, span(text, "議長")),)),
        Entity("l1", place, "メリア国", (), (mention(text, "メリア国", place),), "Country",
               link=linked("wd:Q1", place, ("ja", "メリア"), ("en", "Meria"), kind="Country")),
        Entity("l2", place, "ロア市", (), (mention(text, "ロア市", place),), "City",
               link=linked("gn:22", place, ("ja", "ロア"), kind="City")),
    )  # fmt: skip
    day = span(text, "17日")
    meeting = Event(
        "e1",
        EventKind.MEETING,
        ("会談",),
        (span(text, "会談", 1),),
        (
            Participant("p1", ParticipantRole.ATTENDEE, span(text, "北林優")),
            Participant("p2", ParticipantRole.ATTENDEE, span(text, "ダン・ベル")),
        ),
        PlaceArgument("l2", span(text, "ロア市")),
        TimeExpression(day.start, day.end, "17日", "2025-06-17", TimePrecision.DAY),
        main=True,
    )
    said = Statement(
        "s1", "p1", span(text, "急ぎたい"), True,
        span(text, "北林氏"), "述べる", span(text, "述べ"), "e1", ("p2",),
    )  # fmt: skip
    return Facts(article(text, url), entities, (), (meeting,), (said,), ("p1", "p2"))


def with_membership() -> Facts:
    """Return the facts with an organization that the country belongs to."""
    text = TEXT + "同国は北海同盟に加わる。"
    known = facts(text)
    alliance = Entity(
        "o1", EntityType.ORGANIZATION, "北海同盟", (), (mention(text, "北海同盟", EntityType.ORGANIZATION),)
    )
    return replace(
        known,
        entities=(*known.entities, alliance),
        memberships=(Membership("l1", "o1", span(text, "北海同盟に加わる")),),
    )
