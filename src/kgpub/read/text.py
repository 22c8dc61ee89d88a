"""Plain text: a headline, then one paragraph, sub-heading or bullet to a line."""

from __future__ import annotations

from kgpub.errors import UnreadableInput
from kgpub.read.document import Document, Line
from kgpub.read.normalise import normalise

MAX_LINE = 100_000  # characters


def read_text(text: str, source: str) -> Document:
    """Return the lines of a plain text; its first line is the headline.

    Raises:
        UnreadableInput: a line is longer than any paragraph.
    """
    return Document(text_lines(text, source))


def text_lines(text: str, source: str) -> tuple[Line, ...]:
    """Return the normalised, non-empty lines.

    Raises:
        UnreadableInput: a line is longer than any paragraph.
    """
    lines = []
    for number, raw in enumerate(text.splitlines(), 1):
        if len(raw) > MAX_LINE:
            raise UnreadableInput(
                source,
                f"line {number} has {len(raw):,} characters; expected a paragraph of a news article",
                tip="Put each paragraph on a line of its own.",
            )
        if line := normalise(raw):
            lines.append(Line(line))
    return tuple(lines)
