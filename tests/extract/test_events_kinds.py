"""One clear sentence for each kind of event: who, where, when."""

from __future__ import annotations

from typing import Any

import pytest

from kgpub.model import Event

ROWS: list[tuple[str, str, dict[str, str], str | None, str | None]] = [
    (
        "<p1 山田太郎>首相は16日、<l1 オタワ>で<p2 ジャン・デュボワ>首相と会談した。",
        "Meeting", {"p1": "attendee", "p2": "attendee"}, "l1", "2025-06-16",
    ),
    (
        "<o1 世界保健機関>の総会が19日、<l1 ジュネーブ>で開かれる。",
        "Conference", {"o1": "organizer"}, "l1", "2025-06-19",
    ),
    ("<p1 山田太郎>首相は17日、<c1 カナダ>を訪問した。", "Visit", {"p1": "attendee"}, "c1", "2025-06-17"),
    (
        "<c1 カナダ>と<c2 日本>は17日、経済連携協定に署名した。",
        "Agreement", {"c1": "agent", "c2": "agent"}, None, "2025-06-17",
    ),
    ("<o1 参議院>は17日、改正漁業法を可決した。", "PolicyDecision", {"o1": "agent"}, None, "2025-06-17"),
    (
        "<l1 釧路市>の市長選挙は15日に投票が行われ、<p1 山田太郎>氏が当選した。",
        "Election", {"p1": "participant"}, "l1", "2025-06-15",
    ),
    (
        "<p1 山田太郎>氏が17日、<o1 海鳴重工>の社長に就任した。",
        "PersonnelChange", {"p1": "agent", "o1": "participant"}, None, "2025-06-17",
    ),
    ("<c1 ロシア>が17日、<l1 オデーサ>をミサイルで攻撃した。", "Attack", {"c1": "agent"}, "l1", "2025-06-17"),
    (
        "<o1 自治労連>は17日、<l1 釧路市>でストライキを行った。",
        "Protest", {"o1": "agent"}, "l1", "2025-06-17",
    ),
    ("<l1 釧路>沖で17日未明、地震があった。", "Disaster", {}, "l1", "2025-06-17"),
    ("17日午後、<l1 釧路市>の工場で火災が起きた。", "Accident", {}, "l1", "2025-06-17"),
    (
        "<o1 海鳴重工>は17日、<o2 東雲機械>を買収すると発表した。",
        "BusinessDeal", {"o1": "agent", "o2": "patient"}, None, "2025-06-17",
    ),
    (
        "<o1 北洋銀行>は17日、<l1 釧路市>で新型カードを発売した。",
        "ProductLaunch", {"o1": "agent"}, "l1", "2025-06-17",
    ),
    ("<p1 山田太郎>さんが17日、<t1 内海文学賞>を受賞した。", "Award", {"p1": "agent"}, None, "2025-06-17"),
    (
        "作家の<p1 山田太郎>さんが17日、<l1 釧路市>の病院で死去した。",
        "Death", {"p1": "agent"}, "l1", "2025-06-17",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "participants", "place", "date"), ROWS, ids=lambda v: str(v)[:24])
def test_kind(
    events_in: Any, text: str, kind: str, participants: dict[str, str], place: str | None, date: str | None
) -> None:
    (event,) = [e for e in events_in(text) if e.kind == kind]
    assert {p.entity: p.role.value for p in event.participants} == participants
    assert (event.place.entity if event.place else None) == place
    assert (event.time.start_value if event.time else None) == date


def test_no_other_events_are_invented(events_in: Any) -> None:
    for text, kind, *_ in ROWS:
        assert {e.kind.value for e in events_in(text)} == {kind}, text


def test_a_sentence_without_events(events_in: Any) -> None:
    assert events_in("<l1 釧路市>は<r1 北海道>の東部にあり、人口はおよそ15万人だ。") == ()


def test_offsets_point_at_the_trigger_and_the_arguments(events_in: Any) -> None:
    text = "<p1 山田太郎>首相は16日、<l1 オタワ>で<p2 ジャン・デュボワ>首相と会談した。"
    plain = "きょうの動き\n山田太郎首相は16日、オタワでジャン・デュボワ首相と会談した。"
    (event,) = events_in(text)

    def cut(span: Any) -> str:
        return plain[span.start : span.end]

    assert [cut(t) for t in event.triggers] == ["会談"]
    assert {cut(p.span) for p in event.participants} == {"山田太郎", "ジャン・デュボワ"}
    assert event.place is not None
    assert cut(event.place.span) == "オタワ"
    assert event.time is not None
    assert cut(event.time) == "16日"


def main_kinds(events: tuple[Event, ...]) -> set[str]:
    return {e.kind.value for e in events if e.main}


def test_the_main_event_is_that_of_the_headline(events_in: Any) -> None:
    found = events_in(
        "<p1 山田太郎>首相は17日、<c1 カナダ>を訪問し、宿舎で地元の市民や報道関係者らの歓迎を受けた。"
        "17日午後には、<l1 釧路市>の工場で火災が起きた。",
        headline="<p1 山田>首相が<c1 カナダ>訪問",
    )
    assert main_kinds(found) == {"Visit"}
    assert {e.kind.value for e in found} == {"Visit", "Accident"}


def test_without_one_in_the_headline_the_first_sentence_decides(events_in: Any) -> None:
    found = events_in(
        "<o1 北洋銀行>は17日、<l1 釧路市>の本店で記者会見を開き、<o2 東雲信託>を買収すると発表した。"
        "17日午後には、<l1 釧路市>の工場で火災が起きた。"
    )
    assert main_kinds(found) == {"BusinessDeal"}
