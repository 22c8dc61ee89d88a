"""What servers do wrong, and what is said and done about it."""

from __future__ import annotations

import gzip
import socket
import ssl
from email.utils import formatdate
from pathlib import Path
from time import time

import pytest
import trustme
from faulty_server import ROWS, Reply, serving, status

from kgpub.endpoint.credentials import Credentials
from kgpub.endpoint.protocol import ROWS as ROWS_TYPE
from kgpub.endpoint.protocol import ask
from kgpub.endpoint.server import Server
from kgpub.endpoint.transport import Connection, Limits
from kgpub.errors import (
    EndpointAnswer,
    EndpointDenied,
    EndpointError,
    EndpointRejected,
    EndpointTimeout,
    EndpointUnavailable,
    EndpointUnreachable,
)

ANNA = Credentials("KGPUB_USERNAME", "anna", "s3cret")
PAGE = b"<!DOCTYPE html><html><title>Sign in</title><body>Please sign in</body></html>"


class Waits(list[float]):
    """Takes the place of sleeping."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def connect(url: str, credentials: Credentials | None = None, **limits: float) -> tuple[Connection, Waits]:
    waits = Waits()
    return Connection(url, credentials, limits=Limits(**limits), sleep=waits), waits  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (status(400, b"syntax error at 1:17"), EndpointRejected, "syntax error at 1:17"),
        (status(401), EndpointDenied, "asks who you are"),
        (status(403, b"no right"), EndpointDenied, "no right"),
        (status(404), EndpointRejected, "no such service"),
        (status(405), EndpointRejected, "no such service"),
        (status(413), EndpointRejected, "too large"),
        (status(429), EndpointUnavailable, "too many requests"),
        (status(500, b"<html><title>x</title><h1>Error</h1>disk full</html>", Content_Type="text/html"),
         EndpointUnavailable, "Error disk full"),
        (status(503), EndpointUnavailable, "not available"),
        (status(302, Location="https://anna:pw@other.example"), EndpointRejected, "https://other.example"),
        (None, EndpointUnreachable, "connection broke"),
        (Reply(length=1000), EndpointAnswer, "broke off"),
        (Reply(headers={"Content-Type": ROWS_TYPE, "Content-Encoding": "gzip"}), EndpointAnswer, "broke off"),
    ],
)  # fmt: skip
def test_each_fault_has_its_error_with_the_address_and_advice(
    reply: Reply, kind: type[EndpointError], words: str
) -> None:
    with serving(reply) as server:
        connection, _ = connect(server.url)
        with pytest.raises(kind) as caught:
            connection.send("GET", f"{server.url}/sparql")
    error = caught.value
    assert type(error) is kind
    assert words in error.message
    assert error.message.startswith(f"{server.url}/sparql: ")
    assert "pw" not in error.message
    assert error.exit_code == 3
    assert error.tip or error.status == 400
    assert error.status == (reply.status if reply and reply.status != 200 else None)


def test_a_refused_connection_is_not_tried_again() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    connection, waits = connect(url)
    with pytest.raises(EndpointUnreachable, match="Connection refused"):
        connection.send("GET", url)
    assert waits == []


def test_an_unknown_host() -> None:
    connection, _ = connect("http://no-such-host.invalid")
    with pytest.raises(EndpointUnreachable, match=r"no server of that name|can't connect"):
        connection.send("GET", "http://no-such-host.invalid")


@pytest.mark.parametrize("number", [429, 502, 503, 504])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_what_passes_is_tried_again_after_longer_and_longer_waits(number: int, method: str) -> None:
    with serving(status(number), status(number), Reply()) as server:
        connection, waits = connect(server.url)
        assert connection.send(method, server.url, body=b"x").body == ROWS
    assert waits == [0.5, 1.0]
    assert [request.body for request in server.requests] == [b"x"] * 3


def test_trying_again_has_an_end() -> None:
    with serving(status(503)) as server:
        connection, waits = connect(server.url, attempts=3)
        with pytest.raises(EndpointUnavailable):
            connection.send("GET", server.url)
    assert len(server.requests) == 3
    assert waits == [0.5, 1.0]


@pytest.mark.parametrize("reply", [status(500), status(403), status(400)])
def test_what_does_not_pass_is_sent_once(reply: Reply) -> None:
    with serving(reply) as server:
        connection, _ = connect(server.url)
        with pytest.raises(EndpointError):
            connection.send("GET", server.url)
    assert len(server.requests) == 1


@pytest.mark.parametrize("reply", [status(503), None, Reply(length=1000)])
def test_an_update_is_sent_once(reply: Reply) -> None:
    with serving(reply) as server:
        connection, waits = connect(server.url)
        with pytest.raises(EndpointError):
            connection.send("POST", server.url, body=b"DROP ALL", again=False)
    assert len(server.requests) == 1
    assert waits == []


def test_a_server_says_how_long_to_wait() -> None:
    soon = formatdate(time() + 9, usegmt=True)
    with serving(status(429, Retry_After="7"), status(503, Retry_After=soon), Reply()) as server:
        connection, waits = connect(server.url)
        connection.send("GET", server.url)
    assert waits[0] == 7
    assert 0 < waits[1] <= 9


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    with serving(status(429, Retry_After="3600")) as server:
        connection, waits = connect(server.url)
        with pytest.raises(EndpointUnavailable) as caught:
            connection.send("GET", server.url)
    assert waits == []
    assert "3600 s" in caught.value.tip


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=b"x" * 10_000, pause=0.02),
        b"HTTP/1.1 200 OK\r\nX-Padding: " + b"x" * 10_000,
        # Without a length, a connection that is cut looks like the end of the answer.
        b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 10_000,
    ],
    ids=["body", "headers", "without-length"],
)
def test_a_server_that_drips_runs_into_the_deadline(reply: Reply | bytes) -> None:
    with serving(reply) as server:
        connection, _ = connect(server.url, seconds=0.5)
        with pytest.raises(EndpointTimeout, match=r"no complete answer within 0\.5 s"):
            connection.send("GET", server.url)
    assert len(server.requests) == 1


def test_after_a_deadline_the_next_request_is_as_good_as_any() -> None:
    with serving(Reply(pause=0.1), Reply()) as server:
        connection, _ = connect(server.url, seconds=0.3)
        with pytest.raises(EndpointTimeout):
            connection.send("GET", server.url)
        assert connection.send("GET", server.url).body == ROWS


def test_an_answer_that_is_too_large_is_not_read_to_its_end() -> None:
    with serving(Reply(body=b"x" * 300_000)) as server:
        connection, _ = connect(server.url, size=100_000)
        with pytest.raises(EndpointAnswer, match="larger than"):
            connection.send("GET", server.url)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(body=PAGE, headers={"Content-Type": "text/html; charset=utf-8"}),
        Reply(body=PAGE, headers={"Content-Type": "text/plain"}),
        Reply(body=PAGE, headers={}),
    ],
)
def test_a_web_page_is_no_answer_to_a_query(reply: Reply) -> None:
    with serving(reply) as server:
        connection, _ = connect(server.url)
        with pytest.raises(EndpointAnswer, match="a web page instead of SPARQL results"):
            ask(connection, server.url, "SELECT * { ?a ?b ?c }", ROWS_TYPE)


def test_rows_that_the_server_cuts_at_its_limit_are_no_answer() -> None:
    with serving(Reply(headers={"Content-Type": ROWS_TYPE, "X-SPARQL-MaxRows": "10000"})) as server:
        connection, _ = connect(server.url)
        with pytest.raises(EndpointAnswer, match="no more than 10000 rows"):
            ask(connection, server.url, "SELECT * { ?a ?b ?c }", ROWS_TYPE)


def test_queries_go_by_post_with_their_parameters() -> None:
    with serving(Reply()) as server:
        connection, _ = connect(server.url)
        ask(connection, server.url, 'ASK { ?a ?b "日本&x=1" }', ROWS_TYPE, [("union-default-graph", "true")])
    (request,) = server.requests
    assert (request.method, request.path) == ("POST", "/")
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["accept"] == ROWS_TYPE
    assert b"&x=1" not in request.body
    assert b"union-default-graph=true" in request.body


def test_requests_share_a_connection() -> None:
    with serving(Reply()) as server:
        connection, _ = connect(server.url)
        for _ in range(5):
            connection.send("PUT", server.url, body=b"x")
    assert len({request.connection for request in server.requests}) == 1


def test_bodies_are_compressed_where_the_server_takes_it_and_plain_where_it_does_not() -> None:
    body = b"<urn:a> <urn:b> <urn:c> .\n" * 100
    with serving(Reply()) as server:
        connection = Connection(server.url, compress=True)
        connection.send("PUT", server.url, body=body, compress=True)
        connection.send("PUT", server.url, body=body)
    assert [request.headers.get("content-encoding") for request in server.requests] == ["gzip", None]
    assert gzip.decompress(server.requests[0].body) == server.requests[1].body == body
    with serving(status(415), Reply()) as server:
        connection = Connection(server.url, compress=True)
        connection.send("PUT", server.url, body=body, compress=True)
        connection.send("PUT", server.url, body=body, compress=True)
    assert [request.headers.get("content-encoding") for request in server.requests] == ["gzip", None, None]


def test_nothing_is_compressed_for_this_machine_itself() -> None:
    with serving(Reply()) as server:
        Connection(server.url).send("PUT", server.url, body=b"x" * 5000, compress=True)
    assert "content-encoding" not in server.requests[0].headers


def test_a_redirection_takes_no_credentials_along() -> None:
    with serving(Reply()) as other, serving(status(307, Location=other.url)) as server:
        connection, _ = connect(server.url, ANNA)
        with pytest.raises(EndpointRejected, match=other.url):
            connection.send("GET", server.url)
        connection.send("GET", other.url)
    assert "authorization" in server.requests[0].headers
    assert [request.headers.get("authorization") for request in other.requests] == [None]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def _tls(authority: trustme.CA, host: str = "localhost") -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(host).configure_cert(context)
    return context


def test_a_certificate_that_nobody_vouches_for(authority: trustme.CA) -> None:
    with serving(Reply(), tls=_tls(authority)) as server:
        connection, waits = connect(server.url, ANNA)
        with pytest.raises(EndpointUnreachable, match="certificate can't be trusted: unable to get"):
            connection.send("GET", server.url)
    assert server.requests == []
    assert waits == []


def test_a_certificate_that_the_user_vouches_for(authority: trustme.CA, tmp_path: Path) -> None:
    trusted = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(trusted)
    with serving(Reply(), tls=_tls(authority)) as server:
        assert Connection(server.url, ca_file=str(trusted)).send("GET", server.url).body == ROWS
    with (
        serving(Reply(), tls=_tls(authority, "other.example")) as server,
        pytest.raises(EndpointUnreachable, match="certificate can't be trusted"),
    ):
        Connection(server.url, ca_file=str(trusted)).send("GET", server.url)
    assert server.requests == []


def test_a_graph_is_always_named_in_a_put() -> None:
    # To a request without a name, Oxigraph makes a new graph each time.
    no = Reply(body=b'{"head": {}, "boolean": false}')
    with serving(no, status(204)) as server, Server.open(server.url, {}, profile="oxigraph") as store:
        store.put("https://example.org/kg/article/1?a=b&c#d", b"<urn:a> <urn:b> <urn:c> .\n")
    _, request = server.requests
    assert request.path == "/store?graph=https%3A%2F%2Fexample.org%2Fkg%2Farticle%2F1%3Fa%3Db%26c%23d"
    assert request.headers["content-type"] == "application/n-triples"
