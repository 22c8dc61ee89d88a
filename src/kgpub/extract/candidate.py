"""A report of an event, before the reports of one event are merged."""

from __future__ import annotations

from dataclasses import dataclass, field

from kgpub.extract.view import Referent
from kgpub.model import EventKind, EventStatus, ParticipantRole, Span, TimeExpression


@dataclass
class Candidate:
    """One report of an event.

    ``asserted`` is true where a clause says that the event takes place (会談した,
    会議が開かれる), false where a noun merely mentions it. ``specific`` is true where
    the name tells the event from others of its kind (米韓首脳会談, not 会談).
    ``definite`` marks a back reference (この会談),
    ``noun`` a trigger that is one, ``bare`` one that nothing qualifies (会談では).
    ``within`` is the trigger of the event at which it took place (会合で…を決めた).
    ``named_place`` is a place that only the name gives (広島サミット), ``post`` what
    somebody becomes (社長 in 社長に就任).
    ``subject_missing`` is true where a clause leaves its subject to the context;
    ``passive`` tells that it would suffer what the verb says. ``relative`` marks a
    clause before a noun, ``another`` one of the same kind as that told of (5月にも),
    ``collective`` a subject that stands for those just told of (両首脳は),
    ``former`` the last one of the kind (2021年のジュネーブ以来).
    """

    kind: EventKind
    lemma: str
    group: str
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
    named_place: Referent | None = None
    time: TimeExpression | None = None
    status: EventStatus = EventStatus.HAPPENED
    definite: bool = False
    bare: bool = False
    noun: bool = False
    within: Span | None = None
    subject_missing: bool = False
    passive: bool = False
    relative: bool = False
    another: bool = False
    former: bool = False
    collective: bool = False
    post: str = ""

    @property
    def detail(self) -> int:
        """How many of participants, place and time are known."""
        return (
            len(self.participants)
            + (self.place is not None or self.named_place is not None)
            + (self.time is not None)
        )
