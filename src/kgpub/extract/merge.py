"""Reports of one event become one event: however often an article mentions it, it is there once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kgpub.extract.candidate import Candidate
from kgpub.extract.lexicon import verbs
from kgpub.extract.view import Referent
from kgpub.model import Entity, EntityType, EventKind, EventStatus, ParticipantRole, Span, TimeExpression

_VERBAL = re.compile(r"[うくすつぬふむるぐぶ]$")  # 交わす
_NUMBERED = re.compile(r"\d+号$")
_PLACE_RANK = {"Facility": 0, "Place": 1, "City": 2, "AdministrativeArea": 3, "Country": 4, "Continent": 5}
# Kinds whose events are told apart by who is affected, not by kind and day alone.
_BY_PARTICIPANT = frozenset({EventKind.DEATH, EventKind.PERSONNEL_CHANGE, EventKind.AWARD, EventKind.VISIT})

_LIGHT = frozenset({"する", "なる", "行う"})
# Words for the stages of one trial.
_ONE_TRIAL = frozenset({"裁判", "判決", "求刑"})
_PROCESSES = frozenset({"再審", "控訴審", "上告審", "訴訟"})
# A game, and who won it.
_ONE_GAME = frozenset({"試合", "初戦", "開幕戦", "準決勝", "準々決勝", "優勝"})
# Kinds of which an article's headline announces the one that it goes on to tell of.
_ONE_AN_ARTICLE = frozenset(
    {
        EventKind.ACCIDENT,
        EventKind.CRIME,
        EventKind.COMMEMORATION,
        EventKind.CULTURAL_EVENT,
        EventKind.PROTEST,
    }
)
# Occasions whose guests an article names bit by bit.
_OPEN_TO_MANY = frozenset({EventKind.COMMEMORATION, EventKind.CONFERENCE, EventKind.CULTURAL_EVENT})
# Kinds of which one party's doings are not another's, though done to the same.
_BY_AGENT = frozenset({EventKind.BUSINESS_DEAL, EventKind.POLICY_DECISION, EventKind.PRODUCT_LAUNCH})
# Kinds in which another noun is another event: 総裁選 is not 首相指名選挙.
_NAMED_APART = frozenset({EventKind.ELECTION, EventKind.CONFERENCE})


@dataclass
class Cluster:
    """The reports taken to be of one event."""

    members: list[Candidate]
    participants: dict[str, tuple[ParticipantRole, Span]] = field(default_factory=dict)
    place: Referent | None = None
    named_place: Referent | None = None
    time: TimeExpression | None = None

    @property
    def kind(self) -> EventKind:
        """The kind that all members share."""
        return self.members[0].kind

    @property
    def detail(self) -> int:
        """How many of participants, place and time are known."""
        return (
            len(self.participants)
            + (self.place is not None or self.named_place is not None)
            + (self.time is not None)
        )

    @property
    def headline(self) -> bool:
        """Whether the headline reports the event."""
        return any(m.headline for m in self.members)

    @property
    def lead(self) -> bool:
        """Whether the first sentence reports the event."""
        return any(m.lead for m in self.members)

    @property
    def strong(self) -> bool:
        """Whether a clause with a strong trigger reports the event."""
        return any(m.strong and m.asserted for m in self.members)

    @property
    def status(self) -> EventStatus:
        """The status that the reports give; a past report outweighs a plan."""
        for changed in (EventStatus.CANCELLED, EventStatus.POSTPONED):
            if changed in {m.status for m in self.members}:
                return changed
        told = {m.status for m in self.members if m.asserted}
        # Where no clause tells of the event, one that calls it planned outweighs mere mentions.
        planned = told == {EventStatus.SCHEDULED} or (
            not told and any(m.status is EventStatus.SCHEDULED for m in self.members)
        )
        return EventStatus.SCHEDULED if planned else EventStatus.HAPPENED

    @property
    def names(self) -> tuple[str, ...]:
        """What the event is called: specific names, then nouns, by length, then the trigger words."""
        ordered = sorted(
            self.members, key=lambda m: (not m.specific, bool(_VERBAL.search(m.name)), -len(m.name))
        )
        # A 訪問先 is where a visit goes.
        lemmas = [m.lemma for m in self.members if not m.lemma.endswith("先")]
        names = tuple(dict.fromkeys([m.name for m in ordered] + lemmas))
        # 子会社とする: the verb says nothing by itself.
        return tuple(n for n in names if n not in _LIGHT) or names


def merge(found: Sequence[Candidate], entities: Mapping[str, Entity]) -> list[Cluster]:
    """Return the events of an article, in order of their first report."""
    clusters: list[Cluster] = []
    for candidate in found:
        best: Cluster | None = None
        best_score = 0.0
        for recency, cluster in enumerate(clusters):
            score = _agreement(cluster, candidate, entities)
            if score > 0 and score + recency * 1e-3 >= best_score:
                best, best_score = cluster, score + recency * 1e-3
        if best is None:
            best = Cluster([])
            clusters.append(best)
        _absorb(best, candidate, entities)
    return _one_election(clusters, entities)


def _one_election(clusters: list[Cluster], entities: Mapping[str, Entity]) -> list[Cluster]:
    """Return the events, with an outcome that the headline told (山田氏が当選) joined to its election."""
    for outcome in [c for c in clusters if c.kind is EventKind.ELECTION]:
        told = {m.sentence for m in outcome.members}
        if not all(m.lemma in verbs("outcome") or m.lemma == "選挙" for m in outcome.members):
            continue
        held = [
            c
            for c in clusters
            if c is not outcome
            and c.kind is EventKind.ELECTION
            and any(m.sentence in told for m in c.members)
            and not all(m.lemma in verbs("outcome") for m in c.members)
            and (c.time is None or outcome.time is None or _times_agree(c.time, outcome.time))
        ]
        if len(held) == 1:
            for member in outcome.members:
                _absorb(held[0], member, entities)
            clusters = [c for c in clusters if c is not outcome]
    return clusters


def _agreement(cluster: Cluster, candidate: Candidate, entities: Mapping[str, Entity]) -> float:
    """Return how well a report fits an event; 0 when it is another event or nothing speaks for it."""
    if cluster.kind is not candidate.kind:
        return 0
    if candidate.former and (cluster.time is None or cluster.headline or cluster.lead):
        return 0
    if candidate.another and (cluster.headline or cluster.lead):
        return 0
    same_sentence = any(m.sentence == candidate.sentence for m in cluster.members)
    if all(m.group != candidate.group for m in cluster.members):
        # What a sentence tells of one trial, it tells in several words: 公判が開かれ、死刑を言い渡した.
        groups = {m.group for m in cluster.members} | {candidate.group}
        one_trial = _ONE_TRIAL if candidate.relative else _ONE_TRIAL | {"確定"}
        trial = candidate.kind is EventKind.TRIAL and groups <= one_trial
        game = candidate.kind is EventKind.SPORTS_EVENT and groups <= _ONE_GAME
        reports = [*cluster.members, candidate]
        if game and any(m.specific or m.lemma == "戦" for m in reports):
            return 0  # a game and its series
        if trial and any(m.lemma in _PROCESSES for m in reports):
            return 0  # a trial and its ruling
        if not (same_sentence and (trial or game)):
            return 0
    if candidate.kind in _NAMED_APART and candidate.noun:
        nouns = {m.lemma for m in cluster.members if m.noun}
        outcome = candidate.lemma in verbs("outcome") or nouns <= verbs("outcome")
        if nouns and not outcome and not any(candidate.lemma in n or n in candidate.lemma for n in nouns):
            if not _one_host(cluster, candidate):
                return 0
    score = 0.0
    if cluster.time is not None and candidate.time is not None:
        if not _times_agree(cluster.time, candidate.time) and not _one_storm(cluster, candidate):
            return 0
        score += 2
    if cluster.place is not None and candidate.place is not None:
        relation = _places_agree(cluster.place.entity, candidate.place.entity, entities)
        if relation < 0 and not _one_storm(cluster, candidate):
            return 0
        relation = max(relation, 0)
        score += 2 * relation
    known, new = set(cluster.participants), set(candidate.participants)
    if known and new:
        shared = _shared(known, new, entities)
        election = candidate.kind is EventKind.ELECTION and candidate.lemma in verbs("outcome")
        tour = _joint_tour(cluster, candidate)
        if not (shared or candidate.bare or election or tour) and _same_part(cluster, candidate):
            return 0
        if candidate.kind in _BY_AGENT and _other_agents(cluster, candidate):
            return 0
        if (
            candidate.kind is EventKind.BUSINESS_DEAL
            and same_sentence
            and _other_patients(cluster, candidate)
        ):
            return 0  # A社の株を売り、B社を売却した
        people, new_people = _people(known, entities), _people(new, entities)
        if candidate.kind is EventKind.PERSONNEL_CHANGE:
            # Whoever appoints may appoint others too; what counts is whose post it is.
            people, new_people = _appointed(cluster, people), _appointed(candidate, new_people)
        if candidate.kind is EventKind.AGREEMENT and people and new_people and not people & new_people:
            return 0  # what the leaders signed, and what their ministers did
        if candidate.kind in _BY_PARTICIPANT and people and new_people and not people & new_people:
            # Several appointments told in one sentence are one event; so is a tour of two.
            if _joint_tour(cluster, candidate):
                return 1
            if not (candidate.kind is EventKind.PERSONNEL_CHANGE and same_sentence and candidate.asserted):
                return 0
            score += 1
        if candidate.kind is EventKind.MEETING and len(known) >= 2 and len(new) >= 2:
            if shared < min(len(known), len(new)) and not candidate.bare:
                return 0
            other_word = all(m.lemma != candidate.lemma for m in cluster.members)
            if other_word and abs(len(known) - len(new)) > 1:
                return 0  # two leaders' call, and the council of many countries
        score += 2 * shared
    elif candidate.kind in _BY_PARTICIPANT and score == 0 and candidate.detail:
        # The ceremony and who is honoured there are one: 授賞式が行われ、山田さんが選ばれた.
        ceremony = same_sentence and any(m.lemma.endswith("式") for m in cluster.members)
        if not ceremony and all(m.lemma != candidate.lemma for m in cluster.members):
            return 0
    names = {m.name for m in cluster.members if m.specific}
    if candidate.specific and names:
        if candidate.name in names:
            score += 3
        elif not any(candidate.name in n or n in candidate.name for n in names) and score < 4:
            if not _one_host(cluster, candidate):
                return 0
    same_word = any(m.lemma == candidate.lemma for m in cluster.members)
    if candidate.within is not None and any(m.trigger == candidate.within for m in cluster.members):
        score += 5  # 総裁選で…総裁に選ばれた
    if candidate.kind is EventKind.ELECTION and candidate.lemma in verbs("outcome") and score == 0:
        score += 0.5  # many stand for one election: 山田氏が当選し、林氏は落選した
    word = candidate.lemma
    related = any(word in m.name or m.lemma in word for m in cluster.members)
    told = candidate.asserted and not candidate.headline
    if candidate.kind in _ONE_AN_ARTICLE and score == 0 and related and told:
        score += 0.5 * (cluster.headline or cluster.lead)  # an article tells of one accident again
    if score == 0 and told and same_word and cluster.headline and cluster.time is None:
        score += 0.5 * (not candidate.participants)  # the headline's event, now with its day
    # A war by its name is not the one that the next clause tells of.
    named_war = candidate.kind is EventKind.ATTACK and bool(names)
    if score == 0 and not same_word and same_sentence and not named_war:
        score += 1  # 市長選が投開票され、山田氏が当選した: one event, told in two words
    if (candidate.detail == 0 or candidate.bare) and not candidate.specific:
        # 会談では…, 同会談: an event already told of.
        if not same_word and not (candidate.definite or cluster.headline or cluster.lead):
            return score
        score += (1.5 if same_word else 1) + candidate.definite
    elif cluster.detail == 0 and candidate.asserted and (same_word or not (names or candidate.specific)):
        score += 1 + same_word
    elif score and same_word:
        score += 0.5
    if candidate.headline != any(m.headline for m in cluster.members) and cluster.headline and candidate.lead:
        score += 1
    return score


def _one_storm(cluster: Cluster, candidate: Candidate) -> bool:
    """Whether both name one storm, which comes to many places in its time: 台風15号."""
    named = any(m.specific and m.name == candidate.name for m in cluster.members)
    return candidate.kind is EventKind.DISASTER and named and _NUMBERED.search(candidate.name) is not None


def _other_agents(cluster: Cluster, candidate: Candidate) -> bool:
    return _others(cluster, candidate, ParticipantRole.AGENT)


def _other_patients(cluster: Cluster, candidate: Candidate) -> bool:
    return _others(cluster, candidate, ParticipantRole.PATIENT)


def _others(cluster: Cluster, candidate: Candidate, role: ParticipantRole) -> bool:
    """Whether both name somebody for a role, and nobody of them alike."""
    known = {e for e, (part, _) in cluster.participants.items() if part is role}
    new = {e for e, (part, _) in candidate.participants.items() if part is role}
    return bool(known) and bool(new) and not known & new


def _appointed(report: Cluster | Candidate, people: set[str]) -> set[str]:
    """Return whose post changes hands: those appointed, where the words name them."""
    role = ParticipantRole.PATIENT
    return {p for p in people if report.participants[p][0] is role} or people


def _joint_tour(cluster: Cluster, candidate: Candidate) -> bool:
    """Whether a report adds another guest, and nothing else, to the tour that an article is about."""
    words = {m.lemma for m in cluster.members}
    bare = candidate.place is None and candidate.named_place is None and candidate.time is None
    return candidate.lemma == "視察" and words == {"視察"} and bare and (cluster.headline or cluster.lead)


def _one_host(cluster: Cluster, candidate: Candidate) -> bool:
    """Whether two names can be one conference's: G7サミット, 主要7カ国首脳会議."""
    hosts = {e for e, (role, _) in cluster.participants.items() if role is ParticipantRole.ORGANIZER}
    new = {e for e, (role, _) in candidate.participants.items() if role is ParticipantRole.ORGANIZER}
    places = [c.named_place for c in (cluster, candidate) if c.named_place is not None]
    return bool(hosts & new) and len({p.entity for p in places}) < 2


def _same_part(cluster: Cluster, candidate: Candidate) -> bool:
    """Whether both name somebody for one part, so that others there make it another event.

    A judge who passes a sentence and the accused of the trial contradict each other in nothing.
    """
    known = {role for role, _ in cluster.participants.values()}
    new = {role for role, _ in candidate.participants.values()}
    same_sentence = any(m.sentence == candidate.sentence for m in cluster.members)
    if candidate.kind is EventKind.PERSONNEL_CHANGE and same_sentence:
        return False
    if candidate.kind in _OPEN_TO_MANY and (cluster.headline or cluster.lead):
        return ParticipantRole.ORGANIZER in known & new  # guests named here and there
    if candidate.kind is EventKind.TRIAL and same_sentence:
        return ParticipantRole.PATIENT in known & new  # the judge and the court are of one side
    return bool(known & new) or not same_sentence


def _absorb(cluster: Cluster, candidate: Candidate, entities: Mapping[str, Entity]) -> None:
    cluster.members.append(candidate)
    for entity, value in candidate.participants.items():
        cluster.participants.setdefault(entity, value)
    # A country stands for its side only as long as nobody is named for it.
    for entity in list(cluster.participants):
        if entities[entity].kind == "Country" and cluster.kind in (EventKind.MEETING, EventKind.VISIT):
            if any(entity in _sides(entities[p]) for p in cluster.participants if p != entity):
                del cluster.participants[entity]
    if candidate.place is not None and (
        cluster.place is None
        or _rank(candidate.place.entity, entities) < _rank(cluster.place.entity, entities)
    ):
        cluster.place = candidate.place
    cluster.named_place = cluster.named_place or candidate.named_place
    if candidate.time is not None and (
        cluster.time is None or len(candidate.time.start_value) > len(cluster.time.start_value)
    ):
        cluster.time = candidate.time


def _sides(entity: Entity) -> set[str]:
    return {role.of for role in entity.roles if role.of is not None}


def _shared(known: set[str], new: set[str], entities: Mapping[str, Entity]) -> int:
    """Return how many of the new participants are known, a person also by country or organization."""
    count = 0
    for entity in new:
        wide = {entity} | _sides(entities[entity])
        if any(k in wide or entity in _sides(entities[k]) for k in known):
            count += 1
    return count


def _people(ids: set[str], entities: Mapping[str, Entity]) -> set[str]:
    return {i for i in ids if entities[i].type is EntityType.PERSON}


def _times_agree(a: TimeExpression, b: TimeExpression) -> bool:
    x, y = a.start_value, b.start_value
    if x.startswith(y) or y.startswith(x):
        return True
    for outer, inner in ((a, b), (b, a)):
        if outer.end_value is not None and outer.start_value <= inner.start_value <= outer.end_value + "~":
            return True
    return False


def _rank(entity: str, entities: Mapping[str, Entity]) -> int:
    return _PLACE_RANK.get(entities[entity].kind or "Place", 1)


def _places_agree(a: str, b: str, entities: Mapping[str, Entity]) -> int:
    """Return 1 for one place, 0 where one may lie in the other, -1 for two places."""
    if a == b:
        return 1
    if entities[a].name in entities[b].name or entities[b].name in entities[a].name:
        return 0
    if (entities[a].kind or "Place") == (entities[b].kind or "Place") == "Place":
        return 0  # a coast and a bay, an island and a sea: either may lie in the other
    return 0 if _rank(a, entities) != _rank(b, entities) else -1
