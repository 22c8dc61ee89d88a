"""Copies of a text are found whole, cut and edited; other texts are not, however alike their form."""

from __future__ import annotations

import datetime as dt
import importlib
import io
import random
from pathlib import Path
from types import ModuleType

import pytest
from copied_texts import DAY, REPORT, text
from hypothesis import given
from hypothesis import strategies as st

from kgpub.copies import Copies, Sketch, find_copies, sketch
from kgpub.copies.finding import DAYS, compare
from kgpub.copies.sketch import sketch_text
from kgpub.read import read_article

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
GOLD = Path(__file__).parents[3] / "shared" / "eval" / "gold"


@pytest.fixture
def articles(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("articles")


@pytest.mark.parametrize(
    "copy",
    [
        REPORT.replace("。", "。\n　"),
        REPORT.replace("によると", "の話では").replace("方針だ", "考えだ"),
        REPORT[:150],
        REPORT.replace("3日", "３日").replace("、", "，"),
        "【北浜】" + "".join(reversed(REPORT.split("。")[:-1])) + "。",
    ],
    ids=["paragraphs", "edited", "cut", "widths", "reordered"],
)
def test_a_copy(copy: str) -> None:
    link = compare(text("a", REPORT), text("b", copy))
    assert link is not None
    assert 0.5 <= link.resemblance <= 1 and link.resemblance <= link.contained <= 1
    assert link == compare(text("b", copy), text("a", REPORT))


@pytest.mark.parametrize(
    "other",
    [
        "北浜市港町の倉庫で3日朝、火災があった。消防車18台が出動し、およそ5時間後に消し止められた。"
        "けが人は5人で、全員が軽症。市は住民240人に避難を促していた。倉庫には輸出用の家具が保管されていた。",
        REPORT.translate(str.maketrans("1234568", "2385419")),
    ],
    ids=["by another writer", "the same form with other figures"],
)
def test_no_copy(other: str) -> None:
    assert compare(text("a", REPORT), text("b", other)) is None


def test_what_is_too_short_to_tell_has_no_copies() -> None:
    assert find_copies([text("a", REPORT[:30]), text("b", REPORT[:30])]) == Copies((), ())


def test_only_days_that_are_near_are_compared() -> None:
    def found(day: dt.date | None) -> bool:
        return bool(find_copies([text("a", REPORT), text("b", REPORT, day)]).texts)

    assert found(DAY + dt.timedelta(days=DAYS))
    assert not found(DAY + dt.timedelta(days=DAYS + 1))
    assert found(None)


def test_a_text_is_everybody_who_has_it_in_order_of_publication(articles: ModuleType) -> None:
    written = list(articles.generate(80, seed=3, copies=0.4))
    texts = [text(f"{a.number:03}", "".join(a.paragraphs), a.published) for a in written]
    found = find_copies(texts)
    groups: dict[int, list[tuple[dt.date, str]]] = {}
    for article in written:
        groups.setdefault(article.text, []).append((article.published, f"{article.number:03}"))
    assert len(found.texts) > 10
    assert sorted(found.texts) == sorted(
        tuple(name for _, name in sorted(group)) for group in groups.values() if len(group) > 1
    )
    # Each article of a text but one was brought in by one link.
    assert len(found.links) == sum(len(group) - 1 for group in found.texts)
    shuffled = random.Random(1).sample(texts, len(texts))
    assert find_copies([*shuffled, *texts[:5]]) == found


def test_the_sketch_is_of_the_body_alone() -> None:
    def of(headline: str) -> Sketch:
        return sketch(read_article("-", stdin=io.BytesIO(f"{headline}\n{REPORT}\n".encode())))

    assert of("倉庫で火災　北浜") == of("5人搬送、倉庫焼ける") == sketch_text(REPORT)


@given(st.text(max_size=200))
def test_a_sketch_survives_its_encoding(body: str) -> None:
    made = sketch_text(body)
    assert made.encode().isascii()
    assert Sketch.decode(made.encode()) == made


@pytest.mark.parametrize("damaged", ["", "AAAA", "AAA:1", "!!!!:1"])
def test_a_damaged_sketch_is_refused(damaged: str) -> None:
    with pytest.raises(ValueError):
        Sketch.decode(damaged)


def test_reports_of_one_event_by_two_writers_are_no_copies() -> None:
    if not GOLD.is_dir():
        pytest.skip("the development articles in ../shared are not here")
    texts = [
        text(path.stem, path.read_text(encoding="utf-8").partition("\n")[2], None)
        for path in sorted(GOLD.glob("*.txt"))
    ]
    assert len(texts) > 10
    assert find_copies(texts) == Copies((), ())
