"""The source that a whole sentence rests on: …によると, …の発表では."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kgpub.extract.clauses import Clauses
from kgpub.extract.statements_speakers import Speaker, SpeakerFinder
from kgpub.model import Span

_ACCORDING = {"によると", "によりますと", "によれば", "によりますれば"}
_SAID_BY = {
    "話",
    "説明",
    "発表",
    "調べ",
    "まとめ",
    "報告",
    "報道",
    "声明",
    "調査",
    "証言",
    "主張",
    "取材",
    "集計",
    "速報",
    "資料",
    "推計",
}


# Those of them that では makes a source of.
_TOLD = frozenset(["話", "説明", "発表", "調べ", "まとめ", "集計", "推計", "試算", "速報"])


@dataclass(frozen=True, slots=True)
class Source:
    """Whoever a sentence rests on; ``end`` is the position after によると and its comma."""

    speakers: tuple[Speaker, ...]
    human: bool
    end: int
    span: Span


def find_source(clauses: Clauses, finder: SpeakerFinder) -> Source | None:
    """Return the source named in a sentence outside its quotations, or ``None``."""
    tokens = clauses.tokens
    for i in clauses.visible(1, len(tokens)):
        if tokens[i].text[:1] not in ("に", "で"):
            continue
        for length in range(2, 6):
            words = clauses.text(i, i + length)
            said = words == "では" and tokens[i - 1].text in _TOLD
            if (words in _ACCORDING or said) and i + length < len(tokens):
                end = i + length
                # 国によると決まる: without a comma or a new phrase it could be a condition.
                if tokens[end].text == "、":
                    end += 1
                elif said:
                    continue
                phrase = finder.phrase(clauses, i)
                speakers = phrase.speakers
                if not speakers and tokens[i - 1].text in _SAID_BY and i >= 3 and tokens[i - 2].text == "の":
                    speakers = finder.phrase(clauses, _before_time(clauses, i - 2)).speakers
                return Source(speakers, phrase.human, end, Span(tokens[i].start, tokens[end - 1].end))
    return None


def _before_time(clauses: Clauses, particle: int) -> int:
    """Return the の before a time between a source and its noun: 県警の + 4日正午までの + 調べ."""
    tokens = clauses.tokens
    i = particle - 1
    while i > 0 and (
        tokens[i].pos == "NUM" or tokens[i].text == "まで" or re.search("助数詞|副詞可能", tokens[i].tag)
    ):
        i -= 1
    return i if tokens[i].text == "の" and i < particle - 1 else particle
