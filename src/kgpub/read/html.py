"""HTML pages: their main text, and the metadata that they state."""

from __future__ import annotations

from typing import Any

from kgpub.errors import UnreadableInput
from kgpub.read.document import Document, Line
from kgpub.read.html_metadata import read_metadata
from kgpub.read.json import body_lines
from kgpub.read.main_text import is_sentence, main_text, prose_length
from kgpub.read.markup import parse_html, prepare
from kgpub.read.normalise import normalise_line
from kgpub.read.text import MAX_LINE

_SHORTEST_ARTICLE = 20  # characters in sentences
# Sources stand at the end of an article; links elsewhere don't matter.
_LINKED_LINES = 12
_SHORTEST_LINK = 4
_HEADLINE_WITHIN = 2
_SHORTEST_HEADLINE = 8


def read_html(text: str, source: str) -> Document:
    """Return the article of a page.

    Raises:
        UnreadableInput: there is no article in it.
    """
    tree = parse_html(text)
    if tree is None:
        raise _no_article(source)
    record = read_metadata(tree, source)
    tree = prepare(tree)
    links = _links(tree)
    lines = main_text(tree, record.headline)
    if record.body:
        stated = body_lines(record.body, source)
        # Pages that load or lock their text still give search engines all of it.
        if 2 * prose_length(lines) < prose_length(stated):
            lines = stated
    if prose_length(tuple(line for line in lines if line.text != record.headline)) < _SHORTEST_ARTICLE:
        raise _no_article(source)
    longest = max(len(line.text) for line in lines)
    if longest > MAX_LINE:
        raise UnreadableInput(source, f"a paragraph has {longest:,} characters; expected a news article")
    headline = _worded_as_shown(record.headline, lines)
    return Document(_linked(lines, links), headline, record.metadata, record.authors)


def _no_article(source: str) -> UnreadableInput:
    return UnreadableInput(
        source,
        "no article found in this HTML page",
        tip="If scripts load its text, save the page from a browser, or save the article as plain text.",
    )


def _worded_as_shown(headline: str | None, lines: tuple[Line, ...]) -> str | None:
    """Return the headline without the name of the site, if the page shows it so above its text."""
    for line in lines[:_HEADLINE_WITHIN]:
        title = len(line.text) >= _SHORTEST_HEADLINE and not is_sentence(line)
        if headline and title and (headline.startswith(line.text) or headline.endswith(line.text)):
            return line.text
    return headline


def _links(tree: Any) -> dict[str, str]:
    """Return the targets of the page's web links by their text."""
    found: dict[str, str] = {}
    for element in tree.iter("a"):
        href = (element.get("href") or "").strip()
        text = normalise_line(element.text_content())
        if href.startswith(("http://", "https://")) and len(text) >= _SHORTEST_LINK:
            found.setdefault(text, href)
    return found


def _linked(lines: tuple[Line, ...], links: dict[str, str]) -> tuple[Line, ...]:
    """Return the lines, the last of them with the target of the link that they hold."""
    tail = max(len(lines) - _LINKED_LINES, 0)
    return (*lines[:tail], *(Line(line.text, line.kind, _target(line.text, links)) for line in lines[tail:]))


def _target(text: str, links: dict[str, str]) -> str | None:
    return links.get(text) or next((href for link, href in links.items() if link in text), None)
