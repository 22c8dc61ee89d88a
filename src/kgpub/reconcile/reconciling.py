"""Events of several articles brought together: judged in pairs, joined only where nothing contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from kgpub.reconcile.accounts import accounts as read_accounts
from kgpub.reconcile.blocking import candidate_pairs
from kgpub.reconcile.model import Account, Decision, Judgement, Reconciliation
from kgpub.reconcile.rules import SAME_KEY, compare, contradiction, judge, judgement

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


def reconcile_accounts(accounts: Sequence[Account]) -> Reconciliation:
    """Return which events are one, from accounts ordered by event."""
    by_event: defaultdict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        by_event[account.event].append(account)
    judged: dict[Pair, Judgement] = {}
    for a, b in candidate_pairs(accounts):
        found = judge(a, b)
        pair = (min(a.event, b.event), max(a.event, b.event))
        if found is not None and (pair not in judged or found.score > judged[pair].score):
            judged[pair] = found
    apart = _Apart(by_event)
    kept, refused = _unambiguous(judged, apart)
    clusters = {event: frozenset({event}) for event in by_event}
    for pair in sorted(kept, key=lambda p: (-judged[p].score, p)):
        left, right = clusters[pair[0]], clusters[pair[1]]
        if left is right or left == right:
            continue
        if any(apart(x, y) for x in left for y in right):
            refused.add(pair)
            continue
        joined = left | right
        clusters.update(dict.fromkeys(joined, joined))
    decided = [pair for pair in kept if clusters[pair[0]] == clusters[pair[1]]]
    decisions = [_decision(pair, judged[pair], by_event) for pair in decided]
    decisions += [_shared(event, found) for event, found in by_event.items() if _reported_twice(found)]
    return Reconciliation(
        decisions=tuple(sorted(decisions, key=lambda d: d.events)),
        clusters=tuple(sorted({tuple(sorted(c)) for c in clusters.values() if len(c) > 1})),
        refused=tuple(_decision(pair, judged[pair], by_event) for pair in sorted(refused)),
    )


class _Apart:
    """Tells whether two events must not be joined; remembers what it has found."""

    def __init__(self, by_event: dict[str, list[Account]]) -> None:
        self._by_event = by_event
        self._known: dict[Pair, bool] = {}

    def __call__(self, x: str, y: str) -> bool:
        """Whether an article tells the two apart, or an account of one contradicts one of the other."""
        pair = (min(x, y), max(x, y))
        if pair not in self._known:
            self._known[pair] = x != y and any(
                bool(a.articles & b.articles) or contradiction(compare(a, b))
                for a in self._by_event[x]
                for b in self._by_event[y]
            )
        return self._known[pair]


def _unambiguous(judged: dict[Pair, Judgement], apart: _Apart) -> tuple[set[Pair], set[Pair]]:
    """Return the pairs to keep, and those to refuse because an event fits two that are not one."""
    partners: defaultdict[str, list[str]] = defaultdict(list)
    for x, y in sorted(judged):
        partners[x].append(y)
        partners[y].append(x)
    refused: set[Pair] = set()
    for event, others in partners.items():
        for p, q in combinations(others, 2):
            if not apart(p, q):
                continue
            one, two = (min(event, p), max(event, p)), (min(event, q), max(event, q))
            doubt_one, doubt_two = 1 - judged[one].score, 1 - judged[two].score
            if doubt_one * _CLEARER > doubt_two:
                refused.add(one)
            if doubt_two * _CLEARER > doubt_one:
                refused.add(two)
    # Pairs that stand on nothing contradict themselves.
    refused |= {pair for pair in judged if apart(*pair)}
    return set(judged) - refused, refused


def _decision(pair: Pair, why: Judgement, by_event: dict[str, list[Account]]) -> Decision:
    reports = [account for event in pair for account in by_event[event]]
    return Decision(pair, _articles(reports), why, _label(reports))


def _reported_twice(reports: Sequence[Account]) -> bool:
    return len(_articles(reports)) > 1


def _shared(event: str, reports: Sequence[Account]) -> Decision:
    """Return the record of one IRI that several articles report, with all in which they differ."""
    found = [judgement(compare(a, b), SAME_KEY) for a, b in combinations(reports, 2)]
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
