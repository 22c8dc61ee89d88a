#!/usr/bin/env python3
"""Compile the index that ships in the wheel from ../shared/gazetteer, with cleaned labels and names.

usage: python scripts/build_gazetteer.py [--source DIR] [--output DIR]

The source files say which id belongs to which names, but a third of the names rest on
one alias list. What is published as a label and what may link is decided here, by the
rules in this file; the same files give the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import lzma
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kgpub.link.derive import OFFICE, derived, stems
from kgpub.link.format import Alias, Entry, Grade
from kgpub.link.kinds import classify
from kgpub.link.names import fold, kana_sound, last_component, latin_sounds
from kgpub.link.writer import IndexWriter
from kgpub.model import EntityType
from kgpub.resources import read_table

ROOT = Path(__file__).resolve().parents[1]
TRUSTED = {"cldr", "mpararel", "wof", "ror", "eps", "nsi", "pf", "ne", "uscong", "igo"}

# Names that many states' bodies and parties bear. The list is of words, not of bodies.
GENERIC = re.compile(
    r"^(?:外務|財務|内務|国防|国防総|防衛|法務|司法|商務|農務|農業|農林|農林水産|環境|教育|文部|保健|保健福祉|厚生|厚生労働|労働|運輸|国土交通"
    r"|総務|経済|産業|通商|貿易|エネルギー|情報|文化|国務|統一|科学技術|建設|郵政|大蔵|通信)(?:省|部|庁)$"
    r"|^(?:国会|議会|上院|下院|元老院|国民議会|連邦議会|人民議会|州議会|衆議院|参議院|代議院|立法院|両院|連邦院|枢密院|貴族院|庶民院"
    r"|最高裁判所|最高裁|憲法裁判所|高等裁判所|地方裁判所|最高検察庁|検察庁|検察|警察|国家警察|連邦警察|憲兵隊|警察庁|警視庁"
    r"|陸軍|海軍|空軍|海兵隊|国軍|政府軍|国防軍|沿岸警備隊|軍|中央銀行|国立銀行|政府|内閣|内閣府|大統領府|首相府|官邸|宮内庁|気象庁|国税庁|消防庁|造幣局"
    r"|国家安全保障会議|選挙管理委員会|中央委員会|中央選挙管理委員会|会計検査院|人事院|国立公園局|郵便局"
    r"|共産党|社会党|労働党|自由党|保守党|民主党|共和党|緑の党|自由民主党|社会民主党|国民党|人民党|進歩党|改革党|人民連合|社会民主労働党"
    r"|キリスト教民主党|民主社会党|統一党|国民同盟|国民戦線|人民戦線|大連立|野党|与党|サミット|首脳会議|外交部|国防部|財政部"
    r"|赤十字|赤十字社|商工会議所|証券取引所|国立大学|工科大学|国立図書館|国立博物館|国立美術館|オリンピック委員会|サッカー協会|サッカー連盟)$"
    r"|^(?:senate|parliament|congress|house of representatives|house of commons|house of lords|national assembly"
    r"|supreme court|ministry of \w+(?: \w+)*|cabinet|cabinet office|government|police|army|navy|air force|armed forces"
    r"|central bank|communist party|socialist party|labou?r party|liberal party|conservative party|democratic party"
    r"|republican party|green party|liberal democratic party|social democratic party|people'?s party|labour"
    r"|mofa|moj|mof|mod|democrats|republicans|greens|socialists|liberals|conservatives)$",
    re.IGNORECASE,
)
SINOSPHERE = {"JP", "CN", "TW", "HK", "MO", "KR", "KP"}
_STATE = {"GovernmentOrganization", "PoliticalParty"}
_KANA = re.compile(r"[ぁ-ゖァ-ヺ]")
_KANJI = re.compile(r"[一-鿿々]")
_HIRAGANA = re.compile(r"^[ぁ-ゖー・]+$")
_KATAKANA = re.compile(r"^[ァ-ヺー・＝=・ ]+$")
_LATIN = re.compile(r"^[\x20-\x7e\u00c0-\u024f’‘–]+$")
_BRACKETED = re.compile(r"\s*[(（][^()（）]*[)）]$")


@dataclass
class Row:
    """One line of the gazetteer with what the audit adds."""

    id: str
    type: EntityType
    kind: str | None
    ja: str
    en: str
    zh: str
    aliases: list[str]
    country: str
    description: str
    ja_from: str = ""
    en_from: str = ""
    families: tuple[str, ...] = ()
    popularity: int = 0
    leader: bool = False
    labels: dict[str, str] = field(default_factory=dict)


def read(source: Path) -> list[Row]:
    audit = {}
    with lzma.open(source / "gazetteer_audit.tsv.xz", "rt", encoding="utf-8") as lines:
        for cells in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            audit["wd:" + cells["qid"]] = cells
    rows = []
    with (source / "gazetteer.tsv").open(encoding="utf-8", newline="\n") as lines:
        for cells in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if cells["type"] == "Event":  # events are never linked
                continue
            found = classify(cells["type"], cells["description_en"])
            if found is None:
                continue
            facts = audit.get(cells["id"], {})
            rows.append(
                Row(
                    cells["id"], *found, cells["label_ja"], cells["label_en"], cells["label_zh"],
                    [a for a in cells["aliases"].split("|") if a], cells["country"], cells["description_en"],
                    facts.get("ja_from", ""), facts.get("en_from", ""),
                    tuple(sorted((facts.get("families") or "geonames").split("+"))),
                    int(facts.get("pop") or 0), facts.get("leader") == "True",
                )
            )  # fmt: skip
    return sorted(rows, key=lambda row: row.id)


# --- labels -------------------------------------------------------------------


def is_japanese(name: str) -> bool:
    """Whether a name may be Japanese: kana, or kanji that Japanese fonts have."""
    if _KANA.search(name):
        return True
    if not _KANJI.search(name):
        return False
    try:
        name.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def agreement(katakana: str, latin: list[str]) -> float:
    """Return the share of the words of a katakana name that sound like a word of the Latin names."""
    kana = [kana_sound(part) for part in re.split(r"[・ =＝]", katakana) if part]
    roman = {s for name in latin for word in re.split(r"[ \-,]", name) for s in latin_sounds(word)}
    alike = sum(
        any(a == b or (min(len(a), len(b)) > 2 and (a.startswith(b) or b.startswith(a))) for b in roman)
        for a in kana
        if a
    )
    return alike / len(kana) if kana else 0.0


def choose_label(row: Row) -> str:
    """Return the Japanese label that the evidence supports, or ''."""
    label = re.split(r"[：:]", _BRACKETED.sub("", row.ja).replace("=", "＝"))[0].strip()
    if not label:
        return ""
    if row.ja_from in TRUSTED:
        return label
    latin = [row.en, *(a for a in row.aliases if _LATIN.match(a))]
    words = len(re.split(r"[ \-]", row.en))
    options = [label] + [_BRACKETED.sub("", a) for a in row.aliases if is_japanese(a) and not _HIRAGANA.match(a)]
    katakana = [o for o in options if _KATAKANA.match(o) and agreement(o, latin) > 0]
    if katakana and (_KATAKANA.match(label) or row.type is EntityType.PERSON):
        # The form with a middle dot for each word of the English name is the newspapers'.
        def merit(name: str) -> tuple[object, ...]:
            parts = len(re.split(r"[・＝]", name))
            return agreement(name, latin[:1]), agreement(name, latin), parts == words, " " not in name, name == label, -len(name), name

        best = max(katakana, key=merit)
        return best if words == 1 or "・" in best or "＝" in best or row.type is not EntityType.PERSON else ""
    if _KATAKANA.match(label):
        return ""
    if label.isascii() and fold(label) == fold(row.en):
        return label
    # A kanji or mixed label: supported if no other form contradicts it, or another source repeats it.
    rivals = {fold(o) for o in options if o != label and not (fold(o) in fold(label) or fold(label) in fold(o))}
    if fold(label) == fold(row.zh) or not rivals or len(row.families) > 2:
        return label
    return label if row.type is EntityType.PERSON and re.fullmatch(r"[一-鿿々ぁ-ゖ]{2,6}", label) else ""


def labels_of(row: Row) -> dict[str, str]:
    found = {"ja": choose_label(row)}
    english = _BRACKETED.sub("", row.en).strip()
    if _LATIN.match(english):
        found["en"] = english
    # Chinese labels come from the same alias lists; only those beside a real label are told apart.
    if "mpararel" in row.families and _KANJI.search(row.zh) and not _KANA.search(row.zh):
        found["zh"] = row.zh
    return {tag: name for tag, name in found.items() if name}


# --- names ----------------------------------------------------------------------


class Words:
    """What the Japanese dictionary says about a name."""

    def __init__(self) -> None:
        from sudachipy import Dictionary, SplitMode

        self._tokenize = Dictionary(dict="core").create().tokenize
        self._mode, self._short = SplitMode.C, SplitMode.A

    def is_common(self, name: str) -> bool:
        """Whether a name is one dictionary word that is no proper noun."""
        tokens = self._tokenize(name, self._mode)
        return len(tokens) == 1 and "固有名詞" not in tokens[0].part_of_speech() and not tokens[0].is_oov()

    def surname(self, name: str) -> str | None:
        """Return the family name at the start of a Japanese full name, or ``None``."""
        if not re.fullmatch(r"[一-鿿々ぁ-ゖァ-ヺー]{3,6}", name):
            return None
        tokens = self._tokenize(name, self._short)
        if len(tokens) > 1 and tokens[0].part_of_speech()[3] == "姓":
            return tokens[0].surface()
        return name[:2] if len(name) == 4 else None


def usable(name: str, row: Row) -> bool:
    """Whether an alias may be a name at all."""
    if len(fold(name)) < 2 or re.search(r"[Ѐ-ӿ֐-ۿ฀-๿가-힣]", name):
        return False
    if _HIRAGANA.match(name):
        return False  # a reading, not a name; labels in hiragana come in as labels
    if _LATIN.match(name):
        short = len(fold(name)) < 3
        return not short or row.kind == "Country" or (row.type is EntityType.ORGANIZATION and name.isupper())
    if row.kind in ("City", "AdministrativeArea") and row.country not in SINOSPHERE and not _KANA.search(name):
        # 清水市 for Clearwater: a translation or an old spelling, and somewhere else's name.
        return not _KATAKANA.match(row.labels.get("ja", ""))
    return is_japanese(name)


def names_of(row: Row, words: Words) -> list[Alias]:
    found: list[Alias] = []
    office = bool(OFFICE.match(row.description)) or row.leader

    def add(name: str, grade: Grade) -> None:
        found.append(Alias(name, grade, generic=bool(GENERIC.match(name)), common=words.is_common(name)))

    ja, en = row.labels.get("ja"), row.labels.get("en")
    for label in (ja, en, row.labels.get("zh") if row.kind == "Country" else None):
        if label and (len(fold(label)) > 1 or row.kind == "Country"):
            add(label, Grade.LABEL)
    if row.ja and row.ja != ja and usable(row.ja, row):
        add(row.ja, Grade.WEAK)
    for name in row.aliases:
        if not usable(name, row):
            continue
        if row.type is EntityType.PERSON and not re.search(r"[ ・＝=,]", name) and (_LATIN.match(name) or _KATAKANA.match(name)):
            continue  # Putin, プーチン: last names are derived from the label
        add(name, Grade.STRONG if row.kind == "Country" or len(row.families) > 2 else Grade.WEAK)
    trusted = [name for name in (ja, en) if name]
    more = [n for n in row.aliases if row.type is EntityType.PERSON and last_component(n) and _KATAKANA.match(n)]
    for alias in derived(trusted + more, row.type, row.kind, office=office, split=words.surname):
        if alias.part:
            found.append(alias)
        else:
            add(alias.name, alias.grade)
    return found


def drop_mistakes(rows: list[Row], names: dict[str, list[Alias]]) -> int:
    """Remove weak aliases that are another entity's label and sound like nothing this one is called."""
    owners: dict[tuple[str, EntityType], list[Row]] = defaultdict(list)
    for row in rows:
        for label in row.labels.values():
            owners[fold(label), row.type].append(row)
            for stem in stems(label, row.type, row.kind):
                owners[fold(stem), row.type].append(row)
    places = {key for key, type_ in owners if type_ is EntityType.PLACE}
    dropped = 0
    for row in rows:
        latin = [row.en, *(a for a in row.aliases if _LATIN.match(a))]
        kept = []
        for alias in names[row.id]:
            rivals = [r for r in owners.get((fold(alias.name), row.type), ()) if r is not row]
            mistaken = (
                alias.grade in (Grade.WEAK, Grade.STRONG)
                and rivals
                and (not _KATAKANA.match(alias.name) or not agreement(alias.name, latin))
                and not any(r.country and r.country == row.country and r.kind != row.kind for r in rivals)
            )
            if alias.grade is Grade.STEM and row.type is EntityType.ORGANIZATION:
                mistaken = fold(alias.name) in places  # 英国 from 英国放送協会
            if mistaken:
                dropped += 1
            else:
                kept.append(alias)
        names[row.id] = kept
    return dropped


def mark_generic(rows: list[Row], names: dict[str, list[Alias]]) -> None:
    """Mark names that bodies of two or more states share."""
    bearers: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.kind in _STATE:
            for alias in names[row.id]:
                if not alias.part:
                    bearers[fold(alias.name)].add(row.id)
    for row in rows:
        if row.type is EntityType.ORGANIZATION:
            names[row.id] = [
                Alias(a.name, a.grade, a.generic or len(bearers[fold(a.name)]) > 1, a.common, a.part)
                for a in names[row.id]
            ]


@cache
def newspaper_names() -> dict[str, list[str]]:
    """Names of countries as Japanese newspapers write them, by ISO code; the sources lack some."""
    rows = read_table("ja", "countries.tsv")
    return {row["code"]: [n for n in [row["name"], *row["other"].split("|")] if n] for row in rows}


# --- countries ------------------------------------------------------------------


def country_finder(rows: list[Row]):  # type: ignore[no-untyped-def]
    """Return a function that finds the country that an English label or description names."""
    names = {}
    for row in rows:
        if row.kind == "Country":
            for name in [row.en, *row.aliases]:
                if _LATIN.match(name) and len(name) > 3:
                    names[name] = row.country
    names |= {"Congo (Kinshasa)": "CD", "Palestine": "PS"}
    # Georgia, Jordan, Chad and the like are also a state or people's names.
    for doubtful in ("Georgia", "Holy Land", "State"):
        names.pop(doubtful, None)
    pattern = re.compile(
        r"(?:\b(?:of|in|of the|in the|\() ?|^)(" + "|".join(sorted(map(re.escape, names), key=lambda n: (-len(n), n))) + r")\b"
    )

    def find(row: Row) -> str:
        for text in (row.description, row.en):
            match = pattern.search(text)
            if match and not (text is row.en and row.type is EntityType.PERSON):
                return names[match[1]]
        return ""

    return find


# --- entries ---------------------------------------------------------------------


def entries(rows: list[Row]) -> Iterator[Entry]:
    words = Words()
    find = country_finder(rows)
    for row in rows:
        row.labels = labels_of(row)
        if not row.country:
            row.country = find(row)
    names = {row.id: names_of(row, words) for row in rows}
    for row in rows:
        if row.kind in ("Country", "AdministrativeArea") and row.description.startswith("country or territory"):
            names[row.id] += [Alias(n, Grade.STRONG) for n in newspaper_names().get(row.country, ())]
    dropped = drop_mistakes(rows, names)
    mark_generic(rows, names)
    print(f"dropped {dropped} mistaken aliases", file=sys.stderr)
    for row in rows:
        yield Entry(
            row.id, row.type, row.kind, row.labels, tuple(names[row.id]), row.country or None, row.description or None,
            row.popularity, len(row.families), row.leader, "+".join(row.families),
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, default=ROOT.parent / "shared" / "gazetteer")
    parser.add_argument("--output", type=Path, default=ROOT / "src" / "kgpub" / "data" / "gazetteer" / "index")
    args = parser.parse_args()
    with IndexWriter(args.output) as writer:
        writer.add_all(entries(read(args.source)))
        writer.finish({"name": "kgpub"})
    size = sum(path.stat().st_size for path in args.output.iterdir())
    print(f"{args.output}: {size / 1e6:.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
