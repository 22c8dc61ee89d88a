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
# Kinds that a country's name before the word locates (カナダ総選挙, トルコ地震); of others it takes part.
_LOCATED = frozenset(
    {
        EventKind.ELECTION,
        EventKind.DISASTER,
        EventKind.ACCIDENT,
        EventKind.PROTEST,
        EventKind.CRIME,
        EventKind.CULTURAL_EVENT,
    }
)
# Where a day is said of the occasion, it is that of what was done there: 14日の本会議で可決した.
_OCCASION = re.compile(r"(会議|会合|総会|会|会見|演説|集会|公判|弁論|番組|試合|大会|戦|場所|式|投票|閣議)$")
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
# What a team before the word plays in: 巨人戦, 巨人の開幕戦.
_GAMES = frozenset({"戦", "試合", "初戦", "開幕戦", "最終戦", "優勝", "初優勝", "連覇", "勝利"})
_ACCUSED = re.compile(r"(被告|被告人)(\([^)]*\)?)?$")
# Kinds that befall somebody, whom the topic names where the subject is a thing (死刑が確定した).
_SUFFERED = frozenset({EventKind.TRIAL, EventKind.DEATH, EventKind.PERSONNEL_CHANGE, EventKind.CRIME})
# Kinds whose object says whom it is aimed at: 大統領に対する弾劾訴追案を可決した.
_TARGETED = frozenset({EventKind.POLICY_DECISION, EventKind.TRIAL})
_CONTESTS = frozenset({EventKind.ELECTION, EventKind.SPORTS_EVENT})
# Nouns that a clause fills with its content; its subject may stand outside (引き上げることを決めた).
_REPORTING = re.compile(
    r"^(こと|の|ため|予定|方針|計画|考え|意向|見通し|ところ|契約|合意|協定|覚書|決議|法案|法律)$"
)
# What ends a clause that another verb tells.
_TOLD = re.compile(r"(と|とも|などと)[、」]*$")
# Parts of a firm that change hands.
_SHARE = re.compile(r"(株|株式|権益|事業|部門|持ち分|店舗|資産|議決権)(の?(約|計)?[\d.,万億]+\S{0,3})?$")
_SUIT = re.compile(r"(訴え|訴訟|裁判)$")
# After, before, since an event: what the clause tells is another.
_BESIDE = re.compile(r"^(直?[後前]|以来|以降|以前|の際|際)")
_CLEFT = re.compile(r"のは、?$")
# What goes on (上場している) did not begin on the day of the clause before it.
_LASTING = re.compile(r"^(し)?て(い|お)[るりた]")
# Kinds that a clause gives as the cause of what it tells.
_CAUSES = frozenset({EventKind.DISASTER, EventKind.ACCIDENT, EventKind.ATTACK})
_HOLDING_CASES = frozenset(["が", "は", "も", "を", ""])
_TIME_CASES = frozenset(
    ["", "に", "が", "の", "は", "も", "から", "からの", "で", "より", "までに", "まで", "にかけて"]
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
            if entity.type is EntityType.PLACE and (
                entity.kind != "Country" or self.candidate.kind in _LOCATED
            ):
                self.candidate.named_place = self.candidate.named_place or referent
            elif entity.type is not EntityType.TERM and not self._competition:
                if mention.type is not EntityType.PERSON or self.candidate.kind in _OF_PEOPLE:
                    self.fill("ga" if mention.type is EntityType.PERSON else "compound", [referent])
                if self.candidate.kind is EventKind.ATTACK and entity.type is EntityType.PLACE:
                    self.place(referent)
        time = view.time_in(phrase)
        if time is not None and time.start < trigger.start:
            self.time(time)

    @property
    def _competition(self) -> bool:
        """Whether the word names a competition, so that the name before it is its organiser's: WBC決勝."""
        candidate = self.candidate
        return candidate.kind is EventKind.SPORTS_EVENT and candidate.noun and candidate.lemma not in _GAMES

    def dependents(self, phrase: Phrase, *, noun: bool) -> None:
        """Take the arguments that depend on the trigger's own phrase."""
        view = self.view
        self._passive = phrase.passive
        kids = [c for c in view.children(phrase) if c.index < phrase.index and not _quoted(c, phrase)]
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
            if noun and child.case == "の" and _core(view, child) in verbs("hold") and child.index:
                # 10日投開票の参院選
                if (time := view.time_in(view.phrases[child.index - 1])) is not None:
                    self.time(time)
            self._argument(child, passive=phrase.passive, noun=noun, has_subject=has_subject)
        if (
            noun
            and phrase.case == "の"
            and phrase.core[-1].text == "中"
            and self.candidate.kind in _OF_PEOPLE
        ):
            self._ongoing(phrase)
        if not noun:
            self._listed(kids)
        if not noun and not has_subject:
            self._gap(phrase)
        if not noun:
            self._cleft(phrase)

    def _cleft(self, phrase: Phrase) -> None:
        """Take what a cleft sentence sets apart: 逮捕されたのは、山田容疑者. 墜落したのは先月3日だった."""
        head = self.view.head(phrase)
        if head is None or head.predicate or not _CLEFT.search(phrase.tail):
            return
        if (time := self.view.time_in(head)) is not None:
            self.time(time)
            return
        referents = self.view.referents(head)
        self.fill("wo" if phrase.passive or "subject" in self._slots else "ga", referents)

    def opening(self) -> None:
        """Take the name that opens a headline as the subject: 東雲機械、米大手に出資へ."""
        first = self.view.phrases[0]
        if self.view.headline and "subject" not in self._slots and first.comma and first.case == "":
            if first.end <= self.candidate.trigger.start and self.view.time_in(first) is None:
                self.fill("wo" if self._passive else "ga", self.view.referents(first))

    def _ongoing(self, phrase: Phrase) -> None:
        """Take who is at it, and where: フィリピンを訪問中の山田外相."""
        before = self.view.phrases[phrase.index - 1] if phrase.index else None
        if before is not None and before.case in ("を", "に"):
            self.place_of(before)
        if (head := self.view.head(phrase)) is not None:
            self.fill("ga", self.view.referents(head))

    def destination(self, phrase: Phrase) -> None:
        """Take where, and who is there, from 訪問先のオタワで、山田外相は…."""
        view = self.view
        if phrase.case == "の" and phrase.index + 1 < len(view.phrases):
            self.place_of(view.phrases[phrase.index + 1])
        for topic in view.phrases:
            if topic.case in ("は", "が") and not topic.depth and not topic.predicate:
                people = [r for r in view.referents(topic) if not _is_place(view, r)]
                if people:
                    self.fill("ga", people)
                    return

    def _listed(self, kids: list[Phrase]) -> None:
        """Take those named with a post or prize each: 外相に林氏、財務相に森氏を起用した."""
        last = next((c for c in reversed(kids) if c.case in ("を", "が")), None)
        slot = None if last is None else _slot(last, passive=self._passive, noun=False, has_subject=False)
        if last is None or slot is None:
            return
        for child in kids:
            before = self.view.phrases[child.index - 1]
            if child.index < last.index and before.case == "に" and child.case == "" and child.comma:
                self.fill(slot, self.view.referents(child))

    def _concerned(self, predicate: Phrase, topic: Phrase) -> None:
        """Take the topic of a clause whose subject is a thing: 山田さんは…、死刑が確定した."""
        if self.candidate.kind in _SUFFERED and "named" not in self._slots and topic.case == "は":
            self.fill("wo", self.view.referents(topic))

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
        attending = self._attending(phrase, verb)
        if attending is not None:
            self._of_support(attending, phrase)
            return attending
        lemma = verb.predicate or view.text(verb.core[-1].start, verb.core_end)
        issued = lemma in verbs("issue") and self.candidate.kind in _ISSUED
        if lemma in verbs("undergo") and phrase.case in ("を", "に") and self.frame.role("wo") is not None:
            self._passive = True
            self._of_support(verb, phrase, passive=True)
            return verb
        beside = _BESIDE.match(view.text(self.candidate.trigger.end, phrase.core_end))
        held = (lemma in verbs("hold") or issued) and phrase.case in _HOLDING_CASES and not beside
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
        if phrase.case == "で" and verb.predicate and self.candidate.kind in _VENUES:
            # Who speaks at a meeting is there; who speaks in court is the accused, if it is a person.
            slot = "wo" if self.candidate.kind is EventKind.TRIAL else "ga"
            for child in self._subjects(phrase, verb):
                if not _quoted(child, verb):
                    found = view.referents(child)
                    if self.candidate.kind is EventKind.TRIAL:
                        found = [r for r in found if _ACCUSED.search(view.text(child.start, child.core_end))]
                    self.fill(slot, found)
        return None

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
            found = [c for c in view.children(node) if c.case in ("が", "は") and c.index < verb.index]
            if found:
                return found
            node = None if node.adnominal else view.head(node)
        return []

    def _held_at(self, where: Phrase, phrase: Phrase) -> Phrase | None:
        """Return the phrase of 判決が最高裁であった, after taking its arguments; not of a copula."""
        court = [r for r in self.view.referents(where) if _is_organization(self.view, r)]
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
                (other.predicate or _last_word(other)) in verbs("attend")
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
            if topic.adnominal:
                continue
            if topic.depth or topic.predicate:
                return
            if topic.topic and topic.case == "は":
                if "subject" not in self._slots:
                    self.fill("wo" if predicate.passive else "ga", view.referents(topic))
                if (time := view.time_in(after)) is not None and after.comma and after.case == "":
                    self.time(time)
                return

    def _of_support(self, verb: Phrase, noun: Phrase, *, passive: bool = False) -> None:
        view = self.view
        kids = [
            c for c in view.children(verb) if c.index < verb.index and c is not noun and not _quoted(c, verb)
        ]
        has_subject = any(c.case == "が" and view.referents(c) for c in kids)
        for child in kids:
            if child.predicate in verbs("bring"):
                self._brought(child)
            elif noun.case == "が" and child.case == "は" and self.candidate.kind in _STAGED:
                continue  # 世界選手権は決勝が行われ: the topic is what the game belongs to
            elif not child.predicate and child.case != "を":
                self._argument(child, passive=passive, noun=False, has_subject=has_subject)
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
            self._occasion(child)
        if case == "を" and self.candidate.kind in _TARGETED:
            for grand in view.children(child):
                if grand.index < child.index and grand.case == "に対し":
                    self.fill("ni", view.referents(grand))
        for grand in view.children(child):
            # A noun takes no で and no day of its own: the parser hung them too low.
            if not child.predicate and not grand.predicate and grand.index < child.index:
                if grand.case == "で" and _is_argument(child):
                    self.place_of(grand)
                elif grand.case == "と" and child.case in ("に", "へ", "を", "で") and not noun:
                    self.fill("to", view.referents(grand))
                elif (time := view.time_in(grand)) is not None and grand.case in ("", "に") and grand.comma:
                    self.time(time)
        if case == "に" and _core(view, child) in ("めど", "目途", "目標", "皮切り"):
            before = view.phrases[child.index - 1]
            if before.case == "を" and (time := view.time_in(before)) is not None:
                self.time(time)  # 4月ごろをめどに
        if case == "で" and _core(view, child) == "間":
            for grand in view.children(child):
                if grand.case in ("との", "と"):
                    self.fill("to", view.referents(grand))  # 両大臣との間で協議した
        if case == "を" and self.candidate.kind is EventKind.TRIAL and _SUIT.search(_core(view, child)):
            self._sued(child)
        if case == "について" and self.candidate.kind is EventKind.CRIME:
            self.fill("wo", view.referents(child))
        if case == "から" and self.frame.role("kara") == "place":
            self.place_of(child)
        slot = _slot(child, passive=passive, noun=noun, has_subject=has_subject)
        if slot is None:
            return
        if slot == "no" and (self._by or self._competition):
            slot = "wo" if self._by else None
        if slot is None:
            return
        if (slot == "ga" and not passive) or (slot == "wo" and passive and case in ("が", "は", "も")):
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
        if not referents and self.candidate.kind is EventKind.AGREEMENT and case in ("を", "に", "は", "が"):
            # Its name says whose it is: 日韓基本条約に署名した.
            sides = [(m, e) for m, e in view.mentions_in(child) if m.form is MentionForm.COMPOUND]
            if len(sides) >= 2 and "named" not in self._slots:
                self.fill("compound", [Referent(e, Span(m.start, m.end)) for m, e in sides])
        part = (
            self.candidate.kind is EventKind.BUSINESS_DEAL
            and slot == "wo"
            and _SHARE.search(_core(view, child)) is not None
        )
        if not referents and (part or (self.candidate.kind is EventKind.AWARD and slot in ("ga", "wo"))):
            # A prize for a work is its author's (山田さんの「青い海」が選ばれた), a share the firm's.
            near = view.phrases[max(0, child.index - 2) : child.index]  # ローソンの + 普通 + 株式
            for grand in (*view.children(child), *(p for p in near if part)):
                if grand.case == "の" and grand.index < child.index and not grand.predicate:
                    referents = [
                        r
                        for r in view.referents(grand)
                        if view.entities[r.entity].type is not EntityType.PLACE
                    ]
        if not referents and self.candidate.kind is EventKind.PRODUCT_LAUNCH and slot == "wo":
            for grand in view.children(child):  # スペースXの宇宙船が打ち上げられた
                if grand.case == "の" and grand.index < child.index:
                    self.fill("ga", [r for r in view.referents(grand) if _is_organization(view, r)])
        self.fill(slot, referents)
        attacked = slot in ("ni", "wo") and self.candidate.kind is EventKind.ATTACK
        if self.frame.role(slot) == "place" or attacked:
            self.place_of(child)

    def _sued(self, suit: Phrase) -> None:
        """Take whom a suit is brought against: 国に賠償を求める訴えを起こした."""
        for clause in self.view.children(suit):
            if clause.predicate in verbs("urge"):
                for child in self.view.children(clause):
                    if child.case in ("に", "に対し"):
                        self.fill("wo", self.view.referents(child))

    def _occasion(self, phrase: Phrase) -> None:
        """Take the day of the occasion at which something was done: 14日午後の本会議で可決した."""
        if not _OCCASION.search(_core(self.view, phrase)):
            return
        for part in (phrase, *(c for c in self.view.children(phrase) if c.index < phrase.index)):
            if not part.predicate and (time := self.view.time_in(part)) is not None:
                self.time(time)
                return

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
        if self.candidate.lemma in ("事故", "事件") and clause.adnominal and not existence:
            # 観光船が消息を絶った事故: the clause tells what happened.
            self.dependents(clause, noun=False)
            self.candidate.asserted = True
            return
        issued = clause.predicate in verbs("issue") and self.candidate.kind in _ISSUED
        if clause.predicate in verbs("hold") or existence or issued:
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
            if (time := self.view.time_in(head)) is not None:
                self.time(time)  # 50周年を迎える2025年
            referents = self.view.referents(head, coordinated=False)
            if not referents and head.case == "の" and head.index + 1 < len(self.view.phrases):
                # 亡くなった作家の林恵さん: what they are comes before who they are
                after = self.view.phrases[head.index + 1]
                people = self.view.referents(after, coordinated=False)
                referents = [r for r in people if self.view.entities[r.entity].type is EntityType.PERSON]
            self.fill("wo" if phrase.passive else "ga", referents)

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
        own = self._own_subject(predicate)
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
                elif child.case == "について" and self.candidate.kind is EventKind.CRIME:
                    self.fill("wo", view.referents(child))
                elif child.case == "で" and child.index > self._previous_predicate(predicate):
                    self.place_of(child)
                elif "subject" not in self._slots and child.case in ("は", "が", "も"):
                    self.fill("wo" if predicate.passive else "ga", view.referents(child))
                    if child.core and "副詞可能" not in child.core[-1].tag:
                        self._slots.add("subject")  # 会社は…完成させる計画だ: said, though nobody we know
                else:
                    self._concerned(predicate, child)
            if "subject" not in self._slots and head.adnominal and not predicate.adnominal:
                # 会議に出席するため訪米している首相
                gap = view.head(head)
                if gap is not None and not _REPORTING.match(_core(view, gap)):
                    self.fill("ga", view.referents(gap, coordinated=False))
            if "subject" not in self._slots and not predicate.passive:
                self._subject_before(head, predicate)
            node = head

    def _own_subject(self, predicate: Phrase) -> int | None:
        """Return where the first subject after the last finished clause stands, if there is one."""
        before = self.view.phrases[: predicate.index]
        told = max((p.index for p in before if p.predicate and not p.adnominal), default=-1)
        subjects = (p.index for p in before[told + 1 :] if p.case == "が" and p.depth == predicate.depth)
        return next(subjects, None)

    def _subject_before(self, later: Phrase, predicate: Phrase) -> None:
        """Take the topic of a chain from its first clause: A社は取締役会を開き、B社を売ると決めた."""
        for clause in self.view.children(later):
            if clause.predicate and clause.index < predicate.index and clause.depth == later.depth:
                for child in self.view.children(clause):
                    if child.case == "は" and child.index < clause.index:
                        self.fill("ga", self.view.referents(child))

    def _from_earlier_clauses(self, predicate: Phrase) -> None:
        """The subject and time of an earlier clause go on: 15日、A氏は北京に着き、…と会談した."""
        view = self.view
        own = self._own_subject(predicate)
        if own is None and (linked := [c for c in view.children(predicate) if c.tail.endswith("て")]):
            own = self._own_subject(linked[0])  # A氏が選ばれて就任した
        for child in reversed(view.children(predicate)):
            if not child.predicate or child.index >= predicate.index or child.depth != predicate.depth:
                continue
            if child.predicate in verbs("bring"):
                self._brought(child)
            if child.predicate == "受け取る" and self.candidate.kind is EventKind.MEETING:
                for grand in view.children(child):
                    if grand.case == "から":
                        self.fill("to", view.referents(grand))  # 首相から辞令を受け取り、会談した
            if child.predicate in verbs("beat") and self.candidate.kind in _CONTESTS:
                self._objects(child)
            if child.predicate == "相手取る":
                self._objects(child)
            if child.predicate in verbs("visit") and self.candidate.kind is not EventKind.VISIT:
                self._visited(child)
            if child.tail.rstrip("、").endswith(("から", "以来", "ため", "ば", "と")):
                continue  # another time, or a condition
            lasting = bool(_LASTING.match(predicate.tail))
            for grand in view.children(child):
                if grand.case == "と" and grand.topic:
                    self.fill("to", view.referents(grand))
                if "subject" not in self._slots and grand.case in ("は", "が"):
                    if own is not None and grand.index < own and _TOLD.search(predicate.tail):
                        self._slots.add("subject")  # 林氏は…述べ、A社が説明しないまま売ったと批判した
                        continue
                    self.fill("wo" if predicate.passive else "ga", view.referents(grand))
                else:
                    self._concerned(predicate, grand)
                if (time := view.time_in(grand)) is not None and grand.case in ("", "に"):
                    # The day inside a clause (1月に辞任し、…) is not another's, nor of what lasts.
                    if not (grand.case == "に" and (lasting or own is not None)):
                        self.time(time)

    def _previous_predicate(self, predicate: Phrase) -> int:
        indexes = [p.index for p in self.view.phrases if p.predicate and p.index < predicate.index]
        return max(indexes, default=-1)

    def fill(self, slot: str, referents: list[Referent]) -> None:
        """Give the referents the role that the kind's frame has for a slot."""
        role = self.frame.role(slot)
        if referents and slot in ("ga", "wo"):
            # In a passive the subject fills を's slot.
            self._slots |= {"subject" if slot == "ga" or self._passive else "object", "named"}
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


def _is_place(view: SentenceView, referent: Referent) -> bool:
    return view.entities[referent.entity].type is EntityType.PLACE


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


def _last_word(phrase: Phrase) -> str:
    """Return the verbal noun that ends a sentence without する (…が参加。), or nothing."""
    return phrase.core[-1].text if phrase.head is None and phrase.core else ""


def _terse(verb: Phrase) -> bool:
    """Whether a verbal noun ends a clause without する: 総選挙は4日投票、5日までに…."""
    return verb.comma and verb.case == "" and bool(verb.core) and "サ変" in verb.core[-1].tag


def _quoted(child: Phrase, above: Phrase) -> bool:
    """Whether a phrase stands inside a quotation, and the one that it hangs on outside."""
    return child.depth > above.depth and not child.closes


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
