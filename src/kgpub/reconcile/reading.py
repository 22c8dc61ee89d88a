"""Reading article graphs from files, each article apart from the others."""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import RDF, Graph
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kgpub.errors import InputError
from kgpub.query.load import load_graph
from kgpub.rdf.namespaces import KG, SCHEMA
from kgpub.write import NamedGraph


def read_graphs(paths: Sequence[str]) -> list[NamedGraph]:
    """Return the article graphs of RDF files: each named graph, and of each file what has no graph's name.

    The latter is called after its article. A file without graph names that holds
    several articles is read as well, but what it says of one event can't be told
    apart by article. Graphs of earlier reconciliations are left out.

    Raises:
        InputError: a file can't be read, is malformed, or has no article in it.
    """
    merged: dict[str, Graph] = {}
    for path in paths:
        dataset = load_graph([path])
        found = False
        for context in dataset.graphs():
            articles = sorted(context.subjects(RDF.type, SCHEMA.NewsArticle), key=str)
            if not articles:
                # Not an article's: an earlier reconciliation, or something of the user's own.
                found = found or (None, RDF.type, KG.Reconciliation) in context
                continue
            found = True
            unnamed = context.identifier == DATASET_DEFAULT_GRAPH_ID
            name = str(articles[0] if unnamed else context.identifier)
            graph = merged.setdefault(name, Graph(bind_namespaces="none"))
            for triple in context.triples((None, None, None)):
                graph.add(triple)
        if not found:
            raise InputError(path, "has no article in it", tip="Give graphs that kgpub build has made.")
    return [NamedGraph(name, merged[name]) for name in sorted(merged)]
