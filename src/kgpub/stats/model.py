"""What is counted. All lists are in the order in which they are shown."""

from __future__ import annotations

from dataclasses import dataclass

# What is counted under a name, in order.
Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A node and a count, with the share of it that is marked (of statements: those in quotation marks).

    ``names`` are by language tag. ``link`` is the Wikidata or GeoNames entity, if there is one.
    """

    iri: str
    names: dict[str, str]
    link: str | None
    count: int
    marked: int = 0

    def name(self, language: str) -> str:
        """Return the name in a language, else in Japanese, else in any, else the IRI's last part."""
        for tag in (language, "ja", *sorted(self.names)):
            if tag in self.names:
                return self.names[tag]
        return self.iri.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class ArticleCounts:
    """Articles. ``texts`` counts copies of one text once; ``copies`` are the articles that share one.

    ``by_month`` has every month from the first to the last; ``undated`` are in none.
    """

    total: int
    texts: int
    copies: int
    undated: int
    first: str | None
    last: str | None
    by_month: Counts
    publishers: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class EventCounts:
    """Events. What was reconciled counts as one, by its first IRI; ``accounts`` counts IRIs.

    ``by_month`` has the months from a year before the first article to a year after the
    last; ``before`` and ``after`` lie outside, and of ``undated`` the month is not known.
    ``corroborated`` are in several texts.
    """

    total: int
    accounts: int
    corroborated: int
    scheduled: int
    by_kind: Counts
    by_month: Counts
    before: int
    after: int
    undated: int


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """How many nodes of a type have a link; ``mentions`` counts each once for each article that has it."""

    type: str
    entities: int
    linked: int
    mentions: int
    linked_mentions: int


@dataclass(frozen=True, slots=True)
class StatementCounts:
    """Statements; ``direct`` are in quotation marks, and so are the ``marked`` of each speaker."""

    total: int
    direct: int
    speakers: tuple[Ranked, ...]


@dataclass(frozen=True, slots=True)
class DisputeCounts:
    """Events on which articles contradict each other, by property; known after ``kgpub reconcile``."""

    total: int
    by_property: Counts


@dataclass(frozen=True, slots=True)
class Stats:
    """What some graphs hold. ``people`` and the like are those that most articles mention.

    ``triples`` counts each in every graph that has it.
    """

    triples: int
    articles: ArticleCounts
    events: EventCounts
    links: tuple[LinkCounts, ...]
    people: tuple[Ranked, ...]
    organizations: tuple[Ranked, ...]
    places: tuple[Ranked, ...]
    statements: StatementCounts
    disputes: DisputeCounts
