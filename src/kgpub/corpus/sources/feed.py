"""RSS 2.0, RSS 1.0 and Atom feeds whose entries hold whole articles.

Entries go on as schema.org records, so that they are read like any other. They are
parsed one after another with lxml, because an archive may be one large feed.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any

from kgpub.corpus.model import Found, Item
from kgpub.corpus.sources.base import Stream, damaged, unusable

_ATOM = "{http://www.w3.org/2005/Atom}"
_RSS1 = "{http://purl.org/rss/1.0/}"
_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_DC = "{http://purl.org/dc/elements/1.1/}"
_XHTML = "{http://www.w3.org/1999/xhtml}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_ENTRIES = (f"{_ATOM}entry", "item", f"{_RSS1}item")


class Feed:
    """A feed in a file."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def size(self) -> int:
        """Return the size of the file, 0 for standard input."""
        return self._stream.size()

    def position(self) -> int:
        """Return how much of it has been read."""
        return self._stream.position()

    def items(self) -> Iterator[Found]:
        """Yield the entries as the feed has them, up to where it is not well-formed."""
        from lxml import etree

        name = self._stream.name
        number = 0
        feed = _Head()
        try:
            with self._stream.unpacked() as stream:
                # Entities and networks stay off: a feed is somebody else's file.
                for _, element in etree.iterparse(
                    stream, events=("end",), resolve_entities=False, no_network=True, load_dtd=False
                ):
                    if element.tag in _ENTRIES:
                        number += 1
                        yield _item(element, feed, f"{name}:{number}")
                        _forget(element)
                    else:
                        feed.look(element)
        except (etree.XMLSyntaxError, OSError, EOFError) as error:
            yield damaged(f"{name}:{number + 1}", error)


class _Head:
    """What a feed says of itself before its entries."""

    def __init__(self) -> None:
        self.title: str | None = None
        self.language: str | None = None

    def look(self, element: Any) -> None:
        """Take an element that has been closed into account."""
        parent = element.getparent()
        if parent is None or parent.tag not in ("channel", f"{_ATOM}feed", f"{_RSS1}channel"):
            return
        if element.tag in ("title", f"{_ATOM}title", f"{_RSS1}title"):
            self.title = self.title or _text(element)
        elif element.tag in ("language", f"{_DC}language"):
            self.language = self.language or _text(element)


def _item(entry: Any, feed: _Head, name: str) -> Found:
    atom = entry.tag.startswith(_ATOM)
    url = _atom_link(entry) if atom else _of(entry, "link") or _of(entry, f"{_RSS1}link")
    url = url or _permalink(entry)
    identity = url or _of(entry, "guid", f"{_ATOM}id")
    title = _of(entry, f"{_ATOM}title", "title", f"{_RSS1}title") or ""
    body = _atom_body(entry) if atom else _of(entry, _CONTENT)
    if not body:
        return unusable(
            f"{name} ({title[:40]})" if title else name,
            "the entry has no content, only a summary or a link",
            "Save the page that it links to; kgpub fetches nothing.",
            identity,
        )
    authors = [_of(author, f"{_ATOM}name") for author in entry.iterfind(f"{_ATOM}author")]
    record = {
        "@type": "NewsArticle",
        "headline": title,
        "articleBody": body if "<" in body else html.escape(body),
        "datePublished": _of(entry, f"{_ATOM}published", f"{_ATOM}updated", "pubDate", f"{_DC}date"),
        "url": url,
        "author": [text for text in (*authors, _of(entry, f"{_DC}creator")) if text],
        "publisher": _of(entry, f"{_ATOM}source/{_ATOM}title", "source", f"{_DC}publisher") or feed.title,
        "inLanguage": entry.get(_LANGUAGE) or feed.language,
    }
    filled = {key: value for key, value in record.items() if value}
    return Item(name, json.dumps(filled, ensure_ascii=False).encode(), ".json", identity)


def _atom_link(entry: Any) -> str | None:
    for link in entry.iterfind(f"{_ATOM}link"):
        if link.get("rel", "alternate") == "alternate" and link.get("href"):
            return str(link.get("href")).strip()
    return None


def _permalink(entry: Any) -> str | None:
    guid = entry.find("guid")
    text = _text(guid) if guid is not None and guid.get("isPermaLink", "true") == "true" else None
    return text if text and text.startswith(("http://", "https://")) else None


def _atom_body(entry: Any) -> str | None:
    from lxml import etree

    content = entry.find(f"{_ATOM}content")
    if content is None or content.get("src"):
        return None
    if content.get("type") != "xhtml":
        return _text(content)
    for element in content.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.removeprefix(_XHTML)
    etree.cleanup_namespaces(content)
    return "".join(etree.tostring(child, encoding="unicode") for child in content) or None


def _of(parent: Any, *paths: str) -> str | None:
    return next((text for path in paths if (text := _text(parent.find(path)))), None)


def _text(element: Any) -> str | None:
    if element is None:
        return None
    return "".join(element.itertext()).strip() or None


def _forget(element: Any) -> None:
    """Free an entry and what stands before it, so that memory doesn't grow with the feed."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
