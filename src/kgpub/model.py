"""The facts that pass between stages: plain, frozen, and free of RDF.

An :class:`Article` is read, an :class:`Analysis` is made of its text, mentions
are found and grouped into entities, and events and statements are extracted.
All of it together is a :class:`Facts`, which ``kgpub.graph`` maps to RDF.

Offsets everywhere are half-open ``[start, end)``, in Unicode code points, into
``Article.text`` (the normalised text).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

_JAPAN = dt.timezone(dt.timedelta(hours=9))

# --- reading ---------------------------------------------------------------


class BlockKind(StrEnum):
    """What a line of an article is."""

    HEADLINE = "headline"
    SUBHEADING = "subheading"
    PARAGRAPH = "paragraph"
    BULLET = "bullet"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the article; ``text[start:end]`` leaves out a bullet's marker and the line break."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the article's text; the evidence for a fact."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A source that the article itself names in its reference block.

    ``title`` and ``site`` are spans of their own lines; either may be missing.
    ``url`` is set when the block gives one.
    """

    title: Span | None
    site: Span | None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """One news article after reading: normalised text and what its source says about it.

    ``text`` holds the lines of ``blocks`` in order, joined by ``\\n``. The first
    block is the headline. ``published`` is a date when only the day is known,
    and a datetime (with the source's own offset, if it gave one) otherwise.
    ``source`` is how messages call it: a path as the user wrote it, or ``<stdin>``.
    """

    source: str
    text: str
    blocks: tuple[Block, ...]
    language: str = "ja"
    published: dt.date | dt.datetime | None = None
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()

    @property
    def headline(self) -> str:
        """The headline's text."""
        return self.text[self.blocks[0].start : self.blocks[0].end]

    @property
    def reference_date(self) -> dt.date | None:
        """The day that relative time expressions count from, or ``None``.

        Sites in Japan often stamp their pages in UTC; what they call today is the day in Japan.
        """
        if isinstance(self.published, dt.datetime):
            moment = self.published
            if self.language == "ja" and moment.utcoffset() == dt.timedelta(0):
                moment = moment.astimezone(_JAPAN)
            return moment.date()
        return self.published


# --- analysis --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Token:
    """One token of the analyser, with Universal Dependencies relations.

    ``i`` and ``head`` count tokens from the start of the analysis; a root is its
    own head. ``tag`` is the analyser's fine part of speech (for Japanese, Sudachi's:
    ``名詞-固有名詞-地名-国``), ``pos`` the UD one. ``chunk`` numbers the bunsetsu (base
    phrase) from the start of the analysis; for a language without them, each token
    is its own.
    """

    i: int
    start: int
    end: int
    text: str
    lemma: str
    tag: str
    pos: str
    dep: str
    head: int
    reading: str
    inflection: str
    chunk: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence; ``block`` indexes ``Article.blocks``. Never crosses a block."""

    index: int
    block: int
    tokens: tuple[Token, ...]

    @property
    def start(self) -> int:
        """Where the sentence begins in the article's text."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where the sentence ends in the article's text."""
        return self.tokens[-1].end


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the analyser says about an article's text. ``tokens[i].i == i``.

    ``vectors``, where the analyser has them, is an array of its context vectors,
    (tokens, width), which the recogniser reads; it takes no part in comparisons.
    """

    sentences: tuple[Sentence, ...]
    tokens: tuple[Token, ...]
    vectors: Any = field(default=None, compare=False, repr=False)


class TimePrecision(StrEnum):
    """How exact a time value is. A day is not midnight."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    MINUTE = "minute"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """A resolved time expression.

    ``start_value`` is ISO 8601 at its own precision: ``2025``, ``2025-07``,
    ``2025-07-15`` or ``2025-07-15T23:15:00`` (local time of the place, no zone).
    ``end_value`` is the last year, month, day of a stated range, else ``None``.
    ``is_duration_anchor`` marks forms such as 1月以来 or 2019年以降, which say since
    when something holds and not when an event took place.
    """

    start: int
    end: int
    surface: str
    start_value: str
    precision: TimePrecision
    end_value: str | None = None
    is_duration_anchor: bool = False


# --- entities --------------------------------------------------------------


class EntityType(StrEnum):
    """The four types of node that names refer to."""

    PERSON = "Person"
    ORGANIZATION = "Organization"
    PLACE = "Place"
    TERM = "Term"


class MentionForm(StrEnum):
    """How a mention refers. Only a NAME gives its entity a surface form of its own."""

    NAME = "name"
    COMPOUND = "compound"  # 中ロ, 訪中, 米大統領: a country inside a word
    TITLE = "title"  # 首相, 同省: a role or common noun
    PRONOUN = "pronoun"  # 同氏, 両首脳


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in the text that refer to an entity; ``surface == text[start:end]``.

    ``name`` is the form the entity goes by because of this mention. It equals
    the surface for a NAME, and is the normal name for a COMPOUND (中 -> 中国).
    ``kind`` narrows the type where the words tell: Country, City, Corporation …
    ``source`` names the recogniser that found it.
    """

    start: int
    end: int
    surface: str
    type: EntityType
    name: str
    kind: str | None = None
    form: MentionForm = MentionForm.NAME
    source: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity of the gazetteer that a name might refer to.

    ``id`` is ``wd:Q15031`` or ``gn:1816670``. ``score`` is in [0, 1], higher is
    better. ``labels`` maps a language tag to the preferred name.
    """

    id: str
    type: EntityType
    kind: str | None
    labels: tuple[tuple[str, str], ...]
    country: str | None
    description: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Linked:
    """The entity was linked; ``rejected`` are the other candidates, best first."""

    candidate: Candidate
    rejected: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Unlinked:
    """The entity was not linked, and why; ``rejected`` are the candidates, best first."""

    reason: str
    rejected: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """A person's post as the article states it.

    ``title`` is the post without what it belongs to (外相, 国家主席, 社長). ``of`` is
    the id of the country or organization entity, or ``None`` when not stated.
    ``span`` is where the title stands.
    """

    title: str
    of: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Entity:
    """What a set of coreferent mentions refers to.

    ``id`` is local to the article (``p1``, ``o2``, ``l3``, ``t4`` in order of first
    mention). ``name`` is the fullest name; ``aliases`` are the other surface forms
    in order of appearance, with no duplicates and without ``name``. ``definition`` is the article's own
    definition of a term, as a span.
    """

    id: str
    type: EntityType
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[Mention, ...]
    kind: str | None = None
    roles: tuple[Role, ...] = ()
    link: Linked | Unlinked = field(default_factory=lambda: Unlinked("not attempted"))
    definition: Span | None = None


@dataclass(frozen=True, slots=True)
class Membership:
    """The article states that ``member`` belongs to ``organization`` (entity ids)."""

    member: str
    organization: str
    span: Span


# --- events and statements -------------------------------------------------


class EventKind(StrEnum):
    """The twenty kinds of event; subclasses of schema:Event in the ontology."""

    MEETING = "Meeting"
    CONFERENCE = "Conference"
    VISIT = "Visit"
    AGREEMENT = "Agreement"
    POLICY_DECISION = "PolicyDecision"
    ELECTION = "Election"
    PERSONNEL_CHANGE = "PersonnelChange"
    ATTACK = "Attack"
    PROTEST = "Protest"
    DISASTER = "Disaster"
    ACCIDENT = "Accident"
    CRIME = "Crime"
    TRIAL = "Trial"
    BUSINESS_DEAL = "BusinessDeal"
    PRODUCT_LAUNCH = "ProductLaunch"
    AWARD = "Award"
    SPORTS_EVENT = "SportsEvent"
    CULTURAL_EVENT = "CulturalEvent"
    COMMEMORATION = "Commemoration"
    DEATH = "Death"


class ParticipantRole(StrEnum):
    """How an entity takes part; the property of the same name in the graph."""

    ATTENDEE = "attendee"
    ORGANIZER = "organizer"
    COMPETITOR = "competitor"
    PERFORMER = "performer"
    AGENT = "agent"
    PATIENT = "patient"
    PARTICIPANT = "participant"


class EventStatus(StrEnum):
    """Whether an event took place. Denied and hypothetical events are left out altogether."""

    HAPPENED = "happened"
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


@dataclass(frozen=True, slots=True)
class Participant:
    """An entity's part in an event, with the words that say so."""

    entity: str
    role: ParticipantRole
    span: Span


@dataclass(frozen=True, slots=True)
class PlaceArgument:
    """Where an event takes place (a Place entity's id), with the words that say so."""

    entity: str
    span: Span


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, is happening or is planned.

    ``id`` is local to the article (``e1`` …). ``names`` are words that name it, the
    best first; ``triggers`` are where it is mentioned. ``main`` marks what the article
    is about. ``super_event`` is the id of the event that it is part of.
    """

    id: str
    kind: EventKind
    names: tuple[str, ...]
    triggers: tuple[Span, ...]
    participants: tuple[Participant, ...] = ()
    place: PlaceArgument | None = None
    time: TimeExpression | None = None
    status: EventStatus = EventStatus.HAPPENED
    main: bool = False
    super_event: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """What one speaker is reported to have said.

    ``span`` is the content as it stands, without the outer quotation marks and the
    words of saying. ``direct`` is true when all of it stands in one 「」.
    ``reporting_verb`` is a dictionary form (述べる), ``None`` for a headline that has
    none. ``recorded_at`` is the id of the event where it was said. Two speakers of
    the same words give two statements.
    """

    id: str
    speaker: str
    span: Span
    direct: bool
    speaker_span: Span
    reporting_verb: str | None = None
    verb_span: Span | None = None
    recorded_at: str | None = None
    about: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything extracted from one article, ready to be mapped to RDF."""

    article: Article
    entities: tuple[Entity, ...] = ()
    memberships: tuple[Membership, ...] = ()
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    about: tuple[str, ...] = ()
