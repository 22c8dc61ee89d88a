"""The recogniser's parts, without a model."""

from __future__ import annotations

from pathlib import Path

import marisa_trie
import numpy as np
import pytest

from kgpub.annotate.ner.features import featurise, shape
from kgpub.annotate.ner.inputs import Inputs, dense
from kgpub.annotate.ner.names import TYPES, NameList
from kgpub.annotate.ner.network import HEADS, Network
from kgpub.annotate.ner.recogniser import dequantise, quantise
from kgpub.annotate.ner.spans import LABELS, TAGS, decode, encode
from kgpub.annotate.ner.stack import with_opinions
from kgpub.model import Token


def tokens(*words: str, tag: str = "名詞-固有名詞-一般") -> list[Token]:
    out, at = [], 0
    for i, word in enumerate(words):
        out.append(Token(i, at, at + len(word), word, word, tag, "PROPN", "dep", i, "", "", 0))
        at += len(word)
    return out


class NoClasses:
    def clusters(self, word: str) -> tuple[tuple[int, int], ...]:
        return ()


def test_tags_there_and_back() -> None:
    sentence = tokens("山川", "花子", "と", "北海", "電機", "株式会社")
    spans = [(0, 4, "Person"), (5, 13, "Organization")]
    tags = encode(sentence, spans)
    assert tags == ["B-Person", "I-Person", "O", "B-Organization", "I-Organization", "I-Organization"]
    found = decode(sentence, tags, [0.9, 0.8, 0, 0.7, 0.9, 0.9])
    assert [(s.start, s.end, s.label) for s in found] == spans
    assert [s.score for s in found] == [0.8, 0.7]


def test_a_span_inside_a_token_or_of_another_type_is_left_out() -> None:
    sentence = tokens("訪米", "する")
    assert encode(sentence, [(1, 2, "Place"), (0, 2, "DATE")]) == ["O", "O"]


def test_neighbouring_names_stay_apart() -> None:
    sentence = tokens("甲", "乙", "丙")
    found = decode(sentence, ["B-Place", "B-Place", "I-Person"], [1.0, 1.0, 1.0])
    assert [(s.start, s.end, s.label) for s in found] == [(0, 1, "Place"), (1, 2, "Place"), (2, 3, "Person")]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("東京", "k"), ("グループ", "t"), ("グループA1", "tA0"), ("Aa", "Aa"), ("・", "・"), ("お茶", "hk")],
)
def test_shape(word: str, expected: str) -> None:
    assert shape(word) == expected


@pytest.fixture
def names(tmp_path: Path) -> NameList:
    place, person = 1 << TYPES.index("Place"), 1 << TYPES.index("Person")
    trie = marisa_trie.RecordTrie(
        "<B", [("青森", (place | person,)), ("青森県", (place,)), ("abc", (person,))]
    )
    trie.save(str(tmp_path / "names.trie"))
    return NameList(tmp_path / "names.trie")


def test_the_longest_name_that_fits_the_tokens_counts(names: NameList) -> None:
    sentence = tokens("青森", "県", "の", "ABC")
    assert names.tags("青森県のABC", sentence) == [["B-Place2"], ["E-Place2"], [], ["B-Person1"]]
    assert names.tags("青森県民", tokens("青森", "県民")) == [["B-Person1", "B-Place1"], []]


def test_features_see_brackets_and_the_noun_that_ends_a_run() -> None:
    sentence = tokens("「", "夏", "大会", "」", tag="名詞-普通名詞-一般")
    rows = featurise(sentence, NoClasses(), [[] for _ in sentence])  # type: ignore[arg-type]
    assert "rl=」" in rows[1]  # this tagger calls everything a noun
    assert any(f.startswith("k=「|1|") for f in rows[1])
    assert not any(f.startswith("k=") for f in rows[0])
    assert "-1#" in rows[0] and "1#" in rows[3]


def test_features_of_an_empty_sentence() -> None:
    assert featurise([], NoClasses(), []) == []  # type: ignore[arg-type]


def network(rng: np.random.Generator, units: int = 4, members: int = 2) -> Network:
    dims, context, marks = 3, 6, 2
    width = 5 * context + 5 * dims + 5 * marks
    outputs = len(HEADS) * len(TAGS)
    table = np.vstack([rng.standard_normal((5, dims)), np.zeros((1, dims))]).astype(np.float32)
    return Network(
        rng.standard_normal((width, units * members)).astype(np.float32),
        rng.standard_normal(units * members).astype(np.float32),
        rng.standard_normal((members, units, outputs)).astype(np.float32),
        rng.standard_normal((members, outputs)).astype(np.float32),
        table,
    )


def test_the_network_multiplies_what_dense_lays_out() -> None:
    rng = np.random.default_rng(3)
    net = network(rng)
    total = 9
    inputs = Inputs(
        rng.standard_normal((total, 6)).astype(np.float32),
        rng.standard_normal((total, 2)).astype(np.float32),
        rng.integers(-1, 5, total),
        rng.integers(-1, 5, total),
        rng.integers(-1, 5, total),
        np.array([2, 3, 4, 6]),
    )
    laid_out = dense(inputs, inputs.tokens, net.table) @ net.hidden
    assert np.allclose(net._before(inputs, inputs.tokens), laid_out, atol=1e-4)
    opinions = net.opinions(inputs)
    assert opinions.shape == (4, len(HEADS), len(TAGS))
    assert np.allclose(opinions.sum(axis=-1), 1, atol=1e-5)


def test_eight_bits_come_close() -> None:
    weights = np.random.default_rng(1).standard_normal((50, 7)).astype(np.float32)
    whole, scale = quantise(weights)
    assert whole.dtype == np.int8
    assert np.abs(dequantise(whole, scale) - weights).max() <= scale.max() / 2 + 1e-6


def test_opinions_become_features() -> None:
    opinions = np.full((2, len(HEADS), len(TAGS)), 0.01, np.float32)
    opinions[0, :, TAGS.index("B-Place")] = 0.9
    opinions[1, :, 0] = 0.9
    first, second = with_opinions([["b"], ["b"]], opinions)
    assert first["b"] == 1.0
    assert "m=B-Place4" in first and "1m=O" in first and "-1m=B-Place" in second
    assert first["n0B-Place"] > first["n0O"] >= 0


def test_labels_are_the_five() -> None:
    assert LABELS == ("Person", "Organization", "Place", "Event", "Other")
    assert len(TAGS) == 11
