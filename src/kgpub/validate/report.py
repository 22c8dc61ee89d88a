"""What a check finds, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a result is. Only a violation keeps a graph from conforming."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that is wrong with one node.

    ``focus_node``, ``source_shape`` and ``component`` are IRIs (or ``_:label`` for a
    blank node); ``path`` is a SPARQL property path such as ``<https://schema.org/name>``,
    and ``value`` an RDF term in N-Triples syntax. ``focus_name`` is what the data calls
    the node, empty if it doesn't. ``message_*`` say what is wrong and ``fix_*`` what to
    do about it; for shapes that have no such text they are empty. ``evidence`` is where
    the article speaks of the node, if the graph records it: ``IRI「words」``.
    """

    focus_node: str
    focus_name: str
    severity: Severity
    path: str
    value: str
    message_ja: str
    message_en: str
    fix_ja: str
    fix_en: str
    evidence: str
    source_shape: str
    component: str

    def message(self, language: str) -> str:
        """Return what is wrong in the language (``ja`` or ``en``), or in the other if there is only that."""
        if language == "ja":
            return self.message_ja or self.message_en
        return self.message_en or self.message_ja

    def fix(self, language: str) -> str:
        """Return what to do in the language (``ja`` or ``en``), or in the other if there is only that."""
        if language == "ja":
            return self.fix_ja or self.fix_en
        return self.fix_en or self.fix_ja


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a check found in one graph, worst first and then by node.

    A report exists only if the graph was really checked.
    """

    results: tuple[Result, ...]

    @property
    def conforms(self) -> bool:
        """Whether there is no violation. Warnings and notes don't count."""
        return not any(r.severity is Severity.VIOLATION for r in self.results)

    def count(self, severity: Severity) -> int:
        """Return how many results are of the severity."""
        return sum(r.severity is severity for r in self.results)
