"""Places of events: equal, one within the other, or two that can't both be right."""

from __future__ import annotations

from enum import IntEnum

from kgpub.reconcile.model import Account, Entity, Rank

_WIDTH = {Rank.COUNTRY: 0, Rank.AREA: 1, Rank.CITY: 2, Rank.SITE: 3}


class PlaceVerdict(IntEnum):
    """How two places relate, from contradiction to identity."""

    DIFFERENT = 0
    OTHER_SITE = 1  # two buildings or grounds, maybe two names of one
    UNKNOWN = 2
    COMPATIBLE = 3  # of different width, and nothing says whether one holds the other
    TOGETHER = 4  # of different width, and one article names both
    WITHIN = 5
    EQUAL = 6


def compare_places(a: Account, b: Account) -> tuple[PlaceVerdict, Entity | None, Entity | None]:
    """Return the best relation between a place of one account and a place of the other, and the two."""
    if not a.places or not b.places:
        return PlaceVerdict.UNKNOWN, None, None
    found = ((_relation(p, q, a, b), p, q) for p in a.places for q in b.places)
    return max(found, key=lambda item: item[0])


def _relation(p: Entity, q: Entity, a: Account, b: Account) -> PlaceVerdict:
    if same_place(p, q):
        return PlaceVerdict.EQUAL
    if p.iri in q.containers or q.iri in p.containers:
        return PlaceVerdict.WITHIN
    if p.countries and q.countries and not p.countries & q.countries:
        return PlaceVerdict.DIFFERENT
    if p.rank in _WIDTH and p.rank is q.rank:
        return PlaceVerdict.OTHER_SITE if p.rank is Rank.SITE else PlaceVerdict.DIFFERENT
    if p.countries & q.countries and Rank.COUNTRY in (p.rank, q.rank):
        return PlaceVerdict.WITHIN
    return PlaceVerdict.TOGETHER if p.iri in b.mentioned or q.iri in a.mentioned else PlaceVerdict.COMPATIBLE


def same_place(p: Entity, q: Entity) -> bool:
    """Whether two places are one: by IRI, or by name where at most one of them is linked."""
    if p.iri == q.iri:
        return True
    if (p.linked and q.linked) or not p.names & q.names:
        return False
    return p.rank is q.rank or Rank.OTHER in (p.rank, q.rank)


def narrow(place: Entity | None) -> bool:
    """Whether a place is a city or narrower, so that being there on a day says much."""
    return place is not None and place.rank in (Rank.CITY, Rank.SITE)
