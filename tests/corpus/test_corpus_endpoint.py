"""A corpus into SPARQL servers: loaded, replaced, retracted, and put right again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import kgpub.corpus.run
from helpers_corpus import corpus, open_fake
from helpers_servers import RunningServer, clear
from kgpub.cli.app import main
from kgpub.endpoint.loading import graphs_on
from kgpub.endpoint.server import Server


def test_a_server_has_what_the_sources_have(
    running: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(kgpub.corpus.run, "open_builder", open_fake)
    for name, value in running.env.items():
        monkeypatch.setenv(name, value)
    source = corpus(tmp_path / "in", 3)

    def build() -> list[str]:
        with pytest.raises(SystemExit) as end:
            main(["build", str(source), "--endpoint", running.url, "--workers", "1"])
        assert end.value.code == 0, capfd.readouterr().err
        return graphs_on(server)

    with Server.open(running.url, running.env) as server:
        clear(server)
        first = build()
        assert len(first) == 3
        (source / "001.txt").write_text("別の見出し\n本文\n", encoding="utf-8")
        (source / "002.txt").unlink()
        second = build()
        assert len(second) == 2
        assert len(set(first) & set(second)) == 1
        clear(server)
        assert build() == second
    assert [path.name for path in tmp_path.glob("*.manifest")]


def test_an_unreachable_server_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(kgpub.corpus.run, "open_builder", open_fake)
    source = str(corpus(tmp_path / "in", 3))

    def build(*options: str) -> int:
        with pytest.raises(SystemExit) as end:
            main(["build", source, "--manifest", "m", "--report", "r", "--workers", "1", *options])
        return end.value.code if isinstance(end.value.code, int) else 0

    assert build("--endpoint", "http://127.0.0.1:9", "--profile", "oxigraph") == 3
    assert "127.0.0.1:9" in capfd.readouterr().err
    assert build("-o", "out.nq") == 0
    assert "0 built now" in capfd.readouterr().err
