"""Writes an index from a stream of entries, in little memory and all at once or not at all."""

from __future__ import annotations

import shutil
import sqlite3
import struct
import sys
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import TracebackType

from kgpub.errors import InputError, UsageError
from kgpub.link import format as fmt
from kgpub.link.format import Alias, Entry
from kgpub.link.names import fold

Progress = Callable[[str, int], None]

_SCHEMA = """
CREATE TABLE text (id INTEGER PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE entity (
  row INTEGER PRIMARY KEY, id TEXT NOT NULL, type INTEGER NOT NULL, kind INTEGER,
  ja TEXT, en TEXT, zh TEXT, country TEXT, description INTEGER,
  popularity INTEGER NOT NULL, families INTEGER NOT NULL, leader INTEGER NOT NULL, source INTEGER
);
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_BATCH = 10_000


class IndexWriter:
    """Collects entries in a temporary database beside ``target`` and compiles the index from it.

    Use as a context manager: :meth:`add` entries, then :meth:`finish`. When the block
    is left without ``finish``, nothing remains and an index that stood at ``target``
    is untouched. An id that is added twice keeps what was said first; later entries
    fill gaps and add names.
    """

    def __init__(self, target: Path, *, progress: Progress | None = None) -> None:
        if target.exists() and not (target.is_dir() and is_replaceable(target)):
            raise UsageError(
                f"{target} exists and is not a gazetteer index",
                tip="Name a new directory, or remove this one yourself.",
            )
        self._target = target
        self._progress = progress or (lambda stage, count: None)
        self._texts: dict[str, int] = {}
        self._count = 0
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        except OSError as error:
            raise InputError(str(target), f"can't be written: {error.strerror}") from error
        self._db = sqlite3.connect(self._work / "work.sqlite", isolation_level=None)
        self._db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
            "PRAGMA cache_size=-32000; PRAGMA temp_store=FILE;"
            + _SCHEMA
            + "CREATE UNIQUE INDEX by_id ON entity (id);"
            + "CREATE TABLE alias (key TEXT NOT NULL, row INTEGER NOT NULL, flags INTEGER NOT NULL);"
        )
        self._db.execute("BEGIN")

    def __enter__(self) -> IndexWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        shutil.rmtree(self._work, ignore_errors=True)

    def _intern(self, value: str | None) -> int | None:
        if not value:
            return None
        found = self._texts.get(value)
        if found is None:
            found = len(self._texts) + 1
            # Open-ended vocabularies (a dump's descriptions) must not fill the memory.
            if found <= 500_000:
                self._texts[value] = found
            else:
                found = self._db.execute("SELECT max(id) + 1 FROM text").fetchone()[0]
            self._db.execute("INSERT INTO text VALUES (?, ?)", (found, value))
        return found

    def add(self, entry: Entry) -> None:
        """Take one entity and its names; an entry without a usable name is left out."""
        aliases: dict[str, int] = {}
        for alias in entry.aliases:
            key = alias.name if alias.part == fmt.SOUND else fold(alias.name)
            if not key or len(key) > fmt.MAX_NAME:
                continue
            key = alias.part + key
            value = fmt.flags(alias.grade, entry.type, generic=alias.generic, common=alias.common)
            aliases[key] = max(value, aliases.get(key, 0), key=lambda v: v & 7)
        if not aliases:
            return
        labels = entry.labels
        row = self._db.execute(
            "INSERT INTO entity VALUES (NULL,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET"
            " ja = coalesce(ja, excluded.ja), en = coalesce(en, excluded.en), zh = coalesce(zh, excluded.zh),"
            " country = coalesce(country, excluded.country), kind = coalesce(kind, excluded.kind),"
            " description = coalesce(description, excluded.description),"
            " popularity = max(popularity, excluded.popularity), families = families + 1 RETURNING row, type",
            (
                entry.id,
                fmt.TYPES.index(entry.type),
                self._intern(entry.kind),
                labels.get("ja"),
                labels.get("en"),
                labels.get("zh"),
                entry.country,
                self._intern(entry.description),
                entry.popularity,
                entry.families,
                int(entry.leader),
                self._intern(entry.source),
            ),
        ).fetchone()
        number, type_ = row[0] - 1, row[1]
        mask = ~(3 << fmt.TYPE_SHIFT)
        self._db.executemany(
            "INSERT INTO alias VALUES (?, ?, ?)",
            [(k, number, v & mask | type_ << fmt.TYPE_SHIFT) for k, v in sorted(aliases.items())],
        )
        self._count += 1
        if self._count % _BATCH == 0:
            self._progress("reading", self._count)

    def add_name(self, id_: str, alias: Alias, language: str | None = None) -> bool:
        """Add a name to an entity that was added before; return whether there is one.

        With a ``language``, the name also becomes its label where it has none.
        """
        row = self._db.execute("SELECT row, type FROM entity WHERE id = ?", (id_,)).fetchone()
        key = fold(alias.name)
        if row is None or not key or len(key) > fmt.MAX_NAME:
            return False
        value = fmt.flags(alias.grade, fmt.TYPES[row[1]], generic=alias.generic, common=alias.common)
        self._db.execute("INSERT INTO alias VALUES (?, ?, ?)", (alias.part + key, row[0] - 1, value))
        if language in ("ja", "en", "zh"):
            query = f"UPDATE entity SET {language} = coalesce({language}, ?) WHERE row = ?"
            self._db.execute(query, (alias.name, row[0]))
        return True

    def add_all(self, entries: Iterable[Entry]) -> None:
        """Take every entry of a stream."""
        for entry in entries:
            self.add(entry)

    def _sorted_aliases(self) -> Iterator[tuple[str, int, int]]:
        return iter(
            self._db.execute(
                "SELECT key, row, max(flags & 7) | (max(flags) & ~7) FROM sorted GROUP BY key, row"
            )
        )

    def finish(self, meta: dict[str, str] | None = None) -> None:
        """Compile the index and put it in the place of the target.

        Raises:
            InputError: no entity was added, or the disk is full.
        """
        self._db.execute("COMMIT")
        if not self._count:
            raise InputError(str(self._target), "no entity was found in the sources, so no index was written")
        try:
            built = self._work / "index"
            built.mkdir()
            self._compile(built, meta or {})
            self._replace(built)
        except (OSError, sqlite3.OperationalError) as error:
            raise InputError(str(self._target), f"the index can't be written: {error}") from error

    def _compile(self, built: Path, meta: dict[str, str]) -> None:
        import marisa_trie

        db = self._db
        self._progress("sorting", self._count)
        # Sorted once on disk; every later pass reads in order.
        db.executescript(
            "CREATE TABLE sorted AS SELECT key, row, flags FROM alias ORDER BY key, row; DROP TABLE alias;"
        )
        self._progress("names", 0)
        trie = marisa_trie.Trie(key for (key,) in db.execute("SELECT DISTINCT key FROM sorted"))
        trie.save(str(built / fmt.TRIE_FILE))
        names = len(trie)
        offsets = array("I", bytes(4 * (names + 1)))
        for key, _, _ in self._sorted_aliases():
            offsets[trie[key] + 1] += 1
        for i in range(names):
            offsets[i + 1] += offsets[i]
        total = offsets[names]
        rows, marks = array("I", bytes(4 * total)), bytearray(total)
        previous, at = None, 0
        for done, (key, row, mark) in enumerate(self._sorted_aliases()):
            at = at + 1 if key == previous else offsets[trie[key]]
            previous = key
            rows[at], marks[at] = row, mark
            if done % (10 * _BATCH) == 0:
                self._progress("postings", done)
        if sys.byteorder == "big":
            offsets.byteswap()
            rows.byteswap()
        with (built / fmt.POSTINGS_FILE).open("wb") as out:
            out.write(fmt.MAGIC + struct.pack("<II", names, total))
            offsets.tofile(out)
            rows.tofile(out)
            out.write(marks)
        self._progress("entities", self._count)
        entities = int(db.execute("SELECT count(*) FROM entity").fetchone()[0])
        facts = {"format": fmt.VERSION, "entities": str(entities), "names": str(names), **meta}
        db.executemany("INSERT INTO meta VALUES (?, ?)", sorted(facts.items()))
        db.executescript("DROP TABLE sorted; DROP INDEX by_id;")
        db.execute("VACUUM INTO ?", (str(built / fmt.ENTITIES_FILE),))

    def _replace(self, built: Path) -> None:
        old = self._work / "old"
        if self._target.exists():
            self._target.rename(old)
        try:
            built.rename(self._target)
        except OSError:
            if old.exists():
                old.rename(self._target)
            raise


def is_replaceable(directory: Path) -> bool:
    """Return whether a directory is empty or holds an index and nothing else."""
    return {path.name for path in directory.iterdir()} <= set(fmt.FILES)
