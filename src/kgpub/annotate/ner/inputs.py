"""What the network sees of each token: the analyser's vectors, and numbers of features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kgpub.annotate.ner.features import (
    OWN,
    SITE,
    FeatureNumbers,
    governors,
    in_brackets,
    noun_runs,
    site_features,
)
from kgpub.annotate.ner.plain import asked_tokens
from kgpub.annotate.ner.words import WordRows
from kgpub.model import Token

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]

# How far the network looks to each side, by kind of input; the places around a sentence are empty.
CONTEXT_REACH, WORD_REACH, OWN_REACH = 2, 1, 2
_PAD = 2
OTHERS = 3


@dataclass(frozen=True)
class Inputs:
    """The tokens of many sentences one after another, with room between them.

    ``tokens`` are the positions of the real tokens, ``lengths`` how many each sentence has.
    ``asked`` index those of them that the network scores; the rest are plainly outside of names,
    and have no ``others`` and no ``sites``.
    ``words`` number the vectors of the words, ``others`` (positions, OTHERS) those of their first
    and last characters, and of the words that they depend on; -1 is none. ``bags``
    (words, OWN) number the features of each distinct word, and ``own`` these bags; ``sites``
    (positions, SITE) number features. 0 is none.
    """

    context: Floats
    words: Integers
    others: Integers
    bags: Integers
    own: Integers
    sites: Integers
    tokens: Integers
    lengths: Integers
    asked: Integers


def assemble(
    sentences: Sequence[Sequence[Token]],
    context: Sequence[Floats],
    listed: Sequence[Sequence[Sequence[str]]],
    words: WordRows,
    numbers: FeatureNumbers,
    *,
    every: bool = False,
) -> Inputs:
    """Return the inputs of some sentences; ``context`` holds the analyser's vectors for each sentence.

    With ``every``, plain tokens are scored too, as in training.
    """
    width = context[0].shape[1] if context else 1
    lengths = np.array([len(s) for s in sentences], np.int64)
    total = int(lengths.sum()) + _PAD * (len(sentences) + 1)
    starts = _PAD + np.cumsum(lengths + _PAD) - (lengths + _PAD)
    at = np.concatenate([np.arange(a, a + n) for a, n in zip(starts, lengths, strict=True)])
    vectors = np.zeros((total, width), np.float32)
    vectors[at] = np.concatenate(list(context))
    rows = [words.row(t.text) for s in sentences for t in s]
    word_rows = np.full(total, -1, np.int64)
    word_rows[at] = rows
    # Words come again and again: each is looked up once.
    bags: dict[tuple[int, ...], int] = {(0,) * OWN: 0}
    own = np.zeros(total, np.int64)
    known = iter(rows)
    own[at] = [
        bags.setdefault(numbers.own(t.text, t.tag, next(known) >= 0, labels), len(bags))
        for tokens, names in zip(sentences, listed, strict=True)
        for t, labels in zip(tokens, names, strict=True)
    ]
    beside: list[tuple[int, int, int]] = []
    placed: list[list[int]] = []
    asked: list[int] = []
    done = 0
    row, no_features = words.row, [0] * SITE
    for tokens, names in zip(sentences, listed, strict=True):
        brackets = in_brackets(tokens)
        chosen = list(range(len(tokens))) if every else asked_tokens(tokens, names, brackets)
        asked += [done + i for i in chosen]
        done += len(tokens)
        if not chosen:
            continue
        runs = noun_runs(tokens)
        heads = governors(tokens, runs)
        features = site_features(tokens, names, runs, heads, brackets, numbers.site)
        placed += [[*features[i], *no_features][:SITE] for i in chosen]
        for i in chosen:
            text, head = tokens[i].text, heads[i]
            beside.append((row(text[0]), row(text[-1]), row(tokens[head].text) if head >= 0 else -1))
    at_asked = at[asked]
    others = np.full((total, OTHERS), -1, np.int64)
    others[at_asked] = np.array(beside, np.int64).reshape(-1, OTHERS)
    sites = np.zeros((total, SITE), np.int64)
    sites[at_asked] = np.array(placed, np.int64).reshape(-1, SITE)
    return Inputs(
        vectors,
        word_rows,
        others,
        np.array(list(bags), np.int64),
        own,
        sites,
        at,
        lengths,
        np.array(asked, np.int64),
    )


def window(rows: Floats, at: Integers, reach: int) -> Floats:
    """Return for each position in ``at`` the rows from ``reach`` before it to ``reach`` after it in one."""
    return np.concatenate([rows[at + d] for d in range(-reach, reach + 1)], axis=1)
