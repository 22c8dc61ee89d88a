"""The command line: ``kgpub COMMAND``."""

from kgpub.cli.app import main

__all__ = ["main"]
