"""Reading RDF files into Oxigraph's terms, many times as fast as :mod:`kgpub.rdf.reading` does.

What this can't read, or need not read fast, goes through that module: what is
refused, and how it is said, is the same for both.
"""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kgpub.rdf.formats import BY_SUFFIX, Format
from kgpub.rdf.reading import read
from kgpub.write.terms import nt

_PARSERS = {
    Format.TURTLE: ox.RdfFormat.TURTLE,
    Format.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    Format.NQUADS: ox.RdfFormat.N_QUADS,
    Format.TRIG: ox.RdfFormat.TRIG,
}


def read_quads(source: str, *, allow_network: bool = False) -> dict[str, list[ox.Quad]]:
    """Return the statements of a file by the IRI of their graph, ``""`` for what is in none.

    ``source`` is a path, or ``-`` for standard input. Blank nodes get names that no
    other file has.

    Raises:
        UnreadableInput: as :func:`kgpub.rdf.reading.read`.
    """
    quads = _fast(source)
    return _by_graph(_slow(source, allow_network) if quads is None else quads)


def _fast(source: str) -> list[ox.Quad] | None:
    path = Path(source)
    format_ = BY_SUFFIX.get(path.suffix.lower())
    if source == "-" or format_ not in _PARSERS:
        return None
    try:
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
        base = path.resolve().as_uri()
        return list(ox.parse(data, _PARSERS[format_], base_iri=base, rename_blank_nodes=True))
    except (OSError, SyntaxError):
        return None


def _slow(source: str, allow_network: bool) -> list[ox.Quad]:
    lines = []
    for subject, predicate, object_, name in read(source, allow_network=allow_network).dataset.quads():
        # Of a statement in the default graph, some releases of rdflib give that graph's internal name.
        graph = "" if name is None or str(name).startswith("urn:x-rdflib:") else f"{nt(name)} "
        lines.append(f"{nt(subject)} {nt(predicate)} {nt(object_)} {graph}.")
    return list(ox.parse("\n".join(lines), ox.RdfFormat.N_QUADS, rename_blank_nodes=True))


def _by_graph(quads: list[ox.Quad]) -> dict[str, list[ox.Quad]]:
    found: dict[str, list[ox.Quad]] = {}
    for quad in quads:
        name = "" if isinstance(quad.graph_name, ox.DefaultGraph) else quad.graph_name.value
        found.setdefault(name, []).append(quad)
    return found
