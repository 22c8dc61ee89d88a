"""Tell what each line of an article is, and join the lines into its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kgpub.model import Block, BlockKind, Citation, Span
from kgpub.read.dates import Published, parse_date_line
from kgpub.read.document import Line
from kgpub.read.references import cite, find_references, is_sentence

# "- " needs its space (-3度), ・ doesn't. ― opens a question in an interview, ○○市 is a
# name left out, and ▲3% or △3% is a loss: none of these is a bullet.
_MARKER = re.compile(
    r"(?:[-–*＊+]\s+"
    r"|(?P<mark>[・•‣⁃●○■□◆◇▼▽▶▷►◎☆★]|[▲△](?!\s*\d))(?!(?P=mark))\s*)(?=\S)"
)
# Marks that also stand before a sub-heading.
_HEADING_MARKS = "■□◆◇▼▽▶▷●○◎★☆▲△"
_SENTENCE_END = "。．.!?！？…:：;；、，,"
_QUESTION = "?!？！"
_LONGEST_HEADING = 40
_LONGEST_QUESTION = 30
_LONGEST_LATIN_HEADING = 80
_BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
# 【北京=共同】 on a line of its own says where the news is from; 【今後の見通し】 is a heading.
_DATELINE = re.compile(r"【[^】]*[=＝][^】]*】")
# 6/1(日) 5:00 配信, 更新：12:30
_CLOCK_LINE = re.compile(r"[\d\s/:：.()（）年月日時分前後午最終公開配信掲載更新火水木金土-]+")
_DATE_LINES_WITHIN = 3


@dataclass(frozen=True, slots=True)
class Body:
    """The text of an article with its blocks, and what its lines say of its sources and date."""

    text: str
    blocks: tuple[Block, ...]
    citations: tuple[Citation, ...]
    dated: Published | None


def assemble(lines: Sequence[Line]) -> Body:
    """Return the lines as one text with a block for each; the first is the headline.

    Lines without a letter or digit (rules such as ``◇`` or ``***``) are left out.
    ``dated`` is the date on a line of its own under the headline.
    """
    lines = [line for line in lines if any(char.isalnum() for char in line.text)]
    references = find_references(lines)
    opening = references.line if references else len(lines)
    blocks: list[Block] = []
    cited: list[tuple[Span, str, str | None]] = []
    start = 0
    for index, line in enumerate(lines):
        kind, skip = _classify(lines, index, opening)
        block = Block(kind, start + skip, start + len(line.text))
        blocks.append(block)
        if references and kind is BlockKind.REFERENCE:
            if index == opening:
                skip = references.header_length
            if skip < len(line.text):
                cited.append((Span(start + skip, block.end), line.text[skip:], line.href))
        start += len(line.text) + 1
    text = "\n".join(line.text for line in lines)
    return Body(text, tuple(blocks), cite(cited), _date(lines[1:opening]))


def _classify(lines: Sequence[Line], index: int, opening: int) -> tuple[BlockKind, int]:
    """Return what the line is, and the length of the marker that its block leaves out."""
    line = lines[index]
    if index == 0:
        return BlockKind.HEADLINE, 0
    marker = _MARKER.match(line.text)
    skip = marker.end() if marker else 0
    if index >= opening:
        prose = index > opening and is_sentence(line.text)
        return (BlockKind.PARAGRAPH if prose else BlockKind.REFERENCE), skip
    if line.kind is not None:
        return line.kind, skip
    if marker:
        neighbours = [*lines[index - 1 : index], *lines[index + 1 : index + 2]]
        alone = all(other.text[0] != line.text[0] for other in neighbours)
        heads = line.text[0] in _HEADING_MARKS and alone and _is_heading(line.text[skip:])
        return (BlockKind.SUBHEADING if heads and index + 1 < opening else BlockKind.BULLET), skip
    # Nothing follows a heading's last place: it is a short last paragraph, or a by-line.
    heads = index + 1 < opening and _is_heading(line.text)
    return (BlockKind.SUBHEADING if heads else BlockKind.PARAGRAPH), 0


def _is_heading(text: str) -> bool:
    if any(pattern.fullmatch(text) for pattern in (_BRACKETED, _DATELINE, _CLOCK_LINE)) or parse_date_line(
        text
    ):
        return False
    if "。" in text:
        return False
    if text.isascii():
        return len(text) <= _LONGEST_LATIN_HEADING and text[-1] not in _SENTENCE_END.replace("?", "")
    if text[-1] in _QUESTION:
        return len(text) <= _LONGEST_QUESTION and "、" not in text
    return len(text) <= _LONGEST_HEADING and text[-1] not in _SENTENCE_END


def _date(lines: Sequence[Line]) -> Published | None:
    """Return the date on a line of its own that only by-lines and sub-headlines part from the headline."""
    for line in lines[:_DATE_LINES_WITHIN]:
        if (value := parse_date_line(line.text)) is not None:
            return value
        if is_sentence(line.text):
            return None
    return None
