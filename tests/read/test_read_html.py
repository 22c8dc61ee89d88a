import pytest

from kgpub.errors import UnreadableInput
from kgpub.model import BlockKind
from kgpub.read.article import read_document
from kgpub.read.blocks import assemble
from kgpub.read.html import read_html
from kgpub.read.markup import markup_lines, parse_html, prepare

LEAD = "海辺市は3日、駅前に新しい図書館を開いた。"
SECOND = "館内には20万冊が並ぶ。市長は「市民の居場所にしたい」と述べた。"
MENU = '<nav><ul><li><a href="/">トップ</a></li><li><a href="/s">社会</a></li></ul></nav>'
FOOTER = "<footer><a href='/c'>会社案内</a><p>© あおば新聞社 無断転載を禁じます。</p></footer>"


def page(body: str, *, head: str = "", title: str = "駅前に新しい図書館 | あおば新聞") -> str:
    return (
        f'<!DOCTYPE html><html lang="ja"><head><title>{title}</title>{head}</head><body>{body}</body></html>'
    )


def texts(html: str) -> list[str]:
    return [line.text for line in read_html(html, "page.html").lines]


def kinds(html: str) -> list[tuple[BlockKind, str]]:
    document = read_html(html, "page.html")
    body = assemble(document.lines)
    return [(block.kind, body.text[block.start : block.end]) for block in body.blocks]


def test_article_without_the_page_around_it() -> None:
    aside = '<aside><h3>関連記事</h3><ul><li><a href="/2">港に新しい橋</a></li></ul></aside>'
    html = page(
        f"<header>{MENU}</header><main><article><h1>駅前に新しい図書館</h1><p>{LEAD}</p><h2>蔵書は20万冊</h2>"
        f"<p>{SECOND}</p><ul><li>自習室は100席</li><li>カフェもある。</li></ul></article>{aside}</main>{FOOTER}"
    )
    document = read_html(html, "page.html")
    assert document.headline == "駅前に新しい図書館"
    assert [(line.kind, line.text) for line in document.lines if line.text != document.headline] == [
        (None, LEAD),
        (BlockKind.SUBHEADING, "蔵書は20万冊"),
        (None, SECOND),
        (BlockKind.BULLET, "自習室は100席"),
        (BlockKind.BULLET, "カフェもある。"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>駅前に新しい図書館</h1><p>{LEAD}</p><p>{SECOND}</p>",
        f'<div id="main"><h1>駅前に新しい図書館</h1><div class="body">{LEAD}<br><br>{SECOND}</div></div>',
        f"<main><h1>駅前に新しい図書館</h1><div><div>{LEAD}</div><div>{SECOND}</div></div></main>",
        f'<article><h1>駅前に新しい図書館</h1><section class="summary"><p>{LEAD}</p></section>'
        f'<div class="more"><section class="content-body"><p>{SECOND}</p></section></div></article>',
        f'<div class="txt"><h1>駅前に新しい図書館</h1><p>　{LEAD}\n\n　{SECOND}</p></div>',
        f"<table><tr><td><a href='/'>ホーム</a><br><a href='/s'>地域</a></td>"
        f"<td><h1>駅前に新しい図書館</h1>　{LEAD}<br>　{SECOND}<br></td></tr></table>",
    ],
    ids=["bare", "div with breaks", "div in div", "lead outside", "source line breaks", "table layout"],
)
def test_layouts(body: str) -> None:
    found = [text for text in texts(page(MENU + body + FOOTER)) if text != "駅前に新しい図書館"]
    assert found == [LEAD, SECOND]


def test_short_article_does_not_bring_the_menu() -> None:
    html = page(
        f"<div class='head'><a href='/'>ニュース</a></div><h1>駅前に新しい図書館</h1><p>{LEAD}</p>"
        "<div>みなと放送</div>"
    )
    assert [text for text in texts(html) if text != "駅前に新しい図書館"] == [LEAD]


def test_readings_above_words_are_left_out() -> None:
    ruby = "<ruby>森田<rp>（</rp><rt>もりた</rt><rp>）</rp></ruby>市長は3日、新しい図書館を開いたと発表した。"
    assert texts(page(f"<article><p>{ruby}</p><p>{SECOND}</p></article>"))[0] == (
        "森田市長は3日、新しい図書館を開いたと発表した。"
    )


def test_source_line_breaks_do_not_split_japanese_words() -> None:
    html = page(f"<article><p>海辺市は3日、駅前に新しい図\n    書館を開いた。</p><p>{SECOND}</p></article>")
    assert texts(html)[0] == LEAD


def test_headings_bullets_and_sources_written_as_text() -> None:
    html = page(
        f"<article><p>{LEAD}</p><p><strong>■ 反対の声も</strong></p>"
        f"<p>{SECOND}</p><p>・橋は80億円<br>・港は50億円</p>"
        '<p>参考:<br><a href="https://city.example/budget">海辺市の予算</a><br>city.example</p></article>'
    )
    assert kinds(html)[1:] == [
        (BlockKind.SUBHEADING, "反対の声も"),
        (BlockKind.PARAGRAPH, SECOND),
        (BlockKind.BULLET, "橋は80億円"),
        (BlockKind.BULLET, "港は50億円"),
        (BlockKind.REFERENCE, "参考:"),
        (BlockKind.REFERENCE, "海辺市の予算"),
        (BlockKind.REFERENCE, "city.example"),
    ]
    assert assemble(read_html(html, "page.html").lines).citations[0].url == "https://city.example/budget"


def test_related_titles_in_the_article_are_cut() -> None:
    html = page(
        f"<article><p>{LEAD}</p><p>{SECOND}</p><h3>関連記事</h3><p>港に新しい橋</p><p>祭りに3万人</p></article>"
    )
    assert texts(html) == [LEAD, SECOND]


def test_body_from_jsonld_when_scripts_load_the_page() -> None:
    data = f'{{"@type":"NewsArticle","headline":"駅前に図書館","articleBody":"{LEAD}\\n{SECOND}"}}'
    html = page('<div id="app"></div>', head=f'<script type="application/ld+json">{data}</script>')
    assert texts(html) == [LEAD, SECOND]


def test_extracted_paragraphs_are_preferred_to_one_long_jsonld_body() -> None:
    data = f'{{"@type":"NewsArticle","headline":"駅前に図書館","articleBody":"{LEAD}{SECOND}"}}'
    html = page(
        f"<article><p>{LEAD}</p><p>{SECOND}</p></article>",
        head=f'<script type="application/ld+json">{data}</script>',
    )
    assert texts(html) == [LEAD, SECOND]


@pytest.mark.parametrize(
    "html",
    [
        "<html>",
        "<html></html>",
        "<!DOCTYPE html><html><frameset><frame src=a></frameset></html>",
        page("<form><p>メールアドレスを入力してください。</p><input></form>", title="ログイン"),
        page(
            "<ul>" + "".join(f'<li><a href="/{n}">{n}番目の話題</a></li>' for n in range(30)) + "</ul>",
            title="一覧",
        ),
        page("<script>var a = '記事の本文です。とても長い本文がここにあります。';</script>"),
        "<html><body>" + "<div>" * 50_000,
    ],
    ids=["open tag", "empty", "frames", "login", "list", "script", "deep"],
)
def test_page_without_article(html: str) -> None:
    with pytest.raises(UnreadableInput, match="no article found") as caught:
        read_document(html, "page.html")
    assert caught.value.tip


def test_repeated_paragraph_order_is_the_page_order() -> None:
    tree = prepare(parse_html("<div>一。<p>二。</p>三。<ul><li>四</li></ul>五。</div>"))
    assert [line.text for line in markup_lines(tree)] == ["一。", "二。", "三。", "四", "五。"]
