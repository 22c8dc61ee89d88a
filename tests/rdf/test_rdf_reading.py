"""Reading RDF: every format, plain messages for what can't be read, and nothing from the network."""

import io
import json
import socket
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kgpub.errors import UnreadableInput, UsageError
from kgpub.rdf.contexts import CONTEXT_IRI
from kgpub.rdf.reading import parse, parse_graph, read, read_graph

HANAKO = URIRef("https://example.org/hanako")
NAME = URIRef("https://schema.org/name")
TEXTS = {
    "ttl": '@prefix schema: <https://schema.org/> .\n<https://example.org/hanako> schema:name "花子"@ja .',
    "nt": '<https://example.org/hanako> <https://schema.org/name> "花子"@ja .',
    "nq": '<https://example.org/hanako> <https://schema.org/name> "花子"@ja <https://example.org/g> .',
    "trig": '<https://example.org/g> { <https://example.org/hanako> <https://schema.org/name> "花子"@ja }',
    "jsonld": json.dumps(
        {"@context": CONTEXT_IRI, "id": str(HANAKO), "name": {"@value": "花子", "@language": "ja"}}
    ),
}


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something tried to open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("ending", TEXTS)
def test_formats_by_ending(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"article.{ending}"
    file.write_text(TEXTS[ending], encoding="utf-8")
    assert set(read_graph(str(file))) == {(HANAKO, NAME, Literal("花子", lang="ja"))}


@pytest.mark.parametrize("ending", ["ttl", "nt", "trig", "jsonld"])
def test_standard_input_is_told_by_its_text(ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXTS[ending].encode("utf-8-sig"))))
    assert set(read_graph("-")) == {(HANAKO, NAME, Literal("花子", lang="ja"))}


def test_a_format_named_is_taken_at_its_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXTS["nq"].encode())))
    assert len(read_graph("-", "nquads")) == 1
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(TEXTS["jsonld"].encode())))
    with pytest.raises(UnreadableInput, match="<stdin>: is not valid Turtle"):
        read_graph("-", "turtle")
    (tmp_path / "a.txt").write_text(TEXTS["trig"], encoding="utf-8")
    assert len(read_graph(str(tmp_path / "a.txt"), "trig")) == 1


def test_graphs_stay_apart_until_they_are_wanted_together(tmp_path: Path) -> None:
    file = tmp_path / "a.trig"
    file.write_text(TEXTS["ttl"] + TEXTS["trig"], encoding="utf-8")
    dataset = read(str(file)).dataset
    assert {str(graph.identifier): len(graph) for graph in dataset.graphs()} == {
        str(dataset.default_graph.identifier): 1,
        "https://example.org/g": 1,
    }
    assert len(read_graph(str(file))) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.ttl", "<b> <c> <> ."), ("a.jsonld", '{"@id": "b", "https://example.org/p": {"@id": ""}}')],
)
def test_relative_iris_start_from_the_file(
    name: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parent)
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    ((subject, _, object_),) = read_graph(str(file))
    assert str(subject) == (tmp_path / "b").as_uri()
    assert str(object_) == file.as_uri()


@pytest.mark.parametrize(
    ("format_", "text"),
    [("turtle", "<b> <https://example.org/p> 1 ."), ("json-ld", '{"@id": "b", "https://example.org/p": 1}')],
)
def test_relative_iris_of_a_text_do_not_depend_on_the_directory(
    format_: str, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = set(parse_graph(text, format_, "x"))
    monkeypatch.chdir(tmp_path)
    assert set(parse_graph(text, format_, "x")) == first
    assert len(first) == 1


def test_prefixes_are_those_of_the_file() -> None:
    text = "@prefix org: <https://example.org/organization/> .\nPREFIX schema: <https://schema.org/>\n"
    graph = parse_graph(text + "org:a a schema:Organization .", "turtle", "x")
    assert dict(graph.namespaces()) == {
        "org": URIRef("https://example.org/organization/"),
        "schema": URIRef("https://schema.org/"),
    }


def test_rdflibs_own_prefixes_make_no_room_for_themselves() -> None:
    mine = "https://example.org/mine#"
    texts = {
        "turtle": f"@prefix geo: <{mine}> . geo:a geo:b geo:c .",
        "trig": f"@prefix geo: <{mine}> . geo:g {{ geo:a geo:b geo:c }}",
        "json-ld": json.dumps({"@context": {"geo": mine}, "@id": "geo:a", "geo:b": "c"}),
    }
    for format_, text in texts.items():
        assert parse(text, format_, "x").prefixes == (("geo", mine),)
    for ending, format_ in (("nt", "ntriples"), ("nq", "nquads")):
        assert parse(TEXTS[ending], format_, "x").prefixes == ()


def test_what_only_looks_like_a_prefix_is_none() -> None:
    text = '''@prefix : <https://example.org/> .
# @prefix a: <https://example.org/a> .
:a :b """
@prefix b: <https://example.org/b> .
""" .'''
    assert parse(text, "turtle", "x").prefixes == (("", "https://example.org/"),)


@pytest.mark.parametrize(
    "context",
    [
        "https://schema.org/",
        "context.jsonld",
        "file:///etc/passwd",
        ["https://schema.org/"],
        [CONTEXT_IRI, {"@import": "https://example.org/c"}],
        {"name": {"@id": "https://schema.org/name", "@context": "https://example.org/c"}},
    ],
    ids=str,
)
def test_contexts_by_address_are_refused(context: object) -> None:
    with pytest.raises(UnreadableInput) as caught:
        parse_graph(json.dumps({"@context": context, "@id": str(HANAKO)}), "json-ld", "a.jsonld")
    assert "nothing is fetched" in caught.value.message
    assert CONTEXT_IRI in caught.value.tip


@pytest.mark.parametrize("iri", [CONTEXT_IRI, CONTEXT_IRI.removesuffix(".jsonld")])
def test_our_own_context_is_at_hand(iri: str) -> None:
    expected = {(HANAKO, NAME, Literal("花子"))}
    for context in (iri, [iri], {"@import": iri}, [{"@import": iri, "x": "https://example.org/x"}]):
        text = json.dumps({"@context": context, "@id": str(HANAKO), "name": "花子"})
        assert set(parse_graph(text, "json-ld", "x")) == expected


def test_what_stands_beside_an_import_overrides_it() -> None:
    context = {"@import": CONTEXT_IRI, "name": "https://example.org/n"}
    text = json.dumps({"@context": context, "@id": str(HANAKO), "name": "花子"})
    assert set(parse_graph(text, "json-ld", "x").predicates()) == {URIRef("https://example.org/n")}


def test_a_context_inside_a_node_is_refused_too() -> None:
    document = {"@context": CONTEXT_IRI, "@graph": [{"@context": "https://example.org/c", "id": "x:y"}]}
    with pytest.raises(UnreadableInput, match=r"https://example\.org/c"):
        parse_graph(json.dumps(document), "json-ld", "a.jsonld")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", b"<https://example.org/a", "is not valid Turtle"),
        ("a.nt", "太郎".encode("euc-jp"), "not UTF-8"),
        ("a.nt", b"<https://example.org/a> oops", "is not valid N-Triples"),
        ("a.nq", b"<https://example.org/a> oops", "is not valid N-Quads"),
        ("a.trig", b"{ oops", "is not valid TriG"),
        ("a.jsonld", b'{"@id": ', "is not valid JSON-LD: not JSON"),
        ("a.jsonld", b"1", "is not valid JSON-LD: expected an object or an array"),
        ("a.jsonld", b"[" * 100_000, "is not valid JSON-LD"),
        ("article", b"", "no ending tells the RDF format; expected .ttl, .nt, .nq, .trig, .jsonld"),
        ("a.rdf", b"<rdf/>", "is no RDF format"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        read_graph(str(file))
    assert message in caught.value.message
    assert caught.value.source == str(file)
    assert "\n" not in caught.value.message


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="No such file"):
        read_graph(str(tmp_path / "none.ttl"))


def test_an_unknown_format() -> None:
    with pytest.raises(UsageError, match="turtle, ntriples"):
        parse_graph("", "rdfxml", "x")


def test_a_literal_that_does_not_fit_its_datatype_is_no_traceback(caplog: pytest.LogCaptureFixture) -> None:
    date = "http://www.w3.org/2001/XMLSchema#date"
    text = f'<https://example.org/e> <https://schema.org/startDate> "2025-02-30"^^<{date}> .'
    assert len(parse_graph(text, "turtle", "x")) == 1
    assert not caplog.records
