"""People's names: before a post, 氏 or さん, before a reading or an age, by tagger and recogniser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.mentions_sports import players
from kgpub.annotate.person_names import foreign_name, kana_name, name_before
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import KANJI, TextView, is_katakana, is_nominal
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import EntityType, Span, Token

_READING = re.compile(
    r"\((?P<kana>[ァ-ヺー]+(?:[・= ][ァ-ヺー]+)+|[ぁ-ゖー]{1,8}[・ 　]?[ぁ-ゖー]{1,8})(?=[)、,=])"
)

_AGE = re.compile(r"\((?:1?[0-9]{1,2})(?=[)、=])")

_REAL_NAME = re.compile(r"本名(?:は|・)?(?P<name>[一-龥々ヶ]{1,6})(?=[=)、])")


# 両被告, 三氏
_COUNTS = frozenset("両各同二三四五六七八九十数")


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


def with_titles(view: TextView, phrases: list[TitlePhrase]) -> Iterator[NameEvidence]:
    """Yield the names that a post follows directly (ラブロフ外相, 小野田紀美・経済安保担当相)."""
    for phrase in phrases:
        owned = phrase.organization is not None and phrase.head.of == "place"
        for start in dict.fromkeys((phrase.start, phrase.start if owned else phrase.bare_start)):
            joint = _before_brackets(view, start)
            if joint < start:
                name = name_before(view, joint, lenient=False) or _east_asian(view, joint)
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
                name = foreign_name(view, start)
            if name is not None:
                end = phrase.end + len(honorific_at(view, phrase.end))
                yield NameEvidence(name, end, whole)
                break


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
        if (
            token is None
            or not token.tag.startswith(("名詞-普通名詞", "接尾辞-名詞的", "形状詞"))
            or len(token.text) < 2
        ):
            return None, start
        if token.text in lexicon.titles() or "副詞可能" in token.tag:
            return None, start
        position = token.start
        opening = _before_brackets(view, position)
        before = view.before(opening)
        if before is not None and (before.tag.endswith(("人名-名", "人名-一般")) or opening < position):
            name = name_before(view, opening, lenient=False) or (
                _east_asian(view, opening) if opening < position else None
            )
            return name, position
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
        common = token.tag.startswith(("名詞-普通名詞", "副詞", "代名詞"))
        if token.start < match.start() and common and not _surname_of_somebody(view, token, match.start()):
            continue
        name = kana_name(view, match.start()) or name_before(
            view, match.start(), lenient=match.group() in ("氏", "容疑者", "被告")
        )
        if name is not None and view.text[name.start : name.end] in _COUNTS:
            continue
        if name is not None and not (
            match.group() in ("様", "君", "くん", "先生") and name.end - name.start < 2
        ):
            yield NameEvidence(name, match.end(), honorific=match.group())


def _surname_of_somebody(view: TextView, token: Token, end: int) -> bool:
    """Whether what stands before 氏 inside one word begins a name from before: 習近平 … 習氏."""
    surname = view.text[token.start : end]
    return any(
        t.end <= token.start and t.text.startswith(surname) and "人名" in t.tag and len(t.text) > len(surname)
        for t in view.tokens
    )


def with_readings(view: TextView) -> Iterator[NameEvidence]:
    """Yield the names that a reading in brackets follows (李在明(イ・ジェミョン), 石破茂(いしば・しげる))."""
    for match in _READING.finditer(view.text, 0, view.prose_end):
        kana = match.group("kana")
        start = match.start()
        if not start or not KANJI.fullmatch(view.text[start - 1]):
            continue
        name = name_before(view, start, lenient=False)
        if name is None and "・" in kana:
            name = _east_asian(view, start)
        if name is None or name.end - name.start < 2:
            continue
        if name_is_player(view, name):
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


def _east_asian(view: TextView, end: int) -> Span | None:
    """Return a Chinese or Korean name, which the tagger may not know, before a bracket with its reading."""
    kanji = re.search(r"(?<![一-龥々ヶ])[一-龥々ヶ]{2,4}$", view.text[max(0, end - 5) : end])
    return Span(end - len(kanji.group()), end) if kanji else None


def name_is_player(view: TextView, name: Span) -> bool:
    """Whether a position stands before a name, so that the brackets after it hold a club."""
    return any(player == name for player, _ in players(view))


def with_ages(view: TextView) -> Iterator[NameEvidence]:
    """Yield the names that an age in brackets follows (坂本秀行(68))."""
    for match in _AGE.finditer(view.text, 0, view.prose_end):
        name = name_before(view, match.start(), lenient=False)
        if name is not None and name.end - name.start >= 3 and _tagged_person(view, name):
            yield NameEvidence(name, name.end)


_RANKS = re.compile(
    r"(?:横綱|大関|関脇|小結|平幕の?|前頭|十両)(?P<name>[一-龥々ヶノの]{2,5}?)(?=[(、。はがをにとも・]|$)",
    re.M,
)


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
            if (
                token is not None
                and ("人名" in token.tag or (token.text in "・=" and group))
                and not _post_in(token)
            ):
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
