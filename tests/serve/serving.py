"""``kgpub serve`` as its users start it, in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from helpers_command import COMMAND

REPOSITORY = Path(__file__).parents[2]
BASE = "https://example.org/kg/"


@dataclass
class Served:
    """A running server: its address, with a / at the end, and what it has said so far."""

    process: subprocess.Popen[str]
    url: str
    said: list[str] = field(default_factory=list)

    @property
    def sparql(self) -> str:
        return self.url + "sparql"

    @property
    def api(self) -> str:
        return self.url + "api/"

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        """Return the exit code of the server after a signal."""
        self.process.send_signal(by)
        return self.process.wait(30)


@contextmanager
def serving(store: Path, *options: str, quiet: bool = False) -> Iterator[Served]:
    """Start a server at a free port, and stop it in the end."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KGPUB_")}
    process = subprocess.Popen(
        [*COMMAND, *(["-q"] if quiet else []), "serve", "--store", str(store), "--port", "0", *options],
        stderr=subprocess.PIPE,
        text=True,
        env=environment | {"LC_ALL": "C.UTF-8"},
    )
    assert process.stderr is not None
    said: list[str] = []
    try:
        for line in process.stderr:
            said.append(line)
            if found := re.search(r"http://\S+/", line):
                # Nobody else reads on, and a full pipe would stop the server.
                reader = threading.Thread(target=said.extend, args=(process.stderr,), daemon=True)
                reader.start()
                yield Served(process, found[0], said)
                break
        else:
            raise AssertionError(f"the server did not start: {''.join(said)}")
    finally:
        process.kill()
        process.wait()


def workers(store: Path) -> list[int]:
    """Return the processes that answer queries from a store (Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"kgpub.serve.worker" in words and str(store).encode() in words:
            found.append(int(path.parent.name))
    return found


def rows(columns: Sequence[str], bindings: Sequence[dict[str, dict[str, str]]]) -> list[tuple[str, ...]]:
    """Return the rows of a SPARQL JSON result in a form that can be compared."""
    return [tuple(_text(row.get(column)) for column in columns) for row in bindings]


def _text(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    kind = term.get("xml:lang") or term.get("datatype", "")
    kind = "" if kind.endswith("#string") else kind
    return f"{'uri' if term['type'] == 'uri' else 'literal'} {term['value']} {kind}"
