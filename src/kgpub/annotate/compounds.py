"""Countries inside words: 中ロ, 日米韓, 欧米, 訪中, 来日, 対ロ制裁, 米大統領."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kgpub.annotate import lexicon
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_nominal
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import BlockKind, EntityType, Mention, MentionForm

# Characters that stand for a country in any compound; the others (西, 土, 白 …) are too often something else.
_SURE = "日米中ロ露韓朝英仏独伊豪印台欧越比加尼"
_EUROPE = "欧州"
_VISITS = re.compile(rf"(?:訪|対|駐|在|反|親|離|滞)(?P<chars>[{_SURE}]+)|来(?P<japan>日)")
_GROUPS = re.compile(rf"[{_SURE}]{{2,}}")
# Words of two such characters that are not two countries, at least by themselves.
_TRAPS = frozenset(["中日", "台中", "中米", "中欧", "日日", "加日", "比日", "中比"])
_PEOPLE = ("人", "語", "系", "製")
_ALONE = re.compile(r"(?<![一-龥ァ-ヺ])[米英仏独露韓豪](?=[がはもと、])")
# Before these one character is the country; before most nouns it is where a thing is from (米鉄鋼大手).
_OF_COUNTRY = re.compile(
    rf"(?P<char>[{_SURE}])"
    r"(?=側|総選挙|大統領選|首相選|議会選|上院選|下院選|中間選挙|国民投票|統一選|両政府|首脳(?!会談)|[東西南北中]{1,2}部)"
)


def country_compounds(
    view: TextView, phrases: Iterable[TitlePhrase], names: Iterable[Proposal]
) -> Iterator[Mention]:
    """Yield one mention for each country inside a compound; its span is the one character.

    Compounds inside a name (日韓議員連盟, 日英同盟) yield nothing, except inside a
    name that the countries spell out themselves (日米豪印).
    """
    names = tuple(names)
    taken = {
        p
        for n in names
        if not re.fullmatch(rf"[{_SURE}]+", view.text[n.start : n.end])
        for p in range(n.start, n.end)
    }
    seen: set[int] = set()
    for position in sorted(_positions(view, phrases, names)):
        if position not in taken and position not in seen:
            seen.add(position)
            yield _mention(view, position)


def _positions(view: TextView, phrases: Iterable[TitlePhrase], names: Iterable[Proposal]) -> Iterator[int]:
    text = view.text
    for match in _GROUPS.finditer(text, 0, view.prose_end):
        start, end = match.span()
        while end - start >= 2 and not view.is_end(end):
            end -= 1
        while end - start >= 2 and not view.is_start(start):
            start += 1
        if end - start >= 2 and _means_countries(view, start, end):
            yield from range(start, end)
    for match in _VISITS.finditer(text, 0, view.prose_end):
        group = "chars" if match["chars"] else "japan"
        start, end = match.span(group)
        while end > start and not view.is_end(end):
            end -= 1
        # 訪米中 is during a visit to one country.
        if end - start > 1 and match.group()[0] == "訪" and text[end - 1] == "中":
            end -= 1
        if end > start and view.is_start(match.start()) and not text.startswith(_PEOPLE, end):
            yield from range(start, end)
    for match in re.finditer(rf"([{_SURE}])(?=EU|ASEAN|NATO|GCC|アフリカ)", text[: view.prose_end]):
        if view.is_start(match.start()):
            yield match.start()
    for match in _OF_COUNTRY.finditer(text, 0, view.prose_end):
        if view.is_start(match.start()) and not (match.start() and text[match.start() - 1] in _SURE):
            yield match.start()
    for block in view.article.blocks:
        if block.kind in (BlockKind.HEADLINE, BlockKind.SUBHEADING):
            # 仏が承認, 米、追加制裁: in a headline one character stands for the country.
            yield from (
                m.start() for m in _ALONE.finditer(text, block.start, block.end) if view.aligned(*m.span())
            )
    for name in names:
        # 日米豪印, which the countries spell out; the tagger may cut it anywhere.
        if name.type is EntityType.ORGANIZATION and re.fullmatch(
            rf"[{_SURE}]{{3,}}", text[name.start : name.end]
        ):
            yield from range(name.start, name.end)
    for phrase in phrases:
        if phrase.country:
            yield phrase.bare_start - 1
    for name in names:
        before = name.start - 1
        if (
            name.type is EntityType.PLACE
            and before >= 0
            and text[before] in "米英仏独豪印露"
            and view.is_start(before)
        ):
            outer = view.before(before)
            if outer is None or not is_nominal(outer):
                yield before


def _means_countries(view: TextView, start: int, end: int) -> bool:
    word = view.text[start:end]
    if word in _TRAPS or view.text.startswith(_PEOPLE, end) or len(set(word)) < len(word):
        return False
    before = view.before(start)
    if before is not None and before.tag.startswith("名詞-数詞"):
        return False
    if word != "日中":
        return True
    # 日中 is also the daytime: only 日中関係, 日中の首脳, 日中両国, 日中、日韓.
    after = view.token_at(end)
    if after is None or after.text in ("は", "も", "に", "から", "を"):
        return False
    if is_nominal(after):
        return not any(w in after.text for w in ("気温", "最高", "戦争", "時間")) or after.text == "戦争"
    return view.text.startswith(("の首脳", "の外相", "の関係", "の防衛", "が", "と", "間", "、日"), end)


def _mention(view: TextView, position: int) -> Mention:
    char = view.text[position]
    if char == "欧":
        name, kind = _EUROPE, "Continent"
    else:
        name, kind = lexicon.country_names()[lexicon.country_characters()[char]], "Country"
    surface = view.article.text[position : position + 1]
    return Mention(
        position, position + 1, surface, EntityType.PLACE, name, kind, MentionForm.COMPOUND, "compound"
    )


def key_of(mention: Mention) -> str:
    """Return the key of the country that a compound's character stands for (``country:CN``)."""
    if mention.name == _EUROPE:
        return "region:欧州"
    return lexicon.countries()[mention.name].key
