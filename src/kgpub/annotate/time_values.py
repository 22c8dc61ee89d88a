"""What a form means, given a reference date and what the text has said before.

The rules are those of Japanese newspapers: a bare day or month is the nearest one
at or before the publication date, unless the sentence speaks of the future.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from kgpub.annotate.time_forms import Form
from kgpub.annotate.time_numbers import add_months, make_date
from kgpub.model import TimePrecision


class Tense(Enum):
    """How the clause around an expression speaks."""

    PAST = "past"
    FUTURE = "future"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Value:
    """A resolved year, month, day or minute; ``end`` is the last one of a range."""

    year: int
    month: int | None = None
    day: int | None = None
    clock: tuple[int, int] | None = None
    end: tuple[int, int | None, int | None] | None = None

    @property
    def date(self) -> dt.date | None:
        """The day, when the value is as exact as that."""
        return make_date(self.year, self.month, self.day) if self.month and self.day else None

    @property
    def precision(self) -> TimePrecision:
        """How exact the value is."""
        if self.day is None:
            return TimePrecision.YEAR if self.month is None else TimePrecision.MONTH
        return TimePrecision.DAY if self.clock is None else TimePrecision.MINUTE

    def isoformat(self) -> str:
        """Return ISO 8601 at the value's own precision."""
        day = _iso(self.year, self.month, self.day)
        return f"{day}T{self.clock[0]:02}:{self.clock[1]:02}:00" if self.clock else day

    def end_isoformat(self) -> str | None:
        """Return the end of the range in ISO 8601, or ``None``."""
        return _iso(*self.end) if self.end else None


def _iso(year: int, month: int | None, day: int | None) -> str:
    text = f"{year:04}"
    if month is not None:
        text += f"-{month:02}"
    return text if day is None or month is None else f"{text}-{day:02}"


@dataclass(frozen=True, slots=True)
class Context:
    """What earlier expressions settle for the next one.

    ``reference`` is the publication date or dateline. ``near`` is the value just
    before, ``near_form`` its words, and ``same_sentence`` whether both are in one
    sentence. ``story`` is the day that the text is telling about, at first that of
    publication; ``told`` is that day where the text has named it.
    """

    reference: dt.date | None
    near: Value | None = None
    near_form: Form | None = None
    same_sentence: bool = False
    story: dt.date | None = None
    told: dt.date | None = None


def resolve(form: Form, context: Context, tense: Tense) -> Value | None:
    """Return the value of a form, or ``None`` when the context does not settle it."""
    value = _resolve(form, context, tense)
    if value is None or not 1000 <= value.year <= 2999:
        return None
    if value.month is not None and not 1 <= value.month <= 12:
        return None
    if value.day is not None and value.date is None:
        return None
    if form.clock and form.clock[0] == 24 and value.date:
        after = value.date + dt.timedelta(days=1)
        value = Value(after.year, after.month, after.day, (0, form.clock[1]), value.end)
    elif form.clock and value.day is not None:
        value = Value(value.year, value.month, value.day, form.clock, value.end)
    return value


def _resolve(form: Form, context: Context, tense: Tense) -> Value | None:
    if form.weekday is not None and form.day is None and form.day_word is None:
        return _weekday(form, context, tense)
    if form.day_word:
        return _day_word(form, context)
    if not (form.has_year or form.has_month or form.has_day):
        return _clock_only(form, context)
    if form.year_word and form.year_word.unit == "fiscal" and context.reference is None:
        return None
    year = _year(form, context)
    if form.has_year and year is None:
        return None
    if not form.has_month and form.day is None:
        return _year_value(form, year) if year is not None else None
    month = form.month
    if form.month_word:
        base = _month_base(form.month_word.base, context)
        if base is None:
            return None
        year, month = add_months(*base, form.month_word.offset)
    elif year is None and month is not None:
        year = _year_of_month(form, context, tense)
        if year is None:
            return None
    if form.day is None:
        if year is None or month is None:
            return None
        end = (year + (form.month_to < month), form.month_to, None) if form.month_to else None
        return Value(year, month, end=end)
    if year is not None and month is None:
        return None
    start = make_date(year, month, form.day) if year and month else _bare_day(form, context, tense)
    return _with_end(start, form.day_to) if start else None


def _with_end(start: dt.date, last: int | None) -> Value:
    end = None
    if last is not None and last != start.day:
        year, month = (
            (start.year, start.month) if last > start.day else add_months(start.year, start.month, 1)
        )
        end = (year, month, last) if make_date(year, month, last) else None
    return Value(start.year, start.month, start.day, end=end)


def _year_value(form: Form, year: int) -> Value:
    if form.decade:
        return Value(year, end=(year + 9, None, None))
    if form.part is None:
        if form.year_to is None:
            return Value(year)
        last = form.year_to if form.year_to > 99 else year - year % 100 + form.year_to
        return Value(year, end=(last if last > year else last + 100, None, None))
    first = 4 if form.fiscal else 1
    if form.part == "末":
        return Value(year + 1, 3) if form.fiscal else Value(year, 12)
    offset, length = {"上半期": (0, 6), "上期": (0, 6), "下半期": (6, 6), "下期": (6, 6)}.get(
        form.part, (0, 3)
    )
    if form.part.endswith("四半期"):
        offset = 3 * ("1234".find(form.part[1]) if form.part[1].isascii() else "一二三四".find(form.part[1]))
    start = add_months(year, first, offset)
    return Value(*start, end=(*add_months(*start, length - 1), None))


def _year(form: Form, context: Context) -> int | None:
    if form.year is not None:
        return form.year
    if form.short_year is not None:
        return _full_year(form, context)
    word = form.year_word
    if word is None:
        return None
    if word.base == "near":
        return context.near.year + word.offset if context.near else None
    if context.reference is None:
        return None
    if word.unit == "fiscal":
        return context.reference.year - (context.reference.month < 4) + word.offset
    return context.reference.year + word.offset


def _full_year(form: Form, context: Context) -> int | None:
    """Return the century's year: that of a year just before it, else the one nearest to today."""
    short = form.short_year
    if short is None:
        return None
    if context.near and context.near_form and context.near_form.has_year:
        century = context.near.year - context.near.year % 100
        if 0 <= century + short - context.near.year <= 30:
            return century + short
    if context.reference is None:
        return None
    century = context.reference.year - context.reference.year % 100
    # A year within twenty of the present is a plan (30年までに); further ahead it is the last century.
    return century + short if century + short <= context.reference.year + 20 else century - 100 + short


def _month_base(base: str, context: Context) -> tuple[int, int] | None:
    if base == "near":
        near = context.near
        return (near.year, near.month) if near and near.month else None
    return (context.reference.year, context.reference.month) if context.reference else None


_FAR_MONTHS = 4


def _year_of_month(form: Form, context: Context, tense: Tense) -> int | None:
    """Return the year of a month that comes without one."""
    month, near, reference = form.month or 1, context.near, context.reference
    if near and context.same_sentence and context.near_form and context.near_form.has_year:
        later = near.month is None or month >= near.month
        if later and (reference is None or near.year != reference.year):
            return near.year
    if reference is None:
        return None
    # In January, 4月1日付で is this year's April even where it has been announced; 12月 is last year's.
    if month - reference.month >= _FAR_MONTHS and tense is Tense.PAST:
        return reference.year - 1
    # In autumn and winter, 3月に打ち上げる is next year's March.
    if month < reference.month and tense is Tense.FUTURE and reference.month - month >= 6:
        return reference.year + 1
    return reference.year


def _bare_day(form: Form, context: Context, tense: Tense) -> dt.date | None:
    day, near, reference = form.day or 1, context.near, context.reference
    if near and near.month and context.near_form and context.near_form.has_month:
        stated = context.same_sentence or context.near_form.has_year
        elsewhere = reference is None or (near.year, near.month) != (reference.year, reference.month)
        if stated and elsewhere and near.day is not None and day >= near.day:
            return make_date(near.year, near.month, day)
    if reference is None:
        return None
    this = make_date(reference.year, reference.month, day)
    last = make_date(*add_months(reference.year, reference.month, -1), day)
    following = make_date(*add_months(reference.year, reference.month, 1), day)
    if form.weekday is not None:
        fitting = [d for d in (this, last, following) if d and d.weekday() == form.weekday]
        if fitting:
            return fitting[0]
    if day <= reference.day:
        return this
    if tense is Tense.PAST:
        return last or this
    if tense is Tense.FUTURE:
        return this or following
    if this and last:
        return this if this - reference < reference - last else last
    return this or last


def _day_word(form: Form, context: Context) -> Value | None:
    word = form.day_word
    if word is None:
        return None
    near = context.near.date if context.near and context.same_sentence else None
    base = {
        "published": context.reference,
        "story": context.story,
        "near": near or context.story,
    }[word.base]
    if base is None:
        return None
    day = base + dt.timedelta(days=word.offset)
    return Value(day.year, day.month, day.day)


def _weekday(form: Form, context: Context, tense: Tense) -> Value | None:
    reference = context.reference
    if reference is None or form.weekday is None:
        return None
    if form.week_word:
        monday = reference - dt.timedelta(days=reference.weekday())
        day = monday + dt.timedelta(days=7 * form.week_word.offset + form.weekday)
    elif tense is Tense.FUTURE:
        day = reference + dt.timedelta(days=(form.weekday - reference.weekday()) % 7)
    else:
        day = reference - dt.timedelta(days=(reference.weekday() - form.weekday) % 7)
    return Value(day.year, day.month, day.day)


def _clock_only(form: Form, context: Context) -> Value | None:
    """A bare time of day is on the day named just before it in the sentence, else on that being told of."""
    near = context.near.date if context.near and context.same_sentence else None
    if near is None and form.half_named:
        near = context.told
    return Value(near.year, near.month, near.day) if near and form.clock else None


def last_of(value: Value) -> tuple[int, int | None, int | None]:
    """Return the end of a range that ends with this value."""
    return value.end or (value.year, value.month, value.day)


def shift(value: Value, days: int) -> Value:
    """Return the value moved by days; it must be a day."""
    date = value.date
    if date is None:
        return value
    moved = date + dt.timedelta(days=days)
    return Value(moved.year, moved.month, moved.day)
