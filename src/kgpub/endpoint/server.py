"""A server as kgpub works with it: named graphs replaced, read and listed."""

from __future__ import annotations

import json
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
from kgpub.endpoint.protocol import ROWS, ask
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
        self._keeps_union: bool | None = None

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

    def keeps_union(self) -> bool:
        """Return whether the union of all named graphs is kept on the server as a graph of its own.

        That is its default graph, or the profile's ``union_graph``. :meth:`put` and :meth:`delete`
        then keep it right.

        Raises:
            EndpointError: the server can't be asked.
        """
        if self._keeps_union is None:
            if self.profile.union_graph:
                self._keeps_union = self._is(f"GRAPH <{self.profile.union_graph}> {{ ?s ?p ?o }}")
            else:
                # One triple of a named graph tells: either all are in the default graph or none is.
                sample = "{ SELECT ?s ?p ?o WHERE { GRAPH ?g { ?s ?p ?o } } LIMIT 1 }"
                self._keeps_union = not self.profile.unites and self._is(f"{sample} ?s ?p ?o .")
        return self._keeps_union

    def start_union(self, graphs: Iterable[str]) -> None:
        """Begin to keep the union, with the graphs that are there already, unless the server needs none.

        Raises:
            EndpointError: the server did not do it.
        """
        if self.profile.unites and not self.profile.union_graph:
            return
        target = f"GRAPH <{self.profile.union_graph}>" if self.profile.union_graph else "DEFAULT"
        for graph in graphs:
            self._update(f"ADD SILENT GRAPH <{graph}> TO {target}")
        self._keeps_union = True

    def put(self, graph: str, ntriples: bytes, *, meanwhile: Callable[[], None] | None = None) -> None:
        """Replace a named graph, as a whole, or make it.

        ``meanwhile`` is called while the server is at work; it must not raise.

        Raises:
            EndpointError: the server did not take it. What the graph holds then is the
                server's to say; putting it again puts it right.
        """
        if self.keeps_union():
            self._put_united(graph, ntriples, meanwhile)
        elif self.services.graph_store is None:
            self._update(f"DROP SILENT GRAPH <{graph}>", _insertion(graph, ntriples), meanwhile=meanwhile)
        else:
            self._send_graph("PUT", graph, ntriples, meanwhile)

    def _put_united(self, graph: str, ntriples: bytes, meanwhile: Callable[[], None] | None) -> None:
        union = self.profile.union_graph
        if union:
            # Virtuoso takes no long updates. The graph itself comes last, so that a run that breaks off
            # before it finds the graph to be replaced still.
            self._update(self._orphans(graph))
            self._send_graph("POST", union, ntriples, None)
            self._send_graph("PUT", graph, ntriples, meanwhile)
            return
        self._update(
            self._orphans(graph),
            f"DROP SILENT GRAPH <{graph}>",
            _insertion(graph, ntriples),
            f"INSERT DATA {{\n{as_sparql(ntriples.decode())}}}",
            meanwhile=meanwhile,
        )

    def _orphans(self, graph: str) -> str:
        """Return the update that takes from the union what only this graph says."""
        union = self.profile.union_graph
        triples = f"GRAPH <{union}> {{ ?s ?p ?o }}" if union else "?s ?p ?o"
        others = f"FILTER(?other != <{graph}>" + (f" && ?other != <{union}>)" if union else ")")
        return (
            f"DELETE {{ {triples} }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} "
            f"FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} {others} }} }}"
        )

    def _send_graph(
        self, method: str, graph: str, ntriples: bytes, meanwhile: Callable[[], None] | None
    ) -> None:
        self.connection.send(
            method,
            self._graph_url(graph),
            headers={"Content-Type": self.profile.media_type},
            body=ntriples,
            compress=self.profile.gzip,
            meanwhile=meanwhile,
            again=method == "PUT",
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
        if self.keeps_union():
            self._update(self._orphans(graph))
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

    def _is(self, pattern: str) -> bool:
        answer = self.query(f"ASK {{ {pattern} }}", ROWS)
        try:
            found = json.loads(answer.body)
            # Virtuoso at times gives the answer as a table with a row for yes.
            return found["boolean"] is True if "boolean" in found else bool(found["results"]["bindings"])
        except (ValueError, KeyError, TypeError):
            raise failures.wrong_type(answer.url, answer.media_type, "SPARQL results", answer.body) from None

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
