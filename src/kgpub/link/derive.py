"""Names that follow from a label: short forms of places and bodies, last names, sounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kgpub.link.format import SOUND, SURNAME, Alias, Grade
from kgpub.link.names import last_component
from kgpub.link.sounds import latin_sounds
from kgpub.model import EntityType

# "Minister of Defence (Japan), 2019–2020" — the form in which holders of an office are described.
OFFICE = re.compile(
    r"^(?P<post>.+?)(?: \((?P<country>[^()]+(?:\([^()]*\))?)\))?, (?P<since>\d{4})–(?P<until>\d{4})?$"
)

_BRACKET = re.compile(r"\s*[(（][^()（）]*[)）]$")
_PLACE_SUFFIX = re.compile(r"(?<=.{2})(?:特別市|広域市|直轄市|自治区|市|県|州|省|都|府|郡)$")
# 京都府, 東京都 … lose 府, 都; a name such as 津市 or 呉市 would leave one character.
_COMPANY = re.compile(
    r"^(?:株式会社|有限会社|一般社団法人|公益財団法人)|(?:株式会社|有限会社|ホールディングス)$"
)
_INDUSTRY = re.compile(r"(?<=[\u3040-\u9fff]{2})(?:自動車|自動車工業|重工業|電機|製作所|放送協会|新聞社)$")
_PARTY = re.compile(r"(?<=[\u3040-\u9fff]{2})党$")
_LATIN_TAIL = re.compile(r"(?<=[ァ-ヺー]{3})\s*[A-Z][A-Z.]*$")
# 自由, 民主, 共産 are words; parties that bear them can't be told apart by them.
_IDEAS = re.compile(
    r"^(?:自由|民主|社会|共産|労働|保守|共和|人民|国民|進歩|改革|統一|中央|急進|緑|未来|祖国|正義|維新)+$"
)


def stems(label: str, type_: EntityType, kind: str | None) -> tuple[str, ...]:
    """Return shorter forms in which a label is written, without the label itself, sorted.

    >>> stems("福島県", EntityType.PLACE, "AdministrativeArea"), stems("津市", EntityType.PLACE, "City")
    (('福島',), ())
    >>> stems("公明党", EntityType.ORGANIZATION, "PoliticalParty")
    ('公明',)
    """
    found = set()
    plain = _BRACKET.sub("", label)
    found.add(plain)
    if type_ is EntityType.PLACE:
        if kind in ("City", "AdministrativeArea", "Facility"):
            found.add(_PLACE_SUFFIX.sub("", plain))
        found.add(_LATIN_TAIL.sub("", plain))
    elif type_ is EntityType.ORGANIZATION:
        company = _COMPANY.sub("", plain)
        found.add(company)
        if kind in ("Corporation", "NewsMediaOrganization", None):
            found.add(_INDUSTRY.sub("", company))
        party = _PARTY.sub("", plain)
        if kind == "PoliticalParty" and not _IDEAS.match(party):
            found.add(party)
    return tuple(sorted(name for name in found - {label} if len(name) > 1))


def derived(
    names: Iterable[str],
    type_: EntityType,
    kind: str | None,
    *,
    office: bool,
    split: Callable[[str], str | None] = lambda name: None,
) -> tuple[Alias, ...]:
    """Return the aliases that follow from an entity's trusted names.

    Last names are only given for people who hold or held an ``office``: the linker
    accepts them on the evidence of title and country, which others don't have.
    ``split`` finds the last name in a kanji name.
    """
    found: set[Alias] = set()
    for name in names:
        if type_ is not EntityType.PERSON:
            found.update(Alias(stem, Grade.STEM) for stem in stems(name, type_, kind))
            continue
        if not office:
            continue
        last = last_component(name) or split(name)
        if last:
            found.add(Alias(last, Grade.SURNAME, part=SURNAME))
            # Some are known by their first name (プラボウォ): sounds cover each part.
            parts = name.split(" ") if name.isascii() or latin_sounds(last) else []
            for part in parts or [last]:
                found.update(
                    Alias(key, Grade.SOUND, part=SOUND) for key in latin_sounds(part) if len(key) > 1
                )
    return tuple(sorted(found, key=lambda a: (a.part, a.name, a.grade)))
