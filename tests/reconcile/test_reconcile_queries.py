"""The rows of ``disputed`` and ``corroboration``, from rdflib and from Oxigraph."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Dataset
from reconcile_articles import BASE, Ev, article

from helpers_servers import RunningServer, clear
from kgpub.endpoint.engine import EndpointEngine
from kgpub.endpoint.server import Server
from kgpub.query import RdflibEngine, Rows, find_query, load_graph, run
from kgpub.reconcile import reconcile, to_graph
from kgpub.write import Format, NamedGraph, serialise
from kgpub.write.terms import nt

PAIR = ("lund", "okuda")


def reports() -> list[NamedGraph]:
    return [
        article("a", "2031-04-04", Ev("Meeting", PAIR, "2031-04-03", "saen", iri="talks"), publisher="news"),
        article(
            "b",
            "2031-04-05",
            Ev("Meeting", PAIR, "2031-04-03", "belto", iri="talks"),
            Ev("Conference", ("bay", "lund"), "2031-05-10", "saen", ("首脳会議",)),
            Ev("Agreement", ("lund", "okuda", "okumin"), "2031-04-03", None, ("署名",)),
            publisher="post",
        ),
        article(
            "c",
            "2031-04-05",
            Ev("Meeting", ("mirde", "tolva"), "2031-04", "saen", ("首脳会談",)),
            Ev("Conference", ("bay", "kern"), "2031-05-10", "saen", ("首脳会議",)),
            Ev("Disaster", (), None, "saen", ("高潮",)),
            Ev("Agreement", ("lund", "lundmin", "okuda"), "2031-04-03", None, ("署名",)),
            publisher="news",
        ),
    ]


@pytest.fixture(scope="module")
def quads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graphs = reports()
    file = tmp_path_factory.mktemp("queries") / "all.nq"
    file.write_bytes(serialise([*graphs, to_graph(reconcile(graphs), BASE)], Format.NQUADS))
    return file


def rows(query: str, graph: Dataset, columns: str, **values: str) -> list[tuple[str, ...]]:
    answer = run(find_query(query), values, RdflibEngine(graph))
    assert isinstance(answer, Rows)
    places = [answer.columns.index(column) for column in columns.split()]
    return [tuple(short(row[place]) for place in places) for row in answer.rows]


def short(term: object) -> str:
    return "" if term is None else str(term).removeprefix(BASE).rsplit("#", 1)[-1].rsplit(".org/", 1)[-1]


CORROBORATION = [
    ("3", "2", "2031-04-03", "Meeting", "会談", "event/c_Meeting1"),
    ("2", "2", "2031-04-03", "Agreement", "署名", "event/b_Agreement3"),
    ("2", "2", "2031-05-10", "Conference", "首脳会議", "event/b_Conference2"),
    ("1", "1", "", "Disaster", "高潮", "event/c_Disaster3"),
]


def test_corroboration(quads: Path) -> None:
    columns = "articles publishers start kind name event"
    graph = load_graph([str(quads)])
    assert rows("corroboration", graph, columns) == CORROBORATION
    assert rows("corroboration", graph, columns, kind="会談") == CORROBORATION[:1]
    # Okuda is named by one of the accounts only.
    assert rows("corroboration", graph, columns, person="奥田千代") == CORROBORATION[:2]
    assert rows("corroboration", graph, "event", person="湾岸連合") == [("event/b_Conference2",)]
    assert rows("corroboration", graph, "event", person="久我亮") == [("event/b_Agreement3",)]
    assert rows("corroboration", graph, "event", person="白石澄") == []


# Guests of a conference that only one article names are no dispute; delegations are.
DISPUTED = [
    *(
        ("署名", "attendee", who, f"article/{article}", "2031-04-05", "event/b_Agreement3")
        for who, articles in (
            ("ミア・ルンド", "bc"),
            ("アネ・ホルム", "c"),
            ("奥田千代", "bc"),
            ("久我亮", "b"),
        )
        for article in articles
    ),
    ("会談", "location", "ベルト市", "article/b", "2031-04-05", "event/c_Meeting1"),
    ("会談", "location", "サエン市", "article/a", "2031-04-04", "event/c_Meeting1"),
    ("首脳会談", "location", "サエン市", "article/c", "2031-04-05", "event/c_Meeting1"),
]


def test_disputed(quads: Path) -> None:
    columns = "name property said article published event"
    graph = load_graph([str(quads)])
    assert rows("disputed", graph, columns) == DISPUTED
    assert rows("disputed", graph, columns, property="schema:location") == DISPUTED[6:]
    assert rows("disputed", graph, columns, property="kg:participant") == DISPUTED[:6]
    assert rows("disputed", graph, columns, article=f"{BASE}article/a") == DISPUTED[6:]
    assert rows("disputed", graph, columns, article=f"{BASE}article/z") == []


def test_without_named_graphs_only_what_one_article_says_is_attributed(tmp_path: Path) -> None:
    graphs = reports()
    file = tmp_path / "all.ttl"
    file.write_bytes(serialise([*graphs, to_graph(reconcile(graphs), BASE)], Format.TURTLE))
    found = rows("disputed", load_graph([str(file)]), "said article", property="schema:location")
    assert found == [("サエン市", "article/c")]


@pytest.mark.parametrize("query", ["corroboration", "disputed"])
def test_oxigraph_gives_the_same_rows(query: str, quads: Path) -> None:
    oxigraph = pytest.importorskip("pyoxigraph")
    store = oxigraph.Store()
    store.load(quads.read_bytes(), oxigraph.RdfFormat.N_QUADS)
    text = find_query(query).text
    assert text.count("WHERE {") == 1
    text = text.replace("WHERE {", 'WHERE { VALUES (?_lang) { ("ja") }')
    solutions = store.query(text, use_default_graph_as_union=True)
    got = [["" if value is None else value.value for value in solution] for solution in solutions]
    answer = run(find_query(query), {}, RdflibEngine(load_graph([str(quads)])))
    assert isinstance(answer, Rows)
    assert got == [["" if term is None else str(term) for term in row] for row in answer.rows]
    assert all(nt(term) for row in answer.rows for term in row if term is not None)


@pytest.mark.parametrize("query", ["corroboration", "disputed"])
def test_servers_give_the_same_rows(query: str, quads: Path, running: RunningServer) -> None:
    graph = load_graph([str(quads)])
    with Server.open(running.url, running.env) as server:
        clear(server)
        for named in graph.graphs():
            if len(named):
                lines = "".join(f"{nt(s)} {nt(p)} {nt(o)} .\n" for s, p, o in named)
                server.put(str(named.identifier), lines.encode())
        for values in (
            {},
            {"person": "奥田千代"} if query == "corroboration" else {"property": "schema:location"},
        ):
            expected = run(find_query(query), values, RdflibEngine(graph))
            answer = run(find_query(query), values, EndpointEngine(server))
            assert isinstance(answer, Rows) and isinstance(expected, Rows)
            assert len(expected)
            assert answer == expected
