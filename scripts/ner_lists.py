"""The recogniser's word list: known names and the types of what bears them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from kgpub.annotate.analyser import fold_width
from kgpub.annotate.ner.names import TYPES, normalise

_KINDS = {
    "Person": "Person",
    "Organization": "Organization",
    "GovernmentOrganization": "Organization",
    "Place": "Place",
    "City": "Place",
    "AdministrativeArea": "Place",
    "Country": "Place",
    "Event": "Event",
    "DefinedTerm": "Term",
}
_JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-鿿]")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9&.' \-]{2,}$")
_LONGEST = 40


def read_gazetteer(path: Path) -> list[dict[str, str]]:
    """Return the rows of the gazetteer by column."""
    lines = path.read_text(encoding="utf-8").split("\n")
    header = lines[0].split("\t")
    return [dict(zip(header, line.split("\t"), strict=False)) for line in lines[1:] if line]


def known_names(rows: list[dict[str, str]]) -> dict[str, int]:
    """Return names with a bit for each type; Latin names of people are left out."""
    bits: dict[str, int] = {}
    for row in rows:
        kind = _KINDS.get(row["type"])
        if kind is None:
            continue
        for name in _names(row, latin=kind != "Person"):
            key = normalise(fold_width(unicodedata.normalize("NFC", name.strip())))
            if 2 <= len(key) <= _LONGEST:
                bits[key] = bits.get(key, 0) | 1 << TYPES.index(kind)
    return bits


def _names(row: dict[str, str], *, latin: bool) -> Iterator[str]:
    yield row["label_ja"]
    names = row["aliases"].split("|")
    yield from (a for a in names if _JAPANESE.search(a))
    if latin:
        yield from (a for a in (row["label_en"], *names) if _LATIN.match(a))
