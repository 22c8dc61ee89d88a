"""ninjs, the IPTC's JSON for news items: 1.x (``body_xhtml``), 2.x and 3.x (``bodies``).

The schemas: https://iptc.org/std/ninjs/
"""

from __future__ import annotations

import logging
import re
from typing import Any

from kgpub.read.document import Metadata
from kgpub.read.metadata import Record, clean, first, published, web_address

_log = logging.getLogger("kgpub.read")

# Markup keeps paragraphs and headings apart; plain text often comes as one line.
_BODY_ORDER = ("xhtml", "html", "text")


def is_ninjs(data: object) -> bool:
    """Return whether the JSON is a ninjs news item: it has a ``uri``, and a body or headline."""
    if not isinstance(data, dict) or not isinstance(data.get("uri"), str):
        return False
    return any(key == "headlines" or re.match(r"(?:bodies$|body_|headline)", key) for key in data)


def read_ninjs(data: dict[str, Any], source: str) -> Record:
    """Return the news item as a record. Keys differ in case between 2.x and 3.x, so case is ignored."""
    item = {key.lower(): value for key, value in data.items()}
    status = item.get("pubstatus")
    if status in ("canceled", "withheld"):
        _log.warning("%s: the item's pubstatus is %s", source, status)
    by = _text(item.get("byline")) or _text(item.get("by"))
    when = None
    # The text is that of this version, and so are its 今日 and 昨日.
    for key in ("versioncreated", "firstcreated", "contentcreated"):
        when = when or published(_text(item.get(key)), key)
    return Record(
        headline=clean(
            first(_text(item.get("headline")), _main(item.get("headlines")), _prefixed(item, "headline_"))
        ),
        body=_body(item),
        metadata=Metadata(
            published=when,
            url=web_address(_text(item.get("uri"))),
            publisher=clean(_text(item.get("publisher")) or _text(item.get("copyrightholder"))),
            language=_text(item.get("language")),
        ),
        authors=_authors(by),
    )


def _authors(by: str | None) -> tuple[str, ...]:
    without_by = re.sub(r"^\s*by\s+", "", by or "", flags=re.IGNORECASE)
    names = re.split(r"\s*(?:[,、，;；/]|\band\b)\s*", without_by)
    return tuple(dict.fromkeys(name for text in names if (name := clean(text))))


def _main(headlines: object) -> str | None:
    items = [item for item in headlines if isinstance(item, dict)] if isinstance(headlines, list) else []
    items.sort(key=lambda item: item.get("role") not in ("main", None))
    return next((text for item in items if (text := _text(item.get("value")))), None)


def _body(item: dict[str, Any]) -> str | None:
    bodies: list[tuple[str, str]] = []
    for key, value in item.items():
        if key.startswith("body_") and (text := _text(value)):
            bodies.append((key.removeprefix("body_"), text))
    for entry in item["bodies"] if isinstance(item.get("bodies"), list) else []:
        if isinstance(entry, dict) and (text := _text(entry.get("value"))):
            type_ = _text(entry.get("contenttype")) or _text(entry.get("contentType")) or ""
            bodies.append((f"{_text(entry.get('role')) or ''} {type_}".lower(), text))
    for wanted in _BODY_ORDER:
        for name, text in bodies:
            # NITF and NewsML bodies are XML of their own kinds.
            if wanted in name and "xml" not in name.replace("xhtml", ""):
                return text
    return next((text for _, text in bodies), None)


def _prefixed(item: dict[str, Any], prefix: str) -> str | None:
    return next((text for key in sorted(item) if key.startswith(prefix) and (text := _text(item[key]))), None)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value.strip() else None
