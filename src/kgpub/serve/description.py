"""What the endpoint says of itself (https://www.w3.org/TR/sparql11-service-description/)."""

from __future__ import annotations

import functools

from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef

from kgpub.serve import media

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_RESULT_FORMATS = (
    _FORMATS.SPARQL_Results_JSON,
    _FORMATS.SPARQL_Results_XML,
    _FORMATS.SPARQL_Results_CSV,
    _FORMATS.SPARQL_Results_TSV,
    _FORMATS.Turtle,
    _FORMATS["N-Triples"],
    _FORMATS.RDF_XML,
    URIRef("https://www.w3.org/ns/formats/data/JSON-LD"),
)
_NAMES = {media.TURTLE: "turtle", media.NTRIPLES: "nt", media.RDF_XML: "xml", media.JSON_LD: "json-ld"}


@functools.lru_cache(maxsize=64)
def describe(endpoint: str, media_type: str) -> bytes:
    """Return the description of the endpoint at that address, as a graph of that media type."""
    graph = Graph()
    graph.bind("sd", SD)
    service, dataset, default = (
        URIRef(f"{endpoint}#{part}") for part in ("service", "dataset", "default-graph")
    )
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, RDFS.label, Literal("kgpub", lang="en")))
    graph.add((service, SD.endpoint, URIRef(endpoint)))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.feature, SD.UnionDefaultGraph))
    for name in _RESULT_FORMATS:
        graph.add((service, SD.resultFormat, name))
    graph.add((service, SD.defaultDataset, dataset))
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    return graph.serialize(format=_NAMES[media_type], encoding="utf-8")
