"""The namespaces and the one agreed list of prefixes."""

from __future__ import annotations

from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace

SCHEMA = Namespace("https://schema.org/")
KG = Namespace("https://w3id.org/kgpub/ontology#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ITSRDF = Namespace("http://www.w3.org/2005/11/its/rdf#")
WD = Namespace("http://www.wikidata.org/entity/")
GN = Namespace("https://sws.geonames.org/")

# Prefixes of nodes that we mint, one for each class, relative to the user's base IRI.
NODE_PREFIXES = (
    "activity",
    "article",
    "event",
    "occupation",
    "organization",
    "person",
    "place",
    "quotation",
    "software",
    "term",
)


def prefixes(base: str) -> dict[str, str]:
    """Return prefix -> namespace for graphs under a base IRI, in alphabetical order."""
    table = {
        "gn": str(GN),
        "itsrdf": str(ITSRDF),
        "kg": str(KG),
        "nif": str(NIF),
        "owl": str(OWL),
        "prov": str(PROV),
        "rdf": str(RDF),
        "rdfs": str(RDFS),
        "schema": str(SCHEMA),
        "skos": str(SKOS),
        "wd": str(WD),
        "xsd": str(XSD),
    }
    table |= {name: f"{base}{name}/" for name in NODE_PREFIXES}
    return dict(sorted(table.items()))
