"""What commands on a store on disk share: its option, its place, and the words on standard output."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])


def store_options(command: _Command) -> _Command:
    """Add the options that name a store; :func:`directory_of` makes a path of them."""
    for option in (
        click.option(
            "--config", type=click.Path(path_type=Path),
            help="Settings file. [default: ./kgpub.toml if there]",
        ),
        click.option(
            "--store", type=click.Path(path_type=Path), metavar="DIR",
            help="The store's directory. [default: kgpub-store]",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def directory_of(store: Path | None, config: Path | None) -> Path:
    """Return the directory of the store that the options, the environment or the settings file name.

    Raises:
        ConfigurationError: the settings can't be used.
    """
    from kgpub.settings import DEFAULT_STORE, load_settings

    return load_settings(config, os.environ, store=store).store or DEFAULT_STORE


def table_style(output: str) -> tuple[int | None, bool]:
    """Return the terminal's width for a table, ``None`` if it goes elsewhere, and whether to use bold."""
    if output != "-" or not sys.stdout.isatty():
        return None, False
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return shutil.get_terminal_size().columns, not plain


def emit(data: bytes, output: str) -> None:
    """Write to a file, or to standard output for ``-``.

    Raises:
        InputError: the file can't be written.
    """
    if output == "-":
        sys.stdout.flush()
        # Bytes, because a Windows console or a C locale would choke on Japanese,
        # and CSV ends its lines in CR LF everywhere.
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from kgpub.write import write_atomically

    write_atomically(Path(output), data)
