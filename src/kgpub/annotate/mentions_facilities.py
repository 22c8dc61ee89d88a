"""Facilities whose names hold other names: a city's museum, a stadium with its town, a shop's branch."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kgpub.annotate import lexicon
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_katakana, is_nominal, is_proper
from kgpub.model import EntityType, Token

PLACE = EntityType.PLACE

_PUBLIC = (
    "美術館",
    "博物館",
    "図書館",
    "体育館",
    "文化会館",
    "市民会館",
    "市民ホール",
    "文化ホール",
    "公会堂",
    "公民館",
    "音楽堂",
    "動物園",
    "水族館",
    "植物園",
    "科学館",
    "資料館",
    "文学館",
    "郷土館",
    "競技場",
    "野球場",
    "陸上競技場",
    "総合運動公園",
    "総合体育館",
    "中央公園",
)
_WITH_TOWN = ("スタジアム", "アリーナ", "ドーム", "ホール", "タワー", "フィールド", "パーク", "スクエア")
_BRANCHES = ("本店", "店")
_SURE = 4.0
_FOUNDED = ("市立", "県立", "町立", "都立", "府立", "立")


def public(view: TextView) -> Iterator[Proposal]:
    """Yield a municipality's own facility (青葉市美術館, 青葉県立図書館)."""
    for run in view.runs:
        for k, token in enumerate(run):
            if not token.text.endswith(_PUBLIC):
                continue
            start = k
            while start and run[start - 1].text not in lexicon.titles() and _inside(run[start - 1]):
                start -= 1
            span = run[start : k + 1]
            if start < k and _begins_with_municipality(span):
                yield Proposal(span[0].start, token.end, PLACE, 4.5, "suffix", "Facility")


def _inside(token: Token) -> bool:
    return is_nominal(token) and "副詞可能" not in token.tag and not token.tag.startswith("名詞-数詞")


def _begins_with_municipality(span: tuple[Token, ...]) -> bool:
    first, second = span[0], span[1]
    own = "地名" in first.tag or first.text in lexicon.prefectures()
    if not own:
        return False
    administrative = first.text[-1] in "都道府県市区町村" or second.text in ("市", "区", "町", "村", "県")
    founded = any(t.text.endswith(_FOUNDED) for t in span)
    # A chain of names (青葉県北市美術館) is left to the other finders.
    return (administrative or founded) and sum("地名" in t.tag for t in span) == 1


_SEAT = re.compile(r"(?P<seat>本部|本店|本社|庁舎)(?=で|に|を|前|へ|から|の(?:前|外|周辺))")


def seats(view: TextView, bodies: Iterable[Proposal]) -> Iterator[Proposal]:
    """Yield the building of a body that a place's particle follows (国連本部で, 日銀本店前)."""
    ends = {p.end: p.start for p in bodies if p.weight >= _SURE}
    for match in _SEAT.finditer(view.text, 0, view.prose_end):
        if match.start() in ends and view.is_end(match.end()):
            yield Proposal(ends[match.start()], match.end(), PLACE, 4.5, "suffix", "Facility")


def with_town(view: TextView) -> Iterator[Proposal]:
    """Yield a hall or stadium with the town that its name ends in (さくらスタジアム吹田)."""
    for run in view.runs:
        for k, token in enumerate(run[:-1]):
            if not token.text.endswith(_WITH_TOWN) or "地名" not in run[k + 1].tag:
                continue
            following = run[k + 2] if k + 2 < len(run) else None
            if following is not None and following.text in ("市", "県", "町", "区", "村", "駅"):
                continue
            start = k
            while start and (is_katakana(run[start - 1].text) or run[start - 1].text.isascii()):
                start -= 1
            named = start < k or (is_katakana(token.text) and token.text not in _WITH_TOWN)
            if named and run[start].text not in "・&=":
                yield Proposal(run[start].start, run[k + 1].end, PLACE, 4.5, "suffix", "Facility")


def branches(view: TextView) -> Iterator[Proposal]:
    """Yield a company's shop by the town that it stands in (青葉書店吹田本店)."""
    for run in view.runs:
        for k, token in enumerate(run):
            if token.text not in _BRANCHES or k < 2 or "地名" not in run[k - 1].tag:
                continue
            start = k - 1
            while start and _inside(run[start - 1]) and "地名" not in run[start - 1].tag:
                start -= 1
            if start < k - 1 and any(is_proper(t) or is_katakana(t.text) for t in run[start : k - 1]):
                yield Proposal(run[start].start, token.end, PLACE, 4.5, "suffix", "Facility")


def provinces(view: TextView) -> Iterator[Proposal]:
    """Yield foreign provinces, which end like ministries (ソンラ省, 四川省)."""
    for run in view.runs:
        for k, token in enumerate(run):
            if token.text == "省" and k:
                name = run[k - 1]
                start = name.start
                katakana = is_katakana(name.text) and not (k > 1 and run[k - 2].text == "・")
                if katakana or "地名" in name.tag:
                    if name.text in ("デジタル", "エネルギー"):
                        continue
                    yield Proposal(start, token.end, PLACE, 5.5, "list", "AdministrativeArea")
            elif token.text.endswith("省") and "地名" in token.tag:
                yield Proposal(token.start, token.end, PLACE, 5.5, "list", "AdministrativeArea")
