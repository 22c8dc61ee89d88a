"""A small feed-forward network over windows of the analyser's vectors and of features; numpy only.

It scores each tag for each token; the conditional random field takes these scores.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kgpub.annotate.ner.field import sum_chains
from kgpub.annotate.ner.inputs import (
    CONTEXT_REACH,
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

    ``context_base`` takes the analyser's vectors to fewer dimensions. ``context``, ``word``, ``other``,
    ``own`` and ``site`` make the hidden layer out of windows of these and of word vectors, the vectors
    of characters and of the governing word, windows of sums of ``own_table``'s rows, and sums of
    ``site_table``'s; ``bias`` is added.
    ``tags`` and ``tags_bias`` make scores of it; ``follows`` scores one tag after another.
    ``vectors`` holds the word vectors, in as many dimensions as it reads, with a row of zeros at the end.
    """

    context_base: Floats
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
        with one_thread():
            scores = self.scores(inputs, at)
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

    def scores(self, inputs: Inputs, at: Integers) -> Floats:
        """Return the score of each tag for the tokens at some positions."""
        context = inputs.context @ self.context_base
        own = self.own_table[inputs.bags].sum(axis=1)[inputs.own]
        chunks = [at[i : i + _AT_ONCE] for i in range(0, len(at), _AT_ONCE)]
        return np.concatenate([self._scores(inputs, context, own, chunk) for chunk in chunks])

    def _scores(self, inputs: Inputs, context: Floats, own: Floats, at: Integers) -> Floats:
        layer = window(context, at, CONTEXT_REACH) @ self.context
        near = np.stack([inputs.words[at + d] for d in range(-WORD_REACH, WORD_REACH + 1)], axis=1)
        layer += self.vectors[near].reshape(len(at), -1) @ self.word
        layer += self.vectors[inputs.others[at]].reshape(len(at), -1) @ self.other
        layer += window(own, at, OWN_REACH) @ self.own
        sites = inputs.sites[at]
        placed = np.flatnonzero(sites.any(axis=1))
        layer[placed] += self.site_table[sites[placed]].sum(axis=1) @ self.site
        layer += self.bias
        np.maximum(layer, 0, out=layer)
        return np.asarray(layer @ self.tags + self.tags_bias, np.float32)
