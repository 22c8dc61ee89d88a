"""What went wrong between kgpub and a server, as an error that says what to do."""

from __future__ import annotations

import re
import ssl
from html import unescape

from urllib3 import HTTPHeaderDict
from urllib3.exceptions import (
    DecodeError,
    IncompleteRead,
    InvalidChunkLength,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    SSLError,
)

from kgpub.endpoint.credentials import PASSWORD, TOKEN, USERNAME, Credentials, without_credentials
from kgpub.errors import (
    EndpointAnswer,
    EndpointDenied,
    EndpointError,
    EndpointRejected,
    EndpointTimeout,
    EndpointUnavailable,
    EndpointUnreachable,
)

# What a server asks to be tried again after (RFC 6585 and RFC 9110).
AGAIN = frozenset({429, 502, 503, 504})
_LONGEST = 300


def of_status(
    url: str, status: int, headers: HTTPHeaderDict, body: bytes, credentials: Credentials | None
) -> EndpointError:
    """Return the error that an answer with a status beyond 299 stands for."""
    said = _said(headers, body)
    if 300 <= status < 400:
        target = without_credentials(headers.get("Location", "")) or "somewhere else"
        return EndpointRejected(
            url, f"the server says that this is now at {target} (HTTP {status})",
            tip="Redirections are not followed, so that credentials stay where they belong. "
            "If that address is right, give it as the endpoint.", status=status,
        )  # fmt: skip
    if status in (401, 407):
        tip = (
            f"Are the credentials from {credentials.origin} those of this server?"
            if credentials
            else f"Set {USERNAME} and {PASSWORD}, or {TOKEN}, or write an entry to ~/.netrc."
        )
        words = "the server does not accept the credentials" if credentials else "the server asks who you are"
        return EndpointDenied(url, f"{words} (HTTP {status})", tip=tip, status=status)
    if status == 403:
        tip = "Ask for the right to write there." if credentials else f"Set {USERNAME} and {PASSWORD}."
        return EndpointDenied(url, f"the server forbids this (HTTP 403){said}", tip=tip, status=status)
    if status in (404, 405, 501):
        return EndpointRejected(
            url, f"there is no such service (HTTP {status}){said}",
            tip="Check the URL of the endpoint, and name the kind of server with --profile.", status=status,
        )  # fmt: skip
    if status == 413:
        return EndpointRejected(
            url, f"the request is too large for the server (HTTP 413){said}",
            tip="Raise the server's limit on the size of requests.", status=status,
        )  # fmt: skip
    if status in AGAIN:
        words = "too many requests" if status == 429 else "the server is not available"
        return EndpointUnavailable(
            url, f"{words} (HTTP {status}){said}", tip="Try later.", status=status, passing=True
        )
    if status >= 500:
        return EndpointUnavailable(
            url, f"the server failed (HTTP {status}){said}", tip="Its log should say why.", status=status
        )
    return EndpointRejected(url, f"the server refuses the request (HTTP {status}){said}", status=status)


def of_exception(url: str, error: BaseException) -> EndpointError:
    """Return the error that an exception of the HTTP library stands for."""
    if isinstance(error, ProxyError):
        return EndpointUnreachable(
            url,
            f"the proxy can't be used: {_reason(error)}",
            tip="Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
        )
    if isinstance(error, NameResolutionError):
        return EndpointUnreachable(
            url, "there is no server of that name", tip="Check the URL of the endpoint."
        )
    if isinstance(error, NewConnectionError):
        return EndpointUnreachable(
            url, f"can't connect: {_reason(error)}", tip="Is the server running, and is the URL right?"
        )
    if isinstance(error, SSLError | ssl.SSLError):
        return EndpointUnreachable(
            url,
            f"the server's TLS certificate can't be trusted: {_reason(error)}",
            tip="If the server has a certificate of your own, name its issuer's with --ca-file FILE.pem.",
        )
    inner = error.args[-1] if isinstance(error, ProtocolError) and error.args else error
    if isinstance(inner, IncompleteRead | InvalidChunkLength | DecodeError):
        return cut_off(url)
    return EndpointUnreachable(
        url, f"the connection broke: {_reason(error)}", tip="Check that the server is still running.",
        passing=True,
    )  # fmt: skip


def too_late(url: str, seconds: float | None) -> EndpointTimeout:
    """Return the error for an answer that is not whole when its time is up."""
    within = f" within {seconds:g} s" if seconds is not None else " in time"
    return EndpointTimeout(url, f"no complete answer{within}", tip="Give it longer with --timeout SECONDS.")


def cut_off(url: str) -> EndpointAnswer:
    """Return the error for an answer that ends too early."""
    return EndpointAnswer(
        url, "the answer broke off before its end", tip="Run the command again.", passing=True
    )


def too_large(url: str, limit: int) -> EndpointAnswer:
    """Return the error for an answer of more bytes than are taken."""
    return EndpointAnswer(
        url, f"the answer is larger than {limit // 1_000_000} MB", tip="Ask for less, for example with LIMIT."
    )


def cut_at(url: str, rows: str) -> EndpointAnswer:
    """Return the error for an answer that the server ended at a limit of its own."""
    return EndpointAnswer(
        url, f"the server gives no more than {rows} rows, so the answer is not complete",
        tip="Ask for less, or raise ResultSetMaxRows in the server's virtuoso.ini.",
    )  # fmt: skip


def wrong_type(url: str, found: str, expected: str, body: bytes) -> EndpointAnswer:
    """Return the error for an answer in another format than was asked for."""
    html = "html" in found.lower() or body.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html"))
    what = "a web page" if html else f'an answer of the type "{found}"' if found else "an answer of no type"
    return EndpointAnswer(
        url, f"the server sent {what} instead of {expected}",
        tip="Is this the URL of a SPARQL endpoint, and not of a page about it or of a login?",
    )  # fmt: skip


def _said(headers: HTTPHeaderDict, body: bytes) -> str:
    """Return what the server says about it, in one line; markup is left out."""
    text = body[:4000].decode("utf-8", "replace")
    if "html" in headers.get("Content-Type", "").lower():
        text = unescape(re.sub(r"<(title|style|script)\b.*?</\1>|<[^>]*>", " ", text, flags=re.S | re.I))
    text = "".join(c if c.isprintable() else " " for c in text)
    text = " ".join(text.split())
    if not text:
        return ""
    return ": " + (text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def _reason(error: BaseException) -> str:
    """Return the last, most telling part of nested exceptions, such as ``Connection refused``."""
    text = str(error).strip("() '\"")
    found = re.search(
        r"\[Errno -?\d+\] ([^'\")]+)|\[SSL[^\]]*\] (?:certificate verify failed: )?([^(]+)", text
    )
    if found:
        return next(group for group in found.groups() if group).strip()
    return text.rsplit(": ", 1)[-1].strip("() '\"") or type(error).__name__
