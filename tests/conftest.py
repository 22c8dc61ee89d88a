"""What tests share: recorded analyses, the real pipeline opened once, and the examples built once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from helpers_articles import marked
from helpers_recorded import Recordings
from helpers_servers import STARTERS, RunningServer

if TYPE_CHECKING:
    from kgpub.extract.view import SentenceView
    from kgpub.model import Event
    from kgpub.pipeline import Resources

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"

# Scripts are not a package; the test of the examples builds them as the script does.
sys.path.insert(0, str(REPOSITORY / "scripts"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--record", action="store_true", help="record the analyses that tests use anew")


@pytest.fixture(autouse=True, scope="session")
def _no_settings_of_the_user() -> None:
    """A KGPUB_* variable of whoever runs the tests must not change what they see."""
    for name in [name for name in os.environ if name.startswith("KGPUB_")]:
        del os.environ[name]


@pytest.fixture(scope="session")
def recordings(request: pytest.FixtureRequest) -> Iterator[Recordings]:
    """Analyses recorded from GiNZA."""
    table = Recordings(request.config.getoption("--record"))
    yield table
    if table.record:
        table.save()


@pytest.fixture(scope="session")
def resources() -> Resources:
    """The gazetteer that ships with kgpub, opened once."""
    from kgpub.pipeline import Resources

    return Resources.open()


@pytest.fixture(scope="session")
def gold_directory() -> Path:
    """The gold articles beside the checkout; a test that needs them is skipped where they are not."""
    directory = SHARED / "eval" / "gold"
    if not directory.is_dir():
        pytest.skip("the gold articles (../shared/eval/gold) are not on this machine")
    return directory


@pytest.fixture
def events_in(recordings: Recordings) -> Callable[..., tuple[Event, ...]]:
    """Return a function from a marked text to its events."""

    from kgpub.annotate.time import find_times
    from kgpub.extract.events import extract_events

    def find(text: str, **options: Any) -> tuple[Event, ...]:
        article, entities = marked(text, **options)
        analysis = recordings.analysis(article)
        return extract_events(article, analysis, entities, find_times(article, analysis))

    return find


@pytest.fixture
def views_of(recordings: Recordings) -> Callable[..., list[SentenceView]]:
    """Return a function from a marked text to the views of its body's sentences."""

    from kgpub.annotate.time import find_times
    from kgpub.extract.view import SentenceView

    def views(text: str, **options: Any) -> list[SentenceView]:
        article, entities = marked(text, **options)
        analysis = recordings.analysis(article)
        mentions = [(m, e.id) for e in entities for m in e.mentions]
        times = find_times(article, analysis)
        by_id = {e.id: e for e in entities}
        return [
            SentenceView(article, analysis, sentence, mentions, by_id, times)
            for sentence in analysis.sentences
            if sentence.block > 0
        ]

    return views


@pytest.fixture(scope="session", params=sorted(STARTERS))
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    """Each real SPARQL server in turn; what a test needs, it clears and loads itself."""
    server = STARTERS[request.param](tmp_path_factory.mktemp(request.param))
    server.start()
    yield server
    server.kill()
