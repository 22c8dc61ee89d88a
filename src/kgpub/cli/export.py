"""``kgpub export``: graphs out of a store, as files."""

from __future__ import annotations

from pathlib import Path

import click

from kgpub.cli.stores import directory_of, emit, store_options


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...")
@store_options
@click.option("-o", "--output", metavar="FILE", default="-", help="Write to this file. [default: -]")
@click.option(
    "-f", "--format", "format_name", metavar="FORMAT",
    help="turtle, ntriples, nquads, trig or json-ld. [default: by the ending of --output, else trig]",
)  # fmt: skip
@click.pass_context
def export(
    ctx: click.Context,
    articles: tuple[str, ...],
    store: Path | None,
    config: Path | None,
    output: str,
    format_name: str | None,
) -> None:
    """Write graphs of a store: those of the ARTICLEs, or all.

    ARTICLE is what kgpub list shows (an IRI or article:...), or the address at
    which the article was published. TriG and N-Quads keep the graphs apart, so
    that kgpub load reads them back; the other formats hold their union.

    \b
    Examples:
      kgpub export -o everything.nq
      kgpub export article:2025-09-03-c44bac28a471 -f turtle
      kgpub export --store news.store --format json-ld > news.jsonld
    """
    # The format is settled first, so that a slip in it costs no reading.
    from kgpub.write import Format, format_for, format_named

    if format_name is not None:
        fmt = format_named(format_name)
    else:
        fmt = Format.TRIG if output == "-" else format_for(Path(output))

    from kgpub.store import EmbeddedStore
    from kgpub.store.exporting import export_graphs
    from kgpub.store.listing import find_graph

    with EmbeddedStore.read(directory_of(store, config)) as opened:
        iris = sorted({find_graph(opened, name) for name in articles}) if articles else opened.iris()
        data = export_graphs(opened, iris, fmt)
    emit(data, output)
    quiet = ctx.obj["quiet"]
    if len(iris) > 1 and fmt not in (Format.TRIG, Format.NQUADS) and not quiet:
        click.echo(
            f"kgpub: {fmt.label} does not keep {len(iris)} graphs apart; TriG and N-Quads do", err=True
        )
    if output != "-" and not quiet:
        click.echo(f"{output}: {len(iris)} graph{'s' * (len(iris) != 1)}", err=True)
