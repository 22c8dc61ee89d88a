"""What is part of what: the document of a meeting, a meeting on a visit, a game of a series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from kgpub.extract.merge import Cluster
from kgpub.model import Event, EventKind, ParticipantRole

# A visit's talks follow its stated start within a few days.
_VISIT_DAYS = 3


def nest(events: Sequence[Event], clusters: Sequence[Cluster]) -> list[Event]:
    """Return the events with ``super_event`` set where the text or the facts say what each is part of.

    ``clusters`` are the reports behind the events, in the same order.
    """
    of_trigger = {m.trigger: event.id for event, cluster in zip(events, clusters, strict=True) for m in cluster.members}
    nested: list[Event] = []
    parent: dict[str, str] = {}
    for event, cluster in zip(events, clusters, strict=True):
        whole = next((of_trigger[m.within] for m in cluster.members if m.within in of_trigger), None)
        whole = whole or _of_meeting(event, events) or _of_visit(event, events)
        if whole is not None and whole != event.id and not _circular(event.id, whole, parent):
            parent[event.id] = whole
            event = replace(event, super_event=whole)
        nested.append(_with_inherited(event, events))
    return nested


def _circular(part: str, whole: str, parent: dict[str, str]) -> bool:
    node: str | None = whole
    while node is not None:
        if node == part:
            return True
        node = parent.get(node)
    return False


def _of_meeting(event: Event, events: Sequence[Event]) -> str | None:
    """An agreement belongs to the meeting of the same people, if the days agree."""
    if event.kind is not EventKind.AGREEMENT:
        return None
    people = {p.entity for p in event.participants}
    for other in events:
        if other.kind is EventKind.MEETING and _same_day(event, other):
            if len(people & {p.entity for p in other.participants}) >= 2:
                return other.id
    return None


def _of_visit(event: Event, events: Sequence[Event]) -> str | None:
    """A meeting belongs to the visit of one of its people that began on that day or just before."""
    if event.kind not in (EventKind.MEETING, EventKind.COMMEMORATION) or event.time is None:
        return None
    people = {p.entity for p in event.participants}
    day = _day(event)
    for other in events:
        if other.kind is EventKind.VISIT and people & {p.entity for p in other.participants}:
            start = _day(other)
            if day is not None and start is not None and 0 <= (day - start).days <= _VISIT_DAYS:
                return other.id
    return None


def _with_inherited(event: Event, events: Sequence[Event]) -> Event:
    """An agreement whose parties nobody names is one of those who met."""
    if event.kind is not EventKind.AGREEMENT or event.participants or event.super_event is None:
        return event
    whole = next(e for e in events if e.id == event.super_event)
    if whole.kind is not EventKind.MEETING:
        return event
    parties = tuple(replace(p, role=ParticipantRole.AGENT) for p in whole.participants)
    return replace(event, participants=parties, time=event.time or whole.time)


def _day(event: Event) -> dt.date | None:
    value = event.time.start_value[:10] if event.time is not None else ""
    return dt.date.fromisoformat(value) if len(value) == 10 else None


def _same_day(a: Event, b: Event) -> bool:
    if a.time is None or b.time is None:
        return True
    x, y = a.time.start_value[:10], b.time.start_value[:10]
    return x.startswith(y) or y.startswith(x)
