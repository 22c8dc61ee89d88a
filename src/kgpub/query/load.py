"""RDF files as one dataset to ask.

Questions are asked of everything together, so the default graph is the union of
all graphs. Some ask who says what, too: for them, each article's statements stay
apart in a graph with the article's IRI. Quad formats have such graphs. Turtle
can't, but a file about one article leaves no doubt, and gets the graph that the
same article has in a quad format.
"""

from __future__ import annotations

from collections.abc import Sequence

from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kgpub.rdf.namespaces import SCHEMA
from kgpub.rdf.reading import Document, read


def load_graph(paths: Sequence[str]) -> Dataset:
    """Return one dataset with the triples of all files; its default graph is the union of all graphs.

    The ending of a file tells its format: .ttl .nt .nq .trig .jsonld. ``-`` is
    standard input, as Turtle, TriG or JSON-LD. Named graphs keep their names. A
    file without any that holds exactly one ``schema:NewsArticle`` becomes a graph
    named by that article; what is in no graph otherwise has no name.

    Raises:
        InputError: a file can't be read, has an unknown ending, or is malformed.
    """
    dataset = Dataset(default_union=True)
    declared: set[str] = set()
    for path in paths:
        document = read(path)
        _add(document, dataset)
        for prefix, namespace in document.prefixes:
            # A file's prefixes win over those that rdflib brings along, and the first file's over later ones.
            dataset.bind(prefix, namespace, replace=prefix not in declared)
            declared.add(prefix)
    return dataset


def _add(document: Document, dataset: Dataset) -> None:
    article = _only_article(document.dataset)
    unnamed = dataset.default_graph if article is None else dataset.graph(article)
    # Of a statement in the default graph, some releases of rdflib give that graph's internal name.
    graphs: dict[object, Graph] = {None: unnamed, DATASET_DEFAULT_GRAPH_ID: unnamed}
    for subject, predicate, object_, name in document.dataset.quads():
        if name not in graphs:
            graphs[name] = dataset.graph(name)
        graphs[name].add((subject, predicate, object_))


def _only_article(dataset: Dataset) -> URIRef | None:
    """Return the article that a file without named graphs is about, ``None`` when that is not certain."""
    if any(len(graph) for graph in dataset.graphs() if graph.identifier != DATASET_DEFAULT_GRAPH_ID):
        return None
    articles = list(dataset.default_graph.subjects(RDF.type, SCHEMA.NewsArticle, unique=True))
    only = articles[0] if len(articles) == 1 else None
    return only if isinstance(only, URIRef) else None
