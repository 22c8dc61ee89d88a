"""``kgpub build``: one article in, its graph out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.errors import EXIT_FINDINGS, EXIT_OK, UsageError

if TYPE_CHECKING:
    from kgpub.validate import Report
    from kgpub.write import NamedGraph


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("article", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Write to this file. [default: -]",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    metavar="FORMAT",
    help="turtle, ntriples, nquads, trig or json-ld. [default: by the ending of --output, else turtle]",
)
@click.option("--published", metavar="DATE", help="Publication date, ISO 8601; wins over the article's own.")
@click.option("--url", metavar="IRI", help="Where the article is published.")
@click.option("--publisher", metavar="NAME", help="Who publishes it.")
@click.option("--lang", "language", metavar="TAG", help="Its language, such as ja.")
@click.option(
    "--base", metavar="IRI", help="Base of the IRIs that are minted. [default: https://example.org/kg/]"
)
@click.option("--mentions", is_flag=True, help="Add the evidence layer: NIF phrases with offsets.")
@click.option("--explain", is_flag=True, help="Add link scores and rejected candidates.")
@click.option(
    "--gazetteer", type=click.Path(path_type=Path), help="Use this name index instead of the shipped one."
)
@click.option(
    "--shapes", type=click.Path(path_type=Path), help="Validate against the shapes in this directory."
)
@click.option("--no-validate", is_flag=True, help="Write without checking; the graph's provenance says so.")
@click.option("--force", is_flag=True, help="Write even if the graph violates the shapes.")
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file. [default: ./kgpub.toml if there]"
)
@click.pass_context
def build(
    ctx: click.Context,
    article: Path,
    output: Path | None,
    format_name: str | None,
    published: str | None,
    url: str | None,
    publisher: str | None,
    language: str | None,
    base: str | None,
    mentions: bool,
    explain: bool,
    gazetteer: Path | None,
    shapes: Path | None,
    no_validate: bool,
    force: bool,
    config: Path | None,
) -> int:
    """Build the graph of ARTICLE (text, HTML or JSON; - is stdin).

    The graph is checked against the SHACL shapes before anything is written;
    a violation stops the write and exits with 1.

    \b
    Examples:
      kgpub build article.txt --published 2025-07-15 -o article.ttl
      kgpub build page.html -o page.trig --mentions
      curl -s https://news.example/1.html | kgpub build - --lang ja
    """
    if no_validate and (force or shapes):
        raise UsageError("--no-validate checks nothing, so --force and --shapes make no sense with it")
    from kgpub.settings import load_settings

    settings = load_settings(
        config,
        os.environ,
        base=base,
        lang=language,
        published=published,
        url=url,
        publisher=publisher,
        format=format_name,
        shapes=shapes,
        gazetteer=gazetteer,
    )
    # The format is settled first, so that a slip in it costs no analysis.
    from kgpub.write import Format, format_for, format_named, serialise, write_atomically

    to_file = output is not None and str(output) != "-"
    if settings.format is not None:
        fmt = format_named(settings.format)
    elif to_file and output is not None:
        fmt = format_for(output)
    else:
        fmt = Format.TURTLE

    from kgpub.graph import BuildOptions
    from kgpub.pipeline import Resources
    from kgpub.pipeline import build as build_graph
    from kgpub.read import Metadata, read_article

    overrides = Metadata(settings.published, settings.url, settings.publisher, settings.lang)
    loaded = read_article(article, overrides=overrides, stdin=sys.stdin.buffer)
    options = BuildOptions(settings.base, mentions=mentions, explain=explain, validated=not no_validate)
    named = build_graph(loaded, Resources.open(settings.gazetteer), options)

    report = None if no_validate else check_graph(named, settings.shapes)
    conforms = report is None or report.conforms
    verbose, quiet = ctx.obj["verbose"], ctx.obj["quiet"]
    if report is not None and report.results and (verbose or not conforms):
        from kgpub.validate.rendering import FileCheck, as_text, language_of

        click.echo(as_text([FileCheck(loaded.source, report)], language_of(os.environ)), err=True)
    if not conforms and not force:
        click.echo("kgpub: nothing was written, because the graph violates the shapes", err=True)
        click.echo("  Correct the article or the shapes, or write it all the same with --force.", err=True)
        return EXIT_FINDINGS
    data = serialise([named], fmt)
    if to_file and output is not None:
        write_atomically(output, data)
        if not quiet:
            notes = len(report.results) if report is not None and not verbose else 0
            hint = f"; {notes} warnings, shown with kgpub -v build" if notes else ""
            click.echo(f"{output}: {len(named.graph)} triples{hint}", err=True)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    return EXIT_OK if conforms else EXIT_FINDINGS


def check_graph(named: NamedGraph, shapes: Path | None) -> Report:
    """Return the validation report of an article's graph."""
    from kgpub.validate import check, load_shapes

    return check(named.graph, load_shapes(shapes))
