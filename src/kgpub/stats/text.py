"""Figures as tables for a terminal, and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from kgpub.query.table import render
from kgpub.stats.model import Counts, Ranked, Stats
from kgpub.stats.words import words


def as_table(stats: Stats, language: str, width: int | None = None, bold: bool = False) -> str:
    """Return the figures as tables with a heading each, ending in a line break.

    ``width`` is that of the terminal, ``None`` for as wide as need be.
    """
    say = words(language)
    articles, events, statements = stats.articles, stats.events, stats.statements

    def section(key: str, header: Sequence[str], rows: Sequence[Sequence[str]], *notes: str) -> str:
        heading = f"# {say[key]}"
        heading = f"\x1b[1m{heading}\x1b[0m" if bold else heading
        body = render([say[name] for name in header], rows, width) if rows else f"{say['none']}\n"
        return f"{heading}\n{body}" + "".join(f"{note}\n" for note in notes if note)

    overview = [
        (say["triples"], number(stats.triples)),
        (say["articles"], number(articles.total)),
        (say["texts"], number(articles.texts)),
        (say["copies"], number(articles.copies)),
        (say["period"], period(stats)),
        (say["events"], number(events.total)),
        (say["corroborated"], number(events.corroborated)),
        (say["scheduled"], number(events.scheduled)),
        (say["statements"], number(statements.total)),
        (say["disputes"], number(stats.disputes.total)),
    ]
    links = [
        (say[kind.type], number(kind.entities), percent(kind.linked, kind.entities), number(kind.mentions),
         percent(kind.linked_mentions, kind.mentions))
        for kind in stats.links
    ]  # fmt: skip
    named = ("name", "count", "linked")
    sections = [
        section("overview", ("name", "count"), overview),
        section(
            "articles_by_month",
            ("month", "count"),
            _rows(articles.by_month),
            *article_notes(stats, language),
        ),
        section("publishers", ("name", "count"), _ranked(articles.publishers, language)),
        section(
            "events_by_kind",
            ("kind", "count"),
            [(say.get(kind, kind), number(n)) for kind, n in events.by_kind],
        ),
        section("events_by_month", ("month", "count"), _rows(events.by_month), *event_notes(stats, language)),
        section("people", named, _ranked(stats.people, language, link=True)),
        section("organizations", named, _ranked(stats.organizations, language, link=True)),
        section("places", named, _ranked(stats.places, language, link=True)),
        section("links", ("type", "entities", "share", "mentions", "share"), links),
        section(
            "speakers",
            ("name", "count", "direct"),
            [(who.name(language), number(who.count), number(who.marked)) for who in statements.speakers],
        ),
        section(
            "disputes_by_property",
            ("property", "count"),
            [(say.get(prop, prop), number(n)) for prop, n in stats.disputes.by_property],
        ),
    ]  # fmt: skip
    return "\n".join(sections)


def as_json(stats: Stats) -> str:
    """Return all figures as JSON, names in all languages, ending in a line break."""
    document = asdict(stats)
    for part, key in (
        ("articles", "by_month"),
        ("events", "by_kind"),
        ("events", "by_month"),
        ("disputes", "by_property"),
    ):
        document[part][key] = dict(document[part][key])
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def number(value: int) -> str:
    """Return a number with its thousands set apart.

    >>> number(12345)
    '12,345'
    """
    return f"{value:,}"


def percent(part: int, whole: int) -> str:
    """Return a share in whole per cent, ``-`` of nothing; only all is 100% and only none is 0%.

    >>> percent(999, 1000), percent(1, 1000), percent(0, 0)
    ('99%', '1%', '-')
    """
    if not whole:
        return "-"
    share = round(100 * part / whole)
    return f"{min(share, 99) if part < whole else 100}%" if share else ("1%" if part else "0%")


def period(stats: Stats) -> str:
    """Return the days of the first and the last article."""
    first, last = stats.articles.first, stats.articles.last
    return "-" if first is None else f"{first} – {last}"


def article_notes(stats: Stats, language: str) -> list[str]:
    """Return what the articles by month leave out."""
    undated = stats.articles.undated
    return [words(language)["undated"].format(number(undated))] if undated else []


def event_notes(stats: Stats, language: str) -> list[str]:
    """Return what the events by month leave out."""
    say, events = words(language), stats.events
    counts = (("before", events.before), ("after", events.after), ("undated", events.undated))
    return [say[key].format(number(count)) for key, count in counts if count]


def _rows(counts: Counts) -> list[tuple[str, str]]:
    return [(name, number(count)) for name, count in counts]


def _ranked(nodes: Sequence[Ranked], language: str, link: bool = False) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for node in nodes:
        own = (node.name(language), number(node.count))
        rows.append((*own, node.link or "") if link else own)
    return rows
