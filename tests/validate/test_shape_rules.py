"""Every rule of the shapes: a file with nodes that keep it and nodes that break it.

Each file in rules/ names its rule, severity and path. Nodes called ``good…`` must not
be reported by that rule, and nodes called ``bad…`` must be; the two SHACL engines have
to agree on everything that they find, including the messages.
"""

from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef

from kgpub.validate import Report, Result, Severity, check, load_shapes, read_graph

HERE = Path(__file__).parent
RULES = sorted((HERE / "rules").glob("*.ttl"))
SHAPES = "https://w3id.org/kgpub/shapes#"
EXAMPLE = "https://example.org/"


def described(file: Path) -> dict[str, str]:
    """The rule, severity and path that the first lines of the file name."""
    head = file.read_text(encoding="utf-8").split("\n\n")[0]
    return {k: v.strip() for k, _, v in (line.removeprefix("# ").partition(":") for line in head.split("\n"))}


def second_engine(graph: Graph) -> Report:
    pytest.importorskip("shacl", reason="the second SHACL engine comes with the extra fast")
    return check(graph, engine="shacl")


@pytest.mark.parametrize("file", RULES, ids=lambda f: f.stem)
def test_rule(file: Path) -> None:
    graph, rule = read_graph(str(file)), described(file)
    report = check(graph, engine="pyshacl")
    found = [r for r in report.results if r.source_shape == SHAPES + rule["rule"]]

    assert {r.focus_node for r in found} == expected_nodes(graph)
    assert {r.severity for r in found} == {Severity(rule["severity"])}
    if rule["path"]:
        assert {r.path for r in found} == {f"<{graph.namespace_manager.expand_curie(rule['path'])}>"}
    assert all(r.message_ja and r.message_en and r.fix_ja and r.fix_en for r in found)
    assert without_names(report) == without_names(second_engine(graph))
    assert report == check(graph)


def without_names(report: Report) -> list[Result]:
    """The engines label blank nodes differently, so that only pySHACL's lead back to a name."""
    return [replace(r, focus_name="") if r.focus_node == "_:b" else r for r in report.results]


def expected_nodes(graph: Graph) -> set[str]:
    subjects = {s for s in graph.subjects() if isinstance(s, URIRef)}
    bad = {str(s) for s in subjects if str(s).startswith(EXAMPLE + "bad")}
    # Two rules are about the IRI itself, so that the node can't be called bad.
    bad |= {str(s) for s in subjects if not str(s).isascii()}
    return bad or {"_:b"}


def test_every_rule_has_a_file() -> None:
    graph = load_shapes().graph
    with_message = {str(s) for s in graph.subjects(SH.message) if isinstance(s, URIRef)}
    assert {s.removeprefix(SHAPES) for s in with_message} == {described(f)["rule"] for f in RULES}


def test_a_graph_as_it_should_be_conforms_without_remark() -> None:
    graph = read_graph(str(HERE / "conforming.ttl"))
    assert check(graph, engine="pyshacl").results == ()
    assert second_engine(graph).results == ()


def test_the_graph_as_it_should_be_has_a_node_for_every_targeted_class() -> None:
    """Otherwise 'conforms without remark' would say little."""
    graph = read_graph(str(HERE / "conforming.ttl"))
    shipped = load_shapes().graph
    base = {
        "NewsArticle", "Person", "Organization", "Place", "Event", "Quotation", "DefinedTerm", "Occupation",
    }  # fmt: skip
    targets = {str(c) for c in shipped.objects(None, SH.targetClass)}
    used = {str(c) for c in graph.objects(None, RDF.type)}
    assert {f"https://schema.org/{name}" for name in base} <= targets & used
    assert {c for c in targets if "schema.org" not in c and "kgpub" not in c} <= used


@pytest.mark.parametrize("predicate", [SH.message, RDFS.comment, RDFS.label])
def test_texts_of_shapes_are_in_both_languages(predicate: URIRef) -> None:
    graph = load_shapes().graph
    for shape in set(graph.subjects(predicate)):
        texts = [t for t in graph.objects(shape, predicate) if isinstance(t, Literal)]
        assert sorted(t.language or "" for t in texts) == ["en", "ja"], shape


def test_every_rule_states_its_severity() -> None:
    graph = load_shapes().graph
    for shape in set(graph.subjects(SH.message)):
        assert len(list(graph.objects(shape, SH.severity))) == 1, shape


def test_the_shapes_are_valid_shacl() -> None:
    """Against the SHACL shapes for SHACL, as pySHACL ships them; long lists of terms take it forever."""
    import pyshacl

    shapes = Graph()
    for file in load_shapes().files:
        if file.name != "schema-terms.ttl":
            shapes.parse(file)
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=shapes, meta_shacl=True)
    assert conforms, text
