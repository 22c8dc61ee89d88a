"""What a store holds: its articles with counts, and which of them a user means."""

from __future__ import annotations

import pyoxigraph as ox

from kgpub.errors import InputError
from kgpub.query.engine import Rows
from kgpub.query.oxigraph import to_rdflib
from kgpub.rdf.namespaces import graph_prefixes
from kgpub.store.embedded import EmbeddedStore

# Everything is counted within the article's own graph. Decisions have neither headline nor date.
_LIST = """
PREFIX kg: <https://w3id.org/kgpub/ontology#>
PREFIX schema: <https://schema.org/>
SELECT ?graph (MIN(STR(?date)) AS ?published) (MIN(STR(?title)) AS ?headline) ?triples
       (COALESCE(?eventCount, 0) AS ?events) (COALESCE(?entityCount, 0) AS ?entities)
       (COALESCE(?statementCount, 0) AS ?statements)
WHERE {
  { SELECT ?graph (COUNT(*) AS ?triples) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph }
  OPTIONAL { GRAPH ?graph { ?article a schema:NewsArticle . OPTIONAL { ?article schema:headline ?title } } }
  OPTIONAL { GRAPH ?graph { ?dated a schema:NewsArticle ; schema:datePublished ?date } }
  OPTIONAL {
    SELECT ?graph (COUNT(DISTINCT ?event) AS ?eventCount)
    { GRAPH ?graph { ?event a schema:Event } } GROUP BY ?graph
  }
  OPTIONAL {
    SELECT ?graph (COUNT(DISTINCT ?entity) AS ?entityCount)
    {
      VALUES ?class { schema:Person schema:Organization schema:Place schema:DefinedTerm }
      GRAPH ?graph { ?entity a ?class }
    } GROUP BY ?graph
  }
  OPTIONAL {
    SELECT ?graph (COUNT(DISTINCT ?said) AS ?statementCount)
    { GRAPH ?graph { ?said a schema:Quotation } } GROUP BY ?graph
  }
}
GROUP BY ?graph ?triples ?eventCount ?entityCount ?statementCount
ORDER BY ?published STR(?graph)
"""


def list_graphs(store: EmbeddedStore) -> Rows:
    """Return a row for each graph: IRI, date, headline, and how much is in it; by date, then IRI."""
    solutions = store.query(_LIST)
    assert isinstance(solutions, ox.QuerySolutions)
    columns = tuple(variable.value for variable in solutions.variables)
    rows = (tuple(None if value is None else to_rdflib(value) for value in row) for row in solutions)
    return Rows(columns, tuple(rows))


def find_graph(store: EmbeddedStore, name: str) -> str:
    """Return the IRI of the graph that a user means.

    ``name`` is the article's IRI, the same with a prefix (``article:…``, as tables show
    it), its last part alone, or the web address at which the article was published.

    Raises:
        InputError: the store has no such graph, or several articles have the address.
    """
    known = set(store.iris())
    prefixes = graph_prefixes(known)
    prefix, colon, local = name.partition(":")
    candidates = [name, prefixes.get("article", "") + name]
    if colon and prefix in prefixes:
        candidates.append(prefixes[prefix] + local)
    found = [iri for iri in candidates if iri in known] or sorted(_published_at(store, name) & known)
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError(store.directory, f"{name} is the address of {', '.join(found)}", tip="Give one.")
    raise InputError(
        store.directory, f'has no article "{name}"', tip="kgpub list shows the articles in a store."
    )


def _published_at(store: EmbeddedStore, address: str) -> set[str]:
    try:
        wanted = ox.NamedNode(address)
    except ValueError:
        return set()
    url = ox.NamedNode("https://schema.org/url")
    subjects = (quad.subject for quad in store.quads(predicate=url, object_=wanted))
    return {subject.value for subject in subjects if isinstance(subject, ox.NamedNode)}
