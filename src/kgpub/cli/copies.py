"""``kgpub copies``: which articles print one text."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.errors import EXIT_OK, InputError, KgpubError, UsageError

if TYPE_CHECKING:
    from kgpub.copies import Text
    from kgpub.corpus.sources import Opened
    from kgpub.settings import Settings


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write the findings as a graph of their own, in the format of the file's ending.",
)
@click.option(
    "-f", "--format", "report_format", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="How the report on stdout looks.",
)  # fmt: skip
@click.option(
    "--lang", type=click.Choice(["ja", "en"]),
    help="Language of the text report; by the environment when left out.",
)  # fmt: skip
@click.option("--published", metavar="DATE", help="Publication date of all of them, as for kgpub build.")
@click.option(
    "--base", metavar="IRI", help="Base of the IRIs that are minted. [default: https://example.org/kg/]"
)
@click.option(
    "--config", type=click.Path(path_type=Path), help="Settings file. [default: ./kgpub.toml if there]"
)
@click.pass_context
def copies(
    ctx: click.Context,
    articles: tuple[str, ...],
    output: Path | None,
    report_format: str,
    lang: str | None,
    published: str | None,
    base: str | None,
    config: Path | None,
) -> int:
    """Say which articles print one text: a wire report in several papers, cut or edited.

    ARTICLES are what kgpub build reads: articles, directories, JSON Lines,
    feeds, web archives. Nothing is analysed; only words are compared. The graph
    that -o writes goes beside the articles' graphs, in queries and in a store:
    kgpub query corroboration then counts such articles as one text. An article
    that can't be read is left out, and the exit code is 3.

    kgpub build --copies does the same for the corpus that it builds.

    \b
    Examples:
      kgpub copies news/
      kgpub copies news.jsonl -o copies.ttl
      kgpub query corroboration graphs/*.ttl copies.ttl
    """
    if articles.count("-") > 1:
        raise UsageError("standard input (-) can be read only once")
    from kgpub.settings import load_settings

    settings = load_settings(config, os.environ, base=base, published=published)
    from kgpub.write import format_for, serialise, write_atomically

    fmt = format_for(output) if output is not None else None

    from kgpub.copies import find_copies, to_graph
    from kgpub.copies.report import as_json, as_text
    from kgpub.corpus.sources import open_sources
    from kgpub.validate.rendering import language_of

    quiet = ctx.obj["quiet"]
    sources: dict[str, str] = {}
    failed: list[KgpubError] = []
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    opened = open_sources([Path(article) for article in articles], stdin)
    found = find_copies(_texts(opened, settings, sources, failed, quiet))
    language = lang or language_of(os.environ)
    report = as_json(found, sources) if report_format == "json" else as_text(found, sources, language)
    sys.stdout.flush()
    # Bytes, because a Windows console or a C locale would choke on Japanese.
    sys.stdout.buffer.write(report.encode("utf-8"))
    sys.stdout.buffer.flush()
    if output is not None and fmt is not None:
        named = to_graph(found, settings.base)
        write_atomically(output, serialise([named], fmt))
        if not quiet:
            click.echo(f"{output}: {len(found.texts)} texts, {len(named.graph)} triples", err=True)
    for error in failed:
        click.echo(f"kgpub: left out: {error.message}", err=True)
    return max((error.exit_code for error in failed), default=EXIT_OK)


def _texts(
    opened: Opened,
    settings: Settings,
    sources: dict[str, str],
    failed: list[KgpubError],
    quiet: bool,
) -> Iterator[Text]:
    """Yield what each article says, with a progress bar; note where it was read, and what could not be."""
    from kgpub.copies import Text, sketch
    from kgpub.corpus.model import Unusable
    from kgpub.graph.mint import article_iri
    from kgpub.read import Metadata, parse_article

    overrides = Metadata(settings.published, settings.url, settings.publisher, settings.lang)
    size = opened.size()
    shown = sys.stderr.isatty() and not quiet and size > 1_000_000
    with click.progressbar(length=size, label="Reading", file=sys.stderr, hidden=not shown) as bar:
        for found in opened.items():
            bar.update(opened.position() - bar.pos)
            if isinstance(found, Unusable):
                failed.append(InputError(found.name, found.failure.text, tip=found.failure.tip))
                continue
            try:
                article = parse_article(
                    found.data,
                    found.name,
                    suffix=found.suffix,
                    overrides=overrides,
                    fallback=found.fallback,
                )
            except InputError as error:
                failed.append(error)
                continue
            iri = article_iri(settings.base, article)
            sources.setdefault(iri, article.source)
            yield Text(iri, article.reference_date, sketch(article))
