#!/usr/bin/env python3
"""Load and ask a store, beside what does the same without kgpub, in one run.

    python benchmarks/graphs.py 1000 -o graphs.nq
    python benchmarks/store.py graphs.nq [--repeat 3] [--rdflib SECONDS]

Loading: ``kgpub load`` against ``oxigraph load``. Asking: every canned query by pyoxigraph itself (run, and
written as CSV), by ``kgpub query --store DIR --format csv`` less its start-up (the same on an empty store),
and with ``--rdflib`` by rdflib, each for so many seconds at most. Times are processor seconds, user and
system, of whole processes, the least of the repetitions: other work on the machine disturbs those less than
a clock.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from kgpub.query import CannedQuery, RdflibEngine, catalogue, load_graph
from kgpub.query.engine import bound
from kgpub.query.lexing import with_values
from kgpub.rdf.namespaces import SCHEMA
from kgpub.store import EmbeddedStore

KGPUB = (sys.executable, "-c", "from kgpub.cli import main; main()")


def processor_seconds(*command: str) -> float:
    """Run a command to its end and return the time that it took of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def own_seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def forked_seconds(work: Callable[[], object], limit: int) -> float | None:
    """Return the time that the work takes in a process of its own, ``None`` beyond the limit."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        signal.signal(signal.SIGXCPU, signal.SIG_DFL)
        work()
        os._exit(0)
    _, status, usage = os.wait4(child, 0)
    return usage.ru_utime + usage.ru_stime if status == 0 else None


def parameters(store: ox.Store) -> dict[str, dict[str, str]]:
    """Return values for the queries that need one: who and what is most in the news."""
    rows = store.query(
        f"SELECT ?a ?n {{ ?a <{SCHEMA.mentions}> ?p . ?p a <{SCHEMA.Person}> ; <{SCHEMA.name}> ?n "
        "FILTER(LANG(?n) = 'ja') }"
    )
    names: Counter[str] = Counter()
    articles: Counter[str] = Counter()
    for row in rows:
        names[row["n"].value] += 1
        articles[row["a"].value] += 1
    person, article = min(names, key=lambda n: (-names[n], n)), min(articles, key=lambda a: (-articles[a], a))
    return {"neighbourhood": {"name": person}, "shared-between-articles": {"article": article}}


def ask(store: ox.Store, text: str) -> bytes:
    answer = store.query(text)
    if isinstance(answer, ox.QueryTriples):
        return b"".join(f"{triple} .\n".encode() for triple in answer)
    data = answer.serialize(format=ox.QueryResultsFormat.CSV)
    assert data is not None
    return data


def loading(files: list[str], folder: Path, repeat: int) -> None:
    quick, checked, theirs = [], [], []
    for number in range(repeat):
        for times, command in (
            (theirs, ("oxigraph", "load", "--location", str(folder / f"o{number}"), "--file", *files)),
            (quick, (*KGPUB, "load", "--no-validate", *files, "--store", str(folder / f"k{number}"))),
            (checked, (*KGPUB, "load", *files, "--store", str(folder / f"c{number}"))),
        ):
            times.append(processor_seconds(*command))
    print("| loading | processor seconds |\n| --- | ---: |")
    print(f"| `oxigraph load` | {min(theirs):.1f} |")
    print(f"| `kgpub load --no-validate` | {min(quick):.1f} |")
    print(f"| `kgpub load` | {min(checked):.1f} |\n", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--rdflib", type=int, metavar="SECONDS", help="ask rdflib too, for so long at most")
    parser.add_argument("--store", type=Path, help="ask this store, and don't measure the loading")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    try:
        if arguments.store is None:
            loading(arguments.files, folder, arguments.repeat)
        asking(arguments.store or folder / "k0", folder, arguments)
    finally:
        shutil.rmtree(folder)


def asking(directory: Path, scratch: Path, arguments: argparse.Namespace) -> None:
    repeat: int = arguments.repeat
    store = ox.Store.read_only(str(directory))
    values = parameters(store)
    graph = load_graph(arguments.files) if arguments.rdflib else None
    empty = Path(tempfile.mkdtemp(dir=scratch)) / "empty"
    EmbeddedStore.open(empty, create=True).close()
    head = ["query", "rows", "pyoxigraph", "kgpub query", "ratio", *(["rdflib"] if graph is not None else [])]
    print(f"| {' | '.join(head)} |\n| --- |{' ---: |' * (len(head) - 1)}", flush=True)
    sums = [0.0, 0.0, 0.0]
    for query in catalogue():
        given = values.get(query.name, {})
        text = with_values(query.name, query.text, bound(query, given, {}))
        direct = min(own_seconds(lambda text=text: ask(store, text)) for _ in range(repeat))  # type: ignore[misc]
        options = [word for name, value in given.items() for word in ("--param", f"{name}={value}")]
        command = (*KGPUB, "query", query.name, *options, "-f", "csv", "--store")
        start = min(processor_seconds(*command, str(empty)) for _ in range(repeat))
        ours = max(min(processor_seconds(*command, str(directory)) for _ in range(repeat)) - start, 0.0)
        sums = [total + part for total, part in zip(sums, (direct, ours, start), strict=True)]
        rows = ask(store, text).count(b"\n") - (not query.gives_graph)
        cells = [query.name, str(rows), f"{direct:.3f}", f"{ours:.3f}", f"{ours / direct:.2f}"]
        if graph is not None:
            cells.append(_rdflib(query, given, graph, arguments.rdflib))
        print(f"| {' | '.join(cells)} |", flush=True)
    direct, ours, start = sums
    print(f"| together | | {direct:.3f} | {ours:.3f} | {ours / direct:.2f} |")
    print(f"\nStart-up of kgpub query: {start / len(catalogue()):.2f} s")


def _rdflib(query: CannedQuery, given: dict[str, str], graph: object, limit: int) -> str:
    engine = RdflibEngine(graph)  # type: ignore[arg-type]
    seconds = forked_seconds(lambda: engine.evaluate(query, bound(query, given, {})), limit)
    return f"over {limit}" if seconds is None else f"{seconds:.1f}"


if __name__ == "__main__":
    main()
