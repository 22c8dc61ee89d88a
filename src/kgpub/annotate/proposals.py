"""What one finder believes about one span, and how beliefs are weighed against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kgpub.model import EntityType

# A span is accepted from this much evidence on. A word list or a title beside a
# name suffices alone; a tagger's or the gazetteer's opinion needs another one.
ACCEPT = 2.0


@dataclass(frozen=True, slots=True)
class Proposal:
    """A belief that ``[start, end)`` is a name of a type; ``weight`` > 0, more is surer.

    ``key`` identifies the referent when a word list knows it (``country:US``).
    """

    start: int
    end: int
    type: EntityType
    weight: float
    source: str
    kind: str | None = None
    key: str = ""


def weigh(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return the spans that enough evidence supports, without overlaps, in order of the text.

    Evidence for one span and type adds up; of two types the heavier wins. A longer
    span beats those inside it, since the parts of a name are no mentions; but a person
    whom a post or 氏 follows gives way to nothing (大森 in 大森前首相, where 大森前 is a place).
    """
    by_span: dict[tuple[int, int], dict[EntityType, list[Proposal]]] = defaultdict(lambda: defaultdict(list))
    for p in proposals:
        by_span[p.start, p.end][p.type].append(p)
    accepted: list[Proposal] = []
    for (start, end), types in by_span.items():
        total = {t: sum(p.weight for p in ps) for t, ps in types.items()}
        best = max(total, key=lambda t: (total[t], t))
        if total[best] < ACCEPT:
            continue
        ps = sorted(types[best], key=lambda p: (-p.weight, p.source))
        accepted.append(
            Proposal(
                start,
                end,
                best,
                total[best],
                "+".join(dict.fromkeys(p.source for p in ps)),
                next((p.kind for p in ps if p.kind), None),
                next((p.key for p in ps if p.key), ""),
            )
        )
    listed = [p for p in accepted if "list" in p.source.split("+")]
    accepted = [p for p in accepted if p.source != "recogniser" or not _cuts(p, listed)]
    accepted.sort(key=lambda p: ("title" not in p.source, p.start - p.end, -p.weight, p.start))
    taken: set[int] = set()
    kept: list[Proposal] = []
    for p in accepted:
        if taken.isdisjoint(range(p.start, p.end)):
            taken.update(range(p.start, p.end))
            kept.append(p)
    return sorted(kept, key=lambda p: p.start)


def _cuts(guess: Proposal, listed: Iterable[Proposal]) -> bool:
    """Whether a guess cuts a listed name in two (サッカー日本 and 日本代表)."""
    return any(
        guess.start < p.start < guess.end < p.end or p.start < guess.start < p.end < guess.end for p in listed
    )
