"""Links on the development articles: few wrong, most found."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest

from kgpub.link.index import Index
from kgpub.link.linker import link
from kgpub.model import Article, Block, BlockKind, Entity, EntityType, Linked, Mention, Role, Span

GOLD = Path(__file__).resolve().parents[2].parent / "shared" / "eval" / "gold"


def entities_of(gold: dict[str, Any], text: str) -> tuple[Entity, ...]:
    """The gold's entities with every place where one of their names stands, the longest name first."""
    spans = [
        (m.start(), m.end(), entity["id"])
        for entity in gold["entities"]
        for name in entity["names"]
        for m in re.finditer(re.escape(name), text)
    ]
    taken: set[int] = set()
    found: dict[str, list[tuple[int, int]]] = {}
    for start, end, id_ in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if not taken & set(range(start, end)):
            taken |= set(range(start, end))
            found.setdefault(id_, []).append((start, end))
    entities = []
    for e in gold["entities"]:
        type_ = EntityType(e["type"])
        mentions = tuple(
            Mention(s, t, text[s:t], type_, text[s:t], e.get("kind"))
            for s, t in sorted(found.get(e["id"], []))
        )
        roles = tuple(
            Role(r["titles"][0], r["of"], Span(0, 0)) for r in gold["roles"] if r["person"] == e["id"]
        )
        entities.append(
            Entity(e["id"], type_, e["names"][0], tuple(e["names"][1:]), mentions, e.get("kind"), roles)
        )
    return tuple(entities)


@pytest.mark.skipif(not GOLD.is_dir(), reason="the development articles are not beside this checkout")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_precision_and_recall_of_links(language: str) -> None:
    right = wrong = missing = 0
    with Index.open() as index:
        for path in sorted(GOLD.glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            if gold["lang"] != language:
                continue
            text = path.with_suffix(".txt").read_text(encoding="utf-8")
            block = Block(BlockKind.HEADLINE, 0, text.index("\n"))
            article = Article(path.stem, text, (block,), language, dt.date.fromisoformat(gold["published"]))
            for e, entity in zip(
                gold["entities"], link(entities_of(gold, text), article, index), strict=True
            ):
                want, never = set(e.get("ids") or ()), set(e.get("wrong_ids") or ())
                got = entity.link.candidate.id if isinstance(entity.link, Linked) else None
                if want or never:
                    right += got in want
                    wrong += got in never or bool(want and got and got not in want)
                    missing += bool(want) and got not in want
    assert right / (right + wrong) >= 0.99
    assert right / (right + missing) >= 0.85
