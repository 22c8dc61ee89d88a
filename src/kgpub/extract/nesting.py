"""What is part of what: the document of a meeting, a meeting on a visit, a game of a series."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kgpub.extract.merge import Cluster
from kgpub.model import Entity, EntityType, Event, EventKind, EventStatus, Participant, ParticipantRole, Span

_BEST_PLAYER = re.compile(r"(最優秀選手|MVP)(\([^)]*\)?)?$")
# A visit's talks follow its stated start within a few days.
_VISIT_DAYS = 3
# A conference goes on for so long.
_CONFERENCE_DAYS = 14


def nest(events: Sequence[Event], clusters: Sequence[Cluster], entities: Mapping[str, Entity]) -> list[Event]:
    """Return the events with ``super_event`` set where the text or the facts say what each is part of.

    ``clusters`` are the reports behind the events, in the same order.
    """
    by_id = {e.id: e for e in events}
    of_trigger = {
        m.trigger: event.id for event, cluster in zip(events, clusters, strict=True) for m in cluster.members
    }
    nested: list[Event] = []
    parent: dict[str, str] = {}
    for event, cluster in zip(events, clusters, strict=True):
        wholes = [of_trigger[m.within] for m in cluster.members if m.within in of_trigger]
        whole = next((w for w in wholes if not _another_time(event, by_id[w])), None)
        met = [e.id for e, c in zip(events, clusters, strict=True) if follows(cluster, c)]
        whole = whole or _of_meeting(event, events, met) or _of_visit(event, events, entities)
        if whole is not None and whole != event.id and not _circular(event.id, whole, parent):
            parent[event.id] = whole
            event = replace(event, super_event=whole)
        nested.append(_of_game(_with_inherited(event, events), cluster, events))
    return nested


def _of_game(event: Event, cluster: Cluster, events: Sequence[Event]) -> Event:
    """The best player of a game is chosen on its day, where the article is about one."""
    if event.kind is not EventKind.AWARD or event.time is not None:
        return event
    if not any(_BEST_PLAYER.search(m.post) for m in cluster.members):
        return event
    days = {e.time for e in events if e.kind is EventKind.SPORTS_EVENT and e.main and e.time is not None}
    return replace(event, time=days.pop()) if len(days) == 1 else event


def _circular(part: str, whole: str, parent: dict[str, str]) -> bool:
    node: str | None = whole
    while node is not None:
        if node == part:
            return True
        node = parent.get(node)
    return False


def follows(cluster: Cluster, other: Cluster) -> bool:
    """Return whether a report without a subject of its own comes right after one of another event."""
    before = {m.sentence for m in other.members if m.asserted}
    return any(
        (m.subject_missing or m.collective) and not m.participants and m.sentence - 1 in before
        for m in cluster.members
    )


def _of_meeting(event: Event, events: Sequence[Event], just_told: Sequence[str]) -> str | None:
    """An agreement belongs to the meeting of the same people, if the days agree.

    One of nobody in particular belongs to the meeting told of just before, or to the main one.
    """
    if event.kind is not EventKind.AGREEMENT:
        return None
    people = {p.entity for p in event.participants}
    # Of two meetings of theirs, that of the stated day is meant.
    for other in sorted(events, key=lambda e: e.time is None):
        ahead = other.status is EventStatus.SCHEDULED and event.status is EventStatus.HAPPENED
        if other.kind is EventKind.MEETING and _same_day(event, other) and not ahead:
            met = {p.entity for p in other.participants}
            if len(people & met) >= 2 or (len(people) == 1 and people <= met):
                return other.id
            if not people and (other.id in just_told or (other.main and not just_told)):
                return other.id
    return None


def _of_visit(event: Event, events: Sequence[Event], entities: Mapping[str, Entity]) -> str | None:
    """A meeting belongs to the visit of one of its people that began on that day or just before.

    Whom the visitor meets there is of that country, as far as the article says; if so, the visit may
    be without a day.
    """
    if event.kind not in (EventKind.MEETING, EventKind.COMMEMORATION) or event.time is None:
        return None
    people = {p.entity for p in event.participants}
    day = _day(event)
    for other in events:
        visitors = {p.entity for p in other.participants}
        if other.kind is not EventKind.VISIT or not people & visitors or other.place is None:
            continue
        country = other.place.entity
        in_town = event.place is not None and event.place.entity == country
        if entities[country].kind != "Country" and not in_town:
            continue
        hosts = {c for p in people - visitors for c in _countries(entities[p], entities)}
        if hosts and country not in hosts and not in_town:
            continue
        start = _day(other)
        if start is None and country in hosts and other.time is None:
            return other.id
        if day is not None and start is not None and 0 <= (day - start).days <= _VISIT_DAYS:
            return other.id
    return None


def _countries(entity: Entity, entities: Mapping[str, Entity]) -> set[str]:
    """Return the countries that an entity is, or has a post of."""
    ids = {entity.id, *(r.of for r in entity.roles if r.of is not None)}
    return {i for i in ids if entities[i].kind == "Country"}


def _with_inherited(event: Event, events: Sequence[Event]) -> Event:
    """What a meeting decides has its day; an agreement without named parties is of those who met."""
    if event.super_event is None or event.kind not in (EventKind.AGREEMENT, EventKind.POLICY_DECISION):
        return event
    whole = next(e for e in events if e.id == event.super_event)
    if whole.kind is not EventKind.MEETING:
        return event
    if event.time is None and whole.time is not None:
        # A meeting of several days decides on its last.
        last = whole.time.end_value or whole.time.start_value
        event = replace(event, time=replace(whole.time, start_value=last, end_value=None))
    parties = {p.entity for p in event.participants}
    if event.kind is not EventKind.AGREEMENT or len(parties) > 1 or not parties <= _people(whole):
        return event
    everyone = tuple(replace(p, role=ParticipantRole.AGENT) for p in whole.participants)
    return replace(event, participants=everyone)


def one_agreement_a_meeting(events: Sequence[Event]) -> list[Event]:
    """Return the events with what one meeting agreed on as one agreement, however many words tell of it."""
    kept: dict[str, Event] = {}
    moved: dict[str, str] = {}
    first: dict[str, str] = {}
    for event in events:
        whole = event.super_event
        same = whole in first and _people(kept[first[whole]]) == _people(event)
        if event.kind is EventKind.AGREEMENT and whole is not None and same:
            other = kept[first[whole]]
            moved[event.id] = other.id
            kept[other.id] = replace(
                other,
                names=tuple(dict.fromkeys((*other.names, *event.names))),
                triggers=(*other.triggers, *event.triggers),
                main=other.main or event.main,
                time=other.time or event.time,
            )
            continue
        if event.kind is EventKind.AGREEMENT and whole is not None:
            first.setdefault(whole, event.id)
        kept[event.id] = event
    return [
        replace(e, super_event=moved[e.super_event]) if e.super_event in moved else e for e in kept.values()
    ]


def _people(event: Event) -> set[str]:
    return {p.entity for p in event.participants}


def with_employers(
    events: Sequence[Event], clusters: Sequence[Cluster], entities: Mapping[str, Entity]
) -> list[Event]:
    """Return the events, with the body whose post changes hands as a participant beside the person.

    The post is what the clause says (社長に就任), or, where it names none (内田社長は退任する),
    the person's only one.
    """
    changed = []
    for event, cluster in zip(events, clusters, strict=True):
        if event.kind is EventKind.PERSONNEL_CHANGE:
            posts = {m.post for m in cluster.members if m.post}
            event = replace(event, participants=_with_bodies(event.participants, posts, entities))
        changed.append(event)
    return changed


def _with_bodies(
    participants: tuple[Participant, ...], posts: set[str], entities: Mapping[str, Entity]
) -> tuple[Participant, ...]:
    bodies: dict[str, Span] = {}
    for participant in participants:
        roles = entities[participant.entity].roles
        if posts:
            roles = tuple(r for r in roles if any(r.title in post for post in posts))
        owners = {r.of: r.span for r in roles if r.of is not None}
        if len(owners) == 1:
            bodies |= {o: s for o, s in owners.items() if entities[o].type is EntityType.ORGANIZATION}
    known = {p.entity for p in participants}
    extra = [Participant(b, ParticipantRole.PARTICIPANT, s) for b, s in bodies.items() if b not in known]
    return (*participants, *extra)


def _day(event: Event) -> dt.date | None:
    value = event.time.start_value[:10] if event.time is not None else ""
    return dt.date.fromisoformat(value) if len(value) == 10 else None


def _another_time(part: Event, whole: Event) -> bool:
    """Whether a meeting or what it agreed on is of another time than the conference it is named with."""
    if part.kind not in (EventKind.MEETING, EventKind.AGREEMENT) or part.time is None or whole.time is None:
        return False
    a, b = _day(part), _day(whole)
    if a is not None and b is not None:
        return not -1 <= (a - b).days <= _CONFERENCE_DAYS
    return not _same_day(part, whole)


def _same_day(a: Event, b: Event) -> bool:
    if a.time is None or b.time is None:
        return True
    x, y = a.time.start_value[:10], b.time.start_value[:10]
    return x.startswith(y) or y.startswith(x)
