"""Small article graphs on invented countries, as kgpub build would make them.

Two countries, Mirde and Tolva, with their ministers; entities are given by key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from rdflib import RDF, XSD, Graph, Literal, URIRef

from kgpub.rdf.namespaces import KG, SCHEMA, prefixes
from kgpub.write import NamedGraph

BASE = "https://example.org/kg/"

# key -> (class, name, what it belongs to: country of a place, post and its owner of a person)
ENTITIES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "mirde": ("Country", "ミルデ", ()),
    "tolva": ("Country", "トルヴァ", ()),
    "orsk": ("Country", "オルスカ", ()),
    "saen": ("City", "サエン市", ("mirde",)),
    "belto": ("City", "ベルト市", ("tolva",)),
    "hall": ("CivicStructure", "サエン迎賓館", ()),
    "lund": ("Person", "ミア・ルンド", ("首相", "mirde")),
    "okuda": ("Person", "奥田千代", ("大統領", "tolva")),
    "kern": ("Person", "ヨナス・ケルン", ("大統領", "orsk")),
    "lundmin": ("Person", "アネ・ホルム", ("外相", "mirde")),
    "okumin": ("Person", "久我亮", ("外相", "tolva")),
    "exlund": ("Person", "ペール・ダール", ("元首相", "mirde")),
    "exokuda": ("Person", "白石澄", ("前大統領", "tolva")),
    "bay": ("Organization", "湾岸連合", ()),
    "union": ("Organization", "北海機構", ()),
}
_BASES = {"Country": "Place", "City": "Place", "CivicStructure": "Place"}


def iri(key: str) -> URIRef:
    cls = ENTITIES[key][0]
    segment = {"Person": "person", "Organization": "organization"}.get(cls, "place")
    return URIRef(f"{BASE}{segment}/{key}")


@dataclass(frozen=True)
class Ev:
    """An event of an article. ``iri`` is set where two articles mint the same one."""

    kind: str
    who: Sequence[str] = ()
    start: str | None = None
    place: str | None = None
    names: Sequence[str] = ("会談",)
    main: bool = False
    iri: str | None = None
    end: str | None = None
    status: str | None = None


def event(article: str, number: int, ev: Ev) -> URIRef:
    return URIRef(f"{BASE}event/{ev.iri or f'{article}_{ev.kind}{number}'}")


def article(
    key: str, published: str | None, *events: Ev, mentions: Sequence[str] = (), publisher: str | None = None
) -> NamedGraph:
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes(BASE).items():
        graph.bind(prefix, namespace)
    node = URIRef(f"{BASE}article/{key}")
    graph.add((node, RDF.type, SCHEMA.NewsArticle))
    graph.add((node, SCHEMA.headline, Literal(f"記事{key}", lang="ja")))
    if published:
        graph.add((node, SCHEMA.datePublished, Literal(published, datatype=XSD.date)))
    if publisher:
        graph.add((node, SCHEMA.publisher, URIRef(f"{BASE}organization/{publisher}")))
    for number, ev in enumerate(events, 1):
        e = event(key, number, ev)
        graph.add((e, RDF.type, SCHEMA.Event))
        graph.add((e, RDF.type, KG[ev.kind]))
        for place, name in enumerate(ev.names):
            graph.add((e, SCHEMA.alternateName if place else SCHEMA.name, Literal(name, lang="ja")))
        for who in ev.who:
            describe(graph, who)
            role = SCHEMA.attendee if ENTITIES[who][0] == "Person" else KG.participant
            graph.add((e, role, iri(who)))
        for value, prop in ((ev.start, SCHEMA.startDate), (ev.end, SCHEMA.endDate)):
            if value:
                datatype = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}.get(len(value), XSD.dateTime)
                graph.add((e, prop, Literal(value, datatype=datatype, normalize=False)))
        if ev.place:
            describe(graph, ev.place)
            graph.add((e, SCHEMA.location, iri(ev.place)))
        if ev.status:
            graph.add((e, SCHEMA.eventStatus, SCHEMA[ev.status]))
        graph.add((e, SCHEMA.subjectOf, node))
        graph.add((node, SCHEMA.mentions, e))
        if ev.main:
            graph.add((node, SCHEMA.about, e))
    for key_ in mentions:
        describe(graph, key_)
    return NamedGraph(str(node), graph)


def describe(graph: Graph, key: str) -> None:
    cls, name, belongs = ENTITIES[key]
    node = iri(key)
    graph.add((node, RDF.type, SCHEMA[cls]))
    graph.add((node, RDF.type, SCHEMA[_BASES.get(cls, cls)]))
    graph.add((node, SCHEMA.name, Literal(name, lang="ja")))
    if cls == "Person":
        title, owner = belongs
        describe(graph, owner)
        post = URIRef(f"{BASE}occupation/{quote(title)}_{owner}")
        graph.add((node, SCHEMA.hasOccupation, post))
        graph.add((post, RDF.type, SCHEMA.Occupation))
        graph.add((post, SCHEMA.name, Literal(title, lang="ja")))
        graph.add((post, SCHEMA.occupationLocation, iri(owner)))
    elif belongs:
        describe(graph, belongs[0])
        graph.add((node, SCHEMA.containedInPlace, iri(belongs[0])))
