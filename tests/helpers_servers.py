"""Real SPARQL servers on the loopback interface."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import quote

import pytest

from kgpub.endpoint.protocol import ROWS
from kgpub.endpoint.server import Server

_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql_port}
DisableUnixSocket = 1
NumberOfBuffers = 2000
MaxDirtyBuffers = 1200
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 4
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = 10000
"""


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@dataclass
class RunningServer:
    """A server in a process of its own, that a test may kill and start again."""

    name: str
    command: list[str]
    directory: Path
    url: str
    probe: str
    env: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> RunningServer:
        with (self.directory / "output.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=self.directory, stdout=log, stderr=log)
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(self.url + self.probe, timeout=5).close()
                return self
            except urllib.error.HTTPError:
                return self
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    log_text = (self.directory / "output.log").read_text(errors="replace")
                    raise RuntimeError(f"{self.name} did not come up: {log_text[-2000:]}") from None
                time.sleep(0.05)

    def kill(self) -> None:
        """End it as a power failure would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


def oxigraph(directory: Path, *options: str) -> RunningServer:
    """Return Oxigraph's server, not started yet; skip the test where it isn't installed."""
    try:
        files = distribution("oxigraph").files or []
    except PackageNotFoundError:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph")
    binary = next(
        file.locate() for file in files if file.stem == "oxigraph" and "bin" in str(file.parent).lower()
    )
    port = free_port()
    command = [str(Path(str(binary)).resolve()), "serve", "-l", "data", "-b", f"127.0.0.1:{port}", *options]
    return RunningServer("oxigraph", command, directory, f"http://127.0.0.1:{port}", "/")


def virtuoso(directory: Path) -> RunningServer:
    """Return Virtuoso, not started yet; skip the test where it isn't installed."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7")
    port = free_port()
    (directory / "virtuoso.ini").write_text(_INI.format(port=port, sql_port=free_port()))
    command = [binary, "+foreground", "+configfile", "virtuoso.ini"]
    credentials = {"KGPUB_USERNAME": "dba", "KGPUB_PASSWORD": "dba"}
    return RunningServer(
        "virtuoso", command, directory, f"http://127.0.0.1:{port}", "/sparql?query=ASK%7B%7D", credentials
    )


STARTERS = {"oxigraph": oxigraph, "virtuoso": virtuoso}


def clear(server: Server) -> None:
    """Delete all graphs that tests make; Virtuoso has some of its own."""
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } FILTER(REGEX(STR(?g), '^https://(example|w3id)')) }"
    for row in json.loads(server.query(query, ROWS).body)["results"]["bindings"]:
        server.connection.send(
            "DELETE", f"{server.services.graph_store}?graph={quote(row['g']['value'], safe='')}"
        )
