"""Graphs made ready for writing: merged, and with blank nodes named by their content."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib import BNode, Graph
from rdflib.compare import to_canonical_graph
from rdflib.graph import ReadOnlyGraphAggregate
from rdflib.term import Node

from kgpub.write.formats import NamedGraph

Triple = tuple[Node, Node, Node]


def union(graphs: Sequence[NamedGraph]) -> set[Triple]:
    """Return the triples of all graphs together."""
    return settled(triple for named in graphs for triple in named.graph)


def settled(triples: Iterable[Triple]) -> set[Triple]:
    """Return the triples; blank nodes get names that depend on what is said of them alone."""
    found = set(triples)
    kinds = {type(term) for triple in found for term in triple}
    if not any(issubclass(kind, BNode) for kind in kinds):
        return found
    graph = Graph(bind_namespaces="none")
    for triple in found:
        graph.add(triple)
    canonical: ReadOnlyGraphAggregate = to_canonical_graph(graph)
    return set(canonical)
