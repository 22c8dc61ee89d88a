"""RDF terms as text: the spellings that Turtle, TriG, N-Triples and N-Quads share."""

from __future__ import annotations

import re

from rdflib import RDF, XSD, BNode, Literal, URIRef
from rdflib.term import Node

from kgpub.errors import InputError

# https://www.w3.org/TR/turtle/#grammar-production-IRIREF
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
# Besides the characters that must be escaped, those that editors and terminals
# render badly: other controls, line separators, and marks that reorder text.
TO_ESCAPE = re.compile(r'[\\"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]')


def iri(term: URIRef) -> str:
    """Return an IRI in angle brackets.

    Raises:
        InputError: it has a character that no IRI may have.
    """
    bad = _NOT_IN_IRI.search(term)
    if bad:
        raise InputError(
            "graph",
            f"<{term}> is not an IRI: it contains {bad.group()!r}",
            tip="Percent-encode the character where the node gets its IRI.",
        )
    return f"<{term}>"


def string(value: str) -> str:
    """Return a string in double quotes, on one line.

    >>> print(string('「平和」と\\n述べた'))
    "「平和」と\\n述べた"
    """
    return f'"{TO_ESCAPE.sub(_escape, value)}"'


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    return _ESCAPES.get(character) or f"\\u{ord(character):04X}"


def suffix_free(literal: Literal) -> bool:
    """Tell whether the literal is a plain string (in RDF 1.1, xsd:string is one)."""
    return literal.language is None and literal.datatype in (None, XSD.string)


def nt(term: Node) -> str:
    """Return a term as N-Triples writes it.

    Raises:
        InputError: an IRI has a character that no IRI may have.
        TypeError: the term has no place in RDF.
    """
    if isinstance(term, URIRef):
        return iri(term)
    if isinstance(term, BNode):
        return f"_:{term}"
    if isinstance(term, Literal):
        text = string(str(term))
        if term.language:
            return f"{text}@{term.language}"
        if suffix_free(term) or term.datatype == RDF.langString:
            return text
        return f"{text}^^{iri(URIRef(term.datatype or XSD.string))}"
    raise TypeError(f"not an RDF term: {term!r}")
