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


def test_a_post_after_a_middle_dot_is_the_persons(said: Any) -> None:
    text = "<p1 青木太郎>・<l1 釧路市>長は3日、県庁に知事を訪ね、住民の気持ちを踏みにじるものだと抗議した。"
    assert said(text) == [("p1", "住民の気持ちを踏みにじるものだ")]


def test_an_aside_between_equals_signs(said: Any) -> None:
    text = "<p1 青木恵>さん(30)=仮名=は集会で「国に非を認めさせたい」と語った。"
    assert said(text) == [("p1", "国に非を認めさせたい")]


def test_a_ruling_is_that_of_the_court_that_acts(said: Any) -> None:
    text = (
        "<o1 最高裁>第一小法廷(青木太郎裁判長)は3日、訴えを退けた<o2 札幌高裁>の判決を破棄した。"
        "判決は、国の責任は免れないと断じた。"
    )
    assert said(text) == [("o1", "国の責任は免れない")]


def test_the_same_body(said: Any) -> None:
    text = "<p1 青木>さんは<o1 日本登山協会>を率いた。同協会は「惜しい人を失った」とのコメントを出した。"
    assert said(text) == [("o1", "惜しい人を失った")]


def test_a_source_with_a_time(said: Any) -> None:
    text = "<o1 釧路署>の4日正午までの調べでは、けが人は9人に上る。"
    assert said(text) == [("o1", "けが人は9人に上る")]
    assert said("<o1 気象庁>のまとめでは、雨量は100ミリを超えた。") == [("o1", "雨量は100ミリを超えた")]


def test_who_speaks_ends_the_sentence(said: Any) -> None:
    assert said("「もう走れない。悔いはありません」と<p1 青木>選手。") == [
        ("p1", "もう走れない。悔いはありません")
    ]


def test_a_noun_of_speech_ends_the_sentence(said: Any) -> None:
    assert said("<p1 青木>氏は事務所で「力が足りなかった」と敗戦の弁。") == [("p1", "力が足りなかった")]


def test_a_line_announces_whose_comment_follows(said: Any) -> None:
    text = "【<p1 青木太郎> コメント】\n「皆さまに会える日を楽しみにしています」"
    assert said(text) == [("p1", "皆さまに会える日を楽しみにしています")]


def test_a_quotation_in_a_list_with_an_aside(said: Any) -> None:
    text = "- <p1 青木>首相「政府一体で救助に当たる」(3日、官邸で)"
    assert said(text) == [("p1", "政府一体で救助に当たる")]


def test_what_something_is_called_is_not_said(said: Any) -> None:
    assert said("<o1 国際化学会>は5日、<p1 青木>氏を発見者と認定した。") == []
    assert said("<o1 国際化学会>は名称を「アオキウム」とすることを正式に決定しました。") == []


def test_a_notice(said: Any) -> None:
    text = "<o1 青木製薬>は、新しい工場が完成しましたので、お知らせいたします。"
    assert said(text) == [("o1", "新しい工場が完成しました")]


def test_besides_is_a_quoting_particle(said: Any) -> None:
    assert said("<p1 青木>社長は、従業員を5年で倍増させるとも約束した。") == [
        ("p1", "従業員を5年で倍増させる")
    ]


def test_who_only_passes_it_on_does_not_speak(said: Any) -> None:
    text = "<o1 青木通信>は、<p1 林>委員長が「計画は終わった」と宣言したと伝えた。"
    assert said(text) == [("p1", "計画は終わった")]


def test_a_topic_before_a_day_is_the_subject(said: Any) -> None:
    text = "<p1 青木>氏は役員を続ける。<o1 林製作所>は26日、新しい工場を今夏に開くことも発表した。"
    assert said(text) == [("o1", "新しい工場を今夏に開く")]


def test_a_comma_before_the_quoting_particle(said: Any) -> None:
    assert said("<p1 青木>判事は被告が同じことをする恐れがある、とも述べた。") == [
        ("p1", "被告が同じことをする恐れがある")
    ]


def test_a_place_and_a_day_are_not_content(said: Any) -> None:
    text = "<p1 青木>長官は訪問先の釧路で27日、大統領の解放を要求した。"
    assert said(text) == [("p1", "大統領の解放")]


def test_a_meeting_is_opened_not_stated(said: Any) -> None:
    assert said("<p1 青木>議長は開会を宣言した。") == []
    assert said("<o1 林外交部>は29日夜、青木国との断交を宣言した。") == [("o1", "青木国との断交")]


def test_an_unnamed_champion_speaks_for_themself(said: Any) -> None:
    text = "<p1 青木>監督は喜んだ。新女王は「父の店に行きたい」と笑った。"
    assert said(text) == []


def test_the_only_one_accused_is_meant(said: Any) -> None:
    text = "<p1 青木太郎>被告の判決があった。検察は満足した。被告は「法に触れるつもりはなかった」と主張した。"
    assert said(text) == [("p1", "法に触れるつもりはなかった")]


def test_a_report_that_something_is_said_of_is_part_of_the_content(said: Any) -> None:
    text = "<p1 青木>社長は番組で、<p2 林>会長が退く意向を示したことが引き金になったと明かした。"
    assert ("p1", "林会長が退く意向を示したことが引き金になった") in said(text)


def test_a_day_after_the_subject(said: Any) -> None:
    assert said("空軍の<p1 青木>大佐が同日夜、政権を倒したと宣言した。") == [("p1", "政権を倒した")]
