"""Arguments from the trigger's own phrase: what depends on it, is glued to it, or is modified by it."""

from __future__ import annotations

import re

from kgpub.extract.arguments_context import ContextFiller
from kgpub.extract.arguments_slots import core, is_organization, quoted
from kgpub.extract.lexicon import verbs
from kgpub.extract.phrases import Phrase
from kgpub.extract.view import COLLECTIVE, Referent
from kgpub.model import EntityType, EventKind, MentionForm, Span

# Kinds that a decree or an announcement makes; of others, 発表する only tells.
ISSUED = frozenset(
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
# What a team before the word plays in: 巨人戦, 巨人の開幕戦.
_GAMES = frozenset({"戦", "試合", "初戦", "開幕戦", "最終戦", "優勝", "初優勝", "連覇", "勝利"})
# Kinds whose object says whom it is aimed at: 大統領に対する弾劾訴追案を可決した.
_TARGETED = frozenset({EventKind.POLICY_DECISION, EventKind.TRIAL})
# Parts of a firm that change hands.
_SHARE = re.compile(
    r"(株|株式|権益|事業|部門|持ち分|店舗|資産|議決権|一部|大半|過半数|大部分|全部|全て|すべて)"
    r"(の?(約|計)?[\d.,万億]+\S{0,3})?$"
)
# Verbs whose object is a post.
_TAKES_POST = frozenset({"兼ねる", "継ぐ", "引き継ぐ"})
_SUIT = re.compile(r"(訴え|訴訟|裁判)$")
_CLEFT = re.compile(r"のは、?$")
TIME_CASES = frozenset(
    ["", "に", "が", "の", "は", "も", "から", "からの", "で", "より", "までに", "まで", "にかけて"]
)


class PhraseFiller(ContextFiller):
    """Fills slots from what depends on the trigger's own phrase."""

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
                # 釧路市長選 is that of 釧路市.
                if self.candidate.kind is EventKind.ELECTION and mention.start < trigger.start:
                    if entity.type is EntityType.PLACE:
                        self.candidate.named_place = self.candidate.named_place or referent
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
        kids = [c for c in view.children(phrase) if c.index < phrase.index and not quoted(c, phrase)]
        if noun:
            kids = [*self._raised(phrase), *kids]
            before = view.phrases[phrase.index - 1] if phrase.index else None
            if before is not None and before.end == phrase.start and before.case == "" and not before.comma:
                if (time := view.time_in(before)) is not None:
                    self.time(time)  # 92年 + バルセロナ五輪の
            if before is not None and phrase.case == "の" and before.adnominal and before.head == phrase.head:
                self._relative(before)  # 1日に起きた地震の被災地
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
            if noun and child.case == "の" and core(view, child) in verbs("hold") and child.index:
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

    def _nearest_time(self, kids: list[Phrase]) -> None:
        """Take the time right before the verb, not that of a later one (28日、3日に開くと発表した)."""
        dated = [
            c
            for c in kids
            if not c.predicate and c.case in ("", "に", "から") and self.view.time_in(c) is not None
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

    def _argument(self, child: Phrase, *, passive: bool, noun: bool, has_subject: bool) -> None:
        view, case = self.view, child.case
        if (time := view.time_in(child)) is not None and case in TIME_CASES:
            self.day_of(child, time)
            if case != "の":
                return
        if case in ("で", "での"):
            self.place_of(child)
            self.fill("de", [r for r in view.referents(child) if is_organization(view, r)])
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
        if case == "に" and core(view, child) in ("めど", "目途", "目標", "皮切り"):
            aim = view.phrases[child.index - 1]
            if aim.case == "を" and (time := view.time_in(aim)) is not None:
                self.time(time)  # 4月ごろをめどに
        if core(view, child) in ("とも", "ともに", "共", "共に", "一緒"):
            for grand in view.children(child):
                if grand.case == "と":
                    self.fill("ga", view.referents(grand))  # 林さんとともに受賞した
        before = view.phrases[child.index - 1] if child.index else None
        if before is not None and before.case == "の" and before.head == child.index and not before.predicate:
            since = re.search("以来|ぶり", core(view, child))  # 2009年の + 第2回大会以来の
            if not since and ((case == "の" and noun) or (case == "で" and view.places(child))):
                if (time := view.time_in(before)) is not None:
                    self.time(time)  # 昨年の + 米国の総選挙, 27日の + 釧路では
        if case == "で" and core(view, child) == "間":
            for grand in view.children(child):
                if grand.case in ("との", "と"):
                    self.fill("to", view.referents(grand))  # 両大臣との間で協議した
        if case == "を" and self.candidate.kind is EventKind.TRIAL and _SUIT.search(core(view, child)):
            self._sued(child)
        elif case == "を" and self.candidate.kind is EventKind.TRIAL:
            for grand in view.children(child):
                if grand.adnominal and grand.depth == child.depth:
                    self._objects(grand)  # 大統領を罷免する決定を言い渡した
        if case == "について" and self.candidate.kind is EventKind.CRIME:
            self.fill("wo", view.referents(child))
        if case == "から" and self.frame.role("kara") == "place":
            self.place_of(child)
        elif case == "から" and not passive:
            self.fill("kara", view.referents(child))  # A社から株式を買う
        if case == "に" and self.candidate.kind is EventKind.AWARD:
            self.candidate.post = self.candidate.post or core(view, child)
        slot = _slot(child, passive=passive, noun=noun, has_subject=has_subject)
        launched = case == "から" and self.candidate.group == "打ち上げ"  # from a site, not by it
        if slot is None or launched:
            return
        if slot == "no" and (self._by or self._competition):
            slot = "wo" if self._by else None
        if slot is None:
            return
        if (slot == "ga" and not passive) or (slot == "wo" and passive and case in ("が", "は", "も")):
            # Said, though it be nobody we know: 作品が来日した has a subject.
            self._slots.add("subject")
            self.candidate.collective |= COLLECTIVE.match(core(view, child)) is not None
        referents = view.referents(child)
        if slot == "no" and self.frame.role(slot) is None:
            self._place_of_name(child)
            return
        if slot == "no" and all(view.entities[r.entity].type is EntityType.PLACE for r in referents):
            if not referents or any(view.entities[r.entity].kind != "Country" for r in referents):
                self._place_of_name(child)
                return
        personnel = self.candidate.kind is EventKind.PERSONNEL_CHANGE
        post = case in ("に", "へ") or (
            case == "を" and self.candidate.lemma in ("兼ねる", "継ぐ", "引き継ぐ")
        )
        if post and personnel and not self.candidate.post:
            self.candidate.post = core(view, child)
            self._body_of_post(child)
        if not referents and self.candidate.kind is EventKind.AGREEMENT and case in ("を", "に", "は", "が"):
            # Its name says whose it is: 日韓基本条約に署名した.
            sides = [(m, e) for m, e in view.mentions_in(child) if m.form is MentionForm.COMPOUND]
            if len(sides) >= 2 and "named" not in self._slots:
                self.fill("compound", [Referent(e, Span(m.start, m.end)) for m, e in sides])
        deal = self.candidate.kind is EventKind.BUSINESS_DEAL
        part = deal and _SHARE.search(core(view, child)) is not None and (slot != "ni" or case == "に対し")
        if not referents and part:
            slot = "wo"  # a share is the firm's: USスチール株を, A社の株式の一部を
            referents = self._glued_bodies(child) or self._owners(child)
        if not referents and self.candidate.kind is EventKind.AWARD and slot in ("ga", "wo"):
            referents = self._owners(child)  # 山田さんの「青い海」が選ばれた
        if self.candidate.kind is EventKind.PRODUCT_LAUNCH and slot == "wo":
            self.fill("ga", self._owners(child))  # スペースXの宇宙船が打ち上げられた
        self.fill(slot, referents)
        attacked = slot in ("ni", "wo") and self.candidate.kind is EventKind.ATTACK
        searched = slot == "wo" and self.candidate.group == "捜索"
        if self.frame.role(slot) == "place" or attacked or searched:
            self.place_of(child)
        if self.candidate.kind is EventKind.SPORTS_EVENT and slot in ("ga", "wo"):
            for grand in view.children(child):  # 山田、林、森の日本が優勝した
                if grand.case == "の" and grand.index == child.index - 1:
                    team = view.referents(grand)
                    self.fill(slot, [r for r in team if view.entities[r.entity].type is EntityType.PERSON])

    def _relative(self, clause: Phrase) -> None:
        """Take when and where a relative clause says the event was held: 6月にカナダで開かれた会議."""
        view = self.view
        existence = _existence(clause)
        self.planned = self.planned or clause.predicate == "予定"
        if clause.predicate == "する":
            # 三陸沖を震源とする地震
            kids = self.view.children(clause)
            if any(core(self.view, k).startswith(("震源", "会場", "舞台")) and k.case == "と" for k in kids):
                for kid in kids:
                    if kid.case == "を":
                        self.place_of(kid)
        if self.candidate.lemma in ("事故", "事件") and clause.adnominal and not existence:
            # 観光船が消息を絶った事故: the clause tells what happened.
            self.dependents(clause, noun=False)
            self.candidate.asserted = True
            return
        if self.candidate.kind is EventKind.TRIAL and clause.adnominal:
            self._objects(clause)  # 大統領を罷免する決定
        if self.candidate.kind is EventKind.ELECTION and clause.predicate in verbs("outcome"):
            self.fill("ga", [r for c in self._subjects_of(clause) for r in view.referents(c)])
        issued = clause.predicate in verbs("issue") and self.candidate.kind in ISSUED
        if clause.predicate in verbs("hold") or existence or issued:
            self.dependents(clause, noun=False)
        if clause.predicate in verbs("hold") and self.candidate.time is None:
            # What opens the clause may hang on a later verb: 来年6月に米国で始まる大会に向け.
            for phrase in self.view.phrases[self._previous_predicate(clause) + 1 : clause.index]:
                if (time := self.view.time_in(phrase)) is not None and phrase.case in ("", "に"):
                    self.time(time)
        if existence:
            self.place_of(clause)


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
