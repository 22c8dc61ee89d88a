"""The formats that graphs are written in, and one function that writes them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from kgpub.errors import UsageError

if TYPE_CHECKING:
    from rdflib import Graph


class Format(StrEnum):
    """An RDF format, by the name that ``--format`` takes."""

    TURTLE = "turtle"
    NTRIPLES = "ntriples"
    NQUADS = "nquads"
    TRIG = "trig"
    JSON_LD = "json-ld"


_SUFFIXES = {
    ".ttl": Format.TURTLE,
    ".nt": Format.NTRIPLES,
    ".nq": Format.NQUADS,
    ".trig": Format.TRIG,
    ".jsonld": Format.JSON_LD,
}
# What people also call them on a command line.
_ALIASES = {suffix[1:]: format_ for suffix, format_ in _SUFFIXES.items()} | {
    "n-triples": Format.NTRIPLES,
    "n-quads": Format.NQUADS,
}


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
        return _SUFFIXES[path.suffix.lower()]
    except KeyError:
        raise UsageError(
            f'{path}: the ending "{path.suffix}" is no RDF format; expected {", ".join(_SUFFIXES)}',
            tip="Use one of these endings, or name the format with --format.",
        ) from None


def format_named(name: str) -> Format:
    """Return the format called ``name``: ``turtle``, ``json-ld``, or an ending such as ``ttl``.

    Raises:
        UsageError: no format has that name.

    >>> format_named("nq")
    <Format.NQUADS: 'nquads'>
    """
    known = {format_.value: format_ for format_ in Format} | _ALIASES
    try:
        return known[name.lower()]
    except KeyError:
        raise UsageError(f'"{name}" is no RDF format; expected {", ".join(Format)}') from None


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
