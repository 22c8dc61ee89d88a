"""Whole short articles of many kinds: who, what and where they name, and who holds which post."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from helpers_articles import plain_article
from kgpub.model import Article, Entity, EntityType, Membership, MentionForm

DATA = Path(__file__).parent / "data" / "entities"
CASES = sorted(DATA.glob("*.json"), key=lambda p: p.stem)

pytestmark = pytest.mark.analyser


@dataclass(frozen=True)
class Span:
    """What a recogniser would say."""

    start: int
    end: int
    label: str
    score: float


@cache
def index() -> Any:
    from kgpub.link.index import Index

    return Index.open()


def found(
    text: str, spans: Sequence[Span] = ()
) -> tuple[Article, tuple[Entity, ...], tuple[Membership, ...]]:
    from kgpub.annotate.analyser import analyse
    from kgpub.annotate.entities import find_entities

    article = plain_article(text)
    entities, memberships = find_entities(article, analyse(article), spans, index())
    return article, entities, memberships


def by_name(entities: Sequence[Entity], name: str) -> Entity:
    return next(e for e in entities if name == e.name or name in e.aliases)


def referring(entity: Entity) -> list[str]:
    return [m.surface for m in entity.mentions if m.form in (MentionForm.TITLE, MentionForm.PRONOUN)]


@pytest.mark.parametrize("path", CASES, ids=lambda p: p.stem)
def test_article(path: Path) -> None:
    case = json.loads(path.read_text(encoding="utf-8"))
    article, entities, memberships = found("\n".join(case["text"]))
    names = {e.id: e.name for e in entities}
    assert {(e.type.value, e.name) for e in entities} == {tuple(e) for e in case["entities"]}
    roles = {(e.name, r.title, names[r.of] if r.of else None) for e in entities for r in e.roles}
    assert roles == {tuple(r) for r in case["roles"]}
    assert {(names[m.member], names[m.organization]) for m in memberships} == {
        tuple(m) for m in case["memberships"]
    }
    for entity in entities:
        for mention in entity.mentions:
            assert article.text[mention.start : mention.end] == mention.surface
            assert mention.type is entity.type


def test_ids_number_each_type_in_order_of_first_mention() -> None:
    _, entities, _ = found("首相が会見\n大森健首相は東京で、日本銀行の北山薫総裁と会った。大阪には行かない。")
    assert [(e.id, e.name) for e in entities] == [
        ("p1", "大森健"),
        ("l1", "東京"),
        ("o1", "日本銀行"),
        ("p2", "北山薫"),
        ("l2", "大阪"),
    ]


def test_glued_posts_and_honorifics_are_mentions_and_aliases() -> None:
    _, entities, _ = found("会談\n中国の陳国栄国家主席が北京で会談した。陳氏は歓迎した。")
    person = by_name(entities, "陳国栄")
    assert [m.surface for m in person.mentions] == ["陳国栄国家主席", "陳氏"]
    assert person.aliases == ("陳国栄国家主席", "陳氏")


def test_a_post_alone_refers_to_its_last_holder() -> None:
    text = "首相会見\n三宅亮外相は、英国のハリントン外相と会った。英国の外相は歓迎した。"
    text += "同氏は来月、日本を訪れる。"
    _, entities, _ = found(text)
    assert referring(by_name(entities, "ハリントン")) == ["外相", "同氏"]
    assert referring(by_name(entities, "三宅亮")) == []


def test_taking_a_post_does_not_refer_to_anybody() -> None:
    _, entities, _ = found("人事\n大森健首相は退任する。後任の首相に三宅亮氏が就任する。首相の座は空かない。")
    assert referring(by_name(entities, "大森健")) == []


def test_plural_words_refer_to_both() -> None:
    text = "会談\n大森健首相は、インドのシャルマ首相と会談した。両首脳は日本とインドの"
    text += "協力を確認し、両国は覚書を結ぶ。"
    _, entities, _ = found(text)
    for name, words in {
        "大森健": ["両首脳"],
        "シャルマ": ["両首脳"],
        "日本": ["両国"],
        "インド": ["両国"],
    }.items():
        assert referring(by_name(entities, name)) == words


def test_two_people_with_one_surname_stay_apart() -> None:
    text = "事故\n田中弘さん(60)と妻の田中よし子さん(58)がけがをした。"
    text += "田中弘さんは「怖かった」と話し、よし子さんも眠れなかったという。"
    _, entities, _ = found(text)
    people = {e.name: {m.surface for m in e.mentions} for e in entities if e.type is EntityType.PERSON}
    assert people == {"田中弘": {"田中弘さん"}, "田中よし子": {"田中よし子さん", "よし子さん"}}


def test_compounds_name_countries_at_their_own_character() -> None:
    article, entities, _ = found("外交\n日米韓は訪中を協議した。米大統領も対ロ制裁に触れた。日中は暑かった。")
    hidden = {
        (article.text[m.start], e.name, m.start)
        for e in entities
        for m in e.mentions
        if m.form is MentionForm.COMPOUND
    }
    body = len("外交\n")
    assert hidden == {
        ("日", "日本", body),
        ("米", "米国", body + 1),
        ("韓", "韓国", body + 2),
        ("中", "中国", body + 5),
        ("米", "米国", article.text.index("米大統領")),
        ("ロ", "ロシア", article.text.index("ロ制裁")),
    }


def test_a_title_that_changes_hands_stays_with_each_holder() -> None:
    text = "首相交代\n大森健首相は1日、辞任した。後任の三宅亮官房長官は5日、首相に就任した。"
    text += "三宅首相は「全力を尽くす」と話した。首相は6日から休む。"
    text += "大森前首相は支えると語った。前首相は本を出す。"
    _, entities, _ = found(text)
    old, new = by_name(entities, "大森健"), by_name(entities, "三宅亮")
    assert [r.title for r in old.roles] == ["首相", "前首相"]
    assert [r.title for r in new.roles] == ["官房長官", "首相"]
    assert referring(new) == ["首相"]
    assert referring(old) == ["前首相"]


def test_variant_characters_and_latin_names() -> None:
    _, entities, _ = found("発表\nJohn Alder氏と渡邊裕史理事長が会見した。渡邉氏が答え、Alderは黙っていた。")
    people = {e.name: set(e.aliases) for e in entities if e.type is EntityType.PERSON}
    assert people == {
        "John Alder": {"John Alder氏", "Alder"},
        "渡邊裕史": {"渡邊裕史理事長", "渡邉", "渡邉氏"},
    }


def test_an_abbreviation_in_brackets_is_the_same_body() -> None:
    text = "協力\n北方気象機構(以下「NWO」)は5日、東京で会合を開いた。NWOによると、参加は10カ国。"
    _, entities, _ = found(text)
    body = by_name(entities, "NWO")
    assert (body.name, body.type) == ("北方気象機構", EntityType.ORGANIZATION)


def test_the_gazetteer_tells_what_kind_of_place_it_is() -> None:
    _, entities, _ = found("会合\n一行はカイロに着いた。")
    assert [(e.name, e.kind) for e in entities] == [("カイロ", "City")]


def test_nationality_and_language_are_no_country() -> None:
    _, entities, _ = found("観光\n日本人の客が中国語とロシア語の案内を求めた。")
    assert entities == ()


def test_a_post_tells_a_person_where_the_recogniser_says_place() -> None:
    text = "会見\n千葉健二社長は「続ける」と話した。"
    start = text.index("千葉")
    _, entities, _ = found(text, [Span(start, start + 2, "Place", 0.9)])
    assert [(e.type, e.name) for e in entities] == [(EntityType.PERSON, "千葉健二")]


def test_the_recogniser_adds_names_that_nothing_else_knows() -> None:
    text = "発表\n新興のコハルビヨリは来月、新作を出す。"
    start = text.index("コハル")
    assert found(text)[1] == ()
    _, entities, _ = found(text, [Span(start, start + 6, "Organization", 0.9)])
    assert [(e.type, e.name) for e in entities] == [(EntityType.ORGANIZATION, "コハルビヨリ")]


def test_a_recognised_span_is_cut_to_the_name() -> None:
    text = "台風\n高知県宿毛市付近に上陸した。"
    start = text.index("高知")
    _, entities, _ = found(text, [Span(start, start + 8, "Place", 0.9)])
    assert [e.name for e in entities] == ["高知県", "宿毛市"]


def test_a_definition_is_kept_with_its_term() -> None:
    text = "解説\nグローバルサウスとは、新興国や途上国を広く指す言葉です。"
    article, entities, _ = found(text)
    (term,) = entities
    assert term.definition is not None
    assert article.text[term.definition.start : term.definition.end] == "新興国や途上国"


def test_an_article_without_names() -> None:
    assert found("お知らせ\n明日は休みです。") == (found("お知らせ\n明日は休みです。")[0], (), ())
