"""What a reader of one format hands on: lines and metadata, before they become an article."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from kgpub.model import BlockKind


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of an article apart from its words; ``None`` where nothing is.

    ``published`` may be a string where a user typed it: an ISO 8601 date or date
    and time. ``language`` is a BCP 47 tag (``ja``, ``ja-JP``).
    """

    published: dt.date | dt.datetime | str | None = None
    url: str | None = None
    publisher: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document, normalised; ``kind`` and ``href`` where the markup tells them."""

    text: str
    kind: BlockKind | None = None
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """An article as its format gives it.

    ``headline`` is ``None`` where the format has no field for it; the first line
    is the headline then.
    """

    lines: tuple[Line, ...]
    headline: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    authors: tuple[str, ...] = ()
