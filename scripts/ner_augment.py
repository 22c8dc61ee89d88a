"""Rewrite training sentences the way newspapers write: other names, surnames alone, honorifics and posts.

An encyclopedia gives names in full and without 氏; a newspaper gives the surname and a post or an
honorific. The rewritten sentences keep everything but the names, so their spans stay known.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

Row = dict[str, object]

_KATAKANA_NAME = re.compile(r"[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]{2,})*")
_KANJI_NAME = re.compile(r"[一-鿿々]{3,5}")
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺー一-鿿々・]{2,12}")

# How often what follows a person's name in the news, roughly; the rest are posts drawn from the list.
_HONORIFICS = (("", 35), ("氏", 25), ("さん", 13), ("容疑者", 4), ("被告", 3), ("両氏", 0), ("post", 20))


@dataclass
class Names:
    """Names to write in place of others; people as (full name, surname), bodies by their fine type."""

    people: list[tuple[str, str]] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    organizations: dict[str, list[str]] = field(default_factory=dict)
    posts: list[str] = field(default_factory=list)


def collect_names(
    gazetteer: Iterable[tuple[str, str]], rows: Iterable[Row], surname: Callable[[str], str], posts: list[str]
) -> Names:
    """Return foreign people and places of (type, label) pairs, and people and bodies of the corpus itself."""
    names = Names(posts=posts)
    for kind, label in gazetteer:
        if not _JAPANESE.fullmatch(label):
            continue
        if kind == "Person" and _KATAKANA_NAME.fullmatch(label):
            names.people.append((label, re.split("[・=]", label)[-1]))
        elif kind in ("City", "Country", "AdministrativeArea"):
            names.places.append(label)
    seen = sorted({(str(s[3]), str(r["text"])[s[0] : s[1]], s[2]) for r in rows for s in r["spans"]})  # type: ignore[attr-defined]
    for source, name, kind in seen:
        if kind == "Organization":
            names.organizations.setdefault(source, []).append(name)
    local = [name for _, name, kind in seen if kind == "Person" and _KANJI_NAME.fullmatch(name)]
    split = [(p, surname(p)) for p in local]
    names.people += [(p, s) for p, s in split if s] * max(1, len(names.people) // max(1, len(split)))
    return names


def rewrite(row: Row, names: Names, rng: random.Random) -> Row:
    """Return the row with most of its people and some of its places and organizations renamed."""
    text = str(row["text"])
    out: list[str] = []
    spans: list[list[object]] = []
    done = length = 0
    drawn: dict[str, str] = {}
    for start, end, kind, source in sorted(row["spans"]):  # type: ignore[call-overload]
        if start < done:
            continue
        old = text[start:end]
        new, tail = old, ""
        if kind == "Person":
            tail = _tail(text[end : end + 4], names, rng)
            if rng.random() < 0.75:
                full, last = rng.choice(names.people)
                new = drawn.setdefault(old, last if rng.random() < 0.65 else full)
        elif source == "地名" and rng.random() < 0.3:
            new = drawn.setdefault(old, rng.choice(names.places))
        elif kind == "Organization" and rng.random() < 0.3:
            new = drawn.setdefault(old, rng.choice(names.organizations[source]))
        out.append(text[done:start])
        length += start - done
        spans.append([length, length + len(new), kind, source])
        out.append(new + tail)
        length += len(new) + len(tail)
        done = end
    out.append(text[done:])
    return {**row, "text": "".join(out), "spans": spans}


def _tail(following: str, names: Names, rng: random.Random) -> str:
    """Return what to write after a person's name; nothing where a bracket or another name part follows."""
    if following[:1] in ("(", "（", "・", "=", "") or re.match(r"[一-鿿ァ-ヺA-Za-z]|さん|氏", following):
        return ""
    kinds, weights = zip(*_HONORIFICS, strict=True)
    tail = rng.choices(kinds, weights)[0]
    return rng.choice(names.posts) if tail == "post" else tail
