"""Clusters of events that are one, and whether two of them can be joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kgpub.reconcile.model import Account
from kgpub.reconcile.rules import contradictory


@dataclass(frozen=True, slots=True)
class Cluster:
    """Events that are one: their articles, and what is said of them, each content once."""

    events: frozenset[str]
    articles: frozenset[str]
    contents: frozenset[int]

    def __or__(self, other: Cluster) -> Cluster:
        return Cluster(
            self.events | other.events, self.articles | other.articles, self.contents | other.contents
        )


class Contents:
    """Numbers what accounts say, apart from who says it, and remembers which contents contradict.

    What many articles repeat in the same words is so compared once.
    """

    def __init__(self) -> None:
        self._numbers: dict[Account, int] = {}
        self._known: dict[tuple[int, int], bool] = {}
        self._accounts: list[Account] = []

    def cluster(self, event: str, reports: Sequence[Account]) -> Cluster:
        """Return an event with all its accounts as a cluster of one."""
        contents = frozenset(map(self._number, reports))
        return Cluster(frozenset({event}), frozenset(a for r in reports for a in r.articles), contents)

    def apart(self, x: Cluster, y: Cluster) -> bool:
        """Whether an article tells the two apart, or an account of one contradicts one of the other."""
        return not x.articles.isdisjoint(y.articles) or self.contradict(x.contents, y.contents)

    def contradict(self, some: frozenset[int], others: frozenset[int]) -> bool:
        """Whether one of these contents contradicts one of the others."""
        return any(self._contradict(i, j) for i in some for j in others)

    def _number(self, account: Account) -> int:
        bare = replace(
            account, event="", articles=frozenset(), main=False, published=None, mentioned=frozenset()
        )
        if bare not in self._numbers:
            self._numbers[bare] = len(self._accounts)
            self._accounts.append(bare)
        return self._numbers[bare]

    def _contradict(self, i: int, j: int) -> bool:
        key = (min(i, j), max(i, j))
        if key not in self._known:
            self._known[key] = contradictory(self._accounts[i], self._accounts[j])
        return self._known[key]
