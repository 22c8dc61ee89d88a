"""``kgpub query --sparql``: queries of the user's own, every form and format, on files and stores."""

from __future__ import annotations

import csv
import io
import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import Graph
from rdflib.query import Result

from helpers_command import run
from kgpub.cli import main

HARBOUR = str(Path(__file__).parent / "data" / "harbour.ttl")
SCHEMA = "PREFIX schema: <https://schema.org/> "
NAMES = SCHEMA + "SELECT ?who ?name { ?who a schema:Person ; schema:name ?name } ORDER BY ?name"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store with the three articles of the test's data."""
    from kgpub.query import load_graph
    from kgpub.store import EmbeddedStore, read_graphs
    from kgpub.write import Format, NamedGraph, serialise

    directory = tmp_path_factory.mktemp("store")
    # The file holds two articles, so it goes in as one graph that is called by the first.
    dataset = load_graph([HARBOUR])
    graph = Graph()
    for triple in dataset.triples((None, None, None)):
        graph.add(triple)
    path = directory / "harbour.nq"
    path.write_bytes(serialise([NamedGraph("https://example.org/kg/article/one", graph)], Format.NQUADS))
    with EmbeddedStore.open(directory / "s", create=True) as opened:
        opened.put_all(read_graphs(str(path)))
    return str(directory / "s")


def kgpub(*args: str, stdin: str = "") -> tuple[int, bytes, str]:
    """Run kgpub within this process, which is much faster than in one of its own."""
    out, err = io.TextIOWrapper(io.BytesIO()), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as left:
            main(["query", *args])
    out.flush()
    assert isinstance(out.buffer, io.BytesIO) and isinstance(left.value.code, int)
    return left.value.code, out.buffer.getvalue(), err.getvalue()


def ask(text: str, *args: str) -> tuple[int, bytes, str]:
    return kgpub("--sparql", "-", *args, stdin=text)


@pytest.fixture(params=["file", "store"])
def data(request: pytest.FixtureRequest, store: str) -> tuple[str, ...]:
    return (HARBOUR,) if request.param == "file" else ("--store", store)


@pytest.mark.parametrize("format_", ["csv", "tsv", "json", "xml"])
def test_result_formats_are_read_by_others(format_: str, data: tuple[str, ...]) -> None:
    code, out, _ = ask(NAMES, *data, "-f", format_)
    assert code == 0
    result = Result.parse(io.BytesIO(out), format=format_)
    assert [str(variable) for variable in result.vars or ()] == ["who", "name"]
    rows = [(str(row.who), str(row.name)) for row in result]
    assert len(rows) == 4
    assert ("https://example.org/kg/person/okuda", '奥田"港"千代') in rows


def test_every_engine_writes_the_same_bytes(store: str) -> None:
    for format_ in ("csv", "tsv", "json", "xml", "table"):
        assert ask(NAMES, HARBOUR, "-f", format_) == ask(NAMES, "--store", store, "-f", format_)


def test_ask(data: tuple[str, ...]) -> None:
    yes, no = "ASK { ?s a <https://schema.org/Person> }", "ASK { ?s a <urn:nothing> }"
    assert ask(yes, *data)[:2] == (0, b"yes\n")
    assert ask(no, *data) == (0, b"no\n", "")
    assert json.loads(ask(no, *data, "-f", "json")[1]) == {"head": {}, "boolean": False}
    root = ElementTree.fromstring(ask(yes, *data, "-f", "xml")[1])
    assert root.findtext("{http://www.w3.org/2005/sparql-results#}boolean") == "true"


@pytest.mark.parametrize(
    "text",
    [
        "CONSTRUCT { ?s <https://schema.org/name> ?n } WHERE { ?s <https://schema.org/name> ?n }",
        "DESCRIBE <https://example.org/kg/person/okuda>",
    ],
)
def test_graphs(text: str, data: tuple[str, ...]) -> None:
    code, out, _ = ask(text, *data, "-f", "ttl")
    assert code == 0
    assert '奥田\\"港\\"千代' in out.decode()
    assert b"@prefix person: <https://example.org/kg/person/> ." in out
    triples = set(Graph().parse(data=out.decode(), format="turtle"))
    rows = list(csv.reader(io.StringIO(ask(text, *data, "-f", "csv")[1].decode())))
    assert rows[0] == ["subject", "predicate", "object"]
    assert len(rows) - 1 == len(triples) >= 2


def test_limit(data: tuple[str, ...]) -> None:
    everything = ask(NAMES, *data, "-f", "csv")[1].splitlines()
    assert ask(NAMES, *data, "-f", "csv", "--limit", "2")[1].splitlines() == everything[:3]
    own = NAMES + " LIMIT 3"
    assert ask(own, *data, "-f", "csv", "--limit", "2")[1].splitlines() == everything[:3]
    assert ask(own, *data, "-f", "csv", "--limit", "9")[1].splitlines() == everything[:4]
    assert ask(NAMES, *data, "-f", "csv", "--limit", "0")[1].splitlines() == everything[:1]


def test_a_runaway_query_is_stopped(data: tuple[str, ...]) -> None:
    runaway = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    # Without the deadline it would run for days, and the helper would give up on it.
    done = run("query", "--sparql", "-", *data, "--timeout", "0.5", stdin=runaway.encode())
    assert (done.returncode, done.stdout) == (3, b"")
    assert done.stderr.decode().splitlines()[-2:] == [
        "kgpub: the query was stopped after 0.5 s",
        "  Ask for less, or give it more time with --timeout.",
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELEC * { ?s ?p ?o }", "<stdin>: is not a SPARQL 1.1 query"),
        ("DROP ALL", "<stdin>: is an update (LOAD, INSERT, DELETE …); only queries are run"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "<stdin>: uses SERVICE"),
        (r"SELECT * { \u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "<stdin>: may use SERVICE"),
        (
            "SELECT * { ?a ?b ?c FILTER(?a<?c)SERVICE#>\n<http://127.0.0.1:1/> { ?s ?p ?o } }",
            "may use SERVICE",
        ),
    ],
)
def test_what_is_refused(text: str, message: str, data: tuple[str, ...]) -> None:
    code, out, err = ask(text, *data)
    assert (code, out) == (3, b"")
    assert message in err


def test_from_names_graphs_at_hand_and_fetches_nothing(data: tuple[str, ...]) -> None:
    text = "SELECT ?s FROM <{}> {{ ?s a <https://schema.org/NewsArticle> }}"
    assert ask(text.format("file:///etc/hostname"), *data, "-f", "csv")[:2] == (0, b"s\r\n")


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """A server on loopback that tells what it was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            context = b'{"@context": {"name": "https://schema.org/name"}}'
            self.reply("application/ld+json", context)

        def do_POST(self) -> None:
            asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.reply(
                "application/sparql-results+json",
                b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"far"}}]}}',
            )

        def reply(self, kind: str, body: bytes) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    listening = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_port}/", asked
    listening.shutdown()
    listening.server_close()


def test_service_asks_others_when_it_may(server: tuple[str, list[str]], data: tuple[str, ...]) -> None:
    address, asked = server
    text = f"SELECT ?x {{ SERVICE <{address}> {{ ?s ?p ?x }} }}"
    assert ask(text, *data)[0] == 3
    assert asked == []
    assert ask(text, *data, "--allow-network", "-f", "csv")[:2] == (0, b"x\r\nfar\r\n")
    assert len(asked) == 1


def test_a_context_is_fetched_when_it_may(server: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = server
    document = tmp_path / "a.jsonld"
    document.write_text(json.dumps({"@context": f"{address}context", "@id": "urn:a", "name": "甲"}))
    text = "SELECT ?n { <urn:a> <https://schema.org/name> ?n }"
    code, _, err = ask(text, str(document))
    assert code == 3 and "would have to be fetched" in err
    assert asked == []
    assert ask(text, str(document), "--allow-network", "-f", "csv")[:2] == (0, "n\r\n甲\r\n".encode())
    assert asked == ["/context"]


def test_a_local_context_is_never_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.jsonld"
    secret.write_text('{"@context": {"name": "https://schema.org/name"}}')
    document = tmp_path / "a.jsonld"
    for address in ("secret.jsonld", secret.as_uri()):
        document.write_text(json.dumps({"@context": address, "@id": "urn:a", "name": "甲"}))
        code, _, err = ask("ASK {}", str(document), "--allow-network")
        assert code == 3 and "would have to be fetched" in err


@pytest.mark.parametrize("value", ['x" } ; DROP ALL #', "x' } #", "x\\", 'x"@ja) } UNION { ?s ?p ?o } #'])
def test_an_injection_is_just_a_string(value: str, data: tuple[str, ...]) -> None:
    before = ask(NAMES, *data, "-f", "csv")
    for name in ("events", "statements-by-person"):
        code, out, _ = kgpub(name, *data, "-p", f"person={value}", "-f", "csv")
        assert code == 0
        assert len(out.splitlines()) == 1
    assert ask(NAMES, *data, "-f", "csv") == before


def test_the_query_and_a_file_cannot_both_be_standard_input() -> None:
    code, _, err = ask(NAMES, "-")
    assert code == 2
    assert "standard input (-) can't be the query and a file" in err
