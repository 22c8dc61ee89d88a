"""The catalogue as RDF: each canned query is a ``sh:SPARQLExecutable`` with labels, keywords and parameters.

It follows SHACL (https://www.w3.org/TR/shacl-af/#SPARQLRule has the executables,
https://www.w3.org/TR/shacl/#constraint-components-parameters the parameters) and
the way in which the SIB's collection of SPARQL examples uses it
(https://github.com/sib-swiss/sparql-examples), so that the same tools find them.
As in SHACL, a parameter's variable is the local name of its path.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, Namespace, URIRef

from kgpub.query.catalogue import CannedQuery
from kgpub.query.parameters import Parameter
from kgpub.rdf.namespaces import SCHEMA

QUERIES = Namespace("https://w3id.org/kgpub/queries/")
_PARAMETERS = Namespace("https://w3id.org/kgpub/parameters#")
_PREFIXES = URIRef("https://w3id.org/kgpub/prefixes")
# Form -> class and the property that holds the text. SHACL has none for DESCRIBE.
_EXECUTABLES = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}


def catalogue_turtle(queries: Iterable[CannedQuery]) -> bytes:
    """Return the catalogue as Turtle; the same queries give the same bytes."""
    # rdflib writes a text of many lines on many lines, which kgpub's own graphs have no use for.
    return catalogue_graph(queries).serialize(format="turtle", encoding="utf-8")


def catalogue_graph(queries: Iterable[CannedQuery]) -> Graph:
    """Return the catalogue as a graph without blank nodes."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("rdfs", RDFS), ("schema", SCHEMA), ("sh", SH), ("xsd", XSD)):
        graph.bind(prefix, namespace)
    prefixes: dict[str, str] = {}
    for query in queries:
        _add(graph, query)
        prefixes |= query.prefixes
    for prefix, iri in prefixes.items():
        node = URIRef(f"{_PREFIXES}#{prefix}")
        graph.add((_PREFIXES, SH.declare, node))
        graph.add((node, RDF.type, SH.PrefixDeclaration))
        graph.add((node, SH.prefix, Literal(prefix)))
        graph.add((node, SH.namespace, Literal(iri, datatype=XSD.anyURI)))
    return graph


def _add(graph: Graph, query: CannedQuery) -> None:
    node, texts, named = QUERIES[query.name], query.about.texts, query.about.named
    class_, property_ = _EXECUTABLES[query.form]
    graph.add((node, RDF.type, SH.SPARQLExecutable))
    graph.add((node, RDF.type, class_))
    graph.add((node, property_, Literal(_body(query.text))))
    graph.add((node, SH.prefixes, _PREFIXES))
    for suffix, language in (("", "en"), ("_ja", "ja")):
        for key, predicate in (("summary", RDFS.label), ("description", RDFS.comment)):
            if text := texts.get(key + suffix):
                graph.add((node, predicate, Literal(text, lang=language)))
        for parameter in query.parameters:
            if text := named.get("parameters" + suffix, {}).get(parameter.name):
                graph.add((_parameter(query, parameter), SH.description, Literal(text, lang=language)))
    for keyword in query.about.lists.get("tags", ()):
        graph.add((node, SCHEMA.keywords, Literal(keyword)))
    for order, parameter in enumerate(query.parameters):
        _add_parameter(graph, query, parameter, order)


def _add_parameter(graph: Graph, query: CannedQuery, parameter: Parameter, order: int) -> None:
    node = _parameter(query, parameter)
    graph.add((QUERIES[query.name], SH.parameter, node))
    graph.add((node, RDF.type, SH.Parameter))
    graph.add((node, SH.path, _PARAMETERS[parameter.variable]))
    graph.add((node, SH.name, Literal(parameter.name)))
    graph.add((node, SH.optional, Literal(not parameter.required)))
    graph.add((node, SH.order, Literal(order)))
    if parameter.type == "iri":
        graph.add((node, SH.nodeKind, SH.IRI))
    elif parameter.type.startswith("@"):
        graph.add((node, SH.datatype, RDF.langString))
    else:
        graph.add((node, SH.datatype, parameter.datatype(query.prefixes)))
    if parameter.default is not None:
        graph.add((node, SH.defaultValue, parameter.term(parameter.default, query.prefixes)))


def _parameter(query: CannedQuery, parameter: Parameter) -> URIRef:
    return URIRef(f"{QUERIES[query.name]}#{parameter.name}")


def _body(text: str) -> str:
    """Return the query without its decorators, which the graph says in its own way."""
    return "\n".join(line for line in text.split("\n") if not line.startswith("#+")).strip() + "\n"
