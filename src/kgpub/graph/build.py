"""The graph of one article, as ``design/model.md`` sets it out."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from rdflib import PROV, RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kgpub.graph.evidence import add_evidence
from kgpub.graph.mint import Minter
from kgpub.model import (
    Entity,
    EntityType,
    Event,
    EventStatus,
    Facts,
    Linked,
    ParticipantRole,
    Role,
    Statement,
    TimeExpression,
    TimePrecision,
)
from kgpub.rdf.namespaces import GN, KG, SCHEMA, WD, prefixes

_BASE_CLASS = {
    EntityType.PERSON: SCHEMA.Person,
    EntityType.ORGANIZATION: SCHEMA.Organization,
    EntityType.PLACE: SCHEMA.Place,
    EntityType.TERM: SCHEMA.DefinedTerm,
}
# Our kinds that schema.org calls something else; the rest have the same name there.
_KIND_CLASS = {"Facility": SCHEMA.CivicStructure, "Place": None}
_PARTICIPANT_PROPERTY = {
    ParticipantRole.ATTENDEE: SCHEMA.attendee,
    ParticipantRole.ORGANIZER: SCHEMA.organizer,
    ParticipantRole.COMPETITOR: SCHEMA.competitor,
    ParticipantRole.PERFORMER: SCHEMA.performer,
    ParticipantRole.AGENT: KG.agent,
    ParticipantRole.PATIENT: KG.patient,
    ParticipantRole.PARTICIPANT: KG.participant,
}
_STATUS = {
    EventStatus.SCHEDULED: SCHEMA.EventScheduled,
    EventStatus.CANCELLED: SCHEMA.EventCancelled,
    EventStatus.POSTPONED: SCHEMA.EventPostponed,
}
_DATATYPE = {
    TimePrecision.YEAR: XSD.gYear,
    TimePrecision.MONTH: XSD.gYearMonth,
    TimePrecision.DAY: XSD.date,
    TimePrecision.MINUTE: XSD.dateTime,
}
_FORMER = re.compile(r"^(元|前|旧|次期)")


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """What the graph is built with.

    ``base`` ends in ``/``. ``software`` lists (name, version) of what took part;
    ``validated`` tells, in the provenance, whether the graph was checked.
    """

    base: str
    mentions: bool = False
    explain: bool = False
    validated: bool = True
    software: tuple[tuple[str, str], ...] = field(default=())


def build_graph(facts: Facts, options: BuildOptions) -> tuple[str, Graph]:
    """Return the IRI of the article's named graph (the article itself) and its triples."""
    builder = _Builder(facts, options)
    builder.article()
    for entity in facts.entities:
        builder.entity(entity)
    for membership in facts.memberships:
        member, whole = builder.mint.entity(membership.member), builder.mint.entity(membership.organization)
        builder.add(whole, SCHEMA.member, member)
        if builder.entities[membership.member].type is EntityType.ORGANIZATION:
            builder.add(member, SCHEMA.memberOf, whole)
    for event in facts.events:
        builder.event(event)
    for statement in facts.statements:
        builder.statement(statement)
    builder.provenance()
    if options.mentions:
        add_evidence(builder.graph, facts, builder.mint, _PARTICIPANT_PROPERTY)
    return str(builder.mint.article), builder.graph


class _Builder:
    """Collects the triples of one article."""

    def __init__(self, facts: Facts, options: BuildOptions) -> None:
        self.facts = facts
        self.options = options
        self.language = facts.article.language
        self.entities = {e.id: e for e in facts.entities}
        self.mint = Minter(options.base, facts.article, self.entities)
        for event in facts.events:
            self.mint.event(event)
        self.graph = Graph(bind_namespaces="none")
        for prefix, namespace in prefixes(options.base).items():
            self.graph.bind(prefix, namespace)

    def add(self, subject: Node, predicate: Node, obj: Node) -> None:
        """Add one triple."""
        self.graph.add((subject, predicate, obj))

    def text(self, value: str, language: str | None = None) -> Literal:
        """Return a literal in the article's language, or in the given one."""
        return Literal(value, lang=language or self.language)

    def surface(self, form: str) -> Literal:
        """Return a surface form; a Latin name of several words in a Japanese text is English."""
        if self.language != "en" and re.fullmatch(r"[A-Z][A-Za-z'’.-]+( [A-Za-z'’.-]+)+", form):
            return Literal(form, lang="en")
        return self.text(form)

    def article(self) -> None:
        """Add the article's own description."""
        article, iri = self.facts.article, self.mint.article
        self.add(iri, RDF.type, SCHEMA.NewsArticle)
        self.add(iri, SCHEMA.headline, self.text(article.headline))
        self.add(iri, SCHEMA.inLanguage, Literal(article.language))
        if isinstance(article.published, dt.datetime):
            self.add(iri, SCHEMA.datePublished, Literal(article.published.isoformat(), datatype=XSD.dateTime))
        elif article.published is not None:
            self.add(iri, SCHEMA.datePublished, Literal(article.published.isoformat(), datatype=XSD.date))
        if article.url:
            self.add(iri, SCHEMA.url, URIRef(article.url))
        if article.publisher:
            publisher = self.mint.named("organization", article.publisher)
            self.add(iri, SCHEMA.publisher, publisher)
            self.add(publisher, RDF.type, SCHEMA.Organization)
            if (publisher, SCHEMA.name, None) not in self.graph:
                self.add(publisher, SCHEMA.name, self.text(article.publisher))
        for author in article.authors:
            person = self.mint.named("person", author)
            self.add(iri, SCHEMA.author, person)
            self.add(person, RDF.type, SCHEMA.Person)
            self.add(person, SCHEMA.name, self.text(author))
        self.citations()
        for entity in self.facts.entities:
            self.add(iri, SCHEMA.mentions, self.mint.entity(entity.id))
        for event in self.facts.events:
            self.add(iri, SCHEMA.mentions, self.mint.event(event))
            if event.main:
                self.add(iri, SCHEMA.about, self.mint.event(event))
        for entity_id in self.facts.about:
            self.add(iri, SCHEMA.about, self.mint.entity(entity_id))

    def citations(self) -> None:
        """Add the sources that the article states."""
        article = self.facts.article
        for number, citation in enumerate(article.citations, 1):
            node = self.mint.fragment(f"citation-{number}")
            self.add(self.mint.article, SCHEMA.citation, node)
            self.add(node, RDF.type, SCHEMA.CreativeWork)
            if citation.title is not None:
                title = article.text[citation.title.start : citation.title.end]
                language = "en" if title.isascii() else article.language
                self.add(node, SCHEMA.name, Literal(title, lang=language))
            if citation.url:
                self.add(node, SCHEMA.url, URIRef(citation.url))
            if citation.site is not None:
                for entity in self.facts.entities:
                    if any(
                        citation.site.start <= m.start and m.end <= citation.site.end for m in entity.mentions
                    ):
                        self.add(node, SCHEMA.publisher, self.mint.entity(entity.id))
                        break

    def entity(self, entity: Entity) -> None:
        """Add a person, organization, place or term."""
        iri = self.mint.entity(entity.id)
        self.add(iri, RDF.type, _BASE_CLASS[entity.type])
        kind = entity.kind
        if isinstance(entity.link, Linked) and kind in (None, "Place"):
            kind = entity.link.candidate.kind or kind
        if kind and entity.type in (EntityType.PLACE, EntityType.ORGANIZATION):
            specific = _KIND_CLASS.get(kind, SCHEMA[kind])
            if specific is not None:
                self.add(iri, RDF.type, specific)
        forms = [entity.name, *entity.aliases]
        labels: dict[str, str] = {}
        if isinstance(entity.link, Linked):
            labels = dict(entity.link.candidate.labels)
            self._link(iri, entity.link)
        # A linked node is shared by many articles, so its name comes from the index and not from
        # whichever form this article happens to use; an unlinked one has the fullest form.
        labels.setdefault(self.language, entity.name)
        for language, label in sorted(labels.items()):
            self.add(iri, SCHEMA.name, Literal(label, lang=language))
        for form in forms:
            literal = self.surface(form)
            # A Latin form that is the name in another language is there already.
            if (iri, SCHEMA.name, literal) not in self.graph and form not in labels.values():
                self.add(iri, SCHEMA.alternateName, literal)
        if entity.definition is not None:
            span = entity.definition
            self.add(iri, SCHEMA.description, self.text(self.facts.article.text[span.start : span.end]))
        if self.options.explain and entity.link.rejected:
            for candidate in entity.link.rejected:
                self.add(iri, KG.rejectedCandidate, _external(candidate.id))
        for role in entity.roles:
            self.role(iri, role)

    def _link(self, iri: URIRef, link: Linked) -> None:
        self.add(iri, SCHEMA.sameAs, _external(link.candidate.id))
        if link.candidate.description:
            self.add(iri, SCHEMA.disambiguatingDescription, Literal(link.candidate.description, lang="en"))
        if self.options.explain:
            self.add(iri, KG.linkScore, Literal(f"{link.candidate.score:.3f}", datatype=XSD.decimal))

    def role(self, person: URIRef, role: Role) -> None:
        """Add a person's post; a former or coming one is no jobTitle."""
        post = self.mint.occupation(role)
        self.add(person, SCHEMA.hasOccupation, post)
        self.add(post, RDF.type, SCHEMA.Occupation)
        self.add(post, SCHEMA.name, self.text(role.title))
        current = not _FORMER.match(role.title)
        if current:
            self.add(person, SCHEMA.jobTitle, self.text(role.title))
        if role.of is None:
            return
        owner = self.entities[role.of]
        if owner.type is EntityType.ORGANIZATION:
            self.add(post, KG.organization, self.mint.entity(role.of))
            if current:
                self.add(person, SCHEMA.affiliation, self.mint.entity(role.of))
        else:
            self.add(post, SCHEMA.occupationLocation, self.mint.entity(role.of))

    def event(self, event: Event) -> None:
        """Add an event with its participants, place and time."""
        iri = self.mint.event(event)
        self.add(iri, RDF.type, SCHEMA.Event)
        self.add(iri, RDF.type, KG[event.kind.value])
        for number, name in enumerate(event.names):
            self.add(iri, SCHEMA.alternateName if number else SCHEMA.name, self.text(name))
        for participant in event.participants:
            self.add(iri, _PARTICIPANT_PROPERTY[participant.role], self.mint.entity(participant.entity))
        if event.place is not None:
            self.add(iri, SCHEMA.location, self.mint.entity(event.place.entity))
        if event.time is not None:
            start, end = time_literals(event.time)
            self.add(iri, SCHEMA.startDate, start)
            if end is not None:
                self.add(iri, SCHEMA.endDate, end)
        if event.status in _STATUS:
            self.add(iri, SCHEMA.eventStatus, _STATUS[event.status])
        if event.super_event is not None:
            whole = next(e for e in self.facts.events if e.id == event.super_event)
            self.add(iri, SCHEMA.superEvent, self.mint.event(whole))
        self.add(iri, SCHEMA.subjectOf, self.mint.article)

    def statement(self, statement: Statement) -> None:
        """Add a quotation and who said it."""
        iri = self.mint.statement(statement)
        text = self.facts.article.text[statement.span.start : statement.span.end]
        self.add(iri, RDF.type, SCHEMA.Quotation)
        self.add(iri, SCHEMA.text, self.text(text))
        self.add(iri, SCHEMA.spokenByCharacter, self.mint.entity(statement.speaker))
        self.add(iri, SCHEMA.isPartOf, self.mint.article)
        self.add(iri, KG.direct, Literal(statement.direct))
        if statement.reporting_verb:
            self.add(iri, KG.reportingVerb, self.text(statement.reporting_verb))
        for entity in statement.about:
            self.add(iri, SCHEMA.about, self.mint.entity(entity))
        if statement.recorded_at is not None:
            event = next(e for e in self.facts.events if e.id == statement.recorded_at)
            self.add(iri, SCHEMA.recordedAt, self.mint.event(event))

    def provenance(self) -> None:
        """Add the build that made the graph: what took part, and whether it was validated.

        There is no time in it, because the same input must give the same bytes.
        """
        activity = URIRef(f"{self.options.base}activity/{self.mint.key}")
        self.add(self.mint.article, PROV.wasGeneratedBy, activity)
        self.add(activity, RDF.type, PROV.Activity)
        self.add(activity, KG.validated, Literal(self.options.validated))
        for name, version in self.options.software:
            agent = self.mint.named("software", f"{name}-{version}")
            self.add(activity, PROV.wasAssociatedWith, agent)
            self.add(agent, RDF.type, PROV.SoftwareAgent)
            self.add(agent, SCHEMA.name, Literal(name, lang="en"))
            self.add(agent, SCHEMA.softwareVersion, Literal(version))


def time_literals(time: TimeExpression) -> tuple[Literal, Literal | None]:
    """Return typed literals for the start and, of a range, the end of a time expression."""
    datatype = _DATATYPE[time.precision]
    start = Literal(time.start_value, datatype=datatype, normalize=False)
    if time.end_value is None:
        return start, None
    length = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}.get(len(time.end_value), XSD.dateTime)
    return start, Literal(time.end_value, datatype=length, normalize=False)


def _external(identifier: str) -> URIRef:
    scheme, _, number = identifier.partition(":")
    return WD[number] if scheme == "wd" else GN[f"{number}/"]
