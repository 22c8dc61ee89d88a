"""Verbs of saying as they stand in a sentence: their dictionary form, and whether they are stated as done."""

from __future__ import annotations

from kgpub.extract.clauses import Clauses
from kgpub.extract.statements_lexicon import verb_frames

_LIGHT = {"する", "できる", "いたす"}
_UNREAL = {
    "ない",
    "ぬ",
    "ず",
    "まい",
    "れる",
    "られる",
    "せる",
    "させる",
    "たい",
    "う",
    "よう",
    "らしい",
    "べし",
    "そう",
}
_INTENDED = {
    "予定",
    "見通し",
    "方針",
    "考え",
    "意向",
    "構え",
    "可能性",
    "見込み",
    "つもり",
    "かどうか",
    "計画",
    "はず",
    "べき",
}


def verb_lemma(clauses: Clauses, i: int) -> tuple[str, int] | None:
    """Return a predicate's dictionary form and its first position, or ``None`` when there is no predicate.

    A verbal noun counts with する, before a comma or at the sentence's end (…と強調。).
    The longest entry of the table wins: 明らかにする, 異議を唱える, にじませる.
    """
    token = clauses.tokens[i]
    following = clauses.tokens[i + 1] if i + 1 < len(clauses.tokens) else None
    if "サ変" in token.tag and token.tag.startswith("名詞"):
        light = following is not None and following.lemma in _LIGHT and following.tag.startswith("動詞")
        if following is not None and following.text not in ("。", "、") and not light:
            return None
        lemma = token.lemma + "する"
    elif token.tag.startswith("動詞"):
        lemma = token.lemma
        if following is not None and following.lemma == "せる" and token.text + "せる" in verb_frames():
            lemma = token.text + "せる"
        # The dictionary has 応ずる for 応じ; the table has the modern form.
        if lemma.endswith("ずる"):
            lemma = lemma[:-2] + "じる"
    else:
        return None
    for length in (3, 2, 1):
        if i >= length and clauses.text(i - length, i) + lemma in verb_frames():
            return clauses.text(i - length, i) + lemma, i - length
    return lemma, i


def is_asserted(clauses: Clauses, i: int, *, causative: bool = False) -> bool:
    """Return whether the verb is stated as done: not negated, passive, conditional or intended.

    ``causative`` lets せる pass, for what people do with their voice or face (声を詰まらせた).
    """
    end = clauses.chunk_end(i)
    for j in range(i + 1, end):
        token = clauses.tokens[j]
        if token.lemma == "せる" and clauses.tokens[i].text + "せる" in verb_frames():
            continue
        if causative and token.lemma in ("せる", "させる"):
            continue
        if token.lemma in _UNREAL or token.text in ("ば", "なら"):
            return False
        if token.lemma == "た" and "仮定形" in token.inflection:
            return False
    if "意志推量形" in clauses.tokens[i].inflection or "仮定形" in clauses.tokens[i].inflection:
        return False
    following = clauses.text(end, end + 3)
    if clauses.tokens[end - 1].text == "と" and following.startswith(
        ("され", "みられ", "見られ", "言われ", "いわれ", "思われ")
    ):
        return False  # 述べたとされる
    return end >= len(clauses.tokens) or clauses.tokens[end].text not in _INTENDED
