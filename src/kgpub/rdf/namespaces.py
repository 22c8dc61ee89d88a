"""The namespaces and the one agreed list of prefixes.

They stand here and nowhere else, because a graph, the file it is written to, a
query on it and a report about it must all call a term by the same name. schema.org
is one namespace, with https: shapes and queries look for no other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import MappingProxyType

from rdflib import OWL, PROV, RDF, RDFS, SKOS, XSD, Namespace

SCHEMA = Namespace("https://schema.org/")
KG = Namespace("https://w3id.org/kgpub/ontology#")
KGSH = Namespace("https://w3id.org/kgpub/shapes#")
NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
ITSRDF = Namespace("http://www.w3.org/2005/11/its/rdf#")
WD = Namespace("http://www.wikidata.org/entity/")
GN = Namespace("https://sws.geonames.org/")

# Prefix -> namespace; the vocabularies have the same prefix in every file.
VOCABULARIES = MappingProxyType(
    {
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
)

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
    "reconciliation",
    "software",
    "term",
    "wording",
)


def prefixes(base: str) -> dict[str, str]:
    """Return prefix -> namespace for graphs under a base IRI, in alphabetical order."""
    return dict(sorted({**VOCABULARIES, **{name: f"{base}{name}/" for name in NODE_PREFIXES}}.items()))


_GRAPH = re.compile(r"(.*/)(?:article|reconciliation)/[^/]+")


def graph_prefixes(iris: Iterable[str]) -> dict[str, str]:
    """Return the prefixes of graphs with these IRIs, such as ``{base}article/…``; none for other IRIs.

    Where articles have different bases, those of the first in order of characters count.
    """
    bases = {match[1] for iri in iris if (match := _GRAPH.fullmatch(iri))}
    return prefixes(min(bases)) if bases else {}
