"""Posts of people: what title, and of which country or organization."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgpub.annotate import lexicon
from kgpub.annotate.coreference import Cluster
from kgpub.annotate.textview import KANJI, TextView, is_katakana, is_nominal
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import Entity, EntityType, Role, Span

if TYPE_CHECKING:
    from kgpub.link.index import Index

_APPOINTED = re.compile(r"起用|充て|任命|指名|選出|選ん|選ば|選び|昇格|内定|登用|抜擢|就任|就く|就い|就け|据え|再任|決め|する人事")
_TAKES = re.compile(r"に(?:就任|就[いくき]|復帰|選出|選ば|昇格|な[りるっ]|返り咲)|を(?:務め|兼ね|兼務|退任|辞任|退[くい]|辞め|歴任)|に(?:とどま|留任|再任|再選)|として(?:活[動躍]|知られ)|で(?:、|ある|あり)")
_NO_PART_OF_POST = re.compile(r"^(?:新(?=[^聞])|現(?=[^代])|初代|第?[0-9]+代)")
_PLURAL = re.compile(r"の(?:両|[2-9])$")


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entity's mention by its place in the text."""

    start: int
    end: int
    entity: Entity


def with_roles(
    view: TextView,
    entities: Sequence[Entity],
    clusters: Sequence[Cluster],
    phrases: Sequence[TitlePhrase],
    index: Index,
) -> tuple[Entity, ...]:
    """Return the entities with people's roles filled in; ``clusters`` run parallel to ``entities``."""
    finder = _RoleFinder(view, entities, clusters, phrases, index)
    return tuple(
        replace(e, roles=_distinct(finder.roles.get(e.id, []))) if e.type is EntityType.PERSON else e
        for e in entities
    )


def _distinct(roles: Iterable[Role]) -> tuple[Role, ...]:
    """Return roles once each; one without country or organization gives way to its like with one."""
    ordered = sorted(roles, key=lambda r: (r.span.start, r.span.end))
    kept: dict[tuple[str, str | None], Role] = {}
    for r in ordered:
        kept.setdefault((r.title, r.of), r)
    return tuple(
        r for r in kept.values() if r.of is not None or not any(o.title == r.title and o.of for o in kept.values())
    )


class _RoleFinder:
    """Collects the roles of one article."""

    def __init__(
        self,
        view: TextView,
        entities: Sequence[Entity],
        clusters: Sequence[Cluster],
        phrases: Sequence[TitlePhrase],
        index: Index,
    ) -> None:
        self.view = view
        self.index = index
        self.entities = entities
        self.placed = sorted(
            (_Placed(m.start, m.end, e) for e in entities for m in e.mentions),
            key=lambda p: (p.start, -p.end),
        )
        self.codes = {
            c.key.removeprefix("country:"): e.id
            for e, c in zip(entities, clusters, strict=True)
            if c.key.startswith("country:")
        }
        self.by_end: dict[int, Entity] = {p.end: p.entity for p in self.placed if p.entity.type is not EntityType.PERSON}
        self.roles: dict[str, list[Role]] = {}
        used: set[int] = set()
        for entity, cluster in zip(entities, clusters, strict=True):
            for evidence in cluster.evidence.values():
                if evidence.title is not None:
                    used.add(evidence.title.start)
                    self._add(entity, evidence.title, evidence.name.start)
        for phrase in phrases:
            if phrase.start not in used:
                self._standing_alone(phrase)

    # --- which person -------------------------------------------------------

    def _standing_alone(self, phrase: TitlePhrase) -> None:
        text = self.view.text
        before = self.view.before(phrase.start)
        if before is not None and is_nominal(before) and not before.tag.startswith("名詞-数詞") and before.text != "両":
            if before.end not in self.by_end and "副詞可能" not in before.tag:
                return
        # 最高経営責任者(CEO)に
        brackets = re.compile(r"\([A-Z]{2,4}\)").match(text, phrase.end)
        phrase_end = brackets.end() if brackets else phrase.end
        after = text[phrase_end : phrase_end + 1]
        person = self._person_at(phrase_end + 1)
        if person is not None and after == "の":
            # 俳優の仲代達矢さん, 副機長の…さん
            self._add(person.entity, phrase, phrase.start)
            return
        sentence_end = self._sentence_end(phrase_end)
        rest = text[phrase_end:sentence_end]
        headline = text[sentence_end : sentence_end + 1] != "。"
        if person is not None and after == "に" and (_APPOINTED.search(rest) or headline):
            self._add(person.entity, phrase, phrase.start)
            return
        if after == "に" and _APPOINTED.search(rest[:14]):
            appointed = self._before(phrase.start, ("を",))
            if appointed is not None:
                self._add(appointed, phrase, phrase.start)
                return
        if _TAKES.match(rest):
            for subject in self._subjects(phrase.start):
                self._add(subject, phrase, phrase.start)
            return
        if phrase.start and _PLURAL.search(text[max(0, phrase.start - 3) : phrase.start]):
            for person_in_list in self._list_before(phrase.start):
                self._add(person_in_list, phrase, phrase.start)
            return
        opening = text.rfind("(", max(0, phrase.start - 25), phrase.start)
        if opening >= 0 and ")" not in text[opening : phrase.start] and text[phrase.end : phrase.end + 1] in (")", "、"):
            # 半沢会長(三菱UFJ銀行頭取)
            holder = next((p.entity for p in self.placed if p.end == opening and p.entity.type is EntityType.PERSON), None)
            if holder is not None:
                self._add(holder, phrase, phrase.start)

    def _person_at(self, start: int) -> _Placed | None:
        return next((p for p in self.placed if p.start == start and p.entity.type is EntityType.PERSON), None)

    def _sentence_start(self, position: int) -> int:
        return max(self.view.text.rfind("。", 0, position), self.view.text.rfind("\n", 0, position)) + 1

    def _sentence_end(self, position: int) -> int:
        ends = [p for p in (self.view.text.find("。", position), self.view.text.find("\n", position)) if p >= 0]
        return min(ends, default=len(self.view.text))

    def _before(self, position: int, particles: tuple[str, ...]) -> Entity | None:
        """Return the last person of the sentence that a particle marks, ages in brackets aside."""
        start = self._sentence_start(position)
        for p in reversed(self.placed):
            if p.entity.type is EntityType.PERSON and start <= p.start < position:
                rest = re.sub(r"^\([^)]*\)", "", self.view.text[p.end : position])
                if rest.startswith(particles):
                    return p.entity
        return None

    def _subjects(self, position: int) -> list[Entity]:
        """Return the sentence's subject before a position; more than one for A、Bの両氏は."""
        start = self._sentence_start(position)
        people = [p for p in self.placed if p.entity.type is EntityType.PERSON and start <= p.start < position]
        for k in range(len(people) - 1, -1, -1):
            rest = re.sub(r"^\([^)]*\)", "", self.view.text[people[k].end : position])
            if not re.match(r"(?:の両氏|の[2-9]氏|ら[2-9]人)?[はがも]|、", rest):
                continue
            subjects = [people[k].entity]
            while k and self.view.text[people[k - 1].end : people[k].start] in ("、", "と", "・"):
                k -= 1
                subjects.insert(0, people[k].entity)
            if rest.startswith("、") and len(subjects) == 1:
                return subjects if self.view.text[start : people[k].start] == "" else []
            return subjects
        return []

    def _list_before(self, position: int) -> list[Entity]:
        start = self._sentence_start(position)
        return [
            p.entity for p in self.placed if p.entity.type is EntityType.PERSON and start <= p.start < position
        ]

    # --- which country or organization --------------------------------------

    def _add(self, person: Entity, phrase: TitlePhrase, name_start: int) -> None:
        # In 中国の習近平国家主席 the owner stands before the name, in 日銀の総裁 before the post.
        of = self._stated(phrase, min(name_start, phrase.start)) or self._implied(person, phrase, name_start)
        for post in phrase.posts:
            title = _NO_PART_OF_POST.sub("", post)
            self.roles.setdefault(person.id, []).append(Role(title, of, Span(phrase.bare_start, phrase.end)))

    def _stated(self, phrase: TitlePhrase, start: int) -> str | None:
        if phrase.organization is not None:
            entity = self.by_end.get(phrase.organization.end)
            if entity is not None:
                return entity.id
        if phrase.country is not None:
            return self._country(phrase.country)
        before = self.view.text[:start]
        for joint in ("の", ""):
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

    def _implied(self, person: Entity, phrase: TitlePhrase, position: int) -> str | None:
        of = phrase.head.of
        if of == "country":
            if phrase.head.country:
                return self._country(phrase.head.country)
            stated = [r.of for r in self.roles.get(person.id, []) if r.of and self._is_country(r.of)]
            return stated[0] if stated else self._country_of(person, position)
        if phrase.posts[0].startswith("党") and phrase.posts[0] != "党首":
            party = [
                p for p in self.placed if p.start < position and p.entity.kind == "PoliticalParty"
            ]
            if party:
                return party[-1].entity.id
        if of == "place":
            return None
        if of in ("organization", "party", "team"):
            stated = [r.of for r in self.roles.get(person.id, []) if r.of and not self._is_country(r.of)]
            return stated[0] if stated else self._organization_near(position, of)
        return None

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
        if not katakana and KANJI.match(person.name) and not self._foreign_surname(person):
            return self._country("JP")
        return self._country_near(position)

    def _foreign_surname(self, person: Entity) -> bool:
        """Whether a name of kanji begins with a Chinese or Korean surname."""
        return person.name[0] in lexicon.foreign_surnames() and len(person.name) <= 3

    def _neighbour(self, position: int) -> str | None:
        """Return the country of X in XのA外相とB特使, or of 米国 in 米国からA氏."""
        start = self._sentence_start(position)
        text = self.view.text
        for p in reversed(self.placed):
            if not start <= p.start < position:
                continue
            between = text[p.end : position]
            if p.entity.type is EntityType.PERSON:
                if between in ("と", "、", "や", "、及び", "および"):
                    return next((r.of for r in self.roles.get(p.entity.id, []) if r.of and self._is_country(r.of)), None)
                return None
            if p.entity.kind == "Country" and re.fullmatch(r"(?:側)?(?:から|は|の|では|からは|の[^、。]{1,8}の)", between):
                return p.entity.id
        return None

    def _country_near(self, position: int) -> str | None:
        """Return the last country before, also at the beginning of an organization's name (中国外務省)."""
        for p in reversed(self.placed):
            if p.start >= position:
                continue
            if p.entity.kind == "Country":
                return p.entity.id
            if p.entity.type is EntityType.ORGANIZATION:
                for name, known in lexicon.countries().items():
                    if self.view.text.startswith(name, p.start) and known.country in self.codes:
                        return self.codes[known.country]
        return None

    def _organization_near(self, position: int, of: str) -> str | None:
        """Return the organization that the text is about where a post stands without one."""
        start = self._sentence_start(position)
        line = self.view.text.rfind("\n", 0, position) + 1
        organizations = [p for p in self.placed if p.entity.type is EntityType.ORGANIZATION and _fits(p.entity, of)]
        for begin in (start, line, 0):
            near = [p for p in organizations if begin <= p.start < position]
            if near:
                topics = [p for p in near if self.view.text[p.end : p.end + 1] in ("は", "が", "の")]
                return (topics or near)[-1 if begin else 0].entity.id
        return None


def _fits(organization: Entity, of: str) -> bool:
    if of == "team":
        return organization.kind in (None, "SportsTeam", "Organization")
    if of == "party":
        return organization.kind == "PoliticalParty"
    return organization.kind != "NewsMediaOrganization"


def titles_of(entity: Entity) -> Iterator[str]:
    """Yield the titles of a person."""
    for role in entity.roles:
        yield role.title
