"""``kgpub reconcile``: say which events of several articles are one, and record it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from kgpub.errors import EXIT_OK, UsageError


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the decisions as a graph: .trig .nq .ttl .nt or .jsonld.",
)
@click.option(
    "-f", "--format", "report_format", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="Form of the report on stdout.",
)  # fmt: skip
@click.option("--lang", type=click.Choice(["ja", "en"]),
              help="Language of the text report; by the environment when left out.")  # fmt: skip
@click.option(
    "--base", metavar="IRI", help="Base of the IRIs that are minted. [default: https://example.org/kg/]"
)
@click.option(
    "--gazetteer", type=click.Path(path_type=Path), help="Use this name index instead of the shipped one."
)
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file. [default: ./kgpub.toml if there]"
)
@click.pass_context
def reconcile(
    ctx: click.Context,
    files: tuple[str, ...],
    output: Path | None,
    report_format: str,
    lang: str | None,
    base: str | None,
    gazetteer: Path | None,
    config: Path | None,
) -> int:
    """Say which events in the graphs of several articles are one, and why.

    FILES are graphs that kgpub build has made: .ttl (one article each), .trig,
    .nq, .nt or .jsonld; - is standard input. They are not changed. The graph
    that -o writes goes beside them, in queries and in a store; without it, or
    after deleting it, every article stands as it stood.

    \b
    Examples:
      kgpub reconcile one.ttl two.ttl
      kgpub reconcile articles.trig -o same.trig
      kgpub reconcile *.ttl -o same.ttl && kgpub query disputed *.ttl same.ttl
      kgpub reconcile --format json *.nq > decisions.json
    """
    if files.count("-") > 1:
        raise UsageError("standard input (-) can be read only once")
    from kgpub.settings import load_settings

    settings = load_settings(config, os.environ, base=base, gazetteer=gazetteer)
    # The ending is judged first, so that a slip in it costs no comparison.
    from kgpub.write import format_for, serialise, write_atomically

    fmt = format_for(output) if output is not None else None

    # Imported here: rdflib takes longer to load than --help takes to print.
    from kgpub.link.index import Index
    from kgpub.reconcile import read_graphs, to_graph
    from kgpub.reconcile import reconcile as bring_together
    from kgpub.reconcile.report import as_json, as_text
    from kgpub.validate.rendering import language_of

    graphs = read_graphs(files)
    with Index.open(settings.gazetteer) as index:
        found = bring_together(graphs, index)
    language = lang or language_of(os.environ)
    report = as_json(found) if report_format == "json" else as_text(found, language)
    sys.stdout.flush()
    # Bytes, because a Windows console or a C locale would choke on Japanese.
    sys.stdout.buffer.write(report.encode("utf-8"))
    sys.stdout.buffer.flush()
    if output is not None and fmt is not None:
        named = to_graph(found, settings.base)
        write_atomically(output, serialise([named], fmt))
        if not ctx.obj["quiet"]:
            click.echo(f"{output}: {len(found.decisions)} decisions, {len(named.graph)} triples", err=True)
    return EXIT_OK
