"""Who speaks: from a noun phrase in the text to entities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kgpub.extract.clauses import Clauses
from kgpub.extract.statements_lexicon import human_endings, spokespeople, things_named_after
from kgpub.model import Entity, EntityType, MentionForm, Span

_COURT_RULING = {"判決", "決定", "判断"}
# A court as the subject, with its bench and judges: 最高裁第一小法廷(山田太郎裁判長)は.
_ACTS = re.compile(r"(?:大法廷|第[一二三]小法廷)?(?:[(（][^)）]*[)）])?(?:は|が)")
# What 同 goes before: 同会は, 同協会も.
_BODIES = (
    "会",
    "社",
    "省",
    "庁",
    "局",
    "署",
    "団",
    "党",
    "連盟",
    "機構",
    "組合",
    "財団",
    "大学",
    "学会",
    "労組",
    "連合",
)
# Marks around an aside: =仮名=
_ASIDE = frozenset("=＝")
_LONGEST_ASIDE = 15
_COURT = re.compile(r"(?:裁判所|地裁|高裁|最高裁|家裁|簡裁)$")


@dataclass(frozen=True, slots=True)
class Speaker:
    """An entity that speaks, and the words that say so."""

    entity: str
    span: Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase with its particle; positions are those of its :class:`Clauses`.

    ``speakers`` is empty when the phrase names no entity that can speak; ``human``
    tells whether its head is a person or body all the same (専門家は), ``compound``
    whether only a compound names its countries (日米は).
    """

    particle: int
    particle_text: str
    speakers: tuple[Speaker, ...]
    human: bool
    compound: bool = False


class SpeakerFinder:
    """Looks up the entities that noun phrases refer to."""

    def __init__(self, text: str, entities: Sequence[Entity]) -> None:
        self._text = text
        self._types = {e.id: e.type for e in entities}
        self._at: dict[tuple[int, int], list[str]] = {}
        self._compounds = {
            (m.start, m.end) for e in entities for m in e.mentions if m.form is MentionForm.COMPOUND
        }
        for entity in entities:
            if entity.type is EntityType.TERM:
                continue
            for mention in entity.mentions:
                self._at.setdefault((mention.start, mention.end), []).append(entity.id)
        self._spans = sorted(self._at)
        self._longest: dict[int, tuple[int, int]] = {}  # character -> the longest mention over it
        for span in sorted(self._spans, key=lambda s: (s[1] - s[0], -s[0])):
            self._longest.update(dict.fromkeys(range(*span), span))
        self._courts = [(start, end) for start, end in self._spans if _COURT.search(text[start:end])]

    def is_person(self, entity: str) -> bool:
        """Return whether an entity is a person."""
        return self._types[entity] is EntityType.PERSON

    def mention_at(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the longest mention that overlaps the characters ``[start, end)``."""
        found = [self._longest[i] for i in range(start, end) if i in self._longest]
        return max(found, key=lambda s: (s[1] - s[0], -s[0]), default=None)

    def only_person_called(self, post: str) -> str | None:
        """Return the only person of the article who is called by a post after the name: 被告."""
        found = {
            entity
            for start, end in self._spans
            if self._text.startswith(post, end)
            or (end - start > len(post) and self._text.startswith(post, end - len(post)))
            for entity in self._at[start, end]
            if self.is_person(entity)
        }
        return found.pop() if len(found) == 1 else None

    def entities_in(self, start: int, end: int) -> tuple[str, ...]:
        """Return the entities mentioned in ``[start, end)``, in order of mention."""
        found = [i for s in self._spans if start <= s[0] and s[1] <= end for i in self._at[s]]
        return tuple(dict.fromkeys(found))

    def spans_in(self, start: int, end: int) -> list[Speaker]:
        """Return who could speak of those mentioned in ``[start, end)``, in order of mention."""
        spans = (s for s in self._spans if start <= s[0] and s[1] <= end)
        return [Speaker(e, Span(*s)) for s in spans for e in self._at[s]]

    def phrase(self, clauses: Clauses, particle: int) -> Phrase:
        """Return the noun phrase that ends right before the token at ``particle``."""
        tokens = clauses.tokens
        i = self._skip_brackets(clauses, particle - 1)
        head = tokens[i].text if i >= 0 else ""
        speakers = self._head(clauses, i) or self._in_quotation_marks(clauses, i)
        if speakers:
            speakers = self._conjuncts(clauses, speakers) + speakers
            unique = {s.entity: s for s in reversed(speakers)}
            ordered = tuple(sorted(unique.values(), key=lambda s: (s.span.start, s.entity)))
            compound = any((s.start, s.end) in self._compounds for s in self._spans_at(speakers))
            return Phrase(particle, tokens[particle].text, ordered, True, compound)
        body = self._body(clauses, i)
        human = (
            bool(body)
            or head.endswith(human_endings())
            or head in spokespeople()
            or self._proper(clauses, i)  # a firm that nobody knows speaks for itself all the same
        )
        return Phrase(particle, tokens[particle].text, body, human)

    def _proper(self, clauses: Clauses, i: int) -> bool:
        """Return whether the compound that ends at a position begins with a proper noun of no entity."""
        tokens = clauses.tokens
        first = i
        while first > 0 and tokens[first - 1].chunk == tokens[i].chunk:
            if not tokens[first - 1].tag.startswith(("名詞", "接尾辞", "接頭辞")):
                break
            first -= 1
        if i <= first or i in clauses.hidden or self.mention_at(tokens[first].start, tokens[i].end):
            return False
        return tokens[first].tag.startswith("名詞-固有名詞") and "サ変" not in tokens[i].tag

    def _in_quotation_marks(self, clauses: Clauses, i: int) -> tuple[Speaker, ...]:
        """Return the body whose name is all that quotation marks before a particle hold: 団体「X」は."""
        quotation = clauses.quotation_ending(i)
        if quotation is None or quotation.close - quotation.open < 2:
            return ()
        tokens = clauses.tokens
        span = (tokens[quotation.open + 1].start, tokens[quotation.close - 1].end)
        return tuple(Speaker(e, Span(*span)) for e in self._at.get(span, ()))

    def _spans_at(self, speakers: tuple[Speaker, ...]) -> list[Span]:
        """Return the mentions at the ends of the speakers' phrases."""
        found = (self._longest.get(s.span.start) for s in speakers)
        return [Span(*span) for span in found if span]

    def last_phrase(self, clauses: Clauses) -> tuple[Speaker, ...]:
        """Return the entities named by the noun compound that ends the sentence."""
        return self._head(clauses, self._skip_brackets(clauses, len(clauses.tokens) - 1))

    def _skip_brackets(self, clauses: Clauses, i: int) -> int:
        while i >= 0 and i in clauses.hidden and clauses.tokens[i].text in (")", "]"):
            while i >= 0 and i in clauses.hidden and clauses.tokens[i].text not in ("(", "["):
                i -= 1
            i -= 1
        if i > 0 and clauses.tokens[i].text in _ASIDE:
            # 林恵さん(30)=仮名=は
            for opening in range(i - 1, max(-1, i - _LONGEST_ASIDE), -1):
                if clauses.tokens[opening].text in _ASIDE:
                    return self._skip_brackets(clauses, opening - 1)
        return i

    def _head(self, clauses: Clauses, i: int) -> tuple[Speaker, ...]:
        """Return the entity named by the noun compound that ends at a position."""
        tokens = clauses.tokens
        last = tokens[i].text if i >= 0 else ""
        end = i
        person_only = False
        body: tuple[Speaker, ...] = ()
        while i >= 0:
            i = self._skip_brackets(clauses, i)
            if i < 0:
                break
            token = tokens[i]
            if i in clauses.hidden and token.text not in ("(", ")"):
                break
            span = self.mention_at(token.start, token.end)
            if span and person_only and not self.is_person(self._at[span][0]):
                span = None
            if span:
                named = self._named(clauses, span, i, end, last)
                if named and span[1] < token.end and not self.is_person(named[0].entity):
                    body, named = named, ()  # 山田太郎・長崎 + 市長: the post of the person before it
                elif named or self.is_person(self._at[span][0]) or last in things_named_after():
                    return named
                # 魏氏(…)国家安保室長, トランプ米大統領: the person stands before the body's name.
                person_only = True
                i = next(k for k, t in enumerate(tokens) if t.end > span[0]) - 1
                continue
            if not (
                token.pos in ("NOUN", "PROPN", "NUM", "SYM")
                or token.tag.startswith(("名詞", "接尾辞", "接頭辞", "形状詞"))
            ):
                break
            i -= 1
        return body

    def _named(
        self, clauses: Clauses, span: tuple[int, int], i: int, end: int, last: str
    ) -> tuple[Speaker, ...]:
        tokens = clauses.tokens
        ids = self._at[span]
        extra = [t for t in tokens[i + 1 : end + 1] if t.start >= span[1]]
        visible = [t for t in extra if clauses.local(t.i) not in clauses.hidden]
        if visible:
            if last in things_named_after():
                return ()
            if self._types[ids[0]] is not EntityType.PERSON and not self._speaks_for(last, ids[0]):
                return ()
        full = Span(span[0], max(span[1], tokens[end].end))
        return tuple(Speaker(entity, full) for entity in ids)

    def _speaks_for(self, noun: str, entity: str) -> bool:
        if noun in ("ら", "など", "側", "両氏", "氏", "社", "当局", "政府", "本社", "本部", "首脳"):
            return True
        kind = spokespeople().get(noun)
        return kind == "body" or (kind == "official")

    def _conjuncts(self, clauses: Clauses, heads: tuple[Speaker, ...]) -> tuple[Speaker, ...]:
        """Return the entities coordinated to the left of a phrase: A大統領、B首相と Cは."""
        tokens = clauses.tokens
        found: tuple[Speaker, ...] = ()
        left = next(i for i, t in enumerate(tokens) if t.end > heads[0].span.start)
        i = left - 1
        person = self.is_person(heads[0].entity)
        while i > 0:
            if tokens[i].text in ("、", "と", "や", "・", "および", "及び", "ならびに"):
                more = self._head(clauses, self._skip_brackets(clauses, i - 1))
                if not more or self.is_person(more[0].entity) != person:
                    break
                found = more + found
                i = next(k for k, t in enumerate(tokens) if t.end > more[0].span.start) - 1
            elif tokens[i].text == "の":
                # フランスのマクロン大統領: skip the modifier to see what stands before it.
                chunk = tokens[i].chunk
                while i >= 0 and tokens[i].chunk == chunk:
                    i -= 1
            else:
                break
        return found

    def _body(self, clauses: Clauses, i: int) -> tuple[Speaker, ...]:
        """Return the body or country that an unnamed spokesperson speaks for, or the court of a ruling."""
        tokens = clauses.tokens
        if i < 0:
            return ()
        head = tokens[i]
        if head.text in _COURT_RULING:
            before = [s for s in self._courts if s[1] <= head.start]
            # The court that acts, not the one whose ruling it takes up: 最高裁は…札幌高裁の判決を破棄した.
            before = [s for s in before if _ACTS.match(self._text, s[1])] or before
            return (
                tuple(Speaker(e, Span(head.start, head.end)) for e in self._at[before[-1]]) if before else ()
            )
        if (
            same := self._same(head.text if head.text[:1] == "同" else clauses.text(max(0, i - 1), i + 1))
        ) and (
            body := [s for s in self._spans if s[1] <= head.start and self._text[s[0] : s[1]].endswith(same)]
        ):
            named = [e for e in self._at[body[-1]] if self._types[e] is EntityType.ORGANIZATION]
            return tuple(Speaker(e, Span(head.start, head.end)) for e in named)
        kind = self._spokesperson(clauses, i)
        if kind not in ("body", "official"):
            return ()
        j = i
        while j >= 0 and tokens[j].text != "の" and tokens[j].pos in ("NOUN", "PROPN", "NUM"):
            j -= 1
        if j < 1 or tokens[j].text != "の":
            return ()
        owners = self._head(clauses, self._skip_brackets(clauses, j - 1))
        return tuple(
            Speaker(s.entity, Span(s.span.start, head.end)) for s in owners if not self.is_person(s.entity)
        )

    def _same(self, noun: str) -> str:
        """Return what 同 stands before (会 in 同会), where it tells bodies apart, else ``""``."""
        return noun[1:] if noun[:1] == "同" and noun[1:].endswith(_BODIES) else ""

    def _spokesperson(self, clauses: Clauses, i: int) -> str | None:
        table = spokespeople()
        for length in (3, 2, 1):
            noun = clauses.text(max(0, i - length + 1), i + 1)
            if noun in table:
                return table[noun]
        return None
