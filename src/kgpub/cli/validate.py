"""``kgpub validate``: check graphs against the SHACL shapes."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kgpub.errors import EXIT_FINDINGS, EXIT_NOT_CHECKED, EXIT_OK, KgpubError, UsageError
from kgpub.rdf.formats import Format

if TYPE_CHECKING:
    from kgpub.validate import Shapes
    from kgpub.validate.rendering import FileCheck

_FORMATS = [fmt.value for fmt in Format]


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--shapes",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="Directory with SHACL shapes (*.ttl) to use instead of kgpub's own.",
)
@click.option("--format", "output_format", type=click.Choice(["text", "json", "ttl"]), default="text",
              show_default=True, help="Form of the report.")  # fmt: skip
@click.option("--input-format", type=click.Choice(_FORMATS),
              help="Format of the files; by the ending of their names when left out.")  # fmt: skip
@click.option("--lang", type=click.Choice(["ja", "en"]),
              help="Language of the text report; by the environment when left out.")  # fmt: skip
@click.pass_context
def validate(
    ctx: click.Context,
    files: tuple[str, ...],
    shapes: Path | None,
    output_format: str,
    input_format: str | None,
    lang: str | None,
) -> None:
    """Check graphs against the SHACL shapes and say what to put right.

    FILE is Turtle, N-Triples, N-Quads, TriG or JSON-LD, by its ending (.ttl .nt
    .nq .trig .jsonld); - is standard input (Turtle unless --input-format says
    otherwise). Nothing is fetched from the network.

    \b
    Exit codes:
      0  every file was checked and has no violation (warnings don't count)
      1  a file has violations
      2  the command line is wrong
      4  a file could not be checked, whatever the others gave

    \b
    Examples:
      kgpub validate article.ttl
      kgpub validate --lang ja --shapes my-shapes/ graphs/*.ttl
      kgpub build article.txt | kgpub validate -
      kgpub validate --format json article.nq > report.json
    """
    if files.count("-") > 1:
        raise UsageError("standard input (-) can be read only once")

    # Imported here: rdflib takes longer to load than --help takes to print.
    from kgpub.validate import load_shapes
    from kgpub.validate.rendering import as_json, as_text, as_turtle, language_of

    loaded = load_shapes(shapes)
    checks = [_check_file(file, input_format, loaded) for file in files]
    if output_format == "json":
        output = as_json(checks)
    elif output_format == "ttl":
        output = as_turtle(checks)
    else:
        output = as_text(checks, lang or language_of(os.environ))
    click.echo(output, nl=False)
    if output_format != "text":
        for check in checks:
            if check.report is None:
                click.echo(f"kgpub: not checked: {check.source}: {check.reason}", err=True)
    ctx.exit(_exit_code(checks))


def _check_file(file: str, input_format: str | None, shapes: Shapes) -> FileCheck:
    from kgpub.validate import check, read_graph
    from kgpub.validate.rendering import FileCheck

    name = "<stdin>" if file == "-" else file
    try:
        graph = read_graph(file, input_format)
        prefixes = tuple((prefix, str(namespace)) for prefix, namespace in graph.namespaces())
        return FileCheck(name, check(graph, shapes), prefixes=prefixes)
    except KgpubError as error:
        # The other files go on; the exit code and the report tell that this one was not checked.
        return FileCheck(name, None, error.message.removeprefix(f"{name}: "), error.tip)


def _exit_code(checks: list[FileCheck]) -> int:
    reports = [check.report for check in checks]
    if any(report is None for report in reports):
        return EXIT_NOT_CHECKED
    if any(report is not None and not report.conforms for report in reports):
        return EXIT_FINDINGS
    return EXIT_OK
