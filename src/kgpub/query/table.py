"""A table of text that fits a terminal, where Japanese characters are two columns wide."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Sequence

_GAP = "  "
_NARROWEST = 6
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def render(
    header: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None, bold: bool = False
) -> str:
    """Return the table as lines, ending in a line break.

    ``width`` is that of the terminal in columns; cells are cut with ``…`` to fit
    it. ``None`` cuts nothing. ``bold`` sets the header off with an escape sequence.
    """
    cells = [[_clean(cell) for cell in row] for row in (header, *rows)]
    widths = [max(display_width(row[i]) for row in cells) for i in range(len(header))]
    if width is not None:
        widths = _fitted(widths, width - len(_GAP) * (len(widths) - 1))
    lines = [
        _GAP.join(_padded(cell, w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in cells
    ]
    rule = _GAP.join("-" * w for w in widths)
    head = f"{_BOLD}{lines[0]}{_PLAIN}" if bold else lines[0]
    return "\n".join((head, rule, *lines[1:])) + "\n"


def display_width(text: str) -> int:
    """Return how many columns of a terminal the text takes.

    Wide and fullwidth characters take two; marks that sit on another character
    take none. Ambiguous ones count as one, as terminals have it by default.

    >>> display_width("会談A")
    5
    """
    # Most cells of a large table are ASCII, or the same name as in another row.
    return len(text) if text.isascii() and text.isprintable() else _measured(text)


@functools.lru_cache(maxsize=1 << 16)
def _measured(text: str) -> int:
    return sum(map(_character_width, text))


@functools.lru_cache(maxsize=1 << 14)
def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def _clean(text: str) -> str:
    """Return the text on one line and without controls, which could rewrite the screen."""
    if text.isprintable():
        return text
    return "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)


def _padded(text: str, width: int) -> str:
    used = display_width(text)
    if used > width:
        text = _cut(text, width)
        used = display_width(text)
    return text + " " * (width - used)


def _cut(text: str, width: int) -> str:
    kept, used = [], 1  # the ellipsis takes one column
    for character in text:
        used += _character_width(character)
        if used > width:
            break
        kept.append(character)
    return "".join(kept) + "…"


def _fitted(widths: list[int], room: int) -> list[int]:
    """Return widths that fit the room: the widest columns give way first, and none vanishes."""
    fitted = list(widths)
    while sum(fitted) > room:
        widest = max(range(len(fitted)), key=lambda i: (fitted[i], i))
        if fitted[widest] <= _NARROWEST:
            break
        fitted[widest] -= 1
    return fitted
