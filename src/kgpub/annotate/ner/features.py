"""What the recogniser sees of each token: words, classes, shapes, surroundings, lists, clusters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from kgpub.annotate.ner.words import WordClasses
from kgpub.model import Token

_OPEN = dict(zip("「『(〈《【[“‘", "」』)〉》】]”’", strict=True))
_CLOSE = frozenset(_OPEN.values())
_DIGITS = re.compile(r"[0-9〇一二三四五六七八九十百千万億兆]+")
_NUMBERS = re.compile(r"[0-9]+")
# A noun compound goes on across these; 〜・〜 and 〜=〜 join the parts of a foreign name.
_JOINERS = frozenset("・=-ー&.")
_REACH = 12


@lru_cache(maxsize=65536)
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


@lru_cache(maxsize=4096)
def _upper_levels(tag: str) -> str:
    return "-".join(tag.split("-")[:3])


def word_class(token: Token) -> str:
    """Return the token's part of speech to its third level (名詞-固有名詞-地名)."""
    return _upper_levels(token.tag)


@lru_cache(maxsize=65536)
def shape(word: str) -> str:
    """Return the scripts of a word, repeats shortened (グループA1 -> tA0)."""
    out: list[str] = []
    for char in word:
        letter = _char_class(char)
        if not out or out[-1] != letter:
            out.append(letter)
    return "".join(out)[:6]


def _is_nominal(token: Token) -> bool:
    tag = token.tag
    return (
        tag.startswith(("名詞", "接頭辞", "接尾辞-名詞的"))
        or token.text in _JOINERS
        or shape(token.text) in ("A", "a", "Aa", "aA")
    )


def _brackets(tokens: Sequence[Token]) -> list[tuple[str, int, int]]:
    """Return for each token the bracket it stands in ("" for none), its first and its last token's index."""
    out = [("", -1, -1)] * len(tokens)
    stack: list[int] = []
    for i, token in enumerate(tokens):
        if token.text in _OPEN:
            stack.append(i)
        elif token.text in _CLOSE and stack:
            start = stack.pop()
            for j in range(start + 1, i):
                if out[j][1] < start:
                    out[j] = (tokens[start].text, start, i)
    return out


def _runs(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return for each token the run of nouns around it as [first, last+1), or an empty range."""
    out = [(i, i) for i in range(len(tokens))]
    start = None
    for i in range(len(tokens) + 1):
        if i < len(tokens) and _is_nominal(tokens[i]):
            start = i if start is None else start
        elif start is not None:
            for j in range(start, i):
                out[j] = (start, i)
            start = None
    return out


def _local(token: Token, words: WordClasses) -> list[str]:
    """Return the features of a token by itself, without its place."""
    text = token.text
    word = _NUMBERS.sub("0", text.lower())
    out = [
        f"w={word}",
        f"t={token.tag}",
        f"t2={word_class(token)}",
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
    out += [f"c{size}={cluster}" for size, cluster in words.clusters(text)]
    return out


# Which of a neighbour's features count, by distance.
_NEAR = ("w", "t", "t2", "s", "p1", "x1", "x2", "c0", "c1", "c2")
_FAR = ("w", "t2", "s", "x1", "c0", "c1")


def featurise(
    tokens: Sequence[Token], words: WordClasses, listed: Sequence[Sequence[str]]
) -> list[list[str]]:
    """Return the features of each token of a sentence; ``listed`` is what the name list says of each."""
    n = len(tokens)
    local = [_local(t, words) for t in tokens]
    keyed = [[(f.split("=", 1)[0], f) for f in fs] for fs in local]
    near = [[f for key, f in fs if key in _NEAR] for fs in keyed]
    far = [[f for key, f in fs if key in _FAR] for fs in keyed]
    runs = _runs(tokens)
    brackets = _brackets(tokens)
    shapes = [shape(t.text) for t in tokens]
    coarse = [word_class(t) for t in tokens]
    edge = "#"
    out: list[list[str]] = []
    for i in range(n):
        fs = ["b", *local[i]]
        for d, source in ((-1, near), (1, near), (-2, far), (2, far)):
            j = i + d
            if 0 <= j < n:
                fs += [f"{d}{f}" for f in source[j]]
            else:
                fs.append(f"{d}#")
        for d in (-3, 3):
            if 0 <= i + d < n:
                fs.append(f"{d}w={tokens[i + d].text}")
        w = [tokens[k].text if 0 <= k < n else edge for k in range(i - 2, i + 3)]
        t = [coarse[k] if 0 <= k < n else edge for k in range(i - 2, i + 3)]
        s = [shapes[k] if 0 <= k < n else edge for k in range(i - 1, i + 2)]
        fs += [
            f"w-={w[1]}|{w[2]}",
            f"w+={w[2]}|{w[3]}",
            f"t-={t[1]}|{t[2]}",
            f"t+={t[2]}|{t[3]}",
            f"t-+={t[1]}|{t[2]}|{t[3]}",
            f"t--={t[0]}|{t[1]}|{t[2]}",
            f"t++={t[2]}|{t[3]}|{t[4]}",
            f"s-+={s[0]}|{s[1]}|{s[2]}",
            f"tw+={t[2]}|{w[3]}",
            f"wt-={w[1]}|{t[2]}",
        ]
        for label in listed[i]:
            fs += [f"g={label}", f"gt={label}|{t[2]}"]
        for d in (-1, 1):
            if 0 <= i + d < n:
                fs += [f"{d}g={label}" for label in listed[i + d]]
        first, end = runs[i]
        if end > first:
            last = tokens[end - 1].text
            fs += [
                f"rl={last}",
                f"rx={last[-1]}",
                f"rx2={last[-2:]}",
                f"rt={coarse[end - 1]}",
                f"rf={tokens[first].text}",
                f"rp={min(i - first, 3)}|{min(end - 1 - i, 3)}",
                f"rb={tokens[first - 1].text if first else edge}",
                f"ra={tokens[end].text if end < n else edge}",
                f"ra2={'|'.join(x.text for x in tokens[end : end + 2])}",
            ]
        kind, opened, closed = brackets[i]
        if kind:
            whole = closed - opened <= _REACH
            after = tokens[closed + 1].text if closed + 1 < n else edge
            before = tokens[opened - 1].text if opened else edge
            fs += [
                f"k={kind}|{min(i - opened, 2)}|{min(closed - i, 2)}|{whole}",
                f"ka={kind}|{after}",
                f"kb={kind}|{before}",
            ]
        out.append(fs)
    return out
