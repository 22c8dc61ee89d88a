"""A name that is sure in one place of an article needs less evidence in another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kgpub.annotate.ner.spans import NamedSpan
from kgpub.model import Token

# A first mention teaches from this score on; a repeat is believed from that probability on.
_SURE = 0.9
_ENOUGH = 0.1
_SHORTEST = 2


@dataclass(frozen=True)
class Doubt:
    """What the field thought of a token that it left out: how probable a name of each label begins there."""

    token: int
    begins: dict[str, float]


def sure_names(text: str, spans: Sequence[NamedSpan]) -> dict[str, str]:
    """Return the label of every surface that was found surely; of several, the one with most weight."""
    weight: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for span in spans:
        surface = text[span.start : span.end]
        if span.score >= _SURE and len(surface) >= _SHORTEST:
            weight[surface][span.label] += span.score
    return {s: max(sorted(labels), key=lambda label: labels[label]) for s, labels in weight.items()}


def find_repeats(
    text: str, tokens: Sequence[Token], doubts: Sequence[Doubt], known: dict[str, str], taken: set[int]
) -> list[NamedSpan]:
    """Return repeats of known names in a sentence, at tokens in doubt that no name covers.

    ``taken`` holds the starts of the tokens that names cover; ``known`` is what
    :func:`sure_names` gives. A repeat begins and ends where tokens do.
    """
    out: list[NamedSpan] = []
    ends = {t.end: i for i, t in enumerate(tokens)}
    longest = max(map(len, known), default=0)
    for doubt in doubts:
        start = tokens[doubt.token].start
        for length in range(longest, _SHORTEST - 1, -1):
            label = known.get(text[start : start + length], "")
            last = ends.get(start + length, -1)
            if not label or last < 0 or doubt.begins[label] < _ENOUGH:
                continue
            covered = {t.start for t in tokens[doubt.token : last + 1]}
            if not covered & taken:
                out.append(NamedSpan(start, start + length, label, doubt.begins[label]))
                taken |= covered
                break
    return out
