"""Bunsetsu phrases with their case particles, heads and predicates: the grammar that events stand on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from kgpub.extract.phrases_tokens import core_end, group_tokens
from kgpub.lazy import lazy
from kgpub.model import Sentence, Token

# Counters and adverbial nouns, the tails of days and hours.
_ADVERBIAL = re.compile(r"(副詞可能|助数詞)")
_COPULA = re.compile(r"(だ|で|です|だっ|でし|であ)")
_OPEN, _CLOSE = "「『", "」』"
# Compound particles that the tokeniser leaves in pieces, mapped to what they mark.
_COMPOUND_PARTICLES = (
    (re.compile(r"に(よる|よって|よっては|より)$"), "による"),
    (re.compile(r"に(よると|よりますと|よれば)$"), "によると"),
    (re.compile(r"(に|へ)(対し|対して|対しては|対する|対しても)$"), "に対し"),
    (re.compile(r"に(ついて|関して|関し|関する|ついては|つき|ついても)$"), "について"),
    (re.compile(r"を(めぐって|めぐる|めぐり|巡って|巡る|巡り)$"), "をめぐり"),
    (re.compile(r"として(は|も)?$"), "として"),
    (re.compile(r"に(おける|おいて|おいては)$"), "で"),
)
_TOPIC = re.compile(r"(は|も)$")
_NEGATIVE = re.compile(r"(ない|なかっ|なく(?!な)|ません|ず(に|、|$)|ず」|ぬ$|まい)")
_OBLIGATION = re.compile(r"(なければ|ねば|なくては|ざるを得)")
_CONDITION = re.compile(r"(たら|なら(?!な)|ならば)")
# What makes a decision of the verb before こと: 行うことになった, 打ち上げることにしている.
_SETTLED = re.compile(r"に(し|な|決ま|決め)")
# Particles of an argument, which a verbal noun after it takes as a verb does.
_ARGUMENT_CASES = frozenset(["が", "は", "も", "を", "に", "で", "へ", "から", "と", "による"])


_MARKED = frozenset(["が", "を", "に", "で", "と", "へ"])


@dataclass(frozen=True)
class Phrase:
    """A bunsetsu, or several joined because a name or a bracket runs through them.

    ``index`` and ``head`` count phrases within the sentence; ``head`` is ``None``
    for the root, and ``dep`` is the relation to it. ``core_end`` is where the content ends
    and particles or endings begin, in the article's text. ``depth`` is how many quotation marks stand open
    around the phrase. ``terse`` marks a verbal noun that ends a clause without する
    (法案は参院で可決、成立した).
    """

    index: int
    tokens: tuple[Token, ...]
    head: int | None
    core_end: int
    tail: str
    depth: int
    dep: str = ""
    terse: bool = False

    @lazy
    def start(self) -> int:
        """Where the phrase begins, in the article's text, without leading punctuation."""
        for token in self.tokens:
            if not token.tag.startswith(("補助記号-読点", "補助記号-句点")):
                return token.start
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where the phrase ends, in the article's text."""
        return self.tokens[-1].end

    @lazy
    def core(self) -> tuple[Token, ...]:
        """The content tokens, without particles, endings and punctuation at either end."""
        tokens = [t for t in self.tokens if t.end <= self.core_end]
        while tokens and tokens[0].tag.startswith(("補助記号-読点", "補助記号-句点")):
            tokens.pop(0)
        return tuple(tokens)

    @lazy
    def case(self) -> str:
        """What marks the phrase: が を に へ で と の から まで より や の … , ``""`` when bare.

        は and も are dropped after another particle (では -> で) and kept alone.
        """
        return _case(self.tail)

    @property
    def closes(self) -> bool:
        """Whether a quotation ends in the phrase, so that what follows it stands outside."""
        return any(t.text in _CLOSE for t in self.tokens)

    @property
    def topic(self) -> bool:
        """Whether は or も marks the phrase."""
        return bool(_TOPIC.search(re.sub(r"[、。\s]+", "", self.tail)))

    @property
    def comma(self) -> bool:
        """Whether a comma follows."""
        return self.tokens[-1].text in "、,"

    @lazy
    def dated(self) -> bool:
        """Whether the phrase is a day or an hour set off by a comma."""
        return bool(self.comma and self.case == "" and any(_ADVERBIAL.search(t.tag) for t in self.core[-6:]))

    @lazy
    def predicate(self) -> str:
        """The dictionary form of the phrase's predicate (会談, 訪れる), or ``""`` for a noun phrase."""
        if self.terse:
            return self.core[-1].lemma
        if self.tokens[0].text in _OPEN and self.closes and self.case in ("が", "は", "を", "の", "に", "で"):
            return ""  # 「海を渡る」が, a title
        for position in range(len(self.core) - 1, -1, -1):
            token = self.core[position]
            if position and token.text == "こと" and _SETTLED.match(self.tail):
                continue  # 打ち上げることにしている
            if token.pos in ("VERB", "AUX") and token.tag.startswith("動詞"):
                if token.lemma in ("する", "いる", "ある", "なる") and position and len(self.core) > 1:
                    continue
                return token.lemma
            if token.tag.startswith("名詞") and ("サ変" in token.tag or self._does):
                # 会談した; also 受章した, which the dictionary does not know as a verb.
                if token.pos == "VERB" or self._does:
                    return token.lemma
            if token.tag.startswith("形容詞"):
                return token.lemma
            if token.pos in ("NOUN", "PROPN", "PRON", "NUM") and not token.tag.startswith("補助記号"):
                return ""
        return ""

    @property
    def _does(self) -> bool:
        after = next((t for t in self.tokens if t.start >= self.core_end), None)
        return after is not None and after.lemma in ("する", "できる") and after.pos == "AUX"

    @property
    def adnominal(self) -> bool:
        """Whether the predicate modifies a noun (来日した大統領)."""
        return bool(self.predicate) and self.dep == "acl" and not self.comma

    @lazy
    def negative(self) -> bool:
        """Whether the predicate is denied. A double negative (なければならない) is an obligation."""
        return _NEGATIVE.search(self.tail) is not None and not _OBLIGATION.search(self.tail)

    @property
    def passive(self) -> bool:
        """Whether the predicate is passive."""
        return any(t.lemma in ("れる", "られる") for t in self.tokens)

    @property
    def ahead(self) -> bool:
        """Whether the predicate speaks of what is to come (会談する, 開かれる), not of what was or lasts."""
        verbal = [t for t in self.tokens if t.tag.startswith(("動詞", "助動詞"))]
        last = verbal[-1] if verbal else None
        return (
            last is not None
            and last.lemma not in ("た", "だ", "です", "いる", "おる", "ある", "ない", "ぬ")
            and self.predicate not in ("続ける", "続く", "繰り返す", "重ねる")
            and ("終止形-一般" in last.inflection or "連体形-一般" in last.inflection)
            and not self.tail.startswith(("など", "るなど", "するなど"))
        )

    @lazy
    def conditional(self) -> bool:
        """Whether the predicate is a condition (すれば, したら, するなら)."""
        hypothetical = any("仮定形" in t.inflection for t in self.tokens if t.lemma not in ("ない", "ぬ"))
        return hypothetical or _CONDITION.search(self.tail) is not None

    @property
    def hoped(self) -> bool:
        """Whether the predicate is wished for, urged or held necessary (したい, すべき, なければならない)."""
        return bool(re.search(r"(たい|べき|よう(?!に)|なければ|ほしい|かねない|うる|得る)", self.tail))


@lru_cache(maxsize=4096)
def _case(tail: str) -> str:
    """Return what a phrase's particles come to; tails are few and recur."""
    tail = re.sub(r"[、。」』)】\s]+", "", tail)
    for pattern, name in _COMPOUND_PARTICLES:
        if pattern.search(tail):
            return name
    tail = re.sub(r"^(など|ら|のみ|だけ|ばかり|まで(?=に|が|を|の)|等|すぎ|過ぎ|ごろ|頃)", "", tail)
    if len(tail) > 1:
        tail = _TOPIC.sub("", tail)
    return tail


def phrases_of(
    sentence: Sentence, tokens: Sequence[Token], spans: Iterable[tuple[int, int]]
) -> tuple[Phrase, ...]:
    """Return the phrases of a sentence; none of the given spans (names) is cut by a phrase boundary."""
    groups = group_tokens(sentence, sorted(spans))
    owner = {t.i: n for n, group in enumerate(groups) for t in group}
    phrases = []
    depth = 0
    for n, group in enumerate(groups):
        head, dep = None, "ROOT"
        for token in reversed(group):
            target = owner.get(tokens[token.head].i)
            if target is not None and target != n:
                head, dep = target, token.dep
                break
        end = core_end(group)
        text_tail = "".join(t.text for t in group if t.start >= end)
        before = depth
        for t in group:
            depth += (t.text in _OPEN) - (t.text in _CLOSE)
        # A phrase that only closes what it opened is not inside a quotation.
        inside = max(0, min(before + sum(t.text in _OPEN for t in group[:1]), max(before, depth)))
        phrases.append(Phrase(n, tuple(group), head, end, text_tail, inside, dep))
        depth = max(0, depth)
    phrases = _with_terse(phrases)
    return tuple(_rehung(p, phrases) for p in phrases)


def _with_terse(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return the phrases with verbal nouns that end a clause marked, and what they govern hung on them."""
    found = list(phrases)
    for before, phrase in pairwise(phrases):
        if not _ends_a_clause(before, phrase):
            continue
        here = replace(phrase, terse=True)
        above = next((p for p in phrases[phrase.index + 1 :] if p.depth == phrase.depth and _main(p)), None)
        found[phrase.index] = here if above is None else replace(here, head=above.index, dep="advcl")
        own = any(
            p.case in ("が", "は") and p.head is not None and p.head > phrase.index
            for p in phrases[phrase.index + 1 :]
        )
        for other in reversed(found[: phrase.index]):
            if other.predicate or other.depth != phrase.depth:
                break
            far = other.head is not None and other.head > phrase.index
            nearest = other.index == phrase.index - 1 and other.case != "は"
            if far and (nearest or other.case == "を" or (own and other.case == "が")):
                found[other.index] = replace(other, head=phrase.index, dep="obl")
    return found


def _ends_a_clause(before: Phrase, phrase: Phrase) -> bool:
    """Whether a bare verbal noun with a comma ends a clause: its argument stands right before it."""
    if phrase.head is None or not phrase.comma or phrase.case or phrase.predicate or not phrase.core:
        return False
    if before.depth != phrase.depth or before.predicate or "サ変" not in phrase.core[-1].tag:
        return False
    # 訪問と会談、視察 is a list.
    list_ = before.case == "と" and bool(before.core) and "サ変" in before.core[-1].tag
    return (before.case in _ARGUMENT_CASES and not list_) or before.dated


def _main(phrase: Phrase) -> bool:
    """Whether a phrase is a predicate that modifies no noun, or ends the sentence."""
    return phrase.head is None or (bool(phrase.predicate) and not phrase.adnominal)


def _rehung(phrase: Phrase, phrases: Sequence[Phrase]) -> Phrase:
    """Return the phrase under the next predicate where the parser hung an argument on a noun."""
    if phrase.head is None:
        return phrase
    head = phrases[phrase.head]
    if phrase.predicate:
        # …を訪れて 首相と 会い: the clause goes with the verb, not with the noun before it.
        if phrase.comma and head.adnominal and _spans_relative(phrase, head, phrases):
            return replace(_under_main_clause(phrase, phrases), dep="advcl")
        linked = phrase.tail.rstrip("、").endswith(("て", "で")) and phrase.dep in ("advcl", "acl", "nmod")
        if not linked or head.predicate or head.head is None:
            return phrase
        for other in phrases[phrase.index + 1 :]:
            if other.predicate and other.depth == phrase.depth:
                return replace(phrase, head=other.index, dep="advcl")
        return phrase
    if head.depth > phrase.depth and head.index > phrase.index and phrase.case != "の":
        # 同氏は5日、官邸で「…責任がある」と語った: what stands before a quotation is not in it.
        return _under_main_clause(phrase, phrases)
    if _outside_relative(phrase, phrases):
        return _under_main_clause(phrase, phrases)
    argument = phrase.case in ("が", "を") and not head.predicate and head.head is not None
    if phrase.case in ("と", "で", "から", "へ") and not head.predicate and head.head is not None:
        # 林代表と 20日に 署名した; 参院本会議で 自民党などの 賛成多数で 可決した
        when = head.case in ("", "に") and any(_ADVERBIAL.search(t.tag) for t in head.core[-1:])
        noun = phrase.case in ("で", "から") and head.case in ("の", "") and head.index > phrase.index
        argument = when or noun
    bare = phrase.comma and phrase.case == ""
    backwards = (bare or phrase.case in _MARKED) and head.index < phrase.index
    copula = _COPULA.match(head.tail)
    # 8日、党首だった森氏と会談した: a day with a comma is not that of a state before a noun.
    state = copula and (not bare or head.dep != "acl" or head.tail.startswith("であ"))
    if (bare or head.dep in ("obl", "nmod")) and head.tail.rstrip("、") == "で":
        state = None
    day = (bare or phrase.case == "に") and not head.predicate and not state
    day = day and any(_ADVERBIAL.search(t.tag) for t in phrase.core[-6:])
    if not (argument and not copula) and not backwards and not day:
        return phrase
    for other in phrases[phrase.index + 1 :]:
        if day and other.dep == "acl" and not any(p.dated for p in phrases[other.index + 1 :]):
            continue  # 10月6日、世界を驚かせた研究に賞を贈る: the day is not that of the surprise
        if (other.predicate or other.head is None) and other.depth == phrase.depth:
            return replace(phrase, head=other.index, dep="obl")
    return phrase


def _spans_relative(clause: Phrase, head: Phrase, phrases: Sequence[Phrase]) -> bool:
    """Whether a clause shares its topic with the main clause, so that it goes past a relative clause.

    大統領は会談を終え、31日に始まる会議に出る: the parser hung 終え on 始まる.
    """
    return any(
        p.case == "は" and p.depth == clause.depth and p.head is not None and p.head > head.index
        for p in phrases[: clause.index]
    )


def _outside_relative(phrase: Phrase, phrases: Sequence[Phrase]) -> bool:
    """Whether a phrase belongs to the main clause, though it hangs on a noun or a relative clause.

    A topic never stands inside a relative clause, nor does a day with a comma, nor a
    place before such a day: 市内で30日夜、政府に抗議するデモがあった.
    """
    head = phrases[phrase.head] if phrase.head is not None else None
    if head is None or head.index < phrase.index or head.depth != phrase.depth:
        return False
    noun = not head.predicate and head.head is not None and (bool(head.case) or head.dated or head.comma)
    # …を宣言して弾劾された大統領: what leads to a relative clause is part of it.
    above = phrases[head.head] if head.head is not None else None
    leads = above is not None and above.adnominal and head.tail.endswith("て") and bool(head.predicate)
    inside = head.adnominal or noun or leads
    copula = _COPULA.match(head.tail) and head.tail.rstrip("、") != "で"
    if not inside or (not head.predicate and copula):
        return False
    subject = not head.predicate and head.case in ("は", "が")
    fronted = phrase.case in ("に", "で") and phrase.tail.rstrip("、").endswith("は")
    if phrase.case == "は" or (phrase.case == "で" and (head.dated or (subject and phrase.comma))):
        return True
    aside = phrase.comma and phrase.case in ("から", "で")
    if fronted or (aside and (head.adnominal or leads)):
        return True  # 8月には…を載せたロケットが打ち上げられた
    if not (head.adnominal or leads) or any(p.dated for p in phrases[head.index + 1 :]):
        return False
    following = phrases[phrase.index + 1] if phrase.index + 1 < len(phrases) else None
    return phrase.dated or (phrase.case == "で" and following is not None and following.dated)


def _under_main_clause(phrase: Phrase, phrases: Sequence[Phrase]) -> Phrase:
    """Return the phrase under the next predicate that modifies no noun, or the sentence's last phrase."""
    for other in phrases[phrase.index + 1 :]:
        above = phrases[other.head] if other.head is not None else None
        leads = above is not None and above.adnominal and other.tail.endswith("て")
        main = other.head is None or (bool(other.predicate) and not other.adnominal and not leads)
        if other.depth == phrase.depth and main:
            return replace(phrase, head=other.index, dep="nsubj" if phrase.case == "は" else "obl")
    return phrase
