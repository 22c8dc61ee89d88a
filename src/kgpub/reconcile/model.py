"""What reconciliation works on and what it gives: accounts of events, verdicts, decisions.

An **account** is what one graph says of one event. Accounts under one IRI are one
event already, by its key; a **decision** says that two IRIs stand for one event, or
records that several articles report one IRI, with the evidence for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Rank(StrEnum):
    """How wide a place is."""

    COUNTRY = "Country"
    AREA = "AdministrativeArea"
    CITY = "City"
    SITE = "CivicStructure"
    OTHER = "Place"


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, organization or place as one graph describes it.

    ``label`` and ``label_en`` are what people are shown, Japanese and English first.
    ``type`` is ``Person``, ``Organization`` or ``Place``; ``names`` are normalised;
    ``owners`` are the IRIs of the countries and organizations where the graph gives
    a person a present post, ``posts`` the names of those posts. ``countries`` are
    ISO codes: a country's own, a place's, or those of a person's owners.
    """

    iri: str
    label: str
    label_en: str
    type: str
    linked: bool
    names: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()
    posts: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    rank: Rank | None = None
    containers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Period:
    """The time of an event: first and last day, and how precisely it is said.

    ``precision`` is ``year``, ``month``, ``day`` or ``minute``; ``value`` is the start
    as the article has it.
    """

    first: dt.date
    last: dt.date
    precision: str
    value: str
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What one graph says of one event. ``main`` holds if an article is about the event."""

    event: str
    articles: frozenset[str]
    kind: str
    names: tuple[str, ...]
    specific: frozenset[str]
    groups: frozenset[str]
    period: Period | None
    participants: tuple[Entity, ...]
    places: tuple[Entity, ...]
    status: str | None
    main: bool
    published: dt.date | None
    mentioned: frozenset[str] = field(repr=False, default=frozenset())


@dataclass(frozen=True, slots=True)
class Evidence:
    """One point in which two accounts agree or differ; ``property`` is the point's property IRI.

    ``text`` has the point in words by language tag.
    """

    property: str
    text: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Why two accounts are of one event.

    ``score`` orders judgements, from 0 to 1, higher is surer; it is no probability.
    ``disputed`` are the properties on which both say something and can't both be right.
    """

    rule: str
    score: float
    agreements: tuple[Evidence, ...]
    differences: tuple[Evidence, ...]
    disputed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement on two events, or on one that several articles report (rule ``same-key``).

    ``events`` and ``articles`` are IRIs, sorted.
    """

    events: tuple[str, ...]
    articles: tuple[str, ...]
    judgement: Judgement
    label: str


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All decisions, in a fixed order.

    ``clusters`` are the sets of IRIs that stand for one event each, of two IRIs or
    more. ``refused`` are pairs that a rule accepted but that were left apart: the
    event fits two that can't both be right, or their articles tell them apart.
    """

    decisions: tuple[Decision, ...]
    clusters: tuple[tuple[str, ...], ...]
    refused: tuple[Decision, ...]
