"""Events of several articles brought together: judged in pairs, joined only where nothing contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import inf
from typing import TYPE_CHECKING

from kgpub.reconcile.accounts import accounts as read_accounts
from kgpub.reconcile.blocking import candidate_pairs
from kgpub.reconcile.clusters import Cluster, Contents
from kgpub.reconcile.model import Account, Decision, Judgement, Reconciliation
from kgpub.reconcile.rules import SAME_KEY, compare, disputed, judge, judgement

if TYPE_CHECKING:
    from kgpub.link.index import Index
    from kgpub.write import NamedGraph

Pair = tuple[str, str]
# Of two events that can't be one, the better fit must leave this many times less doubt to be taken.
_CLEARER = 2


def reconcile(graphs: Sequence[NamedGraph], index: Index | None = None) -> Reconciliation:
    """Return which events of the graphs, one for each article, are one; the graphs stay as they are.

    ``index`` is the gazetteer that tells the country of a place or body. Equal
    graphs give equal results, in whatever order they come.
    """
    return reconcile_accounts(read_accounts(graphs, index))


@dataclass(frozen=True, slots=True)
class _Link:
    """The best judgement on two events: the rule, its score, and the accounts that it compares."""

    score: float
    rule: str
    a: Account
    b: Account


def reconcile_accounts(accounts: Sequence[Account]) -> Reconciliation:
    """Return which events are one, from accounts ordered by event.

    The decisions are those that brought the events together, the surest first: taking
    one back takes what hangs on it out of the cluster. Where accounts in a cluster
    contradict each other, the judgement on them is recorded as well.
    """
    by_event: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        by_event[account.event].append(account)
    links: dict[Pair, _Link] = {}
    for a, b in candidate_pairs(accounts):
        found = judge(a, b)
        pair = (min(a.event, b.event), max(a.event, b.event))
        if found is not None and (pair not in links or found[1] > links[pair].score):
            links[pair] = _Link(found[1], found[0], a, b)
    contents = Contents()
    clusters = {event: contents.cluster(event, reports) for event, reports in by_event.items()}
    refused = _ambiguous(links, clusters, contents)
    kept: list[Pair] = []
    joining: set[Pair] = set()
    for pair in sorted(links.keys() - refused, key=lambda p: (-links[p].score, p)):
        left, right = clusters[pair[0]], clusters[pair[1]]
        if left is right:
            kept.append(pair)
        elif contents.apart(left, right):
            refused.add(pair)
        else:
            kept.append(pair)
            joining.add(pair)
            joined = left | right
            clusters.update(dict.fromkeys(joined.events, joined))
    decisions = [_decision(pair, links[pair], by_event) for pair in kept if pair in joining]
    for pair in kept:
        if pair not in joining and _contradict(links[pair]):
            decisions.append(_decision(pair, links[pair], by_event))
    decisions += [_shared(event, found) for event, found in by_event.items() if _reported_twice(found)]
    return Reconciliation(
        decisions=tuple(sorted(decisions, key=lambda d: d.events)),
        clusters=tuple(sorted({tuple(sorted(c.events)) for c in clusters.values() if len(c.events) > 1})),
        refused=tuple(_decision(pair, links[pair], by_event) for pair in sorted(refused)),
    )


def _ambiguous(links: dict[Pair, _Link], single: dict[str, Cluster], contents: Contents) -> set[Pair]:
    """Return the pairs to refuse: an event in them fits another as well that can't be the same."""
    partners: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for (x, y), link in links.items():
        partners[x][y] = partners[y][x] = 1 - link.score
    # Another account of the events of a pair may contradict what the best two agree on.
    refused = {(x, y) for x, y in links if contents.apart(single[x], single[y])}
    for event, doubts in partners.items():
        # Partners that say the same are judged together, and so are those of one article.
        by_content: defaultdict[frozenset[int], list[str]] = defaultdict(list)
        by_article: defaultdict[str, list[str]] = defaultdict(list)
        for partner in sorted(doubts, key=lambda p: (doubts[p], p)):
            by_content[single[partner].contents].append(partner)
            for article in single[partner].articles:
                by_article[article].append(partner)
        rivals: defaultdict[str, float] = defaultdict(lambda: inf)
        for one, two in combinations(by_content, 2):
            if contents.contradict(one, two):
                _rival(by_content[one], by_content[two], doubts, rivals)
                _rival(by_content[two], by_content[one], doubts, rivals)
        for members in by_article.values():
            _rival(members[1:], members[:1], doubts, rivals)
            _rival(members[:1], members[1:], doubts, rivals)
        for partner, rival in rivals.items():
            if doubts[partner] * _CLEARER > rival:
                refused.add((min(event, partner), max(event, partner)))
    return refused


def _rival(
    members: Sequence[str], others: Sequence[str], doubts: dict[str, float], rivals: dict[str, float]
) -> None:
    """Set against each member the surest of the others, which come the surest first."""
    if others:
        for member in members:
            rivals[member] = min(rivals[member], doubts[others[0]])


def _contradict(link: _Link) -> bool:
    return bool(disputed(compare(link.a, link.b)))


def _decision(pair: Pair, link: _Link, by_event: dict[str, list[Account]]) -> Decision:
    reports = [account for event in pair for account in by_event[event]]
    why = judgement(compare(link.a, link.b), link.rule)
    return Decision(pair, _articles(reports), why, _label(reports))


def _reported_twice(reports: Sequence[Account]) -> bool:
    return len(_articles(reports)) > 1


def _shared(event: str, reports: Sequence[Account]) -> Decision:
    """Return the record of one IRI that several articles report, with all in which they differ."""
    different = {(r.period, r.participants, r.places): r for r in reversed(reports)}
    distinct = list(different.values()) if len(different) > 1 else reports[:2]
    found = [judgement(compare(a, b), SAME_KEY) for a, b in combinations(distinct, 2)]
    why = Judgement(
        SAME_KEY,
        1.0,
        tuple({e.text["en"]: e for j in found for e in j.agreements}.values()),
        tuple({e.text["en"]: e for j in found for e in j.differences}.values()),
        frozenset(prop for j in found for prop in j.disputed),
    )
    return Decision((event,), _articles(reports), why, _label(reports))


def _articles(reports: Iterable[Account]) -> tuple[str, ...]:
    return tuple(sorted({article for account in reports for article in account.articles}))


def _label(reports: Sequence[Account]) -> str:
    """Return the longest name of the event: 米ロ首脳会談 says more than 会談."""
    names = {name for account in reports for name in account.names}
    return max(sorted(names), key=len, default="")
