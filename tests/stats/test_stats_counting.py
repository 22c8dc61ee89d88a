"""What ``kgpub stats`` counts, from files in any order and from a store."""

from __future__ import annotations

import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest

from helpers_command import run
from kgpub.stats import Stats, Tally
from kgpub.stats.page import as_html
from kgpub.stats.text import as_json, as_table

BASE = "https://example.org/kg/"
PREFIXES = f"""
@prefix kg: <https://w3id.org/kgpub/ontology#> . @prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix article: <{BASE}article/> . @prefix event: <{BASE}event/> . @prefix person: <{BASE}person/> .
@prefix org: <{BASE}organization/> . @prefix place: <{BASE}place/> . @prefix quotation: <{BASE}quotation/> .
@prefix wording: <{BASE}wording/> . @prefix reconciliation: <{BASE}reconciliation/> .
"""
PEOPLE = """
person:Q1 a schema:Person ; schema:name "ミア・ルンド"@ja, "Mia Lund"@en ; schema:sameAs wd:Q1 .
person:okuda a schema:Person ; schema:name "奥田<千代>"@ja .
org:news a schema:Organization ; schema:name "北方通信"@ja .
"""
FIRST = """
article:a a schema:NewsArticle ; schema:datePublished "2031-03-30"^^xsd:date ; schema:publisher org:news ;
    schema:mentions person:Q1, person:okuda, org:Q7, place:l, event:talks, event:soon .
org:Q7 a schema:Organization ; schema:name "湾岸連合"@ja ; schema:sameAs wd:Q7 .
place:l a schema:City, schema:Place ; schema:name "サエン市"@ja .
event:talks a kg:Meeting, schema:Event ; schema:startDate "2031-03"^^xsd:gYearMonth ;
    schema:subjectOf article:a .
event:soon a kg:Visit, schema:Event ; schema:startDate "2031-05-02"^^xsd:date ; schema:subjectOf article:a ;
    schema:eventStatus schema:EventScheduled .
quotation:a1 a schema:Quotation ; schema:spokenByCharacter person:Q1 ; kg:direct true .
quotation:a2 a schema:Quotation ; schema:spokenByCharacter person:Q1 ; kg:direct false .
"""
SECOND = """
article:b a schema:NewsArticle ; schema:datePublished "2031-04-01T09:00:00+09:00"^^xsd:dateTime ;
    schema:publisher org:news ; schema:mentions person:Q1, event:meeting, event:war, event:someday .
event:meeting a kg:Meeting, schema:Event ; schema:startDate "2031-03-29"^^xsd:date ;
    schema:subjectOf article:b .
event:war a kg:Attack, schema:Event ; schema:startDate "1941-12-08"^^xsd:date ; schema:subjectOf article:b .
event:someday a kg:Visit, schema:Event ; schema:startDate "2031"^^xsd:gYear ; schema:subjectOf article:b .
quotation:b1 a schema:Quotation ; schema:spokenByCharacter person:okuda ; kg:direct true .
"""
THIRD = """
article:c a schema:NewsArticle ; schema:publisher org:news ; schema:mentions person:okuda, event:talks .
event:talks a kg:Meeting, schema:Event ; schema:startDate "2031-03"^^xsd:gYearMonth ;
    schema:subjectOf article:c .
"""
SAME = """
event:meeting kg:sameEventAs event:talks .
reconciliation:1 a kg:Reconciliation ; kg:reconciles event:meeting, event:talks ;
    kg:disputes schema:location .
"""
COPIES = "article:a schema:isBasedOn wording:a . article:c schema:isBasedOn wording:a ."
GRAPHS = [FIRST + PEOPLE, SECOND + PEOPLE, THIRD + PEOPLE, SAME, COPIES]


def counted(graphs: list[str], top: int = 20) -> Stats:
    tally = Tally()
    for graph in graphs:
        tally.add(ox.parse(PREFIXES + graph, ox.RdfFormat.TURTLE))
    return tally.stats(top)


def test_articles() -> None:
    articles = counted(GRAPHS).articles
    assert (articles.total, articles.texts, articles.copies, articles.undated) == (3, 2, 2, 1)
    assert (articles.first, articles.last) == ("2031-03-30", "2031-04-01")
    assert articles.by_month == (("2031-03", 1), ("2031-04", 1))
    assert [(node.name("ja"), node.count) for node in articles.publishers] == [("北方通信", 3)]


def test_events() -> None:
    events = counted(GRAPHS).events
    assert (events.accounts, events.total, events.scheduled) == (5, 4, 1)
    # The talks are in three articles, two of which print one text.
    assert events.corroborated == 1
    assert events.by_kind == (("Visit", 2), ("Attack", 1), ("Meeting", 1))
    assert events.by_month == (("2031-03", 1), ("2031-04", 0), ("2031-05", 1))
    assert (events.before, events.after, events.undated) == (1, 0, 1)


def test_what_one_text_reports_is_not_corroborated_by_its_copy() -> None:
    assert counted([FIRST, THIRD]).events.corroborated == 1
    assert counted([FIRST, THIRD, COPIES]).events.corroborated == 0


def test_nodes_and_links() -> None:
    stats = counted(GRAPHS)
    assert [(n.name("ja"), n.count, n.link) for n in stats.people] == [
        ("ミア・ルンド", 2, "http://www.wikidata.org/entity/Q1"),
        ("奥田<千代>", 2, None),
    ]
    assert stats.people[0].name("en") == "Mia Lund"
    links = {kind.type: kind for kind in stats.links}
    assert (links["Person"].entities, links["Person"].linked) == (2, 1)
    assert (links["Person"].mentions, links["Person"].linked_mentions) == (4, 2)
    # Who publishes an article is not mentioned in it.
    assert (links["Organization"].entities, links["Organization"].linked) == (1, 1)
    assert len(counted(GRAPHS, top=1).people) == 1


def test_statements_and_disputes() -> None:
    stats = counted(GRAPHS)
    assert (stats.statements.total, stats.statements.direct) == (3, 2)
    assert [(n.name("ja"), n.count, n.marked) for n in stats.statements.speakers] == [
        ("ミア・ルンド", 2, 1),
        ("奥田<千代>", 1, 1),
    ]
    assert (stats.disputes.total, stats.disputes.by_property) == (1, (("location", 1),))


def test_the_order_of_graphs_does_not_matter() -> None:
    assert counted(GRAPHS[::-1]) == counted(GRAPHS)


def test_an_article_that_two_files_have_counts_once() -> None:
    once, twice = counted(GRAPHS), counted([*GRAPHS, *GRAPHS])
    assert (twice.articles, twice.events, twice.people, twice.statements) == (
        once.articles, once.events, once.people, once.statements
    )  # fmt: skip


def test_nothing() -> None:
    stats = counted([])
    assert stats.articles.total == stats.events.total == 0
    for language in ("ja", "en"):
        assert "<svg" not in as_html(stats, language)
        assert as_table(stats, language).count("# ") == 11


class Page(HTMLParser):
    """Collects what a page would load or run, and its text and elements."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "srcset", "data", "poster", "action") or name.startswith("on"):
                self.loads.append(f"{name}={value}")
            if name == "href":
                self.links.append(value or "")

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_self_contained() -> None:
    evil = FIRST.replace("schema:sameAs wd:Q7", "schema:sameAs <javascript:alert(1)>")
    html = as_html(counted([evil + PEOPLE, *GRAPHS[1:]]), "ja", "題<名>")
    page = Page()
    page.feed(html)
    assert not {"script", "link", "img", "iframe", "object", "embed"} & set(page.tags)
    assert page.loads == []
    assert set(page.links) == {"http://www.wikidata.org/entity/Q1"}
    assert not re.search(r"url\(|@import", html)
    assert "prefers-color-scheme: dark" in html
    assert "奥田<千代>" in page.text and "題<名>" in page.text
    assert '<html lang="ja">' in html
    # Every chart has a name and a table that says the same.
    assert html.count('role="img" aria-labelledby=') == page.tags.count("svg") == page.tags.count("table")
    assert page.tags.count("svg") >= 8


def test_json_has_what_the_table_has() -> None:
    stats = counted(GRAPHS)
    document = json.loads(as_json(stats))
    assert document["events"]["by_kind"] == {"Visit": 2, "Attack": 1, "Meeting": 1}
    assert document["people"][0]["names"] == {"ja": "ミア・ルンド", "en": "Mia Lund"}
    table = as_table(stats, "ja")
    assert re.search(r"^訪問 +2$", table, re.MULTILINE)
    assert re.search(r"^visit +2$", as_table(stats, "en"), re.MULTILINE)


def lines_of(path: Path) -> list[str]:
    return [f"{t.subject} {t.predicate} {t.object} .\n" for t in ox.parse(path=path)]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = []
    for number, graph in enumerate(GRAPHS[:3]):
        path = tmp_path / f"{number}.ttl"
        path.write_text(PREFIXES + graph, encoding="utf-8")
        paths.append(path)
    return paths


def test_the_command_on_files_and_on_a_store(files: list[Path], tmp_path: Path) -> None:
    done = run("stats", *files, "--format", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    loaded = run("load", *files, "--no-validate", "--store", tmp_path / "store")
    assert loaded.returncode == 0
    from_store = run("stats", "--store", tmp_path / "store", "--format", "json")
    assert from_store.stdout == done.stdout
    # Sorted lines are read node by node, other files graph by graph.
    lines = sorted({line for path in files for line in lines_of(path)})
    for name, text in (("sorted.nt", lines), ("unsorted.nt", lines[::-1])):
        (tmp_path / name).write_text("".join(text), encoding="utf-8")
        counts = json.loads(run("stats", tmp_path / name, "--format", "json").stdout)
        whole = json.loads(done.stdout)
        assert {**counts, "triples": 0} == {**whole, "triples": 0}
    packed = tmp_path / "packed.nt.gz"
    packed.write_bytes(gzip.compress((tmp_path / "sorted.nt").read_bytes()))
    assert json.loads(run("stats", packed, "--format", "json").stdout) == counts
    page = run("stats", *files, "-o", "all.html", "--lang", "ja", cwd=tmp_path)
    assert page.returncode == 0
    assert (tmp_path / "all.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("missing.ttl",), 3, b"missing.ttl"),
        (("--store", "nowhere"), 3, b"nowhere"),
        (("-", "-"), 2, b"only once"),
        (("a.ttl", "--store", "s"), 2, b"not both"),
        (("a.ttl", "--title", "t"), 2, b"--format html"),
    ],
)
def test_mistakes(arguments: tuple[str, ...], code: int, message: bytes, tmp_path: Path) -> None:
    done = run("stats", *arguments, cwd=tmp_path)
    assert done.returncode == code
    assert message in done.stderr and b"Traceback" not in done.stderr
