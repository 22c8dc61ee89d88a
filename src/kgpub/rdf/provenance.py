"""The provenance of what kgpub decides over several articles, in PROV-O."""

from __future__ import annotations

from rdflib import PROV, RDF, Graph, Literal, URIRef

from kgpub import __version__
from kgpub.rdf.namespaces import SCHEMA


def add_activity(graph: Graph, activity: URIRef, base: str) -> None:
    """Add an activity, and this version of kgpub as the software that carried it out, to a graph."""
    software = URIRef(f"{base}software/kgpub-{__version__}")
    graph.add((activity, RDF.type, PROV.Activity))
    graph.add((activity, PROV.wasAssociatedWith, software))
    graph.add((software, RDF.type, PROV.SoftwareAgent))
    graph.add((software, SCHEMA.name, Literal("kgpub", lang="en")))
    graph.add((software, SCHEMA.softwareVersion, Literal(__version__)))
