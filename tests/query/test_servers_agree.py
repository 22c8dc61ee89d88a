"""The whole catalogue on real servers: the rows that rdflib gives, in their order."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal
from test_canned_rows import find, load
from test_portability import CASES, IDS, written

from helpers_servers import RunningServer, clear, oxigraph
from kgpub.endpoint.engine import EndpointEngine
from kgpub.endpoint.loading import Action
from kgpub.endpoint.loading import load as load_all
from kgpub.endpoint.server import Server
from kgpub.errors import EndpointRejected
from kgpub.query import Rows, catalogue, own_query, run
from kgpub.query.load import load_store
from kgpub.query.oxigraph import OxigraphEngine
from kgpub.store import EmbeddedStore, StoredGraph, read_graphs
from kgpub.store.canonical import by_value
from kgpub.write import Format, serialise
from kgpub.write.terms import nt

EXAMPLES = [str(path) for path in sorted((Path(__file__).parents[2] / "examples").glob("*.ttl"))]


@pytest.fixture(scope="session")
def server(running: RunningServer) -> Iterator[Server]:
    with Server.open(running.url, running.env) as opened:
        yield opened


def fill(server: Server, files: tuple[str, ...]) -> None:
    """Let the server hold what the files say, and no more."""
    clear(server)
    for graph in load(files).graphs():
        name = str(graph.identifier)
        name = "https://example.org/kg/unnamed" if name.startswith("urn:x-rdflib") else name
        if len(graph):
            server.put(name, "".join(f"{nt(s)} {nt(p)} {nt(o)} .\n" for s, p, o in graph).encode())


@functools.cache
def in_oxigraph(files: tuple[str, ...]) -> OxigraphEngine:
    return OxigraphEngine(load_store(list(files)).query)


def values(answer: object) -> list[tuple[str, ...]]:
    """Rows with numbers spelt as every store spells them."""
    assert isinstance(answer, Rows)
    return [tuple(_value(cell) for cell in row) for row in written(answer)]


@functools.cache
def _value(cell: str) -> str:
    if "^^" not in cell:
        return cell
    (line,) = by_value((f"<urn:a> <urn:b> {cell} .",))
    return line.removeprefix("<urn:a> <urn:b> ").removesuffix(" .")


@pytest.mark.parametrize(("query", "files", "parameters"), CASES, ids=IDS)
def test_pinned_rows(server: Server, query: str, files: list[str], parameters: dict[str, str]) -> None:
    fill(server, tuple(files))
    canned = find(query)
    expected = run(canned, parameters, in_oxigraph(tuple(files)))
    answer = run(canned, parameters, EndpointEngine(server))
    assert isinstance(answer, Rows) and isinstance(expected, Rows)
    assert answer.columns == expected.columns
    assert values(answer) == values(expected)


@pytest.mark.parametrize("name", [query.name for query in catalogue()])
def test_on_all_examples(server: Server, name: str) -> None:
    fill(server, tuple(EXAMPLES))
    canned = find(name)
    asked = {p.name: "岸田文雄" for p in canned.parameters if p.required or p.name == "person"}
    for parameters in [asked] if any(p.required for p in canned.parameters) else [{}, asked]:
        expected = run(canned, parameters, in_oxigraph(tuple(EXAMPLES)))
        answer = run(canned, parameters, EndpointEngine(server))
        if isinstance(expected, Graph):
            assert isinstance(answer, Graph)
            assert set(answer) == set(expected)
        else:
            assert values(answer) == values(expected)


def generated(number: int, directory: Path, monkeypatch: pytest.MonkeyPatch) -> list[StoredGraph]:
    """Return the graphs of made-up articles that share people, places and events, with decisions on these."""
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2] / "benchmarks"))
    graphs = importlib.import_module("graphs")
    file = directory / "generated.nq"
    file.write_bytes(serialise(list(graphs.generate(number)), Format.NQUADS))
    return read_graphs(str(file))


def test_on_generated_articles(
    running: RunningServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served = running.name == "oxigraph"
    articles = generated(30, tmp_path, monkeypatch)
    if served:
        # A store of kgpub's own has the union in its default graph, and Oxigraph's server can serve it.
        with EmbeddedStore.open(tmp_path / "data", create=True) as store:
            store.put_all(articles)
        running = oxigraph(tmp_path).start()
    local = in_oxigraph((str(tmp_path / "generated.nq"),))
    try:
        with Server.open(running.url, running.env) as server:
            if not served:
                # Virtuoso unites graphs while it is asked, and what they share multiplies.
                clear(server)
                done = load_all(server, articles, unite=True)
                assert {outcome.action for outcome in done} == {Action.LOADED}
            assert server.keeps_union()
            found = 0
            for canned in catalogue():
                parameters = {p.name: "首相" for p in canned.parameters if p.required}
                expected = run(canned, parameters, local)
                answer = run(canned, parameters, EndpointEngine(server))
                if isinstance(expected, Rows):
                    assert values(answer) == values(expected), canned.name
                    found += bool(len(expected))
            assert found >= 12
            if not served:
                clear(server)
    finally:
        if served:
            running.kill()


def test_other_forms(server: Server, tmp_path: Path) -> None:
    fill(server, tuple(EXAMPLES))
    engine, local = EndpointEngine(server), in_oxigraph(tuple(EXAMPLES))

    def asked(text: str) -> object:
        file = tmp_path / "q.rq"
        file.write_text(text)
        query = own_query(str(file))
        answers = engine.evaluate(query, {}), local.evaluate(query, {})
        assert type(answers[0]) is type(answers[1])
        return answers

    assert asked('ASK { ?s ?p "ワシントンD.C."@ja }') == (True, True)
    assert asked('ASK { ?s ?p "どこにもない"@ja }') == (False, False)
    there, here = asked(
        "PREFIX schema: <https://schema.org/> CONSTRUCT { ?s a ?c } { ?s schema:name ?n ; a ?c }"
    )
    assert isinstance(there, Graph) and len(there) == len(here) > 50
    there, here = asked(
        "PREFIX s: <https://schema.org/> SELECT (COUNT(DISTINCT ?x) AS ?n) { ?x a s:NewsArticle }"
    )
    assert values(there) == values(here) == [('"6"^^<http://www.w3.org/2001/XMLSchema#integer>',)]


def test_a_limit_goes_to_the_server(server: Server) -> None:
    fill(server, tuple(EXAMPLES))
    canned = find("events")
    answer = EndpointEngine(server).evaluate(canned, {"_lang": Literal("ja")}, 3)
    assert isinstance(answer, Rows)
    assert len(answer) == 3


@pytest.mark.parametrize(
    "hostile", ['x" } ; DROP ALL #', "\\u0022 } ; DROP ALL #", "'''\n\\", "?_lang", "<urn:x>"]
)
def test_a_value_is_only_a_value(server: Server, hostile: str) -> None:
    fill(server, tuple(EXAMPLES))
    answer = run(find("statements-by-person"), {"person": hostile}, EndpointEngine(server))
    assert isinstance(answer, Rows)
    assert len(answer) == 0
    assert len(run(find("who-met-whom"), {}, EndpointEngine(server))) > 0  # type: ignore[arg-type]


def test_a_server_that_does_not_unite_its_graphs(
    running: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if running.name != "oxigraph":
        pytest.skip("Virtuoso's default graph is the union of all")
    # To Oxigraph as to any server: without the parameter by which it would unite them.
    url = running.url
    with Server.open(
        f"{url}/query", {}, profile="generic", graph_store=f"{url}/store", update=f"{url}/update"
    ) as plain:
        fill(plain, tuple(EXAMPLES))
        for name in ("who-met-whom", "provenance", "shared-between-articles"):
            expected = run(find(name), {}, in_oxigraph(tuple(EXAMPLES)))
            assert values(run(find(name), {}, EndpointEngine(plain))) == values(expected)
        monkeypatch.setattr("kgpub.endpoint.engine._NAMED", 3)
        with pytest.raises(EndpointRejected, match="6 graphs are too many to name") as caught:
            run(find("who-met-whom"), {}, EndpointEngine(plain))
        assert "union" in caught.value.tip
