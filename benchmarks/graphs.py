#!/usr/bin/env python3
"""Write the graphs of made-up articles, through kgpub's own mapping: for stores, queries and endpoints.

    python benchmarks/graphs.py 1000 -o graphs.nq [--seed 1] [--check 20]
    python benchmarks/graphs.py 1000 --folder DIR

Nothing is read and no language analysed: facts are drawn at random, the same for a seed, and mapped to RDF as
``kgpub build`` does it. Who is in the news follows Zipf's law, as it does in real news: a few names are in a
large part of the articles and most in one or two. Articles on one story report the same event, some events
are reconciled and disputed, one article in twenty has its evidence (NIF) with it, and sizes are those of the
examples. Every name and number is made up; Wikidata has no such items.
"""

from __future__ import annotations

import argparse
import bisect
import datetime as dt
import itertools
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kgpub import __version__
from kgpub.graph import BuildOptions, build_graph
from kgpub.model import (
    Article,
    Block,
    BlockKind,
    Candidate,
    Citation,
    Entity,
    EntityType,
    Event,
    EventKind,
    EventStatus,
    Facts,
    Linked,
    Membership,
    Mention,
    Participant,
    ParticipantRole,
    PlaceArgument,
    Role,
    Span,
    Statement,
    TimeExpression,
    TimePrecision,
)
from kgpub.rdf.namespaces import SCHEMA
from kgpub.reconcile import Decision, Evidence, Judgement, Reconciliation, to_graph
from kgpub.settings import DEFAULT_BASE
from kgpub.write import Format, NamedGraph, serialise


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_FIRST = _words("青 赤 白 黒 緑 北 南 東 西 上 下 大 小 高 長 古 新 石 水 山 川 海 森 林 岡 谷 沢 池 浜 島")
_LAST = _words("田 野 原 村 木 本 井 崎 口 瀬 塚 倉 橋 坂 内 場 津 宮 町 尾 山 川 岡 沢 谷")
_GIVEN = _words("実 誠 恵 光 直 正 和 文 千代 美咲 健一 翔太 陽子 真理 智子 修平 浩 拓也 玲子 志保 隆 豊")
_POSTS = _words("首相 外相 大統領 財務相 知事 市長 議員 報道官 社長 会長 委員長 監督 教授 局長")
_BODIES = _words("外務省 委員会 連合 銀行 電機 大学 製薬 鉄道 協会 研究所 新聞 機構 運輸 化学 庁")
_TERMS = _words("条約 協定 計画 構想 法案 基金 指針 宣言 枠組み 事業")
_VERBS = _words("述べる 語る 話す 強調する 指摘する 発表する 説明する 表明する 明らかにする")
_CONTENT = _words("協力 安全 経済 地域 関係 課題 連携 支援 平和 対話 復興 交流 技術 市民 制度 改革")
_PUBLISHERS = _words("青嶺通信 みなと新報 東海タイムズ 日刊はるか 北都放送 西方新聞 ウェブ遠望 霧島通信")
_SOFTWARE = (("kgpub", __version__), ("ginza", "5.3.0"), ("ja_ginza", "5.3.0"), ("spacy", "3.8.18"),
             ("SudachiPy", "0.6.11"), ("SudachiDict-core", "20260723"))  # fmt: skip
_START, _DAYS = dt.date(2030, 1, 1), 730

# What is in the news, roughly: kind, what it is called, weight, and the role of who takes part.
_ROLE = ParticipantRole
_KINDS = (
    (EventKind.MEETING, "会談", 20, _ROLE.ATTENDEE),
    (EventKind.CONFERENCE, "会議", 8, _ROLE.ATTENDEE),
    (EventKind.VISIT, "訪問", 8, _ROLE.ATTENDEE),
    (EventKind.AGREEMENT, "合意", 8, _ROLE.AGENT),
    (EventKind.POLICY_DECISION, "決定", 12, _ROLE.AGENT),
    (EventKind.ELECTION, "選挙", 4, _ROLE.PARTICIPANT),
    (EventKind.PERSONNEL_CHANGE, "人事", 5, _ROLE.PATIENT),
    (EventKind.ATTACK, "攻撃", 5, _ROLE.AGENT),
    (EventKind.DISASTER, "豪雨", 6, _ROLE.PATIENT),
    (EventKind.ACCIDENT, "事故", 5, _ROLE.PATIENT),
    (EventKind.TRIAL, "裁判", 3, _ROLE.PATIENT),
    (EventKind.BUSINESS_DEAL, "買収", 6, _ROLE.AGENT),
    (EventKind.PRODUCT_LAUNCH, "発売", 3, _ROLE.AGENT),
    (EventKind.SPORTS_EVENT, "試合", 5, _ROLE.COMPETITOR),
    (EventKind.CULTURAL_EVENT, "公演", 4, _ROLE.PERFORMER),
    (EventKind.DEATH, "死去", 2, _ROLE.PATIENT),
)
_NAMES = {kind: name for kind, name, _, _ in _KINDS}
_LETTERS = {EntityType.PERSON: "p", EntityType.ORGANIZATION: "o", EntityType.PLACE: "l", EntityType.TERM: "t"}


def _kind(chance: random.Random) -> tuple[EventKind, ParticipantRole]:
    ((kind, _, _, role),) = chance.choices(_KINDS, [weight for _, _, weight, _ in _KINDS])
    return kind, role


class Zipf:
    """Draws things by rank: the n-th is drawn in proportion to 1 / n."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = things
        self._sums = list(itertools.accumulate(1 / rank for rank in range(1, len(things) + 1)))

    def draw(self, chance: random.Random) -> Thing:
        return self.things[bisect.bisect_left(self._sums, chance.random() * self._sums[-1])]


@dataclass(frozen=True)
class Thing:
    """A person, body, place or term of the made-up world; ``owner`` is what a person's post belongs to."""

    number: int
    type: EntityType
    name: str
    english: str = ""
    kind: str | None = None
    post: str = ""
    owner: Thing | None = None
    linked: bool = True


@dataclass(frozen=True)
class Story:
    """What several articles report: an event's kind, day, place and participants."""

    kind: EventKind
    role: ParticipantRole
    day: dt.date
    place: Thing
    people: tuple[Thing, ...]


class World:
    """Who and what there is. ``size`` is the number of articles that will be about it."""

    def __init__(self, size: int, seed: int) -> None:
        self.chance = random.Random(f"world {seed}")
        count = max(50, size // 3)
        countries = [self._thing(i, EntityType.PLACE, "国", "Country") for i in range(40)]
        cities = [self._thing(i, EntityType.PLACE, "市", "City") for i in range(40, 40 + count // 4)]
        self.countries, self.places = Zipf(countries), Zipf([*countries, *cities])
        self.bodies = Zipf([self._body(i) for i in range(count // 2)])
        self.terms = Zipf(
            [self._thing(i, EntityType.TERM, self.chance.choice(_TERMS)) for i in range(count // 4)]
        )
        self.people = Zipf([self._person(i) for i in range(count)])
        self.stories = [self._story() for _ in range(max(20, size // 2))]

    def _name(self, number: int) -> str:
        """Return one of many made-up words, each number another."""
        first, rest = divmod(number, len(_LAST))
        second, first = divmod(first, len(_FIRST))
        return f"{_FIRST[first]}{_LAST[rest]}{_FIRST[second % len(_FIRST)] if second else ''}"

    def _thing(self, number: int, type_: EntityType, ending: str, kind: str | None = None) -> Thing:
        linked = type_ is not EntityType.TERM and self.chance.random() < 0.7
        name = f"{self._name(number)}{ending}"
        return Thing(number, type_, name, f"{type_.value} {number}", kind, linked=linked)

    def _body(self, number: int) -> Thing:
        ending = self.chance.choice(_BODIES)
        kind = "GovernmentOrganization" if ending in ("外務省", "庁") else None
        return self._thing(number, EntityType.ORGANIZATION, ending, kind)

    def _person(self, number: int) -> Thing:
        given = _GIVEN[number % len(_GIVEN)]
        owner = (
            self.countries.draw(self.chance) if self.chance.random() < 0.5 else self.bodies.draw(self.chance)
        )
        post = self.chance.choice(_POSTS) if self.chance.random() < 0.7 else ""
        linked = self.chance.random() < 0.5
        name = f"{self._name(number)}{given}"
        return Thing(number, EntityType.PERSON, name, f"Person {number}", None, post, owner, linked)

    def _story(self) -> Story:
        kind, role = _kind(self.chance)
        # Mostly two or three take part; a conference may have dozens.
        count = min(1 + int(self.chance.paretovariate(1.3)), 40)
        pool = self.people if self.chance.random() < 0.7 else self.bodies
        people = tuple(dict.fromkeys(pool.draw(self.chance) for _ in range(count)))
        day = _START + dt.timedelta(days=self.chance.randrange(_DAYS))
        return Story(kind, role, day, self.places.draw(self.chance), people)


class Writer:
    """Collects an article: its text as it grows, and the facts with their places in it."""

    def __init__(self, world: World, number: int, seed: int) -> None:
        self.world, self.number = world, number
        self.chance = random.Random(f"article {seed} {number}")
        self.text = ""
        self.blocks: list[Block] = []
        self.found: dict[Thing, Entity] = {}
        self.events: list[Event] = []
        self.statements: list[Statement] = []

    def facts(self) -> Facts:
        chance = self.chance
        # Stories go on for a while; the first of the list have the most articles.
        rank = min(int(chance.paretovariate(0.7)) - 1, len(self.world.stories) - 1)
        story = self.world.stories[
            rank if chance.random() < 0.5 else chance.randrange(len(self.world.stories))
        ]
        published = story.day + dt.timedelta(days=chance.randrange(3))
        self.line(
            f"{story.people[0].name}、{_NAMES[story.kind]} {story.place.name} その{self.number}",
            BlockKind.HEADLINE,
        )
        self.event(story.kind, story.role, story.people, story.place, story.day, main=True)
        for _ in range(min(int(chance.paretovariate(0.9)), 9)):
            kind, role = _kind(chance)
            people = [self.world.people.draw(chance) for _ in range(chance.choice((0, 1, 1, 2)))]
            place = self.world.places.draw(chance) if chance.random() < 0.6 else None
            day = published - dt.timedelta(days=chance.randrange(60)) if chance.random() < 0.7 else None
            self.event(kind, role, tuple(dict.fromkeys(people)), place, day)
        for thing in [
            self.world.bodies.draw(chance),
            self.world.places.draw(chance),
            self.world.terms.draw(chance),
        ]:
            self.entity(thing)
        for _ in range(chance.choice((0, 1, 2, 2, 3, 5))):
            self.statement()
        citations = []
        if chance.random() < 0.3:
            title = self.line(
                f"{self.world.bodies.draw(chance).name}の発表 {self.number}", BlockKind.REFERENCE
            )
            citations.append(Citation(title, None, f"https://source.example/{self.number}"))
        article = Article(
            "generated", self.text.rstrip("\n"), tuple(self.blocks), "ja", published,
            f"https://news.example/{published:%Y/%m/%d}/{self.number:06}.html",
            chance.choice(_PUBLISHERS), (), tuple(citations),
        )  # fmt: skip
        entities = tuple(self.found.values())
        wholes = [e for e in entities if e.type is EntityType.ORGANIZATION]
        memberships = []
        if len(wholes) > 1 and chance.random() < 0.2:
            memberships.append(Membership(wholes[0].id, wholes[1].id, self.span(wholes[1])))
        about = tuple(e.id for e in entities[:2])
        return Facts(article, entities, tuple(memberships), tuple(self.events), tuple(self.statements), about)

    def line(self, words: str, kind: BlockKind = BlockKind.PARAGRAPH) -> Span:
        """Add a line to the text and return where it stands."""
        start = len(self.text)
        self.text += f"{words}\n"
        self.blocks.append(Block(kind, start, start + len(words)))
        return Span(start, start + len(words))

    def span(self, entity: Entity) -> Span:
        mention = entity.mentions[0]
        return Span(mention.start, mention.end)

    def entity(self, thing: Thing) -> Entity:
        """Return the article's entity for a thing, mentioned once more."""
        known = self.found.get(thing)
        if known is None and thing.owner is not None and thing.post:
            self.entity(thing.owner)
        span = self.line(thing.name)
        mention = Mention(span.start, span.end, thing.name, thing.type, thing.name)
        if known is not None:
            known = replace(known, mentions=(*known.mentions, mention))
        else:
            roles: tuple[Role, ...] = ()
            aliases: tuple[str, ...] = ()
            if thing.type is EntityType.PERSON:
                aliases = (f"{thing.name[:2]}氏",)
                if thing.post and thing.owner is not None:
                    roles = (Role(thing.post, self.found[thing.owner].id, self.line(thing.post)),)
            known = Entity(
                f"{_LETTERS[thing.type]}{len(self.found) + 1}",
                thing.type,
                thing.name,
                aliases,
                (mention,),
                thing.kind,
                roles,
            )
            if thing.linked:
                known = replace(known, link=Linked(_candidate(thing)))
            elif thing.type is EntityType.TERM and self.chance.random() < 0.3:
                # Articles define a term in a few ways, and not each in its own.
                known = replace(known, definition=self.line(_definition(thing, self.chance.randrange(3))))
        self.found[thing] = known
        return known

    def event(
        self, kind: EventKind, role: ParticipantRole, people: Sequence[Thing], place: Thing | None,
        day: dt.date | None, main: bool = False,
    ) -> None:  # fmt: skip
        """Add an event with its participants, place and time."""
        name = _NAMES[kind]
        trigger = self.line(name)
        parts = []
        for thing in people:
            entity = self.entity(thing)
            parts.append(Participant(entity.id, role, self.span(entity)))
        where = None
        if place is not None:
            entity = self.entity(place)
            where = PlaceArgument(entity.id, self.span(entity))
        time = None
        if day is not None:
            precision = TimePrecision.MONTH if not main and self.chance.random() < 0.1 else TimePrecision.DAY
            value = day.isoformat()[: 7 if precision is TimePrecision.MONTH else 10]
            span = self.line(value)
            time = TimeExpression(span.start, span.end, value, value, precision)
        status = EventStatus.SCHEDULED if not main and self.chance.random() < 0.15 else EventStatus.HAPPENED
        number = f"e{len(self.events) + 1}"
        self.events.append(Event(number, kind, (name,), (trigger,), tuple(parts), where, time, status, main))

    def statement(self) -> None:
        """Add what someone who is in the article said."""
        people = [e for e in self.found.values() if e.type in (EntityType.PERSON, EntityType.ORGANIZATION)]
        speaker = self.chance.choice(people)
        words = "".join(self.chance.choices(_CONTENT, k=self.chance.randrange(4, 20)))
        span, verb = self.line(words), self.chance.choice(_VERBS)
        about = tuple(dict.fromkeys(e.id for e in self.chance.choices(list(self.found.values()), k=2)))
        self.statements.append(
            Statement(f"s{len(self.statements) + 1}", speaker.id, span, self.chance.random() < 0.5,
                      self.span(speaker), verb, None, self.chance.choice((None, "e1")), about)
        )  # fmt: skip


def _definition(thing: Thing, variant: int) -> str:
    return "".join(random.Random(f"{thing.name} {variant}").choices(_CONTENT, k=6))


def _candidate(thing: Thing) -> Candidate:
    # No item of Wikidata has a number of this size.
    labels = (("ja", thing.name), ("en", thing.english))
    number = f"wd:Q9{list(EntityType).index(thing.type)}{thing.number:08}"
    return Candidate(number, thing.type, thing.kind, labels, None, f"made up ({thing.english})", 1.0)


def generate(size: int, seed: int = 1, base: str = DEFAULT_BASE) -> Iterator[NamedGraph]:
    """Yield the graphs of so many articles, and last the decisions on their events."""
    world = World(size, seed)
    reported: dict[str, list[str]] = {}
    for number in range(size):
        writer = Writer(world, number, seed)
        options = BuildOptions(base, mentions=number % 20 == 0, software=_SOFTWARE)
        iri, graph = build_graph(writer.facts(), options)
        for event in graph.subjects(SCHEMA.subjectOf, None):
            reported.setdefault(str(event), []).append(iri)
        yield NamedGraph(iri, graph)
    yield to_graph(_decisions(reported, random.Random(f"decisions {seed}")), base)


def _decisions(reported: dict[str, list[str]], chance: random.Random) -> Reconciliation:
    """Say of one event in fifty that it is the same as another of its kind, as reconciliation might."""
    by_kind: dict[str, list[str]] = {}
    for event in sorted(reported):
        by_kind.setdefault(event.rsplit("/", 1)[1].split("-")[0], []).append(event)
    point = Evidence(str(SCHEMA.startDate), {"ja": "日付が異なる", "en": "the dates differ"})
    decisions = []
    for events in by_kind.values():
        for first, second in itertools.pairwise(events):
            if chance.random() < 0.02:
                judgement = Judgement("made-up", 0.9, (point,), (point,), frozenset({str(SCHEMA.startDate)}))
                articles = tuple(sorted({*reported[first], *reported[second]}))
                decisions.append(Decision((first, second), articles, judgement, ""))
    return Reconciliation(tuple(decisions), (), ())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=int)
    parser.add_argument("-o", "--output", type=Path, help="one file of N-Quads")
    parser.add_argument("--folder", type=Path, help="a file of Turtle for each graph")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--check", type=int, default=0, metavar="N", help="validate every N-th graph")
    arguments = parser.parse_args()
    if arguments.folder:
        arguments.folder.mkdir(parents=True, exist_ok=True)
    output = arguments.output.open("wb") if arguments.output else None
    triples = failures = 0
    for number, named in enumerate(generate(arguments.articles, arguments.seed)):
        triples += len(named.graph)
        if output:
            output.write(serialise([named], Format.NQUADS))
        if arguments.folder:
            path = arguments.folder / f"{named.iri.rsplit('/', 2)[1]}-{named.iri.rsplit('/', 1)[1]}.ttl"
            path.write_bytes(serialise([named], Format.TURTLE))
        if arguments.check and number % arguments.check == 0:
            from kgpub.validate import check

            report = check(named.graph)
            failures += not report.conforms
            for result in report.results if not report.conforms else ():
                print(named.iri, result.focus_node, result.message("en"), file=sys.stderr)
    if output:
        output.close()
    print(f"{arguments.articles} articles, {triples} triples, {failures} invalid", file=sys.stderr)


if __name__ == "__main__":
    main()
