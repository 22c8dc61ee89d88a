"""``kgpub query``: list the canned queries, describe one, or run one on local files."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import click

from kgpub.errors import UsageError

_FORMATS = ["table", "csv", "tsv", "json", "ttl"]


@click.command()
@click.argument("name", required=False)
@click.argument("files", nargs=-1)
@click.option(
    "-p", "--param", "params", multiple=True, metavar="NAME=VALUE", help="A parameter's value; repeatable."
)
@click.option(
    "-f", "--format", "format_", type=click.Choice(_FORMATS), default="table", show_default=True,
    help="csv, tsv and json are the SPARQL result formats; ttl is for queries that give a graph.",
)  # fmt: skip
@click.option("-o", "--output", metavar="FILE", default="-", help="Write to a file instead of stdout.")
@click.option("--describe", is_flag=True, help="Say what the query answers, its parameters and its columns.")
@click.pass_context
def query(
    ctx: click.Context,
    name: str | None,
    files: tuple[str, ...],
    params: tuple[str, ...],
    format_: str,
    output: str,
    describe: bool,
) -> None:
    """Ask RDF files one of the canned questions.

    Without NAME, lists the questions. FILES end in .ttl, .nt, .nq, .trig or
    .jsonld; - is standard input. All of them are asked together. NAME can also be
    the path of a query of your own that ends in .rq. Nothing is ever fetched
    from the network.

    \b
    Examples:
      kgpub query
      kgpub query --describe events
      kgpub query who-met-whom article.ttl
      kgpub query events *.ttl --param kind=会談 --param from=2025-07-01
      kgpub query timeline graph.nq --format csv -o timeline.csv
    """
    # Parsing queries takes rdflib; the help above doesn't.
    from kgpub.query import RdflibEngine, catalogue, find_query, load_graph, run
    from kgpub.query.describe import describe_query, list_queries
    from kgpub.query.output import RowFormat, write_answer

    if name is None:
        _emit(list_queries(catalogue()), output)
        return
    canned = find_query(name)
    if describe:
        _emit(describe_query(canned), output)
        return
    if not files:
        raise UsageError(
            f"{name} needs the files to ask", tip=f"Write: kgpub query {name} FILE.ttl (- for standard input)"
        )
    if format_ == "ttl" and not canned.gives_graph:
        raise UsageError(
            f"{name} gives rows, which Turtle can't hold", tip="Use --format table, csv, tsv or json."
        )
    values = _values(params)
    graph = load_graph(files)
    prefixes = {prefix: str(namespace) for prefix, namespace in graph.namespaces()}
    answer = run(canned, values, RdflibEngine(graph), prefixes)
    terminal = output == "-" and sys.stdout.isatty()
    text = write_answer(
        answer,
        RowFormat(format_),
        graph,
        width=shutil.get_terminal_size().columns if terminal else None,
        bold=terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb",
    )
    _emit(text, output)
    if not len(answer) and not (ctx.obj or {}).get("quiet"):
        click.echo("kgpub: the answer is empty", err=True)


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


def _emit(text: str, output: str) -> None:
    if output == "-":
        sys.stdout.flush()
        # Bytes, because a Windows console or a C locale would choke on Japanese,
        # and CSV ends its lines in CR LF everywhere.
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
        return
    from kgpub.write import write_atomically

    write_atomically(Path(output), text.encode("utf-8"))
