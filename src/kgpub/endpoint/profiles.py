"""What SPARQL servers have in common but the standards leave open: addresses, and quirks.

The user gives one URL, of whichever service of the server, and a profile derives the
others. Each profile names the server's own documentation that it follows. What is
said of Oxigraph and Virtuoso is also tested against these servers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from kgpub.errors import UsageError

N_TRIPLES = "application/n-triples"


@dataclass(frozen=True, slots=True)
class Services:
    """The URLs of a server's services; without a Graph Store Protocol, ``graph_store`` is ``None``."""

    query: str
    update: str
    graph_store: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of server.

    ``services`` maps the user's URL, and whether there are credentials, to the services.
    ``media_type`` is what it calls N-Triples.
    ``gzip`` tells that the server unpacks compressed request bodies. ``digest`` tells
    that it wants HTTP Digest rather than Basic authentication. ``union`` are
    parameters of a query that make its default graph the union of all graphs;
    ``unites`` tells that it is so without any. ``union_graph`` is the graph
    that can be kept as the union instead of the default graph, which such a server hasn't.
    ``cuts`` tells that a long answer may end early without a word. ``banner`` is what its ``Server``
    header begins with, or the name of another header; ``address`` matches URLs that only
    this kind of server has.
    """

    name: str
    label: str
    documentation: tuple[str, ...]
    services: Callable[[str, bool], Services]
    media_type: str = N_TRIPLES
    gzip: bool = False
    digest: bool = False
    union: tuple[tuple[str, str], ...] = ()
    unites: bool = False
    cuts: bool = False
    union_graph: str = ""
    hint: str = ""
    banner: str = ""
    address: str = r"(?!)"


def profile_named(name: str) -> Profile:
    """Return the profile of that name.

    Raises:
        UsageError: there is none.

    >>> profile_named("fuseki").label
    'Apache Jena Fuseki'
    """
    try:
        return PROFILES[name]
    except KeyError:
        raise UsageError(f'there is no profile "{name}"; expected {", ".join(PROFILES)}') from None


def profile_of_address(url: str) -> Profile | None:
    """Return the profile of the server that only can have such a URL, ``None`` if it may be any.

    >>> profile_of_address("http://localhost:7200/repositories/news").name
    'rdf4j'
    >>> profile_of_address("http://localhost:7878/") is None
    True
    """
    return next((p for p in PROFILES.values() if re.search(p.address, url)), None)


def profile_of_headers(headers: dict[str, str]) -> Profile | None:
    """Return the profile of the server that answers with these headers, ``None`` if they don't tell."""
    names = {name.lower() for name in headers}
    server = next((value for name, value in headers.items() if name.lower() == "server"), "")
    for profile in PROFILES.values():
        if profile.banner and (server.startswith(profile.banner) or profile.banner.lower() in names):
            return profile
    return None


def _oxigraph(url: str, _: bool) -> Services:
    root = _without(url, "query", "update", "store")
    return Services(f"{root}/query", f"{root}/update", f"{root}/store")


def _fuseki(url: str, _: bool) -> Services:
    dataset = _without(url, "sparql", "query", "update", "data", "get")
    if not urlsplit(dataset).path.strip("/"):
        raise UsageError(
            f"{url} names no dataset of Fuseki", tip="Give its URL, such as http://localhost:3030/news"
        )
    return Services(f"{dataset}/sparql", f"{dataset}/update", f"{dataset}/data")


def _virtuoso(url: str, credentials: bool) -> Services:
    root = _without(url, "sparql", "sparql-auth", "sparql-graph-crud", "sparql-graph-crud-auth")
    # The services without -auth ignore credentials and act as the user SPARQL, who may not write.
    auth = "-auth" if credentials else ""
    sparql = f"{root}/sparql{auth}"
    return Services(sparql, sparql, f"{root}/sparql-graph-crud{auth}")


def _repository(url: str, _: bool) -> Services:
    repository = _without(url, "statements", "rdf-graphs/service")
    if not re.search(r"/repositories/[^/]+$", repository):
        raise UsageError(
            f"{url} names no repository", tip="Give its URL, such as http://localhost:7200/repositories/news"
        )
    return Services(repository, f"{repository}/statements", f"{repository}/rdf-graphs/service")


def _blazegraph(url: str, _: bool) -> Services:
    sparql = _without(url, "sparql") + "/sparql"
    return Services(sparql, sparql, None)


def _neptune(url: str, _: bool) -> Services:
    root = _without(url, "sparql", "sparql/gsp")
    return Services(f"{root}/sparql", f"{root}/sparql", f"{root}/sparql/gsp/")


def _generic(url: str, _: bool) -> Services:
    return Services(url, url, None)


def _without(url: str, *services: str) -> str:
    """Return a URL without a slash, or the path of a service, at its end."""
    url = url.rstrip("/")
    for service in sorted(services, key=len, reverse=True):
        if url.endswith(f"/{service}"):
            return url.removesuffix(f"/{service}").rstrip("/")
    return url


PROFILES = {
    profile.name: profile
    for profile in (
        Profile(
            "oxigraph",
            "Oxigraph",
            ("https://github.com/oxigraph/oxigraph/blob/main/cli/README.md",),
            _oxigraph,
            gzip=True,
            union=(("union-default-graph", "true"),),
            banner="Oxigraph/",
        ),
        Profile(
            "fuseki",
            "Apache Jena Fuseki",
            (
                "https://jena.apache.org/documentation/fuseki2/fuseki-config-endpoint.html",
                "https://jena.apache.org/documentation/tdb/datasets.html",
                # DataUploader decodes gzip and deflate, as this change to it shows.
                "https://github.com/apache/jena/pull/3266",
            ),
            _fuseki,
            gzip=True,
            hint="Set tdb2:unionDefaultGraph true (tdb: for TDB1) in the configuration of the dataset.",
            # Fuseki-Request-Id comes with every answer; the Server header can be switched off.
            banner="Fuseki-Request-Id",
        ),
        Profile(
            "virtuoso",
            "Virtuoso",
            (
                "https://vos.openlinksw.com/owiki/wiki/VOS/VirtGraphUpdateProtocol",
                "https://vos.openlinksw.com/owiki/wiki/VOS/VirtGraphProtocolCURLExamples",
                # A compressed body makes no triples.
                "https://github.com/openlink/virtuoso-opensource/issues/764",
            ),
            _virtuoso,
            # N-Triples, and nothing else: of Turtle it keeps the backslash in e:a\/b, and N-Quads it
            # takes for something unsupported.
            digest=True,
            unites=True,
            # After ResultSetMaxRows, 10,000 unless set otherwise, also of a graph that is read.
            cuts=True,
            union_graph="https://w3id.org/kgpub/union",
            banner="Virtuoso/",
            address=r"/sparql-(auth|graph-crud(-auth)?)/?$",
        ),
        Profile(
            "graphdb",
            "GraphDB",
            (
                # Its repositories have RDF4J's interface.
                "https://rdf4j.org/documentation/reference/rest-api/",
                "https://graphdb.ontotext.com/documentation/standard/query-behaviour.html",
            ),
            _repository,
            unites=True,
            banner="GraphDB",
        ),
        Profile(
            "rdf4j",
            "RDF4J",
            (
                "https://rdf4j.org/documentation/reference/rest-api/",
                # Request bodies are unpacked since mid-2026 only.
                "https://github.com/eclipse-rdf4j/rdf4j/pull/5925",
            ),
            _repository,
            unites=True,
            address=r"/repositories/[^/]+(/statements|/rdf-graphs/service)?/?$",
        ),
        Profile(
            "blazegraph",
            "Blazegraph",
            ("https://github.com/blazegraph/database/wiki/REST_API",),
            # Its PUT means "delete what this query finds and insert the body", so graphs go in by UPDATE.
            _blazegraph,
            # What it calls N-Triples.
            media_type="text/plain",
            unites=True,
            address=r"/(bigdata|blazegraph)/(namespace/[^/]+/)?sparql/?$",
        ),
        Profile(
            "neptune",
            "Amazon Neptune",
            (
                "https://docs.aws.amazon.com/neptune/latest/userguide/sparql-graph-store-protocol.html",
                "https://docs.aws.amazon.com/neptune/latest/userguide/feature-sparql-compliance.html",
            ),
            _neptune,
            unites=True,
            hint="Requests are not signed: with IAM authentication on, go through a proxy that signs them.",
            address=r"^https?://[^/]+\.neptune\.amazonaws\.com",
        ),
        Profile(
            "generic",
            "a SPARQL 1.1 server",
            (
                "https://www.w3.org/TR/sparql11-protocol/",
                "https://www.w3.org/TR/sparql11-http-rdf-update/",
            ),
            _generic,
            hint="Start the server with a default graph that is the union of all graphs.",
        ),
    )
}
