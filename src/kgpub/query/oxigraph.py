"""Answers from Oxigraph: a store on disk, or files too large for an engine in Python."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Mapping

import pyoxigraph as ox
from rdflib import XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Identifier

from kgpub.errors import InputError
from kgpub.query.catalogue import CannedQuery
from kgpub.query.engine import Answer, Rows
from kgpub.query.lexing import with_limit, with_values

Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
# A set of characters in what the parser expects: ['0'..='9' | '_'], [_].
_CHARACTERS = re.compile(r"\[(?:'[^\]]*|_)\](?:, )?")
_LONGEST = 200
_STRING = ox.NamedNode(str(XSD.string))


class OxigraphEngine:
    """Answers by a function that runs SPARQL, such as ``EmbeddedStore.query``.

    The default graph has to be the union of all graphs, as it is in an
    :class:`~kgpub.store.EmbeddedStore`. FROM names graphs of the store; nothing is
    fetched for it.
    """

    def __init__(self, ask: Callable[[str], Result]) -> None:
        self._ask = ask

    def evaluate(
        self, query: CannedQuery, bindings: Mapping[str, Identifier], limit: int | None = None
    ) -> Answer:
        """Return the answer.

        Raises:
            InputError: the text is not SPARQL, or can't be evaluated.
        """
        term = _converter()
        result = self.result(query, bindings, limit)
        try:
            if isinstance(result, ox.QueryBoolean):
                return bool(result)
            if isinstance(result, ox.QueryTriples):
                return to_graph(result)
            columns = tuple(variable.value for variable in result.variables)
            solutions = itertools.islice(result, limit)
            return Rows(
                columns, tuple(tuple(None if v is None else term(v) for v in row) for row in solutions)
            )
        except (OSError, RuntimeError) as error:
            raise _failed(query, error) from error

    def result(
        self, query: CannedQuery, bindings: Mapping[str, Identifier], limit: int | None = None
    ) -> Result:
        """Return the answer as Oxigraph gives it, which can write itself much faster than we could.

        ``limit`` holds only for a query without a LIMIT of its own.

        Raises:
            InputError: as :meth:`evaluate`.
        """
        text = with_limit(with_values(query.name, query.text, bindings), limit)
        try:
            return self._ask(text)
        except SyntaxError as error:
            raise InputError(query.name, f"is not a SPARQL 1.1 query: {explained(error)}") from error
        except (OSError, RuntimeError) as error:
            raise _failed(query, error) from error


def explained(error: SyntaxError) -> str:
    """Return where a query is wrong and what was expected there, in one line.

    Oxigraph lists all that it would have taken, down to ranges of characters; those are left out.
    """
    text = _CHARACTERS.sub("", " ".join(str(error).split())).rstrip(", ")
    return text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"


def _failed(query: CannedQuery, error: Exception) -> InputError:
    return InputError(query.name, f"can't be evaluated: {' '.join(str(error).split())}")


def to_graph(triples: Iterable[ox.Triple]) -> Graph:
    """Return triples of Oxigraph as a graph of rdflib."""
    term = _converter()
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add((term(triple.subject), term(triple.predicate), term(triple.object)))
    return graph


def _converter() -> Callable[[_Term], Identifier]:
    """Return :func:`to_rdflib` with a memory: the same names come again and again, and are slow to make."""
    terms: dict[_Term, Identifier] = {}
    return lambda value: terms.get(value) or terms.setdefault(value, to_rdflib(value))


def to_rdflib(term: _Term) -> Identifier:
    """Return a term of rdflib for one of Oxigraph.

    Raises:
        TypeError: it is a triple, which RDF 1.1 has no term for.
    """
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        datatype = term.datatype.value
        return Literal(
            term.value, datatype=None if datatype == _STRING else URIRef(datatype), normalize=False
        )
    raise TypeError(f"not a term of RDF 1.1: {term}")
