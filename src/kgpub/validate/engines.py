"""The SHACL engines, each behind a function that takes two graphs and gives the report graph.

pySHACL checks any graph against any shapes. The package ``shacl`` (written in Rust, in the
extra ``fast``) takes a fiftieth of the time and finds the same with kgpub's shapes, as the
tests show. Neither infers, imports or fetches anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from importlib.util import find_spec
from typing import Any

from rdflib import Graph

from kgpub.errors import NotCheckedError
from kgpub.rdf.reading import quiet_rdflib


def run_pyshacl(data: Graph, shapes: Graph) -> Graph:
    """Return pySHACL's report.

    Raises:
        NotCheckedError: the shapes are not valid SHACL, or the engine failed.
    """
    import pyshacl

    with _offline():
        try:
            # Both are graphs in memory already: pySHACL reads a string as a path or an address to fetch.
            # It leaves the data alone because nothing is inferred and SHACL-AF rules are off.
            _, report, text = pyshacl.validate(
                data,
                shacl_graph=shapes,
                inference="none",
                advanced=False,
                js=False,
                meta_shacl=False,
                do_owl_imports=False,
                abort_on_first=False,
            )
        except Exception as error:
            # Shapes that are wrong surface as many kinds of exception; none of them is a result.
            raise NotCheckedError(f"pySHACL could not check the graph: {_one_line(error)}") from error
    if not isinstance(report, Graph):
        raise NotCheckedError(f"pySHACL could not check the graph: {_one_line(text)}")
    return report


def run_shacl(data: Graph, shapes: Graph) -> Graph:
    """Return the report of the package ``shacl``; shapes that it has seen are not compiled again.

    Raises:
        NotCheckedError: it is not installed, the shapes are not valid SHACL, or it failed.
    """
    if not has_shacl():
        raise NotCheckedError("the SHACL engine shacl is not installed", tip="pip install 'kgpub[fast]'")
    try:
        with quiet_rdflib():
            report = _compiled(shapes).validate_text(data.serialize(format="nt"), format="ntriples")
            return Graph().parse(data=report.serialize("ntriples"), format="nt")
    except Exception as error:
        raise NotCheckedError(f"shacl could not check the graph: {_one_line(error)}") from error


@cache
def has_shacl() -> bool:
    """Return whether the package ``shacl`` is installed."""
    return find_spec("shacl") is not None


@lru_cache(maxsize=8)
def _compiled(shapes: Graph) -> Any:
    """Return the shapes as ``shacl`` holds them. rdflib tells graphs apart by identifier."""
    import shacl

    return shacl.Shapes.from_text(shapes.serialize(format="nt"), format="ntriples")


ENGINES: dict[str, Callable[[Graph, Graph], Graph]] = {"pyshacl": run_pyshacl, "shacl": run_shacl}


@contextmanager
def _offline() -> Iterator[None]:
    """Keep rdflib from loading what a query names with FROM, and from logging tracebacks."""
    import rdflib.plugins.sparql as sparql

    load_graphs = sparql.SPARQL_LOAD_GRAPHS
    sparql.SPARQL_LOAD_GRAPHS = False
    try:
        with quiet_rdflib():
            yield
    finally:
        sparql.SPARQL_LOAD_GRAPHS = load_graphs


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:500]
