"""One name, one type everywhere: short names in brackets and later occurrences of accepted names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kgpub.annotate import lexicon, mentions_companies, mentions_organizations
from kgpub.annotate.coreference import is_abbreviation
from kgpub.annotate.mentions_persons import NameEvidence
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import KANJI, TextView, is_katakana, is_nominal, is_proper
from kgpub.model import EntityType


def bracketed(view: TextView, names: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield short names that brackets introduce for an accepted name, with its type."""
    by_end = {n.end: n for n in names} | {n.start: n for n in names}
    for (start, end), joint in mentions_organizations.abbreviations(view):
        if joint < view.prose_end and view.text[joint] in "」』":
            joint -= 1
        closing = joint - 1 if joint and view.text[joint - 1] in "」』" else joint
        long = by_end.get(joint) or by_end.get(closing)
        if long is None or long.type is EntityType.PERSON:
            continue
        introduced = view.text[start:end].isascii() or "以下" in view.text[joint : start + 1]
        if any(n.start < end and n.end > start and not (introduced and _replaceable(n)) for n in names):
            continue
        if (
            view.text[start:end] in lexicon.common_words()
            or view.text[start:end] in mentions_companies.HOLDING
        ):
            continue
        yield Proposal(start, end, long.type, 4.0, "brackets", long.kind, long.key)


def _replaceable(name: Proposal) -> bool:
    """Whether what brackets say weighs more: against a guess from quotation marks or by a tagger."""
    return set(name.source.split("+")) <= {"quotation", "recogniser", "gazetteer", "tagger"}


def repeated(view: TextView, names: Sequence[Proposal], people: Sequence[NameEvidence]) -> list[Proposal]:
    """Return the names and their other occurrences: what is a name once is one everywhere."""
    result = list(names)
    taken = {p for n in names for p in range(n.start, n.end)}
    sure: dict[str, Proposal] = {}
    for n in names:
        sure.setdefault(view.text[n.start : n.end], n)
    for evidence in people:
        person = sure.get(view.text[evidence.name.start : evidence.name.end])
        if person is not None and person.type is EntityType.PERSON:
            for part in name_parts(view, person):
                sure.setdefault(part, person)
    for text, n in sorted(sure.items()):
        if n.type is EntityType.ORGANIZATION and n.kind in (None, "Corporation", "Organization"):
            for short in mentions_companies.short_names(view, text):
                sure.setdefault(short, n)
    for text, n in sorted(sure.items()):
        if n.type is EntityType.ORGANIZATION and text.endswith(("銀行", "大学")) and len(text) > 3:
            # 中京みらい銀, 東西大
            sure.setdefault(text[:-1], n)
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
    if re.search("[・= ]", text):
        return [p for p in re.split("[・= ]", text) if len(p) > 1]
    tokens = view.covering(name.start, name.end)
    if len(tokens) == 2 and len(text) >= 3:
        return [t.text for t in tokens if len(t.text) > 1]
    return []


def _stands_alone(view: TextView, start: int, end: int, model: Proposal) -> bool:
    text = view.text[start:end]
    if is_katakana(text):
        around = (view.text[start - 1 : start], view.text[end : end + 1])
        return not (any(c and is_katakana(c) for c in around) or "・" in around)
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
