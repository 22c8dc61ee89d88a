"""Files as the graphs that a store keeps: one named graph for each article, whatever the format.

A named graph of a quad format keeps its name. Turtle, N-Triples and JSON-LD have
no names: a file about one article gets the name that ``kgpub build`` gives the
same article in a quad format, the article's own IRI, and the decisions of
``kgpub reconcile`` get theirs. What can't be named so, no store could replace or
withdraw later, so it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, Graph

from kgpub.errors import InputError, UnreadableInput
from kgpub.rdf.formats import BY_SUFFIX, Format
from kgpub.rdf.namespaces import KG, SCHEMA, prefixes
from kgpub.rdf.reading import parse_graph, read
from kgpub.store.canonical import Lines, by_value, digest, parse_lines, to_lines
from kgpub.write.terms import nt

_PARSERS = {
    Format.TURTLE: ox.RdfFormat.TURTLE,
    Format.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    Format.NQUADS: ox.RdfFormat.N_QUADS,
    Format.TRIG: ox.RdfFormat.TRIG,
}
_TYPED = re.compile(rf"<([^>]*)> <{RDF.type}> <(?:{SCHEMA.NewsArticle}|{KG.Reconciliation})> \.")
_RECONCILIATION = re.compile(r"(.*/)reconciliation/[^/]+")
_MINTED = re.compile(r"(.*/)(?:article|reconciliation)/[^/]+")


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


def graph_prefixes(iris: Iterable[str]) -> dict[str, str]:
    """Return the prefixes that graphs of these IRIs were written with.

    Where articles have different bases, those of the first in order of characters count.
    """
    bases = {match[1] for iri in iris if (match := _MINTED.fullmatch(iri))}
    return prefixes(min(bases)) if bases else {}


def read_graphs(path: str) -> list[StoredGraph]:
    """Return the graphs in a file, by IRI; ``-`` is standard input.

    Raises:
        InputError: the file can't be read, has blank nodes, holds a graph that is about no
            article, or holds several articles without keeping them apart.
    """
    source = "<stdin>" if path == "-" else path
    try:
        found = {name: lines for name, lines in _statements(path).items() if lines}
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


def _statements(path: str) -> dict[str, Lines]:
    """Return the lines of each graph by its name, ``""`` for what is in none."""
    quads = _fast(path)
    if quads is not None:
        return quads
    merged: dict[str, list[str]] = {}
    for subject, predicate, object_, name in read(path).dataset.quads():
        # Of a statement in the default graph, some releases of rdflib give that graph's internal name.
        key = "" if name is None or str(name).startswith("urn:x-rdflib:") else str(name)
        merged.setdefault(key, []).append(f"{nt(subject)} {nt(predicate)} {nt(object_)} .")
    return {name: parse_lines("\n".join(lines)) for name, lines in merged.items()}


def _fast(path: str) -> dict[str, Lines] | None:
    """Return the same by a parser that is five times as fast; ``None`` where it won't do.

    What it can't read goes to the parser that the other commands use, for the same words
    about the same mistake.
    """
    format_ = BY_SUFFIX.get(Path(path).suffix.lower())
    if path == "-" or format_ not in _PARSERS:
        return None
    merged: dict[str, list[ox.Quad]] = {}
    try:
        where = Path(path)
        data = where.read_bytes().removeprefix(b"\xef\xbb\xbf")
        for quad in ox.parse(data, _PARSERS[format_], base_iri=where.resolve().as_uri()):
            name = quad.graph_name
            if isinstance(name, ox.BlankNode):
                return None
            merged.setdefault("" if isinstance(name, ox.DefaultGraph) else name.value, []).append(quad)
    except (OSError, SyntaxError):
        return None
    return {name: to_lines(quads) for name, quads in merged.items()}


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
        base = _RECONCILIATION.fullmatch(typed[0][1])
        if name or base:
            return StoredGraph(
                name or f"{base[1] if base else ''}reconciliation/events", Kind.RECONCILIATION, lines, source
            )
    raise UnreadableInput(
        source, f"{where} has no article in it", tip="Give graphs that kgpub build or reconcile has made."
    )
