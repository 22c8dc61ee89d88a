"""``kgpub list``: the articles in a store."""

from __future__ import annotations

from pathlib import Path

import click

from kgpub.cli.stores import directory_of, emit, store_options, table_style

_FORMATS = ["table", "csv", "tsv", "json", "xml"]


@click.command("list", context_settings={"help_option_names": ["-h", "--help"]})
@store_options
@click.option("-f", "--format", "format_", type=click.Choice(_FORMATS), default="table", show_default=True,
              help="csv, tsv, json and xml are the SPARQL result formats.")  # fmt: skip
@click.option("-o", "--output", metavar="FILE", default="-", help="Write to a file instead of stdout.")
@click.pass_context
def list_(ctx: click.Context, store: Path | None, config: Path | None, format_: str, output: str) -> None:
    """List the articles in a store, with their dates and how much is known from each.

    Graphs of kgpub reconcile are listed too; they have neither headline nor date.

    \b
    Examples:
      kgpub list
      kgpub list --store news.store --format csv
    """
    # Imported here: rdflib takes longer to load than --help takes to print.
    from kgpub.query.output import RowFormat, write_answer
    from kgpub.rdf.namespaces import graph_prefixes
    from kgpub.store import EmbeddedStore
    from kgpub.store.listing import list_graphs

    with EmbeddedStore.read(directory_of(store, config)) as opened:
        rows = list_graphs(opened)
        prefixes = graph_prefixes(opened.iris())
    width, bold = table_style(output)
    emit(write_answer(rows, RowFormat(format_), prefixes, width, bold), output)
    if not len(rows) and not ctx.obj["quiet"]:
        click.echo("kgpub: the store is empty", err=True)
