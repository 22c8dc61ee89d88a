"""Dataset + shapes -> validation report.

:func:`check` is the whole of it: a graph and the shapes go in, a :class:`Report`
comes out. What could not be checked raises :class:`kgpub.errors.NotCheckedError`
and never gives a report, so that it can't be read as "conforms".
"""

from __future__ import annotations

from kgpub.rdf.contexts import CONTEXT_IRI
from kgpub.rdf.reading import parse_graph, read_graph
from kgpub.validate.checking import Engine, check
from kgpub.validate.report import Report, Result, Severity
from kgpub.validate.shapes import Shapes, load_shapes

__all__ = [
    "CONTEXT_IRI",
    "Engine",
    "Report",
    "Result",
    "Severity",
    "Shapes",
    "check",
    "load_shapes",
    "parse_graph",
    "read_graph",
]
