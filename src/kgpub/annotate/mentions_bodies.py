"""Organizations by their surroundings: a seat in brackets, a country before, a post after, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.mentions_organizations import name_start
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_nominal, is_proper
from kgpub.model import EntityType, Span

ORGANIZATION = EntityType.ORGANIZATION

_HEADQUARTERS = re.compile(r"\((?:本社|東京・|大阪・|名古屋・|横浜・|札幌・|福岡・|京都・|神戸・)")


def with_headquarters(view: TextView) -> Iterator[Proposal]:
    """Yield the company before a bracket with its seat: サクラ電子(東京・品川), A社(本社・横浜市)."""
    opening = {m.start() for m in _HEADQUARTERS.finditer(view.text, 0, view.prose_end)}
    for run in view.runs:
        if run[-1].end in opening:
            start = name_start(run, len(run) - 1)
            if (run[start:] and not run[start].text.endswith(("社", "会社", "大学"))) or len(run[start:]) > 1:
                yield Proposal(run[start].start, run[-1].end, ORGANIZATION, 3.0, "context")


_FOREIGN_COMPANY = re.compile(
    r"(?P<country>[米英独仏伊露韓]|韓国|台湾|中国|スイス)(?P<name>[ァ-ヺー・]{3,20}(?:[A-Z]{1,4})?|[A-Z][A-Za-z&]{1,15})"
)


def after_country(view: TextView) -> Iterator[Proposal]:
    """Yield the company whose country stands glued before it: 独ボッシュ, 米アップル."""
    for match in _FOREIGN_COMPANY.finditer(view.text, 0, view.prose_end):
        token = view.token_at(match.start("name"))
        after = view.token_at(match.end())
        if token is None or token.start != match.start("name") or "地名" in token.tag:
            continue
        if not view.is_start(match.start()) or (after is not None and after.text == "氏"):
            continue
        if any(
            match["name"] in words
            for words in (lexicon.countries(), lexicon.regions(), lexicon.common_words())
        ):
            continue
        if after is None or not is_nominal(after) or after.text in ("株", "幹部", "社", "製", "側"):
            yield Proposal(*match.span("name"), ORGANIZATION, 2.4, "context")


_POLICE = re.compile(r"(?P<force>警視庁|[一-龥]{1,3}[県府道]警)(?P<station>[一-龥ぁ-ん]{1,6}?署)?")


def police(view: TextView) -> Iterator[Proposal]:
    """Yield a prefecture's police and the station that follows it (神奈川県警, 港南署)."""
    stems = {name[:-1] for name in lexicon.prefectures()} | {"北海"}
    for match in _POLICE.finditer(view.text, 0, view.prose_end):
        force = match["force"]
        start = match.start()
        if force != "警視庁":
            while start < match.end("force") - 2 and view.text[start : match.end("force") - 2] not in stems:
                start += 1
            if start >= match.end("force") - 2:
                continue
            yield Proposal(start, match.end("force"), ORGANIZATION, 5.0, "list", "GovernmentOrganization")
        if match["station"] and view.is_end(match.end()):
            yield Proposal(*match.span("station"), ORGANIZATION, 4.0, "suffix", "GovernmentOrganization")


_KINDS_OF_BODY = re.compile(
    r"(?:与党|野党|第[一1]党|極右|極左|右派|左派|過激派|地域政党|政治団体|民兵組織|政党|新党|会派|企業|会社|メーカー|団体|組織|武装勢力|NPO法人|NPO|労組|バンド|グループ|枠組み|劇団|球団)の?$"
)


_KINDS_OF_PARTY = re.compile(r"(?:党|極右|極左|右派|左派|会派)の?$")


def quoted(view: TextView) -> Iterator[Proposal]:
    """Yield quoted names that their ending or the word before makes a body's: 最大野党「国民の力」."""
    suffixes = lexicon.spelled_organization_suffixes()
    for span, _ in view.quotes:
        text = view.text[span.start : span.end]
        introduced = re.search(r"\([A-Za-z]{2,8}\)$", text)
        if introduced is not None:
            # 「青葉機構(AKK)」: name and short name
            text = text[: introduced.start()]
            span = Span(span.start, span.start + len(text))
        if not 2 <= len(text) <= 25 or text in lexicon.common_words() or "、" in text:
            continue
        if _KINDS_OF_BODY.search(view.text, max(0, span.start - 8), span.start - 1):
            party = _KINDS_OF_PARTY.search(view.text, max(0, span.start - 8), span.start - 1) is not None
            yield Proposal(
                span.start, span.end, ORGANIZATION, 6.0, "context", "PoliticalParty" if party else None
            )
            continue
        suffix = "会" if text.endswith("の会") else lexicon.longest_ending(text, suffixes)
        tokens = view.covering(span.start, span.end)
        nominal = all(is_nominal(t) or t.text in "の・" or t.tag.startswith("副詞") for t in tokens)
        if suffix and len(text) > len(suffix) + 1 and nominal and tokens and tokens[0].start == span.start:
            yield Proposal(span.start, span.end, ORGANIZATION, 3.0, "quotation", suffixes.get(suffix))


_LATIN_BRAND = re.compile(r"(?<![A-Za-z0-9])(?P<latin>[A-Z][A-Z&]{1,5})(?P<kana>[ァ-ヺー]{4,})")


def latin_brands(view: TextView) -> Iterator[Proposal]:
    """Yield companies whose name is capitals and katakana (LGエナジーソリューション, NTTデータ)."""
    for match in _LATIN_BRAND.finditer(view.text, 0, view.prose_end):
        if match["latin"] in lexicon.common_words():
            continue
        token = view.token_at(match.start())
        known = match["latin"] in lexicon.institutions() or (token is not None and is_proper(token))
        yield Proposal(*match.span(), ORGANIZATION, 2.0 if known else 1.4, "shape")


_OWNER = re.compile(r"(?P<name>[ァ-ヺー・]{3,15}|[A-Z][A-Za-z]{1,14})の$")


def owners(view: TextView, posts: list[tuple[int, str]]) -> Iterator[Proposal]:
    """Yield unknown katakana or Latin names that own a post: パドレスのX投手, デンソーのX社長.

    ``posts`` are (start of the person's name, what the post belongs to).
    """
    for start, of in posts:
        match = _OWNER.search(view.text, max(0, start - 17), start)
        if match is None or of not in ("team", "company", "party") or match["name"] in lexicon.common_words():
            continue
        token = view.token_at(match.start("name"))
        if token is None or "地名" in token.tag or not view.is_start(match.start("name")):
            continue
        before = view.before(match.start("name"))
        if before is not None and is_nominal(before) and before.end == match.start("name"):
            # フライス in 青葉フライス is a piece of a name.
            continue
        kind = {"team": "SportsTeam", "company": "Corporation", "party": "PoliticalParty"}[of]
        yield Proposal(*match.span("name"), ORGANIZATION, 2.2, "context", kind)


@cache
def _group_pattern() -> re.Pattern[str]:
    chars = "".join(sorted(lexicon.country_characters()))
    names = lexicon.alternatives(frozenset(lexicon.institutions()))
    return re.compile(rf"(?<![一-龥])([{chars}]{{3,}})\((?={names})|(?<=\()([{chars}]{{3,}})(?=\))")


def country_groups(view: TextView) -> Iterator[Proposal]:
    """Yield groupings that their members' characters spell, beside another name: 日米豪印(クアッド)."""
    for match in _group_pattern().finditer(view.text[: view.prose_end]):
        group = 1 if match.group(1) else 2
        opening = match.start() - 1
        before = view.text[max(0, opening - 20) : opening].removesuffix("」")
        if group == 2 and lexicon.longest_ending(before, lexicon.institutions()) is None:
            continue
        yield Proposal(*match.span(group), ORGANIZATION, 5.0, "brackets", "Organization")


_GROUP = re.compile(r"[0-9数]+[カか]国(?:・地域)?\((?P<name>[A-Z][A-Z0-9]{1,7}|[ァ-ヺー]{3,10})\)")


def groups_of_countries(view: TextView) -> Iterator[Proposal]:
    """Yield the name in brackets after a count of countries: 4カ国(D4)."""
    for match in _GROUP.finditer(view.text, 0, view.prose_end):
        yield Proposal(*match.span("name"), ORGANIZATION, 5.0, "brackets", "Organization")


_UNIVERSITY = re.compile(
    r"(?P<name>[一-龥ヶ]{1,6}大)"
    r"(?=(?:の[一-龥々ァ-ヺー・]{2,8})?(?:名誉|准|特任|客員|特命|特別|招聘)?教授|学長|総長|講師|助教|大学院|病院|研究員|[一-龥]{1,4}学部)"
)


def universities(view: TextView) -> Iterator[Proposal]:
    """Yield a university by its short name before a post (北都大教授)."""
    for match in _UNIVERSITY.finditer(view.text, 0, view.prose_end):
        start, end = match.span("name")
        while start < end - 1 and not (view.is_start(start) and "人名" not in _tag(view, start)):
            start += 1
        if end - start > 1 and view.text[start:end] not in lexicon.common_words():
            yield Proposal(start, end, ORGANIZATION, 4.0, "suffix", "EducationalOrganization")


_ALMA_MATER = re.compile(
    r"大(?=で(?:の|、|学|教|講|研|[一-龥])|を(?:出て|卒|経|中退)|卒|出身|に(?:入|進|留学|勤|在)|院)"
)


def alma_maters(view: TextView) -> Iterator[Proposal]:
    """Yield a university by its short name where somebody learnt or taught (北都大で学び)."""
    for match in _ALMA_MATER.finditer(view.text, 0, view.prose_end):
        name = view.before(match.start() + 1)
        if name is not None and name.text == "大":
            name = view.before(name.start)
        if name is None or len(name.text) < 2:
            continue
        if is_proper(name) and name.text not in lexicon.common_words():
            yield Proposal(name.start, match.end(), ORGANIZATION, 4.0, "suffix", "EducationalOrganization")


_HIGH_SCHOOL = re.compile(
    r"(?P<name>[一-龥ヶ]{1,6}高)(?=[のがでにとはを、・()]|出身|卒業|時代|野球部|サッカー部|ラグビー部|監督)"
)
_DIRECTIONS = frozenset("東西南北中央商工農一二三")


def high_schools(view: TextView) -> Iterator[Proposal]:
    """Yield a high school by its short name (青葉東高): a place, what tells it from others, and 高."""
    for match in _HIGH_SCHOOL.finditer(view.text, 0, view.prose_end):
        end = match.end("name")
        tokens = view.covering(match.start("name"), end)
        if len(tokens) < 2 or tokens[-1].text != "高" or not tokens[-1].tag.startswith("接尾辞"):
            continue
        first = len(tokens) - 2
        if tokens[first].text in _DIRECTIONS and first:
            first -= 1
        if "地名" in tokens[first].tag and tokens[first].text not in lexicon.countries():
            yield Proposal(tokens[first].start, end, ORGANIZATION, 4.0, "suffix", "EducationalOrganization")


def _tag(view: TextView, position: int) -> str:
    token = view.token_at(position)
    return token.tag if token is not None else ""
