"""The recogniser's training sentences, as the analyser sees them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kgpub.annotate.analyser import fold_width, load_model
from kgpub.annotate.ner.inputs import Floats
from kgpub.annotate.ner.spans import TAGS, encode
from kgpub.model import Token

Row = dict[str, Any]


@dataclass
class Sample:
    """One sentence: ``row`` numbers its line in the corpus, ``tags`` index TAGS."""

    row: int
    text: str
    tokens: list[Token]
    context: Floats
    tags: np.ndarray
    listed: list[list[str]]


def read_rows(path: Path) -> list[Row]:
    """Return the lines of a JSONL file of texts with spans."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def analyse_rows(rows: Iterable[Row], names: Any) -> list[Sample]:
    """Return the sentences of some rows; offsets are into the row's text."""
    rows = list(rows)
    segments = [
        (n, start, fold_width(row["text"][start:end]))
        for n, row in enumerate(rows)
        for start, end in row.get("sents") or [[0, len(row["text"])]]
    ]
    samples: list[Sample] = []
    docs = load_model().pipe([text for _, _, text in segments], batch_size=64)
    for (n, offset, _), doc in zip(segments, docs, strict=True):
        folded = fold_width(rows[n]["text"])
        for sent in doc.sents:
            kept = [t for t in sent if not t.is_space]
            if not kept:
                continue
            tokens = [_token(t, offset) for t in kept]
            tags = encode(tokens, [(s[0], s[1], s[2]) for s in rows[n]["spans"]])
            samples.append(
                Sample(
                    n,
                    folded,
                    tokens,
                    doc.tensor[[t.i for t in kept]].astype(np.float32),
                    np.array([TAGS.index(tag) for tag in tags]),
                    names.tags(folded, tokens),
                )
            )
    return samples


def _token(t: Any, offset: int) -> Token:
    start = offset + t.idx
    return Token(
        t.i, start, start + len(t.text), t.text, t.lemma_, t.tag_, t.pos_, t.dep_, t.head.i, "", "", 0
    )
