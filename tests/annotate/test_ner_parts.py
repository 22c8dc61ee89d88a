"""The recogniser's parts, without a model."""

from __future__ import annotations

import zlib
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kgpub.annotate.ner.edges import settle, without_honorific
from kgpub.annotate.ner.features import (
    OWN,
    SITE,
    FeatureNumbers,
    feature_hash,
    governors,
    in_brackets,
    noun_runs,
    shape,
    site_features,
)
from kgpub.annotate.ner.field import ALLOWED, best_tags, sum_chains
from kgpub.annotate.ner.inputs import OTHERS, Floats, Inputs, assemble
from kgpub.annotate.ner.inside import names_inside
from kgpub.annotate.ner.names import TYPES, NameList, write_names
from kgpub.annotate.ner.network import Network
from kgpub.annotate.ner.plain import asked_tokens
from kgpub.annotate.ner.recogniser import dequantise, quantise, read_network, write_network
from kgpub.annotate.ner.spans import LABELS, TAGS, NamedSpan, decode, encode
from kgpub.model import Token


def tokens(*words: str, tag: str = "名詞-固有名詞-一般") -> list[Token]:
    out, at = [], 0
    for i, word in enumerate(words):
        out.append(Token(i, at, at + len(word), word, word, tag, "PROPN", "dep", i, "", "", 0))
        at += len(word)
    return out


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
    write_names(tmp_path, {"青森県": place, "青森": place | person, "abc": person})
    return NameList(tmp_path)


def test_the_longest_name_that_fits_the_tokens_counts(names: NameList) -> None:
    sentence = tokens("青森", "県", "の", "ABC")
    assert names.tags("青森県のABC", sentence) == [["B-Place2"], ["E-Place2"], [], ["B-Person1"]]
    assert names.tags("青森県民", tokens("青森", "県民")) == [["B-Person1", "B-Place1"], []]


def site_rows(sentence: list[Token], listed: list[list[str]] | None = None) -> list[list[str]]:
    runs = noun_runs(sentence)
    heads, brackets = governors(sentence, runs), in_brackets(sentence)
    return site_features(sentence, listed or [[] for _ in sentence], runs, heads, brackets, str)


def test_features_see_brackets_and_the_noun_that_ends_a_run() -> None:
    sentence = tokens("「", "夏", "大会", "」", tag="名詞-普通名詞-一般")
    rows = site_rows(sentence, [["B-Event1"], [], [], []])
    assert "gt=B-Event1|名詞-普通名詞-一般" in rows[0]
    assert "rl=」" in rows[1]  # this tagger calls everything a noun
    assert "rp=1|2" in rows[1]
    assert any(f.startswith("k=「|1|2|") for f in rows[1])
    assert not any(f.startswith("k=") for f in rows[0])


def test_the_innermost_brackets_count() -> None:
    sentence = tokens("「", "夏", "(", "秋", ")", "」", "展", tag="補助記号-一般")
    rows = site_rows(sentence)
    assert "kb=(|夏" in rows[3] and "ka=「|展" in rows[1]


def test_features_are_numbered_and_others_are_zero() -> None:
    numbers = FeatureNumbers([feature_hash("g=B-Place1"), feature_hash("w=北海道")], [feature_hash("ra=で")])
    found = numbers.own("北海道", "名詞-固有名詞-地名-一般", True, ["B-Place1"])
    assert len(found) == OWN and sorted(found) == [0] * (OWN - 2) + [1, 2]
    assert found == numbers.own("北海道", "名詞-固有名詞-地名-一般", True, ["B-Place1"])
    assert (numbers.site("ra=が"), numbers.site("ra=で")) == (0, 1)
    # Unlike Python's own hash, this one is the same in every process.
    assert feature_hash("w=北海道") == zlib.crc32("w=北海道".encode())


def test_features_of_an_empty_sentence() -> None:
    assert site_rows([]) == []


def test_a_run_of_nouns_has_one_governor() -> None:
    sentence = tokens("青森", "大会")
    sentence += [replace(t, i=t.i + 2, tag="動詞-一般") for t in tokens("で", "勝つ")]
    sentence = [replace(t, head=h) for t, h in zip(sentence, (1, 3, 1, 3), strict=True)]
    runs = noun_runs(sentence)
    assert runs == [(0, 2), (0, 2), (2, 3), (3, 4)]
    assert governors(sentence, runs) == [3, 3, 1, -1]
    rows = site_rows(sentence)
    assert "hl=勝つ" in rows[0] and "ha=で|勝つ" in rows[1] and not rows[2]


class NoRows:
    def row(self, word: str) -> int:
        return -1


def network(rng: np.random.Generator, units: int = 4) -> Network:
    dims, context, own, site = 3, 6, 4, 2

    def weights(*shape: int) -> Floats:
        return rng.standard_normal(shape).astype(np.float32)

    return Network(
        weights(context, 5),
        weights(5 * 5, units),
        weights(3 * dims, units),
        weights(OTHERS * dims, units),
        weights(5 * own, units),
        weights(site, units),
        weights(units),
        weights(units, len(TAGS)),
        weights(len(TAGS)),
        weights(len(TAGS), len(TAGS)),
        weights(9, own),
        weights(9, site),
        np.vstack([weights(5, dims), np.zeros((1, dims), np.float32)]),
    )


def test_each_sentence_is_alone_in_the_network() -> None:
    rng = np.random.default_rng(3)
    net = network(rng)
    sentences = [tokens("青森", "県", "で"), tokens("山", "へ")]
    context = [rng.standard_normal((len(s), 6)).astype(np.float32) for s in sentences]
    listed: list[list[list[str]]] = [[[] for _ in s] for s in sentences]
    words: Any = NoRows()
    numbers = FeatureNumbers([feature_hash("w=山")], [])
    both = net.probabilities(assemble(sentences, context, listed, words, numbers))
    apart = [
        net.probabilities(assemble([s], [c], [n], words, numbers))
        for s, c, n in zip(sentences, context, listed, strict=True)
    ]
    assert both.shape == (5, len(TAGS))
    assert np.allclose(both.sum(axis=1), 1, atol=1e-5)
    assert np.allclose(both, np.vstack(apart), atol=1e-4)


def test_plain_tokens_are_certain_and_the_rest_is_scored_given_them() -> None:
    rng = np.random.default_rng(8)
    net = network(rng)
    sentences = [[*tokens("青森", "県"), *tokens("で", tag="助詞-格助詞"), *tokens("山", "田")], tokens("川")]
    context = [rng.standard_normal((len(s), 6)).astype(np.float32) for s in sentences]
    listed: list[list[list[str]]] = [[[] for _ in s] for s in sentences]
    words: Any = NoRows()
    numbers = FeatureNumbers([feature_hash("w=山")], [])
    inputs = assemble(sentences, context, listed, words, numbers)
    assert inputs.asked.tolist() == [0, 1, 3, 4, 5]
    # The same from the whole chain, in which で can be nothing else.
    every = assemble(sentences, context, listed, words, numbers, every=True)
    scores = net.scores(every, every.tokens)
    scores[2, 1:] = -1000
    expected = sum_chains(scores, every.lengths, net.follows).marginals
    assert np.allclose(net.probabilities(inputs), expected, atol=1e-4)


def test_what_may_be_in_a_name_is_asked_about() -> None:
    kinds = {
        "安史": "名詞-固有名詞-一般",
        "の": "助詞-格助詞",
        "「": "補助記号-括弧開",
        "」": "補助記号-括弧閉",
    }
    kinds |= {"に": "助詞-格助詞", "乱": "名詞-普通名詞-一般", "走れ": "動詞-一般", ".": "補助記号-句点"}

    def asked(*words: str, listed: int = -1) -> list[str]:
        sentence = [replace(t, tag=kinds[t.text]) for t in tokens(*words)]
        labels = [["I-Term3"] if i == listed else [] for i in range(len(words))]
        return [words[i] for i in asked_tokens(sentence, labels, in_brackets(sentence))]

    assert asked("安史", "の", "乱", "に", "走れ") == ["安史", "の", "乱"]
    assert asked("乱", "の", "乱", ".") == ["乱", "乱", "."]
    assert asked("乱", "の", "乱", listed=1) == ["乱", "の", "乱"]
    assert asked("「", "走れ", "」", "に") == ["走れ"]


def test_a_word_vector_counts_where_the_window_sees_it() -> None:
    net = network(np.random.default_rng(4))
    inputs = Inputs(
        np.zeros((9, 6), np.float32),
        np.array([-1, -1, 0, 1, 2, 3, 4, -1, -1]),
        np.array(
            [[-1, -1, -1]] * 2 + [[0, 1, 2], [2, -1, 4], [3, 3, -1], [4, 0, 0], [1, 2, 1]] + [[-1] * 3] * 2
        ),
        np.zeros((1, OWN), np.int64),
        np.zeros(9, np.int64),
        np.zeros((9, SITE), np.int64),
        np.arange(2, 7),
        np.array([5]),
        np.arange(5),
    )
    # Another vector for the word at one place changes what the windows with it see, and those only.
    scores = net.scores(inputs, inputs.tokens)
    vectors = net.vectors.copy()
    vectors[4] += 1
    changed = replace(net, vectors=vectors).scores(inputs, inputs.tokens)
    assert (scores != changed).any(axis=1).tolist() == [False, True, False, True, True]


def test_the_field_sums_over_every_sequence() -> None:
    rng = np.random.default_rng(5)
    scores = rng.standard_normal((3, len(TAGS))).astype(np.float32)
    follows = rng.standard_normal((len(TAGS), len(TAGS))).astype(np.float32)
    weights: dict[tuple[int, ...], float] = {}
    for tags in product(range(len(TAGS)), repeat=3):
        steps = list(pairwise(tags))
        if TAGS[tags[0]][0] != "I" and all(ALLOWED[a, b] for a, b in steps):
            total = sum(scores[i, k] for i, k in enumerate(tags)) + sum(follows[a, b] for a, b in steps)
            weights[tags] = float(np.exp(total))
    everything = sum(weights.values())
    expected = np.zeros((3, len(TAGS)))
    for tags, weight in weights.items():
        for i, k in enumerate(tags):
            expected[i, k] += weight / everything
    # A second sentence, longer or shorter, makes no difference to the first.
    other = rng.standard_normal((5, len(TAGS))).astype(np.float32)
    chains = sum_chains(np.vstack([scores, other]), np.array([3, 5]), follows)
    assert np.allclose(chains.marginals[:3], expected, atol=1e-6)
    alone = sum_chains(scores, np.array([3]), follows)
    assert np.isclose(alone.log_sum, np.log(everything))
    assert np.isclose(alone.pairs.sum(), 2)


def test_the_best_tags_are_well_formed() -> None:
    probable = np.full((3, len(TAGS)), 0.01, np.float32)
    probable[0, TAGS.index("B-Place")] = 0.9
    probable[1, TAGS.index("I-Person")] = 0.5
    probable[1, TAGS.index("I-Place")] = 0.4
    probable[2, 0] = 1.0
    assert best_tags(probable) == ["B-Place", "I-Place", "O"]


PERSON, MORE = "B-Person", "I-Person"
BODY, REST = "B-Organization", "I-Organization"


@pytest.mark.parametrize(
    ("words", "tags", "expected"),
    [
        (["山川", "花子", "さん"], [PERSON, MORE, MORE], [PERSON, MORE, "O"]),
        (["王子", "カルロ"], [PERSON, MORE], ["O", PERSON]),
        (["すず", "と", "葵"], [PERSON, MORE, MORE], [PERSON, "O", PERSON]),
        (["山川", "・", "大野"], [PERSON, MORE, MORE], [PERSON, "O", PERSON]),
        (["ジョン", "・", "スミス"], [PERSON, MORE, MORE], [PERSON, MORE, MORE]),
        (["山川", "花子", "家", "と", "家"], [PERSON, MORE, "O", "O", "O"], [BODY, REST, REST, "O", "O"]),
        (["自由", "党", "・", "改進", "党"], [BODY, *[REST] * 4], [BODY, REST, "O", BODY, REST]),
        (["朝日", "・", "毎日", "党"], [BODY, *[REST] * 3], [BODY, *[REST] * 3]),
        (["北海", "製紙", "釧路", "工場"], [BODY, *[REST] * 3], [BODY, REST, "B-Place", "I-Place"]),
        (["米", "カルロ"], [BODY, REST], ["B-Place", BODY]),
        (["米", "下院"], [BODY, REST], [BODY, REST]),
        (["桜浜", "高校"], ["B-Place", "I-Place"], [BODY, REST]),
        (["北海", "電機", "3", "社"], [BODY, REST, REST, REST], [BODY, REST, "O", "O"]),
        (["北海", "電機", "社"], [BODY, REST, REST], [BODY, REST, REST]),
    ],
)
def test_edges_that_grammar_settles(words: list[str], tags: list[str], expected: list[str]) -> None:
    kinds = {
        "3": "名詞-数詞",
        "と": "助詞-格助詞",
        "王子": "名詞-普通名詞-一般",
        "釧路": "名詞-固有名詞-地名-一般",
    }
    sentence = [replace(t, tag=kinds.get(t.text, t.tag)) for t in tokens(*words)]
    assert settle(sentence, tags) == expected


def test_an_honorific_inside_a_token_is_cut() -> None:
    assert without_honorific("正恩氏は", NamedSpan(0, 3, "Person", 0.9)) == NamedSpan(0, 2, "Person", 0.9)
    assert without_honorific("源氏", NamedSpan(0, 2, "Person", 0.9)).end == 2
    assert without_honorific("正恩氏", NamedSpan(0, 3, "Place", 0.9)).end == 3


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("イタリア国内", [("イタリア", "Place")]),
        ("訪韓", [("韓", "Place")]),
        ("日英", [("日", "Place"), ("英", "Place")]),
        ("日中", []),
        ("衆議院議員", [("衆議院", "Organization")]),
        ("イタリア人", []),
        ("イタリア語", []),
        ("日", []),
    ],
)
def test_names_inside_a_token(word: str, expected: list[tuple[str, str]]) -> None:
    token = tokens("が", word)[1]
    text = "が" + word
    assert [(text[s.start : s.end], s.label) for s in names_inside(token)] == expected


def test_eight_bits_come_close() -> None:
    weights = np.random.default_rng(1).standard_normal((50, 7)).astype(np.float32)
    whole, scale = quantise(weights)
    assert whole.dtype == np.int8
    assert np.abs(dequantise(whole, scale) - weights).max() <= scale.max() / 2 + 1e-6


def test_a_network_there_and_back(tmp_path: Path) -> None:
    net = network(np.random.default_rng(6))
    base = np.eye(3, dtype=np.float32)
    write_network(tmp_path / "network.npz", net, base, [feature_hash("w=山")], [])
    again, numbers = read_network(tmp_path / "network.npz", net.vectors)
    assert numbers.own("山", "名詞", False, [])[0] == 1
    assert np.array_equal(net.tags, again.tags)
    assert np.allclose(net.context, again.context, atol=0.05)
    assert np.allclose(net.own_table, again.own_table, atol=0.2)
    write_network(tmp_path / "again.npz", net, base, [feature_hash("w=山")], [])
    assert (tmp_path / "network.npz").read_bytes() == (tmp_path / "again.npz").read_bytes()


def test_labels_are_the_five() -> None:
    assert LABELS == ("Person", "Organization", "Place", "Event", "Other")
    assert len(TAGS) == 11
