"""One sentence with everything known about it: phrases, who is mentioned in them, and when."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kgpub.extract.phrases import Phrase, phrases_of
from kgpub.lazy import lazy
from kgpub.model import (
    Analysis,
    Article,
    BlockKind,
    Entity,
    EntityType,
    Mention,
    MentionForm,
    Sentence,
    Span,
    TimeExpression,
)

# What may follow a name without changing what the phrase refers to.
_HONORIFIC = r"(氏|さん|さま|様|君|ちゃん|容疑者|被告|受刑者|ら|たち|など|等|側|自身|本人|同士)*"
_COUNT_AFTER = (
    r"(ら?、?(計|約|男|女|男女|男性|女性|両|合計)*"
    r"[\d一二三四五六七八九十百千]*(人|氏|名|組|容疑者|被告|選手)?)"
)
_AFTER_PERSON = re.compile(rf"^[\w・]*(\([^)]*\)?)?{_HONORIFIC}{_COUNT_AFTER}?$")
_AFTER_BODY = re.compile(
    rf"^(\([^)]*\)?)?(両|各|\d+カ国)?(政府|当局|側|軍|首脳|代表団|代表|政権|チーム|勢|連合|本会議|委員会|理事会|取締役会|大法廷|第[一二三]小法廷|\d+便|機)*{_HONORIFIC}$"
)
_AFTER_PLACE = re.compile(
    r"^(\([^)]*\)?)?(内|市内|県内|都内|府内|国内|付近|沖|沖合|近郊|郊外|周辺|中心部|上空|各地|一帯|沿岸|入り|前|近く|構内"
    r"|[東西南北]+部|中部|側|など)*$"
)
# Nouns that stand for whoever の before them names: 両国の首脳, 米国の代表団.
_STAND_IN = re.compile(
    r"(首脳|首脳級|政府|代表団|代表|当局|高官|閣僚|外相|国防相|大統領|首相|軍|部隊|側|両国|両氏|航空機|旅客機|ヘリコプター|ヘリ|戦闘機|探査機|衛星|観光船|客船|フェリー|タンカー|コンテナ船|潜水艦|護衛艦|巡視船|電車|特急|新幹線"
    r"|貨物船|漁船|列車|バス|トラック|[\d二三四五六七八九両](カ国|か国|氏|人|社|者|党|副社長|選手|閣僚|大臣|首脳|外相|首相|容疑者|被告|チーム))(ら|たち|など|同士)*$"
)
# What stands between two coordinated names inside one phrase; the first may carry a title.
_SEPARATOR = re.compile(r"^(\w*(\([^)]*\))?[、・とや,])?$")
_AND_OTHERS = re.compile(r"(ら|など|たち)$")
_COUNTED = re.compile(r"([\d二三四五六七八九両])(人|氏|社|者|党|副社長|選手|閣僚|大臣|容疑者|被告)$")
# What a ship or a spacecraft is called.
_CALLED = re.compile(r"「[^」]*」?(\d+号機?)?$")
_VESSEL = re.compile(r"(船|艇|艦|探査機|衛星|宇宙船|号機|機|列車|フェリー|タンカー|ヘリコプター|ロケット)$")
_PEOPLE = re.compile(r"([\d二三四五六七八九])(人|氏|選手|容疑者|被告)$")
# What a place before it says where somebody is from, not where it happened: イタリアの作家で.
_SOMEBODY = re.compile(
    r"(?<!民)(?<!実)(?<!一軒)(家|者|員|士|師|長|手|官|督|優|女性|男性|女|男|妻|夫|生|氏|人|職|教授|大使|選手|記者|大臣|首相|大統領)$"
)
# What makes many of a title: 四大臣 are not the minister named last.
_MANY = re.compile(r"[\d二三四五六七八九両各]")
# Those just told of, as the subject of a clause.
COLLECTIVE = re.compile(
    r"^(双方|両者|両氏|両国|両首脳|両社|両政府|[両各\d二三四五六七八九](か国|カ国|国)?(首脳|大臣|外相|閣僚|氏|者|社|党|代表|政府))$"
)
_DIGITS = {kanji: str(n) for n, kanji in enumerate("〇一二三四五六七八九")} | {"両": "2"}
_BRACKETS = str.maketrans("（）", "()")
_CONJUNCTION = re.compile(r"^(及び|および|並びに|ならびに|又は|または)")
_COORDINATING = {"と", "や", "", "か", "ら", "および", "及び", "とともに"}


@dataclass(frozen=True, slots=True)
class Referent:
    """An entity that a phrase refers to, and the words that do so."""

    entity: str
    span: Span


@lru_cache(maxsize=2)
def _half_width_brackets(text: str) -> str:
    """Return an article's text as its sentences are read, made once for all of them."""
    return text.translate(_BRACKETS)


class SentenceView:
    """A sentence's phrases, with the entities and times that they mention."""

    def __init__(
        self,
        article: Article,
        analysis: Analysis,
        sentence: Sentence,
        mentions: Sequence[tuple[Mention, str]],
        entities: Mapping[str, Entity],
        times: Sequence[TimeExpression],
    ) -> None:
        self.article = article
        self._text = _half_width_brackets(article.text)
        self.sentence = sentence
        self.entities = entities
        inside = [(m, e) for m, e in mentions if sentence.start <= m.start and m.end <= sentence.end]
        self.mentions = sorted(inside, key=lambda pair: (pair[0].end, -pair[0].start, pair[1]))
        self.times = [t for t in times if sentence.start <= t.start and t.end <= sentence.end]
        spans = {(m.start, m.end) for m, _ in inside if m.form is MentionForm.NAME}
        spans |= {(t.start, t.end) for t in self.times}
        self.phrases = phrases_of(sentence, analysis.tokens, spans)

    @property
    def headline(self) -> bool:
        """Whether the sentence belongs to the headline."""
        return self.article.blocks[self.sentence.block].kind is BlockKind.HEADLINE

    @lazy
    def _children(self) -> dict[int, list[Phrase]]:
        table: dict[int, list[Phrase]] = {}
        for phrase in self.phrases:
            if phrase.head is not None:
                table.setdefault(phrase.head, []).append(phrase)
        return table

    def children(self, phrase: Phrase) -> list[Phrase]:
        """Return the phrases that depend on a phrase, in text order."""
        return self._children.get(phrase.index, [])

    def head(self, phrase: Phrase) -> Phrase | None:
        """Return the phrase that a phrase depends on."""
        return None if phrase.head is None else self.phrases[phrase.head]

    def text(self, start: int, end: int) -> str:
        """Return a stretch of the article's text, with brackets of one width."""
        return self._text[start:end]

    def _outside_brackets(self, phrase: Phrase) -> list[tuple[Mention, str]]:
        """Return the mentions that are not an aside: 静岡地裁(山田太郎裁判長)."""
        text = self.text(phrase.start, phrase.core_end)
        pairs = self.mentions_in(phrase)
        plain = [
            (m, e)
            for m, e in pairs
            if text.count("(", 0, m.start - phrase.start) <= text.count(")", 0, m.start - phrase.start)
        ]
        return plain or pairs

    def mentions_in(self, phrase: Phrase, end: int | None = None) -> list[tuple[Mention, str]]:
        """Return the mentions in a phrase's content, in order of their ends; up to ``end`` if given."""
        stop = phrase.core_end if end is None else end
        return [(m, e) for m, e in self.mentions if phrase.start <= m.start and m.end <= stop]

    def time_in(self, phrase: Phrase) -> TimeExpression | None:
        """Return the time expression that a phrase holds, unless it only says since when."""
        for time in self.times:
            if phrase.start <= time.start < phrase.end and not time.is_duration_anchor:
                return time
        return None

    def referents(self, phrase: Phrase, *, coordinated: bool = True) -> list[Referent]:
        """Return the people, organizations and countries that a noun phrase refers to.

        A name that only modifies the head noun (中国企業, ロシア産の原油) is not what
        the phrase refers to; a stand-in noun (両国の首脳) refers to what modifies it.
        """
        found: list[Referent] = []
        found += self._named(phrase)
        core_text = self.text(phrase.start, phrase.core_end)
        if not found and (vessel := _CALLED.search(core_text)):
            core_text = core_text[: vessel.start()]  # ロシアの無人探査機「ルナ25号」
            if not core_text and phrase.index:
                vehicle = self.phrases[phrase.index - 1]
                core_text = self.text(vehicle.start, vehicle.core_end) if vehicle.case == "" else ""
                if _VESSEL.search(core_text) and vehicle.index:
                    found += self.referents(self.phrases[vehicle.index - 1])
        if not found and _STAND_IN.search(core_text):
            found += [Referent(e, Span(m.start, m.end)) for m, e in self._countries_in(phrase)]
            if not found:
                # The parser may hang 山田さんら on the verb; what stands right before 5人 belongs to it.
                before = self.phrases[phrase.index - 1] if phrase.index else None
                if before is not None and (
                    before.case == "の" or _AND_OTHERS.search(self.text(before.start, before.end))
                ):
                    found += self.referents(before) or self._owners(before)
                if _PEOPLE.search(core_text):
                    # 米国の研究者2人 are not the country.
                    found = [r for r in found if self.entities[r.entity].type is not EntityType.PLACE]
            count = _COUNTED.search(core_text)
            if (found or _PEOPLE.search(core_text)) and count and coordinated:
                number = int(_DIGITS.get(count[1], count[1]))
                people = _PEOPLE.search(core_text) is not None
                found = self._completed(phrase, found, number, people_only=people)
        if coordinated and (found or _PEOPLE.search(core_text)):
            for child in self.children(phrase):
                if child.index < phrase.index and child.case in _COORDINATING and not child.predicate:
                    if child.case == "" and not (child.comma or child.tail.startswith("ら")):
                        if not self._conjoined(child):
                            continue
                    if self._opens_headline(child, phrase):
                        continue
                    beside = self.referents(child)
                    owner = all(self.entities[r.entity].type is not EntityType.PERSON for r in found)
                    if phrase.case == "の" and owner and self._all(beside, EntityType.PERSON):
                        continue  # 林外相、A社の + 山田社長: the parser hung the minister on the firm
                    found = beside + found
            if self._all(found, EntityType.PERSON) or not self._named(phrase):
                found = self._before_owner(phrase) + found
        return _unique(found)

    def _opens_headline(self, first: Phrase, phrase: Phrase) -> bool:
        """Whether a name with a comma is the subject of a headline: A社、B社を買収."""
        if not self.headline or first.index or not first.comma or first.case:
            return False
        others = [c for c in self.children(phrase) if c.comma and c.case == "" and c is not first]
        return phrase.case in ("を", "に", "へ", "と", "との") and not others

    def _all(self, referents: list[Referent], kind: EntityType) -> bool:
        return bool(referents) and all(self.entities[r.entity].type is kind for r in referents)

    def _before_owner(self, phrase: Phrase) -> list[Referent]:
        """Return the people listed before whose person it is: 林外相、A社の + 山田社長."""
        for child in self.children(phrase):
            if child.case == "の" and child.index == phrase.index - 1:
                for other in self.children(child):
                    listed = (other.comma and other.case == "") or other.case in ("と", "や")
                    if listed and other.index == child.index - 1:
                        people = self.referents(other)
                        if self._all(people, EntityType.PERSON):
                            return people
        return []

    def _owners(self, phrase: Phrase) -> list[Referent]:
        """Return who stands at the head of a chain of の: 日米韓の + 安全保障担当の + 高官."""
        while phrase.case == "の" and phrase.index:
            phrase = self.phrases[phrase.index - 1]
            if phrase.case != "の":
                break
            if found := [Referent(e, Span(m.start, m.end)) for m, e in self._countries_in(phrase)]:
                return found
        return []

    def _conjoined(self, phrase: Phrase) -> bool:
        """Whether 及び or the like joins a phrase to the one after it."""
        after = self.phrases[phrase.index + 1] if phrase.index + 1 < len(self.phrases) else None
        return after is not None and _CONJUNCTION.match(self.text(after.start, after.end)) is not None

    def _completed(
        self, phrase: Phrase, found: list[Referent], count: int, *, people_only: bool
    ) -> list[Referent]:
        """Return as many referents as the count says, walking left: 山田さんと、米国の林さん、森さんの3人."""
        index = phrase.index - 1
        while index >= 0 and len(_unique(found)) < count:
            before = self.phrases[index]
            here = self._named(before)
            people = [
                r
                for r in here
                if self.entities[r.entity].type is EntityType.PERSON
                or (not people_only and self.entities[r.entity].type is not EntityType.PLACE)
            ]
            if people and before.case in ("と", "や", "", "の", "ら"):
                found = people + found
            elif before.predicate or not (before.case == "の" or (before.comma and before.case == "")):
                break  # what else may stand between is what they do: 会社員、林容疑者と自営業、森容疑者
            index -= 1
        return found

    def places(self, phrase: Phrase) -> list[Referent]:
        """Return the place that a phrase names, the most specific only; 東京都内のホテル is in 東京都.

        Of several coordinated places it is the first: 米国、カナダ、メキシコで.
        """
        for child in self.children(phrase):
            if child.index < phrase.index and child.case in _COORDINATING and not child.predicate:
                if (
                    (child.case or child.comma)
                    and self.time_in(child) is None
                    and (first := self.places(child))
                ):
                    return first
        for mention, entity in reversed(self._outside_brackets(phrase)):
            if mention.type is EntityType.PLACE and mention.form is not MentionForm.COMPOUND:
                rest = self.text(mention.end, phrase.core_end)
                if _AFTER_PLACE.match(rest):
                    return [Referent(entity, Span(mention.start, mention.end))]
                break
        deed = bool(phrase.core) and "サ変" in phrase.core[-1].tag  # カタールの仲介で
        if (not self.mentions_in(phrase) and not deed) or self._location_noun(phrase):
            somebody = _SOMEBODY.search(self.text(phrase.start, phrase.core_end))
            for child in self.children(phrase):
                if child.case == "の" and child.index == phrase.index - 1 and not somebody:
                    return self.places(child)
            before = self.phrases[phrase.index - 1] if phrase.index else None
            if (
                before is not None
                and before.end == phrase.start
                and before.case == ""
                and not before.predicate
            ):
                if _AFTER_PLACE.match(self.text(phrase.start, phrase.core_end)):
                    return self.places(before)  # 東京・新橋駅 + 前に
        return []

    def dated_place(self, phrase: Phrase) -> list[Referent]:
        """Return the place that a list names before the day: 富山湾 20日夜、貨物船が座礁."""
        time = self.time_in(phrase)
        if time is None or phrase.case:
            return []
        for mention, entity in reversed(self.mentions_in(phrase)):
            between = self.text(mention.end, time.start)
            if (
                mention.type is EntityType.PLACE
                and mention.end <= time.start
                and not between.strip(" 　、:・(")
            ):
                return [Referent(entity, Span(mention.start, mention.end))]
        return []

    def _location_noun(self, phrase: Phrase) -> bool:
        return bool(
            re.search(
                r"(ホテル|会場|施設|本社|工場|病院|空港|駅|自宅|近く|沖|付近|内|周辺|前|一帯|敷地|構内|広場|公園|海上|上空)$",
                self.text(phrase.start, phrase.core_end),
            )
        )

    def _named(self, phrase: Phrase) -> list[Referent]:
        mentions = [
            (m, e)
            for m, e in self._outside_brackets(phrase)
            if m.form is not MentionForm.TITLE or not _MANY.match(self.text(m.start - 1, m.start))
        ]
        people = any(m.type is EntityType.PERSON for m, _ in mentions)
        by_span: dict[tuple[int, int], list[tuple[Mention, str]]] = {}
        for mention, entity in mentions:
            by_span.setdefault((mention.end, mention.start), []).append((mention, entity))
        found: list[Referent] = []
        end = phrase.core_end
        for (stop, start), pairs in sorted(by_span.items(), key=lambda item: (-item[0][0], item[0][1])):
            if stop > end:
                continue  # inside a longer name that was taken
            mention, entity = pairs[0]
            between = re.sub(r"\([^)]*\)?", "", self.text(stop, end))
            compound = mention.form is MentionForm.COMPOUND
            if found:
                fits = bool(_SEPARATOR.match(between)) and (between != "" or compound)
            elif self.entities[entity].type is EntityType.TERM or (
                compound and (people or not self._begins_token(phrase, start))
            ):
                fits = False
            elif mention.type is EntityType.PERSON:
                fits = bool(_AFTER_PERSON.match(between))
            else:
                fits = bool(_AFTER_BODY.match(between))
            if not fits and not found:
                continue  # 金正恩朝鮮労働党総書記: the party modifies the title, the person comes before
            if not fits:
                break
            found = [Referent(e, Span(m.start, m.end)) for m, e in pairs] + found
            end = start
        return found

    def _begins_token(self, phrase: Phrase, start: int) -> bool:
        """Whether a token begins there: 米 in 米ロ does, in 訪米 does not."""
        return any(
            t.start <= start < t.end and (t.start == start or not t.text.startswith(("訪", "来")))
            for t in phrase.tokens
        )

    def _countries_in(self, phrase: Phrase) -> list[tuple[Mention, str]]:
        return [(m, e) for m, e in self.mentions_in(phrase) if self.entities[e].kind == "Country"]


def _unique(referents: list[Referent]) -> list[Referent]:
    seen: set[str] = set()
    kept = []
    for referent in referents:
        if referent.entity not in seen:
            seen.add(referent.entity)
            kept.append(referent)
    return kept
