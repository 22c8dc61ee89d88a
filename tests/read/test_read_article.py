import datetime as dt
import io
import json
import os
import socket
from pathlib import Path

import pytest

from kgpub.errors import InputError, KgpubError, UnreadableInput, UsageError
from kgpub.model import Article, BlockKind
from kgpub.read import Metadata, read_article

NOTHING = Metadata()
JST = dt.timezone(dt.timedelta(hours=9))
TEXT = """海辺市、駅前に図書館
2025年4月3日

　海辺市は3日、駅前に新しい図書館を開いた。
蔵書は20万冊
　【海辺=みなと通信】市長は「居場所にしたい」と述べた。
・自習室は100席

Reference(s):
City opens library
coast.example
"""
PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="Shift_JIS">
<title>駅前に図書館 | あおば新聞</title>
<meta property="og:site_name" content="あおば新聞">
<meta property="article:published_time" content="2025-04-03T08:00:00+09:00">
<meta property="og:url" content="https://news.example/1"><meta name="author" content="山川花子"></head>
<body><article><h1>駅前に図書館</h1><p>海辺市は3日、駅前に新しい図書館を開いた。</p>
<p>市長は「居場所にしたい」と述べた。</p></article></body></html>"""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("reading touched the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def read(text: str | bytes, overrides: Metadata = NOTHING) -> Article:
    data = text if isinstance(text, bytes) else text.encode()
    return read_article("-", overrides=overrides, stdin=io.BytesIO(data))


def test_plain_text(tmp_path: Path) -> None:
    path = tmp_path / "記事.txt"
    path.write_text(TEXT, encoding="utf-8")
    article = read_article(path)
    assert article.source == str(path)
    assert article.headline == "海辺市、駅前に図書館"
    assert article.published == dt.date(2025, 4, 3)
    assert article.language == "ja"
    assert [block.kind for block in article.blocks] == [
        BlockKind.HEADLINE,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.SUBHEADING,
        BlockKind.PARAGRAPH,
        BlockKind.BULLET,
        BlockKind.REFERENCE,
        BlockKind.REFERENCE,
        BlockKind.REFERENCE,
    ]
    title, site = article.citations[0].title, article.citations[0].site
    assert title and article.text[title.start : title.end] == "City opens library"
    assert site and article.text[site.start : site.end] == "coast.example"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_encodings_and_line_breaks_give_the_same_article(encoding: str, line_break: str) -> None:
    assert read(TEXT.replace("\n", line_break).encode(encoding)) == read(TEXT)


def test_page_in_shift_jis() -> None:
    article = read(PAGE.encode("cp932"))
    assert article.source == "<stdin>"
    assert article.text.split("\n") == [
        "駅前に図書館",
        "海辺市は3日、駅前に新しい図書館を開いた。",
        "市長は「居場所にしたい」と述べた。",
    ]
    assert article.published == dt.datetime(2025, 4, 3, 8, tzinfo=JST)
    assert article.url == "https://news.example/1"
    assert article.publisher == "あおば新聞"
    assert article.authors == ("山川花子",)


def test_json_headline_is_not_repeated() -> None:
    data = {
        "@type": "NewsArticle",
        "headline": "駅前に 図書館",
        "articleBody": "駅前に図書館\n図書館が開いた。",
    }
    assert read(json.dumps(data)).text == "駅前に 図書館\n図書館が開いた。"


def test_ninjs_item() -> None:
    data = {"uri": "https://a.example/1", "headline": "駅前に図書館", "body_xhtml": "<p>図書館が開いた。</p>"}
    article = read(json.dumps(data))
    assert article.text == "駅前に図書館\n図書館が開いた。"
    assert article.url == "https://a.example/1"


def test_overrides_win() -> None:
    article = read(
        PAGE.encode("cp932"),
        Metadata(published="2024-01-02", url="https://b.example/", publisher="みなと放送", language="en-GB"),
    )
    assert article.published == dt.date(2024, 1, 2)
    assert article.url == "https://b.example/"
    assert article.publisher == "みなと放送"
    assert article.language == "en"


def test_no_date_is_made_up() -> None:
    assert read("見出し\n3日、港が開いた。").published is None


@pytest.mark.parametrize(
    "overrides",
    [
        Metadata(published="きのう"),
        Metadata(url="news.example"),
        Metadata(language="日本語"),
        Metadata(language=""),
    ],
)
def test_bad_override(overrides: Metadata) -> None:
    with pytest.raises(UsageError):
        read(TEXT, overrides)


@pytest.mark.parametrize(
    "text", ["[速報] 港が開く\n港が開いた。", "{注} 港が開く\n港が開いた。", "<速報> 港が開く\n港が開いた。"]
)
def test_brackets_in_a_headline_are_neither_json_nor_html(text: str) -> None:
    assert read(text).text == text


def test_content_wins_over_the_ending(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(PAGE.encode("cp932"))
    assert read_article(path).headline == "駅前に図書館"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        ("　\n\u200b\n".encode(), "no text"),
        (b"\xef\xbb\xbf", "no text"),
        (b"***\n---\n", "no text"),
        ("見出しだけ".encode(), "only a headline"),
        (bytes(range(256)) * 10, "NUL"),
        (bytes(range(1, 256)) * 10, "isn't text in an encoding"),
        (b"%PDF-1.4", "PDF"),
        ("港".encode() * 100_001, "line 1 has 100,001 characters"),
        (b"a" * 50_000_000, "larger than 5 MB"),
        (b'{"@type": "NewsArticle"', "broken JSON"),
        (b"<html><body></body></html>", "no article found"),
        (b'<?xml version="1.0"?><rss><channel/></rss>', "XML"),
        (("<html><body><article><p>" + "港が開いた。" * 20_000).encode(), "characters"),
        (b"<html><body>" + b"<div>" * 200_000, "no article found"),
        (b'[{"a":' * 100_000, "JSON"),
    ],
    ids=range(17),
)
def test_garbage_gives_one_clear_line(data: bytes, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message) as caught:
        read(data)
    assert caught.value.message.startswith("<stdin>: ")
    assert "\n" not in caught.value.message + caught.value.tip
    assert len(caught.value.message) < 200


def test_missing_file_and_directory(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_article(tmp_path / "ない.txt")
    with pytest.raises(InputError, match="is a directory"):
        read_article(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read every file")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "記事.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    with pytest.raises(InputError, match="no permission"):
        read_article(path)


def test_path_that_no_file_can_have() -> None:
    with pytest.raises(InputError, match="can't be read"):
        read_article("a\0b")


def test_closed_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    with pytest.raises(InputError, match="<stdin>: is closed"):
        read_article("-")


_GOLD = Path(__file__).parents[2].parent / "shared" / "eval" / "gold"


@pytest.mark.skipif(not _GOLD.is_dir(), reason="the shared evaluation set is not beside this checkout")
def test_evaluation_articles_keep_their_text() -> None:
    for path in sorted(_GOLD.glob("*.txt")):
        article = read_article(path)
        lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        assert article.text == "\n".join(lines), path.name
        gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        assert article.language == gold["lang"], path.name


def test_errors_are_of_one_family() -> None:
    with pytest.raises(KgpubError) as caught:
        read(b"")
    assert caught.value.exit_code == 3
