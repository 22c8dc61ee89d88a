"""The two SHACL engines report the same of graphs that kgpub writes, right ones and broken ones.

Each example is broken in many ways by a seeded generator: statements go missing or are
doubled, values change type, language or spelling, nodes change class or name.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kgpub.errors import NotCheckedError
from kgpub.validate import check, load_shapes, parse_graph, read_graph
from kgpub.validate.engines import ENGINES

pytest.importorskip("shacl", reason="the second SHACL engine comes with the extra fast")

EXAMPLES = Path(__file__).parents[2] / "examples"
GRAPHS = sorted(p.name for p in EXAMPLES.iterdir() if p.suffix in (".ttl", ".trig", ".jsonld"))
BROKEN_COPIES = 6
FAULTS = 4

Triple = tuple[Node, Node, Node]
Fault = Callable[[Triple, random.Random], list[Triple]]


def missing(triple: Triple, _: random.Random) -> list[Triple]:
    return []


def doubled(triple: Triple, _: random.Random) -> list[Triple]:
    s, p, o = triple
    other = Literal(f"{o} 2", lang=o.language) if isinstance(o, Literal) else URIRef(f"{o}-2")
    return [triple, (s, p, other)]


def of_other_kind(triple: Triple, _: random.Random) -> list[Triple]:
    s, p, o = triple
    return [(s, p, Literal(str(o)) if isinstance(o, URIRef) else URIRef("https://example.org/kg/person/x"))]


def of_other_type(triple: Triple, chance: random.Random) -> list[Triple]:
    s, p, o = triple
    types = (XSD.date, XSD.gYear, XSD.dateTime, XSD.integer, XSD.boolean, XSD.decimal, XSD.string)
    return [(s, p, Literal(str(o), datatype=chance.choice(types), normalize=False))]


def in_other_language(triple: Triple, chance: random.Random) -> list[Triple]:
    s, p, o = triple
    return [(s, p, Literal(str(o), lang=chance.choice(("en", "ja", "ko", "ja-JP", None))))]


def reworded(triple: Triple, chance: random.Random) -> list[Triple]:
    s, p, o = triple
    text = chance.choice(("", " ", "x" * 400, "改\n行", '"引用"\\', "😀", "2025-02-30", "-1", "truE"))
    language = o.language if isinstance(o, Literal) else None
    datatype = o.datatype if isinstance(o, Literal) and not language else None
    return [(s, p, Literal(text, lang=language, datatype=datatype, normalize=False))]


def misspelt(triple: Triple, _: random.Random) -> list[Triple]:
    s, p, o = triple
    return [(s, URIRef(f"{str(p)[:-1]}X"), o)]


def of_other_class(triple: Triple, chance: random.Random) -> list[Triple]:
    s, _, _ = triple
    names = ("Person", "Place", "Event", "Quotation", "Organization", "NewsArticle", "Thing", "Nothing")
    return [triple, (s, RDF.type, URIRef(f"https://schema.org/{chance.choice(names)}"))]


def foreign(triple: Triple, _: random.Random) -> list[Triple]:
    return [triple, (triple[0], URIRef("http://xmlns.com/foaf/0.1/page"), Literal("x"))]


def about_itself(triple: Triple, _: random.Random) -> list[Triple]:
    return [triple, (triple[0], triple[1], triple[0])]


ALL_FAULTS: tuple[Fault, ...] = (
    missing, doubled, of_other_kind, of_other_type, in_other_language, reworded, misspelt, of_other_class,
    foreign, about_itself,
)  # fmt: skip


def broken(graph: Graph, chance: random.Random) -> Graph:
    """Return a copy of a graph with some faults."""
    triples = sorted(graph)
    for _ in range(FAULTS):
        at = chance.randrange(len(triples))
        triples[at : at + 1] = chance.choice(ALL_FAULTS)(triples[at], chance)
    # Written and read, as whatever people check has been: rdflib turns an odd boolean into false.
    return parse_graph(to_ntriples(triples), "ntriples", "broken")


def to_ntriples(triples: list[Triple]) -> str:
    graph = Graph()
    for triple in triples:
        graph.add(triple)
    return graph.serialize(format="nt")


def copies(name: str) -> Iterator[Graph]:
    graph = read_graph(str(EXAMPLES / name))
    yield graph
    chance = random.Random(name)
    for _ in range(BROKEN_COPIES):
        yield broken(graph, chance)


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The engines that checks without a named one have been left to."""
    names: list[str] = []

    def watched(name: str) -> Callable[[Graph, Graph], Graph]:
        def run(data: Graph, shapes: Graph) -> Graph:
            names.append(name)
            return ENGINES[name](data, shapes)

        return run

    for name in ENGINES:
        monkeypatch.setattr(f"kgpub.validate.checking.run_{name}", watched(name))
    return names


@pytest.mark.parametrize("name", GRAPHS)
def test_the_engines_report_the_same(name: str, used: list[str]) -> None:
    graphs = list(copies(name))
    reports = [check(graph, engine="pyshacl") for graph in graphs]
    assert [check(graph) for graph in graphs] == reports
    assert reports[0].conforms
    assert sum(not report.conforms for report in reports) >= BROKEN_COPIES // 2
    # Some literals are broken on purpose; most graphs can be left to the fast engine.
    assert used.count("shacl") > len(graphs) // 3


PERSON = "<https://example.org/a> a <https://schema.org/Person> ."
ODD_NAME = (
    'PREFIX x: <http://www.w3.org/2001/XMLSchema#> <https://example.org/a> <https://schema.org/name> "x"^^'
)


@pytest.mark.parametrize(
    ("data", "engine"),
    [
        (PERSON, "shacl"),
        ("[] a <https://schema.org/Person> .", "pyshacl"),
        (f"{PERSON} <https://example.org/a> <https://schema.org/knows> [] .", "pyshacl"),
        (f"{PERSON} {ODD_NAME}x:boolean .", "pyshacl"),
        (f"{PERSON} {ODD_NAME}x:token .", "shacl"),
    ],
    ids=["names", "blank subject", "blank object", "ill-typed literal", "well-typed literal"],
)
def test_the_fast_engine_takes_what_both_see_alike(data: str, engine: str, used: list[str]) -> None:
    assert not check(parse_graph(data, "turtle", "test")).conforms
    assert used == [engine]


def test_shapes_of_the_users_own_are_left_to_pyshacl(tmp_path: Path, used: list[str]) -> None:
    (tmp_path / "mine.ttl").write_bytes((load_shapes().directory / "person.ttl").read_bytes())
    assert not check(parse_graph(PERSON, "turtle", "test"), load_shapes(tmp_path)).conforms
    assert used == ["pyshacl"]


def test_without_the_fast_engine_pyshacl_does_it(monkeypatch: pytest.MonkeyPatch, used: list[str]) -> None:
    monkeypatch.setattr("kgpub.validate.checking.has_shacl", lambda: False)
    assert not check(parse_graph(PERSON, "turtle", "test")).conforms
    assert used == ["pyshacl"]


def test_a_graph_that_the_fast_engine_cannot_read_is_left_to_pyshacl(used: list[str]) -> None:
    graph = Graph()
    graph.add((URIRef("https://example.org/a b"), RDF.type, URIRef("https://schema.org/Person")))
    with pytest.raises(NotCheckedError, match="shacl could not check"):
        check(graph, engine="shacl")
    assert not check(graph).conforms
    assert used == ["shacl", "pyshacl"]
