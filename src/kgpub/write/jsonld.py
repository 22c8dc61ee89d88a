"""JSON-LD in the terms of the context that ships with the ontology.

The context is written into the document, so that nobody has to fetch anything
to read it. Which term stands for a property depends on the value too: a term
that says ``"@type": "@id"`` takes IRIs as plain strings, and so on. A value that
no term fits is spelt out, never bent.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rdflib import RDF, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kgpub.write.blank import union
from kgpub.write.context import Context, Term, shipped_context
from kgpub.write.formats import NamedGraph
from kgpub.write.layout import (
    Description,
    describe,
    grouped,
    ordered_objects,
    ordered_predicates,
    ordered_types,
)
from kgpub.write.prefixes import bound_namespaces, local_name
from kgpub.write.terms import iri

_INTEGERS = (str(XSD.integer), str(XSD.nonNegativeInteger))


def to_jsonld(graphs: Sequence[NamedGraph], context: Context | None = None) -> str:
    """Return the union of the graphs as one JSON-LD document with its context inside.

    The nodes stand in the default graph, in the order in which Turtle has them.
    ``context`` is the shipped one unless given.
    """
    triples = union(graphs)
    terms = {str(term) for triple in triples for term in triple if isinstance(term, URIRef)}
    prefixes = {
        prefix: namespace
        for prefix, namespace in bound_namespaces(graphs)
        if any(local_name(term, namespace) is not None for term in terms)
    }
    context = (context or shipped_context()).with_prefixes(prefixes)
    nodes = [
        _node(description, context)
        for _, descriptions in grouped(describe(triples))
        for description in descriptions
    ]
    document = {"@context": context.document(), "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _node(description: Description, context: Context) -> dict[str, Any]:
    node: dict[str, Any] = {context.keyword("@id"): _id(description.subject, context)}
    types = description.properties.get(RDF.type, [])
    classes = [
        context.symbol(iri(type_)[1:-1]) for type_ in ordered_types(types) if isinstance(type_, URIRef)
    ]
    if classes:
        node[context.keyword("@type")] = classes[0] if len(classes) == 1 else classes
    odd_types = [type_ for type_ in types if not isinstance(type_, URIRef)]
    for predicate in ordered_predicates(description):
        _add(node, predicate, description.properties[predicate], context)
    if odd_types:
        _add(node, RDF.type, odd_types, context)
    return node


def _add(node: dict[str, Any], predicate: Node, objects: list[Node], context: Context) -> None:
    """Add all values of a property, each under the term that suits it."""
    property_ = _bare(predicate)
    arrays: dict[str, dict[str, Any]] = {}
    maps: dict[str, dict[str, list[str]]] = {}
    always_array = set()
    for object_ in ordered_objects(objects):
        term = context.term_for(property_, object_) or context.bare(property_)
        key = term.name
        if term.container == "@language" and isinstance(object_, Literal) and object_.language:
            maps.setdefault(key, {}).setdefault(object_.language, []).append(str(object_))
            continue
        if term.container == "@set":
            always_array.add(key)
        value = _value(object_, term, context)
        # By their spelling, because to Python false is 0; "a" and "a"^^xsd:string are one term.
        arrays.setdefault(key, {})[json.dumps(value)] = value
    for key, found in arrays.items():
        values = list(found.values())
        node[key] = values if key in always_array or len(values) > 1 else values[0]
    for key, by_language in maps.items():
        node[key] = {
            language: texts if len(texts) > 1 else texts[0] for language, texts in sorted(by_language.items())
        }


def _value(value: Node, term: Term, context: Context) -> Any:
    """Return the value in the shortest form that the term doesn't turn into something else."""
    if not isinstance(value, Literal):
        if term.type == "@vocab" and isinstance(value, URIRef):
            return context.symbol(_bare(value))
        return _id(value, context) if term.type == "@id" else {"@id": _id(value, context)}
    text = str(value)
    if value.language:
        return text if term.language == value.language else {"@language": value.language, "@value": text}
    datatype = str(value.datatype or XSD.string)
    if datatype == str(XSD.string):
        return text if term.type is None and term.language is None else {"@value": text}
    if term.type in (None, datatype):
        if datatype == str(XSD.boolean) and text in ("true", "false"):
            return text == "true"
        # Without a type in the context, a number is an xsd:integer.
        if datatype in _INTEGERS[: None if term.type else 1] and text == str(_as_int(text)):
            return int(text)
    if datatype == term.type:
        return text
    return {"@type": context.symbol(datatype), "@value": text}


def _as_int(text: str) -> int | None:
    """Return the integer, or ``None`` where JSON readers might lose digits of it."""
    try:
        number = int(text)
    except ValueError:
        return None
    return number if abs(number) < 2**53 else None


def _id(term: Node, context: Context) -> str:
    if isinstance(term, BNode):
        return f"_:{term}"
    return context.compact(_bare(term))


def _bare(term: Node) -> str:
    """Return the IRI as a string, once it is known to be one."""
    return iri(URIRef(str(term)))[1:-1]
