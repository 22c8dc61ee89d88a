"""``kgpub build`` as its users run it: output, validation, settings, and garbage in."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, Dataset, Graph, Literal, URIRef

from helpers_command import run
from helpers_terms import KG, NIF, SCHEMA
from kgpub.cli.app import main
from kgpub.model import Article
from kgpub.write import NamedGraph

ARTICLE = "両首相が会談\n山田太郎首相は16日、オタワでジャン・デュボワ首相と会談した。\n"
BASE = "https://data.example/"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No kgpub.toml of whoever runs the tests may be found."""
    monkeypatch.chdir(tmp_path)


def build(*arguments: str | Path) -> int:
    """Run the command in this process, which has the model loaded; return its exit code."""
    with pytest.raises(SystemExit) as end:
        main([*map(str, ("build", *arguments))])
    code = end.value.code
    return code if isinstance(code, int) else 0


@pytest.mark.analyser
class TestOutput:
    def test_turtle_to_stdout_and_nothing_else(self, article: Path, capfdbinary: Any) -> None:
        assert build(article, "--published", "2025-06-18") == 0
        graph = Graph().parse(data=capfdbinary.readouterr().out, format="turtle")
        assert (None, RDF.type, SCHEMA.NewsArticle) in graph

    @pytest.mark.parametrize(
        ("name", "format_"),
        [
            ("a.ttl", "turtle"),
            ("a.nt", "nt"),
            ("a.nq", "nquads"),
            ("a.trig", "trig"),
            ("a.jsonld", "json-ld"),
        ],
    )
    def test_the_ending_decides_the_format(
        self, article: Path, tmp_path: Path, name: str, format_: str
    ) -> None:
        output = tmp_path / name
        assert build(article, "--published", "2025-06-18", "-o", output) == 0
        data = Dataset().parse(data=output.read_bytes(), format=format_)
        assert len(list(data.quads((None, RDF.type, SCHEMA.NewsArticle, None)))) == 1

    def test_a_format_named_wins_over_the_ending(self, article: Path, tmp_path: Path) -> None:
        output = tmp_path / "graph.txt"
        assert build(article, "-o", output, "--format", "ntriples") == 0
        assert len(Graph().parse(data=output.read_bytes(), format="nt")) > 5

    def test_a_quad_format_names_the_graph_after_the_article(self, article: Path, tmp_path: Path) -> None:
        output = tmp_path / "a.nq"
        assert build(article, "-o", output) == 0
        data = Dataset().parse(data=output.read_bytes(), format="nquads")
        (subject,) = {s for s, _, _, _ in data.quads((None, RDF.type, SCHEMA.NewsArticle, None))}
        assert {g for _, _, _, g in data.quads()} == {subject}

    def test_what_the_options_say_is_in_the_graph(self, article: Path, capfdbinary: Any) -> None:
        options = ["--published", "2025-06-18", "--url", "https://news.example/1", "--publisher", "北方通信"]
        assert build(article, *options, "--base", BASE) == 0
        graph = Graph().parse(data=capfdbinary.readouterr().out, format="turtle")
        (node,) = graph.subjects(RDF.type, SCHEMA.NewsArticle)
        assert str(node).startswith(BASE)
        assert str(graph.value(node, SCHEMA.datePublished)) == "2025-06-18"
        assert graph.value(node, SCHEMA.url) == URIRef("https://news.example/1")
        assert graph.value(graph.value(node, SCHEMA.publisher), SCHEMA.name) == Literal("北方通信", lang="ja")
        assert str(graph.value(next(graph.subjects(RDF.type, KG.Meeting)), SCHEMA.startDate)) == "2025-06-16"

    def test_without_a_date_none_is_made_up(self, article: Path, capfdbinary: Any) -> None:
        assert build(article) == 0
        graph = Graph().parse(data=capfdbinary.readouterr().out, format="turtle")
        assert graph.value(None, SCHEMA.datePublished) is None
        assert graph.value(None, SCHEMA.startDate) is None

    def test_mentions_add_the_evidence(self, article: Path, capfdbinary: Any) -> None:
        assert build(article, "--mentions") == 0
        graph = Graph().parse(data=capfdbinary.readouterr().out, format="turtle")
        assert (None, RDF.type, NIF.Phrase) in graph

    def test_a_summary_on_stderr_unless_quiet(self, article: Path, tmp_path: Path, capfd: Any) -> None:
        assert build(article, "-o", tmp_path / "a.ttl") == 0
        written = capfd.readouterr()
        assert "triples" in written.err
        assert written.out == ""
        with pytest.raises(SystemExit):
            main(["-q", "build", str(article), "-o", str(tmp_path / "a.ttl")])
        assert capfd.readouterr().err == ""


@pytest.mark.analyser
class TestValidation:
    @pytest.fixture(autouse=True)
    def _broken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A build that says that an event has no kind, which the shapes forbid."""
        import kgpub.pipeline

        real = kgpub.pipeline.build

        def broken(article: Article, *rest: Any) -> NamedGraph:
            named = real(article, *rest)
            named.graph.add((URIRef("https://example.org/kg/event/x"), RDF.type, SCHEMA.Event))
            return named

        monkeypatch.setattr(kgpub.pipeline, "build", broken)

    def test_a_violation_stops_the_write(self, article: Path, tmp_path: Path, capfd: Any) -> None:
        output = tmp_path / "a.ttl"
        output.write_text("before")
        assert build(article, "-o", output) == 1
        assert output.read_text() == "before"
        said = capfd.readouterr()
        assert "https://example.org/kg/event/x" in said.err
        assert said.out == ""

    def test_force_writes_and_still_tells(self, article: Path, tmp_path: Path, capfd: Any) -> None:
        assert build(article, "-o", tmp_path / "a.ttl", "--force") == 1
        assert (tmp_path / "a.ttl").exists()
        assert "https://example.org/kg/event/x" in capfd.readouterr().err

    def test_without_validation_the_graph_says_so(self, article: Path, capfdbinary: Any) -> None:
        assert build(article, "--no-validate") == 0
        graph = Graph().parse(data=capfdbinary.readouterr().out, format="turtle")
        assert set(graph.objects(None, KG.validated)) == {Literal(False)}


@pytest.mark.analyser
class TestSettings:
    def test_option_then_variable_then_file(
        self, article: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "kgpub.toml").write_text(
            f'base = "{BASE}file/"\npublished = 2025-06-18\n', encoding="utf-8"
        )
        output = tmp_path / "a.ttl"

        def base() -> str:
            assert build(article, "-o", output) == 0
            return output.read_text(encoding="utf-8")

        assert f"{BASE}file/article/2025-06-18-" in base().replace("<", "").replace(
            "article:", f"{BASE}file/article/"
        )
        monkeypatch.setenv("KGPUB_BASE", f"{BASE}variable/")
        assert f"{BASE}variable/" in base()
        assert build(article, "-o", output, "--base", f"{BASE}option/") == 0
        assert f"{BASE}option/" in output.read_text(encoding="utf-8")
        assert f"{BASE}variable/" not in output.read_text(encoding="utf-8")

    def test_an_unknown_key_names_the_known_ones(self, article: Path, tmp_path: Path, capfd: Any) -> None:
        (tmp_path / "kgpub.toml").write_text('bsae = "x"\n', encoding="utf-8")
        assert build(article) == 3
        said = capfd.readouterr().err
        assert "bsae" in said
        assert "base" in said


def garbage(directory: Path) -> dict[str, tuple[Path, str]]:
    """Files that hold no article, each with a word that the message must have."""
    files: dict[str, tuple[bytes, str]] = {
        "empty.txt": (b"", "empty"),
        "blank.txt": (b" \r\n\t\n", "empty"),
        "binary.txt": (bytes(range(256)) * 40, ""),
        "picture.txt": (b"\x89PNG\r\n\x1a\n" + bytes(2000), "image"),
        "long-line.txt": ("見出し\n".encode() + b"a" * 50_000_000, "MB"),
        "no-article.html": (b"<!DOCTYPE html><html><head><title>x</title></head><body></body></html>", ""),
        "broken.json": ('{"@type": "NewsArticle", "headline": "見出し", '.encode(), "JSON"),
        "no-article.json": (b'{"a": 1}', ""),
        "encoding.txt": (b"\xff\xfe\xfd" + "見出し".encode("euc_jp") + bytes(range(128, 255)) * 30, ""),
        "headline-only.txt": ("見出しだけ\n".encode(), "headline"),
        "record.xml": (b'<?xml version="1.0"?><newsItem/>', "XML"),
    }
    paths = {}
    for name, (data, word) in files.items():
        (directory / name).write_bytes(data)
        paths[name] = (directory / name, word)
    paths["missing.txt"] = (directory / "missing.txt", "no such file")
    return paths


GARBAGE = (
    *("empty.txt", "blank.txt", "binary.txt", "picture.txt", "long-line.txt", "encoding.txt"),
    *("headline-only.txt", "no-article.html", "broken.json", "no-article.json", "record.xml"),
    "missing.txt",
)


@pytest.mark.parametrize("name", GARBAGE)
def test_garbage_in(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    path, word = garbage(tmp_path)[name]
    output = tmp_path / "out.ttl"
    assert build(path, "-o", output) == 3
    said = capfd.readouterr()
    lines = said.err.splitlines()
    assert said.out == ""
    assert lines[0].startswith(f"kgpub: {path}: ")
    assert word in lines[0]
    # One line says what is wrong; at most one more, indented, says what to do.
    assert len(lines) <= 2
    assert all(line.startswith("  ") for line in lines[1:])
    assert not output.exists()


def test_a_language_that_kgpub_cannot_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Sommet à Ottawa\nLe premier ministre a rencontré son homologue.\n", encoding="utf-8")
    assert build(path, "--lang", "fr") == 3
    assert '"fr"' in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--published", "昨日"], "昨日"),
        (["--url", "news/1"], "news/1"),
        (["--base", "データ"], "データ"),
        (["--format", "rdfxml"], "rdfxml"),
        (["-o", "graph.doc"], ".doc"),
        (["--no-validate", "--force"], "--no-validate"),
        (["--no-such-option"], "--no-such-option"),
    ],
)
def test_wrong_usage(
    article: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    assert build(article, *arguments) == 2
    said = capfd.readouterr()
    assert word in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(["--gazetteer", "none.index"], "none.index"), (["--config", "none.toml"], "none.toml")],
)
def test_files_that_are_not_there(
    article: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    assert build(article, *arguments) == 3
    said = capfd.readouterr().err
    assert word in said
    assert "Traceback" not in said


def test_a_traceback_only_on_demand(tmp_path: Path) -> None:
    plain = run("build", tmp_path / "missing.txt")
    assert plain.returncode == 3
    assert b"Traceback" not in plain.stderr
    assert b"Traceback" in run("-vv", "build", tmp_path / "missing.txt").stderr


@pytest.mark.analyser
def test_a_pipe_in_and_a_pipe_out(tmp_path: Path) -> None:
    done = run("build", "-", "--published", "2025-06-18", stdin=ARTICLE.encode("cp932"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    graph = Graph().parse(data=done.stdout, format="turtle")
    assert Literal("両首相が会談", lang="ja") in set(graph.objects(None, SCHEMA.headline))


@pytest.mark.analyser
def test_nothing_is_fetched(article: Path, tmp_path: Path) -> None:
    """With every socket forbidden, a build works all the same."""
    code = (
        "import socket, sys\n"
        "def no(*a, **k): raise RuntimeError('the network was used')\n"
        "socket.socket.connect = socket.create_connection = socket.getaddrinfo = no\n"
        "from kgpub.cli import main\n"
        f"main({json.dumps(['build', str(article), '-o', str(tmp_path / 'a.jsonld')])})\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
