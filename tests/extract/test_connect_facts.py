"""Where words were said, and what an article is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from helpers_articles import marked
from kgpub.extract.connect import connect
from kgpub.model import Event, EventKind, Facts, Participant, ParticipantRole, PlaceArgument, Span, Statement

TEXT = (
    "<p1 山田>首相は<l1 オタワ>で<p2 デュボワ>首相と会談した。会談で<p1 山田>首相は「橋をかけたい」と述べた。"
)


def facts() -> Facts:
    article, entities = marked(TEXT, headline="<p1 山田>首相が会談 <l1 オタワ>で")
    text = article.text

    def span(words: str, after: int = 0) -> Span:
        at = text.index(words, after)
        return Span(at, at + len(words))

    body = text.index("\n")
    people = tuple(Participant(p, ParticipantRole.ATTENDEE, span("山田")) for p in ("p1", "p2"))
    again = span("会談で", body)
    event = Event(
        "e1", EventKind.MEETING, ("会談",), (span("会談", body), Span(again.start, again.start + 2)),
        people, PlaceArgument("l1", span("オタワ", body)), main=True,
    )  # fmt: skip
    said = Statement("s1", "p1", span("橋をかけたい"), True, span("山田", again.end), "述べる")
    return Facts(article, entities, (), (event,), (said,))


def test_words_said_at_a_meeting(recordings: Any) -> None:
    known = facts()
    found = connect(known, recordings.analysis(known.article))
    assert [s.recorded_at for s in found.statements] == ["e1"]


def test_words_said_elsewhere(recordings: Any) -> None:
    known = facts()
    event = replace(known.events[0], triggers=known.events[0].triggers[:1])
    found = connect(replace(known, events=(event,)), recordings.analysis(known.article))
    assert [s.recorded_at for s in found.statements] == [None]


def test_about_people_but_not_the_place_in_the_headline(recordings: Any) -> None:
    known = facts()
    found = connect(known, recordings.analysis(known.article))
    assert found.about == ("p1", "p2")
