"""Names in the text: all finders' evidence weighed together, then made consistent over the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from kgpub.annotate import (
    lexicon,
    mentions_organizations,
    mentions_persons,
    mentions_places,
    terms,
)
from kgpub.annotate.coreference import is_abbreviation
from kgpub.annotate.mentions_persons import NameEvidence
from kgpub.annotate.proposals import Proposal, weigh
from kgpub.annotate.textview import KANJI, TextView, is_katakana, is_nominal, is_proper
from kgpub.annotate.title_phrases import TitlePhrase, find_title_phrases
from kgpub.model import EntityType, Span

if TYPE_CHECKING:
    from kgpub.link.index import Index


class RecognisedSpan(Protocol):
    """What a recogniser says: a span of ``Article.text``, a label, and a score in [0, 1], higher is surer."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> str: ...
    @property
    def score(self) -> float: ...


# 【ソウル=山田花子】: who reports is no part of the news.
_REPORTER = re.compile(r"(?<==)[^】)=\n]{2,12}(?=】)|(?<=特派員・)[^】)\n]{2,8}")

_TYPES = {
    "Person": EntityType.PERSON,
    "Organization": EntityType.ORGANIZATION,
    "Place": EntityType.PLACE,
    "Other": EntityType.TERM,
}


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
        *mentions_organizations.country_groups(view),
        *mentions_organizations.police(view),
        *mentions_organizations.with_headquarters(view),
        *mentions_organizations.after_country(view),
    ]
    # A listed name (朝鮮労働党) is cut more surely than what stands before an ending.
    ends = {p.end: p.start for p in sorted(organizations, key=lambda p: (p.source == "list", p.end - p.start))}
    phrases = find_title_phrases(view, ends)
    people = _people(view, phrases)
    proposals = [
        *organizations,
        *_person_proposals(people),
        *mentions_persons.tagged_names(view),
        *mentions_places.countries(view),
        *mentions_places.regions(view),
        *mentions_places.tagged_names(view),
        *mentions_places.municipalities(view),
        *mentions_places.with_suffixes(view),
        *mentions_places.inside_events(view),
        *mentions_places.offshore(view),
        *mentions_places.datelines(view),
        *mentions_places.after_country(view),
        *terms.listed(view),
        *terms.quoted(view),
        *terms.with_suffixes(view),
        *terms.defined(view),
        *_recognised(view, recognised),
        *_gazetteer(view, index),
    ]
    reporters = {p for m in _REPORTER.finditer(view.text) for p in range(*m.span())}
    bracketed = reporters | {p for e in people for s in (e.reading, e.real_name) if s for p in range(s.start, s.end)}
    kept = weigh(
        p for p in proposals if bracketed.isdisjoint(range(p.start, p.end)) and not _contradicted(view, p)
    )
    kept = [*kept, *_bracketed(view, kept)]
    people = _completed(view, kept, people, phrases)
    names = _repeated(view, kept, people)
    people = _completed(view, names, people, phrases)
    spans = {(n.start, n.end) for n in names}
    return Names(tuple(names), tuple(e for e in people if (e.name.start, e.name.end) in spans), tuple(phrases))


def _people(view: TextView, phrases: list[TitlePhrase]) -> list[NameEvidence]:
    """Return one piece of evidence per name span; a post says more than an age."""
    merged: dict[tuple[int, int], NameEvidence] = {}
    for evidence in (
        *mentions_persons.with_titles(view, phrases),
        *mentions_persons.with_honorifics(view),
        *mentions_persons.with_readings(view),
        *mentions_persons.with_ages(view),
        *mentions_persons.after_ranks(view),
        *mentions_persons.in_lists(view),
    ):
        key = (evidence.name.start, evidence.name.end)
        old = merged.get(key)
        if old is None:
            merged[key] = evidence
        elif evidence.reading is not None:
            merged[key] = replace(old, reading=evidence.reading, real_name=evidence.real_name)
    return [merged[k] for k in sorted(merged)]


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
            title = starts.get(n.end)
            honorific = mentions_persons.honorific_at(view, n.end)
            if title is not None:
                added.append(NameEvidence(span, title.end, title))
            elif honorific:
                added.append(NameEvidence(span, n.end + len(honorific), honorific=honorific))
    return sorted([*people, *added], key=lambda e: e.name.start)


def _person_proposals(people: Iterable[NameEvidence]) -> Iterator[Proposal]:
    for e in people:
        weight = 6.0 if e.title or e.honorific else 5.0
        yield Proposal(e.name.start, e.name.end, EntityType.PERSON, weight, "title")


def _recognised(view: TextView, spans: Iterable[RecognisedSpan]) -> Iterator[Proposal]:
    """Yield the recogniser's opinion, with 県市 chains split and posts cut off people's names."""
    for s in spans:
        kind = _TYPES.get(s.label)
        if kind is None or s.end > view.prose_end or s.end <= s.start:
            continue
        start, end = s.start, s.end
        text = view.text[start:end]
        parts = mentions_places.split_chain(text) if kind is EntityType.PLACE else [text]
        weight = (0.9 if kind is EntityType.TERM else 1.2) + 1.2 * s.score
        for part in parts:
            if part and part not in lexicon.common_words() and len(part) > 1:
                yield Proposal(start, start + len(part), kind, weight, "recogniser")
            start += len(part)


def _gazetteer(view: TextView, index: Index) -> Iterator[Proposal]:
    """Yield the gazetteer's opinion on spans that tokens support; generic and common names say nothing."""
    from kgpub.link.format import Grade

    for token in view.tokens:
        for match in index.match_ends(view.text, token.start):
            text = view.text[token.start : match.end]
            if match.end > view.prose_end or len(text) < 2 or match.generic or match.common:
                continue
            branch = token.end > match.end and token.tag == "名詞-固有名詞-一般" and len(text) >= 4
            if branch and match.types == {EntityType.ORGANIZATION} and not token.text.endswith("株"):
                # 東芝テック大阪 as one token: a part of a company the gazetteer knows.
                yield Proposal(token.start, token.end, EntityType.ORGANIZATION, 2.2, "gazetteer")
            if text in lexicon.common_words() or not view.is_end(match.end) or match.grade < Grade.STEM:
                continue
            if re.fullmatch(r"[ぁ-ん0-9]+|[a-z].*|[A-Z0-9]{2}", text):
                continue
            proper = any(is_proper(t) for t in view.covering(token.start, match.end))
            sure = match.grade >= Grade.STRONG
            # Sudachi's unclassified proper nouns and the gazetteer together are enough.
            whole = token.end == match.end and token.tag == "名詞-固有名詞-一般"
            weight = (1.6 if whole else 1.2 if proper else 0.7) + (0.8 if sure else 0.0) + (0.5 if len(text) >= 4 else 0.0)
            if len(match.types) > 1:
                weight -= 0.8
            if "数詞" in token.tag and not re.search(r"[A-Za-z]", text):
                continue
            for kind in sorted(match.types):
                if kind is EntityType.TERM:
                    yield Proposal(token.start, match.end, kind, weight - 0.6, "gazetteer")
                else:
                    yield Proposal(token.start, match.end, kind, weight, "gazetteer")


def _contradicted(view: TextView, p: Proposal) -> bool:
    """Whether a span's own words speak against a name of an entity."""
    text = view.text[p.start : p.end]
    if p.source in ("list", "title", "dateline"):
        return False
    if not view.aligned(p.start, p.end) and p.source == "recogniser" and not text.isascii():
        return p.type is not EntityType.PERSON and not _char_boundary(view, p)
    if p.type in (EntityType.ORGANIZATION, EntityType.TERM, EntityType.PLACE):
        if text.endswith(lexicon.event_suffixes()) and p.kind is None:
            return True
    if p.type is EntityType.PERSON and (text in lexicon.countries() or text in lexicon.institutions()):
        return True
    if text.endswith(("人", "語")) and text[:-1] in lexicon.countries():
        return True
    return text in lexicon.common_words() or bool(re.fullmatch(r"[0-9.,%年月日時分]+", text))


def _char_boundary(view: TextView, p: Proposal) -> bool:
    return view.is_start(p.start) or view.is_end(p.end)


def _bracketed(view: TextView, names: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield short names that brackets introduce for an accepted name, with its type."""
    by_end = {n.end: n for n in names} | {n.start: n for n in names}
    taken = {p for n in names for p in range(n.start, n.end)}
    for (start, end), joint in mentions_organizations.abbreviations(view):
        if joint < view.prose_end and view.text[joint] in "」』":
            joint -= 1
        closing = joint - 1 if joint and view.text[joint - 1] in "」』" else joint
        long = by_end.get(joint) or by_end.get(closing)
        if long is None or long.type is EntityType.PERSON or not taken.isdisjoint(range(start, end)):
            continue
        if view.text[start:end] in lexicon.common_words():
            continue
        yield Proposal(start, end, long.type, 4.0, "brackets", long.kind, long.key)


def _repeated(view: TextView, names: Sequence[Proposal], people: Sequence[NameEvidence]) -> list[Proposal]:
    """Return the names and their other occurrences: what is a name once is one everywhere."""
    result = list(names)
    taken = {p for n in names for p in range(n.start, n.end)}
    sure: dict[str, Proposal] = {}
    for n in names:
        sure.setdefault(view.text[n.start : n.end], n)
    for evidence in people:
        n = sure.get(view.text[evidence.name.start : evidence.name.end])
        if n is not None and n.type is EntityType.PERSON:
            for part in name_parts(view, n):
                sure.setdefault(part, n)
    for token in view.tokens:
        if token.text not in sure and 2 <= len(token.text) <= 3 and token.tag == "名詞-固有名詞-一般":
            long = [t for t, n in sorted(sure.items()) if n.type is EntityType.ORGANIZATION]
            full = [t for t in long if is_abbreviation(token.text, t)]
            if len(full) == 1:
                # 日鉄 beside 日本製鉄
                sure[token.text] = replace(sure[full[0]], key="")
    for text in sorted(sure, key=lambda t: (-len(t), t)):
        model = sure[text]
        if len(text) < 2:
            continue
        for start in view.find(text):
            end = start + len(text)
            if not _stands_alone(view, start, end, model):
                continue
            if not taken.isdisjoint(range(start, end)):
                # 豊昇, which a tagger took for a place, gives way to 豊昇龍.
                inside = [n for n in result if n.start < end and n.end > start]
                if any(n.source not in ("tagger", "gazetteer") for n in inside) or len(text) <= sum(
                    n.end - n.start for n in inside
                ):
                    continue
                result = [n for n in result if n not in inside]
            taken.update(range(start, end))
            result.append(replace(model, start=start, end=end, weight=2.0, source="repeat"))
    return sorted(result, key=lambda n: n.start)


def name_parts(view: TextView, name: Proposal) -> list[str]:
    """Return the surname and given name that a full name consists of, as far as its tokens tell."""
    text = view.text[name.start : name.end]
    if "・" in text or "=" in text:
        return [p for p in re.split("[・=]", text) if len(p) > 1]
    tokens = view.covering(name.start, name.end)
    if len(tokens) == 2 and len(text) >= 3:
        return [t.text for t in tokens if len(t.text) > 1]
    return []


def _stands_alone(view: TextView, start: int, end: int, model: Proposal) -> bool:
    text = view.text[start:end]
    if is_katakana(text):
        around = (view.text[start - 1 : start], view.text[end : end + 1])
        if any(c and is_katakana(c) for c in around) or "・" in around:
            return False
        return True
    if text[0].isascii():
        around = (view.text[start - 1 : start], view.text[end : end + 1])
        return not any(c and c.isascii() and c.isalnum() for c in around)
    if not view.aligned(start, end):
        return False
    if model.type is EntityType.PERSON and KANJI.fullmatch(text):
        tokens = view.covering(start, end)
        after = view.token_at(end)
        before = view.before(start)
        if not any(is_proper(t) for t in tokens) and len(text) < 3:
            return False
        return not (after and is_nominal(after)) and not (before and is_nominal(before))
    return True
