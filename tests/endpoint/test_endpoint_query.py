"""``kgpub query --endpoint``: answers as from a file, and what goes wrong with servers."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest
from faulty_server import ROWS_TYPE, Reply, serving, status

from helpers_command import run
from helpers_servers import RunningServer, clear
from kgpub.cli import main
from kgpub.endpoint.server import Server
from kgpub.store import read_graphs

EXAMPLES = [str(path) for path in sorted((Path(__file__).parents[2] / "examples").glob("*.ttl"))]
ANSWER = {
    "head": {"vars": ["a", "b"]},
    "results": {
        "bindings": [
            {
                "a": {"type": "uri", "value": "urn:x"},
                "b": {"type": "literal", "value": "値", "xml:lang": "ja"},
            },
            {"a": {"type": "bnode", "value": "b0"}},
        ]
    },
}
# One that needs no question before the query.
GENERIC = ("--profile", "neptune")


def asked(*arguments: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    capsys.readouterr()
    try:
        main(["query", *arguments])
    except SystemExit as ended:
        code = int(ended.code or 0)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return code, out, err


@pytest.mark.parametrize("format_", ["table", "json"])
def test_the_answer_is_the_one_from_files(running: RunningServer, format_: str) -> None:
    with Server.open(running.url, running.env) as server:
        clear(server)
        for path in EXAMPLES:
            for graph in read_graphs(path):
                server.put(graph.iri, graph.ntriples())
    question = ("query", "who-met-whom", "--format", format_)
    here = run(*question, *EXAMPLES)
    there = run(*question, "--endpoint", running.url, **running.env)
    assert (there.returncode, there.stderr) == (0, b"")
    assert there.stdout == here.stdout != b""


FAULTS = [
    (status(400, b"unknown function"), "unknown function"),
    (status(401), "asks who you are"),
    (status(403), "forbids"),
    (status(404), "no such service"),
    (status(413), "too large"),
    (status(429, Retry_After="900"), "too many requests"),
    (status(500), "the server failed"),
    (status(503), "not available"),
    (None, "the connection broke"),
    (Reply(length=9999), "broke off"),
    (Reply(body=b"x" * 9999, pause=0.05), "no complete answer within 0.6 s"),
    (Reply(body=b"<html>Sign in</html>", headers={"Content-Type": "text/html"}), "a web page instead of"),
    (Reply(body=b"not JSON at all"), "instead of SPARQL results"),
    (Reply(body=b'{"head": {}}'), "instead of SPARQL results"),
]


@pytest.mark.parametrize(("reply", "words"), FAULTS)
def test_a_fault_ends_in_its_message_and_code(
    reply: Reply, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(reply) as server:
        code, out, err = asked(
            "events", "--endpoint", server.url, *GENERIC, "--timeout", "0.6", capsys=capsys
        )
    assert (code, out) == (3, "")
    assert words in err
    assert server.url in err


def test_a_query_is_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    good = Reply(body=json.dumps(ANSWER).encode(), headers={"Content-Type": ROWS_TYPE})
    with serving(status(503, Retry_After="0"), good) as server:
        code, out, _ = asked("events", "--endpoint", server.url, *GENERIC, capsys=capsys)
    assert code == 0
    assert out.splitlines()[2:] == ["urn:x  値", "_:b0"]


def test_nobody_there(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    code, _, err = asked("events", "--endpoint", url, capsys=capsys)
    assert code == 3
    assert "Connection refused" in err


@pytest.mark.parametrize(
    "arguments",
    [(EXAMPLES[0],), ("--store", "x"), ("--profile", "stardog")],
)
def test_options_that_make_no_sense(arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert asked("events", *arguments, "--endpoint", "http://127.0.0.1:1", capsys=capsys)[0] == 2


def test_an_update_is_never_sent(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "drop.rq").write_text("DROP ALL")
    with serving(Reply()) as server:
        code, _, err = asked(
            "--sparql", str(tmp_path / "drop.rq"), "--endpoint", server.url, *GENERIC, capsys=capsys
        )
    assert code == 3
    assert "is an update" in err
    assert server.requests == []
