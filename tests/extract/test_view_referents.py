"""Who a phrase refers to, and where."""

from __future__ import annotations

from typing import Any

import pytest


def referents(views_of: Any, text: str, containing: str) -> list[str]:
    (view,) = views_of(text)
    found = next(p for p in view.phrases if containing in view.text(p.start, p.end))
    return [r.entity for r in view.referents(found)]


@pytest.mark.parametrize(
    ("text", "containing", "expected"),
    [
        ("<p1 ロペス>議長が到着した。", "議長", ["p1"]),
        ("<p1 ロペス>氏らが到着した。", "ロペス", ["p1"]),
        ("<p1 ロペス>議長と<p2 デュボワ>首相が到着した。", "首相", ["p1", "p2"]),
        ("<c1 カナダ>、<c2 チリ>、<c3 ペルー>が参加した。", "ペルー", ["c1", "c2", "c3"]),
        ("<c1 カナダ>政府が発表した。", "政府", ["c1"]),
        ("<c1=日本 日><c2=米国 米>両政府が発表した。", "政府", ["c1", "c2"]),
    ],
)
def test_referents(views_of: Any, text: str, containing: str, expected: list[str]) -> None:
    assert referents(views_of, text, containing) == expected


def test_a_name_that_only_modifies_is_not_meant(views_of: Any) -> None:
    assert referents(views_of, "<c1 カナダ>企業が参入した。", "企業") == []
    assert referents(views_of, "<c1 カナダ>産の小麦が値上がりした。", "カナダ") == []


def test_a_term_does_not_act(views_of: Any) -> None:
    assert referents(views_of, "<t1 内海文学賞>が話題になった。", "文学賞") == []


@pytest.mark.parametrize(
    ("text", "containing", "expected"),
    [
        ("<l1 釧路市>で式典があった。", "釧路市", ["l1"]),
        ("<l1 釧路市>内のホテルで式典があった。", "ホテル", ["l1"]),
        ("<l1 釧路市>の病院で死去した。", "病院", ["l1"]),
        ("<c1=カナダ 加>首相の官邸で式典があった。", "官邸", []),
    ],
)
def test_places(views_of: Any, text: str, containing: str, expected: list[str]) -> None:
    (view,) = views_of(text)
    found = next(p for p in view.phrases if containing in view.text(p.start, p.end))
    assert [r.entity for r in view.places(found)] == expected


def test_since_when_is_not_when(views_of: Any) -> None:
    (view,) = views_of("<p1 ロペス>氏は2019年以来、<l1 釧路市>に住む。")
    assert all(view.time_in(p) is None for p in view.phrases)
