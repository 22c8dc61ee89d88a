"""What the recogniser and the gazetteer believe, as proposals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Protocol

from kgpub.annotate import lexicon, mentions_places, terms
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_proper
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import EntityType

if TYPE_CHECKING:
    from kgpub.link.index import Index


# No name begins with a word of these kinds.
_NEVER_FIRST = ("助詞", "助動詞", "補助記号-句点", "補助記号-読点")


class RecognisedSpan(Protocol):
    """What a recogniser says: a span of ``Article.text``, a label, and a score in [0, 1], higher is surer."""

    @property
    def start(self) -> int:
        """First character."""
        ...

    @property
    def end(self) -> int:
        """One past the last character."""
        ...

    @property
    def label(self) -> str:
        """Person, Organization, Place, Event or Other."""
        ...

    @property
    def score(self) -> float:
        """How sure the recogniser is."""
        ...


_TYPES = {
    "Person": EntityType.PERSON,
    "Organization": EntityType.ORGANIZATION,
    "Place": EntityType.PLACE,
    "Other": EntityType.TERM,
}


# What a recogniser takes in at the edges of a name: 首都X, 最大野党X, X付近, X市内, X両市, X駅前, X株.
_LEADING = re.compile(
    r"^(?:首都|港町|古都|公共放送|国営放送|国営通信|有力紙|民放|系列|(?:北|南|東|西|中|北東|南東|北西|南西)部(?=[ァ-ヺ])|隣国|友好国|大国|旧|元|前|現|同|国営|大手|(?:最大)?(?:連立)?(?:与党|野党)(?:第1党|第一党)?|米(?=[ァ-ヺ]))(?=..)"
)
_KIN = re.compile(
    r"^(?:妻|夫|母|父|兄|弟|姉|妹|娘|息子|長男|次男|三男|長女|次女|三女|祖父|祖母|故)(?:の|で)?(?=[ァ-ヺ])"
)
# 米鉄鋼大手X, FRB=X, 反政府武装組織X, サウジ国営石油会社X
_WHAT_IT_IS = re.compile(
    r"^.{1,8}?大手(?=..)|^[A-Z]{2,8}=(?=..)|^[ァ-ヺー]{0,5}[一-龥]{2,8}(?:組織|勢力|会社|企業|集団|団体)(?=[ァ-ヺ]{2})"
)
# ウクライナ南部オデーサ, カイロ近郊ギザ, 平安南道平城
_PART_OF_AREA = re.compile(
    r"[ァ-ヺー一-龥]{2,8}?(?:近郊|郊外|[東西南北]{1,2}部|中部|[東西南北]道)(?=[ァ-ヺ一-龥]{2})"
)
_TRAILING = re.compile(
    r"(?:(?<=都)内|(?<=[ァ-ヺー州県米英仏独韓])(?:北|南|東|西|中|北東|南東|北西|南西)部|(?<=[県市区町村])内|両[国都道府県市区町村]|"
    r"(?<=駅)前|(?<=半島)沖|付近|周辺|近郊|郊外|中心部|沿岸|入り|方面|側|株|買収|社長|幹部|(?<=[^公])社員|出身|製|発|着|(?<=党)両院)$"
)
# Quotation marks around all of it speak for a work or product.
_QUOTED_TITLE = 0.5
_ROAD = re.compile(r"(?:国道|県道|都道|市道)[0-9]+号(?=.)")
_STATION = re.compile(r"(?:[県府道]警|警視庁).+署$")
_BLOCK = re.compile(r"(?P<city>.{1,6}?[市区町村]).{1,8}?[0-9一二三四五六七八九十]+丁目")
_COUNTRY_LETTERS = re.compile(r"[日米中ロ露韓朝英仏独伊豪印欧台]{1,4}")


def recognised_names(
    view: TextView, spans: Iterable[RecognisedSpan], phrases: Iterable[TitlePhrase]
) -> Iterator[Proposal]:
    """Yield the recogniser's opinion on what remains of its spans once edges that are no name are cut.

    Posts and 氏 are cut off, chains of administrative names are split. A span of common
    nouns alone counts only if the recogniser is very sure of it.
    """
    posts = {position: p.start for p in phrases for position in range(p.start, p.end)}
    for s in spans:
        kind = _TYPES.get(s.label)
        if kind is None or s.end > view.prose_end or s.end <= s.start:
            continue
        if kind is not EntityType.PERSON and not view.aligned(s.start, s.end):
            # Countries inside words (訪米) have a reader of their own.
            continue
        start, end = _trimmed(view, s, posts)
        text = view.text[start:end]
        if (
            "【" in view.text[view.text.rfind("\n", 0, start) + 1 : start]
            and "】" not in view.text[view.text.rfind("\n", 0, start) + 1 : start]
        ):
            # A dateline has a reader of its own.
            continue
        if _STATION.search(text):
            # 青葉県警北署 is two bodies, which have a reader of their own.
            continue
        road = _ROAD.match(text)
        if road is not None:
            # 国道5号青葉トンネル
            yield Proposal(start, start + road.end(), EntityType.PLACE, 2.0, "recogniser", "Facility")
            start += road.end()
            text = text[road.end() :]
        block = _BLOCK.match(text)
        if block is not None:
            text = block["city"]
            end = start + len(text)
        if len(text) < 2 or _COUNTRY_LETTERS.fullmatch(text):
            continue
        parts = mentions_places.split_chain(text)
        if len(parts) > 1 or text in lexicon.prefectures():
            kind = EntityType.PLACE
        if kind is EntityType.PLACE and len(parts) == 1:
            while (inner := _after_area(view, start, end)) != start:
                start = inner  # 米国ワシントン州ベルビュー is three places
            parts = [view.text[start:end]]
        if kind is EntityType.ORGANIZATION and _country_and_word(view, start, end):
            continue
        weight = _weight(view, kind, start, end, s.score)
        for part in parts:
            if part not in lexicon.common_words() and len(part) > 1:
                yield Proposal(start, start + len(part), kind, weight, "recogniser")
            start += len(part)


@cache
def _honorifics() -> tuple[str, ...]:
    return tuple(sorted(lexicon.honorifics("address") | lexicon.honorifics("suspect")))


def _trimmed(view: TextView, span: RecognisedSpan, posts: dict[int, int]) -> tuple[int, int]:
    start, end = span.start, span.end
    if span.label != "Other":
        end = min([end, *(posts[p] for p in range(start, end) if p in posts)])
        end = max(end, start)
    text = view.text[start:end].split("(")[0].rstrip("・、=")
    for honorific in _honorifics():
        if span.label != "Other" and text.endswith(honorific):
            text = text.removesuffix(honorific)
    if span.label == "Organization":
        # 韓国サムスン電子 comes from there, 日本マクドナルド is one of its own.
        country = lexicon.longest_beginning(text, lexicon.countries())
        if country not in (None, "日本") and re.match(r"[一-龥]+[ァ-ヺ]{2}", text) and country is not None:
            rest = text[len(country) :]
            if len(rest) > 2 and re.match("[ァ-ヺ]", rest):
                start += len(country)
                text = rest
        head = _WHAT_IT_IS.search(text)
        if head is not None:
            start += head.end()
            text = text[head.end() :]
    if span.label == "Person" and (kin := _KIN.match(text)):
        start += kin.end()
        text = text[kin.end() :]
    if span.label in ("Place", "Organization"):
        text = _TRAILING.sub("", text)
        leading = _LEADING.match(text)
        if leading:
            start += leading.end()
            text = text[leading.end() :]
    return start, start + len(text)


def _after_area(view: TextView, start: int, end: int) -> int:
    """Return where the place itself begins in 東京・さくらスタジアム or パレスチナ自治区ガザ."""
    state = re.match(r"[ァ-ヺー・]{2,}州(?=[ァ-ヺー一-龥]{2})", view.text[start:end])
    if state is not None:
        return start + state.end()
    part = _PART_OF_AREA.match(view.text, start, end)
    if part is not None and part.end() < end and view.is_start(part.end()):
        return part.end()
    joint = view.text.rfind("・", start, end)
    left = view.before(joint) if joint > start else None
    if left is not None and left.start >= start and "地名" in left.tag and view.is_start(joint + 1):
        return joint + 1
    area = lexicon.longest_beginning(view.text[start:end], lexicon.countries() | lexicon.regions())
    if area is None or end - start <= len(area) + 1:
        return start
    inner = start + len(area)
    if view.text[inner:end] in lexicon.countries():
        return inner  # 南米チリ
    after = view.token_at(inner)
    own = area in lexicon.countries() and after is not None and "地名" in after.tag and after.start == inner
    return inner if own else start


def _country_and_word(view: TextView, start: int, end: int) -> bool:
    """Whether a span is a country and a body or word that is none of its own (A国国連, A国国民)."""
    country = lexicon.longest_beginning(view.text[start:end], lexicon.listed_places())
    if country is None:
        return False
    rest = view.text[start + len(country) : end]
    known = lexicon.institutions().get(rest)
    tokens = view.covering(start + len(country), end)
    if len(tokens) == 1 and tokens[0].tag.startswith("名詞-普通名詞-サ変"):
        return True
    return (known is not None and known.country == "" and known.kind == "Organization") or rest in (
        "国民",
        "市民",
        "住民",
        "国内",
        "人",
    )


def _weight(view: TextView, kind: EntityType, start: int, end: int, score: float) -> float:
    if kind is EntityType.TERM:
        return 0.9 + 1.2 * score + (_QUOTED_TITLE if terms.titled(view, start, end) else 0.0)
    tokens = view.covering(start, end)
    text = view.text[start:end]
    named = any(is_proper(t) for t in tokens) or re.search(r"[ァ-ヺA-Z]", text)
    return 1.2 + 1.2 * score if named else 2.2 * score


def gazetteer_names(view: TextView, index: Index) -> Iterator[Proposal]:
    """Yield the gazetteer's opinion on spans that tokens support; generic and common names say nothing."""
    from kgpub.link.format import Grade

    for token in view.tokens:
        if token.tag.startswith(_NEVER_FIRST):
            continue
        for match in index.match_ends(view.text, token.start):
            text = view.text[token.start : match.end]
            if match.end > view.prose_end or len(text) < 2 or match.generic or match.common:
                continue
            branch = token.end > match.end and token.tag == "名詞-固有名詞-一般" and len(text) >= 4
            if branch and match.types == {EntityType.ORGANIZATION} and not token.text.endswith("株"):
                # 東芝テック大阪 as one token: a part of a company the gazetteer knows.
                yield Proposal(token.start, token.end, EntityType.ORGANIZATION, 2.2, "gazetteer")
            if text in lexicon.common_words() or not view.is_end(match.end) or match.grade < Grade.STEM:
                continue
            if re.fullmatch(r"[ぁ-ん0-9]+|[a-z].*|[A-Z0-9]{2}", text):
                continue
            proper = any(is_proper(t) for t in view.covering(token.start, match.end))
            sure = match.grade >= Grade.STRONG
            # Sudachi's unclassified proper nouns and the gazetteer together are enough.
            whole = token.end == match.end and token.tag == "名詞-固有名詞-一般"
            weight = (
                (1.6 if whole else 1.2 if proper else 0.7)
                + (0.8 if sure else 0.0)
                + (0.5 if len(text) >= 4 else 0.0)
            )
            if len(match.types) > 1:
                weight -= 0.8
            if "数詞" in token.tag and not re.search(r"[A-Za-z]", text):
                continue
            for kind in sorted(match.types):
                if kind is EntityType.TERM:
                    yield Proposal(token.start, match.end, kind, weight - 0.6, "gazetteer")
                else:
                    yield Proposal(token.start, match.end, kind, weight, "gazetteer")
