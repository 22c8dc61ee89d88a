"""The vocabularies, written out once more: a test must notice if the package's own table changes."""

from __future__ import annotations

from rdflib import Namespace

SCHEMA = Namespace("https://schema.org/")
KG = Namespace("https://w3id.org/kgpub/ontology#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ITSRDF = Namespace("http://www.w3.org/2005/11/its/rdf#")
WD = Namespace("http://www.wikidata.org/entity/")
GN = Namespace("https://sws.geonames.org/")
