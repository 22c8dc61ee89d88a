"""The analyser's word vectors by word."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


class WordRows:
    """Numbers the analyser's word vectors."""

    def __init__(self, vocabulary: Any) -> None:
        self._rows = vocabulary.vectors.key2row
        self._strings = vocabulary.strings
        self._row = lru_cache(maxsize=65536)(self._find)

    def row(self, word: str) -> int:
        """Return the number of the word's vector, or -1."""
        return self._row(word)

    def _find(self, word: str) -> int:
        # Reading a word's hash does not add the word to the vocabulary.
        return int(self._rows.get(self._strings[word], -1))
