"""Shapes of sentences that report speech: a quotation alone, a verb of saying at the end, a verb left out."""

from __future__ import annotations

from kgpub.extract.clauses import Clauses, Quotation, is_utterance
from kgpub.extract.statements_frames import Frame
from kgpub.extract.statements_source import Source
from kgpub.extract.statements_verbs import is_asserted, verb_lemma
from kgpub.model import Span

_SAYING = {"言う", "話す", "語る", "述べる", "明かす", "打ち明ける", "振り返る", "説明する"}
# Parts of speech that make up a noun phrase.
NOMINAL = ("NOUN", "PROPN", "NUM", "SYM", "PUNCT")
# Nouns that stand for the verb at a sentence's end: 林氏は「無念だ」と敗戦の弁。
_SPEECH_NOUNS = ("弁", "コメント", "口調", "談話", "言葉", "感想", "返答", "説明", "答え", "一言")


def modifies(clauses: Clauses, frame: Frame) -> bool:
    """Return whether a report stands before a noun that it modifies."""
    tokens = clauses.tokens
    following = tokens[frame.verb_end] if frame.verb_end < len(tokens) else None
    nominal = tokens[frame.verb_end - 1].text in ("の", "のを", "のは")
    return nominal or (
        tokens[frame.verb].dep == "acl" and following is not None and following.tag.startswith("名詞")
    )


def quotation_alone(clauses: Clauses) -> Span | None:
    """Return the inside of the quotation that makes up the whole sentence."""
    if len(clauses.quotations) != 1:
        return None
    quotation = clauses.quotations[0]
    rest = clauses.text(0, quotation.open) + clauses.text(quotation.close + 1, len(clauses.tokens))
    if rest.strip("。 ―—…─") or not is_utterance(clauses, quotation):
        return None
    return Span(clauses.tokens[quotation.open].end, clauses.tokens[quotation.close].start)


def left_at_noun(clauses: Clauses, end: int) -> Quotation | None:
    """Return the quotation in …は「…」と敗戦の弁, whose verb is left out."""
    quotation = clauses.quotations[-1] if clauses.quotations else None
    if quotation is None or clauses.text(quotation.close + 1, quotation.close + 2) != "と":
        return None
    rest = [clauses.tokens[i] for i in clauses.visible(quotation.close + 2, end)]
    plain = 0 < len(rest) <= 5 and all(t.pos in NOMINAL or t.text == "の" for t in rest)
    return quotation if plain and rest[-1].text in _SPEECH_NOUNS else None


def says(clauses: Clauses) -> bool:
    """Return whether the sentence ends with a plain verb of saying: X氏は言う。"""
    for i in reversed(clauses.visible(0, len(clauses.tokens))):
        verb = verb_lemma(clauses, i)
        if verb and verb[0] != "する":
            return verb[0] in _SAYING and is_asserted(clauses, i)
    return False


def to_sentence_end(clauses: Clauses, source: Source) -> Span | None:
    """Return what a source says: the rest of its sentence, without という and the like."""
    tokens = clauses.tokens
    start, end = source.end, len(tokens)
    while end > start and tokens[end - 1].text in ("。", "、"):
        end -= 1
    for tail in ("ということです", "ということだ", "とのことです", "とのことだ", "という", "といいます"):
        length = next((k for k in range(1, 6) if clauses.text(end - k, end) == tail), 0)
        if length:
            end -= length
            break
    return Span(tokens[start].start, tokens[end - 1].end) if end - start >= 2 else None
