"""From names in the text to one entity per referent, with roles, other mentions and memberships."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kgpub.annotate import compounds, lexicon, mentions_companies, terms
from kgpub.annotate.coreference import Cluster, cluster_names
from kgpub.annotate.coreference_titles import referring_mentions
from kgpub.annotate.memberships import find_memberships
from kgpub.annotate.mentions import Names, find_names
from kgpub.annotate.mentions_external import RecognisedSpan
from kgpub.annotate.proposals import Proposal
from kgpub.annotate.roles import with_roles
from kgpub.annotate.textview import TextView
from kgpub.model import (
    Analysis,
    Article,
    BlockKind,
    Entity,
    EntityType,
    Membership,
    Mention,
    MentionForm,
    Span,
)

if TYPE_CHECKING:
    from kgpub.link.index import Index

_LETTERS = {EntityType.PERSON: "p", EntityType.ORGANIZATION: "o", EntityType.PLACE: "l", EntityType.TERM: "t"}
_SHORT_LINE = 15
_SITE = re.compile(r"(?:https?://)?(?:www\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/?")


def find_entities(
    article: Article, analysis: Analysis, named_spans: Sequence[RecognisedSpan], index: Index
) -> tuple[tuple[Entity, ...], tuple[Membership, ...]]:
    """Return the article's entities in order of first mention, unlinked, and the memberships it states.

    ``named_spans`` are what the recogniser found (may be empty: word lists, titles and the
    analyser's tags carry most of the evidence). ``index`` is evidence that a string is a name
    of some type; nothing is linked here. Mentions may nest (朝鮮労働党 inside
    金正恩朝鮮労働党総書記): the longest mention that covers a token is what the whole
    phrase refers to.
    """
    view = TextView(article, analysis)
    names = find_names(view, named_spans, index)
    clusters = cluster_names(view, names.names, names.people)
    hidden = list(compounds.country_compounds(view, names.phrases, names.names))
    clusters = _with_hidden_countries(clusters, hidden)
    entities = _numbered(view, clusters, hidden)
    entities = with_roles(view, entities, clusters, names.phrases, index)
    entities = _with_referring(view, entities, names)
    entities = _with_kinds(_with_definitions(view, entities), index)
    entities = _with_references(view, entities, index)
    return entities, find_memberships(view, entities)


def _with_hidden_countries(clusters: list[Cluster], hidden: list[Mention]) -> list[Cluster]:
    """Return the clusters with one for each country that only a compound names."""
    known = {c.key for c in clusters if c.type is EntityType.PLACE}
    added: dict[str, Cluster] = {}
    for mention in hidden:
        key = compounds.key_of(mention)
        if key not in known:
            place = Proposal(mention.start, mention.end, EntityType.PLACE, 5.0, "compound", mention.kind, key)
            added.setdefault(key, Cluster(EntityType.PLACE, [place], kind=mention.kind, key=key))
    return sorted([*clusters, *added.values()], key=lambda c: (c.first, c.type))


def _numbered(view: TextView, clusters: list[Cluster], hidden: list[Mention]) -> tuple[Entity, ...]:
    counts = dict.fromkeys(EntityType, 0)
    entities = []
    for cluster in clusters:
        counts[cluster.type] += 1
        name = f"{_LETTERS[cluster.type]}{counts[cluster.type]}"
        own = [m for m in hidden if cluster.type is EntityType.PLACE and compounds.key_of(m) == cluster.key]
        entities.append(_entity(view, name, cluster, own))
    return tuple(entities)


def _entity(view: TextView, entity_id: str, cluster: Cluster, hidden: list[Mention]) -> Entity:
    """Return a cluster as an entity.

    A mention takes in a glued post or 氏 (習近平国家主席, 習氏); the names hold both forms.
    """
    text = view.article.text
    bare: list[str] = []
    glued: list[str] = []
    mentions: list[Mention] = list(hidden)
    readings: set[str] = set()
    for n in cluster.names:
        if n.source == "compound":
            continue
        surface = text[n.start : n.end]
        evidence = cluster.evidence.get(n.start)
        end = evidence.glued_end if evidence is not None else n.end
        whole = text[n.start : end]
        if len(surface) > 1 or cluster.type is not EntityType.PERSON:
            own = mentions_companies.without_form(surface)
            if own != surface and cluster.type is EntityType.ORGANIZATION:
                # 株式会社青葉製作所 goes by 青葉製作所.
                bare.append(own)
                glued.append(surface)
            else:
                bare.append(surface)
        inner = _without_country(view, n)
        if inner:
            glued.append(inner)
        if whole != surface:
            glued.append(whole)
        mentions.append(Mention(n.start, end, whole, cluster.type, whole, cluster.kind, source=n.source))
        if evidence is not None:
            for r in filter(None, (evidence.reading, evidence.real_name)):
                other = text[r.start : r.end]
                readings.add(other)
                bare.append(other)
                mentions.append(Mention(r.start, r.end, other, cluster.type, other, source="reading"))
            post = evidence.title
            if post is not None and post.start >= end:
                # 李在明(イ・ジェミョン)大統領: the post is a mention of its own.
                words = text[post.start : post.end]
                mentions.append(
                    Mention(
                        post.start, post.end, words, cluster.type, surface, None, MentionForm.TITLE, "title"
                    )
                )
    # A surname of one character (周の両氏) is a name where there is no other.
    alone = [] if hidden else [m.surface for m in mentions[:1]]
    name = _fullest([b for b in bare if b not in readings] or bare or glued or alone, cluster, hidden)
    aliases = tuple(a for a in dict.fromkeys([*bare, *glued]) if a != name)
    mentions.sort(key=lambda m: (m.start, m.end))
    return Entity(entity_id, cluster.type, name, aliases, tuple(mentions), cluster.kind)


def _without_country(view: TextView, name: Proposal) -> str:
    """Return an organization's name without the one-character country before it (米国務省: 国務省)."""
    text = view.article.text[name.start : name.end]
    if name.type is not EntityType.ORGANIZATION or len(text) < 4 or text in lexicon.institutions():
        return ""
    glued = (
        text[0] in lexicon.country_characters()
        and text[0] in "米英独仏露伊豪"
        and view.is_end(name.start + 1)
    )
    return text[1:] if glued else ""


def _fullest(names: list[str], cluster: Cluster, hidden: list[Mention]) -> str:
    if not names:
        return hidden[0].name
    if cluster.type is EntityType.PLACE and cluster.key:
        listed = lexicon.listed_places()
        code = cluster.key.removeprefix("country:")
        normal = lexicon.country_names().get(code)
        # 米政府 names the country, which goes by its normal name.
        names = [n for n in names if n in listed] or ([normal] if normal else names)
    latin = [n for n in names if not n.isascii()] or names
    return max(latin, key=lambda n: (len(n), -names.index(n)))


def _with_referring(view: TextView, entities: tuple[Entity, ...], names: Names) -> tuple[Entity, ...]:
    extra: dict[str, list[Mention]] = {}
    for entity_id, mention in referring_mentions(view, entities, names.phrases):
        extra.setdefault(entity_id, []).append(mention)
    return tuple(
        replace(e, mentions=tuple(sorted([*e.mentions, *extra[e.id]], key=lambda m: (m.start, m.end))))
        if e.id in extra
        else e
        for e in entities
    )


def _with_definitions(view: TextView, entities: tuple[Entity, ...]) -> tuple[Entity, ...]:
    by_name = dict(reversed(terms.definitions(view)))
    found: dict[str, Span] = {}
    for term, definition in by_name.items():
        for e in entities:
            if any(m.start <= term.start < m.end or m.start == term.start for m in e.mentions):
                found[e.id] = definition
    return tuple(
        replace(e, definition=found[e.id]) if e.id in found and e.type is EntityType.TERM else e
        for e in entities
    )


def _with_kinds(entities: tuple[Entity, ...], index: Index) -> tuple[Entity, ...]:
    """Return the entities with the kind that the gazetteer gives a name, where the words tell none."""
    result = []
    for e in entities:
        kind = e.kind
        if kind is None and e.type in (EntityType.PLACE, EntityType.ORGANIZATION):
            kind = next((r.kind for r in index.lookup(e.name) if r.type is e.type and r.kind), None)
        result.append(replace(e, kind=kind))
    return tuple(result)


_HOST = re.compile(r"https?://(?:www\.)?([^/\s]+)")


def _with_references(view: TextView, entities: tuple[Entity, ...], index: Index) -> tuple[Entity, ...]:
    """Return the entities with the sites of the reference block, and Latin names from its titles."""
    article = view.article
    sites = [c.site for c in article.citations if c.site is not None]
    titles = [article.text[c.title.start : c.title.end] for c in article.citations if c.title is not None]
    for block in article.blocks:
        if block.kind is BlockKind.REFERENCE and not article.citations:
            text = article.text[block.start : block.end]
            if _SITE.fullmatch(text):
                sites.append(Span(block.start, block.end))
            elif block.end > block.start:
                titles.append(text)
    if not sites and len(article.citations) == 2:
        # A title, and under it the medium's name.
        last = article.citations[-1]
        if last.title is not None and last.url is None and last.title.end - last.title.start <= _SHORT_LINE:
            sites.append(last.title)
            titles.pop()
    result = [_with_latin(e, " ".join(titles), index) if titles else e for e in entities]
    number = sum(e.type is EntityType.ORGANIZATION for e in entities)
    seen: dict[str, int] = {}
    for line in sites:
        # The host names the medium; the rest of a URL names the page.
        host = _HOST.match(article.text, line.start, line.end)
        site = line if host is None else Span(*host.span(1))
        name = article.text[site.start : site.end]
        mention = Mention(
            site.start,
            site.end,
            name,
            EntityType.ORGANIZATION,
            name,
            "NewsMediaOrganization",
            source="reference",
        )
        if name in seen:
            old = result[seen[name]]
            result[seen[name]] = replace(old, mentions=(*old.mentions, mention))
            continue
        number += 1
        seen[name] = len(result)
        result.append(
            Entity(f"o{number}", EntityType.ORGANIZATION, name, (), (mention,), "NewsMediaOrganization")
        )
    return tuple(result)


def _with_latin(entity: Entity, titles: str, index: Index) -> Entity:
    """Return the entity with its English name, if a cited title contains the label of a record it may be."""
    labels = sorted(
        {r.label("en") or "" for n in (entity.name, *entity.aliases) for r in index.lookup(n)} - {""}
    )
    for label in labels:
        candidates = [label, label.split()[-1]] if entity.type is EntityType.PERSON else [label]
        for latin in candidates:
            if (
                len(latin) > 2
                and re.search(rf"\b{re.escape(latin)}\b", titles)
                and latin not in entity.aliases
            ):
                return replace(entity, aliases=(*entity.aliases, latin))
    return entity
