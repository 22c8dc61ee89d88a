"""Train the recogniser's network: one hidden layer, one output layer for each corpus, Adam, numpy only."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kgpub.annotate.ner.inputs import Floats, Inputs, Marks, assemble, dense
from kgpub.annotate.ner.network import HEADS, Network, softmax
from kgpub.annotate.ner.spans import TAGS
from kgpub.annotate.ner.words import WordClasses
from ner_data import Sample


@dataclass(frozen=True)
class Settings:
    """How a member of the network is trained."""

    units: int = 192
    epochs: int = 4
    batch: int = 256
    rate: float = 1e-3
    drop_inputs: float = 0.2
    drop_units: float = 0.4
    decay: float = 1e-5


def inputs_of(samples: list[Sample], marks: Marks, words: WordClasses) -> Inputs:
    """Return the network's inputs for some sentences."""
    return assemble(
        [s.tokens for s in samples], [s.context for s in samples], [s.listed for s in samples], marks, words
    )


class Member:
    """One network in training; its output layers are side by side, as in Network."""

    def __init__(self, width: int, settings: Settings, seed: int) -> None:
        self.settings = settings
        self.rng = np.random.default_rng(seed)
        units, tags = settings.units, len(TAGS) * len(HEADS)
        self.weights: dict[str, Floats] = {
            "hidden": self._normal(width, units, np.sqrt(2 / width)),
            "bias": np.zeros(units, np.float32),
            "heads": self._normal(units, tags, np.sqrt(1 / units)),
            "head_bias": np.zeros(tags, np.float32),
        }
        self._first = {k: np.zeros_like(v) for k, v in self.weights.items()}
        self._second = {k: np.zeros_like(v) for k, v in self.weights.items()}
        self._steps = 0

    def _normal(self, rows: int, columns: int, deviation: float) -> Floats:
        return (self.rng.standard_normal((rows, columns)) * deviation).astype(np.float32)

    def fit(self, corpora: dict[int, tuple[Inputs, np.ndarray]], table: Floats) -> None:
        """Train on the corpora by the number of their head, batches of all of them mixed."""
        s = self.settings
        total = s.epochs * sum(-(-len(tags) // s.batch) for _, tags in corpora.values())
        for _ in range(s.epochs):
            jobs = []
            for head, (_, tags) in corpora.items():
                order = self.rng.permutation(len(tags))
                jobs += [(head, order[i : i + s.batch]) for i in range(0, len(order), s.batch)]
            for j in self.rng.permutation(len(jobs)):
                head, chosen = jobs[j]
                inputs, tags = corpora[head]
                x = dense(inputs, inputs.tokens[chosen], table)
                self._step(x, tags[chosen], head, s.rate * (1 - self._steps / total))

    def _step(self, x: Floats, tags: np.ndarray, head: int, rate: float) -> None:
        s, w, n = self.settings, self.weights, len(tags)
        x *= (self.rng.random(x.shape, dtype=np.float32) > s.drop_inputs) / np.float32(1 - s.drop_inputs)
        layer = np.maximum(x @ w["hidden"] + w["bias"], 0)
        keep = (self.rng.random(layer.shape, dtype=np.float32) > s.drop_units) / np.float32(1 - s.drop_units)
        kept = layer * keep
        own = slice(head * len(TAGS), (head + 1) * len(TAGS))
        error = softmax(kept @ w["heads"][:, own] + w["head_bias"][own])
        error[np.arange(n), tags] -= 1
        error /= n
        back = (error @ w["heads"][:, own].T) * keep * (layer > 0)
        heads, head_bias = np.zeros_like(w["heads"]), np.zeros_like(w["head_bias"])
        heads[:, own], head_bias[own] = kept.T @ error, error.sum(axis=0)
        self._adam(
            {"hidden": x.T @ back, "bias": back.sum(axis=0), "heads": heads, "head_bias": head_bias}, rate
        )

    def _adam(self, gradients: dict[str, Floats], rate: float) -> None:
        self._steps += 1
        for key, gradient in gradients.items():
            first, second, weight = self._first[key], self._second[key], self.weights[key]
            first *= 0.9
            first += np.float32(0.1) * gradient
            second *= 0.999
            second += np.float32(0.001) * gradient * gradient
            step = first / (1 - 0.9**self._steps) / (np.sqrt(second / (1 - 0.999**self._steps)) + 1e-8)
            weight -= np.float32(rate) * (step + np.float32(self.settings.decay) * weight).astype(np.float32)


def together(members: list[Member], table: Floats) -> Network:
    """Return the network in which the members vote."""
    w = [m.weights for m in members]
    return Network(
        np.concatenate([x["hidden"] for x in w], axis=1),
        np.concatenate([x["bias"] for x in w]),
        np.stack([x["heads"] for x in w]),
        np.stack([x["head_bias"] for x in w]),
        table,
    )
