"""The word lists that statements are found with, as typed look-ups; see ``data/ja``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kgpub.resources import read_table


@dataclass(frozen=True, slots=True)
class ReportNoun:
    """A noun that a statement's content hangs on; ``verbs`` limits the verbs, empty means any."""

    kind: str
    verbs: tuple[str, ...]


@cache
def verb_frames() -> dict[str, frozenset[str]]:
    """Return the constructions of each reporting verb, keyed by its dictionary form."""
    return {
        row["lemma"]: frozenset(row["frames"].split(",")) for row in read_table("ja", "reporting_verbs.tsv")
    }


@cache
def report_nouns() -> dict[str, ReportNoun]:
    """Return the nouns of ``report_nouns.tsv``."""
    return {
        row["noun"]: ReportNoun(row["kind"], tuple(v for v in row["verbs"].split(",") if v))
        for row in read_table("ja", "report_nouns.tsv")
    }


@cache
def venues() -> dict[str, bool]:
    """Return the venue nouns, and whether each is a strong one."""
    return {row["noun"]: row["strength"] == "strong" for row in read_table("ja", "speech_venues.tsv")}


@cache
def _nouns() -> tuple[tuple[str, str], ...]:
    return tuple((row["noun"], row["kind"]) for row in read_table("ja", "spokespeople.tsv"))


@cache
def spokespeople() -> dict[str, str]:
    """Return the nouns for people without a name, and for whom each speaks."""
    return {noun: kind for noun, kind in _nouns() if kind in ("body", "official", "nobody")}


@cache
def human_endings() -> tuple[str, ...]:
    """Return how nouns for people and bodies end."""
    return tuple(noun for noun, kind in _nouns() if kind == "ending")


@cache
def things_named_after() -> frozenset[str]:
    """Return the nouns that a name only describes (トランプ関税)."""
    return frozenset(noun for noun, kind in _nouns() if kind == "thing")
