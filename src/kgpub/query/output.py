"""Answers as text: a table for people, or one of the SPARQL result formats for programs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from urllib.parse import unquote_to_bytes

from rdflib import Graph, Literal, URIRef
from rdflib.term import Identifier

from kgpub.errors import UsageError
from kgpub.query import results
from kgpub.query.engine import Answer, Rows
from kgpub.query.table import render
from kgpub.write import Format, NamedGraph, serialise
from kgpub.write.layout import natural
from kgpub.write.prefixes import Prefixes
from kgpub.write.terms import nt

# Bytes beyond ASCII; an encoded space or slash stays as it is.
_ENCODED = re.compile(r"(?:%[89A-Fa-f][0-9A-Fa-f])+")


class RowFormat(StrEnum):
    """How an answer is written, by the name that ``--format`` takes."""

    TABLE = "table"
    CSV = "csv"
    TSV = "tsv"
    JSON = "json"
    XML = "xml"
    TTL = "ttl"


def write_answer(
    answer: Answer,
    fmt: RowFormat,
    prefixes: Mapping[str, str],
    width: int | None = None,
    bold: bool = False,
) -> bytes:
    """Return the answer as text in UTF-8.

    ``prefixes`` shorten the IRIs of a table and of Turtle. ``width`` and ``bold``
    are for tables alone, as in ``table.render``. A graph as rows is a table of its
    triples.

    Raises:
        UsageError: rows are wanted as Turtle.
    """
    context = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes.items():
        context.bind(prefix, namespace)
    if fmt is RowFormat.TTL:
        if not isinstance(answer, Graph):
            raise UsageError(
                "the answer is no graph, and Turtle holds nothing else",
                tip="Use --format table, csv, tsv, json or xml.",
            )
        context += answer
        return serialise([NamedGraph("urn:answer", context)], Format.TURTLE)
    rows = as_rows(answer) if isinstance(answer, Graph) else answer
    if fmt is not RowFormat.TABLE:
        return results.serialise(rows, fmt.value)
    if isinstance(rows, bool):
        return b"yes\n" if rows else b"no\n"
    names = Prefixes([NamedGraph("urn:context", context)])
    cells: dict[Identifier | None, str] = {}
    for term in {term for row in rows.rows for term in row}:
        cells[term] = _shown(term, names)
    shown = [[cells[term] for term in row] for row in rows.rows]
    return render(rows.columns, shown, width, bold).encode()


def as_rows(graph: Graph) -> Rows:
    """Return a graph as a table of its triples, in a fixed order."""
    triples = sorted(graph, key=lambda triple: (natural(str(triple[0])), str(triple[1]), nt(triple[2])))
    return Rows(("subject", "predicate", "object"), tuple(tuple(map(_term, triple)) for triple in triples))


def _term(node: object) -> Identifier:
    assert isinstance(node, Identifier)
    return node


def _shown(term: Identifier | None, prefixes: Prefixes) -> str:
    if term is None:
        return ""
    if isinstance(term, URIRef):
        name = prefixes.name(term)
        return readable(str(term) if name.startswith("<") else name)
    return str(term) if isinstance(term, Literal) else f"_:{term}"


def readable(iri: str) -> str:
    """Return an IRI with its percent-encoded Japanese as characters, as browsers show it.

    >>> readable("person:%E7%8E%8B%E6%AF%85")
    'person:王毅'
    >>> readable("https://example.org/a%20b%FF")
    'https://example.org/a%20b%FF'
    """
    return _ENCODED.sub(_decoded, iri)


def _decoded(match: re.Match[str]) -> str:
    try:
        text = unquote_to_bytes(match.group()).decode()
    except UnicodeDecodeError:
        return match.group()
    return text if text.isprintable() else match.group()
