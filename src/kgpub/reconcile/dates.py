"""Times of events, each to its own precision: the 15th may be in July, but is not the 16th."""

from __future__ import annotations

import calendar
import datetime as dt
from enum import Enum

from kgpub.reconcile.model import Period

# Two clock times for one event may differ by this much: when it began, when it was reported.
_SAME_TIME = dt.timedelta(hours=1)


class DateVerdict(Enum):
    """How two times relate; ``SPAN`` is a day within a range of days."""

    UNKNOWN = "unknown"
    DAY = "same day"
    SPAN = "within the range"
    MONTH = "same month"
    YEAR = "same year"
    DIFFERENT = "different"


def period(start: str | None, end: str | None) -> Period | None:
    """Return the period of ``startDate`` and ``endDate`` literals, or ``None`` if the start is no date."""
    if start is None or (opening := _bounds(start)) is None:
        return None
    first, last, precision, at = opening
    closing = _bounds(end) if end is not None else None
    if closing is not None and closing[1] >= first:
        last = closing[1]
    return Period(first, last, precision, start, at)


def _bounds(value: str) -> tuple[dt.date, dt.date, str, dt.datetime | None] | None:
    try:
        if len(value) == 4:
            year = int(value)
            return dt.date(year, 1, 1), dt.date(year, 12, 31), "year", None
        if len(value) == 7:
            year, month = int(value[:4]), int(value[5:])
            days = calendar.monthrange(year, month)[1]
            return dt.date(year, month, 1), dt.date(year, month, days), "month", None
        day = dt.date.fromisoformat(value[:10])
        at = dt.datetime.fromisoformat(value) if "T" in value else None
    except ValueError:
        return None
    return day, day, "minute" if at else "day", at


def compare_dates(a: Period | None, b: Period | None) -> DateVerdict:
    """Return how two times relate.

    Days are those that the articles write, each where its event took place.
    """
    if a is None or b is None:
        return DateVerdict.UNKNOWN
    if a.last < b.first or b.last < a.first:
        return DateVerdict.DIFFERENT
    if "year" in (a.precision, b.precision):
        return DateVerdict.YEAR
    if "month" in (a.precision, b.precision):
        return DateVerdict.MONTH
    if a.first != b.first:
        return DateVerdict.SPAN
    if a.at is not None and b.at is not None and (a.at.tzinfo is None) == (b.at.tzinfo is None):
        return DateVerdict.DAY if abs(a.at - b.at) <= _SAME_TIME else DateVerdict.DIFFERENT
    return DateVerdict.DAY


def days_apart(a: Period | None, b: Period | None) -> int | None:
    """Return the days between two starts, or ``None`` unless both are stated to the day."""
    if a is None or b is None or {a.precision, b.precision} - {"day", "minute"}:
        return None
    return abs((a.first - b.first).days)


def contradict(a: Period | None, b: Period | None) -> bool:
    """Whether two times can't both be right, to the precision that both have."""
    if a is None or b is None:
        return False
    length = min(len(a.value), len(b.value), 16)
    return a.value[:length] != b.value[:length]
