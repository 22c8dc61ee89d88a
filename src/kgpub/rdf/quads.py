"""Reading RDF files into Oxigraph's terms, many times as fast as :mod:`kgpub.rdf.reading` does.

What this can't read, or need not read fast, goes through that module: what is
refused, and how it is said, is the same for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from kgpub.rdf.formats import BY_SUFFIX, Format
from kgpub.rdf.reading import read
from kgpub.write.terms import nt

T = TypeVar("T")

_PARSERS = {
    Format.TURTLE: ox.RdfFormat.TURTLE,
    Format.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    Format.NQUADS: ox.RdfFormat.N_QUADS,
    Format.TRIG: ox.RdfFormat.TRIG,
}


def read_quads(source: str, collect: Callable[[Iterable[ox.Quad]], T], *, allow_network: bool = False) -> T:
    """Return what ``collect`` makes of the statements of a file.

    ``source`` is a path, or ``-`` for standard input. Blank nodes get names that no
    other file has. ``collect`` is called anew where the file turns out to be one for the
    slower parser, and must not keep anything of the first call.

    Raises:
        UnreadableInput: as :func:`kgpub.rdf.reading.read`.
    """
    path = Path(source)
    format_ = BY_SUFFIX.get(path.suffix.lower())
    if source != "-" and format_ in _PARSERS:
        try:
            data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
            base = path.resolve().as_uri()
            return collect(ox.parse(data, _PARSERS[format_], base_iri=base, rename_blank_nodes=True))
        except (OSError, SyntaxError):
            pass
    return collect(_slow(source, allow_network))


def by_graph(quads: Iterable[ox.Quad]) -> dict[str, list[ox.Quad]]:
    """Return statements by the IRI of their graph, ``""`` for those in none."""
    found: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
        found.setdefault(name, []).append(quad)
    return found


def _slow(source: str, allow_network: bool) -> list[ox.Quad]:
    lines = []
    for subject, predicate, object_, name in read(source, allow_network=allow_network).dataset.quads():
        # Of a statement in the default graph, some releases of rdflib give that graph's internal name.
        graph = "" if name is None or str(name).startswith("urn:x-rdflib:") else f"{nt(name)} "
        lines.append(f"{nt(subject)} {nt(predicate)} {nt(object_)} {graph}.")
    return list(ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS, rename_blank_nodes=True))
