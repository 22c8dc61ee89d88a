"""The generator of articles that benchmarks and tests of whole corpora run on."""

from __future__ import annotations

import importlib
import io
import json
import re
from pathlib import Path
from types import ModuleType

import pytest

from kgpub.model import EventKind
from kgpub.read import read_article

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"


@pytest.fixture
def articles(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module("articles")


def test_the_same_seed_gives_the_same_articles(articles: ModuleType) -> None:
    first = list(articles.generate(60, seed=4, copies=0.3))
    assert first == list(articles.generate(60, seed=4, copies=0.3))
    assert first[:20] == list(articles.generate(20, seed=4, copies=0.3))
    assert first != list(articles.generate(60, seed=5, copies=0.3))
    copies = [article for article in first if article.text != article.number]
    assert copies
    for article in copies:
        original = first[article.text]
        assert original.publisher != article.publisher
        assert original.url != article.url


def test_every_template_can_be_filled_and_every_kind_of_event_has_one(articles: ModuleType) -> None:
    import random

    stories, background = articles.stories()
    assert {story.kind for story in stories} == {kind.value for kind in EventKind}
    assert {story.desk for story in stories} == set(background)
    slots = articles.Slots(random.Random(1), articles.dt.date(2025, 12, 31))
    lines = [line for story in stories for group in story.lines.values() for line in group]
    for line in [*lines, *(line for group in background.values() for line in group)]:
        text = articles.fill(line, slots)
        assert not re.search(r"[\[\]{}<>|]", text), line
        assert not text.startswith(("の", "、")) and "（0）" not in text, line


def test_an_article_is_read_as_it_was_written(articles: ModuleType) -> None:
    written = articles.write(3, seed=1)
    line = json.dumps(written.record(), ensure_ascii=False)
    article = read_article("-", stdin=io.BytesIO(line.encode()))
    assert article.headline == written.headline.replace("　", " ")
    assert article.text.split("\n")[1:] == list(written.paragraphs)
    assert (article.published, article.url) == (written.published, written.url)
    assert (article.publisher, article.language) == (written.publisher, "ja")
    assert 400 <= len(article.text) <= 1100
