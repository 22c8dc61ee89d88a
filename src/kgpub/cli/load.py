"""``kgpub load``: graphs from files into a store, each article replaced whole."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.errors import UsageError

if TYPE_CHECKING:
    from kgpub.settings import Settings
    from kgpub.store import Change, Refused, StoredGraph
    from kgpub.validate import Shapes

# A batch is written when it has this many triples or this much time has passed.
_BATCH_TRIPLES, _BATCH_SECONDS = 50_000, 1.0


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--store", type=click.Path(path_type=Path), metavar="DIR",
    help="Load into the store in this directory; it is made if need be. [default: kgpub-store]",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be loaded, and change nothing.")
@click.option(
    "--shapes", type=click.Path(path_type=Path), help="Validate against the shapes in this directory."
)
@click.option("--no-validate", is_flag=True, help="Load without checking.")
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file. [default: ./kgpub.toml if there]"
)
@click.pass_context
def load(
    ctx: click.Context,
    files: tuple[str, ...],
    store: Path | None,
    dry_run: bool,
    shapes: Path | None,
    no_validate: bool,
    config: Path | None,
) -> int:
    """Load the graphs of articles into a store.

    FILES are graphs that kgpub build or reconcile has made: .ttl .nt .nq .trig
    or .jsonld; - is standard input. Each article becomes a named graph and
    replaces the one that is there, so that loading twice changes nothing. A
    graph that violates the SHACL shapes is not loaded; the others are.

    A run that is interrupted leaves each article whole, as it was or as it is
    now; the same command does the rest.

    \b
    Exit codes:
      0  everything is loaded
      1  a graph violates the shapes; the others are loaded
      2  the command line is wrong
      3  a file or the store can't be used; the other files are loaded
      4  a graph could not be checked, and is not loaded

    \b
    Examples:
      kgpub load *.ttl
      kgpub load articles.trig same.trig --store news.store
      kgpub build article.txt -f trig | kgpub load -
      kgpub query who-met-whom --store news.store
    """
    if files.count("-") > 1:
        raise UsageError("standard input (-) can be read only once")
    if no_validate and shapes:
        raise UsageError("--no-validate checks nothing, so --shapes makes no sense with it")
    from kgpub.settings import load_settings

    settings = load_settings(config, os.environ, shapes=shapes, store=store)
    quiet = (ctx.obj or {}).get("quiet", False)
    return _into_store(files, settings, not no_validate, dry_run, quiet)


def _into_store(files: Sequence[str], settings: Settings, validate: bool, dry_run: bool, quiet: bool) -> int:
    from kgpub.errors import StoreMissing
    from kgpub.settings import DEFAULT_STORE
    from kgpub.store import Change, EmbeddedStore, exit_code

    directory = settings.store or DEFAULT_STORE
    refused: list[Refused] = []
    graphs = selected(files, shapes_for(settings, validate), refused, quiet)
    changes: Counter[Change] = Counter()
    if dry_run:
        try:
            with EmbeddedStore.read(directory) as store:
                changes.update(map(store.change, graphs))
        except StoreMissing:
            changes[Change.ADDED] = sum(1 for _ in graphs)
    else:
        with EmbeddedStore.open(directory, create=True) as store:
            for batch in batches(graphs):
                changes.update(store.put_all(batch))
            store.flush()
    if not quiet:
        click.echo(f"{directory}: {_summary(changes, refused, dry_run)}", err=True)
    return exit_code(refused)


def _summary(changes: Counter[Change], refused: Sequence[Refused], dry_run: bool) -> str:
    from kgpub.store import Change

    counts = [f"{changes[change]} {change}" for change in Change]
    counts += [f"{len(refused)} refused"] if refused else []
    return ("would be: " if dry_run else "") + ", ".join(counts)


def shapes_for(settings: Settings, validate: bool) -> Shapes | None:
    """Return the shapes to check graphs against, ``None`` when they are not to be checked."""
    if not validate:
        return None
    from kgpub.validate import load_shapes

    return load_shapes(settings.shapes)


def selected(
    files: Sequence[str], shapes: Shapes | None, refused: list[Refused], quiet: bool
) -> Iterator[StoredGraph]:
    """Yield the graphs that may be loaded, with a progress bar; say what is refused and add it."""
    from kgpub.store import Refused, select

    shown = sys.stderr.isatty() and not quiet and len(files) > 1
    with click.progressbar(files, label="Loading", file=sys.stderr, hidden=not shown) as bar:
        for item in select(bar, shapes):
            if not isinstance(item, Refused):
                yield item
                continue
            refused.append(item)
            # A message would break the bar, so it waits for the end.
            if not shown:
                tell(item)
    if shown:
        for item in refused:
            tell(item)


def tell(refused: Refused) -> None:
    """Say on stderr what is not loaded, and why."""
    if refused.report is not None and refused.graph is not None:
        from kgpub.store.graphs import graph_prefixes
        from kgpub.validate.rendering import FileCheck, as_text, language_of

        prefixes = tuple(graph_prefixes([refused.graph.iri]).items())
        check = FileCheck(refused.source, refused.report, prefixes=prefixes)
        click.echo(as_text([check], language_of(os.environ)), err=True)
        click.echo(f"kgpub: not loaded, because it violates the shapes: {refused.graph.iri}", err=True)
    elif refused.error is not None:
        click.echo(f"kgpub: not loaded: {refused.error.message}", err=True)
        if refused.error.tip:
            click.echo(f"  {refused.error.tip}", err=True)


def batches(graphs: Iterable[StoredGraph]) -> Iterator[list[StoredGraph]]:
    """Yield the graphs in groups that are worth a transaction and lose little work when interrupted."""
    batch: list[StoredGraph] = []
    triples, since = 0, time.monotonic()
    for graph in graphs:
        batch.append(graph)
        triples += len(graph.lines)
        if triples >= _BATCH_TRIPLES or time.monotonic() - since >= _BATCH_SECONDS:
            yield batch
            batch, triples, since = [], 0, time.monotonic()
    if batch:
        yield batch
