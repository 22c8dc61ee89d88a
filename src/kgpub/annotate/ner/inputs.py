"""What the network sees of each token: vectors of the word, its context and its characters, and classes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kgpub.annotate.ner.features import shape, word_class
from kgpub.annotate.ner.words import WordClasses
from kgpub.model import Token

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

# How far the network looks to each side, by kind of input.
CONTEXT_REACH, WORD_REACH, MARK_REACH = 2, 1, 2
_PAD = 2
# Classes are few ones among many zeros; doubled, they weigh as much as a vector does.
_MARK = 2.0


@dataclass(frozen=True)
class Marks:
    """The classes that have an input of their own: parts of speech, shapes, and what the name list says."""

    classes: tuple[str, ...]
    shapes: tuple[str, ...]
    listed: tuple[str, ...]

    @property
    def width(self) -> int:
        """How many inputs there are for each token."""
        return len(self.classes) + len(self.shapes) + len(self.listed)

    @cached_property
    def _columns(self) -> dict[tuple[str, str], int]:
        keys = [("c", x) for x in self.classes] + [("s", x) for x in self.shapes]
        return {key: i for i, key in enumerate(keys + [("n", x) for x in self.listed])}

    def of(self, tokens: Sequence[Token], listed: Sequence[Sequence[str]]) -> Floats:
        """Return an array of (tokens, width)."""
        columns = self._columns
        out = np.zeros((len(tokens), self.width), np.float32)
        for i, token in enumerate(tokens):
            keys = [("c", word_class(token)), ("s", shape(token.text))]
            for key in keys + [("n", label[:-1]) for label in listed[i]]:
                if key in columns:
                    out[i, columns[key]] = _MARK
        return out


@dataclass(frozen=True)
class Inputs:
    """The tokens of many sentences one after another, with room between them.

    ``tokens`` are the positions of the real tokens. ``words``, ``lasts`` and ``firsts``
    number the vectors of the word and of its last and first character; -1 is none.
    """

    context: Floats
    marks: Floats
    words: Integers
    lasts: Integers
    firsts: Integers
    tokens: Integers


def assemble(
    sentences: Sequence[Sequence[Token]],
    context: Sequence[Floats],
    listed: Sequence[Sequence[Sequence[str]]],
    marks: Marks,
    words: WordClasses,
) -> Inputs:
    """Return the inputs of some sentences; ``context`` holds the analyser's vectors for each sentence."""
    width = context[0].shape[1] if context else 1
    total = sum(len(s) + _PAD for s in sentences) + _PAD
    vectors = np.zeros((total, width), np.float32)
    marked = np.zeros((total, marks.width), np.float32)
    rows = np.full((3, total), -1, np.int64)
    positions: list[int] = []
    at = _PAD
    for tokens, array, names in zip(sentences, context, listed, strict=True):
        end = at + len(tokens)
        vectors[at:end] = array
        marked[at:end] = marks.of(tokens, names)
        for i, token in enumerate(tokens, at):
            rows[:, i] = words.row(token.text), words.row(token.text[-1]), words.row(token.text[0])
        positions.extend(range(at, end))
        at = end + _PAD
    return Inputs(vectors, marked, rows[0], rows[1], rows[2], np.array(positions, np.int64))


def dense(inputs: Inputs, at: Integers, table: Floats) -> Floats:
    """Return the network's inputs for some positions as one array; ``table`` ends with a row of zeros."""
    blocks = [inputs.context[at + d] for d in range(-CONTEXT_REACH, CONTEXT_REACH + 1)]
    blocks += [table[inputs.words[at + d]] for d in range(-WORD_REACH, WORD_REACH + 1)]
    blocks += [table[inputs.lasts[at]], table[inputs.firsts[at]]]
    blocks += [inputs.marks[at + d] for d in range(-MARK_REACH, MARK_REACH + 1)]
    return np.concatenate(blocks, axis=1)
