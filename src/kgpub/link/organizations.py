"""Scores candidates for organizations and terms: country, kind, and how generic the name is."""

from __future__ import annotations

import re

from kgpub.link.context import Context, country_prefix
from kgpub.link.format import Grade
from kgpub.link.index import Record
from kgpub.link.names import fold
from kgpub.link.scores import BASE, Scored
from kgpub.model import Entity, EntityType

# Kinds whose names are ordinary words or names, so that a name alone says little.
_CREATIVE = frozenset(["MusicGroup", "EducationalOrganization"])
_CLUB = "SportsTeam"
_MUSIC = re.compile(
    r"バンド|音楽|歌手|アルバム|ボーカル|楽曲|ライブ|コンサート|グループ|\b(?:band|album|song|singer)\b"
)
_SCHOOL = re.compile(r"大学|学校|学園|大$|高校|中学|学部|University|College|School|Institute")


def score_organizations(entity: Entity, context: Context) -> list[Scored]:
    """Return the organizations that bear one of the entity's names, scored."""
    found: list[Scored] = []
    names = dict.fromkeys((entity.name, *entity.aliases))
    longest = max(len(fold(name)) for name in names)
    for name in names:
        records = _of_type(context, name)
        for record in records:
            score = _score(entity, context, record, None)
            score -= 0.03 * (len(fold(name)) < longest)
            found.append(Scored(record, score))
        if not records and (split := country_prefix(name, context.index)):
            country, rest = split
            # ロシア外務省: only a body of that country; the country is part of the name.
            found += [
                Scored(record, _score(entity, context, record, country))
                for record in _of_type(context, rest)
                if record.country == country and record.generic
            ]
    return found


def _of_type(context: Context, name: str) -> list[Record]:
    return [r for r in context.index.lookup(name) if r.type is EntityType.ORGANIZATION]


def _score(entity: Entity, context: Context, record: Record, stated: str | None) -> float:
    score = BASE[record.grade]
    before = stated or next((iso for m in entity.mentions if (iso := context.country_before(m))), None)
    if record.kind in _CREATIVE and entity.kind != record.kind:
        music = record.kind == "MusicGroup"
        text = context.article.text if music else " ".join((entity.name, *entity.aliases))
        score -= 0.0 if (_MUSIC if music else _SCHOOL).search(text) else 0.25
    if entity.kind and record.kind and entity.kind != record.kind:
        # A club is not the company that it is called after; other kinds are told apart less surely.
        score -= 0.5 if _CLUB in (entity.kind, record.kind) else 0.06
    if record.generic:
        return score + _generic(entity, context, record, before)
    if before and record.country:
        # A company of one country may be spoken of with another (日本の…支社); a body of state may not.
        if before == record.country:
            return score + 0.08
        return score - (0.4 if record.kind == "GovernmentOrganization" else 0.0)
    if record.country in context.countries or (record.country == "JP" and context.domestic):
        score += 0.06
    return score + min(record.families - 1, 3) * 0.02


def _generic(entity: Entity, context: Context, record: Record, before: str | None) -> float:
    """What a name of many bodies is worth: nothing without its country."""
    if not record.country:
        return -0.5
    if before:
        return 0.12 if before == record.country else -0.6
    # A Japanese paper that says 外務省 and no country means Japan's, unless the sentence is abroad.
    home = record.country == "JP" and context.domestic
    if home and not all(context.foreign_before(m) for m in entity.mentions):
        return 0.05
    return -0.4


def score_terms(entity: Entity, context: Context) -> list[Scored]:
    """Return the terms that bear one of the entity's names, scored; only sure names count."""
    return [
        Scored(record, BASE[record.grade] - (0.1 if record.common else 0.0))
        for name in dict.fromkeys((entity.name, *entity.aliases))
        for record in context.index.lookup(name)
        if record.type is EntityType.TERM and record.grade >= Grade.WEAK and len(fold(name)) > 2
    ]
