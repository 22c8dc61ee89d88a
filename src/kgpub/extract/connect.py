"""The last look at the facts as a whole: where words were said, and what the article is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kgpub.model import Analysis, Entity, EntityType, Event, EventKind, Facts, Linked, Sentence, Statement

# Where people speak with each other or to an audience.
_OCCASIONS = frozenset({EventKind.MEETING, EventKind.CONFERENCE, EventKind.COMMEMORATION})
# Places that speak for those who run them: 政府, 県, 市, 美術館.
_SPEAKING_PLACES = frozenset(["Country", "AdministrativeArea", "City", "Facility"])
# 会談で, 会談の冒頭: what is said there. 会談後 is not.
_AT = ("で", "では", "の冒頭", "の席で", "の中で", "でも")


def connect(facts: Facts, analysis: Analysis) -> Facts:
    """Return the facts with each statement's occasion and the entities that the article is about."""
    voices = {e.id for e in facts.entities if _can_speak(e)}
    statements = tuple(
        replace(s, recorded_at=_occasion(s, facts, analysis.sentences))
        for s in facts.statements
        if s.speaker in voices
    )
    return replace(facts, statements=statements, about=_topics(facts))


def _can_speak(entity: Entity) -> bool:
    """Whether an entity can make a statement: of places, those that are run by somebody."""
    if entity.type is EntityType.PLACE:
        kind = entity.kind
        if isinstance(entity.link, Linked) and kind in (None, "Place"):
            kind = entity.link.candidate.kind
        return kind in _SPEAKING_PLACES
    return entity.type is not EntityType.TERM


def _occasion(statement: Statement, facts: Facts, sentences: Sequence[Sentence]) -> str | None:
    """Return the event at which a statement was made, where its own sentence says so."""
    sentence = next((s for s in sentences if s.start <= statement.span.start < s.end), None)
    if sentence is None:
        return None
    text = facts.article.text
    for event in facts.events:
        if event.kind not in _OCCASIONS:
            continue
        for trigger in event.triggers:
            outside = not statement.span.start <= trigger.start < statement.span.end
            if (
                sentence.start <= trigger.start < sentence.end
                and outside
                and text.startswith(_AT, trigger.end)
            ):
                return event.id
    return None


def _topics(facts: Facts) -> tuple[str, ...]:
    """Return the entities of the main events, and those that the headline names, in order of mention."""
    headline = facts.article.blocks[0]
    chosen = set()
    for event in facts.events:
        if event.main:
            chosen |= {p.entity for p in event.participants}
    for entity in facts.entities:
        if any(headline.start <= m.start < headline.end for m in entity.mentions):
            chosen.add(entity.id)
    return tuple(e.id for e in facts.entities if e.id in chosen and _worthy(e, facts.events))


def _worthy(entity: Entity, events: Sequence[Event]) -> bool:
    """A place is a topic only where it takes part; 北京 in a headline about talks is their place."""
    if entity.type is not EntityType.PLACE:
        return True
    return any(p.entity == entity.id for event in events if event.main for p in event.participants)
