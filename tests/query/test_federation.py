"""No query can hide SERVICE, neither behind what parsers read differently nor behind escapes."""

from __future__ import annotations

import itertools
import socket
import threading
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from kgpub.errors import InputError
from kgpub.query.federation import may_ask_elsewhere
from kgpub.query.safety import check_query

CALL = "SERVICE <URL> { ?a ?b ?c }"
HIDDEN = [
    f"SELECT * WHERE {{ {CALL} }}",
    f"SELECT * WHERE {{ ?s ?p ?o .{CALL} }}",
    f"SELECT * WHERE {{ ?s ?p 1{CALL} }}",
    f"SELECT * WHERE {{ ?s ?p true{CALL} }}",
    "SELECT * WHERE { SERVICE<URL>{ ?a ?b ?c } }",
    "PREFIX : <URL> SELECT * WHERE { SERVICE:{ ?a ?b ?c } }",
    "PREFIX : <URL> SELECT * WHERE { ?s ?p ?o.SERVICE: { ?a ?b ?c } }",
    "PREFIX service: <urn:x> SELECT * WHERE { service <URL> { ?a ?b ?c } }",
    "SELECT * WHERE { \\u0053ERVICE <URL> { ?a ?b ?c } }",
    "SELECT * WHERE { \\U00000053\\u0065RVICE <URL> { ?a ?b ?c } }",
    f"SELECT * WHERE {{ ?s ?p ?o . #\\u0000000A BIND('''\n{CALL} #\\u0000000A ''' AS ?x)\n}}",
    f"SELECT * WHERE {{ ?s ?p ?o . #\\u000A {CALL}\n}}",
    f"SELECT * WHERE {{ ?s ?p ?o . #\r {CALL}\n}}",
    f"SELECT * WHERE {{ ?s ?p ?o . # \u2028 BIND('''\n{CALL} # ''' AS ?x)\n}}",
    f'SELECT * WHERE {{ FILTER(1<?o#> """\n) {CALL} #"""\n }}',
    f"PREFIX e: <urn:e#> SELECT * WHERE {{ ?s ?p e:a\\' . {CALL} . ?s ?p e:b\\' }}",
    f"SELECT * WHERE {{ ?s ?p <urn:a'> . {CALL} . ?s ?p <urn:b'> }}",
    f"SELECT * WHERE {{ ?s ?p '''\n#''' . {CALL} }}",
    f'SELECT * WHERE {{ ?s ?p "a\\\\" . {CALL} }}',
]
HARMLESS = [
    "SELECT * WHERE { ?s ?p ?o }",
    "PREFIX s: <https://schema.org/> SELECT ?service WHERE { ?service a s:Service, s:FoodService }",
    "SELECT * WHERE { ?s <https://schema.org/serviceType> ?o , <urn:x#self-service> }",
    "# Which service?\nSELECT * WHERE { ?s ?p ?o }",
    "SELECT * WHERE {\n  # SERVICE <urn:x> {}\n  ?s ?p ?o }",
    'SELECT * WHERE { ?s ?p "Secret Service"@en }',
    "SELECT * WHERE { ?s ?p 'the \"service\"' }",
    'SELECT * WHERE { ?s ?p "\\u5cb8\\u7530 service" }',
    'SELECT * WHERE { ?s ?p "\\u0041" }',
]


@pytest.fixture
def heard() -> Iterator[tuple[str, list[str]]]:
    """An address, and who has asked there."""
    calls: list[str] = []
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.05)

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, address = listening.accept()
                except TimeoutError:
                    continue
                calls.append(str(address))
                connection.close()

        thread = threading.Thread(target=listen)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", calls
        done.set()
        thread.join()


def asks(query: str) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c")))
    try:
        result = store.query(query)
        if isinstance(result, ox.QuerySolutions):
            list(result)
    except (SyntaxError, OSError, RuntimeError):
        pass


@pytest.mark.parametrize("query", HIDDEN)
def test_a_hidden_service_is_found(query: str) -> None:
    assert may_ask_elsewhere(query)
    with pytest.raises(InputError, match="SERVICE"):
        check_query("mine.rq", query)
    check_query("mine.rq", query, allow_network=True)


def test_some_of_these_would_have_asked(heard: tuple[str, list[str]]) -> None:
    """Were they not refused, so that the cases above are worth something."""
    url, calls = heard
    asked = []
    for query in HIDDEN:
        before = len(calls)
        asks(query.replace("URL", url))
        threading.Event().wait(0.15)
        asked.append(len(calls) > before)
    assert sum(asked) >= 8


@pytest.mark.parametrize("query", HARMLESS)
def test_what_only_sounds_like_it_passes(query: str, heard: tuple[str, list[str]]) -> None:
    assert not may_ask_elsewhere(query)
    check_query("mine.rq", query)


def test_whatever_passes_asks_nobody(heard: tuple[str, list[str]]) -> None:
    """Pieces that mean different things to different parsers, in every order."""
    url, calls = heard
    pieces = ["#", "'", '"', "'''", "<", ">", "\\", "\n", "\r", "\\u0000000A", "?o", "e:a", "1"]
    passed = 0
    for *before, gap, end in itertools.product(pieces, pieces, pieces, ("", " "), ("", " ")):
        call = f"SERVICE <{url}> {{ ?a ?b ?c }}"
        query = f"PREFIX e: <urn:e#> SELECT * WHERE {{ ?s ?p ?o . {gap.join(before)}{end}{call}\n}}"
        if not may_ask_elsewhere(query):
            passed += 1
            asks(query)
    assert passed > 200
    threading.Event().wait(0.2)
    assert calls == []
