"""What has been built, from what, and what the output has of it: an SQLite database beside the output.

A graph is kept under the digest of the article that it was made of, with the
fingerprint of what made it, and taken over by later runs if both are the same.
Work is committed every second: a run that dies loses no more than that, and
the next one goes on from there. One run at a time can have it open.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from kgpub.copies import Sketch, Text
from kgpub.corpus.model import Built, Failure, Found, Item, Outcome, Reason
from kgpub.errors import InputError

_FORMAT = 2
_EVERY = 1.0  # seconds between commits
_SCHEMA = """
CREATE TABLE result (
    key TEXT PRIMARY KEY, build TEXT NOT NULL, iri TEXT NOT NULL, triples INTEGER NOT NULL,
    violations INTEGER NOT NULL, warnings INTEGER NOT NULL, digest TEXT NOT NULL, lines BLOB NOT NULL,
    rendered BLOB, day TEXT, sketch TEXT);
CREATE TABLE item (
    position INTEGER PRIMARY KEY, name TEXT NOT NULL, identity TEXT NOT NULL, key TEXT NOT NULL);
CREATE INDEX item_key ON item (key);
CREATE TABLE failure (key TEXT PRIMARY KEY, reason TEXT NOT NULL, text TEXT NOT NULL, tip TEXT NOT NULL);
CREATE TABLE standing (identity TEXT PRIMARY KEY, key TEXT NOT NULL);
CREATE TABLE wanted (iri TEXT PRIMARY KEY, key TEXT NOT NULL, position INTEGER NOT NULL);
CREATE TABLE published (iri TEXT PRIMARY KEY, digest TEXT NOT NULL);
"""
# The articles of this run in which the listing of items and the results agree, and what stays of those
# that have no graph now. The last of several that make one graph counts: an archive grows at its end.
_WANTED = """
INSERT INTO wanted
SELECT iri, key, position FROM (
    SELECT *, row_number() OVER (PARTITION BY iri ORDER BY position DESC, key) AS place FROM (
        SELECT r.iri, r.key, i.position FROM item i JOIN result r USING (key) WHERE r.build = :build
        UNION ALL
        SELECT r.iri, r.key, -1 FROM standing s JOIN result r USING (key)
        WHERE substr(r.build, 1, length(:options)) = :options AND (
            EXISTS (SELECT 1 FROM item i JOIN failure f USING (key) WHERE i.identity = s.identity)
            OR :keep AND s.identity NOT IN (SELECT identity FROM item))))
WHERE place = 1
"""
_STANDING = """
INSERT OR REPLACE INTO standing
SELECT i.identity, r.key FROM item i JOIN result r USING (key) WHERE r.build = :build ORDER BY i.position
"""
_FORGET_STANDING = "DELETE FROM standing WHERE identity NOT IN (SELECT identity FROM item)"
_FORGET_RESULTS = """
DELETE FROM result WHERE key NOT IN (SELECT key FROM wanted) AND key NOT IN (SELECT key FROM standing)
    AND NOT (build = :build AND key IN (SELECT key FROM item))
"""


@dataclass(frozen=True, slots=True)
class Article:
    """A graph that the output should have."""

    iri: str
    digest: str
    triples: int
    lines: bytes
    rendered: bytes | None


@dataclass(frozen=True, slots=True)
class SetAside:
    """An article without a graph of this run; ``kept`` if one of an earlier run stands for it."""

    name: str
    failure: Failure
    kept: bool


class Manifest:
    """The record of a corpus build. Use it as a context manager."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection
        self._committed = time.monotonic()
        self._build = ""
        self._position = 0
        self._damaged = False

    @classmethod
    def open(cls, path: Path) -> Manifest:
        """Return the manifest in a file, which is made if it isn't there.

        Raises:
            InputError: another run has it open, or the file is something else or can't be written.
        """
        with _explaining(path):
            db = sqlite3.connect(path, isolation_level=None, timeout=0)
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("BEGIN EXCLUSIVE")
            (found,) = db.execute("PRAGMA user_version").fetchone()
            if found == 0:
                for statement in _SCHEMA.split(";\n"):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {_FORMAT}")
            db.execute("COMMIT")
        if found not in (0, _FORMAT):
            db.close()
            raise InputError(
                str(path), "is of another version of kgpub", tip="Delete it; everything is then built anew."
            )
        return cls(path, db)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._db.in_transaction:
                self._db.execute("COMMIT")
        except sqlite3.Error:
            if error is None:
                raise
        finally:
            self._db.close()

    # --- building --------------------------------------------------------

    def begin(self, build: str) -> None:
        """Start listing what the sources hold now; ``build`` is the fingerprint."""
        self._build = build
        with _explaining(self.path):
            self._begin()
            self._db.execute("DELETE FROM item")
            self._db.execute("DELETE FROM failure")

    def note(self, found: Found) -> bool:
        """Take down the next article of the sources; return whether its graph must be built."""
        self._position += 1
        with _explaining(self.path):
            self._begin()
            if isinstance(found, Item):
                identity = found.identity or found.key
                self._insert_item(found.name, identity, found.key)
                row = self._db.execute("SELECT build FROM result WHERE key = ?", (found.key,)).fetchone()
                self._commit_if_due()
                return row is None or row[0] != self._build
            key = f"unusable:{self._position}"
            self._damaged = self._damaged or found.damaged
            self._insert_item(found.name, found.identity or key, key)
            self._insert_failure(key, found.failure)
            self._commit_if_due()
            return False

    def record(self, item: Item, outcome: Outcome) -> None:
        """Keep what was built of an article, or why it was set aside."""
        with _explaining(self.path):
            self._begin()
            if isinstance(outcome, Built):
                digest = hashlib.sha256(outcome.lines + b"\0" + (outcome.rendered or b"")).hexdigest()
                self._db.execute(
                    "INSERT OR REPLACE INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        item.key,
                        self._build,
                        outcome.iri,
                        outcome.triples,
                        outcome.violations,
                        outcome.warnings,
                        digest,
                        outcome.lines,
                        outcome.rendered,
                        outcome.day,
                        outcome.sketch,
                    ),
                )
            else:
                self._insert_failure(item.key, outcome)
            self._commit_if_due()

    def settle(self, *, keep: bool = False) -> None:
        """Decide, once everything is listed and built, what the output should have.

        ``keep`` takes nothing for gone that is not listed. Neither does a damaged source.
        """
        keep = keep or self._damaged
        values = {
            "build": self._build,
            "options": self._build.partition("-")[0],
            "keep": keep,
        }
        with _explaining(self.path):
            self._begin()
            self._db.execute("DELETE FROM wanted")
            self._db.execute(_WANTED, values)
            self._db.execute(_STANDING, values)
            if not keep:
                self._db.execute(_FORGET_STANDING)
            self._db.execute(_FORGET_RESULTS, values)
            self.commit()

    def add(self, built: Built) -> None:
        """Want, besides the articles' graphs, one about all of them; it is made anew by every run."""
        item = Item(built.iri, built.iri.encode(), ".graph")
        self.record(item, built)
        with _explaining(self.path):
            self._db.execute("INSERT OR REPLACE INTO wanted VALUES (?, ?, 0)", (built.iri, item.key))

    # --- what the output should have -------------------------------------

    def articles(self) -> Iterator[Article]:
        """Yield the graphs that the output should have, ordered by IRI."""
        yield from self._articles("")

    def changed(self) -> Iterator[Article]:
        """Yield those that the output doesn't have, or has as they were, ordered by IRI."""
        yield from self._articles("WHERE w.iri NOT IN (SELECT iri FROM published WHERE digest = r.digest)")

    def _articles(self, condition: str) -> Iterator[Article]:
        query = f"""SELECT w.iri, r.digest, r.triples, r.lines, r.rendered
                    FROM wanted w JOIN result r USING (key) {condition} ORDER BY w.iri"""
        with _explaining(self.path):
            for row in self._db.execute(query):
                yield Article(*row)

    def texts(self) -> Iterator[Text]:
        """Yield what tells copies of the articles' texts, by day (none comes first) and then by IRI."""
        query = """SELECT w.iri, r.day, r.sketch FROM wanted w JOIN result r USING (key)
                   WHERE r.sketch IS NOT NULL ORDER BY r.day, w.iri"""
        with _explaining(self.path):
            for iri, day, found in self._db.execute(query):
                yield Text(iri, dt.date.fromisoformat(day) if day else None, Sketch.decode(found))

    def forget_unless(self, present: Callable[[str], bool]) -> None:
        """Look whether the output still has the graphs that it is said to have, by their IRIs."""
        with _explaining(self.path):
            for (iri,) in self._db.execute("SELECT iri FROM published ORDER BY iri").fetchall():
                if not present(iri):
                    self.withdraw(iri)

    def gone(self) -> list[str]:
        """Return the IRIs of the graphs that the output has and should not have."""
        query = "SELECT iri FROM published WHERE iri NOT IN (SELECT iri FROM wanted) ORDER BY iri"
        with _explaining(self.path):
            return [iri for (iri,) in self._db.execute(query)]

    def publish(self, iri: str, digest: str) -> None:
        """Take down that the output has a graph now."""
        with _explaining(self.path):
            self._begin()
            self._db.execute("INSERT OR REPLACE INTO published VALUES (?, ?)", (iri, digest))
            self._commit_if_due()

    def withdraw(self, iri: str) -> None:
        """Take down that the output has a graph no longer."""
        with _explaining(self.path):
            self._begin()
            self._db.execute("DELETE FROM published WHERE iri = ?", (iri,))
            self._commit_if_due()

    def commit(self) -> None:
        """Put everything so far on the disk."""
        with _explaining(self.path):
            if self._db.in_transaction:
                self._db.execute("COMMIT")
        self._committed = time.monotonic()

    # --- what the report tells -------------------------------------------

    def count(self, what: str) -> int:
        """Return how many ``articles`` are listed, graphs ``wanted``, or what these have of something."""
        query = {
            "articles": "SELECT count(*) FROM item",
            "wanted": "SELECT count(*) FROM wanted",
            "triples": "SELECT total(triples) FROM wanted JOIN result USING (key)",
            "violations": "SELECT total(violations) FROM wanted JOIN result USING (key)",
            "warnings": "SELECT total(warnings) FROM wanted JOIN result USING (key)",
        }[what]
        with _explaining(self.path):
            return int(self._db.execute(query).fetchone()[0])

    def set_aside(self) -> Iterator[SetAside]:
        """Yield the articles that were set aside, in the order of the sources."""
        query = """SELECT i.name, f.reason, f.text, f.tip, EXISTS (
                       SELECT 1 FROM standing s JOIN wanted w USING (key) WHERE s.identity = i.identity)
                   FROM item i JOIN failure f USING (key) ORDER BY i.position"""
        with _explaining(self.path):
            for name, reason, text, tip, kept in self._db.execute(query):
                yield SetAside(name, Failure(Reason(reason), text, tip), bool(kept))

    def superseded(self) -> Iterator[tuple[str, str]]:
        """Yield (article, the later one that makes the same graph), in the order of the sources."""
        query = """SELECT i.name, j.name FROM item i JOIN result r USING (key)
                   JOIN wanted w ON w.iri = r.iri AND w.position > i.position
                   JOIN item j ON j.position = w.position ORDER BY i.position"""
        with _explaining(self.path):
            yield from self._db.execute(query)

    # ---------------------------------------------------------------------

    def _insert_item(self, name: str, identity: str, key: str) -> None:
        self._db.execute("INSERT INTO item VALUES (?, ?, ?, ?)", (self._position, name, identity, key))

    def _insert_failure(self, key: str, failure: Failure) -> None:
        row = (key, failure.reason.value, failure.text, failure.tip)
        self._db.execute("INSERT OR REPLACE INTO failure VALUES (?, ?, ?, ?)", row)

    def _begin(self) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN")

    def _commit_if_due(self) -> None:
        if time.monotonic() - self._committed > _EVERY:
            self.commit()


@contextmanager
def _explaining(path: Path) -> Iterator[None]:
    """Turn the database's errors into ours."""
    try:
        yield
    except sqlite3.Error as error:
        text = str(error)
        if "locked" in text:
            raise InputError(
                str(path), "another kgpub build has it open", tip="Wait until that one is done."
            ) from None
        if "full" in text:
            raise InputError(
                str(path),
                "can't be written: the disk is full",
                tip="Make room and run the same command again; what has been built is kept.",
            ) from None
        if "not a database" in text or "malformed" in text or "no such table" in text:
            raise InputError(
                str(path), "is not a manifest", tip="Name another file with --manifest, or delete it."
            ) from None
        raise InputError(
            str(path), f"can't be used ({text})", tip="Check that you may write there."
        ) from None
