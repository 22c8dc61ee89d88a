"""Minting IRIs: stable, ASCII, and the same for the same input on any machine."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import quote

from rdflib import URIRef

from kgpub.model import (
    Article,
    Entity,
    EntityType,
    Event,
    EventKind,
    Linked,
    Role,
    Statement,
    TimePrecision,
)

_SEGMENT = {
    EntityType.PERSON: "person",
    EntityType.ORGANIZATION: "organization",
    EntityType.PLACE: "place",
    EntityType.TERM: "term",
}
# What one person does alone; a day and that person identify the event.
_OF_ONE = frozenset({EventKind.VISIT, EventKind.PERSONNEL_CHANGE, EventKind.DEATH, EventKind.AWARD})


def local_name(text: str) -> str:
    """Return a name as the local part of an IRI, legal in a Turtle prefixed name without escapes.

    The name is normalised (NFKC, white space and ・ dropped between its parts),
    and all that is not an ASCII letter, digit, ``-`` or ``_`` is percent-encoded.

    >>> local_name("王毅")
    '%E7%8E%8B%E6%AF%85'
    >>> local_name("Ａ B")
    'A_B'
    """
    normal = re.sub(r"\s+", "_", unicodedata.normalize("NFKC", text).strip())
    encoded = quote(normal, safe="-_").replace("~", "%7E")
    # A local name may not begin with - or . and may not end with a full stop.
    return re.sub(r"^[-.]|\.$", lambda m: f"%{ord(m.group()):02X}", encoded)


def article_key(article: Article) -> str:
    """Return what identifies an article: its day and a digest of its URL, or of its text if it has none."""
    seed = article.url or article.text
    digest = hashlib.sha256(seed.encode()).hexdigest()[:12]
    day = article.reference_date
    return f"{day.isoformat()}-{digest}" if day is not None else digest


def article_iri(base: str, article: Article) -> str:
    """Return the IRI of an article under a base IRI, which is also the name of its graph."""
    return f"{base}article/{article_key(article)}"


class Minter:
    """Mints the IRIs of one article's nodes under a base IRI."""

    def __init__(self, base: str, article: Article, entities: Mapping[str, Entity]) -> None:
        self.base = base
        self.key = article_key(article)
        self.article = URIRef(article_iri(base, article))
        self._entities = entities
        self._by_entity: dict[str, URIRef] = {}
        taken: set[URIRef] = set()
        for entity in entities.values():
            iri = plain = self._entity_iri(entity)
            number = 2
            while iri in taken:
                # Two referents with one name in one article are two nodes.
                iri = URIRef(f"{plain}_{number}")
                number += 1
            taken.add(iri)
            self._by_entity[entity.id] = iri
        self._events: dict[str, URIRef] = {}

    def entity(self, entity: str) -> URIRef:
        """Return the IRI of an entity, by its id in the article."""
        return self._by_entity[entity]

    def _entity_iri(self, entity: Entity) -> URIRef:
        return URIRef(f"{self.base}{_SEGMENT[entity.type]}/{self._entity_key(entity)}")

    def _entity_key(self, entity: Entity) -> str:
        if isinstance(entity.link, Linked):
            scheme, _, number = entity.link.candidate.id.partition(":")
            return number if scheme == "wd" else f"geonames-{number}"
        key = local_name(entity.name)
        if entity.type is EntityType.PERSON:
            # People of one name under different flags are different people.
            owner = next((role.of for role in entity.roles if role.of is not None), None)
            if owner is not None and self._entities[owner].type is not EntityType.PERSON:
                key += "_" + self._entity_key(self._entities[owner])
        return key

    def event(self, event: Event) -> URIRef:
        """Return the IRI of an event: from its key where that is complete, else one of the article's own.

        The key is complete with a day and two participants, or with a day and one
        where the kind of event is of one person. Two outlets that report the same
        meeting then mint the same IRI without knowing of each other.
        """
        if event.id in self._events:
            return self._events[event.id]
        iri = self._shared_event(event)
        if iri is None or iri in self._events.values():
            number = sum(1 for e in self._events.values() if f"_{event.kind.value}" in e) + 1
            iri = URIRef(f"{self.base}event/{self.key}_{event.kind.value}{number}")
        self._events[event.id] = iri
        return iri

    def _shared_event(self, event: Event) -> URIRef | None:
        needed = 1 if event.kind in _OF_ONE else 2
        if event.time is None or len(event.participants) < needed:
            return None
        if event.time.precision not in (TimePrecision.DAY, TimePrecision.MINUTE):
            return None
        day = event.time.start_value[:10]
        parts = sorted({str(self.entity(p.entity)).removeprefix(self.base) for p in event.participants})
        digest = hashlib.sha256("\n".join([event.kind.value, day, *parts]).encode()).hexdigest()[:12]
        return URIRef(f"{self.base}event/{event.kind.value}-{day}-{digest}")

    def statement(self, statement: Statement) -> URIRef:
        """Return the IRI of a quotation: its article and its number there; each speaker has one."""
        return URIRef(f"{self.base}quotation/{self.key}_{statement.id}")

    def occupation(self, role: Role) -> URIRef:
        """Return the IRI of a post, shared by all articles that name it: 外相 of Q159."""
        key = local_name(role.title)
        if role.of is not None:
            owner = self._entities[role.of]
            key += "_" + str(self.entity(role.of)).rsplit("/", 1)[1]
            if owner.type is EntityType.ORGANIZATION:
                key = f"org-{key}"
        return URIRef(f"{self.base}occupation/{key}")

    def named(self, segment: str, name: str) -> URIRef:
        """Return the IRI of a node known by nothing but its name."""
        return URIRef(f"{self.base}{segment}/{local_name(name)}")

    def fragment(self, fragment: str) -> URIRef:
        """Return the IRI of a part of the article."""
        return URIRef(f"{self.article}#{fragment}")
