"""The conditional random fields: how probable each tag is for each token, and the best sequence of tags."""

from __future__ import annotations

import lzma
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kgpub.annotate.ner.inputs import Floats
from kgpub.annotate.ner.spans import TAGS

# A token that all fields put outside of names this surely need not be asked about every tag.
_CERTAIN = 0.995
_TINY = 1e-9

# Which tag may follow which: an I only a B or an I of its own label.
_FOLLOWS = np.array(
    [[0.0 if b[0] != "I" or (a != "O" and a[2:] == b[2:]) else -np.inf for b in TAGS] for a in TAGS]
)


class Fields:
    """Conditional random fields over the same features that vote with equal weight."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """Load the fields from files that CRFsuite wrote and xz compressed."""
        import pycrfsuite

        self._items = pycrfsuite.ItemSequence
        # The taggers read the models where they are in memory, and don't keep them alive.
        self._models = [lzma.decompress(path.read_bytes()) for path in paths]
        self._taggers = []
        for model in self._models:
            tagger = pycrfsuite.Tagger()
            tagger.open_inmemory(model)
            self._taggers.append(tagger)

    def probabilities(self, features: list[dict[str, float]]) -> Floats:
        """Return the marginal probabilities of a sentence, (tokens, tags), averaged over the fields."""
        items = self._items(features)
        total = np.zeros((len(features), len(TAGS)), np.float32)
        for tagger in self._taggers:
            tagger.set(items)
            outside = [tagger.marginal("O", i) for i in range(len(features))]
            total[:, 0] += outside
            for i, probability in enumerate(outside):
                if probability < _CERTAIN:
                    total[i, 1:] += [tagger.marginal(tag, i) for tag in TAGS[1:]]
        return np.asarray(total / len(self._taggers), np.float32)


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
