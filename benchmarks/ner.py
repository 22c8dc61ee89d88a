#!/usr/bin/env python3
"""Score kgpub's recogniser of names beside raw ja_ginza on a file with gold spans, and time both.

usage: python benchmarks/ner.py GOLD.jsonl [--out PRED.jsonl] [--types Person,Place] [--no-baseline]

Each line of GOLD.jsonl is {"id", "text", "spans": [[start, end, type, ...], ...]}, with character
offsets, end exclusive; spans of other types than those asked for count for nothing. With "sents"
([[start, end], ...]) each stretch is analysed on its own, else each line break of the text ends one.
PRED.jsonl gets the recogniser's spans in the same form, with the score as fourth element.

strict: span and type are right; span: the type is not asked; overlap: same type, some characters shared.
Speed is in characters for each second of processor time on one thread, after loading: by
itself (the analyser's tokens and vectors are there), and from the text on.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

# Without this, a second of processor time would mean another thing on another machine.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import numpy as np  # noqa: E402

from kgpub.annotate.analyser import MODEL, fold_width, load_model  # noqa: E402
from kgpub.annotate.ner import LABELS, load  # noqa: E402
from kgpub.model import Analysis, Sentence, Token  # noqa: E402

Span = tuple[int, int, str]

# ja_ginza's labels (the extended named entity hierarchy) under our five. The rest, such as
# times, numbers, titles, natural objects and diseases, has no counterpart.
_PERSON = {"Person", "God", "Character"}
_ORGANIZATION = {
    "Organization_Other", "International_Organization", "Show_Organization", "Family",
    "Sports_Organization_Other", "Pro_Sports_Organization", "Sports_League", "Corporation_Other", "Company",
    "Company_Group", "Political_Organization_Other", "Government", "Political_Party", "Cabinet", "Military",
}  # fmt: skip
_PLACE = {
    "Location_Other", "Spa", "GPE_Other", "City", "County", "Province", "Country", "Region_Other",
    "Continental_Region", "Domestic_Region", "Geological_Region_Other", "Mountain", "Island", "River", "Lake",
    "Sea", "Bay", "Address_Other", "Facility_Other", "Facility_Part", "Archaeological_Place_Other", "Tumulus",
    "GOE_Other", "Public_Institution", "School", "Research_Institute", "Market", "Park", "Sports_Facility",
    "Museum", "Zoo", "Amusement_Park", "Theater", "Worship_Place", "Car_Stop", "Station", "Airport", "Port",
    "Line_Other", "Railroad", "Road", "Canal", "Water_Route", "Tunnel", "Bridge",
}  # fmt: skip
_EVENT = {
    "Event_Other", "Occasion_Other", "Religious_Festival", "Game", "Conference", "Incident_Other", "War",
    "Natural_Phenomenon_Other", "Natural_Disaster", "Earthquake",
}  # fmt: skip
_OTHER = {
    "Product_Other", "Drug", "Weapon", "Service", "Vehicle_Other", "Car", "Train", "Aircraft", "Spaceship",
    "Ship", "Art_Other", "Picture", "Broadcast_Program", "Movie", "Show", "Music", "Book", "Printing_Other",
    "Newspaper", "Magazine",
}  # fmt: skip
# In the corpora that we train on, schools, laboratories and public bodies are organizations.
_BODIES = {"GOE_Other", "Public_Institution", "School", "Research_Institute"}
GINZA_LABELS = (
    dict.fromkeys(_PERSON, "Person")
    | dict.fromkeys(_PLACE, "Place")
    | dict.fromkeys(_ORGANIZATION | _BODIES, "Organization")
    | dict.fromkeys(_EVENT, "Event")
    | dict.fromkeys(_OTHER, "Other")
)


def stretches(row: dict[str, Any]) -> list[tuple[int, int]]:
    """Return the parts of a text that are analysed on their own."""
    if row.get("sents"):
        return [(a, b) for a, b in row["sents"]]
    out, start = [], 0
    for line in row["text"].split("\n"):
        if line.strip():
            out.append((start, start + len(line)))
        start += len(line) + 1
    return out


def analyse_row(row: dict[str, Any]) -> tuple[Analysis, Any]:
    """Return the analyser's sentences for a text, and its vectors for their tokens."""
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    vectors = []
    parts = stretches(row)
    docs = load_model().pipe([fold_width(row["text"][a:b]) for a, b in parts])
    for block, ((offset, _), doc) in enumerate(zip(parts, docs, strict=True)):
        for sent in doc.sents:
            kept = [t for t in sent if not t.is_space]
            index = {t.i: len(tokens) + k for k, t in enumerate(kept)}
            own = []
            for i, t in enumerate(kept, len(tokens)):
                start = offset + t.idx
                end, head = start + len(t.text), index.get(t.head.i, i)
                own.append(Token(i, start, end, t.text, t.lemma_, t.tag_, t.pos_, t.dep_, head, "", "", 0))
                vectors.append(doc.tensor[t.i])
            if own:
                sentences.append(Sentence(len(sentences), block, tuple(own)))
                tokens += own
    return Analysis(tuple(sentences), tuple(tokens)), np.array(vectors, np.float32)


def run_kgpub(rows: Sequence[dict[str, Any]]) -> tuple[list[list[list[Any]]], float, float]:
    """Return the recogniser's spans for each row, its seconds, and the seconds with the analysis."""
    recogniser = load()
    load_model()("準備のための文。")
    began = time.process_time()
    articles = [(row["text"], *analyse_row(row)) for row in rows]
    middle = time.process_time()
    found = recogniser.recognise_many(articles)
    ended = time.process_time()
    spans = [[[s.start, s.end, s.label, round(s.score, 4)] for s in own] for own in found]
    return spans, ended - middle, ended - began


def run_ginza(rows: Sequence[dict[str, Any]]) -> tuple[list[list[list[Any]]], float]:
    """Return the spans of ja_ginza's own recogniser under our labels, and its seconds from the text on."""
    import spacy

    nlp = spacy.load(MODEL)
    nlp("準備のための文。")
    found, began = [], time.process_time()
    for row in rows:
        own = []
        parts = stretches(row)
        for (offset, _), doc in zip(parts, nlp.pipe([row["text"][a:b] for a, b in parts]), strict=True):
            for ent in doc.ents:
                label = GINZA_LABELS.get(ent.label_)
                if label:
                    own.append([offset + ent.start_char, offset + ent.end_char, label])
        found.append(own)
    return found, time.process_time() - began


def f1(right: int, wrong: int, missed: int) -> tuple[float, float, float]:
    """Return precision, recall and their harmonic mean; zero where nothing was to find."""
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    return precision, recall, 2 * right / (2 * right + wrong + missed) if right else 0.0


def overlaps(gold: Iterable[Span], found: Iterable[Span]) -> int:
    """Return how many gold spans share characters with a found span of their type, one to one."""
    left, pairs = sorted(found), 0
    for a in sorted(gold):
        for b in left:
            if a[2] == b[2] and b[0] < a[1] and a[0] < b[1]:
                left.remove(b)
                pairs += 1
                break
    return pairs


def score(
    rows: Sequence[dict[str, Any]], found: Sequence[list[list[Any]]], labels: Sequence[str]
) -> list[str]:
    """Return the lines of a table of strict scores by label, then over all, by span alone, and by overlap."""
    right: Counter[str] = Counter()
    gold_n: Counter[str] = Counter()
    found_n: Counter[str] = Counter()
    spans_right = pairs = 0
    for row, own in zip(rows, found, strict=True):
        gold = {(s[0], s[1], s[2]) for s in row["spans"] if s[2] in labels}
        mine = {(s[0], s[1], s[2]) for s in own if s[2] in labels}
        right.update(s[2] for s in gold & mine)
        gold_n.update(s[2] for s in gold)
        found_n.update(s[2] for s in mine)
        spans_right += len({s[:2] for s in gold} & {s[:2] for s in mine})
        pairs += overlaps(gold, mine)
    total = (sum(gold_n.values()), sum(found_n.values()))
    lines = [f"{'':14}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}"]
    cases = [(label, right[label], gold_n[label], found_n[label]) for label in labels]
    cases += [("strict micro", sum(right.values()), *total), ("span micro", spans_right, *total)]
    for name, hits, gold_count, found_count in [*cases, ("overlap micro", pairs, *total)]:
        p, r, f = f1(hits, found_count - hits, gold_count - hits)
        lines.append(f"{name:14}{p:7.3f}{r:7.3f}{f:7.3f}{gold_count:7}{found_count:7}")
    return lines


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a gold file, or end with a message that names the line."""
    rows = []
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        sys.exit(f"{path}: can't be read: {error}")
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            bad = [
                s
                for s in row["spans"]
                if not 0 <= s[0] < s[1] <= len(row["text"]) or not isinstance(s[2], str)
            ]
        except (ValueError, KeyError, TypeError, IndexError):
            sys.exit(f'{path}:{number}: expected {{"text": ..., "spans": [[start, end, type], ...]}}')
        if bad:
            sys.exit(
                f"{path}:{number}: the span {bad[0]} does not fit the text of {len(row['text'])} characters"
            )
        rows.append(row)
    if not rows:
        sys.exit(f"{path}: no lines")
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path, metavar="GOLD.jsonl")
    parser.add_argument("--out", type=Path, metavar="PRED.jsonl", help="write the recogniser's spans here")
    parser.add_argument("--types", default=",".join(LABELS), help="which types count (default: all five)")
    parser.add_argument("--no-baseline", action="store_true", help="leave raw ja_ginza out")
    options = parser.parse_args()
    labels = options.types.split(",")
    if unknown := [x for x in labels if x not in LABELS]:
        parser.error(f"unknown type {unknown[0]}; expected some of {', '.join(LABELS)}")
    rows = read(options.gold)
    chars = sum(len(row["text"]) for row in rows)
    found, own, whole = run_kgpub(rows)
    print(f"kgpub recogniser: {len(rows)} texts, {chars} characters")
    print("\n".join(score(rows, found, labels)))
    print(f"characters/s: {chars / own:,.0f} by itself, {chars / whole:,.0f} from the text on")
    if options.out:
        with options.out.open("w", encoding="utf-8") as out:
            for row, spans in zip(rows, found, strict=True):
                head = {"id": row["id"]} if "id" in row else {}
                out.write(
                    json.dumps({**head, "text": row["text"], "spans": spans}, ensure_ascii=False) + "\n"
                )
    if not options.no_baseline:
        found, seconds = run_ginza(rows)
        print(f"\nraw {MODEL}, labels mapped")
        print("\n".join(score(rows, found, labels)))
        print(f"characters/s: {chars / seconds:,.0f} from the text on")


if __name__ == "__main__":
    main()
