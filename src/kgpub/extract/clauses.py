"""A sentence seen from its quotation marks: what is outside them, and where each one ends."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from kgpub.model import Sentence, Token

_PAIRS = {"「": "」", "『": "』", "“": "”"}
_BRACKETS = {"(": ")", "[": "]", "【": "】", "（": "）"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """An outermost 「…」; ``open`` and ``close`` are positions of its marks in the sentence's tokens."""

    open: int
    close: int


@dataclass(frozen=True)
class Clauses:
    """The tokens of a sentence with its quotations and brackets. Positions count from its first token."""

    sentence: Sentence

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The sentence's tokens."""
        return self.sentence.tokens

    @cached_property
    def _marks(self) -> tuple[list[Quotation], frozenset[int]]:
        quotations: list[Quotation] = []
        hidden: set[int] = set()
        stack: list[tuple[str, int]] = []
        for i, token in enumerate(self.tokens):
            opening = token.text in _PAIRS or token.text in _BRACKETS
            if stack or opening:
                hidden.add(i)
            if opening:
                stack.append((_PAIRS.get(token.text) or _BRACKETS[token.text], i))
            elif stack and token.text == stack[-1][0]:
                closing, start = stack.pop()
                if not stack and closing in _PAIRS.values():
                    quotations.append(Quotation(start, i))
            elif any(token.text == closing for closing, _ in stack):
                while stack[-1][0] != token.text:
                    stack.pop()
                stack.pop()
        if stack:  # a mark that is never closed hides nothing
            hidden -= set(range(stack[0][1], len(self.tokens)))
        return quotations, frozenset(hidden)

    @property
    def quotations(self) -> list[Quotation]:
        """The outermost quotations, in order."""
        return self._marks[0]

    @cached_property
    def hidden(self) -> frozenset[int]:
        """Positions inside quotation marks or brackets, the marks included."""
        return self._marks[1]

    def visible(self, start: int, end: int) -> list[int]:
        """Return the positions in ``[start, end)`` that no quotation or bracket hides."""
        hidden = self.hidden
        return [i for i in range(start, end) if i not in hidden]

    def quotation_ending(self, position: int) -> Quotation | None:
        """Return the quotation whose closing mark stands at a position."""
        return next((q for q in self.quotations if q.close == position), None)

    def local(self, index: int) -> int:
        """Return the position of a token of the analysis in this sentence."""
        return index - self.tokens[0].i

    def head(self, position: int) -> int:
        """Return the position of a token's head; a root is its own."""
        return self.local(self.tokens[position].head)

    def dominates(self, above: int, below: int) -> bool:
        """Return whether ``below`` depends on ``above``, directly or through others."""
        for _ in range(len(self.tokens)):
            if below == above:
                return True
            parent = self.head(below)
            if parent == below:
                return False
            below = parent
        return False

    def chunk_end(self, position: int) -> int:
        """Return the position after the last token of a token's bunsetsu."""
        chunk = self.tokens[position].chunk
        end = position + 1
        while end < len(self.tokens) and self.tokens[end].chunk == chunk:
            end += 1
        return end

    def text(self, start: int, end: int) -> str:
        """Return the analysed text between two positions (width-folded, without spaces)."""
        if start < 0 or end < 0:  # positions before the sentence count from its end, as in any slice
            return "".join(t.text for t in self.tokens[start:end])
        offsets, text = self._text
        last = len(offsets) - 1
        return text[offsets[min(start, last)] : offsets[min(end, last)]]

    @cached_property
    def _text(self) -> tuple[list[int], str]:
        """Where each token begins in the analysed text, and that text."""
        texts = [t.text for t in self.tokens]
        return [0, *accumulate(map(len, texts))], "".join(texts)


def is_predicate_end(token: Token) -> bool:
    """Return whether a token can end a finite clause: a verb, adjective, auxiliary or final particle."""
    return token.pos in ("VERB", "AUX", "ADJ") or token.tag.startswith(
        ("動詞", "形容詞", "助動詞", "助詞-終助詞")
    )


def is_utterance(clauses: Clauses, quotation: Quotation) -> bool:
    """Return whether quoted words can be something said, and not a title or a term."""
    inner = clauses.tokens[quotation.open + 1 : quotation.close]
    if len(inner) >= 12:
        return True
    return any(is_predicate_end(t) for t in inner) or any(t.tag.startswith("助詞-格") for t in inner)
