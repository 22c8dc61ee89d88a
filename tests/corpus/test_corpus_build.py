"""A corpus build from sources to output, with a builder that needs no models."""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kgpub.corpus.run
from helpers_corpus import corpus, open_fake
from kgpub.cli.app import main
from kgpub.store import EmbeddedStore

Build = Callable[..., int]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Run the command with the builder of the tests; return its exit code."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(kgpub.corpus.run, "open_builder", open_fake)

    def run(*arguments: str | Path, workers: int = 1) -> int:
        with pytest.raises(SystemExit) as end:
            main(["build", *map(str, arguments), "--workers", str(workers)])
        return end.value.code if isinstance(end.value.code, int) else 0

    return run


def report(path: str | Path = "out.nq.report.json") -> dict[str, Any]:
    document: dict[str, Any] = json.loads(Path(path).read_text("utf-8"))
    return document


def headlines(data: bytes) -> set[str]:
    return {line.split('"')[1] for line in data.decode().splitlines() if "headline" in line}


class TestOutputs:
    def test_quads_are_sorted_and_named(self, build: Build, tmp_path: Path) -> None:
        assert build(corpus(tmp_path / "in", 20), "-o", "out.nq", workers=2) == 0
        lines = Path("out.nq").read_bytes().splitlines()
        assert lines == sorted(lines)
        assert len(lines) == 40
        assert all(line.split(b" ")[0] == line.split(b" ")[-2] for line in lines)

    def test_packed_and_triples_and_stdout_have_the_same(
        self, build: Build, tmp_path: Path, capfdbinary: Any
    ) -> None:
        source = corpus(tmp_path / "in", 5)
        for output in ("out.nq", "out.nq.gz", "out.nt"):
            assert build(source, "-o", output) == 0
        capfdbinary.readouterr()
        assert build(source) == 0
        quads = Path("out.nq").read_bytes()
        assert capfdbinary.readouterr().out == quads
        assert gzip.decompress(Path("out.nq.gz").read_bytes()) == quads
        assert headlines(Path("out.nt").read_bytes()) == headlines(quads)
        before = Path("out.nq.gz").read_bytes()
        Path("out.nq.gz.manifest").unlink()
        assert build(source, "-o", "out.nq.gz") == 0
        assert Path("out.nq.gz").read_bytes() == before

    def test_a_directory_has_a_file_for_each(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 3)
        assert build(source, "-o", "out/") == 0
        assert len(list(Path("out").glob("*.ttl"))) == 3
        (source / "001.txt").unlink()
        next(Path("out").glob("*.ttl")).write_text("damaged")
        files = {path: path.stat().st_mtime_ns for path in Path("out").glob("*.ttl")}
        assert build(source, "-o", "out/") == 0
        left = {path: path.stat().st_mtime_ns for path in Path("out").glob("*.ttl")}
        assert len(left) == 2
        assert left.items() <= files.items()

    def test_a_file_that_is_missing_is_written_again(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 2)
        assert build(source, "-o", "out/") == 0
        lost = next(Path("out").glob("*.ttl"))
        data = lost.read_bytes()
        lost.unlink()
        assert build(source, "-o", "out/") == 0
        assert lost.read_bytes() == data

    def test_a_store_gets_them_and_loses_what_is_gone(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 3)
        assert build(source, "--store", "news.store") == 0
        with EmbeddedStore.read(Path("news.store")) as store:
            assert len(store) == 3
        (source / "000.txt").unlink()
        assert build(source, "--store", "news.store") == 0
        with EmbeddedStore.read(Path("news.store")) as store:
            assert len(store) == 2

    def test_one_article_as_a_corpus(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 1) / "000.txt"
        assert build(source, "--store", "news.store") == 0

    @pytest.mark.parametrize(
        "options",
        [
            ["-o", "out.ttl"],
            ["-o", "out.xyz"],
            ["-o", "out.nq", "--store", "s"],
            ["--url", "https://a.example/"],
            ["--cluster", "tcp://127.0.0.1:1"],
        ],
    )
    def test_what_makes_no_sense_is_refused(
        self, build: Build, tmp_path: Path, options: list[str], capfd: Any
    ) -> None:
        assert build(corpus(tmp_path / "in", 2), *options) == 2
        assert "Traceback" not in capfd.readouterr().err


class TestSameBytes:
    def test_whatever_the_workers_and_the_order_of_the_files(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 30)
        assert build(source, "-o", "one.nq", workers=1) == 0
        assert build(source, "-o", "three.nq", workers=3) == 0
        assert build(*sorted(source.iterdir(), reverse=True), "-o", "back.nq") == 0
        assert Path("one.nq").read_bytes() == Path("three.nq").read_bytes() == Path("back.nq").read_bytes()


class TestLaterRuns:
    def test_only_what_changed_is_built(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 4)
        assert build(source, "-o", "out.nq") == 0
        assert report()["built"] == 4
        assert build(source, "-o", "out.nq") == 0
        assert report()["built"] == 0
        (source / "001.txt").write_text("別の見出し\n本文\n", encoding="utf-8")
        (source / "002.txt").unlink()
        (source / "003.txt").rename(source / "renamed.txt")
        assert build(source, "-o", "out.nq") == 0
        assert report() == report() | {"built": 1, "retracted": 2, "graphs": 3}
        assert headlines(Path("out.nq").read_bytes()) == {"見出し0", "別の見出し", "見出し3"}

    def test_other_options_build_everything(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 2)
        assert build(source, "-o", "out.nq") == 0
        assert build(source, "-o", "out.nq", "--mentions") == 0
        assert report()["built"] == 2

    def test_another_version_builds_everything(
        self, build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = corpus(tmp_path / "in", 2)
        assert build(source, "-o", "out.nq") == 0
        monkeypatch.setattr("kgpub.corpus.fingerprint.code_digest", lambda: "0" * 64)
        assert build(source, "-o", "out.nq") == 0
        assert report()["built"] == 2

    def test_kept_if_so_wished(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 3)
        assert build(source, "-o", "out.nq") == 0
        (source / "001.txt").unlink()
        assert build(source, "-o", "out.nq", "--keep") == 0
        assert len(headlines(Path("out.nq").read_bytes())) == 3

    def test_an_empty_source_empties_nothing(self, build: Build, tmp_path: Path, capfd: Any) -> None:
        source = corpus(tmp_path / "in", 2)
        assert build(source, "-o", "out.nq") == 0
        before = Path("out.nq").read_bytes()
        for path in source.iterdir():
            path.unlink()
        assert build(source, "-o", "out.nq") == 3
        assert Path("out.nq").read_bytes() == before
        assert "no articles" in capfd.readouterr().err

    def test_a_damaged_source_retracts_nothing(self, build: Build) -> None:
        records = [json.dumps({"url": f"https://news.example/{n}", "n": n}) for n in range(500)]
        packed = gzip.compress("\n".join(records).encode())
        Path("c.jsonl.gz").write_bytes(packed)
        assert build("c.jsonl.gz", "-o", "out.nq") == 0
        before = Path("out.nq").read_bytes()
        Path("c.jsonl.gz").write_bytes(packed[:-300])
        assert build("c.jsonl.gz", "-o", "out.nq") == 1
        assert Path("out.nq").read_bytes() == before

    def test_the_last_of_two_versions_counts(self, build: Build) -> None:
        for name in "ab":
            Path(f"{name}.txt").write_text("同じ見出し\n同じ本文\n", encoding="utf-8")
        Path("b.html").write_text("同じ見出し\n同じ本文\n", encoding="utf-8")
        assert build("b.html", "a.txt", "b.txt", "-o", "out.nq") == 0
        assert report()["superseded"] == [
            {"article": "b.html", "by": "b.txt"},
            {"article": "a.txt", "by": "b.txt"},
        ]
        assert len(headlines(Path("out.nq").read_bytes())) == 1


class TestFailures:
    def test_set_aside_and_the_others_go_on(self, build: Build, tmp_path: Path, capfd: Any) -> None:
        source = corpus(tmp_path / "in", 3)
        (source / "001.txt").write_text("RAISE\n", encoding="utf-8")
        assert build(source, "-o", "out.nq") == 1
        (one,) = report()["setAside"]
        assert one["article"].endswith("001.txt")
        assert (one["reason"], one["text"]) == ("error", "ZeroDivisionError: division by zero")
        assert len(headlines(Path("out.nq").read_bytes())) == 2
        said = capfd.readouterr().err
        assert "set aside: 1 (1 raised an error)" in said
        assert "division by zero" in said

    def test_the_earlier_graph_of_an_article_that_fails_now_stays(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 2)
        assert build(source, "-o", "out.nq") == 0
        before = Path("out.nq").read_bytes()
        (source / "001.txt").write_text("RAISE\n", encoding="utf-8")
        for _ in range(2):
            assert build(source, "-o", "out.nq") == 1
            assert Path("out.nq").read_bytes() == before
            assert report()["setAside"][0]["earlierGraphKept"] is True
        (source / "001.txt").unlink()
        assert build(source, "-o", "out.nq") == 0
        assert len(headlines(Path("out.nq").read_bytes())) == 1

    def test_strict_stops_and_writes_nothing(self, build: Build, tmp_path: Path, capfd: Any) -> None:
        source = corpus(tmp_path / "in", 3)
        (source / "001.txt").write_text("RAISE\n", encoding="utf-8")
        assert build(source, "-o", "out.nq", "--strict") == 3
        assert not Path("out.nq").exists()
        assert "001.txt: ZeroDivisionError" in capfd.readouterr().err

    def test_nothing_built_is_a_failure(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 2, "RAISE")
        assert build(source, "-o", "out.nq") == 3

    def test_one_that_takes_for_ever(self, build: Build, tmp_path: Path) -> None:
        source = corpus(tmp_path / "in", 3)
        (source / "001.txt").write_text("FOREVER\n", encoding="utf-8")
        assert build(source, "-o", "out.nq", "--deadline", "0.5") == 1
        assert report()["setAside"][0]["reason"] == "deadline"

    def test_a_refusal_is_said_once(self, build: Build, tmp_path: Path, capfd: Any) -> None:
        source = corpus(tmp_path / "in", 3)
        assert build(source, "-o", "out.nq", "--base", "https://example.org/refused/") == 3
        assert capfd.readouterr().err.splitlines() == ["kgpub: the model is missing", "  Reinstall."]


def test_a_name_in_another_encoding(build: Build, tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", 2)
    os.rename(source / "000.txt", os.fsencode(source) + "/記事.txt".encode("cp932"))  # noqa: PTH104
    with (source / "001.txt").open("a") as file:
        file.write("RAISE")
    assert build(source, "-o", "out.nq") == 1
    assert headlines(Path("out.nq").read_bytes()) == {"見出し0"}


class TestManifest:
    def test_two_runs_at_once_are_one_too_many(self, build: Build, tmp_path: Path, capfd: Any) -> None:
        source = corpus(tmp_path / "in", 1)
        assert build(source, "-o", "out/") == 0
        other = sqlite3.connect("out/kgpub.manifest")
        other.execute("BEGIN EXCLUSIVE")
        assert build(source, "-o", "out/") == 3
        assert "another kgpub build" in capfd.readouterr().err
        other.close()

    def test_something_else_is_not_overwritten(self, build: Build, tmp_path: Path, capfd: Any) -> None:
        Path("notes").write_text("not a database, but long enough to be taken for one " * 50)
        before = Path("notes").read_bytes()
        assert build(corpus(tmp_path / "in", 2), "-o", "out.nq", "--manifest", "notes") == 3
        assert "not a manifest" in capfd.readouterr().err
        assert Path("notes").read_bytes() == before

    def test_one_of_another_version_says_so(self, build: Build, tmp_path: Path, capfd: Any) -> None:
        with sqlite3.connect("m") as other:
            other.execute("PRAGMA user_version = 99")
        assert build(corpus(tmp_path / "in", 2), "-o", "out.nq", "--manifest", "m") == 3
        assert "another version" in capfd.readouterr().err
