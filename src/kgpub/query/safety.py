"""Queries read the graph they are given, and nothing else.

SPARQL can name other sources: SERVICE asks an endpoint, FROM reads a document,
and an update can LOAD one. The parsed query tells for sure whether it does; its
text would not (a string or a comment may hold the same words).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parser import parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.term import Variable

from kgpub.errors import InputError

_LOCAL_ONLY = "Queries run on the given files only. Pass the other data as a further file."


def prepare(source: str, text: str) -> Query:
    """Return the parsed query.

    Raises:
        InputError: it is not a SPARQL query, is an update, or reads other sources.
    """
    try:
        query = prepareQuery(text)
    except Exception as error:  # rdflib lets the errors of its parser through, of several classes
        if _is_update(text):
            raise InputError(source, "is an update (LOAD, INSERT, DELETE …); only queries are run") from None
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(source, f"is not a SPARQL 1.1 query: {reason}") from error
    for node in _walk(query.algebra):
        if isinstance(node, CompValue) and node.name == "ServiceGraphPattern":
            raise InputError(source, "uses SERVICE, which asks another server", tip=_LOCAL_ONLY)
    if query.algebra.datasetClause:
        raise InputError(source, "uses FROM, which reads another document", tip=_LOCAL_ONLY)
    return query


def variables(query: Query) -> set[str]:
    """Return the names of all variables, also of those that stand in a filter only."""
    return {str(node) for node in _walk(query.algebra) if isinstance(node, Variable)}


def _is_update(text: str) -> bool:
    try:
        return bool(parseUpdate(text).request)
    except Exception:
        return False


def _walk(node: Any) -> Iterator[Any]:
    """Yield the node and everything below it, in patterns and in expressions."""
    stack, seen = [node], set()
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        if isinstance(current, Mapping):
            stack.extend(current.values())
        elif isinstance(current, list | tuple | set | frozenset):
            stack.extend(current)
