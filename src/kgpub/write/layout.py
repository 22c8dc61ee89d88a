"""The order in which a reader meets things: groups, nodes within a group, properties of a node."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from rdflib import PROV, RDF, Literal, URIRef
from rdflib.term import Node

from kgpub.rdf.namespaces import ITSRDF, KG, NIF, SCHEMA
from kgpub.write.blank import Triple

# Heading -> the classes that belong under it; the first heading that fits wins.
_GROUPS: tuple[tuple[str, tuple[URIRef, ...]], ...] = (
    ("Article", (SCHEMA.NewsArticle,)),
    ("Sources cited", (SCHEMA.CreativeWork,)),
    ("Events", (SCHEMA.Event,)),
    ("People", (SCHEMA.Person,)),
    ("Occupations", (SCHEMA.Occupation,)),
    ("Organizations", (SCHEMA.Organization,)),
    ("Places", (SCHEMA.Place,)),
    ("Terms", (SCHEMA.DefinedTerm,)),
    ("Statements", (SCHEMA.Quotation,)),
    ("Evidence", (NIF.Context, NIF.Phrase, RDF.Statement)),
    ("Provenance", (PROV.Activity, PROV.Agent, PROV.SoftwareAgent, PROV.Entity)),
)
_OTHER = "Other"

# Types come first; a property that is not here follows by its IRI.
_PREDICATES: tuple[URIRef, ...] = (
    SCHEMA.headline,
    SCHEMA.name,
    SCHEMA.alternateName,
    SCHEMA.text,
    SCHEMA.description,
    SCHEMA.jobTitle,
    SCHEMA.hasOccupation,
    SCHEMA.affiliation,
    SCHEMA.spokenByCharacter,
    KG.direct,
    KG.reportingVerb,
    SCHEMA.recordedAt,
    SCHEMA.inLanguage,
    SCHEMA.datePublished,
    SCHEMA.startDate,
    SCHEMA.endDate,
    SCHEMA.eventStatus,
    SCHEMA.location,
    SCHEMA.occupationLocation,
    KG.organization,
    SCHEMA.containedInPlace,
    SCHEMA.geo,
    SCHEMA.organizer,
    SCHEMA.attendee,
    SCHEMA.competitor,
    SCHEMA.performer,
    KG.agent,
    KG.patient,
    KG.participant,
    SCHEMA.memberOf,
    SCHEMA.member,
    SCHEMA.superEvent,
    SCHEMA.url,
    SCHEMA.publisher,
    SCHEMA.author,
    SCHEMA.citation,
    SCHEMA.about,
    SCHEMA.mentions,
    SCHEMA.subjectOf,
    SCHEMA.isPartOf,
    SCHEMA.isBasedOn,
    SCHEMA.sameAs,
    NIF.anchorOf,
    NIF.beginIndex,
    NIF.endIndex,
    NIF.referenceContext,
    ITSRDF.taIdentRef,
    RDF.subject,
    RDF.predicate,
    RDF.object,
    PROV.wasDerivedFrom,
    PROV.wasGeneratedBy,
    PROV.wasAssociatedWith,
)
_RANK: dict[Node, int] = {predicate: rank for rank, predicate in enumerate(_PREDICATES)}
_LAST = len(_RANK)


@dataclass(frozen=True, slots=True)
class Description:
    """One node and what is said of it; objects are in no particular order."""

    subject: Node
    properties: dict[Node, list[Node]] = field(default_factory=dict)

    def first(self, predicate: URIRef) -> str:
        """Return the smallest value of a property as a string, ``""`` when there is none."""
        return min((str(value) for value in self.properties.get(predicate, ())), default="")


def describe(triples: Iterable[Triple]) -> list[Description]:
    """Return one description for each subject, in no particular order."""
    found: defaultdict[Node, defaultdict[Node, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for subject, predicate, object_ in triples:
        found[subject][predicate].append(object_)
    return [Description(subject, dict(properties)) for subject, properties in found.items()]


def grouped(descriptions: Iterable[Description]) -> list[tuple[str, list[Description]]]:
    """Return ``(heading, descriptions)`` in reading order; a heading without nodes is left out."""
    members: dict[str, list[Description]] = {heading: [] for heading in (*dict(_GROUPS), _OTHER)}
    for description in descriptions:
        members[_heading(description)].append(description)
    return [
        (heading, sorted(nodes, key=lambda node: _node_key(heading, node)))
        for heading, nodes in members.items()
        if nodes
    ]


def ordered_predicates(description: Description) -> list[Node]:
    """Return the node's properties without rdf:type, the telling ones first."""
    return sorted(
        (predicate for predicate in description.properties if predicate != RDF.type),
        key=lambda predicate: (_RANK.get(predicate, _LAST), str(predicate)),
    )


def ordered_objects(objects: Iterable[Node]) -> list[Node]:
    """Return nodes by natural order of their IRIs, then literals: Japanese first, by language and value."""
    return sorted(objects, key=_object_key)


def ordered_types(types: Iterable[Node]) -> list[Node]:
    """Return kg: classes first, then the rest; base classes of schema.org come last among their own."""
    bases = {class_ for _, classes in _GROUPS for class_ in classes}
    return sorted(types, key=lambda type_: (not str(type_).startswith(KG), type_ in bases, str(type_)))


def natural(text: str) -> list[tuple[int, int, str]]:
    """Return a sort key that counts numbers as numbers, so that Q2 comes before Q15.

    >>> sorted(["wd:Q15", "wd:Q2"], key=natural)
    ['wd:Q2', 'wd:Q15']
    """
    parts = re.findall(r"[0-9]+|[^0-9]+", text)
    # The spelling breaks the tie between 7 and 07, so that the order is total.
    return [(0, int(part), part) if part[0] in "0123456789" else (1, 0, part) for part in parts]


def _heading(description: Description) -> str:
    types = set(description.properties.get(RDF.type, ()))
    for heading, classes in _GROUPS:
        if not types.isdisjoint(classes):
            return heading
    return _OTHER


def _node_key(heading: str, node: Description) -> tuple[object, ...]:
    by_iri = natural(str(node.subject))
    if heading == "Article":
        return (node.first(SCHEMA.datePublished), by_iri)
    if heading == "Events":
        start = node.first(SCHEMA.startDate)
        return (not start, start, by_iri)
    return (by_iri,)


def _object_key(term: Node) -> tuple[object, ...]:
    if isinstance(term, Literal):
        language = term.language or ""
        return (1, language != "ja", language, str(term), str(term.datatype or ""))
    return (0, natural(str(term)))
