"""Stated membership of countries and bodies in organizations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kgpub.annotate.textview import TextView
from kgpub.model import Entity, EntityType, Membership, MentionForm, Span

_MEMBER_OF = re.compile(r"(?:など)?(?:が|も)(?:加盟|参加|所属|設立|メンバー)")
_CUES = re.compile(
    r"加盟(?:国|し|する)|メンバー(?:国)?(?:です|だ|で|の|。|として)|構成する|(?:輪番)?議長国|設立に関わ|創設(?:国|メンバー)"
)
_NOT_YET = re.compile(r"加盟(?:を|の)(?:申請|希望|目指|求め|望|交渉)|非加盟|脱退|加盟に(?:向け|反対)")
_MEMBER_KINDS = (EntityType.PLACE, EntityType.ORGANIZATION)


def find_memberships(view: TextView, entities: Sequence[Entity]) -> tuple[Membership, ...]:
    """Return who belongs to what, as far as a sentence with 加盟, メンバー or 議長国 says."""
    found: dict[tuple[str, str], Membership] = {}
    for sentence in view.analysis.sentences:
        text = view.text[sentence.start : sentence.end]
        for cue in _CUES.finditer(text):
            if _NOT_YET.match(text, cue.start()):
                continue
            at = sentence.start + cue.start()
            span = Span(at, sentence.start + cue.end())
            for member, organization in _stated(
                view, entities, sentence.start, sentence.end, at, cue.group()
            ):
                found.setdefault((member.id, organization.id), Membership(member.id, organization.id, span))
    for member, organization, span in _spelled_out(entities):
        found.setdefault((member.id, organization.id), Membership(member.id, organization.id, span))
    return tuple(sorted(found.values(), key=lambda m: (m.span.start, m.organization, m.member)))


def _mentions(
    entities: Sequence[Entity], start: int, end: int, kinds: tuple[EntityType, ...]
) -> list[tuple[int, int, Entity]]:
    return sorted(
        (
            (m.start, m.end, e)
            for e in entities
            if e.type in kinds
            for m in e.mentions
            if start <= m.start < end
        ),
        key=lambda x: (x[0], x[1], x[2].id),
    )


def _stated(
    view: TextView, entities: Sequence[Entity], start: int, end: int, cue: int, word: str
) -> Iterator[tuple[Entity, Entity]]:
    organizations = _mentions(entities, start, end, (EntityType.ORGANIZATION,))
    countries = [m for m in _mentions(entities, start, end, (EntityType.PLACE,)) if m[2].kind == "Country"]
    groups = [
        m
        for m in organizations
        if m[2].kind
        not in (
            "Corporation",
            "NewsMediaOrganization",
            "PoliticalParty",
            "GovernmentOrganization",
            "SportsTeam",
        )
    ]
    if not groups or not countries:
        return
    before = [m for m in groups if m[1] <= cue]
    after = [m for m in groups if m[0] >= cue]
    # インドも加盟するXの… names the group after the cue, XのメンバーやXに加盟 before it.
    relative = word.startswith(("加盟し", "加盟する", "設立")) or "の" in word
    if relative and after and (not before or not _marked(view, before[-1][1])):
        group = after[0]
    elif before:
        group = before[-1]
    else:
        return
    subject_end = cue
    members = [m for m in countries if m[1] <= subject_end]
    if relative and group in after:
        marked = [
            m for m in members if view.text[m[1] : m[1] + 1] in "がも" or view.text.startswith("など", m[1])
        ]
        members = _coordinated(view, members, marked[-1]) if marked else []
    else:
        marked = [
            m
            for m in members
            if re.compile("(?:は|が|も|など|の[2-9]?[かカヵ]国|いずれも)").match(view.text, m[1])
        ]
        members = [*_coordinated(view, members, marked[-1]), *_partners(view, members)] if marked else []
    for member in members:
        yield member[2], group[2]


def _marked(view: TextView, end: int) -> bool:
    return view.text[end : end + 1] in ("に", "の", "へ")


def _partners(view: TextView, members: list[tuple[int, int, Entity]]) -> list[tuple[int, int, Entity]]:
    """Return those with whom the subject forms the group (豪州、インドとつくる)."""
    last = [m for m in members if re.compile("と(?:つく|作|構成|組む|組んで|とも)").match(view.text, m[1])]
    return _coordinated(view, members, last[-1]) if last else []


def _coordinated(
    view: TextView, members: list[tuple[int, int, Entity]], last: tuple[int, int, Entity]
) -> list[tuple[int, int, Entity]]:
    """Return a marked mention with those that と and 、 join to it."""
    # A plural (3カ国) is one span with several referents.
    group = [m for m in members if m[:2] == last[:2]]
    for m in reversed([m for m in members if m[1] <= last[0]]):
        if view.text[m[1] : group[0][0]] in ("と", "、", "や", "・"):
            group.insert(0, m)
        else:
            break
    return group


def _spelled_out(entities: Sequence[Entity]) -> Iterator[tuple[Entity, Entity, Span]]:
    """Yield the countries whose characters are an organization's name (日米豪印)."""
    for organization in entities:
        if organization.type is not EntityType.ORGANIZATION:
            continue
        for name in organization.mentions:
            if len(name.surface) < 2 or name.form is not MentionForm.NAME:
                continue
            inside = {
                m.start: e
                for e in entities
                for m in e.mentions
                if m.form is MentionForm.COMPOUND and name.start <= m.start < name.end
            }
            if len(inside) == len(name.surface):
                for start in sorted(inside):
                    yield inside[start], organization, Span(name.start, name.end)
