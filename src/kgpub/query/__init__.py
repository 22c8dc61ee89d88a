"""Canned questions: a query from ``queries/``, typed parameters, and rows or a graph as the answer.

``catalogue`` finds the queries, ``parameters`` turns words from a command line
into RDF terms, ``engine`` runs a query on a graph, ``output`` and ``table`` show
what came back.
"""

from __future__ import annotations

from kgpub.query.catalogue import CannedQuery, catalogue, find_query
from kgpub.query.engine import Engine, RdflibEngine, Rows, run
from kgpub.query.load import load_graph

__all__ = ["CannedQuery", "Engine", "RdflibEngine", "Rows", "catalogue", "find_query", "load_graph", "run"]
