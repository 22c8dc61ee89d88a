"""Find the speaker of a report: its subject, the person it modifies, or the focus of a cleft."""

from __future__ import annotations

import re

from kgpub.extract.clauses import Clauses
from kgpub.extract.statements_frames import Frame
from kgpub.extract.statements_lexicon import venues
from kgpub.extract.statements_speakers import Phrase, Speaker, SpeakerFinder

_SUBJECT = frozenset(["は", "が", "も"])
# Tags of the words that make up a day or an hour.
_TIME = re.compile("数詞|副詞可能")
_FROM = frozenset(["から"])


class SubjectFinder:
    """Finds who speaks in a sentence's reports."""

    def __init__(self, finder: SpeakerFinder) -> None:
        self._finder = finder

    def speakers(
        self,
        clauses: Clauses,
        frame: Frame,
        start: int,
        previous: tuple[Speaker, ...],
        *,
        person_before: bool = False,
    ) -> tuple[tuple[Speaker, ...], int, bool]:
        """Return (speakers, position after their phrase, whether somebody unnamed speaks).

        ``previous`` spoke earlier in the sentence; ``person_before`` tells that the
        sentence before was about a person.
        """
        inverted = [p for p in self.subjects(clauses, frame.marker, frame.verb) if p.human]
        if inverted:
            return inverted[-1].speakers, start, not inverted[-1].speakers
        if modified := self._modified(clauses, frame):
            return modified, start, False
        limit = frame.quotation.open if frame.quotation else frame.end
        subjects = self.subjects(clauses, start, limit)
        if frame.lemma == "ある":
            subjects = []  # 大臣から…との発言があった: nobody else made it
        chosen = self._choose(clauses, frame, subjects, previous, person_before)
        if chosen is not None:
            return chosen.speakers, chosen.particle + 1, not chosen.speakers
        for phrase in self.subjects(clauses, start, limit, _FROM):
            # 大臣から、…旨述べた, as minutes put it
            comma = clauses.text(phrase.particle + 1, phrase.particle + 3).lstrip("は").startswith("、")
            opens = phrase.speakers and all(
                clauses.tokens[i].pos in ("NOUN", "PROPN", "NUM", "PUNCT")
                for i in clauses.visible(start, phrase.particle)
            )
            remark = frame.lemma == "ある"
            if comma and phrase.speakers and (opens or remark or self._attached(clauses, phrase, frame)):
                return phrase.speakers, phrase.particle + 1, False
        return previous, start, False

    def own_subject(self, clauses: Clauses, frame: Frame) -> Phrase | None:
        """Return the が phrase that belongs to an embedded reporting verb alone."""
        for phrase in self.subjects(clauses, frame.start, frame.verb):
            if phrase.particle_text != "が" or not phrase.speakers:
                continue
            if frame.quotation and phrase.particle + 1 == frame.quotation.open:
                return phrase  # the parser may find its head inside the quotation
            if self._attached(clauses, phrase, frame):
                head = clauses.head(phrase.particle - 1)
                if frame.verb <= head < frame.verb_end or phrase.particle > frame.marker:
                    return phrase
        return None

    def _choose(
        self,
        clauses: Clauses,
        frame: Frame,
        subjects: list[Phrase],
        previous: tuple[Speaker, ...],
        person_before: bool,
    ) -> Phrase | None:
        if frame.quotation is not None and subjects:
            # A氏は認め、B氏は「…」と否認した: who stands right before the quotation speaks.
            last = subjects[-1]
            adjacent = last.particle + 1 == frame.quotation.open
            if last.particle_text == "は" and adjacent and (last.speakers or last.human):
                return last
            # EUは派遣を調整し、A大統領は10日、会見で「…」と述べた: the subject of the last clause speaks.
            for phrase in reversed(subjects[1:]):
                head = clauses.head(phrase.particle - 1)  # the parser may find it inside the quotation
                governed = head > frame.quotation.open or self._attached(clauses, phrase, frame)
                if phrase.particle_text == "は" and phrase.speakers and governed:
                    if _predicate_between(clauses, subjects[0].particle, phrase.particle):
                        return phrase
        for number, phrase in enumerate(subjects):
            if not (phrase.speakers or phrase.human):
                own = frame.verb <= clauses.head(phrase.particle - 1) < frame.verb_end
                if own and phrase.particle_text == "が" and frame.kind == "you":
                    return phrase  # 諮問機関が…よう勧告した: nobody who was named before
                continue
            governed = clauses.head(phrase.particle - 1) >= frame.marker or self._attached(
                clauses, phrase, frame
            )
            if phrase.particle_text == "が":
                later = [p for p in subjects[number + 1 :] if p.particle_text == "は" and p.speakers]
                broken = later and _predicate_between(clauses, phrase.particle, later[0].particle)
                if broken:
                    continue
                if (
                    governed
                    or _day_after(clauses, phrase.particle)
                    or (
                        frame.quotation
                        and not _predicate_between(clauses, phrase.particle, frame.quotation.open)
                    )
                ):
                    return phrase
                continue
            if previous and not governed and not phrase.speakers:
                continue
            person = bool(phrase.speakers) and self._finder.is_person(phrase.speakers[0].entity)
            # After a person has spoken in the sentence, a country's は belongs to what they go on to say.
            if previous and self._finder.is_person(previous[0].entity) and not person:
                continue
            if (
                person_before
                and not person
                and (phrase.compound or not governed)
                and self._within_content(clauses, phrase, frame)
            ):
                continue
            named = next((p for p in subjects[number + 1 :] if p.speakers), None)
            nearer = named and _predicate_between(clauses, phrase.particle, named.particle)
            if not phrase.speakers and named and (nearer or not governed):
                continue  # 原告団は会見し、村田団長は…
            # 管制官は…: a topic without a name, at the head of the sentence, speaks throughout it.
            if phrase.speakers or governed or (number == 0 and phrase.particle_text == "は"):
                return phrase
        return None

    def _within_content(self, clauses: Clauses, phrase: Phrase, frame: Frame) -> bool:
        """Return whether a topic without a comma is part of an indirect content (日本は譲歩すべきだと)."""
        if frame.quotation is not None or clauses.text(phrase.particle + 1, phrase.particle + 2) == "、":
            return False
        # 委員会は公表した報告書で、…と指摘した: where it is said belongs to who says it.
        for i in clauses.visible(phrase.particle + 1, frame.marker):
            if clauses.tokens[i].text == "、":
                if _day_after(clauses, phrase.particle):
                    return False  # 同社は26日、
                return not (clauses.tokens[i - 1].text == "で" and clauses.tokens[i - 2].text in venues())
        return True

    def _attached(self, clauses: Clauses, phrase: Phrase, frame: Frame) -> bool:
        i = phrase.particle - 1
        head = clauses.head(i)
        chunk = clauses.tokens[i].chunk
        while head != i and clauses.tokens[head].chunk == chunk:
            i, head = head, clauses.head(head)
        if clauses.tokens[phrase.particle].text == "は" and clauses.tokens[head].dep == "acl":
            # A topic is not inside a relative clause: 委員会は先月公表した報告書で、…と指摘した.
            head = clauses.head(clauses.head(head))
        return head >= frame.marker

    def subjects(
        self, clauses: Clauses, start: int, end: int, particles: frozenset[str] = _SUBJECT
    ) -> list[Phrase]:
        """Return the phrases with は, が or も, or other particles, between two positions."""
        found: list[Phrase] = []
        for i in clauses.visible(start, end):
            token = clauses.tokens[i]
            if (
                token.text not in particles
                or not token.tag.startswith("助詞")
                or "接続" in token.tag
                or i == 0
            ):
                continue
            before = clauses.tokens[i - 1]
            if before.tag.startswith(("助詞", "動詞", "助動詞", "形容詞", "副詞")) or before.text == "、":
                continue
            found.append(self._finder.phrase(clauses, i))
        return found

    def _modified(self, clauses: Clauses, frame: Frame) -> tuple[Speaker, ...]:
        """Return the person in …と述べたX氏 and …と述べたのはX氏だ."""
        tokens = clauses.tokens
        i = frame.verb
        while i < len(tokens) and i < frame.verb_end:
            i += 1
        last = tokens[frame.verb_end - 1]
        if last.text == "の" or (len(tokens) > frame.verb_end and tokens[frame.verb_end].text == "の"):
            return ()
        if "連体形" not in last.inflection and last.lemma not in ("た", "する"):
            if clauses.text(frame.verb, frame.verb_end).endswith(("のは", "のは、", "のが", "のが、")):
                return self._focus(clauses, frame.verb_end)
            return ()
        return self._relative(clauses, frame)

    def _focus(self, clauses: Clauses, start: int) -> tuple[Speaker, ...]:
        """Return the entity before だ at the end of a cleft sentence."""
        tokens = clauses.tokens
        end = len(tokens)
        while end > start and (tokens[end - 1].pos in ("PUNCT", "AUX")):
            end -= 1
        return self._finder.phrase(clauses, end).speakers if start < end < len(tokens) else ()

    def _relative(self, clauses: Clauses, frame: Frame) -> tuple[Speaker, ...]:
        """Return the entity right after an attributive verb, if its phrase starts there."""
        tokens = clauses.tokens
        for i in clauses.visible(frame.verb_end, len(tokens)):
            if tokens[i].tag.startswith("助詞") or tokens[i].pos == "PUNCT":
                if tokens[i].text == "の":
                    continue
                speakers = self._finder.phrase(clauses, i).speakers
                return tuple(s for s in speakers if self._finder.is_person(s.entity))
            if tokens[i].pos not in ("NOUN", "PROPN", "NUM", "SYM"):
                return ()
        return ()


def _day_after(clauses: Clauses, particle: int) -> bool:
    """Return whether a day or an hour set off by a comma follows, which belongs to the main clause."""
    tokens = clauses.tokens
    i = particle + 1
    while i < len(tokens) and _TIME.search(tokens[i].tag):
        i += 1
    return particle + 1 < i < len(tokens) and tokens[i].text == "、"


def _predicate_between(clauses: Clauses, start: int, end: int) -> bool:
    return any(
        clauses.tokens[i].tag.startswith(("動詞-一般", "助動詞")) or clauses.tokens[i].pos == "VERB"
        for i in clauses.visible(start, end)
    )
