"""Walk through an article's sentences and collect what is said, remembering who is being talked about."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace

from kgpub.extract.clauses import Clauses, is_predicate_end, is_utterance
from kgpub.extract.statements_content import content_spans
from kgpub.extract.statements_frames import Frame, find_frames
from kgpub.extract.statements_headlines import headline_statements
from kgpub.extract.statements_lexicon import verb_frames
from kgpub.extract.statements_shapes import (
    NOMINAL,
    left_at_noun,
    modifies,
    quotation_alone,
    says,
    to_sentence_end,
)
from kgpub.extract.statements_source import Source, find_source
from kgpub.extract.statements_speakers import Phrase, Speaker, SpeakerFinder
from kgpub.extract.statements_subjects import SubjectFinder
from kgpub.extract.statements_verbs import is_asserted, verb_lemma
from kgpub.model import Analysis, Article, Block, BlockKind, Sentence, Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it gets its id; speakers come one by one."""

    speaker: Speaker
    span: Span
    direct: bool
    verb: str | None
    verb_span: Span | None


# What makes the topic of a cleft of a verb: 強調したのは.
_NOMINALISED = ("たのは", "たのが", "たのも", "るのは", "るのが")
# A line that announces what somebody says.
_HEADING = re.compile(r"[ 　の]*(?:コメント|談話|メッセージ|あいさつ|挨拶)[】\]〉》>)）::]*$")
_HEADING_LENGTH = 40
# Verbs of those who only pass on what somebody else said: 通信社は、首相が…と述べたと伝えた.
_RELAYING = frozenset(["伝える", "報じる", "報道する"])
# Who is meant where only one is so called in the whole article.
_ACCUSED = frozenset(["被告", "容疑者", "受刑者", "死刑囚", "元被告", "元死刑囚"])
_THUS = re.compile(r"(?:こう|そう|このように|そのように|次のように|以下のように)")


class Walk:
    """Walks through an article's sentences and remembers who is being talked about."""

    def __init__(self, article: Article, analysis: Analysis, finder: SpeakerFinder) -> None:
        self._article = article
        self._sentences = analysis.sentences
        self._finder = finder
        self._subjects = SubjectFinder(finder)
        self._topic: tuple[Speaker, ...] = ()
        self._topic_block = -1
        self._drafts: list[Draft] = []
        self._pending: tuple[int, Span] | None = None  # a quotation that is a sentence of its own
        self._awaited: tuple[Speaker, ...] = ()  # X氏は次のように述べた。

    def run(self) -> list[Draft]:
        """Return the statements of the whole article, in no particular order."""
        for sentence in self._sentences:
            block = self._article.blocks[sentence.block]
            if block.kind is BlockKind.REFERENCE:
                continue
            if speakers := self._announced(block):
                self._pending, self._awaited = None, speakers
                continue
            titled = block.kind in (BlockKind.HEADLINE, BlockKind.SUBHEADING)
            unpunctuated = "。" not in self._article.text[block.start : block.end]
            if titled or unpunctuated:
                found = headline_statements(Clauses(sentence), self._finder)
                self._drafts += [Draft(s, span, True, None, None) for s, span in found]
                if titled or found:
                    continue
            self._sentence(sentence)
        return self._drafts

    def _announced(self, block: Block) -> tuple[Speaker, ...]:
        """Return whose words a line announces: 【山田太郎 コメント】, ■林社長の談話."""
        if block.end - block.start > _HEADING_LENGTH:
            return ()
        match = _HEADING.search(self._article.text[block.start : block.end])
        named = self._finder.spans_in(block.start, block.start + match.start()) if match else []
        people = [s for s in named if self._finder.is_person(s.entity)]
        return tuple((people or named)[-1:])

    def _sentence(self, sentence: Sentence) -> None:
        clauses = Clauses(sentence)
        alone = quotation_alone(clauses)
        if alone is not None:
            self._lone_quotation(sentence, alone)
            return
        source = find_source(clauses, self._finder)
        if source and not source.speakers and not source.human:
            source = None
        start = source.end if source else 0
        frames = [self._own_part(clauses, f) for f in find_frames(clauses) if f.marker >= start]
        speakers: tuple[Speaker, ...] = ()
        inherited = self._inherited(sentence)
        about_person = self._topic_block == sentence.block and any(
            self._finder.is_person(s.entity) for s in inherited
        )
        relayed = False  # a report of its own lies in what the next one reports
        silent = False  # somebody without a name has spoken in the sentence
        for number, frame in enumerate(frames):
            if frame.embedded:
                # Only a speaker of its own makes it a statement beside the outer one.
                own = self._subjects.own_subject(clauses, frame)
                if own:
                    relayed = True
                    after = own.particle + 1 if own.particle < frame.marker else 0
                    self._add(clauses, frame, own.speakers, max(after, start))
                continue
            found, after, blocked = self._subjects.speakers(
                clauses,
                frame,
                max(start, frame.start) if number == 0 else frame.start,
                speakers,
                person_before=about_person and not source,
            )
            if blocked:
                found = self._same_post(clauses, frame)
            if not found and blocked and source and source.speakers:
                # 県警によると、男は…と供述している: all of it is what the police say.
                speakers = self._whole_clause(clauses, source)
                break
            if not found and source:
                found = source.speakers
            elif not found and not blocked and not speakers and not silent:
                # …と求める通報, …と伝えたのを最後に: whose words these are, the clause does not say.
                found = () if modifies(clauses, frame) else inherited
            silent = silent or blocked
            if found and relayed and frame.lemma in _RELAYING:
                speakers = found
            elif found:
                self._add(clauses, frame, found, max(after, start))
                self._before_another(clauses, frame)
                speakers = found
            # 首相が表明すると、…: after this と somebody else acts.
            if clauses.text(frame.verb, frame.verb_end).endswith("すると、"):
                speakers = ()
        if not frames and source and source.speakers:
            speakers = self._whole_clause(clauses, source)
        if not frames:
            speakers = self._verbless(clauses) or self._cleft(clauses) or speakers
        self._thus(clauses, sentence, reported=bool(speakers))
        self._remember(clauses, sentence, speakers)

    def _own_part(self, clauses: Clauses, frame: Frame) -> Frame:
        """Return a report without the quotation of another speaker that a shared verb leaves before it.

        会長は「…」、社長は「…」とコメントした has one verb for two speakers; so it looks, too,
        where the first verb was not recognised.
        """
        if frame.embedded:
            return frame
        phrases = self._subjects.subjects(clauses, frame.start, frame.end)
        subjects = [p for p in phrases if p.speakers and p.particle_text == "は"]
        for first, second in itertools.pairwise(subjects):
            for q in clauses.quotations:
                if clauses.text(q.close + 1, q.close + 2) not in ("、", "と"):
                    continue
                between = [i for i in range(q.close, second.particle) if clauses.tokens[i].text == "、"]
                if first.particle < q.open and q.close < second.particle and between:
                    if first.speakers != second.speakers and is_utterance(clauses, q):
                        span = Span(clauses.tokens[q.open].end, clauses.tokens[q.close].start)
                        self._drafts += [Draft(s, span, True, None, None) for s in first.speakers]
                        return replace(frame, start=between[0] + 1)
        return frame

    def _whole_clause(self, clauses: Clauses, source: Source) -> tuple[Speaker, ...]:
        """Add everything after によると as the statement of its source."""
        span = to_sentence_end(clauses, source)
        if span is None:
            return ()
        self._drafts += [Draft(s, span, False, "よる", source.span) for s in source.speakers]
        return source.speakers

    def _same_post(self, clauses: Clauses, frame: Frame) -> tuple[Speaker, ...]:
        """Return who was just spoken of, when the unnamed subject is their post (パウエル議長 … 議長は)."""
        for phrase in self._subjects.subjects(clauses, frame.start, frame.marker):
            if phrase.human and not phrase.speakers:
                i = phrase.particle - 1
                chunk = clauses.tokens[i].chunk
                while i > 0 and clauses.tokens[i - 1].chunk == chunk:
                    i -= 1
                post = clauses.text(i, phrase.particle)
                if self._topic and len(post) >= 2:
                    last = self._topic[-1].span
                    if self._article.text[last.start : last.end].endswith(post):
                        return self._topic
                if post in _ACCUSED and (person := self._finder.only_person_called(post)):
                    span = Span(clauses.tokens[i].start, clauses.tokens[phrase.particle - 1].end)
                    return (Speaker(person, span),)
        return ()

    def _add(self, clauses: Clauses, frame: Frame, speakers: tuple[Speaker, ...], after: int) -> None:
        spans, direct = content_spans(clauses, frame, after)
        tokens = clauses.tokens
        end = frame.verb + 1
        while end < frame.verb_end and tokens[end].text not in ("、", "。"):
            end += 1
        verb_span = Span(tokens[frame.verb].start, tokens[end - 1].end)
        for span in spans:
            for speaker in speakers:
                self._drafts.append(Draft(speaker, span, direct, frame.lemma, verb_span))

    def _before_another(self, clauses: Clauses, frame: Frame) -> None:
        """Add the first of two quotations that share a verb: A知事は「…」、B市長は「…」とコメントした."""
        if frame.quotation is None:
            return
        for first in clauses.quotations:
            if not frame.start <= first.open < first.close < frame.quotation.open:
                continue
            if clauses.text(first.close + 1, first.close + 2) != "、" or not is_utterance(clauses, first):
                continue
            before = [p for p in self._subjects.subjects(clauses, frame.start, first.open) if p.speakers]
            after = self._subjects.subjects(clauses, first.close, frame.quotation.open)
            if not after or not before or before[-1].particle + 1 != first.open:
                continue
            span = Span(clauses.tokens[first.open].end, clauses.tokens[first.close].start)
            self._drafts += [Draft(s, span, True, frame.lemma, None) for s in before[-1].speakers]

    def _verbless(self, clauses: Clauses) -> tuple[Speaker, ...]:
        """Add 外相は「…」。, where the verb is left out."""
        end = len(clauses.tokens)
        while end and clauses.tokens[end - 1].text in ("。", "と"):
            end -= 1
        quotation = clauses.quotation_ending(end - 1) if end else None
        if quotation is None and (inverted := self._inverted(clauses, end)):
            return inverted
        if quotation is None:
            quotation = left_at_noun(clauses, end)
        if quotation is None or not is_utterance(clauses, quotation):
            return ()
        phrases = [p for p in self._subjects.subjects(clauses, 0, quotation.open) if p.speakers]
        if not phrases:
            return ()
        between = clauses.tokens[phrases[0].particle + 1 : quotation.open]
        if any(is_predicate_end(t) for t in between):
            return ()
        span = Span(clauses.tokens[quotation.open].end, clauses.tokens[quotation.close].start)
        self._drafts += [Draft(s, span, True, None, None) for s in phrases[0].speakers]
        return phrases[0].speakers

    def _inverted(self, clauses: Clauses, end: int) -> tuple[Speaker, ...]:
        """Add 「…」と林投手。, where who speaks ends the sentence and the verb is left out."""
        for quotation in clauses.quotations[-1:]:
            after = quotation.close + 1
            plain = all(clauses.tokens[i].pos in NOMINAL for i in clauses.visible(after + 1, end))
            if clauses.text(after, after + 1) != "と" or not plain or not is_utterance(clauses, quotation):
                return ()
            speakers = self._finder.phrase(clauses, end).speakers if end < len(clauses.tokens) else ()
            speakers = tuple(s for s in speakers if self._finder.is_person(s.entity))
            span = Span(clauses.tokens[quotation.open].end, clauses.tokens[quotation.close].start)
            self._drafts += [Draft(s, span, True, None, None) for s in speakers]
            return speakers
        return ()

    def _cleft(self, clauses: Clauses) -> tuple[Speaker, ...]:
        """Add 外相が強調したのは、…だ, where the content is the focus."""
        tokens = clauses.tokens
        text = clauses.text(0, len(tokens))
        if not any(form in text for form in _NOMINALISED):
            return ()
        for i in clauses.visible(1, len(tokens)):
            verb = verb_lemma(clauses, i)
            kinds = verb_frames().get(verb[0], frozenset()) if verb else frozenset()
            after = clauses.chunk_end(i)
            if verb is None or not kinds & {"np", "deed"} or not is_asserted(clauses, i):
                continue
            if not clauses.text(i, after).rstrip("、").endswith(_NOMINALISED):
                continue
            subjects = [p for p in self._subjects.subjects(clauses, 0, i) if p.speakers]
            end = len(tokens)
            while end > after and (
                tokens[end - 1].pos in ("PUNCT", "AUX") and tokens[end - 1].text not in ("」", ")")
            ):
                end -= 1
            if not subjects or end <= after:
                return ()
            span = Span(tokens[after].start, tokens[end - 1].end)
            verb_span = Span(tokens[i].start, tokens[after - 1].end)
            self._drafts += [Draft(s, span, False, verb[0], verb_span) for s in subjects[-1].speakers]
            return subjects[-1].speakers
        return ()

    def _inherited(self, sentence: Sentence) -> tuple[Speaker, ...]:
        distance = sentence.block - self._topic_block
        person = bool(self._topic) and self._finder.is_person(self._topic[0].entity)
        # A person stays the topic into the next paragraph, a body does not.
        return self._topic if 0 <= distance <= person else ()

    def _remember(self, clauses: Clauses, sentence: Sentence, speakers: tuple[Speaker, ...]) -> None:
        if not speakers:
            topics = [
                p
                for p in self._subjects.subjects(clauses, 0, len(clauses.tokens))
                if p.speakers and (p.particle_text == "は" or self._in_main_clause(clauses, p))
            ]
            topics.sort(key=lambda p: p.particle_text != "は")
            if not topics:
                return
            speakers = topics[0].speakers
            known = (
                self._topic
                and self._topic_block == sentence.block
                and self._finder.is_person(self._topic[0].entity)
            )
            if known and not self._finder.is_person(speakers[0].entity):
                return
        self._topic, self._topic_block = speakers, sentence.block

    def _in_main_clause(self, clauses: Clauses, phrase: Phrase) -> bool:
        """Return whether a phrase belongs to the sentence's last predicate or one coordinated with it."""
        i = phrase.particle - 1
        while (head := clauses.head(i)) != i:
            if clauses.tokens[head].dep in ("acl", "ccomp", "csubj") or clauses.tokens[i].dep == "nmod":
                return False
            i = head
        return True

    def _lone_quotation(self, sentence: Sentence, span: Span) -> None:
        """A sentence that is only a quotation: its speaker stands in the sentence before or after."""
        if self._awaited:
            self._drafts += [Draft(s, span, True, None, None) for s in self._awaited]
            return
        self._pending = (sentence.block, span)

    def _thus(self, clauses: Clauses, sentence: Sentence, *, reported: bool) -> None:
        """Tie 「…」。 to X氏はこう述べた。 on either side of it."""
        pending, self._pending, self._awaited = self._pending, None, ()
        text = clauses.text(0, len(clauses.tokens))
        thus = _THUS.search(text)
        phrases = [p for p in self._subjects.subjects(clauses, 0, len(clauses.tokens)) if p.speakers]
        if pending and sentence.block - pending[0] <= 1 and phrases and (thus or not clauses.quotations):
            self._drafts += [Draft(s, pending[1], True, None, None) for s in phrases[0].speakers]
        elif phrases and (thus or (not reported and says(clauses))):
            self._awaited = phrases[0].speakers
