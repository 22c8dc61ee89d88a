"""Canned questions: a query from ``queries/``, typed parameters, and rows or a graph as the answer.

``catalogue`` finds the queries, ``parameters`` turns words from a command line
into RDF terms, ``sources`` opens what is to be asked, ``engine`` and ``oxigraph``
ask it, ``output``, ``results`` and ``table`` show what came back.
"""

from __future__ import annotations

from kgpub.query.catalogue import CannedQuery, catalogue, find_query, own_query
from kgpub.query.engine import Answer, Engine, RdflibEngine, Rows, run
from kgpub.query.load import load_graph

__all__ = [
    "Answer",
    "CannedQuery",
    "Engine",
    "RdflibEngine",
    "Rows",
    "catalogue",
    "find_query",
    "load_graph",
    "own_query",
    "run",
]
