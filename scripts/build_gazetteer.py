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
from kgpub.link.names import fold, last_component
from kgpub.link.screen import (
    HIRAGANA,
    KANA,
    KANJI,
    KATAKANA,
    LATIN,
    Words,
    is_generic,
    is_japanese,
    is_usable,
)
from kgpub.link.sounds import kana_sound, latin_sounds, likeness
from kgpub.link.writer import IndexWriter
from kgpub.model import EntityType
from kgpub.resources import read_table

ROOT = Path(__file__).resolve().parents[1]
TRUSTED = {"cldr", "mpararel", "wof", "ror", "eps", "nsi", "pf", "ne", "uscong", "igo"}

SINOSPHERE = {"JP", "CN", "TW", "HK", "MO", "KR", "KP"}
_STATE = {"GovernmentOrganization", "PoliticalParty"}
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
            if (
                found[1] == "City"
                and cells["country"] == "JP"
                and cells["label_ja"].endswith(("都", "府", "県"))
            ):
                found = (found[0], "AdministrativeArea")
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
    latin = [row.en, *(a for a in row.aliases if LATIN.match(a))]
    words = len(re.split(r"[ \-]", row.en))
    options = [label] + [
        _BRACKETED.sub("", a) for a in row.aliases if is_japanese(a) and not HIRAGANA.match(a)
    ]
    katakana = [o for o in options if KATAKANA.match(o) and agreement(o, latin) >= 0.5]
    plain = not KATAKANA.match(label) and row.type is EntityType.ORGANIZATION
    if katakana and plain and not any(agreement(o, [row.en]) == 1 for o in katakana):
        plain = False
    # パナソニック, not 松下電器: a name that sounds like the English one has better evidence.
    if katakana and (KATAKANA.match(label) or row.type is EntityType.PERSON or plain):
        # The form with a middle dot for each word of the English name is the newspapers'.
        def merit(name: str) -> tuple[object, ...]:
            parts = [part for part in re.split(r"[・＝]", name) if part]
            spelled = re.split(r"[ \-]", row.en)
            like = sum(max(likeness(part, word) for word in spelled) for part in parts) / len(parts)
            return round(like, 1), len(parts) == words, " " not in name, name == label, -options.index(name)

        best = max(katakana, key=merit)
        return best if words == 1 or "・" in best or "＝" in best or row.type is not EntityType.PERSON else ""
    if KATAKANA.match(label):
        return ""
    if label.isascii() and fold(label) == fold(row.en):
        return label
    # A kanji or mixed label: supported if no other form contradicts it, or another source repeats it.
    rivals = {
        fold(o) for o in options if o != label and not (fold(o) in fold(label) or fold(label) in fold(o))
    }
    if fold(label) == fold(row.zh) or not rivals:
        return label
    return label if row.type is EntityType.PERSON and re.fullmatch(r"[一-鿿々ぁ-ゖ]{2,6}", label) else ""


def labels_of(row: Row) -> dict[str, str]:
    found = {"ja": choose_label(row)}
    english = _BRACKETED.sub("", row.en).strip()
    if LATIN.match(english):
        found["en"] = english
    # Chinese labels come from the same alias lists; only those beside a real label are told apart.
    if "mpararel" in row.families and KANJI.search(row.zh) and not KANA.search(row.zh):
        found["zh"] = row.zh
    return {tag: name for tag, name in found.items() if name}


# --- names ----------------------------------------------------------------------


def usable(name: str, row: Row) -> bool:
    """Whether an alias of the sources may be a name of the entity at all."""
    abroad = row.kind in ("City", "AdministrativeArea") and row.country not in SINOSPHERE
    if abroad and not KANA.search(name) and is_japanese(name) and KATAKANA.match(row.labels.get("ja", "")):
        # 清水市 for Clearwater: a translation or an old spelling, and somewhere else's name.
        return False
    return is_usable(name, row.type, row.kind)


def names_of(row: Row, words: Words) -> list[Alias]:
    found: list[Alias] = []
    office = bool(OFFICE.match(row.description)) or row.leader

    def add(name: str, grade: Grade) -> None:
        found.append(Alias(name, grade, generic=is_generic(name), common=words.is_common(name)))

    ja, en = row.labels.get("ja"), row.labels.get("en")
    for label in (ja, en, row.labels.get("zh") if row.kind == "Country" else None):
        if label and (len(fold(label)) > 1 or row.kind == "Country"):
            add(label, Grade.LABEL)
    if row.ja and row.ja != ja and usable(row.ja, row):
        add(row.ja, Grade.WEAK)
    for name in row.aliases:
        if not usable(name, row):
            continue
        if (
            row.type is EntityType.PERSON
            and not re.search(r"[ ・＝=,]", name)
            and (LATIN.match(name) or KATAKANA.match(name))
        ):
            continue  # Putin, プーチン: last names are derived from the label
        add(name, Grade.STRONG if row.kind == "Country" or len(row.families) > 2 else Grade.WEAK)
    trusted = [name for name in (ja, en) if name]
    more = [
        n for n in row.aliases if row.type is EntityType.PERSON and last_component(n) and KATAKANA.match(n)
    ]
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
        latin = [row.en, *(a for a in row.aliases if LATIN.match(a))]
        kept = []
        for alias in names[row.id]:
            rivals = [r for r in owners.get((fold(alias.name), row.type), ()) if r is not row]
            mistaken = (
                alias.grade in (Grade.WEAK, Grade.STRONG)
                and rivals
                and (not KATAKANA.match(alias.name) or not agreement(alias.name, latin))
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
                if LATIN.match(name) and len(name) > 3:
                    names[name] = row.country
    names |= {"Congo (Kinshasa)": "CD", "Palestine": "PS"}
    # Georgia, Jordan, Chad and the like are also a state or people's names.
    for doubtful in ("Georgia", "Holy Land", "State"):
        names.pop(doubtful, None)
    pattern = re.compile(
        r"(?:\b(?:of|in|of the|in the|\() ?|^)("
        + "|".join(sorted(map(re.escape, names), key=lambda n: (-len(n), n)))
        + r")\b"
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
        if row.kind in ("Country", "AdministrativeArea") and row.description.startswith(
            "country or territory"
        ):
            names[row.id] += [Alias(n, Grade.STRONG) for n in newspaper_names().get(row.country, ())]
    dropped = drop_mistakes(rows, names)
    mark_generic(rows, names)
    print(f"dropped {dropped} mistaken aliases", file=sys.stderr)
    for row in rows:
        yield Entry(
            row.id, row.type, row.kind, row.labels, tuple(names[row.id]),
            row.country or None, row.description or None, row.popularity, len(row.families),
            row.leader, "+".join(row.families),
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--source", type=Path, default=ROOT.parent / "shared" / "gazetteer")
    parser.add_argument(
        "--output", type=Path, default=ROOT / "src" / "kgpub" / "data" / "gazetteer" / "index"
    )
    args = parser.parse_args()
    with IndexWriter(args.output) as writer:
        writer.add_all(entries(read(args.source)))
        writer.finish({"name": "kgpub"})
    size = sum(path.stat().st_size for path in args.output.iterdir())
    print(f"{args.output}: {size / 1e6:.1f} MB", file=sys.stderr)


if __name__ == "__main__":
    main()
