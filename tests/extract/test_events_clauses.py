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
        "companies agree on a deal",
        "<o1 海鳴重工>と<o2 北雪電機>は17日、業務資本提携に関する合意書を締結した。",
        "BusinessDeal", {"o1": "agent", "o2": "agent"}, None, "2025-06-17",
    ),
    (
        "of places, only countries take part",
        "<r1 北海道>は17日、<o1 海鳴重工>と防災協定を結んだ。",
        "Agreement", {"o1": "agent"}, None, "2025-06-17",
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
    (
        "topic and day that open a chain of clauses",
        "<o1 内海中央銀行>は17日、本店で総会を開き、主要な政策金利を引き上げることを決めた。",
        "PolicyDecision", {"o1": "agent"}, None, "2025-06-17",
    ),
    (
        "the day of a contract to buy",
        "<o1 海鳴重工>は、<o2 東雲機械>を買収する確定契約を1月31日付で締結した。",
        "BusinessDeal", {"o1": "agent", "o2": "patient"}, None, "2025-01-31",
    ),
    (
        "a year right before the name of an event",
        "<p1 青木恵>さんは92年バルセロナ五輪の開会式で指揮棒を振った。",
        "SportsEvent", {}, None, "1992",
    ),
    (
        "a clause about an event whose noun goes on",
        "1日に起きた十勝地震の被災地へ、職員が物資を運んだ。",
        "Disaster", {}, None, "2025-06-01",
    ),
    (
        "the day on which something was said at a meeting",
        "<p1 青木恵>首相は6日、<p2 ロペス>大統領との電話協議で「支援する」と伝えた。",
        "Meeting", {"p1": "attendee", "p2": "attendee"}, None, "2025-06-06",
    ),
    (
        "a court that decides",
        "<o1 釧路地裁>が3月29日に破産手続きの開始を決定した。",
        "Trial", {"o1": "agent"}, None, "2025-03-29",
    ),
    (
        "a clause that the parser hung too far",
        "昨年7月に加入した<p1 青木恵>選手に続く大型補強となった。",
        "PersonnelChange", {"p1": "agent"}, None, "2024-07",
    ),
    (
        "a place that a storm reached",
        "台風5号は16日午後、<l1 釧路市>に上陸した。",
        "Disaster", {}, "l1", "2025-06-16",
    ),
    (
        "the share of a firm, through a chain of の",
        "<o1 海鳴重工>は17日、<o2 東雲機械>の株式の一部を売った。",
        "BusinessDeal", {"o1": "agent", "o2": "patient"}, None, "2025-06-17",
    ),
    (
        "a firm named in the word for its shares",
        "<o1 海鳴重工>は4月ごろをめどに、<o2 東雲機械>株式に対する公開買付けを始める。",
        "BusinessDeal", {"o1": "agent", "o2": "patient"}, None, "2025-04",
    ),
    (
        "the title of an exhibition comes after the word for it",
        "17日に開幕した特別展「未来へ」には、<p1 青木恵>さん、<p2 林健>さんが出品した。",
        "CulturalEvent", {"p1": "performer", "p2": "performer"}, None, "2025-06-17",
    ),
    (
        "a ceremony and those whose works won there",
        "授賞式が11日、<l1 釧路市>で行われ、<p1 青木恵>監督の「夕空」が作品賞に選ばれた。",
        "Award", {"p1": "agent"}, "l1", "2025-06-11",
    ),
    (
        "a suit's object is whom the ruling is about",
        "<o1 憲法裁判所>は17日、<p1 青木恵>大統領を罷免する決定を言い渡した。",
        "Trial", {"o1": "agent", "p1": "patient"}, None, "2025-06-17",
    ),
    (
        "a party that won the polls spoken of",
        "<o1 自由党>が勝った2009年8月の下院選から15年たつ。",
        "Election", {"o1": "participant"}, None, "2009-08",
    ),
    (
        "the post that somebody holds as well",
        "<p1 青木恵>副会長が4月から<o1 東雲機械>の会長を兼ねる。",
        "PersonnelChange", {"p1": "agent", "o1": "participant"}, None, "2025-04",
    ),
    (
        "two leaders, one of them with a country",
        "<p1 青木恵>大統領と<c1 カナダ>の<p2 ロペス>書記長は12日、<l1 釧路市>で会談に臨んだ。",
        "Meeting", {"p1": "attendee", "p2": "attendee"}, "l1", "2025-06-12",
    ),
    (
        "with whom, set off by a comma before a relative clause",
        "<p1 青木恵>外相は17日、<p2 ロペス>外相との間で、第2回となる外務・防衛閣僚会合を行った。",
        "Meeting", {"p1": "attendee", "p2": "attendee"}, None, "2025-06-17",
    ),
    (
        "who came to sign, as a topic",
        "17日の署名式には<p1 青木恵>外相、<p2 ロペス>外相も臨み、それぞれ名を連ねた。",
        "Agreement", {"p1": "agent", "p2": "agent"}, None, "2025-06-17",
    ),
    (
        "a relation that was declared broken off",
        "<c1 カナダ>は17日夜、<c2 ペルー>との断交を宣言した。",
        "PolicyDecision", {"c1": "agent", "c2": "patient"}, None, "2025-06-17",
    ),
    (
        "somebody put under sanctions",
        "<c1 カナダ>は16日、実業家の<p1 ロペス>氏を制裁の対象に加えた。",
        "PolicyDecision", {"c1": "agent", "p1": "patient"}, None, "2025-06-16",
    ),
    (
        "together with another",
        "<p1 青木恵>さんは1993年、<p2 ロペス>大統領とともに内海賞を受賞した。",
        "Award", {"p1": "agent", "p2": "agent"}, None, "1993",
    ),
    (
        "dead, of a country",
        "今月5日に亡くなった<c1 カナダ>の<p1 ロペス>元大統領をしのんだ。",
        "Death", {"p1": "agent"}, None, "2025-06-05",
    ),
    (
        "the day of a place",
        "17日の<l1 釧路市>では、政策に反対する群衆が旗を手に行進した。",
        "Protest", {}, "l1", "2025-06-17",
    ),
    (
        "who spoke on a visit is whom the clause names last",
        "<p1 青木恵>氏は談話を出し、<p2 林健>外相は訪問先の<l1 オタワ>で16日、解放を求めた。",
        "Visit", {"p2": "attendee"}, "l1", None,
    ),
    (
        "who hosted what was told of",
        "<l1 釧路市>で16日、大規模なデモがあった。主催した団体「<o1 漁民連合>」は成功だとしている。",
        "Protest", {"o1": "agent"}, "l1", "2025-06-16",
    ),
    (
        "the nearer of two days is that of what was decided",
        "2024年12月8日、2025年3月末に<p1 青木恵>監督が退任することが決定。",
        "PersonnelChange", {"p1": "agent"}, None, "2025-03",
    ),
    (
        "the day of a later contract is not that of leaving",
        "<p1 青木恵>選手は契約切れで退団し、1月30日に別の球団と契約を結んだ。",
        "PersonnelChange", {"p1": "agent"}, None, None,
    ),
    (
        "a year, and then the day in it",
        "1940年、6月9日、<p1 青木恵>さんが釧路の知人宅で体調を崩し、急死。",
        "Death", {"p1": "agent"}, None, "1940-06-09",
    ),
    (
        "by whom a thing was put on sale",
        "2005年には<o1 東雲ソフト>から新作が発売された。",
        "ProductLaunch", {"o1": "agent"}, None, "2005",
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


def test_the_day_of_an_intention_is_that_of_telling(events_in: Any) -> None:
    events = events_in("<p1 青木恵>首相は10日、官邸で記者団に答え、近く<c1 カナダ>を訪問する意向を示した。")
    assert [e.time for e in events] == [None] * len(events)


def test_a_firm_meets_a_firm_though_its_chief_was_the_topic(events_in: Any) -> None:
    roles = {"p1": ("社長", "o1")}
    text = (
        "<o1 東雲機械>の<p1 青木恵>社長は再建を急ぐ。"
        "<o2 海鳴重工>と昨年12月に始めた協議も、先月打ち切りが決まった。"
    )
    (event,) = events_in(text, roles=roles)
    assert {p.entity for p in event.participants} == {"o1", "o2"}


def test_the_headline_is_told_again_with_its_day(events_in: Any) -> None:
    text = "同日夜には式典があり、連立内閣が発足した。"
    events = events_in("16日に組閣を終えた。" + text, headline="<o1 自由党>と<o2 公民党>の連立内閣発足")
    assert sum("発足" in name for e in events for name in e.names[:1]) == 1


def test_the_best_player_is_chosen_on_the_day_of_the_game(events_in: Any) -> None:
    text = "決勝が15日に行われ、<o1 釧路クラブ>が優勝した。<p1 青木恵>が最優秀選手に選ばれた。"
    award = next(e for e in events_in(text, headline="<o1 釧路クラブ>が優勝") if e.kind == "Award")
    assert award.time is not None
    assert award.time.start_value == "2025-06-15"


def test_two_sales_of_one_firm_are_two(events_in: Any) -> None:
    text = "<o1 海鳴重工>は昨年6月、<o2 東雲機械>の株式を売り、<o3 釧路電子>を売却した。"
    assert [e.kind.value for e in events_in(text)] == ["BusinessDeal", "BusinessDeal"]


def test_a_game_is_named_by_the_opponent(events_in: Any) -> None:
    text = "<p1 青木恵>選手は2002年10月の<o1 釧路クラブ>戦で勝利に貢献し、決勝にも勝った。"
    game = events_in(text)[0]
    assert (game.names[0], game.time and game.time.start_value) == ("釧路クラブ戦", "2002-10")


def test_the_last_event_of_its_kind_is_one_of_its_own(events_in: Any) -> None:
    text = "<p1 青木恵>首相と<p2 ロペス>大統領は16日、会談した。両者の会談は昨年11月の<l1 オタワ>以来。"
    last = events_in(text)[1]
    assert (last.kind.value, last.time and last.time.start_value) == ("Meeting", "2024-11")
    assert last.place is not None and last.place.entity == "l1"


def test_those_just_told_of_agree(events_in: Any) -> None:
    text = (
        "<p1 青木恵>外相、<p2 林健>外相と<p3 森真>国防相、<p4 ロペス>国防相は17日、会合を開いた。"
        "四大臣は、海洋での協力を強めることで一致した。"
    )
    met, agreed = events_in(text, headline="外務・防衛閣僚会合")
    assert (met.kind.value, agreed.kind.value, agreed.super_event) == ("Meeting", "Agreement", met.id)
    assert {p.entity for p in agreed.participants} == {p.entity for p in met.participants}


def test_readiness_to_come_is_no_visit(events_in: Any) -> None:
    assert events_in("<p1 青木恵>氏は、<l1 オタワ>を訪れて話し合う用意があると述べた。") == ()


def test_the_aim_of_a_visit_is_that_of_a_real_one(events_in: Any) -> None:
    (visit,) = events_in("<p1 青木恵>外相の訪<c1=米国 米>の目的は協力の確認だと同省はみる。")
    assert {p.entity for p in visit.participants} == {"p1"}


def test_no_word_is_found_inside_a_foreign_name(events_in: Any) -> None:
    assert events_in("<p1 青木恵>外相は<l1 ブカレスト>で開かれる音楽の催しを楽しみにしている。") == ()


def test_an_attribute_does_not_take_the_topic(events_in: Any) -> None:
    text = "<p1 青木恵>さんは釧路の生まれだ。専門は国際法。77年に外務次官に就いた。"
    (event,) = events_in(text)
    assert {p.entity for p in event.participants} == {"p1"}


def test_a_headline_begins_with_who_does_it(events_in: Any) -> None:
    (deal,) = events_in("買収額は約340億円。", headline="<o1 海鳴重工>、<o2 東雲機械>を買収")
    assert {p.entity: p.role.value for p in deal.participants} == {"o1": "agent", "o2": "patient"}


def test_brackets_are_an_aside_at_either_width(events_in: Any) -> None:
    text = "<o1 海鳴重工>（<l1 横浜市>）は14日、<o2 東雲機械>（<l2 長岡市>）を買収すると発表した。"
    (deal,) = events_in(text)
    assert {p.entity: p.role.value for p in deal.participants} == {"o1": "agent", "o2": "patient"}


def test_a_foreign_name_may_stand_before_the_word_for_the_event(events_in: Any) -> None:
    games, _ = events_in("<p1 青木恵>選手は<l1 ローマ>オリンピックで優勝した。")
    assert (games.names[0], games.place and games.place.entity) == ("ローマオリンピック", "l1")


def test_a_player_s_contract_is_no_deal(events_in: Any) -> None:
    assert events_in("<p1 青木恵>選手は1月30日に別の球団と契約を結んだ。") == ()


def test_who_joins_something_after_an_event_was_not_at_it(events_in: Any) -> None:
    events = events_in("第二次世界大戦後、<o1 釧路労組>は<o2 全国連合>に参加、新党に協力した。")
    assert [p for e in events if e.kind == "Attack" for p in e.participants] == []


def test_what_is_not_finished_is_no_opening(events_in: Any) -> None:
    assert events_in("<o1 釧路電力>の発電所は2019年には未完成であった。") == ()


def test_what_somebody_began_to_weigh_has_not_happened(events_in: Any) -> None:
    assert events_in("<o1 釧路市役所>は2019年9月、競技場の廃止を検討し始めた。") == ()


def test_a_ranking_is_no_election(events_in: Any) -> None:
    assert events_in("<o1 釧路新報>は名選手の一覧を選出した。") == ()


def test_the_fall_of_a_government_is_no_accident(events_in: Any) -> None:
    events = events_in("2003年4月に<p1 ロペス>政権が崩壊した。")
    assert all(e.kind != "Accident" for e in events)


def test_what_came_of_it_later_has_another_day(events_in: Any) -> None:
    text = "1920年に<l1 釧路市>の公園に図書館が開館したが、空襲で焼失した。"
    times = {e.kind.value: e.time.start_value for e in events_in(text) if e.time}
    assert times == {"ProductLaunch": "1920"}


def test_an_agreement_gives_way_to_the_deal_agreed_on(events_in: Any) -> None:
    text = "<o1 海鳴重工>は18日、<o2 東雲機械>を買収することで同社の親会社と合意したと発表した。"
    events = events_in(text, headline="<o1 海鳴重工>、<o2 東雲機械>の買収で合意")
    assert {e.kind.value for e in events} == {"BusinessDeal"}
