"""What the words of a SPARQL query tell without a parse of it.

A full parse by rdflib takes longer than most queries do on a store, and a store
parses the text itself. Names, the form of the query and the place where values
go in can be told by tokens, as long as strings, comments and IRIs are known for
what they are (https://www.w3.org/TR/sparql11-query/#sparqlGrammar).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib.term import Identifier

from kgpub.errors import InputError
from kgpub.write.terms import nt

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_WANT_VARIABLES = frozenset({"AS", "BOUND", "VALUES", "SELECT", "DISTINCT", "REDUCED", "BY"})
UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")

_ESCAPE = re.compile(r"\\\\([uU])|\\.", re.DOTALL)
_TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\r\n]*)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<word>[^\W\d][\w.-]*:?|:)
    | (?P<mark>[{}()])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token, its kind (``string``, ``iri``, ``variable``, ``word``, ``mark``) and where it begins."""

    kind: str
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """Yield the tokens of a query that matter here; comments are none."""
    for match in _TOKEN.finditer(query):
        if match.lastgroup is not None and match.lastgroup != "comment":
            yield Token(match.lastgroup, match.group(), match.start())


def variables(query: str) -> set[str]:
    """Return the names of all variables.

    >>> sorted(variables("SELECT ?a WHERE { ?a ?b '?c' } # ?d"))
    ['a', 'b']
    """
    return {token.text[1:] for token in tokens(query) if token.kind == "variable"}


def declared_prefixes(query: str) -> dict[str, str]:
    """Return the prefixes that a query declares, with their namespaces."""
    found: dict[str, str] = {}
    before: list[Token] = []
    for token in tokens(query):
        if token.kind == "iri" and len(before) == 2 and before[0].text.upper() == "PREFIX":
            found[before[1].text.removesuffix(":")] = token.text[1:-1]
        before = [*before[-1:], token]
    return found


def form(query: str) -> str:
    """Return the first word after the prologue in capitals: ``SELECT``, ``INSERT``; ``""`` without one."""
    known = (*FORMS, *UPDATES)
    words = (token.text.upper() for token in tokens(query) if token.kind == "word")
    return next((word for word in words if word in known), "")


def has_word(query: str, word: str) -> bool:
    """Return whether the keyword stands in a query, as these tokens see it."""
    return any(token.kind == "word" and token.text.upper() == word for token in tokens(query))


def with_values(source: str, query: str, bindings: Mapping[str, Identifier]) -> str:
    """Return the query with the terms in a VALUES clause at the head of its WHERE.

    The terms are written as terms, so that no value can be taken for a part of the query.

    Raises:
        InputError: it has no place for them (a DESCRIBE of IRIs, ``CONSTRUCT WHERE``).
    """
    if not bindings:
        return query
    names = sorted(bindings)
    terms = " ".join(as_sparql(nt(bindings[name])) for name in names)
    place = _where(query)
    if place is None:
        raise InputError(source, "has no WHERE that could take parameters")
    clause = f" VALUES ({' '.join('?' + name for name in names)}) {{ ({terms}) }} "
    return query[:place] + clause + query[place:]


def as_sparql(ntriples: str) -> str:
    r"""Return N-Triples, or a term of them, as they may stand in SPARQL.

    The two differ in one thing: SPARQL may turn ``\u0022`` into a quotation mark before it
    looks for strings (https://www.w3.org/TR/sparql11-query/#codepointEscape), even where the
    backslash is itself escaped. So after an escaped backslash, u is written as an escape.

    >>> print(as_sparql(r'"\\u0022"'))
    "\\\u00750022"
    """
    return _ESCAPE.sub(lambda m: rf"\\\u{ord(m[1]):04X}" if m[1] else m[0], ntriples)


def with_terms(source: str, query: str, bindings: Mapping[str, Identifier]) -> str:
    """Return the query with each variable in ``bindings`` replaced by its term.

    This is for servers, of which some (Virtuoso 7) lose a value on the way from VALUES into
    an OPTIONAL or a NOT EXISTS. Where a variable stands that no term can stand for, as
    in a list of columns, VALUES says it after all; see :func:`with_values`.

    Raises:
        InputError: as :func:`with_values`.

    >>> from rdflib import URIRef
    >>> with_terms("q", 'ASK { ?s ?p ?_o FILTER("?_o" != ?s) }', {"_o": URIRef("urn:x")})
    'ASK { ?s ?p <urn:x> FILTER("?_o" != ?s) }'
    """
    where = _where(query)
    parts, end = [], 0
    before: list[str] = ["", ""]
    for token in tokens(query):
        name = token.text[1:]
        if token.kind == "variable" and name in bindings:
            outside = where is not None and token.start < where
            bracket = before[1] == "("
            if outside or (before[0] if bracket else before[1]) in _WANT_VARIABLES:
                return with_values(source, query, bindings)
            parts += [query[end : token.start], as_sparql(nt(bindings[name]))]
            end = token.start + len(token.text)
        before = [before[1], token.text.upper()]
    return "".join((*parts, query[end:]))


def with_limit(query: str, limit: int | None) -> str:
    """Return a query that gives so many rows at most, where its text can say so.

    A query that has a LIMIT of its own or ends in VALUES stays as it is.
    """
    if limit is None or has_word(query, "LIMIT") or form(query) == "ASK" or _ends_in_values(query):
        return query
    return f"{query}\nLIMIT {limit}\n"


def _where(query: str) -> int | None:
    """Return the offset behind the brace that opens the outermost WHERE."""
    depth, template, previous, verb = 0, False, "", ""
    for token in tokens(query):
        word = token.text.upper()
        if not verb:
            verb = word if token.kind == "word" and word in FORMS else ""
        elif token.text in "({":
            if token.text == "{" and depth == 0 and not template:
                if verb != "CONSTRUCT":
                    return token.start + 1
                if previous == "WHERE":
                    return None
                template = True
            elif token.text == "{" and depth == 0:
                return token.start + 1
            depth += 1
        elif token.text in ")}":
            depth -= 1
        previous = word
    return None


def _ends_in_values(query: str) -> bool:
    depth, last = 0, ""
    for token in tokens(query):
        if token.kind == "mark":
            depth += 1 if token.text in "({" else -1
        elif depth == 0 and token.kind == "word":
            last = token.text.upper()
    return last == "VALUES"
