"""Known names in a text: a trie of names and the types of what bears them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import marisa_trie

from kgpub.model import Token

# One bit each in the value of a name.
TYPES = ("Person", "Organization", "Place", "Event", "Term")
_LONGEST = 40


def normalise(name: str) -> str:
    """Return the form in which names are listed and looked up; the length does not change."""
    return name.lower() if len(name.lower()) == len(name) else name


class NameList:
    """Marks the tokens that together spell a known name."""

    def __init__(self, path: Path) -> None:
        self._trie = marisa_trie.RecordTrie("<B")
        self._trie.mmap(str(path))

    def tags(self, text: str, tokens: Sequence[Token]) -> list[list[str]]:
        """Return for each token labels such as ``B-Place2`` (begins a name of two tokens); often none.

        Of the names that cover a token, the longest counts. A name must begin and
        end where tokens do. ``text`` is the article's, width-folded.
        """
        text = normalise(text)
        ends = {t.end: i for i, t in enumerate(tokens)}
        out: list[list[str]] = [[] for _ in tokens]
        reach = 0
        for i, token in enumerate(tokens):
            best, bits = -1, 0
            for name in self._trie.prefixes(text[token.start : token.start + _LONGEST]):
                last = ends.get(token.start + len(name), -1)
                if last > best:
                    best, bits = last, self._trie[name][0][0]
            if best < reach:
                continue
            reach = best + 1
            for bit, kind in enumerate(TYPES):
                if bits >> bit & 1:
                    for j in range(i, best + 1):
                        part = "B" if j == i else "E" if j == best else "I"
                        out[j].append(f"{part}-{kind}{min(best - i + 1, 3)}")
        return out
