import datetime as dt
import json
from typing import Any

import pytest

from kgpub.errors import UnreadableInput
from kgpub.model import BlockKind
from kgpub.read.document import Document
from kgpub.read.json import read_json

JST = dt.timezone(dt.timedelta(hours=9))
BODY = "海辺市は3日、新しい図書館を開いた。\n市長は「居場所にしたい」と述べた。"
ARTICLE = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "駅前に図書館",
    "articleBody": BODY,
    "datePublished": "2025-04-03T08:00:00+09:00",
    "url": "https://news.example/1",
    "inLanguage": "ja",
    "publisher": {"@type": "Organization", "name": "あおば新聞"},
    "author": [{"@type": "Person", "name": "山川花子"}, "海野太郎", {"name": "山川花子"}],
}


def read(data: object) -> Document:
    return read_json(json.dumps(data), "記事.json")


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines]


def test_news_article() -> None:
    document = read(ARTICLE)
    assert texts(document) == BODY.split("\n")
    assert document.headline == "駅前に図書館"
    assert document.metadata.published == dt.datetime(2025, 4, 3, 8, tzinfo=JST)
    assert document.metadata.url == "https://news.example/1"
    assert document.metadata.publisher == "あおば新聞"
    assert document.metadata.language == "ja"
    assert document.authors == ("山川花子", "海野太郎")


@pytest.mark.parametrize(
    "data",
    [
        [ARTICLE],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "あおば"}, ARTICLE]},
        {"@type": "WebPage", "mainEntity": ARTICLE},
        {**ARTICLE, "@type": ["ReportageNewsArticle", "WebContent"]},
        {**ARTICLE, "@type": "http://schema.org/NewsArticle"},
        {**ARTICLE, "@type": "schema:Article"},
        {
            ("@type" if key == "@type" else f"schema:{key}"): value
            for key, value in ARTICLE.items()
            if key != "@context"
        },
        {**ARTICLE, "articleBody": BODY.split("\n")},
        {**ARTICLE, "articleBody": {"@value": BODY, "@language": "ja"}},
    ],
)
def test_shapes_of_jsonld(data: Any) -> None:
    assert texts(read(data)) == BODY.split("\n")


def test_publisher_by_reference() -> None:
    data = {
        "@graph": [
            {**ARTICLE, "publisher": {"@id": "#org"}},
            {"@id": "#org", "@type": "Organization", "name": "みなと放送"},
        ]
    }
    assert read(data).metadata.publisher == "みなと放送"


def test_html_body() -> None:
    document = read(
        {**ARTICLE, "articleBody": "<h2>開館</h2><p>図書館を<b>開いた</b>。</p><ul><li>100席</li></ul>"}
    )
    assert [(line.kind, line.text) for line in document.lines] == [
        (BlockKind.SUBHEADING, "開館"),
        (None, "図書館を開いた。"),
        (BlockKind.BULLET, "100席"),
    ]


def test_values_of_wrong_types_are_left_out() -> None:
    data = {
        **ARTICLE,
        "@type": ["NewsArticle", 3, None],
        "headline": {"@value": 5},
        "datePublished": 20250403,
        "author": [1, None, {"name": []}],
        "publisher": ["みなと放送"],
        "inLanguage": {"@type": "Language", "name": 7},
        "url": "/relative",
    }
    document = read(data)
    assert document.headline is None
    assert document.authors == ()
    assert document.metadata.published is None
    assert document.metadata.url is None
    assert document.metadata.publisher == "みなと放送"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "broken JSON in line 1"),
        ('{"@type":\n', "broken JSON in line 2"),
        ('{"a":1}\n{"b":2}', "Extra data"),
        ("[" * 100_000, "nested too deep"),
        ("1" * 10_000, "number too long"),
        ("null", "without a news article"),
        ('{"a": 1}', "without a news article"),
        ('{"@type": "Recipe", "name": "a"}', "without a news article"),
        ('{"@type": "NewsArticle", "headline": "a"}', "no body"),
        ('{"@type": "NewsArticle", "articleBody": "  "}', "no body"),
        (json.dumps([ARTICLE, ARTICLE]), "holds 2 articles; expected one"),
    ],
)
def test_unreadable(text: str, message: str) -> None:
    with pytest.raises(UnreadableInput, match=message) as caught:
        read_json(text, "記事.json")
    assert caught.value.message.startswith("記事.json: ")
    assert "\n" not in caught.value.message
