"""The Japanese analyser: GiNZA's tokens, parts of speech and dependencies as plain data."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from kgpub.annotate.threads import one_thread
from kgpub.model import Analysis, Article, BlockKind, Sentence, Token

MODEL = "ja_ginza"

# Full-width ASCII to ASCII, one character for one, so that offsets stay as they are.
_FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# Many blocks at once push each other out of the processor's cache.
_BLOCKS_AT_ONCE = 32

# The fine-label recogniser costs two fifths of the time and is not used here.
UNUSED = ["ner", "compound_splitter"]

_OPENING = frozenset("「『([【〈《“")
_CLOSING = frozenset("」』)]】〉》”")
_STOPS = frozenset(["。", "!", "?", "!?"])

# In a headline a space ends a clause (首相が訪中 来月に会談). Between Latin words it does not.
_HEADLINE_BREAK = re.compile(r"(?<![A-Za-z0-9.,]) +| +(?![A-Za-z0-9])")


@cache
def load_model() -> Any:
    """Return the GiNZA pipeline, loaded once per process."""
    import spacy
    from spacy.language import Language
    from thinc.api import NumpyOps

    Language.component("kgpub_sentences", func=_mark_sentences)
    nlp = spacy.load(MODEL, exclude=UNUSED)
    nlp.add_pipe("kgpub_sentences", before="parser")
    # numpy's matrix products take a third of the time of those that spaCy brings along (BLIS).
    ops = NumpyOps(use_blis=False)
    for _, component in nlp.pipeline:
        for layer in component.model.walk() if hasattr(component, "model") else ():
            layer.ops = ops
    return nlp


def _mark_sentences(doc: Any) -> Any:
    """Tell the parser where sentences begin: after 。!? outside quotation marks and brackets.

    Left to itself it breaks sentences after unknown names and bracketed readings,
    and inside quotations of several sentences.
    """
    depth = 0
    after_stop = True
    # 【北京=共同】 is a sentence of its own.
    dateline = len(doc) > 0 and doc[0].text == "【"
    for token in doc:
        closing = token.text in _CLOSING
        if closing:
            depth = max(0, depth - 1)
        token.is_sent_start = after_stop and not closing
        if token.text in _OPENING:
            depth += 1
        if not token.is_space:
            after_stop = depth == 0 and (token.text in _STOPS or (after_stop and closing))
            if dateline and token.text == "】":
                after_stop, dateline = True, False
    return doc


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

    The vectors depend on nothing but the article, to the last bit. numpy's products round
    a row by the rows beside it and by the number of threads; so the blocks of one article
    go through the model together, without those of others, on one thread. (Larger batches
    would be slower, besides: what the layers pass on no longer fits into the cache.)
    """
    pieces = list(segments(article))
    texts = list(dict.fromkeys(text for _, _, text in pieces))
    nlp = load_model()
    # Without the zone, the model would keep every word that it has ever met.
    with one_thread(), nlp.memory_zone():
        docs = dict(zip(texts, nlp.pipe(texts, batch_size=_BLOCKS_AT_ONCE), strict=True))
        return _analysis([(block, at, docs[text]) for block, at, text in pieces])


def _analysis(pieces: Sequence[tuple[int, int, Any]]) -> Analysis:
    """Return the analysis made of (block number, offset, the model's document)."""
    import ginza
    import numpy as np

    tokens: list[Token] = []
    sentences: list[Sentence] = []
    vectors: list[Any] = []
    chunk = -1
    for block, offset, doc in pieces:
        chunk_starts = {span.start for span in ginza.bunsetu_spans(doc)}
        # Sudachi gives white space a token of its own; it carries nothing.
        index = {t.i: len(tokens) + k for k, t in enumerate(t for t in doc if not t.is_space)}
        vectors.append(doc.tensor[[t.i for t in doc if not t.is_space]])
        for sent in doc.sents:
            in_sentence: list[Token] = []
            for t in sent:
                if t.is_space:
                    continue
                if t.i in chunk_starts or not in_sentence:
                    chunk += 1
                head = t.head
                while head.is_space and head.head.i != head.i:
                    head = head.head
                reading, inflection = _forms(str(t.morph))
                in_sentence.append(
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
                        reading=reading,
                        inflection=inflection,
                        chunk=chunk,
                    )
                )
            if in_sentence:
                sentences.append(Sentence(len(sentences), block, tuple(in_sentence)))
                tokens.extend(in_sentence)
    return Analysis(tuple(sentences), tuple(tokens), np.concatenate(vectors) if vectors else None)


@lru_cache(maxsize=65536)
def _forms(features: str) -> tuple[str, str]:
    """Return (reading, inflection) of a word's features in the notation of Universal Dependencies."""
    from spacy.morphology import Morphology

    found = Morphology.feats_to_dict(features)
    # A comma separates alternatives; the first one counts.
    return found.get("Reading", "").split(",")[0], found.get("Inflection", "").split(",")[0]


def segments(article: Article) -> Iterator[tuple[int, int, str]]:
    """Yield (block number, offset, width-folded text) of what is analysed on its own."""
    for number, block in enumerate(article.blocks):
        if block.kind is BlockKind.REFERENCE:
            continue
        text = fold_width(article.text[block.start : block.end])
        start = 0
        if block.kind in (BlockKind.HEADLINE, BlockKind.SUBHEADING):
            for gap in _HEADLINE_BREAK.finditer(text):
                if gap.start() > start:
                    yield number, block.start + start, text[start : gap.start()]
                start = gap.end()
        if start < len(text):
            yield number, block.start + start, text[start:]
