"""Posts as phrases: 前財務相, 米国務長官, 朝鮮労働党総書記, 会長兼最高経営責任者.

A phrase is read from its head (長官, 相, 社長) to the left, over words that modify
a post from inside (国務, 財務), organizations and one-character countries.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.lexicon import Title
from kgpub.annotate.textview import KANJI, TextView, is_katakana, is_nominal, is_proper
from kgpub.model import Span, Token

_ABBREVIATION = re.compile(r"\([A-Z][A-Za-z0-9&\-]{1,9}\)$")
_ORDINAL = re.compile(r"第?[0-9一二三四五六七八九十]+代目?$")
_TIME = re.compile(r"(?:前|元|次期)$")
_MAY_FOLLOW = frozenset(["ら", "側", "自身", "本人", "名", "兼", "CEO", "COO", "CFO", "CTO", "とも"])
_GRADUATE = "大学院"
_UNITS = "都道府県州省市区町村"
_BEFORE_COUNTRY = frozenset("駐訪対")


@dataclass(frozen=True, slots=True)
class TitlePhrase:
    """A post in the text. ``posts`` are its parts without country or organization (会長, 最高経営責任者).

    ``country`` is an ISO code when a one-character form stands in front (米国務長官);
    ``organization`` is the span of an organization's name inside (朝鮮労働党総書記).
    ``bare_start`` is where the first post begins, after country and organization.
    """

    start: int
    end: int
    bare_start: int
    posts: tuple[str, ...]
    head: Title
    country: str | None = None
    organization: Span | None = None

    @property
    def former(self) -> bool:
        """Whether the post is a past or future one (前, 元, 次期)."""
        return self.posts[0].startswith(("前", "元", "次期", "故"))


@cache
def _head_pattern() -> re.Pattern[str]:
    return re.compile(lexicon.alternatives(frozenset(lexicon.titles())))


@cache
def _modifiers() -> tuple[frozenset[str], range]:
    """Return the words that modify a post, and their lengths from the longest down."""
    inside, prefixes = lexicon.title_modifiers()
    words = inside | prefixes
    return words, range(max(map(len, words)), 0, -1)


def find_title_phrases(view: TextView, organization_ends: dict[int, int]) -> list[TitlePhrase]:
    """Return the posts of an article's prose in order.

    ``organization_ends`` maps the end of each organization's name to its start.
    """
    phrases: list[TitlePhrase] = []
    position = 0
    while match := _head_pattern().search(view.text, position, view.prose_end):
        position = match.end()
        phrase = _phrase(view, match.start(), match.end(), organization_ends)
        if phrase is None:
            # 首席交渉官 is no head, but one may begin inside it.
            position = match.start() + 1
            continue
        if phrases and phrases[-1].end > phrase.start:
            phrases.pop()
        elif phrases and phrases[-1].end == phrase.start and phrase.start == phrase.bare_start:
            # 代表取締役社長CEO is one post.
            first = phrases.pop()
            post = first.posts[-1] + phrase.posts[0]
            phrase = replace(first, end=phrase.end, posts=(*first.posts[:-1], post, *phrase.posts[1:]))
        phrases.append(phrase)
    return phrases


def _phrase(view: TextView, start: int, end: int, organizations: dict[int, int]) -> TitlePhrase | None:
    head = lexicon.titles()[view.text[start:end]]
    if not view.is_end(end) or not (_may_end(view, end) or _before_player(view, head, end)):
        return None
    begin = _over_modifiers(view, start, organizations)
    if head.head == "相" and begin == start:
        return None
    posts = [view.text[begin:end]]
    if begin > 1 and view.text[begin - 1] == "兼":
        for cut in range(begin - 2, max(begin - 14, 0), -1):
            first = _head_pattern().fullmatch(view.text, cut, begin - 1)
            if first and view.is_start(cut):
                cut = _over_modifiers(view, cut, organizations)
                posts.insert(0, view.text[cut : begin - 1])
                begin = cut
                head = lexicon.titles()[first.group()]
                break
    bare, organization, country = begin, None, None
    abbreviation = _ABBREVIATION.search(view.text, max(0, begin - 12), begin)
    if abbreviation is not None and abbreviation.start() in organizations:
        # 国家経済会議(NEC)委員長
        begin = abbreviation.start()
    if begin in organizations and _at_organization(view, head, organizations[begin], begin):
        # 国連次席大使 serves there for a country.
        posts[0] = view.text[organizations[begin] : begin] + posts[0]
        bare = begin = organizations[begin]
    school = begin - len(_GRADUATE)
    if view.text.endswith(_GRADUATE, 0, begin) and school in organizations:
        # 名古屋大学大学院教授: the post is the university's.
        begin = school
    area = None
    if head.of == "place":
        area = _area_before(view, begin, head) or _municipality_before(view, begin, end)
    if area is not None:
        # 吉村洋文大阪府知事, 佐藤花子釧路市長, 山田花子・青葉市長
        organization = area
        begin = area.start
    elif begin in organizations:
        organization = Span(organizations[begin], begin)
        begin = organization.start
    if organization is not None:
        time = _TIME.search(view.text, max(0, begin - 2), begin)
        if time is not None and view.is_start(time.start()):
            # ウォーシュ元FRB理事, 前台北市長
            posts[0] = time.group() + posts[0]
            begin = time.start()
    elif head.of == "country" and (named := _country_before(view, begin)) is not None:
        # 金大中・韓国大統領
        begin, country = named
    elif begin and view.text[begin - 1] in lexicon.country_characters():
        country = _country_character(view, begin, head)
        begin -= country is not None
    stated = view.text[end : end + 1] == ":" or view.text[start - 1 : start] in ("の", "(")
    if bare == start and head.head == "長官" and organization is None and country is None and not stated:
        return None
    if not (view.is_start(begin) or view.is_start(bare) or begin == start or view.text[begin] == "前"):
        return None
    return TitlePhrase(begin, end, bare, tuple(posts), head, country, organization)


def _country_before(view: TextView, position: int) -> tuple[int, str] | None:
    """Return where the country's name that ends at a position begins, and its ISO code."""
    token = view.before(position)
    known = lexicon.countries().get(token.text) if token is not None else None
    if token is None or known is None or len(token.text) < 2 or token.end != position or not known.country:
        return None
    return token.start, known.country


def _at_organization(view: TextView, head: Title, start: int, end: int) -> bool:
    """Whether an organization is where a country's envoy serves (X国の国連大使), and no owner."""
    world_body = lexicon.institutions().get(view.text[start:end])
    return head.head.endswith(("大使", "公使")) and world_body is not None and not world_body.country


def _area_before(view: TextView, position: int, head: Title) -> Span | None:
    """Return the prefecture before a post, or the municipality whose last character begins it."""
    name = next((p for p in sorted(lexicon.prefectures()) if view.text.endswith(p, 0, position)), None)
    if name is not None:
        return Span(position - len(name), position)
    token = view.before(position)
    if token is None or head.head[0] not in _UNITS or "地名" not in token.tag or token.text[-1] in _UNITS:
        return None
    if re.search(rf"{token.text}[^\W{_UNITS}ぁ-んァ-ヺ][一-龥々]{{0,2}}{head.head}", view.text):
        # 高松花子市長 elsewhere: 高松市長 is hers.
        return None
    return Span(token.start, position + 1)


def _municipality_before(view: TextView, begin: int, end: int) -> Span | None:
    """Return the municipality in a mayor's post: after a name (山田花子・青葉市長), alone in brackets."""
    if view.text[begin] not in "市町村区" or view.text[begin - 1 : begin] in "市町村区":
        return None
    token = view.before(begin)
    if token is None or not (is_proper(token) and KANJI.fullmatch(token.text)) or len(token.text) < 2:
        return None
    left = view.text[: token.start]
    named = view.before(token.start)
    after_name = named is not None and named.tag.endswith("人名-名") and "地名" in token.tag
    dotted = (
        left.endswith("・") and (inner := view.before(token.start - 1)) is not None and "人名" in inner.tag
    )
    bracketed = left.endswith("(") and view.text[end : end + 1] == ")"
    if after_name or dotted or bracketed or _TIME.search(left[-2:]):
        return Span(token.start, begin + 1)
    return None


def _may_end(view: TextView, end: int) -> bool:
    """Whether a post can end here: not inside 大統領府, 選手権 or 首相官邸."""
    after = view.token_at(end)
    if after is None or not is_nominal(after):
        return True
    if after.text in _MAY_FOLLOW or after.tag.startswith("名詞-数詞"):
        return True
    return "副詞可能" in after.tag or after.text in lexicon.honorifics("address")


def _before_player(view: TextView, head: Title, end: int) -> bool:
    """Whether a position or an occupation stands glued before a name (MF中野拓, 俳優中野拓)."""
    after = view.token_at(end)
    if after is None:
        return False
    if head.of == "":
        # 作家ハーパー・リー
        return "人名" in after.tag or (
            is_katakana(after.text) and view.text[after.end : after.end + 1] == "・"
        )
    return head.of == "team" and (head.head.isascii() or "人名" in after.tag)


def _over_modifiers(view: TextView, start: int, organizations: dict[int, int]) -> int:
    """Return where the post begins once the words that modify it are taken in."""
    words, lengths = _modifiers()
    while start not in organizations:
        for length in lengths:
            begin = start - length
            word = view.text[begin:start] if begin >= 0 else ""
            if word not in words or (
                word in "都道府県" and view.text.endswith(tuple(lexicon.prefectures()), 0, start)
            ):
                # 東京都知事 is of 東京都.
                continue
            # A single 市 or 前 may be the tail of a name, a token of its own may not.
            # 大森前 is also a place to the tagger; no surname ends in 前 before a post.
            if view.is_start(begin) or word == "前" or (length > 1 and not view.is_start(start)):
                start = begin
                break
        else:
            token = view.before(start)
            if token is not None and _in_katakana_post(view, token, start):
                start = token.start
                continue
            ordinal = _ORDINAL.search(view.text, max(0, start - 8), start)
            return ordinal.start() if ordinal else start
    return start


def _in_katakana_post(view: TextView, token: Token, start: int) -> bool:
    """Whether a common noun and the post after it are one word of katakana (チーフマーケットエコノミスト)."""
    common = token.tag.startswith(("名詞-普通名詞", "接頭辞"))
    return common and is_katakana(token.text) and is_katakana(view.text[start])


def _country_character(view: TextView, begin: int, head: Title) -> str | None:
    if head.of not in ("country", "organization"):
        return None
    if begin > 1 and view.text[begin - 2] in _BEFORE_COUNTRY:
        return None
    if not view.is_start(begin - 1):
        return None
    return lexicon.country_characters()[view.text[begin - 1]]
