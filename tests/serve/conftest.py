"""A store with the examples, two invented articles and generated ones, and servers on it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from serving import BASE, REPOSITORY, Served, serving

from helpers_command import run
from kgpub.write import Format, serialise

sys.path.insert(0, str(REPOSITORY / "benchmarks"))
from graphs import generate

DATA = REPOSITORY / "tests" / "query" / "data"


@pytest.fixture(scope="session")
def graph_files(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The files that are in the store."""
    harbour = tmp_path_factory.mktemp("graphs") / "harbour.nq"
    name = ox.NamedNode(f"{BASE}article/one")
    quads = (ox.Quad(*quad.triple, name) for quad in ox.parse(path=DATA / "harbour.ttl"))
    ox.serialize(quads, harbour, format=ox.RdfFormat.N_QUADS)
    generated = tmp_path_factory.mktemp("graphs") / "generated.nq"
    generated.write_bytes(serialise(list(generate(3, seed=5)), Format.NQUADS))
    examples = sorted((REPOSITORY / "examples").glob("*.ttl"))
    return [str(path) for path in (*examples, harbour, generated, DATA / "evidence.trig")]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, graph_files: list[str]) -> Path:
    directory = tmp_path_factory.mktemp("served") / "store"
    done = run("load", *graph_files, "--store", directory, "--no-validate")
    assert done.returncode == 0, done.stderr
    return directory


@pytest.fixture(scope="session")
def server(store: Path) -> Iterator[Served]:
    """A server as it is by default."""
    with serving(store) as served:
        yield served


@pytest.fixture(scope="session")
def strict(store: Path) -> Iterator[Served]:
    """A server that allows little, and lets a page of one other site read its answers."""
    limits = ("--timeout", "1", "--max-answer", "1", "--workers", "2")
    with serving(store, *limits, "--cors", "https://news.example.jp") as served:
        yield served
