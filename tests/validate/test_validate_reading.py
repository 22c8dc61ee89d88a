"""Reading RDF: every format, plain messages for what can't be read, and nothing from the network."""

import io
import json
import socket
from pathlib import Path

import pytest
from rdflib import Literal, URIRef

from kgpub.errors import UnreadableInput, UsageError
from kgpub.validate import CONTEXT_IRI, parse_graph, read_graph

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


def test_standard_input_is_turtle_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, format_ in ((TEXTS["ttl"], None), (TEXTS["jsonld"], "json-ld")):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert len(read_graph("-", format_)) == 1


def test_prefixes_are_those_of_the_file() -> None:
    text = "@prefix org: <https://example.org/organization/> .\nPREFIX schema: <https://schema.org/>\n"
    graph = parse_graph(text + "org:a a schema:Organization .", "turtle", "x")
    assert dict(graph.namespaces()) == {
        "org": URIRef("https://example.org/organization/"),
        "schema": URIRef("https://schema.org/"),
    }


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


def test_a_context_inside_a_node_is_refused_too() -> None:
    document = {"@context": CONTEXT_IRI, "@graph": [{"@context": "https://example.org/c", "id": "x:y"}]}
    with pytest.raises(UnreadableInput, match=r"https://example\.org/c"):
        parse_graph(json.dumps(document), "json-ld", "a.jsonld")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.ttl", b"<https://example.org/a", "not readable as turtle"),
        ("a.nt", "太郎".encode("euc-jp"), "not UTF-8"),
        ("a.jsonld", b'{"@id": ', "not JSON"),
        ("a.rdf", b"<rdf/>", "does not tell the format"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(UnreadableInput) as caught:
        read_graph(str(file))
    assert message in caught.value.message
    assert caught.value.source == str(file)


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
