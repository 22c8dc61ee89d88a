"""The training of the recogniser: rewritten sentences keep their spans, and a seed settles the weights."""

from __future__ import annotations

import random
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kgpub.annotate.ner.features import FeatureNumbers
from kgpub.annotate.ner.spans import TAGS
from kgpub.model import Token

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    for name in [m for m in sys.modules if m.startswith("ner_")]:
        monkeypatch.delitem(sys.modules, name)


def names() -> Any:
    from ner_augment import Names

    return Names(
        people=[("鳥羽里奈", "鳥羽"), ("マルコ・ベルナルディ", "ベルナルディ")],
        places=["オルレアン"],
        organizations={"法人名": ["みなと信用金庫"]},
        posts=["市長"],
    )


def test_a_rewritten_sentence_keeps_its_spans() -> None:
    from ner_augment import rewrite

    text = "大野誠は東山製紙の工場がある長野で育ち、のちに大野誠の名で本を書いた。"
    row = {
        "text": text,
        "spans": [
            [0, 3, "Person", "人名"],
            [4, 8, "Organization", "法人名"],
            [14, 16, "Place", "地名"],
            [23, 26, "Person", "人名"],
        ],
    }
    allowed = {
        "Person": {"大野誠", "鳥羽里奈", "鳥羽", "マルコ・ベルナルディ", "ベルナルディ"},
        "Organization": {"東山製紙", "みなと信用金庫"},
        "Place": {"長野", "オルレアン"},
    }
    changed = 0
    for seed in range(60):
        new = rewrite(row, names(), random.Random(seed))
        assert [s[2:] for s in new["spans"]] == [s[2:] for s in row["spans"]]
        for start, end, label, _ in new["spans"]:
            assert new["text"][start:end] in allowed[label]
        assert new["text"].endswith("の名で本を書いた。")
        changed += new["text"] != text
    assert changed > 50
    assert rewrite(row, names(), random.Random(7)) == rewrite(row, names(), random.Random(7))


def test_nothing_is_put_between_a_name_and_its_bracket() -> None:
    from ner_augment import rewrite

    row = {"text": "大野誠(俳優)", "spans": [[0, 3, "Person", "人名"]]}
    for seed in range(40):
        new = rewrite(row, names(), random.Random(seed))
        assert new["text"][new["spans"][0][1] :] == "(俳優)"


def test_the_same_seed_gives_the_same_network_and_it_learns() -> None:
    from ner_compress import Widths, compress
    from ner_data import Sample
    from ner_network import Corpus, Settings, Trainer, frequent_features, inputs_of, together

    rng = np.random.default_rng(0)
    place = TAGS.index("B-Place")
    vectors = np.zeros((2, 3), np.float32)

    class Words:
        def row(self, word: str) -> int:
            return -1

    words: Any = Words()

    def sample(row: int, length: int) -> Sample:
        context = rng.standard_normal((length, 256)).astype(np.float32)
        named = context[:, 0] > 0
        names = ["市" if x else "が" for x in rng.random(length) > 0.5]
        tokens = [Token(i, i, i + 1, w, w, "名詞", "", "", i, "", "", 0) for i, w in enumerate(names)]
        return Sample(row, "", tokens, context, np.where(named, place, 0), [[] for _ in tokens])

    samples = [sample(n, 3 + n % 4) for n in range(60)]
    other = [replace(s, tags=np.where(s.tags == 0, place, 0)) for s in samples]
    settings = Settings(units=16, own=4, site=4, epochs=12, rate=0.01, drop_units=0.1)

    own, site = frequent_features((samples, other), words, 2)
    numbers = FeatureNumbers(own, site)
    inputs = inputs_of(samples, words, numbers)
    data = [Corpus(samples, inputs), Corpus(other, inputs_of(other, words, numbers))]

    def train(seed: int) -> Any:
        trainer = Trainer(vectors, (len(own), len(site)), settings, seed)
        trainer.fit(data)
        return trainer

    first, second, third = train(1), train(1), train(2)
    assert all(np.array_equal(first.weights[k], second.weights[k]) for k in first.weights)
    assert not np.array_equal(first.weights["context"], third.weights["context"])
    found = first.network().probabilities(inputs).argmax(axis=1)
    assert (found == np.concatenate([s.tags for s in samples])).mean() > 0.9

    # Members together score as they do on average.
    members = [first.network(), third.network()]
    whole = together(members)
    scores = [m.scores(inputs, inputs.tokens) for m in (*members, whole)]
    assert np.allclose((scores[0] + scores[1]) / 2, scores[2], atol=1e-3)

    # With all directions kept, a narrow network is the same; with few, it comes close.
    full, base = compress(whole, inputs, Widths(32, 256, 3, 8, 8))
    assert base.shape == (3, 3)
    assert np.allclose(full.scores(inputs, inputs.tokens), scores[2], atol=1e-2)
    narrow, _ = compress(whole, inputs, Widths(24, 64, 1, 4, 4))
    assert (
        narrow.context_base.shape == (256, 64) and len(narrow.bias) == 24 and narrow.own_table.shape[1] == 4
    )
    far = np.abs(narrow.scores(inputs, inputs.tokens) - scores[2]).mean()
    assert far < np.abs(scores[2] - scores[2].mean(axis=0)).mean() / 2
