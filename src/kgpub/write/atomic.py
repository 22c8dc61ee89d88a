"""Replacing a file whole."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kgpub.errors import InputError


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that no reader ever sees a part of it.

    Raises:
        InputError: the directory is missing or can't be written to. The old file, if any, is untouched.
    """
    with replacing(path) as file:
        file.write(data)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """Give a file that becomes ``path`` when the block ends, and not at all if it raises.

    The bytes go to a temporary file in the same directory (a rename is only
    atomic within one file system), reach the disk, and take the name over. An
    existing file keeps its permissions; a symbolic link stays one, and its target
    is replaced.

    Raises:
        InputError: the directory is missing or can't be written to. The old file, if any, is untouched.
    """
    target = Path(os.path.realpath(path))
    temporary: str | None = None
    try:
        mode = _mode_of(target)
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(target)
        temporary = None
    except OSError as error:
        raise InputError(
            str(path),
            f"can't be written: {error.strerror or error}",
            tip="Check that the directory exists, that you may write to it, and that there is room.",
        ) from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


def _mode_of(target: Path) -> int:
    """Return the permissions that the file has, or that a new file would get."""
    if target.is_dir():
        raise IsADirectoryError(21, "it is a directory")
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except FileNotFoundError:
        # The only portable way to read the umask is to set it.
        umask = os.umask(0)
        os.umask(umask)
        return 0o666 & ~umask
