"""Tables line up where characters are two columns wide, and fit the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgpub.query.table import display_width, render


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("abc", 3),
        ("会談", 4),
        ("ｱｲｳ", 3),
        ("ＡＢ", 4),
        ("が", 2),
        ("か\u3099", 2),
        ("é", 1),
        ("…", 1),
        ("a\u200bb", 2),
    ],
)
def test_widths(text: str, width: int) -> None:
    assert display_width(text) == width


def test_columns_line_up() -> None:
    assert render(["name", "n"], [["会談", "1"], ["abc", "22"]]) == (
        "name  n\n"
        "----  --\n"
        "会談  1\n"
        "abc   22\n"
    )  # fmt: skip


def test_nothing_is_cut_without_a_terminal() -> None:
    assert "長" * 300 in render(["x"], [["長" * 300]])


def test_wide_cells_are_cut_to_fit() -> None:
    text = render(["id", "text"], [["Q1", "とても長い見出しがここに入ります"]], width=20)
    assert text.splitlines()[2] == "Q1  とても長い見出…"
    assert max(map(display_width, text.splitlines())) <= 20


def test_controls_cannot_reach_the_terminal() -> None:
    assert render(["x"], [["a\x1b[31mb\nc\u2028d"]]).splitlines()[2] == "a [31mb c d"


def test_bold_is_for_the_header_alone() -> None:
    lines = render(["x"], [["y"]], bold=True).splitlines()
    assert lines[0] == "\x1b[1mx\x1b[0m"
    assert "\x1b" not in "".join(lines[1:])


@given(
    rows=st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=5),
    width=st.integers(22, 100),
)
def test_every_line_fits(rows: list[list[str]], width: int) -> None:
    lines = render(["a", "b", "c"], rows, width=width).split("\n")
    assert len(lines) == len(rows) + 3
    assert all(display_width(line) <= width for line in lines)
