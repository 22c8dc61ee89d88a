"""Posts of people: what title, and of which country or organization."""

from __future__ import annotations

import re
from collections import Counter
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
# 大臣 is no second post of an 外務大臣.
_SHORT_POSTS = {"大臣": ("大臣", "相"), "長官": ("長官",), "室長": ("室長",), "補佐官": ("補佐官",), "次官": ("次官",)}
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
        r
        for r in kept.values()
        if (r.of is not None or not any(o.title == r.title and o.of for o in kept.values()))
        and not (r.title in _SHORT_POSTS and any(o.title != r.title and o.title.endswith(_SHORT_POSTS[r.title]) for o in kept.values()))
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
        self.found: list[tuple[Entity, TitlePhrase, int]] = []
        used: set[int] = set()
        for entity, cluster in zip(entities, clusters, strict=True):
            for evidence in cluster.evidence.values():
                if evidence.title is not None:
                    used.add(evidence.title.start)
                    self._add(entity, evidence.title, evidence.name.start)
        for phrase in phrases:
            if phrase.start not in used:
                self._standing_alone(phrase)
        # What the text states about a person settles what it leaves out elsewhere.
        for must_be_stated in (True, False):
            for person, phrase, start in self.found:
                self._settle(person, phrase, start, must_be_stated)

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
        glued = self._person_at(phrase_end)
        if glued is not None and phrase.head.of in ("", "team"):
            self._add(glued.entity, phrase, phrase.start)
            return
        if person is not None and after == "、" and text[max(0, phrase.start - 1) : phrase.start] == "の":
            # ゴールドマン・サックスのエコノミスト、X氏
            if (phrase.start - 1) in self.by_end and phrase.head.of not in ("country", "place"):
                self._add(person.entity, phrase, phrase.start)
                return
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
        self.found.append((person, phrase, name_start))

    def _settle(self, person: Entity, phrase: TitlePhrase, name_start: int, must_be_stated: bool) -> None:
        # In 中国の習近平国家主席 the owner stands before the name, in 日銀の総裁 before the post.
        of = self._stated(phrase, min(name_start, phrase.start))
        if must_be_stated != (of is not None):
            return
        of = of or self._implied(person, phrase, name_start)
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
        for joint in ("の", "", "側の", "出身の"):
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
            return self._area_near(position, phrase.head.head)
        if of in ("organization", "party", "team", "company"):
            own = [r for r in self.roles.get(person.id, []) if r.of and not self._is_country(r.of)]
            same = [r.of for r in own if r.title.endswith(phrase.head.head)]
            return (same and same[0]) or self._organization_near(position, of) or (own[0].of if own else None)
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
                if between in ("と", "や", "及び", "および"):
                    return next((r.of for r in self.roles.get(p.entity.id, []) if r.of and self._is_country(r.of)), None)
                return None
            if p.entity.kind == "Country" and re.fullmatch(r"(?:側)?(?:から|は|の|では|からは|の[^、。]{1,8}の)", between):
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

    def _organization_near(self, position: int, of: str) -> str | None:
        """Return the organization that the text is about where a post stands without one.

        First the sentence's topic, then what the paragraph's last post belongs to, then
        what the article mentions most.
        """
        organizations = [p for p in self.placed if p.entity.type is EntityType.ORGANIZATION and _fits(p.entity, of)]
        start = self._sentence_start(position)
        line = self.view.text.rfind("\n", 0, position) + 1
        for p in reversed(organizations):
            if start <= p.start < position and self.view.text.startswith(("は", "が", "の", "によると"), p.end):
                return p.entity.id
        known = {p.entity.id for p in organizations}
        posts = [r for rs in self.roles.values() for r in rs if r.of in known and line <= r.span.start < position]
        if posts:
            return max(posts, key=lambda r: r.span.start).of
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


def titles_of(entity: Entity) -> Iterator[str]:
    """Yield the titles of a person."""
    for role in entity.roles:
        yield role.title
