"""Find statements: what a person, body or country is reported to have said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kgpub.extract.clauses import Clauses
from kgpub.extract.statements_content import content_spans
from kgpub.extract.statements_frames import Frame, find_frames, is_utterance
from kgpub.extract.statements_headlines import headline_statements
from kgpub.extract.statements_source import Source, find_source
from kgpub.extract.statements_speakers import Phrase, Speaker, SpeakerFinder
from kgpub.model import Analysis, Article, BlockKind, Entity, Sentence, Span, Statement


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement before it gets its id; speakers come one by one."""

    speaker: Speaker
    span: Span
    direct: bool
    verb: str | None
    verb_span: Span | None


def extract_statements(
    article: Article, analysis: Analysis, entities: Sequence[Entity]
) -> tuple[Statement, ...]:
    """Return the article's statements in the order of their content.

    A statement needs a speaker among the entities; what nobody in particular is
    said to have said (とみられる, 関係者によると) is left out. ``recorded_at`` is not set.
    """
    if article.language != "ja":
        return ()
    finder = SpeakerFinder(article.text, entities)
    drafts = _Extraction(article, analysis, finder).run()
    seen: set[tuple[str, int, int]] = set()
    result: list[Statement] = []
    for draft in sorted(drafts, key=lambda d: (d.span.start, d.span.end, d.speaker.span.start, d.speaker.entity)):
        key = (draft.speaker.entity, draft.span.start, draft.span.end)
        if key in seen:
            continue
        seen.add(key)
        about = finder.entities_in(draft.span.start, draft.span.end)
        result.append(
            Statement(
                id=f"s{len(result) + 1}",
                speaker=draft.speaker.entity,
                span=draft.span,
                direct=draft.direct,
                speaker_span=draft.speaker.span,
                reporting_verb=draft.verb,
                verb_span=draft.verb_span,
                about=tuple(e for e in about if e != draft.speaker.entity),
            )
        )
    return tuple(result)


_THUS = re.compile(r"(?:こう|そう|このように|そのように|次のように|以下のように)")


class _Extraction:
    """Walks through an article's sentences and remembers who is being talked about."""

    def __init__(self, article: Article, analysis: Analysis, finder: SpeakerFinder) -> None:
        self._article = article
        self._sentences = analysis.sentences
        self._finder = finder
        self._topic: tuple[Speaker, ...] = ()
        self._topic_block = -1
        self._drafts: list[Draft] = []
        self._pending: tuple[int, Span] | None = None  # a quotation that is a sentence of its own
        self._awaited: tuple[Speaker, ...] = ()  # X氏は次のように述べた。

    def run(self) -> list[Draft]:
        for sentence in self._sentences:
            block = self._article.blocks[sentence.block]
            if block.kind is BlockKind.REFERENCE:
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

    def _sentence(self, sentence: Sentence) -> None:
        clauses = Clauses(sentence)
        alone = _quotation_alone(clauses)
        if alone is not None:
            self._lone_quotation(sentence, alone)
            return
        source = find_source(clauses, self._finder)
        if source and not source.speakers and not source.human:
            source = None
        start = source.end if source else 0
        frames = [f for f in find_frames(clauses) if f.marker >= start]
        speakers: tuple[Speaker, ...] = ()
        reported = False
        for number, frame in enumerate(frames):
            found, after, blocked = self._speakers(clauses, frame, start if number == 0 else frame.start, speakers)
            if not found and source and not (blocked and not source.speakers):
                found = source.speakers
            elif not found and not blocked and not speakers:
                found = self._inherited(sentence)
            if found:
                self._add(clauses, frame, found, max(after, start))
                speakers, reported = found, True
        if not frames and source and source.speakers:
            span = _to_sentence_end(clauses, source)
            if span:
                self._drafts += [Draft(s, span, False, "よる", source.span) for s in source.speakers]
                reported = True
        self._thus(clauses, sentence)
        self._remember(clauses, sentence, speakers if reported else ())

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

    def _speakers(
        self, clauses: Clauses, frame: Frame, start: int, previous: tuple[Speaker, ...]
    ) -> tuple[tuple[Speaker, ...], int, bool]:
        """Return (speakers, position after their phrase, whether somebody unnamed speaks)."""
        inverted = [p for p in self._subjects(clauses, frame.marker, frame.verb) if p.speakers]
        if inverted:
            return inverted[-1].speakers, start, False
        if modified := self._modified(clauses, frame):
            return modified, start, False
        limit = frame.quotation.open if frame.quotation else frame.end
        subjects = self._subjects(clauses, start, limit)
        chosen = self._choose(clauses, frame, subjects, previous, start)
        if chosen is not None:
            return chosen.speakers, chosen.particle + 1, not chosen.speakers
        return previous, start, False

    def _choose(
        self, clauses: Clauses, frame: Frame, subjects: list[Phrase], previous: tuple[Speaker, ...], start: int
    ) -> Phrase | None:
        for number, phrase in enumerate(subjects):
            if not (phrase.speakers or phrase.human):
                continue
            governed = clauses.head(phrase.particle - 1) >= frame.marker or self._attached(clauses, phrase, frame)
            if phrase.particle_text == "が":
                later = [p for p in subjects[number + 1 :] if p.particle_text == "は" and p.speakers]
                broken = later and _predicate_between(clauses, phrase.particle, later[0].particle)
                if broken:
                    continue
                if governed or (frame.quotation and not _predicate_between(clauses, phrase.particle, frame.quotation.open)):
                    return phrase
                continue
            if previous and not governed and not self._new_speaker(phrase, previous):
                continue
            if previous and self._finder.is_person(previous[0].entity):
                if not (phrase.speakers and self._finder.is_person(phrase.speakers[0].entity)):
                    continue
            # 管制官は…: a topic without a name, at the head of the sentence, speaks throughout it.
            if phrase.speakers or governed or (number == 0 and phrase.particle_text == "は"):
                return phrase
        return None

    def _new_speaker(self, phrase: Phrase, previous: tuple[Speaker, ...]) -> bool:
        return bool(phrase.speakers)

    def _attached(self, clauses: Clauses, phrase: Phrase, frame: Frame) -> bool:
        i = phrase.particle - 1
        head = clauses.head(i)
        chunk = clauses.tokens[i].chunk
        while head != i and clauses.tokens[head].chunk == chunk:
            i, head = head, clauses.head(head)
        return head >= frame.marker

    def _subjects(self, clauses: Clauses, start: int, end: int) -> list[Phrase]:
        """Return the phrases with は, が or も between two positions."""
        found: list[Phrase] = []
        for i in clauses.visible(start, end):
            token = clauses.tokens[i]
            if token.text not in ("は", "が", "も") or not token.tag.startswith("助詞") or "接続" in token.tag or i == 0:
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

    def _inherited(self, sentence: Sentence) -> tuple[Speaker, ...]:
        return self._topic if 0 <= sentence.block - self._topic_block <= 1 else ()

    def _remember(self, clauses: Clauses, sentence: Sentence, speakers: tuple[Speaker, ...]) -> None:
        if not speakers:
            topics = [
                p
                for p in self._subjects(clauses, 0, len(clauses.tokens))
                if p.speakers and (p.particle_text == "は" or self._in_main_clause(clauses, p))
            ]
            topics.sort(key=lambda p: p.particle_text != "は")
            if not topics:
                return
            speakers = topics[0].speakers
            known = self._topic and self._topic_block == sentence.block and self._finder.is_person(self._topic[0].entity)
            if known and not self._finder.is_person(speakers[0].entity):
                return
        self._topic, self._topic_block = speakers, sentence.block

    def _in_main_clause(self, clauses: Clauses, phrase: Phrase) -> bool:
        """Return whether a phrase is an argument of the sentence's last predicate or one coordinated with it."""
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

    def _thus(self, clauses: Clauses, sentence: Sentence) -> None:
        """Tie 「…」。 to X氏はこう述べた。 on either side of it."""
        pending, self._pending, self._awaited = self._pending, None, ()
        text = clauses.text(0, len(clauses.tokens))
        thus = _THUS.search(text)
        phrases = [p for p in self._subjects(clauses, 0, len(clauses.tokens)) if p.speakers]
        if pending and sentence.block - pending[0] <= 1 and phrases and (thus or not clauses.quotations):
            self._drafts += [Draft(s, pending[1], True, None, None) for s in phrases[0].speakers]
        elif thus and phrases:
            self._awaited = phrases[0].speakers


def _quotation_alone(clauses: Clauses) -> Span | None:
    """Return the inside of the quotation that makes up the whole sentence."""
    if len(clauses.quotations) != 1:
        return None
    quotation = clauses.quotations[0]
    rest = clauses.text(0, quotation.open) + clauses.text(quotation.close + 1, len(clauses.tokens))
    if rest.strip("。 ") or not is_utterance(clauses, quotation):
        return None
    return Span(clauses.tokens[quotation.open].end, clauses.tokens[quotation.close].start)


def _predicate_between(clauses: Clauses, start: int, end: int) -> bool:
    return any(
        clauses.tokens[i].tag.startswith(("動詞-一般", "助動詞")) or clauses.tokens[i].pos == "VERB"
        for i in clauses.visible(start, end)
    )


def _to_sentence_end(clauses: Clauses, source: Source) -> Span | None:
    tokens = clauses.tokens
    start, end = source.end, len(tokens)
    while end > start and tokens[end - 1].text in ("。", "、"):
        end -= 1
    for tail in ("ということです", "ということだ", "とのことです", "とのことだ", "という", "といいます"):
        length = next((k for k in range(1, 6) if clauses.text(end - k, end) == tail), 0)
        if length:
            end -= length
            break
    return Span(tokens[start].start, tokens[end - 1].end) if end - start >= 2 else None
