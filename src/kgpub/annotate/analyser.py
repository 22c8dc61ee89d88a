"""The Japanese analyser: GiNZA's tokens, parts of speech and dependencies as plain data."""

from __future__ import annotations

from functools import cache
from typing import Any

from kgpub.model import Analysis, Article, BlockKind, Sentence, Token

MODEL = "ja_ginza"

# Full-width ASCII to ASCII, one character for one, so that offsets stay as they are.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# The fine-label recogniser costs two fifths of the time and is not used; the
# morphologizer only rewrites part-of-speech tags that we do not read.
_UNUSED = ["ner", "compound_splitter"]


@cache
def load_model() -> Any:
    """Return the GiNZA pipeline, loaded once per process."""
    import spacy

    return spacy.load(MODEL, exclude=_UNUSED)


def fold_width(text: str) -> str:
    """Return the text with full-width ASCII made half-width; the length does not change.

    >>> fold_width("ＳＣＯ（上海）")
    'SCO(上海)'
    """
    return text.translate(_FOLD)


def analyse(article: Article) -> Analysis:
    """Return the tokens and dependency trees of every block of an article.

    Blocks are analysed one by one, so that no sentence crosses a line and a
    headline without a full stop does not run into the paragraph after it. The
    reference block is left out: it is not Japanese prose.
    """
    import ginza

    nlp = load_model()
    numbers = [n for n, block in enumerate(article.blocks) if block.kind is not BlockKind.REFERENCE]
    texts = [fold_width(article.text[article.blocks[n].start : article.blocks[n].end]) for n in numbers]
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    chunk = -1
    for number, doc in zip(numbers, nlp.pipe(texts), strict=True):
        offset = article.blocks[number].start
        starts = {span.start for span in ginza.bunsetu_spans(doc)}
        # Sudachi gives white space a token of its own; it carries nothing.
        kept = [t for t in doc if not t.is_space]
        index = {t.i: len(tokens) + k for k, t in enumerate(kept)}
        for sent in doc.sents:
            in_sent = []
            for t in sent:
                if t.is_space:
                    continue
                if t.i in starts or chunk < 0 or not in_sent:
                    chunk += 1
                head = t.head
                while head.is_space and head.head.i != head.i:
                    head = head.head
                in_sent.append(
                    Token(
                        i=index[t.i],
                        start=offset + t.idx,
                        end=offset + t.idx + len(t.text),
                        text=t.text,
                        lemma=t.lemma_,
                        tag=t.tag_,
                        pos=t.pos_,
                        dep=t.dep_,
                        head=index.get(head.i, index[t.i]),
                        reading=(t.morph.get("Reading") or [""])[0],
                        inflection=(t.morph.get("Inflection") or [""])[0],
                        chunk=chunk,
                    )
                )
            if in_sent:
                sentences.append(Sentence(len(sentences), number, tuple(in_sent)))
                tokens.extend(in_sent)
    return Analysis(tuple(sentences), tuple(tokens))
