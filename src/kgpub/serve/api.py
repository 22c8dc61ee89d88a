"""The canned questions as an API: what there is to ask, and the answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kgpub.errors import UsageError
from kgpub.query import CannedQuery
from kgpub.query.engine import bound
from kgpub.query.lexing import with_limit, with_values
from kgpub.query.shacl import catalogue_turtle
from kgpub.rdf.namespaces import VOCABULARIES
from kgpub.serve import media
from kgpub.serve.asking import accepted, ask
from kgpub.serve.messages import Job
from kgpub.serve.openapi import LIMIT, document
from kgpub.serve.pool import Pool
from kgpub.serve.problems import Problem


class Api:
    """Answers requests under ``/api``."""

    def __init__(self, queries: Sequence[CannedQuery], pool: Pool) -> None:
        self._queries = {query.name: query for query in queries}
        self._pool = pool
        self._openapi = document(queries)
        self._catalogue = [_about(query) for query in queries]
        self._turtle = catalogue_turtle(queries)

    def routes(self) -> list[Route]:
        """Return the routes, relative to where the API is."""
        return [
            Route("/openapi.json", self.openapi),
            Route("/prefixes", self.prefixes),
            Route("/queries", self.catalogue),
            Route("/queries/{name}", self.answer),
        ]

    async def openapi(self, request: Request) -> Response:
        """Return the description of the API."""
        return JSONResponse(self._openapi)

    async def prefixes(self, request: Request) -> Response:
        """Return the prefixes by which the vocabularies and the store's own nodes are called."""
        return JSONResponse(await self._prefixes(request))

    async def catalogue(self, request: Request) -> Response:
        """Return what there is to ask, as JSON or as RDF."""
        wanted = media.choose(accepted(request), (media.JSON, media.TURTLE))
        headers = {"Vary": "Accept"}
        if wanted is None:
            raise Problem(HTTPStatus.NOT_ACCEPTABLE, f"expected {media.JSON} or {media.TURTLE}")
        if wanted == media.TURTLE:
            return Response(self._turtle, media_type=media.TURTLE, headers=headers)
        return JSONResponse({"queries": self._catalogue}, headers=headers)

    async def answer(self, request: Request) -> Response:
        """Return the answer to a canned question.

        Raises:
            Problem: there is none.
        """
        query = self._queries.get(request.path_params["name"])
        if query is None:
            known = ", ".join(self._queries)
            raise Problem(HTTPStatus.NOT_FOUND, f"there is no query of that name; the queries are {known}")
        offered = (*(media.API_GRAPHS if query.gives_graph else media.API_ROWS), media.QUERY)
        wanted = media.choose(accepted(request), offered)
        if wanted is None:
            raise Problem(HTTPStatus.NOT_ACCEPTABLE, f"answers can be had as {', '.join(offered)}")
        values = _values(request)
        limit = None if query.gives_graph else _limit(values.pop(LIMIT, None))
        try:
            bindings = bound(query, values, await self._prefixes(request))
        except UsageError as error:
            raise Problem(HTTPStatus.BAD_REQUEST, error.message) from None
        headers = {"Vary": "Accept"}
        # For a table, one row more tells whether there are more.
        most = limit + 1 if limit and wanted == media.JSON else limit
        text = with_limit(with_values(query.name, query.text, bindings), most)
        if wanted == media.QUERY:
            # What the query says of itself is in the catalogue.
            text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#+"))
            return Response(text, media_type=media.QUERY, headers=headers)
        answer = await ask(request, self._pool, Job(text, wanted, wanted, wanted, limit=limit, known=True))
        return Response(answer.body, media_type=answer.media_type, headers=headers)

    async def _prefixes(self, request: Request) -> dict[str, str]:
        answer = await ask(request, self._pool, Job())
        return {**answer.facts["prefixes"], **VOCABULARIES}


def _values(request: Request) -> dict[str, str]:
    given = request.query_params.multi_items()
    if twice := [name for name, count in Counter(name for name, _ in given).items() if count > 1]:
        raise Problem(HTTPStatus.BAD_REQUEST, f"the parameter {twice[0]} is given twice")
    # A form sends what was left empty, too.
    return {name: value for name, value in given if value}


def _limit(value: str | None) -> int | None:
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or not 0 < int(value[:10]) < 10**9:
        raise Problem(HTTPStatus.BAD_REQUEST, f'{LIMIT} is "{value}"; expected a whole number above 0')
    return int(value)


def _about(query: CannedQuery) -> dict[str, object]:
    texts, named = query.about.texts, query.about.named

    def bilingual(table: dict[str, str], key: str) -> dict[str, str]:
        return {language: text for language, suffix in _LANGUAGES if (text := table.get(key + suffix))}

    def entry(kind: str, name: str) -> dict[str, str]:
        found = {language: named.get(kind + suffix, {}).get(name, "") for language, suffix in _LANGUAGES}
        return {language: text for language, text in found.items() if text}

    return {
        "name": query.name,
        "summary": bilingual(texts, "summary"),
        "description": bilingual(texts, "description"),
        "tags": list(query.about.lists.get("tags", ())),
        "graph": query.gives_graph,
        "parameters": [
            {
                "name": parameter.name,
                "type": parameter.type,
                "required": parameter.required,
                "default": parameter.default,
                "description": entry("parameters", parameter.name),
            }
            for parameter in query.parameters
        ],
        "columns": [
            {"name": name, "description": entry("columns", name)} for name in named.get("columns", {})
        ],
    }


_LANGUAGES = (("en", ""), ("ja", "_ja"))
