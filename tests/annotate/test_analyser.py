"""The analyser: tokens, sentences and trees of an article."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from threadpoolctl import threadpool_limits

from helpers_articles import plain_article
from kgpub.annotate.analyser import analyse, fold_width
from kgpub.model import Analysis, Article, Block, BlockKind


@given(st.text())
def test_folding_the_width_keeps_offsets(text: str) -> None:
    assert len(fold_width(text)) == len(text)


def test_folding_the_width() -> None:
    assert fold_width("ＡＳＥＡＮ（東南アジア）　１２") == "ASEAN(東南アジア) 12"


def sentences(text: str) -> list[str]:
    article = plain_article(text)
    return [article.text[s.start : s.end] for s in analyse(article).sentences]


@pytest.mark.analyser
class TestSentences:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            ("雨が降った。風も吹いた。", ["雨が降った。", "風も吹いた。"]),
            ("「雨だ。風もある。」と話した。", ["「雨だ。風もある。」と話した。"]),
            ("本当か?本当だ。", ["本当か?", "本当だ。"]),
            ("山田（やまだ）氏が来た。", ["山田（やまだ）氏が来た。"]),
            ("【札幌=北方通信】雪が降った。", ["【札幌=北方通信】", "雪が降った。"]),
            ("閉じ括弧だけ」の文。次の文。", ["閉じ括弧だけ」の文。", "次の文。"]),
        ],
    )
    def test_boundaries(self, body: str, expected: list[str]) -> None:
        assert sentences(f"きょうの天気\n{body}")[1:] == expected

    def test_the_clauses_of_a_headline_stand_alone(self) -> None:
        assert sentences("首相が訪韓 来月に会談\n雨が降った。") == [
            "首相が訪韓",
            "来月に会談",
            "雨が降った。",
        ]

    def test_a_latin_name_in_a_headline_is_one(self) -> None:
        assert sentences("Blue Ocean が上場\n雨が降った。")[0].startswith("Blue Ocean")

    def test_the_reference_block_is_left_out(self) -> None:
        text = "見出し\n雨が降った。\nSome title"
        blocks = (
            Block(BlockKind.HEADLINE, 0, 3),
            Block(BlockKind.PARAGRAPH, 4, 10),
            Block(BlockKind.REFERENCE, 11, 21),
        )
        analysis = analyse(Article("test.txt", text, blocks))
        assert analysis.sentences[-1].end == 10


@pytest.fixture(scope="module")
def article_and_analysis() -> tuple[Article, Analysis]:
    text = "首相が　訪韓\nＡ社は「新工場（札幌市）を建てる」と発表した。 売上高は１２億円 だった。"
    article = plain_article(text)
    return article, analyse(article)


@pytest.mark.analyser
def test_tokens_are_numbered_and_cut_out_of_the_text(article_and_analysis: Any) -> None:
    article, analysis = article_and_analysis
    assert [t.i for t in analysis.tokens] == list(range(len(analysis.tokens)))
    for token in analysis.tokens:
        assert token.text == fold_width(article.text[token.start : token.end])
        assert token.text.strip()
        assert 0 <= token.head < len(analysis.tokens)
    assert list(analysis.tokens) == [t for s in analysis.sentences for t in s.tokens]


@pytest.mark.analyser
def test_no_tree_crosses_a_sentence(article_and_analysis: Any) -> None:
    _, analysis = article_and_analysis
    for sentence in analysis.sentences:
        inside = {t.i for t in sentence.tokens}
        assert all(t.head in inside for t in sentence.tokens)
        assert sum(t.head == t.i for t in sentence.tokens) == 1


@pytest.mark.analyser
def test_chunks_never_go_back_and_never_cross_a_sentence(article_and_analysis: Any) -> None:
    _, analysis = article_and_analysis
    chunks = [t.chunk for t in analysis.tokens]
    assert chunks == sorted(chunks)
    by_sentence = [{t.chunk for t in s.tokens} for s in analysis.sentences]
    assert sum(map(len, by_sentence)) == len(set().union(*by_sentence))


@pytest.mark.analyser
def test_what_other_tests_recorded_is_what_the_analyser_says(recordings: Any) -> None:
    """Otherwise the tests of ``extract`` would go on testing another release of the model."""
    different = [
        text
        for text in recordings.texts
        if recordings.analysis(plain_article(text)) != analyse(plain_article(text))
    ]
    assert different == [], "run pytest --record, and read the difference"


def test_the_recordings_are_in_the_repository() -> None:
    assert (Path(__file__).parents[1] / "extract" / "data" / "analyses.json").is_file()


@pytest.mark.analyser
def test_what_was_analysed_before_makes_no_difference() -> None:
    """Bit for bit: a label may hang on the last one, and a corpus is built in any order."""
    examples = Path(__file__).parents[2] / "examples"
    articles = [plain_article(path.read_text("utf-8").strip()) for path in sorted(examples.glob("d*.txt"))]
    articles += [plain_article(f"市長が会見\n{'雪が降り、' * n}市長は中止を決めた。") for n in range(1, 8)]
    alone = [analyse(article) for article in articles]
    for order in (articles, articles[::-1]):
        for article in order:
            analysis = analyse(article)
            expected = alone[articles.index(article)]
            assert analysis == expected
            assert np.array_equal(analysis.vectors, expected.vectors)


@pytest.mark.analyser
@pytest.mark.parametrize("threads", [1, 2])
def test_the_number_of_threads_makes_no_difference(threads: int) -> None:
    """Bit for bit, whatever the machine has; numpy splits a product among its threads."""
    article = plain_article(
        "市長が会見\n" + "雪が降り、道路が凍り、列車が止まった。" * 20 + "市長は中止を決めた。"
    )
    expected = analyse(article)
    with threadpool_limits(threads):
        analysis = analyse(article)
    assert analysis == expected
    assert np.array_equal(analysis.vectors, expected.vectors)
