"""The names that everything shares: formats and namespaces."""

from __future__ import annotations

import subprocess
import sys

import pytest
from rdflib import Dataset, Graph, URIRef

from kgpub.errors import UsageError
from kgpub.rdf.contexts import own_context
from kgpub.rdf.formats import BY_SUFFIX, Format, format_named
from kgpub.rdf.namespaces import NODE_PREFIXES, VOCABULARIES, prefixes
from kgpub.resources import resource_dir


def test_a_format_goes_by_each_of_its_names() -> None:
    for name in ("nquads", "nq", "N-Quads", "NQ"):
        assert format_named(name) is Format.NQUADS
    assert format_named("jsonld") is format_named("JSON-LD") is Format.JSON_LD
    with pytest.raises(UsageError, match=r'^"xml" is no RDF format; expected turtle, ntriples'):
        format_named("xml")


@pytest.mark.parametrize("format_", Format)
def test_rdflib_reads_every_format_by_the_name_given_here(format_: Format) -> None:
    assert BY_SUFFIX[format_.suffix] is format_
    text = "[]" if format_ is Format.JSON_LD else ""
    assert len(Dataset().parse(data=text, format=format_.parser)) == 0


def test_the_names_of_formats_need_no_rdflib() -> None:
    code = "import sys, kgpub.rdf.formats; sys.exit('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_prefixes_are_the_vocabularies_and_the_nodes_in_order() -> None:
    table = prefixes("https://example.org/kg/")
    assert list(table) == sorted([*VOCABULARIES, *NODE_PREFIXES])
    assert table["person"] == "https://example.org/kg/person/"
    assert table["schema"] == "https://schema.org/"


def test_ontology_shapes_and_context_use_the_same_prefixes() -> None:
    declared = {name: value for name, value in own_context().items() if name in VOCABULARIES}
    assert declared
    for name, value in declared.items():
        assert value == {"@id": VOCABULARIES[name], "@prefix": True}
    files = [*resource_dir("ontology").glob("*.ttl"), *resource_dir("shapes").glob("*.ttl")]
    assert files
    for file in files:
        graph = Graph(bind_namespaces="none").parse(file, format="turtle")
        other = {p: n for p, n in graph.namespaces() if p in VOCABULARIES and n != URIRef(VOCABULARIES[p])}
        assert not other, file.name
