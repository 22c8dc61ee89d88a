"""Files as the graphs that a store keeps: one named graph for each article, whatever the format.

A named graph of a quad format keeps its name. Turtle, N-Triples and JSON-LD have
no names: a file about one article gets the name that ``kgpub build`` gives the
same article in a quad format, the article's own IRI, and the decisions of
``kgpub reconcile`` get theirs. What can't be named so, no store could replace or
withdraw later, so it is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from rdflib import RDF, Graph

from kgpub.errors import InputError, UnreadableInput
from kgpub.rdf.formats import Format
from kgpub.rdf.namespaces import KG, SCHEMA, graph_prefixes
from kgpub.rdf.quads import read_quads
from kgpub.rdf.reading import parse_graph
from kgpub.store.canonical import Lines, by_value, digest, lines_by_graph

_TYPED = re.compile(rf"<([^>]*)> <{RDF.type}> <(?:{SCHEMA.NewsArticle}|{KG.Reconciliation})> \.")
# {base}reconciliation/DIGEST is about events, {base}reconciliation/articles-DIGEST about articles.
_RECONCILIATION = re.compile(r"(.*/reconciliation/)(articles-)?[^/]+")


class Kind(StrEnum):
    """What a named graph is about."""

    ARTICLE = "article"
    RECONCILIATION = "reconciliation"


@dataclass(frozen=True)
class StoredGraph:
    """A named graph: its IRI, what it is, its lines of N-Triples, and the file it came from.

    ``lines`` are sorted and spelt as the file has them; ``values`` are what a store
    gives back. ``source`` is what messages call the file or store.
    """

    iri: str
    kind: Kind
    lines: Lines
    source: str

    @cached_property
    def values(self) -> Lines:
        """The lines by value, see :func:`~kgpub.store.canonical.by_value`."""
        return by_value(self.lines)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the lines by value, in hexadecimal."""
        return digest(self.lines)

    def ntriples(self) -> bytes:
        """Return the graph as a document of N-Triples."""
        return "".join(f"{line}\n" for line in self.lines).encode()

    def graph(self) -> Graph:
        """Return the graph for rdflib, with kgpub's prefixes where its base is known."""
        graph = parse_graph(self.ntriples().decode(), Format.NTRIPLES, self.source)
        for prefix, namespace in graph_prefixes([self.iri]).items():
            graph.bind(prefix, namespace)
        return graph


def read_graphs(path: str) -> list[StoredGraph]:
    """Return the graphs in a file, by IRI; ``-`` is standard input.

    Raises:
        InputError: the file can't be read, has blank nodes, holds a graph that is about no
            article, or holds several articles without keeping them apart.
    """
    source = "<stdin>" if path == "-" else path
    try:
        found = read_quads(path, lines_by_graph)
    except ValueError as error:
        raise InputError(
            source,
            f"has {error}",
            tip="A graph with blank nodes can't be replaced or compared; give the nodes IRIs.",
        ) from None
    if not found:
        raise InputError(source, "has no statements in it", tip="Give graphs that kgpub build has made.")
    graphs: dict[str, StoredGraph] = {}
    for name, lines in found.items():
        graph = _graph(name, lines, source)
        if graph.iri in graphs:
            raise InputError(
                source,
                f"says things of {graph.iri} both in the graph of that name and in none",
                tip="Move the statements that are in no graph into the article's.",
            )
        graphs[graph.iri] = graph
    return [graphs[iri] for iri in sorted(graphs)]


def _graph(name: str, lines: Lines, source: str) -> StoredGraph:
    where = f"the graph {name}" if name else "it"
    typed = [match for line in lines if (match := _TYPED.fullmatch(line))]
    articles = sorted(match[1] for match in typed if str(SCHEMA.NewsArticle) in match[0])
    if articles:
        if len(articles) > 1 and name not in articles:
            raise InputError(
                source,
                f"{where} holds {len(articles)} articles, which can't be told apart",
                tip="Write each to a file of its own, or all to .trig or .nq, where each has its graph.",
            )
        return StoredGraph(name or articles[0], Kind.ARTICLE, lines, source)
    if typed:
        named = name or _reconciliation_name(typed[0][1])
        if named:
            return StoredGraph(named, Kind.RECONCILIATION, lines, source)
    raise UnreadableInput(
        source, f"{where} has no article in it", tip="Give graphs that kgpub build or reconcile has made."
    )


def _reconciliation_name(decision: str) -> str:
    """Return the name of the graph that a decision belongs to, ``""`` for an IRI that kgpub didn't mint."""
    match = _RECONCILIATION.fullmatch(decision)
    if match is None:
        return ""
    return f"{match[1]}{'articles' if match[2] else 'events'}"
