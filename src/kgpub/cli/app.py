"""The ``kgpub`` command and the one place where errors become words and exit codes.

Commands live in modules of their own and are imported only when they are
called, so that ``kgpub --help`` does not wait for libraries that it never uses.
"""

from __future__ import annotations

import importlib
import sys
import traceback
from typing import Any

import click

from kgpub import __version__
from kgpub.errors import EXIT_FAILURE, KgpubError

# command -> (module, attribute, one-line help)
_COMMANDS = {
    "build": ("kgpub.cli.build", "build", "Build the graph of an article."),
    "validate": ("kgpub.cli.validate", "validate", "Check graphs against the SHACL shapes."),
    "query": ("kgpub.cli.query", "query", "Ask graphs one of the canned questions."),
    "stats": ("kgpub.cli.stats", "stats", "Count what graphs hold."),
    "reconcile": ("kgpub.cli.reconcile", "reconcile", "Find the events that several articles report."),
    "copies": ("kgpub.cli.copies", "copies", "Find the articles that print one text."),
    "load": ("kgpub.cli.load", "load", "Load graphs into a store or a SPARQL server."),
    "list": ("kgpub.cli.list", "list_", "List the articles in a store."),
    "export": ("kgpub.cli.export", "export", "Write graphs of a store to a file."),
    "retract": ("kgpub.cli.retract", "retract", "Withdraw articles from a store."),
    "status": ("kgpub.cli.status", "status", "Compare files with what a store or server holds."),
    "serve": ("kgpub.cli.serve", "serve", "Serve a store over HTTP: SPARQL, an API, pages."),
    "gazetteer": ("kgpub.cli.gazetteer", "gazetteer", "Build and inspect name indexes for linking."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in the order in which they are used."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        module, attribute, _ = _COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_) for name, (_, _, help_) in _COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kgpub")
@click.option("-v", "--verbose", count=True, help="Say more on stderr; -vv shows tracebacks.")
@click.option("-q", "--quiet", is_flag=True, help="Only errors on stderr.")
@click.pass_context
def cli(ctx: click.Context, verbose: int, quiet: bool) -> None:
    """Turn news articles into a knowledge graph: build, validate, query.

    \b
    Examples:
      kgpub build article.txt --published 2025-07-15 -o article.ttl
      kgpub validate article.ttl
      kgpub query who-met-whom article.ttl
    """
    ctx.obj = {"verbose": verbose, "quiet": quiet}


def main(argv: list[str] | None = None) -> None:
    """Run the command line and leave the process with its exit code."""
    args = sys.argv[1:] if argv is None else argv
    debug = "-vv" in args or args.count("-v") + args.count("--verbose") > 1
    try:
        code: Any = cli.main(args=args, prog_name="kgpub", standalone_mode=False)
    except KgpubError as error:
        if debug:
            traceback.print_exc()
        click.echo(f"kgpub: {error.message}", err=True)
        if error.tip:
            click.echo(f"  {error.tip}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code if isinstance(error, click.UsageError) else EXIT_FAILURE)
    except click.exceptions.Abort:
        click.echo("kgpub: interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output has gone (kgpub query … | head); that is its right.
        sys.stderr.close()
        sys.exit(141)
    sys.exit(code if isinstance(code, int) else 0)
