"""A clause without a subject speaks of the topic of the sentence before it, within its paragraph."""

from __future__ import annotations

from typing import Any

TOPIC = "<p1 山田太郎>首相は17日、<l1 オタワ>に着いた。"


def meeting(events: Any) -> Any:
    return next(e for e in events if e.kind.value == "Meeting")


def test_the_topic_goes_on(events_in: Any) -> None:
    event = meeting(events_in(TOPIC + "18日には<p2 マリア・ロペス>議長と会談した。"))
    assert {p.entity for p in event.participants} == {"p1", "p2"}


def test_a_paragraph_starts_without_a_topic(events_in: Any) -> None:
    event = meeting(events_in(TOPIC + "\n18日には<p2 マリア・ロペス>議長と会談した。"))
    assert {p.entity for p in event.participants} == {"p2"}


def test_a_new_topic_takes_its_place(events_in: Any) -> None:
    text = TOPIC + "<p3 李強>首相は前日に到着していた。18日には<p2 マリア・ロペス>議長と会談した。"
    event = meeting(events_in(text))
    assert "p1" not in {p.entity for p in event.participants}


def test_what_has_no_subject_gets_none(events_in: Any) -> None:
    (event,) = events_in(TOPIC + "18日には<l2 釧路市>で地震があった。")
    assert event.kind.value == "Disaster"
    assert event.participants == ()
