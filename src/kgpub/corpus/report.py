"""What a corpus build did, and what it set aside, for programs and for people."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub import __version__
from kgpub.corpus.manifest import SetAside
from kgpub.corpus.model import Reason
from kgpub.errors import EXIT_FAILURE, EXIT_FINDINGS, EXIT_NOT_CHECKED, EXIT_OK

if TYPE_CHECKING:
    from kgpub.corpus.manifest import Manifest

_SHOWN = 10
_WORDS = {
    Reason.UNREADABLE: "could not be read",
    Reason.INVALID: "violate the shapes",
    Reason.NOT_CHECKED: "could not be checked",
    Reason.ERROR: "raised an error",
    Reason.DEADLINE: "took too long",
    Reason.KILLED: "killed their process",
}
_CODES = {
    Reason.UNREADABLE: EXIT_FAILURE,
    Reason.INVALID: EXIT_FINDINGS,
    Reason.NOT_CHECKED: EXIT_NOT_CHECKED,
}


@dataclass(frozen=True, slots=True)
class Report:
    """The result of a build.

    ``articles`` are those in the sources, ``graphs`` and ``triples`` what the output has,
    ``built`` how many graphs this run made. ``superseded`` are pairs of an article and a
    later one that takes its place, because both have one URL or one text.
    """

    articles: int
    graphs: int
    triples: int
    violations: int
    warnings: int
    built: int
    retracted: int
    set_aside: tuple[SetAside, ...]
    superseded: tuple[tuple[str, str], ...]

    @property
    def exit_code(self) -> int:
        """0 if all articles have a valid graph, 1 if some were set aside, 3 if all were."""
        if self.set_aside:
            return EXIT_FINDINGS if self.graphs else EXIT_FAILURE
        return EXIT_FINDINGS if self.violations else EXIT_OK


def read_report(manifest: Manifest, built: int, retracted: int) -> Report:
    """Return the report of a run that has been settled."""
    return Report(
        articles=manifest.count("articles"),
        graphs=manifest.count("wanted"),
        triples=manifest.count("triples"),
        violations=manifest.count("violations"),
        warnings=manifest.count("warnings"),
        built=built,
        retracted=retracted,
        set_aside=tuple(manifest.set_aside()),
        superseded=tuple(manifest.superseded()),
    )


def exit_code_of(reason: Reason) -> int:
    """Return the exit code of a build that stops at an article."""
    return _CODES.get(reason, EXIT_FAILURE)


def as_json(report: Report) -> str:
    """Return the report as JSON, ending in a line break."""
    document = {
        "kgpub": __version__,
        "articles": report.articles,
        "graphs": report.graphs,
        "triples": report.triples,
        "violations": report.violations,
        "warnings": report.warnings,
        "built": report.built,
        "retracted": report.retracted,
        "setAside": [
            {
                "article": one.name,
                "reason": one.failure.reason.value,
                "text": one.failure.text,
                **({"tip": one.failure.tip} if one.failure.tip else {}),
                "earlierGraphKept": one.kept,
            }
            for one in report.set_aside
        ],
        "superseded": [{"article": name, "by": by} for name, by in report.superseded],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def as_text(report: Report, output: str, details: str | None, *, everything: bool = False) -> Iterator[str]:
    """Yield the lines for people. ``details`` names the file that has the whole report."""
    parts = [f"{report.graphs} articles", f"{report.triples} triples", f"{report.built} built now"]
    parts += [f"{report.retracted} retracted"] if report.retracted else []
    parts += [f"{len(report.superseded)} superseded by later ones"] if report.superseded else []
    parts += [f"{report.violations} violations of the shapes"] if report.violations else []
    yield f"{output}: {', '.join(parts)}"
    if not report.set_aside:
        return
    counts = Counter(one.failure.reason for one in report.set_aside)
    kinds = ", ".join(f"{counts[reason]} {_WORDS[reason]}" for reason in Reason if counts[reason])
    yield f"set aside: {len(report.set_aside)} ({kinds})"
    shown = report.set_aside if everything else report.set_aside[:_SHOWN]
    for one in shown:
        kept = " (the graph of an earlier run stays)" if one.kept else ""
        yield f"  {one.name}: {one.failure.text}{kept}"
        if one.failure.tip:
            yield f"    {one.failure.tip}"
    if len(shown) < len(report.set_aside):
        yield f"  and {len(report.set_aside) - len(shown)} more" + (f", all in {details}" if details else "")
