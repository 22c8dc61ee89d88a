"""Numbers, eras and calendar arithmetic that time expressions need."""

from __future__ import annotations

import datetime as dt
from functools import cache

from kgpub.resources import read_table

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def parse_number(text: str) -> int:
    """Return the value of Arabic digits or kanji numerals, positional or with units.

    >>> parse_number("十一"), parse_number("二〇二五"), parse_number("千九百四十五"), parse_number("31")
    (11, 2025, 1945, 31)
    """
    if text.isascii():
        return int(text)
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = digit = 0
    for c in text:
        if c in _UNITS:
            total += (digit or 1) * _UNITS[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


@cache
def eras() -> dict[str, tuple[int, int]]:
    """Return each era's first and last Gregorian year; a running era ends in 9999."""
    return {
        row["era"]: (int(row["first_year"]), int(row["last_year"] or 9999))
        for row in read_table("ja", "eras.tsv")
    }


def era_year(era: str, number: int) -> int | None:
    """Return the Gregorian year of an era's year, or ``None`` when the era had no such year.

    >>> era_year("令和", 7), era_year("昭和", 99)
    (2025, None)
    """
    first, last = eras()[era]
    year = first + number - 1
    return year if number >= 1 and year <= last else None


def add_months(year: int, month: int, offset: int) -> tuple[int, int]:
    """Return the year and month that lie ``offset`` months away.

    >>> add_months(2025, 1, -1)
    (2024, 12)
    """
    count = year * 12 + month - 1 + offset
    return count // 12, count % 12 + 1


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, or ``None`` when the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
