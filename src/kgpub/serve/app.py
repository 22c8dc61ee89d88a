"""The application: which address gives what."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kgpub.query import catalogue
from kgpub.serve.api import Api
from kgpub.serve.limits import Limits
from kgpub.serve.middleware import AccessLog, SecurityHeaders
from kgpub.serve.pool import Pool
from kgpub.serve.problems import respond
from kgpub.serve.protocol import SparqlEndpoint

STATIC = Path(__file__).parent / "static"


def create_app(
    directory: Path,
    limits: Limits,
    *,
    cors: Sequence[str] = (),
    hosts: Sequence[str] = ("*",),
    log: Callable[[str], None] | None = None,
) -> Starlette:
    """Return the application for the store in a directory.

    Args:
        directory: the store.
        limits: what a request may cost.
        cors: the origins whose pages may read answers, or ``*``; none by default.
        hosts: the names under which the server may be asked, or ``*``. A server that only
            this machine reaches should have only its names, or any page in a browser could
            read from it by a name of its own that leads here.
        log: takes a line for each request.

    Raises:
        ResourceError: the catalogue is damaged.
    """
    pool = Pool(directory, limits)
    api = Api(catalogue(), pool)
    endpoint = SparqlEndpoint(pool, limits)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        async with pool:
            yield

    middleware = [Middleware(AccessLog, write=log)] if log else []
    middleware += [
        Middleware(SecurityHeaders),
        Middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False),
    ]
    if cors:
        middleware.append(Middleware(CORSMiddleware, allow_origins=list(cors), allow_methods=["GET", "POST"]))
    middleware.append(Middleware(GZipMiddleware, minimum_size=2048, compresslevel=3))
    app = Starlette(
        routes=[
            Route("/", _page("index.html")),
            Route("/questions", _page("questions.html")),
            Route("/sparql", endpoint.answer, methods=["GET", "POST"]),
            Mount("/api", routes=api.routes()),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=middleware,
        exception_handlers={HTTPException: respond, ClientDisconnect: _gone},
        lifespan=lifespan,
    )
    app.state.pool = pool
    return app


def _page(name: str) -> Callable[[Request], FileResponse]:
    def page(_: Request) -> FileResponse:
        return FileResponse(STATIC / name, media_type="text/html")

    return page


async def _gone(_: Request, __: Exception) -> Response:
    # Nobody will read this; 499 is what proxies log when a client has gone.
    return Response(status_code=499)
