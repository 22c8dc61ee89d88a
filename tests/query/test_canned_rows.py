"""Each canned query on invented articles: the rows that it must give, in their order."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from rdflib import Graph

from kgpub.query import RdflibEngine, Rows, catalogue, find_query, load_graph, run
from kgpub.query.output import _shown
from kgpub.write import NamedGraph
from kgpub.write.prefixes import Prefixes

DATA = Path(__file__).parent / "data"
HARBOUR, EVIDENCE = str(DATA / "harbour.ttl"), str(DATA / "evidence.trig")

TALKS = "ミルデの首相、霧ヶ浜で海洋相と会談"
SUMMIT = "湾岸連合、来月に首脳会議"

# (query, files, parameters, columns to compare, rows)
PINNED: list[tuple[str, list[str], dict[str, str], str, list[tuple[str, ...]]]] = [
    (
        "who-met-whom",
        [HARBOUR],
        {},
        "name1 name2 kind start place person1 person2 event",
        [
            (
                "青田実",
                '奥田"港"千代',
                "kg:Visit",
                "2031-03",
                "",
                "person:aota",
                "person:okuda",
                "event:visit",
            ),
            (
                "青田実",
                "ミア・ルンド",
                "kg:Meeting",
                "2031-04-03",
                "霧ヶ浜市",
                "person:aota",
                "person:lund",
                "event:talks",
            ),
        ],
    ),
    # The person asked for stands first, by any name and in any language.
    ("who-met-whom", [HARBOUR], {"person": "Mia Lund"}, "name1 name2", [("ミア・ルンド", "青田実")]),
    ("who-met-whom", [HARBOUR], {"person": "ルンド首相"}, "name1 name2", [("ミア・ルンド", "青田実")]),
    (
        "who-met-whom",
        [HARBOUR],
        {"person": "http://www.wikidata.org/entity/Q900000001", "lang": "en"},
        "name1 name2",
        [("Mia Lund", "青田実")],
    ),
    ("who-met-whom", [HARBOUR], {"person": "ルンド"}, "name1 name2", []),
    # March alone may be the 20th, but is over on 1 April.
    (
        "who-met-whom",
        [HARBOUR],
        {"from": "2031-03-20"},
        "event",
        [("event:visit",), ("event:talks",)],
    ),
    ("who-met-whom", [HARBOUR], {"from": "2031-04-01"}, "event", [("event:talks",)]),
    ("who-met-whom", [HARBOUR], {"until": "2031-04-02"}, "event", [("event:visit",)]),
    (
        "events",
        [HARBOUR],
        {},
        "start kind name role participant status event",
        [
            ("2031-03", "kg:Visit", "訪問", "schema:attendee", '奥田"港"千代', "", "event:visit"),
            ("2031-03", "kg:Visit", "訪問", "schema:attendee", "青田実", "", "event:visit"),
            ("2031-04-03", "kg:Meeting", "会談", "schema:attendee", "ミア・ルンド", "", "event:talks"),
            ("2031-04-03", "kg:Meeting", "会談", "schema:attendee", "青田実", "", "event:talks"),
            (
                "2031-05-10",
                "kg:Conference",
                "首脳会議",
                "schema:attendee",
                "ミア・ルンド",
                "schema:EventScheduled",
                "event:summit",
            ),
            (
                "2031-05-10",
                "kg:Conference",
                "首脳会議",
                "schema:attendee",
                '奥田"港"千代',
                "schema:EventScheduled",
                "event:summit",
            ),
            (
                "2031-05-10",
                "kg:Conference",
                "首脳会議",
                "schema:organizer",
                "湾岸連合",
                "schema:EventScheduled",
                "event:summit",
            ),
            ("", "kg:Disaster", "高潮", "", "", "", "event:storm"),
        ],
    ),
    # Everyone who took part is listed, not just the one asked for.
    (
        "events",
        [HARBOUR],
        {"person": "BU"},
        "event participant",
        [("event:summit", "ミア・ルンド"), ("event:summit", '奥田"港"千代'), ("event:summit", "湾岸連合")],
    ),
    ("events", [HARBOUR], {"person": "BU", "kind": "Meeting"}, "event", []),
    (
        "events",
        [HARBOUR],
        {"kind": "会談"},
        "event participant",
        [("event:talks", "ミア・ルンド"), ("event:talks", "青田実")],
    ),
    ("events", [HARBOUR], {"kind": "kg:Disaster"}, "event", [("event:storm",)]),
    ("events", [HARBOUR], {"place": "霧ヶ浜市"}, "event", [("event:talks",), ("event:talks",)]),
    ("events", [HARBOUR], {"place": "北岸県"}, "event", [("event:talks",), ("event:talks",)]),
    ("events", [HARBOUR], {"place": "ミルデ"}, "event", []),
    # A conference of three days is still on during its last one; what has no date is out.
    ("events", [HARBOUR], {"from": "2031-05-12"}, "event end", [("event:summit", "2031-05-12")] * 3),
    ("events", [HARBOUR], {"from": "2031-05-13"}, "event", []),
    ("events", [HARBOUR], {"until": "2031-03-31"}, "event", [("event:visit",), ("event:visit",)]),
    (
        "timeline",
        [HARBOUR],
        {},
        "start end name place status headline articles",
        [
            ("2031-03", "", "訪問", "", "", SUMMIT, "1"),
            ("2031-04-03", "", "会談", "霧ヶ浜市", "", TALKS, "2"),
            ("2031-05-10", "2031-05-12", "首脳会議", "", "schema:EventScheduled", SUMMIT, "1"),
        ],
    ),
    (
        "timeline",
        [HARBOUR],
        {"person": "青田氏", "until": "2031-04-03"},
        "event",
        [("event:visit",), ("event:talks",)],
    ),
    (
        "statements-by-person",
        [HARBOUR],
        {},
        "speaker text direct verb published article",
        [
            ("ミア・ルンド", "港を一緒に直したい", "true", "述べる", "2031-04-04", "article:one"),
            ("湾岸連合", "費用の分担を急ぐ必要がある", "false", "", "2031-04-05", "article:two"),
        ],
    ),
    ("statements-by-person", [HARBOUR], {"person": "Mia Lund"}, "statement", [("quotation:one",)]),
    ("statements-by-person", [HARBOUR], {"contains": "分担"}, "statement", [("quotation:two",)]),
    (
        "positions",
        [HARBOUR],
        {},
        "name position belongsTo person of",
        [
            ("ミア・ルンド", "首相", "ミルデ", "person:lund", "place:mirde"),
            ("青田実", "海洋相", "", "person:aota", ""),
        ],
    ),
    ("positions", [HARBOUR], {"of": "Mirde"}, "name", [("ミア・ルンド",)]),
    ("positions", [HARBOUR], {"position": "海洋相"}, "name", [("青田実",)]),
    ("positions", [HARBOUR], {"person": "青田氏"}, "position", [("海洋相",)]),
    (
        "links",
        [HARBOUR],
        {},
        "name type link entity",
        [
            ("ミア・ルンド", "schema:Person", "wd:Q900000001", "person:lund"),
            ("ミルデ", "schema:Place", "https://sws.geonames.org/900000002/", "place:mirde"),
        ],
    ),
    ("links", [HARBOUR], {"name": "Mirde", "lang": "en"}, "name", [("Mirde",)]),
    (
        "shared-between-articles",
        [HARBOUR],
        {},
        "name type headline1 headline2",
        [
            ("会談", "schema:Event", TALKS, SUMMIT),
            ("首脳会議", "schema:Event", TALKS, SUMMIT),
            ("湾岸連合", "schema:Organization", TALKS, SUMMIT),
            ("ミア・ルンド", "schema:Person", TALKS, SUMMIT),
            ("ミルデ", "schema:Place", TALKS, SUMMIT),
        ],
    ),
    (
        "shared-between-articles",
        [HARBOUR, EVIDENCE],
        {"article": "https://example.org/kg/article/three"},
        "article1 article2 shared name",
        [("article:three", "article:two", "person:okuda", '奥田"港"千代')],
    ),
    (
        "provenance",
        [HARBOUR, EVIDENCE],
        {"article": "https://example.org/kg/article/three"},
        "name property object words begin end validated",
        [
            ("授賞", "kg:patient", "person:okuda", "奥田氏", "0", "3", "false"),
            ('奥田"港"千代', "itsrdf:taIdentRef", "", "奥田氏", "0", "3", "false"),
            ("授賞", "schema:location", "place:mirde", "ミルデ", "11", "14", "false"),
        ],
    ),
    ("provenance", [EVIDENCE], {"name": "ミルデ"}, "property words", [("schema:location", "ミルデ")]),
    ("provenance", [EVIDENCE], {"property": "kg:patient"}, "name words", [("授賞", "奥田氏")]),
    # Without mentions, the article is all there is to point to.
    (
        "provenance",
        [HARBOUR],
        {"name": "青田氏"},
        "property words article build validated",
        [("schema:mentions", "", "article:one", "activity:one", "true")],
    ),
    (
        "article-summary",
        [HARBOUR],
        {},
        "published headline publisher about type",
        [
            ("2031-04-04", TALKS, "霧ヶ浜新報", "会談", "schema:Event"),
            ("2031-04-04", TALKS, "霧ヶ浜新報", "ミア・ルンド", "schema:Person"),
            ("2031-04-05", SUMMIT, "", "", ""),
        ],
    ),
    (
        "article-summary",
        [HARBOUR],
        {"article": "https://example.org/kg/article/two"},
        "article",
        [("article:two",)],
    ),
    (
        "memberships",
        [HARBOUR],
        {},
        "organization member whole part",
        [("湾岸連合", "ミルデ", "organization:bay", "place:mirde")],
    ),
    ("memberships", [HARBOUR], {"organization": "BU", "member": "Mirde"}, "member", [("ミルデ",)]),
    ("memberships", [HARBOUR], {"member": "湾岸連合"}, "member", []),
    (
        "sources-cited",
        [HARBOUR],
        {},
        "headline title publisher url article source",
        [
            (
                TALKS,
                "港の記録",
                "霧ヶ浜新報",
                "https://news.example/harbour",
                "article:one",
                "https://example.org/kg/article/one#citation-1",
            )
        ],
    ),
    (
        "sources-cited",
        [HARBOUR],
        {"article": "https://example.org/kg/article/two"},
        "title",
        [],
    ),
    (
        "definitions",
        [HARBOUR],
        {},
        "name definition headline",
        [("緑の桟橋", "船の排ガスを陸の電気で減らす計画", TALKS)],
    ),
    ("definitions", [HARBOUR], {"term": "赤の桟橋"}, "name", []),
    (
        "builds",
        [HARBOUR],
        {},
        "software version validated article",
        [("kgpub", "0.1.0", "true", "article:one"), ("reader", "2.4", "true", "article:one")],
    ),
    ("builds", [EVIDENCE], {}, "software validated", [("", "false")]),
]


load = functools.cache(lambda files: load_graph(list(files)))
find = functools.cache(find_query)


def shown(query: str, files: list[str], values: dict[str, str], columns: str) -> list[tuple[str, ...]]:
    graph = load(tuple(files))
    answer = run(find(query), values, RdflibEngine(graph))
    assert isinstance(answer, Rows)
    prefixes = Prefixes([NamedGraph("urn:x", graph)])
    places = [answer.columns.index(column) for column in columns.split()]
    return [tuple(_shown(row[place], prefixes) for place in places) for row in answer.rows]


@pytest.mark.parametrize(
    ("query", "files", "values", "columns", "rows"),
    PINNED,
    ids=[
        f"{number}-{case[0]}-{'-'.join(f'{k}={v}' for k, v in case[2].items())}"
        for number, case in enumerate(PINNED)
    ],
)
def test_rows(
    query: str, files: list[str], values: dict[str, str], columns: str, rows: list[tuple[str, ...]]
) -> None:
    assert shown(query, files, values, columns) == rows


def test_every_query_and_parameter_is_tried() -> None:
    tried: dict[str, set[str]] = {}
    for query, _, values, _, _ in PINNED:
        tried.setdefault(query, set()).update(values)
    # What these ask only graphs about several articles can answer; tests/reconcile and copies have the rows.
    elsewhere = {"corroboration", "disputed", "copies"}
    for query in catalogue():
        if query.gives_graph or query.name in elsewhere:
            continue
        missing = {parameter.name for parameter in query.parameters} - tried[query.name]
        # Every query treats lang and article in the same way.
        assert missing <= {"lang", "article", "until", "from"}, query.name


def test_neighbourhood_is_a_graph_about_one_thing() -> None:
    answer = run(find_query("neighbourhood"), {"name": "湾岸連合"}, RdflibEngine(load_graph([HARBOUR])))
    assert isinstance(answer, Graph)
    subjects = {str(subject).removeprefix("https://example.org/kg/") for subject in answer.subjects()}
    assert subjects == {
        "event/summit",
        "organization/bay",
        "person/lund",
        "person/okuda",
        "place/mirde",
        "quotation/two",
    }
