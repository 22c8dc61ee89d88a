"""The tables of triggers and case frames agree with each other and with the model."""

from __future__ import annotations

import pytest

from kgpub.extract.lexicon import frame, triggers
from kgpub.model import EventKind, ParticipantRole


def test_every_kind_has_triggers() -> None:
    assert {t.kind for found in triggers().values() for t in found if t.kind} == set(EventKind)


@pytest.mark.parametrize("kind", EventKind, ids=str)
def test_every_kind_has_a_frame(kind: EventKind) -> None:
    for slot, _ in frame(kind, "*").slots:
        role = frame(kind, "*").role(slot)
        assert role is None or role == "place" or isinstance(role, ParticipantRole)


def test_a_word_of_its_own_wins_over_its_kind() -> None:
    assert frame(EventKind.AWARD, "表彰").role("wo") is ParticipantRole.PATIENT
    assert frame(EventKind.AWARD, "授賞").role("wo") is None


def test_a_trigger_can_be_used_somehow() -> None:
    idle = [
        t.lemma
        for found in triggers().values()
        for t in found
        if t.kind and not (t.verbal or t.nominal or t.naming)
    ]
    assert idle == []


def test_a_word_has_no_two_unconditional_readings() -> None:
    for lemma, found in triggers().items():
        unconditional = [t for t in found if t.condition is None]
        assert len(unconditional) <= 1, lemma
