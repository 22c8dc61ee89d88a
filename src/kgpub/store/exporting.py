"""Graphs of a store as files."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kgpub.store.canonical import named
from kgpub.store.embedded import EmbeddedStore
from kgpub.write import Format, NamedGraph, serialise
from kgpub.write.terms import TO_ESCAPE

# Oxigraph has escaped the rest; these it writes as they are.
_RAW = re.compile(f'(?![\\x00-\\x1f"\\\\]){TO_ESCAPE.pattern}')


def export_graphs(store: EmbeddedStore, iris: Sequence[str], fmt: Format) -> bytes:
    """Return graphs in the given format, byte for byte as ``kgpub build`` writes them.

    The exception are numbers, of which a store keeps the value and not the spelling.
    """
    if fmt in (Format.NQUADS, Format.NTRIPLES):
        lines: set[str] = set()
        for iri in iris:
            graph = store.get(iri)
            if graph is not None:
                lines.update(named(graph.lines, iri) if fmt is Format.NQUADS else graph.lines)
        text = "".join(f"{line}\n" for line in sorted(map(_escaped, lines)))
        return text.encode()
    graphs = (store.get(iri) for iri in iris)
    return serialise([NamedGraph(graph.iri, graph.graph()) for graph in graphs if graph is not None], fmt)


def _escaped(line: str) -> str:
    """Return a line with the characters escaped that editors and terminals render badly."""
    return _RAW.sub(lambda match: f"\\u{ord(match.group()):04X}", line)
