"""Posts of people: what title, and of which country or organization."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kgpub.annotate import lexicon
from kgpub.annotate.coreference import Cluster
from kgpub.annotate.role_owners import Owners, Placed
from kgpub.annotate.textview import TextView, is_nominal
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import Entity, EntityType, Role, Span

if TYPE_CHECKING:
    from kgpub.link.index import Index

_APPOINTED = re.compile(
    r"起用|充て|任命|指名|選出|選ん|選ば|選び|昇格|内定|登用|抜擢|就任|就く|就い|就け|据え|再任|決め|する人事"
)
_TAKES = re.compile(
    r"に(?:就任|就[いくき]|復帰|選出|選ば|(?:任命|指名|起用|登用|抜擢|選任)され|内定|昇格|な[りるっ]|返り咲)|を(?:務め|兼ね|兼務|退任|辞任|退[くい]|辞め|歴任)|に(?:とどま|留任|再任|再選)|として(?:活[動躍]|知られ)|で(?:、|ある|あり)"
)
# 大臣 is no second post of an 外務大臣.
_SHORT_POSTS = {
    "大臣": ("大臣", "相"),
    "長官": ("長官",),
    "室長": ("室長",),
    "補佐官": ("補佐官",),
    "次官": ("次官",),
}
_NO_PART_OF_POST = re.compile(r"^(?:新(?=[^聞])|現(?=[^代])|初代|第?[0-9一二三四五六七八九十]+代目?)")
_WHO_HOLDS = re.compile(
    r"(?:を(?:務め(?:る|た|ている|ていた)|兼ね(?:る|た)|兼務する|退いた|退任した|辞任した)|"
    r"に(?:就任(?:する|した)|就(?:く|いた)|選ばれた|選出された|起用された|決まった)|だった|である)"
)
_ELECTION = re.compile(
    r"(?P<area>[一-龥々ヶァ-ヺ]{1,6}?(?:[市町村区](?=長選)|[都道府県](?=知事選)))(?P<post>長|知事)選"
)
_INCUMBENT = re.compile(r"現職の$")
_JOINT = re.compile(r"(?:\([^()]*\))?(?:と|、|・)")
_PLURAL = re.compile(r"の(?:両|[2-9])$")


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
        and not (
            r.title in _SHORT_POSTS
            and any(o.title != r.title and o.title.endswith(_SHORT_POSTS[r.title]) for o in kept.values())
        )
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
        self.owners = Owners(view, entities, clusters, index)
        self.placed = self.owners.placed
        self.roles = self.owners.roles
        self.phrases = phrases
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
        self._incumbents()
        # What the text states about a person settles what it leaves out elsewhere.
        for must_be_stated in (True, False):
            for person, phrase, start in self.found:
                self._settle(person, phrase, start, must_be_stated)

    # --- which person -------------------------------------------------------

    def _standing_alone(self, phrase: TitlePhrase) -> None:
        text = self.view.text
        before = self.view.before(phrase.start)
        if (
            (
                before is not None
                and is_nominal(before)
                and not before.tag.startswith("名詞-数詞")
                and before.text != "両"
            )
            and before.end not in self.owners.by_end
            and self.owners.seat(phrase) is None
            and not (phrase.head.of == "" and before.text in lexicon.country_characters())
            and "副詞可能" not in before.tag
        ):
            whole = self._with_compound(phrase)
            if whole is None:
                return
            phrase = whole
        # 最高経営責任者(CEO)に
        brackets = re.compile(r"\([A-Z]{2,4}\)").match(text, phrase.end)
        phrase_end = brackets.end() if brackets else phrase.end
        after = text[phrase_end : phrase_end + 1]
        person = self._person_at(phrase_end + 1)
        glued = self._person_at(phrase_end)
        if glued is not None and phrase.head.of in ("", "team"):
            self._add(glued.entity, phrase, phrase.start)
            return
        owned = any(
            text[: phrase.start].endswith(joint) and phrase.start - len(joint) in self.owners.by_end
            for joint in ("の", "」の", ")の")
        )
        if person is not None and after == "・" and text[phrase.start - 1 : phrase.start] == "(":
            # 大法廷(裁判長・中野拓判事)
            self._add(person.entity, phrase, phrase.start)
            return
        if person is not None and after in (":", " ", "　") and (after == ":" or not owned):
            # 代表取締役社長:中野拓 of a press release
            self._add(person.entity, phrase, phrase.start)
            return
        occupation = phrase.head.of == ""
        if (
            person is not None
            and after == "、"
            and (owned or occupation)
            and phrase.head.of not in ("country", "place")
        ):
            # ゴールドマン・サックスのエコノミスト、X氏
            self._add(person.entity, phrase, phrase.start)
            return
        if person is None and after == "の" and text.startswith("の故", phrase_end):
            # 映画監督の故中野拓さん
            person = self._person_at(phrase_end + 2)
        if person is not None and after == "の":
            # 俳優の仲代達矢さん, 副機長の…さん
            for holder in self._coordinated(person, text[max(0, phrase.start - 4) : phrase.start]):
                self._add(holder, phrase, phrase.start)
            return
        if occupation and after == "で":
            # 作家で考古学者の中野拓さん
            second = next((q for q in self.phrases if q.start == phrase_end + 1), None)
            joint = second.end + (text[second.end : second.end + 1] in "のだ、") if second else 0
            person = self._person_at(joint) if joint else None
            if person is not None:
                self._add(person.entity, phrase, phrase.start)
                return
        sentence_end = self._sentence_end(phrase_end)
        rest = text[phrase_end:sentence_end]
        headline = text[sentence_end : sentence_end + 1] != "。"
        if person is not None and after == "に" and (_APPOINTED.search(rest) or headline):
            self._add(person.entity, phrase, phrase.start)
            return
        if after == "に" and rest.startswith("には") and _APPOINTED.search(rest):
            for holder in self._after(phrase_end + 2, sentence_end):
                self._add(holder, phrase, phrase.start)
            return
        if after == "に" and _APPOINTED.search(rest[:14]):
            appointed = self._before(phrase.start, ("を",))
            if appointed is not None:
                self._add(appointed, phrase, phrase.start)
                return
        relative = _WHO_HOLDS.match(text, phrase_end)
        whose = self._person_at(relative.end()) if relative is not None else None
        if whose is not None:
            # 弁護団の団長を務める中野拓弁護士
            self._add(whose.entity, phrase, phrase.start)
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
        if (
            opening >= 0
            and ")" not in text[opening : phrase.start]
            and text[phrase.end : phrase.end + 1] in (")", "、")
        ):
            # 半沢会長(三菱UFJ銀行頭取)
            outer = next(
                (p.entity for p in self.placed if p.end == opening and p.entity.type is EntityType.PERSON),
                None,
            )
            if outer is not None:
                self._add(outer, phrase, phrase.start)

    def _person_at(self, start: int) -> Placed | None:
        return next((p for p in self.placed if p.start == start and p.entity.type is EntityType.PERSON), None)

    def _incumbents(self) -> None:
        """Give 現職のX the office that the article's election is about (青葉市長選)."""
        offices = {m["area"]: m["post"] for m in _ELECTION.finditer(self.view.text, 0, self.view.prose_end)}
        areas = {a: e for a in offices for e in self.owners.entities if e.name == a}
        if len(areas) != 1:
            return
        area, place = next(iter(areas.items()))
        title = offices[area] if offices[area] == "知事" else area[-1] + "長"
        for p in self.placed:
            if p.entity.type is EntityType.PERSON and _INCUMBENT.search(self.view.text, 0, p.start):
                role = Role(title, place.id, Span(p.start, p.end))
                self.roles.setdefault(p.entity.id, []).append(role)

    def _with_compound(self, phrase: TitlePhrase) -> TitlePhrase | None:
        """Return a post with the common nouns glued before it, if somebody holds it (企画代表を務める)."""
        if not _TAKES.match(self.view.text, phrase.end):
            return None
        start = phrase.start
        while (token := self.view.before(start)) is not None and is_nominal(token):
            if token.tag.startswith(("名詞-固有名詞", "名詞-数詞")) or start - token.start < 1:
                return None
            start = token.start
        post = self.view.text[start : phrase.end]
        return replace(phrase, start=start, bare_start=start, posts=(post,))

    def _coordinated(self, person: Placed, before: str) -> list[Entity]:
        """Return a person, with those that と and 、 join after いずれも or ともに."""
        holders = [person.entity]
        if not before.endswith(("いずれも", "ともに", "どちらも")):
            return holders
        at = person
        while True:
            joint = _JOINT.match(self.view.text, at.end)
            after = self._person_at(joint.end()) if joint else None
            if after is None:
                return holders
            holders.append(after.entity)
            at = after

    def _sentence_end(self, position: int) -> int:
        ends = [
            p for p in (self.view.text.find("。", position), self.view.text.find("\n", position)) if p >= 0
        ]
        return min(ends, default=len(self.view.text))

    def _before(self, position: int, particles: tuple[str, ...]) -> Entity | None:
        """Return the last person of the sentence that a particle marks, ages in brackets aside."""
        start = self.owners.sentence_start(position)
        for p in reversed(self.placed):
            if p.entity.type is EntityType.PERSON and start <= p.start < position:
                rest = re.sub(r"^\([^)]*\)", "", self.view.text[p.end : position])
                if rest.startswith(particles):
                    return p.entity
        return None

    def _after(self, position: int, end: int) -> list[Entity]:
        """Return the people whom が or を marks first after 副総裁には, with those that と joins to them."""
        holders: list[Entity] = []
        for p in self.placed:
            if p.entity.type is EntityType.PERSON and position <= p.start < end:
                holders.append(p.entity)
                rest = re.sub(r"^\([^)]*\)", "", self.view.text[p.end : end])
                if not rest.startswith(("と", "、")):
                    return holders if rest.startswith(("が", "を")) else []
        return []

    def _subjects(self, position: int) -> list[Entity]:
        """Return the sentence's subject before a position; more than one for A、Bの両氏は."""
        start = self.owners.sentence_start(position)
        people = [
            p for p in self.placed if p.entity.type is EntityType.PERSON and start <= p.start < position
        ]
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
        if self.view.text.startswith(("同氏は", "同氏も", "同氏が"), start):
            earlier = [p for p in self.placed if p.entity.type is EntityType.PERSON and p.end <= start]
            return [earlier[-1].entity] if earlier else []
        return []

    def _list_before(self, position: int) -> list[Entity]:
        start = self.owners.sentence_start(position)
        return [
            p.entity
            for p in self.placed
            if p.entity.type is EntityType.PERSON and start <= p.start < position
        ]

    # --- settling -------------------------------------------------------------

    def _add(self, person: Entity, phrase: TitlePhrase, name_start: int) -> None:
        self.found.append((person, phrase, name_start))

    def _settle(self, person: Entity, phrase: TitlePhrase, name_start: int, must_be_stated: bool) -> None:
        # In 中国の習近平国家主席 the owner stands before the name, in 日銀の総裁 before the post.
        of = self.owners.stated(phrase, min(name_start, phrase.start))
        if must_be_stated != (of is not None):
            return
        of = of or self.owners.implied(person, phrase, name_start)
        for post in phrase.posts:
            title = _NO_PART_OF_POST.sub("", post)
            self.roles.setdefault(person.id, []).append(Role(title, of, Span(phrase.bare_start, phrase.end)))
