"""Which names are one referent: short and full names, abbreviations, readings, listed synonyms."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kgpub.annotate import lexicon, mentions_companies, mentions_organizations
from kgpub.annotate.mentions_persons import NameEvidence
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import KANJI, TextView, is_katakana
from kgpub.model import EntityType


@dataclass
class Cluster:
    """Names of one referent while it is being put together; ``evidence`` by start of the name."""

    type: EntityType
    names: list[Proposal] = field(default_factory=list)
    evidence: dict[int, NameEvidence] = field(default_factory=dict)
    kind: str | None = None
    key: str = ""

    @property
    def first(self) -> int:
        """Where the referent is first named."""
        return min(n.start for n in self.names)


def cluster_names(view: TextView, names: Sequence[Proposal], people: Iterable[NameEvidence]) -> list[Cluster]:
    """Return the referents of an article in order of first mention."""
    evidence = {e.name.start: e for e in people}
    clusters = _people(view, [n for n in names if n.type is EntityType.PERSON], evidence)
    for kind in (EntityType.ORGANIZATION, EntityType.PLACE, EntityType.TERM):
        clusters += _things(view, [n for n in names if n.type is kind], kind)
    return sorted(clusters, key=lambda c: (c.first, c.type))


# --- people -----------------------------------------------------------------


def is_part(short: str, full: str) -> bool:
    """Whether a short name can be a surname or given name of a full one.

    >>> is_part("習", "習近平"), is_part("プーチン", "ウラジーミル・プーチン"), is_part("金", "森金一")
    (True, True, False)
    """
    if len(short) >= len(full):
        return False
    parts = re.split("[・= ]", full)
    if len(parts) > 1:
        return short in parts or full.endswith(("・" + short, "=" + short, " " + short))
    if is_katakana(full):
        return False
    return full.startswith(short) or (len(short) > 1 and full.endswith(short))


def _form(view: TextView, name: Proposal) -> str:
    """Return a person's name in usual characters, so that 渡邊 and 渡辺 are one surname."""
    return view.text[name.start : name.end].translate(lexicon.kanji_variants())


def _people(view: TextView, names: list[Proposal], evidence: dict[int, NameEvidence]) -> list[Cluster]:
    """Return one cluster per person; a short name follows its last bearer, and keeps to it."""
    forms = {_form(view, n) for n in names}
    given: dict[str, set[str]] = defaultdict(set)
    for n in names:
        tokens = view.covering(n.start, n.end)
        if len(tokens) == 2 and n.end - n.start > 2:
            # A given name of one character (巌さん) counts where the tagger splits it off.
            given[_form(view, n)].add(tokens[1].text)
    full = [
        f
        for f in sorted(forms, key=lambda f: (-len(f), f))
        if not any(is_part(f, g) or f in given.get(g, ()) for g in forms)
    ]
    clusters = {f: Cluster(EntityType.PERSON) for f in full}
    first: dict[str, int] = {}
    for n in names:
        first.setdefault(_form(view, n), n.start)
    bound: dict[str, str] = {}
    for n in names:
        form = _form(view, n)
        bearers = [f for f in full if is_part(form, f) or form in given.get(f, ())]
        owner = form if form in clusters else _bearer(form, n, bearers, first, bound, evidence, clusters)
        clusters[owner].names.append(n)
        if n.start in evidence:
            clusters[owner].evidence[n.start] = evidence[n.start]
    return [c for c in clusters.values() if c.names]


def _bearer(
    form: str,
    name: Proposal,
    bearers: list[str],
    first: dict[str, int],
    bound: dict[str, str],
    evidence: dict[int, NameEvidence],
    clusters: dict[str, Cluster],
) -> str:
    """Return the full name that a short one stands for here."""
    if len(bearers) > 1:
        # A surname written with 氏 is no given name of somebody else (森氏 and 金森).
        by_surname = [f for f in bearers if f.startswith(form) or "・" in f]
        bearers = by_surname or bearers
    if len(bearers) == 1:
        return bearers[0]
    here = evidence.get(name.start)
    if here is not None and here.title is not None:
        head = here.title.head.synonym
        same = [
            f
            for f in bearers
            if any(e.title and e.title.head.synonym == head for e in clusters[f].evidence.values())
        ]
        if len(same) == 1:
            return same[0]
    if form in bound:
        return bound[form]
    known = [f for f in bearers if first[f] <= name.start]
    choice = max(known, key=lambda f: (first[f], f)) if known else min(bearers, key=lambda f: (first[f], f))
    bound[form] = choice
    return choice


# --- organizations, places and terms ----------------------------------------


def _things(view: TextView, names: list[Proposal], kind: EntityType) -> list[Cluster]:
    """Return clusters of names that are equal, listed together, in brackets, or short for one another."""
    if not names:
        return []
    parent = list(range(len(names)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    def join(i: int, j: int) -> None:
        a, b = sorted((root(i), root(j)))
        parent[b] = a

    texts = [view.text[n.start : n.end] for n in names]
    by_text: dict[str, int] = {}
    by_key: dict[str, int] = {}
    for i, n in enumerate(names):
        join(i, by_text.setdefault(_bare(texts[i]), i))
        if n.key:
            join(i, by_key.setdefault(n.key, i))
    starts = {n.start: i for i, n in enumerate(names)}
    ends = {n.end: i for i, n in enumerate(names)}
    for (start, _), joint in mentions_organizations.abbreviations(view):
        short = starts.get(start)
        long = ends.get(joint, ends.get(joint - 1, starts.get(joint)))
        if short is not None and long is not None and not _address(names[long], names[short]):
            join(short, long)
    for short_form, i in sorted(by_text.items()):
        fits = sorted(
            {root(j) for f, j in by_text.items() if _short_for(short_form, f, kind) and root(j) != root(i)}
        )
        # A listed short name (国連) says itself what it is short for.
        same_body = len(fits) == 1 and any(
            f.endswith(short_form) and _prefix_of_country(short_form, f)
            for f, j in by_text.items()
            if root(j) == fits[0]
        )
        if len(fits) == 1 and (same_body or not names[i].key):
            join(i, fits[0])
    groups: dict[int, Cluster] = defaultdict(lambda: Cluster(kind))
    for i, n in enumerate(names):
        groups[root(i)].names.append(n)
    for cluster in groups.values():
        cluster.kind = next((n.kind for n in cluster.names if n.kind), None)
        cluster.key = next((n.key for n in cluster.names if n.key), "")
    return list(groups.values())


_AREAS = frozenset(["AdministrativeArea", "City", "Country", "Continent"])


def _address(place: Proposal, inside: Proposal) -> bool:
    """Whether brackets after a place hold where it lies, and no other name of it (青葉空港(北県))."""
    return place.type is EntityType.PLACE and inside.kind in _AREAS and place.kind != inside.kind


# 日産 is 日産自動車, but 参議院 is not its committee, nor a company its union.
_OWN_NAMES = frozenset(
    ["Corporation", "PoliticalParty", "NewsMediaOrganization", "SportsTeam", "EducationalOrganization"]
)
_PARTS = (
    "委員会",
    "局",
    "部",
    "課",
    "支部",
    "支社",
    "支店",
    "養成所",
    "研究所",
    "病院",
    "労組",
    "組合",
    "連盟",
    "県連",
    "議員団",
    "本部",
)


def _part_of(rest: str) -> bool:
    return rest.endswith(_PARTS)


COURTS = {"地裁": "地方裁判所", "高裁": "高等裁判所", "家裁": "家庭裁判所", "簡裁": "簡易裁判所"}
COURTS |= {"地検": "地方検察庁", "高検": "高等検察庁", "区検": "区検察庁", "労基署": "労働基準監督署"}


def _bare(text: str) -> str:
    """Return a name without what does not tell names apart: ・, legal forms, short words for courts."""
    text = re.sub(r"[・\s]", "", mentions_companies.without_form(text))
    for holding, long in mentions_companies.HOLDING.items():
        if text.endswith(holding) and not text.removesuffix(holding).endswith(("G", "F")):
            text = text.removesuffix(holding) + long
    return next((text.removesuffix(s) + long for s, long in COURTS.items() if text.endswith(s)), text)


def _short_for(short: str, full: str, kind: EntityType) -> bool:
    """Whether one name is short for another of the same type."""
    if len(short) >= len(full) or len(short) < 2:
        return False
    rest = full[len(short) :] if full.startswith(short) else None
    if kind is EntityType.PLACE:
        return rest is not None and rest in ("州", "市", "島", "半島", "大陸", "空港", "国際空港", "駅", "港")
    if kind is EntityType.TERM:
        tail = (
            rest is not None
            and re.fullmatch(r"[0-9]+号機?|制度|計画|構想|戦略|法|諸国|ロケット", rest) is not None
        )
        return tail or (len(short) >= 5 and full.endswith(short)) or _shortened(short, full)
    if rest is not None:
        kinds = [k for s, (k, _) in lexicon.organization_suffixes().items() if rest.endswith(s)]
        own_name = not kinds or any(k in _OWN_NAMES for k in kinds)
        return (
            own_name
            and short not in lexicon.countries()
            and short not in lexicon.regions()
            and not _part_of(rest)
        )
    return is_abbreviation(short, full) or (
        full.endswith(short) and len(short) >= 3 and _prefix_of_country(short, full)
    )


def _shortened(short: str, full: str) -> bool:
    """Whether words were left out of the middle of a long name (A包括的B条約, AのB条約)."""
    if len(short) < 7 or short[:2] != full[:2] or short[-4:] != full[-4:]:
        return False
    return not Counter(short) - Counter(full)


def _prefix_of_country(short: str, full: str) -> bool:
    return full[: -len(short)] in lexicon.countries() or full[: -len(short)] in lexicon.country_characters()


def is_abbreviation(short: str, full: str) -> bool:
    """Whether kanji of a long name, in order, make the short one: 日鉄 of 日本製鉄, 海保 of 海上保安庁.

    >>> is_abbreviation("日鉄", "日本製鉄"), is_abbreviation("日航", "日本製鉄")
    (True, False)
    """
    if not KANJI.fullmatch(short) or short[0] != full[0] or len(full) < len(short) + 2:
        return False
    rest = iter(full)
    return all(char in rest for char in short)
