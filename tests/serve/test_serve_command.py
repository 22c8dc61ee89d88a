"""The command: how it starts and stops, and how it shares a store."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import requests
from serving import REPOSITORY, serving, workers

from helpers_command import run
from kgpub.cli.serve import _listen

ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?d && ?d != ?g) }"
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


def count(url: str) -> int:
    answer = requests.post(url, data={"query": COUNT}, timeout=60)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("loaded") / "store"
    examples = [REPOSITORY / "examples" / name for name in ("diplomacy.ttl", "short.ttl")]
    assert run("load", *examples, "--store", directory).returncode == 0
    return directory


@pytest.fixture
def own_store(loaded: Path, tmp_path: Path) -> Path:
    """A store for one test alone."""
    return Path(shutil.copytree(loaded, tmp_path / "store"))


@pytest.mark.parametrize("name", ["README.md", "docs/serve.md"])
def test_what_the_documentation_shows_works(loaded: Path, name: str) -> None:
    text = (REPOSITORY / name).read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    (command,) = re.findall(r"^kgpub (serve .*)$", "\n".join(blocks), re.MULTILINE) or ["serve"]
    assert command in ("serve", "serve --store kgpub-store")
    curls = re.findall(r"^curl .*$", "\n".join(blocks), re.MULTILINE)
    with serving(loaded) as served:
        assert requests.get(served.url).status_code == 200
        for curl in curls:
            words = _words(curl.replace("http://127.0.0.1:8000/", served.url))
            answer = requests.request(**words)
            assert answer.status_code == 200, curl
            assert answer.content
    if name != "README.md":
        assert len(curls) > 2


def _words(curl: str) -> dict[str, object]:
    """Return the request that a call of curl makes: its address, headers and form."""
    import shlex

    request: dict[str, object] = {"method": "GET", "headers": {}}
    words = iter(shlex.split(curl)[1:])
    for word in words:
        if word == "-H":
            key, _, value = next(words).partition(": ")
            request["headers"] = {key: value}
        elif word == "--data-urlencode":
            key, _, value = next(words).partition("=")
            request |= {"method": "POST", "data": {key: value}}
        else:
            request["url"] = word
    return request


def test_there_is_no_store(tmp_path: Path) -> None:
    done = run("serve", "--store", tmp_path / "nowhere", "--port", "0")
    assert done.returncode == 3
    assert b"there is no store here" in done.stderr
    assert b"kgpub load" in done.stderr
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("x", encoding="utf-8")
    assert run("serve", "--store", other, "--port", "0").returncode == 3


def test_the_port_is_taken(own_store: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = run("serve", "--store", own_store, "--port", str(port))
    assert done.returncode == 2
    assert f"127.0.0.1 port {port}: Address already in use".encode() in done.stderr
    assert run("serve", "--store", own_store, "--host", "no.such.host.invalid").returncode == 2


def test_the_libraries_are_missing(own_store: Path) -> None:
    code = (
        "import sys; sys.modules['starlette'] = None\n"
        f"from kgpub.cli import main; main(['serve', '--store', {str(own_store)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "pip install 'kgpub[serve]'" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_it_is_told_to(own_store: Path, by: signal.Signals) -> None:
    with serving(own_store) as served:
        count(served.sparql)
        assert served.stop(by) == 0
        assert not any("Traceback" in line for line in served.said)
    assert workers(own_store) == []


def test_a_running_query_does_not_keep_it(store: Path) -> None:
    answers: list[requests.Response] = []
    with serving(store, "--timeout", "600") as served:
        ask = {"args": (served.sparql,), "kwargs": {"data": {"query": ENDLESS}, "timeout": 60}}
        thread = threading.Thread(target=lambda: answers.append(requests.post(*ask["args"], **ask["kwargs"])))
        thread.start()
        time.sleep(1)
        assert served.stop() == 0
        thread.join()
    assert [(answer.status_code, answer.text) for answer in answers] == [
        (503, "the server is stopping; try again\n")
    ]


def test_workers_end_with_a_server_that_is_killed(own_store: Path) -> None:
    if not Path("/proc").is_dir():
        pytest.skip("there is no /proc to look for processes in")
    with serving(own_store) as served:
        count(served.sparql)
        assert workers(own_store)
        served.process.kill()
        served.process.wait()
        end = time.monotonic() + 30
        while workers(own_store) and time.monotonic() < end:
            time.sleep(0.1)
    assert workers(own_store) == []


def test_a_store_is_loaded_beside_the_server(own_store: Path) -> None:
    with serving(own_store) as served:
        before = count(served.sparql)
        # The server lets go of the store when nobody has asked for a moment.
        end = time.monotonic() + 60
        while True:
            done = run("load", REPOSITORY / "examples" / "festival.ttl", "--store", own_store)
            if done.returncode == 0 or time.monotonic() > end:
                break
            assert b"another process has this store open" in done.stderr
            time.sleep(0.5)
        assert done.returncode == 0
        assert count(served.sparql) > before


def test_a_store_that_is_written_to_is_said_to_be_so(own_store: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from kgpub.store import EmbeddedStore\n"
        f"with EmbeddedStore.open(Path({str(own_store)!r})): print('open', flush=True); sys.stdin.read()"
    )
    with serving(own_store) as served:
        before = count(served.sparql)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            writer = subprocess.Popen(
                [sys.executable, "-c", code],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            assert writer.stdout is not None
            if writer.stdout.readline():
                break
            writer.communicate()
            time.sleep(0.5)
        else:
            raise AssertionError("the server never let go of the store")
        answer = requests.post(served.sparql, data={"query": COUNT}, timeout=60)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert answer.text == "the store is being written to\n"
        problem = requests.get(served.api + "queries/events", timeout=60)
        assert (problem.status_code, problem.json()["detail"]) == (503, "the store is being written to")
        # Nothing can be served while it starts, either.
        again = run("serve", "--store", own_store, "--port", "0")
        assert (again.returncode, b"another process" in again.stderr) == (3, True)
        writer.communicate(b"")
        assert count(served.sparql) == before


def test_small_answers_are_sent_at_once() -> None:
    """Asyncio asks for that (TCP_NODELAY) where it can see that a socket is one of TCP."""
    with _listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_a_worker_that_was_killed_is_replaced(own_store: Path) -> None:
    if not Path("/proc").is_dir():
        pytest.skip("there is no /proc to look for processes in")
    with serving(own_store, "--workers", "1") as served:
        before = count(served.sparql)
        (worker,) = workers(own_store)
        os.kill(worker, signal.SIGKILL)
        time.sleep(0.5)
        assert count(served.sparql) == before
        assert workers(own_store) != [worker]


def test_a_store_that_goes_away(own_store: Path) -> None:
    with serving(own_store) as served:
        time.sleep(2)
        shutil.rmtree(own_store)
        answer = requests.post(served.sparql, data={"query": COUNT}, timeout=60)
        assert (answer.status_code, answer.text) == (500, "the store can't be read\n")
        assert str(own_store) not in answer.text
        time.sleep(0.2)
        assert any("there is no store here" in line for line in served.said)


def test_ipv6(own_store: Path) -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("the machine has no IPv6")
    with serving(own_store, "--host", "::1") as served:
        assert served.url.startswith("http://[::1]:")
        assert count(served.sparql) > 0


def test_it_says_where_it_is_and_no_more_when_quiet(own_store: Path) -> None:
    with serving(own_store, quiet=True) as served:
        assert count(served.sparql) > 0
        assert served.stop() == 0
        time.sleep(0.2)
        assert len(served.said) == 1
