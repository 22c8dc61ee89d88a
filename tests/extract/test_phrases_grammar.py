"""Phrases: case particles, predicates and their endings."""

from __future__ import annotations

from typing import Any

import pytest

from kgpub.extract.phrases import Phrase


def phrase(views_of: Any, text: str, containing: str) -> Phrase:
    (view,) = views_of(text)
    return next(p for p in view.phrases if containing in view.text(p.start, p.end))


@pytest.mark.parametrize(
    ("word", "case"),
    [("山田", "は"), ("北海道", "で"), ("漁業", "について"), ("議長", "と"), ("朝", "から")],
)
def test_case(views_of: Any, word: str, case: str) -> None:
    text = "<p1 山田>首相は<r1 北海道>で漁業について議長と朝から話した。"
    assert phrase(views_of, text, word).case == case


@pytest.mark.parametrize(
    ("text", "predicate"),
    [("首相は大会に出席した。", "出席"), ("首相は工場を訪れた。", "訪れる"), ("首相は多忙の人だ。", "")],
)
def test_predicate(views_of: Any, text: str, predicate: str) -> None:
    (view,) = views_of(text)
    assert view.phrases[-1].predicate == predicate


@pytest.mark.parametrize(
    ("ending", "negative"),
    [
        ("訪れた。", False),
        ("訪れなかった。", True),
        ("訪れません。", True),
        ("訪れなければならない。", False),
    ],
)
def test_negative(views_of: Any, ending: str, negative: bool) -> None:
    (view,) = views_of(f"首相は工場を{ending}")
    assert any(p.negative for p in view.phrases) is negative


def test_passive(views_of: Any) -> None:
    (view,) = views_of("会議は札幌で開かれた。")
    assert view.phrases[-1].passive
    (view,) = views_of("首相は札幌で会議を開いた。")
    assert not view.phrases[-1].passive


def test_a_predicate_before_its_noun_is_adnominal(views_of: Any) -> None:
    text = "来日した<p1 ロペス>議長が式典に出席した。"
    assert phrase(views_of, text, "来日").adnominal
    assert not phrase(views_of, text, "出席").adnominal


def test_a_name_is_never_cut(views_of: Any) -> None:
    text = "<o1 アジア太平洋と南米の友好をめざす会>は17日に解散した。"
    (view,) = views_of(text)
    holder = [p for p in view.phrases if p.start <= 7 < p.end]
    assert len(holder) == 1
    assert view.text(holder[0].start, holder[0].core_end) == "アジア太平洋と南米の友好をめざす会"


def test_depth_counts_quotation_marks(views_of: Any) -> None:
    text = "<p1 山田>首相は「工場を訪れる」と述べた。"
    assert phrase(views_of, text, "工場").depth == 1
    assert phrase(views_of, text, "述べた").depth == 0
    assert phrase(views_of, text, "首相").depth == 0
