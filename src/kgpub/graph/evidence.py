"""The evidence layer: every fact traced to the characters it came from, in NIF 2.0.

Offsets are Unicode code points into the normalised text, as RFC 5147 fragments
(``#char=BEGIN,END``). A fact about an event (who, where, when) is a reified
statement derived from its phrase.
"""

from __future__ import annotations

from collections.abc import Mapping

from rdflib import PROV, RDF, XSD, Graph, Literal, URIRef

from kgpub.graph.mint import Minter
from kgpub.model import Facts, MentionForm, ParticipantRole, Span
from kgpub.rdf.namespaces import ITSRDF, NIF, SCHEMA


def add_evidence(
    graph: Graph, facts: Facts, mint: Minter, properties: Mapping[ParticipantRole, URIRef]
) -> None:
    """Add a NIF context for the text and a phrase for every mention, trigger, statement and argument."""
    text = facts.article.text
    context = mint.fragment(f"char=0,{len(text)}")
    graph.add((context, RDF.type, NIF.Context))
    graph.add((context, NIF.isString, Literal(text, lang=facts.article.language)))
    _offsets(graph, context, Span(0, len(text)))
    graph.add((context, NIF.sourceUrl, mint.article))

    def phrase(span: Span) -> URIRef:
        node = mint.fragment(f"char={span.start},{span.end}")
        graph.add((node, RDF.type, NIF.Phrase))
        graph.add((node, NIF.anchorOf, Literal(text[span.start : span.end], lang=facts.article.language)))
        graph.add((node, NIF.referenceContext, context))
        _offsets(graph, node, span)
        return node

    def derived(subject: URIRef, predicate: URIRef, obj: URIRef | Literal, span: Span) -> None:
        name = f"{str(subject).rsplit('/', 1)[1]}-{str(predicate).rsplit('/', 1)[-1].rsplit('#', 1)[-1]}"
        node = mint.fragment(f"fact={name}-{span.start}-{str(obj).rsplit('/', 1)[-1]}")
        graph.add((node, RDF.type, RDF.Statement))
        graph.add((node, RDF.subject, subject))
        graph.add((node, RDF.predicate, predicate))
        graph.add((node, RDF.object, obj))
        graph.add((node, PROV.wasDerivedFrom, phrase(span)))

    for entity in facts.entities:
        for mention in entity.mentions:
            node = phrase(Span(mention.start, mention.end))
            graph.add((node, ITSRDF.taIdentRef, mint.entity(entity.id)))
            if mention.form is not MentionForm.NAME:
                graph.add((node, ITSRDF.taSource, Literal(mention.form.value)))
        for role in entity.roles:
            derived(mint.entity(entity.id), SCHEMA.hasOccupation, mint.occupation(role), role.span)
    for membership in facts.memberships:
        whole, member = mint.entity(membership.organization), mint.entity(membership.member)
        derived(whole, SCHEMA.member, member, membership.span)
    for event in facts.events:
        iri = mint.event(event)
        for trigger in event.triggers:
            graph.add((phrase(trigger), ITSRDF.taIdentRef, iri))
        for participant in event.participants:
            derived(iri, properties[participant.role], mint.entity(participant.entity), participant.span)
        if event.place is not None:
            derived(iri, SCHEMA.location, mint.entity(event.place.entity), event.place.span)
        if event.time is not None:
            value = next(graph.objects(iri, SCHEMA.startDate))
            assert isinstance(value, Literal)
            derived(iri, SCHEMA.startDate, value, Span(event.time.start, event.time.end))
    for statement in facts.statements:
        iri = mint.statement(statement)
        graph.add((phrase(statement.span), ITSRDF.taIdentRef, iri))
        derived(iri, SCHEMA.spokenByCharacter, mint.entity(statement.speaker), statement.speaker_span)


def _offsets(graph: Graph, node: URIRef, span: Span) -> None:
    graph.add((node, NIF.beginIndex, Literal(span.start, datatype=XSD.nonNegativeInteger)))
    graph.add((node, NIF.endIndex, Literal(span.end, datatype=XSD.nonNegativeInteger)))
