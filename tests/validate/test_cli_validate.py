"""``kgpub validate``: reports for people and machines, and exit codes that mean one thing each."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph

from kgpub.cli.app import main

Run = Callable[..., tuple[int, str, str]]

CONFORMING = str(Path(__file__).parent / "conforming.ttl")
NAMELESS = """@prefix p: <https://example.org/person/> .
p:a a <https://schema.org/Person> ; <https://schema.org/alternateName> "花子氏"@ja .
"""


@pytest.fixture
def nameless(tmp_path: Path) -> str:
    file = tmp_path / "nameless.ttl"
    file.write_text(NAMELESS, encoding="utf-8")
    return str(file)


@pytest.fixture
def broken(tmp_path: Path) -> str:
    file = tmp_path / "broken.ttl"
    file.write_text("<https://example.org/a", encoding="utf-8")
    return str(file)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as stopped:
            main(["validate", *arguments])
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return run_


def test_exit_codes(run: Run, nameless: str, broken: str, tmp_path: Path) -> None:
    assert run(CONFORMING)[0] == 0
    assert run(CONFORMING, nameless)[0] == 1
    assert run()[0] == 2
    assert run("--format", "xml", CONFORMING)[0] == 2
    assert run("--shapes", str(tmp_path / "none"), CONFORMING)[0] == 2
    assert run("-", "-")[0] == 2
    assert run(CONFORMING, broken)[0] == 4
    assert run(broken, nameless)[0] == 4
    assert run(str(tmp_path / "missing.ttl"))[0] == 4


def test_shapes_that_cannot_be_used(run: Run, tmp_path: Path) -> None:
    code, out, err = run("--shapes", str(tmp_path), CONFORMING)
    assert (code, out) == (4, "")
    assert "no shapes found" in err


def test_text_says_what_where_and_how_to_fix(run: Run, nameless: str) -> None:
    code, out, err = run("--lang", "en", nameless)
    assert code == 1 and not err
    for part in (
        f"{nameless}: does not conform",
        '[violation] p:a "花子氏"',
        "The person has no name.",
        "where: schema:name",
        "fix: Add schema:name with its language.",
        "rule: kgsh:Person-name",
        "1 file: 1 does not conform (1 violation)",
    ):
        assert part in out


def test_text_in_japanese(run: Run, nameless: str) -> None:
    _, out, _ = run("--lang", "ja", CONFORMING, nameless)
    assert "[違反] p:a「花子氏」" in out
    assert "人物に名前がありません。" in out
    assert out.rstrip().endswith("2 ファイル: 適合 1、不適合 1（違反 1 件）")


def test_language_by_the_environment(run: Run, nameless: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    assert "人物に名前がありません。" in run(nameless)[1]
    monkeypatch.setenv("LC_ALL", "C")
    assert "The person has no name." in run(nameless)[1]


def test_not_checked_never_reads_as_conforming(run: Run, broken: str) -> None:
    _, text, _ = run("--lang", "en", broken)
    assert "NOT CHECKED" in text and "conform" not in text
    _, text, _ = run("--lang", "ja", broken)
    assert "未検証 1" in text and "適合 0" in text
    _, out, err = run("--format", "json", broken)
    assert json.loads(out)["files"][0]["conforms"] is None
    assert "not checked" in err
    _, out, err = run("--format", "ttl", broken)
    assert len(Graph().parse(data=out, format="turtle")) == 0
    assert "not checked" in err


def test_one_bad_file_does_not_stop_the_others(run: Run, broken: str, nameless: str) -> None:
    _, out, _ = run("--lang", "en", broken, nameless, CONFORMING)
    assert out.rstrip().endswith("3 files: 1 conforms, 1 does not conform, 1 was NOT CHECKED (1 violation)")


def test_json(run: Run, nameless: str) -> None:
    _, out, _ = run("--format", "json", nameless, CONFORMING)
    first, second = json.loads(out)["files"]
    assert (first["checked"], first["conforms"], second["conforms"], second["results"]) == (
        True,
        False,
        True,
        [],
    )
    (found,) = first["results"]
    assert found["focus_node"] == "https://example.org/person/a"
    assert found["severity"] == "Violation"
    assert found["message_ja"] == "人物に名前がありません。"


def test_turtle_is_a_standard_report(run: Run, nameless: str) -> None:
    _, out, _ = run("--format", "ttl", nameless, CONFORMING)
    graph = Graph().parse(data=out, format="turtle")
    assert len(set(graph.subjects(RDF.type, SH.ValidationReport))) == 2
    assert sorted(bool(c) for c in graph.objects(None, SH.conforms)) == [False, True]
    (found,) = graph.objects(None, SH.result)
    assert str(graph.value(found, SH.focusNode)) == "https://example.org/person/a"
    assert {m.language for m in graph.objects(found, SH.resultMessage)} == {"ja", "en"}  # type: ignore[attr-defined]
    assert graph.value(found, SH.sourceConstraintComponent) == SH.MinCountConstraintComponent


def test_output_is_the_same_every_time(run: Run, nameless: str) -> None:
    for format_ in ("text", "json", "ttl"):
        assert run("--format", format_, nameless) == run("--format", format_, nameless)
