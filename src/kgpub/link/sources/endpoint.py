"""A Wikidata-shaped SPARQL endpoint. The only source that uses the network, and only when asked."""

from __future__ import annotations

import re
import urllib.error
from collections.abc import Iterator
from typing import Any

from kgpub import __version__
from kgpub.errors import InputError, UsageError
from kgpub.link.format import Entry
from kgpub.link.sources.common import make_entry

_PAGE = 2000
_QUERY = """
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX schema: <http://schema.org/>
SELECT ?item (SAMPLE(?j) AS ?ja) (SAMPLE(?e) AS ?en) (SAMPLE(?d) AS ?description) (SAMPLE(?c) AS ?country)
       (GROUP_CONCAT(DISTINCT ?a; separator="|") AS ?aliases) WHERE {
  { SELECT ?item WHERE { ?item wdt:P31 wd:%(class)s } ORDER BY ?item LIMIT %(limit)d OFFSET %(offset)d }
  OPTIONAL { ?item rdfs:label ?j . FILTER(LANG(?j) = "ja") }
  OPTIONAL { ?item rdfs:label ?e . FILTER(LANG(?e) = "en") }
  OPTIONAL { ?item schema:description ?d . FILTER(LANG(?d) = "en") }
  OPTIONAL { ?item skos:altLabel ?a . FILTER(LANG(?a) IN ("ja", "en")) }
  OPTIONAL { ?item wdt:P17|wdt:P27 ?place . ?place wdt:P297 ?c }
} GROUP BY ?item ORDER BY ?item
"""


def read_endpoint(url: str, class_id: str, hint: str | None = None) -> Iterator[Entry]:
    """Yield the instances of a class, page by page.

    Raises:
        UsageError: the class is no Wikidata id.
        InputError: the endpoint can't be reached, or its answer isn't SPARQL results.
    """
    if not re.fullmatch(r"Q\d+", class_id):
        raise UsageError(f'the class is "{class_id}"; expected a Wikidata id such as Q515')
    offset = 0
    while True:
        rows = _ask(url, _QUERY % {"class": class_id, "limit": _PAGE, "offset": offset})
        for row in rows:
            entry = _entry(row, "Person" if class_id == "Q5" else hint, url)
            if entry:
                yield entry
        if len(rows) < _PAGE:
            return
        offset += _PAGE


def _ask(url: str, query: str) -> list[dict[str, Any]]:
    from SPARQLWrapper import JSON, SPARQLWrapper
    from SPARQLWrapper.SPARQLExceptions import SPARQLWrapperException

    client = SPARQLWrapper(url, agent=f"kgpub/{__version__}")
    client.setReturnFormat(JSON)
    client.setQuery(query)
    client.setTimeout(120)
    try:
        rows: list[dict[str, Any]] = client.query().convert()["results"]["bindings"]
    except (SPARQLWrapperException, urllib.error.URLError, OSError, ValueError, KeyError, TypeError) as error:
        reason = str(error).split("\n")[0][:200]
        raise InputError(url, f"the endpoint gave no SPARQL results: {reason}") from error
    return rows


def _entry(row: dict[str, Any], hint: str | None, url: str) -> Entry | None:
    def value(name: str) -> str:
        return str(row.get(name, {}).get("value", ""))

    match = re.search(r"/entity/(Q\d+)$", value("item"))
    if not match:
        return None
    return make_entry(
        f"wd:{match[1]}",
        hint,
        {"ja": value("ja"), "en": value("en")},
        [alias for alias in value("aliases").split("|") if alias],
        description=value("description"),
        country=value("country"),
        source=url,
    )
