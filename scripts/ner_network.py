"""Train the recogniser's network and field: one hidden layer, Adam, numpy only.

Each corpus has an output layer and transitions of its own, as its guidelines are its own. The
second corpus's are not kept: it teaches the hidden layer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from kgpub.annotate.ner.features import (
    FeatureNumbers,
    feature_hash,
    governors,
    in_brackets,
    noun_runs,
    own_features,
    site_features,
)
from kgpub.annotate.ner.field import sum_chains
from kgpub.annotate.ner.inputs import (
    CONTEXT_REACH,
    OTHERS,
    OWN_REACH,
    WORD_REACH,
    Floats,
    Inputs,
    Integers,
    assemble,
    window,
)
from kgpub.annotate.ner.network import Network
from kgpub.annotate.ner.spans import TAGS
from kgpub.annotate.ner.words import WordRows
from ner_data import Sample

_CONTEXT = 256
_OUTPUTS = (("tags", "follows"), ("second", "second_follows"))


@dataclass(frozen=True)
class Settings:
    """How the network is trained."""

    units: int = 256
    own: int = 40
    site: int = 32
    epochs: int = 5
    batch: int = 16
    rate: float = 1e-3
    table_rate: float = 2e-3
    drop_inputs: float = 0.2
    drop_features: float = 0.2
    drop_units: float = 0.5
    second_share: float = 0.75
    least: int = 3


def inputs_of(samples: Sequence[Sample], words: WordRows, numbers: FeatureNumbers) -> Inputs:
    """Return the network's inputs for some sentences."""
    tokens, context = [s.tokens for s in samples], [s.context for s in samples]
    return assemble(tokens, context, [s.listed for s in samples], words, numbers, every=True)


def frequent_features(
    corpora: Sequence[Sequence[Sample]], words: WordRows, least: int
) -> tuple[list[int], list[int]]:
    """Return the hashes of the features that are frequent enough, in order: tokens' own, and places'."""
    own: Counter[str] = Counter()
    site: Counter[str] = Counter()
    for sample in (s for corpus in corpora for s in corpus):
        for t, labels in zip(sample.tokens, sample.listed, strict=True):
            own.update(own_features(t.text, t.tag, words.row(t.text) >= 0, labels))
        runs = noun_runs(sample.tokens)
        heads, brackets = governors(sample.tokens, runs), in_brackets(sample.tokens)
        for row in site_features(sample.tokens, sample.listed, runs, heads, brackets, str):
            site.update(row)
    kept = [sorted({feature_hash(f) for f, n in c.items() if n >= least}) for c in (own, site)]
    return kept[0], kept[1]


class Adam:
    """Adam's estimates for some arrays; a table's rows are stepped only where they have a gradient."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self._weights = weights
        self._first = {k: np.zeros_like(v) for k, v in weights.items()}
        self._second = {k: np.zeros_like(v) for k, v in weights.items()}
        self._steps: dict[str, int] = dict.fromkeys(weights, 0)

    def step(self, key: str, gradient: Floats, rate: float, rows: Integers | slice = slice(None)) -> None:
        """Step one array, or some of its rows, against a gradient."""
        self._steps[key] += 1
        n = self._steps[key]
        first = 0.9 * self._first[key][rows] + np.float32(0.1) * gradient
        second = 0.999 * self._second[key][rows] + np.float32(0.001) * gradient * gradient
        self._first[key][rows], self._second[key][rows] = first, second
        root = np.sqrt(second / np.float32(1 - 0.999**n)) + np.float32(1e-8)
        self._weights[key][rows] -= np.float32(rate / (1 - 0.9**n)) * first / root


class Trainer:
    """The network in training."""

    def __init__(self, vectors: Floats, features: tuple[int, int], settings: Settings, seed: int) -> None:
        """Make a network over the word vectors ``vectors``, whose last row is zeros.

        ``features`` is how many features of tokens, and of places, it is to know.
        """
        self.settings = s = settings
        self.vectors = vectors
        self.rng = np.random.default_rng(seed)
        sizes = {
            "context": ((2 * CONTEXT_REACH + 1) * _CONTEXT, s.units),
            "word": ((2 * WORD_REACH + 1) * vectors.shape[1], s.units),
            "other": (OTHERS * vectors.shape[1], s.units),
            "own": ((2 * OWN_REACH + 1) * s.own, s.units),
            "site": (s.site, s.units),
            "tags": (s.units, len(TAGS)),
            "second": (s.units, len(TAGS)),
        }
        inputs = sum(sizes[k][0] for k in ("context", "word", "other", "own", "site"))
        self.weights: dict[str, Floats] = {
            k: self._uniform(shape, inputs if shape[1] == s.units else s.units) for k, shape in sizes.items()
        }
        self.weights |= {
            "bias": np.zeros(s.units, np.float32),
            "tags_bias": np.zeros(len(TAGS), np.float32),
            "second_bias": np.zeros(len(TAGS), np.float32),
            "follows": np.zeros((len(TAGS), len(TAGS)), np.float32),
            "second_follows": np.zeros((len(TAGS), len(TAGS)), np.float32),
            "own_table": self._table(features[0], s.own),
            "site_table": self._table(features[1], s.site),
        }
        self._adam = Adam(self.weights)

    def _uniform(self, shape: tuple[int, int], inputs: int) -> Floats:
        bound = 1 / np.sqrt(inputs)
        return self.rng.uniform(-bound, bound, shape).astype(np.float32)

    def _table(self, rows: int, width: int) -> Floats:
        table = (self.rng.standard_normal((rows + 1, width)) * 0.1).astype(np.float32)
        table[0] = 0
        return table

    def fit(self, data: Sequence[Corpus], say: Callable[[str], None] | None = None) -> None:
        """Train on the main corpus and the second one, batches of both mixed; tell of each fifth done."""
        jobs = [job for _ in range(self.settings.epochs) for job in self._shuffled(data)]
        for n, (task, chosen) in enumerate(jobs):
            self._learn(data[task], chosen, task, 1 - n / len(jobs))
            if say and (n + 1) * 5 // len(jobs) > n * 5 // len(jobs):
                say(f"{(n + 1) * 100 // len(jobs)} % of the steps are done")

    def network(self) -> Network:
        """Return the network as it is in use, without the other tasks' layers."""
        w = self.weights
        return Network(
            **{f.name: w[f.name] for f in fields(Network) if f.name in w},
            context_base=np.eye(_CONTEXT, dtype=np.float32),
            vectors=self.vectors,
        )

    def _shuffled(self, data: Sequence[Corpus]) -> list[tuple[int, Integers]]:
        """Return an epoch's batches as (task, sentences), of sentences of like length."""
        jobs = []
        for task, corpus in enumerate(data):
            order = self.rng.permutation(len(corpus.lengths))
            if task:
                order = order[: round(len(order) * self.settings.second_share)]
            order = order[np.argsort(corpus.lengths[order] // 8, kind="stable")]
            size = self.settings.batch
            jobs += [(task, order[i : i + size]) for i in range(0, len(order), size)]
        return [jobs[i] for i in self.rng.permutation(len(jobs))]

    def _dropped(self, values: Floats, share: float) -> tuple[Floats, Floats]:
        """Return the values with some set to zero and the rest enlarged, and the factors."""
        kept = (self.rng.random(values.shape, dtype=np.float32) >= share) * np.float32(1 / (1 - share))
        return values * kept, kept

    def _learn(self, corpus: Corpus, chosen: Integers, task: int, warmth: float) -> None:
        """Learn from a batch; ``warmth`` falls from 1 to 0 over the training."""
        s, w = self.settings, self.weights
        span, at = corpus.batch(chosen)
        rows = span[at]
        own_ids = corpus.inputs.bags[corpus.inputs.own[span]]
        own_ids = own_ids * (self.rng.random(own_ids.shape) >= s.drop_features)
        site_ids = corpus.inputs.sites[rows]
        site_ids = site_ids * (self.rng.random(site_ids.shape) >= s.drop_features)
        context, _ = self._dropped(corpus.inputs.context[span], s.drop_inputs)
        vectors, _ = self._dropped(self.vectors[corpus.inputs.words[span]], s.drop_inputs)
        others, _ = self._dropped(
            self.vectors[corpus.inputs.others[rows]].reshape(len(rows), -1), s.drop_inputs
        )
        own, own_kept = self._dropped(w["own_table"][own_ids].sum(axis=1), s.drop_inputs)
        site, site_kept = self._dropped(w["site_table"][site_ids].sum(axis=1), s.drop_inputs)
        x = {
            "context": window(context, at, CONTEXT_REACH),
            "word": window(vectors, at, WORD_REACH),
            "other": others,
            "own": window(own, at, OWN_REACH),
            "site": site,
        }
        layer = sum(x[k] @ w[k] for k in x) + w["bias"]
        kept, factors = self._dropped(np.maximum(layer, 0), s.drop_units)

        output, follows = _OUTPUTS[task]
        scores = kept @ w[output] + w[f"{output}_bias"]
        error, pairs = _field_error(scores, corpus.lengths[chosen], corpus.tags[rows], w[follows])
        back = (error @ w[output].T) * factors * (layer > 0)
        gradients = {
            follows: pairs,
            output: kept.T @ error,
            f"{output}_bias": error.sum(axis=0),
            "bias": back.sum(axis=0),
            **{k: values.T @ back for k, values in x.items()},
        }

        own_back = np.zeros_like(own)
        wide = back @ w["own"].T
        for d in range(-OWN_REACH, OWN_REACH + 1):
            own_back[at + d] += wide[:, (d + OWN_REACH) * s.own : (d + OWN_REACH + 1) * s.own]
        tables = {
            "own_table": _by_row(own_ids, own_back * own_kept),
            "site_table": _by_row(site_ids, (back @ w["site"].T) * site_kept),
        }
        for key, gradient in gradients.items():
            self._adam.step(key, gradient, s.rate * warmth)
        for key, (used, sums) in tables.items():
            self._adam.step(key, sums, s.table_rate * warmth, used)


def together(members: Sequence[Network]) -> Network:
    """Return one wide network whose scores are the mean of the members' scores."""
    first, share = members[0], np.float32(1 / len(members))

    def side_by_side(name: str) -> Floats:
        return np.concatenate([getattr(m, name) for m in members], axis=-1)

    def mean(name: str) -> Floats:
        return np.asarray(sum(getattr(m, name) for m in members) * share, np.float32)

    def blocks(name: str, reach: int) -> Floats:
        """Return weights that read each member's part of every place of a window."""
        width, units = getattr(first, name).shape
        part = width // (2 * reach + 1)
        out = np.zeros((2 * reach + 1, len(members), part, len(members), units), np.float32)
        for k, member in enumerate(members):
            out[:, k, :, k] = getattr(member, name).reshape(-1, part, units)
        return out.reshape(width * len(members), units * len(members))

    return Network(
        context_base=first.context_base,
        **{name: side_by_side(name) for name in ("context", "word", "other", "bias")},
        own=blocks("own", OWN_REACH),
        site=blocks("site", 0),
        tags=np.concatenate([m.tags * share for m in members]),
        tags_bias=mean("tags_bias"),
        follows=mean("follows"),
        own_table=side_by_side("own_table"),
        site_table=side_by_side("site_table"),
        vectors=first.vectors,
    )


class Corpus:
    """Sentences laid out for training, by position."""

    def __init__(self, samples: Sequence[Sample], inputs: Inputs) -> None:
        self.inputs = inputs
        self.lengths = inputs.lengths
        self.ends = np.cumsum(inputs.lengths)
        self.tags = np.zeros(len(inputs.words), np.int64)
        self.tags[inputs.tokens] = np.concatenate([s.tags for s in samples])

    def batch(self, chosen: Integers) -> tuple[Integers, Integers]:
        """Return the positions of some sentences with the room around them, and which of these are tokens."""
        reach = max(CONTEXT_REACH, OWN_REACH)
        first = self.inputs.tokens[self.ends[chosen] - self.lengths[chosen]]
        spans, places, done = [], [], 0
        for start, length in zip(first.tolist(), self.lengths[chosen].tolist(), strict=True):
            spans.append(np.arange(start - reach, start + length + reach))
            places.append(np.arange(done + reach, done + reach + length))
            done += length + 2 * reach
        return np.concatenate(spans), np.concatenate(places)


def _field_error(scores: Floats, lengths: Integers, tags: Integers, follows: Floats) -> tuple[Floats, Floats]:
    """Return the gradients of the loss for each token: with respect to the scores, and to the transitions."""
    chains = sum_chains(scores, lengths, follows)
    error, pairs = chains.marginals, chains.pairs
    error[np.arange(len(tags)), tags] -= 1
    goes_on = np.ones(len(tags), bool)
    goes_on[np.cumsum(lengths) - 1] = False
    before = np.flatnonzero(goes_on)
    np.subtract.at(pairs, (tags[before], tags[before + 1]), 1)
    return (error / len(tags)).astype(np.float32), (pairs / len(tags)).astype(np.float32)


def _by_row(ids: Integers, gradients: Floats) -> tuple[Integers, Floats]:
    """Return the features of some places, each once, and the sum of the places' gradients for it."""
    flat = ids.ravel()
    kept = np.flatnonzero(flat)
    order = kept[np.argsort(flat[kept], kind="stable")]
    sorted_ids = flat[order]
    starts = np.flatnonzero(np.r_[True, sorted_ids[1:] != sorted_ids[:-1]])
    return sorted_ids[starts], np.add.reduceat(gradients[order // ids.shape[1]], starts, axis=0)
