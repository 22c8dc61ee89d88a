"""Who is told of at an occasion that the clause leaves to the context: 首相や知事らも参列した."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from kgpub.extract.arguments_slots import can_take_part
from kgpub.extract.lexicon import verbs
from kgpub.extract.phrases import Phrase
from kgpub.extract.view import Referent, SentenceView
from kgpub.model import EventKind, ParticipantRole, Span

# Who is named first of many: 会長をはじめ、150人が.
_FIRST = re.compile(r"^(はじめ|始め|筆頭に)")
_MORE = ("加える", "始める", "含める")
_HOSTING = frozenset({"主催", "主宰"})
# Said at the occasion just told of.
_THERE = re.compile(r"^席上$")


def attendance(view: SentenceView) -> Iterator[tuple[dict[str, tuple[ParticipantRole, Span]], int]]:
    """Yield who is said to take part in an occasion that the clause leaves to the context, and where.

    What the clause itself names (式典に参列した) is no such case.
    """
    role = ParticipantRole.ATTENDEE
    for phrase in view.phrases:
        if phrase.depth:
            continue
        kids = [c for c in view.children(phrase) if c.index < phrase.index]
        if phrase.predicate in _HOSTING and phrase.adnominal:
            near = (p for p in view.phrases[phrase.index + 1 : phrase.index + 4] if p.case != "の")
            hosts = (r for p in near for r in view.referents(p) if _takes_part(view, r))
            found = {r.entity: (ParticipantRole.ORGANIZER, r.span) for r in hosts}
            if found and not _unreal(phrase):
                yield found, phrase.start
            continue
        there = any(_THERE.match(view.text(c.start, c.core_end)) for c in kids)
        if not there:
            object_ = _idiom(view, phrase, kids)
            if object_ is None and phrase.predicate not in verbs("join"):
                continue
            if _unreal(phrase) or any(
                c.case in ("に", "を", "で") and view.time_in(c) is None and not view.referents(c)
                for c in kids
                if c is not object_
            ):
                continue
        elif _unreal(phrase):
            continue
        kids += first_of_many(view, phrase)
        if phrase.adnominal:
            kids += [replace(p, tail="が") for p in view.phrases[phrase.index + 1 : phrase.index + 3]]
        named = {
            r.entity: (role, r.span)
            for c in kids
            if c.case in ("が", "は", "も")
            for r in view.referents(c)
            if _takes_part(view, r)
        }
        if named:
            yield named, phrase.start


def _takes_part(view: SentenceView, referent: Referent) -> bool:
    return can_take_part(view.entities[referent.entity], EventKind.CONFERENCE)


def _unreal(phrase: Phrase) -> bool:
    return phrase.negative or phrase.conditional


def first_of_many(view: SentenceView, verb: Phrase) -> list[Phrase]:
    """Return those named first of many as subjects: 会長をはじめ、…が参列した; 首脳に加え、元兵士らも."""
    found = []
    for phrase, after in zip(view.phrases[: verb.index], view.phrases[1:], strict=False):
        if phrase.case == "を" and not phrase.depth and _FIRST.match(view.text(after.start, after.end)):
            found.append(replace(phrase, tail="が"))
        elif after.predicate in _MORE and not after.depth:
            found += [
                replace(g, tail="が")
                for g in view.children(after)
                if g.case in ("に", "を") and g.index < after.index
            ]
    return list({p.index: p for p in found}.values())


def _idiom(view: SentenceView, phrase: Phrase, kids: list[Phrase]) -> Phrase | None:
    """Return the object of an idiom for being there: 姿を in 姿を見せた."""
    objects = _idioms().get(phrase.predicate, frozenset())
    return next(
        (c for c in kids if objects and c.case == "を" and view.text(c.start, c.core_end) in objects), None
    )


@cache
def _idioms() -> dict[str, frozenset[str]]:
    """Return the objects with which a verb is an idiom for being there, by verb."""
    table: dict[str, set[str]] = {}
    for verb in verbs("join"):
        object_, particle, predicate = verb.partition("を")
        if particle:
            table.setdefault(predicate, set()).add(object_)
    return {predicate: frozenset(found) for predicate, found in table.items()}
