"""``kgpub build``: articles in, their graphs out."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from kgpub.cli.endpoint import endpoint_of, endpoint_options
from kgpub.errors import EXIT_FINDINGS, EXIT_OK, UsageError

if TYPE_CHECKING:
    from kgpub.corpus.model import Spec
    from kgpub.validate import Report
    from kgpub.write import NamedGraph


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument(
    "articles", nargs=-1, required=True, metavar="ARTICLE...",
    type=click.Path(path_type=Path, allow_dash=True),
)  # fmt: skip
@click.option(
    "-o",
    "--output",
    type=click.Path(allow_dash=True),
    metavar="OUT",
    help="Write to this file or, of several articles, into this directory. [default: -]",
)
@click.option(
    "--store", type=click.Path(path_type=Path), metavar="DIR",
    help="Put the graphs into the store in this directory.",
)  # fmt: skip
@endpoint_options
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
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Build with this many processes. [default: one for each core, at most 8]",
)
@click.option("--cluster", metavar="ADDRESS", help="Build with the workers of this Dask scheduler.")
@click.option(
    "--deadline",
    type=click.FloatRange(min=0),
    default=300.0,
    show_default=True,
    metavar="SECONDS",
    help="Set an article aside that takes longer; 0 waits for ever.",
)
@click.option("--strict", is_flag=True, help="Stop at the first article that can't be built.")
@click.option("--keep", is_flag=True, help="Keep the graphs of articles that are in the sources no longer.")
@click.option("--reconcile", is_flag=True, help="Add a graph that says which events of the articles are one.")
@click.option("--copies", is_flag=True, help="Add a graph that says which of the articles print one text.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write what was built and set aside, as JSON. [default: beside the output]",
)
@click.option(
    "--manifest",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Record what is built, for later runs. [default: beside the output]",
)
@click.option("--no-validate", is_flag=True, help="Write without checking; the graph's provenance says so.")
@click.option("--force", is_flag=True, help="Write even if the graph violates the shapes.")
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file. [default: ./kgpub.toml if there]"
)
@click.pass_context
def build(
    ctx: click.Context,
    articles: tuple[Path, ...],
    output: str | None,
    store: Path | None,
    endpoint: str | None,
    profile: str | None,
    graph_store: str | None,
    update_url: str | None,
    ca_file: str | None,
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
    workers: int | None,
    cluster: str | None,
    deadline: float,
    strict: bool,
    keep: bool,
    reconcile: bool,
    copies: bool,
    report: Path | None,
    manifest: Path | None,
    no_validate: bool,
    force: bool,
    config: Path | None,
) -> int:
    """Build the graph of each ARTICLE (text, HTML or JSON; - is stdin).

    Several articles at once: name files, directories, JSON Lines (.jsonl), RSS
    or Atom feeds (.xml), web archives (.warc.gz), or a sitemap.xml beside its
    saved pages. They are built by several processes, those that can't be built
    are set aside and reported, and the same command again goes on after an
    interruption, builds only what is new or changed, and removes what is gone.

    A graph is checked against the SHACL shapes; one that violates them is not
    written.

    \b
    Exit codes:
      0  everything is built
      1  a graph violates the shapes; of several articles, some were set aside
      2  the command line is wrong
      3  the article, all articles, or something else can't be used
      4  the graph could not be checked

    \b
    Examples:
      kgpub build article.txt --published 2025-07-15 -o article.ttl
      kgpub build page.html -o page.trig --mentions
      curl -s https://news.example/1.html | kgpub build - --lang ja
      kgpub build archive/ -o graphs/
      kgpub build archive/ more.jsonl -o archive.nq.gz --workers 4
      kgpub build feed.xml --keep --store news.store
      kgpub build archive/ --endpoint http://localhost:7878
      kgpub build crawl.warc.gz --store news.store --cluster tcp://host:8786
    """
    if no_validate and (force or shapes):
        raise UsageError("--no-validate checks nothing, so --force and --shapes make no sense with it")
    if articles.count(Path("-")) > 1:
        raise UsageError("standard input (-) can be read only once")
    if cluster and workers:
        raise UsageError("--workers are processes on this machine; a cluster has its own")
    from kgpub.cli.build_corpus import Wishes, build_many
    from kgpub.corpus.model import Spec
    from kgpub.read import Metadata
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
    spec = Spec(
        settings.base,
        Metadata(settings.published, settings.url, settings.publisher, settings.lang),
        mentions=mentions,
        explain=explain,
        validate=not no_validate,
        force=force,
        gazetteer=settings.gazetteer,
        shapes=settings.shapes,
    )
    wishes = Wishes(
        output,
        settings.format,
        store=store,
        endpoint=endpoint_of(endpoint, profile, graph_store, update_url, ca_file),
        manifest=manifest,
        report=report,
        workers=workers,
        cluster=cluster,
        deadline=deadline or None,
        strict=strict,
        keep=keep,
        reconcile=reconcile,
        copies=copies,
    )
    verbose, quiet = ctx.obj["verbose"] > 0, ctx.obj["quiet"]
    opened = wishes.open(articles)
    if not opened.single or wishes.for_a_corpus:
        return build_many(opened, spec, wishes, verbose=verbose, quiet=quiet)
    stdin = opened.stdin or (sys.stdin.buffer if sys.stdin is not None else None)
    return _build_one(articles[0], stdin, spec, output, settings.format, verbose, quiet)


def _build_one(
    article: Path,
    stdin: BinaryIO | None,
    spec: Spec,
    output: str | None,
    format_name: str | None,
    verbose: bool,
    quiet: bool,
) -> int:
    # The format is settled first, so that a slip in it costs no analysis.
    from kgpub.write import Format, format_for, format_named, serialise, write_atomically

    path = None if output in (None, "-") else Path(output or "")
    if format_name is not None:
        fmt = format_named(format_name)
    else:
        fmt = format_for(path) if path is not None else Format.TURTLE

    from kgpub.graph import BuildOptions
    from kgpub.pipeline import Resources
    from kgpub.pipeline import build as build_graph
    from kgpub.read import read_article

    loaded = read_article(article, overrides=spec.overrides, stdin=stdin)
    options = BuildOptions(spec.base, mentions=spec.mentions, explain=spec.explain, validated=spec.validate)
    named = build_graph(loaded, Resources.open(spec.gazetteer), options)

    report = check_graph(named, spec.shapes) if spec.validate else None
    conforms = report is None or report.conforms
    if report is not None and report.results and (verbose or not conforms):
        from kgpub.validate.rendering import FileCheck, as_text, language_of

        click.echo(as_text([FileCheck(loaded.source, report)], language_of(os.environ)), err=True)
    if not conforms and not spec.force:
        click.echo("kgpub: nothing was written, because the graph violates the shapes", err=True)
        click.echo("  Correct the article or the shapes, or write it all the same with --force.", err=True)
        return EXIT_FINDINGS
    data = serialise([named], fmt)
    if path is not None:
        write_atomically(path, data)
        if not quiet:
            notes = len(report.results) if report is not None and not verbose else 0
            hint = f"; {notes} warnings, shown with kgpub -v build" if notes else ""
            click.echo(f"{path}: {len(named.graph)} triples{hint}", err=True)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    return EXIT_OK if conforms else EXIT_FINDINGS


def check_graph(named: NamedGraph, shapes: Path | None) -> Report:
    """Return the validation report of an article's graph."""
    from kgpub.validate import check, load_shapes

    return check(named.graph, load_shapes(shapes))
