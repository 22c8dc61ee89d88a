"""Arguments from the chain of clauses: the subject, time and place that clauses share."""

from __future__ import annotations

import re

from kgpub.extract.arguments_slots import Slots, core
from kgpub.extract.lexicon import verbs
from kgpub.extract.phrases import Phrase
from kgpub.extract.view import COLLECTIVE
from kgpub.model import EventKind

# Kinds that befall somebody, whom the topic names where the subject is a thing (死刑が確定した).
_SUFFERED = frozenset({EventKind.TRIAL, EventKind.DEATH, EventKind.PERSONNEL_CHANGE, EventKind.CRIME})
_CONTESTS = frozenset({EventKind.ELECTION, EventKind.SPORTS_EVENT})
# Nouns that a clause fills with its content; its subject may stand outside (引き上げることを決めた).
REPORTING = re.compile(
    r"^(こと|事|の|ため|予定|考え|意向|見通し|ところ|.*(方針|計画|契約|合意|協定|覚書|決議|法案|法律)"
    r"|後|あと|前|際|時|とき|直後|直前|上|うえ|のち|翌日|前日)$"
)
_DAY_CASES = frozenset(["", "に", "は", "から", "で"])
_INTENT = re.compile(r"^(予定|考え|意向|見通し)$")
# What ends a clause that another verb tells.
_TOLD = re.compile(r"(と|とも|などと)[、」]*$")
# What goes on (上場している) did not begin on the day of the clause before it.
_LASTING = re.compile(r"^(し)?て(い|お)[るりた]")


class ClauseFiller(Slots):
    """Fills slots from the chain of clauses that an event's predicate stands in."""

    def _concerned(self, predicate: Phrase, topic: Phrase) -> None:
        """Take the topic of a clause whose subject is a thing: 山田さんは…、死刑が確定した."""
        if self.candidate.kind in _SUFFERED and "named" not in self._slots and topic.case == "は":
            self.fill("wo", self.view.referents(topic))

    def shared(self, predicate: Phrase) -> None:
        """Take subject, time and place that the chain of clauses shares with a predicate."""
        self._from_later_clauses(predicate)
        self._from_earlier_clauses(predicate)
        if predicate.head is None and predicate.predicate:
            self._opening(predicate)

    def _opening(self, predicate: Phrase) -> None:
        """Take the topic and day that open a sentence for its last verb, whatever stands between.

        県警は12日、…を奪ったとして、…を逮捕した: the parser hangs them on the first verb.
        """
        view = self.view
        for topic, after in zip(view.phrases, view.phrases[1:], strict=False):
            if topic.adnominal:
                continue
            if topic.depth or topic.predicate:
                return
            if topic.topic and topic.case == "は":
                if "subject" not in self._slots:
                    self.fill("wo" if predicate.passive else "ga", view.referents(topic))
                if (time := view.time_in(after)) is not None and after.comma and after.case == "":
                    self.time(time)
                return

    def _brought(self, clause: Phrase) -> None:
        for child in self.view.children(clause):
            if child.case == "を":
                self.fill("to", self.view.referents(child))
            elif child.case in ("に", "で") and self.view.time_in(child) is None:
                self.place_of(child)

    def _objects(self, clause: Phrase) -> None:
        for child in self.view.children(clause):
            if child.case == "を":
                self.fill("wo", self.view.referents(child))

    def _visited(self, clause: Phrase) -> None:
        for child in self.view.children(clause):
            if child.case in ("を", "に") and self.view.time_in(child) is None:
                self.place_of(child)

    def _from_later_clauses(self, predicate: Phrase) -> None:
        """What stands before this predicate and belongs to a later clause of the chain is said of it too."""
        view = self.view
        node = predicate
        # 外務省は28日、金氏が訪中すると発表した: what stands before a clause's own subject is not in it.
        own = self._own_subject(predicate)
        intended = False
        for _ in range(6):
            head = view.head(node)
            if head is None or (
                node.adnominal and head.head is not None and not REPORTING.match(core(view, head))
            ):
                return
            # The day of 訪米する意向を示した is that of showing it.
            intended = intended or (node.adnominal and _INTENT.match(core(view, head)) is not None)
            self._nearest_day(predicate, head, own if _TOLD.search(node.tail) else None)
            for child in view.children(head):
                after = child.index > predicate.index and not child.predicate
                if (
                    after
                    and node is not predicate
                    and not node.predicate
                    and head.predicate in verbs("issue")
                ):
                    if (time := view.time_in(child)) is not None:
                        self.time(time)  # 買収する契約を1月31日付で締結した
                if child.index >= predicate.index or child.predicate:
                    continue
                if own is not None and child.index < own and _TOLD.search(node.tail):
                    continue
                if view.time_in(child) is not None and child.case in _DAY_CASES:
                    continue
                if child.case == "について" and self.candidate.kind is EventKind.CRIME:
                    self.fill("wo", view.referents(child))
                elif child.case == "で" and child.index > self._previous_predicate(predicate):
                    self.place_of(child)
                elif "subject" not in self._slots and child.case in ("は", "が", "も"):
                    self.fill("wo" if predicate.passive else "ga", view.referents(child))
                    if not intended and child.case == "は":
                        self.day_after(child)
                    if COLLECTIVE.match(core(view, child)):
                        self.candidate.collective = True
                    if child.core and "副詞可能" not in child.core[-1].tag:
                        self._slots.add("subject")  # 会社は…完成させる計画だ: said, though nobody we know
                else:
                    self._concerned(predicate, child)
            if "subject" not in self._slots and head.adnominal and not predicate.adnominal:
                # 会議に出席するため訪米している首相
                gap = view.head(head)
                if gap is not None and not REPORTING.match(core(view, gap)):
                    self.fill("ga", view.referents(gap, coordinated=False))
            if "subject" not in self._slots and not predicate.passive:
                self._subject_before(head, predicate, dated=not intended)
            node = head

    def _nearest_day(self, predicate: Phrase, later: Phrase, own: int | None) -> None:
        """Take the nearest of the days that hang on a later clause: 8日、3月末に退任すると決めた."""
        for child in reversed(self.view.children(later)):
            if child.index >= predicate.index or child.predicate or (own is not None and child.index < own):
                continue
            if (time := self.view.time_in(child)) is not None and child.case in _DAY_CASES:
                self.day_of(child, time)

    def _own_subject(self, predicate: Phrase) -> int | None:
        """Return where the first subject after the last finished clause stands, if there is one."""
        before = self.view.phrases[: predicate.index]
        told = max((p.index for p in before if p.predicate and not p.adnominal), default=-1)
        subjects = (p.index for p in before[told + 1 :] if p.case == "が" and p.depth == predicate.depth)
        return next(subjects, None)

    def _subject_before(self, later: Phrase, predicate: Phrase, *, dated: bool) -> None:
        """Take topic and day of a chain from its first clause: A社は3日、総会を開き、B社を売ると決めた."""
        for clause in self.view.children(later):
            if clause.predicate and clause.index < predicate.index and clause.depth == later.depth:
                for child in self.view.children(clause):
                    if child.case == "は" and child.index < clause.index:
                        self.fill("ga", self.view.referents(child))
                        if dated:
                            self.day_after(child)

    def _from_earlier_clauses(self, predicate: Phrase) -> None:
        """The subject and time of an earlier clause go on: 15日、A氏は北京に着き、…と会談した."""
        view = self.view
        own = self._own_subject(predicate)
        if own is None and (linked := [c for c in view.children(predicate) if c.tail.endswith("て")]):
            own = self._own_subject(linked[0])  # A氏が選ばれて就任した
        for child in reversed(view.children(predicate)):
            if not child.predicate or child.index >= predicate.index or child.depth != predicate.depth:
                continue
            if child.predicate in verbs("bring"):
                self._brought(child)
            if child.predicate == "受け取る" and self.candidate.kind is EventKind.MEETING:
                for grand in view.children(child):
                    if grand.case == "から":
                        self.fill("to", view.referents(grand))  # 首相から辞令を受け取り、会談した
            if child.predicate in verbs("beat") and self.candidate.kind in _CONTESTS:
                self._objects(child)
            if child.predicate == "相手取る":
                self._objects(child)
            if child.predicate in verbs("visit") and self.candidate.kind is not EventKind.VISIT:
                self._visited(child)
            if child.tail.rstrip("、").endswith(("から", "以来", "ため", "ば", "と")):
                continue  # another time, or a condition
            lasting = bool(_LASTING.match(predicate.tail))
            for grand in view.children(child):
                if grand.case == "と" and grand.topic:
                    self.fill("to", view.referents(grand))
                if "subject" not in self._slots and grand.case in ("は", "が"):
                    if own is not None and grand.index < own and _TOLD.search(predicate.tail):
                        self._slots.add("subject")  # 林氏は…述べ、A社が説明しないまま売ったと批判した
                        continue
                    self.fill("wo" if predicate.passive else "ga", view.referents(grand))
                else:
                    self._concerned(predicate, grand)
                if (time := view.time_in(grand)) is not None and grand.case in ("", "に"):
                    # The day inside a clause (1月に辞任し、…) is not another's, nor of what lasts.
                    opening = grand.topic and grand.case == "に"  # 8月には
                    apart = (
                        lasting
                        or own is not None
                        or child.tail.rstrip("、").endswith(("たが", "だが", "ものの"))
                    )
                    if opening or not (grand.case == "に" and apart):
                        self.day_of(grand, time)

    def _previous_predicate(self, predicate: Phrase) -> int:
        indexes = [p.index for p in self.view.phrases if p.predicate and p.index < predicate.index]
        return max(indexes, default=-1)
