"""The conditional random field: how probable each tag is for each token, and the best sequence of tags.

The network's scores are its unary potentials, ``follows`` its transitions. The forward and
backward sums are scaled at every token (Rabiner 1989, V.A), so that plain floats do.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kgpub.annotate.ner.inputs import Floats, Integers
from kgpub.annotate.ner.spans import TAGS

# A token that is this surely outside of names need not be asked about other tags.
_CERTAIN = 0.995
_TINY = 1e-9

# Which tag may follow which: an I only a B or an I of its own label.
ALLOWED = np.array([[b[0] != "I" or (a != "O" and a[2:] == b[2:]) for b in TAGS] for a in TAGS])
_STARTS = np.array([tag[0] != "I" for tag in TAGS])
_FOLLOWS = np.where(ALLOWED, 0.0, -np.inf)

Doubles = NDArray[np.float64]


@dataclass(frozen=True)
class Chains:
    """Sums over all sequences of tags, for sentences of (tokens, tags) one after another.

    ``marginals`` (tokens, tags) are the probabilities of each tag; ``pairs`` (tags, tags) the
    expected number of each transition; ``log_sum`` the logarithm of the sum over all sequences.
    """

    marginals: Doubles
    pairs: Doubles
    log_sum: float


def sum_chains(scores: Floats, lengths: Integers, follows: Floats) -> Chains:
    """Return the sums for sentences of some lengths with the scores of their tokens."""
    transitions = np.exp(follows.astype(np.float64)) * ALLOWED
    top = scores.max(axis=1, keepdims=True).astype(np.float64)
    weights = np.exp(scores - top)
    starts = np.cumsum(lengths) - lengths
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = starts[order], lengths[order]
    weights[starts] *= _STARTS
    # The sentences that reach each place; the longer come first.
    active = [int(np.searchsorted(-lengths, -t, side="left")) for t in range(int(lengths[0]))]
    forward = np.empty_like(weights)
    scale = np.empty(len(weights))
    state = np.empty((0, len(TAGS)))
    for t, count in enumerate(active):
        at = starts[:count] + t
        state = weights[at] if t == 0 else (state[:count] @ transitions) * weights[at]
        total = state.sum(axis=1)
        state = state / total[:, None]
        forward[at], scale[at] = state, total
    backward = np.ones_like(weights)
    pairs = np.zeros_like(transitions)
    for t in range(len(active) - 1, 0, -1):
        at = starts[: active[t]] + t
        after = backward[at] * weights[at] / scale[at][:, None]
        backward[at - 1] = after @ transitions.T
        pairs += forward[at - 1].T @ after
    return Chains(forward * backward, pairs * transitions, float(np.log(scale).sum() + top.sum()))


def best_tags(probabilities: Floats) -> list[str]:
    """Return the well-formed sequence of tags with the highest product of probabilities."""
    tags = ["O"] * len(probabilities)
    unsure = (probabilities[:, 0] < _CERTAIN).tolist()
    start = 0
    for i in range(len(tags) + 1):
        if i < len(tags) and unsure[i]:
            continue
        if i > start:
            tags[start:i] = _viterbi(np.log(np.maximum(probabilities[start:i], _TINY)))
        start = i + 1
    return tags


def _viterbi(scores: Floats) -> list[str]:
    """Return the best sequence for a stretch that O or nothing precedes."""
    best = scores[0] + _FOLLOWS[0]
    back = []
    for row in scores[1:]:
        paths = best[:, None] + _FOLLOWS
        back.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    k = int(best.argmax())
    out = [TAGS[k]]
    for pointers in reversed(back):
        k = int(pointers[k])
        out.append(TAGS[k])
    return out[::-1]
