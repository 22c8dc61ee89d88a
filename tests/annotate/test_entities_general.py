"""General rules for names and posts, one sentence each."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from helpers_articles import plain_article
from kgpub.model import Entity, MentionForm

pytestmark = pytest.mark.analyser


@cache
def index() -> Any:
    from kgpub.link.index import Index

    return Index.open()


def entities(text: str) -> tuple[Entity, ...]:
    from kgpub.annotate.analyser import analyse
    from kgpub.annotate.entities import find_entities

    article = plain_article("見出し\n" + text)
    return find_entities(article, analyse(article), (), index())[0]


def names(text: str) -> set[tuple[str, str]]:
    return {(e.type.value, e.name) for e in entities(text)}


def posts(text: str) -> set[tuple[str, str, str | None]]:
    found = entities(text)
    by_id = {e.id: e.name for e in found}
    return {(e.name, r.title, by_id[r.of] if r.of else None) for e in found for r in e.roles}


def referents(text: str, word: str) -> set[str]:
    return {
        e.name
        for e in entities(text)
        for m in e.mentions
        if m.surface == word and m.form is not MentionForm.NAME
    }


@pytest.mark.parametrize(
    ("text", "name", "alias"),
    [
        ("株式会社浜風製作所は増産する。", "浜風製作所", "株式会社浜風製作所"),
        ("浜風製作所株式会社は増産する。", "浜風製作所", "浜風製作所株式会社"),
        ("キタミドリ製作所は値上げする。キタミドリの株価は上がった。", "キタミドリ製作所", "キタミドリ"),
        (
            "ミナトホールディングス(HD)は値上げする。ミナトHDの株価は上がった。",
            "ミナトホールディングス",
            "ミナトHD",
        ),
        ("武装勢力「東部防衛戦線(EDF)」が攻撃した。EDFは声明を出した。", "東部防衛戦線", "EDF"),
        ("北欧推理作家協会(NMA)が選んだ。", "北欧推理作家協会", "NMA"),
    ],
)
def test_names_of_bodies(text: str, name: str, alias: str) -> None:
    body = next(e for e in entities(text) if e.name == name)
    assert body.type.value == "Organization"
    assert alias in body.aliases


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("試合は大阪・ヤマネコスタジアムで行われた。", {("Place", "大阪"), ("Place", "ヤマネコスタジアム")}),
        ("試合はヤマネコスタジアム吹田で行われた。", {("Place", "ヤマネコスタジアム吹田")}),
        ("展示は松江市美術館で始まった。", {("Place", "松江市美術館")}),
        ("ベトナムのクアンビン省で橋が落ちた。", {("Place", "ベトナム"), ("Place", "クアンビン省")}),
        ("フィリピン中部を台風が通った。", {("Place", "フィリピン")}),
        ("【くわしく】対策が始まった。", set()),
        ("瀬戸内の島々を巡る。", {("Place", "瀬戸内")}),
    ],
)
def test_places(text: str, expected: set[tuple[str, str]]) -> None:
    assert names(text) == expected


def test_a_dateline_without_reporter_is_a_place() -> None:
    assert ("Place", "ソウル") in names("【ソウル】雪が降った。")


def test_national_sides_are_bodies_only_in_sport() -> None:
    sport = "サッカーの試合で日本代表が勝った。日本代表は次の試合に進む。"
    assert ("Organization", "日本代表") in names(sport)
    assert ("Organization", "日本代表") not in names("国連の会議で日本代表が演説した。")


def test_the_bracket_after_a_player_is_his_club() -> None:
    text = "後半にMF中野拓実(パルマ)が決め、FW上田新(スタッド・ベルン)も続いた。"
    assert posts(text) == {("中野拓実", "MF", "パルマ"), ("上田新", "FW", "スタッド・ベルン")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "株式会社浜風製作所(本社:横浜市、代表取締役社長CEO:大西俊輔)は増産する。",
            {("大西俊輔", "代表取締役社長CEO", "浜風製作所")},
        ),
        (
            "投資会社「浜風ファンド」の社長、森下拓哉容疑者が逮捕された。",
            {("森下拓哉", "社長", "浜風ファンド")},
        ),
        (
            "逮捕されたのは、いずれも漁師の長谷部亮容疑者と林真帆容疑者です。",
            {("長谷部亮", "漁師", None), ("林真帆", "漁師", None)},
        ),
        (
            "弁護団の団長を務める古賀由紀子弁護士が話した。",
            {("古賀由紀子", "団長", None), ("古賀由紀子", "弁護士", None)},
        ),
        ("ロシアのイワノフ国連次席大使が批判した。", {("イワノフ", "国連次席大使", "ロシア")}),
        ("首相はカタールを訪れた。同国のムハンマド外相と会う。", {("ムハンマド", "外相", "カタール")}),
        ("エッセイストの中野拓実さんが語った。", {("中野拓実", "エッセイスト", None)}),
        ("松江市長選が告示され、現職の中野拓実氏が届け出た。", {("中野拓実", "市長", "松江市")}),
        ("浜風製作所(横浜市)の大西俊輔社長が会見した。", {("大西俊輔", "社長", "浜風製作所")}),
    ],
)
def test_posts(text: str, expected: set[tuple[str, str, str | None]]) -> None:
    assert posts(text) == expected


def test_a_leader_without_country_gets_none_where_two_are_possible() -> None:
    text = "ガーナとトーゴの代表団が到着した。アジャイ大統領も出席した。"
    assert ("アジャイ", "大統領", None) in posts(text)


def test_a_second_president_is_not_of_the_first_ones_country() -> None:
    text = "ガーナのメンサ大統領がトーゴを訪れ、アジャイ大統領と会談した。"
    assert posts(text) == {("メンサ", "大統領", "ガーナ"), ("アジャイ", "大統領", "トーゴ")}


def test_own_body_of_a_release() -> None:
    text = "株式会社浜風製作所(本社:横浜市)は、新工場を建てます。北星銀行が融資します。当社は増産します。"
    assert referents(text, "当社") == {"浜風製作所"}


def test_both_sides_are_countries_rather_than_people() -> None:
    text = "ガーナとトーゴは協議を続けた。メンサ氏も加わった。双方は停戦を守るとした。"
    assert referents(text, "双方") <= {"ガーナ", "トーゴ"}
    assert referents("ガーナとトーゴは協議し、双方は停戦を守るとした。", "双方") == {"ガーナ", "トーゴ"}


def test_the_captain_is_not_his_deputy() -> None:
    text = "日本航空の副機長の中野拓実さんが負傷した。機長は無事だった。"
    assert referents(text, "機長") == set()


def test_the_bare_court_is_the_one_before() -> None:
    text = "松江地方裁判所で判決があった。地裁は請求を退けた。"
    assert referents(text, "地裁") == {"松江地方裁判所"}


def test_a_common_katakana_word_is_no_person() -> None:
    people = {n for t, n in names("中野氏は今もグローバルグループ代表を務める。") if t == "Person"}
    assert people == {"中野"}


def test_short_names_of_teams_need_sport() -> None:
    game = "プロ野球の試合で広島は中日に3-2で勝った。広島の北山薫監督は喜んだ。"
    assert {("Organization", "広島"), ("Organization", "中日")} <= names(game)
    assert ("北山薫", "監督", "広島") in posts(game)
    assert ("Organization", "広島") not in names("プロ野球の選手が広島を訪れ、広島は雨だった。")


def test_a_coach_without_team_gets_the_one_that_the_paragraph_is_about() -> None:
    text = "プロ野球の試合で阪神は中日に勝った。北山薫監督は選手をたたえた。"
    assert ("北山薫", "監督", "阪神") in posts(text)


def test_a_university_by_its_short_name_before_a_post() -> None:
    text = "日本教育学会会長の木村涼子・大阪大教授が話した。"
    assert posts(text) == {("木村涼子", "会長", "日本教育学会"), ("木村涼子", "教授", "大阪大")}


def test_two_posts_of_one_holder() -> None:
    text = "カタールのムハンマド首相兼外相とも会う。"
    assert posts(text) == {("ムハンマド", "首相", "カタール"), ("ムハンマド", "外相", "カタール")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("豪雨で北見市栄町の住宅が浸水した。", {("Place", "北見市"), ("Place", "栄町")}),
        ("種子島宇宙センター(鹿児島県南種子町)で公開する。", {("Place", "鹿児島県"), ("Place", "南種子町")}),
        ("式典は仏北西部のリールで開かれた。", {("Place", "フランス")}),
        ("与党保守党は敗れた。", {("Organization", "保守党")}),
        ("英下院が法案を可決した。", {("Organization", "英下院")}),
        ("浜岡第2原発の運転を止めた。", {("Place", "浜岡第2原発")}),
        ("英総選挙は4日に投票された。", {("Place", "英国")}),
        ("臨時国会は1日に召集された。", {("Organization", "国会")}),
        ("式典は国連本部で開かれた。", {("Place", "国連本部")}),
    ],
)
def test_what_is_cut_off_a_name_and_what_is_not(text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= names(text) | {("Place", a) for e in entities(text) for a in e.aliases}


def test_brackets_after_a_facility_hold_its_address() -> None:
    found = {e.name: e.aliases for e in entities("種子島宇宙センター(鹿児島県南種子町)で公開する。")}
    assert "鹿児島県" not in found["種子島宇宙センター"]


def test_a_period_is_no_place() -> None:
    assert not names("町は江戸時代に栄えた。")


def test_a_foreign_athlete_before_a_country() -> None:
    text = "五輪の決勝で、2位はジョアネ・ファンダイム(南アフリカ)だった。選手は握手した。"
    assert ("Person", "ジョアネ・ファンダイム") in names(text)


def test_a_university_before_a_post_is_nobody() -> None:
    assert not {n for t, n in names("委員会の座長は東大名誉教授が務める。") if t == "Person"}


def test_club_in_brackets_after_a_player() -> None:
    text = "野球の試合で先発した中村健太投手(ミナトーズ)が勝利した。打線は決勝点を挙げた。"
    assert ("Organization", "ミナトーズ") in names(text)
    assert ("Organization", "ミナトーズ") not in names("中村健太弁護士(ミナトーズ)が語った。")


def test_reading_of_a_policy_makes_no_person() -> None:
    text = "長短金利操作(イールドカーブ・コントロール、YCC)を続ける。"
    assert not {n for t, n in names(text) if t == "Person"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("義兄は映画監督の故中村健太さんだ。", ("中村健太", "映画監督", None)),
        (
            "日銀の新体制が決まった。副総裁には4月1日、生え抜きの中村健太氏と坂本明氏が就任する。",
            ("中村健太", "副総裁", "日銀"),
        ),
        (
            "ロシアのペトロフ外相は反発した。イワノフ国防相はベラルーシへの配備を認めた。",
            ("イワノフ", "国防相", "ロシア"),
        ),
        ("青葉銀行(AB)は理事会を開き、中村健太頭取の下で決めた。", ("中村健太", "頭取", "青葉銀行")),
        (
            "【ロンドン=特派員】コリンズ首相は退いた。英政府と仏政府は声明を出した。",
            ("コリンズ", "首相", "英国"),
        ),
    ],
)
def test_posts_of_the_dead_the_appointed_and_those_far_away(
    text: str, expected: tuple[str, str, str | None]
) -> None:
    assert expected in posts(text)


def test_a_prefectures_police_by_its_short_form() -> None:
    assert referents("青森県警は男を逮捕した。県警によると、男は容疑を認めている。", "県警") == {"青森県警"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("薄川沿いの道を整備した。", ("Place", "薄川")),
        ("大雨で塚田川があふれた。", ("Place", "塚田川")),
        ("国道249号中屋トンネル付近で土砂が崩れた。", ("Place", "国道249号")),
        ("国道249号中屋トンネル付近で土砂が崩れた。", ("Place", "中屋トンネル")),
        ("旭川東高で競技を始めた。", ("Organization", "旭川東高")),
        ("早稲田大理工学部を卒業した。", ("Organization", "早稲田大")),
        ("護憲を訴える「九条の会」を結成した。", ("Organization", "九条の会")),
        ("愛媛県大瀬村に生まれた。", ("Place", "大瀬村")),
    ],
)
def test_names_that_what_stands_around_them_settles(text: str, expected: tuple[str, str]) -> None:
    assert expected in names(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("薄川沿いの道を整備した。", ("Person", "薄川")),
        ("食品ロスの削減を進める。", ("Place", "ロサンゼルス")),
        ("大学でフランス文学を学んだ。", ("Place", "フランス")),
        ("円高で利益が減った。", ("Organization", "円高")),
        ("大川が会見した。", ("Place", "大川")),
    ],
)
def test_names_that_are_none(text: str, name: tuple[str, str]) -> None:
    assert name not in names(text)


def test_a_suburb_in_a_dateline_is_its_city() -> None:
    found = names("【ルブルジェ(パリ郊外)=共同】国連の会議は閉幕した。")
    assert ("Place", "パリ") in found and not any("リ郊外" in name for _, name in found)


def test_a_university_before_its_professor_by_name() -> None:
    found = posts("北都大の中村健太特任教授は6日、会見した。")
    assert ("中村健太", "特任教授", "北都大") in found


def test_a_post_in_a_list_after_a_space() -> None:
    found = posts("株式会社アオバネットは発表した。アオバネット 社長 中村健太:「歓迎します」")
    assert ("中村健太", "社長", "アオバネット") in found


@pytest.mark.parametrize(
    ("text", "holder", "title", "owner"),
    [
        ("釧路市長の山田花子氏は3日、会見した。", "山田花子", "市長", "釧路市"),
        ("前高松市長の山田花子氏は3日、会見した。", "山田花子", "前市長", "高松市"),
        ("元国連事務総長の山田花子氏は3日、会見した。", "山田花子", "元事務総長", "国連"),
        ("伊作家のマルコ・ビアンキ氏は3日、会見した。", "マルコ・ビアンキ", "作家", None),
        (
            "日本銀行のチーフマーケットエコノミスト、山田花子氏は3日、会見した。",
            "山田花子",
            "チーフマーケットエコノミスト",
            "日本銀行",
        ),
        ("釧路市の山田市長は3日、会見した。", "山田", "市長", "釧路市"),
    ],
)
def test_where_a_post_is_held_is_no_person(text: str, holder: str, title: str, owner: str | None) -> None:
    assert {p for p in posts(text) if p[1] == title} == {(holder, title, owner)}
    assert {name for kind, name in names(text) if kind == "Person"} == {holder}


def test_a_surname_before_a_post_may_be_a_place_as_well() -> None:
    text = "高松花子氏が当選した。高松市長は3日、釧路市役所で会見した。"
    assert {name for kind, name in names(text) if kind == "Person"} == {"高松花子"}


@pytest.mark.parametrize(
    ("text", "post"),
    [
        (
            "ミナト製作所は10日、来年度の計画を発表した。森田花子社長は「増産する」と述べた。",
            ("森田花子", "社長", "ミナト製作所"),
        ),
        (
            "記者団に、松本太郎・長崎市長は「残念だ」と述べた。",
            ("松本太郎", "市長", "長崎市"),
        ),
        (
            "会場で佐藤花子大阪市長があいさつした。",
            ("佐藤花子", "市長", "大阪市"),
        ),
        ("鈴木一郎社長(釧路町長)は陳謝した。", ("鈴木一郎", "町長", "釧路町")),
        ("会場で石川太郎・東京都知事があいさつした。", ("石川太郎", "知事", "東京都")),
        ("講演で佐藤一郎京都大学教授が語った。", ("佐藤一郎", "教授", "京都大学")),
        ("日本の佐藤一郎蔵相は辞任した。", ("佐藤一郎", "蔵相", "日本")),
        ("作家マリア・ロペスさんが語った。", ("マリア・ロペス", "作家", None)),
        ("作家で考古学者の佐藤花子さんが語った。", ("佐藤花子", "作家", None)),
        ("作家で考古学者の佐藤花子さんが語った。", ("佐藤花子", "考古学者", None)),
        (
            "北東大学の青葉火山観測所を率いる佐藤一郎所長は警戒を求めた。",
            ("佐藤一郎", "所長", "青葉火山観測所"),
        ),
        ("台湾と中国は対立する。周平首相が演説した。", ("周平", "首相", "中国")),
    ],
)
def test_posts_and_what_they_belong_to(text: str, post: tuple[str, str, str | None]) -> None:
    assert post in posts(text)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("登山家の妻マリアさんも亡くなった。", "Person", "マリア"),
        ("東京の青葉中央病院で亡くなった。", "Place", "青葉中央病院"),
        ("佐藤花子さんは長崎大で学び、会社をつくった。", "Organization", "長崎大"),
        ("探査機が木星に向かう。", "Place", "木星"),
        ("田中、周の両首相が会談した。", "Person", "周"),
    ],
)
def test_types_of_names(text: str, kind: str, name: str) -> None:
    assert (kind, name) in names(text)


@pytest.mark.parametrize("text", ["裁判で両被告は否認した。", "賞は三氏に贈られた。"])
def test_how_many_people_is_nobody(text: str) -> None:
    assert not {n for n in names(text) if n[0] == "Person"}


def test_a_surname_that_is_a_place_holds_the_post_elsewhere_in_full() -> None:
    found = names("京都市の高松花子市長は3日、会見した。高松市長は5日に退く。")
    assert {name for kind, name in found if kind == "Person"} == {"高松花子"}


@pytest.mark.parametrize(
    ("before", "name", "label"),
    [("ウクライナ南部", "オデーサ", "Place"), ("反政府武装組織", "ミナト派", "Organization")],
)
def test_what_describes_a_name_is_no_part_of_it(before: str, name: str, label: str) -> None:
    from kgpub.annotate.analyser import analyse
    from kgpub.annotate.entities import find_entities
    from kgpub.annotate.ner.spans import NamedSpan

    article = plain_article(f"見出し\n{before}{name}に近い場所で火災があった。")
    at = article.text.index(before)
    span = NamedSpan(at, at + len(before + name), label, 0.95)
    found = {e.name for e in find_entities(article, analyse(article), (span,), index())[0]}
    assert name in found and before + name not in found

    text = "ウクライナ南部オデーサ近くで火災があった。"
    article = plain_article("見出し\n" + text)
    at = article.text.index("ウクライナ")
    span = NamedSpan(at, at + len("ウクライナ南部オデーサ"), "Place", 0.95)
    found = find_entities(article, analyse(article), (span,), index())[0]
    assert {e.name for e in found} == {"ウクライナ", "オデーサ"}


def test_a_country_may_stand_between_a_name_and_its_post() -> None:
    text = "山田首相は3日、金大鉉・韓国大統領と会談した。アンナ・リンド・フィンランド外相も来日した。"
    assert {p for p in posts(text) if p[1] in ("大統領", "外相")} == {
        ("金大鉉", "大統領", "韓国"),
        ("アンナ・リンド", "外相", "フィンランド"),
    }
