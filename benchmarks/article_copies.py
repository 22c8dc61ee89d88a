"""What papers make of a wire report that they all print: copies of generated articles, cut and edited."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles import Generated

CHANGES = ("headline", "edited", "cut", "cut and edited", "reordered")


def printed_elsewhere(
    original: Generated, number: int, seed: int, publishers: Sequence[str], change: str | None = None
) -> Generated:
    """Return the article as another paper prints it within two days: cut, edited, under another headline."""
    rng = random.Random(f"{seed}/copy/{number}")
    paragraphs = list(original.paragraphs)
    change = rng.choice(CHANGES) if change is None else change
    if "cut" in change and len(paragraphs) > 2:
        paragraphs = paragraphs[: max(2, round(len(paragraphs) * rng.uniform(0.4, 0.8)))]
    if change == "reordered" and len(paragraphs) > 3:
        paragraphs[2:] = rng.sample(paragraphs[2:], len(paragraphs) - 2)
    if "edited" in change:
        paragraphs = [_edited(paragraph, rng) for paragraph in paragraphs]
    headline = "、".join(reversed(re.split("[　、]", original.headline)))
    others = [name for name in publishers if name != original.publisher]
    return replace(
        original,
        number=number,
        published=original.published + dt.timedelta(days=rng.randint(0, 2)),
        publisher=rng.choice(others),
        headline=headline,
        paragraphs=tuple(paragraphs),
    )


# What an editor changes in a report that a paper takes over.
_EDITS = (
    ("述べた", "語った"),
    ("発表した", "明らかにした"),
    ("約", "およそ"),
    ("また、", ""),
    ("一方で、", ""),
    ("によると", "の説明では"),
    ("という。", "とみられる。"),
    ("予定だ", "見通しだ"),
    ("求めた", "促した"),
    ("示した", "見せた"),
    ("者によると", "者の話では"),
    ("方針だ", "考えだ"),
    ("開かれ", "催され"),
    ("行われ", "営まれ"),
)


def _edited(paragraph: str, rng: random.Random) -> str:
    for old, new in _EDITS:
        if rng.random() < 0.6:
            paragraph = paragraph.replace(old, new)
    sentences = re.findall("[^。]+。(?:」[^。]*。)?|[^。]+$", paragraph)
    if len(sentences) > 2 and rng.random() < 0.4:
        del sentences[rng.randrange(1, len(sentences))]
    return "".join(sentences)
