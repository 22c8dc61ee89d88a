"""Corpora with the real models: the same graphs as one by one, on this machine and on a cluster."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib import RDF, URIRef

import kgpub.corpus.run
from helpers_corpus import command, corpus
from helpers_terms import SCHEMA
from kgpub import pipeline
from kgpub.cli.app import main
from kgpub.corpus.model import Batch, Item, Outcome
from kgpub.graph import BuildOptions
from kgpub.model import Article
from kgpub.pipeline import Resources, build
from kgpub.read import read_article
from kgpub.write import Format, NamedGraph, serialise

pytestmark = pytest.mark.analyser

EXAMPLES = Path(__file__).parents[2] / "examples"
BASE = "https://example.org/kg/"
TEXTS = (
    "両首相が会談\n山田太郎首相は16日、オタワでジャン・デュボワ首相と会談した。\n",
    "市長が会見\n札幌市の鈴木一郎市長は3日、雪まつりを中止すると述べた。\n市民は約200人が集まった。\n",
    "台風が上陸\n台風12号は25日、高知県に上陸した。気象庁は警戒を呼びかけている。\n",
)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples, and more short articles than go into one batch."""
    directory = tmp_path_factory.mktemp("in")
    for name in ("diplomacy.txt", "festival.html", "merger.json", "obituary.txt"):
        shutil.copy(EXAMPLES / name, directory)
    for number in range(9):
        text = TEXTS[number % 3].replace("日、", f"日（{number}）、")
        (directory / f"{number}.txt").write_text(text, encoding="utf-8")
    return directory


@pytest.fixture(scope="module")
def graphs(source: Path, resources: Resources) -> list[NamedGraph]:
    """The graphs of these articles, built one by one."""
    paths = sorted(source.iterdir())
    return [build(read_article(path), resources, BuildOptions(BASE)) for path in paths]


@pytest.fixture(scope="module")
def quads(graphs: list[NamedGraph]) -> bytes:
    return serialise(graphs, Format.NQUADS)


def run(*arguments: str | Path, builder: str = "real") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(builder, "build", *arguments), capture_output=True, check=False, timeout=300
    )


def test_two_processes_give_what_one_by_one_gives(source: Path, quads: bytes, tmp_path: Path) -> None:
    ended = run(source, "-o", tmp_path / "out.nq", "--workers", "2")
    assert ended.returncode == 0, ended.stderr.decode()
    assert (tmp_path / "out.nq").read_bytes() == quads


class Here:
    """In place of processes: this one, which has the models already."""

    def __init__(self, opening: Callable[[], Any], count: int, deadline: float | None) -> None:
        self.builder = opening()

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *error: object) -> None:
        pass

    def run(self, batches: Iterable[Batch]) -> Iterator[tuple[Item, Outcome]]:
        for batch in batches:
            for number, outcome in self.builder(batch):
                yield batch[number], outcome


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run the command in this process; return its exit code."""
    monkeypatch.setattr(kgpub.corpus.run, "Workers", Here)

    def run(*arguments: str | Path) -> int:
        with pytest.raises(SystemExit) as end:
            main(list(map(str, arguments)))
        return end.value.code if isinstance(end.value.code, int) else 0

    return run


def test_trig_and_turtle_are_those_of_the_writers(
    here: Callable[..., int], source: Path, graphs: list[NamedGraph], tmp_path: Path
) -> None:
    assert here("build", source, "-o", tmp_path / "out.trig") == 0
    assert (tmp_path / "out.trig").read_bytes() == serialise(graphs, Format.TRIG)
    assert here("build", source, "-o", tmp_path / "out/") == 0
    found = {path.stem: path.read_bytes() for path in (tmp_path / "out").glob("*.ttl")}
    assert found == {g.iri.rsplit("/", 1)[1]: serialise([g], Format.TURTLE) for g in graphs}


def test_reconciled_in_a_graph_of_its_own(
    here: Callable[..., int], source: Path, tmp_path: Path, capfd: Any
) -> None:
    """What the command for graphs finds in the output, the build finds."""
    plain, both, same = (tmp_path / name for name in ("plain.nq", "both.nq", "same.nq"))
    day = ("--published", "2025-06-18")
    assert here("build", source, "-o", plain, *day) == 0
    assert here("build", source, "-o", both, *day, "--reconcile") == 0
    assert here("reconcile", plain, "-o", same) == 0
    assert same.read_bytes()
    together = sorted(plain.read_bytes().splitlines() + same.read_bytes().splitlines())
    assert both.read_bytes().splitlines() == together
    assert here("build", source, "-o", both, *day) == 0
    assert both.read_bytes() == plain.read_bytes()


def test_copies_in_a_graph_of_their_own(here: Callable[..., int], tmp_path: Path) -> None:
    """What the command for articles finds, the build finds, also when it takes over what it built before."""
    body = (
        "沖合の人工島で3日午前6時40分ごろ、作業員52人を乗せた船が桟橋に接触し、18人が軽いけがをした。"
        "船は港から約4キロの現場に向かう途中で、当時は霧が出ていた。海上保安部が船長から事情を聴いている。"
        "山田太郎首相は3日、オタワでジャン・デュボワ首相と会談した。"
    )
    texts = {
        "one": body,
        "two": body[:60] + "船を運航する会社が明らかにした。" + body[60:],
        "other": "別の記事だ。" * 9,
    }
    lines = [
        {"@type": "NewsArticle", "headline": f"{name}の見出し", "articleBody": text, "inLanguage": "ja",
         "url": f"https://news.example/{name}", "datePublished": "2031-04-03"}
        for name, text in texts.items()
    ]  # fmt: skip
    source = tmp_path / "all.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    plain, both, copies = (tmp_path / name for name in ("plain.nq", "both.nq", "copies.nq"))
    assert here("build", source, "-o", plain) == 0
    assert here("copies", source, "-o", copies) == 0
    assert b"isBasedOn" in copies.read_bytes()
    together = sorted(plain.read_bytes().splitlines() + copies.read_bytes().splitlines())
    for _ in range(2):
        assert here("build", source, "-o", both, "--copies") == 0
        assert both.read_bytes().splitlines() == together
    assert here("build", source, "-o", both) == 0
    assert both.read_bytes() == plain.read_bytes()
    same = tmp_path / "same.nq"
    assert here("reconcile", plain, "-o", same) == 0
    assert b"reconciliation/events" in same.read_bytes()
    assert here("build", source, "-o", both, "--copies", "--reconcile") == 0
    assert both.read_bytes().splitlines() == sorted([*together, *same.read_bytes().splitlines()])


def test_a_graph_that_violates_the_shapes_is_set_aside(
    here: Callable[..., int], source: Path, quads: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = pipeline.build

    def broken(article: Article, *rest: Any) -> NamedGraph:
        named = real(article, *rest)
        if "台風" in article.text:
            named.graph.add((URIRef(f"{BASE}event/x"), RDF.type, SCHEMA.Event))
        return named

    monkeypatch.setattr(pipeline, "build", broken)
    assert here("build", source, "-o", tmp_path / "out.nq") == 1
    report = json.loads((tmp_path / "out.nq.report.json").read_text("utf-8"))
    assert [one["reason"] for one in report["setAside"]] == ["invalid"] * 3
    assert "event/x" in report["setAside"][0]["text"]
    assert here("build", source, "-o", tmp_path / "all.nq", "--force") == 1
    assert json.loads((tmp_path / "all.nq.report.json").read_text("utf-8"))["violations"] == 3


def test_a_poisoned_article_and_one_without_end(source: Path, quads: bytes, tmp_path: Path) -> None:
    """They are set aside; the others are what an undisturbed run makes of them."""
    mixed = tmp_path / "in"
    shutil.copytree(source, mixed)
    (mixed / "55.txt").write_text("毒入り\n山田太郎首相は毒入りの文を読んだ。\n", encoding="utf-8")
    (mixed / "66.txt").write_text("終わらない\n山田太郎首相の話は終わらない。\n", encoding="utf-8")
    (mixed / "77.txt").write_text("Not Japanese\nThis article is in English, all of it.\n", encoding="utf-8")
    options = ("-o", tmp_path / "out.nq", "--workers", "2", "--deadline", "5")
    assert run(mixed, *options, builder="poisoned").returncode == 1
    report = json.loads((tmp_path / "out.nq.report.json").read_text("utf-8"))
    reasons = {Path(one["article"]).stem: one["reason"] for one in report["setAside"]}
    assert reasons == {"55": "error", "66": "deadline", "77": "unreadable"}
    assert (tmp_path / "out.nq").read_bytes() == quads


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A Dask scheduler with two workers in processes of their own, on loopback."""
    distributed: Any = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=True,
    )
    yield cluster
    cluster.close()


def test_a_cluster_gives_the_same_bytes(cluster: Any, source: Path, quads: bytes, tmp_path: Path) -> None:
    ended = run(source, "-o", tmp_path / "out.nq", "--cluster", cluster.scheduler_address)
    assert ended.returncode == 0, ended.stderr.decode()
    assert (tmp_path / "out.nq").read_bytes() == quads


def test_a_cluster_sets_aside_what_hangs(cluster: Any, tmp_path: Path) -> None:
    mixed = tmp_path / "in"
    mixed.mkdir()
    for number, text in enumerate(("a", "b", "FOREVER", "DIE", "RAISE")):
        (mixed / f"{number}.txt").write_text(f"見出し{number}\n{text}\n", encoding="utf-8")
    options = ("-o", tmp_path / "out.nq", "--cluster", cluster.scheduler_address, "--deadline", "1")
    assert run(mixed, *options, builder="fake").returncode == 1
    report = json.loads((tmp_path / "out.nq.report.json").read_text("utf-8"))
    reasons = {Path(one["article"]).stem: one["reason"] for one in report["setAside"]}
    assert reasons == {"2": "deadline", "3": "killed", "4": "error"}
    assert report["graphs"] == 2


def test_a_worker_of_the_cluster_that_is_killed_loses_nothing(cluster: Any, tmp_path: Path) -> None:
    source = corpus(tmp_path / "in", 160, "SLEEP")
    assert run(source, "-o", tmp_path / "expected.nq", "--workers", "1", builder="fake").returncode == 0
    options = ("-o", tmp_path / "out.nq", "--cluster", cluster.scheduler_address)
    process = subprocess.Popen(command("fake", "build", *options, source), stderr=subprocess.PIPE)
    manifest = tmp_path / "out.nq.manifest"
    limit = time.monotonic() + 60
    while not manifest.exists() and time.monotonic() < limit:
        time.sleep(0.05)
    time.sleep(2)
    os.kill(cluster.workers[0].pid, signal.SIGKILL)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said.decode()
    assert (tmp_path / "out.nq").read_bytes() == (tmp_path / "expected.nq").read_bytes()


def test_no_scheduler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: Any) -> None:
    from kgpub.corpus import cluster
    from kgpub.errors import ResourceError

    monkeypatch.setattr(cluster, "_WAIT", 1)
    with pytest.raises(ResourceError, match="no Dask scheduler"):
        cluster.Cluster("tcp://127.0.0.1:9", object, None)
