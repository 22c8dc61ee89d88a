"""Which country a leader without a stated country leads, where the article leaves one answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from kgpub.annotate import lexicon
from kgpub.annotate.textview import TextView
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import Entity, EntityType, MentionForm, Role

if TYPE_CHECKING:
    from kgpub.link.index import Index

_LINES_BACK = 4
# Which countries of Chinese and Korean names have a post.
_EAST_ASIAN_POSTS = {
    "大統領": ("KR",),
    "首相": ("CN", "KR", "KP"),
    "外相": ("CN", "KR", "KP"),
    "国家主席": ("CN",),
}
# A country has one of each at a time.
_SINGLE = frozenset(["大統領", "首相", "外相", "国防相", "国王", "国家主席", "財務相", "国務長官"])


class Countries:
    """The countries of an article by where they stand, named, in compounds, or through a city of theirs."""

    def __init__(
        self,
        view: TextView,
        entities: Sequence[Entity],
        codes: Mapping[str, str],
        index: Index,
        roles: Mapping[str, Sequence[Role]],
    ) -> None:
        self.view = view
        self.roles = roles
        self.home = codes.get("JP")
        self.ids = frozenset(codes.values())
        self.codes = codes
        self.named = sorted(
            [
                *((m.start, e.id) for e in entities if e.id in self.ids for m in e.mentions),
                *_in_bodies(view, entities, codes),
            ]
        )
        self.topics = sorted(
            (m.start, e.id)
            for e in entities
            if e.id in self.ids
            for m in e.mentions
            if view.text.startswith("は", m.end)
        )
        self.cities = sorted(
            (m.start, codes[country])
            for e in entities
            if e.type is EntityType.PLACE and e.id not in self.ids
            for country in [_only_country(e, index) or ""]
            if country in codes
            for m in e.mentions
            if m.form is MentionForm.NAME
        )
        self.sent_from = next(
            (
                codes[country]
                for e in entities
                if e.type is EntityType.PLACE and e.id not in self.ids
                for m in e.mentions
                if view.text[max(0, m.start - 1) : m.start] == "【"
                for country in [_best_known_country(e, index) or ""]
                if country in codes and codes[country] != self.home
            ),
            None,
        )

    def only_one(self, person: Entity, phrase: TitlePhrase, position: int, start: int) -> str | None:
        """Return the country that the sentence, the paragraph or the article leaves, else ``None``.

        ``start`` is where the sentence of ``position`` begins. A country whose post of
        that name somebody else in the article holds is out.
        """
        taken = self._taken(person, phrase)
        line = self.view.text.rfind("\n", 0, position) + 1
        if (before := self._between(start, position, taken)) is not None:
            return before
        recent = {
            r.of: r.span.start
            for holder, rs in self.roles.items()
            if holder != person.id
            for r in rs
            if r.of in self.ids and line <= r.span.start < position
        }
        owners = {o for o in recent if o is not None} - taken
        if len(owners) == 1:
            return next(iter(owners))
        topics = [c for at, c in self.topics if line <= at < position and c not in taken]
        if topics:
            return topics[-1]
        if (after := self._between(position, self._sentence_end(position), taken)) is not None:
            return after
        if self.sent_from is not None:
            # An office that changes hands has two holders there, so nothing is taken.
            return self.sent_from
        end = position
        for _ in range(_LINES_BACK):
            here = {c for at, c in self.named if line <= at < end} - taken
            if here:
                if len(here) == 1:
                    return next(iter(here))
                break
            line, end = self.view.text.rfind("\n", 0, max(line - 1, 0)) + 1, line
        everywhere = {c for _, c in self.named} - taken - {self.home}
        return next(iter(everywhere)) if len(everywhere) == 1 else None

    def _between(self, begin: int, end: int, taken: set[str | None]) -> str | None:
        """Return the only country named between two positions, else the only one of the cities there."""
        for places in (self.named, self.cities):
            here = {c for at, c in places if begin <= at < end} - taken
            if here:
                return next(iter(here)) if len(here) == 1 else None
        return None

    def east_asian(self, phrase: TitlePhrase, position: int) -> str | None:
        """Return the country of a Chinese or Korean name: the only one with such a post, or the last one."""
        possible = _EAST_ASIAN_POSTS.get(phrase.head.synonym, ("CN", "KR", "KP", "TW"))
        own = {self.codes[c] for c in possible if c in self.codes}
        before = [c for at, c in self.named if c in own and at < position]
        return next(iter(own)) if len(own) == 1 else before[-1] if before else None

    def _taken(self, person: Entity, phrase: TitlePhrase) -> set[str | None]:
        """Return the home country of the reader, and those whose post somebody else holds."""
        taken: set[str | None] = {self.home}
        if phrase.head.synonym in _SINGLE or phrase.posts[-1] in _SINGLE:
            for holder, rs in self.roles.items():
                if holder != person.id:
                    taken |= {r.of for r in rs if r.title == phrase.posts[-1] and not self._past(r)}
        return taken

    def _past(self, role: Role) -> bool:
        """Whether 当時の stands before a holder: the post has another one now."""
        sentence = self.view.text[max(0, role.span.start - 25) : role.span.start]
        return "当時の" in sentence

    def _sentence_end(self, position: int) -> int:
        ends = [p for p in (self.view.text.find(c, position) for c in "。\n") if p >= 0]
        return min(ends, default=len(self.view.text))


def _in_bodies(
    view: TextView, entities: Sequence[Entity], codes: Mapping[str, str]
) -> Iterator[tuple[int, str]]:
    """Yield (position, country) of countries at the beginning of a body's name (B国空軍)."""
    for e in entities:
        if e.type is EntityType.ORGANIZATION:
            for m in e.mentions:
                for end in range(m.start + 1, m.end + 1):
                    known = lexicon.countries().get(view.text[m.start : end])
                    if known is not None and known.country in codes:
                        yield m.start, codes[known.country]


def _only_country(place: Entity, index: Index) -> str | None:
    """Return the country of a place's name, if all of the gazetteer's places of that name agree."""
    found = {r.country for r in index.lookup(place.name) if r.type is EntityType.PLACE}
    return next(iter(found)) if len(found) == 1 else None


def _best_known_country(place: Entity, index: Index) -> str | None:
    """Return the country of the best known place of a name, which is where a dateline without more means."""
    found = [r for r in index.lookup(place.name) if r.type is EntityType.PLACE]
    return max(found, key=lambda r: (r.popularity, r.families, r.id)).country if found else None
