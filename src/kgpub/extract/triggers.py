"""Where a phrase holds a word that reports an event, and what the event is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kgpub.extract.lexicon import Trigger, triggers
from kgpub.extract.phrases import Phrase
from kgpub.extract.view import SentenceView
from kgpub.model import EntityType

# What may follow an event noun in its phrase: a phase of it, or a suffix that leaves it an event.
_PHASE = re.compile(
    r"^(後|前|中|時|際|直後|直前|初日|冒頭|開始|終了|完了|実施|開催|出席|参加|成功|以来(の|\d+(年|回|大会|カ月|か月)ぶり(\d+度目)?)?|以降|以前|期|下|など|ら|等|へ|会場|開幕|閉幕|開会|閉会|\d+号"
    r"|\([^)]*\)?|「[^」]*」?|『[^』]*』?|」|』)*$"
)
# What links a past event to the anniversary that is named after it.
_INNER = re.compile(r"^(の)?(勝利|終結|終戦|勃発|開戦|発生|犠牲者)?(から)?\d*年?$")
# A number with its counter after the noun that it counts: ロケット弾3発, 株式の約15%.
_QUANTITY = re.compile(
    r"(の?(およそ|約|計|合計)?\d[\d,.万億兆千百]*"
    r"([%％]|カ国|か国|ヵ国|平方メートル|メートル|キロ|トン|ヘクタール|ポイント|円|ドル|ユーロ|元|議席|区間"
    r"|[カか]月|[人件発個株枚隻機台本頭匹社行校店戸棟回票点両基年])?(以上|超|余り|あまり|未満|弱|強)?)+$"
)
_KATAKANA = re.compile("[ァ-ヶー]{2}")
_CLAUSE_ENDS = "「『、( \u3000"


def triggers_in(view: SentenceView, phrase: Phrase) -> Iterator[tuple[Trigger, int, int]]:
    """Yield the trigger that a phrase ends in, with where it stands; nothing where it has none.

    A verb is matched by its dictionary form, a noun by its form; the longest
    match wins (電話会談, not 会談), and a trigger whose condition is not met by its
    clause is passed over.
    """
    if phrase.core:
        found = _verb(view, phrase) or _noun(view, phrase)
        if found is not None and found[0].kind is not None:
            yield found
            if found[0].naming:
                yield from _inner(view, phrase, found[1])


def _inner(view: SentenceView, phrase: Phrase, stop: int) -> Iterator[tuple[Trigger, int, int]]:
    """Yield an event named inside the name of another: 第二次世界大戦終結80周年."""
    core = view.text(phrase.start, stop)
    for word, trigger in _namesakes():
        at = core.find(word)
        if at > 0 and _INNER.match(core[at + len(word) :]):
            yield trigger, phrase.start + at, phrase.start + at + len(word)


@cache
def _namesakes() -> tuple[tuple[str, Trigger], ...]:
    """Return the words that name events which anniversaries are named after: 大戦, 地震."""
    return tuple((w, found[0]) for w, found in triggers().items() if found[0].eventive and found[0].naming)


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """Return how long the triggers are that begin with a character, the longest first."""
    table: dict[str, set[int]] = {}
    for word in triggers():
        table.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(found, reverse=True)) for first, found in table.items()}


def _verb(view: SentenceView, phrase: Phrase) -> tuple[Trigger, int, int] | None:
    table = triggers()
    if not phrase.predicate:
        return None
    token = next((t for t in reversed(phrase.core) if phrase.predicate in (t.lemma, t.text)), None)
    if token is None:
        return None
    found = [(view.text(begin, token.end), begin) for begin in range(phrase.start, token.start)]
    for lemma, start in (*found, (phrase.predicate, token.start)):
        for trigger in table.get(lemma, ()):
            if trigger.verbal and holds(view, phrase, trigger, start):
                return trigger, start, token.end
    return None


def _noun(view: SentenceView, phrase: Phrase) -> tuple[Trigger, int, int] | None:
    table = triggers()
    core = view.text(phrase.start, phrase.core_end)
    lengths = _lengths()
    for begin, first in enumerate(core):
        for length in lengths.get(first, ()):
            word = core[begin : begin + length]
            if len(word) < length or word not in table or not _PHASE.match(core[begin + length :]):
                continue
            start = phrase.start + begin
            if not _on_boundary(phrase, start, start + length):
                continue
            inside = begin and not any(t.start == start for t in phrase.tokens)
            if begin and core[begin - 1] in "未不非":
                continue  # 未完成
            if inside and length < 4 and _KATAKANA.match(core[begin - 1 : begin + 1]):
                continue  # スト in ブカレスト
            for trigger in table[word]:
                if trigger.verbal and (phrase.predicate or not (trigger.nominal or phrase.head is None)):
                    continue
                if holds(view, phrase, trigger, start):
                    return trigger, start, start + length
    return None


def _on_boundary(phrase: Phrase, start: int, stop: int) -> bool:
    """Whether a match ends with a token, and is not one character inside a word (展 in 発展).

    It may begin inside one: the tokeniser cuts 参議院本会議 into 参議, 院本, 会議.
    """
    ends = any(t.end == stop for t in phrase.tokens)
    return ends and (stop - start > 1 or any(t.start == start for t in phrase.tokens))


def holds(view: SentenceView, phrase: Phrase, trigger: Trigger, start: int) -> bool:
    """Return whether a trigger's condition is met by an argument or by what is glued before it."""
    condition = trigger.condition
    if condition is None:
        return True
    if condition.case == "!":
        return not view.text(max(view.sentence.start, start - 4), start).endswith(condition.endings)
    if condition.case in "^<":
        if view.text(phrase.start, start).endswith(condition.endings):
            return True
        if condition.case == "<":
            before = {m.type for m, _ in view.mentions if m.end == start}
            place = EntityType.PLACE in before
            body = EntityType.ORGANIZATION in before
            numbered = re.search(r"第\d+回", view.text(phrase.start, start))
            return (
                ("@place" in condition.endings and place)
                or ("@body" in condition.endings and body)
                or ("@number" in condition.endings and numbered is not None)
            )
        cases = {"が", "は", "も", "を", "の", "で", "に", ""}
    else:
        cases = {condition.case}
        if condition.case == "が" or (phrase.passive and condition.case == "を"):
            cases |= {"が", "は", "も"}
    # The parser may hang the object elsewhere (金利を…程度に引き上げる), so the whole clause is searched.
    clause = max((p.index for p in view.phrases if p.predicate and p.index < phrase.index), default=-1)
    pool = [*view.children(phrase), *(p for p in view.phrases if clause < p.index < phrase.index)]
    if condition.case == "^":
        # The subject may stand earlier in a chain of clauses: 法案は…閣議決定され、…成立した.
        pool = [
            *pool,
            *(p for p in view.phrases if p.index < phrase.index and p.case in ("が", "は", "も", "を")),
        ]
    head = view.head(phrase)
    if phrase.adnominal and condition.case in "^をが" and head is not None and head.index > phrase.index:
        named = view.text(head.start, head.core_end).partition("「")[0]
        if (named or _bare(view, head)).endswith(condition.endings):
            return True  # 昨年打ち上げた衛星「青空」
    if "「」" in condition.endings and any(
        c.case in cases
        and c.closes
        and view.text(c.start, c.core_end)[-1:] not in ("", ")")
        and _titled(view, c)
        for c in view.children(phrase)
    ):
        return True
    return any(
        (child.case in cases or (child.topic and "は" in cases)) and _ends_so(view, child, condition.endings)
        for child in pool
    )


def _ends_so(view: SentenceView, phrase: Phrase, endings: tuple[str, ...]) -> bool:
    """Whether a phrase ends in one of the words, or what it calls by name does: アルバム「海」."""
    named = view.text(phrase.start, phrase.core_end).partition("「")[0]
    return _bare(view, phrase).endswith(endings) or named.endswith(endings)


def _titled(view: SentenceView, phrase: Phrase) -> bool:
    """Whether a phrase ends in a title: 「青い海」が."""
    return re.search(r"[」』](?:が|は|も|を)?、?$", view.text(phrase.start, phrase.end)) is not None


def _bare(view: SentenceView, phrase: Phrase) -> str:
    """Return a phrase's content without brackets, quotation marks and quantities: 株式15% -> 株式."""
    text = re.sub(r"\([^)]*\)|[」』)]", "", view.text(phrase.start, phrase.core_end))
    return _QUANTITY.sub("", text) or text


def event_name(
    view: SentenceView, phrase: Phrase, trigger: Trigger, start: int, stop: int
) -> tuple[str, bool]:
    """Return what the event is called, and whether that is specific (米韓首脳会談) or just a word (会談)."""
    begin = phrase.start
    for time in view.times:
        if begin <= time.start and time.end <= start:
            begin = time.end
    for mention, _ in view.mentions_in(phrase, start):
        # A title belongs to a person, not to the event that follows: トランプ大統領訪日.
        if mention.type is EntityType.PERSON:
            begin = max(begin, mention.end)
    text = re.sub(r"\([^)]*\)", "", view.text(begin, start))
    cut = max(text.rfind(mark) for mark in _CLAUSE_ENDS)
    glued = text[cut + 1 :].lstrip("の」』)")
    word = view.text(start, stop)
    if word.endswith("先"):
        return word.removesuffix("先"), False  # 初の訪問先 is where somebody goes, the event is the 訪問
    if trigger.standalone:
        return word, True
    if trigger.naming:
        named = any(begin <= m.start and m.end <= start for m, _ in view.mentions_in(phrase, start))
        numbered = re.match(r"\d+号", view.text(stop, phrase.core_end))
        if numbered:
            return glued + word + numbered.group(), True
        return glued + word, named or (trigger.self_naming and len(re.sub(r"[\d第回]", "", glued)) >= 2)
    if phrase.predicate and stop <= phrase.core_end and "サ変" not in phrase.core[-1].tag:
        return phrase.predicate, False  # 訪れる, not 訪れ
    return (glued + word if glued and len(glued) <= 10 else word), False
