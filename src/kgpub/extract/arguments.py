"""Who, where and when: arguments that a clause gives its event, on grammatical evidence alone.

An argument depends on the trigger, or on the verb that supports it (会談を行う, 会議に出席する),
or stands glued before it (米韓首脳会談), or is the subject, time or place that a chain of clauses
shares. What the clause does not say stays empty.
"""

from __future__ import annotations

import re
from itertools import pairwise

from kgpub.extract.arguments_clauses import REPORTING
from kgpub.extract.arguments_phrases import ISSUED, TIME_CASES, PhraseFiller
from kgpub.extract.arguments_slots import core, is_organization, is_place, quoted
from kgpub.extract.attendance import first_of_many
from kgpub.extract.lexicon import triggers, verbs
from kgpub.extract.phrases import Phrase
from kgpub.model import EventKind

# Kinds that are part of what the topic names.
_STAGED = frozenset({EventKind.SPORTS_EVENT, EventKind.ELECTION, EventKind.CULTURAL_EVENT})
# Kinds at which people speak.
_VENUES = frozenset(
    {
        EventKind.MEETING,
        EventKind.CONFERENCE,
        EventKind.COMMEMORATION,
        EventKind.PROTEST,
        EventKind.TRIAL,
    }
)
_ACCUSED = re.compile(r"(被告|被告人)(\([^)]*\)?)?$")
_CONTESTS = frozenset({EventKind.ELECTION})
_TARGETS = re.compile(r"^(対象|対象者|対象国|対象リスト|リスト)$")
# After, before, since an event: what the clause tells is another.
_BESIDE = re.compile(r"^(直?[後前]|以来|以降|以前|の際|際)")
# Kinds that a clause gives as the cause of what it tells.
_CAUSES = frozenset({EventKind.DISASTER, EventKind.ACCIDENT, EventKind.ATTACK})
_EFFECTS = _CAUSES | {EventKind.DEATH}
_HOLDING_CASES = frozenset(["が", "は", "も", "を", ""])


class Filler(PhraseFiller):
    """Fills a candidate's arguments, the nearest evidence first; what is filled stays."""

    def support(self, phrase: Phrase) -> Phrase | None:
        """Return the verb that makes the event noun happen, after taking its arguments."""
        view = self.view
        verb = view.head(phrase)
        if verb is not None and verb.index == phrase.index + 1 and phrase.case == "" and not phrase.comma:
            if view.text(verb.start, verb.end).startswith(("「", "『")) and verb.closes:
                phrase, verb = verb, view.head(verb)  # 記念展 +「原点から未来へ」には
        if verb is not None and phrase.case == "の" and _TARGETS.match(core(view, verb)):
            phrase, verb = verb, view.head(verb)  # 実業家を制裁の対象に加えた
            if verb is not None and verb.predicate and phrase.case == "に":
                self._of_support(verb, phrase)
                self._objects(verb)
                return verb
        if verb is None or not verb.core:
            return None
        if not verb.predicate and verb.tail.startswith("であ") and phrase.case in ("が", "は", "も"):
            return self._held_at(verb, phrase)
        if not (verb.predicate or verb.head is None or _terse(verb)):
            return None
        if phrase.case == "は" and not verb.predicate and (time := view.time_in(verb)) is not None:
            self.time(time)  # 授賞式は12月10日
            return verb
        following = view.phrases[phrase.index + 1]
        if phrase.case in ("は", "が", "も") and _terse(following):
            if view.text(following.core[-1].start, following.core_end) in verbs("hold"):
                if (time := view.time_in(following)) is not None:
                    self.time(time)
                self._of_support(following, phrase)
                return following
        if verb.predicate == "なる" and phrase.case in ("と", "に"):
            self._of_support(verb, phrase)  # 職務停止となった
            return verb
        lemma = verb.predicate or view.text(verb.core[-1].start, verb.core_end)
        if phrase.case == "は" and lemma not in verbs("hold") and (first := self._first_held(phrase, verb)):
            verb = first
        beside = _BESIDE.match(view.text(self.candidate.trigger.end, phrase.core_end))
        attending = None if beside else self._attending(phrase, verb)
        if attending is not None:
            self._of_support(attending, phrase)
            for first in first_of_many(view, attending):
                self.fill("ga", view.referents(first))
            return attending
        lemma = verb.predicate or view.text(verb.core[-1].start, verb.core_end)
        issued = lemma in verbs("issue") and self.candidate.kind in ISSUED
        issued = issued and not (lemma == "宣言" and self.candidate.group == "立法")  # the chair does
        if lemma in verbs("undergo") and phrase.case in ("を", "に") and self.frame.role("wo") is not None:
            self._passive = True
            self._of_support(verb, phrase, passive=True)
            return verb
        if phrase.case == "を" and any(t.lemma in verbs("urge") for t in verb.core[:-1]):
            return None  # 廃止を検討し始めた
        held = (lemma in verbs("hold") or issued) and phrase.case in _HOLDING_CASES and not beside
        held = held and not self._becomes(verb, phrase)
        if held and phrase.case == "が" and self.candidate.kind is not EventKind.DEATH:
            self._slots.add("subject")  # 選挙が行われる has no other
        if held or (lemma in verbs("achieve") and phrase.case == "に"):
            self._of_support(verb, phrase)
            if lemma in verbs("close"):
                self.candidate.time = None  # the day of its end is not that of the event
            return verb
        caught = phrase.case == "に" and lemma in verbs("undergo")
        if (
            (phrase.case in ("で", "による") or caught)
            and self.candidate.kind in _CAUSES
            and (verb.predicate or verb.adnominal)
        ):
            self._scene(verb)
            return verb if caught else None
        if phrase.case == "で" and self.candidate.kind in _CONTESTS and verb.predicate in verbs("outcome"):
            self._of_support(verb, phrase)  # 市長選では、新人の山田氏が現職の林氏を破った
            self._objects(verb)
            return verb
        if phrase.case == "で" and verb.predicate and self.candidate.kind is EventKind.MEETING:
            for topic, child in pairwise(view.phrases[phrase.index + 1 : verb.index]):
                if child.case == "に" and topic.case in ("は", "が") and not child.depth:
                    people = [r for r in view.referents(child) if not is_place(view, r)]
                    self.fill("to", people)  # 会談で首相は大統領に…と伝えた
        if phrase.case == "で" and verb.predicate and self.candidate.kind in _VENUES:
            # Who speaks at a meeting is there; who speaks in court is the accused, if it is a person.
            slot = "wo" if self.candidate.kind is EventKind.TRIAL else "ga"
            for child in self._subjects(phrase, verb):
                if not quoted(child, verb):
                    if child.index < phrase.index:
                        self.day_after(child)  # 首相は6日、大統領との会談で…と伝えた
                    found = view.referents(child)
                    if self.candidate.kind is EventKind.TRIAL:
                        found = [r for r in found if _ACCUSED.search(view.text(child.start, child.core_end))]
                    self.fill(slot, found)
        return None

    def _not_of(self, topic: Phrase) -> bool:
        """Whether the topic of a clause that an event is the subject of has no part in it."""
        if self.candidate.kind in _STAGED:
            return True
        people = [r for r in self.view.referents(topic) if not is_place(self.view, r)]
        return self.candidate.kind in (EventKind.ACCIDENT, EventKind.DISASTER) and bool(people)

    def _becomes(self, verb: Phrase, phrase: Phrase) -> bool:
        """Whether the verb makes something else of the event, or tells what it comes after.

        祭りを休みにする; 破綻は、昨年のA社に続く.
        """
        if verb.predicate not in ("する", "続く"):
            return False
        kids = [c for c in self.view.children(verb) if c is not phrase and c.case == "に"]
        return any(self.view.time_in(c) is None for c in kids)

    def _first_held(self, phrase: Phrase, verb: Phrase) -> Phrase | None:
        """Return the first verb of a chain that makes its topic happen: 公判は9月に始まり、22回を数えた."""
        for other in self.view.phrases[phrase.index + 1 : verb.index]:
            if other.case in ("が", "は") or other.adnominal:
                return None
            if other.predicate:
                return other if other.predicate in verbs("hold") else None
        return None

    def _subjects(self, phrase: Phrase, verb: Phrase) -> list[Phrase]:
        """Return the subject of the verb at an occasion, or the topic of the chain that the verb opens."""
        view = self.view
        node: Phrase | None = verb
        for _ in range(4):
            if node is None:
                break
            found = [c for c in view.children(node) if c.case in ("が", "は", "も") and c.index < verb.index]
            if found:
                return found
            above = view.head(node)
            relative = node.adnominal and above is not None and not REPORTING.match(core(view, above))
            node = None if relative else above
        return []

    def _held_at(self, where: Phrase, phrase: Phrase) -> Phrase | None:
        """Return the phrase of 判決が最高裁であった, after taking its arguments; not of a copula."""
        court = [r for r in self.view.referents(where) if is_organization(self.view, r)]
        # The parser may hang the day on a later verb: 公判が25日、東京地裁であり、裁判長は….
        between = [p for p in self.view.phrases[phrase.index + 1 : where.index] if p.comma and not p.case]
        times = [self.view.time_in(p) for p in (*between, *self.view.children(where))]
        dated = any(t is not None for t in times)
        if not (court or self.view.places(where)) or not (dated or where.tail.startswith("であっ")):
            return None
        self.place_of(where)
        self.fill("de", court)
        for time in times:
            if time is not None:
                self.time(time)
        self._of_support(where, phrase)
        return where

    def _scene(self, verb: Phrase) -> None:
        """Take where and when the effect of a cause was felt: 蒲郡市では土砂崩れで住宅が倒壊した."""
        told = {t.kind for t in triggers().get(verb.predicate, ()) if t.condition is None}
        if told and not told & _EFFECTS:
            return  # 事故で社長を逮捕した: another day
        for child in self.view.children(verb):
            if child.index < verb.index and not child.predicate:
                if (time := self.view.time_in(child)) is not None and child.case in TIME_CASES:
                    self.day_of(child, time)
                elif child.case == "で":
                    self.place_of(child)

    def _attending(self, phrase: Phrase, verb: Phrase) -> Phrase | None:
        """Return the verb of taking part, even where the parser hangs the event on a later verb."""
        if phrase.case not in ("に", "を", "へ", "で", ""):
            return None
        for other in self.view.phrases[phrase.index + 1 : verb.index + 1]:
            if (
                (other.predicate or _last_word(other)) in verbs("attend")
                and other.depth == phrase.depth
                and (other is verb or phrase.case == "に")
            ):
                return other
        return None

    def _of_support(self, verb: Phrase, noun: Phrase, *, passive: bool = False) -> None:
        view = self.view
        kids = [
            c for c in view.children(verb) if c.index < verb.index and c is not noun and not quoted(c, verb)
        ]
        has_subject = any(c.case == "が" and view.referents(c) for c in kids)
        for child in kids:
            if child.predicate in verbs("bring"):
                self._brought(child)
            elif noun.case == "が" and child.case == "は" and self._not_of(child):
                if self.candidate.kind in _STAGED:
                    self.place_of(child)  # 競技場は、2010年に決勝が行われ
                continue  # 世界選手権は決勝が行われ: the topic is what the game belongs to
            elif not child.predicate and child.case != "を":
                self._argument(child, passive=passive, noun=False, has_subject=has_subject)
        if not has_subject:
            self._gap(verb)


def _last_word(phrase: Phrase) -> str:
    """Return the verbal noun that ends a sentence without する (…が参加。), or nothing."""
    return phrase.core[-1].text if phrase.head is None and phrase.core else ""


def _terse(verb: Phrase) -> bool:
    """Whether a verbal noun ends a clause without する: 総選挙は4日投票、5日までに…."""
    return verb.comma and verb.case == "" and bool(verb.core) and "サ変" in verb.core[-1].tag
