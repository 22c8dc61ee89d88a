"""Find statements: what a person, body or country is reported to have said."""

from __future__ import annotations

from collections.abc import Sequence

from kgpub.extract.statements_speakers import SpeakerFinder
from kgpub.extract.statements_walk import Walk
from kgpub.model import Analysis, Article, Entity, Statement


def extract_statements(
    article: Article, analysis: Analysis, entities: Sequence[Entity]
) -> tuple[Statement, ...]:
    """Return the article's statements in the order of their content.

    A statement needs a speaker among the entities; what nobody in particular is
    said to have said (とみられる, 関係者によると) is left out. ``recorded_at`` is not set.
    """
    if article.language.partition("-")[0].lower() != "ja":
        return ()
    finder = SpeakerFinder(article.text, entities)
    drafts = Walk(article, analysis, finder).run()
    seen: set[tuple[str, int, int]] = set()
    result: list[Statement] = []
    for draft in sorted(
        drafts, key=lambda d: (d.span.start, d.span.end, d.speaker.span.start, d.speaker.entity)
    ):
        key = (draft.speaker.entity, draft.span.start, draft.span.end)
        if key in seen:
            continue
        seen.add(key)
        about = finder.entities_in(draft.span.start, draft.span.end)
        result.append(
            Statement(
                id=f"s{len(result) + 1}",
                speaker=draft.speaker.entity,
                span=draft.span,
                direct=draft.direct,
                speaker_span=draft.speaker.span,
                reporting_verb=draft.verb,
                verb_span=draft.verb_span,
                about=tuple(e for e in about if e != draft.speaker.entity),
            )
        )
    return tuple(result)
