"""Teams: national sides (日本代表), and the club that stands in brackets after a player's name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kgpub.annotate import lexicon
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.textview import TextView, is_katakana, is_nominal, is_proper
from kgpub.model import EntityType, Span

ORGANIZATION = EntityType.ORGANIZATION

# What an article about sport says. 日本代表 of a conference is a delegate, not a team.
_SPORT = re.compile(
    r"試合|サッカー|野球|ラグビー|バスケ|バレーボール|ハンドボール|ホッケー|ソフトボール|五輪|W杯|ワールドカップ|WBC|"
    r"決勝|予選|リーグ戦|監督|選手|親善|代表戦|FIFA"
)
_POSITIONS = (
    "GK|DF|MF|FW|SH|SO|CTB|WTB|FB|捕手|投手|内野手|外野手|一塁手|二塁手|三塁手|遊撃手|右翼手|左翼手|中堅手"
)


@cache
def _national() -> re.Pattern[str]:
    return re.compile(rf"(?P<country>{lexicon.alternatives(frozenset(lexicon.countries()))})代表")


def about_sport(view: TextView) -> bool:
    """Whether an article speaks of sport at all."""
    return len(set(_SPORT.findall(view.text[: view.prose_end]))) >= 2


_ATHLETE = re.compile(r"(?P<name>[ァ-ヺー]{2,}(?:[・=][ァ-ヺー]{2,})+)\((?P<country>[一-龥ァ-ヺー]{1,10})\)")


def athletes(view: TextView) -> Iterator[Span]:
    """Yield the foreign names that a country in brackets follows, in an article about sport."""
    if about_sport(view):
        for match in _ATHLETE.finditer(view.text, 0, view.prose_end):
            if match["country"] in lexicon.countries() or match["country"] in lexicon.country_characters():
                yield Span(*match.span("name"))


def national_teams(view: TextView) -> Iterator[Proposal]:
    """Yield the sides that play for a country (日本代表), in an article about sport."""
    if not about_sport(view):
        return
    for match in _national().finditer(view.text, 0, view.prose_end):
        after = view.token_at(match.end())
        glued = after is not None and is_nominal(after) and not _may_follow(after.text, after.tag)
        if glued or not (view.is_start(match.start()) and view.is_end(match.end())):
            continue
        yield Proposal(*match.span(), ORGANIZATION, 6.0, "list", "SportsTeam")


# What a team does, so that 広島 or 楽天 is one.
_PLAYS = re.compile(
    r"は|が(?:勝|敗|逆転|制し|連[勝敗]|先制)|に(?:[0-9]|勝|敗|逆転|連[勝敗]|快勝|大勝|競り勝|サヨナラ)|戦(?![争略])|打線|投手|-|、[0-9]|"
    r"の[一-龥ァ-ヺ・]{2,10}(?:監督|投手|捕手|内野手|外野手|選手|コーチ)"
)


_RESULT = re.compile(r"勝|敗|引き分け|[0-9]-[0-9]|[0-9]点|安打|本塁打|打線|先発|首位|選手権|優勝|契約|獲得")


def short_names(view: TextView) -> Iterator[Proposal]:
    """Yield teams by names that mean something else outside sport (広島は中日に勝った)."""
    text = view.text[: view.prose_end]
    for name, cue in sorted(lexicon.sports_teams().items()):
        if cue not in text or not about_sport(view):
            continue
        for start in view.find(name):
            end = start + len(name)
            plays = _PLAYS.match(view.text, end)
            if plays is not None and plays.group() == "は":
                # 広島は雨だった, but 広島は中日に勝った.
                stop = view.text.find("。", end)
                plays = _RESULT.search(view.text, end, stop if stop >= 0 else len(view.text))
            if plays is not None and view.aligned(start, end):
                before = view.before(start)
                if before is None or not is_nominal(before) or before.end < start:
                    yield Proposal(start, end, ORGANIZATION, 15.0, "list", "SportsTeam")


def _may_follow(text: str, tag: str) -> bool:
    """Whether a word glued to 日本代表 leaves it a name of its own (日本代表監督, 日本代表FW)."""
    return (
        text in lexicon.titles()
        or tag.startswith(("名詞-固有名詞-人名", "名詞-普通名詞-サ変"))
        or "副詞可能" in tag
        or text in ("メンバー", "候補", "戦", "入り", "チーム", "側")
    )


_LINED_UP = re.compile(
    rf"(?<![A-Za-z])(?:{_POSITIONS})(?P<name>[一-龥々ヶ]{{2,6}}|[ァ-ヺー]+(?:[・=][ァ-ヺー]+)*)\((?P<club>[^()0-9、。「」=:]{{2,16}})\)"
)


def players(view: TextView) -> Iterator[tuple[Span, Span]]:
    """Yield (name, club) of players who stand with their position: MF中野拓(パルマ)."""
    for match in _LINED_UP.finditer(view.text, 0, view.prose_end):
        if match["name"] not in lexicon.titles() and match["club"] not in lexicon.titles():
            yield Span(*match.span("name")), Span(*match.span("club"))


_IN_BRACKETS = re.compile(r"\((?P<club>[一-龥ァ-ヺー々A-Za-z&]{2,12})\)")


def clubs(view: TextView) -> Iterator[Proposal]:
    """Yield the clubs that stand in brackets after players, or after another person's name in sport."""
    for _, club in players(view):
        yield Proposal(club.start, club.end, ORGANIZATION, 15.0, "list", "SportsTeam")
    if not about_sport(view):
        return
    for match in _IN_BRACKETS.finditer(view.text, 0, view.prose_end):
        name, inside = view.before(match.start()), match["club"]
        tokens = view.covering(*match.span("club"))
        player = name is not None and ("人名" in name.tag or name.text in ("投手", "選手", "捕手", "内野手"))
        if player and inside not in lexicon.titles() and inside not in lexicon.countries():
            if any(is_proper(t) or is_katakana(t.text) or t.text.isascii() for t in tokens):
                yield Proposal(*match.span("club"), ORGANIZATION, 4.0, "context", "SportsTeam")
