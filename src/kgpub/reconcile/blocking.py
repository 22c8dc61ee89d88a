"""Which accounts are compared at all: those that share a key, so that the work stays linear in articles."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from kgpub.reconcile.model import Account, Entity
from kgpub.reconcile.names import WAR, borne_once
from kgpub.reconcile.participants import needed
from kgpub.reconcile.rules import AFTER, BEFORE, NEAR

Key = tuple[str, ...]
# In a crowded block each account is compared with so many that appeared next; what they
# share with the rest reaches it through them.
_WINDOW = 25


def candidate_pairs(accounts: Sequence[Account]) -> Iterator[tuple[Account, Account]]:
    """Return each pair of accounts that some rule could accept, once, in a fixed order.

    Pairs of one event or of one article are left out. Keys hold the kind and the
    month, so that a pair who meet for years are compared within a month only.
    """
    blocks: defaultdict[Key, list[int]] = defaultdict(list)
    order = sorted(range(len(accounts)), key=lambda n: (accounts[n].published or dt.date.min, n))
    for number in order:
        for key in _keys(accounts[number]):
            blocks[key].append(number)
    pairs = {
        (min(one, other), max(one, other))
        for members in blocks.values()
        for place, one in enumerate(members)
        for other in members[place + 1 : place + 1 + _WINDOW]
    }
    for first, second in sorted(pairs):
        a, b = accounts[first], accounts[second]
        if a.event != b.event and not a.articles & b.articles:
            yield a, b


def _keys(account: Account) -> set[Key]:
    kind = account.kind
    months = _months(account)
    keys: set[Key] = set()
    for who in _participants(account):
        if kind == "Death" or WAR in account.groups:
            keys.add((kind, "who", *who))
        keys.update((kind, "who", *who, month) for month in months)
    keys.update((kind, "name", name) for name in account.specific if borne_once(account.groups, name))
    for month in months:
        keys.update((kind, "name", name, month) for name in account.specific)
        for place in account.places:
            keys.update((kind, "place", code, month) for code in _codes(place))
        if account.main and account.published is not None:
            # What articles of one time are about is compared on a single participant too.
            for one in account.participants:
                keys.update((kind, "main", code, month) for code in _codes(one))
    return keys


def _participants(account: Account) -> set[Key]:
    codes = [_codes(who) for who in account.participants]
    if needed(account.kind) == 1:
        return {(code,) for one in codes for code in one}
    return {
        (min(p, q), max(p, q)) for one, other in combinations(codes, 2) for p in one for q in other if p != q
    }


def _codes(entity: Entity) -> set[str]:
    """Return what an entity may be found by: itself, whom it acts for, and the names of an unlinked one."""
    return {entity.iri, *entity.owners, *entity.countries, *entity.names}


def _months(account: Account) -> set[str]:
    """Return the months in which the event may lie; those about its article if it has no date."""
    if account.period is not None:
        first, last = account.period.first - NEAR, account.period.last + NEAR
    elif account.published is not None:
        first, last = account.published - BEFORE - NEAR, account.published + AFTER + NEAR
    else:
        return set()
    # An event of years is found by its first.
    last = min(last, first + dt.timedelta(days=400))
    months = set()
    day = first.replace(day=1)
    while day <= last:
        months.add(f"{day:%Y-%m}")
        day = (day + dt.timedelta(days=32)).replace(day=1)
    return months
