"""What must hold for the graph of any article: over the examples and, where they are, the gold articles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from build_examples import Example
from helpers_examples import ARTICLES, GOLD, GOLD_ARTICLES, example_facts, gold_facts, named_graph
from helpers_terms import ITSRDF, NIF, SCHEMA
from kgpub.errors import InputError
from kgpub.model import Article, EntityType, EventKind, Facts, MentionForm, Span
from kgpub.pipeline import Resources, annotator_for, extract
from kgpub.read import Metadata, read_article
from kgpub.validate import Severity, check
from kgpub.write import Format, NamedGraph, serialise

pytestmark = pytest.mark.analyser

NAMES = [example.article for example in ARTICLES] + [f"gold:{stem}" for stem in GOLD_ARTICLES]
BASE_CLASSES = {
    *(SCHEMA.NewsArticle, SCHEMA.Person, SCHEMA.Organization, SCHEMA.Place, SCHEMA.Event),
    *(SCHEMA.Quotation, SCHEMA.DefinedTerm, SCHEMA.Occupation, SCHEMA.CreativeWork),
}


@pytest.fixture(params=NAMES)
def facts(request: pytest.FixtureRequest) -> Facts:
    """The facts of each article."""
    name: str = request.param
    if name.startswith("gold:"):
        return gold_facts(name.removeprefix("gold:"))
    return example_facts(next(e for e in ARTICLES if e.article == name))


def test_the_gold_articles_are_used_where_they_are() -> None:
    if not GOLD.is_dir():
        pytest.skip("the gold articles (../shared/eval/gold) are not on this machine")
    assert GOLD_ARTICLES


def spans(facts: Facts) -> Iterator[tuple[str, Span]]:
    """Yield every span that the facts record, with what it is."""
    for entity in facts.entities:
        for mention in entity.mentions:
            yield f"mention of {entity.id}", Span(mention.start, mention.end)
        for role in entity.roles:
            yield f"role of {entity.id}", role.span
        if entity.definition is not None:
            yield f"definition of {entity.id}", entity.definition
    for membership in facts.memberships:
        yield "membership", membership.span
    for event in facts.events:
        for trigger in event.triggers:
            yield f"trigger of {event.id}", trigger
        for participant in event.participants:
            yield f"participant of {event.id}", participant.span
        if event.place is not None:
            yield f"place of {event.id}", event.place.span
        if event.time is not None:
            yield f"time of {event.id}", Span(event.time.start, event.time.end)
    for statement in facts.statements:
        yield f"content of {statement.id}", statement.span
        yield f"speaker of {statement.id}", statement.speaker_span
        if statement.verb_span is not None:
            yield f"verb of {statement.id}", statement.verb_span


def test_every_offset_is_inside_the_text(facts: Facts) -> None:
    length = len(facts.article.text)
    assert [(what, s) for what, s in spans(facts) if not 0 <= s.start < s.end <= length] == []


def test_no_span_crosses_a_line(facts: Facts) -> None:
    text = facts.article.text
    assert [(what, text[s.start : s.end]) for what, s in spans(facts) if "\n" in text[s.start : s.end]] == []


def test_every_offset_cuts_out_the_recorded_words(facts: Facts) -> None:
    text = facts.article.text
    for entity in facts.entities:
        for mention in entity.mentions:
            assert text[mention.start : mention.end] == mention.surface
            if mention.form is MentionForm.NAME:
                assert mention.name in (mention.surface, entity.name, *entity.aliases)
    for event in facts.events:
        if event.time is not None:
            assert text[event.time.start : event.time.end] == event.time.surface
    for statement in facts.statements:
        content = text[statement.span.start : statement.span.end]
        assert content == content.strip()
        if statement.direct:
            around = text[statement.span.start - 1] + text[statement.span.end]
            assert around in ("「」", "『』", "“”"), content


def test_participants_places_and_speakers_are_named_where_the_facts_say(facts: Facts) -> None:
    """By a mention of the entity in any form, or by the title of a post that belongs to it."""
    known = {e.id: e for e in facts.entities}
    arguments = [(p.entity, p.span) for event in facts.events for p in event.participants]
    arguments += [(event.place.entity, event.place.span) for event in facts.events if event.place is not None]
    for entity, span in arguments:
        titles = [role.span for e in facts.entities for role in e.roles if role.of == entity]
        named = [Span(m.start, m.end) for m in known[entity].mentions]
        assert any(s.start < span.end and span.start < s.end for s in named + titles), (entity, span)
    for statement in facts.statements:
        assert statement.speaker in known


def test_all_references_resolve(facts: Facts) -> None:
    entities, events = {e.id for e in facts.entities}, {e.id for e in facts.events}
    assert len(entities) == len(facts.entities)
    assert len(events) == len(facts.events)
    assert set(facts.about) <= entities
    for event in facts.events:
        assert event.super_event is None or event.super_event in events - {event.id}
        assert {p.entity for p in event.participants} <= entities
        assert event.place is None or event.place.entity in entities
        assert isinstance(event.kind, EventKind)
        assert all(event.names)
    for statement in facts.statements:
        assert statement.recorded_at is None or statement.recorded_at in events
        assert set(statement.about) <= entities
    for entity in facts.entities:
        assert {r.of for r in entity.roles} <= entities | {None}
        assert entity.type is EntityType.PERSON or not entity.roles


def test_at_most_two_events_are_what_the_article_is_about(facts: Facts) -> None:
    assert sum(event.main for event in facts.events) <= 2


def test_it_conforms_and_both_engines_find_the_same(facts: Facts) -> None:
    pytest.importorskip("shacl", reason="the second SHACL engine comes with the development extra")
    graph = named_graph(facts).graph
    first, second = check(graph), check(graph, engine="shacl")
    assert [
        f"{r.focus_name}: {r.message_en}" for r in first.results if r.severity is Severity.VIOLATION
    ] == []
    assert {s: first.count(s) for s in Severity} == {s: second.count(s) for s in Severity}
    assert [(r.focus_node, r.path, r.value, r.source_shape) for r in first.results] == [
        (r.focus_node, r.path, r.value, r.source_shape) for r in second.results
    ]


def test_turtle_and_n_triples_say_the_same(facts: Facts) -> None:
    named = named_graph(facts)
    turtle = Graph().parse(data=serialise([named], Format.TURTLE), format="turtle")
    triples = Graph().parse(data=serialise([named], Format.NTRIPLES), format="nt")
    assert isomorphic(turtle, triples)
    assert len(turtle) == len(named.graph)


def test_every_iri_is_ascii_and_no_node_is_blank(facts: Facts) -> None:
    terms = {term for triple in named_graph(facts, mentions=True).graph for term in triple}
    assert [term for term in terms if isinstance(term, BNode)] == []
    assert [term for term in terms if isinstance(term, URIRef) and not str(term).isascii()] == []


def test_every_node_is_typed_with_a_base_class(facts: Facts) -> None:
    graph = named_graph(facts).graph
    base = str(named_graph(facts).iri).partition("article/")[0]
    nodes = {t for t in set(graph.subjects()) | set(graph.objects()) if str(t).startswith(base)}
    untyped = []
    for node in nodes:
        types = set(graph.objects(node, RDF.type))
        technical = str(node).startswith((f"{base}activity/", f"{base}software/"))
        if isinstance(node, URIRef) and not (types if technical else types & BASE_CLASSES):
            untyped.append(node)
    assert untyped == []


def test_every_name_has_a_language(facts: Facts) -> None:
    graph = named_graph(facts).graph
    names = [*graph.objects(None, SCHEMA.name), *graph.objects(None, SCHEMA.alternateName)]
    assert [n for n in names if not isinstance(n, Literal) or not n.language] == []


def test_each_node_has_one_name_in_a_language(facts: Facts) -> None:
    graph = named_graph(facts).graph
    for node in set(graph.subjects(SCHEMA.name)):
        languages = [n.language for n in graph.objects(node, SCHEMA.name) if isinstance(n, Literal)]
        assert len(languages) == len(set(languages)), node


def test_every_phrase_is_a_slice_of_the_text(facts: Facts) -> None:
    named: NamedGraph = named_graph(facts, mentions=True)
    (text,) = named.graph.objects(None, NIF.isString)
    phrases = set(named.graph.subjects(RDF.type, NIF.Phrase))
    assert phrases
    for phrase in phrases:
        match = re.search(r"#char=(\d+),(\d+)$", str(phrase))
        assert match is not None
        begin, end = map(int, match.groups())
        assert str(named.graph.value(phrase, NIF.anchorOf)) == str(text)[begin:end]
        assert int(str(named.graph.value(phrase, NIF.beginIndex))) == begin
        assert int(str(named.graph.value(phrase, NIF.endIndex))) == end


def test_every_entity_event_and_quotation_has_evidence(facts: Facts) -> None:
    graph = named_graph(facts, mentions=True).graph
    (article,) = graph.subjects(RDF.type, SCHEMA.NewsArticle)
    evident = set(graph.objects(None, ITSRDF.taIdentRef))
    wanted = set(graph.objects(article, SCHEMA.mentions)) | set(graph.subjects(RDF.type, SCHEMA.Quotation))
    assert wanted - evident == set()


def test_the_plain_graph_is_part_of_the_one_with_evidence(facts: Facts) -> None:
    assert set(named_graph(facts).graph) <= set(named_graph(facts, mentions=True).graph)


def test_extraction_is_repeatable() -> None:
    """Also in one process, where caches are warm the second time."""
    example = ARTICLES[0]
    again = example_facts.__wrapped__(example)
    assert again == example_facts(example)


def test_an_article_without_events_or_names_still_has_a_graph(resources: Resources) -> None:
    text = "きょうの空\n空は青く、雲は白い。\n"
    article = read_article("-", stdin=BytesIO(text.encode()), overrides=Metadata(published="2025-06-18"))
    found = extract(article, resources)
    assert found.events == ()
    assert found.statements == ()
    graph = named_graph(found).graph
    assert check(graph).conforms


def test_a_language_without_an_annotator() -> None:
    article = Article("x.txt", "Titre\nTexte.", (), "fr")
    with pytest.raises(InputError, match=r'x\.txt.*"fr"'):
        annotator_for(article)


def test_the_examples_share_no_sentence_with_the_gold_articles() -> None:
    if not GOLD.is_dir():
        pytest.skip("the gold articles (../shared/eval/gold) are not on this machine")
    gold = "\n".join(p.read_text(encoding="utf-8") for p in sorted(GOLD.glob("*.txt")))
    for example in ARTICLES:
        article = example_facts(example).article
        assert not [s for s in re.split(r"(?<=。)|\n", article.text) if len(s) > 20 and s in gold]


_DAMAGE: dict[str, Callable[[str], str]] = {
    "no full stops or commas": lambda line: line.replace("。", "").replace("、", " "),
    "quotation marks and brackets never closed": lambda line: re.sub("[」』）)]", "", line),
    "only closing quotation marks": lambda line: re.sub("[「『（(]", "", line),
    "lines that begin in the middle": lambda line: line[len(line) // 3 :],
    "lines that break off": lambda line: line[: len(line) * 2 // 3],
    "backwards": lambda line: line[::-1],
}


@pytest.mark.parametrize("damage", _DAMAGE)
@pytest.mark.parametrize("example", ARTICLES[1:3], ids=lambda e: e.article)
def test_a_damaged_article_still_gives_facts_that_can_be_traced(
    resources: Resources, example: Example, damage: str
) -> None:
    """What comes off the wire is cut, garbled and unbalanced; it must never end in a traceback."""
    lines = example_facts(example).article.text.split("\n")
    text = "\n".join(_DAMAGE[damage](line) for line in lines)
    stated = Metadata(published="2025-10-01")
    article = read_article("-", stdin=BytesIO(text.encode()), overrides=stated)
    found = extract(article, resources)
    assert [(w, s) for w, s in spans(found) if not 0 <= s.start < s.end <= len(article.text)] == []
    assert len(named_graph(found, mentions=True).graph) > 10
