"""The JSON-LD context that ships in ``ontology/``, as far as writing needs to understand it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import XSD, Literal, URIRef
from rdflib.term import Node

from kgpub.rdf.contexts import own_context
from kgpub.write.prefixes import local_name

# JSON-LD makes a prefix of a plain IRI only where that ends in a delimiter.
_NAMESPACE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://.*[/#]")


@dataclass(frozen=True, slots=True)
class Term:
    """A short name for a property or class, and what it makes of a plain string."""

    name: str
    iri: str
    type: str | None = None
    language: str | None = None
    container: str | None = None


class Context:
    """A JSON-LD context: names for IRIs, chosen so that reading them gives the same triples."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = dict(definitions)
        self._vocab: str | None = definitions.get("@vocab")
        self._language: str | None = definitions.get("@language")
        self._keywords = {value: name for name, value in definitions.items() if _is_keyword(value)}
        self._prefixes = {
            name: namespace
            for name, value in definitions.items()
            if not name.startswith("@") and (namespace := _namespace(value)) is not None
        }
        self._terms: dict[str, list[Term]] = {}
        for name, definition in sorted(definitions.items()):
            term = self._term(name, definition)
            if term is not None:
                self._terms.setdefault(term.iri, []).append(term)

    def with_prefixes(self, namespaces: Mapping[str, str]) -> Context:
        """Return this context with further prefixes (``person:``), where it has none for that already."""
        mine = set(self._prefixes.values())
        return Context(
            self._definitions
            | {
                prefix: namespace
                for prefix, namespace in namespaces.items()
                if prefix not in self._definitions
                and namespace not in mine
                and _NAMESPACE.fullmatch(namespace)
            }
        )

    def document(self) -> dict[str, Any]:
        """Return the definitions, keywords first, in a fixed order."""
        return {name: self._definitions[name] for name in sorted(self._definitions, key=_definition_key)}

    def keyword(self, keyword: str) -> str:
        """Return the context's own name for ``@id`` or ``@type``, or the keyword itself."""
        return self._keywords.get(keyword, keyword)

    def compact(self, iri: str) -> str:
        """Return ``person:Q15031`` where a prefix fits, otherwise the IRI."""
        for prefix, namespace in sorted(self._prefixes.items(), key=lambda item: (-len(item[1]), item[0])):
            local = local_name(iri, namespace)
            if local is not None and f"{prefix}:{local}" not in self._definitions:
                return f"{prefix}:{local}"
        return iri

    def symbol(self, iri: str) -> str:
        """Return a class or datatype as short as can be: a term, a prefixed name, the IRI."""
        for term in self._terms.get(iri, ()):
            return term.name
        return self.compact(iri)

    def term_for(self, property_: str, value: Node) -> Term | None:
        """Return the term that holds such a value most simply, or ``None`` when the IRI must be used."""
        terms = [
            term
            for term in self._terms.get(property_, ())
            if term.container in (None, "@set")
            or (term.container == "@language" and isinstance(value, Literal) and value.language)
        ]
        return min(terms, key=lambda term: (_misfit(term, value), term.name), default=None)

    def bare(self, property_: str) -> Term:
        """Return what the context makes of a property that is written as its IRI."""
        return Term(property_, property_, language=self._language)

    def _term(self, name: str, definition: Any) -> Term | None:
        if name.startswith("@") or _is_keyword(definition) or definition is None:
            return None
        if isinstance(definition, str):
            return Term(name, self._expand(definition), language=self._language)
        id_ = definition.get("@id", name)
        # Reverse properties and scoped contexts change more than a name.
        if id_ is None or _is_keyword(id_) or "@reverse" in definition or "@context" in definition:
            return None
        type_ = definition.get("@type")
        container = definition.get("@container")
        if isinstance(container, list):
            container = "@set" if set(container) == {"@set"} else "@other"
        language = definition.get("@language", None if type_ else self._language)
        return Term(name, self._expand(id_), self._expand(type_) if type_ else None, language, container)

    def _expand(self, name: str) -> str:
        if name.startswith("@"):
            return name
        prefix, colon, local = name.partition(":")
        if colon and not local.startswith("//") and prefix in self._prefixes:
            return self._prefixes[prefix] + local
        if colon:
            return name
        defined = self._definitions.get(name)
        if isinstance(defined, str) and defined != name:
            return self._expand(defined)
        return f"{self._vocab or ''}{name}"


@functools.cache
def shipped_context() -> Context:
    """Return the context of ``ontology/context.jsonld``.

    Raises:
        ResourceError: the file is missing or is not a JSON-LD context.
    """
    return Context(own_context())


def _is_keyword(value: object) -> bool:
    return isinstance(value, str) and value.startswith("@")


def _namespace(definition: object) -> str | None:
    """Return the namespace that a definition makes its name a prefix for, if it does."""
    if isinstance(definition, dict) and definition.get("@prefix") is True:
        definition = definition.get("@id")
        return definition if isinstance(definition, str) else None
    return definition if isinstance(definition, str) and _NAMESPACE.fullmatch(definition) else None


def _definition_key(name: str) -> tuple[bool, str]:
    return (not name.startswith("@"), name)


def _misfit(term: Term, value: Node) -> int:
    """Return 0 when the term makes the value out of a plain string or a language map, more otherwise."""
    if isinstance(value, URIRef):
        return 0 if term.type in ("@id", "@vocab") else 1 if term.type is None else 2
    if isinstance(value, Literal):
        if value.language:
            fits = term.container == "@language" or term.language == value.language
            return 0 if fits else 1 if term.type is None else 2
        datatype = str(value.datatype or XSD.string)
        if datatype == term.type:
            return 0
        plain = term.type is None and term.language is None
        return 1 if plain else 2
    return 0 if term.type == "@id" else 1
