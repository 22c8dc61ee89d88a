import datetime as dt
import logging

import pytest

from kgpub.read.html_metadata import read_metadata
from kgpub.read.markup import parse_html
from kgpub.read.metadata import Record

JST = dt.timezone(dt.timedelta(hours=9))


def record(head: str, *, body: str = "", attributes: str = "") -> Record:
    return read_metadata(
        parse_html(f"<html {attributes}><head>{head}</head><body>{body}</body></html>"), "page.html"
    )


def jsonld(data: str) -> str:
    return f'<script type="application/ld+json">{data}</script>'


OPEN_GRAPH = (
    '<meta property="og:title" content="港まつりに3万人 - あおば新聞">'
    '<meta property="og:site_name" content="あおば新聞">'
    '<meta property="og:url" content="https://news.example/og">'
    '<meta property="article:published_time" content="2025-04-02T09:30:00+09:00">'
)
META = (
    '<meta name="date" content="2025-04-01"><meta name="author" content="山川花子、海野太郎">'
    '<link rel="canonical" href="https://news.example/canonical">'
)


def test_jsonld_comes_first() -> None:
    data = (
        '{"@context":"https://schema.org","@type":"NewsArticle","headline":"港まつりに3万人","datePublished":'
        '"2025-04-03T08:00:00+09:00","author":{"@type":"Person","name":"岸本一"},"publisher":{"name":"みなと放送"},'
        '"mainEntityOfPage":{"@id":"https://news.example/ld"},"inLanguage":"ja-JP"}'
    )
    found = record(META + OPEN_GRAPH + jsonld(data), attributes='lang="en"')
    assert found.headline == "港まつりに3万人"
    assert found.metadata.published == dt.datetime(2025, 4, 3, 8, tzinfo=JST)
    assert found.metadata.url == "https://news.example/ld"
    assert found.metadata.publisher == "みなと放送"
    assert found.metadata.language == "ja-JP"
    assert found.authors == ("岸本一",)


def test_opengraph_comes_before_meta() -> None:
    found = record(META + OPEN_GRAPH)
    assert found.metadata.published == dt.datetime(2025, 4, 2, 9, 30, tzinfo=JST)
    assert found.metadata.url == "https://news.example/og"
    assert found.metadata.publisher == "あおば新聞"
    assert found.authors == ("山川花子", "海野太郎")


def test_meta_alone() -> None:
    found = record(META)
    assert found.metadata.published == dt.date(2025, 4, 1)
    assert found.metadata.url == "https://news.example/canonical"


def test_each_field_comes_from_the_first_that_has_it() -> None:
    found = record(META + OPEN_GRAPH + jsonld('{"@type":"NewsArticle","headline":"港まつり"}'))
    assert found.headline == "港まつり"
    assert found.metadata.publisher == "あおば新聞"
    assert found.authors == ("山川花子", "海野太郎")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('<time datetime="2025-04-02">2日</time>', dt.date(2025, 4, 2)),
        (
            '<time datetime="2025-04-02" itemprop="datePublished"></time><time datetime="2025-04-05"></time>',
            dt.date(2025, 4, 2),
        ),
        ('<time datetime="2025-04-02"></time><time datetime="2025-04-05"></time>', None),
        ("<p>(C) 2019 みなと放送</p>", None),
    ],
)
def test_time_elements(body: str, expected: dt.date | None) -> None:
    assert record("", body=body).metadata.published == expected


def test_unreadable_date_is_ignored_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "kgpub.read"):
        found = record(
            '<meta property="article:published_time" content="きのう"><meta name="date" content="2025-04-01">'
        )
    assert found.metadata.published == dt.date(2025, 4, 1)
    assert "きのう" in caplog.text


def test_broken_jsonld_is_ignored_with_a_warning(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "kgpub.read"):
        found = record(jsonld('{"@type":') + META)
    assert found.metadata.published == dt.date(2025, 4, 1)
    assert "page.html: a JSON-LD block is broken" in caplog.text


def test_related_articles_in_jsonld_are_not_the_article() -> None:
    data = '{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"別の記事"}]}'
    assert record(jsonld(data) + "<title>港まつり</title>").headline == "港まつり"


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("港まつりに3万人 | あおば新聞", "港まつりに3万人", "港まつりに3万人"),
        ("港まつりに3万人｜地域｜あおば新聞", "", "港まつりに3万人"),
        ("Harbour reopens - Coast Daily", "", "Harbour reopens"),
        ("港まつりに3万人 | あおば新聞", "あおば新聞", "港まつりに3万人"),
        ("港まつり", "", "港まつり"),
        ("", "港まつりに3万人", "港まつりに3万人"),
        ("", "", None),
    ],
)
def test_headline_without_the_name_of_the_site(title: str, heading: str, expected: str | None) -> None:
    assert (
        record(f"<title>{title}</title>", body=f"<h1>{heading}</h1>" if heading else "").headline == expected
    )


@pytest.mark.parametrize(
    ("attributes", "head", "expected"),
    [
        ('lang="ja"', "", "ja"),
        ("", '<meta http-equiv="content-language" content="ja">', "ja"),
        ("", '<meta property="og:locale" content="ja_JP">', "ja_JP"),
        ("", "", None),
    ],
)
def test_language(attributes: str, head: str, expected: str | None) -> None:
    assert record(head, attributes=attributes).metadata.language == expected


def test_relative_addresses_and_author_pages_are_no_facts() -> None:
    found = record(
        '<link rel="canonical" href="/a/1"><meta property="article:author" content="https://news.example/me">'
    )
    assert found.metadata.url is None
    assert found.authors == ()
