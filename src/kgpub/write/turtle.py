"""Turtle and TriG for people: grouped, ordered, and with each node's name beside its IRI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rdflib import RDF, XSD, Literal, URIRef
from rdflib.term import Node

from kgpub.rdf.namespaces import SCHEMA
from kgpub.write.blank import Triple, settled, union
from kgpub.write.formats import NamedGraph
from kgpub.write.layout import (
    Description,
    describe,
    grouped,
    ordered_objects,
    ordered_predicates,
    ordered_types,
)
from kgpub.write.prefixes import Prefixes
from kgpub.write.terms import nt, string

_INDENT = "    "
_LINE = 100
_LABEL = 40
_INTEGER = re.compile(r"[+-]?[0-9]+")


def to_turtle(graphs: Sequence[NamedGraph]) -> str:
    """Return the union of the graphs as Turtle."""
    prefixes = Prefixes(graphs)
    body = _body(union(graphs), prefixes)
    return "\n".join(part for part in (prefixes.declarations(), body) if part)


def to_trig(graphs: Sequence[NamedGraph]) -> str:
    """Return the graphs as TriG, ordered by name; graphs of one name are merged."""
    prefixes = Prefixes(graphs)
    blocks = []
    for name in sorted({named.iri for named in graphs}):
        triples = settled(triple for named in graphs if named.iri == name for triple in named.graph)
        body = re.sub(r"(?m)^(?=.)", _INDENT, _body(triples, prefixes))
        blocks.append(f"{prefixes.name(URIRef(name))} {{\n{body}}}\n")
    return "\n".join(part for part in (prefixes.declarations(), *blocks) if part)


def _body(triples: set[Triple], prefixes: Prefixes) -> str:
    descriptions = describe(triples)
    labels = {d.subject: label for d in descriptions if (label := _label(d))}
    articles = [d.subject for d in descriptions if SCHEMA.headline in d.properties]
    if len(articles) == 1:
        # Everything comes from it, so its headline would only be repeated on every line.
        labels.pop(articles[0], None)
    groups = []
    for heading, members in grouped(descriptions):
        blocks = [_Block(prefixes, labels).describe(member) for member in members]
        groups.append(f"# {heading}\n\n" + "\n".join(blocks))
    return "\n".join(groups)


class _Block:
    """Writes the description of one node."""

    def __init__(self, prefixes: Prefixes, labels: dict[Node, str]) -> None:
        self._prefixes = prefixes
        self._labels = labels

    def describe(self, description: Description) -> str:
        """Return the node's statements; the last line ends in a full stop and a line break."""
        clauses = []
        types = description.properties.get(RDF.type)
        if types:
            clauses.append([("a " + " , ".join(self._term(type_) for type_ in ordered_types(types)), "")])
        for predicate in ordered_predicates(description):
            clauses.append(self._clause(predicate, description.properties[predicate]))
        lines = [self._term(description.subject)]
        for number, clause in enumerate(clauses, 1):
            stop = "." if number == len(clauses) else ";"
            for line, (text, label) in enumerate(clause, 1):
                mark = f" {stop}" if line == len(clause) else ""
                lines.append(f"{_INDENT}{text}{mark}{f'  # {label}' if label else ''}")
        return "\n".join(lines) + "\n"

    def _clause(self, predicate: Node, objects: Iterable[Node]) -> list[tuple[str, str]]:
        """Return the lines of one property, each with the label that goes after it."""
        name = self._term(predicate)
        # Two spellings of one RDF 1.1 term, "a" and "a"^^xsd:string, are one object.
        found = {self._term(term): self._labels.get(term, "") for term in ordered_objects(objects)}
        plain = f"{name} {' , '.join(found)}"
        if len(found) == 1 or (not any(found.values()) and len(plain) <= _LINE):
            return [(plain, next(iter(found.values())) if len(found) == 1 else "")]
        last = len(found)
        return [
            (name, ""),
            *(
                (f"{_INDENT}{text}{' ,' if number < last else ''}", label)
                for number, (text, label) in enumerate(found.items(), 1)
            ),
        ]

    def _term(self, term: Node) -> str:
        if isinstance(term, URIRef):
            return self._prefixes.name(term)
        if isinstance(term, Literal) and term.datatype is not None and not term.language:
            text = str(term)
            if (term.datatype == XSD.boolean and text in ("true", "false")) or (
                term.datatype == XSD.integer and _INTEGER.fullmatch(text)
            ):
                return text
            if term.datatype not in (XSD.string, RDF.langString):
                return f"{string(text)}^^{self._prefixes.name(URIRef(term.datatype))}"
        return nt(term)


def _label(description: Description) -> str:
    """Return what people call the node, fit for a comment: its name, Japanese first, or its headline."""
    for predicate in (SCHEMA.name, SCHEMA.headline):
        names = [name for name in description.properties.get(predicate, ()) if isinstance(name, Literal)]
        if names:
            best = min(names, key=lambda name: (name.language != "ja", name.language or "", str(name)))
            # A line break would end the comment, and controls may do anything.
            text = " ".join("".join(c if c.isprintable() else " " for c in best).split())
            return text if len(text) <= _LABEL else f"{text[: _LABEL - 1]}…"
    return ""
