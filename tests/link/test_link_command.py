"""The ``kgpub gazetteer`` command as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kgpub.cli.app import main

TABLE = "id\ttype\tlabel_ja\tlabel_en\taliases\nwd:Q5\tOrganization\t北浜機構\tKitahama Body\tKBO\n"


def run(*args: str) -> int:
    with pytest.raises(SystemExit) as exit_:
        main(["gazetteer", *args])
    return int(exit_.value.code or 0)


def test_build_then_look_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.tsv").write_text(TABLE, encoding="utf-8")
    target = str(tmp_path / "mine.index")
    assert run("build", "--tsv", str(tmp_path / "mine.tsv"), "-o", target) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "1 entities" in err
    assert run("lookup", "KBO", "--gazetteer", target, "--format", "json") == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert (found["id"], found["labels"]["ja"]) == ("wd:Q5", "北浜機構")
    assert run("info", target) == 0
    assert "entities\t1" in capsys.readouterr().out


def test_a_name_of_nobody_exits_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("lookup", "だれでもない機構") == 1
    out, err = capsys.readouterr()
    assert out.splitlines()[0].startswith("id\t")
    assert "no entity is called" in err


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["build", "-o", "x"], 2, "no source is named"),
        (["build", "-o", "x", "--tsv", "nowhere.tsv"], 3, "no such file"),
        (["build", "-o", "x", "--endpoint", "http://localhost:9/"], 2, "--network"),
        (["info", "nowhere"], 3, "not a gazetteer index"),
        (["lookup", "東京", "--gazetteer", "nowhere"], 3, "not a gazetteer index"),
    ],
)
def test_mistakes_are_told_plainly(
    args: list[str], code: int, message: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert run(*args) == code
    err = capsys.readouterr().err
    assert message in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
