"""One URL, of whichever service, gives all of them."""

from __future__ import annotations

import pytest

from kgpub.cli.endpoint import PROFILE_NAMES
from kgpub.endpoint.profiles import PROFILES, profile_named, profile_of_address, profile_of_headers
from kgpub.errors import UsageError


@pytest.mark.parametrize(
    ("name", "urls", "query", "update", "graph_store"),
    [
        ("oxigraph", ["http://h:7878", "http://h:7878/", "http://h:7878/query", "http://h:7878/store"],
         "http://h:7878/query", "http://h:7878/update", "http://h:7878/store"),
        ("fuseki", ["http://h:3030/news", "http://h:3030/news/", "http://h:3030/news/sparql",
                    "http://h:3030/news/data"],
         "http://h:3030/news/sparql", "http://h:3030/news/update", "http://h:3030/news/data"),
        ("virtuoso", ["http://h:8890", "http://h:8890/sparql", "http://h:8890/sparql-graph-crud-auth"],
         "http://h:8890/sparql-auth", "http://h:8890/sparql-auth", "http://h:8890/sparql-graph-crud-auth"),
        ("graphdb", ["http://h:7200/repositories/news", "http://h:7200/repositories/news/statements"],
         "http://h:7200/repositories/news", "http://h:7200/repositories/news/statements",
         "http://h:7200/repositories/news/rdf-graphs/service"),
        ("rdf4j", ["http://h/rdf4j-server/repositories/n",
                   "http://h/rdf4j-server/repositories/n/rdf-graphs/service"],
         "http://h/rdf4j-server/repositories/n", "http://h/rdf4j-server/repositories/n/statements",
         "http://h/rdf4j-server/repositories/n/rdf-graphs/service"),
        ("blazegraph", ["http://h:9999/blazegraph/namespace/kb/sparql",
                        "http://h:9999/blazegraph/namespace/kb"],
         "http://h:9999/blazegraph/namespace/kb/sparql",
         "http://h:9999/blazegraph/namespace/kb/sparql", None),
        ("neptune", ["https://n.neptune.amazonaws.com:8182",
                     "https://n.neptune.amazonaws.com:8182/sparql/gsp/"],
         "https://n.neptune.amazonaws.com:8182/sparql", "https://n.neptune.amazonaws.com:8182/sparql",
         "https://n.neptune.amazonaws.com:8182/sparql/gsp/"),
        ("generic", ["http://h/sparql"], "http://h/sparql", "http://h/sparql", None),
    ],
)  # fmt: skip
def test_services(name: str, urls: list[str], query: str, update: str, graph_store: str | None) -> None:
    for url in urls:
        services = profile_named(name).services(url, True)
        assert (services.query, services.update, services.graph_store) == (query, update, graph_store)


def test_without_credentials_virtuoso_is_asked_where_strangers_may() -> None:
    services = profile_named("virtuoso").services("http://h:8890/sparql-auth", False)
    assert services.query == "http://h:8890/sparql"


@pytest.mark.parametrize(
    ("name", "url"), [("fuseki", "http://h:3030/"), ("rdf4j", "http://h:8080/rdf4j-server")]
)
def test_an_address_that_names_no_dataset_is_refused_with_an_example(name: str, url: str) -> None:
    with pytest.raises(UsageError) as caught:
        profile_named(name).services(url, False)
    assert "http://localhost:" in caught.value.tip


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://h:7200/repositories/news", "rdf4j"),
        ("http://h:9999/bigdata/sparql", "blazegraph"),
        ("https://n.cluster-abc.eu-west-1.neptune.amazonaws.com:8182", "neptune"),
        ("http://h:8890/sparql-auth", "virtuoso"),
    ],
)
def test_some_addresses_tell_the_server(url: str, name: str) -> None:
    found = profile_of_address(url)
    assert found is not None
    assert found.name == name
    assert profile_of_address("http://h/sparql") is None


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        ({"server": "Oxigraph/0.5.13"}, "oxigraph"),
        ({"Server": "Virtuoso/07.20.3229 (Linux)"}, "virtuoso"),
        ({"Fuseki-Request-Id": "12", "Server": "Jetty"}, "fuseki"),
        ({"Server": "nginx"}, None),
    ],
)
def test_headers_tell_the_server(headers: dict[str, str], name: str | None) -> None:
    found = profile_of_headers(headers)
    assert (found.name if found else None) == name


def test_every_profile_is_an_option_and_names_the_documentation_that_it_follows() -> None:
    assert tuple(PROFILES) == PROFILE_NAMES
    for profile in PROFILES.values():
        assert profile.documentation
        assert all(address.startswith("https://") for address in profile.documentation)
    with pytest.raises(UsageError, match="no profile"):
        profile_named("stardog")
