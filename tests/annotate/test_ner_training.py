"""The training of the recogniser: rewritten sentences keep their spans, and a seed settles the weights."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kgpub.annotate.ner.inputs import Inputs

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
    from ner_network import Member, Settings, together

    rng = np.random.default_rng(0)
    total, table = 404, np.vstack([rng.standard_normal((9, 3)), np.zeros((1, 3))]).astype(np.float32)
    inputs = Inputs(
        rng.standard_normal((total, 6)).astype(np.float32),
        np.zeros((total, 2), np.float32),
        rng.integers(-1, 9, total),
        rng.integers(-1, 9, total),
        rng.integers(-1, 9, total),
        np.arange(2, total - 2),
    )
    tags = (inputs.context[2:-2, 0] > 0).astype(int)
    settings = Settings(units=32, epochs=40, batch=32, rate=0.01)

    def train(seed: int) -> Any:
        member = Member(6 * 5 + 3 * 5 + 2 * 5, settings, seed)
        member.fit({0: (inputs, tags), 1: (inputs, 1 - tags)}, table)
        return member

    first, second, third = train(1), train(1), train(2)
    assert all(np.array_equal(first.weights[k], second.weights[k]) for k in first.weights)
    assert not np.array_equal(first.weights["hidden"], third.weights["hidden"])
    opinions = together([first, third], table).opinions(inputs)
    assert (opinions[:, 0].argmax(axis=1) == tags).mean() > 0.9
    assert (opinions[:, 1].argmax(axis=1) == 1 - tags).mean() > 0.9
