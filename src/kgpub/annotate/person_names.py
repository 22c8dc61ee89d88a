"""Where a person's name begins: read to the left from what follows it."""

from __future__ import annotations

import re

from kgpub.annotate import lexicon
from kgpub.annotate.textview import KANJI, TextView, is_katakana, is_nominal
from kgpub.model import Span, Token

_LATIN_NAME = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z.'-]+(?: [A-Z][A-Za-z.'-]*)+$")
_KANA_NAME = re.compile(r"(?P<family>[一-龥々ヶ]{1,3})?(?P<given>[ぁ-ん]{2,4}[一-龥]?)$")


_GIVEN_ENDINGS = ("子", "美", "代", "江", "え", "恵")


# 妻マリアさん
_KIN = frozenset(["妻", "夫", "母", "父", "兄", "弟", "姉", "妹", "娘", "孫", "故", "両"])
_MAX_KANJI_NAME = 6


def name_before(view: TextView, position: int, *, lenient: bool) -> Span | None:
    """Return the name that ends at a position, read token by token to the left, or ``None``.

    ``lenient`` accepts a common word of kanji as a surname (役所氏, 原さん) when
    nothing else is there; use it only where the context leaves no doubt.
    """
    latin = _LATIN_NAME.search(view.text, max(0, position - 40), position)
    if latin is not None:
        return Span(latin.start(), position)
    start = position
    proper = False
    while start > 0:
        token = view.before(start)
        if token is None or "\n" in view.text[token.start : start]:
            break
        piece = view.text[token.start : min(token.end, position)]
        fits = _fits(view, token, piece, start, position) or _unlisted_given_name(
            view, token, piece, start, position
        )
        if not fits:
            break
        proper = proper or fits == "proper"
        start = token.start
    start = _without_joint(view, start, position)
    if start < position and (proper or position - start > 1):
        span = Span(start, position)
        return span if _plausible(view.text[start:position]) else None
    if not lenient:
        return None
    token = view.before(position)
    if token is None:
        return None
    piece = view.text[token.start : position]
    if is_nominal(token) and len(piece) <= 4 and (KANJI.fullmatch(piece) or is_katakana(piece)):
        if piece in lexicon.common_words() or piece in lexicon.titles():
            return None
        before = view.before(token.start)
        if before is None or not is_nominal(before) or not before.tag.startswith("名詞-普通名詞"):
            return Span(token.start, position)
    return None


def _fits(view: TextView, token: Token, piece: str, start: int, position: int) -> str:
    """Say whether a token can be part of a name: ``proper``, ``maybe`` or the empty string."""
    if piece in lexicon.countries() or piece in lexicon.titles() or piece in lexicon.honorifics("address"):
        return ""
    if "人名" in token.tag:
        return "proper"
    if piece in _KIN:
        return ""
    if piece in "・=" and start < position:
        left = view.before(token.start)
        return "maybe" if left and is_katakana(left.text) and is_katakana(view.text[start]) else ""
    if is_katakana(piece) and len(piece) > 1 and "地名-国" not in token.tag:
        if piece in lexicon.common_words() and not token.tag.startswith("名詞-固有名詞"):
            return ""
        following = view.text[start] if start < position else ""
        # A katakana word glued to kanji is no part of the name (メーカー佐藤), but ダルビッシュ有 is one.
        if position - start == 1 and len(piece) >= 4 and KANJI.match(following):
            return "maybe"
        if following and following not in "・=":
            return ""
        return "proper" if token.tag.startswith("名詞-固有名詞") else "maybe"
    if token.tag.startswith("名詞-固有名詞") and KANJI.fullmatch(piece) and len(piece) <= 3:
        if "地名" in token.tag and piece[-1] in "都道府県市区町村州":
            return ""
        return "proper"
    single = len(piece) == 1 and KANJI.fullmatch(piece) is not None
    if (
        single
        and is_nominal(token)
        and not token.tag.startswith(("名詞-数詞", "接頭辞", "名詞-普通名詞-助数詞"))
    ):
        return "maybe"
    return ""


def _unlisted_given_name(view: TextView, token: Token, piece: str, start: int, position: int) -> str:
    """Say whether a common word of kanji right after a surname is a given name (伊藤徳政)."""
    if start != position or not token.tag.startswith("名詞-普通名詞") or "副詞可能" in token.tag:
        return ""
    if (
        not KANJI.fullmatch(piece)
        or len(piece) > 3
        or piece in lexicon.titles()
        or piece in lexicon.common_words()
    ):
        return ""
    if any(piece in words for words in lexicon.title_modifiers()):
        return ""
    before = view.before(token.start)
    return "maybe" if before is not None and before.tag.endswith("人名-姓") and len(before.text) > 1 else ""


def _without_joint(view: TextView, start: int, position: int) -> int:
    while start < position and view.text[start] in "・=":
        start += 1
    return start


def _plausible(name: str) -> bool:
    if name in lexicon.countries() or (name in lexicon.common_words() and not is_katakana(name)):
        return False
    if KANJI.fullmatch(name):
        return len(name) <= _MAX_KANJI_NAME
    return len(name) <= 30


def foreign_name(view: TextView, position: int) -> Span | None:
    """Return a Chinese or Korean name before a post that the tagger does not know (何立峰副首相)."""
    match = re.search(r"(?:^|[^一-龥])(?P<name>[一-龥]{2,3})$", view.text[max(0, position - 4) : position])
    if match is None or match["name"][0] not in lexicon.foreign_surnames():
        return None
    start = position - len(match["name"])
    if not view.is_start(start) or match["name"] in lexicon.common_words():
        return None
    # 全国 or 文化 are words of their own, a name falls into pieces.
    tokens = view.covering(start, position)
    whole_word = len(tokens) == 1 and tokens[0].tag.startswith("名詞-普通名詞")
    return None if whole_word else Span(start, position)


def kana_name(view: TextView, position: int) -> Span | None:
    """Return a name whose given name is in hiragana or mixed (田中みずほ, ひで子), which taggers break up."""
    match = _KANA_NAME.search(view.text, max(0, position - 10), position)
    if match is None or not view.is_start(match.start()):
        return None
    family, given = match.group("family"), match.group("given")
    start = match.start("given")
    if family:
        tokens = view.covering(match.start("family"), match.end("family"))
        if tokens and "姓" in tokens[0].tag and tokens[-1].end == match.end("family"):
            return Span(match.start("family"), position)
    # Without a surname, 子 or a doubled reading must speak for it: not みなさん.
    before = view.text[start - 1 : start]
    if given.endswith(_GIVEN_ENDINGS) and len(given) >= 2 and not KANJI.match(before):
        return Span(start, position)
    return None
