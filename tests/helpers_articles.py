"""Articles and entities for tests, from sentences in which the names are marked.

``<p1 青木恵>首相は<c1 カナダ>を訪れた。`` marks a person and a country. The id's first letter
gives the type: p person, o organization, t term; c country, l city, r region and f facility are
places. ``<c2=日本 日>米`` marks a country inside a word. The same id twice is the same entity.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import replace

from kgpub.model import (
    Article,
    Block,
    BlockKind,
    Entity,
    EntityType,
    Mention,
    MentionForm,
    Role,
    Span,
)

PUBLISHED = dt.date(2025, 6, 18)  # a Wednesday

_TYPES = {
    "p": (EntityType.PERSON, None),
    "o": (EntityType.ORGANIZATION, None),
    "t": (EntityType.TERM, None),
    "c": (EntityType.PLACE, "Country"),
    "l": (EntityType.PLACE, "City"),
    "r": (EntityType.PLACE, "AdministrativeArea"),
    "f": (EntityType.PLACE, "Facility"),
}
_MARKED = re.compile(r"<([a-z]\d+)(?:=(\S+))? ([^>]+)>")


def plain_article(text: str, published: dt.date | None = PUBLISHED) -> Article:
    """Return an article whose first line is the headline and whose other lines are paragraphs."""
    blocks: list[Block] = []
    position = 0
    for line in text.split("\n"):
        kind = BlockKind.PARAGRAPH if blocks else BlockKind.HEADLINE
        blocks.append(Block(kind, position, position + len(line)))
        position += len(line) + 1
    return Article("test.txt", text, tuple(blocks), "ja", published)


def marked(
    text: str,
    *,
    headline: str = "きょうの動き",
    roles: Mapping[str, tuple[str, str | None]] | None = None,
    published: dt.date | None = PUBLISHED,
) -> tuple[Article, tuple[Entity, ...]]:
    """Return the article under a headline, and the entities marked in both.

    ``roles`` gives a person's title and the id of what it belongs to.
    """
    source = f"{headline}\n{text}"
    pieces: list[str] = []
    mentions: dict[str, list[Mention]] = {}
    length = end = 0
    for match in _MARKED.finditer(source):
        pieces.append(source[end : match.start()])
        start = length + len(pieces[-1])
        identifier, name, surface = match.groups()
        kind_of, kind = _TYPES[identifier[0]]
        form = MentionForm.COMPOUND if name else MentionForm.NAME
        stop = start + len(surface)
        mention = Mention(start, stop, surface, kind_of, name or surface, kind, form, "test")
        mentions.setdefault(identifier, []).append(mention)
        pieces.append(surface)
        length, end = stop, match.end()
    plain = "".join([*pieces, source[end:]])
    entities = []
    for identifier, found in mentions.items():
        names = list(dict.fromkeys(m.name for m in found))
        kind_of, kind = _TYPES[identifier[0]]
        entity = Entity(identifier, kind_of, names[0], tuple(names[1:]), tuple(found), kind)
        if roles and identifier in roles:
            title, of = roles[identifier]
            at = plain.find(title)
            entity = replace(entity, roles=(Role(title, of, Span(at, at + len(title))),))
        entities.append(entity)
    return plain_article(plain, published), tuple(entities)
