"""The event lexicon: trigger words and the case frames of the kinds, read from their tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kgpub.errors import ResourceError
from kgpub.model import EventKind, ParticipantRole
from kgpub.resources import read_table


@dataclass(frozen=True, slots=True)
class Condition:
    """What must stand beside a trigger: an argument with ``case`` that ends so.

    ``^`` is any argument, or what is glued before the trigger; ``<`` only the latter;
    ``!`` is what must not stand before it.
    """

    case: str
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that reports an event of one kind; see the header of ``event_triggers.tsv``.

    ``kind`` is ``None`` for a compound that is no event although its last word is.
    """

    lemma: str
    kind: EventKind | None
    verbal: bool
    nominal: bool
    eventive: bool
    naming: bool
    self_naming: bool
    standalone: bool
    condition: Condition | None
    strong: bool
    group: str


@dataclass(frozen=True, slots=True)
class Frame:
    """How a kind's participants are marked: column of ``event_frames.tsv`` -> role or ``place``."""

    slots: tuple[tuple[str, str], ...]

    def role(self, slot: str) -> ParticipantRole | str | None:
        """Return the role for a slot, the string ``place``, or ``None``."""
        for name, value in self.slots:
            if name == slot and value:
                return value if value == "place" else ParticipantRole(value)
        return None


@cache
def triggers() -> dict[str, tuple[Trigger, ...]]:
    """Return all triggers by lemma. A lemma may have several, told apart by their conditions."""
    table: dict[str, tuple[Trigger, ...]] = {}
    for row in read_table("ja", "event_triggers.tsv"):
        needs = row["needs"]
        condition = None
        if needs:
            if needs[1:2] == "=":
                condition = Condition(needs[0], tuple(needs[2:].split("|")))
            else:
                raise ResourceError(
                    f"event_triggers.tsv: {row['lemma']}: needs {needs!r} is not CASE=ENDINGS"
                )
        trigger = Trigger(
            row["lemma"],
            None if row["kind"] == "-" else EventKind(row["kind"]),
            "v" in row["use"],
            "n" in row["use"] or "e" in row["use"],
            "e" in row["use"],
            "+" in row["use"] or "=" in row["use"],
            "+" in row["use"],
            "s" in row["use"],
            condition,
            row["weight"] == "strong",
            row["group"] or row["lemma"],
        )
        table[trigger.lemma] = (*table.get(trigger.lemma, ()), trigger)
    # A condition that is met says more than none.
    return {lemma: tuple(sorted(found, key=lambda t: t.condition is None)) for lemma, found in table.items()}


@cache
def _frames() -> dict[tuple[str, str], dict[str, str]]:
    return {(row["kind"], row["lemma"]): row for row in read_table("ja", "event_frames.tsv")}


@cache
def frame(kind: EventKind, lemma: str) -> Frame:
    """Return the case frame of a kind, or of one of its words where the table has it."""
    rows = _frames()
    row = rows.get((kind.value, lemma)) or rows[(kind.value, "*")]
    return Frame(tuple((name, value) for name, value in row.items() if name not in ("kind", "lemma")))


@cache
def _verbs() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for row in read_table("ja", "event_verbs.tsv"):
        table.setdefault(row["use"], set()).add(row["verb"])
    return {use: frozenset(found) for use, found in table.items()}


@cache
def verbs(use: str) -> frozenset[str]:
    """Return the verbs that say something of an event word, by use; see the header of ``event_verbs.tsv``.

    Raises:
        ResourceError: the table knows no such use.
    """
    found = _verbs().get(use)
    if found is None:
        raise ResourceError(f"event_verbs.tsv: no verb has the use {use!r}")
    return found
