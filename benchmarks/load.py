"""How fast graphs get into a SPARQL server: ``kgpub load --endpoint`` against curl doing the same PUTs.

    python benchmarks/load.py                      # 1,000 generated articles
    python benchmarks/load.py --articles 200 --repeat 5

Both send the same N-Triples, one PUT for each article over one kept-alive connection, to Oxigraph's
server on this machine, each time to an empty store. curl is one process with all requests in its
configuration file. kgpub is timed as its users run it; what it spends before the first request
(starting Python, importing) is measured by loading a single article and shown apart, as are the
reading back and the checking against the shapes, which are on by default, and --unite, which is not.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import quote

KGPUB = (sys.executable, "-c", "from kgpub.cli import main; main()")


@dataclass(frozen=True)
class Timing:
    wall: float
    cpu: float


def corpus(number: int, directory: Path) -> list[Path]:
    """Write the graphs of ``number`` generated articles, each to a file of its own."""
    from graphs import generate
    from kgpub.write import Format, serialise

    paths = []
    for i, named in enumerate(generate(number)):
        path = directory / f"{i:05d}.nt"
        path.write_bytes(serialise([named], Format.NTRIPLES))
        paths.append(path)
    return paths


def graph_iri(path: Path) -> str:
    from kgpub.store.graphs import read_graphs

    return read_graphs(str(path))[0].iri


class Server:
    """Oxigraph's server over an empty store in a directory of its own."""

    def __enter__(self) -> Server:
        files = distribution("oxigraph").files or []
        binary = next(f.locate() for f in files if f.stem == "oxigraph" and "bin" in str(f.parent).lower())
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{sock.getsockname()[1]}"
        self.directory = Path(tempfile.mkdtemp(prefix="kgpub-load-"))
        command = [str(Path(str(binary)).resolve()), "serve", "-l", str(self.directory), "-b", address]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.url = f"http://{address}"
        for _ in range(200):
            try:
                urllib.request.urlopen(self.url, timeout=5).close()
                return self
            except OSError:
                time.sleep(0.05)
        raise RuntimeError("the server did not come up")

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.directory, ignore_errors=True)

    def triples(self) -> int:
        query = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
        request = urllib.request.Request(
            f"{self.url}/query?query={quote(query)}", headers={"Accept": "text/csv"}
        )
        with urllib.request.urlopen(request) as answer:
            return int(answer.read().split()[1])


def timed(command: list[str]) -> Timing:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Timing(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def curl_command(paths: list[Path], iris: list[str], url: str, config: Path) -> list[str]:
    sections = [
        f'url = "{url}/store?graph={quote(iri, safe="")}"\nrequest = PUT\n'
        f'header = "Content-Type: application/n-triples"\ndata-binary = "@{path}"\noutput = /dev/null\nfail\n'
        for path, iri in zip(paths, iris, strict=True)
    ]
    config.write_text("silent\n" + "next\nsilent\n".join(sections), encoding="utf-8")
    return ["curl", "-K", str(config)]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=3, help="the median of so many runs is shown")
    parser.add_argument("--validate", action="store_true", help="time the checking against the shapes, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        paths = corpus(options.articles, scratch)
        iris = [graph_iri(path) for path in paths]
        size = sum(path.stat().st_size for path in paths)
        print(f"{len(paths)} graphs, {size / 1e6:.1f} MB of N-Triples, median of {options.repeat} runs")
        files = list(map(str, paths))
        plain = ["--no-validate", "--no-verify"]
        rows: dict[str, tuple[list[str], list[str]]] = {
            "curl": ([], []),
            "kgpub, one article": (files[:1], plain),
            "kgpub": (files, plain),
            "kgpub, reading back": (files, ["--no-validate"]),
            "kgpub, uniting": (files, [*plain, "--unite"]),
        }
        if options.validate:
            rows["kgpub, checking and reading back"] = (files, [])
        found: dict[str, list[Timing]] = {label: [] for label in rows}
        counts: dict[str, int] = {}
        for _ in range(options.repeat):
            # One after the other within each round, so that whatever else this machine does hits all alike.
            for label, (some, flags) in rows.items():
                with Server() as server:
                    command = (
                        curl_command(paths, iris, server.url, scratch / "curl.config")
                        if label == "curl"
                        else [*KGPUB, "load", *some, "--endpoint", server.url, *flags]
                    )
                    found[label].append(timed(command))
                    counts[label] = server.triples()
    assert counts["curl"] == counts["kgpub"] == counts["kgpub, reading back"], counts
    wall = {label: statistics.median(t.wall for t in timings) for label, timings in found.items()}
    cpu = {label: statistics.median(t.cpu for t in timings) for label, timings in found.items()}
    start_up = wall["kgpub, one article"]
    print(f"{'':34}{'wall':>9}{'of it CPU':>11}{'× curl':>9}{'× curl without start-up':>26}")
    for label in rows:
        ratio = wall[label] / wall["curl"]
        without = (wall[label] - start_up) / wall["curl"]
        shown = "" if label in ("curl", "kgpub, one article") else f"{ratio:9.2f}{without:26.2f}"
        print(f"{label:34}{wall[label]:7.2f} s{cpu[label]:9.2f} s{shown}")
    print(f"triples on the server: {counts['curl']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
