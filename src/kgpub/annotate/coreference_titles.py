"""Referring words that are no names: 首相, 同氏, 同社, 両首脳, 両国, 3カ国."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kgpub.annotate import lexicon
from kgpub.annotate.coreference import COURTS
from kgpub.annotate.coreference_parties import own_mentions, two_parties
from kgpub.annotate.textview import TextView
from kgpub.annotate.title_phrases import TitlePhrase
from kgpub.model import Entity, EntityType, Mention, MentionForm

_LEADERS = frozenset(["大統領", "首相", "国家主席", "総書記", "主席", "国務委員長", "国王", "総統"])
_SAME = re.compile(
    r"同(?P<what>氏|容疑者|被告|社|行|省|庁|署|党|県|市|町|村|国|大|校|機構|委員会|委|協会|連盟|組合|紙|球団|地裁|高裁|府|局|通信)(?![一-龥])"
)
# 県によると, 市は: the one that the article named before.
_BARE = re.compile(
    r"(?<![一-龥ァ-ヺーA-Za-z0-9])(?P<what>[県府道]警|県|市|町|村|省|庁|党|署|地裁|高裁|家裁|簡裁|地検|高検|協会|連盟|組合|委員会)(?=は|が|も、|によると|によりますと|の(?:担当|幹部|発表|調べ))"
)
_BOTH = re.compile(
    r"両(?P<what>首脳|外相|大臣|氏|国|政府|社|行|党|選手|容疑者|被告|大統領|首相|知事|市長|監督|チーム)(?P<end>)|(?P<count>[2-9二三四五])(?P<unit>カ国|か国|ヵ国|氏)"
)
# 首相に就任 and 首相の座 speak of the post, not of who holds it.
_POST_ITSELF = re.compile(
    r"(?:に(?:就|選|任|指名|起用|昇|な[りるっ]|復帰|選出|充て|抜擢)|を(?:務|兼|辞|退|歴任)|の(?:座|職|後任|椅子|ポスト)|職|就任|経験|候補|として初)"
)
_GENERIC = ("歴代", "各", "の次の", "新", "どの", "次の", "初の", "同", "両")


@dataclass(frozen=True, slots=True)
class _Seen:
    """Where an entity was mentioned by name or compound."""

    position: int
    entity: Entity


def referring_mentions(
    view: TextView, entities: Sequence[Entity], phrases: Iterable[TitlePhrase]
) -> Iterator[tuple[str, Mention]]:
    """Yield (entity id, mention) for each referring word whose referent the article makes plain."""
    seen = sorted(
        (_Seen(m.start, e) for e in entities for m in e.mentions), key=lambda s: (s.position, s.entity.id)
    )
    covered = {
        p for e in entities for m in e.mentions for p in range(m.start, m.end) if m.form is MentionForm.NAME
    }
    yield from _titles(view, entities, seen, covered, phrases)
    yield from own_mentions(view, entities)
    yield from two_parties(view, entities)
    for match in _SAME.finditer(view.text, 0, view.prose_end):
        if match.start() in covered or not view.is_start(match.start()):
            continue
        entity = _same(match["what"], match.start(), _without_subject(view, match, seen))
        if entity is not None:
            form = MentionForm.PRONOUN if match["what"] in ("氏", "容疑者", "被告") else MentionForm.TITLE
            yield entity.id, _mention(view, match.start(), match.end(), entity, form)
    for match in _BARE.finditer(view.text, 0, view.prose_end):
        if match.start() in covered or not view.aligned(*match.span("what")):
            continue
        entity = _same(match["what"], match.start(), seen)
        if entity is not None:
            yield entity.id, _mention(view, *match.span("what"), entity, MentionForm.TITLE)
    for match in _BOTH.finditer(view.text, 0, view.prose_end):
        if match.start() in covered or not view.is_start(match.start()):
            continue
        for entity in _both(view, match, seen):
            yield entity.id, _mention(view, match.start(), match.end(), entity, MentionForm.PRONOUN)


def _mention(view: TextView, start: int, end: int, entity: Entity, form: MentionForm) -> Mention:
    surface = view.article.text[start:end]
    return Mention(start, end, surface, entity.type, entity.name, entity.kind, form, "coreference")


# --- 首相は -----------------------------------------------------------------


def _titles(
    view: TextView,
    entities: Sequence[Entity],
    seen: list[_Seen],
    covered: set[int],
    phrases: Iterable[TitlePhrase],
) -> Iterator[tuple[str, Mention]]:
    people = [e for e in entities if e.type is EntityType.PERSON]
    role_spans = {p for e in people for r in e.roles for p in range(r.span.start, r.span.end)}
    for phrase in phrases:
        appositive = (
            view.text[phrase.start - 1 : phrase.start] == "("
            and view.text[phrase.end : phrase.end + 1] == ")"
        )
        if appositive or phrase.posts[0].startswith("新"):
            continue
        if phrase.head.of == "team" and phrase.head.head not in ("監督", "主将"):
            continue
        if phrase.former and phrase.start not in covered:
            former = [e for e in people if any(r.title == phrase.posts[-1] for r in e.roles)]
            if len(former) == 1:
                yield former[0].id, _mention(view, phrase.start, phrase.end, former[0], MentionForm.TITLE)
        if (
            phrase.start in covered
            or phrase.former
            or phrase.bare_start in role_spans
            or phrase.head.of == ""
        ):
            continue
        before = view.text[max(0, phrase.start - 3) : phrase.start]
        if _POST_ITSELF.match(view.text, phrase.end) or before.endswith(_GENERIC):
            continue
        holder = _holder(view, phrase, people, seen)
        if holder is not None:
            yield holder.id, _mention(view, phrase.start, phrase.end, holder, MentionForm.TITLE)


def _holder(view: TextView, phrase: TitlePhrase, people: list[Entity], seen: list[_Seen]) -> Entity | None:
    """Return who holds a post that stands alone: the last one mentioned, else the only one in the article."""
    country = _country_before(view, phrase, seen)
    holders = {
        e.id
        for e in people
        if any(_same_post(r.title, phrase) and (country is None or r.of == country) for r in e.roles)
    }
    before = [s.entity for s in seen if s.entity.id in holders and s.position < phrase.start]
    if before:
        return before[-1]
    return next((e for e in people if e.id in holders), None) if len(holders) == 1 else None


def _country_before(view: TextView, phrase: TitlePhrase, seen: list[_Seen]) -> str | None:
    if phrase.country is not None:
        name = lexicon.country_names()[phrase.country]
        return next(
            (s.entity.id for s in seen if s.entity.type is EntityType.PLACE and _named(s.entity, name)), ""
        )
    if phrase.start and view.text[phrase.start - 1] == "の":
        for s in seen:
            for m in s.entity.mentions:
                if m.end == phrase.start - 1 and s.entity.type is not EntityType.PERSON:
                    return s.entity.id
    return None


def _named(entity: Entity, country: str) -> bool:
    key = lexicon.countries()[country].key
    return any(
        n in lexicon.countries() and lexicon.countries()[n].key == key for n in (entity.name, *entity.aliases)
    ) or any(m.name == country for m in entity.mentions)


def _same_post(title: str, phrase: TitlePhrase) -> bool:
    """Whether a role's title is a phrase's post: equal, a synonym, or longer (秘書室長, 室長)."""
    if title.startswith(("前", "元")):
        return False
    post = phrase.posts[-1]
    if _is_deputy(title) != _is_deputy(post):
        return False
    if title.endswith(post) or post.endswith(title):
        return True
    known = lexicon.titles()
    own = next((known[title[i:]].synonym for i in range(len(title)) if title[i:] in known), title)
    return own == phrase.head.synonym and own not in ("大臣", "長官")


def _is_deputy(post: str) -> bool:
    return post.startswith(("副", "次席")) or "副" in post[-3:]


# --- 同氏, 同社, 両首脳 -------------------------------------------------------


def _without_subject(view: TextView, match: re.Match[str], seen: list[_Seen]) -> list[_Seen]:
    """Return what was seen without the sentence's own subject: in Aは同氏を批判した, 同氏 is not A."""
    if view.text[match.end() : match.end() + 1] not in ("を", "に", "と", "の"):
        return seen
    start = max((s.start for s in view.analysis.sentences if s.start <= match.start()), default=0)
    subjects = {
        s.entity.id
        for s in seen
        if start <= s.position < match.start()
        and any(
            m.start == s.position and view.text[m.end : m.end + 1] in ("は", "が") for m in s.entity.mentions
        )
    }
    others = [s for s in seen if s.entity.id not in subjects]
    return others if any(s.position < match.start() for s in others) else seen


def _same(what: str, position: int, seen: list[_Seen]) -> Entity | None:
    before = [s.entity for s in seen if s.position < position]
    if what in ("氏", "容疑者", "被告"):
        return next((e for e in reversed(before) if e.type is EntityType.PERSON), None)
    if what in ("県", "市", "町", "村", "国"):
        fits = [
            e
            for e in before
            if e.type is EntityType.PLACE and (e.kind == "Country" if what == "国" else e.name.endswith(what))
        ]
        return fits[-1] if fits else None
    organizations = [e for e in before if e.type is EntityType.ORGANIZATION]
    if what in ("社", "行", "紙", "通信", "球団"):
        company = [e for e in organizations if e.kind not in ("GovernmentOrganization", "PoliticalParty")]
        return company[-1] if company else None
    what = "大学" if what == "大" else COURTS.get(what, what)
    fits = [e for e in organizations if any(_ends_in(n, what) for n in (e.name, *e.aliases))]
    return fits[-1] if fits else None


def _ends_in(name: str, what: str) -> bool:
    """Whether a body's name ends in a word for bodies; 地裁 and 地方裁判所 are one word."""
    return name.endswith(what) or COURTS.get(name[-2:], name).endswith(what)


def _both(view: TextView, match: re.Match[str], seen: list[_Seen]) -> list[Entity]:
    """Return the two (or so many) last mentioned that the word can mean, in order of mention."""
    if match["unit"] and match["unit"].endswith("国"):
        return _counted_countries(view, match.start(), _number(match["count"]), seen)
    before = [s.entity for s in seen if s.position < match.start()]
    what = match["what"] or match["unit"]
    count = 2 if match["what"] else _number(match["count"])
    if what in ("国", "政府") or what.endswith("国"):
        fits = [e for e in before if e.type is EntityType.PLACE and e.kind == "Country"]
    elif what == "行":
        fits = [
            e
            for e in before
            if e.type is EntityType.ORGANIZATION and e.name.endswith(("銀行", "信金", "信用金庫"))
        ]
    elif what == "社":
        fits = [e for e in before if e.type is EntityType.ORGANIZATION and e.kind != "GovernmentOrganization"]
    elif what in ("党", "チーム"):
        wanted = "PoliticalParty" if what == "党" else "SportsTeam"
        fits = [e for e in before if e.type is EntityType.ORGANIZATION and e.kind in (wanted, None)]
    else:
        people = [e for e in before if e.type is EntityType.PERSON]
        if what == "首脳":
            fits = [e for e in people if any(_is_leader(r.title) for r in e.roles)] or people
        elif what in ("氏", "容疑者", "被告", "選手"):
            fits = people
        else:
            tail = "相" if what == "外相" else what
            fits = [
                e
                for e in people
                if any(
                    r.title.endswith((what, tail))
                    or (what in ("大臣", "外相") and r.title.endswith(("大臣", "相")))
                    for r in e.roles
                )
            ]
    return _last(fits, count)


def _counted_countries(view: TextView, position: int, count: int, seen: list[_Seen]) -> list[Entity]:
    """Return the countries that 3カ国 sums up: the first ones of its sentence, or of the one before."""
    starts = [s.start for s in view.analysis.sentences if s.start <= position]
    for begin, end in ((starts[-1], position), *([(starts[-2], starts[-1])] if len(starts) > 1 else [])):
        found: list[Entity] = []
        for s in seen:
            if begin <= s.position < end and s.entity.kind == "Country" and s.entity not in found:
                found.append(s.entity)
        if len(found) >= count:
            return found[:count]
    return []


def _is_leader(title: str) -> bool:
    return title in _LEADERS or (
        title.endswith(("首相", "総理大臣", "国家主席", "大統領", "総書記"))
        and not title.startswith(("前", "元", "副"))
    )


def _number(text: str | None) -> int:
    return "一二三四五六七八九".find(text or "") + 1 or int(text or 2)


def _last(entities: list[Entity], count: int) -> list[Entity]:
    found: list[Entity] = []
    for entity in reversed(entities):
        if entity not in found:
            found.append(entity)
        if len(found) == count:
            return found[::-1]
    return []
