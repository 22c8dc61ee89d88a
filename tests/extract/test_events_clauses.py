"""Sentences whose clauses share, or keep to themselves, who, where and when."""

from __future__ import annotations

from typing import Any

import pytest

ROWS: list[tuple[str, str, str, dict[str, str], str | None, str | None]] = [
    (
        "a verbal noun ends its clause without する",
        "改正漁業法案は17日の<o1 参院>本会議で与党などの賛成多数により可決、成立した。",
        "PolicyDecision", {"o1": "agent"}, None, "2025-06-17",
    ),
    (
        "a topic of a verbal noun is not that of the next clause's subject",
        "審議のさなかの今月9日、献金の問題で<p1 青木恵>農相が辞任、首相が後任を探している。",
        "PersonnelChange", {"p1": "agent"}, None, "2025-06-09",
    ),
    (
        "what was done before something else has the same subject",
        "<p1 青木恵>氏は首相官邸で<p2 林健>首相と会談した後、記者団に経緯を説明した。",
        "Meeting", {"p1": "attendee", "p2": "attendee"}, None, None,
    ),
    (
        "those listed before a body's chief",
        "<p1 青木恵>首相は17日、<p2 林健>外相、<o1 自由党>の<p3 森真>代表と会談した。",
        "Meeting", {"p1": "attendee", "p2": "attendee", "p3": "attendee"}, None, "2025-06-17",
    ),
    (
        "people of a country are not the country",
        "<o1 内海財団>は17日、内海賞を<p1 青木恵>教授と<c1 カナダ>の研究者2人に授与した。",
        "Award", {"o1": "agent", "p1": "patient"}, None, "2025-06-17",
    ),
    (
        "whom a meeting was with, from what was said there",
        "17日の会談で<p1 青木恵>首相は<p2 ロペス>大統領に支援を続けると伝えた。",
        "Meeting", {"p1": "attendee", "p2": "attendee"}, None, "2025-06-17",
    ),
    (
        "candidates, from who beat whom",
        "15日の<l1 釧路市>長選では、新人の<p1 青木恵>氏が現職の<p2 林健>氏を退けた。",
        "Election", {"p1": "participant", "p2": "participant"}, "l1", "2025-06-15",
    ),
    (
        "the body whose post it is",
        "<p1 青木恵>氏は2019年に<o1 内海連盟>の副会長に就いた。",
        "PersonnelChange", {"p1": "agent", "o1": "participant"}, None, "2019",
    ),
    (
        "a prefecture acts by its government",
        "<r1 北海道>は17日、<o1 海鳴重工>と防災協定を結んだ。",
        "Agreement", {"r1": "agent", "o1": "agent"}, None, "2025-06-17",
    ),
    (
        "a place in a list stands before the day",
        "<l1 釧路沖> 16日夜、漁船が座礁。",
        "Accident", {}, "l1", "2025-06-16",
    ),
    (
        "somebody's country is not where it happened",
        "<c1 カナダ>の作家で詩人の<p1 青木恵>さんが16日、<l1 釧路市>の自宅で死去した。",
        "Death", {"p1": "agent"}, "l1", "2025-06-16",
    ),
    (
        "from where something was launched, not by whom",
        "新型ロケットが17日午後2時、<f1 内海宇宙センター>から打ち上げられた。",
        "ProductLaunch", {}, "f1", "2025-06-17",
    ),
    (
        "a topic with its particle stands outside a relative clause",
        "8月4日には<f1 内海宇宙センター>から、衛星を載せたロケットが打ち上げられる。",
        "ProductLaunch", {}, "f1", "2025-08-04",
    ),
    (
        "a bought thing has a seller",
        "<o1 海鳴重工>は2019年に<o2 東雲機械>から球団を買った。",
        "BusinessDeal", {"o1": "agent", "o2": "participant"}, None, "2019",
    ),
    (
        "the first of many who came",
        "17日の式典には<p1 青木恵>知事、<p2 林健>氏をはじめ、約150人が出席した。",
        "Commemoration", {"p1": "attendee", "p2": "attendee"}, None, "2025-06-17",
    ),
    (
        "a ship by its name is its owner's",
        "17日、<o1 海鳴汽船>の貨物船「北海丸」が<l1 釧路沖>で座礁した。",
        "Accident", {"o1": "participant"}, "l1", "2025-06-17",
    ),
    (
        "an honorific is no passive",
        "昨年に内海賞を受賞された<p1 青木恵>教授が話した。",
        "Award", {"p1": "agent"}, None, "2024",
    ),
    (
        "a relation is broken off with somebody",
        "<c1 カナダ>は17日、<c2 ペルー>との断交に踏み切った。",
        "PolicyDecision", {"c1": "agent", "c2": "patient"}, None, "2025-06-17",
    ),
    (
        "a day stays with the clause where another has its own",
        "おととし、釧路沖で漁船「北海丸」が沈没した事故で、<o1 釧路署>は17日、<p1 青木恵>容疑者を逮捕した。",
        "Accident", {}, None, "2023",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "participants", "place", "date"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_sentence(
    events_in: Any, text: str, kind: str, participants: dict[str, str], place: str | None, date: str | None
) -> None:
    (event,) = [e for e in events_in(text) if e.kind == kind]
    assert {p.entity: p.role.value for p in event.participants} == participants
    assert (event.place.entity if event.place else None) == place
    assert (event.time.start_value[:10] if event.time else None) == date


def test_making_something_else_of_an_event_is_not_holding_it(events_in: Any) -> None:
    assert events_in("<p1 青木恵>知事は、港祭を15日から当面休みにすると述べた。") == ()


def test_a_chain_under_a_request_has_not_happened(events_in: Any) -> None:
    assert events_in("<p1 青木恵>委員長は、直ちに<o1 衆院>を解散して信を問うよう迫った。") == ()


def test_a_search_has_a_place_and_those_who_search(events_in: Any) -> None:
    text = "<o1 釧路地検>は17日、<p1 青木恵>容疑者を逮捕した。同日夕には<f1 海鳴ビル>を家宅捜索した。"
    search = events_in(text)[-1]
    assert search.names[0] == "家宅捜索"
    assert {p.entity for p in search.participants} == {"o1"}
    assert search.place is not None and search.place.entity == "f1"


def test_an_outcome_in_the_headline_is_of_the_election_told_of(events_in: Any) -> None:
    text = "<l1 釧路市>長選は15日投開票され、漁協が推す新人の<p1 青木恵>氏が初当選した。"
    (event,) = events_in(text, headline="<p1 青木恵>氏が初当選")
    assert (event.kind, event.time.start_value, {p.entity for p in event.participants}) == (
        "Election",
        "2025-06-15",
        {"p1"},
    )
