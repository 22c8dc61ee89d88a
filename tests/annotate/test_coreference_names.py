"""Which names can be short for one another."""

from __future__ import annotations

import pytest

from kgpub.annotate.coreference import is_abbreviation, is_part


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("大森", "大森健", True),
        ("健", "大森健", False),
        ("早苗", "高木早苗", True),
        ("シャルマ", "アニル・シャルマ", True),
        ("アニル", "アニル・シャルマ", True),
        ("ルマ", "シャルマ", False),
        ("大森健", "大森健", False),
    ],
)
def test_parts_of_names(short: str, full: str, expected: bool) -> None:
    assert is_part(short, full) is expected


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("日銀", "日本銀行", True),
        ("海保", "海上保安庁", True),
        ("日銀", "第一銀行", False),
        ("日本", "日本銀行", True),
        ("銀日", "日本銀行", False),
        ("日行", "日銀行", False),
    ],
)
def test_abbreviations(short: str, full: str, expected: bool) -> None:
    assert is_abbreviation(short, full) is expected
