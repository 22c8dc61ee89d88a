"""The JSON-LD context: it names only terms that exist, and a graph survives the way through it."""

import json
from pathlib import Path

from rdflib import OWL, RDF, SH, Graph, URIRef
from rdflib.compare import isomorphic

from kgpub.resources import resource_dir
from kgpub.validate import CONTEXT_IRI, load_shapes, parse_graph, read_graph

CONTEXT = json.loads((resource_dir("ontology") / "context.jsonld").read_text(encoding="utf-8"))["@context"]
CONFORMING = Path(__file__).parents[1] / "validate" / "conforming.ttl"


def iris() -> dict[str, str]:
    """The full IRI of each term that is not a keyword or prefix."""
    prefixes = {k: v["@id"] for k, v in CONTEXT.items() if isinstance(v, dict) and v.get("@prefix")}
    found = {}
    for term, definition in CONTEXT.items():
        iri = definition["@id"] if isinstance(definition, dict) else definition
        if term not in prefixes and isinstance(iri, str) and not iri.startswith("@"):
            prefix, _, local = iri.partition(":")
            found[term] = prefixes[prefix] + local
    return found


def test_terms_exist() -> None:
    shapes = load_shapes().graph
    known = {
        str(term)
        for shape, parameter in (("Term", SH.ignoredProperties), ("Term-class", SH["in"]))
        for term in shapes.items(shapes.value(URIRef(f"https://w3id.org/kgpub/shapes#{shape}"), parameter))
    }
    assert {iri for iri in iris().values() if iri not in known} == set()


def test_every_property_of_the_ontology_is_a_term() -> None:
    ontology = Graph().parse(resource_dir("ontology") / "kgpub.ttl")
    own = {
        str(s)
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for s in ontology.subjects(RDF.type, kind)
        if str(s).startswith("https://w3id.org/kgpub/ontology#")
    }
    assert own <= set(iris().values())


def test_a_graph_survives_compact_json_ld() -> None:
    graph = read_graph(str(CONFORMING))
    document = json.loads(graph.serialize(format="json-ld", context=CONTEXT, auto_compact=False))
    compact = json.dumps({**document, "@context": CONTEXT_IRI}, ensure_ascii=False)

    assert isomorphic(parse_graph(compact, "json-ld", "compact"), graph)
    # The terms are really used: a person is an object with "name", not with "schema:name".
    person = next(n for n in document["@graph"] if n["id"].endswith("/person/p1"))
    assert person["jobTitle"] == {"@language": "ja", "@value": "外相"}
    assert person["hasOccupation"].endswith("/occupation/g")
