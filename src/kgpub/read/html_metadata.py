"""What a page's head says of its article: JSON-LD, then OpenGraph, then ``<meta>`` and the like.

Only what the page states is used. Guesses at a date or an author from the words
of the page (a footer's year, a class name) would become facts of the graph.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from kgpub.read import jsonld
from kgpub.read.dates import Published
from kgpub.read.document import Metadata
from kgpub.read.metadata import Record, clean, first, merge, published, web_address

_log = logging.getLogger("kgpub.read")

_OPEN_GRAPH_DATES = ("article:published_time", "og:article:published_time", "og:published_time")
_META_DATES = (
    "datepublished",
    "pubdate",
    "publishdate",
    "publish_date",
    "publish-date",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dcterms.date",
    "sailthru.date",
    "parsely-pub-date",
    "article_date_original",
    "cxenseparse:recs:publishtime",
    "citation_publication_date",
)
_META_AUTHORS = (
    "author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "article:author",
)
_META_PUBLISHERS = ("publisher", "dc.publisher", "dcterms.publisher", "copyright-holder", "application-name")
_WRAPPING = re.compile(r"^\s*(?:<!--|(?://)?\s*<!\[CDATA\[)|(?:-->|(?://)?\s*\]\]>)\s*$")
# "みだし | 社会 | あおば新聞", "Headline - Example News": the site's name follows in the title.
_TITLE_SEPARATOR = re.compile(r"\s*[|｜]\s*|\s+[-–—:：]\s+")


def read_metadata(tree: Any, source: str) -> Record:
    """Return the record of a page; ``body`` is JSON-LD's ``articleBody`` if it has one."""
    meta = _meta(tree)
    structured = _structured(tree, source)
    open_graph = Record(
        headline=clean(meta.get("og:title")),
        metadata=Metadata(
            published=_date(meta, _OPEN_GRAPH_DATES),
            url=web_address(meta.get("og:url")),
            publisher=clean(meta.get("og:site_name")),
            language=None,
        ),
    )
    site = first(structured.metadata.publisher, open_graph.metadata.publisher)
    plain = Record(
        headline=_title(tree, site),
        metadata=Metadata(
            published=_date(meta, _META_DATES) or _time(tree),
            url=web_address(_canonical(tree)),
            publisher=clean(first(*(meta.get(name) for name in _META_PUBLISHERS))),
            language=_language(tree, meta),
        ),
        authors=_authors(meta),
    )
    # The page's own heading is worded as its readers see it; og:title often ends with the site's name.
    if open_graph.headline and plain.headline and open_graph.headline.startswith(plain.headline):
        open_graph = merge(Record(headline=plain.headline), open_graph)
    return merge(structured, open_graph, plain)


def _meta(tree: Any) -> dict[str, str]:
    """Return the first content of each ``<meta>`` by its lower-case name, property or itemprop."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = (element.get(attribute) or "").strip().lower()
            if name and content:
                found.setdefault(name, content)
    for element in tree.iter("meta"):
        if (element.get("http-equiv") or "").lower() == "content-language" and element.get("content"):
            found.setdefault("content-language", element.get("content"))
    return found


def _structured(tree: Any, source: str) -> Record:
    for element in tree.iter("script"):
        if not (element.get("type") or "").strip().lower().startswith("application/ld+json"):
            continue
        try:
            # Sites leave raw line breaks in strings, and comment marks around the whole.
            data = json.loads(_WRAPPING.sub("", element.text or ""), strict=False)
        except (ValueError, RecursionError):
            _log.warning("%s: a JSON-LD block is broken; ignored", source)
            continue
        if records := jsonld.articles(data):
            return records[0]
    return Record()


def _date(meta: dict[str, str], names: tuple[str, ...]) -> Published | None:
    return next((value for name in names if (value := published(meta.get(name), name)) is not None), None)


def _time(tree: Any) -> Published | None:
    """Return the date of a ``<time>`` that says it is the publication's, or of the only one there is."""
    times = [element for element in tree.iter("time") if element.get("datetime")]
    marked = [
        element
        for element in times
        if "pubdate" in element.attrib or element.get("itemprop") == "datePublished"
    ]
    stamps = {element.get("datetime") for element in marked or times}
    return published(stamps.pop(), "time") if len(stamps) == 1 else None


def _canonical(tree: Any) -> str | None:
    links: Iterator[Any] = tree.iter("link")
    return next((link.get("href") for link in links if (link.get("rel") or "").lower() == "canonical"), None)


def _language(tree: Any, meta: dict[str, str]) -> str | None:
    root = next(iter(tree.iter("html")), tree)
    return first(root.get("lang"), root.get("xml:lang"), meta.get("content-language"), meta.get("og:locale"))


def _title(tree: Any, site: str | None) -> str | None:
    """Return the page's only ``<h1>``, or its title without the name of the site."""
    headings = [text for element in tree.iter("h1") if (text := clean(element.text_content()))]
    title = clean(next((element.text_content() for element in tree.iter("title")), None))
    if title is None:
        return headings[0] if headings else None
    parts = _TITLE_SEPARATOR.split(title)
    # A page may have its logo as a heading too, and the site's name at the end of its title.
    logo = parts[-1] if len(parts[-1]) < len(parts[0]) else site
    for heading in headings:
        if heading in title and heading not in (site, logo):
            return heading
    if len(headings) == 1 and headings[0] not in (*parts, site):
        return headings[0]
    return parts[0] or title


def _authors(meta: dict[str, str]) -> tuple[str, ...]:
    for name in _META_AUTHORS:
        value = clean(meta.get(name))
        if value and not web_address(value):
            parts = (clean(part) for part in re.split(r"\s*[,、;；]\s*", value))
            return tuple(dict.fromkeys(part for part in parts if part))
    return ()
