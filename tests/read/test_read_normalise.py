import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgpub.read.normalise import normalise, normalise_line

# The characters that the rules are about, often enough to meet each other.
_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("ｶﾞｧｰ｡ﾟがか\u3099\u309aé\u0301 　\t\r\n\u200b\ufeff\xa0\x85\u2028\x0b葛\U000e0100"),
    )
)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("一行目\r\n二行目\r三行目", "一行目\n二行目\n三行目"),
        ("　字下げした段落。　", "字下げした段落。"),
        ("\n\n上\n \n　\n下\n", "上\n下"),
        ("ﾊﾟﾘで｢会議｣｡", "パリで「会議」。"),
        ("が", "が"),
        ("\ufeff見\u200b出\x00し\x07", "見出し"),
        ("葛\U000e0100城", "葛城"),
        ("ＡＢＣ１２３", "ＡＢＣ１２３"),
        ("a\tb\xa0c", "a b c"),
        ("上\u2028下", "上\n下"),
        ("\ud800半分", "半分"),
    ],
)
def test_normalise(raw: str, expected: str) -> None:
    assert normalise(raw) == expected


@given(_TEXT)
def test_twice_is_once(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(_TEXT)
def test_every_line_is_trimmed_visible_nfc(text: str) -> None:
    result = normalise(text)
    assert unicodedata.is_normalized("NFC", result)
    assert all(line == line.strip() and line for line in result.split("\n")) or result == ""
    result.encode("utf-8")


@given(_TEXT, _TEXT)
def test_lines_are_normalised_one_by_one(first: str, second: str) -> None:
    together = normalise(first + "\n" + second)
    assert together == "\n".join(part for part in (normalise(first), normalise(second)) if part)


def test_one_line() -> None:
    assert normalise_line(" 海辺市で\n  祭り ") == "海辺市で 祭り"
