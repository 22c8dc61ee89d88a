"""The scale of link scores, and how a choice is made among scored candidates."""

from __future__ import annotations

from dataclasses import dataclass

from kgpub.link.format import Grade
from kgpub.link.index import Record
from kgpub.model import Candidate, Linked, Unlinked

# At or above: linked. Chosen on the development articles for precision before recall.
THRESHOLD = 0.65
# The best must lead the next by this much, or the name stays unlinked.
MARGIN = 0.06
_REJECTED_SHOWN = 10

# What a name alone is worth, by how surely it belongs to the entity.
BASE = {
    Grade.LABEL: 0.78,
    Grade.STRONG: 0.76,
    Grade.STEM: 0.72,
    Grade.WEAK: 0.66,
    Grade.SURNAME: 0.3,
    Grade.SOUND: 0.2,
}


@dataclass(frozen=True, slots=True)
class Scored:
    """A record and how well it fits, in [0, 1]. ``same_as`` marks records that stand for one thing."""

    record: Record
    score: float
    same_as: tuple[str, str | None] | None = None


def candidate(scored: Scored) -> Candidate:
    """Return the record as the article's facts carry it."""
    record = scored.record
    score = round(min(max(scored.score, 0.0), 1.0), 3)
    return Candidate(
        record.id, record.type, record.kind, record.labels, record.country, record.description_en, score
    )


def choose(found: list[Scored]) -> Linked | Unlinked:
    """Return the link to the best candidate, or why none is good enough.

    Two records of one thing (東京 as a city and as a prefecture) don't compete.
    """
    best_of: dict[str, Scored] = {}
    for scored in found:
        if scored.record.id not in best_of or best_of[scored.record.id].score < scored.score:
            best_of[scored.record.id] = scored
    ranked = sorted(
        best_of.values(), key=lambda s: (-s.score, -s.record.popularity, -s.record.families, s.record.id)
    )
    if not ranked:
        return Unlinked("not in the gazetteer")
    best, shown = ranked[0], tuple(candidate(s) for s in ranked)
    if best.score < THRESHOLD:
        return Unlinked(f"no candidate reaches {THRESHOLD}", shown[:_REJECTED_SHOWN])
    for other in ranked[1:]:
        lead = best.score - other.score
        if best.same_as and other.same_as == best.same_as:
            # 府中市 in two prefectures: one label and kind, so that only context could tell.
            if other.record.kind == best.record.kind and lead < 3 * MARGIN:
                return Unlinked("several places bear this name", shown[:_REJECTED_SHOWN])
        elif lead < MARGIN:
            return Unlinked("several candidates fit equally well", shown[:_REJECTED_SHOWN])
    return Linked(shown[0], shown[1 : _REJECTED_SHOWN + 1])
