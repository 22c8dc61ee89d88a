"""The ontology: OWL 2 DL as far as can be seen without a reasoner, complete, and one with the table of kinds.

The whole profile was checked with the OWL API's OWL2DLProfile; these tests keep what
that depends on from being lost.
"""

import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection

from kgpub.model import EventKind, ParticipantRole
from kgpub.resources import read_table, resource_dir

KG = Namespace("https://w3id.org/kgpub/ontology#")
SCHEMA = Namespace("https://schema.org/")
DCTERMS = Namespace("http://purl.org/dc/terms/")
ONTOLOGY = URIRef("https://w3id.org/kgpub/ontology")
ENTITY_KINDS = (
    OWL.Class,
    OWL.ObjectProperty,
    OWL.DatatypeProperty,
    OWL.AnnotationProperty,
    OWL.NamedIndividual,
)
MAPPINGS = {
    "close": SKOS.closeMatch,
    "broad": SKOS.broadMatch,
    "narrow": SKOS.narrowMatch,
    "related": SKOS.relatedMatch,
}
CODES = {
    "cameo": "https://w3id.org/kgpub/cameo#",
    "plover": "https://w3id.org/kgpub/plover#",
    "iptc": "http://cv.iptc.org/newscodes/mediatopic/",
}
GRAPH = Graph().parse(resource_dir("ontology") / "kgpub.ttl")
OWN = sorted({s for s in GRAPH.subjects() if isinstance(s, URIRef) and s.startswith(str(KG))})
KINDS = read_table("ja", "event_kinds.tsv")


def concept(kind: str) -> URIRef:
    return KG["kind-" + re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()]


def types(term: URIRef) -> set[URIRef]:
    return set(GRAPH.objects(term, RDF.type)) & set(ENTITY_KINDS)


def test_header() -> None:
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in GRAPH
    version = str(GRAPH.value(ONTOLOGY, OWL.versionInfo))
    assert str(GRAPH.value(ONTOLOGY, OWL.versionIRI)) == f"{ONTOLOGY}/{version}"
    assert GRAPH.value(ONTOLOGY, DCTERMS.creator) == Literal("kgpub")
    assert GRAPH.value(ONTOLOGY, DCTERMS.license) is not None
    assert not list(GRAPH.objects(ONTOLOGY, OWL.imports))


@pytest.mark.parametrize("term", OWN)
def test_own_terms_are_labelled_in_both_languages(term: URIRef) -> None:
    for predicate in (RDFS.label, RDFS.comment):
        texts = [t for t in GRAPH.objects(term, predicate) if isinstance(t, Literal)]
        assert sorted(t.language or "" for t in texts) == ["en", "ja"]
        assert all(str(t).strip() for t in texts)
    assert (term, RDFS.isDefinedBy, ONTOLOGY) in GRAPH


@pytest.mark.parametrize("term", [t for t in OWN if types(t) & {OWL.ObjectProperty, OWL.DatatypeProperty}])
def test_own_properties_have_domain_and_range(term: URIRef) -> None:
    assert len(list(GRAPH.objects(term, RDFS.domain))) == 1
    assert len(list(GRAPH.objects(term, RDFS.range))) == 1


def test_every_term_is_declared_as_one_kind_of_thing() -> None:
    """No punning: that keeps the ontology usable by tools that know OWL 1 DL only."""
    for subject in {s for s in GRAPH.subjects() if isinstance(s, URIRef) and s != ONTOLOGY}:
        assert len(types(subject)) == 1, subject


def test_every_term_used_is_declared() -> None:
    builtin = (str(OWL), str(RDF), str(RDFS), str(XSD))
    predicates = {p for p in GRAPH.predicates() if not str(p).startswith(builtin)}
    properties = {OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    assert {p for p in predicates if not types(p) & properties} == set()

    classes = {o for o in GRAPH.objects(None, RDF.type) if not str(o).startswith(builtin)}
    classes |= set(GRAPH.objects(None, RDFS.subClassOf)) | set(GRAPH.objects(None, RDFS.domain))
    classes |= {o for p in GRAPH.subjects(RDF.type, OWL.ObjectProperty) for o in GRAPH.objects(p, RDFS.range)}
    classes |= {m for union in GRAPH.objects(None, OWL.unionOf) for m in Collection(GRAPH, union)}
    assert {c for c in classes if c != OWL.Thing and (c, RDF.type, OWL.Class) not in GRAPH} == set()


def test_property_values_are_of_the_declared_kind() -> None:
    for predicate in set(GRAPH.predicates()):
        values = list(GRAPH.objects(None, predicate))
        if OWL.ObjectProperty in types(predicate):
            assert all(OWL.NamedIndividual in types(v) for v in values), predicate
            assert all(OWL.NamedIndividual in types(s) for s in GRAPH.subjects(predicate)), predicate
        if OWL.DatatypeProperty in types(predicate):
            assert all(isinstance(v, Literal) for v in values), predicate


def test_classes_in_anonymous_expressions_are_class_expressions() -> None:
    for expression in GRAPH.subjects(OWL.unionOf):
        assert (expression, RDF.type, OWL.Class) in GRAPH
        assert len(list(Collection(GRAPH, GRAPH.value(expression, OWL.unionOf)))) > 1


# --- agreement with the code and the table ---------------------------------


def test_the_table_lists_the_kinds_of_the_model() -> None:
    assert [row["kind"] for row in KINDS] == [kind.value for kind in EventKind]


@pytest.mark.parametrize("row", KINDS, ids=lambda r: r["kind"])
def test_kind_agrees_with_the_table(row: dict[str, str]) -> None:
    cls, skos = KG[row["kind"]], concept(row["kind"])
    labels = {Literal(row["label_ja"], lang="ja"), Literal(row["label_en"], lang="en")}
    assert set(GRAPH.objects(cls, RDFS.label)) == labels
    assert set(GRAPH.objects(skos, SKOS.prefLabel)) == labels
    assert (skos, SKOS.notation, Literal(row["kind"])) in GRAPH

    superclasses = {c for c in GRAPH.objects(cls, RDFS.subClassOf) if str(c).startswith(str(SCHEMA))}
    assert superclasses == {SCHEMA.Event, SCHEMA[row["schema_class"]]}
    narrower = {SCHEMA[name] for name in row["schema_narrower"].split()}
    assert set(GRAPH.objects(cls, RDFS.seeAlso)) == {skos} | narrower

    expected = {
        (MAPPINGS[relation], URIRef(CODES[column] + code))
        for column in CODES
        for relation, code in (cell.split(":") for cell in row[column].split())
    }
    assert {(p, o) for p in MAPPINGS.values() for o in GRAPH.objects(skos, p)} == expected


def test_the_scheme_holds_exactly_the_kinds() -> None:
    concepts = {concept(row["kind"]) for row in KINDS}
    assert set(GRAPH.subjects(SKOS.inScheme, KG.EventKinds)) == concepts
    assert set(GRAPH.objects(KG.EventKinds, SKOS.hasTopConcept)) == concepts
    assert set(GRAPH.subjects(SKOS.topConceptOf, KG.EventKinds)) == concepts


def test_aligned_codes_are_used_and_named() -> None:
    codes = {s for s in GRAPH.subjects(RDF.type, SKOS.Concept) if not str(s).startswith(str(KG))}
    used = {o for p in MAPPINGS.values() for o in GRAPH.objects(None, p)}
    assert codes == used
    assert all(GRAPH.value(c, SKOS.prefLabel) and GRAPH.value(c, SKOS.notation) for c in codes)


def test_roles_of_the_model_are_properties() -> None:
    own = {ParticipantRole.AGENT, ParticipantRole.PATIENT, ParticipantRole.PARTICIPANT}
    assert all((KG[role.value], RDF.type, OWL.ObjectProperty) in GRAPH for role in own)
    for role in (ParticipantRole.AGENT, ParticipantRole.PATIENT):
        assert (KG[role.value], RDFS.subPropertyOf, KG.participant) in GRAPH
