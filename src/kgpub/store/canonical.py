"""Triples as lines that can be compared: canonical N-Triples, sorted, and a digest of them.

The graphs of kgpub have no blank nodes, so that equal graphs have equal lines
and nothing has to be matched. Lines are spelt as
https://www.w3.org/TR/rdf12-n-triples/#canonical-ntriples says. Stores keep the value
of a number and not its spelling (``"0.950"`` comes back as ``"0.95"``, a
``xsd:nonNegativeInteger`` as an ``xsd:integer``), so a digest is of values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import pyoxigraph as ox

Lines = tuple[str, ...]


def to_lines(statements: Iterable[ox.Triple | ox.Quad]) -> Lines:
    """Return each statement once as a line of N-Triples without its line break, in order.

    Raises:
        ValueError: there is a blank node.
    """
    return tuple(sorted({_line(statement) for statement in statements}))


def lines_by_graph(quads: Iterable[ox.Quad]) -> dict[str, Lines]:
    """Return the lines of each graph by its IRI, ``""`` for what is in none.

    Raises:
        ValueError: there is a blank node.
    """
    found: dict[str, set[str]] = {}
    for quad in quads:
        graph = quad.graph_name
        if isinstance(graph, ox.BlankNode):
            raise ValueError(f"a blank node for a graph, in: {quad}")
        found.setdefault(graph.value if isinstance(graph, ox.NamedNode) else "", set()).add(_line(quad))
    return {name: tuple(sorted(lines)) for name, lines in found.items()}


def _line(statement: ox.Triple | ox.Quad) -> str:
    subject, object_ = statement.subject, statement.object
    if isinstance(subject, ox.BlankNode) or isinstance(object_, ox.BlankNode):
        raise ValueError(f"a blank node, in: {subject} {statement.predicate} {object_}")
    return f"{subject} {statement.predicate} {object_} ."


def parse_lines(ntriples: bytes | str) -> Lines:
    """Return the lines of an N-Triples document, whoever wrote it.

    Raises:
        SyntaxError: it is not N-Triples.
        ValueError: it has a blank node.
    """
    return to_lines(ox.parse(ntriples, ox.RdfFormat.N_TRIPLES))


def by_value(lines: Lines) -> Lines:
    """Return lines in which a number, a Boolean or a time has the one spelling that stores give back.

    >>> by_value(('<urn:a> <urn:b> "0.950"^^<http://www.w3.org/2001/XMLSchema#decimal> .',))
    ('<urn:a> <urn:b> "0.95"^^<http://www.w3.org/2001/XMLSchema#decimal> .',)
    """
    # Oxigraph's own encoding decides what a store can tell apart, so it is asked and not imitated.
    store = ox.Store()
    store.load("\n".join(lines), ox.RdfFormat.N_TRIPLES)
    return to_lines(store)


def digest(lines: Lines) -> str:
    """Return the SHA-256, in hexadecimal, of the lines by value; equal for graphs that say the same."""
    return hashlib.sha256("\n".join(by_value(lines)).encode()).hexdigest()


def named(lines: Iterable[str], graph: str) -> Iterable[str]:
    """Yield lines of N-Triples as lines of N-Quads in the graph of that IRI."""
    return (f"{line[:-1]}<{graph}> ." for line in lines)
