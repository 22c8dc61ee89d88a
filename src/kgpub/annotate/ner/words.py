"""Clusters of words with similar vectors: what the recogniser knows of words it has not seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class WordClasses:
    """Maps a word to its cluster at each granularity.

    The analyser's vectors are the key: ``table[row]`` holds the clusters of the
    vector in that row, and a word without a vector has none.
    """

    def __init__(self, vocabulary: Any, table: Sequence[Sequence[int]]) -> None:
        self._rows = vocabulary.vectors.key2row
        self._strings = vocabulary.strings
        self._table = [tuple(enumerate(int(c) for c in row)) for row in table]
        self._known: dict[str, tuple[tuple[int, int], ...]] = {}

    def clusters(self, word: str) -> tuple[tuple[int, int], ...]:
        """Return (granularity, cluster) pairs; empty for a word without a vector."""
        found = self._known.get(word)
        if found is None:
            row = self.row(word)
            found = self._table[row] if row >= 0 else ()
            self._known[word] = found
        return found

    def row(self, word: str) -> int:
        """Return the number of the word's vector, or -1."""
        # Reading a word's hash does not add the word to the vocabulary.
        return int(self._rows.get(self._strings[word], -1))
