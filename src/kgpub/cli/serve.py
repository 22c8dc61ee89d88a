"""``kgpub serve``: a store over HTTP, for reading."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.errors import ResourceError, UsageError

if TYPE_CHECKING:
    from kgpub.serve.limits import Limits

# Running queries get this many seconds when the server is told to stop.
_GRACE = 3.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--store", type=click.Path(path_type=Path), metavar="DIR",
    help="Serve the store in this directory. [default: kgpub-store]",
)  # fmt: skip
@click.option(
    "--host", default="127.0.0.1", show_default=True,
    help="Listen at this address; 0.0.0.0 is every one of this machine's.",
)  # fmt: skip
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True,
    help="Listen at this port; 0 takes a free one.",
)  # fmt: skip
@click.option(
    "--allow-host", "allowed", multiple=True, metavar="NAME",
    help="Answer under this host name, such as a proxy's; repeatable.",
)  # fmt: skip
@click.option(
    "--cors", multiple=True, metavar="ORIGIN",
    help="Let pages from this origin read answers, or from any with '*'; repeatable.",
)  # fmt: skip
@click.option(
    "--timeout", type=click.FloatRange(0.1, 86400), default=30.0, show_default=True, metavar="SECONDS",
    help="Stop a query after this time.",
)  # fmt: skip
@click.option(
    "--max-answer", type=click.IntRange(1), default=64, show_default=True, metavar="MIB",
    help="Refuse answers larger than this.",
)  # fmt: skip
@click.option(
    "--max-memory", type=click.IntRange(256), default=2048, show_default=True, metavar="MIB",
    help="Stop a query that needs more memory (Linux).",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 256), metavar="N",
    help="Run so many queries at once. [default: one a processor, 4 at most]",
)  # fmt: skip
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file. [default: ./kgpub.toml if there]"
)
@click.pass_context
def serve(
    ctx: click.Context,
    store: Path | None,
    host: str,
    port: int,
    allowed: tuple[str, ...],
    cors: tuple[str, ...],
    timeout: float,
    max_answer: int,
    max_memory: int,
    workers: int | None,
    config: Path | None,
) -> None:
    """Serve a store over HTTP, for reading: SPARQL, an API, and pages.

    At / is an editor for SPARQL and at /questions the canned questions, for
    people; at /sparql an endpoint of the SPARQL 1.1 Protocol and at /api the
    canned questions, for programs (/api/openapi.json describes them). Nothing
    can be written, and no query reaches another server.

    Only this machine can reach it unless --host says otherwise. There is no
    encryption and no login; put a proxy that has them before it.

    \b
    Examples:
      kgpub serve
      kgpub serve --store news.store --port 9000
      kgpub serve --host 0.0.0.0 --timeout 10 --cors https://news.example.jp
    """
    from kgpub.settings import DEFAULT_STORE, load_settings

    _require_libraries()
    from kgpub.serve.limits import MIB, Limits

    directory = load_settings(config, os.environ, store=store).store or DEFAULT_STORE
    _check(directory)
    limits = Limits(timeout=timeout, answer=max_answer * MIB, memory=max_memory * MIB)
    if workers:
        limits = Limits(timeout, limits.answer, limits.request, limits.memory, workers)
    # What only this machine reaches is asked by this machine's names alone.
    hosts = (*_LOOPBACK, "[::1]", *allowed) if host in _LOOPBACK else allowed or ("*",)
    quiet = (ctx.obj or {}).get("quiet", False)
    _run(directory, limits, _listen(host, port), hosts, cors, quiet)


def _require_libraries() -> None:
    try:
        import starlette  # noqa: F401
        import uvicorn  # noqa: F401
    except ImportError as error:
        raise ResourceError(
            f"kgpub serve needs the package {error.name}, which is not installed",
            tip="Install it: pip install 'kgpub[serve]'",
        ) from None


def _check(directory: Path) -> None:
    """Make sure that there is a store to serve."""
    from kgpub.store import EmbeddedStore

    EmbeddedStore.read(directory).close()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        # By this protocol asyncio knows that it has to send small answers at once, and not 40 ms later.
        listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
        return listening
    except (OSError, UnicodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(
            f"can't listen at {host} port {port}: {reason}", tip="Choose another with --port or --host."
        ) from None


def _run(
    directory: Path,
    limits: Limits,
    listening: socket.socket,
    hosts: tuple[str, ...],
    cors: tuple[str, ...],
    quiet: bool,
) -> None:
    import signal

    import uvicorn

    from kgpub.serve.app import create_app

    def say(line: str) -> None:
        click.echo(line, err=True)

    address = listening.getsockname()
    shown = f"[{address[0]}]" if ":" in address[0] else address[0]

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            say(f"kgpub: {directory} is served at http://{shown}:{address[1]}/ until Ctrl-C")

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            app.state.pool.stop_soon(_GRACE)
            await super().shutdown(sockets)

    app = create_app(directory, limits, cors=cors, hosts=hosts, log=None if quiet else say)
    # Uvicorn's own log would have the queries in it.
    config = uvicorn.Config(app, access_log=False, log_level="error", server_header=False)
    # Uvicorn stops on these, and then passes them on to whoever handled them before.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: None)
    Server(config).run(sockets=[listening])
