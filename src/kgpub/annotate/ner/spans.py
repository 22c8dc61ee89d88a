"""The recogniser's labels, how spans are written as a tag for each token, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kgpub.model import Token

LABELS = ("Person", "Organization", "Place", "Event", "Other")
TAGS = ("O", *(f"{part}-{label}" for label in LABELS for part in "BI"))


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A name in the article's text, with its label.

    ``label`` is one of :data:`LABELS`; Other is a product or a work. ``score`` is the
    lowest of its tokens' marginal probabilities, in [0, 1], higher is surer.
    """

    start: int
    end: int
    label: str
    score: float


def encode(tokens: Sequence[Token], spans: Iterable[tuple[int, int, str]]) -> list[str]:
    """Return the tag of each token; a span that does not begin and end where tokens do is left out."""
    starts = {t.start: i for i, t in enumerate(tokens)}
    ends = {t.end: i for i, t in enumerate(tokens)}
    tags = ["O"] * len(tokens)
    for start, end, label in spans:
        if label in LABELS and start in starts and end in ends:
            first, last = starts[start], ends[end]
            tags[first] = f"B-{label}"
            tags[first + 1 : last + 1] = [f"I-{label}"] * (last - first)
    return tags


def decode(tokens: Sequence[Token], tags: Sequence[str], scores: Sequence[float]) -> list[NamedSpan]:
    """Return the spans that a sentence's tags stand for; an I after no name of its label begins one."""
    out: list[NamedSpan] = []
    first = 0
    for i, tag in enumerate(tags):
        if tag == "O":
            continue
        if tag[0] == "B" or i == 0 or tags[i - 1][2:] != tag[2:]:
            first = i
        if i + 1 == len(tags) or tags[i + 1] != f"I-{tag[2:]}":
            lowest = min(1.0, max(0.0, min(scores[first : i + 1])))
            out.append(NamedSpan(tokens[first].start, tokens[i].end, tag[2:], lowest))
    return out


def covered(tokens: Sequence[Token], spans: Sequence[NamedSpan]) -> set[int]:
    """Return where the tokens begin that spans cover; tokens and spans in order of the text."""
    out: set[int] = set()
    k = 0
    for token in tokens:
        while k < len(spans) and spans[k].end <= token.start:
            k += 1
        if k < len(spans) and spans[k].start < token.end:
            out.add(token.start)
    return out
