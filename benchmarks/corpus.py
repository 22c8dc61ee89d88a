#!/usr/bin/env python3
"""Measure corpus builds beside the bare analysis of the same texts, in one run.

    python benchmarks/corpus.py [--articles 1000] [--workers 1,2] [--repeat 1]
    python benchmarks/corpus.py --memory 500,10000 [--short]

The corpus is generated (articles.py, seed 1). "Raw" is ja_ginza over the same pieces of text, with the
components of kgpub and article by article as kgpub does it, and nothing else: once as spaCy loads it, and
once with the faster matrix products that kgpub gives it. Each measurement is a process of its own, from
start to end; what starting costs (the run over the first eight articles) is measured apart and taken off
for the rate per article. Seconds are of processor time of a process and its children, and of the clock;
where other programs run, only the former means much. Threads are pinned to one. ``--memory`` gives the
peak of the resident memory that all processes of a build have together (proportional set size), for each
size of corpus; ``--short`` cuts articles to their first paragraph, so that ten thousand of them take less
than an hour. With the development articles in ../shared, the F1 of the same code stands beside the speed.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from articles import generate

# Without this, a second of processor time would mean another thing on another machine.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

GOLD = Path(__file__).resolve().parents[2] / "shared" / "eval" / "gold"
SEED = 1
FEW = 8
KGPUB = (sys.executable, "-c", "from kgpub.cli import main; main()")


@dataclass(frozen=True)
class Run:
    """What a process and its children took: seconds of the clock and of processors, peak memory in MiB."""

    wall: float
    cpu: float
    memory: float


def run(command: Sequence[str | Path], *, memory: bool = False) -> Run:
    """Run a command to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    peak = Peak(process.pid) if memory else None
    code = process.wait()
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if code:
        raise SystemExit(f"{' '.join(map(str, command[3:]))}: ended with {code}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, cpu, peak.stop() if peak is not None else 0.0)


class Peak:
    """Looks again and again what a process and all below it occupy, until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._done.wait(0.5):
            self._peak = max(self._peak, sum(map(proportional, family(self._pid))))

    def stop(self) -> float:
        self._done.set()
        self._thread.join()
        return self._peak / 1024


def family(pid: int) -> Iterable[int]:
    """Yield a process and all that it and its children started."""
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    for child in children:
        yield from family(int(child))


def proportional(pid: int) -> int:
    """Return the proportional set size of a process in KiB, 0 if it has gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def write_corpus(path: Path, count: int, short: bool = False) -> int:
    """Write so many generated articles as JSON Lines; return how many characters they have."""
    characters = 0
    with path.open("w", encoding="utf-8") as file:
        for article in generate(count, SEED):
            record = article.record()
            if short:
                record["articleBody"] = article.paragraphs[0]
            characters += len(article.headline) + len(str(record["articleBody"]))
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return characters


def raw(corpus: Path, own: bool) -> None:
    """Analyse the pieces of all articles with spaCy's model, or with kgpub's own of it; keep nothing."""
    import spacy

    from kgpub.annotate.analyser import MODEL, UNUSED, load_model, segments
    from kgpub.read import parse_article

    nlp = load_model() if own else spacy.load(MODEL, exclude=UNUSED)
    for number, line in enumerate(corpus.read_bytes().splitlines(), 1):
        article = parse_article(line, f"{corpus.name}:{number}", suffix=".json")
        for _ in nlp.pipe([text for _, _, text in segments(article)]):
            pass


def commands(folder: Path, corpus: Path, workers: Iterable[int]) -> dict[str, list[str | Path]]:
    """Return what is measured on a corpus, by name; builds start from nothing each time."""
    itself: list[str | Path] = [sys.executable, __file__, "--raw", corpus]
    found = {"raw": itself, "raw, faster": [*itself, "--own"]}
    for number in workers:
        place = Path(tempfile.mkdtemp(dir=folder))
        own = ("--workers", str(number), "-o", place / "out.nq")
        found[f"{number} worker{'s' if number > 1 else ''}"] = [*KGPUB, "-q", "build", corpus, *own]
    return found


def measure_speed(folder: Path, count: int, workers: Sequence[int], repeat: int) -> None:
    few, many = folder / "few.jsonl", folder / "many.jsonl"
    write_corpus(few, FEW)
    characters = write_corpus(many, count)
    print(f"{count} articles, {characters} characters; median of {repeat}, one thread for each process\n")
    head = f"{'':12}{'start':>8}{'clock':>9}{'CPU':>9}{'CPU/article':>13}{'CPU x raw':>11}"
    head += f"{'clock x raw':>13}{'articles/h':>12}"
    rounds = []
    for _ in range(repeat):
        start = {name: run(command) for name, command in commands(folder, few, workers).items()}
        whole = {name: run(command) for name, command in commands(folder, many, workers).items()}
        rounds.append((start, whole))
    print(head)
    print("-" * len(head))

    def middle(values: Iterable[float]) -> float:
        return statistics.median(values)

    def marginal(name: str, field: str, at: int) -> float:
        start, whole = rounds[at]
        more: float = getattr(whole[name], field) - getattr(start[name], field)
        return more / (count - FEW)

    every = range(repeat)
    for name in rounds[0][0]:
        clock, cpu = middle(w[name].wall for _, w in rounds), middle(w[name].cpu for _, w in rounds)
        per = middle(marginal(name, "cpu", i) for i in every)
        by_cpu = middle(marginal(name, "cpu", i) / marginal("raw", "cpu", i) for i in every)
        by_clock = middle(marginal(name, "wall", i) / marginal("raw", "wall", i) for i in every)
        rate = middle(3600 / marginal(name, "wall", i) for i in every)
        starting = middle(s[name].cpu for s, _ in rounds)
        print(
            f"{name:12}{starting:8.1f}{clock:9.1f}{cpu:9.1f}{per:13.4f}{by_cpu:11.3f}{by_clock:13.3f}{rate:12.0f}"
        )
    if len(workers) > 1:
        one, more = (f"{n} worker{'s' if n > 1 else ''}" for n in (workers[0], workers[-1]))
        gain = middle(marginal(one, "wall", i) / marginal(more, "wall", i) for i in every)
        print(f"\n{more}: {gain:.2f} times the speed of {one} (clock, start taken off)")
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def measure_memory(folder: Path, sizes: Sequence[int], workers: int, short: bool) -> None:
    print(f"{'articles':>9}{'peak MiB':>10}{'x first':>9}{'clock':>9}")
    first = 0.0
    for size in sizes:
        corpus = folder / f"{size}.jsonl"
        write_corpus(corpus, size, short)
        place = Path(tempfile.mkdtemp(dir=folder))
        own = ("--workers", str(workers), "-o", place / "out.nq")
        found = run([*KGPUB, "-q", "build", corpus, *own], memory=True)
        first = first or found.memory
        print(f"{size:9}{found.memory:10.0f}{found.memory / first:9.3f}{found.wall:9.0f}", flush=True)


def measure_f1(folder: Path) -> None:
    if not GOLD.is_dir():
        print("F1: not measured, because the development articles in ../shared are not here")
        return
    scorer = str(Path(__file__).with_name("gold.py"))
    command = [sys.executable, scorer, str(GOLD), "--out", str(folder / "gold")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"\nF1 on the development articles:\n{done.stdout}")


def numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",")]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--workers", type=numbers, default=[1, 2], metavar="N,N")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--memory", type=numbers, metavar="N,N", help="sizes of corpus to measure memory at")
    parser.add_argument("--short", action="store_true", help="with --memory: first paragraphs only")
    parser.add_argument("--raw", type=Path, metavar="FILE", help=argparse.SUPPRESS)
    parser.add_argument("--own", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.raw is not None:
        raw(args.raw, args.own)
        return 0
    with tempfile.TemporaryDirectory(prefix="kgpub-corpus-") as name:
        folder = Path(name)
        if args.memory:
            measure_memory(folder, args.memory, args.workers[0], args.short)
        else:
            measure_speed(folder, args.articles, args.workers, args.repeat)
            measure_f1(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
