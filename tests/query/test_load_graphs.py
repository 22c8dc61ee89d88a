"""Which graph a file's statements stand in: the question of who says what depends on it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rdflib import RDF, URIRef

from kgpub.query import load_graph

HEAD = "@prefix schema: <https://schema.org/> . @prefix e: <https://example.org/> .\n"
ONE = "e:one a schema:NewsArticle ; schema:about e:fair . e:fair schema:location e:north .\n"
TWO = "e:two a schema:NewsArticle ; schema:about e:fair . e:fair schema:location e:south .\n"
WHO = """SELECT ?article ?place WHERE { GRAPH ?article {
  <https://example.org/fair> <https://schema.org/location> ?place } } ORDER BY ?article ?place"""
NTRIPLES = f"""<https://example.org/one> <{RDF.type}> <https://schema.org/NewsArticle> .
<https://example.org/fair> <https://schema.org/location> <https://example.org/north> .
"""
JSON_LD = """{"@context": {"@vocab": "https://schema.org/"}, "@graph": [
  {"@id": "https://example.org/one", "@type": "NewsArticle"},
  {"@id": "https://example.org/fair", "location": {"@id": "https://example.org/north"}}]}"""


def load(tmp_path: Path, **texts: str) -> list[tuple[str, ...]]:
    """Write the texts to files (``a_ttl`` to ``a.ttl``) and tell who says where the fair is."""
    for name, text in texts.items():
        (tmp_path / name.replace("_", ".")).write_text(text, encoding="utf-8")
    dataset = load_graph([str(tmp_path / name.replace("_", ".")) for name in texts])
    return [tuple(str(term).rpartition("/")[2] for term in row) for row in dataset.query(WHO)]


def test_each_article_says_what_its_file_says(tmp_path: Path) -> None:
    assert load(tmp_path, a_ttl=HEAD + ONE, b_ttl=HEAD + TWO) == [("one", "north"), ("two", "south")]


@pytest.mark.parametrize(("name", "text"), [("a_nt", NTRIPLES), ("a_jsonld", JSON_LD)])
def test_the_other_formats_without_graphs(name: str, text: str, tmp_path: Path) -> None:
    assert load(tmp_path, **{name: text}) == [("one", "north")]


def test_standard_input_is_like_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO((HEAD + ONE).encode())))
    assert len(load_graph(["-"]).graph(URIRef("https://example.org/one"))) == 3


def test_a_graph_keeps_its_name(tmp_path: Path) -> None:
    assert load(tmp_path, a_trig=HEAD + f"e:g {{ {ONE} }}") == [("g", "north")]
    # Who says what is in no graph is not for us to guess once a file has graphs.
    assert load(tmp_path, a_trig=HEAD + ONE + "e:g { e:x schema:name 1 }") == []


@pytest.mark.parametrize(
    "text",
    [
        ONE + TWO,
        "e:fair schema:location e:north .",
        "[] a schema:NewsArticle . e:fair schema:location e:north .",
        "e:one a <http://schema.org/NewsArticle> . e:fair schema:location e:north .",
    ],
    ids=["two articles", "no article", "article without a name", "another schema.org"],
)
def test_in_doubt_there_is_no_graph(text: str, tmp_path: Path) -> None:
    assert load(tmp_path, a_ttl=HEAD + text) == []


def test_all_is_asked_together_as_before(tmp_path: Path) -> None:
    for name, text in {"a": ONE, "b": TWO, "c": ONE + TWO}.items():
        (tmp_path / f"{name}.ttl").write_text(HEAD + text, encoding="utf-8")
    dataset = load_graph([str(tmp_path / f"{name}.ttl") for name in "abc"])
    rows = dataset.query("SELECT ?place { <https://example.org/fair> <https://schema.org/location> ?place }")
    assert sorted(str(row[0])[-5:] for row in rows) == ["north", "south"]
    assert len(dataset) == 6


def test_prefixes_are_the_files_own_and_the_first_file_wins(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("@prefix geo: <urn:a#> . geo:a geo:b geo:c .", encoding="utf-8")
    (tmp_path / "b.ttl").write_text("@prefix geo: <urn:b#> . geo:a geo:b geo:c .", encoding="utf-8")
    bound = dict(load_graph([str(tmp_path / "a.ttl"), str(tmp_path / "b.ttl")]).namespaces())
    assert (bound["geo"], bound["geo1"]) == (URIRef("urn:a#"), URIRef("urn:b#"))
