"""The slots of an event that its arguments fill, and what a phrase must be to fill one."""

from __future__ import annotations

from kgpub.extract.candidate import Candidate
from kgpub.extract.lexicon import Frame
from kgpub.extract.phrases import Phrase
from kgpub.extract.view import Referent, SentenceView
from kgpub.model import Entity, EntityType, EventKind, ParticipantRole, TimeExpression


class Slots:
    """Holds a candidate's slots: who, where and when, the nearest evidence first; what is filled stays."""

    def __init__(self, view: SentenceView, candidate: Candidate, frame: Frame) -> None:
        self.view = view
        self.candidate = candidate
        self.frame = frame
        self._slots: set[str] = set()
        self._passive = False
        self._by = False
        self.planned = False

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
            elif isinstance(role, ParticipantRole) and can_take_part(entity, self.candidate.kind):
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

    def day_of(self, phrase: Phrase, time: TimeExpression) -> None:
        """Take a time, and the place that a list names before it: 富山湾 20日夜、…."""
        self.time(time)
        for referent in self.view.dated_place(phrase):
            self.place(referent)

    def day_after(self, topic: Phrase) -> None:
        """Take the day that follows a topic, which a chain of clauses shares: A社は3日、…."""
        after = self.view.phrases[topic.index + 1]
        if after.dated and (time := self.view.time_in(after)) is not None:
            self.time(time)

    def time(self, time: TimeExpression) -> None:
        """Take a time unless one is known, or the day of a year that is: 1940年、6月9日、…."""
        known = self.candidate.time
        if known is None or (time.start_value != known.start_value and _within(time, known)):
            self.candidate.time = time


def is_organization(view: SentenceView, referent: Referent) -> bool:
    """Return whether a referent is an organization."""
    return view.entities[referent.entity].type is EntityType.ORGANIZATION


def is_place(view: SentenceView, referent: Referent) -> bool:
    """Return whether a referent is a place."""
    return view.entities[referent.entity].type is EntityType.PLACE


def can_take_part(entity: Entity, kind: EventKind) -> bool:
    """Return whether an entity can be a participant: people, organizations and countries."""
    if kind is EventKind.DEATH:
        return entity.type is EntityType.PERSON
    return entity.type in (EntityType.PERSON, EntityType.ORGANIZATION) or entity.kind == "Country"


def quoted(child: Phrase, above: Phrase) -> bool:
    """Whether a phrase stands inside a quotation, and the one that it hangs on outside."""
    return child.depth > above.depth and not child.closes


def core(view: SentenceView, phrase: Phrase) -> str:
    """Return the text of a phrase's content, without particles and endings."""
    return view.text(phrase.start, phrase.core_end)


def _within(time: TimeExpression, year: TimeExpression) -> bool:
    """Whether a day lies in what is no more than a year."""
    return (
        len(year.start_value) == 4
        and year.end_value is None
        and time.start_value.startswith(year.start_value)
    )
