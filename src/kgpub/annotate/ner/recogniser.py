"""The trained recogniser of names: a conditional random field, fed by a network and by token features."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from kgpub.annotate.ner.features import featurise
from kgpub.annotate.ner.field import Fields, best_tags
from kgpub.annotate.ner.inputs import Floats, Marks, assemble
from kgpub.annotate.ner.names import NameList
from kgpub.annotate.ner.network import Network
from kgpub.annotate.ner.repeats import Doubt, find_repeats, sure_names
from kgpub.annotate.ner.spans import LABELS, TAGS, NamedSpan, covered, decode
from kgpub.annotate.ner.stack import with_opinions
from kgpub.annotate.ner.words import WordClasses
from kgpub.errors import ResourceError
from kgpub.model import Analysis, Token
from kgpub.resources import data_path, read_table

# A token that is this surely outside of names is not looked at again.
_CERTAIN = 0.98
FIELDS = ("field-names.crf.xz", "field-plain.crf.xz")
FILES = ("config.json", *FIELDS, "names.trie", "network.npz")

# A sentence's tokens, what the name list says of each, and the network's opinions of them.
_Seen = tuple[Sequence[Token], Sequence[Sequence[str]], Floats]


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
        with np.load(directory / "network.npz") as arrays:
            self.words = WordClasses(nlp.vocab, arrays["clusters"])
            self._network = Network(
                dequantise(arrays["hidden"], arrays["hidden_scale"]),
                arrays["bias"],
                arrays["heads"],
                arrays["head_bias"],
                vector_table(nlp),
            )
        self.names = NameList(directory / "names.trie")
        self._marks = Marks(*(tuple(config["marks"][key]) for key in ("classes", "shapes", "listed")))
        self._fields = Fields([directory / name for name in FIELDS])
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
        """Return for each (text, analysis, vectors) what :meth:`recognise` returns.

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
        bounds = np.cumsum([len(s) for s in sentences])[:-1]
        listed = [
            self.names.tags(text, s.tokens)
            for text, (_, analysis, _) in zip(texts, articles, strict=True)
            for s in analysis.sentences
        ]
        inputs = assemble(sentences, np.split(vectors, bounds), listed, self._marks, self.words)
        opinions = np.split(self._network.opinions(inputs), bounds)
        seen = iter(zip(sentences, listed, opinions, strict=True))
        return [
            self._find(text, analysis.tokens, list(islice(seen, len(analysis.sentences))))
            for text, (_, analysis, _) in zip(texts, articles, strict=True)
        ]

    def _find(self, text: str, tokens: Sequence[Token], seen: list[_Seen]) -> tuple[NamedSpan, ...]:
        """Return the names of one article: sentence by sentence, then the repeats of sure names."""
        out: list[NamedSpan] = []
        doubts: list[list[Doubt]] = []
        for sentence, listed, opinion in seen:
            spans, unsure = self._label(sentence, listed, opinion)
            out += spans
            doubts.append(unsure)
        known = sure_names(text, out)
        taken = covered(tokens, out)
        for (sentence, _, _), unsure in zip(seen, doubts, strict=True):
            out += find_repeats(text, sentence, unsure, known, taken)
        return tuple(sorted(out, key=lambda s: s.start))

    def _label(
        self, tokens: Sequence[Token], listed: Sequence[Sequence[str]], opinion: Floats
    ) -> tuple[list[NamedSpan], list[Doubt]]:
        """Return the names of one sentence, and the tokens left out that might begin one."""
        features = with_opinions(featurise(tokens, self.words, listed), opinion)
        probable = self._fields.probabilities(features)
        tags = bare_names(tokens, best_tags(probable))
        scores = [float(probable[i, TAGS.index(tag)]) for i, tag in enumerate(tags)]
        doubts = [
            Doubt(i, {label: float(probable[i, TAGS.index(f"B-{label}")]) for label in LABELS})
            for i, tag in enumerate(tags)
            if tag == "O" and probable[i, 0] < _CERTAIN
        ]
        return decode(tokens, tags, scores), doubts


def bare_names(tokens: Sequence[Token], tags: Sequence[str]) -> list[str]:
    """Return the tags with 氏, さん, 大統領 and the like taken off the ends of people's names."""
    out = list(tags)
    for i in range(len(tags) - 1, 0, -1):
        ends = i + 1 == len(tags) or out[i + 1] != "I-Person"
        if ends and tags[i] == "I-Person" and tokens[i].text in _not_names():
            out[i] = "O"
    return out


@cache
def _not_names() -> frozenset[str]:
    honorifics, posts = read_table("ja", "honorifics.tsv"), read_table("ja", "titles.tsv")
    return frozenset([row["word"] for row in honorifics] + [row["head"] for row in posts])


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


def quantise(weights: Floats) -> tuple[np.ndarray[Any, np.dtype[np.int8]], Floats]:
    """Return weights in eight bits and the scale of each column."""
    scale = np.maximum(np.abs(weights).max(axis=0), 1e-9) / 127
    return np.round(weights / scale).astype(np.int8), scale.astype(np.float32)


def dequantise(weights: np.ndarray[Any, np.dtype[np.int8]], scale: Floats) -> Floats:
    """Return what :func:`quantise` was given, up to rounding."""
    return np.asarray(weights.astype(np.float32) * scale, np.float32)
