"""What type and kind of thing an entity is, told from its short English description.

Gazetteers and Wikidata describe entities in a few words ("city in Japan",
"political party (Italy)"); the rules are in ``data/gazetteer/kinds.tsv``.
"""

from __future__ import annotations

import re
from functools import cache

from kgpub.model import EntityType
from kgpub.resources import read_table

_P, _O, _L, _T = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.TERM

# Territories with a code of their own in ISO 3166-1 (and the codes reserved for
# CLDR) that are not countries; and Antarctica, which is a continent.
_TERRITORY_CODES = """
AC AI AS AW AX BL BM BQ BV CC CP CW CX DG EA FK FO GF GG GI GL GP GS GU HK HM IC IM IO JE KY MF MO MP
MQ MS NC NF PF PM PN PR RE SH SJ SX TA TC TF TK UM VG VI WF YT
"""
TERRITORIES = frozenset(_TERRITORY_CODES.split())

_TERRITORY = re.compile(r"country or territory \(ISO 3166-1 (\w\w)\)")
_HINTS: dict[str, tuple[EntityType, str | None]] = {
    "Person": (_P, None),
    "Organization": (_O, None),
    "GovernmentOrganization": (_O, "GovernmentOrganization"),
    "Place": (_L, "Place"),
    "City": (_L, "City"),
    "AdministrativeArea": (_L, "AdministrativeArea"),
    "Country": (_L, "Country"),
    "Continent": (_L, "Continent"),
    "Facility": (_L, "Facility"),
    "DefinedTerm": (_T, None),
    "Term": (_T, None),
}


@cache
def _rules() -> tuple[tuple[re.Pattern[str], EntityType | None, str | None], ...]:
    return tuple(
        (re.compile(row["pattern"]), EntityType(row["type"]) if row["type"] else None, row["kind"] or None)
        for row in read_table("gazetteer", "kinds.tsv")
    )


def classify(hint: str | None, description: str | None) -> tuple[EntityType, str | None] | None:
    """Return type and kind, or ``None`` for what is no named entity (or nothing is known of).

    ``hint`` is a type that the source gives. It stands where the description is silent;
    a person stays a person, since offices and employers in the description mislead.

    >>> classify("Organization", "city in Switzerland")[1], classify("City", "county of Japan")[1]
    ('City', 'City')
    >>> classify(None, "Wikimedia disambiguation page") is None
    True
    """
    text = (description or "").casefold()
    known = _HINTS.get(hint or "")
    if known and known[0] is _P:
        return known
    iso = _TERRITORY.match(description or "")
    if iso:
        if iso[1] == "AQ":
            return _L, "Continent"
        return _L, "AdministrativeArea" if iso[1] in TERRITORIES else "Country"
    for pattern, type_, kind in _rules():
        if pattern.search(text):
            if type_ is None:
                return None
            if known and type_ is _P:
                break
            if known and known[0] is type_:
                # A country of today has its ISO code in the description; this was one once.
                if kind == "Country" and hint == "Place":
                    return known
                # Central banks and other bodies of a state may be described as plain ones.
                if kind in (None, "Corporation") and hint == "GovernmentOrganization":
                    return known
                return type_, kind or known[1]
            # The hint is a finer statement than a loose word in a description of a term.
            if known and type_ is _T and known[0] is not _O:
                break
            return type_, kind
    return known
