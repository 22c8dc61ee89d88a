"""``kgpub --help`` is quick because it imports nothing heavy; every command explains itself."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys

import click
import pytest

import kgpub
from helpers_command import run
from kgpub.cli.app import _COMMANDS, cli

COMMANDS = tuple(_COMMANDS)
HEAVY = (
    "rdflib",
    "spacy",
    "ginza",
    "sudachipy",
    "pyshacl",
    "trafilatura",
    "lxml",
    "numpy",
    "urllib3",
    "SPARQLWrapper",
)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], *([name, "--help"] for name in COMMANDS)], ids=" ".join
)
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from kgpub.cli import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit as end: assert not end.code\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_the_commands_are_listed_in_the_order_of_use() -> None:
    text = run("--help").stdout.decode()
    assert COMMANDS[:3] == ("build", "validate", "query")
    assert [text.index(f"  {name} ") for name in COMMANDS] == sorted(
        text.index(f"  {name} ") for name in COMMANDS
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_examples_and_every_option_has_help(name: str) -> None:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.help is not None
    assert f"kgpub {name}" in command.help
    silent = [p.name for p in command.params if isinstance(p, click.Option) and not p.help]
    assert silent == []


def test_an_unknown_command() -> None:
    done = run("bild")
    assert done.returncode == 2
    assert b"bild" in done.stderr
    assert b"Traceback" not in done.stderr


def test_without_a_command_the_help_is_shown() -> None:
    done = run()
    assert b"Usage" in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


def test_the_version_is_that_of_the_package() -> None:
    assert kgpub.__version__ in run("--version").stdout.decode()


def test_every_module_can_be_imported() -> None:
    for module in pkgutil.walk_packages(kgpub.__path__, "kgpub."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
