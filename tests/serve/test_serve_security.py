"""What a client must not be able to do."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from serving import Served, serving, workers

from helpers_command import run
from kgpub.serve import media
from kgpub.serve.limits import Limits
from kgpub.serve.messages import Answer, Job
from kgpub.serve.pool import Busy, OutOfTime, Pool

EVERYTHING = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o"
# Takes for ever, and gives nothing until it is done.
ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"
LARGE = "SELECT ?a ?b ?c ?d ?e ?f WHERE { ?a ?b ?c . ?d ?e ?f }"
HUNGRY = "SELECT ?a ?b ?c ?d ?e ?f WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?a"


def triples(served: Served) -> list[dict[str, object]]:
    found: list[dict[str, object]] = requests.post(served.sparql, data={"query": EVERYTHING}).json()[
        "results"
    ]["bindings"]
    return found


@contextmanager
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """Yield the port of a server that notes what it is asked."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with connection:
                    heard.append(connection.recv(100))

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield listening.getsockname()[1], heard
        finally:
            done.set()
            thread.join()


@pytest.mark.parametrize(
    "update",
    [
        "DROP ALL",
        "# SELECT\nINSERT DATA { <urn:a> <urn:b> <urn:c> }",
        "PREFIX a: <urn:SELECT> DELETE WHERE { ?s ?p ?o }",
        "CLEAR DEFAULT",
        "LOAD <file:///etc/passwd>",
        "SELECT * WHERE { ?s ?p ?o } ; DROP ALL",
    ],
)
def test_updates_are_refused(server: Served, update: str) -> None:
    before = triples(server)
    direct = {"Content-Type": "application/sparql-update"}
    assert requests.post(server.sparql, data={"update": update}).status_code == 403
    assert requests.post(server.sparql, data=update.encode(), headers=direct).status_code == 403
    assert requests.get(server.sparql, params={"update": update}).status_code == 403
    assert requests.post(server.sparql, data={"query": update}).status_code == 400
    assert requests.get(server.sparql, params={"query": update}).status_code == 400
    assert triples(server) == before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * WHERE { service silent <URL> { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * WHERE { BIND(<URL> AS ?where) SERVICE ?where { ?s ?p ?o } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { { SELECT * WHERE { SERVICE <URL> { ?s ?p ?o } } } }",
        "SELECT * WHERE { \\u0053ERVICE <URL> { ?s ?p ?o } }",
        "# '''\nSELECT * WHERE { SERVICE <URL> { ?s ?p ?o } } # '''",
        # What is a line break for one parser is four digits for another.
        "SELECT * WHERE { #\\u0000000A BIND('''\nSERVICE <URL> { ?s ?p ?o } #\\u0000000A ''' AS ?x)\n}",
        "SELECT * WHERE { #\r SERVICE <URL> { ?s ?p ?o }\n}",
        "SELECT * FROM <URL> WHERE { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> WHERE { GRAPH ?g { ?s ?p ?o } }",
        "DESCRIBE <URL>",
    ],
)
def test_no_query_reaches_another_server(server: Served, query: str) -> None:
    with listener() as (port, heard):
        url = f"http://127.0.0.1:{port}/sparql"
        answer = requests.post(server.sparql, data={"query": query.replace("URL", url)})
        if "FROM" not in query and "DESCRIBE" not in query:
            assert answer.status_code == 400
        requests.post(
            server.sparql, data={"query": "SELECT * { ?s ?p ?o }", "default-graph-uri": url}
        ).raise_for_status()
    assert heard == []


def test_values_are_no_part_of_a_query(server: Served) -> None:
    before = triples(server)
    for value in (
        'x" } ; DROP ALL #',
        '"@ja . ?s ?p ?o } #',
        "\\",
        "x\\",
        "} }",
        "?s",
        "\n\r\t",
        "a'''b\"\"\"c",
        "\x00",
        "'\\u0022 SERVICE <urn:a> {} #",
        "Secret Service",
        "🗻",
    ):
        for name in ("events", "who-met-whom", "timeline"):
            answer = requests.get(f"{server.api}queries/{name}", params={"person": value})
            assert (answer.status_code, answer.json().get("rows")) == (200, []), value
    for value in ("x> . ?s ?p ?o . <x", "urn:a> <urn:b> <urn:c", "kg:x> ?p"):
        answer = requests.get(f"{server.api}queries/article-summary", params={"article": value})
        assert answer.status_code == 400
    assert triples(server) == before


@pytest.mark.parametrize(
    "path",
    [
        "static/../app.py",
        "static/%2e%2e/app.py",
        "static/..%2fapp.py",
        "static/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2fpyproject.toml",
        "static/vendor/../../worker.py",
        "static//etc/passwd",
        "static/..\\app.py",
        "../etc/passwd",
        "static/",
        "static/vendor",
        "api/queries/../../static/../app.py",
        "api/queries/..%2f..%2fpyproject",
    ],
)
def test_no_other_file_can_be_read(server: Served, path: str) -> None:
    host = server.url.removeprefix("http://").rstrip("/")
    with socket.create_connection(tuple(host.split(":"))) as connection:
        # As it stands: libraries tidy such a path up before they send it.
        connection.sendall(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.split(b" ", 2)[1] in (b"400", b"404", b"405")
    assert b"import" not in answer


def test_a_page_can_t_reach_the_server_by_a_name_of_its_own(server: Served, store: Path) -> None:
    ask = {"params": {"query": "ASK {}"}}
    assert requests.get(server.sparql, **ask, headers={"Host": "evil.example.com"}).status_code == 400
    port = server.url.rstrip("/").rpartition(":")[2]
    assert requests.get(server.sparql, **ask, headers={"Host": f"localhost:{port}"}).status_code == 200
    with serving(store, "--allow-host", "data.example.jp") as served:
        for host, status in (("data.example.jp", 200), ("evil.example.com", 400), ("127.0.0.1", 200)):
            assert requests.get(served.sparql, **ask, headers={"Host": host}).status_code == status


def test_a_query_ends_at_its_deadline(strict: Served) -> None:
    for form in ({"query": ENDLESS}, {"query": "ASK { FILTER NOT EXISTS {" + ENDLESS + "} }"}):
        answer = requests.post(strict.sparql, data=form, timeout=30)
        assert answer.status_code == 503
        assert "stopped after 1 seconds" in answer.text
    # Nothing is left that would use up the machine, and others are served.
    assert requests.post(strict.sparql, data={"query": "ASK {}"}, timeout=30).json()["boolean"] is True


def test_others_are_served_meanwhile(strict: Served) -> None:
    thread = threading.Thread(
        target=requests.post, args=(strict.sparql,), kwargs={"data": {"query": ENDLESS}}
    )
    thread.start()
    answers = [requests.post(strict.sparql, data={"query": "ASK {}"}, timeout=30) for _ in range(5)]
    thread.join()
    assert [answer.status_code for answer in answers] == [200] * 5


def test_a_large_answer_is_refused_and_not_cut(strict: Served, server: Served) -> None:
    answer = requests.post(strict.sparql, data={"query": LARGE + " LIMIT 20000"}, timeout=30)
    assert (answer.status_code, answer.text) == (403, "the answer is larger than 1048576 bytes\n")
    whole = requests.post(server.sparql, data={"query": LARGE + " LIMIT 20000"}, timeout=60)
    assert len(whole.json()["results"]["bindings"]) == 20000


def test_a_query_can_t_eat_up_the_memory(store: Path) -> None:
    pytest.importorskip("resource", reason="the system has no limits for a process")
    if not Path("/proc").is_dir():
        pytest.skip("only Linux holds a process to this limit")
    with serving(store, "--max-memory", "256", "--timeout", "60", "--workers", "1") as served:
        answer = requests.post(served.sparql, data={"query": HUNGRY}, timeout=90)
        assert answer.status_code == 503
        assert "more memory" in answer.text
        assert requests.post(served.sparql, data={"query": "ASK {}"}, timeout=30).status_code == 200


def test_a_query_ends_when_its_client_goes(tmp_path: Path, graph_files: list[str]) -> None:
    if not Path("/proc").is_dir():
        pytest.skip("there is no /proc to look for processes in")
    store = tmp_path / "store"
    assert run("load", *graph_files, "--store", store, "--no-validate").returncode == 0
    with serving(store, "--workers", "1", "--timeout", "60") as served:
        requests.post(served.sparql, data={"query": "ASK {}"})
        (before,) = workers(store)
        with pytest.raises(requests.exceptions.ReadTimeout):
            requests.post(served.sparql, data={"query": ENDLESS}, timeout=0.5)
        # There is but one worker, so this answer comes from its successor.
        assert requests.post(served.sparql, data={"query": "ASK {}"}, timeout=30).status_code == 200
        assert before not in workers(store)


def test_too_many_at_once_are_told_so(store: Path) -> None:
    async def ask() -> list[Answer | BaseException]:
        limits = Limits(timeout=2, workers=1, waiting=1)
        async with Pool(store, limits) as pool:
            job = Job(ENDLESS, media.RESULTS_JSON)
            return await asyncio.gather(*(pool.ask(job) for _ in range(4)), return_exceptions=True)

    outcomes = asyncio.run(ask())
    assert [type(outcome) for outcome in outcomes] == [OutOfTime, OutOfTime, Busy, Busy]
    assert str(outcomes[3]) == "too many queries are waiting"


def test_a_request_must_not_drip(server: Served) -> None:
    """The head of a request counts too: a client that never ends it holds no worker."""
    host, port = server.url.removeprefix("http://").rstrip("/").split(":")
    connections = [socket.create_connection((host, int(port))) for _ in range(20)]
    for connection in connections:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/")
    assert requests.post(server.sparql, data={"query": "ASK {}"}, timeout=30).status_code == 200
    for connection in connections:
        connection.close()


def test_every_response_has_the_headers_that_keep_pages_to_themselves(server: Served) -> None:
    for path in ("", "questions", "static/kgpub.css", "sparql", "api/queries", "nowhere", "api/nowhere"):
        headers = requests.get(server.url + path).headers
        policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
        assert policy["default-src"] == "'self'"
        assert "script-src" not in policy
        assert not any(word in value for value in policy.values() for word in ("http", "*", "unsafe-eval"))
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Server" not in headers


def test_the_log_has_no_queries_in_it(store: Path) -> None:
    with serving(store) as served:
        requests.get(served.sparql, params={"query": 'ASK { ?s ?p "SECRET" }'})
        requests.post(served.sparql, data={"query": 'ASK { ?s ?p "SECRET" }'})
        requests.post(served.sparql, data={"query": "SECRET {"})
        requests.get(served.api + "queries/events", params={"person": "SECRET", "from": "SECRET"})
        requests.get(served.url + "a%0AFAKE%20LINE")
        served.stop()
        time.sleep(0.2)
        said = "".join(served.said)
    assert "SECRET" not in said
    assert "\nFAKE" not in said
    assert " POST /sparql 200 " in said
    assert " GET /sparql 200 " in said
    assert " GET /api/queries/events 400 " in said
