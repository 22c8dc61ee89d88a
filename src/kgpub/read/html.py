"""HTML pages: the main text with trafilatura, and the metadata that the page states."""

from __future__ import annotations

import copy
import functools
import logging
import re
from typing import TYPE_CHECKING, Any

from kgpub.errors import UnreadableInput
from kgpub.read.document import Document, Line
from kgpub.read.html_metadata import read_metadata
from kgpub.read.json import body_lines
from kgpub.read.markup import markup_lines, parse_html, prepare
from kgpub.read.normalise import normalise_line
from kgpub.read.text import MAX_LINE

if TYPE_CHECKING:
    from configparser import ConfigParser

# Under this many characters trafilatura takes the whole page for the article, menus
# and all. Its own 250 is a paragraph of English, but a whole news item in Japanese.
_SHORTEST_EXTRACT = 40
_SHORTEST_ARTICLE = 20
_SENTENCE = re.compile(r"[。．.!?！？][」』”\")）]*$")
_RELATED = re.compile(
    r"[【■◆●]?\s*(?:関連(?:記事|ニュース|リンク|情報|キーワード|ワード|トピックス)|"
    r"(?:あわせて|併せて|合わせて)読みたい(?:記事)?|"
    r"おすすめ(?:の)?記事|こちらもおすすめ|人気記事|注目記事|(?:アクセス)?ランキング|"
    r"related (?:articles|stories|news)|read more|more (?:on this story|stories))\s*[】:：]?",
    re.IGNORECASE,
)


def read_html(text: str, source: str) -> Document:
    """Return the article of a page.

    Raises:
        UnreadableInput: there is no article in it.
    """
    tree = parse_html(text)
    if tree is None:
        raise no_article(source)
    record = read_metadata(tree, source)
    tree = prepare(tree)
    links = _links(tree)
    lines = _main_text(tree)
    if record.body:
        stated = body_lines(record.body, source)
        # Pages that load or lock their text still give search engines all of it.
        if 2 * _length(lines) < _length(stated):
            lines = stated
    lines = _without_related(lines)
    headline = record.headline
    prose = [line for line in lines if line.text != headline]
    if _length(prose) < _SHORTEST_ARTICLE or not any(_SENTENCE.search(line.text) for line in prose):
        raise no_article(source)
    longest = max(len(line.text) for line in lines)
    if longest > MAX_LINE:
        raise UnreadableInput(source, f"a paragraph has {longest:,} characters; expected a news article")
    linked = tuple(Line(line.text, line.kind, links.get(line.text)) for line in lines)
    return Document(linked, headline, record.metadata, record.authors)


def no_article(source: str) -> UnreadableInput:
    """Return the error for a page without an article."""
    return UnreadableInput(
        source,
        "no article found in this HTML page",
        tip="If scripts load its text, save the page from a browser, or save the article as plain text.",
    )


def _main_text(tree: Any) -> tuple[Line, ...]:
    from trafilatura import bare_extraction

    log = logging.getLogger("trafilatura")
    level = log.level
    # It reports an empty page as an error; ours says so in words.
    log.setLevel(logging.CRITICAL)
    try:
        # fast: the fallbacks count words between spaces, of which Japanese has none.
        document = bare_extraction(
            tree,
            fast=True,
            include_formatting=True,
            include_comments=False,
            include_tables=True,
            config=_config(),
        )
    finally:
        log.setLevel(level)
    return () if document is None or document.body is None else markup_lines(document.body)


@functools.cache
def _config() -> ConfigParser:
    from trafilatura.settings import DEFAULT_CONFIG

    config: ConfigParser = copy.deepcopy(DEFAULT_CONFIG)
    config["DEFAULT"]["MIN_EXTRACTED_SIZE"] = str(_SHORTEST_EXTRACT)
    return config


def _links(tree: Any) -> dict[str, str]:
    """Return the targets of the page's web links by their text, for the sources an article names."""
    found: dict[str, str] = {}
    for element in tree.iter("a"):
        href = (element.get("href") or "").strip()
        if href.startswith(("http://", "https://")) and (text := normalise_line(element.text_content())):
            found.setdefault(text, href)
    return found


def _without_related(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Return the lines up to a heading such as 関連記事 that only titles follow."""
    for index, line in enumerate(lines):
        if _RELATED.fullmatch(line.text):
            rest = lines[index + 1 :]
            if not any(_SENTENCE.search(other.text) for other in rest):
                return lines[:index]
    return lines


def _length(lines: tuple[Line, ...] | list[Line]) -> int:
    return sum(len(line.text) for line in lines)
