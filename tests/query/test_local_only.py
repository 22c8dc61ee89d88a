"""A query reads the graph it is given; a file is read without asking the network."""

from __future__ import annotations

import io
import json
import socket
import sys
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kgpub.errors import InputError
from kgpub.query import load_graph
from kgpub.query.safety import prepare

NAME = URIRef("https://schema.org/name")
TURTLE = '<https://example.org/a> <https://schema.org/name> "甲"@ja .'


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("SELECT * { SERVICE <http://a.example/sparql> { ?s ?p ?o } }", "uses SERVICE"),
        (
            "SELECT * { ?s ?p ?o OPTIONAL { SERVICE SILENT <http://a.example/> { ?s ?q ?r } } }",
            "uses SERVICE",
        ),
        ("SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <http://a.example/> { ?s ?q ?r } } }", "uses SERVICE"),
        (
            "SELECT * { { SELECT ?s { SERVICE <http://a.example/> { ?s ?q ?r } } } UNION { ?s ?p ?o } }",
            "SERVICE",
        ),
        ("SELECT ?s { ?s ?p ?o } HAVING (EXISTS { SERVICE <http://a.example/> { ?s ?q ?r } })", "SERVICE"),
        ("SELECT * { VALUES ?e { <http://a.example/> } SERVICE ?e { ?s ?q ?r } }", "uses SERVICE"),
        ("CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <http://a.example/> { ?s ?p ?o } }", "uses SERVICE"),
        ("ASK { SERVICE <http://a.example/> { ?s ?p ?o } }", "uses SERVICE"),
        ("SELECT * FROM <file:///etc/hostname> { ?s ?p ?o }", "uses FROM"),
        ("SELECT * FROM NAMED <http://a.example/> { GRAPH ?g { ?s ?p ?o } }", "uses FROM"),
        ("CONSTRUCT { ?s ?p ?o } FROM <http://a.example/> WHERE { ?s ?p ?o }", "uses FROM"),
        ("LOAD <http://a.example/>", "is an update"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "is an update"),
        ("SELECT * { ?s ?p ?o", "is not a SPARQL 1.1 query"),
        ("", "is not a SPARQL 1.1 query"),
    ],
)
def test_other_sources_are_refused(text: str, word: str) -> None:
    with pytest.raises(InputError, match=word):
        prepare("mine.rq", text)


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://a.example/> FROM LOAD" } # SERVICE <http://a.example/>',
        "SELECT ?service { ?service <urn:from> ?load }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_the_same_words_elsewhere_are_fine(text: str) -> None:
    assert prepare("mine.rq", text)


def test_all_formats_are_read_into_one_graph(tmp_path: Path) -> None:
    node = '<https://example.org/{0}> <https://schema.org/name> "{0}"'
    files = {
        "a.ttl": node.format("ttl") + " .",
        "b.nt": node.format("nt") + " .",
        "c.nq": node.format("nq") + " <https://example.org/g> .",
        "d.trig": "<https://example.org/h> { " + node.format("trig") + " }",
        "e.jsonld": '{"@id": "https://example.org/jsonld", "https://schema.org/name": "jsonld"}',
        "f.jsonld": '{"@id": "https://example.org/i", "@graph": '
        '[{"@id": "https://example.org/named", "https://schema.org/name": "named"}]}',
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    for order in (sorted(files), sorted(files, reverse=True)):
        dataset = load_graph([str(tmp_path / name) for name in order])
        names = {str(row[0]) for row in dataset.query("SELECT ?n { ?s <https://schema.org/name> ?n }")}
        assert names == {"ttl", "nt", "nq", "trig", "jsonld", "named"}
        graphs = {str(row[0]) for row in dataset.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")}
        assert graphs == {f"https://example.org/{name}" for name in "ghi"}


def test_one_triple_in_two_files_is_one_triple(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text(TURTLE, encoding="utf-8")
    (tmp_path / "b.trig").write_text("<https://example.org/g> { " + TURTLE + " }", encoding="utf-8")
    dataset = load_graph([str(tmp_path / "a.ttl"), str(tmp_path / "b.trig")])
    assert len(list(dataset.query("SELECT ?n { ?s <https://schema.org/name> ?n }"))) == 1


def test_another_context_is_not_fetched(tmp_path: Path) -> None:
    for context in ("https://schema.org/", ["https://schema.org/"], {"@import": "https://schema.org/"}):
        path = tmp_path / "a.jsonld"
        path.write_text(json.dumps({"@context": context, "name": "x"}), encoding="utf-8")
        with pytest.raises(InputError, match="would have to be fetched"):
            load_graph([str(path)])


def test_our_own_context_is_at_hand(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    context = "https://w3id.org/kgpub/context.jsonld"
    path.write_text(json.dumps({"@context": context, "@id": "urn:a", "name": "甲"}), encoding="utf-8")
    assert (URIRef("urn:a"), NAME, Literal("甲")) in load_graph([str(path)])


@pytest.mark.parametrize(
    "text",
    [TURTLE, "<https://example.org/g> { " + TURTLE + " }", '{"@id": "urn:a", "https://schema.org/name": 1}'],
)
def test_standard_input(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode("utf-8-sig"))))
    assert len(list(load_graph(["-"]).triples((None, NAME, None)))) == 1


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.ttl", b"<https://example.org/a> <https://schema.org/name> .", "is not valid Turtle"),
        ("a.nt", b"<a> oops", "is not valid N-Triples"),
        ("a.nq", b"<a> oops", "is not valid N-Quads"),
        ("a.trig", b"{ oops", "is not valid TriG"),
        ("a.jsonld", b"{", "is not valid JSON-LD"),
        ("a.ttl", b"\xff\xfe\x00", "is not UTF-8 text"),
        (
            "a.rdf",
            b"<rdf:RDF/>",
            'the ending ".rdf" is no RDF format; expected .ttl, .nt, .nq, .trig, .jsonld',
        ),
    ],
)
def test_a_bad_file_is_named(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        load_graph([str(path)])
    assert caught.value.source == str(path)
    assert message in caught.value.message
    assert "\n" not in caught.value.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.ttl: can't be read: No such file"):
        load_graph([str(tmp_path / "gone.ttl")])


def test_a_bad_literal_makes_no_noise(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "a.ttl"
    date = "http://www.w3.org/2001/XMLSchema#date"
    path.write_text(f'<urn:a> <urn:b> "2025-02-30"^^<{date}> .', encoding="utf-8")
    assert len(load_graph([str(path)])) == 1
    assert not caplog.records
