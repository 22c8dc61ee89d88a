"""Political offices: what a title in the news says about an office in the gazetteer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from kgpub.link.derive import OFFICE
from kgpub.resources import read_table

_POLITICAL = re.compile(
    r"\b(?:politician|president|prime minister|minister|chancellor|governor|mayor|senator)\b", re.IGNORECASE
)
_FORMER = re.compile(r"^(?:前|元|故|former |ex-)", re.IGNORECASE)
# A country's short form at the head of a title: 米大統領, 露外相, "US Secretary of State".
_COUNTRY_PREFIX = re.compile(r"^(?:第\d+代|米|英|仏|独|露|ロ|中|韓|豪|印|伊|加|日|u\.?s\.? )", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Office:
    """An office that a title names; ``former`` when the article says 前 or 元."""

    name: str
    post: re.Pattern[str] | None
    former: bool


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office that the gazetteer says somebody holds or held; years, ``until`` may be open."""

    post: str
    since: int
    until: int | None


@cache
def _table() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str] | None], ...]:
    return tuple(
        (
            row["office"],
            re.compile(row["title"], re.IGNORECASE),
            re.compile(row["post"], re.IGNORECASE) if row["post"] else None,
        )
        for row in read_table("gazetteer", "offices.tsv")
    )


def office(title: str) -> Office | None:
    """Return the political office that a title names, or ``None`` if it is of another field.

    >>> office("前大統領").name, office("前大統領").former, office("投手")
    ('president', True, None)
    """
    bare = _FORMER.sub("", title.strip())
    former = bare != title.strip()
    bare = _COUNTRY_PREFIX.sub("", bare)
    for name, pattern, post in _table():
        if pattern.search(bare):
            return Office(name, post, former)
    return None


def tenure(description: str | None) -> Tenure | None:
    """Return the office in a description such as ``President (Russia), 2012–``, or ``None``."""
    match = OFFICE.match(description or "")
    if not match:
        # Wikidata's own wording: "President of Russia (1999–2008, 2012–)", "Japanese politician".
        found = _POLITICAL.search(description or "")
        return Tenure((description or "")[found.start() :], 0, None) if found else None
    return Tenure(match["post"], int(match["since"]), int(match["until"]) if match["until"] else None)
