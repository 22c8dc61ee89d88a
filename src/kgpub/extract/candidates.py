"""Sentence by sentence: the words that report events, with the arguments that their clause gives them.

An argument is taken only on grammatical evidence: it depends on the trigger, on the verb
that supports it (会談を行う, 会議に出席する), stands glued before it (米韓首脳会談), or is the
subject, time or place that a chain of clauses shares. What the clause does not say stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kgpub.extract.lexicon import Trigger, frame, triggers
from kgpub.extract.phrases import Phrase
from kgpub.extract.view import Referent, SentenceView
from kgpub.model import EntityType, EventKind, EventStatus, MentionForm, ParticipantRole, Span, TimeExpression

# Verbs that make an event noun happen; their arguments are the event's.
_HOLD = frozenset(
    "行う 開く 開催 開始 始まる 始める ある 起きる 起こる 発生 実施 続く 続ける 迎える 予定 催す 営む 終える 終わる "
    "終了 完了 閉幕 開幕 果たす 出す 発表 公表 取りまとめる まとめる 決まる 決める 受ける 言い渡す 認める 申請 打ち出す "
    "発する 決着 実現 計画 検討 重ねる 遂げる 観測 見舞う 襲う".split()
)
# Verbs whose subject takes part in the event named with に or を.
_ATTEND = frozenset("出席 参加 臨む 出る 同席 加わる 招く 出場 登壇 列席 観閲 参列 主催 主宰 制する 勝つ 先発 登板 立候補".split())
_HOLDING_CASES = {"が", "は", "も", "を", "に", "", "で", "へ"}

# What may follow an event noun in its phrase: a phase of it, or a suffix that leaves it an event.
_PHASE = re.compile(
    r"^(後|前|中|時|際|直後|直前|初日|冒頭|開始|終了|完了|実施|開催|出席|参加|以来|以降|以前|など|ら|等|へ|会場"
    r"|\([^)]*\)|」|』)*$"
)
_PHASE_OUTSIDE = ("以来", "以降", "以前")

# Nouns that take what the clause before them says out of the asserted world.
_UNREAL = re.compile(
    r"^(可能性|場合|意向|考え|よう|必要|必要性|恐れ|おそれ|目的|目標|疑い|案|構想|狙い|期待|方向|是非|懸念|危険|危険性|権利|義務|条件|要請)"
)
_PLANNED = re.compile(r"^(予定|計画|見通し|方針|見込み|運び|段取り|日程)")
_URGING = frozenset("求める 要請 呼びかける 訴える 促す 主張 目指す 検討 提案 要求 期待 警告 懸念 拒否 否定 断念 見送る 中止 延期 阻止".split())
_CANCELLED = frozenset("中止 見送る 断念 取りやめる".split())


@dataclass
class Candidate:
    """One report of an event, before reports of the same event are merged."""

    kind: EventKind
    lemma: str
    trigger: Span
    name: str
    sentence: int
    headline: bool
    lead: bool
    strong: bool
    specific: bool
    asserted: bool
    participants: dict[str, tuple[ParticipantRole, Span]] = field(default_factory=dict)
    place: Referent | None = None
    time: TimeExpression | None = None
    status: EventStatus = EventStatus.HAPPENED
    definite: bool = False

    @property
    def detail(self) -> int:
        """How many of participants, place and time are known."""
        return len(self.participants) + (self.place is not None) + (self.time is not None)


def candidates(view: SentenceView, lead: bool) -> Iterator[Candidate]:
    """Yield the reports of events in a sentence, in text order."""
    for phrase in view.phrases:
        for trigger, start, stop in _triggers_in(view, phrase):
            candidate = _build(view, phrase, trigger, start, stop, lead)
            if candidate is not None:
                yield candidate


def _triggers_in(view: SentenceView, phrase: Phrase) -> Iterator[tuple[Trigger, int, int]]:
    """Yield the longest trigger at the end of a phrase's content, with where it stands."""
    if not phrase.core:
        return
    table = triggers()
    core = view.text(phrase.start, phrase.core_end)
    predicate = phrase.predicate
    if predicate and predicate in table:
        token = next((t for t in reversed(phrase.core) if predicate in (t.lemma, t.text)), None)
        if token is not None:
            start, stop, lemma = token.start, token.end, predicate
            # The longest compound that ends here and is a trigger itself: 電話+会談, 総+辞職.
            for begin in range(phrase.start, token.start):
                if (longer := view.text(begin, token.end)) in table:
                    start, lemma = begin, longer
                    break
            for trigger in table[lemma]:
                if trigger.verbal and _holds(view, phrase, trigger, start):
                    yield trigger, start, stop
                    return
    for begin in range(len(core)):
        for length in range(len(core) - begin, 0, -1):
            word = core[begin : begin + length]
            if word not in table or not _PHASE.match(core[begin + length :]):
                continue
            start = phrase.start + begin
            if not _on_boundary(phrase, start, start + length):
                continue
            for trigger in table[word]:
                is_predicate = bool(predicate) and trigger.verbal
                if (trigger.nominal or trigger.verbal) and not is_predicate and _holds(view, phrase, trigger, start):
                    yield trigger, start, start + length
                    return
    return


def _on_boundary(phrase: Phrase, start: int, stop: int) -> bool:
    starts = {t.start for t in phrase.tokens}
    ends = {t.end for t in phrase.tokens}
    # 訪米, 訪中: one token. 知事選, 共同声明: tokens. 金融政策決定会合 begins anywhere.
    return stop in ends and (start in starts or any(t.end == stop and t.start < start for t in phrase.tokens))


def _holds(view: SentenceView, phrase: Phrase, trigger: Trigger, start: int) -> bool:
    """Whether the trigger's condition is met by an argument or by what is glued before it."""
    condition = trigger.condition
    if condition is None:
        return True
    if condition.case == "^":
        glued = view.text(phrase.start, start)
        if glued.endswith(condition.endings):
            return True
        cases = {"が", "は", "も", "を", "の", ""}
    else:
        cases = {condition.case} | ({"が", "は", "も"} if phrase.passive and condition.case == "を" else set())
    pool = view.children(phrase)
    if phrase.predicate == "" and (head := view.head(phrase)) is not None and head.predicate:
        pool = [*pool, *(c for c in view.children(head) if c is not phrase and condition.case == "^")]
    for child in pool:
        if child.case in cases or (child.topic and "は" in cases):
            text = re.sub(r"\([^)]*\)|[」』)]", "", view.text(child.start, child.core_end))
            if text.endswith(condition.endings):
                return True
    return False


def _build(view: SentenceView, phrase: Phrase, trigger: Trigger, start: int, stop: int, lead: bool) -> Candidate | None:
    verbal = bool(phrase.predicate) and stop <= phrase.core_end and trigger.verbal
    bare = not verbal and trigger.verbal and phrase.head is None and phrase.tail.strip("。、」") in ("", "へ")
    inside_quote = phrase.depth > 0
    if inside_quote and not (trigger.naming or trigger.eventive):
        return None
    name, specific = _name(view, phrase, trigger, start, stop)
    candidate = Candidate(
        kind=trigger.kind,
        lemma=trigger.lemma,
        trigger=Span(start, stop),
        name=name,
        sentence=view.sentence.index,
        headline=view.headline,
        lead=lead,
        strong=trigger.strong,
        specific=specific,
        asserted=verbal or bare,
    )
    slots = frame(trigger.kind, trigger.lemma)
    filler = _Filler(view, candidate, slots.role)
    filler.glued(phrase, start)
    filler.children(phrase, passive=phrase.passive, noun=not verbal)
    predicate = phrase if verbal or bare else None
    if not verbal:
        predicate = filler.support(phrase) or predicate
    if predicate is not None:
        candidate.asserted = True
        filler.shared(predicate)
    if not _real(view, phrase, predicate, candidate):
        return None
    before = view.text(max(view.sentence.start, phrase.start - 2), phrase.start)
    candidate.definite = before.endswith(("この", "その", "同")) or view.text(phrase.start, start).startswith(("同", "今回"))
    return candidate


def _name(view: SentenceView, phrase: Phrase, trigger: Trigger, start: int, stop: int) -> tuple[str, bool]:
    """Return the event's name and whether it is specific (米韓首脳会談, 能登半島地震), not just a word (会談)."""
    begin = phrase.start
    for time in view.times:
        if begin <= time.start and time.end <= start:
            begin = time.end
    for mention, _ in view.mentions_in(phrase, start):
        # A title belongs to a person, not to the event that follows: トランプ大統領訪日.
        if mention.type is EntityType.PERSON:
            begin = max(begin, mention.end)
    text = view.text(begin, start)
    cut = max(text.rfind(mark) for mark in "「『、(")
    glued = text[cut + 1 :].lstrip("の」』)")
    name = glued + view.text(start, stop)
    if not trigger.naming:
        return (name if glued and len(name) <= 12 else view.text(start, stop)), False
    return name, len(glued) >= 2


class _Filler:
    """Fills a candidate's arguments, the nearest evidence first; what is filled stays."""

    def __init__(self, view: SentenceView, candidate: Candidate, role: object) -> None:
        self.view = view
        self.candidate = candidate
        self.role = role

    def glued(self, phrase: Phrase, start: int) -> None:
        """Take what stands glued before the trigger or inside it (訪中)."""
        view, candidate = self.view, self.candidate
        people = [m for m, _ in view.mentions_in(phrase, start) if m.type is EntityType.PERSON]
        for mention, entity in view.mentions_in(phrase, candidate.trigger.stop if False else candidate.trigger.end):
            span = Span(mention.start, mention.end)
            if mention.form is MentionForm.COMPOUND and people and mention.end <= people[-1].end + 6 and mention.end <= start:
                continue  # トランプ米大統領訪日
            if view.entities[entity].type is EntityType.TERM:
                continue
            slot = "compound"
            if mention.type is EntityType.PERSON:
                slot = "ga"
            if view.entities[entity].type is EntityType.PLACE and view.entities[entity].kind != "Country":
                self.place(Referent(entity, span))
                continue
            if mention.end > start and mention.form is not MentionForm.COMPOUND:
                continue
            self.fill(slot, [Referent(entity, span)])
            if candidate.kind is EventKind.ATTACK and view.entities[entity].type is EntityType.PLACE:
                self.place(Referent(entity, span))
        if (time := view.time_in(phrase)) is not None and time.start < candidate.trigger.start:
            self.time(time)

    def children(self, phrase: Phrase, *, passive: bool, noun: bool, hold: bool = False) -> None:
        """Take the arguments that depend on a phrase."""
        view = self.view
        kids = [c for c in view.children(phrase) if c.index < phrase.index]
        has_subject = any(c.case == "が" and view.referents(c) for c in kids)
        for child in kids:
            if child.predicate and not child.case.startswith("の"):
                if noun:
                    self.relative(child)
                continue
            if view.headline and child.case == "" and child.comma:
                self.fill("wo" if passive else "ga", view.referents(child))
            self.argument(child, passive=passive, noun=noun, has_subject=has_subject)
        if not noun and not has_subject:
            self.gap(phrase)

    def argument(self, child: Phrase, *, passive: bool, noun: bool, has_subject: bool) -> None:
        """Take one dependent phrase as participant, place or time, by its case."""
        view, case = self.view, child.case
        if (time := view.time_in(child)) is not None:
            if case in ("", "に", "の", "は", "も", "から", "で", "より", "までに", "まで", "にかけて"):
                self.time(time)
                if case != "の":
                    return
        if case in ("で", "での"):
            self.place_of(child)
        slot = None
        if case == "が" or (case in ("は", "も") and not has_subject):
            slot = "wo" if passive else "ga"
        elif case == "を":
            slot = "wo"
        elif case in ("に", "へ", "への", "に対し"):
            slot = "ga" if passive and case == "に" else "ni"
        elif case in ("と", "との"):
            slot = "to"
        elif case == "の" and noun:
            slot = "no"
        elif case in ("による", "からの"):
            slot = "by"
        elif case == "から" and passive:
            slot = "by"
        if slot is None:
            return
        referents = view.referents(child)
        if slot in ("no",) and not referents:
            self.place_of(child)
        if slot == "no" and all(view.entities[r.entity].type is EntityType.PLACE for r in referents):
            if any(view.entities[r.entity].kind != "Country" for r in referents):
                self.place_of(child)
                return
        self.fill(slot, referents)
        if self.role_of(slot) == "place":
            self.place_of(child)
        elif slot in ("ni", "wo") and self.candidate.kind is EventKind.ATTACK:
            self.place_of(child)

    def relative(self, clause: Phrase) -> None:
        """Take the arguments of a relative clause that says of the event when and where it was held."""
        if clause.predicate in _HOLD or clause.tail.startswith(("である", "であった", "であっ")):
            self.children(clause, passive=False, noun=False, hold=True)
            if not clause.predicate:
                self.place_of(clause)

    def gap(self, phrase: Phrase) -> None:
        """Take the noun that a relative clause modifies as its subject: 来日した李大統領."""
        view = self.view
        head = view.head(phrase)
        if head is None or head.index != phrase.index + 1 and head.index <= phrase.index:
            return
        if not head.predicate and phrase.case == "" and not phrase.comma:
            self.fill("wo" if phrase.passive else "ga", view.referents(head, coordinated=False))

    def support(self, phrase: Phrase) -> Phrase | None:
        """Return the verb that makes the event noun happen, after taking its arguments."""
        view = self.view
        verb = view.head(phrase)
        if verb is None or not (verb.predicate or verb.head is None):
            return None
        lemma = verb.predicate or view.text(verb.core[-1].start, verb.core_end) if verb.core else ""
        cases = phrase.case
        if lemma in _HOLD and cases in _HOLDING_CASES:
            self.children_except(verb, phrase)
            return verb
        if lemma in _ATTEND and cases in ("に", "を", "へ", "で", ""):
            self.children_except(verb, phrase)
            return verb
        if cases == "で" and verb.predicate and self.candidate.kind is EventKind.MEETING:
            self.subject_only(verb)
            return None
        return None

    def children_except(self, verb: Phrase, noun: Phrase) -> None:
        """Take a supporting verb's arguments other than the event noun itself."""
        view = self.view
        kids = [c for c in view.children(verb) if c.index < verb.index and c is not noun and not c.predicate]
        has_subject = any(c.case == "が" and view.referents(c) for c in kids)
        for child in kids:
            if child.case in ("を",):
                continue
            self.argument(child, passive=False, noun=False, has_subject=has_subject)
        if not has_subject:
            self.gap(verb)

    def subject_only(self, verb: Phrase) -> None:
        """Take the subject of a verb done at the event."""
        for child in self.view.children(verb):
            if child.case in ("が", "は") and child.index < verb.index:
                self.fill("ga", self.view.referents(child))

    def shared(self, predicate: Phrase) -> None:
        """Take subject, time and place that the chain of clauses shares with this one."""
        view = self.view
        need_subject = not any(r in (self.role_of("ga"), self.role_of("wo")) for r, _ in self.candidate.participants.values())
        # Later clauses of the chain: what stands before this predicate is said of it too.
        node: Phrase | None = predicate
        hops = 0
        while node is not None and (head := view.head(node)) is not None and hops < 6:
            hops += 1
            if not head.predicate and head.head is not None and node.case == "" and not node.comma:
                break  # a relative clause is closed
            for child in view.children(head):
                if child.index >= predicate.index or child.predicate:
                    continue
                if (time := view.time_in(child)) is not None and child.case in ("", "に", "は", "から"):
                    self.time(time)
                elif child.case == "で" and child.index > self._previous_predicate(predicate):
                    self.place_of(child)
                elif need_subject and child.case in ("は", "が", "も"):
                    self.fill("wo" if predicate.passive else "ga", view.referents(child))
            node = head
        # Earlier clauses of the chain: their subject goes on.
        for child in reversed(view.children(predicate)):
            if child.predicate and child.index < predicate.index and child.depth == predicate.depth:
                for grand in view.children(child):
                    if need_subject and grand.case in ("は", "が") and not self.candidate.participants:
                        self.fill("wo" if predicate.passive else "ga", view.referents(grand))
                    if (time := view.time_in(grand)) is not None and grand.case in ("", "に"):
                        self.time(time)

    def _previous_predicate(self, predicate: Phrase) -> int:
        indexes = [p.index for p in self.view.phrases if p.predicate and p.index < predicate.index]
        return max(indexes, default=-1)

    def fill(self, slot: str, referents: list[Referent]) -> None:
        """Give the referents the role that the kind's frame has for a slot."""
        role = self.role_of(slot)
        if role is None:
            return
        for referent in referents:
            entity = self.view.entities[referent.entity]
            if role == "place":
                if entity.type is EntityType.PLACE:
                    self.place(referent)
                continue
            if not isinstance(role, ParticipantRole):
                continue
            if entity.type in (EntityType.PERSON, EntityType.ORGANIZATION) or entity.kind == "Country":
                self.candidate.participants.setdefault(referent.entity, (role, referent.span))

    def role_of(self, slot: str) -> object:
        """Return the frame's role for a slot."""
        return self.role(slot)  # type: ignore[operator]

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


def _real(view: SentenceView, phrase: Phrase, predicate: Phrase | None, candidate: Candidate) -> bool:
    """Whether the text asserts the event as past or planned; sets the candidate's status.

    Denied, hypothetical, feared, urged and wished-for events are not events.
    """
    verb = predicate or phrase
    if predicate is not None and (verb.negative or verb.conditional or verb.hoped):
        return False
    if predicate is None and (head := view.head(phrase)) is not None and phrase.case in ("に", "を", "が", "は", "も"):
        if head.negative and head.predicate in ("至る", "届く", "達する", "開く", "行う", "成立", "実現", "予定"):
            return False
        if head.predicate in _URGING and phrase.case == "を":
            return False
    rest = view.text(candidate.trigger.end, phrase.end)
    if re.search(r"^(の?(可能性|恐れ|おそれ|是非|疑い)|(要請|反対|防止|対策|訓練|警報|注意報|会見))", rest):
        return False
    node, hops = verb, 0
    while (head := view.head(node)) is not None and hops < 4:
        hops += 1
        text = view.text(head.start, head.core_end)
        if head.depth != node.depth:
            break
        if _UNREAL.match(text) and node.index == head.index - 1 and candidate.time is None:
            return False
        if _UNREAL.match(text) and node.index == head.index - 1 and not text.startswith(("意向", "考え", "案", "構想")):
            return False
        if _PLANNED.match(text) and node.index == head.index - 1:
            candidate.status = EventStatus.SCHEDULED
        if head.predicate in _URGING and node.tail.rstrip("、").endswith(("よう", "ように", "と")):
            return False
        if head.predicate in _CANCELLED and node.case in ("を", "は", "が"):
            candidate.status = EventStatus.CANCELLED
        if head.conditional and predicate is None:
            return False
        node = head
    if view.headline and phrase.tail.startswith("へ") and predicate is None:
        candidate.status = EventStatus.SCHEDULED
    return True
