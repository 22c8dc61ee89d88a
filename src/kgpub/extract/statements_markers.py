"""Find the word that ends reported content: と, よう, こと, or a noun such as 考え and 必要性."""

from __future__ import annotations

from kgpub.extract.clauses import Clauses, is_predicate_end
from kgpub.extract.statements_lexicon import ReportNoun, report_nouns

# Verbs that can stand far from their と: 「…だと、外相は述べた」.
_PLAIN = ("述べ", "語", "話", "説明", "強調", "指摘", "訴え", "明らか", "主張")


def is_quoting(clauses: Clauses, start: int, i: int, *, bare: bool) -> bool:
    """Return whether the token is a と that ends what someone said."""
    token = clauses.tokens[i]
    if token.text not in ("と", "とも") or not token.tag.startswith("助詞") or i <= start:
        return False
    before = clauses.tokens[i - 1]
    if before.text in ("」", "』"):
        return True
    if before.text == "、":
        # 認めない、と述べた
        said = is_predicate_end(clauses.tokens[i - 2]) and _says(clauses, i + 1)
        return i >= 2 and (clauses.tokens[i - 2].text == "」" or said)
    if before.text in ("など", "か"):
        return i >= 2
    if before.text == "?" or before.text == "!":
        return True
    if before.tag.startswith("助詞-準体助詞"):
        return False
    return is_predicate_end(before) or (bare and before.pos in ("NOUN", "ADJ", "PROPN", "NUM"))


def _says(clauses: Clauses, i: int) -> bool:
    """Return whether a verb of saying stands at a position, over も."""
    if clauses.text(i, i + 1) == "も":
        i += 1
    tokens = clauses.tokens
    return i < len(tokens) and (tokens[i].tag.startswith("動詞-一般") or "サ変" in tokens[i].tag)


def particle_marker(
    clauses: Clauses, start: int, verb: int, lemma: str, kinds: frozenset[str]
) -> tuple[int, int, str] | None:
    """Return (marker, end of content, kind) of the と, よう or こと nearest before the verb."""
    tokens = clauses.tokens
    for i in reversed(clauses.visible(start, verb)):
        token = tokens[i]
        if is_quoting(clauses, start, i, bare="bare" in kinds and i + 1 == verb):
            if _calls(clauses, start, i):
                return None
            return (i, i, "to") if _to_belongs(clauses, i, verb, lemma, kinds) else None
        if token.text == "旨" and "to" in kinds and i > start and is_predicate_end(tokens[i - 1]):
            # …である旨述べた, …する旨を伝えた
            return (i, i, "to") if not _clause_between(clauses, i + 1, verb) else None
        if "you" in kinds and token.text == "よう" and token.tag.startswith("形状詞-助動詞語幹"):
            return i, i, "you"
        if "node" in kinds and clauses.text(i, i + 3) == "ので、" and is_predicate_end(tokens[i - 1]):
            return (i, i, "to") if not _clause_between(clauses, i + 3, verb) else None
        if "koto" in kinds and token.text == "こと" and i > start and is_predicate_end(tokens[i - 1]):
            return (i, i, "koto") if _koto_belongs(clauses, i, verb, lemma) else None
        if token.text == "、" and i + 1 < verb and _clause_between(clauses, i + 1, verb):
            return None
    return None


def _calls(clauses: Clauses, start: int, marker: int) -> bool:
    """Return whether something is called what a noun before と says: 同社を発見者と認定した."""
    before = clauses.tokens[marker - 1]
    if not before.tag.startswith("名詞") or "サ変" in before.tag:
        return False
    for i in reversed(clauses.visible(start, marker)):
        token = clauses.tokens[i]
        if token.tag.startswith(("動詞", "助動詞", "形容詞")) or token.text == "、":
            return False
        if token.text == "を":
            return True
    return False


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


def noun_marker(
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
    return is_quoting(clauses, start, i, bare=False) or (
        clauses.tokens[i].lemma == "いう" and clauses.tokens[i - 1].text == "と"
    )
