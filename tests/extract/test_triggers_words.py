"""Which words report an event, and what the event is called."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<p1 ロペス>議長と<p2 デュボワ>首相は17日、電話会談した。", "電話会談"),
        ("<o1 世界保健機関>の年次総会が17日、<l1 ジュネーブ>で開かれた。", "年次総会"),
        ("<c1=米国 米><c2=韓国 韓>首脳会談が17日、<l1 ソウル>で開かれた。", "米韓首脳会談"),
    ],
)
def test_the_longest_word_names_the_event(events_in: Any, text: str, name: str) -> None:
    assert name in {n for e in events_in(text) for n in e.names}


@pytest.mark.parametrize(
    "text",
    [
        "<p1 ロペス>議長は17日、<l1 札幌市>で記者会見した。",  # not a meeting
        "<o1 札幌市>は17日、火災訓練を始めた。",  # a drill
        "<l1 札幌市>に大雨警報が17日、発表された。",  # a warning
        "<o1 北洋銀行>は17日、事故防止の対策をまとめた。",  # prevention
    ],
)
def test_what_looks_like_an_event_and_is_none(events_in: Any, text: str) -> None:
    assert [e.kind.value for e in events_in(text)] == []


def test_an_object_tells_the_sense_of_a_verb(events_in: Any) -> None:
    (event,) = events_in("<o1 参議院>は17日、改正漁業法を可決した。")
    assert event.kind.value == "PolicyDecision"
    assert events_in("<p1 ロペス>議長は17日、荷物を引き上げた。") == ()
