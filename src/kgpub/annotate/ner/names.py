"""Known names in a text: a trie of names and the types of what bears them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import marisa_trie

from kgpub.model import Token

TRIE_FILE, TYPES_FILE = "names.trie", "names.types"
# One bit each in what is known of a name.
TYPES = ("Person", "Organization", "Place", "Event", "Term")
_LONGEST = 40


def normalise(name: str) -> str:
    """Return the form in which names are listed and looked up; the length does not change."""
    return name.lower() if len(name.lower()) == len(name) else name


def write_names(directory: Path, names: Mapping[str, int]) -> None:
    """Write a list of normalised names with a bit for each of the TYPES of what bears them."""
    trie = marisa_trie.Trie(sorted(names))
    trie.save(str(directory / TRIE_FILE))
    (directory / TYPES_FILE).write_bytes(bytes(names[trie.restore_key(n)] for n in range(len(trie))))


class NameList:
    """Marks the tokens that together spell a known name."""

    def __init__(self, directory: Path) -> None:
        """Open the list that :func:`write_names` wrote there."""
        self._trie = marisa_trie.Trie().mmap(str(directory / TRIE_FILE))
        self._types = (directory / TYPES_FILE).read_bytes()

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
            window = text[token.start : token.start + _LONGEST]
            for name, number in self._trie.iter_prefixes_with_ids(window):
                last = ends.get(token.start + len(name), -1)
                if last > best:
                    best, bits = last, self._types[number]
            if best < reach:
                continue
            reach = best + 1
            for bit, kind in enumerate(TYPES):
                if bits >> bit & 1:
                    for j in range(i, best + 1):
                        part = "B" if j == i else "E" if j == best else "I"
                        out[j].append(f"{part}-{kind}{min(best - i + 1, 3)}")
        return out
