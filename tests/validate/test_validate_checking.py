"""check(): what counts, what can't be checked, and that nothing is changed or fetched."""

import socket
from pathlib import Path
from typing import cast

import pytest
from rdflib import SH, Graph, URIRef

from kgpub.errors import NotCheckedError
from kgpub.validate import Engine, Report, Result, Severity, check, load_shapes, parse_graph, read_graph
from kgpub.validate.engines import ENGINES

CONFORMING = Path(__file__).parent / "conforming.ttl"
PREFIXES = """
@prefix ex: <https://example.org/> .
@prefix schema: <https://schema.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
"""


def graph(text: str) -> Graph:
    return parse_graph(PREFIXES + text, "turtle", "test")


def shapes_in(directory: Path, text: str) -> Path:
    (directory / "shapes.ttl").write_text(PREFIXES + text, encoding="utf-8")
    return directory


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something tried to open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "shacl":
        pytest.importorskip("shacl", reason="the second SHACL engine comes with the extra fast")
    return cast(Engine, request.param)


def result(severity: Severity) -> Result:
    return Result("https://example.org/a", "", severity, "", "", "誤り", "wrong", "直す", "mend", "", "", "")


def test_only_violations_keep_a_graph_from_conforming() -> None:
    assert Report(()).conforms
    assert Report((result(Severity.WARNING), result(Severity.INFO))).conforms
    assert not Report((result(Severity.WARNING), result(Severity.VIOLATION))).conforms


def test_messages_fall_back_to_the_other_language() -> None:
    only_english = Result("x", "", Severity.INFO, "", "", "", "wrong", "", "mend", "", "", "")
    assert (only_english.message("ja"), only_english.fix("ja")) == ("wrong", "mend")
    both = result(Severity.INFO)
    assert (both.message("ja"), both.message("en"), both.fix("ja"), both.fix("en")) == (
        "誤り",
        "wrong",
        "直す",
        "mend",
    )


def test_results_are_sorted_worst_first() -> None:
    report = check(graph("""
        ex:z a schema:Person .
        ex:a a schema:Event ; schema:name "会談"@ja .
        ex:m a schema:Person .
    """))  # fmt: skip
    severities = [r.severity for r in report.results]
    assert severities == sorted(severities, key=list(Severity).index)
    violations = [r.focus_node for r in report.results if r.severity is Severity.VIOLATION]
    assert violations == ["https://example.org/m", "https://example.org/z"]


def test_a_result_names_the_node_and_the_words_it_came_from() -> None:
    data = read_graph(str(CONFORMING))
    data.remove((URIRef("https://example.org/person/p1"), URIRef("https://schema.org/name"), None))
    (found,) = check(data).results
    assert found.focus_name == "山田氏"
    assert found.evidence == "https://example.org/article/a1#char=0,4「山田外相」"
    assert found.path == "<https://schema.org/name>"


def test_the_graph_is_not_changed(engine: Engine) -> None:
    data = graph('ex:a a schema:Person ; schema:name "花子"@ja ; ex:own "x" .')
    before = set(data)
    check(data, engine=engine)
    assert set(data) == before


def test_checking_twice_finds_the_same(engine: Engine) -> None:
    data = graph('ex:a a schema:Person, ex:Human ; ex:own "x" ; schema:nmae "y" .')
    first = check(data, engine=engine)
    assert first == check(data, engine=engine)
    assert len(first.results) == 2


def test_other_vocabularies_of_one_graph_are_not_known_in_the_next() -> None:
    shapes = load_shapes()
    extended = shapes.for_data(graph("ex:a a ex:Human ; ex:own 1 ."))
    assert len(extended) > len(shapes.graph)
    assert (None, None, URIRef("https://example.org/own")) not in shapes.graph


# --- not checked -----------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["", "ex:a a <http://xmlns.com/foaf/0.1/Person> .", 'ex:a ex:b "c" .'],
    ids=["empty", "foreign classes", "no classes"],
)
def test_a_graph_that_no_shape_looks_at_is_not_checked(text: str, engine: Engine) -> None:
    with pytest.raises(NotCheckedError):
        check(graph(text), engine=engine)


def test_schema_org_with_http_is_found_and_not_passed_over(engine: Engine) -> None:
    data = graph('ex:a a <http://schema.org/Person> ; <http://schema.org/name> "花子"@ja .')
    assert not check(data, engine=engine).conforms


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "none of the shapes has a target"),
        ("ex:S a sh:NodeShape ; sh:nodeKind sh:IRI .", "none of the shapes has a target"),
        ("ex:S a sh:NodeShape", "is not valid Turtle"),
    ],
    ids=["empty file", "no target", "broken file"],
)
def test_shapes_that_check_nothing(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(NotCheckedError, match=message):
        load_shapes(shapes_in(tmp_path, text))


def test_a_directory_without_shapes(tmp_path: Path) -> None:
    with pytest.raises(NotCheckedError, match="no shapes found"):
        load_shapes(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "ex:S a sh:NodeShape ; sh:targetClass schema:Person ; sh:property [ sh:minCount 1 ] .",
        'ex:S a sh:NodeShape ; sh:targetClass schema:Person ; sh:sparql [ sh:select "SELECT $this {" ] .',
    ],
    ids=["property without path", "broken query"],
)
def test_shapes_that_are_not_shacl(tmp_path: Path, text: str) -> None:
    shapes = load_shapes(shapes_in(tmp_path, text))
    with pytest.raises(NotCheckedError, match="could not check"):
        check(graph("ex:a a schema:Person ."), shapes)


def test_an_engine_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kgpub.validate.engines.has_shacl", lambda: False)
    with pytest.raises(NotCheckedError, match="not installed"):
        check(graph("ex:a a schema:Person ."), engine="shacl")


# --- shapes of the user's own ----------------------------------------------


@pytest.mark.usefixtures("no_network")
def test_imports_and_from_are_not_fetched(tmp_path: Path) -> None:
    directory = shapes_in(
        tmp_path,
        """<https://example.org/shapes> a owl:Ontology ; owl:imports <https://example.org/more-shapes> .
        ex:S a sh:NodeShape ; sh:targetClass schema:Person ;
            sh:sparql [ sh:message "x"@en ;
                sh:select "SELECT $this FROM <https://example.org/data> { $this a <urn:none> }"
            ] .
        """,
    )
    assert check(graph("ex:a a schema:Person ."), load_shapes(directory)).results == ()


@pytest.mark.usefixtures("no_network")
def test_a_federated_query_is_not_carried_out(tmp_path: Path) -> None:
    directory = shapes_in(
        tmp_path,
        """ex:S a sh:NodeShape ; sh:targetClass schema:Person ; sh:sparql [ sh:select
        "SELECT $this WHERE { SERVICE <https://example.org/sparql> { $this a ?class } }" ] .""",
    )
    with pytest.raises(NotCheckedError, match="SERVICE"):
        check(graph("ex:a a schema:Person ."), load_shapes(directory))


def test_paths_and_severities_of_other_shapes(tmp_path: Path, engine: Engine) -> None:
    directory = shapes_in(
        tmp_path,
        """ex:S a sh:NodeShape ; sh:targetClass schema:Person ; sh:property ex:P, ex:Q .
        ex:P a sh:PropertyShape ; sh:path ( [ sh:inversePath schema:about ] schema:headline ) ;
            sh:minCount 1 ; sh:message "no headline" ; sh:severity ex:Grave .
        ex:Q a sh:PropertyShape ;
            sh:path [ sh:alternativePath ( schema:name [ sh:oneOrMorePath schema:knows ] ) ] ;
            sh:minCount 1 ; sh:severity sh:Info .""",
    )
    grave, info = check(graph("ex:a a schema:Person ."), load_shapes(directory), engine).results
    # A severity that we don't know may be worse than a violation, and can't be called harmless.
    assert (grave.severity, info.severity) == (Severity.VIOLATION, Severity.INFO)
    assert grave.path == "^<https://schema.org/about>/<https://schema.org/headline>"
    assert info.path == "(<https://schema.org/name>|(<https://schema.org/knows>)+)"
    assert (grave.message("ja"), grave.fix("ja")) == ("no headline", "")


def test_only_objects_of_sh_result_count(tmp_path: Path, engine: Engine) -> None:
    """pySHACL and shacl both may describe why sh:node failed, as results inside the result."""
    directory = shapes_in(
        tmp_path,
        """ex:S a sh:NodeShape ; sh:targetClass schema:Person ; sh:node ex:T .
        ex:T a sh:NodeShape ; sh:property [ sh:path schema:name ; sh:minCount 1 ] ;
            sh:property [ sh:path schema:jobTitle ; sh:minCount 1 ] .""",
    )
    assert len(check(graph("ex:a a schema:Person ."), load_shapes(directory), engine).results) == 1


def test_the_shipped_shapes_use_no_feature_that_engines_treat_differently() -> None:
    """pySHACL drops the language of messages with placeholders, and knows no SHACL 1.2."""
    shipped = load_shapes().graph
    assert not [m for m in shipped.objects(None, SH.message) if "{" in str(m)]
    assert not list(shipped.objects(None, SH.target)) and not list(shipped.objects(None, SH.rule))
