"""Scores candidates for places: kind stated by 県, 市 or 州, countries in the article, size."""

from __future__ import annotations

import math
import re

from kgpub.link.context import Context
from kgpub.link.format import Grade
from kgpub.link.index import Record
from kgpub.link.names import fold
from kgpub.link.scores import BASE, Scored
from kgpub.model import Entity, EntityType

_CITY = "市区町村"
_AREA = "都道府県州省郡"
_SUFFIX = re.compile(r"(?<=..)[市区町村都道府県州省郡]$")
_MINOR_AREA = re.compile(r"\b(?:county|district|municipal|rural|parish|commune|township|arrondissement)\b")
# Kinds that may stand for each other when the words don't tell.
_NEAR = ({"City", "AdministrativeArea"}, {"Place", "Continent"}, {"Place", "Country"}, {"Place", "Facility"})


def stated_kind(name: str) -> str | None:
    """Return the kind that a name's last character states: City, AdministrativeArea or ``None``."""
    if name in ("北海道", "東京都"):
        return "AdministrativeArea"
    match = _SUFFIX.search(name)
    if not match or name.endswith(("自治区", "特別区")):
        return None
    return "City" if match[0] in _CITY else "AdministrativeArea"


def _kind_fit(entity: Entity, record: Record, name: str) -> float | None:
    """Return a bonus for agreement in kind, or ``None`` if the kinds exclude each other."""
    stated = stated_kind(name)
    label = record.label("ja") or ""
    if stated and not (record.kind == stated or label.endswith(name[-1])):
        return None
    kind = entity.kind
    if kind == record.kind:
        return 0.09
    if kind is None:
        return 0.05
    if any({kind, record.kind} == near for near in _NEAR):
        # A river is no town, though both are called by one name.
        if "Facility" in (kind, record.kind) and record.grade < Grade.STRONG:
            return None
        return 0.03 if stated else 0.0
    return None


def score_places(entity: Entity, context: Context) -> list[Scored]:
    """Return the places that bear one of the entity's names, scored."""
    found: list[Scored] = []
    names = dict.fromkeys((entity.name, *entity.aliases))
    longest = max(len(fold(name)) for name in names)
    for name in names:
        for record in context.index.lookup(name):
            if record.type is not EntityType.PLACE:
                continue
            fit = _kind_fit(entity, record, name)
            if fit is None:
                found.append(Scored(record, 0.1))
                continue
            score = BASE[record.grade] + fit + _size(record) + _place_context(record, context, entity)
            # A short form weighs less than the fullest name.
            score -= 0.02 * (len(fold(name)) < longest)
            found.append(Scored(record, score, _identity(record)))
    return found


def _identity(record: Record) -> tuple[str, str | None]:
    """City and prefecture of one name and country are one place to a newspaper reader."""
    bare = re.sub(r"[市都府県]$", "", record.label("ja") or record.id)
    return fold(bare), record.country or "JP"


def _size(record: Record) -> float:
    """Big places are spoken of more: up to 0.08, by the order of magnitude of the population."""
    if record.popularity:
        return 0.08 * min(math.log10(record.popularity) / 7, 1.0)
    # States and provinces have no figure in the sources, but are no hamlets.
    return 0.05 if record.kind == "AdministrativeArea" and not _is_minor(record) else 0.0


def _is_minor(record: Record) -> bool:
    """Whether few outside its country know a place: a town, a county, a district."""
    if record.kind == "City":
        return record.popularity < 500_000 and record.families < 4
    return record.kind == "AdministrativeArea" and bool(_MINOR_AREA.search(record.description_en or ""))


def _place_context(record: Record, context: Context, entity: Entity) -> float:
    if record.kind in ("Country", "Continent"):
        return 0.1
    before = next((iso for m in entity.mentions if (iso := context.country_before(m))), None)
    if record.generic and (before is None or before != record.country):
        return -0.5  # 国会議事堂: every state has one
    if before and record.country:
        return 0.12 if before == record.country else -0.5
    if record.country and record.country in context.countries:
        return 0.1
    if context.domestic and record.country == "JP":
        return 0.1
    # A small town in a country that the article doesn't mention is more likely to be another place.
    return -0.15 if _is_minor(record) else 0.0
