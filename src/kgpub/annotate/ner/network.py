"""A small feed-forward network over windows of the analyser's vectors and of features; numpy only.

It scores each tag for each token; the conditional random field takes these scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kgpub.annotate.ner.field import sum_chains
from kgpub.annotate.ner.inputs import (
    CONTEXT_REACH,
    OTHERS,
    OWN_REACH,
    WORD_REACH,
    Floats,
    Inputs,
    Integers,
    window,
)
from kgpub.annotate.ner.spans import TAGS
from kgpub.annotate.threads import one_thread

# Tokens at once: more take memory, fewer read the weights more often.
_AT_ONCE = 2048


@dataclass(frozen=True)
class Network:
    """Weights of the network and of the field over it.

    ``context``, ``word``, ``other``, ``own`` and ``site`` make the hidden layer out of windows of the
    analyser's vectors and of word vectors, the vectors of characters and of the governing word,
    windows of sums of ``own_table``'s rows, and sums of ``site_table``'s; ``bias`` is added.
    ``tags`` and ``tags_bias`` make scores of it; ``follows`` scores one tag after another.
    ``vectors`` holds the word vectors, scaled, with a row of zeros at the end.
    """

    context: Floats
    word: Floats
    other: Floats
    own: Floats
    site: Floats
    bias: Floats
    tags: Floats
    tags_bias: Floats
    follows: Floats
    own_table: Floats
    site_table: Floats
    vectors: Floats

    def probabilities(self, inputs: Inputs) -> Floats:
        """Return the probability of each tag, (tokens, tags).

        One thread does it: sums are rounded otherwise with another number of threads, and
        with other tokens beside them. Where equal articles must give equal bytes, each
        comes alone.
        """
        out = np.zeros((len(inputs.tokens), len(TAGS)), np.float32)
        out[:, 0] = 1
        at = inputs.tokens[inputs.asked]
        if len(at) == 0:
            return out
        own = self.own_table[inputs.bags].sum(axis=1)[inputs.own]
        chunks = range(0, len(at), _AT_ONCE)
        with one_thread():
            scores = np.concatenate([self._scores(inputs, own, at[i : i + _AT_ONCE]) for i in chunks])
            lengths = self._settle_ends(scores, inputs, at)
            out[inputs.asked] = sum_chains(scores, lengths, self.follows).marginals
        return out

    def _settle_ends(self, scores: Floats, inputs: Inputs, at: Integers) -> Integers:
        """Add the transitions from and to tokens that are not asked about; return the stretches between them.

        Given these tokens, the stretches do not depend on each other.
        """
        firsts = np.flatnonzero(np.diff(at, prepend=-1) != 1)
        lasts = np.append(firsts[1:], len(at)) - 1
        within = np.zeros(len(inputs.words), bool)
        within[inputs.tokens] = True
        scores[firsts[within[at[firsts] - 1]]] += self.follows[0]
        scores[lasts[within[at[lasts] + 1]]] += self.follows[:, 0]
        return lasts - firsts + 1

    def _scores(self, inputs: Inputs, own: Floats, at: Integers) -> Floats:
        layer = window(inputs.context, at, CONTEXT_REACH) @ self.context
        layer += self._words(inputs, at)
        layer += window(own, at, OWN_REACH) @ self.own
        sites = inputs.sites[at]
        placed = np.flatnonzero(sites.any(axis=1))
        layer[placed] += self.site_table[sites[placed]].sum(axis=1) @ self.site
        return np.asarray(np.maximum(layer + self.bias, 0) @ self.tags + self.tags_bias, np.float32)

    def _words(self, inputs: Inputs, at: Integers) -> Floats:
        """Return what word vectors and the other ones give."""
        near = [inputs.words[at + d] for d in range(-WORD_REACH, WORD_REACH + 1)]
        out = self._products(near, self.word)
        for rows, weights in zip(inputs.others[at].T, np.split(self.other, OTHERS), strict=True):
            out += self._products([rows], weights)
        return out

    def _products(self, rows: list[Integers], weights: Floats) -> Floats:
        """Return the vectors of some rows, side by side, times the weights; each distinct one goes once."""
        used, where = np.unique(np.stack(rows), return_inverse=True)
        vectors = self.vectors[used]
        out = np.zeros((len(rows[0]), weights.shape[1]), np.float32)
        parts = weights.reshape(len(rows), vectors.shape[1], -1)
        for part, places in zip(parts, where.reshape(len(rows), -1), strict=True):
            out += (vectors @ part)[places]
        return out
