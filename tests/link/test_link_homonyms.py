"""Names that several things bear: the right one is linked, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from kgpub.link.index import Index
from kgpub.link.linker import link
from kgpub.model import Article, Block, BlockKind, Entity, EntityType, Linked, Mention, Role, Span

PER, ORG, LOC, TERM = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.TERM


@pytest.fixture(scope="module")
def index() -> Iterator[Index]:
    with Index.open() as opened:
        yield opened


class Story:
    """An article with its entities, made from sentences of the test's own."""

    def __init__(self, text: str, language: str = "ja") -> None:
        self.article = Article(
            "test", text, (Block(BlockKind.HEADLINE, 0, len(text)),), language, dt.date(2025, 7, 15)
        )
        self.entities: list[Entity] = []

    def has(
        self,
        id_: str,
        type_: EntityType,
        *names: str,
        kind: str | None = None,
        title: str = "",
        of: str | None = None,
    ) -> Story:
        mentions, text = [], self.article.text
        for name in names:
            at = text.find(name)
            while at >= 0:
                mentions.append(Mention(at, at + len(name), name, type_, name, kind))
                at = text.find(name, at + 1)
        roles = (Role(title, of, Span(0, 0)),) if title else ()
        self.entities.append(Entity(id_, type_, names[0], names[1:], tuple(mentions), kind, roles))
        return self

    def links(self, index: Index) -> dict[str, str | None]:
        return {
            e.id: e.link.candidate.id if isinstance(e.link, Linked) else None
            for e in link(self.entities, self.article, index)
        }


def test_washington_the_city_the_state_and_the_man(index: Index) -> None:
    city = Story("両首脳は米国の首都ワシントンで会った。").has("c1", LOC, "米国", kind="Country")
    assert city.has("l1", LOC, "ワシントン", kind="City").links(index)["l1"] == "wd:Q61"
    state = Story("米ワシントン州で山火事が広がった。").has(
        "a1", LOC, "ワシントン州", kind="AdministrativeArea"
    )
    assert state.links(index)["a1"] == "wd:Q1223"
    man = Story("俳優のワシントンさんが来日した。").has(
        "p1", PER, "ワシントン", "ワシントンさん", title="俳優"
    )
    assert man.links(index)["p1"] is None


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("福島県", "AdministrativeArea", "wd:Q71707"),
        ("福島市", "City", "wd:Q161176"),
        ("松本市", "City", "wd:Q213324"),
        ("ジョージア", "Country", "wd:Q230"),
        ("グルジア", "Country", "wd:Q230"),
        ("ジョージア州", "AdministrativeArea", "wd:Q1428"),
        ("台湾", "Country", "wd:Q865"),
        ("中国", "Country", "wd:Q148"),
        ("アマゾン川", "Place", "wd:Q3783"),
        ("ジュネーヴ", "City", "wd:Q71"),
    ],
)
def test_a_stated_kind_decides(index: Index, name: str, kind: str, expected: str) -> None:
    assert Story(f"{name}で会合が開かれた。").has("l1", LOC, name, kind=kind).links(index)["l1"] == expected


@pytest.mark.parametrize("name", ["福島", "松本"])
def test_a_surname_is_not_the_place(index: Index, name: str) -> None:
    story = Story(f"{name}社長は新工場の計画を発表した。").has("p1", PER, name, f"{name}社長", title="社長")
    assert story.links(index)["p1"] is None


def test_fukushima_without_a_suffix_is_a_japanese_place(index: Index) -> None:
    assert Story("福島で地震があった。").has("l1", LOC, "福島").links(index)["l1"] in {
        "wd:Q71707",
        "wd:Q161176",
        None,
    }


def test_korea_is_neither_of_the_two_states(index: Index) -> None:
    got = Story("朝鮮の陶磁器を集めた展示。").has("l1", LOC, "朝鮮").links(index)["l1"]
    assert got not in {"wd:Q423", "wd:Q884"}


def test_korea_as_a_country_today_is_no_historical_place(index: Index) -> None:
    got = Story("朝鮮で会議が開かれた。").has("c1", LOC, "朝鮮", kind="City").links(index)["c1"]
    assert got is None


def test_komei_is_the_party_only_as_an_organization(index: Index) -> None:
    party = Story("自民、公明の両党が協議した。").has("o1", ORG, "公明")
    assert party.links(index)["o1"] == "wd:Q1061354"
    man = Story("公明さんが優勝した。").has("p1", PER, "公明", "公明さん")
    assert man.links(index)["p1"] is None


def test_sakura_is_nobody_in_particular(index: Index) -> None:
    for type_ in (PER, ORG, LOC, TERM):
        assert Story("さくらが会見した。").has("x1", type_, "さくら").links(index)["x1"] is None


def test_mitsubishi_alone_could_be_any_of_the_group(index: Index) -> None:
    assert Story("三菱が新型機を発表した。").has("o1", ORG, "三菱").links(index)["o1"] is None
    assert Story("三菱電機が発表した。").has("o1", ORG, "三菱電機").links(index)["o1"] == "wd:Q53257"


def test_amazon_the_company_and_the_river(index: Index) -> None:
    firm = Story("Amazonは新しい倉庫を建てる。").has("o1", ORG, "Amazon")
    assert firm.links(index)["o1"] == "wd:Q3884"
    river = Story("The Amazon flooded its banks.", "en").has("l1", LOC, "Amazon", kind="Place")
    assert river.links(index)["l1"] == "wd:Q3783"
    kana = Story("アマゾンは新しい倉庫を建てる。").has("o1", ORG, "アマゾン", kind="Corporation")
    assert kana.links(index)["o1"] == "wd:Q3884"


# --- countries of bodies ---------------------------------------------------------


def test_a_ministry_goes_with_the_stated_country(index: Index) -> None:
    story = Story("ウクライナの外務省が声明を出した。").has("c1", LOC, "ウクライナ", kind="Country")
    assert story.has("o1", ORG, "外務省").links(index)["o1"] == "wd:Q4294403"
    glued = Story("チリ外務省が声明を出した。").has("o1", ORG, "チリ外務省")
    assert glued.links(index)["o1"] == "wd:Q4294926"


def test_a_ministry_without_a_country_is_japans_only_at_home(index: Index) -> None:
    home = Story("外務省は渡航情報を改めた。").has("o1", ORG, "外務省")
    assert home.links(index)["o1"] == "wd:Q222241"
    abroad = Story("フランスで政変が起き、外務省が対応した。").has("c1", LOC, "フランス", kind="Country")
    assert abroad.has("o1", ORG, "外務省").links(index)["o1"] is None


def test_japan_beside_another_country_is_not_abroad(index: Index) -> None:
    story = Story("日仏協議、外務省が概要を公表した。")
    for id_, char, name in (("c1", "日", "日本"), ("c2", "仏", "フランス")):
        at = story.article.text.index(char)
        mention = Mention(at, at + 1, char, LOC, name, "Country")
        story.entities.append(Entity(id_, LOC, name, (), (mention,), "Country"))
    assert story.has("o1", ORG, "外務省").links(index)["o1"] == "wd:Q222241"


@pytest.mark.parametrize("name", ["国会", "共産党", "元老院", "国民議会", "サミット", "最高裁判所"])
def test_generic_names_of_bodies_stay_unlinked(index: Index, name: str) -> None:
    assert Story(f"{name}が方針を決めた。").has("o1", ORG, name).links(index)["o1"] is None


# --- people -----------------------------------------------------------------------


def president(country: str, name: str, title: str = "大統領") -> Story:
    story = Story(f"{country}の{name}{title}が演説した。").has("c1", LOC, country, kind="Country")
    return story.has("p1", PER, name, f"{name}{title}", title=title, of="c1")


def test_a_last_name_links_with_its_office_and_country(index: Index) -> None:
    assert president("ロシア", "プーチン").links(index)["p1"] == "wd:Q7747"
    assert president("フランス", "マクロン").links(index)["p1"] == "wd:Q3052772"
    # No Japanese label in the gazetteer: the sound of the name, with office and country.
    assert president("ウクライナ", "ゼレンスキー").links(index)["p1"] == "wd:Q3874799"


@pytest.mark.parametrize(
    ("country", "name"), [("フランス", "プーチン"), ("ドイツ", "ゼレンスキー"), ("インド", "トランプ")]
)
def test_a_last_name_never_links_across_countries(index: Index, country: str, name: str) -> None:
    assert president(country, name).links(index)["p1"] is None


def test_a_full_name_never_links_to_someone_of_another_country(index: Index) -> None:
    story = Story("ブラジルのウラジーミル・プーチン大統領").has("c1", LOC, "ブラジル", kind="Country")
    story.has("p1", PER, "ウラジーミル・プーチン", title="大統領", of="c1")
    assert story.links(index)["p1"] is None


def test_a_last_name_without_an_office_stays_unlinked(index: Index) -> None:
    assert (
        Story("プーチンさんは花を買った。").has("p1", PER, "プーチン", "プーチンさん").links(index)["p1"]
        is None
    )
    story = Story("ロシアのプーチン投手が完封した。").has("c1", LOC, "ロシア", kind="Country")
    assert story.has("p1", PER, "プーチン", title="投手", of="c1").links(index)["p1"] is None


@pytest.mark.parametrize(
    ("country", "name", "title"),
    [
        ("日本", "小泉", "元首相"),  # a minister of that name held no such office
        ("日本", "鈴木", "農相"),  # too common a name
        ("日本", "鈴木", "首相"),  # for a head of government as well
        ("米国", "ヘグセス", "国防長官"),  # a deputy's name is somewhat alike
        ("英国", "スターマー", "首相"),  # so is an ambassador's
    ],
)
def test_another_politician_is_no_stand_in(index: Index, country: str, name: str, title: str) -> None:
    assert president(country, name, title).links(index)["p1"] is None


def test_someone_who_left_office_is_not_its_holder(index: Index) -> None:
    assert president("米国", "オバマ").links(index)["p1"] is None
    assert president("米国", "オバマ", "元大統領").links(index)["p1"] == "wd:Q76"


def test_a_president_today_is_not_the_father_of_that_name(index: Index) -> None:
    assert president("フィリピン", "フェルディナンド・マルコス").links(index)["p1"] == "wd:Q983324"
    story = president("フィリピン", "フェルディナンド・マルコス", "元大統領")
    assert story.links(index)["p1"] != "wd:Q983324"


def test_a_player_with_a_politicians_name_is_not_the_politician(index: Index) -> None:
    politician = Story("石破茂首相が会見した。").has("p1", PER, "石破茂", "石破茂首相", title="首相")
    assert politician.links(index)["p1"] == "wd:Q1335527"
    player = Story("石破茂投手が先発する。").has("p1", PER, "石破茂", "石破茂投手", title="投手")
    assert player.links(index)["p1"] is None


def test_a_type_is_never_crossed(index: Index) -> None:
    for name in ("石破茂", "東京都", "北大西洋条約機構"):
        for type_ in (PER, ORG, LOC, TERM):
            for entity in link(
                Story(f"{name}の話。").has("x1", type_, name).entities, Story(name).article, index
            ):
                assert not isinstance(entity.link, Linked) or entity.link.candidate.type is type_


def test_the_rejected_are_kept_with_scores_and_reason(index: Index) -> None:
    story = Story("国会が開会した。").has("o1", ORG, "国会")
    (entity,) = link(story.entities, story.article, index)
    assert not isinstance(entity.link, Linked)
    assert entity.link.reason
    assert entity.link.rejected
    assert all(0 <= c.score < 0.65 for c in entity.link.rejected)


def test_old_forms_and_spellings_find_the_same(index: Index) -> None:
    for name in ("ジュネーブ", "ジュネーヴ"):
        assert Story(f"{name}で協議。").has("l1", LOC, name, kind="City").links(index)["l1"] == "wd:Q71"


def test_linked_nodes_bring_their_labels_and_others_get_none_invented(index: Index) -> None:
    story = (
        Story("北京で開かれた。山田花子さんが参加。")
        .has("l1", LOC, "北京", kind="City")
        .has("p1", PER, "山田花子")
    )
    beijing, someone = link(story.entities, story.article, index)
    assert isinstance(beijing.link, Linked)
    assert dict(beijing.link.candidate.labels)["en"] == "Beijing"
    assert not isinstance(someone.link, Linked)


def test_a_club_is_not_the_company_that_it_is_called_after(index: Index) -> None:
    company = Story("ヤクルトは増産する。").has("o1", ORG, "ヤクルト", kind="Corporation").links(index)
    club = Story("ヤクルトの打線がつながった。").has("o1", ORG, "ヤクルト", kind="SportsTeam").links(index)
    assert company["o1"] is not None
    assert club["o1"] != company["o1"]
