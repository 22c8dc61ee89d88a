"""Numbers, eras and the tables behind time expressions."""

from __future__ import annotations

import doctest
from itertools import pairwise

import pytest

import kgpub.annotate.time
import kgpub.annotate.time_numbers
from kgpub.annotate.time_forms import words
from kgpub.annotate.time_numbers import add_months, era_year, eras, parse_number


@pytest.mark.parametrize("module", [kgpub.annotate.time, kgpub.annotate.time_numbers])
def test_examples_in_docstrings(module: object) -> None:
    results = doctest.testmod(module)  # type: ignore[arg-type]
    assert results.attempted > 0
    assert results.failed == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("二十三", 23), ("三十", 30), ("〇七", 7), ("百二十", 120), ("千八百六十八", 1868)],
)
def test_numbers(text: str, value: int) -> None:
    assert parse_number(text) == value


def test_eras_follow_on_each_other() -> None:
    spans = sorted(eras().values())
    assert all(last == first for (_, last), (first, _) in pairwise(spans))
    assert era_year("昭和", 64) == 1989
    assert era_year("昭和", 65) is None
    assert era_year("令和", 0) is None


@pytest.mark.parametrize("offset", range(-30, 31, 7))
def test_adding_months_can_be_undone(offset: int) -> None:
    assert add_months(*add_months(2025, 6, offset), -offset) == (2025, 6)


def test_relative_words_are_well_formed() -> None:
    for word, entry in words().items():
        assert entry.unit in {"year", "month", "day", "week", "fiscal"}, word
        assert entry.base in {"published", "story", "near"}, word
