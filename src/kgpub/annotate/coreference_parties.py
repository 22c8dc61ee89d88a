"""Words for who speaks or deals with whom: 当社 of a press release, 両者, 双方."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from kgpub.annotate.textview import TextView
from kgpub.model import BlockKind, Entity, EntityType, Mention, MentionForm

_OWN = re.compile(r"(?<![一-龥])(?:当社|弊社|当行|当会|当協会|当財団|当法人|当機構)(?![一-龥])")
_TWO = re.compile(r"(?<![一-龥])(?:双方|両者|両当事者)(?=[はがもをにの、])")
_SENTENCES_BACK = 4
_SUBJECT = re.compile(r"(?:\([^()]*\))?[はが]")
_PARTY = re.compile(r"(?:政府|側)?(?:から)?(?:は|が|も|と|との|に対し|の両|の間)")


def own_mentions(view: TextView, entities: Sequence[Entity]) -> Iterator[tuple[str, Mention]]:
    """Yield (entity id, mention) for 当社 and the like: the body that the text speaks for.

    Inside a quotation they are the speaker's body, which is left open.
    """
    issuer = _issuer(view, entities)
    if issuer is None:
        return
    quoted = {p for span, _ in view.quotes for p in range(span.start, span.end)}
    for match in _OWN.finditer(view.text, 0, view.prose_end):
        if match.start() not in quoted:
            yield issuer.id, _mention(view, *match.span(), issuer)


def _issuer(view: TextView, entities: Sequence[Entity]) -> Entity | None:
    """Return the body that is the first subject of the text below the headline."""
    body = next((b.start for b in view.article.blocks if b.kind is not BlockKind.HEADLINE), 0)
    subjects = sorted(
        (m.start, e.id, e)
        for e in entities
        if e.type is EntityType.ORGANIZATION
        for m in e.mentions
        if m.start >= body and _SUBJECT.match(view.text, m.end)
    )
    return subjects[0][2] if subjects else None


def two_parties(view: TextView, entities: Sequence[Entity]) -> Iterator[tuple[str, Mention]]:
    """Yield (entity id, mention) for 双方 and 両者 where a sentence names just two parties.

    Countries and bodies come before people: leaders who are named speak for them.
    """
    for match in _TWO.finditer(view.text, 0, view.prose_end):
        starts = [s.start for s in view.analysis.sentences if s.start <= match.start()]
        line = view.text.rfind("\n", 0, match.start()) + 1
        edges = [match.start(), *reversed([s for s in starts if s >= line])][: _SENTENCES_BACK + 1]
        ranges = [(begin, end) for end, begin in itertools.pairwise(edges)]
        for party in next(filter(None, (_pair(view, entities, b, e) for b, e in ranges)), []):
            yield party.id, _mention(view, *match.span(), party)


def _pair(view: TextView, entities: Sequence[Entity], begin: int, end: int) -> list[Entity]:
    """Return the two countries or bodies, or else the two people, that a stretch of text names."""
    for wanted in (_is_body, _is_person):
        found = sorted(
            (min(at), e.id, e)
            for e in entities
            if wanted(e)
            and (
                at := [
                    m.start
                    for m in e.mentions
                    if begin <= m.start < end and (_PARTY.match(view.text, m.end) or wanted is _is_person)
                ]
            )
        )
        if len(found) == 2:
            return [e for _, _, e in found]
    return []


def _is_body(entity: Entity) -> bool:
    return entity.kind == "Country" or entity.type is EntityType.ORGANIZATION


def _is_person(entity: Entity) -> bool:
    return entity.type is EntityType.PERSON


def _mention(view: TextView, start: int, end: int, entity: Entity) -> Mention:
    surface = view.article.text[start:end]
    return Mention(
        start, end, surface, entity.type, entity.name, entity.kind, MentionForm.PRONOUN, "coreference"
    )
