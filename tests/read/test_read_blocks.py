from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kgpub.model import BlockKind
from kgpub.read.blocks import assemble
from kgpub.read.document import Line
from kgpub.read.text import text_lines

P, S, B, R = BlockKind.PARAGRAPH, BlockKind.SUBHEADING, BlockKind.BULLET, BlockKind.REFERENCE


def kinds(text: str) -> list[tuple[BlockKind, str]]:
    body = assemble(text_lines(text, "記事.txt"))
    return [(block.kind, body.text[block.start : block.end]) for block in body.blocks][1:]


def kind_of(line: str) -> BlockKind:
    return kinds(f"見出し\n{line}\n港は人でにぎわった。")[0][0]


def test_first_line_is_the_headline() -> None:
    body = assemble(text_lines("- 港まつり。\n本文です。", "記事.txt"))
    assert body.blocks[0].kind is BlockKind.HEADLINE
    assert body.text[: body.blocks[0].end] == "- 港まつり。"


@pytest.mark.parametrize(
    "line",
    [
        "市長「早めの行動を」",
        "港まつりとは",
        "【今後の見通し】",
        "なぜ急ぐのか？",
        "What went wrong",
        "Who will pay?",
        "■ 反対の声も",
        "◆港の歴史",
    ],
)
def test_subheading(line: str) -> None:
    assert kind_of(line) is S


@pytest.mark.parametrize(
    "line",
    [
        "港は静かだ。",
        "主な内容は次のとおり：",
        "（山川花子）",
        "【海辺＝みなと通信】",
        "2025年8月3日",
        "8/3(日) 18:10 配信",
        "港を広げる計画は、来年の春までに三つの段階に分けて進められることになり、費用は二百億円",
        "It was quiet.",
        "1 市長は、港を広げる考えを伝えた。",
        "○○社は答えなかった。",
        "▲3%だった。",
        "-3度まで冷えた。",
        "――なぜ急ぐのですか。",
    ],
)
def test_paragraph(line: str) -> None:
    assert kind_of(line) is P


def test_dateline_stays_in_its_paragraph() -> None:
    assert kinds("見出し\n【海辺=みなと通信】港は静かだ。") == [(P, "【海辺=みなと通信】港は静かだ。")]


@pytest.mark.parametrize("marker", ["- ", "・", "・ ", "● ", "* ", "○", "•"])
def test_bullet_leaves_out_its_marker(marker: str) -> None:
    assert kinds(f"見出し\n{marker}橋は900メートル。\n{marker}費用は80億円。") == [
        (B, "橋は900メートル。"),
        (B, "費用は80億円。"),
    ]


def test_middle_dot_inside_a_line_is_no_bullet() -> None:
    assert kinds("見出し\nジョン・スミス氏が来た。") == [(P, "ジョン・スミス氏が来た。")]


def test_marked_lines_in_a_row_are_bullets() -> None:
    assert [kind for kind, _ in kinds("見出し\n■橋の長さ\n■橋の費用\n以上です。")] == [B, B, P]


def test_short_last_line_is_no_heading() -> None:
    assert kinds("見出し\n港は静かだ。\n文・山川花子")[-1] == (P, "文・山川花子")


def test_rules_between_sections_are_left_out() -> None:
    assert kinds("見出し\n港は静かだ。\n◇\n***\n市は動かない。") == [
        (P, "港は静かだ。"),
        (P, "市は動かない。"),
    ]


def test_markup_decides_the_kind() -> None:
    lines = [Line("見出し"), Line("小さな見出し。", S), Line("項目", B), Line("本文。")]
    assert [block.kind for block in assemble(lines).blocks[1:]] == [S, B, P]


@given(st.lists(st.text(st.sampled_from("港は静か。・- ■参考:a.com(１)\n?"), max_size=12), max_size=12))
def test_blocks_cover_the_lines_in_order(texts: list[str]) -> None:
    body = assemble(text_lines("\n".join(texts), "記事.txt"))
    lines = body.text.split("\n") if body.text else []
    assert len(lines) == len(body.blocks)
    start = 0
    for line, block in zip(lines, body.blocks, strict=True):
        assert start <= block.start < block.end == start + len(line)
        start += len(line) + 1
    for citation in body.citations:
        for span in (citation.title, citation.site):
            assert span is None or 0 < span.start < span.end <= len(body.text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("見出し\n2025年8月3日\n本文です。", "2025-08-03"),
        ("見出し\n海辺市役所\n令和7年8月3日\n本文です。", "2025-08-03"),
        ("見出し\n本文です。\n2025年8月3日", None),
        ("見出し\n本文です。", None),
    ],
)
def test_date_line_under_the_headline(text: str, day: Any) -> None:
    dated = assemble(text_lines(text, "記事.txt")).dated
    assert (dated and dated.isoformat()) == day
