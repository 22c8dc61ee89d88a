"""Look-ups in a compiled gazetteer: names to records, in microseconds and from disk."""

from __future__ import annotations

import mmap
import sqlite3
import struct
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from kgpub.errors import ResourceError
from kgpub.link import format as fmt
from kgpub.link.format import Grade
from kgpub.link.names import FoldedText, fold, fold_text
from kgpub.model import EntityType
from kgpub.resources import data_path


@dataclass(frozen=True, slots=True)
class Record:
    """An entity of the gazetteer, as one of its names found it.

    ``labels`` maps language tags (ja, en, zh) to preferred names that the sources
    support. ``country`` is an ISO 3166-1 code. ``popularity`` is 0 when unknown.
    ``families`` counts independent sources. ``grade``, ``generic`` and ``common``
    belong to the name: how surely it is one, whether it is a name of many bodies
    (外務省), whether it is also a common word.
    """

    id: str
    type: EntityType
    kind: str | None
    labels: tuple[tuple[str, str], ...]
    country: str | None
    description_en: str | None
    popularity: int
    families: int
    leader: bool
    source: str
    grade: Grade
    generic: bool
    common: bool

    def label(self, language: str) -> str | None:
        """Return the preferred name in a language, or ``None``."""
        return dict(self.labels).get(language)


class NameMatch(NamedTuple):
    """A name of the gazetteer that stands in a text and ends at ``end``.

    ``types`` are the types of the entities that bear it; ``grade`` is the best.
    ``generic`` and ``common`` hold only if they hold for all of them.
    """

    end: int
    types: frozenset[EntityType]
    grade: Grade
    generic: bool
    common: bool


# What a record knows beside its name, in the order of its fields.
_Facts = tuple[
    str, EntityType, str | None, tuple[tuple[str, str], ...], str | None, str | None, int, int, bool, str
]
# What all the bearers of a name have in common: the fields of NameMatch after the first.
_Bearers = tuple[frozenset[EntityType], Grade, bool, bool]
_ENTITY = """
SELECT e.row, e.id, e.type, k.value, e.ja, e.en, e.zh, e.country, d.value,
       e.popularity, e.families, e.leader, s.value
FROM entity e LEFT JOIN text k ON k.id = e.kind LEFT JOIN text d ON d.id = e.description
LEFT JOIN text s ON s.id = e.source WHERE e.row IN ({})
"""
# Records are read so many at once, and so many are remembered.
_AT_ONCE, _KEPT = 400, 50_000
_TYPE_SETS = [frozenset(t for i, t in enumerate(fmt.TYPES) if bits >> i & 1) for bits in range(16)]
_folded = lru_cache(maxsize=16)(fold_text)


def _joins(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word (Latin letters or digits, katakana)."""
    if left.isascii() or right.isascii():
        return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
    return _is_katakana(left) and _is_katakana(right)


def _is_katakana(char: str) -> bool:
    return "ァ" <= char <= "ヺ" or char == "ー"


class Index:
    """A compiled gazetteer, opened read-only. Safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        import marisa_trie

        self.path = path
        missing = [name for name in fmt.FILES if not (path / name).is_file()]
        if missing:
            raise ResourceError(
                f"{path} is not a gazetteer index: it has no {', '.join(missing)}",
                tip="Build one with: kgpub gazetteer build",
            )
        try:
            self._trie = marisa_trie.Trie().mmap(str(path / fmt.TRIE_FILE))
            with (path / fmt.POSTINGS_FILE).open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            uri = (path / fmt.ENTITIES_FILE).resolve().as_uri() + "?mode=ro&immutable=1"
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self.meta = dict(self._db.execute("SELECT key, value FROM meta ORDER BY key"))
            names, total = struct.unpack_from("<II", self._map, 8)
        except (RuntimeError, OSError, ValueError, sqlite3.DatabaseError, struct.error) as error:
            raise ResourceError(
                f"{path}: the gazetteer index is damaged ({error})", tip="Build it again."
            ) from error
        self._rows_at = 16 + 4 * (names + 1)
        self._flags_at = self._rows_at + 4 * total
        sound = self._map[:8] == fmt.MAGIC and len(self._map) == self._flags_at + total
        if not sound or self.meta.get("format") != fmt.VERSION:
            raise ResourceError(
                f"{path}: the gazetteer index is of another version or incomplete", tip="Build it again."
            )
        self._lock = threading.Lock()
        self._known: dict[int, _Facts] = {}
        self._bearers = lru_cache(maxsize=_KEPT)(self._read_bearers)

    @classmethod
    def open(cls, path: Path | None = None) -> Index:
        """Return the index at ``path``, or the one that ships with kgpub.

        Raises:
            ResourceError: there is no index, or it is damaged or of another version.
        """
        return cls(data_path("gazetteer", "index") if path is None else path)

    def close(self) -> None:
        """Let go of the files; look-ups are no longer possible."""
        self._db.close()
        self._map.close()

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # --- by name ---------------------------------------------------------

    def lookup(self, name: str) -> tuple[Record, ...]:
        """Return the entities that bear a name, the surest first; empty if there is none.

        Spelling differences that :func:`kgpub.link.names.fold` removes don't matter.
        """
        return self._records(fold(name))

    def surname(self, name: str) -> tuple[Record, ...]:
        """Return people whose last name it is. It identifies nobody without further evidence."""
        return self._records(fmt.SURNAME + fold(name))

    def sounds(self, key: str) -> tuple[Record, ...]:
        """Return people whose last name has these consonants (see :mod:`kgpub.link.names`)."""
        return self._records(fmt.SOUND + key)

    def countries(self) -> tuple[tuple[str, str], ...]:
        """Return (id, ISO code) of every country and territory that has a code of its own, by id."""
        query = (
            "SELECT e.id, e.country FROM entity e JOIN text d ON d.id = e.description"
            " WHERE d.value LIKE 'country or territory %' AND e.country IS NOT NULL ORDER BY e.id"
        )
        with self._lock:
            return tuple(self._db.execute(query))

    def __contains__(self, name: str) -> bool:
        key = fold(name)
        return bool(key) and key in self._trie

    # --- in a text -------------------------------------------------------

    def match_ends(self, text: str, start: int) -> tuple[NameMatch, ...]:
        """Return the names that begin at ``text[start]``, shortest first, without reading their records.

        A match never cuts a run of katakana, or of Latin letters and digits, and an
        all-lower-case Latin word is none.
        """
        return tuple(NameMatch(end, *self._bearers(number)) for end, number in self._matches(text, start))

    def names_in(self, text: str) -> tuple[tuple[int, NameMatch], ...]:
        """Return (start, match) for every substring of a text that is a name, in text order."""
        return tuple((start, match) for start in range(len(text)) for match in self.match_ends(text, start))

    def prefixes(self, text: str, start: int) -> tuple[tuple[int, tuple[Record, ...]], ...]:
        """Return (end, records) of each name that begins at ``text[start]``, shortest first.

        ``end`` is an offset into ``text``, exclusive.
        """
        return tuple((end, self._sorted(number)) for end, number in self._matches(text, start))

    def _matches(self, text: str, start: int) -> Iterator[tuple[int, int]]:
        folded: FoldedText = _folded(text)
        begin = folded.at[start]
        if begin >= len(folded.text) or folded.starts[begin] != start:
            return
        if start and _joins(text[start - 1], text[start]):
            return
        window = folded.text[begin : begin + fmt.MAX_NAME]
        for key, number in self._trie.iter_prefixes_with_ids(window):
            last = begin + len(key) - 1
            end = folded.ends[last]
            # Half of a character that folds to several (㈱) is no end.
            if last + 1 < len(folded.text) and folded.ends[last + 1] == end:
                continue
            if end < len(text) and _joins(text[end - 1], text[end]):
                continue
            if key.isascii() and text[start:end].islower():
                continue
            yield end, number

    # --- records ---------------------------------------------------------

    def _postings(self, number: int) -> Iterator[tuple[int, int]]:
        begin, end = struct.unpack_from("<II", self._map, 16 + 4 * number)
        for i in range(begin, end):
            yield struct.unpack_from("<I", self._map, self._rows_at + 4 * i)[0], self._map[self._flags_at + i]

    def _read_bearers(self, number: int) -> _Bearers:
        bits, best, shared = 0, 0, fmt.GENERIC | fmt.COMMON
        for _, mark in self._postings(number):
            bits |= 1 << (mark >> fmt.TYPE_SHIFT & 3)
            best = max(best, mark & 7)
            shared &= mark
        return _TYPE_SETS[bits], Grade(best), bool(shared & fmt.GENERIC), bool(shared & fmt.COMMON)

    def _records(self, key: str) -> tuple[Record, ...]:
        if not key or key not in self._trie:
            return ()
        return self._sorted(self._trie[key])

    def _sorted(self, number: int) -> tuple[Record, ...]:
        postings = list(self._postings(number))
        facts = self._entities([row for row, _ in postings])
        found = [
            Record(*facts[row], Grade(mark & 7), bool(mark & fmt.GENERIC), bool(mark & fmt.COMMON))
            for row, mark in postings
        ]
        found.sort(key=lambda r: (-r.grade, -r.popularity, -r.families, r.id))
        return tuple(found)

    def _entities(self, rows: list[int]) -> dict[int, _Facts]:
        """Return what is known of the entities in some rows, from memory or in one query."""
        with self._lock:
            out = {row: self._known[row] for row in rows if row in self._known}
            missing = [row for row in rows if row not in out]
            if not missing:
                return out
            if len(self._known) + len(missing) > _KEPT:
                self._known.clear()
            for i in range(0, len(missing), _AT_ONCE):
                part = [row + 1 for row in missing[i : i + _AT_ONCE]]
                query = _ENTITY.format(", ".join("?" * len(part)))
                for row, *values in self._db.execute(query, part):
                    out[row - 1] = self._known[row - 1] = _facts(*values)
        lost = next((row for row in missing if row not in out), None)
        if lost is not None:
            raise ResourceError(f"{self.path}: the gazetteer index is damaged (row {lost} is missing)")
        return out


def _facts(
    id_: str,
    type_: int,
    kind: str | None,
    ja: str | None,
    en: str | None,
    zh: str | None,
    country: str | None,
    description: str | None,
    popularity: int,
    families: int,
    leader: int,
    source: str | None,
) -> _Facts:
    """Return what one row of the table of entities says."""
    labels = tuple((tag, name) for tag, name in (("ja", ja), ("en", en), ("zh", zh)) if name)
    return (
        id_,
        fmt.TYPES[type_],
        kind,
        labels,
        country,
        description,
        popularity,
        families,
        bool(leader),
        source or "",
    )
