import logging

import pytest

from kgpub.errors import UnreadableInput
from kgpub.read.decode import decode

TEXT = "海辺市で港まつり\n市民およそ3万人が集まり、花火を楽しんだ。"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp932", "shift_jis", "euc_jp", "iso2022_jp"],
)
def test_encodings_of_japanese_text(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "記事.txt") == TEXT


def test_vendor_characters_of_cp932() -> None:
    text = "㈱髙島屋の①号店\n髙島屋は三日、ﾆｭｰｽを発表した。"
    assert decode(text.encode("cp932"), "記事.txt") == text


@pytest.mark.parametrize(
    ("label", "codec"), [("Shift_JIS", "cp932"), ("x-sjis", "cp932"), ("EUC-JP", "euc_jp")]
)
def test_declared_encoding_of_a_page(label: str, codec: str) -> None:
    # Without kana, only the declaration tells the encodings apart.
    page = f'<html><head><meta charset="{label}"><title>東京都知事会見</title>'
    assert decode(page.encode(codec), "page.html") == page


def test_http_equiv_declaration() -> None:
    page = '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=shift_jis"><TITLE>東京都</TITLE>'
    assert decode(page.encode("cp932"), "page.html") == page


def test_wrong_declaration_is_overruled_by_the_bytes() -> None:
    page = f'<html><head><meta charset="Shift_JIS"></head><body>{TEXT}'
    assert decode(page.encode("utf-8"), "page.html") == page


@pytest.mark.parametrize("label", ["klingon", "rot13", "utf-16"])
def test_impossible_declaration_is_ignored(label: str) -> None:
    page = f'<meta charset="{label}">{TEXT}'
    assert decode(page.encode("utf-8"), "page.html") == page


def test_declared_windows_1252() -> None:
    page = '<meta charset="iso-8859-1"><p>The café’s owner said no.'
    assert decode(page.encode("cp1252"), "page.html") == page


def test_page_with_one_broken_character(caplog: pytest.LogCaptureFixture) -> None:
    data = ('<meta charset="utf-8"><p>' + TEXT * 20).encode() + b"\xe3\x81</p>"
    with caplog.at_level(logging.WARNING, "kgpub.read"):
        assert decode(data, "page.html").endswith("楽しんだ。</p>")
    assert "1 characters" in caplog.text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("国家主席在北京会见了客人，双方交换了意见。会谈持续了两个小时。", "gb18030"),
        ("한국 대통령이 서울에서 회담했다. 두 나라는 협력하기로 했다.", "euc-kr"),
        ("The café’s owner said “no”.", "cp1252"),
    ],
)
def test_other_encodings_are_not_taken_for_japanese(text: str, encoding: str) -> None:
    with pytest.raises(UnreadableInput, match=r"UTF-8, Shift_JIS \(CP932\), EUC-JP") as caught:
        decode(text.encode(encoding), "記事.txt")
    assert "Convert" in caught.value.tip


def test_cut_off_utf8_says_where() -> None:
    data = TEXT.encode()[:-1]
    with pytest.raises(UnreadableInput) as caught:
        decode(data, "記事.txt")
    assert f"byte {len(data) - 2} of {len(data)}" in caught.value.tip


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14", "ZIP"),
        (b"\x89PNG\r\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"abc\0def", "NUL"),
        (TEXT.encode("utf-16-le"), "NUL"),
    ],
)
def test_binary(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableInput, match=what) as caught:
        decode(data, "file")
    assert caught.value.tip
    assert "\n" not in caught.value.message


def test_broken_utf16() -> None:
    with pytest.raises(UnreadableInput, match="UTF-16"):
        decode(TEXT.encode("utf-16")[:-1], "記事.txt")
