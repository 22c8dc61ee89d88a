"""Requests to one server, each within a deadline, over one kept-alive connection.

`urllib3 <https://urllib3.readthedocs.io>`_ does the work: it is kept up, comes with kgpub's
other dependencies anyhow, knows proxies and certificates, and takes half as long over a
request as the libraries that are built on it. What it leaves open is done here: a deadline for
the whole request, a limit to the size of an answer, trying again where that is safe, and
errors that say what to do.
"""

from __future__ import annotations

import email.utils
import gzip
import time
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from urllib3 import BaseHTTPResponse, HTTPHeaderDict
from urllib3.exceptions import HTTPError

from kgpub import __version__
from kgpub.endpoint import failures
from kgpub.endpoint.authentication import authentication
from kgpub.endpoint.connections import Sockets, pool_manager
from kgpub.endpoint.credentials import Credentials
from kgpub.errors import EndpointError

_CHUNK = 65536
_COMPRESSIBLE = 1000
_HEADERS = {"User-Agent": f"kgpub/{__version__}", "Accept-Encoding": "gzip"}
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how often, and how much.

    ``seconds`` is the deadline of a request with all its attempts and the waits between
    them; ``attempts`` how often it is sent at most; ``first_wait`` the seconds before
    the second attempt, doubled each time; ``size`` the largest answer in bytes.
    """

    seconds: float = 60.0
    attempts: int = 4
    first_wait: float = 0.5
    size: int = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer with a status below 300, or 404 where that was allowed."""

    url: str
    status: int
    headers: HTTPHeaderDict
    body: bytes

    @property
    def media_type(self) -> str:
        """The media type without its parameters, in lower case."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip().lower()


class Connection:
    """What one command asks of one server."""

    def __init__(
        self,
        url: str,
        credentials: Credentials | None = None,
        *,
        limits: Limits | None = None,
        ca_file: str | None = None,
        compress: bool | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare for requests to the server of ``url``; nothing is sent yet.

        ``ca_file`` holds certificates to trust instead of the usual ones. ``compress``
        of ``None`` compresses the bodies of requests that leave this machine.
        """
        self._credentials = credentials
        self._origin = _origin(url)
        self._limits = limits or Limits()
        self._sleep = sleep
        host = urlsplit(url).hostname or ""
        self._compress = host not in _LOOPBACK if compress is None else compress
        self._sockets = Sockets()
        self._pools = pool_manager(url, self._sockets, ca_file)
        self._digest = False
        self._auth = authentication(credentials, digest=False) if credentials else None

    def prefer_digest(self) -> None:
        """Use Digest authentication from the first request on; otherwise only if the server asks for it."""
        if self._credentials and not self._digest:
            self._change_scheme(self._credentials)

    def close(self) -> None:
        """Close the connection."""
        self._pools.clear()

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        compress: bool = False,
        again: bool = True,
        also: Container[int] = (),
        anonymous: bool = False,
        meanwhile: Callable[[], None] | None = None,
    ) -> Answer:
        """Return the answer to a request.

        ``compress`` tells that the server unpacks compressed bodies, ``again`` that the
        request may be sent twice without harm, ``also`` which statuses beyond 299 are an
        answer and no error, ``anonymous`` that it goes without credentials. ``meanwhile`` is
        called when the request is sent and its answer not there yet.

        Raises:
            EndpointError: there was no answer, or another than the one wanted.
        """
        self._sockets.meanwhile = meanwhile
        fields = dict(headers or {})
        auth = None if anonymous or _origin(url) != self._origin else self._credentials
        if compress and self._compress and body is not None and len(body) >= _COMPRESSIBLE:
            packed = gzip.compress(body, compresslevel=1, mtime=0)
            try:
                fields["Content-Encoding"] = "gzip"
                return self._within_deadline(method, url, fields, packed, auth, again, also)
            except EndpointError as error:
                if error.status != 415:
                    raise
                self._compress = False
                del fields["Content-Encoding"]
        return self._within_deadline(method, url, fields, body, auth, again, also)

    def _within_deadline(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        credentials: Credentials | None,
        again: bool,
        also: Container[int],
    ) -> Answer:
        end = time.monotonic() + self._limits.seconds
        for wait in (*self._waits(), None):
            asked = None
            try:
                answer = self._attempt(method, url, headers, body, credentials, end)
            except EndpointError as error:
                failure = error
            else:
                if answer.status < 300 or answer.status in also:
                    return answer
                failure = failures.of_status(url, answer.status, answer.headers, answer.body, credentials)
                asked = _retry_after(answer.headers)
            if wait is None or not again or not failure.passing:
                raise failure
            pause = wait if asked is None else asked
            if time.monotonic() + pause >= end:
                if asked is not None:
                    failure.tip = f"The server asks to be left alone for {asked:.0f} s; try again after that."
                raise failure
            self._sleep(pause)
        raise AssertionError("the last wait is None")

    def _waits(self) -> Iterator[float]:
        for number in range(self._limits.attempts - 1):
            yield self._limits.first_wait * 2**number

    def _attempt(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        credentials: Credentials | None,
        end: float,
    ) -> Answer:
        """Return the answer to one attempt, whatever its status."""
        auth = self._auth if credentials else None
        # Once more with a challenge answered, and once more after that with the other scheme.
        for _ in range(3):
            value = auth.header(method, url) if auth else None
            answer = self._exchange(method, url, headers, body, value, end)
            if answer.status != 401 or auth is None or credentials is None:
                break
            challenge = answer.headers.get("WWW-Authenticate", "")
            if not auth.challenged(challenge):
                if not self._wants_other(challenge) or credentials.token:
                    break
                self._change_scheme(credentials)
                auth = self._auth
        return answer

    def _wants_other(self, challenge: str) -> bool:
        """Tell whether a challenge to Basic asks for Digest, or the reverse."""
        offered = challenge.lower()
        if self._digest:
            return "basic " in offered and "digest " not in offered
        # To credentials in the wrong scheme Virtuoso says no without saying which is right.
        return "digest " in offered or not offered

    def _change_scheme(self, credentials: Credentials) -> None:
        self._digest = not self._digest
        self._auth = authentication(credentials, digest=self._digest)

    def _exchange(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None,
        authorization: str | None,
        end: float,
    ) -> Answer:
        left = end - time.monotonic()
        if left <= 0:
            raise failures.too_late(url, self._limits.seconds)
        fields = {**_HEADERS, **headers, **({"Authorization": authorization} if authorization else {})}
        try:
            with self._sockets.cut_at(end):
                response = self._pools.urlopen(
                    method, url, body=body, headers=fields, timeout=left,
                    redirect=False, retries=False, preload_content=False,
                )  # fmt: skip
                data = self._body(response, url)
        except (HTTPError, OSError, ValueError) as error:
            if time.monotonic() >= end:
                raise failures.too_late(url, self._limits.seconds) from None
            raise failures.of_exception(url, error) from error
        # A socket that was cut looks like the end of an answer that doesn't tell its length.
        if time.monotonic() >= end:
            raise failures.too_late(url, self._limits.seconds)
        return Answer(url, response.status, response.headers, data)

    def _body(self, response: BaseHTTPResponse, url: str) -> bytes:
        found = bytearray()
        try:
            for chunk in response.stream(_CHUNK, decode_content=True):
                found += chunk
                if len(found) > self._limits.size:
                    raise failures.too_large(url, self._limits.size)
        except BaseException:
            # The rest of the answer must not be taken for the next one.
            response.close()
            raise
        finally:
            response.release_conn()
        return bytes(found)


def _origin(url: str) -> tuple[str, str, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _retry_after(headers: HTTPHeaderDict) -> float | None:
    """Return the seconds that a server asks to wait (RFC 9110, section 10.2.3), ``None`` if it doesn't."""
    value = headers.get("Retry-After", "").strip()
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError):
        return None
