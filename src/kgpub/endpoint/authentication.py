"""How credentials are sent: Basic, Digest, or a token.

They go with the first request already, because servers answer one without any with what
strangers may see, or with 403. Only Digest has to be asked for first.
"""

from __future__ import annotations

import base64
from typing import Protocol
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgr,
    Request,
    parse_http_list,
    parse_keqv_list,
)

from kgpub.endpoint.credentials import Credentials
from kgpub.errors import ConfigurationError


class Authentication(Protocol):
    """Adds credentials to requests."""

    def header(self, method: str, url: str) -> str | None:
        """Return the value of the Authorization header for a request, ``None`` if there can't be one yet."""
        ...

    def challenged(self, challenge: str) -> bool:
        """Take note of the server's answer 401; tell whether the request should be sent again."""
        ...


def authentication(credentials: Credentials, *, digest: bool) -> Authentication:
    """Return what sends the credentials: a token as such, a name and password as Digest or Basic.

    Raises:
        ConfigurationError: Digest can't carry the name.
    """
    if credentials.token:
        return _Fixed(credentials.token if " " in credentials.token else f"Bearer {credentials.token}")
    if digest:
        return _Digest(credentials)
    # In UTF-8, as RFC 7617 allows a server to ask for, and all do now.
    pair = f"{credentials.username}:{credentials.password}".encode()
    return _Fixed(f"Basic {base64.b64encode(pair).decode()}")


class _Fixed:
    """A header that is the same for all requests; also a token with a scheme of its own (``GDB eyJ…``)."""

    def __init__(self, value: str) -> None:
        self._value = value

    def header(self, method: str, url: str) -> str | None:
        return self._value

    def challenged(self, challenge: str) -> bool:
        return False


class _Digest:
    """RFC 7616, as Python's own library computes it."""

    def __init__(self, credentials: Credentials) -> None:
        if not credentials.username.isascii():
            raise ConfigurationError(
                f"{credentials.origin}: the server wants Digest authentication, which takes ASCII names only"
            )
        self._handler = HTTPDigestAuthHandler(_Passwords(credentials))
        self._challenge: dict[str, str] = {}

    def header(self, method: str, url: str) -> str | None:
        if not self._challenge:
            return None
        return f"Digest {self._handler.get_authorization(Request(url, method=method), self._challenge)}"

    def challenged(self, challenge: str) -> bool:
        scheme, _, rest = challenge.partition(" ")
        if scheme.lower() != "digest":
            return False
        try:
            found = parse_keqv_list(list(filter(None, parse_http_list(rest))))
            self._handler.get_algorithm_impls(found.get("algorithm", "MD5"))
        except ValueError:
            return False
        # A nonce that has grown old is replaced, by some servers without saying so. How often the
        # request is sent again, its sender limits.
        before, self._challenge = self._challenge.get("nonce"), found
        return found.get("nonce") != before


class _Passwords(HTTPPasswordMgr):
    """The same name and password whatever the realm; to which server they go is decided elsewhere."""

    def __init__(self, credentials: Credentials) -> None:
        super().__init__()
        self._credentials = credentials

    def find_user_password(self, realm: str, authuri: str) -> tuple[str | None, str | None]:
        return self._credentials.username, self._credentials.password
