"""A process that is killed while it loads leaves each article whole, and the same command does the rest."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from stores import BASE, article

from helpers_command import COMMAND
from kgpub.store import EmbeddedStore, StoredGraph, read_graphs

ARTICLES = 40

# Replaces graph after graph, and tells when it begins each.
LOAD = """
import sys
from pathlib import Path
from kgpub.store import EmbeddedStore, read_graphs
graphs = [graph for path in sys.argv[2:] for graph in read_graphs(path)]
print("opening", flush=True)
with EmbeddedStore.open(Path(sys.argv[1]), create=True) as store:
    for graph in graphs:
        print(graph.iri, flush=True)
        store.put(graph)
"""


def versions(tmp_path: Path) -> list[list[str]]:
    """Two versions of each article: other people, and another headline."""
    found = []
    for version in range(2):
        directory = tmp_path / f"v{version}"
        directory.mkdir()
        for number in range(ARTICLES):
            people = [f"p{version}{number % 7}{person}" for person in range(20)]
            text = article(f"a{number}", "everywhere", *people, headline=f"第{version}版")
            (directory / f"{number}.ttl").write_text(text, encoding="utf-8")
        found.append([str(path) for path in sorted(directory.iterdir())])
    return found


def by_iri(paths: list[str]) -> dict[str, StoredGraph]:
    return {graph.iri: graph for path in paths for graph in read_graphs(path)}


def check(directory: Path, *allowed: dict[str, StoredGraph]) -> int:
    """Every graph is one of those allowed, whole, and the default graph their union; return how many."""
    with EmbeddedStore.read(directory) as store:
        values = {iri: store.values(iri) for iri in store.iris()}
        union = sorted(f"{triple} ." for triple in store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"))
    for iri, found in values.items():
        assert any(iri in graphs and found == graphs[iri].values for graphs in allowed), iri
    assert union == sorted({line for lines in values.values() for line in lines})
    return len(values)


def killed(directory: Path, paths: list[str], lines: int, delay: float) -> None:
    """Run the loading script and kill it a moment after it has said so many lines."""
    process = subprocess.Popen([sys.executable, "-c", LOAD, str(directory), *paths], stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(lines):
        process.stdout.readline()
    time.sleep(delay)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL


def test_killed_while_it_replaces(tmp_path: Path) -> None:
    paths = versions(tmp_path)
    graphs = [by_iri(version) for version in paths]
    directory = tmp_path / "store"
    with EmbeddedStore.open(directory, create=True) as store:
        store.put_all(list(graphs[0].values()))
    generator = random.Random(5)
    for round_ in range(6):
        target = (round_ + 1) % 2
        killed(directory, paths[target], generator.randint(2, ARTICLES - 2), generator.random() * 0.01)
        assert check(directory, *graphs) == ARTICLES
    # The same again, to the end.
    with EmbeddedStore.open(directory) as store:
        store.put_all(list(graphs[0].values()))
    assert check(directory, graphs[0]) == ARTICLES


def test_killed_while_it_makes_the_store(tmp_path: Path) -> None:
    paths = versions(tmp_path)[0]
    graphs = by_iri(paths)
    generator = random.Random(6)
    for round_ in range(6):
        directory = tmp_path / f"store{round_}"
        killed(directory, paths, 1, generator.random() * 0.06)
        with EmbeddedStore.open(directory, create=True) as store:
            assert set(store.iris()) <= set(graphs)
            store.put_all(list(graphs.values()))
        assert check(directory, graphs) == ARTICLES


@pytest.mark.parametrize("delay", [0.3, 0.6, 0.9])
def test_the_command_killed_and_run_again(delay: float, tmp_path: Path) -> None:
    paths = versions(tmp_path)[0]
    graphs = by_iri(paths)
    command = [*COMMAND, "load", "--no-validate", *paths, "--store", str(tmp_path / "store")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    process.kill()
    process.wait()
    done = subprocess.run(command, capture_output=True, check=True)
    assert done.stderr.decode().strip().endswith("unchanged")
    assert check(tmp_path / "store", graphs) == ARTICLES
    assert f"{BASE}article/a0" in graphs
