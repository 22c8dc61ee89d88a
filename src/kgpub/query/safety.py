"""Queries read the graphs they are given, and nothing else.

SPARQL can name other sources: SERVICE asks an endpoint, an update can LOAD a
document, and rdflib reads one for FROM (which for Oxigraph names one of the
graphs at hand). For rdflib, its own parse of the query tells for sure whether it
does; for every other engine, :mod:`kgpub.query.federation` does.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kgpub.errors import InputError
from kgpub.query.federation import may_ask_elsewhere
from kgpub.query.lexing import UPDATES, form, has_word

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query

_UPDATE = "is an update (LOAD, INSERT, DELETE …); only queries are run"
_LOCAL_ONLY = "Pass the other data as a further file, or allow it with --allow-network."


def check_query(source: str, text: str, *, allow_network: bool = False) -> None:
    """Make sure that a text is a query, and asks no other server unless it may.

    Raises:
        InputError: it is an update, or could use SERVICE.
    """
    if form(text) in UPDATES:
        raise InputError(source, _UPDATE)
    if not allow_network and may_ask_elsewhere(text):
        # Where the text is plain, say so plainly.
        uses = "uses" if has_word(text, "SERVICE") else "may use"
        raise InputError(source, f"{uses} SERVICE, which asks another server", tip=_LOCAL_ONLY)


def prepare(source: str, text: str) -> Query:
    """Return the parsed query for rdflib, which must not get one that reads other sources.

    Raises:
        InputError: it is not a SPARQL query, is an update, or uses SERVICE or FROM.
    """
    query = _parsed(source, text)
    _refuse_service(source, query)
    if query.algebra.datasetClause:
        raise InputError(source, "uses FROM, which reads another document", tip=_LOCAL_ONLY)
    return query


@functools.lru_cache(maxsize=64)
def _parsed(source: str, text: str) -> Query:
    # rdflib's parser takes a while to load, and only this needs it.
    from rdflib.plugins.sparql import prepareQuery

    try:
        return prepareQuery(text)
    except Exception as error:  # rdflib lets the errors of its parser through, of several classes
        if _is_update(text):
            raise InputError(source, _UPDATE) from None
        reason = " ".join(str(error).split()) or type(error).__name__
        raise InputError(source, f"is not a SPARQL 1.1 query: {reason}") from error


def _refuse_service(source: str, query: Query) -> None:
    from rdflib.plugins.sparql.parserutils import CompValue

    for node in _walk(query.algebra):
        if isinstance(node, CompValue) and node.name == "ServiceGraphPattern":
            raise InputError(source, "uses SERVICE, which asks another server", tip=_LOCAL_ONLY)


def _is_update(text: str) -> bool:
    from rdflib.plugins.sparql.parser import parseUpdate

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
