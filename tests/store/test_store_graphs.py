"""Files of every format become the same named graphs; what can't be named is refused."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from stores import BASE, EXAMPLES, PREFIXES, REPOSITORY, article

from kgpub.errors import InputError
from kgpub.rdf.namespaces import graph_prefixes
from kgpub.rdf.reading import parse
from kgpub.store import Kind, Refused, StoredGraph, digest, parse_lines, read_graphs, select
from kgpub.store.canonical import by_value
from kgpub.validate import load_shapes
from kgpub.write import Format, NamedGraph, serialise

XSD = "http://www.w3.org/2001/XMLSchema#"


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: Path(path).stem)
def test_all_formats_give_one_graph(example: str, tmp_path: Path) -> None:
    (expected,) = read_graphs(example)
    assert expected.iri.startswith(f"{BASE}article/")
    assert expected.kind is Kind.ARTICLE
    named = NamedGraph(expected.iri, expected.graph())
    for format_ in Format:
        path = tmp_path / f"a{format_.suffix}"
        path.write_bytes(serialise([named], format_))
        (found,) = read_graphs(str(path))
        assert (found.iri, found.lines, found.digest) == (expected.iri, expected.lines, expected.digest)
        assert found.ntriples() == expected.ntriples()


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(article("a").encode())))
    assert [(graph.iri, graph.source) for graph in read_graphs("-")] == [(f"{BASE}article/a", "<stdin>")]


def test_several_articles_in_one_file(tmp_path: Path) -> None:
    texts = {key: article(key, "p").split("\n\n", 1)[1] for key in "ba"}
    trig = PREFIXES + "".join(f"<{BASE}article/{key}> {{ {text} }}\n" for key, text in texts.items())
    found = read_graphs(write(tmp_path / "both.trig", trig))
    assert [graph.iri for graph in found] == [f"{BASE}article/a", f"{BASE}article/b"]
    assert found[0].values == read_graphs(write(tmp_path / "a.ttl", article("a", "p")))[0].values
    with pytest.raises(InputError, match="holds 2 articles, which can't be told apart"):
        read_graphs(write(tmp_path / "both.ttl", PREFIXES + "\n".join(texts.values())))


def test_decisions_have_a_graph_of_their_own(tmp_path: Path) -> None:
    turtle = f"{PREFIXES}reconciliation:abc a kg:Reconciliation ; kg:reconciles <{BASE}event/e> ."
    (graph,) = read_graphs(write(tmp_path / "same.ttl", turtle))
    assert (graph.iri, graph.kind) == (f"{BASE}reconciliation/events", Kind.RECONCILIATION)
    trig = f"{PREFIXES}<urn:mine> {{ reconciliation:abc a kg:Reconciliation . }}"
    (graph,) = read_graphs(write(tmp_path / "same.trig", trig))
    assert (graph.iri, graph.kind) == ("urn:mine", Kind.RECONCILIATION)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.ttl", "<urn:a> <urn:b> [] .", "a.ttl: has a blank node, in: <urn:a> <urn:b> _:"),
        ("a.jsonld", '{"https://schema.org/name": "x"}', "has a blank node"),
        ("a.ttl", "<urn:a> <urn:b> 1 .", "it has no article in it"),
        ("a.trig", "<urn:g> { <urn:a> <urn:b> 1 . }", "the graph urn:g has no article in it"),
        ("a.ttl", "# nothing", "has no statements in it"),
        ("a.ttl", "<urn:a> <urn:b>", "is not valid Turtle"),
        ("a.jsonld", '{"@context": "https://schema.org/", "name": "x"}', "would have to be fetched"),
        ("a.rdf", "<rdf:RDF/>", 'the ending ".rdf" is no RDF format'),
    ],
)
def test_what_is_refused(name: str, text: str, message: str, tmp_path: Path) -> None:
    path = write(tmp_path / name, text)
    with pytest.raises(InputError) as caught:
        read_graphs(path)
    assert message in caught.value.message
    assert caught.value.source == path


def test_statements_outside_the_articles_own_graph(tmp_path: Path) -> None:
    text = article("a").split("\n\n", 1)[1]
    trig = f"{PREFIXES}{text} <{BASE}article/a> {{ {text} }}"
    with pytest.raises(InputError, match="both in the graph of that name and in none"):
        read_graphs(write(tmp_path / "a.trig", trig))


def test_a_digest_is_of_values() -> None:
    def lines(value: str, datatype: str) -> str:
        return f'<urn:a> <urn:b> "{value}"^^<{XSD}{datatype}> .'

    assert digest((lines("0.950", "decimal"),)) == digest((lines("0.95", "decimal"),))
    assert digest((lines("7", "nonNegativeInteger"),)) == digest((lines("7", "integer"),))
    assert digest((lines("0.950", "decimal"),)) != digest((lines("0.951", "decimal"),))
    assert digest((lines("2025-07", "gYearMonth"),)) != digest((lines("2025-07-01", "date"),))
    assert by_value((lines("2025-07", "gYearMonth"),)) == (lines("2025-07", "gYearMonth"),)


def test_lines_do_not_depend_on_who_wrote_them() -> None:
    ours = serialise([NamedGraph("urn:g", parse(article("a", "p"), "turtle", "a").dataset.default_graph)],
                     Format.NTRIPLES)  # fmt: skip
    escaped = ours.decode().encode("ascii", "backslashreplace").replace(b"\\x", b"\\u00")
    assert parse_lines(ours) == parse_lines(escaped) == tuple(sorted(ours.decode().splitlines()))


def test_the_prefixes_of_a_base() -> None:
    assert graph_prefixes([f"{BASE}article/a"])["person"] == f"{BASE}person/"
    assert graph_prefixes(["urn:mine"]) == {}


class TestSelecting:
    def test_a_violation_does_not_stop_the_others(self, tmp_path: Path) -> None:
        good = write(tmp_path / "good.ttl", article("good", "p"))
        bad = write(tmp_path / "bad.ttl", article("bad").replace("schema:headline", "schema:headlin"))
        broken = write(tmp_path / "broken.ttl", "<urn:a>")
        found = list(select([bad, broken, good], load_shapes()))
        assert [type(item) for item in found] == [Refused, Refused, StoredGraph]
        violation, unread, _ = found
        assert isinstance(violation, Refused) and isinstance(unread, Refused)
        assert violation.report is not None and not violation.report.conforms
        assert (violation.exit_code, unread.exit_code) == (1, 3)
        assert [type(item) for item in select([bad], None)] == [StoredGraph]

    def test_one_article_in_two_files(self, tmp_path: Path) -> None:
        one = write(tmp_path / "one.ttl", article("a", "p"))
        alike = write(tmp_path / "alike.nt", read_graphs(one)[0].ntriples().decode())
        other = write(tmp_path / "other.ttl", article("a", "q"))
        found = list(select([one, alike, other], None))
        assert [type(item) for item in found] == [StoredGraph, Refused]
        assert isinstance(found[1], Refused) and found[1].error is not None
        assert f"than {one} does" in found[1].error.message


def test_the_examples_conform() -> None:
    paths = [*EXAMPLES, str(REPOSITORY / "examples" / "diplomacy.jsonld")]
    assert [type(item) for item in select(paths, load_shapes())] == [StoredGraph] * len(EXAMPLES)
