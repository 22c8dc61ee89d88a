"""``kgpub gazetteer``: build name indexes for linking, and look into them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from kgpub.errors import InputError, UsageError
from kgpub.link.format import Entry
from kgpub.link.index import Index, Record
from kgpub.link.sources.streams import Advance

_PATHS = click.Path(path_type=Path)


@click.group()
def gazetteer() -> None:
    """Build and inspect name indexes for linking.

    \b
    Examples:
      kgpub gazetteer lookup 上海協力機構
      kgpub gazetteer build --tsv mine.tsv -o mine.index
      kgpub gazetteer info mine.index
    """


@gazetteer.command()
@click.option(
    "-o", "--output", required=True, type=_PATHS, help="Directory to write; an older index there is replaced."
)
@click.option("--tsv", multiple=True, type=_PATHS, help="Table of your own (columns: docs/gazetteer.md).")
@click.option("--wikidata-json", multiple=True, type=_PATHS, help="Wikidata JSON dump, one entity a line.")
@click.option("--wikidata-nt", multiple=True, type=_PATHS, help="Wikidata truthy dump in N-Triples.")
@click.option("--geonames", multiple=True, type=_PATHS, help="GeoNames dump such as cities15000.zip.")
@click.option(
    "--geonames-names", multiple=True, type=_PATHS, help="GeoNames' alternateNamesV2 for --geonames."
)
@click.option(
    "--endpoint", metavar="URL", help="Wikidata-shaped SPARQL endpoint; needs --network and --class."
)
@click.option(
    "--class", "classes", multiple=True, metavar="QID", help="Class whose instances --endpoint is asked for."
)
@click.option("--network", is_flag=True, help="Allow this build to use the network.")
@click.pass_context
def build(
    ctx: click.Context,
    output: Path,
    tsv: tuple[Path, ...],
    wikidata_json: tuple[Path, ...],
    wikidata_nt: tuple[Path, ...],
    geonames: tuple[Path, ...],
    geonames_names: tuple[Path, ...],
    endpoint: str | None,
    classes: tuple[str, ...],
    network: bool,
) -> None:
    """Build an index from files that you have.

    Files are streamed, and may be packed with gzip, bzip2, xz or zip. Where two sources
    give one id, the labels of the first stay and the names of both count. The index
    replaces an older one only when it is complete.

    \b
    Examples:
      kgpub gazetteer build --tsv mine.tsv --geonames cities15000.zip -o places.index
      kgpub gazetteer build --wikidata-json latest-all.json.bz2 -o wikidata.index
      kgpub gazetteer build --endpoint URL --class Q515 --network -o cities.index
    """
    from kgpub.link.sources import geonames as gn
    from kgpub.link.sources.endpoint import read_endpoint
    from kgpub.link.sources.tsv import read_tsv
    from kgpub.link.sources.wikidata import read_json, read_triples
    from kgpub.link.writer import IndexWriter

    if endpoint and not (network and classes):
        raise UsageError(
            "--endpoint needs --network and at least one --class", tip="Without them nothing is sent."
        )
    if not (tsv or wikidata_json or wikidata_nt or geonames or endpoint):
        raise UsageError(
            "no source is named", tip="Name one with --tsv, --wikidata-json, --wikidata-nt or --geonames."
        )
    for path in (*tsv, *wikidata_json, *wikidata_nt, *geonames, *geonames_names):
        if not path.is_file():
            raise InputError(str(path), "no such file")
    quiet = bool((ctx.obj or {}).get("quiet"))
    countries = _countries() if wikidata_json or wikidata_nt else {}
    readers: list[tuple[Path, Callable[[Path, Advance], Iterator[Entry]]]] = [
        *((path, read_tsv) for path in tsv),
        *((path, lambda p, advance: read_json(p, countries, advance)) for path in wikidata_json),
        *((path, lambda p, advance: read_triples(p, countries, advance)) for path in wikidata_nt),
        *((path, gn.read_geonames) for path in geonames),
    ]
    with IndexWriter(output, progress=_stages(quiet)) as writer:
        for path, reader in readers:
            with _bar(path, quiet) as advance:
                writer.add_all(reader(path, advance))
        for path in geonames_names:
            with _bar(path, quiet) as advance:
                for id_, alias, language in gn.read_names(path, advance):
                    writer.add_name(id_, alias, language)
        for class_id in classes if endpoint else ():
            writer.add_all(read_endpoint(endpoint or "", class_id))
        writer.finish({"name": output.name})
    with Index.open(output) as index:
        _say(quiet, f"{output}: {index.meta['entities']} entities, {index.meta['names']} names")


@gazetteer.command()
@click.argument("name")
@click.option(
    "--gazetteer", "path", type=_PATHS, help="Index directory; default: the one that ships with kgpub."
)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
def lookup(name: str, path: Path | None, form: str) -> None:
    """Show the entities that bear NAME, the surest first. Exit code 1 if there is none.

    \b
    Examples:
      kgpub gazetteer lookup ワシントン
      kgpub gazetteer lookup "Shanghai Cooperation Organisation" --format json
    """
    with Index.open(path) as index:
        records = index.lookup(name)
    if form == "json":
        click.echo(json.dumps([_as_dict(r) for r in records], ensure_ascii=False, indent=2))
    else:
        _table(records)
    if not records:
        click.echo(f"kgpub: no entity is called {name}", err=True)
        raise SystemExit(1)


@gazetteer.command()
@click.argument("path", required=False, type=_PATHS)
def info(path: Path | None) -> None:
    """Show what an index holds; without PATH, the one that ships with kgpub.

    \b
    Example:
      kgpub gazetteer info
    """
    with Index.open(path) as index:
        for key, value in index.meta.items():
            click.echo(f"{key}\t{value}")
        size = sum(file.stat().st_size for file in index.path.iterdir())
        click.echo(f"bytes\t{size}")


# --- output ---------------------------------------------------------------------


def _as_dict(record: Record) -> dict[str, object]:
    return {
        "id": record.id,
        "type": record.type.value,
        "kind": record.kind,
        "labels": dict(record.labels),
        "country": record.country,
        "description": record.description_en,
        "popularity": record.popularity,
        "families": record.families,
        "match": record.grade.name.lower(),
        "generic": record.generic,
        "common": record.common,
        "source": record.source,
    }


def _table(records: Iterable[Record]) -> None:
    click.echo("id\ttype\tkind\tja\ten\tcountry\tdescription\tmatch")
    for r in records:
        cells = (
            r.id,
            r.type.value,
            r.kind,
            r.label("ja"),
            r.label("en"),
            r.country,
            r.description_en,
            r.grade.name,
        )
        click.echo("\t".join(cell or "" for cell in cells))


def _countries() -> dict[str, str]:
    """Wikidata ids of countries by the shipped index: ``Q148`` to ``CN``."""
    with Index.open() as index:
        return {record_id.removeprefix("wd:"): iso for record_id, iso in index.countries()}


# --- progress ---------------------------------------------------------------------


def _say(quiet: bool, text: str) -> None:
    if not quiet:
        click.echo(f"kgpub: {text}", err=True)


def _stages(quiet: bool) -> Callable[[str, int], None]:
    """Report stages on a terminal; readers have bars of their own."""
    shown: set[str] = set()

    def report(stage: str, count: int) -> None:
        if stage != "reading" and stage not in shown and sys.stderr.isatty():
            shown.add(stage)
            _say(quiet, f"{stage} …")

    return report


@contextmanager
def _bar(path: Path, quiet: bool) -> Iterator[Advance]:
    """Show how much of a file has been read, on stderr and only on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield lambda count: None
        return
    with click.progressbar(length=path.stat().st_size, label=path.name, file=sys.stderr) as bar:
        yield bar.update
