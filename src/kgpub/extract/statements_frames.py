"""Find where a sentence reports speech: the verb, its construction, and where the content ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kgpub.extract.clauses import Clauses, Quotation, is_predicate_end, is_utterance
from kgpub.extract.statements_lexicon import verb_frames
from kgpub.extract.statements_markers import is_quoting, noun_marker, particle_marker
from kgpub.extract.statements_verbs import is_asserted, verb_lemma


@dataclass(frozen=True, slots=True)
class Frame:
    """One report of speech in a sentence; positions are those of its :class:`Clauses`.

    The content lies in ``[start, end)`` together with what belongs to the reporting
    verb (speaker, time, occasion). ``marker`` is the と, よう, こと or noun after it.
    ``verb`` is the verb's first token and ``verb_end`` the position after its
    bunsetsu. ``quotation`` is set when the content ends with one. ``kind`` is the
    construction: to, you, koto, stance, np, deed or toshite. An ``embedded`` report is
    part of what the next one reports (首相が伝えたと明らかにした).
    """

    start: int
    end: int
    marker: int
    verb: int
    verb_end: int
    lemma: str
    kind: str
    quotation: Quotation | None = None
    embedded: bool = False


_PUNCTUATION = {"、", "。", ","}
# What is done to a suspect; what stands before として is the charge.
_CHARGING = frozenset(
    [
        "逮捕する",
        "再逮捕する",
        "起訴する",
        "送検する",
        "書類送検する",
        "摘発する",
        "検挙する",
        "告発する",
        "告訴する",
        "調べる",
        "なる",
    ]
)
# What somebody is said to have made: 大臣から…との発言があった.
_REMARKS = {"発言", "説明", "指摘", "報告", "意見", "要望", "提案", "表明", "連絡", "回答"}


def find_frames(clauses: Clauses) -> list[Frame]:
    """Return the sentence's reports of speech from left to right.

    Their contents do not overlap, except that an embedded report lies within the next one.
    """
    frames: list[Frame] = []
    start = done = 0
    for i in clauses.visible(0, len(clauses.tokens)):
        if i < done:
            continue
        frame = _frame_at(clauses, start, i)
        if frame is None:
            continue
        if (
            frames
            and frames[-1].embedded
            and not _is_subject(clauses, frames[-1])
            and frame.marker > frame.start
            and frame.marker - frames[-1].verb_end > 3
        ):
            # What follows the embedded verb has its own content: the two stand side by side.
            frames[-1] = replace(frames[-1], embedded=False)
            frame = _frame_at(clauses, frames[-1].verb_end, i) or frame
        elif frame.verb_end < len(clauses.tokens) and _continues(clauses, frame):
            frames.append(replace(frame, embedded=True))
            done = frame.verb_end
            continue
        frames.append(frame)
        start = done = frame.verb_end
    if frames and frames[-1].embedded:
        frames[-1] = replace(frames[-1], embedded=False)
    return frames


def _frame_at(clauses: Clauses, start: int, i: int) -> Frame | None:
    if not clauses.tokens[i].tag.startswith(("動詞", "名詞")):
        return None
    frame = _toshite(clauses, start, i)
    if frame is not None:
        return frame
    verb = verb_lemma(clauses, i)
    if verb is None:
        return None
    lemma, first = verb
    if not is_asserted(clauses, i):
        return _open_verb(clauses, start, i, lemma) if is_asserted(clauses, i, causative=True) else None
    if lemma == "ある":
        return _remark(clauses, start, i)
    kinds = verb_frames().get(lemma)
    if kinds is None:
        return _open_verb(clauses, start, i, lemma)
    if "naming" in kinds:
        return None
    return _table_verb(clauses, start, first, _phrase_end(clauses, i), lemma, kinds) or _open_verb(
        clauses, start, i, lemma
    )


def _remark(clauses: Clauses, start: int, i: int) -> Frame | None:
    """Return the report of 大臣から…との発言があった."""
    tokens = clauses.tokens
    if i - start < 4 or tokens[i - 1].text not in ("が", "も") or tokens[i - 2].text not in _REMARKS:
        return None
    for marker in (i - 4, i - 5):  # との発言, といった発言
        if marker > start and is_quoting(clauses, start, marker, bare=False):
            return _frame(clauses, start, marker, marker, i, _phrase_end(clauses, i), "ある", "to")
    return None


def _continues(clauses: Clauses, frame: Frame) -> bool:
    """Return whether a と or ことを right after the verb makes its clause the content of another one."""
    last = frame.verb_end - 1
    tokens = clauses.tokens
    if tokens[last].text == "と" and is_quoting(clauses, frame.verb, last, bare=False):
        return True
    if _is_subject(clauses, frame):
        return True
    return tokens[frame.verb_end].text == "こと" and clauses.text(frame.verb_end + 1, frame.verb_end + 2) in (
        "を",
        "も",
    )


def _is_subject(clauses: Clauses, frame: Frame) -> bool:
    """Return whether a report is what the next one says something of: 意向を示したことが引き金になった."""
    return clauses.text(frame.verb_end, frame.verb_end + 2) in ("ことが", "ことは", "ことで", "ことに")


def _phrase_end(clauses: Clauses, i: int) -> int:
    """Return where the next report can begin: after the verb's bunsetsu and うえで、, ことについて…"""
    end = clauses.chunk_end(i)
    tokens = clauses.tokens
    while end < len(tokens) and (
        tokens[end].text in ("うえ", "上", "後", "あと", "一方", "ほか") or tokens[end].text in _PUNCTUATION
    ):
        end = clauses.chunk_end(end)
    return min(end, len(tokens))


def _table_verb(
    clauses: Clauses, start: int, verb: int, end: int, lemma: str, kinds: frozenset[str]
) -> Frame | None:
    found = noun_marker(clauses, start, verb, lemma, kinds)
    if found is None:
        found = particle_marker(clauses, start, verb, lemma, kinds)
    if found is None:
        return None
    marker, content_end, kind = found
    return _frame(clauses, start, content_end, marker, verb, end, lemma, kind)


def _frame(
    clauses: Clauses, start: int, content_end: int, marker: int, verb: int, end: int, lemma: str, kind: str
) -> Frame | None:
    while content_end > start and clauses.tokens[content_end - 1].text in (
        "など",
        "等",
        "、",
        "といった",
        "だ、",
    ):
        content_end -= 1
    if content_end <= start:
        return None
    quotation = clauses.quotation_ending(content_end - 1)
    return Frame(start, content_end, marker, verb, end, lemma, kind, quotation)


def _toshite(clauses: Clauses, start: int, i: int) -> Frame | None:
    """Return the report of …だとし、 and …としている at the する of a position."""
    tokens = clauses.tokens
    if tokens[i].lemma != "する" or not tokens[i].tag.startswith("動詞") or i < start + 2:
        return None
    marker = i - 1
    if tokens[marker].text == "も" and i >= 2:
        marker -= 1
    if not is_quoting(clauses, start, marker, bare=False):
        return None
    before = tokens[marker - 1]
    if before.text == "よう" or before.lemma in ("う", "よう") or "意志推量形" in before.inflection:
        return None
    if not is_asserted(clauses, i):
        return None
    following = tokens[i + 1].text if i + 1 < len(tokens) else "。"
    lemma = "する"
    if following == "て":
        after = tokens[i + 2].lemma if i + 2 < len(tokens) else ""
        if after != "いる":
            # …として批判した: what is said, if the verb it leads to is one of saying.
            return _leads_to_saying(clauses, start, i, marker)
    elif following == "た":
        if not _ends_clause(clauses, i + 2):
            return None
    elif following not in ("、", "まし") and tokens[i].text != "し":
        return None
    return _frame(clauses, start, marker, marker, i, _phrase_end(clauses, i), lemma, "to")


def _ends_clause(clauses: Clauses, i: int) -> bool:
    return i >= len(clauses.tokens) or clauses.tokens[i].text in ("。", "、", "うえ", "上", "が", "もの")


def _leads_to_saying(clauses: Clauses, start: int, i: int, marker: int) -> Frame | None:
    table = verb_frames()
    end = clauses.chunk_end(i)
    for j in clauses.visible(end, len(clauses.tokens)):
        verb = verb_lemma(clauses, j)
        if verb is None:
            continue
        lemma, first = verb
        if is_quoting(clauses, end, j - 1, bare=False) and clauses.tokens[j - 1].text == "と":
            # A second content follows: the first one is a report of its own.
            return _frame(clauses, start, marker, marker, i, end, "する", "to")
        if "to" in table.get(lemma, frozenset()) and is_asserted(clauses, j):
            kinds = table[lemma]
            if noun_marker(clauses, end, first, lemma, kinds) or particle_marker(
                clauses, end, first, lemma, kinds
            ):
                return _frame(clauses, start, marker, marker, i, end, "する", "to")
            return _frame(clauses, start, marker, marker, first, _phrase_end(clauses, j), lemma, "toshite")
        if clauses.tokens[j].dep in ("ROOT", "advcl"):
            if is_asserted(clauses, j) and lemma not in _CHARGING:
                # 雨が続くとして警報を出した: the reason that somebody gives for what they do.
                return _frame(clauses, start, marker, marker, i, end, "する", "to")
            break
    quotation = clauses.quotation_ending(marker - 1)
    if quotation is not None and is_predicate_end(clauses.tokens[quotation.close - 1]):
        # 「…は認めない」として辞退した: a quotation that is a sentence was said.
        return _frame(clauses, start, marker, marker, i, end, "する", "to")
    return None


def _open_verb(clauses: Clauses, start: int, i: int, lemma: str) -> Frame | None:
    """Return a quotation with a verb that is not in the table: 「…」と胸を張った."""
    if lemma in ("する", "ある", "いる", "なる", "できる"):
        return None
    for j in reversed(clauses.visible(start, i)):
        token = clauses.tokens[j]
        if token.text == "と" and clauses.tokens[j - 1].text == "」" and j - 1 >= start:
            quotation = clauses.quotation_ending(j - 1)
            nxt = clauses.tokens[j + 1]
            if (
                quotation is None
                or nxt.lemma in ("いう", "する")  # 名称を「X」とすることを決めた
                or nxt.text in ("の", "は")
                or not is_utterance(clauses, quotation)
            ):
                return None
            return _frame(clauses, start, j, j, i, _phrase_end(clauses, i), lemma, "to")
        if token.text == "、" and clauses.tokens[j - 1].text == "と":
            continue
        if token.text in ("、", "は") or (token.tag.startswith("動詞") and "連体形" not in token.inflection):
            return None
    return None
