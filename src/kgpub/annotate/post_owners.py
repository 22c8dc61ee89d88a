"""What stands before a post and is its place or body, not its holder: 島原市長の山田花子氏, 元国連事務総長.

Surnames are places as well (長崎, 島原), so the word alone does not tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from kgpub.annotate import lexicon
from kgpub.annotate.mentions_persons import NameEvidence, honorific_at
from kgpub.annotate.textview import TextView, is_katakana
from kgpub.link.index import Index
from kgpub.model import EntityType

_FORMER = re.compile(r"^[前元現故新]")
_UNITS = "都道府県州省市区町村郡"
_SCHOOL = re.compile(r"[ァ-ヺー]校$")


def is_owner(view: TextView, index: Index, evidence: NameEvidence, names: Collection[int]) -> bool:
    """Return whether what looks like a name before a post is where the post is held.

    ``names`` are the starts of all that look like people's names. Evidence without a post, or with 氏
    or the like after it, is of a person.
    """
    title = evidence.title
    if title is None or honorific_at(view, title.end) or evidence.reading is not None:
        return False
    name = view.text[evidence.name.start : evidence.name.end]
    # 島原市長の山田花子氏: two people are not put side by side with の.
    if view.text[title.end : title.end + 1] == "の" and title.end + 1 in names:
        return not _in_full(view, evidence)
    if _FORMER.match(name) and not _in_full(view, evidence) and _owner(index, name[1:], title.head.of):
        return True
    if is_katakana(title.head.head) and is_katakana(name):
        # マーケットエコノミスト
        return all(t.tag.startswith("名詞-普通名詞") for t in view.covering(*_bounds(evidence)))
    if _SCHOOL.search(name):
        return True
    if len(name) == 1 and name in lexicon.country_characters():
        return name not in lexicon.foreign_surnames()
    if title.head.of != "place" or len(name) < 2:
        return False
    unit = title.posts[0][:1]
    return unit in _UNITS and _is_place(index, name + unit) and not _surname_here(view, name)


def _bounds(evidence: NameEvidence) -> tuple[int, int]:
    return evidence.name.start, evidence.name.end


def _in_full(view: TextView, evidence: NameEvidence) -> bool:
    """Whether the tagger sees a surname and a given name."""
    tags = [t.tag.rsplit("-", 1)[-1] for t in view.covering(*_bounds(evidence))]
    return "姓" in tags and "名" in tags


def _owner(index: Index, name: str, of: str) -> bool:
    """Whether a name is of a place or body that has such posts."""
    if name in lexicon.institutions():
        return True
    return any(r.type is not EntityType.PERSON for r in index.lookup(name)) or (
        of == "place" and any(_is_place(index, name + unit) for unit in _UNITS)
    )


def _is_place(index: Index, name: str) -> bool:
    return any(r.type is EntityType.PLACE for r in index.lookup(name))


def _surname_here(view: TextView, name: str) -> bool:
    """Whether somebody of that surname is named in full in the article."""
    return any(
        a.text == name and a.end == b.start and a.tag.endswith("人名-姓") and b.tag.endswith("人名-名")
        for a, b in zip(view.tokens, view.tokens[1:], strict=False)
    )
