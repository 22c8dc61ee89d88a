"""Quotations in headlines: the speaker stands right before the 「, or right after 」と."""

from __future__ import annotations

from kgpub.extract.clauses import Clauses, Quotation, is_predicate_end
from kgpub.extract.statements_speakers import Speaker, SpeakerFinder
from kgpub.model import Span


def headline_statements(clauses: Clauses, finder: SpeakerFinder) -> list[tuple[Speaker, Span]]:
    """Return the speakers and contents of a headline's quotations.

    首相「合意は近い」 has one; 映画「影武者」を上映 has none, because a name of a thing
    goes on as part of the sentence.
    """
    tokens = clauses.tokens
    found: list[tuple[Speaker, Span]] = []
    for quotation in clauses.quotations:
        span = Span(tokens[quotation.open].end, tokens[quotation.close].start)
        following = tokens[quotation.close + 1].text if quotation.close + 1 < len(tokens) else ""
        if not _is_said(clauses, quotation):
            continue
        speakers: tuple[Speaker, ...] = ()
        aside = following in ("(", "（") and tokens[-1].text in (")", "）")  # 首相「…」(3日、官邸で)
        if (following in ("", "、", "と") or aside) and quotation.open > 0:
            before = quotation.open - (tokens[quotation.open - 1].text in ("、", "は", "が"))
            speakers = finder.phrase(clauses, before).speakers
        if not speakers and following in ("と", "=") and quotation.open == 0:
            end = quotation.close + 2
            while end < len(tokens) and tokens[end].pos in ("NOUN", "PROPN"):
                end += 1
            if end == len(tokens):
                speakers = finder.last_phrase(clauses)
            elif tokens[end].text in ("は", "が", "、"):
                speakers = finder.phrase(clauses, end).speakers
        found += [(speaker, span) for speaker in speakers]
    return found


def _is_said(clauses: Clauses, quotation: Quotation) -> bool:
    inner = clauses.tokens[quotation.open + 1 : quotation.close]
    if len(inner) == 2:
        return inner[0].tag.startswith("名詞") and inner[1].tag.startswith("動詞")  # 「雇用守る」
    return len(inner) >= 3 and (
        any(is_predicate_end(t) or t.tag.startswith("助詞") for t in inner) or "サ変" in inner[-1].tag
    )
