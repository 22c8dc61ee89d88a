"""Arguments that stand around the trigger: whose post, which occasion, the noun that a clause modifies."""

from __future__ import annotations

import re

from kgpub.extract.arguments_clauses import ClauseFiller
from kgpub.extract.arguments_slots import core, is_organization, is_place
from kgpub.extract.lexicon import verbs
from kgpub.extract.phrases import Phrase
from kgpub.extract.view import Referent
from kgpub.model import EntityType, EventKind, ParticipantRole, Span

# Where a day is said of the occasion, it is that of what was done there: 14日の本会議で可決した.
_OCCASION = re.compile(r"(会議|会合|総会|会|会見|演説|集会|公判|弁論|番組|試合|大会|戦|場所|式|投票|閣議)$")

_OWNING = frozenset({EntityType.PERSON, EntityType.ORGANIZATION})


class ContextFiller(ClauseFiller):
    """Fills slots from nouns that depend on an argument, or that the clause modifies."""

    def _ongoing(self, phrase: Phrase) -> None:
        """Take who is at it, and where: フィリピンを訪問中の山田外相."""
        before = self.view.phrases[phrase.index - 1] if phrase.index else None
        if before is not None and before.case in ("を", "に"):
            self.place_of(before)
        head = self.view.head(phrase)
        while head is not None and head.case in ("", "と", "や") and not head.predicate:
            above = self.view.head(head)
            listed = above is not None and {r.entity for r in self.view.referents(above)}
            if not listed or not listed >= {r.entity for r in self.view.referents(head)}:
                break
            head = above  # 訪問中の林外相及び森防衛相
        if head is not None:
            self.fill("ga", self.view.referents(head))

    def destination(self, phrase: Phrase) -> None:
        """Take where, and who is there, from 訪問先のオタワで、山田外相は…."""
        view = self.view
        if phrase.case == "の" and phrase.index + 1 < len(view.phrases):
            self.place_of(view.phrases[phrase.index + 1])
        before = view.phrases[: phrase.index]
        for topic in (*reversed(before), *view.phrases[phrase.index :]):
            if topic.case in ("は", "が") and not topic.depth and not topic.predicate:
                people = [r for r in view.referents(topic) if not is_place(view, r)]
                if people:
                    self.fill("ga", people)
                    return

    def _body_of_post(self, post: Phrase) -> None:
        """Take the body whose post it is: 山田さんは経団連の副会長に就いた."""
        for child in self.view.children(post):
            if child.case == "の" and child.index == post.index - 1:
                for body in self.view.referents(child):
                    if is_organization(self.view, body):
                        part = (ParticipantRole.PARTICIPANT, body.span)
                        self.candidate.participants.setdefault(body.entity, part)

    def _owners(self, thing: Phrase) -> list[Referent]:
        """Return whose a thing is, through a chain of の: A社の + 株式の + 一部を."""
        view = self.view
        node = thing
        for _ in range(4):
            before = view.phrases[node.index - 1] if node.index else None
            if before is None or before.end != node.start or before.predicate:
                break
            if before.case not in ("の", ""):
                break
            people = [r for r in view.referents(before) if view.entities[r.entity].type in _OWNING]
            if people:
                return people
            node = before
        return []

    def _glued_bodies(self, thing: Phrase) -> list[Referent]:
        """Return the firm whose name a word begins with: USスチール株."""
        found = self.view.mentions_in(thing)
        return [Referent(e, Span(m.start, m.end)) for m, e in found if m.type is EntityType.ORGANIZATION]

    def _subjects_of(self, clause: Phrase) -> list[Phrase]:
        """Return the subject of a clause, or of the one that leads to it: 民主党が308議席を得て、勝った."""
        for node in (clause, *(c for c in self.view.children(clause) if c.predicate)):
            found = [c for c in self.view.children(node) if c.case == "が" and c.index < node.index]
            if found:
                return found
        return []

    def _sued(self, suit: Phrase) -> None:
        """Take whom a suit is brought against: 国に賠償を求める訴えを起こした."""
        for clause in self.view.children(suit):
            if clause.predicate in verbs("urge"):
                for child in self.view.children(clause):
                    if child.case in ("に", "に対し"):
                        self.fill("wo", self.view.referents(child))

    def _occasion(self, phrase: Phrase) -> None:
        """Take the day of the occasion at which something was done: 14日午後の本会議で可決した."""
        if not _OCCASION.search(core(self.view, phrase)):
            return
        for part in (phrase, *(c for c in self.view.children(phrase) if c.index < phrase.index)):
            if not part.predicate and (time := self.view.time_in(part)) is not None:
                self.time(time)
                return

    def _gap(self, phrase: Phrase) -> None:
        """Take the noun that a relative clause modifies as its subject: 来日した李大統領."""
        head = self.view.head(phrase)
        if head is not None and head.index > phrase.index and not head.predicate and phrase.adnominal:
            if (time := self.view.time_in(head)) is not None:
                self.time(time)  # 50周年を迎える2025年
            referents = self.view.referents(head, coordinated=False)
            far = head.index > phrase.index + 1
            if head.case == "の" and self.candidate.kind is EventKind.DEATH:
                referents = [r for r in referents if not is_place(self.view, r)]
            if not referents and (far or head.case == "の") and head.index + 1 < len(self.view.phrases):
                # 亡くなった作家の林恵さん: what they are comes before who they are; and
                # 加入した林選手に続く補強: the parser hung the clause too far away.
                after = self.view.phrases[phrase.index + 1 if far else head.index + 1]
                people = self.view.referents(after, coordinated=False)
                referents = [r for r in people if self.view.entities[r.entity].type is EntityType.PERSON]
            self.fill("wo" if phrase.passive else "ga", referents)
