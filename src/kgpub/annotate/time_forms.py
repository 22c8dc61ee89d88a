"""The shapes of Japanese time expressions: text in, unresolved forms out.

A form says which parts the words state (a year, 来月, 3日, 午後11時) and what stands
around them. Nothing is resolved here, so nothing here needs a reference date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kgpub.annotate.time_numbers import era_year, eras, parse_number
from kgpub.resources import read_table

WEEKDAYS = "月火水木金土日"


@dataclass(frozen=True, slots=True)
class Word:
    """A relative word: 来月 is ``("month", "published", 1)``; see ``data/ja/time_words.tsv``."""

    unit: str
    base: str
    offset: int


@dataclass(frozen=True, slots=True)
class Form:
    """An unresolved expression. Offsets are those of the text; absent parts are ``None``.

    ``short_year`` is a year of two digits. ``part`` is the part of the year or month
    that narrows a longer unit (末, 上旬, 上半期). ``clock`` is (hour, minute). ``year_to``,
    ``month_to`` and ``day_to`` end a range that is written short (10〜12日). ``half_named``
    tells an hour by its half of the day (午前11時) from one that may be no hour (一時).
    """

    start: int
    end: int
    year: int | None = None
    short_year: int | None = None
    year_word: Word | None = None
    fiscal: bool = False
    decade: bool = False
    month: int | None = None
    month_word: Word | None = None
    day: int | None = None
    day_word: Word | None = None
    year_to: int | None = None
    month_to: int | None = None
    day_to: int | None = None
    week_word: Word | None = None
    weekday: int | None = None
    part: str | None = None
    clock: tuple[int, int] | None = None
    half_named: bool = False

    @property
    def has_year(self) -> bool:
        """Whether the words themselves state the year."""
        return self.year is not None or self.short_year is not None or self.year_word is not None

    @property
    def has_month(self) -> bool:
        """Whether the words themselves state the month."""
        return self.month is not None or self.month_word is not None

    @property
    def has_day(self) -> bool:
        """Whether the words themselves state a day."""
        return self.day is not None or self.day_word is not None or self.weekday is not None


@cache
def words() -> dict[str, Word]:
    """Return the relative words of ``data/ja/time_words.tsv``."""
    return {
        row["word"]: Word(row["unit"], row["base"], int(row["offset"]))
        for row in read_table("ja", "time_words.tsv")
    }


_KANJI = "〇零一二三四五六七八九十百千"
_N = rf"(?:\d{{1,2}}|[{_KANJI}]{{1,3}})"

# What makes a number with 年, 月 or 日 a length of time and not a point in it.
_LENGTH_AFTER = (
    r"(?!間|ぶり|前|連続|目|ほど|以内|以上|程度|がかり|越し|分|余|あまり|弱|足らず|未満|ごと|おき|半|生|物|債|国債"
    r"|とも|につき|に\d+(?:度|回)|に一度|にわた|あたり|当たり|平均|も早|早く|超|近く|かけて|を超え)"
)
_LENGTH_BEFORE = (
    r"(?<!約)(?<!およそ)(?<!過去)(?<!今後)(?<!この)(?<!ここ)(?<!計)(?<!丸)(?<!まる)(?<!懲役)(?<!禁錮)(?<!拘禁刑)"
    r"(?<!猶予)(?<!任期)(?<!毎月)(?<!第)(?<!わずか)(?<!残り)(?<!中)(?<!数)(?<!あと)(?<!ほぼ)(?<!満)(?<!最長)"
    r"(?<!もう)(?<!ある)(?<!早ければ)"
)
_TO = r"[〜~–-]"  # full-width tildes and hyphens are folded before
_NOT_LENGTH_OF = (
    r"(?!の(?:懲役|実刑|刑|禁錮|拘禁刑|歴史|契約|任期|節目|経験"
    r"|キャリア|伝統|期間|有期|計画|長期|付き合い|月日|歳月))"
)


def _alternatives(unit: str) -> str:
    found = [w for w, word in words().items() if word.unit == unit]
    return "|".join(sorted(map(re.escape, found), key=lambda w: (-len(w), w)))


@cache
def _pattern() -> re.Pattern[str]:
    era = "|".join(map(re.escape, eras()))
    not_era = "".join(f"(?<!{re.escape(name)})" for name in eras())
    compared = r"(?!比|同期|同月|同日|並み|割れ|越え|祭|まで続)"
    return re.compile(
        rf"""
        (?:
          (?:
            (?P<year>\d{{4}}|[一二][〇零一二三四五六七八九]{{3}}|千[{_KANJI}]{{1,7}})
              (?:\((?:{era})(?:元|\d+)年?\))?
              (?:年?{_TO}(?P<yearto>\d{{4}}|\d\d))?年(?!\d{{1,2}}月期)
              (?:\((?:{era})(?:元|\d+)年\))?
          | (?P<era>{era})(?P<eranum>元|{_N})(?:年(?:\(\d{{4}}年?\))?|\(\d{{4}}\)年)
          | (?P<yearword>{_alternatives("year")}){compared}
          | {_LENGTH_BEFORE}{not_era}(?<![\d.,])'?(?P<short>\d\d|[〇一二三四五六七八九]{{2}})年(?!後)
              {_LENGTH_AFTER}{_NOT_LENGTH_OF}
          )
          (?P<fiscal>度)?(?P<decade>代)?
          (?P<yearpart>末(?!年)|上半期|下半期|上期|下期|第[1-4一二三四]四半期)?
        | (?P<fiscalword>{_alternatives("fiscal")})
            (?P<fiscalpart>末|上期|下期|上半期|下半期|第[1-4一二三四]四半期)?
        | (?P<half>上半期|下半期)
        | (?P<yearend>(?<![0-9一-九年月])年末)(?!年始|調整|商戦)
        )?
        (?:の(?=\d{{1,2}}月\d))?
        (?:
          (?:
            {_LENGTH_BEFORE}(?<![\d.,])(?P<month>{_N})(?:月?{_TO}(?P<monthto>{_N})月期?|月(?!期|号|間|分|限|物|例))
          | (?P<monthword>{_alternatives("month")}){compared}
          )
          (?P<monthpart>末|上旬|中旬|下旬)?
        )?
        (?:
          (?:{_LENGTH_BEFORE}(?<![\d.,]))(?P<day>{_N})(?:日?(?:{_TO}|[、・])(?P<dayto>{_N}))?日
            (?!後(?!半)|[市町村月]){_LENGTH_AFTER}
        | (?P<dayword>{_alternatives("day")}){compared}
        )?
        (?:\((?P<paren>[{WEEKDAYS}])(?:曜日?)?(?:・[祝休]日?)?\))?
        (?:
          (?:(?P<weekword>{_alternatives("week")})の?)?(?<![{WEEKDAYS}・])(?P<weekday>[{WEEKDAYS}])曜日?
            (?![{WEEKDAYS}ご]|版|刊)
        | (?P<weekword2>{_alternatives("week")})の?(?P<weekday2>[{WEEKDAYS}])(?=[、。にの夜朝])
        )?
        (?P<clocks>
          (?:、|\ )?(?:の)?
            (?P<half_day>午前|午後|未明|早朝|正午|昼前|昼過ぎ|昼|夕方|夕刻|夕|深夜|夜遅く|夜|朝)
            (?!間|刊|市|礼|食|日新聞|鮮|顔|方)
          (?:(?P<hour>{_N})時(?!間|代|点|期|給|効|計)(?:(?P<halfpast>半)|(?P<minute>{_N})分(?!間|の))?)?
        | (?P<hour2>{_N})時(?!間|代|点|期|給|効|計)(?:(?P<halfpast2>半)|(?P<minute2>{_N})分(?!間|の))?
        )?
        """,
        re.VERBOSE,
    )


_NUMERIC = re.compile(r"(?<![\d./-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?![\d/-]|\.\d)")
# 戦後80年, 創立30年: an anniversary.
_COMPOUND_BEFORE = re.compile(r"[一-龥ァ-ヶー々]")
# 1日 is also "a day", and a kanji 一日 mostly is.
_ONE_DAY = re.compile(r"日(?:に\d+(?:回|本|人|件|便|食|時間|杯|錠|台|個)|\d|数|中|限り|がかり|当)")


def scan(text: str) -> Iterator[Form]:
    """Yield the forms of a text in order; they never overlap.

    ``text`` must have half-width digits (``analyser.fold_width``); offsets are its own.
    """
    position = 0
    pattern = _pattern()
    starts = re.compile(
        rf"[\d'{_KANJI}{WEEKDAYS}令平昭大明今こ本年月去昨お一来再さ同翌前きけゆ先そあ午未早正上下]"
    )
    while found := starts.search(text, position):
        position = found.start()
        if numeric := _NUMERIC.match(text, position):
            year, _, month, day = numeric.groups()
            yield Form(*numeric.span(), year=int(year), month=int(month), day=int(day))
            position = numeric.end()
            continue
        match = pattern.match(text, position)
        form = _form(match, text) if match and match.end() > position else None
        if form is None:
            if match and match["era"]:  # 平成50年1月1日: no such year, and no 1月1日 either
                position = match.end()
                continue
            # Never start again in the middle of a number.
            tail = re.compile(rf"\d+|[{_KANJI}]+|.").match(text, position)
            position = tail.end() if tail else position + 1
            continue
        yield form
        position = max(form.end, position + 1)


def _form(match: re.Match[str], text: str) -> Form | None:
    g = match.groupdict()
    # 10年内, 3月内: the number belongs to the word and makes it a length of time.
    if text[match.start()] in "年月" and re.match(rf"[\d{_KANJI}]", text[match.start() - 1 : match.start()]):
        return None
    if g["day"] and not (g["month"] or g["monthword"]):
        if g["day"] in ("1", "一") and _ONE_DAY.match(text, match.end("day")):
            return None
        if g["day"] == "一" and not re.compile(r"日(?:[、午夜朝付]|\()").match(text, match.end("day")):
            return None
    if g["short"] and not g["month"] and _COMPOUND_BEFORE.match(text[match.start() - 1 : match.start()]):
        return None
    known = words()
    part = g["yearpart"] or g["fiscalpart"] or g["half"] or g["monthpart"] or ("末" if g["yearend"] else None)
    year_word = known.get(g["yearword"] or g["fiscalword"] or "")
    if g["half"] or g["yearend"]:
        year_word = Word("year", "published", 0)
    weekday = g["weekday"] or g["weekday2"] or g["paren"]
    has_day = bool(g["day"] or g["dayword"] or weekday)
    end = match.end()
    clock = None
    if g["clocks"]:
        clock = _clock(g)
        # A separating comma belongs to the expression only if a clock time follows it.
        if clock is None and (not has_day or g["clocks"][0] in "、 "):
            end = match.start("clocks")
    if end == match.start():
        return None
    if weekday and not g["paren"] and not g["day"] and (g["year"] or g["month"]):
        return None
    try:
        form = Form(
            match.start(),
            end,
            year=_year(g),
            short_year=parse_number(g["short"]) if g["short"] else None,
            year_word=year_word,
            fiscal=bool(g["fiscal"] or g["fiscalword"]),
            decade=bool(g["decade"]),
            month=parse_number(g["month"]) if g["month"] else None,
            month_word=known.get(g["monthword"] or ""),
            day=parse_number(g["day"]) if g["day"] else None,
            day_word=known.get(g["dayword"] or ""),
            year_to=parse_number(g["yearto"]) if g["yearto"] else None,
            month_to=parse_number(g["monthto"]) if g["monthto"] else None,
            day_to=parse_number(g["dayto"]) if g["dayto"] else None,
            week_word=known.get(g["weekword"] or g["weekword2"] or ""),
            weekday=WEEKDAYS.index(weekday) if weekday else None,
            part=part,
            clock=clock,
            half_named=bool(g["half_day"]),
        )
    except (KeyError, ValueError):
        return None
    if g["era"] and form.year is None:
        return None
    return form


def _year(g: dict[str, str | None]) -> int | None:
    if g["year"]:
        return parse_number(g["year"])
    if g["era"] and g["eranum"]:
        return era_year(g["era"], 1 if g["eranum"] == "元" else parse_number(g["eranum"]))
    return None


def _clock(g: dict[str, str | None]) -> tuple[int, int] | None:
    half_day = g["half_day"]
    hour_text = g["hour"] or g["hour2"]
    if half_day == "正午" and not hour_text:
        return 12, 0
    if not hour_text:
        return None
    hour = parse_number(hour_text)
    minute_text = g["minute"] or g["minute2"]
    minute = 30 if g["halfpast"] or g["halfpast2"] else parse_number(minute_text) if minute_text else 0
    if half_day in ("午後", "夜", "夕方", "夕", "夕刻", "夜遅く") and hour < 12:
        hour += 12
    return (hour, minute) if hour <= 24 and minute < 60 else None
