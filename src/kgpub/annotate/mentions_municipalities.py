"""Municipalities: after their prefecture, before 市 as a word of its own, inside 青葉市長."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.mentions_places import split_chain
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_proper
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import EntityType

PLACE = EntityType.PLACE


@cache
def _pattern() -> re.Pattern[str]:
    head = lexicon.alternatives(lexicon.prefectures())
    return re.compile(rf"(?:{head}|郡)([一-龥々ヶケノぁ-んァ-ヺー]{{1,6}}?[市区町村])(?![一-龥])")


def municipalities(view: TextView) -> Iterator[Proposal]:
    """Yield what follows a prefecture and ends in 市区町村 (岩手県軽米町, おいらせ町と階上町)."""
    for match in _pattern().finditer(view.text, 0, view.prose_end):
        start, end = match.span(1)
        if view.text[start : end - 1] not in ("内", "内の", "の") and not re.search(
            r"[のはがをにで]", match.group(1)[:1]
        ):
            yield Proposal(start, end, PLACE, 3.0, "suffix", "City")
    for run in view.runs:
        for k, token in enumerate(run):
            if token.text in ("市", "町", "村", "区") and k and is_proper(run[k - 1]):
                # The tagger may join a prefecture to what follows it (青葉県北|村).
                at = run[k - 1].start
                for part in split_chain(view.text[at : token.end]):
                    kind = "AdministrativeArea" if part in lexicon.prefectures() else "City"
                    yield Proposal(at, at + len(part), PLACE, 2.5, "suffix", kind)
                    at += len(part)


def of_mayors(view: TextView, phrases: Iterable[TitlePhrase]) -> Iterator[Proposal]:
    """Yield the area that a mayor's or governor's post names (青葉市 in 山田花子・青葉市長)."""
    for phrase in phrases:
        if phrase.head.of == "place" and phrase.organization is not None:
            span = phrase.organization
            prefecture = view.text[span.start : span.end] in lexicon.prefectures()
            kind = "AdministrativeArea" if prefecture else "City"
            yield Proposal(span.start, span.end, PLACE, 4.5, "suffix", kind)


_OF_MUNICIPALITY = re.compile(r"(?P<level>[市町村区県])(?:長|議会|議|内|役所|役場|立|民|政|職員|当局)")


def administrations(view: TextView) -> Iterator[Proposal]:
    """Yield a municipality inside a word for its offices (青葉市 in 青葉市長選), which taggers cut off."""
    for token in view.tokens:
        match = _OF_MUNICIPALITY.match(view.text, token.end)
        if match is None or "地名" not in token.tag or token.text[-1] in "市町村区県" or len(token.text) < 2:
            continue
        level = match["level"]
        if token.text in lexicon.countries() or (
            level == "県" and token.text + "県" not in lexicon.prefectures()
        ):
            continue
        kind = "AdministrativeArea" if level == "県" else "City"
        yield Proposal(token.start, token.end + 1, PLACE, 4.2, "suffix", kind)
