"""The reconciliation as a graph of its own: delete it, and every article stands as it stood."""

from __future__ import annotations

import hashlib

from rdflib import PROV, RDF, XSD, Graph, Literal, URIRef

from kgpub.rdf.namespaces import KG, prefixes
from kgpub.rdf.provenance import add_activity
from kgpub.reconcile.model import Decision, Reconciliation
from kgpub.write import NamedGraph


def to_graph(reconciliation: Reconciliation, base: str) -> NamedGraph:
    """Return the decisions as a named graph under ``base`` (which ends in ``/``).

    Its IRI is always ``{base}reconciliation/events``, so that a later run replaces it
    whole. Two events that are one are tied by ``kg:sameEventAs``.
    """
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes(base).items():
        graph.bind(prefix, namespace)
    activity = URIRef(f"{base}activity/reconciliation")
    for decision in reconciliation.decisions:
        _add(graph, decision, base, activity)
    if reconciliation.decisions:
        add_activity(graph, activity, base)
    return NamedGraph(f"{base}reconciliation/events", graph)


def _add(graph: Graph, decision: Decision, base: str, activity: URIRef) -> None:
    digest = hashlib.sha256("\n".join(decision.events).encode()).hexdigest()[:12]
    node = URIRef(f"{base}reconciliation/{digest}")
    why = decision.judgement
    graph.add((node, RDF.type, KG.Reconciliation))
    graph.add((node, RDF.type, PROV.Entity))
    for event in decision.events:
        graph.add((node, KG.reconciles, URIRef(event)))
    if len(decision.events) == 2:
        graph.add((URIRef(decision.events[0]), KG.sameEventAs, URIRef(decision.events[1])))
    graph.add((node, KG.rule, Literal(why.rule)))
    score = Literal(f"{why.score:.3f}", datatype=XSD.decimal, normalize=False)
    graph.add((node, KG.reconciliationScore, score))
    for predicate, points in ((KG.agreement, why.agreements), (KG.difference, why.differences)):
        for point in points:
            for language, text in point.text.items():
                graph.add((node, predicate, Literal(text, lang=language)))
    for prop in sorted(why.disputed):
        graph.add((node, KG.disputes, URIRef(prop)))
    for article in decision.articles:
        graph.add((node, PROV.wasDerivedFrom, URIRef(article)))
    graph.add((node, PROV.wasGeneratedBy, activity))
