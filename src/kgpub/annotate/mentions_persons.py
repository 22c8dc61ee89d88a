"""People's names: before a post, 氏 or さん, before a reading or an age, by tagger and recogniser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import KANJI, TextView, is_katakana, is_nominal
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import EntityType, Span, Token

_READING = re.compile(
    r"\((?P<kana>[ァ-ヺー]+(?:[・= ][ァ-ヺー]+)+|[ぁ-ゖー]{1,8}[・ 　]?[ぁ-ゖー]{1,8})(?=[)、,=])"
)
_AGE = re.compile(r"\((?:1?[0-9]{1,2})(?=[)、=])")
_REAL_NAME = re.compile(r"本名(?:は|・)?(?P<name>[一-龥々ヶ]{1,6})(?=[=)、])")
_KANA_NAME = re.compile(r"(?P<family>[一-龥々ヶ]{1,3})?(?P<given>[ぁ-ん]{2,4}[一-龥]?)$")
_GIVEN_ENDINGS = ("子", "美", "代", "江", "え", "恵")
_MAX_KANJI_NAME = 6


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """A person's name with what follows it; ``end`` of the glued form includes the post or 氏."""

    name: Span
    glued_end: int
    title: TitlePhrase | None = None
    honorific: str = ""
    reading: Span | None = None
    real_name: Span | None = None


@cache
def _honorific_pattern() -> re.Pattern[str]:
    words = lexicon.honorifics("address") | lexicon.honorifics("suspect")
    return re.compile(lexicon.alternatives(words))


def honorific_at(view: TextView, position: int) -> str:
    """Return the honorific that stands at a position, or the empty string."""
    match = _honorific_pattern().match(view.text, position)
    return match.group() if match else ""


def name_before(view: TextView, position: int, *, lenient: bool) -> Span | None:
    """Return the name that ends at a position, read token by token to the left, or ``None``.

    ``lenient`` accepts a common word of kanji as a surname (役所氏, 原さん) when
    nothing else is there; use it only where the context leaves no doubt.
    """
    start = position
    proper = False
    while start > 0:
        token = view.before(start)
        if token is None or "\n" in view.text[token.start : start]:
            break
        piece = view.text[token.start : min(token.end, position)]
        fits = _fits(view, token, piece, start, position) or _unlisted_given_name(view, token, piece, start, position)
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
    if piece in "・=" and start < position:
        left = view.before(token.start)
        return "maybe" if left and is_katakana(left.text) and is_katakana(view.text[start]) else ""
    if is_katakana(piece) and len(piece) > 1 and "地名-国" not in token.tag:
        following = view.text[start] if start < position else ""
        # A katakana word glued to kanji is no part of the name (メーカー佐藤).
        if following and following not in "・=":
            return ""
        return "proper" if token.tag.startswith("名詞-固有名詞") else "maybe"
    if token.tag.startswith("名詞-固有名詞") and KANJI.fullmatch(piece) and len(piece) <= 3:
        if "地名" in token.tag and piece[-1] in "都道府県市区町村州":
            return ""
        return "proper"
    single = len(piece) == 1 and KANJI.fullmatch(piece) is not None
    if single and is_nominal(token) and not token.tag.startswith(("名詞-数詞", "接頭辞", "名詞-普通名詞-助数詞")):
        return "maybe"
    return ""


def _unlisted_given_name(view: TextView, token: Token, piece: str, start: int, position: int) -> str:
    """Say whether a common word of kanji right after a surname is a given name (伊藤徳政)."""
    if start != position or not token.tag.startswith("名詞-普通名詞") or "副詞可能" in token.tag:
        return ""
    if not KANJI.fullmatch(piece) or len(piece) > 3 or piece in lexicon.titles() or piece in lexicon.common_words():
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


def with_titles(view: TextView, phrases: list[TitlePhrase]) -> Iterator[NameEvidence]:
    """Yield the names that a post follows directly (ラブロフ外相, 小野田紀美・経済安保担当相)."""
    for phrase in phrases:
        for start in dict.fromkeys((phrase.start, phrase.bare_start)):
            joint = _before_brackets(view, start)
            if joint < start:
                name = name_before(view, joint, lenient=False)
                if name is not None:
                    yield NameEvidence(name, name.end, phrase)
                    break
            if start and view.text[start - 1] == "・":
                joint = start - 1
            name = name_before(view, joint, lenient=False)
            whole = phrase
            if name is None and joint == start:
                name, begin = _past_unknown_modifiers(view, start)
                if name is not None and begin < phrase.bare_start:
                    post = view.text[begin : phrase.bare_start] + phrase.posts[0]
                    whole = replace(phrase, start=begin, bare_start=begin, posts=(post, *phrase.posts[1:]))
            if name is None and joint == start:
                name = _foreign_name(view, start)
            if name is not None:
                end = phrase.end + len(honorific_at(view, phrase.end))
                yield NameEvidence(name, end, whole)
                break


def _foreign_name(view: TextView, position: int) -> Span | None:
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


def _before_brackets(view: TextView, start: int) -> int:
    """Return where a reading or an age in brackets before a post opens (李在明(イ・ジェミョン)大統領)."""
    if start and view.text[start - 1] == ")":
        opening = view.text.rfind("(", max(0, start - 30), start)
        if opening > 0 and (_READING.match(view.text, opening) or _AGE.match(view.text, opening)):
            return opening
    return start


def _past_unknown_modifiers(view: TextView, start: int) -> tuple[Span | None, int]:
    """Skip up to three common nouns between name and post (姜勲植+秘書+室長)."""
    position = start
    for _ in range(3):
        token = view.before(position)
        if token is None or not token.tag.startswith(("名詞-普通名詞", "接尾辞-名詞的")) or len(token.text) < 2:
            return None, start
        if token.text in lexicon.titles() or "副詞可能" in token.tag:
            return None, start
        position = token.start
        before = view.before(position)
        if before is not None and before.tag.endswith(("人名-名", "人名-一般")):
            return name_before(view, position, lenient=False), position
    return None, start


def with_honorifics(view: TextView) -> Iterator[NameEvidence]:
    """Yield the names that 氏, さん, 容疑者 follow."""
    for match in _honorific_pattern().finditer(view.text, 0, view.prose_end):
        token = view.token_at(match.start())
        # 氏 inside 氏名, さん inside たくさん
        inside = token is not None and token.end > match.end()
        after = view.token_at(match.end())
        if token is None or inside or (after and after.text in ("名", "族") and after.start == match.end()):
            continue
        if token.start < match.start() and token.tag.startswith(("名詞-普通名詞", "副詞", "代名詞")):
            continue
        name = _with_kana_name(view, match.start()) or name_before(
            view, match.start(), lenient=match.group() in ("氏", "容疑者", "被告")
        )
        if name is not None and not (match.group() in ("様", "君", "くん", "先生") and name.end - name.start < 2):
            yield NameEvidence(name, match.end(), honorific=match.group())


def _with_kana_name(view: TextView, position: int) -> Span | None:
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


def with_readings(view: TextView) -> Iterator[NameEvidence]:
    """Yield the names that a reading in brackets follows (李在明(イ・ジェミョン), 石破茂(いしば・しげる))."""
    for match in _READING.finditer(view.text, 0, view.prose_end):
        kana = match.group("kana")
        start = match.start()
        if not start or not KANJI.fullmatch(view.text[start - 1]):
            continue
        name = name_before(view, start, lenient=False)
        if name is None and "・" in kana:
            kanji = re.search(r"[一-龥々ヶ]{2,5}$", view.text[max(0, start - 5) : start])
            name = Span(start - len(kanji.group()), start) if kanji else None
        if name is None or name.end - name.start < 2:
            continue
        if "・" in kana or is_katakana(kana) or _tagged_person(view, name):
            closing = view.text.find(")", match.end())
            real = _REAL_NAME.search(view.text, match.end(), max(closing + 1, match.end()))
            yield NameEvidence(
                name,
                name.end,
                reading=Span(*match.span("kana")),
                real_name=Span(*real.span("name")) if real else None,
            )


def with_ages(view: TextView) -> Iterator[NameEvidence]:
    """Yield the names that an age in brackets follows (坂本秀行(68))."""
    for match in _AGE.finditer(view.text, 0, view.prose_end):
        name = name_before(view, match.start(), lenient=False)
        if name is not None and name.end - name.start >= 3 and _tagged_person(view, name):
            yield NameEvidence(name, name.end)


_RANKS = re.compile(r"(?:横綱|大関|関脇|小結|平幕の?|前頭|十両)(?P<name>[一-龥々ヶノの]{2,5}?)(?=[(、。はがをにとも・]|$)", re.M)


def after_ranks(view: TextView) -> Iterator[NameEvidence]:
    """Yield wrestlers after their rank (横綱豊昇龍), which no surname tells."""
    for match in _RANKS.finditer(view.text, 0, view.prose_end):
        start, end = match.span("name")
        if view.is_end(end) and match["name"][0] != "の" and match["name"] not in lexicon.common_words():
            yield NameEvidence(Span(start, end), end)


def in_lists(view: TextView) -> Iterator[NameEvidence]:
    """Yield the names that a word for the group follows (内田、坂本の両氏)."""
    group = lexicon.alternatives(lexicon.honorifics("group"))
    pattern = re.compile(rf"((?:[一-龥々ァ-ヺー・]+[、と])+[一-龥々ァ-ヺー・]+)の?(?:{group})")
    for match in pattern.finditer(view.text, 0, view.prose_end):
        at = match.start(1)
        for part in re.split(r"([、と])", match.group(1)):
            if part not in "、と" and part and part not in lexicon.titles():
                yield NameEvidence(Span(at, at + len(part)), at + len(part))
            at += len(part)


def _tagged_person(view: TextView, name: Span) -> bool:
    return any("人名" in t.tag for t in view.covering(name.start, name.end))


def _post_in(token: Token) -> bool:
    """Whether Sudachi's name includes a post or 氏 (トランプ大統領, 金氏); the name finders cut it."""
    words = ("氏", "さん", "容疑者", "被告", "大統領", "首相")
    return token.text.endswith(words)


def tagged_names(view: TextView) -> Iterator[Proposal]:
    """Yield what Sudachi tags as people: full names strongly, single names weakly."""
    for run in view.runs:
        group: list[Token] = []
        for token in [*run, None]:
            if token is not None and ("人名" in token.tag or (token.text in "・=" and group)) and not _post_in(token):
                group.append(token)
                continue
            while group and group[-1].text in "・=":
                group.pop()
            if group:
                start, end = group[0].start, group[-1].end
                tags = [t.tag.rsplit("-", 1)[-1] for t in group]
                full = ("姓" in tags and "名" in tags[1:]) or (len(group) > 1 and is_katakana(group[0].text))
                after = view.token_at(end)
                glued = after is not None and is_nominal(after) and not honorific_at(view, end)
                whole = full or (tags == ["一般"] and end - start >= 3)
                weight = 2.0 if whole and end - start > 2 and not glued else 0.8
                if view.text[start:end] not in ("本名", "本人"):
                    yield Proposal(start, end, EntityType.PERSON, weight, "tagger")
            group = []
