"""Figures as one HTML page with charts: no script, nothing to fetch, readable by eye and by screen reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kgpub import __version__
from kgpub.resources import data_path
from kgpub.stats.charts import Chart, Item, by_year, columns, rows
from kgpub.stats.model import Counts, Ranked, Stats
from kgpub.stats.text import article_notes, event_notes, number, percent, period
from kgpub.stats.words import words


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, with where it leads."""

    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart and the same as a table. ``legend`` names the marked part of the bars, and the rest."""

    id: str
    heading: str
    chart: Chart
    upright: bool
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    legend: tuple[str, str] | None = None


def as_html(stats: Stats, language: str, title: str | None = None) -> str:
    """Return the page, in ``ja`` or ``en``."""
    import jinja2

    say = words(language)
    template = data_path("stats", "page.html.jinja").read_text(encoding="utf-8")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(template).render(
        language=language,
        title=title or say["title"],
        say=say,
        period=period(stats),
        tiles=_tiles(stats, language),
        figures=_figures(stats, language),
        made_by=say["made_by"].format(__version__),
    )


def _tiles(stats: Stats, language: str) -> list[tuple[str, str, str]]:
    """Return (name, number, remark) of what is told at the top."""
    say, articles, events = words(language), stats.articles, stats.events
    entities = sum(kind.entities for kind in stats.links)
    linked = sum(kind.linked for kind in stats.links)
    texts = f"{say['texts']} {number(articles.texts)}"
    accounts = say["accounts"].format(number(events.accounts)) if events.accounts != events.total else ""
    direct = f"{say['direct']} {percent(stats.statements.direct, stats.statements.total)}"
    return [
        (say["articles"], number(articles.total), texts),
        (say["events"], number(events.total), accounts),
        (say["corroborated"], number(events.corroborated), percent(events.corroborated, events.total)),
        (say["entities"], number(entities), f"{say['linked']} {percent(linked, entities)}"),
        (say["statements"], number(stats.statements.total), direct),
        (say["disputes"], number(stats.disputes.total), ""),
        (say["triples"], number(stats.triples), ""),
    ]


def _figures(stats: Stats, language: str) -> list[Figure]:
    say = words(language)
    return [
        _in_time("articles", stats.articles.by_month, language, article_notes(stats, language)),
        _in_time("events", stats.events.by_month, language, event_notes(stats, language)),
        _counted("events_by_kind", "kind", stats.events.by_kind, language),
        _ranked("people", stats.people, language),
        _ranked("organizations", stats.organizations, language),
        _ranked("places", stats.places, language),
        _speakers(stats, language),
        _ranked("publishers", stats.articles.publishers, language),
        _links(stats, language),
        _counted(
            "disputes_by_property", "property", stats.disputes.by_property, language, say["reconcile_first"]
        ),
    ]


def _in_time(what: str, months: Counts, language: str, notes: Sequence[str]) -> Figure:
    say = words(language)
    years = by_year(months)
    unit = "month" if years is None else "year"
    counts = months if years is None else years
    return Figure(
        id=f"{what}-in-time",
        heading=say[f"{what}_by_{unit}"],
        chart=columns(counts),
        upright=True,
        header=(say[unit], say["count"]),
        rows=tuple((Cell(name), Cell(number(count))) for name, count in counts),
        notes=tuple(notes),
    )


def _counted(key: str, header: str, counts: Counts, language: str, note: str = "") -> Figure:
    say = words(language)
    return Figure(
        id=key.replace("_", "-"),
        heading=say[key],
        chart=rows([Item(say.get(name, name), count, number(count)) for name, count in counts]),
        upright=False,
        header=(say[header], say["count"]),
        rows=tuple((Cell(say.get(name, name)), Cell(number(count))) for name, count in counts),
        notes=() if counts or not note else (note,),
    )


def _ranked(key: str, nodes: Sequence[Ranked], language: str) -> Figure:
    say = words(language)
    return Figure(
        id=key,
        heading=say[key],
        chart=rows([Item(node.name(language), node.count, number(node.count)) for node in nodes]),
        upright=False,
        header=(say["name"], say["articles"]),
        rows=tuple((Cell(node.name(language), _safe(node.link)), Cell(number(node.count))) for node in nodes),
    )


def _links(stats: Stats, language: str) -> Figure:
    say = words(language)
    items = [
        Item(
            say[kind.type],
            kind.entities,
            f"{number(kind.entities)} ({percent(kind.linked, kind.entities)})",
            kind.linked,
        )
        for kind in stats.links
    ]
    table = [
        (
            say[kind.type],
            number(kind.entities),
            percent(kind.linked, kind.entities),
            number(kind.mentions),
            percent(kind.linked_mentions, kind.mentions),
        )
        for kind in stats.links
    ]
    return Figure(
        id="links",
        heading=say["links"],
        chart=rows(items),
        upright=False,
        header=(say["type"], say["entities"], say["share"], say["mentions"], say["share"]),
        rows=tuple(tuple(map(Cell, row)) for row in table),
        legend=(say["linked"], say["unlinked"]),
    )


def _speakers(stats: Stats, language: str) -> Figure:
    say = words(language)
    who = stats.statements.speakers
    return Figure(
        id="speakers",
        heading=say["speakers"],
        chart=rows([Item(node.name(language), node.count, number(node.count), node.marked) for node in who]),
        upright=False,
        header=(say["name"], say["statements"], say["direct"]),
        rows=tuple(
            (Cell(node.name(language), _safe(node.link)), Cell(number(node.count)), Cell(number(node.marked)))
            for node in who
        ),
        legend=(say["direct"], say["indirect"]),
    )


def _safe(link: str | None) -> str | None:
    """Return a link that a page may hold; a graph of somebody else's may name javascript: as well."""
    return link if link is not None and link.startswith(("http://", "https://")) else None
