"""Whatever comes in, an article or an error of ours comes out."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kgpub.errors import KgpubError
from kgpub.model import Article, BlockKind
from kgpub.read import read_article

_SENTENCE = "海辺市の港が開いた。市長は「便利だ」と述べた。"
_TAGS = """
<p> </p> <div> </div> <ruby> <rt> </ruby> <table> <tr> <td> <br> <h1> <h2> <title> <li> <ul> <form> <svg>
<!-- --> <![CDATA[ ]]> <?php ?> <html/lang='&#1;'> <body> <article> <x:y> <template> <head> <item> <hi> <ref>
&#0; &#1; &#xFFFE; &#xD800; &#99999999; &nbsp; \x01 \ufffe 参考: http://a.example/ http://[x 2025年8月3日 ・ ■
<a/href='http://[x'> <time/datetime=x> <meta/property='og:title'/content='&#2;a'>
"""
_PIECES = st.sampled_from([*_TAGS.split(), _SENTENCE, "\n　"])
_FIELDS = """
@type @graph @id @value headline name articleBody text datePublished url mainEntityOfPage mainEntity publisher
author inLanguage uri headlines bodies body_xhtml value role contenttype byline pubstatus language
"""
_KEYS = st.sampled_from(_FIELDS.split())
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from(
        ["NewsArticle", _SENTENCE, "<p>港</p>", "https://a.example/", "http://[x", "\ud800", "ja", ""]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=5),
    max_leaves=12,
)


def check(data: bytes) -> None:
    try:
        article = read_article("-", stdin=io.BytesIO(data))
    except KgpubError as error:
        assert "\n" not in error.message + error.tip
    else:
        check_article(article)


def check_article(article: Article) -> None:
    assert article.blocks[0].kind is BlockKind.HEADLINE
    assert len(article.blocks) == len(article.text.split("\n")) > 1
    assert all(article.text[block.start : block.end] for block in article.blocks)
    article.text.encode("utf-8")


@given(st.binary(max_size=300))
def test_bytes(data: bytes) -> None:
    check(data)


@given(st.text(max_size=300))
def test_text(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"))


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=40))
def test_tag_soup(pieces: list[str]) -> None:
    check(("<html>" + "".join(pieces) + _SENTENCE).encode("utf-8"))


@given(_VALUES)
def test_json(value: Any) -> None:
    check(json.dumps([value]).encode())


@given(st.dictionaries(_KEYS, _VALUES, max_size=6), st.booleans())
def test_json_articles(fields: dict[str, Any], linked: bool) -> None:
    base = (
        {"@type": "NewsArticle", "articleBody": _SENTENCE}
        if linked
        else {"uri": "urn:a", "body_text": _SENTENCE}
    )
    check(json.dumps({**base, **fields}).encode())


@settings(deadline=None)
@given(_VALUES)
def test_jsonld_in_a_page(value: Any) -> None:
    script = f'<script type="application/ld+json">{json.dumps(value)}</script>'
    page = (
        f"<html><head>{script}</head><body><article><h1>港</h1><p>{_SENTENCE}</p><p>{_SENTENCE}</p></article>"
    )
    check_article(read_article("-", stdin=io.BytesIO(page.encode())))


@pytest.mark.parametrize(
    "reference", ["&#0;", "&#1;", "&#x1;", "&#xD800;", "&#xFFFE;", "&#1114112;", "\x01", "\ufffe"]
)
def test_characters_that_no_tree_can_hold(reference: str) -> None:
    page = f"<html><body><article><h1>港</h1><p>{reference}{_SENTENCE}</p></article>"
    assert _SENTENCE in read_article("-", stdin=io.BytesIO(page.encode())).text.split("\n")
