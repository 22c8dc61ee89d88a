"""What the recogniser sees of each token besides vectors: words, classes, shapes, surroundings, lists.

A feature is a string in a form such as ``w=大統領``; what the network gets of it is its number.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from kgpub.model import Token

T = TypeVar("T")

# Room for a token's own features, and for those of the place where it stands.
OWN, SITE = 16, 20

_OPEN = dict(zip("「『(〈《【[“‘", "」』)〉》】]”’", strict=True))
_CLOSE = frozenset(_OPEN.values())
_NUMBERS = re.compile(r"[0-9]+")
# A noun compound goes on across these; 〜・〜 and 〜=〜 join the parts of a foreign name.
_JOINERS = frozenset("・=-ー&.")
_REACH = 12
_EDGE = "#"
# How much is remembered; an archive has words without end.
_KEPT = 65536


def feature_hash(feature: str) -> int:
    """Return a hash of 32 bits, the same in every process."""
    return zlib.crc32(feature.encode())


@lru_cache(maxsize=_KEPT)
def _char_class(char: str) -> str:
    """Return a letter for the script of a character (k kanji, h hiragana, t katakana), or itself."""
    if "一" <= char <= "鿿" or char in "々〆ヶ":
        return "k"
    if "ぁ" <= char <= "ゖ":
        return "h"
    if "ァ" <= char <= "ヺ" or char == "ー":
        return "t"
    category = unicodedata.category(char)
    if category == "Lu":
        return "A"
    if category == "Ll":
        return "a"
    return "0" if category == "Nd" else char


@lru_cache(maxsize=_KEPT)
def shape(word: str) -> str:
    """Return the scripts of a word, repeats shortened (グループA1 -> tA0)."""
    out: list[str] = []
    for char in word:
        letter = _char_class(char)
        if not out or out[-1] != letter:
            out.append(letter)
    return "".join(out)[:6]


@lru_cache(maxsize=4096)
def word_class(tag: str) -> str:
    """Return a part of speech to its third level (名詞-固有名詞-地名)."""
    return "-".join(tag.split("-")[:3])


def word_features(text: str, tag: str) -> tuple[str, ...]:
    """Return the features of a token by itself, without its place."""
    out = [
        f"w={_NUMBERS.sub('0', text.lower())}",
        f"t={tag}",
        f"t2={word_class(tag)}",
        f"s={shape(text)}",
        f"p1={text[0]}",
        f"x1={text[-1]}",
        f"l={min(len(text), 6)}",
    ]
    if len(text) > 1:
        out += [f"p2={text[:2]}", f"x2={text[-2:]}"]
    if len(text) > 2:
        out += [f"x3={text[-3:]}"]
    if len(text) > 3:
        out += [f"p3={text[:3]}"]
    return tuple(out)


def own_features(text: str, tag: str, known: bool, listed: Sequence[str]) -> list[str]:
    """Return the features of a token that do not depend on where it stands.

    ``known`` is whether it has a word vector, ``listed`` what the name list says of it.
    """
    return [*word_features(text, tag), f"v={int(known)}", *(f"g={label}" for label in listed)]


@lru_cache(maxsize=_KEPT)
def _is_nominal(text: str, tag: str) -> bool:
    return (
        tag.startswith(("名詞", "接頭辞", "接尾辞-名詞的"))
        or text in _JOINERS
        or shape(text) in ("A", "a", "Aa", "aA")
    )


def noun_runs(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return for each token the run of nouns around it as [first, last + 1); a token of its own otherwise."""
    out = [(i, i + 1) for i in range(len(tokens))]
    start = -1
    for i in range(len(tokens) + 1):
        if i < len(tokens) and _is_nominal(tokens[i].text, tokens[i].tag):
            start = i if start < 0 else start
        elif start >= 0:
            out[start:i] = [(start, i)] * (i - start)
            start = -1
    return out


def governors(tokens: Sequence[Token], runs: Sequence[tuple[int, int]]) -> list[int]:
    """Return for each token the index of the token outside its run that it depends on; -1 at a root."""
    places = {t.i: k for k, t in enumerate(tokens)}
    out: list[int] = []
    for i, (first, end) in enumerate(runs):
        if i > first:
            out.append(out[-1])
            continue
        at, steps = end - 1, 0
        while first <= at < end and steps <= end - first:
            head = places.get(tokens[at].head, at)
            at, steps = (-1 if head == at else head), steps + 1
        out.append(-1 if first <= at < end else at)
    return out


def _add_runs(
    tokens: Sequence[Token],
    runs: Sequence[tuple[int, int]],
    heads: Sequence[int],
    number: Callable[[str], T],
    out: list[list[T]],
) -> None:
    """Add what the tokens of a run of nouns share: its ends, its neighbours, and what it depends on."""
    shared: list[T] = []
    for i, (first, end) in enumerate(runs):
        if end - first == 1 and not _is_nominal(tokens[i].text, tokens[i].tag):
            continue
        if i == first:
            last, head = tokens[end - 1], tokens[heads[i]].lemma if heads[i] >= 0 else _EDGE
            after = tokens[end].text if end < len(tokens) else _EDGE
            shared = [
                number(feature)
                for feature in (
                    f"rl={last.text}",
                    f"rx={last.text[-1]}",
                    f"rx2={last.text[-2:]}",
                    f"rt={word_class(last.tag)}",
                    f"rf={tokens[first].text}",
                    f"rb={tokens[first - 1].text if first else _EDGE}",
                    f"ra={after}",
                    f"ra2={'|'.join(t.text for t in tokens[end : end + 2])}",
                    f"hl={head}",
                    f"hx={head[-1:]}",
                    f"hd={last.dep}|{after}",
                    f"ha={after}|{head}",
                )
            ]
        out[i] += [*shared, number(f"rp={min(i - first, 3)}|{min(end - 1 - i, 3)}")]


def in_brackets(tokens: Sequence[Token]) -> dict[int, tuple[int, int]]:
    """Return for each token in brackets where the innermost pair opens and closes."""
    stack: list[int] = []
    inside: dict[int, tuple[int, int]] = {}
    for i, token in enumerate(tokens):
        if token.text in _OPEN:
            stack.append(i)
        elif token.text in _CLOSE and stack:
            start = stack.pop()
            for j in range(start + 1, i):
                inside.setdefault(j, (start, i))
    return inside


def _add_brackets(
    tokens: Sequence[Token],
    brackets: Mapping[int, tuple[int, int]],
    number: Callable[[str], T],
    out: list[list[T]],
) -> None:
    """Add to each token in brackets which ones, where in them, and what stands around the innermost pair."""
    for i, (opened, closed) in brackets.items():
        kind = tokens[opened].text
        out[i] += [
            number(f"k={kind}|{min(i - opened, 2)}|{min(closed - i, 2)}|{closed - opened <= _REACH}"),
            number(f"ka={kind}|{tokens[closed + 1].text if closed + 1 < len(tokens) else _EDGE}"),
            number(f"kb={kind}|{tokens[opened - 1].text if opened else _EDGE}"),
        ]


def site_features(
    tokens: Sequence[Token],
    listed: Sequence[Sequence[str]],
    runs: Sequence[tuple[int, int]],
    heads: Sequence[int],
    brackets: Mapping[int, tuple[int, int]],
    number: Callable[[str], T],
) -> list[list[T]]:
    """Return for each token of a sentence the features of the place where it stands.

    ``runs``, ``heads`` and ``brackets`` are what :func:`noun_runs`, :func:`governors` and
    :func:`in_brackets` give; ``number`` makes of a feature what is wanted of it.
    """
    out = [
        [number(f"gt={label}|{word_class(token.tag)}") for label in labels] if labels else []
        for token, labels in zip(tokens, listed, strict=True)
    ]
    _add_brackets(tokens, brackets, number, out)
    _add_runs(tokens, runs, heads, number, out)
    return out


class FeatureNumbers:
    """Numbers the features that the network knows, from 1 on; 0 is any other."""

    def __init__(self, own: Sequence[int], site: Sequence[int]) -> None:
        """Number features by the place of their hashes in two lists: tokens' own, and those of places."""
        self._own = {value: n for n, value in enumerate(own, 1)}
        self._site = {value: n for n, value in enumerate(site, 1)}
        # Words come back, and so do places: what has been hashed lately is not hashed again.
        self._own_row = lru_cache(maxsize=_KEPT)(self._number_own)
        self._own_number = lru_cache(maxsize=_KEPT)(lambda feature: self._own.get(feature_hash(feature), 0))
        self.site = lru_cache(maxsize=_KEPT)(self._number_site)

    def own(self, text: str, tag: str, known: bool, listed: Sequence[str]) -> tuple[int, ...]:
        """Return the numbers of :func:`own_features`, filled up with 0 to OWN."""
        return self._own_row(text, tag, known, tuple(listed))

    def _number_own(self, text: str, tag: str, known: bool, listed: tuple[str, ...]) -> tuple[int, ...]:
        numbers = map(self._own_number, own_features(text, tag, known, listed))
        return (*numbers, *[0] * OWN)[:OWN]

    def _number_site(self, feature: str) -> int:
        """Return the number of one of the :func:`site_features`."""
        return self._site.get(feature_hash(feature), 0)
