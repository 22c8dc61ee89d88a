"""Get the bytes of an article from a file or stdin, never more than an article can have."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from kgpub.errors import InputError, UnreadableInput

STDIN = "<stdin>"
MAX_BYTES = 5_000_000


def source_name(source: Path | str) -> str:
    """Return what messages call the source: the path as written, or ``<stdin>`` for ``-``."""
    return STDIN if str(source) == "-" else str(source)


def read_bytes(source: Path | str, stdin: BinaryIO | None = None) -> bytes:
    """Return the bytes of a file, or of stdin for ``-``.

    Raises:
        InputError: there is no such file, or it can't be opened.
        UnreadableInput: it is empty, or larger than ``MAX_BYTES``.
    """
    name = source_name(source)
    try:
        if name == STDIN:
            data = _stdin(stdin).read(MAX_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise InputError(name, "no such file", tip="Check the path, or pass - to read stdin.") from None
    except IsADirectoryError:
        raise InputError(name, "is a directory; expected one article", tip="Name the files in it.") from None
    except PermissionError:
        raise InputError(name, "no permission to read it") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(name, f"can't be read ({error})") from None
    check_size(data, name)
    return data


def check_size(data: bytes, name: str) -> None:
    """Accept the bytes of an article.

    Raises:
        UnreadableInput: there are none, or more than ``MAX_BYTES``.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableInput(
            name,
            f"larger than {MAX_BYTES // 1_000_000} MB; expected one news article",
            tip="Split it into one file per article.",
        )
    if not data.strip(b" \t\r\n\0"):
        raise UnreadableInput(name, "is empty; expected a news article")


def _stdin(stdin: BinaryIO | None) -> BinaryIO:
    if stdin is not None:
        return stdin
    if sys.stdin is None:  # closed by the caller, as in kgpub build - <&-
        raise InputError(STDIN, "is closed; expected an article")
    return sys.stdin.buffer
