"""Events with participants, place and time, once each, from an analysed article."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kgpub.extract.attendance import attendance
from kgpub.extract.candidate import Candidate
from kgpub.extract.candidates import candidates
from kgpub.extract.lexicon import frame, verbs
from kgpub.extract.merge import Cluster, merge
from kgpub.extract.nesting import follows, nest, one_agreement_a_meeting, with_employers
from kgpub.extract.topics import TopicTracker
from kgpub.extract.view import SentenceView
from kgpub.model import (
    Analysis,
    Article,
    BlockKind,
    Entity,
    EntityType,
    Event,
    EventKind,
    EventStatus,
    Participant,
    ParticipantRole,
    PlaceArgument,
    Span,
    TimeExpression,
    TimePrecision,
)


def extract_events(
    article: Article, analysis: Analysis, entities: Sequence[Entity], times: Sequence[TimeExpression]
) -> tuple[Event, ...]:
    """Return the events that an article reports, in order of first mention."""
    by_id = {e.id: e for e in entities}
    mentions = [(m, e.id) for e in entities for m in e.mentions]
    lead = _lead_sentence(article, analysis)
    found: list[Candidate] = []
    topics = TopicTracker(article, entities)
    blocks = [s.block for s in analysis.sentences]
    for sentence in analysis.sentences:
        view = SentenceView(article, analysis, sentence, mentions, by_id, times)
        here = list(candidates(view, sentence.index == lead))
        for candidate in here:
            topics.supply(candidate, sentence)
        topics.note(view)
        _headline_tail(view, here, found)
        found += here
        _join(view, found, blocks)
    merged = merge(_contests(found), by_id)
    clusters = [c for c in merged if _reportable(c, merged, by_id)]
    mains = _main(clusters)
    events = [_event(f"e{n}", cluster, article, cluster in mains) for n, cluster in enumerate(clusters, 1)]
    nested = with_employers(nest(events, clusters, by_id), clusters, by_id)
    return tuple(one_agreement_a_meeting(nested))


def _contests(found: Sequence[Candidate]) -> list[Candidate]:
    """Return the reports, with winning and losing taken to be at the polls where there is no sport."""
    sport = any(c.kind is EventKind.SPORTS_EVENT and c.lemma not in verbs("win") for c in found)
    if not sport and any(c.kind is EventKind.ELECTION for c in found):
        for candidate in found:
            if candidate.kind is EventKind.SPORTS_EVENT:
                candidate.kind, candidate.group = EventKind.ELECTION, "選挙"
                candidate.participants = {
                    e: (ParticipantRole.PARTICIPANT, span) for e, (_, span) in candidate.participants.items()
                }
    return list(found)


def _join(view: SentenceView, found: Sequence[Candidate], blocks: Sequence[int]) -> None:
    """Add those who take part to the occasion told of last, in this paragraph or the sentence before it."""
    for named, position in attendance(view):
        before = [
            c
            for c in found
            if c.kind in (_ATTENDED | {EventKind.PROTEST} if _hosts(named) else _ATTENDED)
            and (view.sentence.index - 1 <= c.sentence or blocks[c.sentence] == view.sentence.block)
            and c.trigger.start < position
            and not c.headline
        ]
        if before and (before[-1].asserted or before[-1].bare):
            for entity, (role, span) in named.items():
                agent = before[-1].kind is EventKind.PROTEST
                role = ParticipantRole.AGENT if agent else role
                before[-1].participants.setdefault(entity, (role, span))


def _hosts(named: Mapping[str, tuple[ParticipantRole, Span]]) -> bool:
    return any(role is ParticipantRole.ORGANIZER for role, _ in named.values())


def _headline_tail(view: SentenceView, here: Sequence[Candidate], found: Sequence[Candidate]) -> None:
    """Take the place or body that closes a headline: 倉庫火災で2人死亡　堺市; 3人逮捕　神奈川県警."""
    if not view.headline or here or not found or len(view.phrases) > 1:
        return
    (phrase,) = view.phrases
    last = found[-1]
    if last.kind in _LOCAL and not phrase.tail and last.place is None:
        last.place = next(iter(view.places(phrase)), None)
    role = frame(last.kind, last.lemma).role("ga")
    if last.kind in (EventKind.CRIME, EventKind.TRIAL) and isinstance(role, ParticipantRole):
        for referent in view.referents(phrase):
            if view.entities[referent.entity].type is EntityType.ORGANIZATION and not phrase.tail:
                last.participants.setdefault(referent.entity, (role, referent.span))


def _event(identifier: str, cluster: Cluster, article: Article, main: bool) -> Event:
    place = cluster.place or cluster.named_place
    return Event(
        id=identifier,
        kind=cluster.kind,
        names=cluster.names,
        triggers=tuple(m.trigger for m in cluster.members),
        participants=tuple(Participant(e, role, span) for e, (role, span) in cluster.participants.items()),
        place=None if place is None else PlaceArgument(place.entity, place.span),
        time=cluster.time,
        status=_status(cluster, article),
        main=main,
    )


# Occasions that people attend.
_ATTENDED = frozenset(
    {EventKind.CONFERENCE, EventKind.COMMEMORATION, EventKind.MEETING, EventKind.CULTURAL_EVENT}
)
# Kinds whose place a headline gives after the news.
_LOCAL = frozenset(
    {
        EventKind.ACCIDENT,
        EventKind.DISASTER,
        EventKind.CRIME,
        EventKind.ATTACK,
        EventKind.PROTEST,
        EventKind.CONFERENCE,
        EventKind.COMMEMORATION,
        EventKind.CULTURAL_EVENT,
    }
)
# Kinds that are nothing without somebody who does or suffers them.
_OF_SOMEBODY = frozenset({EventKind.VISIT})


def _lead_sentence(article: Article, analysis: Analysis) -> int:
    """Return the first real sentence of the body: not a dateline, not a lone date."""
    for sentence in analysis.sentences:
        if article.blocks[sentence.block].kind is BlockKind.PARAGRAPH and sentence.end - sentence.start >= 25:
            return sentence.index
    return -1


def _reportable(cluster: Cluster, clusters: Sequence[Cluster], entities: dict[str, Entity]) -> bool:
    """Whether the article tells enough of an event for it to stand alone."""
    others = [c for c in clusters if c is not cluster]
    if cluster.kind is EventKind.SPORTS_EVENT and not any(m.strong for m in cluster.members):
        # One may also beat a rival at the polls: 破る is sport only in company of sport.
        return cluster.detail >= 2 and any(
            c.kind is EventKind.SPORTS_EVENT and any(m.strong for m in c.members) for c in others
        )
    if (
        cluster.kind is EventKind.AGREEMENT
        and cluster.strong
        and any(m.subject_missing or m.collective for m in cluster.members)
    ):
        met = [c for c in others if c.kind is EventKind.MEETING]
        if any(c.headline or c.lead or follows(cluster, c) for c in met):
            return True  # whoever met agreed
    if cluster.kind is EventKind.DEATH and not any(
        entities[p].type is EntityType.PERSON for p in cluster.participants
    ):
        return False
    if cluster.kind in _OF_SOMEBODY and not cluster.participants:
        return False
    if cluster.kind is EventKind.BUSINESS_DEAL and all(m.lemma == "結ぶ" for m in cluster.members):
        # A player's or an actor's contract is no deal between firms.
        if not any(entities[p].type is EntityType.ORGANIZATION for p in cluster.participants):
            return False
    if any(m.specific for m in cluster.members):
        return True
    if cluster.detail >= 2:
        return True
    # A named occasion with its day or place stands alone also where a clause only mentions it.
    if any(m.strong and m.noun for m in cluster.members) and (cluster.time or cluster.place):
        return True
    return cluster.strong and cluster.detail >= 1


def _main(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Return what the article is about: the events of its headline, else of its first
    sentence; two at most, none if neither reports one."""
    for chosen in ([c for c in clusters if c.headline], [c for c in clusters if c.lead]):
        if chosen:
            return sorted(chosen, key=lambda c: -c.detail)[:2]
    return []


def _status(cluster: Cluster, article: Article) -> EventStatus:
    status = cluster.status
    today = article.reference_date
    if (
        cluster.time is not None
        and today is not None
        and status not in (EventStatus.CANCELLED, EventStatus.POSTPONED)
    ):
        value = cluster.time.start_value
        now = today.isoformat()[: len(value)]
        if value[:10] > now[:10]:
            return EventStatus.SCHEDULED
        if value[:10] < now[:10] and cluster.time.precision is not TimePrecision.YEAR:
            return EventStatus.HAPPENED
    return status
