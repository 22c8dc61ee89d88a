"""An HTTP server that does as a test tells it, and remembers what it was sent."""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ROWS = b'{"head": {"vars": ["a"]}, "results": {"bindings": []}}'
ROWS_TYPE = "application/sparql-results+json"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    connection: int


@dataclass(frozen=True)
class Reply:
    """A whole answer. ``length`` overrides Content-Length; ``pause`` is between single bytes of the body."""

    status: int = 200
    body: bytes = ROWS
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": ROWS_TYPE})
    length: int | None = None
    pause: float = 0.0


def status(number: int, body: bytes = b"", **headers: str) -> Reply:
    return Reply(number, body, {name.replace("_", "-"): value for name, value in headers.items()})


class FaultyServer:
    """Gives the replies in order, the last one for ever. A reply may be a function of the request."""

    def __init__(self, *replies: Any, tls: ssl.SSLContext | None = None) -> None:
        self.replies = list(replies)
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        self.stopping = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def answer(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                outer.handle(self, self.rfile.read(size))

            do_GET = do_PUT = do_POST = answer  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # clients that break off are what the tests are about

        self._server = Quiet(("127.0.0.1", 0), Handler)
        self.scheme = "https" if tls else "http"
        if tls:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def url(self) -> str:
        host = "localhost" if self.scheme == "https" else "127.0.0.1"
        return f"{self.scheme}://{host}:{self._server.server_port}"

    def handle(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        headers = {name.lower(): value for name, value in handler.headers.items()}
        request = Request(handler.command, handler.path, headers, body, handler.client_address[1])
        with self._lock:
            self.requests.append(request)
            reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        while callable(reply):
            reply = reply(request)
        if reply is None:
            handler.close_connection = True  # hang up without a word
            return
        if isinstance(reply, bytes):
            self._drip(handler, reply)
            return
        handler.send_response_only(reply.status)  # without a Server header of its own
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
        handler.end_headers()
        if reply.pause:
            self._drip(handler, reply.body, reply.pause)
        else:
            handler.wfile.write(reply.body)
        if reply.length is not None:
            handler.close_connection = True

    def _drip(self, handler: BaseHTTPRequestHandler, data: bytes, pause: float = 0.02) -> None:
        """Send byte after byte, as bytes and not as an answer: also the headers."""
        handler.close_connection = True
        for byte in data:
            if self.stopping.wait(pause):
                return
            handler.wfile.write(bytes([byte]))
            handler.wfile.flush()

    def close(self) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def serving(*replies: Any, tls: ssl.SSLContext | None = None) -> Iterator[FaultyServer]:
    server = FaultyServer(*replies, tls=tls)
    try:
        yield server
    finally:
        server.close()


def eventually(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    """Wait for something that takes a moment, and fail if it never comes."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("it did not come about in time")
        time.sleep(0.02)
