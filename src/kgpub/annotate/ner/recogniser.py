"""The trained recogniser of names: a small network with a conditional random field over it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from kgpub.annotate.ner.edges import settle, without_honorific
from kgpub.annotate.ner.features import FeatureNumbers
from kgpub.annotate.ner.field import best_tags
from kgpub.annotate.ner.inputs import Floats, assemble
from kgpub.annotate.ner.inside import names_inside
from kgpub.annotate.ner.names import TRIE_FILE, TYPES_FILE, NameList
from kgpub.annotate.ner.network import Network
from kgpub.annotate.ner.repeats import Doubt, find_repeats, sure_names
from kgpub.annotate.ner.spans import LABELS, TAGS, NamedSpan, covered, decode
from kgpub.annotate.ner.words import WordRows
from kgpub.annotate.threads import one_thread
from kgpub.errors import ResourceError
from kgpub.model import Analysis, Token
from kgpub.resources import data_path

# A token that is this surely outside of names is not looked at again.
_CERTAIN = 0.98
_INDEX = {tag: n for n, tag in enumerate(TAGS)}
FILES = ("config.json", TRIE_FILE, TYPES_FILE, "network.npz")
_STORED = tuple(f.name for f in fields(Network) if f.name != "vectors")
# Steps to each side of zero. A table's rows are summed, which evens out what rounding does to each.
_STEPS = dict.fromkeys(("context", "word", "other", "own"), 127) | {"own_table": 20, "site_table": 20}


class Recogniser:
    """Finds names in analysed Japanese text; see ``docs/model-card-ner.md``.

    It knows the analyser's tokens and vectors only: another release of the analyser's
    model needs another training.
    """

    def __init__(self, directory: Path, nlp: Any) -> None:
        """Load the model in ``directory`` for the GiNZA pipeline ``nlp``.

        Raises:
            ResourceError: a file is missing, or the model was trained with another analyser model.
        """
        for name in FILES:
            if not (directory / name).is_file():
                raise ResourceError(f"{name} of the recogniser is missing", tip="Reinstall kgpub.")
        config = json.loads((directory / "config.json").read_text(encoding="utf-8"))
        trained, found = config["analyser"], f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
        if trained != found:
            raise ResourceError(
                f"the recogniser was trained with {trained}, but {found} is installed",
                tip="Install that release, or train again with scripts/train_ner.py.",
            )
        self._network, self._numbers = read_network(directory / "network.npz", vector_table(nlp))
        self._words = WordRows(nlp.vocab)
        self._names = NameList(directory)
        self._nlp = nlp

    def recognise(
        self, text: str, analysis: Analysis, vectors: Floats | None = None
    ) -> tuple[NamedSpan, ...]:
        """Return the names in an article's text, in order and without overlaps.

        ``vectors`` are the analyser's context vectors, (tokens, 256), in the order of
        ``analysis.tokens``. Without them they are computed again, which costs more than
        all the rest.
        """
        return self.recognise_many([(text, analysis, vectors)])[0]

    def recognise_many(
        self, articles: Sequence[tuple[str, Analysis, Floats | None]]
    ) -> list[tuple[NamedSpan, ...]]:
        """Return for each (text, analysis, vectors) what :meth:`recognise` returns, up to rounding.

        The weights are read once for all of them, which makes short texts twice as fast.
        """
        from kgpub.annotate.analyser import fold_width

        texts = [fold_width(text) for text, _, _ in articles]
        sentences = [s.tokens for _, analysis, _ in articles for s in analysis.sentences]
        if not sentences:
            return [() for _ in articles]
        vectors = np.vstack(
            [
                context_vectors(analysis, self._nlp) if given is None else given
                for _, analysis, given in articles
                if analysis.tokens
            ]
        )
        listed = [
            self._names.tags(text, s.tokens)
            for text, (_, analysis, _) in zip(texts, articles, strict=True)
            for s in analysis.sentences
        ]
        bounds = np.cumsum([len(s) for s in sentences])[:-1]
        inputs = assemble(sentences, np.split(vectors, bounds), listed, self._words, self._numbers)
        seen = iter(list(zip(sentences, np.split(self._network.probabilities(inputs), bounds), strict=True)))
        return [
            _find(text, analysis.tokens, list(islice(seen, len(analysis.sentences))))
            for text, (_, analysis, _) in zip(texts, articles, strict=True)
        ]


def _find(
    text: str, tokens: Sequence[Token], seen: list[tuple[Sequence[Token], Floats]]
) -> tuple[NamedSpan, ...]:
    """Return the names of one article: sentence by sentence, then the repeats of sure names.

    ``seen`` holds each sentence's tokens and the probabilities of their tags.
    """
    out: list[NamedSpan] = []
    doubts: list[list[Doubt]] = []
    for sentence, probable in seen:
        best = best_tags(probable)
        tags = best
        if any(tag != "O" for tag in best):
            scores = [float(probable[i, _INDEX[tag]]) for i, tag in enumerate(best)]
            tags = settle(sentence, best)
            out += [without_honorific(text, s) for s in decode(sentence, tags, scores)]
        for token, tag in zip(sentence, tags, strict=True):
            if tag == "O" and len(token.text) > 1:
                out += names_inside(token)
        unsure = (probable[:, 0] < _CERTAIN).tolist()
        doubts.append(
            [
                Doubt(i, {label: float(probable[i, _INDEX[f"B-{label}"]]) for label in LABELS})
                for i, tag in enumerate(tags)
                if unsure[i] and tag == "O"
            ]
        )
    out.sort(key=lambda s: s.start)
    known = sure_names(text, out)
    taken = covered(tokens, out)
    for (sentence, _), left in zip(seen, doubts, strict=True):
        out += find_repeats(text, sentence, left, known, taken)
    return tuple(sorted(out, key=lambda s: s.start))


@cache
def load() -> Recogniser:
    """Return the recogniser that ships with kgpub, loaded once per process.

    Raises:
        ResourceError: a file is missing, or another release of the analyser's model is installed.
    """
    from kgpub.annotate.analyser import load_model

    return Recogniser(data_path("ja", "ner"), load_model())


def context_vectors(analysis: Analysis, nlp: Any) -> Floats:
    """Return the analyser's context vectors for tokens that came without, (tokens, 256)."""
    from spacy.tokens import Doc

    blocks: dict[int, list[str]] = {}
    for sentence in analysis.sentences:
        blocks.setdefault(sentence.block, []).extend(t.text for t in sentence.tokens)
    docs = [Doc(nlp.vocab, words, [False] * len(words)) for words in blocks.values()]
    return np.vstack(nlp.get_pipe("tok2vec").predict(docs)).astype(np.float32)


def vector_table(nlp: Any) -> Floats:
    """Return the word vectors, scaled to a standard deviation of one, and a row of zeros for the rest."""
    data = np.asarray(nlp.vocab.vectors.data, np.float32)
    return np.vstack([data / data.std(), np.zeros((1, data.shape[1]), np.float32)])


def write_network(
    path: Path, network: Network, word_base: Floats, own: Sequence[int], site: Sequence[int]
) -> None:
    """Write a network's weights, the large ones rounded, and the hashes of the features it knows.

    The word vectors are left out: ``word_base`` makes them of the analyser's.
    """
    arrays: dict[str, Any] = {"word_base": word_base, "own_features": np.array(own, np.uint32)}
    arrays["site_features"] = np.array(site, np.uint32)
    for name in _STORED:
        weights = getattr(network, name)
        if name in _STEPS:
            arrays[name], arrays[f"{name}_scale"] = quantise(weights, _STEPS[name])
        else:
            arrays[name] = weights
    np.savez_compressed(path, **arrays)


def read_network(path: Path, vectors: Floats) -> tuple[Network, FeatureNumbers]:
    """Return the network and the features that :func:`write_network` wrote, over the analyser's vectors."""
    with np.load(path) as arrays:
        weights = {
            name: dequantise(arrays[name], arrays[f"{name}_scale"]) if name in _STEPS else arrays[name]
            for name in _STORED
        }
        word_base = arrays["word_base"]
        numbers = FeatureNumbers(arrays["own_features"].tolist(), arrays["site_features"].tolist())
    with one_thread():
        return Network(**weights, vectors=vectors @ word_base), numbers


def quantise(weights: Floats, steps: int = 127) -> tuple[np.ndarray[Any, np.dtype[np.int8]], Floats]:
    """Return weights as whole numbers up to ``steps``, and the scale of each column."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / steps
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def dequantise(weights: np.ndarray[Any, np.dtype[np.int8]], scale: Floats) -> Floats:
    """Return what :func:`quantise` was given, up to rounding."""
    return np.asarray(weights.astype(np.float32) * scale, np.float32)
