"""Fields that formats share: a record of an article, and checks on what its fields hold."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from kgpub.read.dates import Published, parse_published
from kgpub.read.document import Metadata
from kgpub.read.normalise import normalise_line

_log = logging.getLogger("kgpub.read")


@dataclass(frozen=True, slots=True)
class Record:
    """What structured data says of an article; ``body`` is plain text or HTML."""

    headline: str | None = None
    body: str | None = None
    metadata: Metadata = field(default_factory=Metadata)
    authors: tuple[str, ...] = ()


def published(text: str | None, name: str) -> Published | None:
    """Return the date in the field called ``name``; one that can't be read is ignored with a warning."""
    if text is None or not text.strip():
        return None
    value = parse_published(text)
    if value is None:
        _log.warning('%s is "%s", which is no date kgpub knows; ignored', name, text[:60])
    return value


def web_address(text: str | None) -> str | None:
    """Return the text if it is an absolute http(s) URL, without white space around it."""
    if text is None:
        return None
    text = text.strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    usable = parts.scheme in ("http", "https") and parts.netloc and not any(char.isspace() for char in text)
    return text if usable else None


def clean(text: str | None) -> str | None:
    """Return the text normalised on one line, or ``None`` if nothing is left."""
    return (normalise_line(text) or None) if text else None


def first(*values: str | None) -> str | None:
    """Return the first value that is not empty."""
    return next((value for value in values if value), None)


def merge(*records: Record) -> Record:
    """Return one record with each field from the first record that has it."""

    stated = [record.metadata for record in records]
    return Record(
        headline=first(*(record.headline for record in records)),
        body=first(*(record.body for record in records)),
        metadata=Metadata(
            published=next((one.published for one in stated if one.published is not None), None),
            url=first(*(one.url for one in stated)),
            publisher=first(*(one.publisher for one in stated)),
            language=first(*(one.language for one in stated)),
        ),
        authors=next((record.authors for record in records if record.authors), ()),
    )
