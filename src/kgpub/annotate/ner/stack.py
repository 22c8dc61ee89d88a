"""The network's opinions as features of the conditional random field."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kgpub.annotate.ner.inputs import Floats
from kgpub.annotate.ner.spans import TAGS

_SURE, _UNSURE = 5, 10  # steps in which the first and the second opinion's probabilities are told apart


def with_opinions(features: Sequence[Sequence[str]], opinions: Floats) -> list[dict[str, float]]:
    """Return a sentence's features with the network's opinions; ``opinions`` is (tokens, heads, tags).

    Log probabilities become values from 0 (e^-6 and less) to 2 (certain), so that the
    field can scale them; the two best tags under the first guidelines are named besides.
    """
    values = np.clip(np.log(np.maximum(opinions, 1e-6)), -6, 0) / 3 + 2
    first = opinions[:, 0]
    order = np.argsort(-first, axis=1, kind="stable")
    best = [TAGS[k] for k in order[:, 0]]
    out: list[dict[str, float]] = []
    names = [f"n{head}{tag}" for head in range(opinions.shape[1]) for tag in TAGS]
    for i, own in enumerate(features):
        row = dict.fromkeys(own, 1.0)
        row.update(zip(names, values[i].ravel().tolist(), strict=True))
        top, second = order[i, 0], order[i, 1]
        row[f"m={best[i]}{int(first[i, top] * _SURE)}"] = 1.0
        row[f"m2={best[i]}|{TAGS[second]}{int(first[i, second] * _UNSURE)}"] = 1.0
        if i:
            row[f"-1m={best[i - 1]}"] = 1.0
        if i + 1 < len(best):
            row[f"1m={best[i + 1]}"] = 1.0
        out.append(row)
    return out
