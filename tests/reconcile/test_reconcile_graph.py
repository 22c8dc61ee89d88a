"""The decisions as a graph, as text and JSON, from files, and by the command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rdflib import PROV, RDF, Literal, URIRef
from reconcile_articles import BASE, Ev, article

from kgpub.cli.reconcile import reconcile as command
from kgpub.errors import InputError
from kgpub.rdf.namespaces import KG, SCHEMA
from kgpub.reconcile import read_graphs, reconcile, to_graph
from kgpub.reconcile.report import as_json, as_text
from kgpub.validate import check, load_shapes
from kgpub.write import Format, NamedGraph, serialise

PAIR = ("lund", "okuda")


def pair() -> list[NamedGraph]:
    return [
        article("a", "2031-04-04", Ev("Meeting", PAIR, "2031-04-03", "saen", ("首脳会談", "会談"))),
        article("b", "2031-04-05", Ev("Meeting", PAIR, "2031-04-03", "belto")),
    ]


def test_a_decision_is_a_node_with_its_evidence() -> None:
    named = to_graph(reconcile(pair()), BASE)
    graph = named.graph
    assert named.iri == f"{BASE}reconciliation/events"
    (node,) = graph.subjects(RDF.type, KG.Reconciliation)
    first, second = (URIRef(f"{BASE}event/{key}_Meeting1") for key in "ab")
    assert (first, KG.sameEventAs, second) in graph
    assert set(graph.objects(node, KG.reconciles)) == {first, second}
    assert graph.value(node, KG.rule) == Literal("same-day")
    assert set(graph.objects(node, KG.disputes)) == {SCHEMA.location}
    assert set(graph.objects(node, PROV.wasDerivedFrom)) == {URIRef(f"{BASE}article/{key}") for key in "ab"}
    assert Literal("参加者: ミア・ルンド", lang="ja") in set(graph.objects(node, KG.agreement))
    assert Literal("場所: サエン市 / ベルト市（食い違う）", lang="ja") in set(
        graph.objects(node, KG.difference)
    )
    assert all(str(term).isascii() for triple in graph for term in triple if isinstance(term, URIRef))


def test_the_graph_conforms_beside_the_articles_and_alone() -> None:
    graphs = pair()
    named = to_graph(reconcile(graphs), BASE)
    assert check(named.graph, load_shapes(None)).results == ()
    together = named.graph
    for one in graphs:
        together += one.graph
    shape = [
        r for r in check(together, load_shapes(None)).results if "econciliation" in (r.source_shape or "")
    ]
    assert shape == []


def test_equal_input_gives_equal_bytes() -> None:
    one, two = (serialise([to_graph(reconcile(g), BASE)], Format.TRIG) for g in (pair(), pair()[::-1]))
    assert one == two


def test_nothing_to_reconcile_is_an_empty_graph() -> None:
    found = reconcile(pair()[:1])
    assert len(to_graph(found, BASE).graph) == 0
    assert as_text(found, "en") == "No event was reconciled.\n"


def test_report_in_words() -> None:
    text = as_text(reconcile(pair()), "ja")
    assert text.startswith("首脳会談（規則 same-day、")
    assert "  + 日付: 2031-04-03\n" in text
    assert "  - 場所: サエン市 / ベルト市（食い違う）\n  ! 食い違い: location\n" in text
    (decision,) = json.loads(as_json(reconcile(pair())))["decisions"]
    assert decision["disputes"] == ["https://schema.org/location"]
    assert {"property", "ja", "en"} == set(decision["agreements"][0])


@pytest.mark.parametrize("fmt", [Format.TRIG, Format.NQUADS])
def test_quads_keep_their_articles_and_lose_old_decisions(tmp_path: Path, fmt: Format) -> None:
    graphs = pair()
    file = tmp_path / f"all.{'trig' if fmt is Format.TRIG else 'nq'}"
    file.write_bytes(serialise([*graphs, to_graph(reconcile(graphs), BASE)], fmt))
    read = read_graphs([str(file)])
    assert [named.iri for named in read] == [f"{BASE}article/a", f"{BASE}article/b"]
    assert reconcile(read) == reconcile(graphs)


def test_turtle_files_are_an_article_each(tmp_path: Path) -> None:
    files = []
    for named, name in zip(pair(), "ab", strict=True):
        files.append(str(tmp_path / f"{name}.ttl"))
        Path(files[-1]).write_bytes(serialise([named], Format.TURTLE))
    assert reconcile(read_graphs(files)) == reconcile(pair())
    # The same file twice is one article.
    assert reconcile(read_graphs([*files, files[0]])) == reconcile(pair())


def test_a_file_without_an_article_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.ttl"
    file.write_text("<urn:a> <urn:b> <urn:c> .", encoding="utf-8")
    with pytest.raises(InputError, match=r"other\.ttl: has no article in it"):
        read_graphs([str(file)])


def test_command(tmp_path: Path) -> None:
    from click.testing import CliRunner

    files = []
    for named, name in zip(pair(), "ab", strict=True):
        files.append(str(tmp_path / f"{name}.ttl"))
        Path(files[-1]).write_bytes(serialise([named], Format.TURTLE))
    output = tmp_path / "same.trig"
    arguments = [*files, "-o", str(output), "--lang", "en", "--base", BASE]
    done = CliRunner().invoke(command, arguments, obj={"quiet": False, "verbose": 0})
    assert done.exit_code == 0
    assert done.stdout.startswith("首脳会談 (rule same-day, ")
    assert done.stderr == f"{output}: 1 decisions, 26 triples\n"
    assert output.read_bytes() == serialise([to_graph(reconcile(pair()), BASE)], Format.TRIG)
