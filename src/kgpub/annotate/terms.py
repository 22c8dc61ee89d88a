"""Terms: laws, treaties, schemes, products and works that an article treats as a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_katakana, is_nominal, is_proper
from kgpub.model import EntityType, Span, Token

TERM = EntityType.TERM

_WORK_BEFORE = re.compile(
    r"(?:映画|小説|ドラマ|アニメ|楽曲|新曲|曲|アルバム|番組|著書|作品|代表作|漫画|舞台|公演|オペラ|ミュージカル|戯曲|短編|"
    r"長編|絵本|詩集|歌集|句集|自伝|写真集|絵画|ゲーム|雑誌|監督の|主演した|主演の|主演作|原作の|演出の|作の|誌|紙芝居|短歌|童話|主題歌|コミック|シングル)$"
)
_PRIZED = re.compile(r"で[^。、「]{0,20}賞(?:を(?:受け|受賞|獲得)|に(?:選ば|輝))")
_SPEECH_AFTER = re.compile(
    r"(?:と|など)(?:も|は|の)?(?:、|述べ|語|話|強調|指摘|批判|主張|訴え|答え|説明|呼び?掛?か?け|応じ|語っ|し|い|書|振り返|明|発言|歓迎|評価|コメント|声)"
)
# イベント「WWDC」 is an event.
_EVENT_BEFORE = re.compile(
    r"(?:イベント|大会|会議|展示会|見本市|ショー|サミット|フォーラム|祭典|キャンペーン|展|まつり|祭り)の?$"
)
_SENTENCE_END = re.compile(
    r"(?:[。!?]|だ|です|ます|た|ない|よう|たい|べき|する|いる|ある|なる|れる|せる|よ|ね|か)$"
)
_DEFINED = re.compile(
    r"(?P<term>[^\s「」、。()]{2,20})(?:」)?とは、?(?P<definition>[^。\n]{6,}?)(?:(?:を(?:広く)?(?:指す|さす|意味する|いう))[^。\n]*|のこと(?:だ|です|で|を)?[^。\n]*)"
)


def quoted(view: TextView) -> Iterator[Proposal]:
    """Yield quotations that are a name and not somebody's words: 「シャトル外交」, 映画「影武者」."""
    for span, depth in view.quotes:
        text = view.text[span.start : span.end]
        before = view.text[max(0, span.start - 8) : span.start - 1]
        after = view.text[span.end + 1 : span.end + 12]
        if text.endswith(")") and re.search(r"\([A-Z]{2,8}\)$", text):
            continue
        if not 0 < len(text) <= 25 or _EVENT_BEFORE.search(before):
            continue
        work = (
            _WORK_BEFORE.search(before) is not None
            or _PRIZED.match(view.text, span.end + 1) is not None
            or _follows_work(view, span)
        )
        if work:
            yield Proposal(span.start, span.end, TERM, 4.0, "quotation", "CreativeWork")
        elif depth == 0 and len(text) > 1 and not _SPEECH_AFTER.match(after) and _nominal(view, span):
            yield Proposal(span.start, span.end, TERM, 2.6, "quotation")


def titled(view: TextView, start: int, end: int) -> bool:
    """Whether quotation marks hold just these words, and nobody is said to have spoken them."""
    if view.text[start - 1 : start] not in ("「", "『") or view.text[end : end + 1] not in ("」", "』"):
        return False
    last = view.covering(start, end)[-1:]
    return bool(last) and is_nominal(last[0]) and not _SPEECH_AFTER.match(view.text, end + 1)


def _follows_work(view: TextView, span: Span) -> bool:
    """Whether a quotation continues a list of works: 映画「A」「B」, 「A」や「B」."""
    before = view.text[: span.start - 1]
    match = re.search(r"(?:「([^」\n]{1,25})」|『([^』\n]{1,25})』)(?:や|と|、)?$", before)
    if not match:
        return False
    head = before[: match.start()]
    return _WORK_BEFORE.search(head[-8:]) is not None or re.search(r"[」』](?:や|と|、)?$", head) is not None


def _nominal(view: TextView, span: Span) -> bool:
    """Whether a quotation is a noun phrase that can be a name."""
    tokens = view.covering(span.start, span.end)
    if not tokens or tokens[0].start != span.start or tokens[-1].end != span.end:
        return False
    text = view.text[span.start : span.end]
    if (
        text in lexicon.common_words()
        or lexicon.longest_ending(text, lexicon.event_suffixes())
        or "、" in text
        or "兼" in text
    ):
        return False
    last = tokens[-1]
    if not (last.tag.startswith(("名詞", "接尾辞-名詞的")) or last.text.isascii()):
        return False
    if (
        re.search(r"[をへにでは]", "".join(t.text for t in tokens if t.tag.startswith("助詞")))
        and "た" not in text
    ):
        return False
    if lexicon.longest_ending(text, lexicon.spelled_organization_suffixes()):
        return False
    if last.tag.startswith(("名詞-数詞", "形状詞", "接尾辞-名詞的-助数詞")) or re.search(
        r"[0-9]+(?:[年周円人割%]|ドル|カ国)", text
    ):
        return False
    for token in tokens[:-1]:
        # 開かれた… may be part of a slogan, a comparison or an adjective is not.
        if token.tag.startswith(("副詞", "連体詞", "代名詞", "形容詞", "感動詞")):
            return False
        if token.tag.startswith("助詞-接続助詞"):
            return False
        if token.text in ("な", "は", "が", "も") or token.tag.startswith("助詞-係助詞"):
            return False
    return len(tokens) > 1 or is_proper(last) or is_katakana(text) or len(text) >= 3


def with_suffixes(view: TextView) -> Iterator[Proposal]:
    """Yield compounds that end in a word for a document, law, scheme, line or vehicle."""
    suffixes = lexicon.term_suffixes()
    for run in view.runs:
        for k, token in enumerate(run):
            text = "".join(t.text for t in run[: k + 1])
            suffix = lexicon.longest_ending(text, suffixes)
            if suffix is None:
                continue
            after = run[k + 1] if k + 1 < len(run) else None
            if after is not None and not _number(after) and after.tag.startswith("名詞-普通名詞-一般"):
                continue
            start = _name_start(run, k)
            span = run[start : k + 1]
            whole = "".join(t.text for t in span)
            if whole in lexicon.common_words() or not _enough(span, whole[: -len(suffix)], suffixes[suffix]):
                continue
            yield Proposal(span[0].start, token.end, TERM, 2.6, "suffix")


def _number(token: Token) -> bool:
    return token.tag.startswith("名詞-数詞")


def _name_start(run: tuple[Token, ...], k: int) -> int:
    start = k
    while start > 0:
        token = run[start - 1]
        model = token.tag.startswith("名詞-数詞") and start >= 2 and run[start - 2].text.isascii()
        # 日・青葉国部隊間協定 is between its parties, 今年 is no part of a name.
        between = token.text == "間" and start >= 2
        if ("副詞可能" in token.tag and not between) or token.tag.startswith(
            ("接頭辞", "接尾辞-名詞的-助数詞")
        ):
            break
        if token.tag.startswith("名詞-数詞") and not model:
            break
        if token.text in ("新型", "次世代", "国産", "大型", "小型", "首脳", "政府", "与党", "改正", "関連"):
            break
        start -= 1
    while start < k and run[start].text in "・&=":
        start += 1
    return start


def _enough(span: tuple[Token, ...], body: str, needs: str) -> bool:
    if needs == "any":
        return True
    if needs == "modifier":
        return len(body) >= 3 and (len(span) != 2 or any(is_proper(t) for t in span))
    if needs == "line":
        return (
            len(body) <= 4 and all(is_proper(t) for t in span[:-1]) and (len(span) > 1 or is_proper(span[0]))
        )
    if needs == "compound":
        return len(span) >= 4
    if not body:
        return False
    if len(span) == 1:
        return is_proper(span[0])
    countries = all(c in lexicon.country_characters() for c in span[0].text) and len(span[0].text) > 1
    first = span[0].text
    latin = first.isascii() and first.isalnum() and any(c.isupper() for c in first)
    named = any(is_proper(t) for t in span[:-1])
    return named or countries or latin or (is_katakana(first) and len(first) >= 4)


@cache
def _listed_pattern() -> re.Pattern[str]:
    return re.compile(lexicon.alternatives(frozenset(lexicon.listed_terms())))


def listed(view: TextView) -> Iterator[Proposal]:
    """Yield well-known concepts and schemes."""
    names = lexicon.listed_terms()
    for match in _listed_pattern().finditer(view.text, 0, view.prose_end):
        start, end = match.span()
        glued = is_katakana(match.group()) and (
            is_katakana(view.text[start - 1]) or is_katakana(view.text[end : end + 1])
        )
        if not glued and (view.is_start(start) or view.text[start].isascii()):
            yield Proposal(start, end, TERM, 4.0, "list", key=names[match.group()].key)


def definitions(view: TextView) -> list[tuple[Span, Span]]:
    """Return (term, definition) of sentences that define: グローバルサウスとは、…を指す言葉."""
    found = []
    for match in _DEFINED.finditer(view.text, 0, view.prose_end):
        start = match.start("term")
        while start < match.end("term") and not (view.is_start(start) or view.text[start - 1] == "「"):
            start += 1
        found.append((Span(start, match.end("term")), Span(*match.span("definition"))))
    return found


def defined(view: TextView) -> Iterator[Proposal]:
    """Yield what a definition or a heading introduces by とは."""
    for term, _ in definitions(view):
        yield from _introduced(view, term)
    for match in re.finditer(r"^(?P<term>[^\s「」、。()]{2,20})とは$", view.text[: view.prose_end], re.M):
        yield from _introduced(view, Span(*match.span("term")))


def _introduced(view: TextView, span: Span) -> Iterator[Proposal]:
    text = view.text[span.start : span.end]
    tokens = view.covering(span.start, span.end)
    if (
        not tokens
        or text in lexicon.common_words()
        or any(t.tag.startswith(("助詞", "代名詞", "動詞")) for t in tokens)
    ):
        return
    yield Proposal(span.start, span.end, TERM, 2.2, "definition")
