"""The catalogue on the examples and on generated articles: all engines of one machine give the same rows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from test_portability import written

from kgpub.query import CannedQuery, RdflibEngine, Rows, catalogue, load_graph, run
from kgpub.query.load import load_store
from kgpub.query.oxigraph import OxigraphEngine
from kgpub.store import EmbeddedStore, read_graphs
from kgpub.validate import check
from kgpub.write import Format, NamedGraph, serialise

REPOSITORY = Path(__file__).parents[2]
sys.path.insert(0, str(REPOSITORY / "benchmarks"))
from graphs import generate  # noqa: E402

EXAMPLES = [str(path) for path in sorted((REPOSITORY / "examples").glob("*.ttl"))]
EVIDENCE = str(REPOSITORY / "examples" / "diplomacy-mentions.trig")
OTHERS = [path for path in EXAMPLES if not path.endswith("diplomacy.ttl")]


@pytest.fixture(scope="module")
def generated() -> list[NamedGraph]:
    return list(generate(5, seed=3))


@pytest.fixture(scope="module", params=["examples", "generated"])
def engines(
    request: pytest.FixtureRequest, generated: list[NamedGraph], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, RdflibEngine | OxigraphEngine]:
    """The three ways to ask on one machine: files small and large, and a store."""
    directory = tmp_path_factory.mktemp(request.param)
    files = [EVIDENCE, *OTHERS]
    if request.param == "generated":
        files = [str(directory / "all.nq")]
        Path(files[0]).write_bytes(serialise(generated, Format.NQUADS))
    store = EmbeddedStore.open(directory / "store", create=True)
    for path in files:
        store.put_all(read_graphs(path))
    request.addfinalizer(store.close)
    memory = load_store(files)
    return {
        "rdflib": RdflibEngine(load_graph(files)),
        "memory": OxigraphEngine(memory.query),
        "store": OxigraphEngine(store.query),
    }


def values_for(query: CannedQuery, engine: OxigraphEngine) -> list[dict[str, str]]:
    """Return no values, and one that is in the data for the parameter that most queries have."""
    people = run(next(q for q in catalogue() if q.name == "positions"), {}, engine)
    assert isinstance(people, Rows) and len(people) > 2
    name = str(people.rows[1][0])
    names = {parameter.name for parameter in query.parameters}
    found: list[dict[str, str]] = [] if any(p.required for p in query.parameters) else [{}]
    return found + [{key: name} for key in ("person", "name") if key in names]


@pytest.mark.parametrize("query", catalogue(), ids=lambda query: query.name)
def test_engines_agree(query: CannedQuery, engines: dict[str, RdflibEngine | OxigraphEngine]) -> None:
    memory = engines["memory"]
    assert isinstance(memory, OxigraphEngine)
    for values in values_for(query, memory):
        answers = {name: run(query, values, engine) for name, engine in engines.items()}
        expected = answers.pop("rdflib")
        for answer in answers.values():
            if isinstance(expected, Rows):
                assert isinstance(answer, Rows) and answer.columns == expected.columns
                assert written(answer) == written(expected)
            else:
                assert isinstance(answer, type(expected)) and set(answer) == set(expected)


def test_generated_graphs_conform_and_are_always_the_same(generated: list[NamedGraph]) -> None:
    assert all(check(named.graph).conforms for named in generated)
    again = list(generate(5, seed=3))
    assert [serialise([named], Format.NQUADS) for named in again] == [
        serialise([named], Format.NQUADS) for named in generated
    ]
    assert len({named.iri for named in generated}) == 6
