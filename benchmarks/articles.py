#!/usr/bin/env python3
"""Write made-up news articles in Japanese: varied, of realistic length, the same for the same seed.

    python benchmarks/articles.py 1000 -o articles.jsonl [--seed 1] [--copies 0.2]
    python benchmarks/articles.py 1000 --folder DIR

Each is a schema.org NewsArticle in JSON: a line of JSON Lines, or a file in a folder. The sentences are
templates of our own (article_templates.txt); leaders, members of parliament, companies, towns, bodies and
teams are real names of kgpub's gazetteer and data files. People who are accused, hurt, elected or dead are
made up. Nothing of what the articles tell has happened. With ``--copies``, that share of the articles are
copies of others, as papers print the same wire report: cut, edited, under another headline.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from article_copies import printed_elsewhere
from kgpub.resources import data_path, read_table

TEMPLATES = Path(__file__).with_name("article_templates.txt")
PUBLISHERS = ("青嶺通信", "みなと新報", "東海タイムズ", "日刊はるか", "北都放送", "西方新聞", "ウェブ遠望")


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


SURNAMES = _words("""
    佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木
    松本 井上 木村 清水 山崎 池田 阿部 森 橋本 石川 前田 藤田 小川 岡田
    後藤 長谷川 村上 近藤 石井 坂本 遠藤 青木 藤井 西村 福田 太田 三浦
    藤原 松田 岡本 中川 中野 原田
""")
GIVEN = _words("""
    健一 直樹 翔太 大輔 誠 拓也 浩 修平 和彦 隆之 正人 雄介 亮太 哲也
    秀明 芳雄 美咲 由美子 恵子 陽子 真理 彩香 智子 奈々 明日香 千尋 久美
    玲子 麻衣 沙織 志保 美穂 典子 裕子 悦子 恭平 悠斗 光 俊介 文男
""")
TOPICS = _words("""
    脱炭素 半導体の供給網 海洋の安全 防災 感染症への備え 食料の安定供給 人工知能の規制
    サイバー防衛 観光の振興 少子化への対応 再生可能エネルギー 水素の利用 電気自動車
    自動運転 宇宙の利用 医療の効率化 移民の受け入れ 農産物の輸出 漁業資源の管理
    地域交通の維持 空き家の活用 教育の無償化 年金の見直し 老朽インフラの更新 蓄電池
    量子計算 新薬の開発 重要鉱物の確保 通信網の整備 水資源の保全 森林の再生 物流の効率化
    地方金融の再編 ごみの削減 海底資源の調査 若者の雇用
""")
# Title in the gazetteer's descriptions, and what Japanese news calls it.
POSTS = (
    (r"Prime Minister|Premier of the State Council", "首相"),
    (r"President", "大統領"),
    (r"Minister (of|for) Foreign Affairs", "外相"),
    (r"Minister of Defence", "国防相"),
    (r"Minister of Finance", "財務相"),
)
# Countries whose head of state news calls 国家主席.
_CHAIRS = ("中国", "ベトナム", "ラオス")
_HELD = re.compile(r"(.+?) \(.*?\), \d{4}–")


@dataclass(frozen=True)
class Named:
    """A name in a template, with what belongs to it; ``short`` is how it is called again."""

    name: str
    short: str = ""
    title: str = ""
    country: str = ""
    surname: str = ""
    age: int = 0
    univ: str = ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Generated:
    """An article. ``text`` numbers its text: copies of one have the same number."""

    number: int
    text: int
    desk: str
    kind: str
    published: dt.date
    publisher: str
    headline: str
    paragraphs: tuple[str, ...]

    @property
    def url(self) -> str:
        return f"https://news.example/{self.published:%Y/%m/%d}/{self.number:06}.html"

    def record(self) -> dict[str, object]:
        """Return the article as schema.org describes one."""
        return {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "url": self.url,
            "headline": self.headline,
            "datePublished": self.published.isoformat(),
            "inLanguage": "ja",
            "publisher": {"@type": "Organization", "name": self.publisher},
            "articleBody": "\n".join(self.paragraphs),
        }


# --- names ---------------------------------------------------------------------


@cache
def lexicons() -> dict[str, list[Named]]:
    """Return the names by the letter of their slots, each list in a fixed order."""
    countries = {row["code"]: row["name"] for row in read_table("ja", "countries.tsv")}
    held = """SELECT e.ja, e.country, d.value FROM entity e JOIN text d ON d.id = e.description
              WHERE e.type = 0 AND e.ja IS NOT NULL AND e.country IS NOT NULL ORDER BY e.id"""
    by_kind = """SELECT e.ja, e.country, e.popularity, e.families FROM entity e JOIN text k ON k.id = e.kind
                 WHERE k.value = ? AND e.ja IS NOT NULL AND e.country IS NOT NULL ORDER BY e.id"""
    path = data_path("gazetteer", "index", "entities.sqlite")
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as index:
        offices = list(index.execute(held))
        cities = list(index.execute(by_kind, ("City",)))
        companies = [
            (n, c) for n, c, _, f in index.execute(by_kind, ("Corporation",)) if f > 1 and _company(n)
        ]
        schools = [n for n, c, *_ in index.execute(by_kind, ("EducationalOrganization",)) if c == "JP"]
    institutions = read_table("ja", "institutions.tsv")
    regions = read_table("ja", "regions.tsv")
    makers = {r["name"] for r in institutions if r["kind"] == "Corporation" and r["country"] == "JP"}
    found: dict[str, list[Named]] = {
        "l": [p for n, c, d in offices if (p := _leader(n, countries.get(c, ""), d)) is not None],
        "d": [Named(n) for n, c, d in offices if d.startswith("member of the House of Rep") and c == "JP"],
        "g": [
            Named(n, _short(n))
            for n, _, d in offices
            if d.startswith("Governor of") and "Japan" in d and _divisible(n)
        ],
        "t": [Named(n) for n, c, *_ in cities if c == "JP" and re.search("[市町村]$", n)],
        "w": [
            Named(n, country=countries[c])
            for n, c, people, _ in cities
            if people > 400_000 and c != "JP" and c in countries
        ],
        "c": [Named(n) for n in sorted({n for n, c in companies if c == "JP"} | makers)],
        "x": [Named(n, country=countries[c]) for n, c in companies if c != "JP" and c in countries],
        "u": [Named(n) for n in schools if n.endswith("大学")],
        "m": [Named(r["name"]) for r in institutions if r["country"] == "JP" and r["name"].endswith("省")],
        "o": [
            Named(r["name"])
            for r in institutions
            if not r["country"]
            and r["kind"] == "Organization"
            and re.search("機関|機構|連合|会議$", r["name"])
        ],
        "party": [
            Named(r["name"]) for r in institutions if r["kind"] == "PoliticalParty" and r["country"] == "JP"
        ],
        "team": [Named(r["name"]) for r in read_table("ja", "sports_teams.tsv") if r["cue"] == "野球"],
        "pref": [Named(r["name"]) for r in regions if re.search("[県府都]$", r["name"])],
        "topic": [Named(topic) for topic in TOPICS],
    }  # fmt: skip
    found["m"] += [Named("外務省"), Named("財務省"), Named("防衛省")]
    found["l0"] = [p for p in found["l"] if p.country == "日本" and p.title == "首相"]
    if empty := [key for key, names in found.items() if not names]:
        raise SystemExit(f"the gazetteer has no names for {', '.join(empty)}")
    return found


def _leader(name: str, country: str, description: str) -> Named | None:
    held = _HELD.match(description)
    title = next((ja for en, ja in POSTS if held and re.fullmatch(en, held[1])), None)
    if not title or not country or (country in _CHAIRS and title == "大統領"):
        return None
    return Named(name, _short(name), title, country) if _divisible(name) else None


def _short(name: str) -> str:
    """Return how news calls a person again: by the last part of a foreign name, or by the surname."""
    if re.search("[ァ-ヺ]", name):
        return re.split("[・＝]", name)[-1]
    return name[:2]


def _divisible(name: str) -> bool:
    """Whether it is plain where the surname ends."""
    return len(name) == 4 or re.search("[ァ-ヺ]", name) is not None


def _company(name: str) -> bool:
    return 2 < len(name) < 12 and re.search("大学|スクール|店|株式|新聞|[ぁ-ん +＋]", name) is None


class Slots(dict[str, object]):
    """What stands in an article's slots, drawn when a template first asks for it; never one name twice."""

    def __init__(self, rng: random.Random, today: dt.date) -> None:
        super().__init__()
        self.rng = rng
        self.today = today

    def __missing__(self, slot: str) -> object:
        letter = slot.rstrip("0123456789")
        names = lexicons().get(slot) or lexicons().get(letter)
        if slot in _DAYS:
            # Each time another day.
            return _DAYS[slot](self.rng, self.today)
        if letter in "pe":
            surname, given = self.rng.choice(SURNAMES), self.rng.choice(GIVEN)
            univ = self.rng.choice(lexicons()["u"]).name
            value: Named = Named(surname + given, surname=surname, age=self.rng.randint(38, 74), univ=univ)
        elif names is not None:
            value = self.rng.choice([name for name in names if name not in self.values()])
        else:
            raise SystemExit(f"{TEMPLATES.name}: there is no slot {{{slot}}}")
        self[slot] = value
        return value


def _day(today: dt.date, days: int) -> str:
    day = today + dt.timedelta(days=days)
    if day.year != today.year:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day}日" if day.month == today.month else f"{day.month}月{day.day}日"


_DAYS = {
    "today": lambda rng, today: _day(today, 0),
    "yesterday": lambda rng, today: _day(today, -1),
    "tomorrow": lambda rng, today: _day(today, 1),
    "soon": lambda rng, today: _day(today, rng.randint(8, 150)),
    "nextyear": lambda rng, today: f"{today.year + 1}年",
    "ago": lambda rng, today: _ago(today, rng.randint(20, 900)),
}


def _ago(today: dt.date, days: int) -> str:
    day = today - dt.timedelta(days=days)
    return f"{day.month}月" if day.year == today.year else f"{day.year}年{day.month}月"


# --- articles ------------------------------------------------------------------


@dataclass(frozen=True)
class Story:
    """The sentences of one sort of story, by the letter that stands before them."""

    desk: str
    kind: str
    lines: dict[str, tuple[str, ...]]


@cache
def stories() -> tuple[list[Story], dict[str, tuple[str, ...]]]:
    """Return the stories, and the background sentences by desk."""
    found: list[tuple[str, str, dict[str, list[str]]]] = []
    for line in TEMPLATES.read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            desk, kind = line[3:].split()
            found.append((desk, kind, {}))
        elif line and not line.startswith("#"):
            found[-1][2].setdefault(line[0], []).append(line[2:])
    own = [Story(d, k, {a: tuple(b) for a, b in lines.items()}) for d, k, lines in found if k != "*"]
    return own, {desk: tuple(lines["g"]) for desk, kind, lines in found if kind == "*"}


def fill(template: str, slots: Slots) -> str:
    """Return a template with its choices made, its numbers drawn and its slots filled."""
    rng = slots.rng
    text = re.sub(r"\[([^\[\]]*)\]", lambda m: rng.choice(m[1].split("|")), template)
    text = re.sub(r"<(\d+)-(\d+)>", lambda m: str(rng.randint(int(m[1]), int(m[2]))), text)
    return text.format_map(slots)


def write(number: int, seed: int, story: Story | None = None, first_day: str = "2025-01-01") -> Generated:
    """Return article ``number`` of a seed: the same whichever others are written."""
    rng = random.Random(f"{seed}/{number}")
    own, background = stories()
    story = story or own[number % len(own)]
    published = dt.date.fromisoformat(first_day) + dt.timedelta(days=rng.randrange(365))
    slots = Slots(rng, published)
    lead = fill(rng.choice(story.lines["l"]), slots)
    body = [fill(line, slots) for line in story.lines["b"]]
    for line in (*rng.sample(story.lines["q"], 1), *rng.sample(background[story.desk], rng.randint(1, 4))):
        body.insert(rng.randint(2, len(body)), fill(line, slots))
    # A longer article goes on to something else of its desk.
    other = rng.choice([s for s in own if s.desk == story.desk and s is not story])
    more = Slots(rng, published)
    body += [
        fill(line, more) for line in (rng.choice(other.lines["l"]), *other.lines["b"], *other.lines["q"])
    ]
    length, wanted = len(lead), rng.randint(400, 900)
    paragraphs, sentences = [lead], [""]
    for sentence in body:
        if length >= wanted:
            break
        if sentence.startswith("\n"):
            sentences.append("")
        length += len(sentence)
        sentences[-1] += sentence.strip()
        if rng.random() < 0.55:
            sentences.append("")
    paragraphs += [paragraph for paragraph in sentences if paragraph]
    headline = fill(rng.choice(story.lines["h"]), slots)
    publisher = rng.choice(PUBLISHERS)
    return Generated(
        number, number, story.desk, story.kind, published, publisher, headline, tuple(paragraphs)
    )


def generate(count: int, seed: int = 1, copies: float = 0.0) -> Iterator[Generated]:
    """Yield so many articles; about that share of them are copies of one of the fifty before."""
    rng = random.Random(f"{seed}/order")
    recent: list[Generated] = []
    for number in range(count):
        if recent and rng.random() < copies:
            yield printed_elsewhere(rng.choice(recent), number, seed, PUBLISHERS)
            continue
        article = write(number, seed)
        recent = [*recent[-49:], article]
        yield article


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("count", type=int, nargs="?", default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--copies", type=float, default=0.0, metavar="SHARE")
    parser.add_argument("-o", "--output", type=Path, help="a file of JSON Lines (default: stdout)")
    parser.add_argument("--folder", type=Path, help="write a .json file for each article into this folder")
    args = parser.parse_args()
    articles = generate(args.count, args.seed, args.copies)
    if args.folder is not None:
        args.folder.mkdir(parents=True, exist_ok=True)
        for article in articles:
            path = args.folder / f"{article.number:06}.json"
            path.write_text(json.dumps(article.record(), ensure_ascii=False, indent=1), encoding="utf-8")
        return 0
    lines = (json.dumps(article.record(), ensure_ascii=False) + "\n" for article in articles)
    if args.output is not None:
        args.output.write_text("".join(lines), encoding="utf-8")
    else:
        sys.stdout.writelines(lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
