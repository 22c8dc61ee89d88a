"""More than two accounts: nothing may be joined by way of a third what no pair would join."""

from __future__ import annotations

import itertools

import pytest
from reconcile_articles import BASE, Ev, article

from kgpub.reconcile import Reconciliation, reconcile
from kgpub.write import NamedGraph

PAIR = ("lund", "okuda")
EVENT = f"{BASE}event/"


def meeting(start: str | None, place: str | None = "saen", **more: object) -> Ev:
    return Ev("Meeting", PAIR, start, place, **more)  # type: ignore[arg-type]


def clusters(found: Reconciliation) -> list[list[str]]:
    return [[event.removeprefix(EVENT) for event in cluster] for cluster in found.clusters]


def test_three_accounts_of_one_event_are_one() -> None:
    found = reconcile(
        [
            article("a", "2031-04-04", meeting("2031-04-03")),
            article("b", "2031-04-05", meeting("2031-04")),
            article("c", "2031-04-09", Ev("Meeting", ("mirde", "tolva"), "2031-04-03")),
        ]
    )
    assert clusters(found) == [["a_Meeting1", "b_Meeting1", "c_Meeting1"]]
    # What brought each of them in, and no more: without one of them, it falls apart.
    assert len(found.decisions) == 2


def test_a_month_does_not_join_two_days() -> None:
    found = reconcile(
        [
            article("a", "2031-04-04", meeting("2031-04-03")),
            article("b", "2031-04-21", meeting("2031-04-20")),
            article("c", "2031-04-30", meeting("2031-04")),
        ]
    )
    # It fits both equally well, and so it is left with neither.
    assert clusters(found) == []
    assert len(found.refused) == 2


def test_a_month_goes_with_the_day_that_fits_better() -> None:
    found = reconcile(
        [
            article("a", "2031-04-04", meeting("2031-04-03", "saen")),
            article("b", "2031-04-21", meeting("2031-04-20", None)),
            article("c", "2031-04-05", meeting("2031-04", "saen")),
        ]
    )
    assert clusters(found) == [["a_Meeting1", "c_Meeting1"]]
    assert [d.events for d in found.refused] == [(f"{EVENT}b_Meeting1", f"{EVENT}c_Meeting1")]


def test_two_events_of_one_article_stay_two() -> None:
    twice = article("a", "2031-04-04", meeting("2031-04-03"), meeting("2031-04-03", "belto"))
    once = article("b", "2031-04-05", meeting("2031-04-03"))
    found = reconcile([twice, once])
    assert clusters(found) in ([], [["a_Meeting1", "b_Meeting1"]])
    assert all("a_Meeting1" not in c or "a_Meeting2" not in c for c in clusters(found))
    assert reconcile([twice]).decisions == ()


def test_an_article_that_knows_both_keeps_them_apart() -> None:
    """The second article reports the dated meeting under its shared IRI, and another without a date."""
    dated = meeting("2031-04-03", iri="shared")
    found = reconcile(
        [
            article("a", "2031-04-04", dated),
            article("b", "2031-04-05", dated, Ev("Meeting", PAIR, None, "saen", main=True)),
        ]
    )
    assert clusters(found) == []
    assert [d.judgement.rule for d in found.decisions] == ["same-key"]


def test_one_iri_in_two_articles_needs_no_comparison_but_is_recorded() -> None:
    found = reconcile(
        [
            article("a", "2031-04-04", meeting("2031-04-03", "saen", iri="shared")),
            article("b", "2031-04-05", meeting("2031-04-03", "belto", iri="shared")),
        ]
    )
    (decision,) = found.decisions
    assert decision.events == (f"{EVENT}shared",)
    assert decision.articles == (f"{BASE}article/a", f"{BASE}article/b")
    assert decision.judgement.disputed == {"https://schema.org/location"}
    assert found.clusters == ()


def several() -> list[NamedGraph]:
    return [
        article("a", "2031-04-04", meeting("2031-04-03"), Ev("Visit", ("okuda",), None, "mirde", ("訪問",))),
        article(
            "b", "2031-04-05", meeting("2031-04"), Ev("Visit", ("okuda",), "2031-04-02", "mirde", ("訪問",))
        ),
        article("c", "2031-04-30", meeting("2031-04-20"), Ev("Agreement", PAIR, "2031-04", names=("署名",))),
        article("d", "2031-05-02", Ev("Agreement", ("mirde", "tolva"), "2031-04", names=("合意",))),
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_the_order_of_articles_does_not_matter(order: tuple[int, ...]) -> None:
    graphs = several()
    assert reconcile([graphs[i] for i in order]) == reconcile(graphs)


def test_no_cluster_holds_two_events_of_one_article_or_two_days() -> None:
    """On every combination of vague and exact accounts of two meetings in one month."""
    starts = ["2031-04-03", "2031-04-20", "2031-04", None]
    for combination in itertools.product(starts, repeat=4):
        graphs = [
            article(key, "2031-04-21", meeting(start, main=True))
            for key, start in zip("abcd", combination, strict=True)
        ]
        days = dict(zip("abcd", combination, strict=True))
        for cluster in clusters(reconcile(graphs)):
            exact = {days[event[0]] for event in cluster} - {"2031-04", None}
            assert len(exact) <= 1, (combination, cluster)


def test_the_graphs_are_left_as_they_were() -> None:
    graphs = several()
    before = [set(named.graph) for named in graphs]
    reconcile(graphs)
    assert [set(named.graph) for named in graphs] == before
