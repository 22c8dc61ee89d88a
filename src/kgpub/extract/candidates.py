"""Sentence by sentence: the reports of events, with the arguments that their clauses give them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kgpub.extract.arguments import Filler
from kgpub.extract.candidate import Candidate
from kgpub.extract.lexicon import Trigger, frame
from kgpub.extract.modality import status_of
from kgpub.extract.phrases import Phrase
from kgpub.extract.triggers import event_name, triggers_in
from kgpub.extract.view import Referent, SentenceView
from kgpub.model import EntityType, EventKind, EventStatus, ParticipantRole, Span

# Nouns that end a sentence about what is to come (会談する予定だ): no relative clause stands before them.
_PLAN = re.compile(r"^(予定|見通し|方針|計画|見込み|考え|意向|方向)$")

# Nouns that a decision's content hangs on, and words for deciding.
_CONTENT = re.compile(r"^(こと|方針|計画)$")
_DECIDING = frozenset({"決定", "立法"})
# What a suspect is held for; the clause before it is nobody's finding.
_CHARGE = re.compile(r"^(疑い|容疑|罪|嫌疑)")
# What an agreement hangs on: 買収することで, 買収する契約を.
_DEAL = re.compile("提携|買収|出資|合併|統合|合弁|株式交換|供給契約|売買")
_AGREED = re.compile(r"(こと|契約|方針|内容|合意書|覚書)$")
_SINCE = re.compile(r"(?=以来)")
# The result of a game, which tells sport from other contests: 3-1で, 2対0で.
_SCORE = re.compile(r"\d+(-|−|–|―|対)\d+")


def candidates(view: SentenceView, lead: bool) -> Iterator[Candidate]:
    """Yield a sentence's reports of events, in text order. ``lead`` marks the article's first sentence."""
    occasions: dict[int, Span] = {}
    decided: set[int] = set()
    told: set[int] = set()
    deals: set[int] = set()
    for phrase in view.phrases:
        for number, (trigger, start, stop) in enumerate(triggers_in(view, phrase)):
            candidate = _build(view, phrase, trigger, Span(start, stop), lead, inner=number > 0)
            if candidate is None:
                continue
            if trigger.group in _DECIDING and (phrase.index in decided or _decides_event(view, phrase, told)):
                continue  # 売却することを決めた, 売却の実行を決議した: the sale is the event
            if trigger.kind is EventKind.AGREEMENT and _agrees_on_deal(view, phrase, deals):
                continue  # 買収することで合意した, 買収する契約を締結した: the purchase is the event
            if trigger.kind is EventKind.BUSINESS_DEAL:
                deals.add(phrase.index)
            if trigger.kind is not EventKind.POLICY_DECISION:
                told.add(phrase.index)
            if candidate.asserted and (what := view.head(phrase)) is not None and what.head is not None:
                if phrase.adnominal and _CONTENT.match(_head_text(view, phrase)):
                    decided.add(what.head)
            candidate.within = occasions.get(phrase.index) if number == 0 else None
            if phrase.case == "で" and phrase.head is not None and not phrase.predicate:
                # What is decided at a meeting is part of it, also through こと: 引き上げることを決めた.
                occasions[phrase.head] = candidate.trigger
                for other in view.phrases[phrase.index + 1 : phrase.head]:
                    if other.predicate and other.depth == phrase.depth:
                        occasions.setdefault(other.index, candidate.trigger)
            yield candidate
            if (former := _former(view, phrase, candidate)) is not None:
                yield former


def _former(view: SentenceView, phrase: Phrase, candidate: Candidate) -> Candidate | None:
    """Return the last event of the kind, by which a noun is measured: 首脳会談は2021年のジュネーブ以来だ."""
    if not candidate.noun or phrase.case not in ("は", "が", "も") or phrase.index + 1 >= len(view.phrases):
        return None
    for since in view.phrases[phrase.index + 1 : phrase.index + 4]:
        if since.predicate or since.depth != phrase.depth:
            return None
        found = _SINCE.search(view.text(since.start, since.end))
        if found is None:
            continue
        times = [t for t in view.times if phrase.end <= t.start < since.end]
        names = [(m, e) for m, e in view.mentions_in(since) if m.end == since.start + found.start()]
        if not times or not names:
            return None
        mention, entity = names[-1]
        referent = Referent(entity, Span(mention.start, mention.end))
        former = replace(
            candidate,
            participants=dict(candidate.participants) if candidate.kind is EventKind.MEETING else {},
            place=referent if mention.type is EntityType.PLACE else None,
            named_place=None,
            time=times[0],
            asserted=False,
            bare=False,
            status=EventStatus.HAPPENED,
            former=True,
        )
        role = frame(candidate.kind, candidate.lemma).role("ga")
        if mention.type is EntityType.ORGANIZATION and isinstance(role, ParticipantRole):
            former.participants[entity] = (role, referent.span)
        return former
    return None


def _agrees_on_deal(view: SentenceView, phrase: Phrase, deals: set[int]) -> bool:
    """Whether what is agreed on or signed is a deal of the clause before it."""
    if any(c.case == "で" and c.index in deals for c in view.children(phrase)):
        return not phrase.tail.startswith("したの")  # 買収で合意; not 売却で合意したのは昨年だった
    return any(
        grand.index in deals
        for child in view.children(phrase)
        if child.case in ("で", "を", "に") and _AGREED.search(view.text(child.start, child.core_end))
        for grand in view.children(child)
        if grand.adnominal
    )


def _decides_event(view: SentenceView, phrase: Phrase, told: set[int]) -> bool:
    """Whether the object of a decision is an event that was told, or the doing of one."""
    return any(
        child.case == "を" and (child.index in told or any(g.index in told for g in view.children(child)))
        for child in view.children(phrase)
    )


def _between_firms(view: SentenceView, candidate: Candidate, phrase: Phrase) -> bool:
    """Whether an agreement is a deal of companies: 業務提携に関する合意書を締結した."""
    if candidate.kind is not EventKind.AGREEMENT or not candidate.participants:
        return False
    parties = [view.entities[e] for e in candidate.participants]
    firms = all(e.type is EntityType.ORGANIZATION and e.kind in (None, "Corporation") for e in parties)
    about = [g for c in view.children(phrase) for g in (c, *view.children(c))]
    return firms and any(_DEAL.search(view.text(p.start, p.core_end)) for p in about)


def _build(
    view: SentenceView, phrase: Phrase, trigger: Trigger, span: Span, lead: bool, *, inner: bool
) -> Candidate | None:
    verbal = bool(phrase.predicate) and trigger.verbal and not inner
    # A headline or a terse sentence ends in the noun: 米ロ首脳が会談.
    terse = phrase.head is None and phrase.tail.strip("。、」") in ("", "へ")
    bare = not verbal and (trigger.verbal or (trigger.eventive and view.headline)) and terse and not inner
    if trigger.kind is None or (phrase.depth > 0 and not (trigger.naming or trigger.eventive)):
        return None  # what somebody says in so many words is a statement, not a report
    name, specific = event_name(view, phrase, trigger, span.start, span.end)
    candidate = Candidate(
        kind=trigger.kind,
        lemma=trigger.lemma,
        group=trigger.group,
        trigger=span,
        name=name,
        sentence=view.sentence.index,
        headline=view.headline,
        lead=lead,
        strong=trigger.strong,
        specific=specific,
        asserted=verbal or bare,
        noun=not (verbal or bare),
    )
    if inner:
        # Only named here (第二次世界大戦終結80周年): the clause speaks of the anniversary.
        return candidate if specific else None
    if trigger.kind is EventKind.SPORTS_EVENT and _SCORE.search(view.text(phrase.start - 12, phrase.end)):
        candidate.strong = True
    filler = Filler(view, candidate, frame(trigger.kind, trigger.lemma))
    filler.glued(phrase)
    if trigger.lemma == "訪問先":
        filler.destination(phrase)
    filler.dependents(phrase, noun=not verbal)
    predicate = phrase if verbal or bare else None
    if not verbal:
        support = filler.support(phrase)
        # A clause of its own (事件は先月28日に起きた) reports even what a passing word would not.
        candidate.strong = candidate.strong or support is not None
        predicate = support or predicate
    if predicate is not None and _alleged(view, predicate):
        return None
    if predicate is not None:
        candidate.asserted = True
        filler.shared(predicate)
        filler.opening()
        candidate.passive = verbal and predicate.passive
        candidate.relative = predicate.adnominal
        relative = predicate.adnominal and not _PLAN.match(_head_text(view, predicate))
        closed = relative or (predicate.passive and not candidate.passive)
        candidate.subject_missing = filler.subject_missing and not closed
    status = status_of(view, phrase, predicate, span.end, candidate.time is not None)
    if status is None:
        return None
    if _between_firms(view, candidate, phrase):
        candidate.kind, candidate.group = EventKind.BUSINESS_DEAL, "提携"
    if not candidate.asserted and _names_a_term(view, span):
        return None  # 日韓共同宣言 is a document; only its signing is an event
    planned = status is EventStatus.HAPPENED and (filler.planned or _ahead(view, candidate, predicate))
    candidate.status = EventStatus.SCHEDULED if planned else status
    time = candidate.time
    candidate.another = time is not None and view.text(time.end, time.end + 2) == "にも"
    # 会談では refers back; a clause that holds one of its own (A氏は17日、会合を開く) does not.
    meeting = candidate.kind is EventKind.MEETING
    own = meeting and candidate.asserted and candidate.participants and candidate.time is not None
    plain = phrase.start == span.start and not view.children(phrase)
    candidate.bare = not (verbal or bare) and plain and not own
    before = view.text(max(view.sentence.start, phrase.start - 2), phrase.start)
    candidate.definite = before.endswith(("この", "その", "同")) or view.text(
        phrase.start, span.start
    ).startswith(("同", "今回"))
    return candidate


def _alleged(view: SentenceView, predicate: Phrase) -> bool:
    """Whether a clause only says what somebody is held for: 盗んだとして逮捕した, 盗んだ疑いで."""
    head = view.head(predicate)
    if head is None:
        return False
    if predicate.tail.endswith("と") and view.text(head.start, head.end).startswith(("して", "し、")):
        return True
    return predicate.adnominal and _CHARGE.match(view.text(head.start, head.core_end)) is not None


def _ahead(view: SentenceView, candidate: Candidate, predicate: Phrase | None) -> bool:
    """Whether the text tells of an event in the present, so that it is to come.

    A headline's present is what has just happened, a decision's content has been decided
    (引き上げることを決めた), and before a noun it may be a manner (火を付ける手口).
    """
    if predicate is None or view.headline or not predicate.ahead:
        return False
    settled = candidate.kind is EventKind.POLICY_DECISION
    return not settled and not (predicate.adnominal and candidate.time is None)


def _head_text(view: SentenceView, phrase: Phrase) -> str:
    head = view.head(phrase)
    return "" if head is None else view.text(head.start, head.core_end)


def _names_a_term(view: SentenceView, span: Span) -> bool:
    return any(
        view.entities[e].type is EntityType.TERM and m.start <= span.start and span.end <= m.end
        for m, e in view.mentions
    )
