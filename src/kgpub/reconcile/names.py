"""Names of events: which are of that one event, and which only say what sort it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from kgpub.resources import read_table

# Who meets, in the name of a meeting: 米ロ首脳会談 and 米ロ外相会談 on one day are two. The
# posts (by how they end, so that 大統領補佐官 is none) are those whose holders may stand
# for their country at a meeting of that sort.
_LEVELS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("首脳", ("大統領", "首相", "総理", "総理大臣", "国家主席", "総書記", "国王", "委員長", "議長")),
    ("外相", ("外相", "外務大臣", "国務長官", "外交部長", "外務委員", "政治局員")),
    ("防衛相", ("防衛相", "防衛大臣", "国防相", "国防長官", "国防部長", "国防大臣")),
    ("国防相", ("防衛相", "防衛大臣", "国防相", "国防長官", "国防部長", "国防大臣")),
    ("財務相", ("財務相", "財務大臣", "財務長官", "財政相")),
    ("次官", ("次官", "審議官")),
    ("局長", ("局長",)),
)
_PHONE = re.compile("電話|オンライン|テレビ会談|テレビ会議")


# The group of trigger words for wars, which last, and of which two sides fight one at a time.
WAR = "戦争"


def normal(name: str) -> str:
    """Return a name in the form in which names are compared: NFKC, letters and digits only.

    >>> normal("G20 サミット")
    'g20サミット'
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).lower()


# An edition: 第50回, 80周年, 第二次. Such a name is borne once.
_EDITION = re.compile("第?[0-9〇一二三四五六七八九十百]+(?:回|周年|次)")
# What must precede a word such as 大戦 or 会合 for the two to be a name: 第二次世界, 金融政策決定.
_PREFIX = 4


@cache
def _groups(kind: str) -> dict[str, str]:
    rows = read_table("ja", "event_triggers.tsv")
    return {row["lemma"]: row["group"] or row["lemma"] for row in rows if row["kind"] == kind}


def groups(kind: str, names: Iterable[str]) -> frozenset[str]:
    """Return the groups of trigger words that the names end in; empty where none is known."""
    known = _groups(kind)
    found = set()
    for name in names:
        endings = [lemma for lemma in known if name.endswith(lemma)]
        if endings:
            found.add(known[max(endings, key=len)])
    return frozenset(found)


@cache
def _naming(kind: str) -> tuple[str, ...]:
    """Return the words of a kind that make a name of what precedes them (marked + in the table)."""
    rows = read_table("ja", "event_triggers.tsv")
    return tuple(row["lemma"] for row in rows if row["kind"] == kind and "+" in row["use"])


def specific(kind: str, names: Iterable[str], entities: frozenset[str]) -> frozenset[str]:
    """Return the names that are of one event or series, normalised: G20サミット, not 首脳会談.

    They hold the name of an entity and more, or put a long word before one such as
    大戦. ``entities`` are normalised names of the places, organizations and terms of
    the same graph.
    """
    found = set()
    for name in map(normal, names):
        parts = (name[i:j] for i in range(len(name)) for j in range(i + 2, len(name) + 1))
        long = any(name.endswith(word) and len(name) >= len(word) + _PREFIX for word in _naming(kind))
        if long or any(part != name and part in entities for part in parts):
            found.add(name)
    return frozenset(found)


def borne_once(groups: frozenset[str], name: str) -> bool:
    """Whether a specific name needs no date: that of a war, or of a numbered edition."""
    return WAR in groups or bool(_EDITION.search(name))


def levels(names: Iterable[str]) -> frozenset[str]:
    """Return who meets according to the names: 首脳, 外相 …; empty where they don't say."""
    return frozenset(level for level, _ in _LEVELS for name in names if level in name)


def fits(levels: frozenset[str], posts: frozenset[str]) -> bool:
    """Whether the holder of the posts may be who meets; unknown posts and levels fit.

    >>> fits(frozenset({"首脳"}), frozenset({"首相"})), fits(frozenset({"首脳"}), frozenset({"外相"}))
    (True, False)
    """
    if not levels or not posts:
        return True
    allowed = [word for level, words in _LEVELS if level in levels for word in words]
    return any(post.endswith(word) for post in posts for word in allowed)


def by_phone(names: Iterable[str]) -> bool:
    """Whether a name says that those who met were not in one place."""
    return any(_PHONE.search(name) for name in names)
