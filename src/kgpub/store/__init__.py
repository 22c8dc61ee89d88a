"""Graphs in stores: each article a named graph, replaced whole and withdrawn whole.

``graphs`` reads files into the graphs that a store keeps, ``selecting`` leaves out
what violates the shapes, ``canonical`` makes graphs comparable, and ``embedded`` is
the store on disk.
"""

from __future__ import annotations

from kgpub.store.canonical import digest, parse_lines
from kgpub.store.embedded import Change, EmbeddedStore
from kgpub.store.graphs import Kind, StoredGraph, read_graphs
from kgpub.store.selecting import Refused, exit_code, select

__all__ = [
    "Change",
    "EmbeddedStore",
    "Kind",
    "Refused",
    "StoredGraph",
    "digest",
    "exit_code",
    "parse_lines",
    "read_graphs",
    "select",
]
