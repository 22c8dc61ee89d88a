"""Who speaks where several might: two subjects, two quotations, nobody who was named."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from helpers_articles import marked
from kgpub.extract.statements import extract_statements

if TYPE_CHECKING:
    from helpers_recorded import Recordings


@pytest.fixture
def said(recordings: Recordings) -> Callable[..., list[tuple[str, str]]]:
    """Return a function from a marked text to its (speaker, words)."""

    def find(text: str, **options: Any) -> list[tuple[str, str]]:
        article, entities = marked(text, **options)
        found = extract_statements(article, recordings.analysis(article), entities)
        return [(s.speaker, article.text[s.span.start : s.span.end]) for s in found]

    return find


def test_who_stands_right_before_the_quotation_speaks(said: Any) -> None:
    assert said("<p1 青木>容疑者は容疑を認め、<p2 林>容疑者は「知らない」と否認している。") == [
        ("p2", "知らない")
    ]


def test_the_subject_of_the_last_clause_speaks(said: Any) -> None:
    text = "<o1 欧州連合>は救助隊の派遣を調整し、<p1 青木>大統領は演説で「支援は何でもする」と述べた。"
    assert said(text) == [("p1", "支援は何でもする")]


def test_two_quotations_with_one_verb(said: Any) -> None:
    text = "<p1 青木>知事は「喜びを分かち合いたい」、<p2 林>市長は「宝を守り伝えていく」とコメントした。"
    assert said(text) == [("p1", "喜びを分かち合いたい"), ("p2", "宝を守り伝えていく")]


def test_the_reason_given_for_what_is_done(said: Any) -> None:
    assert said("<o1 気象庁>は21日、大雨が続くとして警報を出した。") == [("o1", "大雨が続く")]


def test_a_charge_is_no_statement(said: Any) -> None:
    assert said("<o1 釧路署>は17日、現金を盗んだとして<p1 青木>容疑者を逮捕した。") == []


def test_what_modifies_a_noun_is_not_the_topics(said: Any) -> None:
    assert said("<o1 海上保安庁>は捜索を続けた。午後、エンジンが使えないと救助を求める通報があった。") == []


def test_once_somebody_unnamed_has_spoken_the_topic_is_silent(said: Any) -> None:
    text = "<o1 海保>は捜索を続けた。元従業員は「やめよう」と忠告したが、聞き入れられなかったと証言した。"
    assert said(text) == []


def test_the_topic_is_not_inside_a_relative_clause(said: Any) -> None:
    text = "<p1 青木>社長は説明した。<o1 安全委員会>は去年公表した報告書で、船に穴があったと指摘した。"
    assert [speaker for speaker, _ in said(text)] == ["o1"]


def test_a_remark_that_was_made(said: Any) -> None:
    text = "<p1 青木>大臣は工場を見学し、<p2 林>大統領から、協定を歓迎するとの発言がありました。"
    assert said(text) == [("p2", "協定を歓迎する")]
