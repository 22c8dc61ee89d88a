"""Withdrawing an article: its graph, what only it supported, and the decisions that rest on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import pyoxigraph as ox
from rdflib import PROV, RDF

from kgpub.rdf.namespaces import KG, SCHEMA
from kgpub.store.canonical import to_lines
from kgpub.store.embedded import EmbeddedStore
from kgpub.store.graphs import Kind, StoredGraph

_TYPE, _DECISION = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(KG.Reconciliation))
_DERIVED = ox.NamedNode(str(PROV.wasDerivedFrom))
_RECONCILES, _SAME = ox.NamedNode(str(KG.reconciles)), ox.NamedNode(str(KG.sameEventAs))
_BASED_ON = ox.NamedNode(str(SCHEMA.isBasedOn))


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What a withdrawal takes: the graph, ``gone`` triples that no other graph has, and decisions.

    ``revised`` are graphs of decisions without those that rest on the article.
    """

    iri: str
    triples: int
    gone: int
    decisions: int
    revised: tuple[StoredGraph, ...] = ()


def plan_withdrawal(store: EmbeddedStore, iri: str) -> Withdrawal:
    """Return what withdrawing a graph would take; nothing is changed."""
    lines = store.values(iri)
    decisions, revised = 0, []
    for name in _decision_graphs(store, iri) - {iri}:
        graph = store.get(name)
        assert graph is not None
        count, changed = _without(graph, iri)
        decisions += count
        revised.append(changed)
    revised.sort(key=lambda graph: graph.iri)
    return Withdrawal(iri, len(lines), len(store.orphans(lines, iri)), decisions, tuple(revised))


def withdraw(store: EmbeddedStore, plan: Withdrawal) -> None:
    """Carry a withdrawal out.

    The decisions go first: a process that is killed in between leaves an article whole
    and without some decisions, never decisions on an article that is not there.
    """
    for graph in plan.revised:
        if graph.lines:
            store.put(graph)
        else:
            store.remove(graph.iri)
    store.remove(plan.iri)


def resting_on(store: EmbeddedStore, iris: Iterable[str]) -> set[str]:
    """Return the graphs with decisions that were derived from any of the articles."""
    return {graph for iri in iris for graph in _decision_graphs(store, iri)}


def _decision_graphs(store: EmbeddedStore, iri: str) -> set[str]:
    """Return the graphs with a decision that was derived from the article."""
    derived = store.quads(predicate=_DERIVED, object_=ox.NamedNode(iri))
    return {
        quad.graph_name.value
        for quad in derived
        if isinstance(quad.graph_name, ox.NamedNode)
        and any(store.quads(subject=quad.subject, predicate=_TYPE, object_=_DECISION))
    }


def _without(graph: StoredGraph, article: str) -> tuple[int, StoredGraph]:
    """Return how many decisions rest on the article, and the graph without them."""
    triples = list(ox.parse("\n".join(graph.lines), ox.RdfFormat.N_TRIPLES))
    source = ox.NamedNode(article)
    decisions = {t.subject for t in triples if t.predicate == _TYPE and t.object == _DECISION}
    fallen = {t.subject for t in triples if t.predicate == _DERIVED and t.object == source} & decisions
    if fallen == decisions:
        # What is left is about the run that decided, of which nothing is left.
        return len(fallen), StoredGraph(graph.iri, Kind.RECONCILIATION, (), graph.source)
    judged: dict[ox.NamedNode, set[ox.NamedNode]] = {}
    for triple in triples:
        if triple.predicate == _RECONCILES and triple.subject not in fallen:
            judged.setdefault(triple.subject, set()).add(triple.object)
    still = set().union(*judged.values())
    based = [t for t in triples if t.predicate == _BASED_ON]
    # Nobody is left who prints such a text.
    unused = {t.object for t in based} - {t.object for t in based if t.subject in still}

    def stands(triple: ox.Triple) -> bool:
        if triple.predicate == _SAME:
            return any({triple.subject, triple.object} <= e for e in judged.values())
        if triple.predicate == _BASED_ON:
            return triple.subject in still
        return triple.subject not in fallen and triple.subject not in unused

    return len(fallen), replace(graph, lines=to_lines(t for t in triples if stands(t)))
