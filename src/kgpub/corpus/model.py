"""What passes between the stages of a corpus build."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from kgpub.errors import KgpubError
from kgpub.read import Metadata


@dataclass(frozen=True)
class Item:
    """The bytes of one article as its source holds them.

    ``name`` is how messages call it: a path, or ``corpus.jsonl:17``. ``identity`` stays
    the same when the article is edited (a path, a URL); ``None`` where nothing does.
    ``suffix`` is the ending of its file, with the dot. ``fallback`` is what the source
    says of it, which counts where the article itself is silent.
    """

    name: str
    data: bytes
    suffix: str = ""
    identity: str | None = None
    fallback: Metadata = field(default_factory=Metadata)

    @cached_property
    def key(self) -> str:
        """SHA-256, in hexadecimal, of all that decides the graph on the article's side."""
        f = self.fallback
        when = f.published.isoformat() if isinstance(f.published, dt.date) else f.published
        head = json.dumps([self.suffix.lower(), when, f.url, f.publisher, f.language])
        return hashlib.sha256(head.encode() + b"\0" + self.data).hexdigest()


class Reason(StrEnum):
    """Why an article was set aside."""

    UNREADABLE = "unreadable"  # not an article, or not in a language that kgpub reads
    INVALID = "invalid"  # its graph violates the shapes
    NOT_CHECKED = "not-checked"  # its graph could not be checked
    ERROR = "error"  # something in kgpub or below it raised
    DEADLINE = "deadline"  # it took longer than allowed
    KILLED = "killed"  # the process that built it died, several times


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no graph of an article; ``text`` doesn't repeat its name."""

    reason: Reason
    text: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Unusable:
    """A place in a source where an article should be and none can be read.

    ``damaged`` if nobody knows what else the source held: what is not seen in it then
    can't be taken for gone.
    """

    name: str
    failure: Failure
    identity: str | None = None
    damaged: bool = False


Found = Item | Unusable


@dataclass(frozen=True, slots=True)
class Built:
    """The graph of an article.

    ``lines`` are its triples, sorted N-Triples without the name of the graph, compressed
    with zlib; ``rendered`` the document that goes to the output, where that is not
    made of lines. ``day`` is that of the article's publication, ISO 8601, and ``sketch``
    what tells copies of its text (:class:`kgpub.copies.Sketch`). ``violations`` and
    ``warnings`` count what the shapes find; there are violations only where they were to
    be written all the same.
    """

    iri: str
    triples: int
    violations: int
    warnings: int
    lines: bytes
    rendered: bytes | None = None
    day: str | None = None
    sketch: str | None = None


Outcome = Built | Failure
Batch = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """What a worker is told to do with every article; plain values that travel to other machines.

    ``rendered`` is the format (``turtle``, ``trig`` ...) of the documents that the output
    consists of, ``None`` where it is made of lines. ``overrides`` win over what articles say.
    """

    base: str
    overrides: Metadata = field(default_factory=Metadata)
    mentions: bool = False
    explain: bool = False
    validate: bool = True
    force: bool = False
    gazetteer: Path | None = None
    shapes: Path | None = None
    rendered: str | None = None


class CorpusStopped(KgpubError):
    """With ``--strict``, the first article that was set aside."""

    def __init__(self, name: str, failure: Failure, exit_code: int) -> None:
        super().__init__(f"{name}: {failure.text}", tip=failure.tip)
        self.exit_code = exit_code


def batches(items: Iterator[Item], *, most: int, characters: int) -> Iterator[Batch]:
    """Yield the items in groups of at most ``most``, closed once they hold so many bytes."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.data)
        if len(batch) >= most or size >= characters:
            yield tuple(batch)
            batch, size = [], 0
    if batch:
        yield tuple(batch)
