"""Where articles come from: files, folders, JSON Lines, feeds, web archives and saved sitemaps."""

from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from kgpub.corpus.model import Item, Unusable
from kgpub.corpus.sources import Opened, open_sources
from kgpub.errors import InputError
from kgpub.model import Article
from kgpub.read import parse_article

ARTICLE = "首相が会見\n首相は16日、東京で記者会見を開いた。\n"
PAGE = """<!DOCTYPE html><html><head><title>市長が会見</title></head><body><article><h1>市長が会見</h1>
<p>山田市長は16日、札幌市で記者会見を開き、雪まつりの開催を発表した。来場者は二百万人を見込む。</p>
<p>市は交通規制の計画も公表した。期間中は中心部で車の通行が制限される。</p></article></body></html>"""
RECORD = {
    "@type": "NewsArticle",
    "url": "https://news.example/1",
    "headline": "首相が会見",
    "articleBody": "首相は16日、東京で記者会見を開いた。",
    "datePublished": "2025-06-18",
}


def names(opened: Opened) -> list[str]:
    return [Path(found.name).name for found in opened.items()]


def article(item: Item | Unusable) -> Article:
    assert isinstance(item, Item)
    return parse_article(item.data, item.name, suffix=item.suffix, fallback=item.fallback)


def written(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_one_article_is_one_article(tmp_path: Path) -> None:
    opened = open_sources([written(tmp_path / "a.txt", ARTICLE)])
    assert opened.single
    assert names(opened) == ["a.txt"]


def test_several_files_are_a_corpus(tmp_path: Path) -> None:
    opened = open_sources([written(tmp_path / "b.txt", ARTICLE), written(tmp_path / "a.txt", ARTICLE)])
    assert not opened.single
    assert names(opened) == ["b.txt", "a.txt"]


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        open_sources([tmp_path / "a.txt"])


class TestFolder:
    def test_at_any_depth_in_order_by_ending(self, tmp_path: Path) -> None:
        for name in ("b.txt", "a/z.html", "a/y.json", ".hidden/x.txt", ".x.txt", "notes.md", "c.TXT"):
            written(tmp_path / name, ARTICLE)
        assert names(open_sources([tmp_path])) == ["y.json", "z.html", "b.txt", "c.TXT"]

    def test_what_the_build_writes_is_left_out(self, tmp_path: Path) -> None:
        for name in ("a.txt", "out/b.jsonld", "out.report.json"):
            written(tmp_path / name, ARTICLE)
        opened = open_sources([tmp_path], apart=[tmp_path / "out", tmp_path / "out.report.json"])
        assert names(opened) == ["a.txt"]

    def test_corpora_in_it_are_opened_and_other_xml_is_not(self, tmp_path: Path) -> None:
        written(tmp_path / "a.jsonl", f"{json.dumps(RECORD)}\n" * 2)
        written(tmp_path / "b.xml", "<?xml version='1.0'?><invoice/>")
        assert names(open_sources([tmp_path])) == ["a.jsonl:1", "a.jsonl:2"]

    def test_empty_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match=r"no articles.*"):
            names(open_sources([tmp_path]))

    def test_progress_ends_at_the_size(self, tmp_path: Path) -> None:
        written(tmp_path / "a.txt", ARTICLE)
        written(tmp_path / "b.jsonl", f"{json.dumps(RECORD)}\n" * 2)
        opened = open_sources([tmp_path])
        assert opened.position() == 0
        names(opened)
        assert opened.position() == opened.size() > 0


class TestJsonLines:
    def test_a_line_an_article(self, tmp_path: Path) -> None:
        ninjs = {"uri": "urn:x:2", "headline": "見出し", "body_text": "市長は札幌市で会見した。"}
        text = f"{json.dumps(RECORD)}\n\n{json.dumps(ninjs, ensure_ascii=False)}\r\n"
        first, second = open_sources([written(tmp_path / "c.jsonl", text)]).items()
        assert (article(first).url, article(first).headline) == ("https://news.example/1", "首相が会見")
        assert article(second).headline == "見出し"
        assert [Path(found.name).name for found in (first, second)] == ["c.jsonl:1", "c.jsonl:3"]
        assert [found.identity for found in (first, second)] == ["https://news.example/1", "urn:x:2"]

    def test_packed(self, tmp_path: Path) -> None:
        path = written(tmp_path / "c.jsonl.gz", gzip.compress(f"{json.dumps(RECORD)}\n".encode() * 3))
        assert len(names(open_sources([path]))) == 3

    def test_recognised_by_content(self, tmp_path: Path) -> None:
        lines = f"{json.dumps(RECORD)}\n" * 2
        assert not open_sources([written(tmp_path / "c.json", lines)]).single
        assert open_sources([written(tmp_path / "d.json", json.dumps(RECORD, indent=1))]).single

    def test_a_damaged_file_says_so_and_keeps_what_was_before(self, tmp_path: Path) -> None:
        packed = gzip.compress("".join(f"{json.dumps(RECORD | {'n': n})}\n" for n in range(999)).encode())
        found = list(open_sources([written(tmp_path / "c.jsonl.gz", packed[:-200])]).items())
        assert isinstance(found[0], Item)
        assert isinstance(found[-1], Unusable)
        assert found[-1].damaged

    def test_a_line_without_an_end_is_no_memory_hole(self, tmp_path: Path) -> None:
        path = written(tmp_path / "c.jsonl", b"{" + b" " * 12_000_000 + b"}\n" + json.dumps(RECORD).encode())
        long, last = open_sources([path]).items()
        assert isinstance(long, Unusable)
        assert article(last).headline == "首相が会見"


RSS = """<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>北方通信</title><language>ja</language><link>https://news.example/</link>
<item><title>市長が会見</title><link>https://news.example/1</link><guid>1</guid>
<pubDate>Wed, 18 Jun 2025 10:00:00 +0900</pubDate><dc:creator>鈴木花子</dc:creator>
<description>要約</description>
<content:encoded><![CDATA[<p>市長は16日、<b>札幌市</b>で会見した。</p><p>雪まつりを開く。</p>]]></content:encoded></item>
<item><title>要約だけ</title><link>https://news.example/2</link><description>要約&x;</description></item>
</channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ja"><title>北方通信</title>
<entry><title>市長が会見</title><id>urn:1</id><link rel="self" href="https://news.example/x"/>
<link href="https://news.example/1"/><published>2025-06-18T10:00:00+09:00</published>
<author><name>鈴木花子</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>市長は16日、札幌市で会見した。</p></div>
</content></entry>
<entry><title>次</title><id>urn:2</id>
<content type="html">&lt;p&gt;知事は函館市を訪れた。&lt;/p&gt;</content></entry>
<entry><title>三</title><id>urn:3</id><summary>要約</summary></entry></feed>"""


class TestFeed:
    @pytest.mark.parametrize("text", [RSS, ATOM])
    def test_entries_with_content(self, tmp_path: Path, text: str) -> None:
        first, *_, last = open_sources([written(tmp_path / "feed.xml", text)]).items()
        read = article(first)
        assert read.headline == "市長が会見"
        assert read.url == "https://news.example/1"
        assert "札幌市で会見した。" in read.text
        assert str(read.published) == "2025-06-18 10:00:00+09:00"
        assert read.publisher == "北方通信"
        assert read.authors == ("鈴木花子",)
        assert isinstance(last, Unusable)
        assert "no content" in last.failure.text

    def test_html_in_atom(self, tmp_path: Path) -> None:
        _, second, _ = open_sources([written(tmp_path / "feed.atom", ATOM)]).items()
        assert "知事は函館市を訪れた。" in article(second).text

    def test_entities_are_not_resolved(self, tmp_path: Path) -> None:
        found = list(open_sources([written(tmp_path / "feed.xml", RSS)]).items())
        assert not any("root:" in str(one) for one in found)

    def test_a_broken_feed_gives_what_stands_before_the_break(self, tmp_path: Path) -> None:
        text = RSS[: RSS.index("<item><title>要約だけ")]
        first, last = open_sources([written(tmp_path / "feed.xml", text)]).items()
        assert article(first).headline == "市長が会見"
        assert isinstance(last, Unusable)
        assert last.damaged


def warc(*pages: tuple[str, str, str]) -> bytes:
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=True)
    for url, type_, status in pages:
        headers = StatusAndHeaders(f"{status} X", [("Content-Type", type_)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(PAGE.encode()), http_headers=headers
            )
        )
    return stream.getvalue()


class TestWarc:
    def test_pages_with_their_urls(self, tmp_path: Path) -> None:
        data = warc(
            ("https://news.example/1", "text/html; charset=utf-8", "200"),
            ("https://news.example/2", "text/html", "404"),
            ("https://news.example/3.png", "image/png", "200"),
        )
        (page,) = open_sources([written(tmp_path / "crawl.warc.gz", data)]).items()
        assert article(page).url == "https://news.example/1"
        assert article(page).headline == "市長が会見"

    def test_a_cut_file_is_damaged(self, tmp_path: Path) -> None:
        data = warc(*[(f"https://news.example/{n}", "text/html", "200") for n in range(3)])
        *_, last = open_sources([written(tmp_path / "crawl.warc.gz", data[:-300])]).items()
        assert isinstance(last, Unusable) or len(article(last).text) < len(PAGE)


SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example/a/1</loc><news:news><news:publication><news:name>北方通信</news:name>
<news:language>ja</news:language></news:publication><news:publication_date>2025-06-18</news:publication_date>
<news:title>x</news:title></news:news></url>
<url><loc>https://news.example/a/2/</loc></url>
<url><loc>https://news.example/%E5%B8%82</loc></url>
<url><loc>https://news.example/../../secret.html</loc></url>
<url><loc>https://news.example/gone</loc></url></urlset>"""


class TestSitemap:
    def test_saved_pages(self, tmp_path: Path) -> None:
        written(tmp_path / "secret.html", PAGE)
        root = tmp_path / "a" / "b"
        written(root / "sitemap.xml", SITEMAP)
        written(root / "news.example/a/1.html", PAGE)
        written(root / "a/2/index.html", PAGE)
        written(root / "news.example/市.html", PAGE)
        written(root / "unlisted.html", PAGE)
        found = list(open_sources([root]).items())
        pages = [article(one) for one in found[:3]]
        assert [page.url for page in pages] == [
            "https://news.example/a/1",
            "https://news.example/a/2/",
            "https://news.example/%E5%B8%82",
        ]
        assert (str(pages[0].published), pages[0].publisher) == ("2025-06-18", "北方通信")
        assert [isinstance(one, Unusable) for one in found] == [False] * 3 + [True] * 2


class TestStandardInput:
    def opened(self, data: bytes | str) -> Opened:
        return open_sources([Path("-")], io.BytesIO(data if isinstance(data, bytes) else data.encode()))

    def test_an_article(self) -> None:
        opened = self.opened(ARTICLE)
        assert opened.single
        assert opened.stdin is not None
        assert opened.stdin.read().decode() == ARTICLE

    def test_json_lines_longer_than_what_is_looked_at(self) -> None:
        lines = "".join(f"{json.dumps(RECORD | {'n': 'x' * 100_000})}\n" for _ in range(80))
        opened = self.opened(lines)
        assert not opened.single
        assert len(names(opened)) == 80

    def test_a_feed_and_an_archive(self) -> None:
        assert len(names(self.opened(ATOM))) == 3
        assert len(names(self.opened(warc(("https://news.example/1", "text/html", "200"))))) == 1
