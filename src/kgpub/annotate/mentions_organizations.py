"""Organizations: well-known ones by list, compounds by ending, brackets that introduce a short name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_katakana, is_nominal, is_proper
from kgpub.model import EntityType, Token

ORGANIZATION = EntityType.ORGANIZATION

# Short names that are also common words are taken only where nothing is glued to them.
_STANDALONE = frozenset(
    [
        "国会",
        "連合",
        "維新",
        "公明",
        "自民",
        "共産",
        "巨人",
        "産経",
        "社民",
        "監視委",
        "規制委",
        "立民",
        "立憲",
        "日商",
        "共和党",
        "民主党",
        "労働党",
        "保守党",
        "大統領府",
        "海保",
        "衆院",
        "参院",
        "衆議院",
        "参議院",
        "大リーグ",
    ]
)

# 公明推薦, 共産新人: what an election report says of candidates.
_GLUE_OK = (
    *("推薦", "公認", "新人", "現職", "元職", "前職", "支持", "所属", "県議", "市議", "都議", "区議", "支部"),
    *("県連", "党", "両", "内", "側", "系", "幹部", "によ", "機", "職員", "株"),
)

_NAMED_AFTER_PEOPLE = frozenset(["内閣", "政権", "事務所", "法律事務所", "財団", "学園", "学院", "記念財団"])

_INTRODUCES = re.compile(
    r"\((?:(?:以下、?「?)?[A-Z]{2}|(?:本社|本部)?[・:、]?[一-龥ヶ]{1,6}[都道府県市区町村](?:[一-龥ヶ]{1,5}[市区町村])?\))"
)
# No common katakana word stands before these (プラスチック工業 and インターネット銀行 are no names).
_MAKERS = frozenset(
    ["製作所", "製薬", "製菓", "製鋼", "重工", "電機", "商事", "物産", "工機", "精機", "製粉", "薬品"]
)
_SESSION = re.compile(r"(?<=臨時|通常|特別)(?P<diet>国会)(?!議)")
_NATIONAL = re.compile(
    r"(?P<country>[米英仏独伊露ロ中韓豪印])(?P<body>[陸海空]?軍|下院|上院|議会|連邦議会|国民議会|国会)"
)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(lexicon.alternatives(frozenset(lexicon.institutions())))


def listed(view: TextView) -> Iterator[Proposal]:
    """Yield well-known institutions by name."""
    for match in _pattern().finditer(view.text, 0, view.prose_end):
        start, end = match.span()
        known = lexicon.institutions()[match.group()]
        if not _whole(view, start, end):
            continue
        if match.group() in _STANDALONE and _glued(view, start, end):
            continue
        yield Proposal(start, end, ORGANIZATION, 4.0, "list", known.kind, known.key)
    for match in _SESSION.finditer(view.text, 0, view.prose_end):
        yield Proposal(*match.span("diet"), ORGANIZATION, 4.0, "list", "GovernmentOrganization")
    for match in _NATIONAL.finditer(view.text, 0, view.prose_end):
        if view.is_start(match.start()) and view.is_end(match.end()):
            yield Proposal(*match.span(), ORGANIZATION, 4.0, "list", "GovernmentOrganization")


def _whole(view: TextView, start: int, end: int) -> bool:
    text = view.text
    for here, there in ((start, start - 1), (end - 1, end)):
        if not 0 <= there < len(text):
            continue
        if is_katakana(text[here]) and is_katakana(text[there]):
            return False
        if text[here].isascii() and text[there].isascii() and text[there].isalnum():
            return False
    if view.is_start(start) and view.text.startswith("本会議", end):
        return True
    return text[start].isascii() or view.aligned(start, end)


_MAY_PRECEDE = frozenset(["各", "旧", "元", "前", "現", "・", "与党", "野党", "右派", "左派", "極右", "極左"])


def _glued(view: TextView, start: int, end: int) -> bool:
    before, after = view.before(start), view.token_at(end)
    if view.text.startswith("本会議", end):
        return False
    if before is not None and is_nominal(before) and before.text not in _MAY_PRECEDE:
        return True
    if after is not None and after.text in "・":
        return False
    if after is None or not is_nominal(after) or view.text.startswith(_GLUE_OK, end):
        return False
    # A post, an election or a chamber's bodies may follow; they keep the name apart.
    return (
        after.text not in ("本会議", "議長", "総裁", "代表", "幹事長", "選挙", "選", "新")
        and "副詞可能" not in after.tag
    )


def with_suffixes(view: TextView) -> Iterator[Proposal]:
    """Yield compounds that end in a word for an organization (静岡地裁, 全米鉄鋼労働組合, USスチール)."""
    suffixes = lexicon.organization_suffixes()
    for run in view.runs:
        for k, token in enumerate(run):
            text = "".join(t.text for t in run[: k + 1])
            suffix = lexicon.longest_ending(text, suffixes)
            if suffix is None or suffixes[suffix][1] == "abbreviation":
                continue
            first = _suffix_start(run, k, suffix)
            start = name_start(run, first)
            if suffix not in _NAMED_AFTER_PEOPLE:
                start = _past_person(run, start, first)
            span = run[start : k + 1]
            body = text[: -len(suffix)] if start == 0 else "".join(t.text for t in span)[: -len(suffix)]
            # What a short name in brackets follows is a name: 気象機構(WMO).
            bare = suffixes[suffix][1] == "yes" and not _INTRODUCES.match(view.text, token.end)
            if body and _is_name(span, suffix, body, bare, _next(run, k)):
                yield Proposal(span[0].start, token.end, ORGANIZATION, 2.6, "suffix", suffixes[suffix][0])


def _past_person(run: tuple[Token, ...], start: int, first: int) -> int:
    """Return where the body begins after a person's full name (中野拓青葉大学教授)."""
    for k in range(first - 2, start - 1, -1):
        if run[k].tag.endswith("人名-姓") and run[k + 1].tag.endswith("人名-名"):
            return k + 2
    return start


def _next(run: tuple[Token, ...], k: int) -> Token | None:
    return run[k + 1] if k + 1 < len(run) else None


def _suffix_start(run: tuple[Token, ...], k: int, suffix: str) -> int:
    """Return the token where a suffix begins."""
    length = 0
    for first in range(k, -1, -1):
        length += len(run[first].text)
        if length >= len(suffix):
            return first
    return 0


def name_start(run: tuple[Token, ...], first: int) -> int:
    """Return where an organization's name begins in a run: not with a day, a post or a person."""
    start = first
    while start > 0:
        token = run[start - 1]
        text = token.text
        post = lexicon.titles().get(text)
        # 推理作家協会: an occupation may be part of a name, a post before one is not.
        if "副詞可能" in token.tag or (post is not None and post.of) or text in lexicon.honorifics("address"):
            break
        if token.tag.startswith(("接頭辞", "名詞-普通名詞-助数詞", "接尾辞-名詞的-助数詞")) and text not in (
            "全",
            "新",
        ):
            break
        if text == "=" and not (
            is_katakana(run[start].text) and start >= 2 and is_katakana(run[start - 2].text)
        ):
            break
        if text in (
            "大手",
            "最大",
            "国営",
            "民間",
            "中堅",
            "新興",
            "独立",
            "系",
            "傘下",
            "元",
            "前",
            "現",
            "上",
            "最大手",
        ):
            break
        if text in ("サッカー", "バスケットボール", "ラグビー", "野球", "バレーボール", "テニス", "警"):
            break
        if text.endswith(("県警", "府警", "道警", "警視庁")) and start < first + 1:
            break
        after = run[start].text
        if text in lexicon.countries() and (is_katakana(after[:2]) or after.isascii()) and len(after) > 2:
            # 韓国サムスン電子: the country says where it comes from.
            break
        if text in lexicon.prefectures() and run[first].text not in ("警察", "議会"):
            break
        start -= 1
    while start < first and run[start].text in "・&=":
        start += 1
    while start < first and run[start].tag.startswith("名詞-数詞"):
        start += 1
    return start


def _is_name(span: tuple[Token, ...], suffix: str, body: str, bare: bool, following: Token | None) -> bool:
    whole = body + suffix
    last = span[-1]
    listed_part = last.text in lexicon.institutions()
    if (
        len(last.text) > len(suffix)
        and not is_proper(last)
        and not listed_part
        and last.text.endswith(suffix)
        and len(suffix) == 1
    ):
        # 省庁 is no name that ends in 庁.
        return False
    if any(t.text.startswith(("両", "各", "同")) or t.text == "政府" for t in span) or whole.endswith("政府"):
        return False
    people = ["姓" in t.tag and "名" in n.tag.rsplit("-", 1)[-1] for t, n in itertools.pairwise(span)]
    if any(people) and suffix not in _NAMED_AFTER_PEOPLE:
        return False
    if whole in lexicon.common_words() or (body in lexicon.common_words() and len(span) > 1 and bare):
        return False
    if following is not None and not _may_follow(following):
        return False
    if len(span) == 1:
        return is_proper(span[0]) and "地名" not in span[0].tag and "人名" not in span[0].tag
    modifiers = span[:-1]
    named = any(is_proper(t) for t in modifiers)
    latin = any(t.text.isascii() and t.text.isupper() and len(t.text) > 1 for t in modifiers)
    if not bare:
        return named or latin or len(body) >= 2
    countries = (
        all(c in lexicon.country_characters() for c in modifiers[0].text) and len(modifiers[0].text) > 1
    )
    first = modifiers[0].text
    katakana = is_katakana(first) and (len(modifiers) > 1 or (len(first) >= 3 and suffix in _MAKERS))
    named = named or any(t.text in lexicon.institutions() for t in modifiers)
    named = named or modifiers[0].text in (
        "全米",
        "全英",
        "全仏",
        "全日本",
        "全国",
        "北米",
        "欧米",
        "在日",
        "在韓",
    )
    return named or latin or countries or katakana or len(modifiers) >= 3


def _may_follow(token: Token) -> bool:
    """Whether a compound's first part may be a name although the compound goes on (外務省報道官)."""
    if token.text in lexicon.titles() or token.text in lexicon.title_modifiers()[0]:
        return True
    if "副詞可能" in token.tag or token.tag.startswith(("名詞-数詞", "接尾辞", "名詞-普通名詞-サ変")):
        return True
    return token.text in (
        "株",
        "幹部",
        "職員",
        "関係者",
        "高官",
        "担当者",
        "本社",
        "本部",
        "社員",
        "筋",
        "側",
        "当局者",
    )


_BRACKETS = re.compile(
    r"(?P<long>[^\s()「」、。]{3,40})\((?:以下、?「?)?(?P<short>[A-Z][A-Za-z0-9&\-]{1,11}|[A-Z]{1,4}[一-龥]{1,4}|[ァ-ヺー]{3,10}|[一-龥]{2,8})」?[)、]"
)

_EQUALS = re.compile(r"(?P<short>[A-Z][A-Z0-9&]{1,7})=(?P<long>[一-龥ァ-ヺー・]{4,30})")


def abbreviations(view: TextView) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield (span of a short name, where its long name ends or begins): 連合機構(NATO), FRB=連邦…."""
    for match in _BRACKETS.finditer(view.text, 0, view.prose_end):
        yield match.span("short"), match.end("long")
    for match in _EQUALS.finditer(view.text, 0, view.prose_end):
        yield match.span("short"), match.start("long")


def equated(view: TextView) -> Iterator[Proposal]:
    """Yield both sides of FRB=連邦準備制度理事会."""
    for match in _EQUALS.finditer(view.text, 0, view.prose_end):
        end = match.end("long")
        while end > match.start("long") and not view.is_end(end):
            end -= 1
        yield Proposal(*match.span("short"), ORGANIZATION, 2.5, "brackets")
        yield Proposal(match.start("long"), end, ORGANIZATION, 2.5, "brackets")
