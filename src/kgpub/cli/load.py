"""``kgpub load``: graphs from files into a store, each article replaced whole."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.cli.endpoint import Endpoint, endpoint_of, endpoint_options, timeout_option
from kgpub.errors import EXIT_FAILURE, EndpointError, UsageError

if TYPE_CHECKING:
    from kgpub.endpoint.loading import Comparison, Outcome
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
@endpoint_options
@timeout_option
@click.option("--resume", is_flag=True, help="Leave alone what the server has already as it is in the files.")
@click.option("--unite", is_flag=True, help="Keep the union of all graphs on the server, from now on.")
@click.option("--no-verify", is_flag=True, help="Don't read back what the server has stored.")
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
    endpoint: str | None,
    profile: str | None,
    graph_store: str | None,
    update_url: str | None,
    ca_file: str | None,
    timeout: float | None,
    resume: bool,
    unite: bool,
    no_verify: bool,
    dry_run: bool,
    shapes: Path | None,
    no_validate: bool,
    config: Path | None,
) -> int:
    """Load the graphs of articles into a store or a server.

    FILES are graphs that kgpub build or reconcile has made: .ttl .nt .nq .trig
    or .jsonld; - is standard input. Each article becomes a named graph and
    replaces the one that is there, so that loading twice changes nothing. A
    graph that violates the SHACL shapes is not loaded; the others are.

    A run that is interrupted leaves each article whole, as it was or as it is
    now; the same command does the rest.

    With --endpoint, graphs go to a SPARQL server, and are read back and
    compared. KGPUB_USERNAME and KGPUB_PASSWORD, KGPUB_TOKEN, or a netrc file
    say who you are.

    \b
    Exit codes:
      0  everything is loaded
      1  a graph violates the shapes; the others are loaded
      2  the command line is wrong
      3  a file can't be used, the others are loaded; or the store or server can't be used
      4  a graph could not be checked, and is not loaded

    \b
    Examples:
      kgpub load *.ttl
      kgpub load articles.trig same.trig --store news.store
      kgpub build article.txt -f trig | kgpub load -
      kgpub load *.ttl --endpoint http://localhost:7878
      kgpub load *.ttl --endpoint http://localhost:3030/news --resume
      kgpub query who-met-whom --store news.store
    """
    if files.count("-") > 1:
        raise UsageError("standard input (-) can be read only once")
    if no_validate and shapes:
        raise UsageError("--no-validate checks nothing, so --shapes makes no sense with it")
    target = endpoint_of(endpoint, profile, graph_store, update_url, ca_file, timeout)
    if target and store:
        raise UsageError("--store and --endpoint are two places; load into one after the other")
    if not target and (resume or unite or no_verify or timeout):
        raise UsageError(
            "--resume, --unite, --no-verify and --timeout are for servers; name one with --endpoint"
        )
    from kgpub.settings import load_settings

    settings = load_settings(config, os.environ, shapes=shapes, store=store)
    quiet = (ctx.obj or {}).get("quiet", False)
    if target:
        manner = {"resume": resume, "verify": not no_verify, "unite": unite, "overlap": no_validate}
        return _into_server(files, settings, target, not no_validate, manner, dry_run, quiet)
    return _into_store(files, settings, not no_validate, dry_run, quiet)


def _into_store(files: Sequence[str], settings: Settings, validate: bool, dry_run: bool, quiet: bool) -> int:
    from kgpub.errors import StoreMissing
    from kgpub.settings import DEFAULT_STORE
    from kgpub.store import Change, EmbeddedStore, exit_code
    from kgpub.store.retracting import resting_on

    directory = settings.store or DEFAULT_STORE
    refused: list[Refused] = []
    graphs = selected(files, shapes_for(settings, validate), refused, quiet)
    changes: Counter[Change] = Counter()
    stale: list[str] = []
    if dry_run:
        try:
            with EmbeddedStore.read(directory) as store:
                changes.update(map(store.change, graphs))
        except StoreMissing:
            changes[Change.ADDED] = sum(1 for _ in graphs)
    else:
        with EmbeddedStore.open(directory, create=True) as store:
            replaced: set[str] = set()
            given: set[str] = set()
            for batch in batches(graphs):
                done = store.put_all(batch)
                changes.update(done)
                given.update(graph.iri for graph in batch)
                replaced.update(g.iri for g, c in zip(batch, done, strict=True) if c is Change.REPLACED)
            store.flush()
            stale = sorted(resting_on(store, replaced) - given)
    if not quiet:
        click.echo(f"{directory}: {_summary(changes, refused, dry_run)}", err=True)
        for iri in stale:
            click.echo(
                f"kgpub: {iri} judges articles as they were before; kgpub reconcile makes it anew", err=True
            )
    return exit_code(refused)


def _into_server(
    files: Sequence[str],
    settings: Settings,
    endpoint: Endpoint,
    validate: bool,
    manner: Mapping[str, bool],
    dry_run: bool,
    quiet: bool,
) -> int:
    from kgpub.endpoint.loading import Action, compare, load
    from kgpub.store import exit_code

    refused: list[Refused] = []
    graphs = selected(files, shapes_for(settings, validate), refused, quiet)
    counts: Counter[str] = Counter()
    failures: list[Outcome] = []
    interrupted: EndpointError | None = None
    with endpoint.open(quiet) as server:
        try:
            if dry_run:
                counts.update(compare(server, graph).state for graph in graphs)
            else:
                for outcome in load(server, graphs, **manner):
                    counts[outcome.action] += 1
                    if outcome.action is Action.FAILED:
                        failures.append(outcome)
        except EndpointError as error:
            interrupted = error
    for outcome in failures:
        _tell_failure(outcome)
    if not quiet:
        parts = [f"{number} {what}" for what, number in sorted(counts.items())] or ["nothing loaded"]
        parts += [f"{len(refused)} refused"] if refused else []
        click.echo(f"{endpoint.url}: {'the server has: ' if dry_run else ''}{', '.join(parts)}", err=True)
    if interrupted:
        if not dry_run:
            interrupted.tip += " Then run the same command again; with --resume it skips what is there."
        raise interrupted
    return EXIT_FAILURE if failures else exit_code(refused)


def _tell_failure(outcome: Outcome) -> None:
    """Say on stderr which graph the server refused, or how it differs from what was sent."""
    graph = outcome.graph
    if outcome.error is not None:
        click.echo(f"kgpub: not loaded: {graph.iri} ({graph.source}): {outcome.error.message}", err=True)
        if outcome.error.tip:
            click.echo(f"  {outcome.error.tip}", err=True)
    if outcome.comparison is not None:
        click.echo(f"kgpub: the server stored {graph.iri} ({graph.source}) wrongly", err=True)
        show_difference(outcome.comparison)


def show_difference(comparison: Comparison, most: int = 5) -> None:
    """Say on stderr which triples only the file or only the server has, the first few of each."""
    for what, lines in (("lacks", comparison.lacking), ("has besides", comparison.surplus)):
        if lines:
            click.echo(f"  it {what} {len(lines)} triples:", err=True)
            for line in lines[:most]:
                click.echo(f"    {line}", err=True)
            if len(lines) > most:
                click.echo(f"    … and {len(lines) - most} more", err=True)


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
        from kgpub.rdf.namespaces import graph_prefixes
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
