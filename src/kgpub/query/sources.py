"""What is asked: files, a store on disk, or anything else that has an engine."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kgpub.query.catalogue import CannedQuery
from kgpub.query.engine import Engine, RdflibEngine
from kgpub.query.lexing import has_word
from kgpub.query.load import load_graph, load_store
from kgpub.query.oxigraph import OxigraphEngine
from kgpub.rdf.namespaces import graph_prefixes, prefixes

if TYPE_CHECKING:
    from kgpub.endpoint.server import Server

# From here on rdflib's own engine takes long, first to read and then to answer.
_LARGE_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """An engine, and the prefixes by which the data calls its nodes."""

    engine: Engine
    prefixes: Mapping[str, str]


def from_files(paths: Sequence[str], query: CannedQuery, *, allow_network: bool = False) -> Source:
    """Return files as something to ask: by rdflib, or by Oxigraph where there is much in them.

    Queries with FROM or SERVICE go to Oxigraph as well. It takes the names behind FROM
    for those of graphs in the files, where rdflib would fetch them.

    Raises:
        InputError: a file can't be read.
    """
    if _size(paths) > _LARGE_BYTES or has_word(query.text, "FROM") or has_word(query.text, "SERVICE"):
        store = load_store(paths, allow_network=allow_network)
        names = [graph.value for graph in store.named_graphs()]
        return Source(OxigraphEngine(store.query), graph_prefixes(names))
    graph = load_graph(paths, allow_network=allow_network)
    return Source(RdflibEngine(graph), {prefix: str(name) for prefix, name in graph.namespaces()})


class _Late(Mapping[str, str]):
    """Prefixes that are looked for when one is asked for; a store has to list its graphs for them."""

    def __init__(self, find: Callable[[], Mapping[str, str]]) -> None:
        self._find = functools.cache(find)

    def __getitem__(self, prefix: str) -> str:
        return self._find()[prefix]

    def __iter__(self) -> Iterator[str]:
        return iter(self._find())

    def __len__(self) -> int:
        return len(self._find())


@contextmanager
def from_store(directory: Path) -> Iterator[Source]:
    """Yield a store on disk as something to ask.

    Raises:
        StoreError: there is none, or it can't be opened.
    """
    from kgpub.store import EmbeddedStore

    with EmbeddedStore.read(directory) as store:
        yield Source(OxigraphEngine(store.query), _Late(lambda: graph_prefixes(store.iris())))


@contextmanager
def from_endpoint(server: Server, base: str) -> Iterator[Source]:
    """Yield a server as something to ask; ``base`` is that of the IRIs of its graphs."""
    from kgpub.endpoint.engine import EndpointEngine

    with server:
        yield Source(EndpointEngine(server), prefixes(base))


def _size(paths: Sequence[str]) -> int:
    return sum(Path(path).stat().st_size for path in paths if path != "-" and Path(path).is_file())
