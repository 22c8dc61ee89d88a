"""What the graph of the seed article must say, asked in SPARQL as a reader of the graph would ask it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from kgpub.graph import BuildOptions
from kgpub.pipeline import Resources, build
from kgpub.read import Metadata, read_article
from kgpub.write import Format, serialise

pytestmark = pytest.mark.analyser

PREFIXES = """
PREFIX kg: <https://w3id.org/kgpub/ontology#>
PREFIX schema: <https://schema.org/>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
CHINA, RUSSIA, SCO = "wd:Q148", "wd:Q159", "wd:Q485207"


@pytest.fixture(scope="module")
def graph(gold_directory: Path) -> Graph:
    """The graph as a reader gets it: built, written as Turtle, read again."""
    seed = gold_directory / "seed.txt"
    if not seed.is_file():
        pytest.skip("the seed article is not on this machine")
    article = read_article(seed, overrides=Metadata(published="2025-07-15"))
    named = build(article, Resources.open(), BuildOptions("https://example.org/kg/"))
    return Graph().parse(data=serialise([named], Format.TURTLE), format="turtle")


def ask(graph: Graph, pattern: str) -> bool:
    return bool(graph.query(f"{PREFIXES} ASK {{ {pattern} }}").askAnswer)


def rows(graph: Graph, query: str) -> list[tuple[str, ...]]:
    found: Any = graph.query(PREFIXES + query)
    return [tuple("" if cell is None else str(cell) for cell in row) for row in found]


def test_one_meeting_in_beijing_is_what_the_article_is_about(graph: Graph) -> None:
    found = rows(
        graph,
        """SELECT DISTINCT ?meeting WHERE {
            ?article a schema:NewsArticle ; schema:about ?meeting .
            ?meeting a kg:Meeting ; schema:location/schema:sameAs wd:Q956 ;
                schema:attendee/schema:name "習近平"@ja , "セルゲイ・ラブロフ"@ja .
        }""",
    )
    assert len(found) == 1


@pytest.mark.parametrize(
    ("name", "title", "country"),
    [("習近平", "国家主席", CHINA), ("セルゲイ・ラブロフ", "外相", RUSSIA), ("プーチン", "大統領", RUSSIA)],
)
def test_the_posts(graph: Graph, name: str, title: str, country: str) -> None:
    assert ask(
        graph,
        f"""?person a schema:Person ; schema:name|schema:alternateName ?name ;
            schema:hasOccupation [ schema:name "{title}"@ja ;
                                   schema:occupationLocation/schema:sameAs {country} ] .
            FILTER (CONTAINS(STR(?name), "{name}"))""",
    )


def test_the_summit_in_tianjin_lies_ahead(graph: Graph) -> None:
    found = rows(
        graph,
        f"""SELECT DISTINCT ?summit WHERE {{
            ?summit a kg:Conference ; schema:eventStatus schema:EventScheduled ;
                schema:location/schema:sameAs wd:Q11736 ;
                (schema:organizer|schema:attendee|kg:participant)/schema:sameAs {SCO} .
        }}""",
    )
    assert len(found) == 1


def test_the_organization_has_both_names(graph: Graph) -> None:
    assert ask(graph, f'?sco a schema:Organization ; schema:sameAs {SCO} ; schema:name "上海協力機構"@ja ; '
                      "schema:name|schema:alternateName ?short . FILTER (STR(?short) = 'SCO')")  # fmt: skip


@pytest.mark.parametrize("country", [CHINA, RUSSIA])
def test_the_members(graph: Graph, country: str) -> None:
    assert ask(graph, f"?sco schema:sameAs {SCO} ; schema:member/schema:sameAs {country}")


def test_the_term_has_the_article_s_definition(graph: Graph) -> None:
    found = rows(
        graph,
        """SELECT ?description WHERE {
            ?term a schema:DefinedTerm ; schema:name|schema:alternateName "グローバルサウス"@ja ;
                schema:description ?description .
        }""",
    )
    assert len(found) == 1
    assert len(found[0][0]) > 5


def test_the_anniversary_of_the_war(graph: Graph) -> None:
    assert ask(
        graph,
        """?event a kg:Commemoration ; schema:name|schema:alternateName ?name .
        FILTER (CONTAINS(?name, "80周年"))""",
    )


def test_ten_statements_have_the_right_speaker(graph: Graph, gold_directory: Path) -> None:
    gold = json.loads((gold_directory / "seed.json").read_text(encoding="utf-8"))
    names = {e["id"]: set(e["names"]) for e in gold["entities"]}
    expected = [(names[s["speaker"]], s["text"]) for s in gold["statements"]]
    right = set()
    for text, name in rows(
        graph,
        """SELECT ?text ?name WHERE {
            ?quotation a schema:Quotation ; schema:text ?text ;
                schema:spokenByCharacter/(schema:name|schema:alternateName) ?name .
        }""",
    ):
        for speakers, content in expected:
            shorter, longer = sorted((text, content), key=len)
            if name in speakers and shorter in longer and 2 * len(shorter) > len(longer):
                right.add(content)
    assert len(right) >= 10


def test_the_cited_source(graph: Graph) -> None:
    found = rows(
        graph,
        """SELECT ?title ?site WHERE {
            ?article a schema:NewsArticle ; schema:citation ?source .
            ?source schema:name ?title ; schema:publisher/schema:name ?site .
        }""",
    )
    assert len({title for title, _ in found}) == 1
    assert all(site for _, site in found)
