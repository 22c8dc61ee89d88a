"""Find where a sentence reports speech: the verb, its construction, and where the content ends."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kgpub.extract.clauses import Clauses, Quotation, is_predicate_end, is_utterance
from kgpub.extract.statements_lexicon import ReportNoun, report_nouns, verb_frames
from kgpub.extract.statements_verbs import is_asserted, verb_lemma


@dataclass(frozen=True, slots=True)
class Frame:
    """One report of speech in a sentence; positions are those of its :class:`Clauses`.

    The content lies in ``[start, end)`` together with what belongs to the reporting
    verb (speaker, time, occasion). ``marker`` is the と, よう, こと or noun after it.
    ``verb`` is the verb's first token and ``verb_end`` the position after its
    bunsetsu. ``quotation`` is set when the content ends with one. ``kind`` is the
    construction: to, you, koto, stance, np, deed or toshite. An ``embedded`` report is
    part of what the next one reports (首相が伝えたと明らかにした).
    """

    start: int
    end: int
    marker: int
    verb: int
    verb_end: int
    lemma: str
    kind: str
    quotation: Quotation | None = None
    embedded: bool = False


# Verbs that can stand far from their と: 「…だと、外相は述べた」.
_PLAIN = ("述べ", "語", "話", "説明", "強調", "指摘", "訴え", "明らか", "主張")
_PUNCTUATION = {"、", "。", ","}


def find_frames(clauses: Clauses) -> list[Frame]:
    """Return the sentence's reports of speech from left to right.

    Their contents do not overlap, except that an embedded report lies within the next one.
    """
    frames: list[Frame] = []
    start = done = 0
    for i in clauses.visible(0, len(clauses.tokens)):
        if i < done:
            continue
        frame = _frame_at(clauses, start, i)
        if frame is None:
            continue
        if (
            frames
            and frames[-1].embedded
            and frame.marker > frame.start
            and frame.marker - frames[-1].verb_end > 3
        ):
            # What follows the embedded verb has its own content: the two stand side by side.
            frames[-1] = replace(frames[-1], embedded=False)
            frame = _frame_at(clauses, frames[-1].verb_end, i) or frame
        elif frame.verb_end < len(clauses.tokens) and _continues(clauses, frame):
            frames.append(replace(frame, embedded=True))
            done = frame.verb_end
            continue
        frames.append(frame)
        start = done = frame.verb_end
    if frames and frames[-1].embedded:
        frames[-1] = replace(frames[-1], embedded=False)
    return frames


def _frame_at(clauses: Clauses, start: int, i: int) -> Frame | None:
    frame = _toshite(clauses, start, i)
    if frame is not None:
        return frame
    verb = verb_lemma(clauses, i)
    if verb is None or not is_asserted(clauses, i):
        return None
    lemma, first = verb
    kinds = verb_frames().get(lemma)
    if kinds is None:
        return _open_verb(clauses, start, i, lemma)
    if "naming" in kinds:
        return None
    return _table_verb(clauses, start, first, _phrase_end(clauses, i), lemma, kinds) or _open_verb(
        clauses, start, i, lemma
    )


def _continues(clauses: Clauses, frame: Frame) -> bool:
    """Return whether a と or ことを right after the verb makes its clause the content of another one."""
    last = frame.verb_end - 1
    tokens = clauses.tokens
    if tokens[last].text == "と" and _is_quoting(clauses, frame.verb, last, bare=False):
        return True
    return tokens[frame.verb_end].text == "こと" and clauses.text(frame.verb_end + 1, frame.verb_end + 2) in (
        "を",
        "も",
    )


def _phrase_end(clauses: Clauses, i: int) -> int:
    """Return where the next report can begin: after the verb's bunsetsu and うえで、, ことについて…"""
    end = clauses.chunk_end(i)
    tokens = clauses.tokens
    while end < len(tokens) and (
        tokens[end].text in ("うえ", "上", "後", "あと", "一方", "ほか") or tokens[end].text in _PUNCTUATION
    ):
        end = clauses.chunk_end(end)
    return min(end, len(tokens))


def _table_verb(
    clauses: Clauses, start: int, verb: int, end: int, lemma: str, kinds: frozenset[str]
) -> Frame | None:
    found = _noun_marker(clauses, start, verb, lemma, kinds)
    if found is None:
        found = _particle_marker(clauses, start, verb, lemma, kinds)
    if found is None:
        return None
    marker, content_end, kind = found
    return _frame(clauses, start, content_end, marker, verb, end, lemma, kind)


def _frame(
    clauses: Clauses, start: int, content_end: int, marker: int, verb: int, end: int, lemma: str, kind: str
) -> Frame | None:
    while content_end > start and clauses.tokens[content_end - 1].text in (
        "など",
        "等",
        "、",
        "といった",
        "だ、",
    ):
        content_end -= 1
    if content_end <= start:
        return None
    quotation = clauses.quotation_ending(content_end - 1)
    return Frame(start, content_end, marker, verb, end, lemma, kind, quotation)


def _is_quoting(clauses: Clauses, start: int, i: int, *, bare: bool) -> bool:
    """Return whether the token is a と that ends what someone said."""
    token = clauses.tokens[i]
    if token.text != "と" or not token.tag.startswith("助詞") or i <= start:
        return False
    before = clauses.tokens[i - 1]
    if before.text in ("」", "』"):
        return True
    if before.text in ("など", "、", "か"):
        return i >= 2 and (before.text != "、" or clauses.tokens[i - 2].text == "」")
    if before.text == "?" or before.text == "!":
        return True
    if before.tag.startswith("助詞-準体助詞"):
        return False
    return is_predicate_end(before) or (bare and before.pos in ("NOUN", "ADJ", "PROPN", "NUM"))


def _particle_marker(
    clauses: Clauses, start: int, verb: int, lemma: str, kinds: frozenset[str]
) -> tuple[int, int, str] | None:
    """Return (marker, end of content, kind) of the と, よう or こと nearest before the verb."""
    tokens = clauses.tokens
    for i in reversed(clauses.visible(start, verb)):
        token = tokens[i]
        if _is_quoting(clauses, start, i, bare="bare" in kinds and i + 1 == verb):
            return (i, i, "to") if _to_belongs(clauses, i, verb, lemma, kinds) else None
        if "you" in kinds and token.text == "よう" and token.tag.startswith("形状詞-助動詞語幹"):
            return i, i, "you"
        if "koto" in kinds and token.text == "こと" and i > start and is_predicate_end(tokens[i - 1]):
            return (i, i, "koto") if _koto_belongs(clauses, i, verb, lemma) else None
        if token.text == "、" and i + 1 < verb and _clause_between(clauses, i + 1, verb):
            return None
    return None


def _to_belongs(clauses: Clauses, marker: int, verb: int, lemma: str, kinds: frozenset[str]) -> bool:
    """Return whether the と at a position ends what the verb reports."""
    tokens = clauses.tokens
    following = tokens[marker + 1]
    noun = _report_noun_after(clauses, marker + 1, verb)
    # 示す, 出す and the like say something only together with a noun: と期待を示した.
    if "to" not in kinds and not ("stance" in kinds and noun):
        return False
    if following.lemma == "いう" and marker + 2 < verb:
        return noun
    if following.text == "の" and not noun:
        return False
    # 首脳が言及すると、外相は反発した: a condition, not what was said.
    topic = any(
        tokens[i].text in ("は", "が") and tokens[i].tag.startswith("助詞")
        for i in clauses.visible(marker + 1, verb)
    )
    if topic and following.text == "、" and tokens[marker - 1].text != "」" and not lemma.startswith(_PLAIN):
        return False
    return not _clause_between(clauses, marker + 1, verb)


def _koto_belongs(clauses: Clauses, marker: int, verb: int, lemma: str) -> bool:
    """Return whether the こと at a position is the verb's object."""
    particle = clauses.text(marker + 1, marker + 2)
    if particle not in ("を", "も", "に", "は", "まで") or _clause_between(clauses, marker + 2, verb):
        return False
    return particle != "に" or lemma in ("言及する", "触れる")


def _clause_between(clauses: Clauses, start: int, end: int) -> bool:
    """Return whether a clause of its own (し、 or した、) ends between two positions."""
    tokens = clauses.tokens
    for i in clauses.visible(start, end):
        if tokens[i].text == "、" and i > start and is_predicate_end(tokens[i - 1]):
            return True
        joining = tokens[i].tag.startswith("助詞-接続助詞") and tokens[i].text in ("て", "が", "けれど")
        if joining and i + 1 < end and tokens[i + 1].text == "、":
            return True
    return False


def _report_noun_ending(clauses: Clauses, i: int) -> tuple[ReportNoun, int] | None:
    """Return the report noun that ends at a position, and its first position (警戒 + 感)."""
    table = report_nouns()
    for length in (3, 2, 1):
        noun = clauses.text(max(0, i - length + 1), i + 1)
        if i - length + 1 >= 0 and noun in table:
            return table[noun], i - length + 1
    return None


def _report_noun_after(clauses: Clauses, start: int, end: int) -> bool:
    for i in clauses.visible(start, end):
        token = clauses.tokens[i]
        noun = _report_noun_ending(clauses, i)
        if noun and noun[0].kind in ("stance", "utterance"):
            return True
        if token.text in ("を", "は", "が"):
            return False
    return False


def _noun_marker(
    clauses: Clauses, start: int, verb: int, lemma: str, kinds: frozenset[str]
) -> tuple[int, int, str] | None:
    """Return (marker, end of content, kind) for 考えを示した, 必要性を強調した, 停戦を求めた."""
    tokens = clauses.tokens
    particle = _object_particle(clauses, start, verb)
    if particle is None:
        return None
    noun = particle - 1
    if noun < start or noun in clauses.hidden:
        return None
    listed = _report_noun_ending(clauses, noun)
    verbal = "サ変" in tokens[noun].tag
    entry = None
    if listed:
        entry, noun = listed
        if noun < start:
            return None
    before = tokens[noun - 1]
    if entry and entry.kind == "thanks":
        return None
    if _quoted_before(clauses, start, noun):
        return None
    allowed = entry is None or not entry.verbs or lemma.startswith(entry.verbs)
    if entry and entry.kind == "stance" and "stance" in kinds and allowed:
        if before.text == "に" and noun - 2 > start and "サ変" in tokens[noun - 2].tag:
            return noun - 1, noun - 1, "np"  # 早期の再開に期待を示した
        if before.text == "の":
            if noun - 2 < start or tokens[noun - 2].text == "と":
                return None
            return noun, noun - 1, "stance"
        if before.tag.startswith(("動詞", "助動詞")):
            return noun, noun, "stance"
        return None
    if tokens[particle].text not in ("を", "も", "に"):
        return None
    if entry and entry.kind == "content" and allowed and kinds & {"np", "deed"}:
        return (particle, particle, "np") if noun > start or "deed" in kinds else None
    asked_for = entry is None or entry.kind == "utterance"  # 回答を求めた
    if "deed" in kinds and verbal and asked_for and tokens[particle].text == "を":
        return particle, particle, "deed"
    return None


def _object_particle(clauses: Clauses, start: int, verb: int) -> int | None:
    """Return the を, も or に whose phrase is the verb's object, over adverbs (重要性を改めて強調した)."""
    for i in reversed(clauses.visible(start, verb)):
        token = clauses.tokens[i]
        if token.text in ("を", "も", "に", "への") and token.tag.startswith("助詞"):
            if i and (_report_noun_ending(clauses, i - 1) or token.text == "を" or i + 1 == verb):
                return i
            continue
        if token.text in ("は", "が") and token.tag.startswith("助詞"):
            continue
        if token.tag.startswith(("動詞", "助動詞")) or token.text == "と":
            return None
    return None


def _quoted_before(clauses: Clauses, start: int, noun: int) -> bool:
    """Return whether と stands before the noun's phrase: …と意義を強調した, …と従来の主張を重ねた."""
    i = noun - 1
    while i > start and (clauses.tokens[i].text == "の" or clauses.tokens[i].pos in ("NOUN", "ADJ", "PROPN")):
        i -= 1
    return _is_quoting(clauses, start, i, bare=False) or (
        clauses.tokens[i].lemma == "いう" and clauses.tokens[i - 1].text == "と"
    )


def _toshite(clauses: Clauses, start: int, i: int) -> Frame | None:
    """Return the report of …だとし、 and …としている at the する of a position."""
    tokens = clauses.tokens
    if tokens[i].lemma != "する" or not tokens[i].tag.startswith("動詞") or i < start + 2:
        return None
    marker = i - 1
    if tokens[marker].text == "も" and i >= 2:
        marker -= 1
    if not _is_quoting(clauses, start, marker, bare=False):
        return None
    before = tokens[marker - 1]
    if before.text == "よう" or before.lemma in ("う", "よう") or "意志推量形" in before.inflection:
        return None
    if not is_asserted(clauses, i):
        return None
    following = tokens[i + 1].text if i + 1 < len(tokens) else "。"
    lemma = "する"
    if following == "て":
        after = tokens[i + 2].lemma if i + 2 < len(tokens) else ""
        if after != "いる":
            # …として批判した: what is said, if the verb it leads to is one of saying.
            return _leads_to_saying(clauses, start, i, marker)
    elif following == "た":
        if not _ends_clause(clauses, i + 2):
            return None
    elif following not in ("、", "まし") and tokens[i].text != "し":
        return None
    return _frame(clauses, start, marker, marker, i, _phrase_end(clauses, i), lemma, "to")


def _ends_clause(clauses: Clauses, i: int) -> bool:
    return i >= len(clauses.tokens) or clauses.tokens[i].text in ("。", "、", "うえ", "上", "が", "もの")


def _leads_to_saying(clauses: Clauses, start: int, i: int, marker: int) -> Frame | None:
    table = verb_frames()
    end = clauses.chunk_end(i)
    for j in clauses.visible(end, len(clauses.tokens)):
        verb = verb_lemma(clauses, j)
        if verb is None:
            continue
        lemma, first = verb
        if _is_quoting(clauses, end, j - 1, bare=False) and clauses.tokens[j - 1].text == "と":
            # A second content follows: the first one is a report of its own.
            return _frame(clauses, start, marker, marker, i, end, "する", "to")
        if "to" in table.get(lemma, frozenset()) and is_asserted(clauses, j):
            kinds = table[lemma]
            if _noun_marker(clauses, end, first, lemma, kinds) or _particle_marker(
                clauses, end, first, lemma, kinds
            ):
                return _frame(clauses, start, marker, marker, i, end, "する", "to")
            return _frame(clauses, start, marker, marker, first, _phrase_end(clauses, j), lemma, "toshite")
        if clauses.tokens[j].dep in ("ROOT", "advcl"):
            return None
    return None


def _open_verb(clauses: Clauses, start: int, i: int, lemma: str) -> Frame | None:
    """Return a quotation with a verb that is not in the table: 「…」と胸を張った."""
    if lemma in ("する", "ある", "いる", "なる", "できる"):
        return None
    for j in reversed(clauses.visible(start, i)):
        token = clauses.tokens[j]
        if token.text == "と" and clauses.tokens[j - 1].text == "」" and j - 1 >= start:
            quotation = clauses.quotation_ending(j - 1)
            nxt = clauses.tokens[j + 1]
            if (
                quotation is None
                or nxt.lemma == "いう"
                or nxt.text in ("の", "は")
                or not is_utterance(clauses, quotation)
            ):
                return None
            return _frame(clauses, start, j, j, i, _phrase_end(clauses, i), lemma, "to")
        if token.text == "、" and clauses.tokens[j - 1].text == "と":
            continue
        if token.text in ("、", "は") or (token.tag.startswith("動詞") and "連体形" not in token.inflection):
            return None
    return None
