"""Walk a tree of markup and tell its lines apart: HTML, or the XML that trafilatura makes of it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from kgpub.model import BlockKind
from kgpub.read.document import Line
from kgpub.read.normalise import normalise_line

_HEADING = {"h1", "h2", "h3", "h4", "h5", "h6", "head"}
_ITEM = {"li", "item"}
_BREAK = {"br", "lb"}
# fmt: off
_BLOCK = _HEADING | _ITEM | {
    "address", "article", "aside", "blockquote", "body", "cell", "dd", "div", "dl", "dt", "header", "hr",
    "html", "list", "main", "ol", "p", "pre", "quote", "row", "section", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
}
_HIDDEN = {
    "button", "figcaption", "figure", "footer", "graphic", "iframe", "nav", "noscript", "object", "rp", "rt",
    "rtc", "script", "select", "style", "svg", "template", "textarea", "title",
}
# fmt: on
_READING = ("rp", "rt", "rtc")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_WIDE = "\u3000-\u30ff\u3400-\u9fff\uff00-\uffef"
# A line break in the source of a page is no space between Japanese characters.
_BREAK_IN_JAPANESE = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n]+[ \t\r\n]*(?=[{_WIDE}])")
# Pages that show source line breaks (white-space: pre-wrap) indent each paragraph.
_INDENTED_PARAGRAPH = re.compile(r"(?<=[。」』)）])[ \t\r]*\n[\s]*(?=\u3000)")
# A tree can't hold these, though pages do, also as &#1;.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x(?P<hex>[0-9a-f]{1,8})|(?P<decimal>[0-9]{1,8}));?", re.IGNORECASE)


def parse_html(text: str) -> Any:
    """Return the tree of a page or fragment, or ``None`` when there is no element in it."""
    text = _NOT_IN_XML.sub("", _REFERENCE.sub(_xml_reference, text))
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        # As bytes, because lxml refuses strings that declare an encoding of their own.
        return html.document_fromstring(text.encode("utf-8", "ignore"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _xml_reference(match: re.Match[str]) -> str:
    code = int(match["hex"], 16) if match["hex"] else int(match["decimal"])
    possible = code <= sys.maxunicode and not _NOT_IN_XML.match(chr(code))
    return match[0] if possible else ""


def prepare(tree: Any) -> Any:
    """Return the tree with readings of kanji taken out and its source line breaks resolved, in place.

    A reading set above a word (ruby) would otherwise stand inside the word.
    """
    for element in list(tree.iter(*_READING)):
        element.drop_tree()
    for element in list(tree.iter("ruby", "rb", "wbr")):
        element.drop_tag()
    for element in list(tree.iter(etree.Element)):
        if element.tag in ("script", "style"):
            continue
        if element.text and "\n" in element.text:
            element.text, *rest = _paragraphs(element.text)
            for position, paragraph in enumerate(rest):
                element.insert(position, _line_break(element, paragraph))
        parent = element.getparent()
        if parent is not None and element.tail and "\n" in element.tail.strip():
            element.tail, *rest = _paragraphs(element.tail)
            for paragraph in reversed(rest):
                element.addnext(_line_break(element, paragraph))
    return tree


def _paragraphs(text: str) -> list[str]:
    """Return the indented paragraphs of a text that has its own line breaks, or the text as one."""
    return [_BREAK_IN_JAPANESE.sub("", part) for part in _INDENTED_PARAGRAPH.split(text)]


def _line_break(element: Any, tail: str) -> Any:
    line_break = element.makeelement("br")
    line_break.tail = tail
    return line_break


def markup_lines(tree: Any) -> tuple[Line, ...]:
    """Return the lines that a reader sees, in order, with the kinds that headings and lists give them."""
    lines = []
    pieces: list[str] = []
    kind: BlockKind | None = None
    for piece, piece_kind in [*_walk(tree, None), (None, None)]:
        if piece is not None:
            if not pieces:
                kind = piece_kind
            pieces.append(piece)
            continue
        if text := normalise_line(_SPACES.sub(" ", "".join(pieces))):
            lines.append(Line(text, kind))
        pieces, kind = [], None
    return tuple(lines)


def _walk(element: Any, kind: BlockKind | None) -> Iterator[tuple[str | None, BlockKind | None]]:
    """Yield the pieces of text with their kinds, and ``(None, None)`` wherever a line ends."""
    if not isinstance(element.tag, str) or element.tag in _HIDDEN:
        return
    if element.tag in _BREAK:
        yield None, None
        return
    block = element.tag in _BLOCK
    if element.tag in _HEADING:
        kind = BlockKind.SUBHEADING
    elif element.tag in _ITEM:
        kind = BlockKind.BULLET
    if block:
        yield None, None
    if element.text:
        yield element.text, kind
    for child in element:
        yield from _walk(child, kind)
        if child.tail:
            yield child.tail, kind
    if block:
        yield None, None
