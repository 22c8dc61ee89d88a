"""N-Triples and N-Quads: one statement a line, in the order of the lines' characters."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import URIRef

from kgpub.write.blank import settled, union
from kgpub.write.formats import NamedGraph
from kgpub.write.terms import iri, nt


def to_ntriples(graphs: Sequence[NamedGraph]) -> str:
    """Return the union of the graphs as N-Triples."""
    return _lines({f"{nt(s)} {nt(p)} {nt(o)} ." for s, p, o in union(graphs)})


def to_nquads(graphs: Sequence[NamedGraph]) -> str:
    """Return the graphs as N-Quads, each statement with the name of its graph."""
    lines = set()
    for named in graphs:
        name = iri(URIRef(named.iri))
        lines |= {f"{nt(s)} {nt(p)} {nt(o)} {name} ." for s, p, o in settled(named.graph)}
    return _lines(lines)


def _lines(lines: set[str]) -> str:
    return "".join(f"{line}\n" for line in sorted(lines))
