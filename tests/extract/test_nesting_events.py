"""What is part of what."""

from __future__ import annotations

from typing import Any


def by_kind(events: Any) -> dict[str, Any]:
    return {e.kind.value: e for e in events}


def test_a_meeting_on_a_visit(events_in: Any) -> None:
    found = by_kind(
        events_in(
            "<p1 山田>首相は17日、<c1 カナダ>を訪問した。"
            "<p1 山田>首相は18日、<l1 オタワ>で<p2 デュボワ>首相と会談した。"
        )
    )
    assert found["Meeting"].super_event == found["Visit"].id
    assert found["Visit"].super_event is None


def test_a_meeting_long_after_a_visit_is_no_part_of_it(events_in: Any) -> None:
    found = by_kind(
        events_in(
            "<p1 山田>首相は5月2日、<c1 カナダ>を訪問した。"
            "<p1 山田>首相は6月16日、<l2 札幌市>で<p2 デュボワ>首相と会談した。"
        )
    )
    assert found["Meeting"].super_event is None


def test_what_is_signed_after_talks_belongs_to_them(events_in: Any) -> None:
    found = by_kind(
        events_in(
            "<p1 山田>首相は17日、<l1 オタワ>で<p2 デュボワ>首相と会談した。"
            "<p1 山田>首相と<p2 デュボワ>首相は17日、漁業協定に署名した。"
        )
    )
    assert found["Agreement"].super_event == found["Meeting"].id


def test_nothing_is_part_of_itself_in_a_circle(events_in: Any) -> None:
    events = events_in(
        "<p1 山田>首相は17日、<c1 カナダ>を訪問し、<l1 オタワ>で<p2 デュボワ>首相と会談した。"
        "会談で<p1 山田>首相と<p2 デュボワ>首相は漁業協定に署名した。"
    )
    parent = {e.id: e.super_event for e in events}
    for start in parent:
        seen = set()
        node: str | None = start
        while node is not None:
            assert node not in seen
            seen.add(node)
            node = parent[node]


def _visit_and_talks(visited: str, partner_of: str | None, visit_day: str | None) -> str | None:
    """Return what talks with somebody of a country on the 18th are part of; a visit is the other event."""
    from kgpub.extract.merge import Cluster
    from kgpub.extract.nesting import nest
    from kgpub.model import (
        Entity,
        EntityType,
        Event,
        EventKind,
        Participant,
        ParticipantRole,
        PlaceArgument,
        Role,
        Span,
        TimeExpression,
        TimePrecision,
    )

    at = Span(0, 1)

    def day(value: str | None) -> TimeExpression | None:
        return None if value is None else TimeExpression(0, 1, value, value, TimePrecision.DAY)

    def entity(name: str, type_: EntityType, kind: str | None, roles: tuple[Role, ...] = ()) -> Entity:
        return Entity(name, type_, name, (), (), kind, roles)

    post = (Role("大統領", partner_of, at),) if partner_of else ()
    entities = {
        "guest": entity("guest", EntityType.PERSON, None),
        "host": entity("host", EntityType.PERSON, None, post),
        "c1": entity("c1", EntityType.PLACE, "Country"),
        "c2": entity("c2", EntityType.PLACE, "Country"),
    }
    guest, host = (Participant(p, ParticipantRole.ATTENDEE, at) for p in ("guest", "host"))
    place = PlaceArgument(visited, at)
    events = [
        Event("e1", EventKind.VISIT, ("訪問",), (at,), (guest,), place, day(visit_day)),
        Event("e2", EventKind.MEETING, ("会談",), (at,), (guest, host), None, day("2031-05-18")),
    ]
    return nest(events, [Cluster([]), Cluster([])], entities)[1].super_event


def test_whom_a_visitor_meets_is_of_the_visited_country() -> None:
    assert _visit_and_talks("c1", "c1", "2031-05-17") == "e1"
    assert _visit_and_talks("c1", None, "2031-05-17") == "e1"
    assert _visit_and_talks("c1", "c2", "2031-05-17") is None
    # Without a day, only the host's country tells.
    assert _visit_and_talks("c1", "c1", None) == "e1"
    assert _visit_and_talks("c1", None, None) is None
