"""Reading the accounts of events out of article graphs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.term import Node

from kgpub.model import EventKind
from kgpub.rdf.namespaces import GN, KG, SCHEMA, WD
from kgpub.reconcile.dates import period
from kgpub.reconcile.model import Account, Entity, Rank
from kgpub.reconcile.names import groups, normal, specific

if TYPE_CHECKING:
    from kgpub.link.index import Index
    from kgpub.write import NamedGraph

PARTICIPANTS = (
    SCHEMA.attendee,
    SCHEMA.organizer,
    SCHEMA.competitor,
    SCHEMA.performer,
    KG.agent,
    KG.patient,
    KG.participant,
)
_KINDS = {str(KG[kind.value]): kind.value for kind in EventKind}
_RANKS = {SCHEMA[rank.value]: rank for rank in Rank if rank is not Rank.OTHER}
# A post in one of these speaks for the country that the body belongs to.
_OF_A_STATE = (SCHEMA.GovernmentOrganization, SCHEMA.PoliticalParty)
# Someone who held a post, or will, acts for nobody by it.
_NOT_NOW = re.compile("元|前|旧|次期")
_HONORIFIC = re.compile("(?:氏|さん|様|容疑者|被告)$")


def accounts(graphs: Iterable[NamedGraph], index: Index | None = None) -> tuple[Account, ...]:
    """Return what each graph says of each event, ordered by event and articles.

    ``index`` tells the countries of linked places and bodies; without it, only what
    the graphs say themselves counts.
    """
    found = [account for named in graphs for account in _Reader(named.graph, index).accounts(named.iri)]
    return tuple(sorted(found, key=lambda a: (a.event, sorted(a.articles))))


class _Reader:
    """Reads one graph."""

    def __init__(self, graph: Graph, index: Index | None) -> None:
        self._graph = graph
        self._index = index
        self._entities: dict[Node, Entity] = {}

    def accounts(self, name: str) -> Iterable[Account]:
        """Return the graph's accounts; ``name`` is the article where an event names none."""
        graph = self._graph
        known = frozenset(
            form
            for cls in (SCHEMA.Place, SCHEMA.Organization, SCHEMA.DefinedTerm)
            for node in graph.subjects(RDF.type, cls)
            for form in self._names(node)
        )
        mentioned = frozenset(str(place) for place in graph.subjects(RDF.type, SCHEMA.Place))
        for event in sorted(graph.subjects(RDF.type, SCHEMA.Event), key=str):
            kind = min(
                (_KINDS[str(cls)] for cls in graph.objects(event, RDF.type) if str(cls) in _KINDS), default=""
            )
            if not kind or not isinstance(event, URIRef):
                continue
            articles = sorted(graph.objects(event, SCHEMA.subjectOf), key=str) or [URIRef(name)]
            names = (*self._texts(event, SCHEMA.name), *self._texts(event, SCHEMA.alternateName))
            status = graph.value(event, SCHEMA.eventStatus)
            yield Account(
                event=str(event),
                articles=frozenset(map(str, articles)),
                kind=kind,
                names=names,
                specific=specific(kind, names, known),
                groups=groups(kind, names),
                period=period(self._first(event, SCHEMA.startDate), self._first(event, SCHEMA.endDate)),
                participants=self._all(event, PARTICIPANTS),
                places=self._all(event, (SCHEMA.location,)),
                status=str(status) if status is not None else None,
                main=any((article, SCHEMA.about, event) in graph for article in articles),
                published=min(filter(None, map(self._published, articles)), default=None),
                mentioned=mentioned,
            )

    def _all(self, event: Node, properties: Iterable[URIRef]) -> tuple[Entity, ...]:
        nodes = {node for prop in properties for node in self._graph.objects(event, prop)}
        return tuple(self._entity(node) for node in sorted(nodes, key=str))

    def _entity(self, node: Node) -> Entity:
        if node not in self._entities:
            self._entities[node] = self._describe(node)
        return self._entities[node]

    def _describe(self, node: Node) -> Entity:
        graph = self._graph
        types = set(graph.objects(node, RDF.type))
        if SCHEMA.Person in types:
            owners, posts = self._posts(node)
            bodies = [body for body in owners if self._speaks(body)]
            return self._make(
                node,
                "Person",
                owners=frozenset(map(str, owners)),
                posts=posts,
                countries=frozenset(filter(None, map(self._country, bodies))),
            )
        if SCHEMA.Place in types:
            rank = next((rank for cls, rank in _RANKS.items() if cls in types), Rank.OTHER)
            around = {str(n) for n in graph.transitive_objects(node, SCHEMA.containedInPlace)}
            country = self._country(node)
            return self._make(
                node,
                "Place",
                countries=frozenset({country} if country else ()),
                rank=rank,
                containers=frozenset(around - {str(node)}),
            )
        return self._make(node, "Organization")

    def _make(
        self,
        node: Node,
        type_: str,
        *,
        owners: frozenset[str] = frozenset(),
        posts: frozenset[str] = frozenset(),
        countries: frozenset[str] = frozenset(),
        rank: Rank | None = None,
        containers: frozenset[str] = frozenset(),
    ) -> Entity:
        names = self._texts(node, SCHEMA.name)
        label = names[0] if names else str(node)
        english = [str(o) for o in self._graph.objects(node, SCHEMA.name) if _language(o) == "en"]
        linked = (node, SCHEMA.sameAs, None) in self._graph
        forms = self._names(node)
        return Entity(
            str(node),
            label,
            min(english, default=label),
            type_,
            linked,
            forms,
            owners,
            posts,
            countries,
            rank,
            containers,
        )

    def _posts(self, person: Node) -> tuple[list[Node], frozenset[str]]:
        """Return the owners of a person's present posts, and the posts' names."""
        owners = set(self._graph.objects(person, SCHEMA.affiliation))
        posts: set[str] = set()
        for post in self._graph.objects(person, SCHEMA.hasOccupation):
            titles = self._texts(post, SCHEMA.name)
            if any(_NOT_NOW.match(title) for title in titles):
                continue
            posts.update(titles)
            for prop in (SCHEMA.occupationLocation, KG.organization):
                owners.update(self._graph.objects(post, prop))
        return sorted(owners, key=str), frozenset(posts)

    def _speaks(self, body: Node) -> bool:
        types = set(self._graph.objects(body, RDF.type))
        return SCHEMA.Country in types or any(cls in types for cls in _OF_A_STATE)

    def _names(self, node: Node) -> frozenset[str]:
        """Return a node's names in the form in which they are compared, without bare initials and 氏."""
        texts = (*self._texts(node, SCHEMA.name), *self._texts(node, SCHEMA.alternateName))
        return frozenset(n for t in texts if len(n := normal(t)) > 1 and not _HONORIFIC.search(n))

    def _country(self, node: Node) -> str | None:
        """Return the ISO code of the country of a linked place or body."""
        if self._index is None:
            return None
        linked = {_identifier(link) for link in self._graph.objects(node, SCHEMA.sameAs)}
        for name in self._texts(node, SCHEMA.name):
            for record in self._index.lookup(name):
                if record.id in linked:
                    return record.country
        return None

    def _published(self, article: Node) -> dt.date | None:
        value = self._first(article, SCHEMA.datePublished)
        try:
            return dt.date.fromisoformat(value[:10]) if value else None
        except ValueError:
            return None

    def _texts(self, node: Node, prop: URIRef) -> tuple[str, ...]:
        """Return literals of a property, Japanese first."""
        literals = [o for o in self._graph.objects(node, prop) if isinstance(o, Literal)]
        literals.sort(key=lambda o: (o.language != "ja", o.language or "", str(o)))
        return tuple(map(str, literals))

    def _first(self, node: Node, prop: URIRef) -> str | None:
        return min((str(value) for value in self._graph.objects(node, prop)), default=None)


def _language(term: Node) -> str | None:
    return term.language if isinstance(term, Literal) else None


def _identifier(link: Node) -> str:
    text = str(link)
    if text.startswith(str(WD)):
        return f"wd:{text.removeprefix(str(WD))}"
    return f"gn:{text.removeprefix(str(GN)).rstrip('/')}"
