"""JSON documents: schema.org NewsArticle in JSON-LD, and ninjs."""

from __future__ import annotations

import json
import re
from typing import Any

from kgpub.errors import UnreadableInput
from kgpub.read import jsonld, ninjs
from kgpub.read.document import Document, Line
from kgpub.read.metadata import Record
from kgpub.read.text import text_lines

_TAG = re.compile(r"</?(?:p|br|div|h[1-6]|ul|ol|li|body|section|article|blockquote)\b[^<>]*>", re.IGNORECASE)


def read_json(text: str, source: str) -> Document:
    """Return the article of a JSON document.

    Raises:
        UnreadableInput: the JSON is broken, or doesn't hold exactly one article with a body.
    """
    record = _record(_parse(text, source), source)
    lines = body_lines(record.body or "", source)
    if not lines:
        raise UnreadableInput(
            source,
            "the article has no body",
            tip="Expected articleBody (JSON-LD), or body_text, body_xhtml or bodies (ninjs).",
        )
    return Document(lines, record.headline, record.metadata, record.authors)


def body_lines(body: str, source: str) -> tuple[Line, ...]:
    """Return the lines of a body that is plain text, or HTML if it has a block's tag."""
    if not _TAG.search(body):
        return text_lines(body, source)
    from kgpub.read.markup import markup_lines, parse_html, prepare

    tree = parse_html(body)
    return () if tree is None else markup_lines(prepare(tree))


def _parse(text: str, source: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        tip = "Give one article per file." if error.msg == "Extra data" else "Check it with a JSON tool."
        raise UnreadableInput(source, f"broken JSON in line {error.lineno} ({error.msg})", tip=tip) from None
    except (RecursionError, ValueError):  # ValueError: an integer of thousands of digits
        raise UnreadableInput(
            source, "JSON that can't be read (nested too deep, or a number too long)"
        ) from None


def _record(data: Any, source: str) -> Record:
    if isinstance(data, list) and len(data) == 1 and ninjs.is_ninjs(data[0]):
        data = data[0]
    if ninjs.is_ninjs(data) and not jsonld.is_jsonld(data):
        return ninjs.read_ninjs(data, source)
    records = jsonld.articles(data)
    full = [record for record in records if record.body]
    if len(full) > 1:
        raise UnreadableInput(source, f"holds {len(full)} articles; expected one", tip="Give one per file.")
    if not records:
        raise UnreadableInput(
            source, "JSON without a news article; expected schema.org NewsArticle (JSON-LD) or ninjs"
        )
    return full[0] if full else records[0]
