"""The query operation of the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/)."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import parse_qsl

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kgpub.serve import media
from kgpub.serve.asking import accepted, ask, body
from kgpub.serve.description import describe
from kgpub.serve.limits import Limits
from kgpub.serve.messages import Job
from kgpub.serve.pool import Pool
from kgpub.serve.problems import Problem

_READ_ONLY = "this endpoint is read-only; graphs are loaded with kgpub load"
Parameters = list[tuple[str, str]]


class SparqlEndpoint:
    """Answers queries by GET and by either form of POST; without a query it describes itself."""

    def __init__(self, pool: Pool, limits: Limits) -> None:
        self._pool = pool
        self._limits = limits

    async def answer(self, request: Request) -> Response:
        """Return the answer to a request.

        Raises:
            Problem: there is none.
        """
        parameters = await self._parameters(request)
        if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in parameters):
            raise Problem(HTTPStatus.FORBIDDEN, _READ_ONLY)
        queries = _values(parameters, "query")
        if not queries and request.method != "POST":
            return self._described(request)
        if len(queries) != 1:
            raise Problem(HTTPStatus.BAD_REQUEST, f"the request has {len(queries)} queries; expected one")
        if not queries[0].strip():
            raise Problem(HTTPStatus.BAD_REQUEST, "the query is empty")
        accept = accepted(request)
        rows, graph = media.choose(accept, media.ROWS), media.choose(accept, media.GRAPHS)
        if rows is None and graph is None:
            known = ", ".join((*media.ROWS, *media.GRAPHS))
            raise Problem(HTTPStatus.NOT_ACCEPTABLE, f"answers can be had as {known}")
        # Naming either kind of graph makes a dataset of just those that are named.
        default, named = _iris(parameters, "default-graph-uri"), _iris(parameters, "named-graph-uri")
        job = Job(queries[0], rows, rows, graph)
        if default or named:
            job = Job(queries[0], rows, rows, graph, default, named)
        answer = await ask(request, self._pool, job)
        return Response(answer.body, media_type=answer.media_type, headers={"Vary": "Accept"})

    async def _parameters(self, request: Request) -> Parameters:
        parameters = _form(request.scope["query_string"])
        if request.method != "POST":
            return parameters
        kind = media.content_type(request.headers.get("content-type"))
        if kind == media.UPDATE:
            raise Problem(HTTPStatus.FORBIDDEN, _READ_ONLY)
        if kind not in (media.QUERY, media.FORM):
            raise Problem(
                HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
                f'the Content-Type is "{kind}"; expected {media.QUERY} or {media.FORM}',
            )
        data = await body(request, self._limits.request)
        if kind == media.FORM:
            return parameters + _form(data)
        return [*parameters, ("query", _text(data))]

    def _described(self, request: Request) -> Response:
        accept = accepted(request)
        wanted = media.choose(accept, (*media.GRAPHS, media.HTML))
        if wanted is None:
            raise Problem(
                HTTPStatus.NOT_ACCEPTABLE, f"the description can be had as {', '.join(media.GRAPHS)}"
            )
        if wanted == media.HTML:
            return RedirectResponse("./", HTTPStatus.SEE_OTHER)
        endpoint = str(request.url.replace(query="", fragment=""))
        return Response(describe(endpoint, wanted), media_type=wanted, headers={"Vary": "Accept"})


def _form(data: bytes) -> Parameters:
    try:
        return parse_qsl(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, "the parameters are not URL-encoded UTF-8") from None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem(HTTPStatus.BAD_REQUEST, "the query is not UTF-8") from None


def _values(parameters: Parameters, name: str) -> list[str]:
    return [value for key, value in parameters if key == name]


def _iris(parameters: Parameters, name: str) -> list[str]:
    found = _values(parameters, name)
    for iri in found:
        try:
            ox.NamedNode(iri)
        except ValueError:
            raise Problem(HTTPStatus.BAD_REQUEST, f'{name} is "{iri}"; expected an IRI') from None
    return found
