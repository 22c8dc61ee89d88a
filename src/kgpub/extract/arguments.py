"""Who, where and when: arguments that a clause gives its event, on grammatical evidence alone.

An argument depends on the trigger, or on the verb that supports it (会談を行う, 会議に出席する),
or stands glued before it (米韓首脳会談), or is the subject, time or place that a chain of clauses
shares. What the clause does not say stays empty.
"""

from __future__ import annotations

import re

from kgpub.extract.candidate import Candidate
from kgpub.extract.lexicon import Frame, verbs
from kgpub.extract.phrases import Phrase
from kgpub.extract.view import Referent, SentenceView
from kgpub.model import Entity, EntityType, EventKind, MentionForm, ParticipantRole, Span, TimeExpression

# Kinds that a decree or an announcement makes; of others, 発表する only tells.
_ISSUED = frozenset(
    {
        EventKind.AGREEMENT,
        EventKind.POLICY_DECISION,
        EventKind.TRIAL,
        EventKind.BUSINESS_DEAL,
        EventKind.PERSONNEL_CHANGE,
    }
)
# Kinds whose word takes a person before it as its subject (田中首相訪米), not as its theme (ゴッホ展).
_OF_PEOPLE = frozenset(
    {EventKind.VISIT, EventKind.MEETING, EventKind.DEATH, EventKind.PERSONNEL_CHANGE, EventKind.CRIME}
)
_CONTESTS = frozenset({EventKind.ELECTION, EventKind.SPORTS_EVENT})
# Nouns that a clause fills with its content; its subject may stand outside (引き上げることを決めた).
_REPORTING = re.compile(
    r"^(こと|の|予定|方針|計画|考え|意向|見通し|ところ|契約|合意|協定|覚書|決議|法案|法律)$"
)
# What ends a clause that another verb tells.
_TOLD = re.compile(r"(と|とも|などと)[、」]*$")
# Kinds that a clause gives as the cause of what it tells.
_CAUSES = frozenset({EventKind.DISASTER, EventKind.ACCIDENT, EventKind.ATTACK})
_HOLDING_CASES = frozenset(["が", "は", "も", "を", ""])
_TIME_CASES = frozenset(
    ["", "に", "が", "の", "は", "も", "から", "で", "より", "までに", "まで", "にかけて"]
)


class Filler:
    """Fills a candidate's arguments, the nearest evidence first; what is filled stays."""

    def __init__(self, view: SentenceView, candidate: Candidate, frame: Frame) -> None:
        self.view = view
        self.candidate = candidate
        self.frame = frame
        self._slots: set[str] = set()
        self._passive = False
        self._by = False
        self.planned = False

    def glued(self, phrase: Phrase) -> None:
        """Take what stands glued before the trigger (USスチール買収) or inside it (訪中)."""
        view, trigger = self.view, self.candidate.trigger
        people = [m for m, _ in view.mentions_in(phrase, trigger.start) if m.type is EntityType.PERSON]
        for mention, entity_id in view.mentions_in(phrase, trigger.end):
            entity = view.entities[entity_id]
            referent = Referent(entity_id, Span(mention.start, mention.end))
            compound = mention.form is MentionForm.COMPOUND
            if compound and people and mention.end <= trigger.start:
                continue  # the country of a title: トランプ米大統領訪日
            if mention.end > trigger.start and not compound:
                continue
            if entity.type is EntityType.PLACE and entity.kind != "Country":
                self.candidate.named_place = self.candidate.named_place or referent
            elif entity.type is not EntityType.TERM:
                if mention.type is not EntityType.PERSON or self.candidate.kind in _OF_PEOPLE:
                    self.fill("ga" if mention.type is EntityType.PERSON else "compound", [referent])
                if self.candidate.kind is EventKind.ATTACK and entity.type is EntityType.PLACE:
                    self.place(referent)
        time = view.time_in(phrase)
        if time is not None and time.start < trigger.start:
            self.time(time)

    def dependents(self, phrase: Phrase, *, noun: bool) -> None:
        """Take the arguments that depend on the trigger's own phrase."""
        view = self.view
        self._passive = phrase.passive
        kids = [c for c in view.children(phrase) if c.index < phrase.index]
        if noun:
            kids = [*self._raised(phrase), *kids]
        self._nearest_time(kids)
        # AによるBの買収: who does it is said, so の marks what it is done to.
        self._by = any(c.case == "による" and view.referents(c) for c in kids)
        has_subject = any(c.case == "が" and view.referents(c) for c in kids)
        for child in kids:
            if _existence(child) or (child.predicate and not child.case.startswith("の")):
                if noun:
                    self._relative(child)
                continue
            if noun:
                for grand in view.children(child):
                    # 31日に天津で始まる上海協力機構の首脳会議: the clause is said of the meeting.
                    if grand.index < child.index and (grand.adnominal or _existence(grand)):
                        self._relative(grand)
            if view.headline and child.case == "" and child.comma:
                self.fill("wo" if phrase.passive else "ga", view.referents(child))
            self._argument(child, passive=phrase.passive, noun=noun, has_subject=has_subject)
        if not noun and not has_subject:
            self._gap(phrase)

    def _nearest_time(self, kids: list[Phrase]) -> None:
        """Take the time right before the verb, not that of a later one (28日、3日に開くと発表した)."""
        dated = [
            c for c in kids if not c.predicate and c.case in ("", "に") and self.view.time_in(c) is not None
        ]
        if len(dated) > 1 and (time := self.view.time_in(dated[-1])) is not None:
            self.time(time)

    def _raised(self, phrase: Phrase) -> list[Phrase]:
        """Return what stands before the event noun but hangs on the noun after it: 天津での首脳会議の成功."""
        head = self.view.head(phrase)
        if phrase.case != "の" or head is None or head.index != phrase.index + 1:
            return []
        kids = [c for c in self.view.children(head) if c.index < phrase.index]
        return [c for c in kids if c.case in ("での", "との", "による") and not c.predicate]

    def support(self, phrase: Phrase) -> Phrase | None:
        """Return the verb that makes the event noun happen, after taking its arguments."""
        view = self.view
        verb = view.head(phrase)
        if verb is None or not verb.core:
            return None
        if not verb.predicate and verb.tail.startswith("であ") and phrase.case in ("が", "は", "も"):
            return self._held_at(verb, phrase)
        if not (verb.predicate or verb.head is None):
            return None
        if phrase.case == "は" and not verb.predicate and (time := view.time_in(verb)) is not None:
            self.time(time)  # 授賞式は12月10日
            return verb
        attending = self._attending(phrase, verb)
        if attending is not None:
            self._of_support(attending, phrase)
            return attending
        lemma = verb.predicate or view.text(verb.core[-1].start, verb.core_end)
        issued = lemma in verbs("issue") and self.candidate.kind in _ISSUED
        held = (lemma in verbs("hold") or issued) and phrase.case in _HOLDING_CASES
        if held or (lemma in verbs("achieve") and phrase.case == "に"):
            self._of_support(verb, phrase)
            return verb
        if (
            phrase.case in ("で", "による")
            and self.candidate.kind in _CAUSES
            and (verb.predicate or verb.adnominal)
        ):
            self._scene(verb)
            return None
        if phrase.case == "で" and verb.predicate and self.candidate.kind is EventKind.MEETING:
            for child in view.children(verb):
                if child.case in ("が", "は") and child.index < verb.index:
                    self.fill("ga", view.referents(child))
        return None

    def _held_at(self, where: Phrase, phrase: Phrase) -> Phrase | None:
        """Return the phrase of 判決が最高裁であった, after taking its arguments; not of a copula."""
        court = [r for r in self.view.referents(where) if _is_organization(self.view, r)]
        dated = any(self.view.time_in(c) is not None for c in self.view.children(where))
        if not (court or self.view.places(where)) or not (dated or where.tail.startswith("であっ")):
            return None
        self.place_of(where)
        self.fill("de", court)
        self._of_support(where, phrase)
        return where

    def _scene(self, verb: Phrase) -> None:
        """Take where and when the effect of a cause was felt: 蒲郡市では土砂崩れで住宅が倒壊した."""
        for child in self.view.children(verb):
            if child.index < verb.index and not child.predicate:
                if (time := self.view.time_in(child)) is not None and child.case in _TIME_CASES:
                    self.time(time)
                elif child.case == "で":
                    self.place_of(child)

    def _attending(self, phrase: Phrase, verb: Phrase) -> Phrase | None:
        """Return the verb of taking part, even where the parser hangs the event on a later verb."""
        if phrase.case not in ("に", "を", "へ", "で", ""):
            return None
        for other in self.view.phrases[phrase.index + 1 : verb.index + 1]:
            if (
                other.predicate in verbs("attend")
                and other.depth == phrase.depth
                and (other is verb or phrase.case == "に")
            ):
                return other
        return None

    def shared(self, predicate: Phrase) -> None:
        """Take subject, time and place that the chain of clauses shares with a predicate."""
        self._from_later_clauses(predicate)
        self._from_earlier_clauses(predicate)
        if predicate.head is None and predicate.predicate:
            self._opening(predicate)

    def _opening(self, predicate: Phrase) -> None:
        """Take the topic and day that open a sentence for its last verb, whatever stands between.

        県警は12日、…を奪ったとして、…を逮捕した: the parser hangs them on the first verb.
        """
        view = self.view
        for topic, after in zip(view.phrases, view.phrases[1:], strict=False):
            if topic.depth or topic.predicate:
                return
            if topic.topic and topic.case == "は":
                if "subject" not in self._slots:
                    self.fill("wo" if predicate.passive else "ga", view.referents(topic))
                if (time := view.time_in(after)) is not None and after.comma and after.case == "":
                    self.time(time)
                return

    def _of_support(self, verb: Phrase, noun: Phrase) -> None:
        view = self.view
        kids = [c for c in view.children(verb) if c.index < verb.index and c is not noun]
        has_subject = any(c.case == "が" and view.referents(c) for c in kids)
        for child in kids:
            if child.predicate in verbs("bring"):
                self._brought(child)
            elif not child.predicate and child.case != "を":
                self._argument(child, passive=False, noun=False, has_subject=has_subject)
        if not has_subject:
            self._gap(verb)

    def _argument(self, child: Phrase, *, passive: bool, noun: bool, has_subject: bool) -> None:
        view, case = self.view, child.case
        if (time := view.time_in(child)) is not None and case in _TIME_CASES:
            self.time(time)
            if case != "の":
                return
        if case in ("で", "での"):
            self.place_of(child)
            self.fill("de", [r for r in view.referents(child) if _is_organization(view, r)])
        for grand in view.children(child):
            # A noun takes no で and no day of its own: the parser hung them too low.
            if not child.predicate and not grand.predicate and grand.index < child.index:
                if grand.case == "で" and _is_argument(child):
                    self.place_of(grand)
                elif grand.case == "と" and child.case in ("に", "へ", "を", "で") and not noun:
                    self.fill("to", view.referents(grand))
                elif (time := view.time_in(grand)) is not None and grand.case in ("", "に") and grand.comma:
                    self.time(time)
        if case == "から" and self.frame.role("kara") == "place":
            self.place_of(child)
        slot = _slot(child, passive=passive, noun=noun, has_subject=has_subject)
        if slot is None:
            return
        if slot == "no" and self._by:
            slot = "wo"
        if slot == "ga" and not passive:
            # Said, though it be nobody we know: 作品が来日した has a subject.
            self._slots.add("subject")
        referents = view.referents(child)
        if slot == "no" and self.frame.role(slot) is None:
            self._place_of_name(child)
            return
        if slot == "no" and all(view.entities[r.entity].type is EntityType.PLACE for r in referents):
            if not referents or any(view.entities[r.entity].kind != "Country" for r in referents):
                self._place_of_name(child)
                return
        if case == "に" and self.candidate.kind is EventKind.PERSONNEL_CHANGE and not self.candidate.post:
            self.candidate.post = _core(view, child)
        self.fill(slot, referents)
        attacked = slot in ("ni", "wo") and self.candidate.kind is EventKind.ATTACK
        if self.frame.role(slot) == "place" or attacked:
            self.place_of(child)

    def _relative(self, clause: Phrase) -> None:
        """Take when and where a relative clause says the event was held: 6月にカナダで開かれた会議."""
        existence = _existence(clause)
        self.planned = self.planned or clause.predicate == "予定"
        if clause.predicate == "する":
            # 三陸沖を震源とする地震
            kids = self.view.children(clause)
            if any(_core(self.view, k).startswith(("震源", "会場", "舞台")) and k.case == "と" for k in kids):
                for kid in kids:
                    if kid.case == "を":
                        self.place_of(kid)
        if clause.predicate in verbs("hold") or existence:
            self.dependents(clause, noun=False)
        if clause.predicate in verbs("hold") and self.candidate.time is None:
            # What opens the clause may hang on a later verb: 来年6月に米国で始まる大会に向け.
            for phrase in self.view.phrases[self._previous_predicate(clause) + 1 : clause.index]:
                if (time := self.view.time_in(phrase)) is not None and phrase.case in ("", "に"):
                    self.time(time)
        if existence:
            self.place_of(clause)

    def _gap(self, phrase: Phrase) -> None:
        """Take the noun that a relative clause modifies as its subject: 来日した李大統領."""
        head = self.view.head(phrase)
        if head is not None and head.index > phrase.index and not head.predicate and phrase.adnominal:
            self.fill("wo" if phrase.passive else "ga", self.view.referents(head, coordinated=False))

    def _brought(self, clause: Phrase) -> None:
        for child in self.view.children(clause):
            if child.case == "を":
                self.fill("to", self.view.referents(child))
            elif child.case in ("に", "で") and self.view.time_in(child) is None:
                self.place_of(child)

    def _objects(self, clause: Phrase) -> None:
        for child in self.view.children(clause):
            if child.case == "を":
                self.fill("wo", self.view.referents(child))

    def _visited(self, clause: Phrase) -> None:
        for child in self.view.children(clause):
            if child.case in ("を", "に") and self.view.time_in(child) is None:
                self.place_of(child)

    def _from_later_clauses(self, predicate: Phrase) -> None:
        """What stands before this predicate and belongs to a later clause of the chain is said of it too."""
        view = self.view
        node = predicate
        # 外務省は28日、金氏が訪中すると発表した: what stands before a clause's own subject is not in it.
        own = min((c.index for c in view.children(predicate) if c.case == "が"), default=None)
        for _ in range(6):
            head = view.head(node)
            if head is None or (
                node.adnominal and head.head is not None and not _REPORTING.match(_core(view, head))
            ):
                return
            for child in view.children(head):
                if child.index >= predicate.index or child.predicate:
                    continue
                if own is not None and child.index < own and _TOLD.search(node.tail):
                    continue
                if (time := view.time_in(child)) is not None and child.case in ("", "に", "は", "から"):
                    self.time(time)
                elif child.case == "で" and child.index > self._previous_predicate(predicate):
                    self.place_of(child)
                elif "subject" not in self._slots and child.case in ("は", "が", "も"):
                    self.fill("wo" if predicate.passive else "ga", view.referents(child))
            node = head

    def _from_earlier_clauses(self, predicate: Phrase) -> None:
        """The subject and time of an earlier clause go on: 15日、A氏は北京に着き、…と会談した."""
        view = self.view
        for child in reversed(view.children(predicate)):
            if not child.predicate or child.index >= predicate.index or child.depth != predicate.depth:
                continue
            if child.predicate in verbs("bring"):
                self._brought(child)
            if child.predicate in verbs("beat") and self.candidate.kind in _CONTESTS:
                self._objects(child)
            if child.predicate in verbs("visit") and self.candidate.kind is not EventKind.VISIT:
                self._visited(child)
            if child.tail.rstrip("、").endswith(("から", "以来", "ため", "ば", "と")):
                continue  # another time, or a condition
            for grand in view.children(child):
                if grand.case == "と" and grand.topic:
                    self.fill("to", view.referents(grand))
                if "subject" not in self._slots and grand.case in ("は", "が"):
                    self.fill("wo" if predicate.passive else "ga", view.referents(grand))
                if (time := view.time_in(grand)) is not None and grand.case in ("", "に"):
                    self.time(time)

    def _previous_predicate(self, predicate: Phrase) -> int:
        indexes = [p.index for p in self.view.phrases if p.predicate and p.index < predicate.index]
        return max(indexes, default=-1)

    def fill(self, slot: str, referents: list[Referent]) -> None:
        """Give the referents the role that the kind's frame has for a slot."""
        role = self.frame.role(slot)
        if referents and slot in ("ga", "wo"):
            # In a passive the subject fills を's slot.
            self._slots.add("subject" if slot == "ga" or self._passive else "object")
        for referent in referents:
            entity = self.view.entities[referent.entity]
            if role == "place" and entity.type is EntityType.PLACE:
                self.place(referent)
            elif isinstance(role, ParticipantRole) and _can_take_part(entity, self.candidate.kind):
                self.candidate.participants.setdefault(referent.entity, (role, referent.span))

    @property
    def subject_missing(self) -> bool:
        """Whether the clause names no subject, of whatever sort."""
        return "subject" not in self._slots and self.frame.role("ga") is not None

    def _place_of_name(self, phrase: Phrase) -> None:
        for referent in self.view.places(phrase):
            self.candidate.named_place = self.candidate.named_place or referent

    def place_of(self, phrase: Phrase) -> None:
        """Take the place that a phrase names."""
        for referent in self.view.places(phrase):
            self.place(referent)

    def place(self, referent: Referent) -> None:
        """Take a place unless one is known."""
        if self.candidate.place is None:
            self.candidate.place = referent

    def time(self, time: TimeExpression) -> None:
        """Take a time unless one is known."""
        if self.candidate.time is None:
            self.candidate.time = time


def _is_organization(view: SentenceView, referent: Referent) -> bool:
    return view.entities[referent.entity].type is EntityType.ORGANIZATION


def _can_take_part(entity: Entity, kind: EventKind) -> bool:
    if kind is EventKind.DEATH:
        return entity.type is EntityType.PERSON
    return entity.type in (EntityType.PERSON, EntityType.ORGANIZATION) or entity.kind == "Country"


def _existence(clause: Phrase) -> bool:
    """Whether a phrase says that something was held there: ワシントンであった会談."""
    return (
        not clause.predicate
        and clause.dep == "acl"
        and clause.tail.startswith(("である", "であった", "であっ"))
    )


def _is_argument(child: Phrase) -> bool:
    """Whether a phrase is a plain argument, so that a で below it must belong to the verb."""
    return child.case in ("と", "との", "を", "に", "の")


def _core(view: SentenceView, phrase: Phrase) -> str:
    return view.text(phrase.start, phrase.core_end)


def _slot(child: Phrase, *, passive: bool, noun: bool, has_subject: bool) -> str | None:
    """Return the column of the case frame that a phrase's particle stands for."""
    case = child.case
    if case == "が" or (case in ("は", "も") and not has_subject):
        return "wo" if passive else "ga"
    if case == "を":
        return "wo"
    if case in ("に", "へ", "への", "に対し"):
        return "ga" if passive and case == "に" else "ni"
    if case in ("と", "との"):
        return "to"
    if case == "の" and noun:
        return "no"
    if case in ("による", "からの") or (case == "から" and passive):
        return "by"
    return None
