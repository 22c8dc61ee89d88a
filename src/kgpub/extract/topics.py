"""Zero subjects: a clause without one speaks of the topic of the sentence before it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kgpub.extract.arguments_slots import can_take_part
from kgpub.extract.candidate import Candidate
from kgpub.extract.lexicon import frame, verbs
from kgpub.extract.phrases import Phrase
from kgpub.extract.view import Referent, SentenceView
from kgpub.model import Article, Entity, EntityType, EventKind, ParticipantRole, Sentence, Span

# Kinds that somebody brings about; a fire or a quake has no subject to be left out.
_ACTED = frozenset(
    {
        EventKind.MEETING,
        EventKind.VISIT,
        EventKind.AGREEMENT,
        EventKind.POLICY_DECISION,
        EventKind.BUSINESS_DEAL,
        EventKind.PRODUCT_LAUNCH,
        EventKind.PERSONNEL_CHANGE,
        EventKind.AWARD,
        EventKind.ELECTION,
        EventKind.CRIME,
    }
)
# Kinds of which that holds only where a verb tells of them (攻撃した), not for 攻撃があった.
_DONE = frozenset({EventKind.SPORTS_EVENT, EventKind.ATTACK, EventKind.DEATH})
# Kinds that a person is the subject of in the passive: 67年には文学賞に選ばれた.
_UNDERGONE = frozenset({EventKind.AWARD, EventKind.PERSONNEL_CHANGE, EventKind.ELECTION, EventKind.CRIME})
# What firms do although a person is the topic: 人員削減, 発売.
_OF_FIRMS = frozenset({"人員削減", "発売", "新発売", "増産", "減産", "値上げ", "値下げ", "稼働", "量産"})
# What the police and prosecutors do.
_BY_POLICE = frozenset({"逮捕", "起訴", "送検", "書類送検", "捜索"})
# Verbs whose subject only tells of what others do.
_ANNOUNCING = frozenset({"発表", "公表", "報じる", "伝える"})
# What ends the first part of a headline; who is named after it may not be whom the article is about.
_BREAK = re.compile(r"[、\s]")


class TopicTracker:
    """Remembers what the sentences of a paragraph are about.

    Japanese news keeps to one topic within a paragraph until another は phrase
    takes its place. A new paragraph starts with the only person whom the headline
    names (an obituary, an award), and else without a topic.
    """

    def __init__(self, article: Article, entities: Sequence[Entity]) -> None:
        self._block = -1
        self._entities = {e.id: e for e in entities}
        self._bodies = {e.id for e in entities if e.type is EntityType.ORGANIZATION}
        headline = article.blocks[0]
        people = [
            (entity, mention)
            for entity in entities
            if entity.type is EntityType.PERSON
            for mention in entity.mentions[:1]
            if headline.start <= mention.start < headline.end
            and not _BREAK.search(article.text[headline.start : mention.start])
        ]
        self._opening = [Referent(e.id, Span(m.start, m.end)) for e, m in people] if len(people) == 1 else []
        self._topic: list[Referent] = []

    def note(self, view: SentenceView) -> None:
        """Take up a sentence's topic for those after it."""
        self._enter(view.sentence)
        for phrase in view.phrases:
            adverbial = (
                not phrase.core or "副詞可能" in phrase.core[-1].tag or view.time_in(phrase) is not None
            )
            if (
                phrase.case == "は"
                and phrase.depth == 0
                and not adverbial
                and self._governs(view, phrase.index)
            ):
                referents = self._told_of(view, phrase) or view.referents(phrase)
                head = view.head(phrase)
                if not referents and head is not None and not head.predicate and not head.adnominal:
                    continue  # 専門は国際法だ: said of whom the text goes on to tell
                self._topic = [r for r in referents if view.entities[r.entity].type is not EntityType.TERM]
                if self._topic:
                    return

    def supply(self, candidate: Candidate, sentence: Sentence) -> None:
        """Give a candidate whose clause names no subject the topic of the sentence before it."""
        role = frame(candidate.kind, candidate.lemma).role("wo" if candidate.passive else "ga")
        self._enter(sentence)
        if candidate.kind is EventKind.ELECTION and candidate.lemma not in verbs("outcome"):
            return  # an election that is held has no subject
        if candidate.passive and candidate.kind not in _UNDERGONE:
            return
        if candidate.kind is EventKind.CRIME and not candidate.passive:
            # 男を逮捕: by nobody who was named before, unless the police were.
            if candidate.group not in _BY_POLICE or any(e not in self._bodies for e in self._ids()):
                return
        if (
            not (candidate.kind in _ACTED or (candidate.kind in _DONE and not candidate.noun))
            or not candidate.subject_missing
            or not isinstance(role, ParticipantRole)
        ):
            return
        for referent in self._acting(candidate):
            if not can_take_part(self._entities[referent.entity], candidate.kind):
                continue
            candidate.participants.setdefault(referent.entity, (role, referent.span))

    def _acting(self, candidate: Candidate) -> list[Referent]:
        """Return the topic, or the firm that its one chief speaks for where firms do business."""
        firms = candidate.participants and all(e in self._bodies for e in candidate.participants)
        business = candidate.kind is EventKind.BUSINESS_DEAL or candidate.lemma in _OF_FIRMS
        if len(self._topic) == 1 and (business or (firms and candidate.kind is EventKind.MEETING)):
            (topic,) = self._topic
            employers = {
                r.of: r.span for r in self._entities[topic.entity].roles if r.of and r.of in self._bodies
            }
            if len(employers) == 1:
                return [Referent(firm, span) for firm, span in employers.items()]
        return self._topic

    def _ids(self) -> set[str]:
        return {r.entity for r in self._topic}

    def _enter(self, sentence: Sentence) -> None:
        if sentence.block != self._block:
            self._block, self._topic = sentence.block, list(self._opening)

    @staticmethod
    def _told_of(view: SentenceView, topic: Phrase) -> list[Referent]:
        """Return whom an announcement tells of: 外務省は、外相が訪米すると発表した."""
        head = view.head(topic)
        if head is None or head.predicate not in _ANNOUNCING:
            return []
        inside = view.phrases[topic.index + 1 : head.index]
        own = next((p for p in inside if p.case == "が" and p.depth == topic.depth), None)
        return [] if own is None else view.referents(own)

    @staticmethod
    def _governs(view: SentenceView, index: int) -> bool:
        """Whether a phrase belongs to the main clause, not to one inside it."""
        head = view.head(view.phrases[index])
        return head is not None and not head.adnominal
