"""Queries by SPARQLWrapper, sent in a way that ends.

SPARQLWrapper knows the SPARQL Protocol and the formats of answers. Its own way of
sending has a timeout for the connection only, never tries again, raises the bare errors
of urllib, sends credentials along to wherever it is redirected, and takes a web page for
an answer. So here it makes the requests, and :class:`~kgpub.endpoint.transport.Connection`
sends them.
"""

from __future__ import annotations

import urllib.request
from collections.abc import Iterable

from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from kgpub import __version__
from kgpub.endpoint import failures
from kgpub.endpoint.transport import Answer, Connection

ROWS = "application/sparql-results+json"
_JSON = frozenset({ROWS, "application/json"})
_WEB = frozenset({"text/html", "application/xhtml+xml"})


def ask(
    connection: Connection, url: str, text: str, accept: str, parameters: Iterable[tuple[str, str]] = ()
) -> Answer:
    """Return the answer to a query in the media type ``accept``.

    Raises:
        EndpointError: there is no answer, the server refuses the query, or the answer is
            of another type, or cut short by the server.
    """
    request = _request(url, text, accept, parameters)
    answer = connection.send(
        request.get_method(),
        request.full_url,
        headers=dict(request.header_items()),
        body=request.data if isinstance(request.data, bytes) else None,
    )
    if answer.media_type in _WEB or (accept == ROWS and answer.media_type not in _JSON):
        expected = "SPARQL results" if accept == ROWS else "a graph"
        raise failures.wrong_type(url, answer.media_type, expected, answer.body)
    # Virtuoso ends an answer at its ResultSetMaxRows without another word than this.
    limit = answer.headers.get("X-SPARQL-MaxRows")
    if limit is not None:
        raise failures.cut_at(url, limit)
    return answer


class _Request(SPARQLWrapper):  # type: ignore[misc]
    """A query that gives away its request instead of sending it."""

    def request(self) -> urllib.request.Request:
        """Return the request; the method that makes it has no public name."""
        made: urllib.request.Request = self._createRequest()
        return made


def _request(
    url: str, text: str, accept: str, parameters: Iterable[tuple[str, str]]
) -> urllib.request.Request:
    wrapper = _Request(url, agent=f"kgpub/{__version__}")
    # By POST always: there a query may be as long as it likes, and no proxy keeps or logs it.
    wrapper.setMethod(POST)
    # Otherwise it repeats the format under four names in the body, and Virtuoso stumbles over one.
    wrapper.setOnlyConneg(True)
    # The header below says it exactly; this only has to fit the kind of query.
    wrapper.setReturnFormat(JSON if accept == ROWS else TURTLE)
    wrapper.setQuery(text)
    for name, value in parameters:
        wrapper.addParameter(name, value)
    wrapper.addCustomHttpHeader("Accept", accept)
    return wrapper.request()
