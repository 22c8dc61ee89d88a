"""Which accounts are of one event, and which are kept apart: one case a line, on invented countries."""

from __future__ import annotations

import pytest
from reconcile_articles import Ev, article

from kgpub.reconcile import reconcile

PAIR = ("lund", "okuda")
TALKS = Ev("Meeting", PAIR, "2031-04-03", "saen")

ONE: list[tuple[str, str, Ev, Ev]] = [
    (
        "same-day",
        "one names the city, the other the country",
        TALKS,
        Ev("Meeting", PAIR, "2031-04-03", "mirde"),
    ),
    ("same-day", "one names no place", TALKS, Ev("Meeting", PAIR, "2031-04-03")),
    (
        "same-day",
        "one names the minister, the other the country",
        TALKS,
        Ev("Meeting", ("mirde", "tolva"), "2031-04-03"),
    ),
    (
        "same-day",
        "one names a delegation",
        Ev("Meeting", (*PAIR, "okumin"), "2031-04-03"),
        Ev("Meeting", PAIR, "2031-04-03"),
    ),
    (
        "same-day",
        "another city: a dispute, not another event",
        TALKS,
        Ev("Meeting", PAIR, "2031-04-03", "belto"),
    ),
    ("same-day", "one gives the time of day", TALKS, Ev("Meeting", PAIR, "2031-04-03T10:00:00")),
    (
        "same-day",
        "only one side is named, in the same city",
        TALKS,
        Ev("Meeting", ("lund",), "2031-04-03", "saen"),
    ),
    ("period", "one gives the day, the other the month", TALKS, Ev("Meeting", PAIR, "2031-04", "saen")),
    (
        "period",
        "month and month, countries for people",
        Ev("Agreement", PAIR, "2031-03", names=("署名",)),
        Ev("Agreement", ("mirde", "tolva"), "2031-03", names=("合意",)),
    ),
    (
        "period",
        "a range and a day in it",
        Ev("Visit", ("okuda",), "2031-04-02", "mirde", ("訪問",), end="2031-04-05"),
        Ev("Visit", ("okuda",), "2031-04-03", "saen", ("訪問",)),
    ),
    (
        "same-day",
        "guests differ, the organizer is one",
        Ev("Conference", ("bay", "lund"), "2031-05-10", "saen", ("首脳会議",)),
        Ev("Conference", ("bay", "okuda"), "2031-05-10", "saen", ("首脳会議",)),
    ),
    (
        "named",
        "its own name within a month",
        Ev("Conference", (), "2031-05", None, ("湾岸連合平和会議",)),
        Ev("Conference", ("lund",), "2031-05-10", None, ("湾岸連合平和会議",)),
    ),
    (
        "named",
        "a conference from its eve or its opening",
        Ev("Conference", ("bay",), "2031-05-09", "saen", ("湾岸連合首脳会議",)),
        Ev("Conference", ("bay",), "2031-05-10", "saen", ("湾岸連合首脳会議",)),
    ),
    (
        "year-and-place",
        "a year, in the same city",
        Ev("Conference", ("bay",), "2031", "saen", ("首脳会議",)),
        Ev("Conference", ("bay", "lund"), "2031-05-10", "saen", ("首脳会議",)),
    ),
    (
        "place-and-day",
        "nobody is named",
        Ev("Disaster", (), "2031-05-10", "saen", ("地震",)),
        Ev("Disaster", (), "2031-05-10", "saen", ("地震",)),
    ),
    (
        "death",
        "without a date",
        Ev("Death", ("kern",), "2031-05-10", names=("死去",)),
        Ev("Death", ("kern",), names=("死去",)),
    ),
    (
        "undated",
        "the main event, without a date in one",
        Ev("Visit", ("okuda",), "2031-04-03", "mirde", ("訪問",)),
        Ev("Visit", ("okuda",), None, "mirde", ("訪問",), main=True),
    ),
    (
        "undated",
        "a visit that is the news of one, in passing in the other",
        Ev("Visit", ("okuda",), None, "mirde", ("訪問",)),
        Ev("Visit", ("okuda",), None, "mirde", ("訪問",), main=True),
    ),
    (
        "undated",
        "the main event of both, without any date",
        Ev("Meeting", PAIR, main=True),
        Ev("Meeting", PAIR, main=True),
    ),
    (
        "war",
        "the war of which both speak, with and without its date",
        Ev("Attack", ("mirde", "tolva"), "2029-02", "tolva", ("侵攻",)),
        Ev("Attack", ("mirde", "tolva"), None, "tolva", ("侵攻",)),
    ),
    (
        "named",
        "an edition has no other date",
        Ev("Conference", ("bay",), None, None, ("第12回湾岸連合総会",)),
        Ev("Conference", (), "2031-05", None, ("第12回湾岸連合総会",)),
    ),
    (
        "period",
        "a person and an employer, in a month",
        Ev("PersonnelChange", ("lund", "bay"), "2031-03", names=("就任",)),
        Ev("PersonnelChange", ("lund", "bay"), "2031-03-15", names=("就任",)),
    ),
]


TWO: list[tuple[str, Ev, Ev]] = [
    ("the same pair on another day", TALKS, Ev("Meeting", PAIR, "2031-04-04", "saen")),
    ("the same pair in another month", TALKS, Ev("Meeting", PAIR, "2031-05", "saen")),
    ("the same day with another partner", TALKS, Ev("Meeting", ("lund", "kern"), "2031-04-03", "saen")),
    ("another kind", TALKS, Ev("Visit", PAIR, "2031-04-03", "saen")),
    ("other people of the same countries", TALKS, Ev("Meeting", ("lundmin", "okumin"), "2031-04-03", "saen")),
    (
        "ministers are not the summit",
        Ev("Meeting", ("mirde", "tolva"), "2031-04-03", names=("首脳会談",)),
        Ev("Meeting", ("lundmin", "okumin"), "2031-04-03"),
    ),
    ("a summit of two and one of three", TALKS, Ev("Meeting", (*PAIR, "kern"), "2031-04-03", "saen")),
    ("on the telephone, and in a city", Ev("Meeting", PAIR, "2031-04-03", names=("電話会談",)), TALKS),
    ("undated, and not what the articles are about", Ev("Meeting", PAIR), Ev("Meeting", PAIR)),
    ("undated, what one article is about", Ev("Meeting", PAIR, main=True), Ev("Meeting", PAIR)),
    (
        "an undated visit, and one of more people",
        Ev("Visit", ("okuda",), None, "mirde", ("訪問",)),
        Ev("Visit", ("okuda", "okumin"), None, "mirde", ("訪問",), main=True),
    ),
    (
        "undated here, long past there",
        Ev("Meeting", PAIR, None, "saen", main=True),
        Ev("Meeting", PAIR, "2030-11-02", "saen", main=True),
    ),
    ("a year and a day, without a place", Ev("Meeting", PAIR, "2031"), TALKS),
    (
        "visits to two countries",
        Ev("Visit", ("kern",), "2031-04-03", "mirde", ("訪問",)),
        Ev("Visit", ("kern",), "2031-04-03", "tolva", ("訪問",)),
    ),
    ("one side only, and no place", TALKS, Ev("Meeting", ("lund",), "2031-04-03")),
    (
        "appointed, and resigned",
        Ev("PersonnelChange", ("lund",), "2031-04-03", names=("就任",)),
        Ev("PersonnelChange", ("lund",), "2031-04-03", names=("辞任",)),
    ),
    (
        "nobody is named, in a whole country",
        Ev("Accident", (), "2031-04-03", "mirde", ("事故",)),
        Ev("Accident", (), "2031-04-03", "mirde", ("事故",)),
    ),
    ("two meetings in one city with nobody named in one", TALKS, Ev("Meeting", (), "2031-04-03", "saen")),
    (
        "two quakes of one day",
        Ev("Disaster", (), "2031-05-10T03:10:00", "saen", ("地震",)),
        Ev("Disaster", (), "2031-05-10T17:40:00", "saen", ("地震",)),
    ),
    (
        "the summits of two bodies",
        Ev("Conference", ("bay",), "2031-05-10", "saen", ("首脳会議",)),
        Ev("Conference", ("union",), "2031-05-10", "saen", ("首脳会議",)),
    ),
    (
        "games on following days",
        Ev("SportsEvent", ("mirde", "tolva"), "2031-05-10", "saen", ("湾岸連合杯",)),
        Ev("SportsEvent", ("mirde", "tolva"), "2031-05-11", "saen", ("湾岸連合杯",)),
    ),
    (
        "last year's meeting of that name",
        Ev("Conference", (), "2030-05", None, ("湾岸連合平和会議",)),
        Ev("Conference", (), "2031-05", None, ("湾岸連合平和会議",)),
    ),
    (
        "two people appointed by one employer on a day",
        Ev("PersonnelChange", ("lund", "bay"), "2031-04-03", names=("就任",)),
        Ev("PersonnelChange", ("okuda", "bay"), "2031-04-03", names=("就任",)),
    ),
    (
        "what a country does and what its minister does",
        Ev("PolicyDecision", ("mirde",), "2031-04-03", names=("制裁",)),
        Ev("PolicyDecision", ("lundmin",), "2031-04-03", names=("制裁",)),
    ),
    (
        "an attack in the war, and the war",
        Ev("Attack", ("mirde", "tolva"), "2031-04-03", "tolva", ("空爆",)),
        Ev("Attack", ("mirde", "tolva"), None, "tolva", ("侵攻",)),
    ),
    (
        "a visit to a country, and a tour of inspection in it",
        Ev("Visit", ("okuda",), "2031-04-03", "mirde", names=("訪問",)),
        Ev("Visit", ("okuda",), "2031-04-03", "saen", names=("視察",)),
    ),
]


@pytest.mark.parametrize(
    ("rule", "first", "second"), [(r, a, b) for r, _, a, b in ONE], ids=[c[1] for c in ONE]
)
def test_one_event(rule: str, first: Ev, second: Ev) -> None:
    # Both know the union, so that its name makes a name of an event one of its own.
    found = reconcile(
        [
            article("a", "2031-04-04", first, mentions=["bay"]),
            article("b", "2031-04-05", second, mentions=["bay"]),
        ]
    )
    assert [decision.judgement.rule for decision in found.decisions] == [rule]
    assert len(found.clusters) == 1 and len(found.clusters[0]) == 2
    assert 0 < found.decisions[0].judgement.score <= 1


@pytest.mark.parametrize(("first", "second"), [(a, b) for _, a, b in TWO], ids=[c[0] for c in TWO])
def test_two_events(first: Ev, second: Ev) -> None:
    # Both know the union, so that its name makes a name of an event one of its own.
    found = reconcile(
        [
            article("a", "2031-04-04", first, mentions=["bay"]),
            article("b", "2031-04-05", second, mentions=["bay"]),
        ]
    )
    assert found.decisions == () and found.clusters == ()


def test_without_dates_the_articles_must_be_of_the_same_days() -> None:
    undated = Ev("Meeting", PAIR, main=True)
    found = reconcile([article("a", "2031-04-04", undated), article("b", "2031-04-14", undated)])
    assert found.decisions == ()
    assert reconcile([article("a", None, undated), article("b", None, undated)]).decisions == ()


def test_place_of_another_width_counts_for_more_if_an_article_names_both() -> None:
    at_hall = article("a", "2031-04-04", Ev("Meeting", PAIR, "2031-04-03", "hall"))
    in_city = article("b", "2031-04-05", TALKS)
    knowing = article("b", "2031-04-05", TALKS, mentions=["hall"])
    (apart,), (together,) = (reconcile([at_hall, other]).decisions for other in (in_city, knowing))
    assert together.judgement.score > apart.judgement.score
    assert "named together" in str([e.text["en"] for e in together.judgement.agreements])


def test_a_former_minister_acts_for_no_country() -> None:
    countries = article("b", "2031-04-05", Ev("Meeting", ("mirde", "tolva"), "2031-04-03"))
    past = article("a", "2031-04-04", Ev("Meeting", ("exlund", "exokuda"), "2031-04-03"))
    assert reconcile([past, countries]).decisions == ()
