"""The block at the end of an article that names its sources: where it opens, and what it cites."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kgpub.model import Citation, Span
from kgpub.read.document import Line

_WORDS = (
    r"references?|reference\(s\)|sources?|source\(s\)|further reading|"
    r"参考(?:文献|資料|記事|情報|リンク|サイト|元|url)?|参照(?:元|記事)?|出典|出所|情報源|情報元|引用元|ソース|関連資料"
)
_HEADER = re.compile(rf"[(（【\[〈<]?\s*(?:{_WORDS})\s*[)）】\]〉>]?\s*[:：]?", re.IGNORECASE)
_INLINE_HEADER = re.compile(rf"(?:{_WORDS})\s*[:：]\s*(?=\S)", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>「」『』（）]+", re.IGNORECASE)
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?:/\S*)?", re.IGNORECASE)
_NUMBER = re.compile(r"(?:\[\d{1,3}\]|[(（]\d{1,3}[)）]|\d{1,3}[.)．]|[①-⑳]|※\d{0,3})\s*")
# A header with its source on the same line stands at the end of an article.
_TAIL = 12


@dataclass(frozen=True, slots=True)
class ReferenceStart:
    """Which line opens the block, and how much of that line is the header."""

    line: int
    header_length: int


def is_sentence(text: str) -> bool:
    """Return whether the line is Japanese prose: press releases put full sentences under (参考)."""
    return text.rstrip("」』)） ").endswith(("。", "．"))


def find_references(lines: Sequence[Line]) -> ReferenceStart | None:
    """Return where the reference block opens, or ``None`` when the article has none.

    A header such as ``Reference(s):`` or 参考 opens it, unless a full sentence
    follows: then the lines are the article's own.
    """
    for index, line in enumerate(lines[1:], 1):
        rest = lines[index + 1 :]
        if _HEADER.fullmatch(line.text):
            if rest and not is_sentence(rest[0].text):
                return ReferenceStart(index, len(line.text))
            continue
        inline = _INLINE_HEADER.match(line.text)
        if inline and len(rest) < _TAIL and not any(is_sentence(other.text) for other in (line, *rest)):
            return ReferenceStart(index, inline.end())
    return None


def is_site(text: str) -> bool:
    """Return whether the line is a URL or a host name, as ``cgtn.com`` or ``https://example.jp/a``."""
    return bool(_URL.fullmatch(text) or _HOST.fullmatch(text))


def cite(spans: Sequence[tuple[Span, str, str | None]]) -> tuple[Citation, ...]:
    """Return the sources that the block's lines name, in order.

    Each line comes as its span, its text and the target of its link, if the page
    linked it. A title takes the site and the URL that stand under it.
    """
    citations: list[Citation] = []
    for span, text, href in spans:
        last = citations[-1] if citations else None
        if is_site(text):
            url = text if _URL.fullmatch(text) else href
            if last and last.title and not last.site:
                citations[-1] = Citation(last.title, span, url or last.url)
            elif last and url and not last.url:
                citations[-1] = Citation(last.title, last.site, url)
            else:
                citations.append(Citation(None, span, url))
            continue
        title, url = _title(span, text)
        if title or url:
            citations.append(Citation(title, None, url or href))
    return tuple(citations)


def _title(span: Span, text: str) -> tuple[Span | None, str | None]:
    """Return the span of the line's title, without its number and URL, and the URL."""
    number = _NUMBER.match(text)
    start, end = number.end() if number else 0, len(text)
    url = _URL.search(text, start)
    if url:
        end = url.start() if url.start() > start else start
    title = text[start:end].rstrip(" 　-–—:：,、(（<")
    if not title:
        return None, url[0] if url else None
    return Span(span.start + start, span.start + start + len(title)), url[0] if url else None
