"""The recogniser that ships, on sentences of our own."""

from __future__ import annotations

import json
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from kgpub.annotate import ner
from kgpub.annotate.analyser import analyse, load_model
from kgpub.annotate.ner.inputs import Floats, Inputs
from kgpub.annotate.ner.network import Network
from kgpub.annotate.ner.recogniser import FILES
from kgpub.errors import ResourceError
from kgpub.model import Analysis, Article, Block, BlockKind
from kgpub.resources import data_path

pytestmark = pytest.mark.analyser

ROOT = Path(__file__).parents[2]


def article(*lines: str) -> Article:
    blocks, at = [], 0
    for n, line in enumerate(lines):
        blocks.append(Block(BlockKind.HEADLINE if n == 0 else BlockKind.PARAGRAPH, at, at + len(line)))
        at += len(line) + 1
    return Article("test", "\n".join(lines), tuple(blocks))


def names(*lines: str) -> set[tuple[str, str]]:
    a = article(*lines)
    return {(a.text[s.start : s.end], s.label) for s in ner.load().recognise(a.text, analyse(a))}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("鈴木一郎さんは大阪市で記者会見を開いた。", {("鈴木一郎", "Person"), ("大阪市", "Place")}),
        ("田中氏はフランスのパリを訪れた。", {("田中", "Person"), ("フランス", "Place"), ("パリ", "Place")}),
        ("トヨタ自動車の社長が名古屋市で話した。", {("トヨタ自動車", "Organization"), ("名古屋市", "Place")}),
        ("会議にはジョン・スミス外相が出席した。", {("ジョン・スミス", "Person")}),
        ("国際連合は声明を発表した。", {("国際連合", "Organization")}),
    ],
)
def test_plain_names(sentence: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= names("きょうの動き", sentence)


def test_dates_and_numbers_are_no_names() -> None:
    assert names("きょうの動き", "2024年5月3日の午後3時に約200人が集まった。") == set()


def test_spans_are_ordered_apart_and_within_tokens() -> None:
    a = article("岸本知事、札幌市へ", "岸本知事は札幌市を訪れ、北海道大学の山田教授と会った。")
    analysis = analyse(a)
    spans = ner.load().recognise(a.text, analysis)
    assert spans
    assert all(x.end <= y.start for x, y in pairwise(spans))
    assert {s.start for s in spans} <= {t.start for t in analysis.tokens}
    assert {s.end for s in spans} <= {t.end for t in analysis.tokens}
    assert all(0 < s.score <= 1 and s.label in ner.LABELS for s in spans)


def test_the_same_text_gives_the_same_spans() -> None:
    a = article("見出し", "佐藤さんは京都大学で化学を教えている。", "アメリカ合衆国の企業も加わった。")
    analysis = analyse(a)
    assert ner.load().recognise(a.text, analysis) == ner.load().recognise(a.text, analysis)


def test_the_number_of_threads_makes_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    a = article("見出し", *["佐藤さんは京都大学で化学を教え、アメリカ合衆国の企業とも組む。"] * 20)
    analysis = analyse(a)
    found = []

    def probabilities(self: Network, inputs: Inputs) -> Floats:
        found.append(real(self, inputs))
        return found[-1]

    real = Network.probabilities
    monkeypatch.setattr(Network, "probabilities", probabilities)
    for threads in (1, 2):
        with threadpool_limits(threads):
            ner.load().recognise(a.text, analysis, analysis.vectors)
    assert np.array_equal(found[0], found[1])


def test_vectors_that_are_handed_over_give_what_computed_ones_give() -> None:
    text = "佐藤さんは京都大学で化学を教えている。"
    a = article(text)
    analysis = analyse(a)
    doc = load_model()(text)
    handed = np.array([doc.tensor[t.i] for t in doc if not t.is_space], np.float32)
    recognise = ner.load().recognise
    assert [(s.start, s.end, s.label) for s in recognise(a.text, analysis, handed)] == [
        (s.start, s.end, s.label) for s in recognise(a.text, analysis)
    ]


def test_full_width_letters_are_no_obstacle() -> None:
    assert ("ＮＨＫ", "Organization") in names("きょうの動き", "ＮＨＫによると、雨は夜まで続く。")


def test_nothing_in_nothing_out() -> None:
    assert ner.load().recognise("", Analysis((), ())) == ()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match=r"config\.json"):
        ner.Recogniser(tmp_path, load_model())


def test_another_analyser_is_refused(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "config.json").write_text(json.dumps({"analyser": "ja_ginza 1.0"}), encoding="utf-8")
    with pytest.raises(ResourceError, match=r"trained with ja_ginza 1\.0"):
        ner.Recogniser(tmp_path, load_model())


def test_the_licence_ships_beside_the_model() -> None:
    licence = data_path("ja", "ner", "LICENSE").read_text(encoding="utf-8")
    assert "CC BY-SA 4.0" in licence and "Stockmark" in licence and "WikipediaAnnotatedCorpus" in licence


def test_the_benchmark_scores_a_file(tmp_path: Path) -> None:
    text = "鈴木一郎さんは大阪市で記者会見を開いた。"
    gold = tmp_path / "gold.jsonl"
    row = {"id": "a", "text": text, "spans": [[0, 4, "Person"], [7, 10, "Place"]]}
    gold.write_text(json.dumps(row, ensure_ascii=False) + "\n", encoding="utf-8")
    out = tmp_path / "pred.jsonl"
    command = [sys.executable, "benchmarks/ner.py", str(gold), "--out", str(out), "--no-baseline"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8")
    micro = next(line for line in done.stdout.splitlines() if line.startswith("strict micro"))
    assert micro.split()[2:5] == ["1.000", "1.000", "1.000"]
    assert [s[:3] for s in json.loads(out.read_text(encoding="utf-8"))["spans"]] == row["spans"]


def test_the_benchmark_names_a_bad_line(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"text": "短い", "spans": [[0, 9, "Person"]]}\n', encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "benchmarks/ner.py", str(gold)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "gold.jsonl:1:" in done.stderr and "Traceback" not in done.stderr
