"""Adding up graphs bit by bit: what is remembered grows with the nodes, not with the triples."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

import pyoxigraph as ox
from rdflib import RDF

from kgpub.rdf.namespaces import KG, SCHEMA
from kgpub.stats.model import (
    ArticleCounts,
    Counts,
    DisputeCounts,
    EventCounts,
    LinkCounts,
    Ranked,
    StatementCounts,
    Stats,
)

_S, _KG = str(SCHEMA), str(KG)
_TYPE = str(RDF.type)
# The first of these that a node has is what it counts as.
TYPES = ("Person", "Organization", "Place", "DefinedTerm")
_WANTED = frozenset(
    [
        _TYPE,
        *(f"{_S}{name}" for name in (
            "name", "sameAs", "mentions", "datePublished", "publisher", "startDate", "subjectOf",
            "eventStatus",
            "spokenByCharacter", "isBasedOn",
        )),
        *(f"{_KG}{name}" for name in ("direct", "sameEventAs", "disputes", "reconciles")),
    ]
)  # fmt: skip
_MONTH = re.compile(r"-?\d{4,}-\d{2}")

# The properties of one node, by their IRI; literals with a language as (tag, text).
_Node = defaultdict[str, list[object]]


class Tally:
    """Takes statements and says what they tell. Their order does not matter."""

    def __init__(self) -> None:
        self._triples = 0
        self._published: dict[str, str] = {}
        self._publisher: dict[str, str] = {}
        self._based_on: dict[str, str] = {}
        self._names: defaultdict[str, dict[str, str]] = defaultdict(dict)
        self._types: dict[str, str] = {}
        self._links: dict[str, str] = {}
        self._mentions: Counter[str] = Counter()
        self._kinds: dict[str, str] = {}
        self._starts: dict[str, str] = {}
        self._reports: defaultdict[str, set[str]] = defaultdict(set)
        self._scheduled: set[str] = set()
        self._speakers: dict[str, str | None] = {}
        self._direct: set[str] = set()
        self._same: dict[str, str] = {}
        self._disputes: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, statements: Iterable[ox.Quad | ox.Triple]) -> None:
        """Count some statements, among them all that one graph says of a node: a graph, or such nodes."""
        nodes: defaultdict[str, _Node] = defaultdict(lambda: defaultdict(list))
        for statement in statements:
            self._triples += 1
            predicate = statement.predicate.value
            if predicate in _WANTED and isinstance(statement.subject, ox.NamedNode):
                nodes[statement.subject.value][predicate].append(_value(statement.object))
        for iri, node in nodes.items():
            self._add_node(iri, node)

    def _add_node(self, iri: str, node: _Node) -> None:
        types = {str(type_) for type_ in node[_TYPE]}
        if f"{_S}NewsArticle" in types:
            self._add_article(iri, node)
        elif f"{_S}Event" in types:
            self._add_event(iri, node, types)
        elif f"{_S}Quotation" in types:
            speakers = sorted(map(str, node[f"{_S}spokenByCharacter"]))
            self._speakers[iri] = speakers[0] if speakers else None
            if "true" in map(str, node[f"{_KG}direct"]):
                self._direct.add(iri)
        elif f"{_KG}Reconciliation" in types:
            for prop in map(str, node[f"{_KG}disputes"]):
                self._disputes[prop].update(map(str, node[f"{_KG}reconciles"]))
        else:
            kind = next((name for name in TYPES if f"{_S}{name}" in types), None)
            if kind is not None:
                self._types[iri] = kind
                self._add_names(iri, node)
                for link in map(str, node[f"{_S}sameAs"]):
                    self._links[iri] = min(link, self._links.get(iri, link))
        for text in map(str, node[f"{_S}isBasedOn"]):
            self._based_on[iri] = min(text, self._based_on.get(iri, text))
        for other in map(str, node[f"{_KG}sameEventAs"]):
            self._join(iri, other)

    def _add_article(self, iri: str, node: _Node) -> None:
        known = iri in self._published
        days = sorted(map(str, node[f"{_S}datePublished"]))
        self._published[iri] = days[0][:10] if days else self._published.get(iri, "")
        for publisher in map(str, node[f"{_S}publisher"]):
            self._publisher[iri] = min(publisher, self._publisher.get(iri, publisher))
        if not known:
            self._mentions.update({str(entity) for entity in node[f"{_S}mentions"]})

    def _add_event(self, iri: str, node: _Node, types: set[str]) -> None:
        kinds = sorted(type_.removeprefix(_KG) for type_ in types if type_.startswith(_KG))
        if kinds:
            self._kinds[iri] = min(kinds[0], self._kinds.get(iri, kinds[0]))
        # The most precise start, which is the longest.
        starts = [*map(str, node[f"{_S}startDate"]), self._starts.get(iri, "")]
        self._starts[iri] = max(starts, key=lambda start: (len(start), start))
        self._reports[iri].update(map(str, node[f"{_S}subjectOf"]))
        if any(str(status).endswith("/EventScheduled") for status in node[f"{_S}eventStatus"]):
            self._scheduled.add(iri)

    def _add_names(self, iri: str, node: _Node) -> None:
        names = self._names[iri]
        for value in node[f"{_S}name"]:
            language, text = value if isinstance(value, tuple) else ("", str(value))
            names[language] = min(text, names.get(language, text))

    # --- events that are one ---------------------------------------------

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._first(one), self._first(other)))
        self._same[second] = first

    def _first(self, event: str) -> str:
        """Return the IRI that stands for all events that are one with this."""
        while (earlier := self._same.get(event, event)) != event:
            self._same[event] = self._same.get(earlier, earlier)
            event = earlier
        return event

    # --- the result -------------------------------------------------------

    def stats(self, top: int = 20) -> Stats:
        """Return what has been counted so far; lists of nodes have at most ``top``."""
        speakers = Counter(speaker for speaker in self._speakers.values() if speaker is not None)
        direct = Counter(s for q in self._direct if (s := self._speakers[q]) is not None)
        by_type: dict[str, Counter[str]] = {name: Counter() for name in TYPES}
        for iri, count in self._mentions.items():
            if iri in self._types:
                by_type[self._types[iri]][iri] = count
        publishers = Counter(self._publisher.values())
        return Stats(
            triples=self._triples,
            articles=self._articles(self._ranked(publishers, top)),
            events=self._events(),
            links=tuple(self._linked(name, counts) for name, counts in by_type.items() if counts),
            people=self._ranked(by_type["Person"], top),
            organizations=self._ranked(by_type["Organization"], top),
            places=self._ranked(by_type["Place"], top),
            statements=StatementCounts(
                len(self._speakers), len(self._direct), self._ranked(speakers, top, direct)
            ),
            disputes=self._disputed(),
        )

    def _ranked(
        self, counts: Counter[str], top: int, marked: Mapping[str, int] | None = None
    ) -> tuple[Ranked, ...]:
        best = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top]
        return tuple(
            Ranked(
                iri,
                dict(sorted(self._names.get(iri, {}).items())),
                self._links.get(iri),
                count,
                (marked or {}).get(iri, 0),
            )
            for iri, count in best
        )

    def _linked(self, name: str, counts: Counter[str]) -> LinkCounts:
        linked = [iri for iri in counts if iri in self._links]
        return LinkCounts(name, len(counts), len(linked), counts.total(), sum(counts[iri] for iri in linked))

    def _texts(self, articles: Iterable[str]) -> set[str]:
        return {self._based_on.get(article, article) for article in articles}

    def _articles(self, publishers: tuple[Ranked, ...]) -> ArticleCounts:
        days = sorted(day for day in self._published.values() if day)
        shared = Counter(self._based_on[a] for a in self._published if a in self._based_on)
        months = Counter(day[:7] for day in days)
        return ArticleCounts(
            total=len(self._published),
            texts=len(self._texts(self._published)),
            copies=sum(count for count in shared.values() if count > 1),
            undated=len(self._published) - len(days),
            first=days[0] if days else None,
            last=days[-1] if days else None,
            by_month=_every_month(months, days[0][:7], days[-1][:7]) if days else (),
            publishers=publishers,
        )

    def _events(self) -> EventCounts:
        clusters: defaultdict[str, list[str]] = defaultdict(list)
        for event in sorted(self._reports):
            clusters[self._first(event)].append(event)
        kinds: Counter[str] = Counter()
        months: Counter[str] = Counter()
        corroborated = scheduled = 0
        for events in clusters.values():
            kinds[next((self._kinds[e] for e in events if e in self._kinds), "")] += 1
            start = max((self._starts[e] for e in events), key=lambda s: (len(s), s))
            match = _MONTH.match(start)
            months[match[0] if match else ""] += 1
            corroborated += len(self._texts(set().union(*(self._reports[e] for e in events)))) > 1
            # What one article announced and another reports has happened.
            scheduled += all(event in self._scheduled for event in events)
        undated = months.pop("", 0)
        days = sorted(day for day in self._published.values() if day)
        first, last = (_moved(days[0], -12), _moved(days[-1], 12)) if days else ("", "")
        within = Counter({m: n for m, n in months.items() if first <= m <= last})
        return EventCounts(
            total=len(clusters),
            accounts=len(self._reports),
            corroborated=corroborated,
            scheduled=scheduled,
            by_kind=tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
            by_month=_every_month(within, min(within), max(within)) if within else (),
            before=sum(n for m, n in months.items() if m < first),
            after=sum(n for m, n in months.items() if m > last),
            undated=undated,
        )

    def _disputed(self) -> DisputeCounts:
        by_property = {
            prop: {self._first(event) for event in events} for prop, events in self._disputes.items()
        }
        counts = {prop.replace("#", "/").rsplit("/", 1)[1]: len(found) for prop, found in by_property.items()}
        return DisputeCounts(
            total=len(set().union(*by_property.values())),
            by_property=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        )


def _value(term: object) -> object:
    if isinstance(term, ox.Literal):
        return (term.language, term.value) if term.language else term.value
    return term.value if isinstance(term, ox.NamedNode) else ""


def _moved(day: str, months: int) -> str:
    """Return the month so many months from a day's.

    >>> _moved("2025-02-11", -12)
    '2024-02'
    """
    number = int(day[:4]) * 12 + int(day[5:7]) - 1 + months
    return f"{number // 12:04}-{number % 12 + 1:02}"


def _every_month(counts: Counter[str], first: str, last: str) -> Counts:
    found, month = [], first
    while month <= last:
        found.append((month, counts[month]))
        month = _moved(f"{month}-01", 1)
    return tuple(found)
