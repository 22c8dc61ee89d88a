"""``kgpub status``: files against what a server or store holds."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.cli.endpoint import Endpoint, endpoint_of, endpoint_options, timeout_option
from kgpub.errors import EXIT_FAILURE, EXIT_FINDINGS, EXIT_OK, UsageError

if TYPE_CHECKING:
    from kgpub.store import StoredGraph

_STATES = ("same", "differs", "missing", "extra")


@dataclass(frozen=True, slots=True)
class _Row:
    """``lacking`` and ``surplus`` count triples that only the file or only the other side has."""

    state: str
    graph: str
    source: str = ""
    lacking: int = 0
    surplus: int = 0


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--store", type=click.Path(path_type=Path), metavar="DIR", help="Compare with this store.")
@endpoint_options
@timeout_option
@click.option(
    "-f", "--format", "format_", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="Form of the report.",
)  # fmt: skip
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file. [default: ./kgpub.toml if there]"
)
@click.pass_context
def status(
    ctx: click.Context,
    files: tuple[str, ...],
    store: Path | None,
    endpoint: str | None,
    profile: str | None,
    graph_store: str | None,
    update_url: str | None,
    ca_file: str | None,
    timeout: float | None,
    format_: str,
    config: Path | None,
) -> int:
    """Compare graphs in files with what a server or store holds.

    Each graph is read and compared triple by triple. It is the same there,
    differs, or is missing; graphs of articles that only the other side has are
    extra. Nothing is changed.

    \b
    Exit codes:
      0  both have the same
      1  something differs, is missing or is extra
      2  the command line is wrong
      3  a file, the store or the server can't be used

    \b
    Examples:
      kgpub status *.ttl --endpoint http://localhost:7878
      kgpub status *.ttl --store news.store
      kgpub status articles.trig --endpoint https://data.example.jp/sparql --format json
    """
    if files.count("-") > 1:
        raise UsageError("standard input (-) can be read only once")
    target = endpoint_of(endpoint, profile, graph_store, update_url, ca_file, timeout)
    if target and store:
        raise UsageError("--store and --endpoint are two places; compare with one after the other")
    from kgpub.settings import DEFAULT_STORE, load_settings
    from kgpub.store import Refused, select

    settings = load_settings(config, os.environ, store=store)
    graphs: list[StoredGraph] = []
    unreadable = 0
    for item in select(files, None):
        if isinstance(item, Refused):
            unreadable += 1
            if item.error is not None:
                click.echo(f"kgpub: {item.error.message}", err=True)
        else:
            graphs.append(item)
    if target:
        rows = _against_server(target, graphs, (ctx.obj or {}).get("quiet", False))
    else:
        rows = _against_store(settings.store or DEFAULT_STORE, graphs)
    click.echo(_as_json(rows) if format_ == "json" else _as_text(rows), nl=False)
    if unreadable:
        return EXIT_FAILURE
    return EXIT_OK if all(row.state == "same" for row in rows) else EXIT_FINDINGS


def _against_server(endpoint: Endpoint, graphs: Sequence[StoredGraph], quiet: bool) -> list[_Row]:
    from kgpub.endpoint.loading import compare, graphs_on

    with endpoint.open(quiet) as server:
        found = [compare(server, graph) for graph in graphs]
        there = graphs_on(server)
    rows = [_Row(c.state, c.graph.iri, c.graph.source, len(c.lacking), len(c.surplus)) for c in found]
    return rows + _extra(there, graphs)


def _against_store(directory: Path, graphs: Sequence[StoredGraph]) -> list[_Row]:
    from kgpub.store import EmbeddedStore

    rows = []
    with EmbeddedStore.read(directory) as store:
        for graph in graphs:
            here, there = set(graph.values), set(store.values(graph.iri))
            state = "missing" if not there else "same" if here == there else "differs"
            counts = (len(here - there), len(there - here)) if state == "differs" else (0, 0)
            rows.append(_Row(state, graph.iri, graph.source, *counts))
        return rows + _extra(store.iris(), graphs)


def _extra(there: Sequence[str], graphs: Sequence[StoredGraph]) -> list[_Row]:
    here = {graph.iri for graph in graphs}
    return [_Row("extra", iri) for iri in there if iri not in here]


def _as_text(rows: Sequence[_Row]) -> str:
    lines = []
    for row in rows:
        source = f"  ({row.source})" if row.source else ""
        differs = f": {row.lacking} triples lacking, {row.surplus} besides" if row.state == "differs" else ""
        lines.append(f"{row.state:<8} {row.graph}{source}{differs}")
    counts = Counter(row.state for row in rows)
    lines.append(", ".join(f"{counts[state]} {state}" for state in _STATES))
    return "".join(f"{line}\n" for line in lines)


def _as_json(rows: Sequence[_Row]) -> str:
    found = [
        {
            "state": row.state,
            "graph": row.graph,
            "source": row.source,
            "lacking": row.lacking,
            "surplus": row.surplus,
        }
        for row in rows
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
