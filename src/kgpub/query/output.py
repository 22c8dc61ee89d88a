"""Answers as text: a table for people, or one of the SPARQL result formats for programs."""

from __future__ import annotations

import io
import re
from enum import StrEnum
from urllib.parse import unquote_to_bytes

from rdflib import Graph, Literal, URIRef
from rdflib.query import Result
from rdflib.term import Identifier, Variable

from kgpub.errors import UsageError
from kgpub.query.engine import Rows
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
    TTL = "ttl"


def write_answer(
    answer: Rows | Graph, fmt: RowFormat, context: Graph, width: int | None = None, bold: bool = False
) -> str:
    """Return the answer as text.

    ``context`` is the graph that was asked; its prefixes shorten the IRIs of a
    table. ``width`` and ``bold`` are for tables alone, as in ``table.render``.

    Raises:
        UsageError: rows are wanted as Turtle.
    """
    if fmt is RowFormat.TTL:
        if isinstance(answer, Rows):
            raise UsageError(
                "the answer is rows, which Turtle can't hold", tip="Use --format table, csv, tsv or json."
            )
        for prefix, namespace in context.namespaces():
            answer.bind(prefix, namespace)
        return serialise([NamedGraph("urn:answer", answer)], Format.TURTLE).decode()
    rows = as_rows(answer) if isinstance(answer, Graph) else answer
    if fmt is RowFormat.TABLE:
        prefixes = Prefixes([NamedGraph("urn:context", context)])
        shown = [[_shown(term, prefixes) for term in row] for row in rows.rows]
        return render(rows.columns, shown, width, bold)
    if fmt is RowFormat.TSV:
        return _tsv(rows)
    return _rdflib(rows, "csv" if fmt is RowFormat.CSV else "json")


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


def _tsv(rows: Rows) -> str:
    """Return rows as https://www.w3.org/TR/sparql11-results-csv-tsv/ has them, which rdflib can only read."""
    lines = ["\t".join(f"?{column}" for column in rows.columns)]
    lines += ["\t".join("" if term is None else nt(term) for term in row) for row in rows.rows]
    return "".join(f"{line}\n" for line in lines)


def _rdflib(rows: Rows, name: str) -> str:
    result = Result("SELECT")
    result.vars = [Variable(column) for column in rows.columns]
    result.bindings = [
        {variable: term for variable, term in zip(result.vars, row, strict=True) if term is not None}
        for row in rows.rows
    ]
    buffer = io.BytesIO()
    result.serialize(buffer, format=name, encoding="utf-8")
    text = buffer.getvalue().decode()
    return text if text.endswith("\n") else text + "\n"
