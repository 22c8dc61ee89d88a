"""RDF files as one dataset to ask.

Questions are asked of everything together, so the default graph is the union of
all graphs. Some ask who says what, too: for them, each article's statements stay
apart in a graph with the article's IRI. Quad formats have such graphs. Turtle
can't, but a file about one article leaves no doubt, and gets the graph that the
same article has in a quad format.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rdflib import RDF, Dataset, Graph, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kgpub.rdf.namespaces import SCHEMA
from kgpub.rdf.reading import Document, read

if TYPE_CHECKING:
    import pyoxigraph as ox


def load_graph(paths: Sequence[str], *, allow_network: bool = False) -> Dataset:
    """Return one dataset with the triples of all files; its default graph is the union of all graphs.

    The ending of a file tells its format: .ttl .nt .nq .trig .jsonld. ``-`` is
    standard input, as Turtle, TriG or JSON-LD. Named graphs keep their names. A
    file without any that holds exactly one ``schema:NewsArticle`` becomes a graph
    named by that article; what is in no graph otherwise has no name.
    ``allow_network`` fetches the contexts that JSON-LD names by address.

    Raises:
        InputError: a file can't be read, has an unknown ending, or is malformed.
    """
    dataset = Dataset(default_union=True)
    declared: set[str] = set()
    for path in paths:
        document = read(path, allow_network=allow_network)
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


def load_store(paths: Sequence[str], *, allow_network: bool = False) -> ox.Store:
    """Return the same in Oxigraph, which is faster to fill and to ask when there is much.

    Arguments and errors are those of :func:`load_graph`.
    """
    import pyoxigraph as ox

    from kgpub.rdf.quads import by_graph, read_quads

    store = ox.Store()
    type_, article = ox.NamedNode(str(RDF.type)), ox.NamedNode(str(SCHEMA.NewsArticle))
    for path in paths:
        graphs = read_quads(path, by_graph, allow_network=allow_network)
        unnamed = graphs.pop("", [])
        articles = {quad.subject for quad in unnamed if quad.object == article and quad.predicate == type_}
        only = articles.pop() if len(articles) == 1 and not graphs else None
        if isinstance(only, ox.NamedNode):
            graphs[only.value] = unnamed
        # The default graph holds every triple once, as the union that rdflib makes.
        for name, quads in graphs.items():
            graph = ox.NamedNode(name)
            store.extend(ox.Quad(q.subject, q.predicate, q.object, graph) for q in quads)
        for quads in (unnamed, *graphs.values()):
            store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return store
