"""Places: countries and regions by list, 県市町村 chains, facilities by ending, datelines, tagged names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.lexicon import KnownName
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_katakana, is_nominal, is_proper
from kgpub.model import EntityType, Token

PLACE = EntityType.PLACE

_DATELINE = re.compile(
    r"【(?P<places>[^】=]{1,40})(?:=[^】]*)?】|^(?P<paren>[^()\n]{2,12})(?=(?:共同|時事|ロイター|AP|AFP)\))",
    re.M,
)
_DAY = re.compile(r"[0-9一二三四五六七八九十]+日")
_AGENCIES = frozenset(["共同", "時事", "AFP時事", "ロイター", "AP"])
# 日本人, 中国語 and 日本酒 are not the country.
NOT_COUNTRY = ("人", "語", "系", "酒", "料理", "文学", "映画", "史上", "地方", "風", "大陸間")
_GOVERNMENT = ("政府", "当局")
_CHAIN = re.compile(r"^(?P<head>.{2,3}[都道府県])(?P<rest>.+[市区町村])$")
_WITHIN = re.compile(r"^(?P<whole>.+?[市郡])(?P<part>[^市郡]+[区町村])$")
_ADMIN_KIND = {
    "都": "AdministrativeArea",
    "道": "AdministrativeArea",
    "府": "AdministrativeArea",
    "県": "AdministrativeArea",
}


@cache
def _pattern(table: str) -> re.Pattern[str]:
    names = lexicon.countries() if table == "countries" else lexicon.regions()
    return re.compile(lexicon.alternatives(frozenset(names)))


@cache
def _government_pattern() -> re.Pattern[str]:
    return re.compile(rf"([{''.join(sorted(lexicon.country_characters()))}])(?:{'|'.join(_GOVERNMENT)})")


def countries(view: TextView) -> Iterator[Proposal]:
    """Yield countries by name; 中国政府 and 米政府 as a whole."""
    for match in _pattern("countries").finditer(view.text, 0, view.prose_end):
        known = lexicon.countries()[match.group()]
        start, end = match.span()
        if not _whole(view, start, end) or view.text.startswith(NOT_COUNTRY, end):
            continue
        yield _listed(view, start, end, known)
    chars = lexicon.country_characters()
    for match in _government_pattern().finditer(view.text, 0, view.prose_end):
        if view.is_start(match.start()) and not _inside_characters(view, match.start()):
            key = f"country:{chars[match.group(1)]}"
            yield Proposal(*match.span(), PLACE, 5.0, "list", "Country", key)


def _inside_characters(view: TextView, start: int) -> bool:
    return start > 0 and view.text[start - 1] in lexicon.country_characters()


def _listed(view: TextView, start: int, end: int, known: KnownName) -> Proposal:
    for word in _GOVERNMENT:
        if view.text.startswith(word, end) and view.is_end(end + len(word)):
            end += len(word)
            break
    return Proposal(start, end, PLACE, 5.0, "list", known.kind, known.key)


def _whole(view: TextView, start: int, end: int) -> bool:
    """Whether a listed name is not a part of a longer word."""
    text = view.text
    if is_katakana(text[start]) and start and is_katakana(text[start - 1]):
        return False
    if is_katakana(text[end - 1]) and end < len(text) and is_katakana(text[end]):
        return False
    if view.aligned(start, end):
        return True
    if text[start:end] in lexicon.prefectures() and text[end : end + 1] == "内" and view.is_start(start):
        return True
    token = view.token_at(start)
    return token is not None and is_katakana(text[start:end]) and token.start == start


def regions(view: TextView) -> Iterator[Proposal]:
    """Yield regions, seas, prefectures and well-known bare city names."""
    for match in _pattern("regions").finditer(view.text, 0, view.prose_end):
        if _whole(view, *match.span()):
            known = lexicon.regions()[match.group()]
            yield Proposal(*match.span(), PLACE, 4.0, "list", known.kind, known.key)


def split_chain(text: str) -> list[str]:
    """Return the parts of a chain of administrative names; a single part if it is none.

    >>> split_chain("青森県八戸市"), split_chain("静岡市清水区"), split_chain("大阪市")
    (['青森県', '八戸市'], ['静岡市', '清水区'], ['大阪市'])
    >>> split_chain("四日市市富田町"), split_chain("三戸郡階上町")
    (['四日市市', '富田町'], ['三戸郡', '階上町'])
    """
    match = _CHAIN.match(text)
    if match and match["head"] in lexicon.prefectures():
        return [match["head"], *split_chain(match["rest"])]
    match = _WITHIN.match(text)
    return [match["whole"], match["part"]] if match else [text]


def tagged_names(view: TextView) -> Iterator[Proposal]:
    """Yield what Sudachi tags as places, with 県市 chains split and a following 市 or 州 taken in."""
    suffixes = lexicon.place_suffixes()
    for token in view.tokens:
        if "地名" not in token.tag or len(token.text) < 2:
            continue
        at = token.start
        if token.text in lexicon.countries() or token.text in lexicon.common_words():
            continue
        after = view.token_at(token.end)
        taken_in = after is not None and after.text in suffixes and after.start == token.end
        whole = split_chain(view.text[token.start : after.end]) if after is not None and taken_in else []
        if len(whole) < 2:
            for part in split_chain(token.text):
                kind = _kind(part)
                yield Proposal(at, at + len(part), PLACE, 2.2 if kind else 2.0, "tagger", kind)
                at += len(part)
        # The tagger may cut 愛媛県大瀬村 into 愛媛県大瀬 and 村.
        at = token.start
        for part in whole:
            kind = suffixes[after.text][0] if after is not None and part == whole[-1] else _kind(part)
            yield Proposal(at, at + len(part), PLACE, 2.5, "suffix", kind)
            at += len(part)


def _kind(name: str) -> str | None:
    if name in lexicon.prefectures():
        return "AdministrativeArea"
    for suffix, (kind, _) in lexicon.place_suffixes().items():
        if len(name) > len(suffix) + 1 and name.endswith(suffix):
            return kind
    return None


def with_suffixes(view: TextView) -> Iterator[Proposal]:
    """Yield compounds that end in a word for a place (羽田空港, 天安門広場, ボンダイビーチ)."""
    suffixes = lexicon.place_suffixes()
    for run in view.runs:
        for k, token in enumerate(run):
            joined = _longest_suffix(run, k, suffixes)
            suffix, first = joined or (lexicon.longest_ending(token.text, suffixes), k)
            if suffix is None or suffixes[suffix][1] == "admin":
                continue
            start_at = first if token.text != suffix and first == k else _name_start(run, first)
            if token.text == suffix and start_at == first:
                continue
            span = run[start_at : k + 1]
            body = "".join(t.text for t in span)[: -len(suffix)]
            if not body or not _names_place(span, suffix, body):
                continue
            yield Proposal(span[0].start, token.end, PLACE, 2.6, "suffix", suffixes[suffix][0])


def _longest_suffix(
    run: tuple[Token, ...], k: int, suffixes: dict[str, tuple[str, str]]
) -> tuple[str, int] | None:
    """Return a suffix that several tokens up to ``k`` spell (宇宙+センター), and its first token."""
    best = None
    text = ""
    for first in range(k, max(k - 4, -1), -1):
        text = run[first].text + text
        if text in suffixes:
            best = (text, first)
    return best


def _name_start(run: tuple[Token, ...], first: int) -> int:
    """Return where the name before a suffix begins in a run."""
    start = first
    while start > 0:
        token = run[start - 1]
        if "副詞可能" in token.tag or token.tag.startswith(("接頭辞", "名詞-数詞", "接尾辞")):
            break
        if "助数詞可能" in token.tag and start >= 2 and run[start - 2].tag.startswith("名詞-数詞"):
            break
        if token.text in lexicon.titles() or token.text in lexicon.prefectures():
            break
        if token.text.endswith(("軍", "自衛隊", "社", "庁", "省")):
            break
        if token.text[-1] in "県市区町村" and len(token.text) > 1 and is_proper(token):
            break
        if len(token.text) == 1 and token.text in "市町村区県州":
            break
        if token.text == "・" and start >= 2 and "地名" in run[start - 2].tag:
            # 東京・さくらスタジアム: where it stands, and its name.
            break
        start -= 1
    while start < first and (run[start].text in "・&=" or run[start].text in lexicon.country_characters()):
        start += 1
    return start


def _names_place(span: tuple[Token, ...], suffix: str, body: str) -> bool:
    if body in lexicon.common_words():
        return False
    if len(span) == 1:
        # 宮城 and 福島 end like places of another kind.
        return (
            is_proper(span[0]) and "人名" not in span[0].tag and (len(suffix) > 1 or suffix in "駅港湾湖岬岳")
        )
    named = any(is_proper(t) for t in span) or (
        is_katakana(body.replace("・", "").replace("=", "")) and len(body) > 2
    )
    if suffix in (
        "センター",
        "パーク",
        "工場",
        "ビル",
        "ホテル",
        "ホール",
        "沖",
        "島",
        "城",
        "湾",
        "港",
        "駅",
        "湖",
        "図書館",
    ):
        return any(is_proper(t) for t in span)
    return named


def inside_events(view: TextView) -> Iterator[Proposal]:
    """Yield the place that an event's name begins with, in one token (能登半島地震)."""
    events = lexicon.event_suffixes()
    for token in view.tokens:
        suffix = lexicon.longest_ending(token.text, events) if is_proper(token) else None
        if suffix is None or len(token.text) <= len(suffix) + 1:
            continue
        body = token.text[: -len(suffix)]
        known = lexicon.regions().get(body) or lexicon.countries().get(body)
        if known is not None or _kind(body):
            end = token.start + len(body)
            kind = known.kind if known else _kind(body)
            yield Proposal(token.start, end, PLACE, 3.0, "event", kind, known.key if known else "")


_PLANT = re.compile(r"第[0-9一二三四]+(?:原発|原子力発電所)")


def plants(view: TextView) -> Iterator[Proposal]:
    """Yield numbered power stations with the town that names them (青葉第1原発)."""
    for match in _PLANT.finditer(view.text, 0, view.prose_end):
        town = view.before(match.start())
        if town is not None and "地名" in town.tag:
            yield Proposal(town.start, match.end(), PLACE, 5.0, "suffix", "Facility")


_OFFSHORE = r"(?:東方|西方|南方|北方|南東|南西|北東|北西)?沖|(?:東|西|南|北|中|北西|北東|南西|南東)部(?=沖)沖"


@cache
def _offshore_pattern() -> re.Pattern[str]:
    heads = lexicon.prefectures() | frozenset(n for n, k in lexicon.regions().items() if k.kind == "Place")
    return re.compile(rf"(?:{lexicon.alternatives(heads)})(?:{_OFFSHORE})")


def offshore(view: TextView) -> Iterator[Proposal]:
    """Yield the sea off a prefecture or another listed place (宮城県沖, 千葉県東方沖)."""
    for match in _offshore_pattern().finditer(view.text[: view.prose_end]):
        yield Proposal(*match.span(), PLACE, 4.0, "suffix", "Place")


def datelines(view: TextView) -> Iterator[Proposal]:
    """Yield the places of a dateline (【ソウル=…】, 【アンカレジ(米アラスカ州)=…】)."""
    chars = lexicon.country_characters()
    for match in _DATELINE.finditer(view.text, 0, view.prose_end):
        if match["places"] and "=" not in match.group() and not _names_of_places(view, match["places"]):
            # 【詳しく】 and 【写真特集】 introduce no place.
            continue
        group = "places" if match["places"] else "paren"
        at = match.start(group)
        for part in re.split(
            r"([()、・\s]|共同$|時事$|AFP時事$|ロイター$|AP$|[0-9一二三四五六七八九十]+日$)", match[group]
        ):
            if not part or part in _AGENCIES or _DAY.fullmatch(part):
                at += len(part)
                continue
            # 米ニューヨーク is New York, and パリ is no リ.
            country = len(part) > 2 and part[0] in chars and is_katakana(part[1]) and not is_katakana(part[0])
            start, end = at + int(country), at + len(re.sub(r"(?:郊外|近郊)$", "", part))
            if end - start > 1 and part not in lexicon.countries():
                kind = _kind(part) or ("City" if at == match.start(group) else None)
                yield Proposal(start, end, PLACE, 4.0, "dateline", kind)
            at += len(part)


def _names_of_places(view: TextView, text: str) -> bool:
    bare = re.sub(r"(?:共同|時事|AFP時事|ロイター|AP)$", "", text)
    at = view.text.find(f"【{text}】") + 1
    tokens = view.covering(at, at + len(bare))
    return any("地名" in t.tag for t in tokens) or (is_katakana(bare) and bare != text)


def after_country(view: TextView) -> Iterator[Proposal]:
    """Yield katakana names after ・ or a state (カナダ・トロント, ペンシルベニア州ピッツバーグ)."""
    for match in re.finditer(
        r"(?P<area>[ァ-ヺー一-龥]{2,10}?)(?P<joint>・|(?<=[州県省]))(?P<name>[ァ-ヺー]{2,12})", view.text
    ):
        area, name = match["area"], match["name"]
        end = match.end()
        if end > view.prose_end or (end < len(view.text) and view.text[end] in "・ー氏"):
            continue
        country = match["joint"] == "・" and any(area.endswith(c) for c in lexicon.countries())
        if country or (not match["joint"] and is_katakana(area[:-1])):
            token = view.token_at(match.start("name"))
            after = view.token_at(end)
            if (
                token is not None
                and (after is None or not is_nominal(after))
                and name not in lexicon.countries()
            ):
                yield Proposal(match.start("name"), end, PLACE, 2.6, "context", "City")
