"""A server as kgpub works with it: named graphs replaced, read and listed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import TracebackType
from urllib.parse import quote

from kgpub.endpoint import failures
from kgpub.endpoint.credentials import check_url, find_credentials
from kgpub.endpoint.profiles import (
    N_TRIPLES,
    PROFILES,
    Profile,
    Services,
    profile_named,
    profile_of_address,
    profile_of_headers,
)
from kgpub.endpoint.transport import Answer, Connection, Limits
from kgpub.query.lexing import as_sparql

# text/plain is what N-Triples were called before 2014, and what some servers still send.
_TRIPLES = frozenset({N_TRIPLES, "text/plain", "text/ntriples"})


class Server:
    """A triplestore behind a URL. Use it as a context manager, or close it."""

    def __init__(
        self, profile: Profile, services: Services, connection: Connection, has_credentials: bool = False
    ) -> None:
        self.profile = profile
        self.services = services
        self.connection = connection
        self.has_credentials = has_credentials

    @classmethod
    def open(
        cls,
        url: str,
        env: Mapping[str, str],
        *,
        profile: str | None = None,
        graph_store: str | None = None,
        update: str | None = None,
        limits: Limits | None = None,
        ca_file: str | None = None,
        compress: bool | None = None,
    ) -> Server:
        """Return the server at a URL, with the credentials that ``env`` or a netrc file has for it.

        Without a ``profile``, the URL tells the kind of server, or one request does.
        ``graph_store`` and ``update`` are URLs of services that the profile can't know.

        Raises:
            UsageError: a URL can't be used, or there is no such profile.
            ConfigurationError: the credentials can't be used.
            EndpointError: the server can't be reached to ask what it is.
        """
        for address in (url, graph_store, update):
            if address is not None:
                check_url(address)
        credentials = find_credentials(url, env)
        connection = Connection(url, credentials, limits=limits, ca_file=ca_file, compress=compress)
        try:
            known = profile_named(profile) if profile else profile_of_address(url) or _asked(url, connection)
            found = known.services(url, credentials is not None)
        except BaseException:
            connection.close()
            raise
        if known.digest:
            connection.prefer_digest()
        services = Services(found.query, update or found.update, graph_store or found.graph_store)
        return cls(known, services, connection, credentials is not None)

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def put(self, graph: str, ntriples: bytes, *, meanwhile: Callable[[], None] | None = None) -> None:
        """Replace a named graph, as a whole, or make it.

        ``meanwhile`` is called while the server is at work; it must not raise.

        Raises:
            EndpointError: the server did not take it. What the graph holds then is the
                server's to say; putting it again puts it right.
        """
        if self.services.graph_store is None:
            self._update(f"DROP SILENT GRAPH <{graph}>", _insertion(graph, ntriples), meanwhile=meanwhile)
            return
        self.connection.send(
            "PUT",
            self._graph_url(graph),
            headers={"Content-Type": self.profile.media_type},
            body=ntriples,
            compress=self.profile.gzip,
            meanwhile=meanwhile,
        )

    def put_united(self, graph: str, ntriples: bytes, *, meanwhile: Callable[[], None] | None = None) -> None:
        """Replace a named graph, and keep the default graph the union of all named graphs.

        What only the old graph said goes from the default graph, too; what is there besides
        stays. Errors are those of :meth:`put`.
        """
        others = f"GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != <{graph}>)"
        self._update(
            f"DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} "
            f"FILTER NOT EXISTS {{ {others} }} }}",
            f"DROP SILENT GRAPH <{graph}>",
            _insertion(graph, ntriples),
            f"INSERT DATA {{\n{as_sparql(ntriples.decode())}}}",
            meanwhile=meanwhile,
        )

    def get(self, graph: str) -> bytes | None:
        """Return a named graph as N-Triples, ``None`` if there is none of that name.

        Raises:
            EndpointError: there is no answer, or it isn't N-Triples.
        """
        if self.services.graph_store is None:
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
            answer = self.query(query, self.profile.media_type)
        else:
            answer = self.connection.send(
                "GET", self._graph_url(graph), headers={"Accept": self.profile.media_type}, also=(404,)
            )
        if answer.status == 404 or not answer.body.strip():
            return None
        if answer.media_type not in _TRIPLES:
            raise failures.wrong_type(answer.url, answer.media_type, "N-Triples", answer.body)
        # Virtuoso writes this where a graph has no triples.
        return None if answer.body.startswith(b"# Empty") else answer.body

    def delete(self, graph: str) -> None:
        """Remove a named graph, if there is one of that name.

        Raises:
            EndpointError: the server did not do it.
        """
        if self.services.graph_store is None:
            self._update(f"DROP SILENT GRAPH <{graph}>")
        else:
            self.connection.send("DELETE", self._graph_url(graph), also=(404,))

    def get_in_parts(self, graph: str) -> list[bytes]:
        """Return a named graph as N-Triples in sixteen parts, for a server that cuts long answers.

        Raises:
            EndpointError: as :meth:`get`.
        """
        pattern = f"GRAPH <{graph}> {{ ?s ?p ?o }}"
        return [
            self.query(
                f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {pattern} "
                f'FILTER(STRSTARTS(MD5(CONCAT(STR(?s), STR(?p), STR(?o))), "{digit:x}")) }}',
                self.profile.media_type,
            ).body
            for digit in range(16)
        ]

    def query(self, text: str, accept: str, parameters: Iterable[tuple[str, str]] = ()) -> Answer:
        """Return the answer to a query in the media type ``accept``, sent with further parameters.

        Raises:
            EndpointError: there is no answer, or the server refuses the query.
        """
        from kgpub.endpoint.protocol import ask

        return ask(self.connection, self.services.query, text, accept, parameters)

    def _update(self, *steps: str, meanwhile: Callable[[], None] | None = None) -> None:
        # One request, so that a server with transactions has the graph whole or as it was.
        self.connection.send(
            "POST",
            self.services.update,
            headers={"Content-Type": "application/sparql-update; charset=utf-8"},
            body=" ;\n".join(steps).encode(),
            again=False,
            meanwhile=meanwhile,
        )

    def _graph_url(self, graph: str) -> str:
        # Always with its name: a request without one makes a new graph on some servers.
        return f"{self.services.graph_store}?graph={quote(graph, safe='')}"


def _insertion(graph: str, ntriples: bytes) -> str:
    return f"INSERT DATA {{ GRAPH <{graph}> {{\n{as_sparql(ntriples.decode())}}} }}"


def _asked(url: str, connection: Connection) -> Profile:
    """Return the profile of a server that has to be asked what it is."""
    # A refusal tells as much as a page does (to a query without a query, some even say 500), and no
    # stranger gets credentials for it.
    refusals = frozenset(range(300, 600)) - failures.AGAIN
    answer = connection.send("GET", url, headers={"Accept": "*/*"}, also=refusals, anonymous=True)
    return profile_of_headers(dict(answer.headers)) or PROFILES["generic"]
