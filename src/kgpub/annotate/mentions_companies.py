"""Companies by their legal form, by what is done to them, and the short names they go by later."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_katakana, is_nominal, is_proper
from kgpub.model import EntityType, Token

ORGANIZATION = EntityType.ORGANIZATION

_FORMS = {
    "株式会社": "Corporation",
    "(株)": "Corporation",
    "有限会社": "Corporation",
    "合同会社": "Corporation",
    "合資会社": "Corporation",
    "相互会社": "Corporation",
    "一般社団法人": "Organization",
    "公益社団法人": "Organization",
    "一般財団法人": "Organization",
    "公益財団法人": "Organization",
    "社会福祉法人": "Organization",
    "特定非営利活動法人": "Organization",
    "認定NPO法人": "Organization",
    "NPO法人": "Organization",
    "医療法人": "Organization",
    "学校法人": "EducationalOrganization",
    "国立大学法人": "EducationalOrganization",
    "国立研究開発法人": "Organization",
    "独立行政法人": "Organization",
}
_FORM = re.compile(lexicon.alternatives(frozenset(_FORMS)))
_EDGE_FORM = re.compile(rf"^(?:{_FORM.pattern})|(?:{_FORM.pattern})$")

# 社名HD and 社名FG are how news shortens holding companies.
HOLDING = {
    "HD": "ホールディングス",
    "GHD": "グループホールディングス",
    "FG": "フィナンシャルグループ",
    "FHD": "フィナンシャルホールディングス",
}

_DEAL = re.compile(
    r"(?P<name>[A-Z][A-Za-z0-9&]{2,14}|[ァ-ヺー]{3,15})(?=を(?:完全)?(?:子会社化|買収|吸収合併|傘下)|の(?:完全)?(?:子会社化|買収)|"
    r"と(?:の)?(?:経営統合|合併|資本|業務提携|提携)|へのTOB|への出資|に(?:TOB|出資)|の株式|株(?:を|の|式))"
)


def without_form(name: str) -> str:
    """Return a name without its legal form.

    >>> without_form("株式会社青葉製作所"), without_form("青葉製作所")
    ('青葉製作所', '青葉製作所')
    """
    return _EDGE_FORM.sub("", name) or name


def with_forms(view: TextView) -> Iterator[Proposal]:
    """Yield names with their legal form (株式会社青葉製作所, 青葉製作所株式会社)."""
    for match in _FORM.finditer(view.text, 0, view.prose_end):
        after = view.token_at(match.end())
        if after is not None and after.start == match.end() and _part(after):
            end = match.end()
            while (token := view.token_at(end)) is not None and token.start == end and _part(token):
                end = token.end
            yield Proposal(match.start(), end, ORGANIZATION, 6.0, "list", _FORMS[match.group()])
            continue
        start = match.start()
        while (token := view.before(start)) is not None and token.end == start and _part(token):
            start = token.start
        if match.start() - start >= 2:
            yield Proposal(start, match.end(), ORGANIZATION, 6.0, "list", _FORMS[match.group()])


def _part(token: Token) -> bool:
    if "副詞可能" in token.tag or token.text in lexicon.titles():
        return False
    return is_nominal(token) or token.text in "・&"


def in_deals(view: TextView) -> Iterator[Proposal]:
    """Yield unknown Latin or katakana names that are bought, merged with or invested in."""
    for match in _DEAL.finditer(view.text, 0, view.prose_end):
        name = match["name"]
        token = view.token_at(match.start())
        if token is None or not view.aligned(*match.span()) or name in lexicon.common_words():
            continue
        if "地名" in token.tag or any(name in w for w in (lexicon.countries(), lexicon.regions())):
            continue
        before = view.before(match.start())
        if before is not None and (is_nominal(before) or before.text == "・"):
            continue
        if name[0].isascii() or is_proper(token):
            yield Proposal(*match.span(), ORGANIZATION, 2.2, "context", "Corporation")


@cache
def _company_suffixes() -> tuple[str, ...]:
    suffixes = lexicon.organization_suffixes()
    names = [s for s, (kind, _) in suffixes.items() if kind == "Corporation" and len(s) > 1]
    return tuple(sorted(names, key=lambda s: (-len(s), s)))


def short_names(view: TextView, name: str) -> Iterator[str]:
    """Yield what a company may be called once it was named in full (青葉ホールディングス: 青葉HD, 青葉)."""
    bare = without_form(name)
    if bare != name and len(bare) > 1:
        yield bare
    for short, long in HOLDING.items():
        if bare.endswith(long) and len(bare) > len(long) + 1:
            yield bare.removesuffix(long) + short
    suffix = next((s for s in _company_suffixes() if bare.endswith(s)), None)
    if suffix is None:
        return
    stem = bare.removesuffix(suffix)
    if stem.endswith("重") and suffix == "工業":
        # 三菱重工業 is 三菱重工
        yield stem + "工"
        return
    if _may_stand_for_company(view, stem):
        yield stem


def _may_stand_for_company(view: TextView, stem: str) -> bool:
    """Whether what remains is a name of its own: not a place, a surname, a common word."""
    if len(stem) < 2 or any(
        stem in words
        for words in (
            lexicon.countries(),
            lexicon.regions(),
            lexicon.common_words(),
            lexicon.institutions(),
            lexicon.titles(),
        )
    ):
        return False
    found = [view.covering(at, at + len(stem)) for at in view.find(stem)]
    alone = [tokens for tokens in found if len(tokens) == 1 and tokens[0].text == stem]
    for tokens in alone:
        tag = tokens[0].tag
        if "地名" in tag or "人名" in tag or not (is_proper(tokens[0]) or is_katakana(stem)):
            return False
    return bool(alone) or len(stem) >= 3
