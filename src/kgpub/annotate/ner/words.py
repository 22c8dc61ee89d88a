"""The analyser's word vectors by word."""

from __future__ import annotations

from typing import Any


class WordRows:
    """Numbers the analyser's word vectors."""

    def __init__(self, vocabulary: Any) -> None:
        self._rows = vocabulary.vectors.key2row
        self._strings = vocabulary.strings
        self._known: dict[str, int] = {}

    def row(self, word: str) -> int:
        """Return the number of the word's vector, or -1."""
        found = self._known.get(word)
        if found is None:
            # Reading a word's hash does not add the word to the vocabulary.
            found = self._known[word] = int(self._rows.get(self._strings[word], -1))
        return found
