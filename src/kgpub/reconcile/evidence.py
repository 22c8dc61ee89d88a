"""The points in which two accounts agree and differ, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kgpub.rdf.namespaces import KG, SCHEMA
from kgpub.reconcile.dates import DateVerdict
from kgpub.reconcile.model import Account, Entity, Evidence
from kgpub.reconcile.participants import Match
from kgpub.reconcile.places import PlaceVerdict

if TYPE_CHECKING:
    from kgpub.reconcile.rules import Comparison

_PLACES = {
    PlaceVerdict.EQUAL: ("同じ", "the same"),
    PlaceVerdict.WITHIN: ("一方が他方の中にある", "one within the other"),
    PlaceVerdict.TOGETHER: ("広さが違い、一つの記事に両方ある", "of different width, named together"),
    PlaceVerdict.COMPATIBLE: ("広さが違い、矛盾はない", "of different width, no contradiction"),
    PlaceVerdict.OTHER_SITE: ("別の施設か、同じ施設の別名", "two sites, or two names of one"),
    PlaceVerdict.DIFFERENT: ("食い違う", "contradictory"),
}


def evidence(c: Comparison) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...]]:
    """Return agreements and differences, each in a fixed order: participants, time, place, name, article."""
    for_, against = [], []
    for match in c.parties.matches:
        for_.append(_point(KG.participant, *_match(match)))
    for account_only, where in ((c.parties.only_first, c.a), (c.parties.only_second, c.b)):
        if account_only and (c.a.participants and c.b.participants):
            against.append(_point(KG.participant, *_only(account_only, where)))
    dates = _dates(c)
    if dates is not None:
        (for_ if c.date is not DateVerdict.DIFFERENT else against).append(dates)
    if c.place_a is not None and c.place_b is not None:
        ja, en = _PLACES[c.place]
        places = (c.place_a, c.place_b)
        both_ja = " / ".join(sorted({p.label for p in places}))
        both_en = " / ".join(sorted({p.label_en for p in places}))
        point = _point(SCHEMA.location, f"場所: {both_ja}（{ja}）", f"place: {both_en} ({en})")
        (for_ if c.place >= PlaceVerdict.TOGETHER else against).append(point)
    shared = sorted(c.a.specific & c.b.specific)
    if shared:
        for_.append(_point(SCHEMA.name, f"固有の名前: {shared[0]}", f"name of its own: {shared[0]}"))
    elif not c.same_sort:
        words = " / ".join(sorted({c.a.names[0], c.b.names[0]}))
        against.append(_point(SCHEMA.name, f"呼び方: {words}", f"called: {words}"))
    if c.near and c.a.published is not None and c.b.published is not None:
        p, q = sorted((c.a.published.isoformat(), c.b.published.isoformat()))
        days = p if p == q else f"{p} / {q}"
        for_.append(_point(SCHEMA.datePublished, f"記事の日付: {days}", f"articles of: {days}"))
    if c.both_main:
        for_.append(_point(SCHEMA.about, "どちらの記事でも主な出来事", "the main event of both articles"))
    return tuple(for_), tuple(against)


def _point(prop: object, ja: str, en: str) -> Evidence:
    return Evidence(str(prop), {"en": en, "ja": ja})


def _match(match: Match) -> tuple[str, str]:
    p, q = sorted((match.first, match.second), key=lambda e: (e.type != "Person", e.label, e.iri))
    if match.how == "represents":
        return f"参加者: {p.label}（{q.label}の代表）", f"participant: {p.label_en} for {q.label_en}"
    if match.how == "name":
        return f"参加者: {p.label}（名前が一致）", f"participant: {p.label_en} (by name)"
    return f"参加者: {p.label}", f"participant: {p.label_en}"


def _only(entities: tuple[Entity, ...], account: Account) -> tuple[str, str]:
    ja = "、".join(sorted(entity.label for entity in entities))
    en = ", ".join(sorted(entity.label_en for entity in entities))
    where = min(account.articles).rsplit("/", 1)[1]
    return f"一方だけにいる参加者: {ja}（{where}）", f"named by one alone: {en} ({where})"


def _dates(c: Comparison) -> Evidence | None:
    if c.a.period is None and c.b.period is None:
        return None
    values = sorted({p.value for p in (c.a.period, c.b.period) if p is not None})
    if c.date is DateVerdict.UNKNOWN:
        return _point(
            SCHEMA.startDate, f"日付: {values[0]}（一方は述べていない）", f"date: {values[0]} (one says none)"
        )
    both = " / ".join(values)
    return _point(SCHEMA.startDate, f"日付: {both}", f"date: {both}")
