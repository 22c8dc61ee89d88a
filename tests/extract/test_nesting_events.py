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
