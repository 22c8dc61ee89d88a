"""Dates of publication, as options, metadata and datelines write them."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from email.utils import parsedate_to_datetime

from kgpub.errors import UsageError

Published = dt.date | dt.datetime

_JST = dt.timezone(dt.timedelta(hours=9))
# The year that each era counts from; 元年 is its year 1.
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
# The oldest newspapers are from the 17th century: year 1 is a database's empty field.
_FIRST_YEAR = 1600

_MONTH_NAME = rf"(?P<name>{'|'.join(_MONTHS)})[a-z]*\.?"
_WEEKDAY_NAME = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?\s*)?"
_TIME = (
    r"(?:\s*t?\s*(?P<noon>午前|午後)?\s*(?P<hour>\d{1,2})(?::|時)(?P<minute>\d{2})?分?(?::\d{2})?"
    r"(?P<noon_en>\s*[ap]\.?m\.?)?(?:\s*\(?(?P<zone>jst|日本時間)\)?)?)?"
)
_WEEKDAY = r"(?:\s*[(〔\[][月火水木金土日](?:曜日?)?[)〕\]])?"
_DAYS = (
    rf"(?:(?P<era>{'|'.join(_ERAS)})(?P<era_year>\d{{1,2}}|元)|(?P<year>\d{{4}}))年"
    rf"\s*(?P<month>\d{{1,2}})月\s*(?P<day>\d{{1,2}})日{_WEEKDAY}",
    rf"(?P<year>\d{{4}})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}}){_WEEKDAY}",
    rf"{_WEEKDAY_NAME}{_MONTH_NAME}\s*(?P<day>\d{{1,2}}),?\s*(?P<year>\d{{4}}),?",
    rf"{_WEEKDAY_NAME}(?P<day>\d{{1,2}})\s*{_MONTH_NAME}\s*(?P<year>\d{{4}}),?",
)
_LABEL = r"(?:公開|配信|掲載|投稿|発表|発行|更新|作成|published|posted|updated)"
_DATES = [re.compile(day + _TIME) for day in _DAYS]
_DATE_LINES = [
    re.compile(
        rf"[(【\[]?(?:{_LABEL}(?:日時?)?(?:\s*on)?\s*:?\s*)?{day}{_TIME}\s*(?:付け?|{_LABEL})?[)】\]]?"
    )
    for day in _DAYS
]
# Longer lines are prose; the patterns needn't look at them.
_LONGEST_DATE_LINE = 60


def parse_published(text: str) -> Published | None:
    """Return the date, or date and time, that a metadata field states; ``None`` if it can't be read.

    ISO 8601 with or without offset, RFC 2822, and the forms that Japanese sites
    put into ``<meta>`` (``2025/07/15 10:00``, ``令和7年7月15日``). A time that names JST
    gets +09:00; one with no zone stays naive.

    >>> parse_published("2025-07-15T10:00:00+09:00").isoformat()
    '2025-07-15T10:00:00+09:00'
    >>> parse_published("令和7年7月15日")
    datetime.date(2025, 7, 15)
    >>> parse_published("昨日") is None
    True
    """
    text = unicodedata.normalize("NFKC", text).strip()
    for parse in (_iso, _rfc2822, _written):
        value = parse(text)
        if value is not None:
            return value if value.year >= _FIRST_YEAR else None
    return None


def parse_option(text: str, *, option: str = "--published") -> Published:
    """Return the date that a user typed.

    Raises:
        UsageError: it isn't a date.
    """
    value = parse_published(text)
    if value is None:
        raise UsageError(
            f'{option} is "{text}"; expected an ISO 8601 date or date and time',
            tip="For example 2025-07-15, or 2025-07-15T10:00:00+09:00.",
        )
    return value


def parse_date_line(line: str) -> Published | None:
    """Return the date of a line that holds a date and nothing else, or ``None``.

    >>> parse_date_line("2025年8月3日(日) 午後6時10分 公開")
    datetime.datetime(2025, 8, 3, 18, 10)
    >>> parse_date_line("2025年8月3日に発売する。") is None
    True
    """
    if len(line) > _LONGEST_DATE_LINE:
        return None
    return _first_match(_DATE_LINES, unicodedata.normalize("NFKC", line))


def _iso(text: str) -> Published | None:
    for parse in (dt.date.fromisoformat, dt.datetime.fromisoformat):
        try:
            return parse(text)
        except ValueError:
            pass
    return None


def _rfc2822(text: str) -> Published | None:
    # The parser of e-mail dates is lenient, and reads a day out of "3 May": ask for the time.
    if ":" not in text:
        return None
    try:
        return parsedate_to_datetime(text)
    except (ValueError, IndexError, OverflowError):
        return None


def _written(text: str) -> Published | None:
    return _first_match(_DATES, text) if len(text) <= _LONGEST_DATE_LINE else None


def _first_match(patterns: list[re.Pattern[str]], text: str) -> Published | None:
    for pattern in patterns:
        if match := pattern.fullmatch(text.lower()):
            return _value(match.groupdict())
    return None


def _value(part: dict[str, str | None]) -> Published | None:
    if era := part.get("era"):
        number = part["era_year"] or ""
        year = _ERAS[era] + (1 if number == "元" else int(number))
    else:
        year = int(part["year"] or 0)
    month = _MONTHS.index(name) + 1 if (name := part.get("name")) else int(part["month"] or 0)
    try:
        day = dt.date(year, month, int(part["day"] or 0))
        if part["hour"] is None:
            return day
        hour = int(part["hour"])
        noon = (part["noon"] or part["noon_en"] or "").strip()
        if noon == "午後" or noon.startswith("p"):
            hour = hour % 12 + 12
        elif noon.startswith("a") and hour == 12:
            hour = 0
        zone = _JST if part["zone"] else None
        return dt.datetime(year, month, day.day, hour, int(part["minute"] or 0), tzinfo=zone)
    except ValueError:
        return None
