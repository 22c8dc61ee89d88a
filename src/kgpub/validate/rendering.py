"""Validation reports as text for people, and as JSON and Turtle for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rdflib import DCTERMS, SH

from kgpub.rdf.namespaces import KGSH, VOCABULARIES
from kgpub.validate.report import Report, Result, Severity

# A report speaks of the data, of the shapes and of itself.
_PREFIXES = {**VOCABULARIES, "dcterms": str(DCTERMS), "kgsh": str(KGSH), "sh": str(SH)}

_LABELS = {
    "ja": {"Violation": "違反", "Warning": "警告", "Info": "情報", "path": "場所", "value": "値",
           "fix": "対処", "evidence": "本文", "shape": "規則", "conforms": "適合", "fails": "不適合",
           "unchecked": "未検証"},
    "en": {"Violation": "violation", "Warning": "warning", "Info": "note", "path": "where", "value": "value",
           "fix": "fix", "evidence": "text", "shape": "rule", "conforms": "conforms",
           "fails": "does not conform", "unchecked": "NOT CHECKED"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What became of one file: a report, or the reason why there is none.

    ``prefixes`` are the file's own, as (prefix, namespace); the text names nodes by them.
    """

    source: str
    report: Report | None
    reason: str = ""
    tip: str = ""
    prefixes: tuple[tuple[str, str], ...] = ()


def language_of(environment: Mapping[str, str]) -> str:
    """Return ``ja`` or ``en`` by the first variable that is set of those that POSIX looks at."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return "ja" if environment[variable].lower().startswith("ja") else "en"
    return "en"


def as_text(checks: Sequence[FileCheck], language: str) -> str:
    """Return the reports for people, grouped by file and with a summary in the last line.

    ``language`` is ``ja`` or ``en``.
    """
    blocks = [_file_text(check, language) for check in checks]
    return "\n".join([*blocks, summary(checks, language)]) + "\n"


def summary(checks: Sequence[FileCheck], language: str) -> str:
    """Return one line that counts files and results; files not checked are always named as such."""
    reports = [c.report for c in checks if c.report is not None]
    conforming = sum(r.conforms for r in reports)
    failing = len(reports) - conforming
    unchecked = len(checks) - len(reports)
    counts = {s: sum(r.count(s) for r in reports) for s in Severity}
    if language == "ja":
        parts = [f"適合 {conforming}"]
        parts += [f"不適合 {failing}"] if failing else []
        parts += [f"未検証 {unchecked}"] if unchecked else []
        found = [f"{_LABELS['ja'][s]} {n} 件" for s, n in counts.items() if n]
        return f"{len(checks)} ファイル: {'、'.join(parts)}" + (f"（{'、'.join(found)}）" if found else "")
    parts = [_counted(conforming, "conforms", "conform")] if conforming else []
    parts += [_counted(failing, "does not conform", "do not conform")] if failing else []
    parts += [_counted(unchecked, "was NOT CHECKED", "were NOT CHECKED")] if unchecked else []
    found = [_counted(n, _LABELS["en"][s], _LABELS["en"][s] + "s") for s, n in counts.items() if n]
    return f"{_counted(len(checks), 'file', 'files')}: {', '.join(parts)}" + (
        f" ({', '.join(found)})" if found else ""
    )


def as_json(checks: Sequence[FileCheck]) -> str:
    """Return the reports as JSON; ``conforms`` is null for a file that was not checked."""
    files: list[dict[str, Any]] = []
    for check in checks:
        if check.report is None:
            files.append({"file": check.source, "checked": False, "conforms": None, "reason": check.reason})
            continue
        results = [asdict(result) for result in check.report.results]
        files.append(
            {"file": check.source, "checked": True, "conforms": check.report.conforms, "results": results}
        )
    return json.dumps({"files": files}, ensure_ascii=False, indent=2) + "\n"


def as_turtle(checks: Sequence[FileCheck]) -> str:
    """Return one ``sh:ValidationReport`` for each file that was checked.

    ``sh:conforms`` is true when there is no violation. A file that was not checked has
    no report; a comment says so.
    """
    lines = [f"@prefix {p}: <{_PREFIXES[p]}> ." for p in ("dcterms", "sh")]
    for check in checks:
        if check.report is None:
            lines += ["", f"# not checked: {_one_line(check.source)}: {_one_line(check.reason)}"]
        else:
            lines += ["", *_turtle_report(check.source, check.report)]
    return "\n".join(lines) + "\n"


# --- text ------------------------------------------------------------------


def _file_text(check: FileCheck, language: str) -> str:
    labels = _LABELS[language]
    if check.report is None:
        tip = f"\n  {check.tip}" if check.tip else ""
        return f"{check.source}: {labels['unchecked']}\n  {check.reason}{tip}\n"
    verdict = labels["conforms" if check.report.conforms else "fails"]
    prefixes = {**_PREFIXES, **dict(check.prefixes)}
    blocks = [_result_text(result, language, prefixes) for result in check.report.results]
    return "\n".join([f"{check.source}: {verdict}", *blocks]) + "\n"


def _result_text(result: Result, language: str, prefixes: Mapping[str, str]) -> str:
    labels = _LABELS[language]
    node = shorten(f"<{result.focus_node}>", prefixes)
    name = f"「{result.focus_name}」" if language == "ja" else f' "{result.focus_name}"'
    head = f"  [{labels[result.severity]}] {node}{name if result.focus_name else ''}"
    rows = [
        ("", result.message(language)),
        ("path", shorten(result.path, prefixes)),
        ("value", shorten(result.value, prefixes)),
        ("evidence", result.evidence),
        ("fix", result.fix(language)),
        ("shape", shorten(f"<{result.source_shape}>", prefixes) if result.source_shape != "_:b" else ""),
    ]
    lines = [f"      {labels[key] + ': ' if key else ''}{text}" for key, text in rows if text]
    return "\n".join([head, *lines])


def shorten(term: str, prefixes: Mapping[str, str]) -> str:
    """Return an RDF term or property path with prefixes where they fit; other IRIs stay as they are.

    A blank node, which has no name of its own, becomes ``[]``.
    """
    longest_first = sorted(prefixes.items(), key=lambda item: -len(item[1]))

    def short(match: re.Match[str]) -> str:
        iri = match.group(1)
        if iri.startswith("_:"):
            return "[]"
        for prefix, namespace in longest_first:
            # A local part such as a1#char=0,4 would have to be escaped, and is better read in full.
            if iri.startswith(namespace) and re.fullmatch(r"[\w.%-]+", iri[len(namespace) :]):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    if term.startswith('"'):
        # Only the datatype of a literal is an IRI, whatever its text looks like.
        text, mark, datatype = term.rpartition("^^")
        return (
            f"{text}^^{re.sub(r'<([^<>]+)>', short, datatype)}" if mark and datatype.startswith("<") else term
        )
    return "[]" if term == "_:b" else re.sub(r"<([^<>]+)>", short, term)


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


# --- Turtle ----------------------------------------------------------------


def _turtle_report(source: str, report: Report) -> Iterable[str]:
    yield "[] a sh:ValidationReport ;"
    yield f"    dcterms:source {_literal(source)} ;"
    yield f"    sh:conforms {str(report.conforms).lower()}" + (" ;" if report.results else " .")
    for number, result in enumerate(report.results, 1):
        end = "." if number == len(report.results) else ";"
        yield "    sh:result ["
        yield f"        a sh:ValidationResult ;\n        sh:focusNode {_node(result.focus_node)} ;"
        # A path that is more than one property would need nodes of its own; the text and JSON forms show it.
        if result.path.startswith("<") and result.path.count("<") == 1 and result.path.endswith(">"):
            yield f"        sh:resultPath {result.path} ;"
        if result.value:
            yield f"        sh:value {'[]' if result.value.startswith('_:') else result.value} ;"
        for text, language in ((result.message_ja, "ja"), (result.message_en, "en")):
            if text:
                yield f"        sh:resultMessage {_literal(text)}@{language} ;"
        if result.source_shape:
            yield f"        sh:sourceShape {_node(result.source_shape)} ;"
        yield f"        sh:sourceConstraintComponent <{result.component}> ;"
        yield f"        sh:resultSeverity sh:{result.severity}\n    ] {end}"


def _node(name: str) -> str:
    return "[]" if name.startswith("_:") else f"<{name}>"


def _literal(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _one_line(text: str) -> str:
    return " ".join(text.split())
