"""The examples of the repository and, where they are, the gold articles: read and extracted once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import build_examples
from build_examples import DIRECTORY, EXAMPLES, Example
from kgpub.graph import BuildOptions, build_graph
from kgpub.model import Facts
from kgpub.pipeline import Resources, extract
from kgpub.read import Metadata, read_article
from kgpub.write import NamedGraph

REPOSITORY = Path(__file__).parents[1]
GOLD = REPOSITORY.parent / "shared" / "eval" / "gold"
ARTICLES = tuple({example.article: example for example in EXAMPLES}.values())
GOLD_ARTICLES = tuple(sorted(path.stem for path in GOLD.glob("*.txt") if not path.stem.startswith("en")))
OPTIONS = BuildOptions(build_examples.BASE)


@cache
def _resources() -> Resources:
    return Resources.open()


@cache
def example_facts(example: Example) -> Facts:
    """Return what an example's article says."""
    stated = Metadata(published=example.published, publisher=example.publisher)
    return extract(read_article(DIRECTORY / example.article, overrides=stated), _resources())


@cache
def gold_facts(stem: str) -> Facts:
    """Return what a gold article says, by kgpub and not by its gold."""
    published = json.loads((GOLD / f"{stem}.json").read_text(encoding="utf-8"))["published"]
    return extract(read_article(GOLD / f"{stem}.txt", overrides=Metadata(published=published)), _resources())


@cache
def named_graph(facts: Facts, *, mentions: bool = False) -> NamedGraph:
    """Return the graph of the facts; it is shared, so don't change it."""
    iri, graph = build_graph(facts, BuildOptions(OPTIONS.base, mentions=mentions, software=(("kgpub", "0"),)))
    return NamedGraph(iri, graph)
