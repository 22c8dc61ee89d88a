"""An article as the name finders see it: folded text, tokens by position, runs of nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from kgpub.annotate.analyser import fold_width
from kgpub.model import Analysis, Article, BlockKind, Span, Token

KATAKANA = re.compile(r"[ァ-ヺー]+")
KANJI = re.compile(r"[一-龥々ヶ〆]+")
_NOMINAL = ("名詞", "接尾辞-名詞的", "接頭辞")


def is_nominal(token: Token) -> bool:
    """Whether a token can be part of a compound noun."""
    if token.tag.startswith("形状詞") and is_katakana(token.text):
        return True
    return token.tag.startswith(_NOMINAL) or (
        token.pos in ("PROPN", "X") and not token.tag.startswith("補助")
    )


def is_proper(token: Token) -> bool:
    """Whether Sudachi lists the token as a proper noun."""
    return token.tag.startswith("名詞-固有名詞")


def is_katakana(text: str) -> bool:
    """Whether all of a text is katakana."""
    return KATAKANA.fullmatch(text) is not None


_SWALLOWED = re.compile(r"(?P<name>[^()（）]+)(?P<open>[(（])(?P<inside>[^()（）]+)(?P<close>[)）])")


def _without_brackets(token: Token) -> Iterator[Token]:
    """Yield a token, or the four that 拓(パルマ) consists of."""
    match = _SWALLOWED.fullmatch(token.text) if len(token.text) > 3 else None
    if match is None:
        yield token
        return
    tags = {"name": token.tag, "open": "補助記号-括弧開", "close": "補助記号-括弧閉"}
    for group in ("name", "open", "inside", "close"):
        start, end = match.span(group)
        tag = tags.get(group, "名詞-固有名詞-一般")
        pos = token.pos if group == "name" else "PROPN" if group == "inside" else "PUNCT"
        yield replace(
            token, start=token.start + start, end=token.start + end, text=match[group], tag=tag, pos=pos
        )


@dataclass(frozen=True)
class TextView:
    """Read-only look-ups over one article. Offsets are those of ``Article.text``."""

    article: Article
    analysis: Analysis

    @cached_property
    def text(self) -> str:
        """The text with full-width ASCII folded; same length as ``Article.text``."""
        return fold_width(self.article.text)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The analysis' tokens, with those that swallowed a bracket taken apart.

        Sudachi takes short katakana in brackets for a reading of the kanji before it
        and makes one token of both; in 中野拓(パルマ) they are a club's name.
        """
        return tuple(part for token in self.analysis.tokens for part in _without_brackets(token))

    @cached_property
    def prose_end(self) -> int:
        """Where the reference block begins, or the end of the text."""
        starts = [b.start for b in self.article.blocks if b.kind is BlockKind.REFERENCE]
        return min(starts, default=len(self.article.text))

    @cached_property
    def _token_at(self) -> dict[int, Token]:
        return {p: t for t in self.tokens for p in range(t.start, t.end)}

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(t.start for t in self.tokens)

    @cached_property
    def _ends(self) -> frozenset[int]:
        return frozenset(t.end for t in self.tokens)

    def token_at(self, position: int) -> Token | None:
        """Return the token that covers a position, or ``None`` (white space, reference block)."""
        return self._token_at.get(position)

    def before(self, position: int) -> Token | None:
        """Return the token that ends right before a position."""
        return self._token_at.get(position - 1) if position else None

    def aligned(self, start: int, end: int) -> bool:
        """Whether a span begins and ends where tokens do."""
        return start in self._starts and end in self._ends

    def is_start(self, position: int) -> bool:
        """Whether a token begins here."""
        return position in self._starts

    def is_end(self, position: int) -> bool:
        """Whether a token ends here."""
        return position in self._ends

    def covering(self, start: int, end: int) -> list[Token]:
        """Return the tokens that a span touches, in order."""
        seen: list[Token] = []
        for position in range(start, end):
            token = self._token_at.get(position)
            if token is not None and (not seen or seen[-1].start != token.start):
                seen.append(token)
        return seen

    def find(self, needle: str) -> Iterator[int]:
        """Yield where a string occurs in the prose."""
        at = self.text.find(needle, 0, self.prose_end)
        while at >= 0:
            yield at
            at = self.text.find(needle, at + 1, self.prose_end)

    @cached_property
    def runs(self) -> tuple[tuple[Token, ...], ...]:
        """Compound nouns: neighbouring nominal tokens with nothing between them but ・."""
        runs: list[tuple[Token, ...]] = []
        current: list[Token] = []
        for token in self.tokens:
            joined = bool(current) and current[-1].end == token.start
            if is_nominal(token) or (token.text in "・&=" and joined):
                if current and not joined:
                    runs.append(tuple(current))
                    current = []
                current.append(token)
            elif current:
                runs.append(tuple(current))
                current = []
        if current:
            runs.append(tuple(current))
        return tuple(runs)

    @cached_property
    def quotes(self) -> tuple[tuple[Span, int], ...]:
        """Quotations in 「」『』“” as (inside, depth), in order; depth 0 is outermost."""
        pairs = {"「": "」", "『": "』"}
        stack: list[tuple[str, int]] = []
        found: list[tuple[Span, int]] = []
        for position, char in enumerate(self.text[: self.prose_end]):
            if char == "\n":
                stack.clear()
            elif char in pairs:
                stack.append((pairs[char], position + 1))
            elif stack and char == stack[-1][0]:
                _, start = stack.pop()
                found.append((Span(start, position), len(stack)))
        return tuple(sorted(found, key=lambda q: q[0].start))
