"""Participants of events: the same people, people for the countries that they act for, or others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from kgpub.reconcile.model import Account, Entity
from kgpub.reconcile.names import fits, levels
from kgpub.reconcile.places import same_place

# Events that are between two sides: whoever is not named on one of them is missing.
TWO_SIDED = frozenset({"Meeting", "Agreement", "BusinessDeal", "Attack", "SportsEvent"})
# Events to which articles may name different guests without contradicting each other.
OPEN = frozenset({"Conference", "Commemoration", "CulturalEvent"})


class PartyVerdict(Enum):
    """How the participants of two accounts relate."""

    UNKNOWN = "unknown"  # an account names none
    SAME = "same"  # nobody is left whom the other account doesn't know
    MORE = "more"  # one account has a further side
    LESS = "less"  # one account names one side only of an event that needs two
    OTHERS = "others"  # each names a guest whom the other doesn't
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class Match:
    """Two participants that are one: by ``iri``, by ``name``, or one ``represents`` the other."""

    first: Entity
    second: Entity
    how: str


@dataclass(frozen=True, slots=True)
class Parties:
    """The verdict, the matches, and who is left on either side (delegates of a matched side included)."""

    verdict: PartyVerdict
    matches: tuple[Match, ...] = ()
    only_first: tuple[Entity, ...] = ()
    only_second: tuple[Entity, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether every match is of the same participant, not of a person and a country."""
        return all(match.how != "represents" for match in self.matches)

    @property
    def contradictory(self) -> bool:
        """Whether each account names somebody whom the other leaves out."""
        return bool(self.only_first and self.only_second)


def needed(kind: str) -> int:
    """Return how many participants must agree before the participants speak for one event."""
    return 2 if kind in TWO_SIDED else 1


def compare_participants(a: Account, b: Account) -> Parties:
    """Return how the participants of two accounts of one kind relate."""
    if not a.participants or not b.participants:
        return Parties(PartyVerdict.UNKNOWN)
    left, right = list(a.participants), list(b.participants)
    # A country stands for whoever meets at the level that the event's name gives.
    level = levels(a.names) | levels(b.names)
    matches: list[Match] = []
    for how in ("iri", "name", "represents"):
        for p in list(left):
            q = next((q for q in right if _matches(p, q, how, level)), None)
            if q is not None:
                matches.append(Match(p, q, how))
                left.remove(p)
                right.remove(q)
    verdict = _verdict(a, b, matches, left, right)
    return Parties(verdict, tuple(matches), tuple(left), tuple(right))


def _verdict(
    a: Account, b: Account, matches: list[Match], left: list[Entity], right: list[Entity]
) -> PartyVerdict:
    if not matches:
        return PartyVerdict.CONFLICT
    need = needed(a.kind)
    firsts, seconds = [m.first for m in matches], [m.second for m in matches]
    # A side may come with others of its country, unless all are of one country; but who is
    # appointed at a company is not there for the company.
    alone = a.kind not in TWO_SIDED | OPEN or _of_one_side(firsts) or _of_one_side(seconds)
    more_a = [p for p in left if alone or not _delegate(p, seconds)]
    more_b = [q for q in right if alone or not _delegate(q, firsts)]
    if more_a and more_b:
        return PartyVerdict.OTHERS if a.kind in OPEN else PartyVerdict.CONFLICT
    if need == 1 and all(match.how == "represents" for match in matches):
        # What a country does and what one of its ministers does are two things.
        return PartyVerdict.LESS
    if len(matches) < need:
        fewest = min(len(a.participants), len(b.participants))
        return PartyVerdict.LESS if fewest < need else PartyVerdict.CONFLICT
    if (more_a or more_b) and a.kind not in OPEN:
        # An employer beside the person adds nothing; a person beside the employer is who it is about.
        bodies = all(e.type != "Person" for e in (*more_a, *more_b))
        return PartyVerdict.SAME if need == 1 and bodies else PartyVerdict.MORE
    return PartyVerdict.SAME


def _matches(p: Entity, q: Entity, how: str, level: frozenset[str]) -> bool:
    if how == "iri":
        return p.iri == q.iri
    if how == "name":
        return _same_by_name(p, q)
    return any(represents(x, y) and fits(level, x.posts) for x, y in ((p, q), (q, p)))


def _same_by_name(p: Entity, q: Entity) -> bool:
    if p.type != q.type or (p.linked and q.linked):
        return False
    if p.type == "Place":
        return same_place(p, q)
    shared = p.names & q.names
    if not shared or p.type != "Person":
        return bool(shared)
    if p.owners & q.owners or p.countries & q.countries:
        return True
    # Without a common flag a surname is not enough, and two flags are two people.
    one_unknown = not p.owners or not q.owners
    return one_unknown and any(len(name) > 2 and not _katakana(name) for name in shared)


def _katakana(name: str) -> bool:
    return all("ァ" <= char <= "ヺ" or char == "ー" for char in name)


def represents(person: Entity, body: Entity) -> bool:
    """Whether a person holds a post of a country or organization."""
    if person.type != "Person" or body.type == "Person":
        return False
    return body.iri in person.owners or (body.type == "Place" and bool(person.countries & body.countries))


def _of_one_side(entities: list[Entity]) -> bool:
    return len(entities) > 1 and bool(frozenset.intersection(*(entity.countries for entity in entities)))


def _delegate(entity: Entity, others: list[Entity]) -> bool:
    """Whether an entity belongs to a side that the other account has: a minister beside the president."""
    for other in others:
        if entity.owners & other.owners or entity.countries & other.countries:
            return True
        if other.iri in entity.owners or entity.iri in other.owners:
            return True
    return False
