"""``kgpub load --endpoint`` and ``kgpub status``, as their users see them."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
import trustme
from faulty_server import Reply, Request, serving, status

from helpers_servers import RunningServer
from kgpub.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
SHORT, MERGER = str(EXAMPLES / "short.ttl"), str(EXAMPLES / "merger.ttl")
PAGE = Reply(body=b"<!DOCTYPE html><html>Sign in</html>", headers={"Content-Type": "text/html"})
Kgpub = Callable[..., tuple[int, str, str]]


@pytest.fixture
def kgpub(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Kgpub:
    """Run a command in this process; returns its exit code, standard output and standard error."""
    monkeypatch.setenv("HOME", str(tmp_path))

    def run(*arguments: str, **env: str) -> tuple[int, str, str]:
        with monkeypatch.context() as patch:
            for name, value in env.items():
                patch.setenv(name, value)
            capsys.readouterr()
            with pytest.raises(SystemExit) as ended:
                main(list(arguments))
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return int(ended.value.code or 0), out, err

    return run


def as_oxigraph(reply: object) -> Callable[[Request], object]:
    """Give a reply to all but the questions what server this is, and whether it keeps a union."""

    def answer(request: Request) -> object:
        if request.path == "/":
            return status(200, Server="Oxigraph/0.5")
        if b"query=ASK" in request.body:
            return Reply(body=b'{"head": {}, "boolean": false}')
        return reply

    return answer


FAULTS = [
    (status(401), "asks who you are"),
    (status(403), "forbids"),
    (status(429, Retry_After="900"), "too many requests"),
    (status(500), "the server failed"),
    (status(503), "not available"),
    (None, "the connection broke"),
    (Reply(body=b"x" * 9999, pause=0.05), "no complete answer within 0.6 s"),
    (status(404), "no such service"),
]


@pytest.mark.parametrize(("reply", "words"), FAULTS)
def test_a_fault_ends_in_its_message_and_code(kgpub: Kgpub, reply: Reply, words: str) -> None:
    with serving(as_oxigraph(reply)) as server:
        code, out, err = kgpub(
            "load", SHORT, MERGER, "--no-validate", "--endpoint", server.url, "--timeout", "0.6"
        )
    assert (code, out) == (3, "")
    assert words in err
    assert server.url in err
    assert "run the same command again" in err


def test_what_the_server_sends_back_is_looked_at(kgpub: Kgpub) -> None:
    def page_after_put(request: Request) -> Reply:
        return status(204) if request.method == "PUT" else PAGE

    with serving(as_oxigraph(page_after_put)) as server:
        code, _, err = kgpub("load", SHORT, "--no-validate", "--endpoint", server.url)
    assert code == 3
    assert "a web page instead of N-Triples" in err


def test_a_server_that_stores_something_else(kgpub: Kgpub) -> None:
    def wrong(request: Request) -> Reply:
        triples = b"<urn:a> <urn:b> <urn:c> .\n"
        return status(204) if request.method == "PUT" else Reply(
            body=triples, headers={"Content-Type": "application/n-triples"}
        )  # fmt: skip

    with serving(as_oxigraph(wrong)) as server:
        code, _, err = kgpub("load", SHORT, MERGER, "--no-validate", "--endpoint", server.url)
        assert code == 3
        assert err.count("wrongly") == 2
        assert "it has besides 1 triples:\n    <urn:a> <urn:b> <urn:c> ." in err
        assert "2 failed" in err
        code, _, err = kgpub("load", SHORT, "--no-validate", "--no-verify", "--endpoint", server.url)
        assert code == 0


def test_one_graph_that_is_too_large_does_not_keep_the_others_out(kgpub: Kgpub) -> None:
    def small_only(request: Request) -> Reply:
        return status(413) if len(request.body) > 20_000 else status(204)

    with serving(as_oxigraph(small_only)) as server:
        code, _, err = kgpub("load", MERGER, SHORT, "--no-validate", "--no-verify", "--endpoint", server.url)
    assert code == 3
    assert "too large" in err
    assert "1 failed, 1 loaded" in err


def test_503_and_then_success(kgpub: Kgpub) -> None:
    replies = iter([status(503, Retry_After="0"), status(204)])
    with serving(as_oxigraph(lambda _: next(replies))) as server:
        code, _, err = kgpub("load", SHORT, "--no-validate", "--no-verify", "--endpoint", server.url)
    assert code == 0
    assert "1 loaded" in err


def test_nobody_there(kgpub: Kgpub) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
    code, _, err = kgpub("load", SHORT, "--endpoint", url)
    assert code == 3
    assert err.splitlines() == [
        f"kgpub: {url}: can't connect: Connection refused",
        "  Is the server running, and is the URL right?",
    ]


def test_tls(kgpub: Kgpub, tmp_path: Path) -> None:
    import ssl

    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    trusted = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(trusted)
    arguments = ["load", SHORT, "--no-validate", "--no-verify", "--endpoint"]
    with serving(as_oxigraph(status(204)), tls=context) as server:
        code, _, err = kgpub(*arguments, server.url)
        assert code == 3
        assert "certificate can't be trusted" in err
        assert "--ca-file" in err
        assert kgpub(*arguments, server.url, "--ca-file", str(trusted))[0] == 0


@pytest.mark.parametrize("arguments", [("-vv", "load"), ("load",)])
def test_credentials_never_show(kgpub: Kgpub, arguments: tuple[str, ...]) -> None:
    from helpers_command import run

    with serving(as_oxigraph(status(401))) as server:
        done = run(
            *arguments, SHORT, "--no-validate", "--endpoint", server.url,
            KGPUB_USERNAME="anna", KGPUB_PASSWORD="s3cret",
        )  # fmt: skip
        assert done.returncode == 3
        assert b"KGPUB_USERNAME" in done.stderr
        assert b"s3cret" not in done.stderr + done.stdout
        assert b"YW5uYTpzM2NyZXQ" not in done.stderr  # anna:s3cret in Base64
    code, _, err = kgpub("load", SHORT, "--endpoint", "http://anna:s3cret@127.0.0.1:1")
    assert code == 2
    assert "s3cret" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("--endpoint", "http://127.0.0.1:1", "--store", "x"),
        ("--profile", "fuseki"),
        ("--resume",),
        ("--no-verify",),
        ("--endpoint", "127.0.0.1:1"),
        ("--endpoint", "http://127.0.0.1:1", "--profile", "fuseki"),
        ("--endpoint", "http://127.0.0.1:1", "--profile", "stardog"),
        ("--endpoint", "http://127.0.0.1:1", "--timeout", "0"),
    ],
)
def test_options_that_make_no_sense(kgpub: Kgpub, arguments: tuple[str, ...]) -> None:
    assert kgpub("load", SHORT, *arguments)[0] == 2


def test_load_and_status_on_a_real_server(kgpub: Kgpub, running: RunningServer, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        "@prefix schema: <https://schema.org/> .\n"
        "<https://example.org/kg/article/bad> a schema:NewsArticle ; schema:inLanguage 7 .\n"
    )
    here = ("--endpoint", running.url)
    code, _, err = kgpub("load", SHORT, *here, "--dry-run", **running.env)
    assert code == 0
    code, _, err = kgpub("load", str(bad), SHORT, *here, **running.env)
    assert code == 1
    assert "violates the shapes: https://example.org/kg/article/bad" in err
    assert f"{running.url}: 1 loaded, 1 refused" in err
    code, out, _ = kgpub("status", SHORT, str(bad), *here, "--format", "json", **running.env)
    assert code == 1
    states = {row["source"]: row["state"] for row in json.loads(out) if row["state"] != "extra"}
    assert states == {SHORT: "same", str(bad): "missing"}

    changed = tmp_path / "changed.ttl"
    changed.write_text(Path(SHORT).read_text().replace("日米首脳がワシントンで会談", "日米首脳が会談"))
    code, out, _ = kgpub("status", str(changed), *here, **running.env)
    assert code == 1
    assert "differs  https://example.org/kg/article/2024-04-12-60e9257a7302" in out
    assert "1 triples lacking, 1 besides" in out
    code, _, err = kgpub("load", str(changed), SHORT, *here, "--resume", **running.env)
    assert code == 3, "two files that say different things of one article are not both loaded"


def test_status_of_a_store(kgpub: Kgpub, tmp_path: Path) -> None:
    store = ("--store", str(tmp_path / "store"))
    assert kgpub("status", SHORT, *store)[0] == 3
    assert kgpub("load", SHORT, MERGER, "--no-validate", *store)[0] == 0
    code, out, _ = kgpub("status", SHORT, MERGER, *store)
    assert (code, out.splitlines()[-1]) == (0, "2 same, 0 differs, 0 missing, 0 extra")
    code, out, _ = kgpub("status", SHORT, str(EXAMPLES / "typhoon.ttl"), *store)
    assert (code, out.splitlines()[-1]) == (1, "1 same, 0 differs, 1 missing, 1 extra")
