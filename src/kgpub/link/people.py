"""Scores candidates for people: full names, and last names with an office that fits."""

from __future__ import annotations

import re

from kgpub.link.context import Context
from kgpub.link.format import Grade
from kgpub.link.index import Record
from kgpub.link.names import fold, last_component
from kgpub.link.offices import Office, Tenure, office, tenure
from kgpub.link.scores import BASE, Scored
from kgpub.link.sounds import kana_sound, sounds_like
from kgpub.model import Entity, EntityType, Linked

_HONORIFIC = re.compile(r"(?:氏|さん|様|さま|容疑者|被告|ちゃん|くん|君|夫妻|夫人)$")
_PRIVATE = re.compile(r"(?:さん|容疑者|被告|ちゃん|くん)$")
# Longest gap in years between an office in the gazetteer and an article that speaks of its holder.
_MEMORY = 12
_HEADS = frozenset(["president", "prime-minister"])
# From this year on the gazetteer has the heads of states and governments with their years.
_OFFICES_KNOWN_FROM = 2010
# How much a katakana name must sound like the English one to be its.
_LIKE = 0.6
# Posts beside or below the one that a plain title means.
_SECOND = re.compile(
    r"^(?:Deputy|Under|Assistant|Parliamentary|Shadow|Vice|Junior|Minister of State|State Secretary)\b"
)


def names_of(entity: Entity) -> tuple[str, ...]:
    """Return the entity's names without titles and honorifics, in order, without duplicates."""
    found: dict[str, None] = {}
    titles = sorted({role.title for role in entity.roles}, key=len, reverse=True)
    for name in (entity.name, *entity.aliases):
        bare = _HONORIFIC.sub("", name)
        for title in titles:
            if bare.endswith(title) and len(bare) > len(title):
                bare = bare.removesuffix(title)
                break
            if bare.startswith(title + " "):
                bare = bare.removeprefix(title + " ")
                break
        found[bare] = None
    # A name that goes on after the fullest one is that one with its title (石破総理大臣).
    names = [name for name in found if name]
    return tuple(n for n in names if n == names[0] or "・" in n or not n.startswith(names[0]))


def is_full(name: str) -> bool:
    """Whether a name can stand for one person: 石破茂, ジョー・バイデン, Joe Biden."""
    if last_component(name):
        return True
    return len(name) > 2 and not re.fullmatch(r"[ァ-ヺー]+|[\x00-\u024f]+", name)


def score_people(entity: Entity, context: Context) -> list[Scored]:
    """Return the people whom the entity's names and posts may mean, scored."""
    names = names_of(entity)
    offices = [(office(role.title), role.of) for role in entity.roles]
    full = [name for name in names if is_full(name)]
    found = [
        Scored(record, _full_score(entity, context, record, offices))
        for name in full
        for record in context.index.lookup(name)
        if record.type is EntityType.PERSON
    ]
    political = [(o, of) for o, of in offices if o]
    if not any(s.score > 0.3 for s in found) and political:
        found += _by_office(entity, context, names, political)
    return found


def _full_score(
    entity: Entity, context: Context, record: Record, offices: list[tuple[Office | None, str | None]]
) -> float:
    score = BASE[record.grade]
    held = tenure(record.description_en)
    politician = held is not None or record.leader
    if _out_of_office(record, held, offices, context.year):
        return 0.1
    stated = {iso for _, of in offices if (iso := context.country_of(of))}
    if stated and record.country:
        if record.country not in stated:
            return 0.1
        score += 0.12
    if any(o for o, _ in offices):
        score += 0.06 if politician else 0.0
    elif politician:
        private = any(_PRIVATE.search(n) for n in (entity.name, *entity.aliases))
        # A player or a victim who shares a politician's name.
        if offices or private:
            score -= 0.4
    if record.kind is None and not record.description_en and record.grade < Grade.LABEL:
        score -= 0.05
    return score + min(record.families - 1, 2) * 0.02


def _out_of_office(
    record: Record, held: Tenure | None, offices: list[tuple[Office | None, str | None]], year: int | None
) -> bool:
    """Whether the article's head of state cannot be a record's person, but is a namesake, such as a child.

    The gazetteer knows the offices of those who led states in recent years. Who leads one
    now and has none there, or has left it long since, is somebody else.
    """
    leads = any(o is not None and o.name in _HEADS and not o.former for o, _ in offices)
    if not leads or year is None or year < _OFFICES_KNOWN_FROM:
        return False
    if held is None:
        return not record.leader
    return held.until is not None and held.until < year - _MEMORY


def _by_office(
    entity: Entity,
    context: Context,
    names: tuple[str, ...],
    political: list[tuple[Office, str | None]],
) -> list[Scored]:
    """Find people by last name, or its sound, whose office and country are the stated ones."""
    records: dict[str, Record] = {}
    countries = {context.country_of(of) for _, of in political}
    for name in names:
        short = last_component(name) or name
        for record in context.index.surname(short):
            records[record.id] = record
        key = kana_sound(short)
        for record in context.index.sounds(key) if len(key) > 1 else ():
            # Comparing sounds is dear, and nobody of another country holds the office.
            if record.country in countries and any(
                sounds_like(short, word, _LIKE) for word in _latin_words(record)
            ):
                records.setdefault(record.id, record)
    scored = []
    for record in records.values():
        tier = max(_tier(context, record, o, of, names) for o, of in political)
        scored.append((tier, record))
    best = max((tier for tier, _ in scored), default=0)
    unique = sum(tier == best for tier, _ in scored) == 1
    worth = {3: 0.9, 2: 0.75, 1: 0.68}
    return [
        Scored(record, worth.get(tier, 0.2) if tier == best and unique else min(worth.get(tier, 0.2), 0.5))
        for tier, record in sorted(scored, key=lambda s: (-s[0], s[1].id))
    ]


def _tier(context: Context, record: Record, stated: Office, of: str | None, names: tuple[str, ...]) -> int:
    """How well an office fits: 3 holds it, 2 held it, 1 led the country in another office, 0 doesn't fit."""
    held = tenure(record.description_en)
    country = context.country_of(of)
    if country is None and of is None and context.domestic and any(re.search("[一-鿿]", n) for n in names):
        country = "JP"
    if held is None or country is None or record.country != country:
        return 0
    place = context.entities.get(of) if of else None
    second = bool(_SECOND.match(held.post)) and not stated.name.startswith(("vice", "deputy"))
    exact = stated.post and stated.post.search(held.post) and not second and stated.name != "minister"
    if exact and _same_area(held, place):
        if stated.former:
            return 2
        if _in_office(held, context.year):
            return 3
        return 0
    return 1 if _may_lead(record, held, stated, context) else 0


def _may_lead(record: Record, held: Tenure, stated: Office, context: Context) -> bool:
    """Whether a leader known by another office may hold the stated one since.

    Heads of government come from those who led before. The last name must be theirs in its own
    spelling, not merely sound alike, and nobody else of their country in the gazetteer bears it;
    of a head of state, katakana will do.
    """
    if stated.former or not record.leader or record.grade is not Grade.SURNAME:
        return False
    if not _recent(held, context.year):
        return False
    if stated.name in ("governor", "mayor", "ambassador", "speaker", "political", "vice-president"):
        return False
    label = record.label("ja") or ""
    if re.search("[ァ-ヺ]", label):
        return stated.name in ("president", "prime-minister")
    namesakes = [r for r in context.index.surname(label[:2]) if r.country == record.country]
    return len(namesakes) == 1 and len(label) > 2


def _latin_words(record: Record) -> list[str]:
    """The words of the record's English name."""
    return re.split(r"[ \-]", record.label("en") or "")


def _same_area(held: Tenure, place: Entity | None) -> bool:
    """A governor's office names the area: it must be the stated one."""
    if not re.match(r"Governor|Mayor", held.post):
        return True
    if place is None or not isinstance(place.link, Linked):
        return False
    label = dict(place.link.candidate.labels).get("en", "")
    first = label.split(" ")[0]
    return bool(first) and fold(first) in fold(held.post)


def _in_office(held: Tenure, year: int | None) -> bool:
    return held.until is None or year is None or held.until >= year


def _recent(held: Tenure, year: int | None) -> bool:
    if year is None:
        return True
    return held.since <= year and (held.until is None or held.until >= year - _MEMORY)
