"""Sentences as desks write them: attendance, lists, clefts, headlines, courts, sport, deals."""

from __future__ import annotations

from typing import Any

import pytest

ROWS: list[tuple[str, str, str, dict[str, str], str | None, str | None]] = [
    (
        "those who attended, told in the next sentence",
        "<l1 釧路市>で17日、記念式典が開かれた。<p1 青木恵>知事や<p2 林健>市長らが参列した。",
        "Commemoration", {"p1": "attendee", "p2": "attendee"}, "l1", "2025-06-17",
    ),
    (
        "who speaks at an occasion is there",
        "<p1 青木恵>知事は17日の追悼式で「忘れない」と述べた。",
        "Commemoration", {"p1": "attendee"}, None, "2025-06-17",
    ),
    (
        "posts and people in a row",
        "<o1 海鳴重工>は17日、社長に<p1 青木恵>氏、会長に<p2 林健>氏を起用した。",
        "PersonnelChange", {"o1": "agent", "p1": "patient", "p2": "patient"}, None, "2025-06-17",
    ),
    (
        "a cleft names who was arrested",
        "逮捕されたのは会社員の<p1 青木恵>容疑者だ。",
        "Crime", {"p1": "patient"}, None, None,
    ),
    (
        "a number after names counts them",
        "<o1 釧路署>は17日、<p1 青木恵>容疑者(28)ら男女3人を逮捕した。",
        "Crime", {"o1": "agent", "p1": "patient"}, None, "2025-06-17",
    ),
    (
        "a title with 前 after a reading in brackets",
        "検察は17日、<p1 青木恵(あおき・めぐみ)>前市長を逮捕した。",
        "Crime", {"p1": "patient"}, None, "2025-06-17",
    ),
    (
        "what stands before a quotation belongs after it",
        "<p1 青木恵>氏は17日、官邸前で「責任は私にある」と語って首相を退いた。",
        "PersonnelChange", {"p1": "agent"}, None, "2025-06-17",
    ),
    (
        "a day and a place before a relative clause",
        "<l1 トビリシ>で17日夜、協議を打ち切った政府に抗議する大規模なデモがあった。",
        "Protest", {}, "l1", "2025-06-17",
    ),
    (
        "the topic of the sentence is that of the deed",
        "<o1 巨人>は17日、<f1 東京ドーム>で行われた試合で<o2 日本ハム>に3-1で勝ち、連敗を止めた。",
        "SportsEvent", {"o1": "competitor", "o2": "competitor"}, "f1", "2025-06-17",
    ),
    (
        "the topic where the subject is a thing",
        "<p1 青木恵>さんは1966年8月に逮捕され、80年に死刑が確定した。",
        "Trial", {"p1": "patient"}, None, "1980",
    ),
    (
        "what is held in court, and who rules there",
        "<p1 青木恵>被告の判決公判が17日、<o1 釧路地裁>であり、<p2 林健>裁判長は懲役3年を言い渡した。",
        "Trial", {"p1": "patient", "o1": "agent", "p2": "agent"}, None, "2025-06-17",
    ),
    (
        "a suit is brought against whom it asks",
        "遺族らは17日、<o1 海鳴重工>に賠償を求める訴えを<o2 釧路地裁>に起こした。",
        "Trial", {"o1": "patient", "o2": "patient"}, None, "2025-06-17",
    ),
    (
        "a quantity after the object, whose owner is bought",
        "<o1 海鳴重工>は17日、<o2 東雲機械>の株式15%を約120億円で取得した。",
        "BusinessDeal", {"o1": "agent", "o2": "patient"}, None, "2025-06-17",
    ),
    (
        "a treaty's name says whose it is",
        "<t1 日加漁業協定>は1976年6月に<l1 東京>で署名された。",
        "Agreement", {}, "l1", "1976-06",
    ),
    (
        "attacked, told with 受ける",
        "<l1 オデーサ>の港は17日、<c1 ロシア>軍の攻撃を受けた。",
        "Attack", {"c1": "agent"}, "l1", "2025-06-17",
    ),
    (
        "a noun that becomes true",
        "<p1 青木恵>氏は17日に職務停止となった。",
        "PersonnelChange", {"p1": "agent"}, None, "2025-06-17",
    ),
    (
        "the day of a session is that of its decision",
        "<o1 参議院>は17日午後の本会議で、<p1 青木恵>議長に対する不信任決議案を可決した。",
        "PolicyDecision", {"o1": "agent", "p1": "patient"}, None, "2025-06-17",
    ),
    (
        "on a visit",
        "<c1 カナダ>を訪問中の<p1 青木恵>外相は17日、工場を見学した。",
        "Visit", {"p1": "attendee"}, "c1", None,
    ),
    (
        "two joined by 及び",
        "<p1 青木恵>外相及び<p2 林健>防衛相は17日、<l1 オタワ>で<p3 デュボワ>外相との間で会談を行った。",
        "Meeting", {"p1": "attendee", "p2": "attendee", "p3": "attendee"}, "l1", "2025-06-17",
    ),
    (
        "an author wins with a book",
        "内海文学賞に17日、<p1 青木恵>さんの「青い海」が選ばれた。",
        "Award", {"p1": "agent"}, None, "2025-06-17",
    ),
    (
        "where somebody is on a visit",
        "<p1 青木恵>外相は17日、訪問先の<l1 オタワ>で記者団に答えた。",
        "Visit", {"p1": "attendee"}, "l1", None,
    ),
    (
        "a topic that its first verb makes happen",
        "<p1 青木恵>被告の公判は昨年9月に始まり、22回を数えた。",
        "Trial", {"p1": "patient"}, None, "2024-09",
    ),
    (
        "what a relative clause before 事故 tells",
        "<l1 釧路>沖で16日、<o1 海鳴汽船>の観光船が沈没した事故で、警察が調べを始めた。",
        "Accident", {"o1": "participant"}, "l1", "2025-06-16",
    ),
    (
        "dead, told before who they were",
        "去年12月に亡くなった作家の<p1 青木恵>さんの本が並ぶ。",
        "Death", {"p1": "agent"}, None, "2024-12",
    ),
    (
        "a passive without a subject is said of the topic",
        "<p1 青木恵>さんは釧路の生まれだ。2015年には内海文学賞に選ばれた。",
        "Award", {"p1": "agent"}, None, "2015",
    ),
    (
        "aimed at",
        "<o1 海鳴重工>は4月ごろをめどに、<o2 東雲機械>の株式を取得する。",
        "BusinessDeal", {"o1": "agent", "o2": "patient"}, None, "2025-04",
    ),
    (
        "a day before two clauses that lead to a relative one",
        "<o1 憲法裁判所>は17日、戒厳を宣言して失職した<p1 青木恵>氏に判決を言い渡した。",
        "Trial", {"o1": "agent", "p1": "patient"}, None, "2025-06-17",
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


def test_winning_at_the_polls_is_no_sport(events_in: Any) -> None:
    (event,) = events_in(
        "<c1 カナダ>の総選挙は15日投票が行われ、与党の<o1 自由党>が勝利した。<p1 青木恵>氏は落選した。"
    )
    assert event.kind == "Election"
    assert {p.entity for p in event.participants} >= {"o1", "p1"}


def test_what_somebody_is_held_for_is_no_report(events_in: Any) -> None:
    events = events_in("<o1 釧路署>は17日、現金を盗んだ疑いで<p1 青木恵>容疑者を逮捕した。")
    assert [e.names[0] for e in events] == ["逮捕"]


def test_a_decision_gives_way_to_what_is_decided(events_in: Any) -> None:
    events = events_in("<o1 海鳴重工>は17日、<o2 東雲機械>を買収することを決めた。")
    assert [(e.kind.value, e.names[0]) for e in events] == [("BusinessDeal", "買収")]


def test_a_day_inside_an_earlier_clause_is_not_that_of_what_lasts(events_in: Any) -> None:
    (event,) = events_in("<o1 海鳴重工>は1961年に設立され、<l1 釧路>の証券取引所に上場している。")
    assert event.time is None


def test_a_country_in_the_name_of_an_election_is_its_place(events_in: Any) -> None:
    (event,) = events_in("<c1 カナダ>総選挙が15日に行われた。")
    assert event.place.entity == "c1"
    assert event.participants == ()


def test_two_names_of_one_conference(events_in: Any) -> None:
    events = events_in(
        "<o1 主要7カ国>首脳会議が16日、<c1 カナダ>で開幕した。", headline="<o1 G7>サミットが開幕"
    )
    assert [e.kind.value for e in events] == ["Conference"]
    assert events[0].main


def test_a_headlines_last_words_say_where(events_in: Any) -> None:
    (event,) = events_in("警察が調べている。", headline="工場で爆発事故　<l1 釧路市>")
    assert event.place.entity == "l1"


def test_the_name_that_opens_a_headline_acts(events_in: Any) -> None:
    (event,) = events_in("年内に終える。", headline="<o1 海鳴重工>、米大手に出資へ")
    assert {p.entity: p.role.value for p in event.participants} == {"o1": "agent"}
    assert event.status == "scheduled"


def test_appointments_of_one_sentence_are_one_event(events_in: Any) -> None:
    events = events_in("副首相に<p1 青木恵>氏、外相に<p2 林健>氏が就き、財務相には<p3 森信>氏が起用された。")
    (event,) = events
    assert {p.entity for p in event.participants} == {"p1", "p2", "p3"}


def test_games_between_others_stay_apart(events_in: Any) -> None:
    events = events_in("<o1 浦和>は<o2 横浜>と0-0で引き分けた。<o3 神戸>は<o4 広島>を3-0で下した。")
    assert [{p.entity for p in e.participants} for e in events] == [{"o1", "o2"}, {"o3", "o4"}]


def test_another_of_the_kind_is_not_that_of_the_headline(events_in: Any) -> None:
    events = events_in(
        "<o1 北洋銀行>は17日、利上げを決めた。<o1 北洋銀行>は5月にも利上げに踏み切ったばかりだった。",
        headline="<o1 北洋銀行>、利上げ",
    )
    assert [e.time.start_value for e in events] == ["2025-06-17", "2025-05"]


def test_all_of_one_mind_is_no_agreement(events_in: Any) -> None:
    assert events_in("<o1 憲法裁判所>の裁判官8人の全員一致だった。") == ()


def test_a_doing_of_somebody_who_is_not_known_is_not_the_topics(events_in: Any) -> None:
    events = events_in("<p1 青木恵>社長は17日に会見した。会社は工場を12月に完成させる計画だ。")
    assert all(not e.participants for e in events if e.kind == "ProductLaunch")


def test_an_election_that_is_held_has_no_subject(events_in: Any) -> None:
    events = events_in("<p1 青木恵>氏は17日に失職し、7月に大統領選が行われる。")
    (election,) = [e for e in events if e.kind == "Election"]
    assert election.participants == ()
