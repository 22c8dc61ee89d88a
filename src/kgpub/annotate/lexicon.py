"""The word lists behind the entity rules, read once from ``data/ja``."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from functools import cache

from kgpub.resources import read_table


@dataclass(frozen=True, slots=True)
class Title:
    """The head of a post.

    ``of`` is what it belongs to: country, party, organization, company, place, team, or nothing.
    """

    head: str
    of: str
    country: str
    synonym: str


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that news uses without explanation. ``key`` is the same for all names of one referent."""

    name: str
    key: str
    kind: str
    country: str = ""


@cache
def alternatives(words: frozenset[str]) -> str:
    """Return a regular expression for any of the words, the longest first."""
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


def longest_beginning(text: str, words: Container[str]) -> str | None:
    """Return the longest of the words that a text begins with, or ``None``; the text may be the word."""
    return next((text[:i] for i in range(len(text), 0, -1) if text[:i] in words), None)


def longest_ending(text: str, words: Container[str]) -> str | None:
    """Return the longest of the words that a text ends in, or ``None``; the text may be the word."""
    return next((text[i:] for i in range(len(text)) if text[i:] in words), None)


@cache
def titles() -> dict[str, Title]:
    """Return the heads of posts by their text."""
    return {
        r["head"]: Title(r["head"], r["of"], r["country"], r["synonym"] or r["head"])
        for r in read_table("ja", "titles.tsv")
    }


@cache
def title_modifiers() -> tuple[frozenset[str], frozenset[str]]:
    """Return (words that modify a post from inside, words that change its time: 前, 元)."""
    rows = read_table("ja", "title_modifiers.tsv")
    return (
        frozenset(r["word"] for r in rows if r["prefix"] != "yes"),
        frozenset(r["word"] for r in rows if r["prefix"] == "yes"),
    )


@cache
def honorifics(kind: str) -> frozenset[str]:
    """Return what follows a name, of a kind: address (氏), suspect (容疑者), plural (ら), group (両氏)."""
    return frozenset(r["word"] for r in read_table("ja", "honorifics.tsv") if r["kind"] == kind)


def _known(table: str, key_prefix: str, kind: str | None = None) -> dict[str, KnownName]:
    names: dict[str, KnownName] = {}
    for row in read_table("ja", table):
        key = f"{key_prefix}:{row.get('code') or row['name']}"
        for name in [row["name"], *filter(None, row["other"].split("|"))]:
            names[name] = KnownName(
                name, key, kind or row["kind"], row.get("country") or row.get("code") or ""
            )
    return names


@cache
def countries() -> dict[str, KnownName]:
    """Return countries by each of their names; the key is ``country:`` and the ISO code."""
    return _known("countries.tsv", "country", "Country")


@cache
def country_names() -> dict[str, str]:
    """Return the newspaper's usual name of a country by ISO code."""
    return {r["code"]: r["name"] for r in read_table("ja", "countries.tsv")}


@cache
def country_characters() -> dict[str, str]:
    """Return ISO codes by the one-character form that stands for the country in compounds (ロ, 米)."""
    return {
        char: row["code"]
        for row in read_table("ja", "countries.tsv")
        for char in row["chars"].split("|")
        if len(char) == 1
    }


@cache
def regions() -> dict[str, KnownName]:
    """Return regions, seas, prefectures and bare city names by name."""
    return _known("regions.tsv", "region")


@cache
def listed_places() -> dict[str, KnownName]:
    """Return countries and regions by each of their names."""
    return countries() | regions()


@cache
def prefectures() -> frozenset[str]:
    """Return the names of Japan's prefectures, each with its suffix."""
    names = [n for n, k in regions().items() if k.kind == "AdministrativeArea"]
    return frozenset(n for n in names if n[-1] in "都道府県")


@cache
def institutions() -> dict[str, KnownName]:
    """Return institutions by each of their names."""
    return _known("institutions.tsv", "institution")


@cache
def organization_suffixes() -> dict[str, tuple[str, str]]:
    """Return (schema.org class, condition) by ending; the condition is "", ``yes`` or ``abbreviation``."""
    return {r["suffix"]: (r["kind"], r["bare"]) for r in read_table("ja", "organization_suffixes.tsv")}


@cache
def spelled_organization_suffixes() -> dict[str, str]:
    """Return schema.org classes by ending, without the endings that are abbreviations."""
    return {
        s: kind for s, (kind, condition) in organization_suffixes().items() if condition != "abbreviation"
    }


@cache
def place_suffixes() -> dict[str, tuple[str, str]]:
    """Return (schema.org class, level) by ending; the level is ``admin`` for 県, 市, 区, 町, 村."""
    return {r["suffix"]: (r["kind"], r["level"]) for r in read_table("ja", "place_suffixes.tsv")}


@cache
def term_suffixes() -> dict[str, str]:
    """Return what must stand before an ending of a named document or scheme."""
    return {r["suffix"]: r["needs"] for r in read_table("ja", "term_suffixes.tsv")}


@cache
def foreign_surnames() -> frozenset[str]:
    """Return one-character surnames that are Chinese or Korean and hardly ever Japanese."""
    return frozenset(r["surname"] for r in read_table("ja", "foreign_surnames.tsv"))


@cache
def kanji_variants() -> dict[int, str]:
    """Return a translation table from variant characters in names to usual ones (邊 to 辺)."""
    return {ord(r["variant"]): r["usual"] for r in read_table("ja", "kanji_variants.tsv")}


@cache
def listed_terms() -> dict[str, KnownName]:
    """Return concepts and schemes that news names without marks, by each of their names."""
    return {
        name: KnownName(name, f"term:{row['name']}", "")
        for row in read_table("ja", "terms.tsv")
        for name in [row["name"], *filter(None, row["other"].split("|"))]
    }


@cache
def event_suffixes() -> frozenset[str]:
    """Return the endings of events' names."""
    return frozenset(r["suffix"] for r in read_table("ja", "event_suffixes.tsv"))


@cache
def sports_teams() -> dict[str, str]:
    """Return short names of teams, with the word that an article must have for them to mean the team."""
    return {r["name"]: r["cue"] for r in read_table("ja", "sports_teams.tsv")}


@cache
def common_words() -> frozenset[str]:
    """Return words that look like names to a gazetteer or tagger and are none."""
    return frozenset(r["word"] for r in read_table("ja", "common_words.tsv"))
