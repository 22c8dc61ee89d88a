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


def normal(name: str) -> str:
    """Return a name in the form in which names are compared: NFKC, letters and digits only.

    >>> normal("G20 サミット")
    'g20サミット'
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", name)).lower()


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


def specific(names: Iterable[str], entities: frozenset[str]) -> frozenset[str]:
    """Return the names that hold the name of an entity and more, normalised: G20サミット, not 首脳会談.

    ``entities`` are normalised names of the places, organizations and terms of the
    same graph.
    """
    found = set()
    for name in map(normal, names):
        parts = (name[i:j] for i in range(len(name)) for j in range(i + 2, len(name) + 1))
        if any(part != name and part in entities for part in parts):
            found.add(name)
    return frozenset(found)


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
