"""Who asks: where credentials come from, how they are sent, and where they never show."""

from __future__ import annotations

import base64
import traceback
from pathlib import Path

import pytest
from faulty_server import ROWS, Reply, Request, serving, status

from kgpub.endpoint.credentials import Credentials, check_url, find_credentials, without_credentials
from kgpub.endpoint.transport import Connection
from kgpub.errors import ConfigurationError, EndpointDenied, UsageError

URL = "https://data.example/sparql"
CHALLENGE = 'Digest realm="SPARQL", nonce="5cfc", qop="auth", algorithm="MD5", opaque="5ebe"'


def test_without_any_there_are_none(tmp_path: Path) -> None:
    assert find_credentials(URL, {"HOME": str(tmp_path)}) is None


def test_the_environment_wins_over_a_netrc_file(tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text(
        "machine data.example login fromfile password f1le\nmachine other.example login x password y\n"
    )
    env = {"NETRC": str(file)}
    found = find_credentials(URL, env)
    assert found == Credentials(str(file), "fromfile", "f1le")
    assert find_credentials("https://third.example/", env) is None
    assert find_credentials(URL, env | {"KGPUB_USERNAME": "anna", "KGPUB_PASSWORD": "p"}) == Credentials(
        "KGPUB_USERNAME", "anna", "p"
    )
    assert find_credentials(URL, env | {"KGPUB_TOKEN": "t0ken"}) == Credentials("KGPUB_TOKEN", token="t0ken")


def test_the_netrc_file_in_the_home_directory(tmp_path: Path) -> None:
    (tmp_path / ".netrc").write_text("machine data.example login anna password p\n")
    (tmp_path / ".netrc").chmod(0o600)
    found = find_credentials(URL, {"HOME": str(tmp_path)})
    assert found is not None
    assert found.username == "anna"


@pytest.mark.parametrize(
    "env",
    [
        {"KGPUB_USERNAME": "anna"},
        {"KGPUB_PASSWORD": "s3cret"},
        {"KGPUB_TOKEN": "s3cret", "KGPUB_USERNAME": "anna", "KGPUB_PASSWORD": "s3cret"},
        {"KGPUB_TOKEN": "s3cret\r\nX-Evil: 1"},
        {"KGPUB_TOKEN": "s3cretで"},
        {"NETRC": "/no/such/file"},
    ],
)
def test_credentials_that_can_not_be_meant(env: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        find_credentials(URL, env)
    assert "s3cret" not in caught.value.message + caught.value.tip


def test_a_broken_netrc_file_is_named_and_not_quoted(tmp_path: Path) -> None:
    file = tmp_path / "netrc"
    file.write_text("machine data.example login anna pasword s3cret\n")
    with pytest.raises(ConfigurationError, match="not a netrc file") as caught:
        find_credentials(URL, {"NETRC": str(file)})
    assert "s3cret" not in caught.value.message


def test_they_never_show() -> None:
    for found in (
        Credentials("KGPUB_USERNAME", "anna", "s3cret"),
        Credentials("KGPUB_TOKEN", token="s3cret"),
    ):
        assert "s3cret" not in f"{found} {found!r}"
        with serving(status(401)) as server:
            connection = Connection(server.url, found)
            assert "s3cret" not in repr(connection)
            try:
                connection.send("GET", server.url)
            except EndpointDenied as error:
                told = "".join(traceback.format_exception(error)) + error.message + error.tip
                assert "s3cret" not in told
                assert found.origin in told
            else:
                pytest.fail("401 is an error")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://data.example/",
        "data.example/sparql",
        "http://",
        "http://data.example:port/",
        "http://data.example/日本",
        "http://data.example/?query=x",
        "http://data.example/#x",
        "http://data.example/a b",
    ],
)
def test_what_is_no_address_of_a_server(url: str) -> None:
    with pytest.raises(UsageError):
        check_url(url)


def test_an_address_with_a_password_is_refused_and_not_repeated() -> None:
    with pytest.raises(UsageError, match="must not carry credentials") as caught:
        check_url("https://anna:s3cret@data.example/sparql")
    assert "s3cret" not in caught.value.message + caught.value.tip
    assert without_credentials("https://anna:s3cret@data.example:99/x") == "https://data.example:99/x"


def test_basic_goes_with_the_first_request_and_in_utf8() -> None:
    with serving(Reply()) as server:
        Connection(server.url, Credentials("x", "アンナ", "ひみつ")).send("GET", server.url)
    assert (
        server.requests[0].headers["authorization"]
        == "Basic " + base64.b64encode("アンナ:ひみつ".encode()).decode()
    )


@pytest.mark.parametrize(("token", "sent"), [("eyJ", "Bearer eyJ"), ("GDB eyJ", "GDB eyJ")])
def test_tokens(token: str, sent: str) -> None:
    with serving(Reply()) as server:
        Connection(server.url, Credentials("x", token=token)).send("GET", server.url)
    assert server.requests[0].headers["authorization"] == sent


def digest_only(request: Request) -> Reply:
    if request.headers.get("authorization", "").startswith("Digest "):
        return Reply()
    return status(401, WWW_Authenticate=CHALLENGE)


@pytest.mark.parametrize("prefer", [True, False])
def test_digest_is_used_where_the_server_wants_it_and_then_without_asking(prefer: bool) -> None:
    with serving(digest_only) as server:
        connection = Connection(server.url, Credentials("x", "anna", "s3cret"))
        if prefer:
            connection.prefer_digest()
        for _ in range(3):
            assert connection.send("PUT", server.url, body=b"x").body == ROWS
    schemes = [request.headers.get("authorization", "none").split()[0] for request in server.requests]
    assert schemes == (["none"] if prefer else ["Basic", "none"]) + ["Digest"] * 3
    assert [request.body for request in server.requests][-3:] == [b"x"] * 3


def test_a_wrong_password_is_tried_once_with_each_scheme() -> None:
    with serving(status(401, WWW_Authenticate=CHALLENGE)) as server:
        connection = Connection(server.url, Credentials("KGPUB_USERNAME", "anna", "wrong"))
        with pytest.raises(EndpointDenied, match="does not accept the credentials"):
            connection.send("GET", server.url)
    assert len(server.requests) == 3


def test_a_nonce_that_has_grown_old_is_replaced() -> None:
    uses: list[str] = []

    def short_memory(request: Request) -> Reply:
        nonce = f"n{len(uses) // 2}"
        if f'nonce="{nonce}"' in request.headers.get("authorization", ""):
            uses.append(nonce)
            return Reply()
        return status(401, WWW_Authenticate=f'Digest realm="R", qop="auth", nonce="{nonce}"')

    with serving(short_memory) as server:
        connection = Connection(server.url, Credentials("x", "anna", "s3cret"))
        connection.prefer_digest()
        for _ in range(6):
            connection.send("PUT", server.url, body=b"x")
    assert uses == ["n0", "n0", "n1", "n1", "n2", "n2"]
    assert len(server.requests) == 9


def test_no_variable_of_credentials_is_a_setting(tmp_path: Path) -> None:
    from kgpub.settings import load_settings

    load_settings(None, {"KGPUB_USERNAME": "a", "KGPUB_PASSWORD": "b", "KGPUB_TOKEN": "c"})
    file = tmp_path / "kgpub.toml"
    file.write_text('password = "s3cret"\n')
    with pytest.raises(ConfigurationError, match='unknown key "password"'):
        load_settings(file, {})
