"""Make a trained network small: fewer units, and few directions of what it reads, by the training data.

Units go one by one, each time the one without which a linear layer over the rest comes closest to the
scores as they were (optimal brain surgeon: Hassibi and Stork 1992); that layer is solved for, not trained.

Weights W that read inputs X at several places of a window are replaced by P K, of low rank, that come
closest to what they give: |X W - X P K| is smallest for the leading singular vectors of C^(1/2) W,
where C holds the inputs' second moments (reduced-rank regression: Izenman 1975).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kgpub.annotate.ner.inputs import OTHERS, OWN_REACH, WORD_REACH, Floats, Inputs, Integers
from kgpub.annotate.ner.network import Network

# A share of the tokens is enough to say which directions matter.
_EACH = 4


@dataclass(frozen=True)
class Widths:
    """How many units are kept, and how many directions of each kind of input, at each place of its window."""

    units: int = 320
    context: int = 128
    words: int = 128
    own: int = 48
    site: int = 48


def compress(network: Network, inputs: Inputs, widths: Widths) -> tuple[Network, Floats]:
    """Return the narrow network, and the base that takes its word vectors from the analyser's.

    ``inputs`` are those of the training sentences.
    """
    at = inputs.tokens[::_EACH]
    network = prune(network, inputs, at, widths.units)
    # Seen at as many places as the weights have: a word at three, its characters and its governor.
    near = [inputs.words[at], *[inputs.words[at]] * (2 * WORD_REACH), *inputs.others[at].T]
    vectors = network.vectors[np.concatenate(near)]
    own = network.own_table[inputs.bags].sum(axis=1)[inputs.own[at]]
    site = np.concatenate(
        [network.site_table[inputs.sites[part]].sum(axis=1) for part in np.array_split(at, 100)]
    )
    context_base, (context,) = low_rank([network.context], inputs.context[at], widths.context)
    word_base, (word, other) = low_rank([network.word, network.other], vectors, widths.words)
    own_base, (own_weights,) = low_rank([network.own], own, widths.own)
    site_base, (site_weights,) = low_rank([network.site], site, widths.site)
    assert len(word) == (2 * WORD_REACH + 1) * widths.words and len(other) == OTHERS * widths.words
    assert len(own_weights) == (2 * OWN_REACH + 1) * widths.own
    narrow = replace(
        network,
        context_base=context_base,
        context=context,
        word=word,
        other=other,
        own=own_weights,
        site=site_weights,
        own_table=network.own_table @ own_base,
        site_table=network.site_table @ site_base,
        vectors=network.vectors @ word_base,
    )
    return narrow, word_base


def prune(network: Network, inputs: Inputs, at: Integers, units: int) -> Network:
    """Return the network with so many of its units, for the tokens at some positions."""
    all_units = len(network.bias)
    if units >= all_units:
        return network
    open_ended = replace(
        network, tags=np.eye(all_units, dtype=np.float32), tags_bias=np.zeros(all_units, np.float32)
    )
    # The bias is a unit that is always on.
    moments = np.eye(all_units + 1) * 1e-6
    for part in np.array_split(at, len(at) // 5000 + 1):
        seen = np.pad(open_ended.scores(inputs, part).astype(np.float64), ((0, 0), (0, 1)), constant_values=1)
        moments += seen.T @ seen / len(at)
    weights = np.vstack([network.tags, network.tags_bias]).astype(np.float64)
    inverse = np.linalg.inv(moments)
    kept = list(range(all_units))
    while len(kept) > units:
        loss = (weights[kept] ** 2).sum(axis=1) / inverse[kept, kept]
        gone = kept.pop(int(loss.argmin()))
        column = inverse[:, gone] / inverse[gone, gone]
        weights -= np.outer(column, weights[gone])
        inverse -= np.outer(column, inverse[gone])
    hidden = {name: getattr(network, name)[:, kept] for name in ("context", "word", "other", "own", "site")}
    return replace(
        network,
        **hidden,
        bias=network.bias[kept],
        tags=weights[kept].astype(np.float32),
        tags_bias=weights[-1].astype(np.float32),
    )


def low_rank(weights: Sequence[Floats], seen: Floats, rank: int) -> tuple[Floats, list[Floats]]:
    """Return a base (inputs, rank), and each matrix of weights for inputs that went through it.

    ``weights`` are (places x inputs, units), ``seen`` the inputs (tokens, inputs).
    """
    inputs = seen.shape[1]
    units = weights[0].shape[1]
    side_by_side = np.concatenate([_by_input(w, inputs) for w in weights], axis=1).astype(np.float64)
    moments = sum(part.T.astype(np.float64) @ part for part in np.array_split(seen, 20)) / len(seen)
    values, axes = np.linalg.eigh(moments)
    root = np.sqrt(np.maximum(values, max(values.max() * 1e-6, 1e-9)))
    given = (axes * root) @ axes.T @ side_by_side
    _, directions = np.linalg.eigh(given @ given.T)
    # The leading directions, each the same way round whatever the library gives.
    leading = directions.T[::-1][:rank]
    leading = leading * np.sign(leading[np.arange(rank), np.abs(leading).argmax(axis=1)])[:, None]
    base = (axes / root) @ axes.T @ leading.T
    narrow = leading @ given
    out: list[Floats] = []
    done = 0
    for w in weights:
        width = len(w) // inputs * units
        part: NDArray[Any] = narrow[:, done : done + width].reshape(rank, -1, units)
        out.append(part.transpose(1, 0, 2).reshape(-1, units).astype(np.float32))
        done += width
    return base.astype(np.float32), out


def _by_input(weights: Floats, inputs: int) -> Floats:
    """Return weights (places x inputs, units) as (inputs, places x units)."""
    return weights.reshape(-1, inputs, weights.shape[1]).transpose(1, 0, 2).reshape(inputs, -1)
