"""What an index is on disk: a directory of three files, written once and then only read.

``names.trie``      marisa trie of folded names; gives each a number
``names.bin``       for each number, which entities bear the name, and how surely
``entities.sqlite`` what is known about each entity, by row

``names.bin`` is little-endian: the 8-byte magic, the number of names N and of
postings P (uint32 each), N+1 offsets into the postings (uint32), P entity rows
(uint32), P flags (uint8). The first two files are memory-mapped, so that processes
share one copy and an opened index costs next to nothing.

Keys that begin with a control character are not names of anybody on their own:
``SURNAME + fold(x)`` holds last names, ``SOUND + x`` consonant classes of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

from kgpub.model import EntityType

TRIE_FILE = "names.trie"
POSTINGS_FILE = "names.bin"
ENTITIES_FILE = "entities.sqlite"
FILES = (TRIE_FILE, POSTINGS_FILE, ENTITIES_FILE)

MAGIC = b"KGPUBGZ1"
VERSION = "1"
SURNAME = "\x01"
SOUND = "\x02"
# Longer names are never written in running text and would only slow look-ups down.
MAX_NAME = 48

TYPES = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.TERM)


class Grade(IntEnum):
    """How surely a name belongs to its entity; higher is surer."""

    SOUND = 0  # a last name that sounds like it
    SURNAME = 1  # a last name
    STEM = 2  # derived: the label without 市, 株式会社, a bracket …
    WEAK = 3  # an alias that one source gives
    STRONG = 4  # a name from CLDR, a municipal list … or one that several sources share
    LABEL = 5  # the preferred label


# The flags of a posting: three bits of grade, two of type, then these.
TYPE_SHIFT = 3
GENERIC = 1 << 5  # a name of many bodies (外務省, 国会): means nothing without its country
COMMON = 1 << 6  # also a common word (さくら)


def flags(grade: Grade, type_: EntityType, *, generic: bool = False, common: bool = False) -> int:
    """Return the flags byte of one posting."""
    return grade | TYPES.index(type_) << TYPE_SHIFT | (GENERIC if generic else 0) | (COMMON if common else 0)


@dataclass(frozen=True, slots=True)
class Alias:
    """A name on its way into an index. ``part`` is ``""``, :data:`SURNAME` or :data:`SOUND`."""

    name: str
    grade: Grade
    generic: bool = False
    common: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entity on its way into an index.

    ``popularity`` is a population or a number of sitelinks, 0 when unknown, and only
    compared within one type. ``families`` counts independent sources. ``source`` says
    where the id comes from, for attribution.
    """

    id: str
    type: EntityType
    kind: str | None
    labels: dict[str, str]
    aliases: tuple[Alias, ...]
    country: str | None = None
    description: str | None = None
    popularity: int = 0
    families: int = 1
    leader: bool = False
    source: str = field(default="")
