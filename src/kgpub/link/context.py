"""What the article says around its names: countries, and who or what stands next to a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from kgpub.link.index import Index
from kgpub.model import Article, Entity, EntityType, Linked, Mention
from kgpub.resources import read_table

_SENTENCE_END = re.compile(r"[。\n！？]|(?<=[a-z])\. ")


@cache
def _short_forms() -> dict[str, str]:
    """One-character forms of countries (米, 英), by ISO code."""
    rows = read_table("ja", "countries.tsv")
    return {char: row["code"] for row in reversed(rows) for char in row["chars"].split("|") if char}


@dataclass
class Context:
    """The article and what linking has found out so far.

    ``iso`` maps the ids of linked countries and of entities that have one to ISO codes.
    """

    article: Article
    index: Index
    entities: dict[str, Entity]
    iso: dict[str, str] = field(default_factory=dict)
    countries: set[str] = field(default_factory=set)
    country_spans: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def year(self) -> int | None:
        """The year of the article, if known."""
        day = self.article.reference_date
        return day.year if day else None

    @property
    def domestic(self) -> bool:
        """Whether Japan may be meant where no country is said: it, or something in it, is spoken of."""
        return self.article.language == "ja" and (not self.countries or "JP" in self.iso.values())

    def note(self, entity: Entity) -> None:
        """Remember the country of an entity that has just been linked."""
        if not isinstance(entity.link, Linked):
            return
        candidate = entity.link.candidate
        if candidate.country:
            self.iso[entity.id] = candidate.country
            if candidate.kind == "Country":
                self.countries.add(candidate.country)
                self.country_spans += [(m.start, m.end, candidate.country) for m in entity.mentions]
        self.entities[entity.id] = entity

    def country_of(self, entity_id: str | None) -> str | None:
        """Return the ISO code of a country entity, or of an entity's country."""
        return self.iso.get(entity_id or "")

    def country_before(self, mention: Mention) -> str | None:
        """Return the country that stands directly before a mention (ロシアの外務省), if one does."""
        for start, end, iso in self.country_spans:
            if end <= mention.start <= end + 1 and self.article.text[end : mention.start] in (
                "",
                "の",
                "・",
                " ",
            ):
                return iso
            if start <= mention.start < end and mention.end > end:
                return iso
        return None

    def foreign_before(self, mention: Mention) -> bool:
        """Whether the sentence speaks of a country other than Japan before the mention.

        A country beside Japan in one word (日豪) tells of both, and so of neither.
        """
        begin = 0
        for match in _SENTENCE_END.finditer(self.article.text, 0, mention.start):
            begin = match.end()
        home = {edge for start, end, iso in self.country_spans if iso == "JP" for edge in (start, end)}
        return any(
            begin <= start < mention.start and iso != "JP" and not home & {start, end}
            for start, end, iso in self.country_spans
        )


def country_prefix(name: str, index: Index) -> tuple[str, str] | None:
    """Split a name that begins with a country's: its ISO code, and the rest.

    >>> from kgpub.link.index import Index
    >>> with Index.open() as index:
    ...     country_prefix("ロシア外務省", index), country_prefix("外務省", index)
    (('RU', '外務省'), None)
    """
    for end, records in reversed(index.prefixes(name, 0)):
        if 1 < end < len(name) - 1:
            for record in records:
                if record.kind == "Country" and record.country:
                    return record.country, name[end:].removeprefix("の")
    if len(name) > 3 and name[0] in _short_forms():
        return _short_forms()[name[0]], name[1:]
    return None


def order(entities: Iterable[Entity]) -> Sequence[Entity]:
    """Return entities in the order in which they inform each other: countries, places, bodies, the rest."""
    rank = {EntityType.PLACE: 1, EntityType.ORGANIZATION: 2, EntityType.PERSON: 3, EntityType.TERM: 4}
    return sorted(entities, key=lambda e: 0 if e.kind == "Country" else rank[e.type])
