"""What the recogniser and the gazetteer believe, as proposals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from kgpub.annotate import lexicon, mentions_places
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_proper
from kgpub.model import EntityType

if TYPE_CHECKING:
    from kgpub.link.index import Index


class RecognisedSpan(Protocol):
    """What a recogniser says: a span of ``Article.text``, a label, and a score in [0, 1], higher is surer."""

    @property
    def start(self) -> int:
        """First character."""
        ...

    @property
    def end(self) -> int:
        """One past the last character."""
        ...

    @property
    def label(self) -> str:
        """Person, Organization, Place, Event or Other."""
        ...

    @property
    def score(self) -> float:
        """How sure the recogniser is."""
        ...


_TYPES = {
    "Person": EntityType.PERSON,
    "Organization": EntityType.ORGANIZATION,
    "Place": EntityType.PLACE,
    "Other": EntityType.TERM,
}


def recognised_names(view: TextView, spans: Iterable[RecognisedSpan]) -> Iterator[Proposal]:
    """Yield the recogniser's opinion, with 県市 chains split and posts cut off people's names."""
    for s in spans:
        kind = _TYPES.get(s.label)
        if kind is None or s.end > view.prose_end or s.end <= s.start:
            continue
        start, end = s.start, s.end
        text = view.text[start:end]
        parts = mentions_places.split_chain(text) if kind is EntityType.PLACE else [text]
        weight = (0.9 if kind is EntityType.TERM else 1.2) + 1.2 * s.score
        for part in parts:
            if part and part not in lexicon.common_words() and len(part) > 1:
                yield Proposal(start, start + len(part), kind, weight, "recogniser")
            start += len(part)


def gazetteer_names(view: TextView, index: Index) -> Iterator[Proposal]:
    """Yield the gazetteer's opinion on spans that tokens support; generic and common names say nothing."""
    from kgpub.link.format import Grade

    for token in view.tokens:
        for match in index.match_ends(view.text, token.start):
            text = view.text[token.start : match.end]
            if match.end > view.prose_end or len(text) < 2 or match.generic or match.common:
                continue
            branch = token.end > match.end and token.tag == "名詞-固有名詞-一般" and len(text) >= 4
            if branch and match.types == {EntityType.ORGANIZATION} and not token.text.endswith("株"):
                # 東芝テック大阪 as one token: a part of a company the gazetteer knows.
                yield Proposal(token.start, token.end, EntityType.ORGANIZATION, 2.2, "gazetteer")
            if text in lexicon.common_words() or not view.is_end(match.end) or match.grade < Grade.STEM:
                continue
            if re.fullmatch(r"[ぁ-ん0-9]+|[a-z].*|[A-Z0-9]{2}", text):
                continue
            proper = any(is_proper(t) for t in view.covering(token.start, match.end))
            sure = match.grade >= Grade.STRONG
            # Sudachi's unclassified proper nouns and the gazetteer together are enough.
            whole = token.end == match.end and token.tag == "名詞-固有名詞-一般"
            weight = (
                (1.6 if whole else 1.2 if proper else 0.7)
                + (0.8 if sure else 0.0)
                + (0.5 if len(text) >= 4 else 0.0)
            )
            if len(match.types) > 1:
                weight -= 0.8
            if "数詞" in token.tag and not re.search(r"[A-Za-z]", text):
                continue
            for kind in sorted(match.types):
                if kind is EntityType.TERM:
                    yield Proposal(token.start, match.end, kind, weight - 0.6, "gazetteer")
                else:
                    yield Proposal(token.start, match.end, kind, weight, "gazetteer")
