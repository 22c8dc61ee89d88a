"""What commands that talk to a server share: its options, and opening it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from kgpub.errors import UsageError

if TYPE_CHECKING:
    from kgpub.endpoint.server import Server

_Command = TypeVar("_Command", bound=Callable[..., Any])

# Spelt out, so that help needs no HTTP library; a test compares them with the profiles.
PROFILE_NAMES = (
    "oxigraph", "fuseki", "virtuoso", "graphdb", "rdf4j", "blazegraph", "neptune", "generic",
)  # fmt: skip
DEADLINE = 60.0
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The server that the options name."""

    url: str
    profile: str | None = None
    graph_store: str | None = None
    update: str | None = None
    ca_file: str | None = None
    seconds: float = DEADLINE

    def open(self, quiet: bool = False) -> Server:
        """Return the server, with the credentials from the environment or a netrc file.

        Raises:
            UsageError: an option can't be used.
            ConfigurationError: the credentials can't be used.
            EndpointError: the server can't be reached.
        """
        from kgpub.endpoint.server import Server
        from kgpub.endpoint.transport import Limits

        server = Server.open(
            self.url,
            os.environ,
            profile=self.profile,
            graph_store=self.graph_store,
            update=self.update,
            limits=Limits(self.seconds),
            ca_file=self.ca_file,
        )
        parts = urlsplit(self.url)
        if (
            server.has_credentials
            and parts.scheme == "http"
            and parts.hostname not in _LOOPBACK
            and not quiet
        ):
            click.echo(
                f"kgpub: {parts.hostname} is asked over http, so that others can read the credentials on the "
                "way; use https if it has it",
                err=True,
            )
        return server


def endpoint_options(command: _Command) -> _Command:
    """Add the options that name a server; :func:`endpoint_of` makes an :class:`Endpoint` of them."""
    options = (
        click.option("--endpoint", metavar="URL", help="A SPARQL server, by the URL of it or of a service."),
        click.option(
            "--profile", type=click.Choice(PROFILE_NAMES),
            help="What kind of server it is. [default: what the URL or the server tells]",
        ),
        click.option("--graph-store", metavar="URL", help="Its Graph Store Protocol, if no profile knows."),
        click.option("--update-url", metavar="URL", help="Its SPARQL Update service, if no profile knows."),
        click.option(
            "--ca-file", type=click.Path(exists=True, dir_okay=False), metavar="FILE",
            help="Certificates (PEM) to trust instead of the usual ones.",
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


timeout_option = click.option(
    "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
    help=f"How long a request to the server may take, with all attempts. [default: {DEADLINE:g}]",
)  # fmt: skip


def endpoint_of(
    endpoint: str | None,
    profile: str | None,
    graph_store: str | None,
    update_url: str | None,
    ca_file: str | None,
    timeout: float | None = None,
) -> Endpoint | None:
    """Return the server that the options name, ``None`` if they name none.

    Raises:
        UsageError: there are options of a server but no server.
    """
    if endpoint is None:
        given = {
            "--profile": profile, "--graph-store": graph_store,
            "--update-url": update_url, "--ca-file": ca_file,
        }  # fmt: skip
        lone = next((name for name, value in given.items() if value is not None), None)
        if lone:
            raise UsageError(f"{lone} is about a server, but no --endpoint is given")
        return None
    return Endpoint(endpoint, profile, graph_store, update_url, ca_file, timeout or DEADLINE)
