"""What is denied, possible, urged or hoped for did not happen; what is planned is scheduled."""

from __future__ import annotations

from typing import Any

import pytest

WHO = "<p1 山田>首相は<p2 デュボワ>首相と"


@pytest.mark.parametrize(
    "clause",
    [
        "会談しなかった。",
        "会談する可能性がある。",
        "会談したい考えだ。",
        "会談すれば、局面が変わる。",
        "会談すべきだ。",
    ],
)
def test_not_asserted(events_in: Any, clause: str) -> None:
    assert events_in(WHO + clause) == ()


def test_urged(events_in: Any) -> None:
    text = "<p1 山田>首相は<p2 デュボワ>首相に、<p3 李>主席と会談するよう求めた。"
    assert events_in(text) == ()


@pytest.mark.parametrize(
    "clause", ["会談する予定だ。", "会談する見通しだ。", "来月会談する。", "来月5日に会談する方針だ。"]
)
def test_scheduled(events_in: Any, clause: str) -> None:
    assert [e.status.value for e in events_in(WHO + clause)] == ["scheduled"]


def test_the_past_happened_whatever_the_plan(events_in: Any) -> None:
    (event,) = events_in(WHO + "16日に会談した。")
    assert event.status.value == "happened"


def test_cancelled(events_in: Any) -> None:
    text = "17日に予定されていた<p1 山田>首相と<p2 デュボワ>首相の会談は中止された。"
    assert [e.status.value for e in events_in(text)] == ["cancelled"]


def test_what_the_next_clause_denies_is_not_denied_here(events_in: Any) -> None:
    (event,) = events_in(WHO + "16日に会談したが、記者の質問には答えなかった。")
    assert event.kind.value == "Meeting"
    assert event.status.value == "happened"


def test_inside_a_quotation_nothing_is_reported(events_in: Any) -> None:
    assert events_in("<p1 山田>首相は「<p2 デュボワ>首相と16日に会談した」と述べた。") == ()


def test_the_present_tense_of_the_text_is_to_come(events_in: Any) -> None:
    (event,) = events_in("<p1 青木恵>首相は来週、<l1 オタワ>で<p2 デュボワ>首相と会談する。")
    assert event.status == "scheduled"


def test_what_goes_on_or_was_decided_is_not_to_come(events_in: Any) -> None:
    (attack,) = events_in("<c1 ロシア>は<l1 オデーサ>への攻撃を続ける。")
    assert attack.status == "happened"
    (rate,) = events_in("<o1 北洋銀行>は18日、金利を引き上げることを決めた。")
    assert rate.status == "happened"
