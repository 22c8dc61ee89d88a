"""The media types of answers, and which of them a client wants (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

JSON, PROBLEM, HTML = "application/json", "application/problem+json", "text/html"
RESULTS_JSON, RESULTS_XML = "application/sparql-results+json", "application/sparql-results+xml"
CSV, TSV = "text/csv", "text/tab-separated-values"
TURTLE, NTRIPLES = "text/turtle", "application/n-triples"
RDF_XML, JSON_LD = "application/rdf+xml", "application/ld+json"
QUERY, UPDATE, FORM = (
    "application/sparql-query",
    "application/sparql-update",
    "application/x-www-form-urlencoded",
)
# In order of preference, for a client that doesn't mind. application/json is a table as the JSON API has it.
ROWS = (RESULTS_JSON, RESULTS_XML, CSV, TSV)
GRAPHS = (TURTLE, NTRIPLES, RDF_XML, JSON_LD)
API_ROWS, API_GRAPHS = (JSON, *ROWS), (JSON_LD, TURTLE, NTRIPLES, RDF_XML)
# What else some clients call these types. Not application/xml, which browsers ask for and people can't read.
ALIASES = {JSON: (RESULTS_JSON, JSON_LD), "text/plain": (NTRIPLES,), "application/x-turtle": (TURTLE,)}


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the offered type that an ``Accept`` header likes best, ``None`` when it takes none of them.

    Among equals the first that is offered wins. A range that can't be read is left out,
    as if the client hadn't written it.

    >>> choose("text/csv;q=0.5, application/sparql-results+xml", ROWS)
    'application/sparql-results+xml'
    >>> choose(None, GRAPHS)
    'text/turtle'
    >>> choose("image/png", ROWS) is None
    True
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [found for part in accept.split(",") if (found := _range(part)) is not None]
    best = max(offered, key=lambda name: (_quality(name, ranges), -offered.index(name)))
    return best if _quality(best, ranges) > 0 else None


def content_type(header: str | None) -> str:
    """Return the type in a ``Content-Type`` header without its parameters, in lower case."""
    return (header or "").partition(";")[0].strip().lower()


def _range(part: str) -> tuple[str, float] | None:
    name, *parameters = (piece.strip().lower() for piece in part.split(";"))
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return None
    return (name, quality) if 0 <= quality <= 1 else None


def _quality(name: str, ranges: Iterable[tuple[str, float]]) -> float:
    """Return how much a type is wanted; the most specific range that covers it says so."""
    best = (0, 0.0)
    for pattern, quality in ranges:
        if pattern == name:
            rank = 4
        elif name in ALIASES.get(pattern, ()):
            rank = 3
        elif pattern == name.partition("/")[0] + "/*":
            rank = 2
        elif pattern == "*/*":
            rank = 1
        else:
            continue
        best = max(best, (rank, quality))
    return best[1]
