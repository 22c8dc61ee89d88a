"""Which kinds of body a post can belong to."""

from __future__ import annotations

from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import Entity

# Posts that no ministry or court has.
PRIVATE_POSTS = frozenset(
    [
        "会長",
        "副会長",
        "代表",
        "理事長",
        "教授",
        "准教授",
        "名誉教授",
        "学長",
        "院長",
        "館長",
        "校長",
        "研究員",
        "エコノミスト",
        "アナリスト",
        "ストラテジスト",
        "プロデューサー",
        "ディレクター",
        "マネジャー",
        "団長",
        "船長",
        "編集長",
        "講師",
        "党首",
    ]
)


# Who leads a company or another body: the one that the text is about, where none is said.
CHIEFS = frozenset(
    [
        *("社長", "副社長", "専務", "常務", "会長", "副会長", "理事長", "最高経営責任者", "CEO", "頭取"),
        *("代表取締役", "代表取締役社長", "代表取締役会長", "最高財務責任者", "CFO", "COO", "取締役"),
        *("創業者", "共同創業者", "プロジェクトマネージャ", "プロジェクトマネージャー"),
    ]
)


# A commercial bank has a 頭取.
_OF_GOVERNORS = (
    *("日本銀行", "日銀", "中央銀行", "中銀", "連銀", "世界銀行", "世銀", "開発銀行"),
    *("党", "公庫", "基金"),
)
# Posts that few kinds of body have, by how the names of those end.
BODIES = {
    "総裁": _OF_GOVERNORS,
    "副総裁": _OF_GOVERNORS,
    "頭取": ("銀行", "銀", "グループ"),
    "裁判長": ("裁判所", "地裁", "高裁", "家裁", "最高裁"),
    "署長": ("署",),
    "検事正": ("地検", "検察庁"),
    "次席検事": ("地検", "高検", "検察庁"),
    "教授": ("大学", "大", "大学院", "学院"),
    "准教授": ("大学", "大", "大学院", "学院"),
    "学長": ("大学", "大"),
    "院長": ("病院", "院", "医療センター"),
}


def head_area(phrase: TitlePhrase) -> str | None:
    """Return the post whose area a member of its assembly belongs to (県議: 知事), or ``None``."""
    return "知事" if phrase.head.head in ("県議", "府議", "道議", "都議") else None


def fits(organization: Entity, of: str) -> bool:
    """Return whether an organization may have posts of a kind (team, party, company, organization)."""
    if of == "team":
        return organization.kind in (None, "SportsTeam")
    if of == "party":
        return organization.kind == "PoliticalParty"
    if of == "company":
        return organization.kind not in ("GovernmentOrganization", "NewsMediaOrganization", "PoliticalParty")
    return organization.kind != "NewsMediaOrganization"
