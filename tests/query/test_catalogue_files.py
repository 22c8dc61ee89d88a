"""Every query file documents itself, in both languages and in a form that grlc reads as well."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kgpub.errors import InputError, ResourceError, UsageError
from kgpub.query import CannedQuery, catalogue, find_query
from kgpub.query.decorators import parse_decorators
from kgpub.query.lexing import variables

QUERIES = catalogue()
JAPANESE = re.compile(r"[぀-ヿ一-鿿]")
EXPECTED = {
    "article-summary",
    "builds",
    "copies",
    "corroboration",
    "definitions",
    "disputed",
    "events",
    "links",
    "memberships",
    "neighbourhood",
    "positions",
    "provenance",
    "shared-between-articles",
    "sources-cited",
    "statements-by-person",
    "timeline",
    "who-met-whom",
}


def test_the_catalogue() -> None:
    assert {query.name for query in QUERIES} == EXPECTED


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_says_what_it_answers_in_both_languages(query: CannedQuery) -> None:
    texts = query.about.texts
    for key in ("summary", "description"):
        assert texts[key] and not JAPANESE.search(texts[key].replace("前", "").replace("元", ""))
        assert JAPANESE.search(texts[f"{key}_ja"])
    assert texts["method"] == "GET"
    assert query.about.lists["tags"]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_documents_its_parameters_and_columns(query: CannedQuery) -> None:
    named = query.about.named
    names = [parameter.name for parameter in query.parameters]
    assert list(named.get("parameters", {})) == names == list(named.get("parameters_ja", {}))
    assert set(named.get("defaults", {})) <= set(names)
    columns = [str(variable) for variable in query.algebra.algebra.get("PV") or ()]
    if query.gives_graph:
        columns = ["subject", "predicate", "object"]
    assert list(named["columns"]) == columns == list(named["columns_ja"])


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_decorators_are_yaml_too(query: CannedQuery) -> None:
    """A colon with a space, a hash after a space or a quoting mark at the start would mean more in YAML."""
    about = query.about
    texts = [*about.texts.values(), *(text for items in about.named.values() for text in items.values())]
    for text in texts:
        assert ": " not in text and " #" not in text
        assert not re.match(r"[\[\]{}&*!|>'\"%@`,?-]", text), text


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_grlc_reads_the_decorators(query: CannedQuery) -> None:
    """As grlc does it: the lines behind ``#+``, as one YAML document."""
    yaml = pytest.importorskip("yaml")
    lines = [line.removeprefix("#+ ") for line in query.text.splitlines() if line.startswith("#+")]
    read = yaml.safe_load("\n".join(lines))
    assert read["summary"] == query.about.texts["summary"]
    assert read["method"] == "GET"
    assert read["tags"] == list(query.about.lists["tags"])
    # grlc makes parameters of the variables with an underscore, which are BASIL's.
    assert all(parameter.variable.startswith("_") for parameter in query.parameters)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_order_and_prefixes_are_explicit(query: CannedQuery) -> None:
    assert query.gives_graph or "ORDER BY" in query.text
    declared = re.findall(r"(?m)^PREFIX (\w+):", query.text)
    assert declared == sorted(declared)
    body = "\n".join(line for line in query.text.splitlines() if not line.startswith(("#", "PREFIX")))
    used = set(re.findall(r"(?<![\w<])([a-z]+):(?=[A-Za-z]|\))", body.split("https://w3id.org")[0]))
    # xsd: is used by a parameter's name, ?__from_xsd_date.
    wanted = {v.split("_")[3] for v in variables(query.text) if re.fullmatch(r"__\w+_\w+_\w+", v)}
    assert set(declared) >= used
    assert set(declared) <= used | wanted | {"kg"}


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(UsageError, match='no query "who-met"; the queries are article-summary, builds'):
        find_query("who-met")


def test_a_name_cannot_leave_the_catalogue() -> None:
    with pytest.raises(UsageError, match="no query"):
        find_query("../queries/events")


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("SELECT ?s WHERE { ?s ?p ?_name_ja } ORDER BY ?s", encoding="utf-8")
    query = find_query(str(path))
    assert [(p.name, p.type, p.required) for p in query.parameters] == [("name", "@ja", True)]
    with pytest.raises(InputError, match=r"gone\.rq: can't be read"):
        find_query(str(tmp_path / "gone.rq"))


def test_a_broken_decorator_is_named() -> None:
    assert parse_decorators("x.rq", "SELECT * {}").texts == {}
    with pytest.raises(ResourceError, match=r"x\.rq:2: .* is not a decorator"):
        parse_decorators("x.rq", "#+ summary: fine\n#+ !! what")
    with pytest.raises(ResourceError, match=r"x\.rq:1"):
        parse_decorators("x.rq", "#+   - an item of nothing")
