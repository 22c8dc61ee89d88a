"""One form for the many spellings of a name, and keys for parts and sounds of it.

Names are compared after :func:`fold`: width, case, Latin accents, spaces, middle
dots, ヴ and old forms of kanji make no difference. :class:`FoldedText` does the same
to a text and remembers where each folded character came from.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Characters that separate the parts of a name and differ from paper to paper.
_DROPPED = frozenset(" \u3000・･=＝゠·‧.．,'’‘`\"“”-‐‑‒–\u00ad\u200b\ufeff")

# Old and new forms of kanji, and a few variants that newspapers replace in names.
_OLD = (
    "亞惡壓圍醫壹隱榮營衞驛圓鹽應歐毆奧櫻假價畫會壞懷繪擴殼覺學嶽樂勸卷寬歡觀關陷巖顏歸氣龜戲"
    "舊據擧峽狹曉區驅勳徑惠溪經繼莖螢輕鷄藝缺儉劍圈檢權獻縣險顯驗嚴效廣恆鑛號國黑濟碎齋劑櫻册殘"
    "蠶參慘棧贊齒辭實釋壽收從澁獸縱肅處敍奬將燒稱證乘剩壤孃條淨疊穰讓釀觸囑寢愼晉眞盡圖粹醉隨髓"
    "數樞瀨聲靜齊攝竊專戰淺潛纖踐錢禪雙壯搜插爭總莊裝騷臟藏屬續墮對帶滯臺瀧擇澤單擔膽團彈斷癡晝"
    "鑄廳敕鎭遞鐵點轉傳黨盜燈當鬪德獨讀屆繩貳惱腦霸廢拜賣麥發髮拔蠻祕濱甁拂佛竝變邊辯舖寶豐襃沒"
    "滿彌默藥譯豫餘與譽搖樣謠來賴亂覽龍兩獵綠壘勵禮隸靈齡戀爐勞樓灣爲僞齒邉嶋嶌﨑髙櫛槇遙堯"
)
_NEW = (
    "亜悪圧囲医壱隠栄営衛駅円塩応欧殴奥桜仮価画会壊懐絵拡殻覚学岳楽勧巻寛歓観関陥巌顔帰気亀戯"
    "旧拠挙峡狭暁区駆勲径恵渓経継茎蛍軽鶏芸欠倹剣圏検権献県険顕験厳効広恒鉱号国黒済砕斎剤桜冊残"
    "蚕参惨桟賛歯辞実釈寿収従渋獣縦粛処叙奨将焼称証乗剰壌嬢条浄畳穣譲醸触嘱寝慎晋真尽図粋酔随髄"
    "数枢瀬声静斉摂窃専戦浅潜繊践銭禅双壮捜挿争総荘装騒臓蔵属続堕対帯滞台滝択沢単担胆団弾断痴昼"
    "鋳庁勅鎮逓鉄点転伝党盗灯当闘徳独読届縄弐悩脳覇廃拝売麦発髪抜蛮秘浜瓶払仏並変辺弁舗宝豊褒没"
    "満弥黙薬訳予余与誉揺様謡来頼乱覧竜両猟緑塁励礼隷霊齢恋炉労楼湾為偽歯辺島島崎高櫛槙遥尭"
)
_KANJI = dict(zip(_OLD, _NEW, strict=True)) | {"ヶ": "ケ", "ヵ": "カ", "ヅ": "ズ", "ヂ": "ジ"}

# ヴァ and バ are two spellings of one sound; the small vowel goes with the ヴ.
_V_ROW = {"ァ": "バ", "ィ": "ビ", "ェ": "ベ", "ォ": "ボ"}


@lru_cache(maxsize=65536)
def _fold_char(char: str) -> str:
    if char in _DROPPED:
        return ""
    out = []
    for part in unicodedata.normalize("NFKC", char).casefold():
        if part in _DROPPED:
            continue
        if part > "\x7f" and part < "\u0400":
            part = "".join(c for c in unicodedata.normalize("NFKD", part) if not unicodedata.combining(c))
        out.append(_KANJI.get(part, part))
    return "".join(out)


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text; folded character ``i`` comes from ``source[starts[i]:ends[i]]``.

    ``at[j]`` is the first folded character that comes from ``source[j:]``. Line
    breaks are kept, so that no name runs from one line into the next.
    """

    source: str
    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    at: tuple[int, ...]


def fold_text(source: str) -> FoldedText:
    """Return ``source`` folded, with the way back to its own offsets."""
    plain = [_fold_char(char) for char in source]
    if "ヴ" not in plain and all(len(char) == 1 for char in plain):
        # Nearly all text: every character stays one.
        places = tuple(range(len(source) + 1))
        return FoldedText(source, "".join(plain), places[:-1], places[1:], places)
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at: list[int] = []
    i, length = 0, len(source)
    while i < length:
        at.append(len(chars))
        width, folded = 1, _fold_char(source[i])
        if folded == "ヴ":
            following = source[i + 1] if i + 1 < length else ""
            if following in _V_ROW:
                width, folded = 2, _V_ROW[following]
                at.append(len(chars) + 1)
            else:
                folded = "ブ"
        for char in folded:
            chars.append(char)
            starts.append(i)
            ends.append(i + width)
        i += width
    at.append(len(chars))
    return FoldedText(source, "".join(chars), tuple(starts), tuple(ends), tuple(at))


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Return the form under which a name is indexed; empty if nothing of it is left.

    >>> fold("ジョー・バイデン") == fold("ジョー バイデン")
    True
    >>> fold("Québec"), fold("ジュネーヴ") == fold("ジュネーブ"), fold("廣島") == fold("広島")
    ('quebec', True, True)
    >>> fold("・")
    ''
    """
    return fold_text(unicodedata.normalize("NFKC", name)).text


# --- parts of a person's name ----------------------------------------------

_KATAKANA_NAME = re.compile(r"^[ァ-ヺー]+(?:[・ =＝゠][ァ-ヺー]+)+$")
_LATIN_NAME = re.compile(r"^[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)+$")
_SUFFIXES = frozenset(["jr", "sr", "ii", "iii", "iv"])


def last_component(name: str) -> str | None:
    """Return the last part of a katakana or Latin full name, or ``None`` if it has no parts.

    >>> last_component("セルゲイ・ラブロフ"), last_component("Joe Biden Jr."), last_component("石破茂")
    ('ラブロフ', 'Biden', None)
    """
    if _KATAKANA_NAME.match(name):
        return re.split(r"[・ =＝゠]", name)[-1]
    if _LATIN_NAME.match(name) and not re.search(r"[\u3040-\u9fff]", name):
        parts = name.split(" ")
        while len(parts) > 2 and fold(parts[-1]) in _SUFFIXES:
            parts.pop()
        return parts[-1]
    return None
