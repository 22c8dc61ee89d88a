"""What a post belongs to: stated before the name, inside the post, or left to the context."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub.annotate import lexicon
from kgpub.annotate.coreference import Cluster
from kgpub.annotate.role_bodies import BODIES, CHIEFS, PRIVATE_POSTS, fits, head_area
from kgpub.annotate.role_countries import Countries
from kgpub.annotate.textview import KANJI, TextView, is_katakana
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import Entity, EntityType, Role

if TYPE_CHECKING:
    from kgpub.link.index import Index

_SAME = re.compile(r"同(?P<what>国|州|県|府|市|町|村|区|社|行|省|庁|党|大|紙|球団|機構|協会|連盟|組合)の$")


# What makes a name its sentence's topic, past a short name in brackets (青葉銀行(AB)は).
# A body that acts as a sentence's topic.
_TOPIC = re.compile(r"(?:\([^()]*\))?は")
_OF_SENTENCE = re.compile(r"(?:\([^()]*\)|\))?(?:は|が|の|によると|では(?!ない)|でも(?!ない))")


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
        self.countries = Countries(view, entities, self.codes, index, self.roles)
        self.by_end: dict[int, Entity] = {
            p.end: p.entity for p in self.placed if p.entity.type is not EntityType.PERSON
        }

    def sentence_start(self, position: int) -> int:
        """Return where the sentence of a position begins."""
        return max(self.view.text.rfind("。", 0, position), self.view.text.rfind("\n", 0, position)) + 1

    def seat(self, phrase: TitlePhrase) -> Entity | None:
        """Return the place whose last character begins the post: 島原市 of 島原市長, 台北市 of 前台北市長."""
        found = self.by_end.get(phrase.start + 1)
        return found if found is not None and found.type is EntityType.PLACE else None

    def stated(self, phrase: TitlePhrase, start: int) -> str | None:
        """Return the id of what the words give as owner; ``start`` is where name or post begins."""
        if (seat := self.seat(phrase)) is not None:
            return seat.id
        if phrase.organization is not None:
            entity = self.by_end.get(phrase.organization.end)
            if entity is not None:
                return entity.id
        if phrase.country is not None:
            return self._country(phrase.country)
        bracketed = self._in_brackets(phrase)
        if bracketed is not None:
            return bracketed
        before = self.view.text[:start]
        same = _SAME.search(before[-6:])
        if same is not None:
            return self._same(same["what"], start - len(same.group()))
        for joint in (
            "の",
            "」の",
            "",
            " ",
            "側の",
            "出身の",
            "を率いる",
            "を預かる",
            "を主宰する",
            "を束ねる",
        ):
            if before.endswith(joint):
                entity = self.by_end.get(start - len(joint))
                if entity is not None and self._can_own(entity, phrase):
                    return self._team_of(entity) if phrase.head.of == "team" else entity.id
        if before.endswith(")の"):
            # 青葉製作所(横浜市)のX社長, 青葉協会(AKK)のX会長
            opening = before.rfind("(")
            for end in (opening - (before[opening - 1] in "」』"), start - 2):
                entity = self.by_end.get(end)
                if entity is not None and entity.type is EntityType.ORGANIZATION:
                    return entity.id
        if before.endswith("("):
            entity = self.by_end.get(start - 1)
            if entity is not None and entity.type is EntityType.ORGANIZATION:
                return entity.id
        return None

    def _in_brackets(self, phrase: TitlePhrase) -> str | None:
        """Return the organization in brackets after post and name, or around them.

        FW中野拓(パルマ), 中野拓投手(パルマ); 青葉製作所(本社・横浜市、社長:中野拓).
        """
        text = self.view.text
        end = phrase.end
        holder = next((p for p in self.placed if p.start == end and p.entity.type is EntityType.PERSON), None)
        end = holder.end if holder is not None else end
        if text[end : end + 1] == "(" and phrase.head.of in ("team", "organization", "party", ""):
            for p in self.placed:
                if p.start == end + 1 and text[p.end : p.end + 1] == ")":
                    return p.entity.id if p.entity.type is EntityType.ORGANIZATION else None
        line = text.rfind("\n", 0, phrase.start) + 1
        opening = text.rfind("(", line, phrase.start)
        inside = opening >= 0 and ")" not in text[opening : phrase.start]
        if inside and text[phrase.end : phrase.end + 1] == ":":
            around = self.by_end.get(opening)
            if around is not None and around.type is EntityType.ORGANIZATION:
                return around.id
        return None

    def _same(self, what: str, position: int) -> str | None:
        """Return what 同国 or 同社 before a post means."""
        seen = [p.entity for p in self.placed if p.start < position]
        if what == "国":
            fits = [e for e in seen if e.kind == "Country"]
        elif what in "州県府市町村区都":
            fits = [e for e in seen if e.type is EntityType.PLACE and e.name.endswith(what)]
        elif what in ("社", "行", "紙", "球団"):
            fits = [e for e in seen if e.type is EntityType.ORGANIZATION and e.kind in (None, "Corporation")]
        else:
            fits = [e for e in seen if e.type is EntityType.ORGANIZATION and e.name.endswith(what)]
        return fits[-1].id if fits else None

    def _team_of(self, owner: Entity) -> str:
        """Return the national side for a country that a coach or player is said to be of, if it is named."""
        side = next(
            (e for e in self.entities if e.kind == "SportsTeam" and e.name == f"{owner.name}代表"), owner
        )
        return side.id

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
            return stated[0] if stated else self._country_of(person, phrase, position)
        if phrase.posts[0].startswith("党") and phrase.posts[0] != "党首":
            party = [p for p in self.placed if p.start < position and p.entity.kind == "PoliticalParty"]
            if party:
                return party[-1].entity.id
        if of == "place" and head_area(phrase) is not None:
            return self._area_near(position, head_area(phrase) or "")
        if of == "place":
            return self._area_near(position, phrase.head.head)
        if of in ("organization", "party", "team", "company"):
            own = [r for r in self.roles.get(person.id, []) if r.of and not self._is_country(r.of)]
            same = [r.of for r in own if r.title.endswith(phrase.head.head)]
            near = self._organization_near(position, of, phrase.head.head)
            return (same and same[0]) or near or (own[0].of if own else None)
        return None

    def _area_near(self, position: int, head: str) -> str | None:
        """Return the last prefecture before a 知事, the last 市 before a 市長."""
        ending = ("都", "道", "府", "県", "州") if head.endswith("知事") else (head.removeprefix("副")[0],)
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

    def _country_of(self, person: Entity, phrase: TitlePhrase, position: int) -> str | None:
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
        if not katakana and KANJI.search(person.name):
            foreign = self._foreign_surname(person) or not self._japanese_surname(person)
            return (self.countries.east_asian(phrase, position) if foreign else None) or (
                None if self._foreign_surname(person) else self._country("JP")
            )
        return self.countries.only_one(person, phrase, position, self.sentence_start(position))

    def _japanese_surname(self, person: Entity) -> bool:
        """Whether the tagger knows the beginning of the name as a surname."""
        starts = {p.start for p in self.placed if p.entity.id == person.id}
        return any(t.start in starts and t.tag.endswith("姓") for t in self.view.tokens)

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

    def _organization_near(self, position: int, of: str, head: str) -> str | None:
        """Return the organization that the text is about where a post stands without one.

        First the sentence's topic, then what the paragraph's last post belongs to, then
        what the article mentions most.
        """
        organizations = [
            p for p in self.placed if p.entity.type is EntityType.ORGANIZATION and fits(p.entity, of)
        ]
        if head in BODIES:
            organizations = [p for p in organizations if p.entity.name.endswith(BODIES[head])]
        if head in ("総裁", "副総裁"):
            # A bank with one is a country's own.
            organizations = [p for p in organizations if p.entity.kind != "Corporation"]
        start = self.sentence_start(position)
        line = self.view.text.rfind("\n", 0, position) + 1
        for p in reversed(organizations):
            if start <= p.start < position and _OF_SENTENCE.match(self.view.text, p.end):
                return p.entity.id
        if (topic := self._topic_before(organizations, line, start, head)) is not None:
            return topic
        known = {p.entity.id for p in organizations}
        posts = [
            r for rs in self.roles.values() for r in rs if r.of in known and line <= r.span.start < position
        ]
        if posts and head not in CHIEFS:
            return max(posts, key=lambda r: r.span.start).of
        paragraph = {p.entity.id for p in organizations if line <= p.start < position}
        if len(paragraph) == 1 and of == "party":
            return paragraph.pop()
        if head in PRIVATE_POSTS:
            organizations = [p for p in organizations if p.entity.kind != "GovernmentOrganization"]
        if of == "team" and (teams := [p for p in organizations if p.entity.kind == "SportsTeam"]):
            topics = [p for p in teams if line <= p.start < position and self.view.text[p.end] == "は"]
            if topics:
                return topics[-1].entity.id
            organizations = teams
        counts = Counter(p.entity.id for p in organizations)
        first = {p.entity.id: p.start for p in reversed(organizations)}
        ranked = sorted(counts, key=lambda i: (-counts[i], first[i]))
        # Where two bodies are spoken of alike, the post may be of either.
        second = counts[ranked[1]] if len(ranked) > 1 else 0
        leads = bool(ranked) and first[ranked[0]] == min(first.values())
        clear = bool(ranked) and counts[ranked[0]] > second * (1 if leads else 2)
        national = [p.entity.id for p in organizations if p.entity.name.endswith("日本代表")]
        if of == "team" and not clear and national:
            return national[0]
        if posts and not clear:
            return max(posts, key=lambda r: r.span.start).of
        if not clear and head in CHIEFS:
            # ワタミは…と発表した。 … X社長は: the firm that the first sentence is about.
            first_line = self._first_line()
            return self._topic_before(organizations, *first_line, head)
        return ranked[0] if clear else None

    def _topic_before(self, bodies: Sequence[Placed], begin: int, end: int, head: str) -> str | None:
        """Return the last body that a stretch of whole sentences is about, for the post of its chief."""
        if head not in CHIEFS:
            return None
        topics = [p for p in bodies if begin <= p.start < end and _TOPIC.match(self.view.text, p.end)]
        return topics[-1].entity.id if topics else None

    def _first_line(self) -> tuple[int, int]:
        """Return where the first sentence under the headline begins and ends."""
        begin = self.view.text.find("\n") + 1
        return begin, self.view.text.find("。", begin) + 1
