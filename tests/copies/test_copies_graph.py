"""What ``kgpub copies`` says and writes, and that a copy corroborates nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from copied_texts import REPORT, text
from rdflib import PROV, RDF, Graph, URIRef

from helpers_command import run
from kgpub.copies import find_copies, to_graph
from kgpub.query import RdflibEngine, Rows, find_query, load_graph
from kgpub.query import run as ask
from kgpub.query.load import load_store
from kgpub.query.oxigraph import OxigraphEngine
from kgpub.rdf.namespaces import KG, SCHEMA
from kgpub.store import EmbeddedStore, Kind, read_graphs
from kgpub.validate import check
from kgpub.write import Format, serialise

BASE = "https://example.org/kg/"
ARTICLE = """
article:{0} a schema:NewsArticle ; schema:headline "倉庫で火災"@ja ; schema:inLanguage "ja" ;
    schema:publisher organization:{1} ; schema:mentions event:fire .
organization:{1} a schema:Organization ; schema:name "{1}"@ja .
event:fire a kg:Accident, schema:Event ; schema:name "火災"@ja ; schema:subjectOf article:{0} .
"""
PREFIXES = f"""
@prefix kg: <{KG}> . @prefix schema: <{SCHEMA}> .
@prefix article: <{BASE}article/> . @prefix event: <{BASE}event/> .
@prefix organization: <{BASE}organization/> .
"""


@pytest.fixture
def found_in_three() -> Graph:
    copies = find_copies(
        [
            text(f"{BASE}article/b", REPORT),
            text(f"{BASE}article/a", REPORT[:180]),
            text(f"{BASE}article/c", REPORT.replace("方針だ", "考えだ")),
        ]
    )
    named = to_graph(copies, BASE)
    assert named.iri == f"{BASE}reconciliation/articles"
    return named.graph


def test_the_articles_are_based_on_one_text_and_the_evidence_is_there(found_in_three: Graph) -> None:
    graph = found_in_three
    wording = URIRef(f"{BASE}wording/a")
    assert set(graph.subjects(SCHEMA.isBasedOn, wording)) == {
        URIRef(f"{BASE}article/{letter}") for letter in "abc"
    }
    decisions = set(graph.subjects(RDF.type, KG.Reconciliation))
    assert len(decisions) == 2
    for decision in decisions:
        assert str(graph.value(decision, KG.rule)) == "same-text"
        assert 0.5 <= float(str(graph.value(decision, KG.reconciliationScore))) <= 1
        assert {t.language for t in graph.objects(decision, KG.agreement)} == {"en", "ja"}  # type: ignore[attr-defined]
        assert len(set(graph.objects(decision, PROV.wasDerivedFrom))) == 2
    assert check(graph).results == ()


def test_nothing_found_is_an_empty_graph() -> None:
    assert len(to_graph(find_copies([]), BASE).graph) == 0


@pytest.mark.parametrize("format_", [Format.TURTLE, Format.TRIG, Format.JSON_LD], ids=lambda f: f.name)
def test_a_store_keeps_it_apart_from_the_reconciled_events(
    found_in_three: Graph, tmp_path: Path, format_: Format
) -> None:
    from kgpub.write import NamedGraph

    path = tmp_path / f"copies{format_.suffix}"
    path.write_bytes(serialise([NamedGraph(f"{BASE}reconciliation/articles", found_in_three)], format_))
    (stored,) = read_graphs(str(path))
    assert (stored.iri, stored.kind) == (f"{BASE}reconciliation/articles", Kind.RECONCILIATION)


def test_a_withdrawn_article_is_no_copy_any_longer(found_in_three: Graph, tmp_path: Path) -> None:
    copies = tmp_path / "copies.nt"
    found_in_three.serialize(copies, format="nt", encoding="utf-8")
    for letter in "abc":
        (tmp_path / f"{letter}.ttl").write_text(PREFIXES + ARTICLE.format(letter, "news"), encoding="utf-8")

    def based() -> set[str]:
        with EmbeddedStore.read(tmp_path / "store") as store:
            lines = store.values(f"{BASE}reconciliation/articles")
        assert bool(lines) == any("isBasedOn" in line for line in lines)
        return {line.split()[0].rsplit("/", 1)[1][:-1] for line in lines if "isBasedOn" in line}

    here = ("--store", tmp_path / "store")
    assert run("load", *sorted(tmp_path.glob("*.[nt]t*")), "--no-validate", *here).returncode == 0
    assert based() == {"a", "b", "c"}
    # Of three, two are tied by a decision that does not rest on the one at the end of a chain.
    chain = [
        {str(article) for article in found_in_three.objects(decision, KG.reconciles)}
        for decision in found_in_three.subjects(RDF.type, KG.Reconciliation)
    ]
    (middle,) = chain[0] & chain[1]
    (end,) = chain[0] - {middle}
    assert run("retract", end, *here).returncode == 0
    assert based() == {article.rsplit("/", 1)[1] for article in chain[1]}
    assert run("retract", middle, *here).returncode == 0
    assert based() == set()


def test_copies_corroborate_nothing(found_in_three: Graph, tmp_path: Path) -> None:
    files = []
    for letter, publisher in (("a", "news"), ("b", "post"), ("c", "times"), ("d", "post")):
        file = tmp_path / f"{letter}.ttl"
        file.write_text(PREFIXES + ARTICLE.format(letter, publisher), encoding="utf-8")
        files.append(str(file))

    def counts(paths: list[str]) -> list[tuple[str, ...]]:
        answer = ask(find_query("corroboration"), {}, RdflibEngine(load_graph(paths)))
        assert isinstance(answer, Rows)
        places = [answer.columns.index(name) for name in ("texts", "articles", "publishers")]
        return [tuple(str(row[place]) for place in places) for row in answer.rows]

    assert counts(files) == [("4", "4", "3")]
    copies = tmp_path / "copies.ttl"
    found_in_three.serialize(copies, format="turtle")
    assert counts([*files, str(copies)]) == [("2", "4", "3")]


@pytest.mark.parametrize("engine", ["rdflib", "oxigraph"])
def test_the_articles_of_a_text_are_listed(found_in_three: Graph, tmp_path: Path, engine: str) -> None:
    files = [tmp_path / "copies.ttl"]
    found_in_three.serialize(files[0], format="turtle")
    for letter in "abcd":
        files.append(tmp_path / f"{letter}.ttl")
        files[-1].write_text(PREFIXES + ARTICLE.format(letter, "news"), encoding="utf-8")
    paths = [str(file) for file in files]

    def listed(**values: str) -> list[tuple[str, ...]]:
        asked = (
            RdflibEngine(load_graph(paths)) if engine == "rdflib" else OxigraphEngine(load_store(paths).query)
        )
        answer = ask(find_query("copies"), values, asked)
        assert isinstance(answer, Rows)
        short = [tuple(str(term).removeprefix(BASE) for term in row) for row in answer.rows]
        assert all(0.5 <= float(row[3]) <= 1 for row in short)
        return [(*row[:3], *row[4:]) for row in short]

    rows = [("倉庫で火災", "news", "", f"article/{letter}", "wording/a") for letter in "abc"]
    assert listed() == rows
    assert listed(article=f"{BASE}article/c") == rows
    assert listed(article=f"{BASE}article/d") == []


def test_the_command(tmp_path: Path) -> None:
    for name, body in (("one", REPORT), ("two", REPORT[:180]), ("other", "まったく別の話である。" * 3)):
        (tmp_path / f"{name}.txt").write_text(f"見出し{name}\n{body}\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    names = ("one.txt", "two.txt", "other.txt")
    done = run(
        "copies", *names, "-o", "copies.trig", "--published", "2031-04-03", "--lang", "ja", cwd=tmp_path
    )
    assert done.returncode == 0
    report = done.stdout.decode()
    assert "one.txt" in report and "two.txt" in report and "短い方の100%" in report
    assert "other.txt" not in report
    assert (tmp_path / "copies.trig").read_bytes() != b""

    again = run("copies", *reversed(names), "-o", "again.trig", "--published", "2031-04-03", cwd=tmp_path)
    assert again.returncode == 0
    assert (tmp_path / "again.trig").read_bytes() == (tmp_path / "copies.trig").read_bytes()

    # What can't be read is told, and the others are compared all the same.
    broken = run("copies", "empty.txt", *names, "--format", "json", cwd=tmp_path)
    assert broken.returncode == 3
    assert b"empty.txt" in broken.stderr and b"Traceback" not in broken.stderr
    (together,) = json.loads(broken.stdout)["texts"]
    assert {entry["source"] for entry in together} == {"one.txt", "two.txt"}
