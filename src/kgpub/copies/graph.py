"""Copies as a graph of their own: delete it, and every article stands for itself."""

from __future__ import annotations

import hashlib

from rdflib import PROV, RDF, XSD, Graph, Literal, URIRef

from kgpub.copies.finding import Copies, Link
from kgpub.rdf.namespaces import KG, SCHEMA, prefixes
from kgpub.rdf.provenance import add_activity
from kgpub.write import NamedGraph

RULE = "same-text"


def to_graph(copies: Copies, base: str) -> NamedGraph:
    """Return what was found as a named graph under ``base`` (which ends in ``/``).

    Its IRI is always ``{base}reconciliation/articles``, so that a later run replaces it
    whole. Articles with one text are tied by ``schema:isBasedOn`` to a node for that text,
    and not to one another: which of them had it first, or whether all had it from an
    agency, is not known. The node is called after the article that was published first.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes(base).items():
        graph.bind(prefix, namespace)
    for articles in copies.texts:
        text = URIRef(f"{base}wording/{articles[0].rsplit('/', 1)[1]}")
        graph.add((text, RDF.type, SCHEMA.Article))
        for article in articles:
            graph.add((URIRef(article), SCHEMA.isBasedOn, text))
    activity = URIRef(f"{base}activity/reconciliation-articles")
    for link in copies.links:
        _add(graph, link, base, activity)
    if copies.links:
        add_activity(graph, activity, base)
    return NamedGraph(f"{base}reconciliation/articles", graph)


def _add(graph: Graph, link: Link, base: str, activity: URIRef) -> None:
    digest = hashlib.sha256("\n".join(link.articles).encode()).hexdigest()[:12]
    node = URIRef(f"{base}reconciliation/articles-{digest}")
    graph.add((node, RDF.type, KG.Reconciliation))
    graph.add((node, RDF.type, PROV.Entity))
    graph.add((node, KG.rule, Literal(RULE)))
    score = Literal(f"{link.contained:.3f}", datatype=XSD.decimal, normalize=False)
    graph.add((node, KG.reconciliationScore, score))
    for language, text in words(link).items():
        graph.add((node, KG.agreement, Literal(text, lang=language)))
    for article in link.articles:
        graph.add((node, KG.reconciles, URIRef(article)))
        graph.add((node, PROV.wasDerivedFrom, URIRef(article)))
    graph.add((node, PROV.wasGeneratedBy, activity))


def words(link: Link) -> dict[str, str]:
    """Return the evidence for a link in words, by language tag."""
    shorter, both = round(100 * link.contained), round(100 * link.resemblance)
    return {
        "en": f"word for word: {shorter}% of the shorter text, {both}% of both together",
        "ja": f"同じ文字列: 短い方の{shorter}%、両方合わせた{both}%",
    }
