"""``kgpub stats``: what graphs hold, counted."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.errors import UsageError

if TYPE_CHECKING:
    from kgpub.stats import Tally

_SUFFIXES = {".html": "html", ".htm": "html", ".json": "json", ".txt": "table"}


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1, metavar="[FILE]...")
@click.option("--store", type=click.Path(path_type=Path), metavar="DIR",
              help="Count the store in this directory. [default without FILE: kgpub-store]")  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, allow_dash=True), metavar="FILE",
    help="Write to a file instead of stdout.",
)  # fmt: skip
@click.option(
    "-f", "--format", "format_", type=click.Choice(["table", "json", "html"]),
    help="[default: by the ending of --output, else table]",
)  # fmt: skip
@click.option("--top", type=click.IntRange(min=1), default=20, show_default=True, metavar="N",
              help="How many people, organizations and so on to list.")  # fmt: skip
@click.option("--title", metavar="TEXT", help="Title of the HTML page.")
@click.option(
    "--lang", type=click.Choice(["ja", "en"]),
    help="Language of tables and page; by the environment when left out.",
)  # fmt: skip
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file. [default: ./kgpub.toml if there]"
)
@click.pass_context
def stats(
    ctx: click.Context,
    files: tuple[str, ...],
    store: Path | None,
    output: Path | None,
    format_: str | None,
    top: int,
    title: str | None,
    lang: str | None,
    config: Path | None,
) -> None:
    """Count what graphs hold: articles, events, people, links, statements.

    FILES are graphs that kgpub build, reconcile and copies have made: .ttl .nt
    .nq .trig or .jsonld; - is standard input. Events that were reconciled count
    as one, and so do copies of one text, if the graphs that say so are there.

    The HTML page has charts, and loads nothing from anywhere.

    \b
    Examples:
      kgpub stats *.ttl same.ttl copies.ttl
      kgpub stats articles.trig -o stats.html --lang ja --title 北方通信
      kgpub stats --store news.store --format json
    """
    if files.count("-") > 1:
        raise UsageError("standard input (-) can be read only once")
    if files and store is not None:
        raise UsageError("give FILES or --store, not both")
    to_file = output is not None and str(output) != "-"
    if format_ is None:
        format_ = _SUFFIXES.get(output.suffix.lower(), "table") if output is not None else "table"
    if title is not None and format_ != "html":
        raise UsageError("--title is for the HTML page", tip="Add --format html.")
    from kgpub.settings import DEFAULT_STORE, load_settings
    from kgpub.stats import Tally
    from kgpub.validate.rendering import language_of

    settings = load_settings(config, os.environ, store=store)
    tally = Tally()
    if files:
        _count_files(files, tally, (ctx.obj or {}).get("quiet", False))
    else:
        _count_store(settings.store or DEFAULT_STORE, tally, (ctx.obj or {}).get("quiet", False))
    found = tally.stats(top)
    language = lang or language_of(os.environ)
    if format_ == "html":
        from kgpub.stats.page import as_html

        text = as_html(found, language, title)
    elif format_ == "json":
        from kgpub.stats.text import as_json

        text = as_json(found)
    else:
        from kgpub.stats.text import as_table

        terminal = not to_file and sys.stdout.isatty()
        bold = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        text = as_table(found, language, shutil.get_terminal_size().columns if terminal else None, bold)
    if to_file and output is not None:
        from kgpub.write import write_atomically

        write_atomically(output, text.encode("utf-8"))
        return
    sys.stdout.flush()
    # Bytes, because a Windows console or a C locale would choke on Japanese.
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def _count_files(files: Sequence[str], tally: Tally, quiet: bool) -> None:
    from kgpub.stats.reading import portions

    shown = sys.stderr.isatty() and not quiet and len(files) > 1
    with click.progressbar(files, label="Counting", file=sys.stderr, hidden=not shown) as bar:
        for path in bar:
            for statements in portions(path):
                tally.add(statements)


def _count_store(directory: Path, tally: Tally, quiet: bool) -> None:
    import pyoxigraph as ox

    from kgpub.store import EmbeddedStore

    with EmbeddedStore.read(directory) as store:
        iris = store.iris()
        shown = sys.stderr.isatty() and not quiet and len(iris) > 1000
        with click.progressbar(iris, label="Counting", file=sys.stderr, hidden=not shown) as bar:
            for iri in bar:
                tally.add(store.quads(graph=ox.NamedNode(iri)))
