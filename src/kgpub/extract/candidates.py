"""Sentence by sentence: the reports of events, with the arguments that their clauses give them."""

from __future__ import annotations

from collections.abc import Iterator

from kgpub.extract.arguments import Filler
from kgpub.extract.candidate import Candidate
from kgpub.extract.lexicon import Trigger, frame
from kgpub.extract.modality import status_of
from kgpub.extract.phrases import Phrase
from kgpub.extract.triggers import event_name, triggers_in
from kgpub.extract.view import SentenceView
from kgpub.model import Span


def candidates(view: SentenceView, lead: bool) -> Iterator[Candidate]:
    """Yield the reports of events in a sentence, in text order. ``lead`` marks the article's first sentence."""
    for phrase in view.phrases:
        for trigger, start, stop in triggers_in(view, phrase):
            candidate = _build(view, phrase, trigger, Span(start, stop), lead)
            if candidate is not None:
                yield candidate


def _build(view: SentenceView, phrase: Phrase, trigger: Trigger, span: Span, lead: bool) -> Candidate | None:
    verbal = bool(phrase.predicate) and trigger.verbal
    # A headline or a terse sentence ends in the noun: 米ロ首脳が会談.
    bare = not verbal and trigger.verbal and phrase.head is None and phrase.tail.strip("。、」") in ("", "へ")
    if phrase.depth > 0 and not (trigger.naming or trigger.eventive):
        return None  # what somebody says in so many words is a statement, not a report
    if trigger.kind is None:
        return None
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
    )
    filler = Filler(view, candidate, frame(trigger.kind, trigger.lemma))
    filler.glued(phrase)
    filler.dependents(phrase, noun=not verbal)
    predicate = phrase if verbal or bare else None
    if not verbal:
        predicate = filler.support(phrase) or predicate
    if predicate is not None:
        candidate.asserted = True
        filler.shared(predicate)
    status = status_of(view, phrase, predicate, span.end, candidate.time is not None)
    if status is None:
        return None
    candidate.status = status
    before = view.text(max(view.sentence.start, phrase.start - 2), phrase.start)
    candidate.bare = not (verbal or bare) and phrase.start == span.start and not view.children(phrase)
    candidate.definite = before.endswith(("この", "その", "同")) or view.text(phrase.start, span.start).startswith(
        ("同", "今回")
    )
    return candidate
