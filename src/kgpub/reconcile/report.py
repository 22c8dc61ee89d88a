"""Decisions for people and for programs: every merge with its evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable

from kgpub.reconcile.model import Decision, Evidence, Reconciliation
from kgpub.write.layout import natural

_WORDS = {
    "ja": (
        "{label}（規則 {rule}、{score:.2f}、記事 {articles} 本）",
        "食い違い",
        "そのままにしたもの: ",
        "照合した出来事はありません。",
    ),
    "en": (
        "{label} (rule {rule}, {score:.2f}, {articles} articles)",
        "disputed",
        "left apart: ",
        "No event was reconciled.",
    ),
}


def as_text(reconciliation: Reconciliation, language: str = "ja") -> str:
    """Return each decision as a heading, its events, and its points: + agrees, - differs, ! disputed.

    Ends in a line break. Pairs that were left apart in spite of a rule come last.
    """
    heading, disputed, apart, none = _WORDS["ja" if language == "ja" else "en"]
    lines: list[str] = []
    for decision, prefix in [(d, "") for d in reconciliation.decisions] + [
        (d, apart) for d in reconciliation.refused
    ]:
        why = decision.judgement
        lines.append(
            prefix
            + heading.format(
                label=decision.label or decision.events[0],
                rule=why.rule,
                score=why.score,
                articles=len(decision.articles),
            )
        )
        lines += [f"    <{event}>" for event in decision.events]
        lines += [f"  + {text}" for text in _texts(why.agreements, language)]
        lines += [f"  - {text}" for text in _texts(why.differences, language)]
        lines += [f"  ! {disputed}: {_short(prop)}" for prop in sorted(why.disputed)]
        lines.append("")
    return "\n".join(lines[:-1] if lines else [none]) + "\n"


def as_json(reconciliation: Reconciliation) -> str:
    """Return the decisions as JSON, with both languages, ending in a line break."""
    document = {
        "decisions": [_object(d) for d in reconciliation.decisions],
        "clusters": [sorted(cluster, key=natural) for cluster in reconciliation.clusters],
        "refused": [_object(d) for d in reconciliation.refused],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _object(decision: Decision) -> dict[str, object]:
    why = decision.judgement
    return {
        "label": decision.label,
        "events": list(decision.events),
        "articles": list(decision.articles),
        "rule": why.rule,
        "score": why.score,
        "agreements": [{"property": e.property, **e.text} for e in why.agreements],
        "differences": [{"property": e.property, **e.text} for e in why.differences],
        "disputes": sorted(why.disputed),
    }


def _texts(points: Iterable[Evidence], language: str) -> list[str]:
    return [point.text["ja" if language == "ja" else "en"] for point in points]


def _short(prop: str) -> str:
    """Return a property without its namespace: location, startDate, participant."""
    return prop.replace("#", "/").rsplit("/", 1)[1]
