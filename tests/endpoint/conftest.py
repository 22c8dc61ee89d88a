"""Real servers, each started once for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sparql_servers import STARTERS, RunningServer


@pytest.fixture(scope="session", params=sorted(STARTERS))
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningServer]:
    """Each real server in turn, for tests that leave nothing behind but graphs of their own."""
    server = STARTERS[request.param](tmp_path_factory.mktemp(request.param))
    server.start()
    yield server
    server.kill()
