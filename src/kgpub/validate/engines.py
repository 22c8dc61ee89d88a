"""The SHACL engines, each behind a function that takes two graphs and gives the report graph.

pySHACL is what kgpub uses. The second engine, the package ``shacl`` (written in
Rust), checks that the shapes mean the same to someone else; it comes with the
development extra. Neither infers, imports or fetches anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
    """Return the report of the package ``shacl``.

    Raises:
        NotCheckedError: it is not installed, the shapes are not valid SHACL, or it failed.
    """
    try:
        import shacl
    except ImportError as error:
        raise NotCheckedError(
            "the second SHACL engine is not installed", tip="pip install 'kgpub[dev]'"
        ) from error
    try:
        compiled = shacl.Shapes.from_text(shapes.serialize(format="nt"), format="ntriples")
        report = compiled.validate_text(data.serialize(format="nt"), format="ntriples")
        return Graph().parse(data=report.serialize("ntriples"), format="nt")
    except Exception as error:
        raise NotCheckedError(f"shacl could not check the graph: {_one_line(error)}") from error


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
