"""Where the bars of a chart stand. The template draws them; nothing here knows SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kgpub.query.table import display_width
from kgpub.stats.model import Counts

WIDTH = 560
_ROW, _BAR = 26, 16
_COLUMNS_HEIGHT, _AXIS = 180, 24
_CHARACTER = 7.2  # width of a narrow character in the charts' font
_MOST_MONTHS = 40


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar and what it says. ``marked`` is the length of its marked part, from the start.

    ``label`` may be cut to fit; ``title`` is not. ``x`` and ``y`` are of the bar's upper left corner.
    """

    label: str
    title: str
    value: str
    x: float
    y: float
    width: float
    height: float
    marked: float = 0.0


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars on a drawing of a width and height; ``ticks`` are (position, label) on the axis."""

    width: int
    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...] = ()
    baseline: float = 0.0


@dataclass(frozen=True, slots=True)
class Item:
    """What a bar shows: its name, its length, and the part of it that is marked."""

    name: str
    value: int
    text: str
    marked: int = 0


def rows(items: Sequence[Item], most: int | None = None) -> Chart:
    """Return bars that lie one under another, their names at the left and values at the right.

    ``most`` is the length of the longest possible bar; the longest there is unless given.
    """
    room = min(230.0, max((display_width(item.name) for item in items), default=0) * _CHARACTER + 12)
    after = max((display_width(item.text) for item in items), default=0) * _CHARACTER + 12
    scale = (WIDTH - room - after) / max(1, most or max((item.value for item in items), default=1))
    bars = []
    for number, item in enumerate(items):
        y = number * _ROW + (_ROW - _BAR) / 2
        bars.append(
            Bar(
                label=_cut(item.name, room - 12),
                title=item.name,
                value=item.text,
                x=round(room, 1),
                y=y,
                width=round(max(item.value * scale, 1.0), 1) if item.value else 0.0,
                height=_BAR,
                marked=round(item.marked * scale, 1),
            )
        )
    return Chart(WIDTH, max(1, len(items)) * _ROW, tuple(bars))


def columns(counts: Counts) -> Chart:
    """Return bars that stand one beside another, in time, with a label under some of them."""
    largest = max((count for _, count in counts), default=1) or 1
    step = WIDTH / max(len(counts), 1)
    gap = min(6.0, step * 0.2)
    width = min(step - gap, 48.0)
    top = 18
    bars, ticks = [], []
    every = max(1, -(-len(counts) * 64 // WIDTH))
    for number, (name, count) in enumerate(counts):
        height = round(count / largest * (_COLUMNS_HEIGHT - top), 1)
        x = round(number * step + (step - width) / 2, 1)
        bars.append(
            Bar(name, name, f"{count:,}", x, round(_COLUMNS_HEIGHT - height, 1), round(width, 1), height)
        )
        if number % every == 0:
            half = display_width(name) * _CHARACTER / 2
            ticks.append((round(min(max(x + width / 2, half), WIDTH - half), 1), name))
    return Chart(WIDTH, _COLUMNS_HEIGHT + _AXIS, tuple(bars), tuple(ticks), _COLUMNS_HEIGHT)


def by_year(months: Counts) -> Counts | None:
    """Return the counts by year where there are too many months for a chart, else ``None``."""
    if len(months) <= _MOST_MONTHS:
        return None
    years: dict[str, int] = {}
    for month, count in months:
        year = month.rpartition("-")[0]
        years[year] = years.get(year, 0) + count
    return tuple(years.items())


def _cut(text: str, room: float) -> str:
    columns_ = int(room / _CHARACTER + 0.01)
    if display_width(text) <= columns_:
        return text
    while text and display_width(text) >= columns_:
        text = text[:-1]
    return f"{text}…"
