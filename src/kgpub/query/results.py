"""Rows in the SPARQL result formats, written by Oxigraph whichever engine gave them.

JSON: https://www.w3.org/TR/sparql11-results-json/, XML:
https://www.w3.org/TR/rdf-sparql-XMLres/, CSV and TSV:
https://www.w3.org/TR/sparql11-results-csv-tsv/.
"""

from __future__ import annotations

import json

import pyoxigraph as ox
from rdflib import BNode, Literal, URIRef
from rdflib.term import Identifier

from kgpub.query.engine import Rows

FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}


def serialise(answer: Rows | bool, name: str) -> bytes:
    """Return rows, or a yes or no, in the format of that name, ending in a line break."""
    return written(ox.parse_query_results(to_json(answer), ox.QueryResultsFormat.JSON), name)[0]


def written(answer: ox.QuerySolutions | ox.QueryBoolean, name: str) -> tuple[bytes, bool]:
    """Return what Oxigraph answered in that format, and whether it is rows of which there is none."""
    columns = None if isinstance(answer, ox.QueryBoolean) else tuple(v.value for v in answer.variables)
    data = answer.serialize(format=FORMATS[name]) or b""
    if not data.endswith(b"\n"):
        data += b"\n"
    if columns is None:
        return data, False
    # Only an answer as short as one without rows can be one.
    nothing = to_json(Rows(columns, ()))
    empty = ox.parse_query_results(nothing, ox.QueryResultsFormat.JSON).serialize(format=FORMATS[name]) or b""
    return data, data.rstrip(b"\r\n") == empty.rstrip(b"\r\n")


def to_json(answer: Rows | bool) -> bytes:
    """Return an answer as SPARQL Query Results JSON."""
    if isinstance(answer, bool):
        return json.dumps({"head": {}, "boolean": answer}).encode()
    bindings = [
        {name: _term(term) for name, term in zip(answer.columns, row, strict=True) if term is not None}
        for row in answer.rows
    ]
    document = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False).encode()


def _term(term: Identifier) -> dict[str, str]:
    if isinstance(term, URIRef):
        return {"type": "uri", "value": str(term)}
    if isinstance(term, BNode):
        return {"type": "bnode", "value": str(term)}
    assert isinstance(term, Literal)
    found = {"type": "literal", "value": str(term)}
    if term.language:
        return found | {"xml:lang": term.language}
    return found if term.datatype is None else found | {"datatype": str(term.datatype)}
