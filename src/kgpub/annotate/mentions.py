"""Names in the text: all finders' evidence weighed together, then made consistent over the article."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kgpub.annotate import (
    lexicon,
    mentions_bodies,
    mentions_companies,
    mentions_facilities,
    mentions_municipalities,
    mentions_organizations,
    mentions_persons,
    mentions_places,
    mentions_routes,
    mentions_sports,
    terms,
)
from kgpub.annotate.mentions_external import RecognisedSpan, gazetteer_names, recognised_names
from kgpub.annotate.mentions_persons import NameEvidence, honorific_at
from kgpub.annotate.mentions_repeated import bracketed, repeated
from kgpub.annotate.mentions_routes import river_follows
from kgpub.annotate.post_owners import is_owner
from kgpub.annotate.proposals import Proposal, weigh
from kgpub.annotate.textview import TextView, is_proper
from kgpub.annotate.title_phrases import TitlePhrase, find_title_phrases
from kgpub.model import EntityType, Span

if TYPE_CHECKING:
    from kgpub.link.index import Index

# From this weight on an organization's finder is surer than a post is of a person before it.
_SURE_BODY = 4.0
# So is the recogniser with this score.
_SURE_SPAN = 0.9
# 【ソウル=山田花子】: who reports is no part of the news.
_REPORTER = re.compile(r"(?<==)[^】)=\n]{2,12}(?=】)|(?<=特派員・)[^】)\n]{2,8}")


@dataclass(frozen=True, slots=True)
class Names:
    """The accepted names in order, people's names with what stands around them, and all posts."""

    names: tuple[Proposal, ...]
    people: tuple[NameEvidence, ...]
    phrases: tuple[TitlePhrase, ...]


def find_names(view: TextView, recognised: Sequence[RecognisedSpan], index: Index) -> Names:
    """Return every name of the article's prose with its type."""
    organizations = [
        *mentions_organizations.listed(view),
        *mentions_organizations.with_suffixes(view),
        *mentions_organizations.equated(view),
        *mentions_bodies.country_groups(view),
        *mentions_bodies.police(view),
        *mentions_bodies.with_headquarters(view),
        *mentions_bodies.after_country(view),
        *mentions_bodies.quoted(view),
        *mentions_bodies.latin_brands(view),
        *mentions_bodies.groups_of_countries(view),
        *mentions_companies.with_forms(view),
        *mentions_companies.in_deals(view),
        *mentions_sports.national_teams(view),
        *mentions_sports.short_names(view),
        *mentions_bodies.universities(view),
        *mentions_bodies.alma_maters(view),
        *mentions_bodies.high_schools(view),
    ]
    # A listed name (朝鮮労働党) is cut more surely than what stands before an ending.
    ends = {
        p.end: p.start for p in sorted(organizations, key=lambda p: (p.source == "list", p.end - p.start))
    }
    phrases = find_title_phrases(view, ends)
    bodies = {(p.start, p.end) for p in organizations if p.weight >= _SURE_BODY}
    bodies |= {(s.start, s.end) for s in recognised if s.label == "Organization" and s.score >= _SURE_SPAN}
    people = _people(view, phrases, bodies, index)
    proposals = [
        *organizations,
        *_person_proposals(people),
        *mentions_sports.clubs(view),
        *mentions_bodies.owners(view, [(e.name.start, e.title.head.of) for e in people if e.title]),
        *mentions_persons.tagged_names(view),
        *mentions_places.countries(view),
        *mentions_places.regions(view),
        *mentions_places.tagged_names(view),
        *mentions_municipalities.municipalities(view),
        *mentions_places.with_suffixes(view),
        *mentions_municipalities.administrations(view),
        *mentions_municipalities.of_mayors(view, phrases),
        *mentions_places.inside_events(view),
        *mentions_places.offshore(view),
        *mentions_places.plants(view),
        *mentions_places.datelines(view),
        *mentions_places.after_country(view),
        *mentions_routes.rivers(view),
        *mentions_routes.roads(view),
        *mentions_facilities.public(view),
        *mentions_facilities.seats(view, organizations),
        *mentions_facilities.with_town(view),
        *mentions_facilities.branches(view),
        *mentions_facilities.provinces(view),
        *terms.listed(view),
        *terms.quoted(view),
        *terms.with_suffixes(view),
        *terms.defined(view),
        *recognised_names(view, recognised, phrases),
        *gazetteer_names(view, index),
    ]
    reporters = {p for m in _REPORTER.finditer(view.text) for p in range(*m.span())}
    no_names = reporters | {
        p for e in people for s in (e.reading, e.real_name) if s for p in range(s.start, s.end)
    }
    kept = weigh(
        p for p in proposals if no_names.isdisjoint(range(p.start, p.end)) and not _contradicted(view, p)
    )
    short = list(bracketed(view, kept))
    kept = [n for n in kept if not any(n.start < s.end and n.end > s.start for s in short)] + short
    people = _completed(view, kept, people, phrases)
    names = repeated(view, _consistent(view, kept), people)
    people = _completed(view, names, people, phrases)
    spans = {(n.start, n.end) for n in names}
    return Names(
        tuple(names), tuple(e for e in people if (e.name.start, e.name.end) in spans), tuple(phrases)
    )


def _people(
    view: TextView, phrases: list[TitlePhrase], bodies: set[tuple[int, int]], index: Index
) -> list[NameEvidence]:
    """Return one piece of evidence per name span; a post says more than an age.

    ``bodies`` are spans of organizations: a post alone, as in 東大名誉教授, makes no person of one.
    """
    merged: dict[tuple[int, int], NameEvidence] = {}
    for evidence in (
        *mentions_persons.with_titles(view, phrases),
        *mentions_persons.with_honorifics(view),
        *mentions_persons.with_readings(view),
        *mentions_persons.with_ages(view),
        *mentions_persons.after_ranks(view),
        *mentions_persons.in_lists(view),
        *(NameEvidence(name, name.end) for name, _ in mentions_sports.players(view)),
        *(NameEvidence(name, name.end) for name in mentions_sports.athletes(view)),
    ):
        key = (evidence.name.start, evidence.name.end)
        if key in bodies and evidence.title is not None and not honorific_at(view, evidence.title.end):
            continue
        old = merged.get(key)
        if old is None:
            merged[key] = evidence
        elif evidence.reading is not None:
            merged[key] = replace(old, reading=evidence.reading, real_name=evidence.real_name)
    starts = {start for start, _ in merged}
    return [e for _, e in sorted(merged.items()) if not is_owner(view, index, e, starts)]


def _consistent(view: TextView, names: list[Proposal]) -> list[Proposal]:
    """Return the names with one type for one form: what all of its places together speak for most.

    Lists and titles stay as they are.
    """
    total: dict[str, dict[EntityType, float]] = defaultdict(lambda: defaultdict(float))
    for n in names:
        total[view.text[n.start : n.end]][n.type] += n.weight
    best: dict[str, Proposal] = {}
    for n in names:
        form = view.text[n.start : n.end]
        if n.type is max(total[form], key=lambda t: (total[form][t], t)):
            if form not in best or n.weight > best[form].weight:
                best[form] = n
    result = []
    for n in names:
        surest = best[view.text[n.start : n.end]]
        fixed = n.type is surest.type or "title" in n.source or "list" in n.source
        result.append(n if fixed else replace(n, type=surest.type, kind=surest.kind, key=surest.key))
    return result


def _completed(
    view: TextView, names: Iterable[Proposal], people: list[NameEvidence], phrases: list[TitlePhrase]
) -> list[NameEvidence]:
    """Return the evidence with posts and 氏 for names that only a tagger or the gazetteer found."""
    known = {(e.name.start, e.name.end) for e in people}
    starts = {s: p for p in phrases for s in (p.bare_start, p.start)}
    added = []
    for n in names:
        if n.type is EntityType.PERSON and (n.start, n.end) not in known:
            span = Span(n.start, n.end)
            title = starts.get(n.end) or _past_gap(view, n.end, starts)
            honorific = honorific_at(view, n.end)
            if title is not None:
                added.append(NameEvidence(span, title.end, title))
            elif honorific:
                added.append(NameEvidence(span, n.end + len(honorific), honorific=honorific))
    return sorted([*people, *added], key=lambda e: e.name.start)


def _past_gap(view: TextView, end: int, starts: dict[int, TitlePhrase]) -> TitlePhrase | None:
    """Return a post with the unlisted words between it and a name (国軍 in X国軍最高司令官)."""
    position = end
    for _ in range(3):
        token = view.token_at(position)
        if token is None or not token.tag.startswith("名詞-普通名詞") or "副詞可能" in token.tag:
            return None
        position = token.end
        phrase = starts.get(position)
        if phrase is not None and phrase.bare_start == position:
            post = view.text[end:position] + phrase.posts[0]
            return replace(phrase, start=end, bare_start=end, posts=(post, *phrase.posts[1:]))
    return None


def _person_proposals(people: Iterable[NameEvidence]) -> Iterator[Proposal]:
    for e in people:
        weight = 6.0 if e.title or e.honorific else 5.0
        yield Proposal(e.name.start, e.name.end, EntityType.PERSON, weight, "title")


def _contradicted(view: TextView, p: Proposal) -> bool:
    """Whether a span's own words speak against a name of an entity."""
    text = view.text[p.start : p.end]
    if text == "国会" and _foreign_only(view):
        return True
    if p.type is EntityType.PLACE and p.source == "list" and _COMPASS.fullmatch(text):
        return _piece_of_word(view, p)
    if p.source in ("list", "title", "dateline"):
        return False
    if not view.aligned(p.start, p.end) and p.source == "recogniser" and not text.isascii():
        return p.type is not EntityType.PERSON and not _char_boundary(view, p)
    if re.fullmatch(r"第[0-9一二三四五六七八九]党", text):
        return True
    if (
        p.type is not EntityType.PERSON
        and p.kind is None
        and lexicon.longest_ending(text, lexicon.event_suffixes())
    ):
        return True
    if p.type is EntityType.PERSON and river_follows(view, p.end):
        return True
    if p.type is EntityType.ORGANIZATION and p.source == "recogniser" and _NO_BODY.search(text):
        return True
    if p.type is EntityType.PERSON and (text in lexicon.countries() or text in lexicon.institutions()):
        return True
    if p.type is EntityType.PLACE and (text.endswith("選挙区") or _piece_of_word(view, p)):
        return True
    if p.type is EntityType.PERSON and re.search(r".[市県]内$|.[県省庁駅姓賞党]$", text):
        return True
    if text.endswith(("人", "語")) and text[:-1] in lexicon.countries():
        return True
    if text in lexicon.countries() and view.text.startswith(mentions_places.NOT_COUNTRY, p.end):
        return True
    return text in lexicon.common_words() or bool(
        re.fullmatch(r"M?[0-9.,%年月日時分]+|[一二三四五六七八九十]代", text)
    )


_JAPAN = re.compile(r"日本|[米中韓朝ロ英独仏欧印豪訪来対駐]日|日[米中韓朝ロ英独仏欧印豪]")


def _foreign_only(view: TextView) -> bool:
    """Whether an article is about other countries alone; 国会 is then another one's and stays unnamed."""
    text = view.text[: view.prose_end]
    if "日" in text and re.search(
        r"日本|[米中韓朝ロ英独仏欧印豪]日|日[米中韓朝ロ英独仏欧印豪]|[訪来対駐]日", text
    ):
        return False
    at_home = (n for n, k in lexicon.institutions().items() if k.country == "JP" and len(n) > 2)
    if any(name in text for name in lexicon.prefectures()) or any(name in text for name in at_home):
        return False
    return sum(text.count(c) for c in lexicon.countries()) >= 2


# Laws and railway lines, whatever they begin with (韓国憲法, JR福知山線).
_NO_BODY = re.compile(r"(?:憲法|基本法|条約|線)$")
_COMPASS = re.compile(r"[東西南北中]{1,2}部")


def _piece_of_word(view: TextView, p: Proposal) -> bool:
    """Whether a place is a piece of a longer word: 瀬戸 in 瀬戸内, 中部 in フィリピン中部."""
    before, after = view.before(p.start), view.token_at(p.end)
    if after is not None and after.start == p.end and after.text in ("時代", "幕府"):
        return True
    if after is not None and after.start == p.end and after.text == "内":
        return view.text[p.end - 1] not in "都道府県市区町村州国" and "suffix" not in p.source
    compass = _COMPASS.fullmatch(view.text, p.start, p.end)
    return bool(compass) and before is not None and (is_proper(before) or before.text in ("の", "県", "島"))


def _char_boundary(view: TextView, p: Proposal) -> bool:
    return view.is_start(p.start) or view.is_end(p.end)
