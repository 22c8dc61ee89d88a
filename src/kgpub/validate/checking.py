"""Checking a graph, and turning an engine's report into plain values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal as OneOf

from rdflib import RDF, RDFS, SH, XSD, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kgpub.errors import NotCheckedError
from kgpub.rdf.namespaces import ITSRDF, NIF, SCHEMA
from kgpub.validate.engines import ENGINES, has_shacl, run_pyshacl, run_shacl
from kgpub.validate.report import Report, Result, Severity
from kgpub.validate.shapes import Shapes, load_shapes

Engine = OneOf["pyshacl", "shacl"]

_NAMING = (SCHEMA.name, SCHEMA.headline, SCHEMA.text, NIF.anchorOf, RDFS.label, SCHEMA.alternateName)
_RANK = {severity: rank for rank, severity in enumerate(Severity)}


def check(graph: Graph, shapes: Shapes | None = None, engine: Engine | None = None) -> Report:
    """Return what the shapes find in a graph.

    Args:
        graph: what to check; it is not changed. Of a dataset, pass the union of its graphs.
        shapes: from :func:`load_shapes`; kgpub's own when left out.
        engine: ``pyshacl`` or ``shacl``. When left out, the faster one, ``shacl``, takes what
            both report alike, if it is installed, and pySHACL takes the rest.

    Raises:
        NotCheckedError: the graph is empty or not of a kind that the shapes know, or the
            engine failed. There is no report then: not checked is not the same as conforming.
    """
    shapes = shapes or load_shapes()
    if not len(graph):
        raise NotCheckedError("the graph is empty, so there is nothing to check")
    own_shapes = shapes.for_data(graph)
    report = ENGINES[engine](graph, own_shapes) if engine else _by_fastest(graph, shapes, own_shapes)
    if (None, RDF.type, SH.ValidationReport) not in report:
        raise NotCheckedError("the SHACL engine returned no validation report")
    # Only objects of sh:result count; a result may carry others inside it as sh:detail.
    results = [_result(node, report, graph, own_shapes) for node in report.objects(None, SH.result)]
    if not results and not shapes.applies_to(graph):
        raise NotCheckedError(
            "no shape applies to any node of the graph, so nothing was checked",
            tip="Are the classes those of https://schema.org/ (with https) and kgpub?",
        )
    return Report(tuple(sorted(results, key=_order)))


def _by_fastest(data: Graph, shapes: Shapes, own_shapes: Graph) -> Graph:
    """Return the report graph of the faster engine where both say the same, else pySHACL's.

    They differ in the messages of shapes that have none of their own.
    """
    if shapes.are_own and has_shacl() and _is_plain(data):
        try:
            return run_shacl(data, own_shapes)
        except NotCheckedError:
            pass  # Data that no N-Triples parser takes; pySHACL needs none.
    return run_pyshacl(data, own_shapes)


def _is_plain(data: Graph) -> bool:
    """Whether both engines see all terms alike.

    ``shacl`` names blank nodes anew, so that a result doesn't lead back to what the data
    says of them, and rdflib writes some literals that do not fit their datatype as others.
    """
    for subject, _, value in data:
        if isinstance(value, Literal):
            if value.ill_typed:
                return False
        elif isinstance(value, BNode):
            return False
        if isinstance(subject, BNode):
            return False
    return True


def _order(result: Result) -> tuple[object, ...]:
    return (
        _RANK[result.severity],
        result.focus_node,
        result.path,
        result.value,
        result.source_shape,
        result.component,
    )


def _result(node: Node, report: Graph, data: Graph, shapes: Graph) -> Result:
    focus = report.value(node, SH.focusNode) or BNode()
    source = report.value(node, SH.sourceShape)
    messages = _by_language(_with_languages(report.objects(node, SH.resultMessage), shapes))
    fixes = _by_language(shapes.objects(source, RDFS.comment)) if isinstance(source, URIRef) else {}
    path = report.value(node, SH.resultPath)
    value = report.value(node, SH.value)
    return Result(
        focus_node=_plain(focus),
        focus_name=_name(focus, data),
        severity=_severity(report.value(node, SH.resultSeverity)),
        path="" if path is None else _path(path, report),
        value="" if value is None else _term(value),
        message_ja=messages.get("ja", ""),
        message_en=messages.get("en", ""),
        fix_ja=fixes.get("ja", ""),
        fix_en=fixes.get("en", ""),
        evidence=_evidence(focus, data),
        source_shape=_plain(source) if source is not None else "",
        component=str(report.value(node, SH.sourceConstraintComponent) or ""),
    )


def _severity(term: Node | None) -> Severity:
    for severity in Severity:
        if term == SH[severity.value]:
            return severity
    # A severity of somebody's own is nothing that we may call harmless.
    return Severity.VIOLATION


def _plain(term: Node) -> str:
    # Every parser and engine names blank nodes anew; their labels would make each report another one.
    return "_:b" if isinstance(term, BNode) else str(term)


def _with_languages(messages: Iterable[Node], shapes: Graph) -> Iterator[Node]:
    """Messages with the language tags that pySHACL drops from those of SPARQL constraints."""
    for message in messages:
        tags = () if getattr(message, "language", None) else ("en", "ja")
        tagged = (Literal(str(message), lang=tag) for tag in tags)
        yield next((m for m in tagged if (None, SH.message, m) in shapes), message)


def _term(term: Node) -> str:
    """The term in N-Triples' syntax; of several spellings of one literal, always the same."""
    if isinstance(term, Literal):
        language = term.language.lower() if term.language else None
        datatype = term.datatype if term.datatype != XSD.string else None
        return Literal(str(term), language, datatype, normalize=False).n3()
    return "_:b" if isinstance(term, BNode) else f"<{term}>"


def _by_language(terms: Iterable[Node]) -> dict[str, str]:
    """Texts by language; those without one, or in a third one, stand for English if there is none."""
    literals = sorted(t for t in terms if isinstance(t, Literal))
    texts: dict[str, str] = {}
    for literal in literals:
        language = (literal.language or "").partition("-")[0]
        texts.setdefault(language, str(literal))
    if "en" not in texts and literals:
        texts["en"] = next((str(x) for x in literals if x.language != "ja"), "")
    return texts


def _name(focus: Node, data: Graph) -> str:
    for predicate in _NAMING:
        names = [o for o in data.objects(focus, predicate) if isinstance(o, Literal)]
        if names:
            best = min(
                names, key=lambda o: (o.language != "ja", o.language != "en", o.language or "", str(o))
            )
            return str(best)
    return ""


def _evidence(focus: Node, data: Graph) -> str:
    """The first place in the text that refers to the node, or an empty string."""
    phrases = []
    for phrase in data.subjects(ITSRDF.taIdentRef, focus):
        begin = data.value(phrase, NIF.beginIndex)
        anchor = data.value(phrase, NIF.anchorOf)
        if isinstance(begin, Literal) and isinstance(begin.value, int) and anchor is not None:
            phrases.append((begin.value, str(phrase), str(anchor)))
    if not phrases:
        return ""
    _, phrase_iri, words = min(phrases)
    return f"{phrase_iri}「{words}」"


def _path(path: Node, graph: Graph) -> str:
    """The SHACL path in SPARQL's syntax."""
    if isinstance(path, URIRef):
        return path.n3()
    if (path, RDF.first, None) in graph:
        return "/".join(_path(step, graph) for step in Collection(graph, path))
    for predicate, form in (
        (SH.inversePath, "^{}"),
        (SH.zeroOrMorePath, "({})*"),
        (SH.oneOrMorePath, "({})+"),
        (SH.zeroOrOnePath, "({})?"),
    ):
        inner = graph.value(path, predicate)
        if inner is not None:
            return form.format(_path(inner, graph))
    alternatives = graph.value(path, SH.alternativePath)
    if alternatives is not None:
        return "(" + "|".join(_path(step, graph) for step in Collection(graph, alternatives)) + ")"
    return ""
