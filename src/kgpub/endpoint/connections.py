"""Connections whose sockets can be cut from outside, so that a deadline holds for a whole request.

A timeout in Python's network libraries is for a single read, and a server that sends a
byte now and then never runs into it, not even before its headers are complete. So the
sockets are kept at hand, and when the time is up they are shut down; whatever waits for
them then fails at once.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass
from weakref import WeakSet

from urllib3 import PoolManager, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.util import make_headers, parse_url

_IDLE = 5.0


class Sockets:
    """The open sockets of one session, and the thread that watches the time of its requests.

    ``meanwhile`` is what to do between sending a request and waiting for its answer.
    """

    def __init__(self) -> None:
        self.meanwhile: Callable[[], None] | None = None
        self._open: WeakSet[socket.socket] = WeakSet()
        self._time = threading.Condition()
        self._end: float | None = None
        self._wakes = 0.0
        self._watching = False

    def add(self, sock: socket.socket) -> None:
        """Keep a socket at hand for as long as somebody uses it."""
        self._open.add(sock)

    @contextlib.contextmanager
    def cut_at(self, end: float) -> Iterator[None]:
        """Shut all sockets down if the block is still busy at ``end``, a time of ``time.monotonic``."""
        with self._time:
            self._end = end
            if not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, daemon=True).start()
            elif end < self._wakes:
                self._time.notify()
        try:
            yield
        finally:
            self._end = None

    def _watch(self) -> None:
        """Cut at the end of a request; go away after a while without any.

        One request after the other moves the end further off, and for that nobody has to
        be woken: a thread for each request would cost more than the request.
        """
        with self._time:
            while True:
                end, now = self._end, time.monotonic()
                if end is not None and now >= end:
                    self._end = None
                    self._cut()
                    continue
                self._wakes = end if end is not None else now + _IDLE
                woken = self._time.wait(self._wakes - now)
                if not woken and end is None and self._end is None:
                    self._watching = False
                    return

    def _cut(self) -> None:
        for sock in list(self._open):
            # Not SSLSocket's own method, which would take the session's state away under a reader.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


def pool_manager(url: str, sockets: Sockets, ca_file: str | None) -> PoolManager:
    """Return the pools for requests to a server: one kept-alive connection, known to ``sockets``.

    It goes through the proxy that the environment names for the server, if any. ``ca_file``
    holds the certificates to trust; the system's are trusted when left out.
    """
    options: dict[str, Any] = {"num_pools": 4, "maxsize": 1, "block": True, "retries": False}
    if url.startswith("https:"):
        options["ssl_context"] = ssl.create_default_context(cafile=ca_file)
    proxy = _proxy(url)
    if proxy is None:
        manager = PoolManager(**options)
    else:
        at = parse_url(proxy)
        headers = make_headers(proxy_basic_auth=unquote(at.auth)) if at.auth else None
        manager = ProxyManager(at._replace(auth=None).url, proxy_headers=headers, **options)
    manager.pool_classes_by_scheme = _pool_classes(sockets)
    return manager


def _proxy(url: str) -> str | None:
    parts = urlsplit(url)
    if proxy_bypass(parts.hostname or ""):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _pool_classes(sockets: Sockets) -> dict[str, Any]:
    class Watched(HTTPConnection):
        _held: list[bytes] | None = None

        def _new_conn(self) -> socket.socket:
            sock = super()._new_conn()
            sockets.add(sock)
            return sock

        def request(self, *args: Any, **options: Any) -> None:
            # Headers and body in one go: a server that is woken twice for a request takes longer over it.
            self._held = []
            try:
                super().request(*args, **options)
                together = b"".join(self._held)
            finally:
                self._held = None
            self.send(together)

        def send(self, data: Any) -> None:
            if self._held is None:
                super().send(data)
            else:
                self._held.append(data)

        def getresponse(self) -> Any:
            if sockets.meanwhile is not None:
                sockets.meanwhile()
            return super().getresponse()

    class WatchedSecure(Watched, HTTPSConnection):
        pass

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Watched

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = WatchedSecure

    return {"http": PlainPool, "https": SecurePool}
