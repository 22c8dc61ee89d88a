"""Edges of names that grammar settles: posts, honorifics, several names in one span, families, counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.ner.spans import NamedSpan
from kgpub.model import Token
from kgpub.resources import read_table

_FAMILY = "家"
# Ranks that stand before a name and are no posts.
_RANKS = frozenset(["王", "王子", "王女", "皇子"])
_JOINING = frozenset(["と", "や", "及び"])
_FOREIGN = re.compile(r"[ァ-ヺー=A-Za-z.]+")
# 穴吹興産1社: a number and what it counts are no part of the name before them.
_COUNTED = frozenset("社人名校店件台機両棟石") | {"カ国", "か国", "ヵ国"}
# 富士製紙釧路工場 is a company and a place of its own.
# A school that the sentence is about is mostly its team or its board; a building it is elsewhere.
# 米グーグル is a country and a company, as newspapers write.
_COUNTRY_LETTERS = frozenset("米英独仏露韓伊印豪")
_BRANCHES = frozenset(["本店", "支店", "支局", "支社", "営業所", "事業所", "工場", "店"])
_SCHOOL = re.compile(r".+(?:高校|高等学校|高専)")
_GLUED = re.compile(r"(..+?)(?:氏|さん)")


def settle(tokens: Sequence[Token], tags: Sequence[str]) -> list[str]:
    """Return a sentence's tags with the edges of its names put right.

    A post or an honorific is no part of a person's name, on either side (王子カルラス, 太郎さん).
    A と or a ・ between kanji parts two people, a ・ two names of like endings (自由党・改進党). A
    branch is parted from its company, and a letter for a country from what follows. A person's
    name with 家 after it is an organization (徳川家): a family is no person. So is a high school.
    """
    out = list(tags)
    for rule in (*_OF_PEOPLE, *_OF_THE_REST):
        rule(tokens, out)
    return out


def without_honorific(text: str, span: NamedSpan) -> NamedSpan:
    """Return the span without 氏 or さん where the analyser left them in the last token of a name."""
    if span.label == "Person" and (found := _GLUED.fullmatch(text[span.start : span.end])):
        return NamedSpan(span.start, span.start + len(found[1]), span.label, span.score)
    return span


def _bare_names(tokens: Sequence[Token], tags: list[str]) -> None:
    for i in range(len(tags) - 1, 0, -1):
        ends = i + 1 == len(tags) or tags[i + 1] != "I-Person"
        if ends and tags[i] == "I-Person" and tokens[i].text in _not_names():
            tags[i] = "O"


def _names_after_posts(tokens: Sequence[Token], tags: list[str]) -> None:
    for first, end in _spans(tags, "Person"):
        for i in range(end - 2, first - 1, -1):
            post = tokens[i].text in _posts() or tokens[i].text in _RANKS
            if post and not tokens[i].tag.startswith("名詞-固有名詞"):
                tags[first : i + 1] = ["O"] * (i + 1 - first)
                tags[i + 1] = "B-Person"
                break


def _people_apart(tokens: Sequence[Token], tags: list[str]) -> None:
    for first, end in _spans(tags, "Person"):
        for i in range(first + 1, end - 1):
            word = tokens[i].text
            joined = word in _JOINING and tokens[i].tag.startswith("助詞")
            foreign = all(_FOREIGN.fullmatch(tokens[k].text) for k in (i - 1, i + 1))
            if joined or (word == "・" and not foreign):
                tags[i], tags[i + 1] = "O", "B-Person"


def _lists_apart(tokens: Sequence[Token], tags: list[str]) -> None:
    for label, endings in (
        ("Organization", lexicon.organization_suffixes()),
        ("Place", lexicon.place_suffixes()),
    ):
        for first, end in _spans(tags, label):
            dots = [i for i in range(first + 1, end - 1) if tokens[i].text == "・"]
            bounds = [first, *(i + 1 for i in dots)], [*dots, end]
            parts = ["".join(t.text for t in tokens[a:b]) for a, b in zip(*bounds, strict=True)]
            if dots and all(lexicon.longest_ending(part, endings) for part in parts):
                for i in dots:
                    tags[i], tags[i + 1] = "O", f"B-{label}"


def _branches(tokens: Sequence[Token], tags: list[str]) -> None:
    for label in ("Organization", "Place"):
        for first, end in _spans(tags, label):
            town = end - 2
            if town > first and tokens[end - 1].text in _BRANCHES and "地名" in tokens[town].tag:
                tags[first:town] = ["B-Organization", *["I-Organization"] * (town - first - 1)]
                tags[town:end] = ["B-Place", "I-Place"]


def _countries_apart(tokens: Sequence[Token], tags: list[str]) -> None:
    for first, end in _spans(tags, "Organization"):
        foreign = end - first > 1 and _FOREIGN.fullmatch(tokens[first + 1].text)
        if foreign and tokens[first].text in _COUNTRY_LETTERS:
            tags[first : first + 2] = ["B-Place", "B-Organization"]


def _families(tokens: Sequence[Token], tags: list[str]) -> None:
    for first, end in _spans(tags, "Person"):
        if end < len(tags) and tokens[end].text == _FAMILY and tags[end] == "O":
            tags[first : end + 1] = ["B-Organization", *["I-Organization"] * (end - first)]


def _schools(tokens: Sequence[Token], tags: list[str]) -> None:
    for first, end in _spans(tags, "Place"):
        if _SCHOOL.fullmatch("".join(t.text for t in tokens[first:end])):
            tags[first:end] = ["B-Organization", *["I-Organization"] * (end - first - 1)]


def _uncounted(tokens: Sequence[Token], tags: list[str]) -> None:
    for label in ("Person", "Organization", "Place"):
        for first, end in _spans(tags, label):
            counted = end - first > 2 and tokens[end - 1].text in _COUNTED
            if counted and tokens[end - 2].tag.startswith("名詞-数詞"):
                tags[end - 2 : end] = ["O", "O"]


_OF_PEOPLE = (_bare_names, _names_after_posts, _people_apart, _families)
_OF_THE_REST = (_lists_apart, _branches, _countries_apart, _schools, _uncounted)


def _spans(tags: Sequence[str], label: str) -> list[tuple[int, int]]:
    """Return the names of a label as [first, last + 1)."""
    if f"B-{label}" not in tags:
        return []
    firsts = [i for i, tag in enumerate(tags) if tag == f"B-{label}"]
    out = []
    for first in firsts:
        end = first + 1
        while end < len(tags) and tags[end] == f"I-{label}":
            end += 1
        out.append((first, end))
    return out


@cache
def _posts() -> frozenset[str]:
    return frozenset(row["head"] for row in read_table("ja", "titles.tsv"))


@cache
def _not_names() -> frozenset[str]:
    return _posts() | {row["word"] for row in read_table("ja", "honorifics.tsv")}
