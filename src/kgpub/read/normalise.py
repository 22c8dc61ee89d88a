"""Normalise text, so that one word is one sequence of characters wherever it came from.

Full-width letters and digits stay as the article has them: the analyser folds
them for its own use, and the graph quotes the article.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_BREAK = re.compile("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_SPACE = re.compile("[\t\xa0\u2007\u202f]")
_HALFWIDTH_KATAKANA = re.compile("[\uff61-\uff9f]+")
# Controls, zero-width and bidirectional marks, soft hyphens, variation selectors
# (葛󠄀 and 葛 are one name), and what no RDF syntax can carry: surrogates and
# non-characters.
_INVISIBLE = re.compile(
    "[\x00-\x09\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)


def normalise(text: str) -> str:
    """Return the text in NFC, one line per non-empty line, without invisible characters.

    Line breaks of every kind become ``\\n``; lines lose white space at both ends
    (also the ideographic space that indents a Japanese paragraph) and empty ones
    are dropped; half-width katakana become full-width. Applying it twice changes
    nothing.

    >>> normalise("\\ufeff　ﾆｭｰｽです。\\r\\n\\r\\n　続報\\u200bです。")
    'ニュースです。\\n続報です。'
    """
    text = _LINE_BREAK.sub("\n", text)
    text = _INVISIBLE.sub("", _SPACE.sub(" ", text))
    text = _HALFWIDTH_KATAKANA.sub(_widen, text)
    # Last, because what went before can bring a letter and its mark together.
    text = unicodedata.normalize("NFC", text)
    return "\n".join(line for raw in text.split("\n") if (line := raw.strip()))


def normalise_line(text: str) -> str:
    """Return the normalised text on one line, for a headline, a name or a title."""
    return re.sub(r"\s+", " ", normalise(text).replace("\n", " "))


def _widen(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])
