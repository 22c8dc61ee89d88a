"""``kgpub query``: list the canned queries, describe one, or ask files or a store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.cli.endpoint import Endpoint, endpoint_of, endpoint_options
from kgpub.cli.stores import emit, table_style
from kgpub.errors import QueryTimeout, UsageError

if TYPE_CHECKING:
    from kgpub.query import CannedQuery
    from kgpub.query.sources import Source

_FORMATS = ["table", "csv", "tsv", "json", "xml", "ttl"]


@click.command()
@click.argument("name", required=False)
@click.argument("files", nargs=-1)
@click.option(
    "--sparql", metavar="FILE", help="Run the SPARQL query in a file (- for stdin) instead of NAME."
)
@click.option("--store", type=click.Path(path_type=Path), metavar="DIR",
              help="Ask the store in this directory. [default without FILES: kgpub-store]")  # fmt: skip
@endpoint_options
@click.option(
    "-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter's value; repeatable."
)
@click.option(
    "-f", "--format", "format_", type=click.Choice(_FORMATS), default="table", show_default=True,
    help="csv, tsv, json and xml are the SPARQL result formats; ttl is for queries that give a graph.",
)  # fmt: skip
@click.option("-o", "--output", metavar="FILE", default="-", help="Write to a file instead of stdout.")
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Give at most so many rows.")
@click.option("--timeout", type=click.FloatRange(min=0, min_open=True), metavar="SECONDS",
              help="Stop the query after this time.")  # fmt: skip
@click.option("--describe", is_flag=True, help="Say what the query answers, its parameters and its columns.")
@click.option("--catalogue", is_flag=True, help="Write all canned queries as RDF (SHACL), in Turtle.")
@click.option("--allow-network", is_flag=True,
              help="Let SERVICE in a query, and contexts in JSON-LD files, reach other servers.")  # fmt: skip
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file. [default: ./kgpub.toml if there]"
)
@click.pass_context
def query(
    ctx: click.Context,
    name: str | None,
    files: tuple[str, ...],
    sparql: str | None,
    store: Path | None,
    endpoint: str | None,
    profile: str | None,
    graph_store: str | None,
    update_url: str | None,
    ca_file: str | None,
    params: tuple[str, ...],
    format_: str,
    output: str,
    limit: int | None,
    timeout: float | None,
    describe: bool,
    catalogue: bool,
    allow_network: bool,
    config: Path | None,
) -> None:
    """Ask RDF files, a store or a server one of the canned questions, or one of your own.

    Without NAME, lists the questions. FILES end in .ttl, .nt, .nq, .trig or
    .jsonld; - is standard input. All of them are asked together. Without FILES,
    the store is asked that kgpub load fills, or the server that --endpoint names.
    Otherwise nothing is fetched from the network unless --allow-network says so.

    \b
    Examples:
      kgpub query
      kgpub query --describe events
      kgpub query who-met-whom article.ttl
      kgpub query events --store news.store --param kind=会談 --param from=2025-07-01
      kgpub query timeline graph.nq --format csv -o timeline.csv
      kgpub query timeline --endpoint http://localhost:7878 --param person=岸田文雄
      kgpub query --sparql mine.rq --store news.store --limit 20 --timeout 10
      echo 'ASK { ?s ?p "平和"@ja }' | kgpub query --sparql - article.ttl
    """
    # What follows takes rdflib; the help above doesn't.
    from kgpub import query as queries
    from kgpub.query.deadline import abandon, within
    from kgpub.query.describe import describe_query, list_queries

    if catalogue:
        from kgpub.query.shacl import catalogue_turtle

        emit(catalogue_turtle(queries.catalogue()), output)
        return
    if sparql is not None:
        files = (*([name] if name is not None else []), *files)
        if "-" in (files if sparql == "-" else ()):
            raise UsageError("standard input (-) can't be the query and a file")
        asked = queries.own_query(sparql, allow_network=allow_network)
    elif name is not None:
        asked = queries.find_query(name, allow_network=allow_network)
    else:
        emit(list_queries(queries.catalogue()).encode(), output)
        return
    if describe:
        emit(describe_query(asked).encode(), output)
        return
    if format_ == "ttl" and not asked.gives_graph:
        raise UsageError(
            f"{asked.name} gives rows, which Turtle can't hold",
            tip="Use --format table, csv, tsv, json or xml.",
        )
    values = _values(params)
    quiet = (ctx.obj or {}).get("quiet", False)
    target = endpoint_of(endpoint, profile, graph_store, update_url, ca_file, timeout)
    with _source(asked, files, store, target, config, allow_network, quiet) as source:
        try:
            # A server is left alone when its time is up; an engine in this process can only be abandoned.
            data, empty = within(
                None if target else timeout,
                lambda: _answer(asked, source, values, format_, limit, table_style(output)),
            )
        except QueryTimeout as error:
            # The engine can't be stopped but with the process.
            click.echo(f"kgpub: {error.message}\n  {error.tip}", err=True)
            abandon(error.exit_code)
        except KeyboardInterrupt:
            click.echo("kgpub: interrupted", err=True)
            abandon(130)
    emit(data, output)
    if empty and not quiet:
        click.echo("kgpub: the answer is empty", err=True)


def _answer(
    asked: CannedQuery,
    source: Source,
    values: dict[str, str],
    format_: str,
    limit: int | None,
    style: tuple[int | None, bool],
) -> tuple[bytes, bool]:
    """Return the answer as bytes, and whether it is empty."""
    from pyoxigraph import QueryTriples

    from kgpub.query import results
    from kgpub.query.engine import bound
    from kgpub.query.output import RowFormat, write_answer
    from kgpub.query.oxigraph import OxigraphEngine

    bindings = bound(asked, values, source.prefixes)
    if isinstance(source.engine, OxigraphEngine) and format_ in results.FORMATS and limit is None:
        # Rows that Oxigraph writes itself need not become terms of rdflib in between.
        result = source.engine.result(asked, bindings)
        if not isinstance(result, QueryTriples):
            return results.written(result, format_)
    answer = source.engine.evaluate(asked, bindings, limit)
    data = write_answer(answer, RowFormat(format_), source.prefixes, *style)
    return data, not isinstance(answer, bool) and not len(answer)


@contextmanager
def _source(
    asked: CannedQuery,
    files: tuple[str, ...],
    store: Path | None,
    endpoint: Endpoint | None,
    config: Path | None,
    allow_network: bool,
    quiet: bool,
) -> Iterator[Source]:
    """Yield what is to be asked: the server, the files, or else the store that is named or set."""
    from kgpub.query.sources import from_endpoint, from_files, from_store
    from kgpub.settings import DEFAULT_STORE, load_settings

    if endpoint is not None:
        if files or store is not None:
            raise UsageError("ask either a server, or files, or a store")
        base = load_settings(config, os.environ).base
        with from_endpoint(endpoint.open(quiet), base) as source:
            yield source
        return
    if files and store is not None:
        raise UsageError("ask either files or a store", tip="Leave out --store, or load the files into it.")
    if files:
        yield from_files(files, asked, allow_network=allow_network)
        return
    directory = load_settings(config, os.environ, store=store).store
    if directory is None and not DEFAULT_STORE.is_dir():
        raise UsageError(
            f"{asked.name} needs the files to ask",
            tip="Name them (- for standard input), or fill a store with kgpub load and give --store DIR.",
        )
    with from_store(directory or DEFAULT_STORE) as source:
        yield source


def _values(params: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters by name.

    Raises:
        UsageError: one is not of the form name=value, or is given twice.
    """
    values: dict[str, str] = {}
    for param in params:
        name, equals, value = param.partition("=")
        name = name.strip()
        if not equals or not name:
            raise UsageError(f'--param "{param}" is not of the form NAME=VALUE')
        if name in values:
            raise UsageError(f"--param {name} is given twice")
        values[name] = value
    return values
