"""What the figures are called, in Japanese and English."""

from __future__ import annotations

from types import MappingProxyType

from kgpub.resources import read_table

_JA_EN = {
    "title": ("知識グラフの統計", "What the knowledge graph holds"),
    "overview": ("概要", "Overview"),
    "triples": ("トリプル", "Triples"),
    "articles": ("記事", "Articles"),
    "texts": ("異なる文章", "Different texts"),
    "copies": ("文章を共有する記事", "Articles that share a text"),
    "period": ("期間", "Period"),
    "articles_by_month": ("月別の記事", "Articles by month"),
    "articles_by_year": ("年別の記事", "Articles by year"),
    "publishers": ("記事の多い媒体", "Publishers with most articles"),
    "events": ("出来事", "Events"),
    "corroborated": ("複数の文章が伝えた出来事", "Events in several texts"),
    "scheduled": ("予定の出来事", "Events that lie ahead"),
    "events_by_kind": ("種類別の出来事", "Events by kind"),
    "events_by_month": ("月別の出来事", "Events by month"),
    "events_by_year": ("年別の出来事", "Events by year"),
    "people": ("よく登場する人", "People in most articles"),
    "organizations": ("よく登場する組織", "Organizations in most articles"),
    "places": ("よく登場する場所", "Places in most articles"),
    "links": ("外部にリンクした割合", "Share that is linked"),
    "linked": ("リンクあり", "linked"),
    "unlinked": ("リンクなし", "not linked"),
    "entities": ("実体", "Entities"),
    "mentions": ("記事での登場", "Mentions in articles"),
    "statements": ("発言", "Statements"),
    "speakers": ("発言の多い人・組織", "Speakers with most statements"),
    "direct": ("かぎ括弧内", "in quotation marks"),
    "indirect": ("地の文", "reported"),
    "disputes": ("記事が食い違う出来事", "Events that articles contradict each other on"),
    "disputes_by_property": ("食い違う点", "What they contradict each other on"),
    "name": ("名前", "Name"),
    "count": ("件数", "Count"),
    "share": ("割合", "Share"),
    "month": ("月", "Month"),
    "year": ("年", "Year"),
    "kind": ("種類", "Kind"),
    "type": ("型", "Type"),
    "property": ("点", "Property"),
    "none": ("なし", "none"),
    "as_table": ("表で見る", "As a table"),
    "undated": ("月の分からないもの {} 件", "{} of unknown month"),
    "before": ("それより前 {} 件", "{} earlier"),
    "after": ("それより後 {} 件", "{} later"),
    "accounts": ("照合の前は {} 件", "{} before reconciliation"),
    "reconcile_first": (
        "食い違いは kgpub reconcile のグラフがあれば数えます。",
        "Contradictions are counted if the graph of kgpub reconcile is there.",
    ),
    "made_by": ("kgpub {} が作成", "Made by kgpub {}"),
    "Person": ("人", "People"),
    "Organization": ("組織", "Organizations"),
    "Place": ("場所", "Places"),
    "DefinedTerm": ("用語", "Terms"),
    "location": ("場所", "place"),
    "startDate": ("日付", "date"),
    "participant": ("参加者", "participants"),
    "": ("種類なし", "of no kind"),
}


def words(language: str) -> MappingProxyType[str, str]:
    """Return the words in ``ja`` or ``en``, those for the kinds of event included."""
    place = 0 if language == "ja" else 1
    kinds = {
        row["kind"]: row["label_ja" if place == 0 else "label_en"]
        for row in read_table("ja", "event_kinds.tsv")
    }
    return MappingProxyType(kinds | {key: pair[place] for key, pair in _JA_EN.items()})
