"""``kgpub query`` from the outside: what it prints where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rdflib import Graph

from kgpub.cli import main

DATA = Path(__file__).parent / "data"
HARBOUR = str(DATA / "harbour.ttl")


def kgpub(capfd: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["query", *args])
    out, err = capfd.readouterr()
    code = left.value.code
    assert isinstance(code, int)
    return code, out, err


def test_without_a_name_lists_the_catalogue(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = kgpub(capfd)
    assert (code, err) == (0, "")
    assert "who-met-whom             Who met whom, when and where\n" in out
    assert "                         誰が誰に、いつ、どこで会ったか\n" in out
    assert "                         person, from, until, lang=ja\n" in out


def test_describe(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kgpub(capfd, "--describe", "neighbourhood")
    assert code == 0
    assert "  name (required)  text\n      any name or the sameAs link" in out
    assert "いずれかの名前か sameAs のリンク" in out
    assert "Columns\n  subject\n" in out


def test_table(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = kgpub(capfd, "memberships", HARBOUR)
    assert (code, err) == (0, "")
    assert out == (
        "organization  member  whole             part\n"
        "------------  ------  ----------------  -----------\n"
        "湾岸連合      ミルデ  organization:bay  place:mirde\n"
    )


def test_csv_is_the_w3c_format(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = kgpub(capfd, "positions", HARBOUR, "-f", "csv")
    assert out.endswith("\n")
    rows = list(csv.reader(io.StringIO(out)))
    assert rows[0] == ["name", "position", "belongsTo", "person", "of"]
    assert rows[2] == ["青田実", "海洋相", "", "https://example.org/kg/person/aota", ""]


def test_tsv_has_terms(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = kgpub(capfd, "positions", HARBOUR, "-f", "tsv")
    assert out.splitlines()[0] == "?name\t?position\t?belongsTo\t?person\t?of"
    assert out.splitlines()[2] == '"青田実"\t"海洋相"@ja\t""\t<https://example.org/kg/person/aota>\t'


def test_json_is_the_w3c_format(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = kgpub(capfd, "timeline", HARBOUR, "-f", "json", "-p", "person=青田氏")
    answer = json.loads(out)
    assert answer["head"]["vars"][0] == "start"
    first = answer["results"]["bindings"][0]
    assert first["start"] == {
        "type": "literal",
        "value": "2031-03",
        "datatype": "http://www.w3.org/2001/XMLSchema#gYearMonth",
    }
    assert "end" not in first


def test_turtle_for_a_graph(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, _ = kgpub(capfd, "neighbourhood", HARBOUR, "-p", "name=Mia Lund", "-f", "ttl")
    assert code == 0
    assert "@prefix person: <https://example.org/kg/person/> ." in out
    assert len(Graph().parse(data=out, format="turtle")) > 20


def test_a_graph_as_a_table_of_triples(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = kgpub(capfd, "neighbourhood", HARBOUR, "-p", "name=緑の桟橋")
    assert out.splitlines()[0].split() == ["subject", "predicate", "object"]
    assert "term:quay  schema:name         緑の桟橋" in out


def test_turtle_for_rows_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = kgpub(capfd, "links", HARBOUR, "-f", "ttl")
    assert (code, out) == (2, "")
    assert "links gives rows, which Turtle can't hold" in err


def test_an_empty_answer_is_no_failure(capfd: pytest.CaptureFixture[str]) -> None:
    code, out, err = kgpub(capfd, "definitions", HARBOUR, "-p", "term=無い")
    assert code == 0
    assert out.splitlines()[0].split() == ["name", "definition", "headline", "term", "article"]
    assert err == "kgpub: the answer is empty\n"


def test_an_iri_may_be_written_as_the_table_shows_it(capfd: pytest.CaptureFixture[str]) -> None:
    _, out, _ = kgpub(capfd, "article-summary", HARBOUR, "-p", "article=article:two")
    assert [line.split()[-1] for line in out.splitlines()[2:]] == ["article:two"]


def test_output_to_a_file(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target = tmp_path / "答え.csv"
    code, out, _ = kgpub(capfd, "links", HARBOUR, "-f", "csv", "-o", str(target))
    assert (code, out) == (0, "")
    assert target.read_text(encoding="utf-8").startswith("name,type,link,entity")


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["nope", HARBOUR], 2, 'there is no query "nope"'),
        (["links"], 2, "links needs the files to ask"),
        (["links", HARBOUR, "-p", "name"], 2, '--param "name" is not of the form NAME=VALUE'),
        (["links", HARBOUR, "-p", "name=a", "-p", "name=b"], 2, "--param name is given twice"),
        (["links", HARBOUR, "-p", "nom=a"], 2, 'links has no parameter "nom"; it has name, lang'),
        (["timeline", HARBOUR, "-p", "from=7月"], 2, 'parameter from is "7月"; expected xsd:date'),
        (["links", "gone.ttl"], 3, "gone.ttl: can't be read: No such file"),
    ],
)
def test_mistakes(capfd: pytest.CaptureFixture[str], args: list[str], code: int, message: str) -> None:
    got, out, err = kgpub(capfd, *args)
    assert (got, out) == (code, "")
    assert message in err
    assert "Traceback" not in err


def test_own_query_that_reads_elsewhere(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }", encoding="utf-8")
    code, _, err = kgpub(capfd, str(path), HARBOUR)
    assert code == 3
    assert "mine.rq: uses SERVICE" in err


@pytest.mark.parametrize("no_color", ["", "1"])
def test_a_terminal_gets_a_table_that_fits(no_color: str) -> None:
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    subprocess.run(
        [
            sys.executable,
            "-c",
            "from kgpub.cli import main; main()",
            "query",
            "shared-between-articles",
            HARBOUR,
        ],
        stdout=theirs,
        check=True,
        env={**os.environ, "COLUMNS": "60", "LINES": "40", "NO_COLOR": no_color, "TERM": "xterm"},
    )
    os.close(theirs)
    text = b""
    try:
        while chunk := os.read(ours, 65536):
            text += chunk
    except OSError:  # Linux says so when the other end is closed
        pass
    finally:
        os.close(ours)
    assert "…" in text.decode()
    assert (b"\x1b[1m" in text) is (no_color == "")
