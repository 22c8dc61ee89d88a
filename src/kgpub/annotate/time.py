"""Find and resolve Japanese time expressions.

Own rules and not a library: ja-timex normalises but leaves the news conventions
(a bare 15日) to the caller, fills what is missing from today's clock, and pins a
beta release of pendulum.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise

from kgpub.annotate.analyser import fold_width
from kgpub.annotate.time_forms import Form, scan
from kgpub.annotate.time_values import Context, Tense, Value, last_of, resolve, shift
from kgpub.model import Analysis, Article, BlockKind, Sentence, TimeExpression, Token

_ANCHOR = re.compile(r"(?:に)?(?:以来|以降|以後|来の|来で|来、|ぶり|から続)")
_RANGE = re.compile(r"(?:頃|ごろ|付|\([^()]*\))?(から|〜|~|–|-)")
_RANGE_END = re.compile(r"(?:頃|ごろ|の)?(?:まで|にかけ|の\d+日間|の間|の日程|の会期)")
_DAYS_UNTIL = re.compile(r"まで(?:の)?(\d{1,2})日間")
_DAYS_FROM = re.compile(r"から(?:の)?(\d{1,2})日間")
_OF_SOMETHING = re.compile(r"[^日月年こそ朝夜]の$")
# What was decided is still to come: 16日に解散されることになった.
_SETTLED = re.compile("ことに(なっ|決ま|し(た|て))|(予定|見通し|運び)となっ")
_ANNOUNCED = ("こと", "予定", "方針", "考え", "意向", "計画", "見通し")
_ELSEWHERE = re.compile(r"\((?:日本時間|現地時間|同)?$|日本時間(?:の)?$")


@dataclass(frozen=True, slots=True)
class _Found:
    form: Form
    value: Value
    sentence: int


def find_times(article: Article, analysis: Analysis) -> tuple[TimeExpression, ...]:
    """Return the time expressions that could be resolved, in order; they never overlap.

    Relative forms count from ``article.reference_date``, or else from a full date
    that stands alone near the top (a dateline). Without either, only expressions
    that state their year are found. Lengths of time (3日間, 17年ぶり) give nothing.
    """
    if article.language.partition("-")[0].lower() != "ja":
        return ()
    text = fold_width(article.text)
    reference = article.reference_date or dateline_date(article)
    found = _resolve_all(text, article, analysis, reference)
    return tuple(_expressions(text, article.text, found))


def dateline_date(article: Article) -> dt.date | None:
    """Return the full date that one of the first blocks consists of, or ``None``.

    >>> from kgpub.model import Block
    >>> blocks = (Block(BlockKind.HEADLINE, 0, 2), Block(BlockKind.PARAGRAPH, 3, 12))
    >>> dateline_date(Article("-", "会談\\n令和7年7月15日", blocks))
    datetime.date(2025, 7, 15)
    """
    for block in article.blocks[1:5]:
        text = fold_width(article.text[block.start : block.end])
        for form in scan(text):
            alone = not text[: form.start].strip(" (【[公開日更新配信:") and len(text) - form.end <= 12
            value = resolve(form, Context(None), Tense.UNKNOWN)
            if alone and value and value.date:
                return value.date
    return None


def _resolve_all(text: str, article: Article, analysis: Analysis, reference: dt.date | None) -> list[_Found]:
    starts = [s.start for s in analysis.sentences]
    references = [b for b in article.blocks if b.kind is BlockKind.REFERENCE]
    inside_name = {
        i
        for t in analysis.tokens
        if "固有名詞" in t.tag and not t.text.isdigit()
        for i in range(t.start + 1, t.end)
    }
    found: list[_Found] = []
    story = reference
    named: dt.date | None = None
    for form in scan(text):
        # 四日市, 三日月: an edge inside a proper noun is no time.
        if form.start in inside_name or form.end in inside_name:
            continue
        if any(b.start <= form.start < b.end for b in references):
            continue
        # 大会の前日: it counts from something that has no date here.
        word = form.day_word or form.year_word or form.month_word
        if word and word.base != "published" and word.offset and _OF_SOMETHING.search(text[: form.start]):
            continue
        number = bisect_right(starts, form.start) - 1
        sentence = analysis.sentences[number] if number >= 0 else None
        near = found[-1] if found else None
        if near and sentence and near.sentence >= 0:
            same_block = analysis.sentences[near.sentence].block == sentence.block
        else:
            same_block = near is not None
        context = Context(
            reference,
            near=near.value if near else None,
            near_form=near.form if near and same_block else None,
            same_sentence=near is not None and near.sentence == number,
            story=story,
            told=named,
        )
        tense, adnominal = _clause(form, sentence, analysis) if sentence else (Tense.UNKNOWN, False)
        if sentence and tense is Tense.PAST and _announced(form, sentence):
            tense = Tense.FUTURE
        value = resolve(form, context, tense)
        if value is None:
            continue
        found.append(_Found(form, value, number))
        told = value.date
        past = told is not None and (reference is None or told <= reference)
        if past and not adnominal and not _ELSEWHERE.search(text[: form.start]):
            story = named = told
    return found


def _clause(form: Form, sentence: Sentence, analysis: Analysis) -> tuple[Tense, bool]:
    """Return the tense of the predicate that a form modifies, and whether it is in a relative clause."""
    token = next((t for t in reversed(sentence.tokens) if t.start < form.end), None)
    if token is None:
        return Tense.UNKNOWN, False
    tense, adnominal, steps = Tense.UNKNOWN, False, 0
    while token.head != token.i and steps < 30:
        token = analysis.tokens[token.head]
        steps += 1
        if token.start < form.end:
            continue
        predicate = token.pos in ("VERB", "ADJ") or any(
            t.head == token.i and t.dep in ("aux", "cop") for t in sentence.tokens
        )
        if predicate and tense is Tense.UNKNOWN:
            tense = _tense(token, sentence)
            above = analysis.tokens[token.head]
            aside = above.dep == "acl" and any(
                t.head == above.i and t.dep == "nsubj" and t.i > token.i for t in sentence.tokens
            )
            noun = above.pos in ("NOUN", "PROPN") and above.dep != "ROOT"
            if tense is Tense.UNKNOWN and (noun or aside):
                # 市長選は30日投票され、県が推す新人が当選した: a chain of clauses goes on to the sentence's
                # last verb; the parser hung it on a noun or a relative clause with a subject of its own.
                return _tense(_root(sentence, analysis), sentence), False
        if predicate and token.dep == "acl":
            adnominal = True
    return tense, adnominal


def _announced(form: Form, sentence: Sentence) -> bool:
    """Whether the next verb is what somebody announced for the day: 12日にも集会を開くことを明らかにした."""
    after = [t for t in sentence.tokens if t.start >= form.end]
    if not after or after[0].text in "、,":
        return False  # 10日、訪米することを明らかにした: the day is that of telling
    for token, following in pairwise(after):
        if token.pos in ("VERB", "AUX") and "形-一般" in token.inflection:
            if "連体形" in token.inflection or "終止形" in token.inflection:
                past = any(t.lemma == "た" for t in after if t.chunk == token.chunk and t.i <= token.i)
                return following.text in _ANNOUNCED and not past
    return False


def _root(sentence: Sentence, analysis: Analysis) -> Token:
    return next((t for t in reversed(sentence.tokens) if t.head == t.i), sentence.tokens[-1])


def _tense(predicate: Token, sentence: Sentence) -> Tense:
    """Return a predicate's tense; a continuative form (し、…して) leaves it to its head."""
    rest = [t for t in sentence.tokens if t.chunk == predicate.chunk and t.i >= predicate.i]
    lemmas = {t.lemma for t in rest}
    if _SETTLED.search("".join(t.text for t in rest)):
        return Tense.FUTURE
    if "た" in lemmas or "いる" in lemmas:
        return Tense.PAST
    if predicate.dep == "advcl" and any("連用形" in t.inflection for t in rest):
        return Tense.UNKNOWN
    return Tense.FUTURE


def _expressions(text: str, surface: str, found: list[_Found]) -> list[TimeExpression]:
    result: list[TimeExpression] = []
    i = 0
    while i < len(found):
        form, value = found[i].form, found[i].value
        end = form.end
        following = found[i + 1] if i + 1 < len(found) else None
        if following and following.sentence == found[i].sentence and _is_range(text, form, following.form):
            value = Value(value.year, value.month, value.day, value.clock, last_of(following.value))
            if following.value.clock and value.clock:
                value = Value(value.year, value.month, value.day, value.clock, None)
            end = following.form.end
            i += 1
        elif value.date and (match := _DAYS_UNTIL.match(text, end)):
            last = last_of(value)
            value, end = shift(value, 1 - int(match.group(1))), match.end()
            value = Value(value.year, value.month, value.day, end=last)
        elif value.date and (match := _DAYS_FROM.match(text, end)):
            last = last_of(shift(value, int(match.group(1)) - 1))
            value, end = Value(value.year, value.month, value.day, value.clock, last), match.end()
        ends_in = value.end_isoformat()
        # A range must run forward, and both its ends must be equally exact.
        start_value = value.isoformat()
        if ends_in is not None and (len(ends_in) != len(start_value[:10]) or ends_in <= start_value[:10]):
            ends_in = None
        result.append(
            TimeExpression(
                form.start,
                end,
                surface[form.start : end],
                start_value,
                value.precision,
                ends_in,
                bool(_ANCHOR.match(text, end)),
            )
        )
        i += 1
    return result


def _is_range(text: str, first: Form, second: Form) -> bool:
    between = text[first.end : second.start]
    match = _RANGE.fullmatch(between)
    if match is None:
        return False
    return match.group(1) != "から" or bool(_RANGE_END.match(text, second.end))
