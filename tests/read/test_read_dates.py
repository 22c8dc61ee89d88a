import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgpub.errors import UsageError
from kgpub.read.dates import parse_date_line, parse_option, parse_published

JST = dt.timezone(dt.timedelta(hours=9))
DAY = dt.date(2025, 7, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-07-05", DAY),
        ("20250705", DAY),
        ("2025/07/05", DAY),
        ("2025.7.5", DAY),
        ("２０２５年７月５日", DAY),
        ("令和7年7月5日", DAY),
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("平成31年4月30日", dt.date(2019, 4, 30)),
        ("July 5, 2025", DAY),
        ("5 Jul 2025", DAY),
        ("2025-07-05T10:20:30+09:00", dt.datetime(2025, 7, 5, 10, 20, 30, tzinfo=JST)),
        ("2025-07-05T10:20:30+0900", dt.datetime(2025, 7, 5, 10, 20, 30, tzinfo=JST)),
        ("2025-07-05T10:20:30Z", dt.datetime(2025, 7, 5, 10, 20, 30, tzinfo=dt.UTC)),
        ("2025-07-05 10:20", dt.datetime(2025, 7, 5, 10, 20)),
        ("2025/07/05 10:20:00", dt.datetime(2025, 7, 5, 10, 20)),
        ("2025/07/05 10:20 JST", dt.datetime(2025, 7, 5, 10, 20, tzinfo=JST)),
        ("2025年7月5日 午後0時15分", dt.datetime(2025, 7, 5, 12, 15)),
        ("Sat, 05 Jul 2025 10:20:00 +0900", dt.datetime(2025, 7, 5, 10, 20, tzinfo=JST)),
    ],
)
def test_published(text: str, expected: dt.date) -> None:
    value = parse_published(text)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize(
    "text",
    ["", "昨日", "2025-13-01", "2025-07", "0001-01-01T00:00:00Z", "2025年2月30日", "10:20", "x" * 5000],
)
def test_not_a_date(text: str) -> None:
    assert parse_published(text) is None


@given(st.datetimes(min_value=dt.datetime(1600, 1, 1), timezones=st.none() | st.just(JST)))
def test_iso_survives(value: dt.datetime) -> None:
    assert parse_published(value.isoformat()) == value


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    assert isinstance(parse_published(text), dt.date | None)
    assert isinstance(parse_date_line(text), dt.date | None)


@pytest.mark.parametrize(
    "line",
    [
        "2025年7月5日",
        "令和7年7月5日",
        "2025年7月5日(土)",
        "2025年7月5日（土曜日）",
        "公開日：2025年7月5日",
        "2025/07/05 更新",
        "（2025年7月5日付）",
        "Published: July 5, 2025",
    ],
)
def test_date_line(line: str) -> None:
    assert parse_date_line(line) == DAY


@pytest.mark.parametrize(
    "line", ["2025年7月5日に開く。", "5日", "7月5日", "2025年7月5日、東京で", "港まつり"]
)
def test_line_that_is_more_or_less_than_a_date(line: str) -> None:
    assert parse_date_line(line) is None


def test_option_that_is_no_date() -> None:
    with pytest.raises(UsageError, match='--published is "昨日"; expected an ISO 8601 date'):
        parse_option("昨日")
