"""Whether a clause asserts its event: what is denied, feared, urged or only possible did not happen."""

from __future__ import annotations

import re

from kgpub.extract.lexicon import verbs
from kgpub.extract.phrases import Phrase
from kgpub.extract.view import SentenceView
from kgpub.model import EventStatus

# Nouns that take what the clause before them says out of the asserted world.
_UNREAL = re.compile(
    r"^(可能性|場合|よう|必要|必要性|恐れ|おそれ|目的|目標|疑い|狙い|期待|方向|是非|懸念|危険|危険性|権利|義務|条件|要請|ケース|用意|準備|覚悟|余地|意思)"
)
# The same of an event noun: 会談の可能性; the aim of a visit (訪米の目的) is that of a real one.
_UNREAL_NOUN = re.compile(r"^(可能性|必要|必要性|恐れ|おそれ|是非|疑い|懸念|危険|要請|期待|用意)")
# The same, unless a day is set: 来月訪問する意向.
_INTENDED = re.compile(r"^(意向|考え|案|構想|意欲)")
_PLANNED = re.compile(r"^(予定|計画|見通し|方針|見込み|運び|段取り|日程)")
# Endings that put a clause under the verb after it: …すると述べた, …するよう求めた.
_SUBORDINATE = re.compile(r"(と|よう|ように|か|かどうか|とも|のは|のを)[、」]*$")
# What ends the content of a promise: 選挙を行うと, …することを.
_CONTENT = re.compile(r"(と|ことを|よう|方向で)[、」]*$")
_NOT_THE_EVENT = re.compile(
    r"^(の?(可能性|恐れ|おそれ|是非|疑い|必要)|要請|反対|防止|対策|訓練|警報|注意報|会見|被害|被災|能力|兵器|容疑|拡大|情勢|問題)"
)


def status_of(
    view: SentenceView, phrase: Phrase, predicate: Phrase | None, stop: int, dated: bool
) -> EventStatus | None:
    """Return the status that the text gives an event, or ``None`` where it does not assert one.

    ``predicate`` is the verb that makes the event happen, if any; ``stop`` is where
    the trigger ends, and ``dated`` tells whether the clause gives a time.
    """
    verb = predicate or phrase
    if predicate is not None and (verb.negative or verb.conditional or verb.hoped):
        return None
    if _NOT_THE_EVENT.match(view.text(stop, phrase.end)):
        return None
    if predicate is None and not _mentioned(view, phrase):
        return None
    if _comparison(view, verb):
        return None
    status = EventStatus.HAPPENED
    node = verb
    for _ in range(4):
        head = view.head(node)
        if head is None or head.depth != node.depth:
            break
        text = view.text(head.start, head.core_end)
        if node.tail.endswith("と") and head.predicate == "する" and head.adnominal:
            return None  # 盗まれたとする主張, 進言したとされる前国防相
        if node.index == head.index - 1:
            unreal = _UNREAL if node.predicate else _UNREAL_NOUN
            if unreal.match(text) or (_INTENDED.match(text) and not dated):
                return None
            if _PLANNED.match(text) or _INTENDED.match(text):
                status = EventStatus.SCHEDULED
        if head.predicate in verbs("intend") and _CONTENT.search(node.tail) and not dated:
            return None
        if head.predicate in verbs("urge") and _urged(view, node, head):
            return None
        if (
            node.predicate
            and not node.adnominal
            and head.hoped
            and not dated
            and node.tail.rstrip("、").endswith(("し", "て", ""))
        ):
            return None  # 会談し、関係を高めたい
        if node.case in ("を", "は", "が"):
            if head.predicate in verbs("cancel") or (head.predicate == "なる" and _called_off(view, head)):
                status = EventStatus.CANCELLED
            elif head.predicate in verbs("postpone"):
                status = EventStatus.POSTPONED
        if head.conditional and predicate is None:
            return None
        leads = node.tail.endswith("て") and head.adnominal  # 訪れて話し合う用意がある
        if node.predicate and not node.adnominal and not leads and not _SUBORDINATE.search(node.tail):
            break  # a clause of its own: what is said of the next does not hold for it
        node = head
    if view.headline and phrase.tail.startswith("へ") and status is EventStatus.HAPPENED:
        status = EventStatus.SCHEDULED
    return status


def _urged(view: SentenceView, clause: Phrase, verb: Phrase) -> bool:
    """Whether a clause is what a verb asks for: 衆院を解散して信を問うよう迫った."""
    asked = [clause]
    if clause.predicate and not clause.adnominal and clause.tail.endswith("て"):
        asked += [c for c in view.children(verb) if clause.index < c.index < verb.index and c.predicate]
    return any(c.tail.rstrip("、」").endswith(("よう", "ように", "べきだと")) for c in asked)


def _called_off(view: SentenceView, verb: Phrase) -> bool:
    """Whether something becomes called off: 打ち上げは取りやめになった."""
    return any(
        c.case in ("に", "と") and re.search(r"(中止|取りやめ|見送り)$", view.text(c.start, c.core_end))
        for c in view.children(verb)
    )


def _comparison(view: SentenceView, verb: Phrase) -> bool:
    """Whether the clause only measures another event: 話し合うのは初めて, 会談するのは3年ぶり."""
    text = view.text(verb.end, view.sentence.end)
    return verb.tail.startswith(("のは", "したのは", "たのは", "するのは", "るのは")) and bool(
        re.search(r"(初めて|以来|ぶり|回目|度目|人目|例目|社目|カ国目)", text)
    )


def _mentioned(view: SentenceView, phrase: Phrase) -> bool:
    """Whether a bare noun mentions a real event: not one denied or urged by its verb."""
    head = view.head(phrase)
    if head is None or phrase.case not in ("に", "を", "が", "は", "も"):
        return True
    if (head.negative and head.predicate in verbs("reach")) or head.predicate in verbs("avert"):
        return False
    # 廃止を検討し始めた: what is begun is the weighing.
    said = {head.predicate, *(t.lemma for t in head.core)} if head.predicate else {""}
    return not (said & verbs("urge") and phrase.case == "を")
