import pytest

from kgpub.model import BlockKind
from kgpub.read.blocks import assemble
from kgpub.read.document import Line
from kgpub.read.text import text_lines


def cited(text: str) -> list[tuple[str | None, str | None, str | None]]:
    body = assemble(text_lines("見出し\n港は静かだ。\n" + text, "記事.txt"))

    def words(span: object) -> str | None:
        return body.text[span.start : span.end] if span else None  # type: ignore[attr-defined]

    return [(words(citation.title), words(citation.site), citation.url) for citation in body.citations]


def kinds(text: str) -> list[BlockKind]:
    return [
        block.kind for block in assemble(text_lines("見出し\n港は静かだ。\n" + text, "記事.txt")).blocks[2:]
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Reference(s):",
        "References",
        "Sources:",
        "参考",
        "参考:",
        "参考文献：",
        "出典",
        "【参考】",
        "(参考)",
        "参考リンク",
    ],
)
def test_header_opens_the_block(header: str) -> None:
    assert cited(f"{header}\nHarbour reopens\ncoast.example") == [("Harbour reopens", "coast.example", None)]


def test_block_runs_to_the_end() -> None:
    assert kinds("参考\n港の統計\ncoast.example\n橋の統計") == [BlockKind.REFERENCE] * 4


def test_titles_and_sites_alternate() -> None:
    assert cited(
        "References:\nHarbour reopens\ncoast.example\nBridge report\nhttps://city.example/bridge"
    ) == [
        ("Harbour reopens", "coast.example", None),
        ("Bridge report", "https://city.example/bridge", "https://city.example/bridge"),
    ]


def test_titles_alone_and_sites_alone() -> None:
    assert cited("出典\n港の統計\n橋の統計") == [("港の統計", None, None), ("橋の統計", None, None)]
    assert cited("出典\ncoast.example") == [(None, "coast.example", None)]


def test_url_under_the_site() -> None:
    assert cited("出典\n港の統計\ncoast.example\nhttps://coast.example/1") == [
        ("港の統計", "coast.example", "https://coast.example/1")
    ]


def test_url_behind_the_title() -> None:
    assert cited("出典\n- 港の統計 https://coast.example/1") == [
        ("港の統計", None, "https://coast.example/1")
    ]


def test_numbers_and_markers_are_not_the_title() -> None:
    assert cited("参考文献\n[1] 港の統計\n2. 橋の統計\n・海の統計") == [
        ("港の統計", None, None),
        ("橋の統計", None, None),
        ("海の統計", None, None),
    ]


def test_header_with_its_source_on_one_line() -> None:
    assert cited("出典：海辺市の統計") == [("海辺市の統計", None, None)]
    assert cited("Source: https://city.example/a") == [
        (None, "https://city.example/a", "https://city.example/a")
    ]


def test_sentences_under_the_header_belong_to_the_article() -> None:
    text = "(参考)\n協定は1990年に結ばれ、翌年に発効しました。"
    assert cited(text) == []
    assert kinds(text) == [BlockKind.PARAGRAPH, BlockKind.PARAGRAPH]


def test_sentence_inside_the_block() -> None:
    assert kinds("参考\n港の統計\nこの統計は毎年まとめられる。")[-1] is BlockKind.PARAGRAPH


@pytest.mark.parametrize(
    "line", ["参考人として招かれた。", "参考:市は答えなかった。", "Sources close to him agreed."]
)
def test_prose_that_begins_like_a_header(line: str) -> None:
    assert BlockKind.REFERENCE not in kinds(f"{line}\n港は静かだ。")


def test_link_target_of_a_page() -> None:
    lines = [
        Line("見出し"),
        Line("港は静かだ。"),
        Line("参考"),
        Line("港の統計", href="https://coast.example/1"),
    ]
    assert assemble(lines).citations[0].url == "https://coast.example/1"
