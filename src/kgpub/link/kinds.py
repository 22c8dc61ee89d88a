"""What type and kind of thing an entity is, told from its short English description.

Gazetteers and Wikidata describe entities in a few words ("city in Japan",
"political party (Italy)"). The first rule whose pattern is found decides; order
matters, because "university hospital" and "football stadium" hold two clues.
"""

from __future__ import annotations

import re

from kgpub.model import EntityType

_P, _O, _L, _T = EntityType.PERSON, EntityType.ORGANIZATION, EntityType.PLACE, EntityType.TERM

# Territories with a code of their own in ISO 3166-1 (and the codes reserved for
# CLDR) that are not countries; and Antarctica, which is a continent.
TERRITORIES = frozenset(
    "AC AI AS AW AX BL BM BQ BV CC CP CW CX DG EA FK FO GF GG GI GL GP GS GU HK HM IC IM IO JE KY MF MO MP"
    " MQ MS NC NF PF PM PN PR RE SH SJ SX TA TC TF TK UM VG VI WF YT".split()
)

_RULES: tuple[tuple[str, EntityType | None, str | None], ...] = (
    # Things that keyword rules mistake for places or bodies.
    (r"^(wikimedia|wikipedia) |^(family|given|male given|female given) name\b|disambiguation", None, None),
    (r"\b(parliamentary|legislative) term\b|^list of\b", None, None),
    (
        r"\b(act of parliament|statute|constitution|treaty|religious text|art movement|genre|award|medal|prize)\b"
        r"|\b(archaeological|geological|historical) period\b|\bocean liner\b|\b(ship|battle|war) (of|in|class)\b",
        _T,
        None,
    ),
    # Buildings before the bodies that use them.
    (
        r"\b(stadium|arena|airport|air ?base|aerodrome|railway station|metro station|(dead-end|elevated|central"
        r"|underground|subway|train) station|spaceport|skyscraper|(parliament|capitol|government|church|office)"
        r" building|civic building|palace|castle|bridge|dam|tower|art museum|museum|theatre building|theater|concert"
        r" hall|cathedral|mosque|shrine|basilica|convention center|(sports|tennis) venue|race ?track|circuit"
        r"|amusement park|theme park|park$|national park|zoo|public square|^square$|prison|port$|harbou?r|lighthouse"
        r"|space station|research station|building complex|^building|naval base|military base|power station"
        r"|nuclear power plant|shipyard|dockyard|cemetery)\b",
        _L,
        "Facility",
    ),
    (r"\bpolitical party\b|\bparty\b.*\bpolitical\b", _O, "PoliticalParty"),
    (
        r"\b(newspaper|news agency|news (web)?site|television (station|channel|network)|tv (station|channel|network)"
        r"|broadcaster|broadcasting (company|corporation)|radio (station|network)|news magazine|specialty channel"
        r"|state media|tv production company)\b",
        _O,
        "NewsMediaOrganization",
    ),
    (
        r"\b((association )?football|soccer|basketball|baseball|rugby( union| league)?|ice hockey|hockey|volleyball"
        r"|cricket|handball|cycling|futsal|auto racing|sports?) (club|team)\b|\bnational .*\bteam\b|racing team",
        _O,
        "SportsTeam",
    ),
    (r"\b(musical (group|duo|trio|ensemble)|rock band|girl group|boy band|^band|orchestra)\b", _O, "MusicGroup"),
    (
        r"\b(ministry|government agency|government organi[sz]ation|federal (department|agency)|executive department"
        r"|senate|legislature|parliament|lower house|upper house|legislative assembly|army|navy|air force|coast guard"
        r"|armed forces|military (unit|branch)|gendarmerie|intelligence agency|police|court|space agency"
        r"|(state|federal|national) government|executive branch|cabinet|prosecutor|regulatory (agency|body)"
        r"|^government\b|independent agency)\b",
        _O,
        "GovernmentOrganization",
    ),
    (r"\b(university|college|school|education in|educational institution|academy)\b", _O, "EducationalOrganization"),
    (
        r"\b(business|company|corporation|brand|manufacturer|airline|bank|developer|publisher|record label"
        r"|conglomerate|retailer|automaker|supermarket|automobile marque|enterprise|insurer|operator)\b",
        _O,
        "Corporation",
    ),
    (
        r"\b(international|intergovernmental|nonprofit|non-profit|non-governmental) organi[sz]ation\b|\borgani[sz]ation\b"
        r"|stock exchange|research institute|\bassociation\b|economic union|central bank|\bforum\b|\balliance\b"
        r"|national church|particular church|sports league|sports federation|labou?r union|trade union",
        _O,
        None,
    ),
    (r"^continent\b", _L, "Continent"),
    (
        r"\b(prefecture of|province|provinces|oblast|krai|department of|state of (the united states|india|germany"
        r"|mexico|brazil|australia|austria|nigeria|malaysia)|canton of|county of (?!japan)|county$|governorate|emirate"
        r"|voivodeship|autonomous (region|community|republic|county|prefecture)|republic of russia|region of"
        r"|administrative territorial entity|district of|union territory|federal subject|federal district"
        r"|special administrative region|rural district|state in)\b",
        _L,
        "AdministrativeArea",
    ),
    (r"^(historical country|former country|empire|historic state|supranational union)\b", _L, "Place"),
    (
        r"\b(city|town|village|comune|commune|municipality|human settlement|locality|localadmin|hamlet|borough"
        r"|ward of|special ward|county of japan|metropolis|district capital)\b(?! (council|hall))",
        _L,
        "City",
    ),
    (
        r"\b(sovereign state|island (country|nation|state)|country (in|of|on|that|with|located|spanning)"
        r"|state in (east|west|south|central|north))\b|^country$",
        _L,
        "Country",
    ),
    (
        r"\b(river|mountain|mountain range|volcano|island|islands|archipelago|sea|ocean|lake|bay|gulf|strait"
        r"|peninsula|desert|glacier|valley|cape|geographic region|region|marinearea|hill|plateau|canal|plain|basin)\b",
        _L,
        "Place",
    ),
    (
        r"\b(politician|president|minister|actor|actress|singer|writer|author|novelist|footballer|player|athlete"
        r"|musician|composer|painter|director|journalist|diplomat|scientist|physicist|chemist|economist|lawyer|monarch"
        r"|king|queen|emperor|businessman|businesswoman|businessperson|entrepreneur|member of|governor|senator"
        r"|rapper|model|swimmer|wrestler|skater|philosopher|poet|historian|engineer|astronaut)\b",
        _P,
        None,
    ),
)
_COMPILED = tuple((re.compile(pattern), type_, kind) for pattern, type_, kind in _RULES)
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
    for pattern, type_, kind in _COMPILED:
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
