"""Arguments on grammatical evidence: support verbs, passives, shared subjects, relative clauses."""

from __future__ import annotations

from typing import Any

import pytest


def roles(event: Any) -> dict[str, str]:
    return {p.entity: p.role.value for p in event.participants}


@pytest.mark.parametrize(
    "verb", ["会談を行った", "会談を開いた", "会談した", "会談を実施した"], ids=lambda v: v
)
def test_support_verbs(events_in: Any, verb: str) -> None:
    (event,) = events_in(f"<p1 山田>首相は17日、<l1 オタワ>で<p2 デュボワ>首相と{verb}。")
    assert roles(event) == {"p1": "attendee", "p2": "attendee"}
    assert event.place.entity == "l1"
    assert event.time.start_value == "2025-06-17"


def test_taking_part(events_in: Any) -> None:
    (event,) = events_in("<p1 ロペス>議長は17日、<l1 ジュネーブ>で<o1 世界保健機関>の総会に出席した。")
    assert roles(event) == {"p1": "attendee", "o1": "organizer"}


def test_the_passive_turns_the_roles_round(events_in: Any) -> None:
    (event,) = events_in("<o1 東雲機械>が<o2 海鳴重工>に買収された。")
    assert roles(event) == {"o1": "patient", "o2": "agent"}


def test_a_chain_of_clauses_shares_subject_and_day(events_in: Any) -> None:
    events = events_in("<p1 ロペス>議長は17日、<l1 オタワ>に着き、<p2 デュボワ>首相と会談した。")
    (event,) = [e for e in events if e.kind.value == "Meeting"]
    assert roles(event) == {"p1": "attendee", "p2": "attendee"}
    assert event.time.start_value == "2025-06-17"


def test_the_noun_that_a_relative_clause_modifies(events_in: Any) -> None:
    events = events_in("17日に来日した<p1 ロペス>議長は、工場を見学した。")
    (event,) = [e for e in events if e.kind.value == "Visit"]
    assert roles(event) == {"p1": "attendee"}


def test_a_place_that_is_a_participants_home_is_not_where(events_in: Any) -> None:
    (event,) = events_in("<c1 カナダ>の<p2 デュボワ>首相は17日、<p1 山田>首相と会談した。")
    assert event.place is None
