"""Which tokens make one phrase: bunsetsu, joined where a name, a bracket or one noun runs through them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from kgpub.model import Sentence, Token

_PUNCTUATION = (
    "補助記号-句点",
    "補助記号-読点",
    "補助記号-括弧閉",
    "補助記号-括弧開",
    "補助記号-一般",
    "空白",
)
_CASE_TAGS = ("助詞-格助詞", "助詞-係助詞")
_BEFORE_TITLES = ("前", "元", "現", "故", "新", "副")


def group_tokens(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> list[list[Token]]:
    """Group tokens by bunsetsu, joining those that a name or an open bracket runs through."""
    groups: list[list[Token]] = []
    bracket = 0
    for token, after in zip_longest(sentence.tokens, sentence.tokens[1:]):
        fresh = not groups or token.chunk != groups[-1][-1].chunk
        if not fresh and bracket == 0 and groups[-1][-1].tag in _CASE_TAGS and _content(token):
            fresh = True  # a phrase does not go on after its case particle
        elif not fresh and bracket == 0 and groups[-1][-1].text == "、":
            fresh = True  # nor after a comma: 0.5%引き上げ、年1%とする
        elif (
            fresh
            and groups
            and (_one_noun(groups[-1], token) or _count_of_people(groups[-1][-1], token, after))
        ):
            fresh = False
        if fresh and groups:
            inside_name = any(s < token.start < e and s < groups[-1][-1].end for s, e in spans)
            fresh = not inside_name and bracket == 0
        if fresh:
            groups.append([])
        groups[-1].append(token)
        if token.text in "(（":
            bracket += 1
        elif token.text in ")）" and bracket:
            bracket -= 1
    return groups


def _content(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN", "NUM", "PRON") and token.tag.startswith("名詞")


def _count_of_people(last: Token, token: Token, after: Token | None) -> bool:
    """Whether a number counts the people before it: 山田容疑者ら男 + 3人."""
    return (
        token.pos == "NUM"
        and last.end == token.start
        and after is not None
        and after.text in ("人", "氏", "名")
        and last.tag.startswith(("名詞-普通名詞-一般", "接尾辞-名詞的"))
    )


def _one_noun(group: Sequence[Token], token: Token) -> bool:
    """Whether a noun goes on (朝鮮労働党 + 総書記), which the chunker may cut; not an adverbial noun."""
    last = group[-1]
    if last.end == token.start and token.dep != "obj" and _verbal_compound(last, token):
        return True  # 逆転 + 勝ちした
    if last.end == token.start and (
        (last.text == ")" and token.text in _BEFORE_TITLES)
        or (last.text in _BEFORE_TITLES and len(group) > 1 and group[-2].text == ")")
    ):
        return True  # 林恵(はやし・めぐみ) + 前 + 外相
    if last.text == ")" and last.end == token.start and token.text in ("ごろ", "頃", "付", "付け"):
        return any(t.text == "(" for t in group)
    if last.end != token.start or not _content(token) or "副詞可能" in token.tag or token.pos == "NUM":
        return False
    if last.text == ")":
        return any(t.text == "(" for t in group)
    return last.tag.startswith(
        ("名詞-固有名詞", "名詞-普通名詞-一般", "名詞-普通名詞-サ変可能", "接尾辞-名詞的-一般", "形状詞-一般")
    )


def _verbal_compound(last: Token, token: Token) -> bool:
    return (
        last.tag.startswith(("名詞-普通名詞-サ変可能", "接頭辞"))
        and token.pos == "VERB"
        and token.tag.startswith("名詞")
    )


def core_end(group: Sequence[Token]) -> int:
    """Return where the content of a phrase ends: before its last run of particles, endings and stops."""
    end = group[-1].end
    for token in reversed(group):
        functional = (
            token.tag.startswith(("助詞", "助動詞"))
            or token.tag.startswith(_PUNCTUATION)
            or token.pos == "AUX"
            or token.dep == "fixed"
            or (token.dep == "case" and token.tag.startswith("接尾辞"))  # とも
        )
        if not functional or token is group[0]:
            break
        end = token.start
        if token.text in "」』":
            break  # 「未来へ」には: what the marks hold is content
    return end
