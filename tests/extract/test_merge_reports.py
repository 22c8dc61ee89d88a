"""However often an article mentions an event, it is there once; different events stay apart."""

from __future__ import annotations

from typing import Any

FIRST = "<p1 山田太郎>首相は16日、<l1 オタワ>で<p2 ジャン・デュボワ>首相と会談した。"


def meetings(events: Any) -> list[Any]:
    return [e for e in events if e.kind.value == "Meeting"]


def test_headline_and_body_report_one_meeting(events_in: Any) -> None:
    (event,) = meetings(events_in(FIRST, headline="<p1 山田>首相、<p2 デュボワ>首相と会談"))
    assert len(event.triggers) == 2
    assert event.main
    assert event.place is not None


def test_a_bare_noun_refers_back(events_in: Any) -> None:
    (event,) = meetings(events_in(FIRST + "会談では、水素の輸出が議題になった。"))
    assert len(event.triggers) == 2


def test_another_day_is_another_meeting(events_in: Any) -> None:
    found = meetings(events_in(FIRST + "<p1 山田>首相は17日にも<p2 デュボワ>首相と会談した。"))
    assert [e.time.start_value for e in found] == ["2025-06-16", "2025-06-17"]


def test_other_people_are_another_meeting(events_in: Any) -> None:
    found = meetings(events_in(FIRST + "<p3 マリア・ロペス>議長は<p4 李強>首相と会談した。"))
    assert [{p.entity for p in e.participants} for e in found] == [{"p1", "p2"}, {"p3", "p4"}]


def test_another_place_is_another_meeting(events_in: Any) -> None:
    found = meetings(
        events_in(FIRST + "<p1 山田>首相は<p2 デュボワ>首相と2019年に<l2 ケベック>で会談している。")
    )
    assert [e.place.entity for e in found] == ["l1", "l2"]


def test_a_country_gives_way_to_who_is_named_for_it(events_in: Any) -> None:
    text = "<c1 カナダ>の<p2 ジャン・デュボワ>首相は16日、<l1 オタワ>で<p1 山田太郎>首相と会談した。"
    found = meetings(
        events_in(
            text,
            headline="<c1 カナダ>と<c2 日本>が首脳会談",
            roles={"p1": ("首相", "c2"), "p2": ("首相", "c1")},
        )
    )
    (event,) = found
    assert {p.entity for p in event.participants} == {"p1", "p2"}


def test_different_kinds_never_merge(events_in: Any) -> None:
    found = events_in("<p1 山田>首相は16日、<c1 カナダ>を訪問し、<p2 デュボワ>首相と会談した。")
    assert sorted(e.kind.value for e in found) == ["Meeting", "Visit"]
