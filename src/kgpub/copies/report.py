"""What was found, for people and for programs."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

from kgpub.copies.finding import Copies, Link
from kgpub.copies.graph import words

_WORDS = {
    "ja": ("一つの文章: {}", "同じ文章の記事はありません。"),
    "en": ("one text: {}", "No two articles have one text."),
}


def as_text(copies: Copies, sources: Mapping[str, str], language: str = "ja") -> str:
    """Return the articles of each text and what says so, ending in a line break.

    ``sources`` has what people call an article, by its IRI.
    """
    language = "ja" if language == "ja" else "en"
    heading, none = _WORDS[language]
    comma = "、" if language == "ja" else ", "
    text_of = {article: articles for articles in copies.texts for article in articles}
    links: defaultdict[tuple[str, ...], list[Link]] = defaultdict(list)
    for link in copies.links:
        links[text_of[link.articles[0]]].append(link)
    blocks = []
    for articles in copies.texts:
        lines = [heading.format(comma.join(sources[article] for article in articles))]
        for link in links[articles]:
            one, other = (sources[article] for article in link.articles)
            lines.append(f"  + {one} / {other}: {words(link)[language]}")
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks or [none]) + "\n"


def as_json(copies: Copies, sources: Mapping[str, str]) -> str:
    """Return the same as JSON, ending in a line break; shares are from 0 to 1."""
    document = {
        "texts": [
            [{"article": iri, "source": sources[iri]} for iri in articles] for articles in copies.texts
        ],
        "links": [
            {
                "articles": list(link.articles),
                "contained": round(link.contained, 3),
                "resemblance": round(link.resemblance, 3),
                "numbers": round(link.numbers, 3),
            }
            for link in copies.links
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
