"""Edges of names that grammar settles: posts, honorifics, two people in one span, families, counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

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
# A school that the sentence is about is mostly its team or its board; a building it is elsewhere.
_SCHOOL = re.compile(r".+(?:高校|高等学校|高専)")
_GLUED = re.compile(r"(..+?)(?:氏|さん)")


def settle(tokens: Sequence[Token], tags: Sequence[str]) -> list[str]:
    """Return a sentence's tags with the edges of its names put right.

    A post or an honorific is no part of a person's name, on either side (王子カルラス, 太郎さん).
    A と or a ・ between kanji parts two people. A person's name with 家 after it is an
    organization (徳川家): a family is no person. A high school is an organization.
    """
    out = list(tags)
    for rule in (_bare_names, _names_after_posts, _people_apart, _families, _schools, _uncounted):
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


def _spans(tags: Sequence[str], label: str) -> list[tuple[int, int]]:
    """Return the names of a label as [first, last + 1)."""
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
