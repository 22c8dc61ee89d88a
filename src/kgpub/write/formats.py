"""The formats that graphs are written in, and one function that writes them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kgpub.errors import UsageError
from kgpub.rdf.formats import BY_SUFFIX, Format, format_named, no_format

if TYPE_CHECKING:
    from rdflib import Graph

__all__ = ["Format", "NamedGraph", "format_for", "format_named", "serialise"]


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """The triples of one article, and the IRI they are published under in quad formats."""

    iri: str
    graph: Graph


def format_for(path: Path) -> Format:
    """Return the format that the file's ending stands for.

    Raises:
        UsageError: the ending is missing or unknown.

    >>> format_for(Path("記事.trig"))
    <Format.TRIG: 'trig'>
    """
    try:
        return BY_SUFFIX[path.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"{path}: {no_format(path.suffix)}",
            tip="Use one of these endings, or name the format with --format.",
        ) from None


def serialise(graphs: Sequence[NamedGraph], fmt: Format) -> bytes:
    """Return the graphs in the given format, UTF-8, ending in a line break.

    Turtle, N-Triples and JSON-LD hold the union of the graphs; N-Quads and TriG
    keep them apart by name. Equal triples give equal bytes, whatever the order
    in which graphs and triples come. Blank nodes, which kgpub itself never
    makes, are renamed by their content; in quad formats, graph by graph.

    Raises:
        InputError: a node's IRI has a character that no IRI may have.
        ResourceError: the JSON-LD context is missing from this installation.
    """
    # Each writer pulls in rdflib; only the one that is asked for is loaded.
    if fmt is Format.TURTLE:
        from kgpub.write.turtle import to_turtle

        return to_turtle(graphs).encode()
    if fmt is Format.TRIG:
        from kgpub.write.turtle import to_trig

        return to_trig(graphs).encode()
    if fmt is Format.JSON_LD:
        from kgpub.write.jsonld import to_jsonld

        return to_jsonld(graphs).encode()
    from kgpub.write.lines import to_nquads, to_ntriples

    return (to_nquads(graphs) if fmt is Format.NQUADS else to_ntriples(graphs)).encode()
