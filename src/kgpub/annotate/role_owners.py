"""What a post belongs to: stated before the name, inside the post, or left to the context."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub.annotate import lexicon
from kgpub.annotate.coreference import Cluster
from kgpub.annotate.textview import KANJI, TextView, is_katakana
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import Entity, EntityType, Role

if TYPE_CHECKING:
    from kgpub.link.index import Index

# Posts that no ministry or court has.
_PRIVATE_POSTS = frozenset(
    [
        "会長",
        "副会長",
        "代表",
        "理事長",
        "教授",
        "准教授",
        "名誉教授",
        "学長",
        "院長",
        "館長",
        "校長",
        "研究員",
        "エコノミスト",
        "アナリスト",
        "ストラテジスト",
        "プロデューサー",
        "ディレクター",
        "マネジャー",
        "団長",
        "編集長",
        "講師",
        "党首",
    ]
)


@dataclass(frozen=True, slots=True)
class Placed:
    """An entity's mention by its place in the text."""

    start: int
    end: int
    entity: Entity


class Owners:
    """Finds the country or organization of a post; knows the roles settled so far."""

    def __init__(
        self, view: TextView, entities: Sequence[Entity], clusters: Sequence[Cluster], index: Index
    ) -> None:
        self.view = view
        self.index = index
        self.entities = entities
        self.roles: dict[str, list[Role]] = {}
        self.placed = sorted(
            (Placed(m.start, m.end, e) for e in entities for m in e.mentions),
            key=lambda p: (p.start, -p.end),
        )
        self.codes = {
            c.key.removeprefix("country:"): e.id
            for e, c in zip(entities, clusters, strict=True)
            if c.key.startswith("country:")
        }
        self.by_end: dict[int, Entity] = {
            p.end: p.entity for p in self.placed if p.entity.type is not EntityType.PERSON
        }

    def sentence_start(self, position: int) -> int:
        """Return where the sentence of a position begins."""
        return max(self.view.text.rfind("。", 0, position), self.view.text.rfind("\n", 0, position)) + 1

    def stated(self, phrase: TitlePhrase, start: int) -> str | None:
        """Return the id of what the words give as owner; ``start`` is where name or post begins."""
        if phrase.organization is not None:
            entity = self.by_end.get(phrase.organization.end)
            if entity is not None:
                return entity.id
        if phrase.country is not None:
            return self._country(phrase.country)
        before = self.view.text[:start]
        for joint in ("の", "」の", "", "側の", "出身の"):
            if before.endswith(joint):
                entity = self.by_end.get(start - len(joint))
                if entity is not None and self._can_own(entity, phrase):
                    return entity.id
        if before.endswith("("):
            entity = self.by_end.get(start - 1)
            if entity is not None and entity.type is EntityType.ORGANIZATION:
                return entity.id
        return None

    @staticmethod
    def _can_own(entity: Entity, phrase: TitlePhrase) -> bool:
        if phrase.head.of == "":
            return False
        return entity.type in (EntityType.ORGANIZATION, EntityType.PLACE)

    def implied(self, person: Entity, phrase: TitlePhrase, position: int) -> str | None:
        """Return the id of what the context gives as owner, or ``None``."""
        of = phrase.head.of
        if of == "country":
            if phrase.head.country:
                return self._country(phrase.head.country)
            stated = [r.of for r in self.roles.get(person.id, []) if r.of and self._is_country(r.of)]
            return stated[0] if stated else self._country_of(person, position)
        if phrase.posts[0].startswith("党") and phrase.posts[0] != "党首":
            party = [p for p in self.placed if p.start < position and p.entity.kind == "PoliticalParty"]
            if party:
                return party[-1].entity.id
        if of == "place":
            return self._area_near(position, phrase.head.head)
        if of in ("organization", "party", "team", "company"):
            own = [r for r in self.roles.get(person.id, []) if r.of and not self._is_country(r.of)]
            same = [r.of for r in own if r.title.endswith(phrase.head.head)]
            near = self._organization_near(position, of, private=phrase.head.head in _PRIVATE_POSTS)
            return (same and same[0]) or near or (own[0].of if own else None)
        return None

    def _area_near(self, position: int, head: str) -> str | None:
        """Return the last prefecture before a 知事, the last 市 before a 市長."""
        ending = ("都", "道", "府", "県") if head.endswith("知事") else (head.removeprefix("副")[0],)
        areas = [e for e in self.entities if e.type is EntityType.PLACE and e.name.endswith(ending)]
        line = self.view.text.rfind("\n", 0, position) + 1
        here = [e for e in areas if e.name in self.view.text[line:position]]
        if here:
            # The last one of the paragraph, also inside 川崎市消防局.
            return max(here, key=lambda e: self.view.text.rfind(e.name, line, position)).id
        best = max(areas, key=lambda e: self.view.text.count(e.name), default=None)
        return best.id if best else None

    def _is_country(self, entity_id: str) -> bool:
        return any(e.id == entity_id and e.kind == "Country" for e in self.entities)

    def _country(self, code: str) -> str | None:
        """Return the id of a country's entity, if the article has it."""
        return self.codes.get(code)

    def _country_of(self, person: Entity, position: int) -> str | None:
        """Return the country of a known leader, else the one that the sentence or the text before points to.

        米国からルビオ国務長官とウィットコフ特使 gives both the same country. A Japanese
        name is taken for Japan's.
        """
        coordinated = self._neighbour(position)
        if coordinated is not None:
            return coordinated
        records = [*self.index.lookup(person.name)]
        if not records:
            last = re.split("[・=]", person.name)[-1]
            records = [r for r in self.index.surname(last) if r.leader]
        codes = [r.country for r in records if r.type is EntityType.PERSON and r.country]
        if codes and len(set(codes[:3])) == 1 and self._country(codes[0]):
            return self._country(codes[0])
        katakana = any(is_katakana(n.replace("・", "")) for n in (person.name, *person.aliases))
        if not katakana and KANJI.search(person.name) and not self._foreign_surname(person):
            return self._country("JP")
        return self._country_near(position, foreign=True)

    def _foreign_surname(self, person: Entity) -> bool:
        """Whether a name of kanji begins with a Chinese or Korean surname."""
        glued = any(person.name.endswith(r.title) for r in self.roles.get(person.id, []))
        glued = glued or any(person.name.endswith(head) for head in lexicon.titles())
        return person.name[0] in lexicon.foreign_surnames() and (len(person.name) <= 3 or glued)

    def _neighbour(self, position: int) -> str | None:
        """Return the country of X in XのA外相とB特使, or of 米国 in 米国からA氏."""
        start = self.sentence_start(position)
        text = self.view.text
        for p in reversed(self.placed):
            if not start <= p.start < position:
                continue
            between = text[p.end : position]
            if p.entity.type is EntityType.PERSON:
                if between in ("と", "や", "及び", "および"):
                    return next(
                        (r.of for r in self.roles.get(p.entity.id, []) if r.of and self._is_country(r.of)),
                        None,
                    )
                return None
            if p.entity.kind == "Country" and re.fullmatch(
                r"(?:側)?(?:から|は|の|では|からは|の[^、。]{1,8}の)", between
            ):
                return p.entity.id
        return None

    def _country_near(self, position: int, *, foreign: bool) -> str | None:
        """Return the last country before, also at the beginning of an organization's name (中国外務省)."""
        for p in reversed(self.placed):
            if p.start >= position:
                continue
            if foreign and p.entity.id == self.codes.get("JP"):
                continue
            if p.entity.kind == "Country":
                return p.entity.id
            if p.entity.type is EntityType.ORGANIZATION:
                for name, known in lexicon.countries().items():
                    if self.view.text.startswith(name, p.start) and known.country in self.codes:
                        return self.codes[known.country]
        return None

    def _organization_near(self, position: int, of: str, *, private: bool) -> str | None:
        """Return the organization that the text is about where a post stands without one.

        First the sentence's topic, then what the paragraph's last post belongs to, then
        what the article mentions most.
        """
        organizations = [
            p for p in self.placed if p.entity.type is EntityType.ORGANIZATION and _fits(p.entity, of)
        ]
        start = self.sentence_start(position)
        line = self.view.text.rfind("\n", 0, position) + 1
        for p in reversed(organizations):
            if start <= p.start < position and self.view.text.startswith(
                ("は", "が", "の", "によると"), p.end
            ):
                return p.entity.id
        known = {p.entity.id for p in organizations}
        posts = [
            r for rs in self.roles.values() for r in rs if r.of in known and line <= r.span.start < position
        ]
        if posts:
            return max(posts, key=lambda r: r.span.start).of
        if private:
            organizations = [p for p in organizations if p.entity.kind != "GovernmentOrganization"]
        counts = Counter(p.entity.id for p in organizations)
        first = {p.entity.id: p.start for p in reversed(organizations)}
        return min(counts, key=lambda i: (-counts[i], first[i]), default=None)


def _fits(organization: Entity, of: str) -> bool:
    if of == "team":
        return organization.kind in (None, "SportsTeam", "Organization")
    if of == "party":
        return organization.kind == "PoliticalParty"
    if of == "company":
        return organization.kind not in ("GovernmentOrganization", "NewsMediaOrganization", "PoliticalParty")
    return organization.kind != "NewsMediaOrganization"
