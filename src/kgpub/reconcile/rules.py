"""The rules: when two accounts are of one event, with the evidence for and against it.

Each rule asks for agreement in two of participants, time, place and a name of the
event's own; where a time is missing, the articles must have appeared within days of
each other. A contradiction in kind, day or sides is never outweighed.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kgpub.rdf.namespaces import KG, SCHEMA
from kgpub.reconcile.dates import DateVerdict, compare_dates, contradict, days_apart
from kgpub.reconcile.evidence import evidence
from kgpub.reconcile.model import Account, Entity, Judgement, Rank
from kgpub.reconcile.names import WAR, borne_once, by_phone
from kgpub.reconcile.participants import OPEN, Parties, PartyVerdict, compare_participants, needed
from kgpub.reconcile.places import PlaceVerdict, compare_places, narrow

# Articles on one event appear within these days of each other.
NEAR = dt.timedelta(days=3)
# An event without a date lies this far from its article, as far as that can be presumed.
BEFORE, AFTER = dt.timedelta(days=7), dt.timedelta(days=14)
# What takes place where it is said to; in another place it is another event.
_PLACED = frozenset(
    {
        "Accident",
        "Attack",
        "Commemoration",
        "Crime",
        "CulturalEvent",
        "Disaster",
        "Protest",
        "SportsEvent",
        "Visit",
    }
)
# Of these, one place sees few on one day, and articles often name nobody.
_IN_ONE_PLACE = _PLACED - {"Visit", "Attack"} | {"Conference", "Election", "ProductLaunch", "Trial"}
# Kinds that cover several acts (arrest and indictment, a visit and a tour of inspection in it).
_ACTS = frozenset(
    {
        "Attack",
        "Award",
        "BusinessDeal",
        "Crime",
        "PersonnelChange",
        "PolicyDecision",
        "ProductLaunch",
        "Trial",
        "Visit",
    }
)
# One person does one of these in a day.
_OF_ONE = frozenset({"Visit", "PersonnelChange", "Death", "Award"})
_SEVERAL_DAYS = frozenset({"Conference", "CulturalEvent"})
# How much of the doubt each agreement leaves. They only order judgements: the best goes first.
_DOUBT_DATE = {DateVerdict.DAY: 0.3, DateVerdict.SPAN: 0.5, DateVerdict.MONTH: 0.6, DateVerdict.YEAR: 0.85}
_DOUBT_PLACE = {PlaceVerdict.EQUAL: 0.5, PlaceVerdict.WITHIN: 0.7, PlaceVerdict.TOGETHER: 0.75}
_EXTENT = {DateVerdict.DAY, DateVerdict.SPAN, DateVerdict.MONTH}


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two accounts side by side, point by point."""

    a: Account
    b: Account
    date: DateVerdict
    parties: Parties
    place: PlaceVerdict
    place_a: Entity | None
    place_b: Entity | None

    @property
    def named(self) -> bool:
        """Whether both bear one name that is of this event."""
        return bool(self.a.specific & self.b.specific)

    @property
    def same_sort(self) -> bool:
        """Whether the names say the same of what happened, or one has no word that is known."""
        return self.named or not self.a.groups or not self.b.groups or bool(self.a.groups & self.b.groups)

    @property
    def near(self) -> bool:
        """Whether the articles appeared within days of each other."""
        if self.a.published is None or self.b.published is None:
            return False
        return abs(self.a.published - self.b.published) <= NEAR

    @property
    def both_main(self) -> bool:
        """Whether each is what its article is about."""
        return self.a.main and self.b.main

    @property
    def placed(self) -> bool:
        """Whether the places agree: one place, or one within the other."""
        return self.place >= PlaceVerdict.WITHIN

    @property
    def sides_agree(self) -> bool:
        """Whether the participants are the same, in the number that the kind of event needs."""
        return self.parties.verdict is PartyVerdict.SAME and len(self.parties.matches) >= needed(self.a.kind)


def compare(a: Account, b: Account) -> Comparison:
    """Return two accounts of one kind, point by point."""
    place, place_a, place_b = compare_places(a, b)
    return Comparison(
        a, b, compare_dates(a.period, b.period), compare_participants(a, b), place, place_a, place_b
    )


def contradiction(c: Comparison) -> bool:
    """Whether the accounts can't be of one event, whatever else agrees."""
    a, b = c.a, c.b
    if a.kind != b.kind or c.parties.verdict is PartyVerdict.CONFLICT:
        return True
    if c.date is DateVerdict.DIFFERENT and not _neighbouring_days(c):
        return True
    if c.place is PlaceVerdict.DIFFERENT and a.kind in _PLACED:
        return True
    if a.kind in _ACTS and not c.same_sort:
        return True
    # Talks by telephone have no place.
    return (by_phone(a.names) and bool(b.places)) or (by_phone(b.names) and bool(a.places))


def judge(a: Account, b: Account) -> tuple[str, float] | None:
    """Return the rule by which two accounts are of one event and its score, or ``None`` if there is none."""
    if a.kind != b.kind or _other_days(a, b):
        return None
    c = compare(a, b)
    if contradiction(c):
        return None
    rule = next((name for name, holds in RULES if holds(c)), None)
    return None if rule is None else (rule, score(c))


def contradictory(a: Account, b: Account) -> bool:
    """Whether two accounts contradict each other; does not depend on their articles."""
    return a.kind != b.kind or _other_days(a, b) or contradiction(compare(a, b))


def _other_days(a: Account, b: Account) -> bool:
    """Whether the dates alone rule it out: that is soon told, and true of most pairs."""
    if a.kind in _SEVERAL_DAYS or a.period is None or b.period is None:
        return False
    return a.period.last < b.period.first or b.period.last < a.period.first


def judgement(c: Comparison, rule: str) -> Judgement:
    """Return the judgement that a rule gives, with all points of agreement and difference."""
    agreements, differences = evidence(c)
    return Judgement(rule, score(c), agreements, differences, disputed(c))


def disputed(c: Comparison) -> frozenset[str]:
    """Return the properties on which both accounts say something and can't both be right."""
    found = set()
    if contradict(c.a.period, c.b.period):
        found.add(str(SCHEMA.startDate))
    if c.place <= PlaceVerdict.OTHER_SITE:
        found.add(str(SCHEMA.location))
    # That articles name different guests of a conference is no contradiction.
    if c.parties.verdict is PartyVerdict.CONFLICT or (c.parties.contradictory and c.a.kind not in OPEN):
        found.add(str(KG.participant))
    return frozenset(found)


def score(c: Comparison) -> float:
    """Return how much speaks for one event, from 0 to 1; points count as if independent."""
    against = _DOUBT_DATE.get(c.date, 1.0) * _DOUBT_PLACE.get(c.place, 1.0)
    if c.parties.matches and c.parties.verdict is not PartyVerdict.LESS:
        against *= 0.25 if c.parties.exact else 0.4
    against *= 0.4 if c.named else 0.8 if c.a.groups & c.b.groups else 1.0
    against *= 0.6 if c.both_main and c.near else 0.85 if c.near else 1.0
    doubt = 1.0
    if c.place <= PlaceVerdict.OTHER_SITE:
        doubt *= 0.85
    if not c.same_sort:
        doubt *= 0.9
    if c.parties.verdict in (PartyVerdict.MORE, PartyVerdict.LESS):
        doubt *= 0.85
    return round((1 - against) * doubt, 3)


# --- the rules, the surest first -------------------------------------------


def _same_day(c: Comparison) -> bool:
    """One day and the same participants."""
    if c.date is not DateVerdict.DAY:
        return False
    if c.place is PlaceVerdict.DIFFERENT and not c.parties.exact:
        return False
    if c.sides_agree:
        # An actor alone may decide twice in a day.
        alone = needed(c.a.kind) == 1 and len(c.parties.matches) == 1 and c.a.kind not in _OF_ONE
        return not alone or (c.same_sort and bool(c.a.groups & c.b.groups)) or c.placed or c.both_main
    if c.parties.verdict is PartyVerdict.UNKNOWN:
        return False
    if c.named or (c.both_main and c.near):
        return c.same_sort
    if c.parties.verdict is PartyVerdict.LESS:
        return c.same_sort and c.placed and narrow(c.place_a) and narrow(c.place_b)
    # With a further side, one city may see two meetings on a day: of two, and of three.
    return c.parties.verdict is PartyVerdict.OTHERS and c.placed


def _period(c: Comparison) -> bool:
    """The same participants within a month or range that only one account breaks down."""
    if c.date not in (DateVerdict.SPAN, DateVerdict.MONTH) or c.place <= PlaceVerdict.OTHER_SITE:
        return False
    if not c.sides_agree or not c.same_sort:
        return False
    return len(c.parties.matches) > 1 or c.placed or c.named


def _year(c: Comparison) -> bool:
    """The same participants, or a name of its own, in one city in a year that one account breaks down."""
    if c.date is not DateVerdict.YEAR or not c.same_sort:
        return False
    in_city = c.place is PlaceVerdict.EQUAL and narrow(c.place_a)
    if c.sides_agree:
        return in_city or (c.named and len(c.parties.matches) > 1 and c.place > PlaceVerdict.OTHER_SITE)
    return in_city and c.named


def _named(c: Comparison) -> bool:
    """A name of its own, in the same days or month; a name that is borne once, at any time."""
    if not c.named or c.place is PlaceVerdict.DIFFERENT:
        return False
    groups = c.a.groups | c.b.groups
    once = any(borne_once(groups, name) for name in c.a.specific & c.b.specific)
    return once or c.date in _EXTENT or _neighbouring_days(c)


def _war(c: Comparison) -> bool:
    """The war between two sides of which articles of the same days speak."""
    if c.a.kind != "Attack" or WAR not in c.a.groups & c.b.groups:
        return False
    return c.near and c.sides_agree and c.place > PlaceVerdict.OTHER_SITE


def _place_and_day(c: Comparison) -> bool:
    """One day, one place and one sort of event, where an account names nobody."""
    if c.a.kind not in _IN_ONE_PLACE or c.date is not DateVerdict.DAY or c.place is not PlaceVerdict.EQUAL:
        return False
    if c.parties.verdict is not PartyVerdict.UNKNOWN or not c.a.groups & c.b.groups:
        return False
    return narrow(c.place_a) or (c.place_a is not None and c.place_a.rank is Rank.OTHER) or c.both_main


def _undated(c: Comparison) -> bool:
    """The news of the same days: participants agree, and no more than the date is missing."""
    if c.date is not DateVerdict.UNKNOWN or not c.near or not c.same_sort or not _in_the_news(c):
        return False
    if c.place <= PlaceVerdict.OTHER_SITE:
        return False
    if c.parties.verdict is PartyVerdict.UNKNOWN:
        return c.both_main and c.a.kind in _IN_ONE_PLACE and c.place is PlaceVerdict.EQUAL
    if not c.sides_agree:
        return False
    if c.both_main:
        return True
    one_dated = c.a.period is not None or c.b.period is not None
    # A person who visits a country, as the papers of some days say, does so once.
    one_visit = c.a.kind == "Visit" and c.place is PlaceVerdict.EQUAL and c.parties.exact
    return (c.a.main or c.b.main) and (one_visit or (one_dated and (c.placed or c.named)))


def _death(c: Comparison) -> bool:
    """Nobody dies twice."""
    return c.a.kind == "Death" and c.sides_agree and c.parties.exact


RULES = (
    ("same-day", _same_day),
    ("named", _named),
    ("period", _period),
    ("place-and-day", _place_and_day),
    ("year-and-place", _year),
    ("death", _death),
    ("war", _war),
    ("undated", _undated),
)
SAME_KEY = "same-key"


def _neighbouring_days(c: Comparison) -> bool:
    """Whether days differ as they do for a conference: one counts from its eve, another from its opening."""
    if c.a.kind not in _SEVERAL_DAYS or not c.named or not (c.placed or c.sides_agree):
        return False
    days = days_apart(c.a.period, c.b.period)
    return days is not None and days <= NEAR.days


def _in_the_news(c: Comparison) -> bool:
    """Whether the one stated time lies about the day of the article that states none."""
    for dated, undated in ((c.a, c.b), (c.b, c.a)):
        if dated.period is not None and undated.published is not None:
            return undated.published - BEFORE <= dated.period.last and (
                dated.period.first <= undated.published + AFTER
            )
    return True
