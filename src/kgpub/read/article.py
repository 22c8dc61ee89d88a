"""Read an article: bytes to text, text to lines, lines to an :class:`~kgpub.model.Article`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from kgpub.errors import UnreadableInput, UsageError
from kgpub.model import Article, BlockKind
from kgpub.read import language
from kgpub.read.blocks import assemble
from kgpub.read.dates import Published, parse_option
from kgpub.read.decode import decode
from kgpub.read.document import Document, Line, Metadata
from kgpub.read.metadata import clean, first, web_address
from kgpub.read.source import check_size, read_bytes, source_name

_HTML_SUFFIXES = {".html", ".htm", ".xhtml"}
_JSON_SUFFIXES = {".json", ".jsonld", ".ninjs"}
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|link|script|"
    r"article|main|section|header|nav|div|span|p|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*<(?:\?xml|rss|feed|newsItem|NewsML|nitf)\b")
# A headline may begin with [速報], but not like this.
_JSON = re.compile(r"\s*(?:\{\s*(?:\"|\}|$)|\[\s*(?:\{|\]|$))")
_SPACES = re.compile(r"\s+")
_NO_OVERRIDES = Metadata()


def read_article(
    source: Path | str, *, overrides: Metadata = _NO_OVERRIDES, stdin: BinaryIO | None = None
) -> Article:
    """Return the article in a file, or on stdin when ``source`` is ``-``.

    What the text looks like tells plain text, HTML and JSON apart; the file's
    ending only speaks where the text doesn't. ``overrides`` win over what the
    document says. A date of publication is never made up: it stays ``None`` when
    neither has one.

    Raises:
        UsageError: an override is no date, URL or language tag.
        InputError: the file can't be opened.
        UnreadableInput: it doesn't hold one readable article.
    """
    # First, so that a mistyped option is reported even if the file is wrong too.
    _checked(overrides)
    name = source_name(source)
    return parse_article(read_bytes(source, stdin), name, suffix=Path(source).suffix, overrides=overrides)


def parse_article(
    data: bytes,
    name: str,
    *,
    suffix: str = "",
    overrides: Metadata = _NO_OVERRIDES,
    fallback: Metadata = _NO_OVERRIDES,
) -> Article:
    """Return the article in some bytes; messages call it ``name``.

    ``suffix`` is the ending of the file that they come from, with its dot. ``fallback``
    is what their container (a feed, a crawl, a sitemap) says of the article: it counts
    where the document says nothing, and ``overrides`` win over both.

    Raises:
        UsageError: an override is no date, URL or language tag.
        UnreadableInput: the bytes don't hold one readable article.
    """
    published, url, override_language = _checked(overrides)
    check_size(data, name)
    document = read_document(decode(data, name), name, suffix=suffix)
    body = assemble(_with_headline(document))
    if not any(block.kind is not BlockKind.HEADLINE for block in body.blocks):
        found = "only a headline" if body.blocks else "no text"
        raise UnreadableInput(name, f"{found}; expected a headline and at least one paragraph")
    stated = document.metadata
    return Article(
        source=name,
        text=body.text,
        blocks=body.blocks,
        language=override_language or language.choose(stated.language or fallback.language, body.text),
        published=_first_date(published, stated.published, body.dated, fallback.published),
        url=url or stated.url or web_address(fallback.url),
        publisher=first(clean(overrides.publisher), stated.publisher, clean(fallback.publisher)),
        authors=document.authors,
        citations=body.citations,
    )


def read_document(text: str, source: str, *, suffix: str = "") -> Document:
    """Return the document in a text of any supported format.

    Raises:
        UnreadableInput: it is broken, or holds no article.
    """
    suffix = suffix.lower()
    beginning = text[:4096]
    if _HTML.match(beginning) or (suffix in _HTML_SUFFIXES and not _JSON.match(beginning)):
        from kgpub.read.html import read_html

        return read_html(text, source)
    if _JSON.match(beginning) or suffix in _JSON_SUFFIXES:
        from kgpub.read.json import read_json

        return read_json(text, source)
    if _XML.match(beginning):
        raise UnreadableInput(
            source,
            "is XML (a feed or a news record); expected text, HTML or JSON",
            tip="Save the article itself.",
        )
    from kgpub.read.text import read_text

    return read_text(text, source)


def _with_headline(document: Document) -> list[Line]:
    """Return the document's lines, headed by its headline once."""
    if document.headline is None:
        return list(document.lines)
    key = _squeezed(document.headline)
    lines = list(document.lines)
    # Some lines may come first: a section's name, a date. A paragraph may not.
    for index, line in enumerate(lines[:4]):
        if _squeezed(line.text) == key:
            del lines[index]
            break
    return [Line(document.headline), *lines]


def _squeezed(text: str) -> str:
    return _SPACES.sub("", text)


def _checked(overrides: Metadata) -> tuple[Published | None, str | None, str | None]:
    published = overrides.published
    if isinstance(published, str):
        published = parse_option(published)
    url = overrides.url
    if url is not None and web_address(url) is None:
        raise UsageError(f'--url is "{url}"; expected an absolute http or https URL')
    tag = overrides.language
    return published, web_address(url), language.parse_option(tag) if tag is not None else None


def _first_date(*dates: object) -> Published | None:
    return next((date for date in dates if date is not None), None)  # type: ignore[return-value]
