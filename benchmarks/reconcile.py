#!/usr/bin/env python3
"""Measure reconciliation: all merges over articles, and variants of events that must or must not merge.

    python benchmarks/reconcile.py [GRAPH.ttl ...] [--gold DIR] [--seed N] [--speed N]

Without graphs, the gold facts of the development articles are turned into graphs, so
that the rules are measured apart from extraction; with graphs, those are taken as
they are. Each event then gets variants in an article of its own: less detail (the
month for the day, the country for the city or the minister), other words, or another
event (another day, another partner). ``--speed`` times N articles.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from kgpub.link.index import Index
from kgpub.rdf.namespaces import KG, SCHEMA, WD
from kgpub.reconcile import Reconciliation, read_graphs, reconcile
from kgpub.reconcile.accounts import PARTICIPANTS
from kgpub.reconcile.participants import OPEN
from kgpub.reconcile.report import as_text
from kgpub.resources import read_table
from kgpub.write import NamedGraph

GOLD = Path(__file__).resolve().parents[2] / "shared" / "eval" / "gold"
BASE = "https://example.org/kg/"


# --- gold facts as graphs ---------------------------------------------------


def gold_graph(gold: dict[str, object], index: Index) -> NamedGraph:
    """Return the graph that a perfect build would give, as far as reconciliation looks at it."""
    graph, article = Graph(bind_namespaces="none"), URIRef(f"{BASE}article/{gold['id']}")
    graph.add((article, RDF.type, SCHEMA.NewsArticle))
    graph.add((article, SCHEMA.datePublished, Literal(gold["published"], datatype=XSD.date)))
    nodes: dict[str, URIRef] = {}
    for entity in gold["entities"]:  # type: ignore[attr-defined]
        linked = next((i for i in entity.get("ids", []) if i.startswith(("wd:", "Q"))), None)
        name = entity["names"][0].encode().hex()
        nodes[entity["id"]] = node = URIRef(f"{BASE}{entity['type'].lower()}/{linked or name}")
        cls = {"Term": "DefinedTerm"}.get(entity["type"], entity["type"])
        graph.add((node, RDF.type, SCHEMA[cls]))
        kind = {"Facility": "CivicStructure", None: cls}.get(entity.get("kind"), entity.get("kind"))
        graph.add((node, RDF.type, SCHEMA[kind]))
        record = None
        if linked:
            number = linked.removeprefix("wd:")
            graph.add((node, SCHEMA.sameAs, WD[number]))
            found = (r for n in entity["names"] for r in index.lookup(n) if r.id == f"wd:{number}")
            record = next(found, None)
        if record is not None and record.kind in ("PoliticalParty", "GovernmentOrganization"):
            graph.add((node, RDF.type, SCHEMA[record.kind]))
        names = [label for label in [record.label("ja") if record else None] if label] + entity["names"]
        for place, form in enumerate(names):
            graph.add((node, SCHEMA.alternateName if place else SCHEMA.name, Literal(form, lang="ja")))
    for role in gold["roles"]:  # type: ignore[attr-defined]
        if role["of"] is not None:
            post = URIRef(
                f"{BASE}occupation/{(role['titles'][0] + role['of'] + str(gold['id'])).encode().hex()}"
            )
            graph.add((nodes[role["person"]], SCHEMA.hasOccupation, post))
            graph.add((post, SCHEMA.name, Literal(role["titles"][0], lang="ja")))
            owner = nodes[role["of"]]
            is_place = (owner, RDF.type, SCHEMA.Place) in graph
            graph.add((post, SCHEMA.occupationLocation if is_place else KG.organization, owner))
    for event in gold["events"]:  # type: ignore[attr-defined]
        node = URIRef(f"{BASE}event/{gold['id']}_{event['id']}")
        graph.add((node, RDF.type, SCHEMA.Event))
        graph.add((node, RDF.type, KG[event["kind"]]))
        for place, form in enumerate(event["names"]):
            graph.add((node, SCHEMA.alternateName if place else SCHEMA.name, Literal(form, lang="ja")))
        for who in event["participants"]:
            graph.add((node, KG.participant, nodes[who]))
        if event["place"]:
            graph.add((node, SCHEMA.location, nodes[event["place"]]))
        if event["date"]:
            graph.add((node, SCHEMA.startDate, moment(event["date"])))
        graph.add((node, SCHEMA.subjectOf, article))
        if event.get("main"):
            graph.add((article, SCHEMA.about, node))
    return NamedGraph(str(article), graph)


def moment(value: str) -> Literal:
    datatype = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}.get(len(value), XSD.dateTime)
    return Literal(value, datatype=datatype, normalize=False)


# --- variants ---------------------------------------------------------------

Variant = Callable[[Graph, URIRef], bool]  # changes the event; False where there is nothing to change


class Variants:
    """The changes to one event, with what they draw on: the countries of places, and other people."""

    def __init__(self, graphs: list[NamedGraph], index: Index, rng: random.Random) -> None:
        self.rng = rng
        self.index = index
        self.countries = {
            code: URIRef(f"{BASE}place/{id_.removeprefix('wd:')}") for id_, code in index.countries()
        }
        self.people = sorted({n for g in graphs for n in g.graph.subjects(RDF.type, SCHEMA.Person)}, key=str)
        self.groups: dict[tuple[str, str], list[str]] = {}
        self.group_of: dict[tuple[str, str], str] = {}
        for row in read_table("ja", "event_triggers.tsv"):
            key = (row["kind"], row["group"] or row["lemma"])
            self.groups.setdefault(key, []).append(row["lemma"])
            self.group_of[row["kind"], row["lemma"]] = key[1]

    def same(self) -> dict[str, Variant]:
        return {
            "nothing changed": lambda g, e: True,
            "month for day": lambda g, e: self.coarser(g, e, 7),
            "no date": self.undated,
            "country for city": self.country_for_place,
            "no place": lambda g, e: self.drop(g, e, SCHEMA.location),
            "country for person": self.country_for_person,
            "country for person, month for day": lambda g, e: (
                self.country_for_person(g, e) and self.coarser(g, e, 7)
            ),
            "country for city, month for day": lambda g, e: (
                self.country_for_place(g, e) and self.coarser(g, e, 7)
            ),
            "another word": self.other_word,
            "one more delegate": self.delegate,
            "one participant less": self.fewer,
        }

    def others(self) -> dict[str, Variant]:
        return {
            "a day later": lambda g, e: self.shift(g, e, 1),
            "a week earlier": lambda g, e: self.shift(g, e, -7),
            "a month later, to the month": lambda g, e: self.shift(g, e, 31) and self.coarser(g, e, 7),
            "a year later": lambda g, e: self.shift(g, e, 365),
            "a day later, no place": lambda g, e: self.shift(g, e, 1) and self.drop(g, e, SCHEMA.location),
            "a day later, countries for people": lambda g, e: (
                self.shift(g, e, 1) and self.country_for_person(g, e)
            ),
            "another partner": self.partner,
            "another partner, month for day": lambda g, e: self.partner(g, e) and self.coarser(g, e, 7),
            "another kind": self.kind,
        }

    def coarser(self, graph: Graph, event: URIRef, length: int) -> bool:
        value = graph.value(event, SCHEMA.startDate)
        if value is None or len(str(value)) <= length:
            return False
        graph.remove((event, SCHEMA.endDate, None))
        graph.set((event, SCHEMA.startDate, moment(str(value)[:length])))
        return True

    def undated(self, graph: Graph, event: URIRef) -> bool:
        graph.remove((event, SCHEMA.endDate, None))
        return self.drop(graph, event, SCHEMA.startDate)

    def drop(self, graph: Graph, event: URIRef, prop: URIRef) -> bool:
        if (event, prop, None) not in graph:
            return False
        graph.remove((event, prop, None))
        return True

    def shift(self, graph: Graph, event: URIRef, days: int) -> bool:
        value = graph.value(event, SCHEMA.startDate)
        if value is None or len(str(value)) < 10:
            return False
        graph.remove((event, SCHEMA.endDate, None))
        day = dt.date.fromisoformat(str(value)[:10]) + dt.timedelta(days=days)
        graph.set((event, SCHEMA.startDate, moment(day.isoformat())))
        return True

    def country_for_place(self, graph: Graph, event: URIRef) -> bool:
        place = graph.value(event, SCHEMA.location)
        if place is None or (place, RDF.type, SCHEMA.Country) in graph:
            return False
        link = str(graph.value(place, SCHEMA.sameAs) or "").rsplit("/", 1)[-1]
        names = [str(n) for n in graph.objects(place, SCHEMA.name)]
        code = next((r.country for n in names for r in self.index.lookup(n) if r.id == f"wd:{link}"), None)
        country = self.countries.get(code or "")
        if country is None:
            return False
        describe_country(graph, country, self.index)
        graph.set((event, SCHEMA.location, country))
        return True

    def country_for_person(self, graph: Graph, event: URIRef) -> bool:
        changed = False
        for prop in PARTICIPANTS:
            for who in list(graph.objects(event, prop)):
                posts = graph.objects(who, SCHEMA.hasOccupation)
                owners = {o for p in posts for o in graph.objects(p, SCHEMA.occupationLocation)}
                if len(owners) == 1:
                    graph.remove((event, prop, who))
                    graph.add((event, prop, owners.pop()))
                    changed = True
        return changed

    def other_word(self, graph: Graph, event: URIRef) -> bool:
        kind = kind_of(graph, event)
        name = str(graph.value(event, SCHEMA.name))
        lemma = max((w for k, w in self.group_of if k == kind and name.endswith(w)), key=len, default=None)
        words = [
            w for w in self.groups.get((kind, self.group_of.get((kind, lemma or ""), "")), []) if w != lemma
        ]
        if not words:
            return False
        graph.remove((event, SCHEMA.alternateName, None))
        graph.set((event, SCHEMA.name, Literal(self.rng.choice(words), lang="ja")))
        return True

    def delegate(self, graph: Graph, event: URIRef) -> bool:
        sides = {o for who in participants(graph, event) for p in graph.objects(who, SCHEMA.hasOccupation)
                 for o in graph.objects(p, SCHEMA.occupationLocation)}  # fmt: skip
        if len(sides) < 2:
            return False
        person, post = URIRef(f"{BASE}person/delegate"), URIRef(f"{BASE}occupation/delegate")
        graph.add((event, KG.participant, person))
        graph.add((person, RDF.type, SCHEMA.Person))
        graph.add((person, SCHEMA.name, Literal("随行太郎", lang="ja")))
        graph.add((person, SCHEMA.hasOccupation, post))
        graph.add((post, SCHEMA.name, Literal("補佐官", lang="ja")))
        graph.add((post, SCHEMA.occupationLocation, min(sides, key=str)))
        return True

    def fewer(self, graph: Graph, event: URIRef) -> bool:
        found = participants(graph, event)
        if len(found) < 3:
            return False
        graph.remove((event, None, self.rng.choice(found)))
        return True

    def partner(self, graph: Graph, event: URIRef) -> bool:
        found = participants(graph, event)
        # A conference stays one whichever of its guests an article names.
        if len(found) != 2 or kind_of(graph, event) in OPEN:
            return False
        gone = self.rng.choice(found)
        flags = self.owners(graph, gone) | {gone}
        strangers = [p for p in self.people if p not in found and not self.owners(graph, p) & flags]
        other = self.rng.choice(strangers)
        for prop in PARTICIPANTS:
            if (event, prop, gone) in graph:
                graph.remove((event, prop, gone))
                graph.add((event, prop, other))
        if (other, RDF.type, None) not in graph:
            graph.add((other, RDF.type, SCHEMA.Person))
            graph.add((other, SCHEMA.name, Literal("別人次郎", lang="ja")))
        return True

    def owners(self, graph: Graph, person: Node) -> set[Node]:
        return {o for p in graph.objects(person, SCHEMA.hasOccupation) for o in graph.objects(p)}

    def kind(self, graph: Graph, event: URIRef) -> bool:
        old = kind_of(graph, event)
        graph.remove((event, RDF.type, KG[old]))
        graph.add((event, RDF.type, KG.Crime if old == "CulturalEvent" else KG.CulturalEvent))
        return True


def participants(graph: Graph, event: URIRef) -> list[Node]:
    return sorted({who for prop in PARTICIPANTS for who in graph.objects(event, prop)}, key=str)


def kind_of(graph: Graph, event: URIRef) -> str:
    kinds = [
        str(t).removeprefix(str(KG)) for t in graph.objects(event, RDF.type) if str(t).startswith(str(KG))
    ]
    return min(kinds, default="")


def describe_country(graph: Graph, country: URIRef, index: Index) -> None:
    number = str(country).rsplit("/", 1)[1]
    for cls in (SCHEMA.Country, SCHEMA.Place):
        graph.add((country, RDF.type, cls))
    graph.add((country, SCHEMA.sameAs, WD[number]))


def variant(named: NamedGraph, event: URIRef, change: Variant) -> tuple[NamedGraph, URIRef] | None:
    """Return an article of the next day with nothing but the changed event, or ``None``."""
    graph = Graph(bind_namespaces="none")
    for triple in named.graph:
        graph.add(triple)
    articles = sorted(named.graph.objects(event, SCHEMA.subjectOf), key=str)
    main = any((a, SCHEMA.about, event) in graph for a in articles)
    published = min(str(d) for a in articles for d in graph.objects(a, SCHEMA.datePublished))
    for other in list(graph.subjects(RDF.type, SCHEMA.Event)):
        if other != event:
            graph.remove((other, None, None))
    if not change(graph, event):
        return None
    article, renamed = URIRef(f"{BASE}article/variant"), URIRef(f"{BASE}event/variant")
    for prop, value in list(graph.predicate_objects(event)):
        graph.add((renamed, prop, value))
    graph.remove((event, None, None))
    for old in list(graph.subjects(RDF.type, SCHEMA.NewsArticle)):
        graph.remove((old, None, None))
    graph.set((renamed, SCHEMA.subjectOf, article))
    graph.add((article, RDF.type, SCHEMA.NewsArticle))
    day = dt.date.fromisoformat(published[:10]) + dt.timedelta(days=1)
    graph.add((article, SCHEMA.datePublished, moment(day.isoformat())))
    if main:
        graph.add((article, SCHEMA.about, renamed))
    return NamedGraph(str(article), graph), renamed


def measure(graphs: list[NamedGraph], index: Index, seed: int) -> None:
    """Print, for each change, how many variants were joined with their event, and with another."""
    variants = Variants(graphs, index, random.Random(seed))
    for title, changes in (("must merge", variants.same()), ("must stay apart", variants.others())):
        print(f"\n{title:36} variants  with its event  with another   {'of a main event':>15}")
        totals: Counter[str] = Counter()
        for name, change in changes.items():
            counts: Counter[str] = Counter()
            for named in graphs:
                for event in sorted(named.graph.subjects(RDF.type, SCHEMA.Event), key=str):
                    if not isinstance(event, URIRef) or (made := variant(named, event, change)) is None:
                        continue
                    found = reconcile([named, made[0]], index)
                    partners = joined(found, str(made[1]))
                    main = any(
                        (a, SCHEMA.about, event) in named.graph
                        for a in named.graph.objects(event, SCHEMA.subjectOf)
                    )
                    counts["all"] += 1
                    counts["with"] += str(event) in partners
                    counts["wrong"] += bool(partners - {str(event)})
                    counts["main"] += main
                    counts["main with"] += main and str(event) in partners
            totals += counts
            print_row(name, counts)
        print_row("all", totals)


def print_row(name: str, counts: Counter[str]) -> None:
    share = counts["with"] / counts["all"] if counts["all"] else 0
    print(
        f"{name:36} {counts['all']:8}  {counts['with']:6} ({share:4.0%})  {counts['wrong']:12}   "
        f"{counts['main with']:7} of {counts['main']:3}"
    )


def joined(found: Reconciliation, event: str) -> set[str]:
    return {other for cluster in found.clusters if event in cluster for other in cluster} - {event}


def many_articles(graphs: list[NamedGraph], number: int, rng: random.Random) -> Iterator[NamedGraph]:
    """Return so many copies of articles, articles and events moved by days: 250 articles a month."""
    for copy in range(number):
        source = graphs[copy % len(graphs)]
        days = dt.timedelta(days=rng.randrange(max(30, number * 30 // 250)))
        graph = Graph(bind_namespaces="none")
        for s, p, o in source.graph:
            s, o = (URIRef(f"{n}-{copy}") if "/event/" in n or "/article/" in n else n for n in (s, o))
            if isinstance(o, Literal) and o.datatype == XSD.date:
                o = moment((dt.date.fromisoformat(str(o)) + days).isoformat())
            graph.add((s, p, o))
        yield NamedGraph(f"{source.iri}-{copy}", graph)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("graphs", nargs="*", metavar="GRAPH.ttl")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--lang", default="ja")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=int, metavar="N", help="only time N articles, 250 a month")
    args = parser.parse_args()
    with Index.open() as index:
        if args.graphs:
            graphs = read_graphs(args.graphs)
        else:
            golds = [json.loads(p.read_text(encoding="utf-8")) for p in sorted(args.gold.glob("*.json"))]
            graphs = [gold_graph(g, index) for g in golds if g["lang"] == args.lang]
        if not graphs:
            print(f"{args.gold}: no gold files; name graphs", file=sys.stderr)
            return 2
        if args.speed:
            many = list(many_articles(graphs, args.speed, random.Random(args.seed)))
            began = time.perf_counter()
            found = reconcile(many, index)
            seconds = time.perf_counter() - began
            print(f"{args.speed} articles: {seconds:.1f} s, {len(found.decisions)} decisions")
            return 0
        print(f"{len(graphs)} articles\n")
        print(as_text(reconcile(graphs, index), "en"), end="")
        measure(graphs, index, args.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
