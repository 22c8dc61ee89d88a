"""Compares katakana names with Latin ones by sound: keys to find them, a ratio to judge them."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

from kgpub.link.names import fold

_KANA_ROWS = {
    "K": "カキクケコガギグゲゴ",
    "S": "サシスセソザジズゼゾツ",
    "T": "タチテトダデド",
    "N": "ナニヌネノンマミムメモ",
    "F": "ハヒフヘホ",
    "P": "バビブベボパピプペポ",
    "R": "ラリルレロ",
    "W": "ワ",
}
_KANA_SOUND = {char: row for row, chars in _KANA_ROWS.items() for char in chars}
_LATIN_SOUNDS = (
    (re.compile(p), s)
    for p, s in (
        (r"tsch|tch|cz|ch", "T"),
        (r"dg(?=[ei])|sch|sh|zh|ts|tz|th|[szj]|c(?=[eiy])", "S"),
        (r"(?:(?<=[aeioudr])h)$", ""),  # silent: Riyadh, Hezbollah
        (r"ph|[fh]", "F"),
        (r"ng(?![aeiouy])", "N"),
        (r"x", "KS"),
        (r"ck|kh|gh|q|[kgc]", "K"),
        (r"[td]", "T"),
        (r"[mn]", "N"),
        (r"[bpv]", "P"),
        (r"[lr]", "R"),
    )
)
_LATIN_RULES = tuple(_LATIN_SOUNDS)


def _squeeze(sounds: str) -> str:
    return re.sub(r"(.)\1+", r"\1", sounds)


def kana_sound(name: str) -> str:
    """Return the consonant classes of a katakana name; empty for any other script.

    >>> kana_sound("ゼレンスキー"), kana_sound("石破")
    ('SRNSK', '')
    """
    folded = fold(name)
    if not re.fullmatch(r"[ァ-ヶー]+", folded):
        return ""
    folded = re.sub(r"^ウ[ァィェォ]", "W", folded)
    out = "".join("W" if char == "W" else _KANA_SOUND.get(char, "") for char in folded)
    head = "A" if folded[0] in "アイウエオヤユヨ" else ""
    return head + _squeeze(out[:1] + out[1:].replace("W", ""))


def latin_sounds(name: str) -> tuple[str, ...]:
    """Return the consonant classes that a Latin name may have in katakana, sorted.

    An r that closes a syllable is a long vowel in English names (スターマー) and a
    consonant in others (メルツ), so there may be two.

    >>> latin_sounds("Zelenskyy"), latin_sounds("Starmer")
    (('SRNSK',), ('STN', 'STRNR'))
    """
    folded = fold(name)
    if not re.fullmatch(r"[a-z]+", folded):
        return ()
    found = set()
    for spelling in (folded, re.sub(r"(?<=[aeiou])r(?![aeiouyr])", "", folded)):
        sounds, head, rest = "", "", spelling
        if rest[:1] == "w":
            head, rest = "W", rest[1:]
        elif rest[:1] in "aeiouy":
            head = "A"
        while rest:
            for pattern, sound in _LATIN_RULES:
                match = pattern.match(rest)
                if match:
                    sounds += sound
                    rest = rest[match.end() :]
                    break
            else:
                rest = rest[1:]
        found.add(head + _squeeze(sounds))
    return tuple(sorted(found))


_VOWELS = "aiueo"
_ROMAN_ROWS = {
    "": "アイウエオ",
    "k": "カキクケコ",
    "g": "ガギグゲゴ",
    "s": "サシスセソ",
    "z": "ザジズゼゾ",
    "t": "タチツテト",
    "d": "ダヂヅデド",
    "n": "ナニヌネノ",
    "h": "ハヒフヘホ",
    "b": "バビブベボ",
    "p": "パピプペポ",
    "m": "マミムメモ",
    "r": "ラリルレロ",
}
_ROMAN = {
    kana: head + vowel for head, row in _ROMAN_ROWS.items() for kana, vowel in zip(row, _VOWELS, strict=True)
}
_ROMAN |= {"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ッ": "", "ー": ""}
_SMALL = {"ァ": "a", "ィ": "i", "ゥ": "u", "ェ": "e", "ォ": "o", "ャ": "a", "ュ": "u", "ョ": "o", "ヮ": "a"}
# Spellings that sound alike in katakana.
_LATIN_ALIKE = tuple(
    (re.compile(pattern), alike)
    for pattern, alike in (
        (r"[^a-z]", ""),
        (r"ph", "f"),
        (r"l", "r"),
        (r"v", "b"),
        (r"c(?=[eiy])", "s"),
        (r"[cq]", "k"),
        (r"th", "s"),
        (r"j", "z"),
    )
)


@lru_cache(maxsize=1024)
def roman(katakana: str) -> str:
    """Return a rough romanisation of a katakana name, only ever used to compare."""
    out = ""
    for char in fold(katakana):
        if char in _SMALL and out[-1:] == "u" and out[-2:-1] in ("", *_VOWELS):
            out = out[:-1] + "w" + _SMALL[char]  # ウォ
        elif char in _SMALL:
            out = (out[:-1] if out[-1:] in _VOWELS else out) + _SMALL[char]
        else:
            out += _ROMAN.get(char, char)
    return out


@lru_cache(maxsize=16384)
def _spelling(latin: str) -> str:
    """Return a Latin name with letters that sound alike in katakana made the same."""
    spelling = fold(latin)
    for pattern, alike in _LATIN_ALIKE:
        spelling = pattern.sub(alike, spelling)
    return spelling


def likeness(katakana: str, latin: str) -> float:
    """Return how much a katakana name sounds like a Latin one, in [0, 1].

    >>> likeness("ブリンケン", "Blinken") > 0.8 > 0.5 > likeness("ヘグセス", "Hicks")
    True
    """
    return difflib.SequenceMatcher(None, roman(katakana), _spelling(latin), autojunk=False).ratio()


@lru_cache(maxsize=65536)
def sounds_like(katakana: str, latin: str, least: float) -> bool:
    """Return whether the :func:`likeness` of two names is at least ``least``."""
    heard, spelling = roman(katakana), _spelling(latin)
    # Their order aside, the letters that both have are the most that can match.
    shared = sum(min(heard.count(letter), spelling.count(letter)) for letter in set(heard))
    if 2 * shared < least * (len(heard) + len(spelling)):
        return False
    return likeness(katakana, latin) >= least
