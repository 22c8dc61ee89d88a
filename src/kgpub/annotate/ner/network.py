"""A small feed-forward network over windows of the analyser's vectors; numpy only.

It says for each token how probable each tag is, once under each corpus's guidelines.
The conditional random field takes these opinions as features among its others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kgpub.annotate.ner.inputs import CONTEXT_REACH, MARK_REACH, WORD_REACH, Floats, Inputs, Integers
from kgpub.annotate.ner.spans import TAGS
from kgpub.annotate.threads import one_thread

# Guidelines by corpus; the first is the one that the recogniser follows.
HEADS = ("stockmark", "wac")

# Tokens at once: more take memory, fewer read the weights more often.
_AT_ONCE = 2048


def softmax(logits: Floats) -> Floats:
    """Return probabilities along the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), np.float32)


@dataclass(frozen=True)
class Network:
    """Weights of some members that vote with equal weight.

    ``hidden`` (inputs, members * units) and ``bias`` make the hidden layers side by side;
    ``heads`` (members, units, heads * tags) and ``head_bias`` (members, heads * tags) follow.
    ``table`` holds the word vectors, scaled, with a row of zeros at the end.
    """

    hidden: Floats
    bias: Floats
    heads: Floats
    head_bias: Floats
    table: Floats

    def opinions(self, inputs: Inputs) -> Floats:
        """Return an array of (tokens, heads, tags) that sums to 1 along the last axis.

        One thread does it: sums are rounded otherwise with another number of threads, and
        with other tokens beside them. Where equal articles must give equal bytes, each
        comes alone.
        """
        chunks = range(0, len(inputs.tokens), _AT_ONCE)
        with one_thread():
            return np.concatenate([self._some(inputs, inputs.tokens[i : i + _AT_ONCE]) for i in chunks])

    def _some(self, inputs: Inputs, at: Integers) -> Floats:
        layer = np.maximum(self._before(inputs, at) + self.bias, 0)
        members, units = self.heads.shape[:2]
        out = np.zeros((len(at), len(HEADS), len(TAGS)), np.float32)
        for m in range(members):
            logits = layer[:, m * units : (m + 1) * units] @ self.heads[m] + self.head_bias[m]
            out += softmax(logits.reshape(out.shape))
        return np.asarray(out / members, np.float32)

    def _before(self, inputs: Inputs, at: Integers) -> Floats:
        """Return ``dense(inputs) @ hidden``; each distinct word is multiplied once."""
        reach = range(-CONTEXT_REACH, CONTEXT_REACH + 1)
        context = np.concatenate([inputs.context[at + d] for d in reach], axis=1)
        row = context.shape[1]
        out = context @ self.hidden[:row]
        dims = self.table.shape[1]
        rows = [inputs.words[at + d] for d in range(-WORD_REACH, WORD_REACH + 1)]
        used, where = np.unique(np.stack([*rows, inputs.lasts[at], inputs.firsts[at]]), return_inverse=True)
        vectors = self.table[used]
        for block in where.reshape(len(rows) + 2, -1):
            out += (vectors @ self.hidden[row : row + dims])[block]
            row += dims
        marks = np.concatenate([inputs.marks[at + d] for d in range(-MARK_REACH, MARK_REACH + 1)], axis=1)
        return np.asarray(out + marks @ self.hidden[row:], np.float32)
