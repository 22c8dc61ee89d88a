"""Graphs in real servers: loaded, read back, compared, and loaded again after the server died."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest

from helpers_servers import RunningServer, clear, oxigraph
from kgpub.endpoint.loading import Action, State, compare, graphs_on, load
from kgpub.endpoint.protocol import ROWS
from kgpub.endpoint.server import Server
from kgpub.endpoint.transport import Limits
from kgpub.errors import EndpointAnswer, EndpointDenied, EndpointUnreachable
from kgpub.store.canonical import parse_lines, to_lines
from kgpub.store.graphs import Kind, StoredGraph, read_graphs

EXAMPLES = Path(__file__).parents[2] / "examples"
BASE = "https://example.org/kg/article"

# What has gone wrong in one server or another: quotation marks, line breaks, characters beyond
# the first plane, language tags in two cases, percent-encoded IRIs, a backslash before a u.
AWKWARD = r"""
<https://example.org/kg/person/%E7%8E%8B%E6%AF%85_Q1> <https://schema.org/name> "王毅"@ja , "𠮷野家"@ja .
<urn:a> <urn:p> "a \"quoted\" 'text' \\ back\\slash \\u0022 . } ; DROP ALL #" , "line\nbreak\ttab\r" , "" .
<urn:a> <urn:p> "ko\u006Con"@ja-Latn , "2024-04"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> .
<urn:a> <urn:q> "2024-04-12T09:00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<urn:a> <urn:r> "false"^^<http://www.w3.org/2001/XMLSchema#boolean> .
<urn:a> <urn:s> "12"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> .
<urn:a> <urn:t> "0.950"^^<http://www.w3.org/2001/XMLSchema#decimal> .
<urn:a> <urn:u> <https://example.org/a/b#char=0,4> .
"""


def made(number: int, triples: int = 40) -> StoredGraph:
    """Return the graph of an article that nobody wrote."""
    iri = f"{BASE}/{number}"
    text = f"<{iri}> a <https://schema.org/NewsArticle> .".replace(
        " a ", " <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    )
    rows = [f'<{iri}> <https://schema.org/text> "{number} の {i}"@ja .' for i in range(triples)]
    return StoredGraph(iri, Kind.ARTICLE, parse_lines("\n".join([text, *rows])), f"{number}.ttl")


def awkward() -> StoredGraph:
    return StoredGraph(
        f"{BASE}/awkward", Kind.ARTICLE, to_lines(ox.parse(AWKWARD, ox.RdfFormat.TURTLE)), "a.ttl"
    )


def opened(running: RunningServer, **options: object) -> Server:
    return Server.open(running.url, running.env, **options)  # type: ignore[arg-type]


def test_the_examples_arrive_as_they_are(running: RunningServer) -> None:
    graphs = [graph for path in sorted(EXAMPLES.glob("*.ttl")) for graph in read_graphs(str(path))]
    with opened(running) as server:
        assert server.profile.name == running.name
        clear(server)
        assert [outcome.action for outcome in load(server, graphs)] == [Action.LOADED] * len(graphs)
        assert graphs_on(server) == sorted(graph.iri for graph in graphs)
        assert {compare(server, graph).state for graph in graphs} == {State.SAME}
        # Twice changes nothing, and --resume has nothing to do.
        assert {outcome.action for outcome in load(server, graphs)} == {Action.LOADED}
        assert {outcome.action for outcome in load(server, graphs, resume=True)} == {Action.KEPT}
        assert graphs_on(server) == sorted(graph.iri for graph in graphs)


@pytest.mark.parametrize("way", ["graph store", "update"])
def test_awkward_terms_arrive_as_they_are(running: RunningServer, way: str) -> None:
    graph = awkward()
    with opened(running) as server:
        if way == "update":
            services = server.services
            server.services = type(services)(services.query, services.update, None)
        (outcome,) = load(server, [graph])
        assert outcome.comparison is not None
        assert (outcome.comparison.lacking, outcome.comparison.surplus) == ((), ())
        assert outcome.action is Action.LOADED


def test_a_graph_is_replaced_and_not_added_to(running: RunningServer) -> None:
    long, short = made(1, 60), made(1, 3)
    with opened(running) as server:
        list(load(server, [long], verify=False))
        assert compare(server, short).state is State.DIFFERS
        list(load(server, [short], verify=False))
        assert compare(server, short).state is State.SAME
        assert compare(server, made(2)).state is State.MISSING


def test_what_differs_is_named(running: RunningServer) -> None:
    with opened(running) as server:
        list(load(server, [made(3, 5)]))
        found = compare(server, made(3, 6))
    assert found.state is State.DIFFERS
    assert found.lacking == (f'<{BASE}/3> <https://schema.org/text> "3 の 5"@ja .',)
    assert found.surplus == ()


def test_wrong_credentials(running: RunningServer) -> None:
    if not running.env:
        pytest.skip("Oxigraph's server knows no users")
    env = running.env | {"KGPUB_PASSWORD": "s3cret"}
    with Server.open(running.url, env) as server, pytest.raises(EndpointDenied) as caught:
        server.put(f"{BASE}/4", b"<urn:a> <urn:b> <urn:c> .\n")
    assert "s3cret" not in caught.value.message
    with Server.open(running.url, {}) as server, pytest.raises(EndpointDenied, match="forbids"):
        server.put(f"{BASE}/4", b"<urn:a> <urn:b> <urn:c> .\n")


def test_an_answer_that_virtuoso_cuts_short_is_no_answer(running: RunningServer) -> None:
    graph = made(5, 10_050)
    with opened(running) as server:
        # The graph store cuts the graph as well, without saying so; it is then read in parts.
        assert [outcome.action for outcome in load(server, [graph])] == [Action.LOADED]
        short = made(5, 10_049)
        assert compare(server, short).surplus == tuple(set(graph.lines) - set(short.lines))
        query = f"SELECT * {{ GRAPH <{graph.iri}> {{ ?s ?p ?o }} }}"
        if running.name == "virtuoso":
            with pytest.raises(EndpointAnswer, match="no more than 10000 rows"):
                server.query(query, ROWS)
        else:
            assert server.query(query, ROWS).body.count(b'"value"') > 30_000


def test_graphs_are_listed_page_by_page(running: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgpub.endpoint.loading._PAGE", 3)
    with opened(running) as server:
        clear(server)
        list(load(server, [made(number, 2) for number in range(10, 20)], verify=False))
        assert graphs_on(server) == [f"{BASE}/{number}" for number in range(10, 20)]


def test_a_union_is_kept_from_then_on(running: RunningServer, tmp_path: Path) -> None:
    shared = '<urn:a> <urn:b> "共通"@ja .'

    def having(number: int, *lines: str) -> StoredGraph:
        graph = made(number, 1)
        return StoredGraph(graph.iri, graph.kind, tuple(sorted({*graph.lines, *lines})), graph.source)

    def union(server: Server) -> set[str]:
        graph = server.profile.union_graph
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        answer = server.query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} }}", "application/n-triples")
        return set(parse_lines(answer.body))

    own = oxigraph(tmp_path).start() if running.name == "oxigraph" else running
    before, first, second = having(1), having(2, shared, "<urn:a> <urn:b> <urn:c> ."), having(3, shared)
    lines = {graph.iri: set(graph.lines) for graph in (before, first, second)}
    try:
        with opened(own) as server:
            clear(server)
            list(load(server, [before]))
            assert not server.keeps_union()
            # What was there before comes in with the first graphs, ...
            list(load(server, [first, second], unite=True))
            assert union(server) == set.union(*lines.values())
        with opened(own) as server:
            # ... and who comes later need not know of it.
            assert server.keeps_union()
            changed = having(2)
            assert [o.action for o in load(server, [changed])] == [Action.LOADED]
            assert union(server) == lines[before.iri] | set(changed.lines) | lines[second.iri]
            server.delete(second.iri)
            assert union(server) == lines[before.iri] | set(changed.lines)
            assert graphs_on(server) == [before.iri, first.iri]
            clear(server)
    finally:
        if own is not running:
            own.kill()


# --- a server that dies ---------------------------------------------------


def test_a_server_killed_between_graphs_loses_and_doubles_nothing(tmp_path: Path) -> None:
    running = oxigraph(tmp_path).start()
    graphs = [made(number) for number in range(30)]
    try:
        with Server.open(running.url, {}, limits=Limits(first_wait=0.01)) as server:
            with pytest.raises(EndpointUnreachable):
                for done, _ in enumerate(load(server, graphs), 1):
                    if done == 10:
                        running.kill()
            running.start()
            states = [compare(server, graph).state for graph in graphs]
            assert states == [State.SAME] * 10 + [State.MISSING] * 20
            actions = [outcome.action for outcome in load(server, graphs, resume=True)]
            assert actions == [Action.KEPT] * 10 + [Action.LOADED] * 20
            assert graphs_on(server) == sorted(graph.iri for graph in graphs)
            assert {compare(server, graph).state for graph in graphs} == {State.SAME}
    finally:
        running.kill()


def test_a_server_killed_while_it_takes_a_graph_has_it_whole_or_as_it_was(tmp_path: Path) -> None:
    running = oxigraph(tmp_path).start()
    old, new = made(1, 10), made(1, 20_000)
    try:
        with Server.open(running.url, {}, limits=Limits(first_wait=0.01)) as server:
            for delay in (0.02, 0.1):
                list(load(server, [old]))
                killer = threading.Timer(delay, running.kill)
                killer.start()
                with contextlib.suppress(EndpointUnreachable):
                    list(load(server, [new], verify=False))
                killer.join()
                running.start()
                found = server.get(old.iri)
                assert found is not None
                assert parse_lines(found) in (old.lines, new.lines)
            assert [outcome.action for outcome in load(server, [new])] == [Action.LOADED]
    finally:
        running.kill()
