"""The stages in order: how an article becomes facts, and facts become a graph.

reading -> analysis -> names -> entities -> linking -> times -> events -> statements -> RDF

Each stage is a function of what came before it; only this module knows them all.
Another language is another :class:`Annotator`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kgpub import __version__
from kgpub.errors import InputError
from kgpub.model import Analysis, Article, Entity, Event, Facts, Membership, Statement, TimeExpression

if TYPE_CHECKING:
    from kgpub.graph import BuildOptions
    from kgpub.link.index import Index
    from kgpub.write import NamedGraph


class Annotator(Protocol):
    """What a language must provide."""

    def software(self) -> tuple[tuple[str, str], ...]:
        """Return (name, version) of the models and dictionaries that decide the result."""

    def analyse(self, article: Article) -> Analysis:
        """Return the article's tokens and trees."""

    def entities(
        self, article: Article, analysis: Analysis, index: Index
    ) -> tuple[tuple[Entity, ...], tuple[Membership, ...]]:
        """Return the entities, not yet linked, and the memberships that the article states."""

    def times(self, article: Article, analysis: Analysis) -> tuple[TimeExpression, ...]:
        """Return the resolved time expressions."""

    def events(
        self,
        article: Article,
        analysis: Analysis,
        entities: Sequence[Entity],
        times: Sequence[TimeExpression],
    ) -> tuple[Event, ...]:
        """Return the events."""

    def statements(
        self, article: Article, analysis: Analysis, entities: Sequence[Entity]
    ) -> tuple[Statement, ...]:
        """Return the statements."""


class Japanese:
    """Japanese, with GiNZA as the analyser."""

    def software(self) -> tuple[tuple[str, str], ...]:
        """Return the versions of the analyser, its model and its dictionary."""
        names = ("ginza", "ja_ginza", "spacy", "SudachiDict-core", "SudachiPy")
        return tuple((name, version(name)) for name in names)

    def analyse(self, article: Article) -> Analysis:
        """Return GiNZA's tokens and trees."""
        from kgpub.annotate.analyser import analyse

        return analyse(article)

    def entities(
        self, article: Article, analysis: Analysis, index: Index
    ) -> tuple[tuple[Entity, ...], tuple[Membership, ...]]:
        """Return entities from the trained recogniser, the gazetteer, titles and grammar together."""
        from kgpub.annotate import ner
        from kgpub.annotate.entities import find_entities

        spans = ner.load().recognise(article.text, analysis, analysis.vectors)
        return find_entities(article, analysis, spans, index)

    def times(self, article: Article, analysis: Analysis) -> tuple[TimeExpression, ...]:
        """Return time expressions resolved against the publication date."""
        from kgpub.annotate.time import find_times

        return find_times(article, analysis)

    def events(
        self,
        article: Article,
        analysis: Analysis,
        entities: Sequence[Entity],
        times: Sequence[TimeExpression],
    ) -> tuple[Event, ...]:
        """Return events from the trigger lexicon and the case frames."""
        from kgpub.extract.events import extract_events

        return extract_events(article, analysis, entities, times)

    def statements(
        self, article: Article, analysis: Analysis, entities: Sequence[Entity]
    ) -> tuple[Statement, ...]:
        """Return direct and indirect quotations with their speakers."""
        from kgpub.extract.statements import extract_statements

        return extract_statements(article, analysis, entities)


_ANNOTATORS: dict[str, type[Annotator]] = {"ja": Japanese}


@dataclass(frozen=True, slots=True)
class Resources:
    """What stays open between articles."""

    index: Index

    @classmethod
    def open(cls, gazetteer: Path | None = None) -> Resources:
        """Return the gazetteer at a path, or the one that ships with kgpub, opened."""
        from kgpub.link.index import Index

        return cls(Index.open(gazetteer))


def annotator_for(article: Article) -> Annotator:
    """Return the annotator of an article's language.

    Raises:
        InputError: there is none for it.
    """
    primary = article.language.partition("-")[0].lower()
    if primary not in _ANNOTATORS:
        known = ", ".join(sorted(_ANNOTATORS))
        raise InputError(
            article.source,
            f'the article\'s language is "{article.language}"; kgpub reads {known} so far',
            tip="If the language is wrong, set it with --lang.",
        )
    return _ANNOTATORS[primary]()


def extract(article: Article, resources: Resources) -> Facts:
    """Return everything that an article says, as plain facts.

    Raises:
        InputError: the article's language is not supported.
    """
    from kgpub.extract.connect import connect
    from kgpub.link.linker import link

    annotator = annotator_for(article)
    analysis = annotator.analyse(article)
    entities, memberships = annotator.entities(article, analysis, resources.index)
    entities = link(entities, article, resources.index)
    times = annotator.times(article, analysis)
    events = annotator.events(article, analysis, entities, times)
    statements = annotator.statements(article, analysis, entities)
    return connect(Facts(article, tuple(entities), memberships, events, statements), analysis)


def build(article: Article, resources: Resources, options: BuildOptions) -> NamedGraph:
    """Return the graph of an article under its own name.

    Raises:
        InputError: the article's language is not supported.
    """
    from kgpub.graph import build_graph
    from kgpub.write import NamedGraph

    facts = extract(article, resources)
    software = (("kgpub", __version__), *annotator_for(article).software())
    iri, graph = build_graph(facts, replace(options, software=software))
    return NamedGraph(iri, graph)
