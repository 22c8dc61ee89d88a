"""Answers from a server: the canned queries with the same rows as from files and stores."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from rdflib import XSD, BNode, Literal, URIRef
from rdflib.term import Identifier

from kgpub.endpoint import failures
from kgpub.endpoint.loading import graphs_on
from kgpub.endpoint.protocol import ROWS
from kgpub.endpoint.server import Server
from kgpub.errors import EndpointRejected, EndpointTimeout, UnreadableInput
from kgpub.query.catalogue import CannedQuery
from kgpub.query.engine import Answer, Rows
from kgpub.query.lexing import with_limit, with_terms
from kgpub.rdf.reading import parse_graph

# So many graphs can be named in a request to a server that does not unite them by itself.
_NAMED = 1000


class EndpointEngine:
    """Answers from a server, whose articles each have a named graph and are asked together."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._dataset: tuple[tuple[str, str], ...] | None = None

    def evaluate(
        self, query: CannedQuery, bindings: Mapping[str, Identifier], limit: int | None = None
    ) -> Answer:
        """Return the answer from the server.

        Raises:
            EndpointError: there is none, or the server refuses the query.
        """
        text = with_limit(with_terms(query.name, query.text, bindings), limit)
        try:
            return self._answer(query, text, limit)
        except EndpointTimeout as error:
            if not self._server.keeps_union():
                error.tip += (
                    " It takes long there to unite graphs that say the same; kgpub load --unite helps."
                )
            raise

    def _answer(self, query: CannedQuery, text: str, limit: int | None) -> Answer:
        url = self._server.services.query
        if query.gives_graph:
            answer = self._server.query(text, self._server.profile.media_type, self._parameters())
            try:
                return parse_graph(answer.body.decode(), "ntriples", url)
            except (UnreadableInput, UnicodeDecodeError):
                raise failures.wrong_type(url, answer.media_type, "N-Triples", answer.body) from None
        found = self._rows(text, self._parameters(), limit)
        if query.form == "ASK" and isinstance(found, Rows):
            # Virtuoso at times gives the answer as a table with a row for yes.
            return len(found) > 0
        return found

    def _rows(self, text: str, parameters: tuple[tuple[str, str], ...], limit: int | None) -> Rows | bool:
        answer = self._server.query(text, ROWS, parameters)
        try:
            return _parsed(json.loads(answer.body), limit)
        except (ValueError, KeyError, TypeError, AttributeError):
            url = self._server.services.query
            raise failures.wrong_type(url, answer.media_type, "SPARQL results", answer.body) from None

    def _parameters(self) -> tuple[tuple[str, str], ...]:
        """Return what makes the default graph of a query the union of all graphs."""
        if self._dataset is None:
            profile = self._server.profile
            if self._server.keeps_union():
                self._dataset = (("default-graph-uri", profile.union_graph),) if profile.union_graph else ()
            else:
                self._dataset = () if profile.unites else self._all_graphs()
        return self._dataset

    def _all_graphs(self) -> tuple[tuple[str, str], ...]:
        profile = self._server.profile
        if profile.union:
            return profile.union
        graphs = graphs_on(self._server)
        if len(graphs) > _NAMED:
            raise EndpointRejected(
                self._server.services.query,
                f"a query sees there only what is in no graph, and {len(graphs)} graphs are too many to name",
                tip=f"{profile.hint} Or load them with kgpub load --unite.",
            )
        return tuple((name, iri) for iri in graphs for name in ("default-graph-uri", "named-graph-uri"))


def _parsed(document: Any, limit: int | None) -> Rows | bool:
    """Return an answer in https://www.w3.org/TR/sparql11-results-json/."""
    if "boolean" in document:
        return bool(document["boolean"])
    columns = tuple(str(name) for name in document["head"]["vars"])
    rows = document["results"]["bindings"][:limit]
    return Rows(columns, tuple(tuple(_term(row.get(name)) for name in columns) for row in rows))


def _term(found: dict[str, str] | None) -> Identifier | None:
    if found is None:
        return None
    value, kind = found["value"], found["type"]
    if kind == "uri":
        return URIRef(value)
    if kind == "bnode":
        return BNode(value)
    if kind not in ("literal", "typed-literal"):
        raise ValueError(kind)
    if found.get("xml:lang"):
        return Literal(value, lang=found["xml:lang"])
    datatype = found.get("datatype")
    if datatype is None or datatype == str(XSD.string):
        return Literal(value)
    if datatype == str(XSD.boolean):
        # Virtuoso says 1 and 0 where it calculates or sorts them.
        value = {"1": "true", "0": "false"}.get(value, value)
    return Literal(value, datatype=URIRef(datatype), normalize=False)
