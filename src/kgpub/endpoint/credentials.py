"""Who asks: credentials from the environment or a netrc file, and never from a URL or an option.

A command line is seen by every process of a machine and kept in histories, and a URL
ends up in logs, so neither may carry a password. Nothing here shows one: a
:class:`Credentials` prints as its kind alone.
"""

from __future__ import annotations

import netrc
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from kgpub.errors import ConfigurationError, UsageError

USERNAME, PASSWORD, TOKEN, NETRC = "KGPUB_USERNAME", "KGPUB_PASSWORD", "KGPUB_TOKEN", "NETRC"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user's name and password, or a token; ``origin`` is where they were found."""

    origin: str
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)


def find_credentials(url: str, env: Mapping[str, str]) -> Credentials | None:
    """Return the credentials for a server, ``None`` if there are none.

    ``KGPUB_TOKEN``, or ``KGPUB_USERNAME`` with ``KGPUB_PASSWORD``, win over the entry of
    the server's host in the file that ``NETRC`` names, or else ``~/.netrc``.

    Raises:
        ConfigurationError: only one of name and password is set, both a token and a
            password are, or the netrc file can't be read.
    """
    token, username, password = (env.get(name, "").strip() for name in (TOKEN, USERNAME, PASSWORD))
    if token and (username or password):
        raise ConfigurationError(
            f"both {TOKEN} and {USERNAME} or {PASSWORD} are set", tip="Unset what is not meant."
        )
    if bool(username) != bool(password):
        missing = PASSWORD if username else USERNAME
        raise ConfigurationError(f"{missing} is not set", tip=f"Set both {USERNAME} and {PASSWORD}.")
    for name, value in ((TOKEN, token), (USERNAME, username), (PASSWORD, password)):
        if any(ord(character) < 32 or ord(character) == 127 for character in value):
            raise ConfigurationError(f"{name} has a line break or another control character in it")
    if not token.isascii():
        raise ConfigurationError(f"{TOKEN} has characters that no token has", tip="Is it a password?")
    if token:
        return Credentials(TOKEN, token=token)
    if username:
        return Credentials(USERNAME, username, password)
    return _from_netrc(url, env)


def without_credentials(url: str) -> str:
    """Return the URL as it may be shown.

    >>> without_credentials("https://anna:secret@example.org/sparql")
    'https://example.org/sparql'
    """
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def check_url(url: str) -> str:
    """Return the URL of a server if it can be used as one.

    Raises:
        UsageError: it isn't an http or https URL, or has credentials, a query or a fragment.
    """
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise UsageError("the URL of the endpoint has no valid host or port") from None
    if "@" in parts.netloc:
        raise UsageError(
            f"{without_credentials(url)}: a URL must not carry credentials",
            tip=f"Set {USERNAME} and {PASSWORD}, or write them to ~/.netrc.",
        )
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f'"{url}" is no http or https URL', tip="Write: --endpoint http://localhost:7878")
    if not url.isascii() or any(character.isspace() for character in url):
        raise UsageError(f'"{url}" is no URL: spaces and other characters than ASCII must be encoded')
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise UsageError(f"{url}: the URL of an endpoint has no query or fragment")
    return url


def _from_netrc(url: str, env: Mapping[str, str]) -> Credentials | None:
    path = Path(env[NETRC]) if env.get(NETRC) else Path(env.get("HOME") or Path.home()) / ".netrc"
    try:
        found = netrc.netrc(path).authenticators(urlsplit(url).hostname or "")
    except FileNotFoundError:
        if env.get(NETRC):
            raise ConfigurationError(f"{path}, which {NETRC} names, does not exist") from None
        return None
    except netrc.NetrcParseError as error:
        # Its message may quote what stands in the file.
        raise ConfigurationError(f"{path}: not a netrc file (line {error.lineno})") from None
    except OSError as error:
        raise ConfigurationError(f"{path}: can't be read ({error.strerror})") from None
    return Credentials(str(path), found[0], found[2]) if found else None
