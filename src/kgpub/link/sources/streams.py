"""Opens source files as lines of text, unpacked on the way, and counts what has been read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from kgpub.errors import InputError

Advance = Callable[[int], None]
_DAMAGED = (OSError, EOFError, lzma.LZMAError, zlib.error, zipfile.BadZipFile, UnicodeDecodeError)


class _Counted(io.RawIOBase):
    """A file that reports how many of its (packed) bytes have been read."""

    def __init__(self, file: IO[bytes], advance: Advance) -> None:
        self._file, self._advance = file, advance

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._advance(len(data))
        return len(data)


@contextmanager
def lines_of(path: Path, advance: Advance = lambda count: None) -> Iterator[Iterator[str]]:
    """Give the lines of a UTF-8 file, without line breaks; gz, bz2, xz and zip are unpacked.

    The packing is told from the first bytes, not from the name. A zip file must hold
    one text file, as GeoNames' do. ``advance`` hears of packed bytes as they are read.

    Raises:
        InputError: the file is missing, damaged or not UTF-8.
    """
    try:
        with path.open("rb") as raw:
            head = raw.read(6)
            raw.seek(0)
            with _unpack(raw, head, path, advance) as text:
                yield (line.rstrip("\r\n") for line in text)
    except FileNotFoundError as error:
        raise InputError(str(path), "no such file") from error
    except _DAMAGED as error:
        raise InputError(str(path), f"can't be read: {error}", tip="Is the download complete?") from error


@contextmanager
def _unpack(raw: IO[bytes], head: bytes, path: Path, advance: Advance) -> Iterator[IO[str]]:
    if head.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(raw) as archive:
            # GeoNames' alternate names come with a second file about language codes.
            members = [m for m in archive.infolist() if m.filename.endswith(".txt") and m.file_size]
            members.sort(key=lambda m: -m.file_size)
            if not members or any(m.file_size * 10 > members[0].file_size for m in members[1:]):
                raise InputError(str(path), f"holds {len(members)} text files, expected one")
            with archive.open(members[0]) as member:
                counted = io.BufferedReader(_Counted(member, advance), 1 << 16)
                yield io.TextIOWrapper(counted, encoding="utf-8-sig", newline="\n")
        return
    counted = io.BufferedReader(_Counted(raw, advance), 1 << 16)
    binary: Any = counted
    if head.startswith(b"\x1f\x8b"):
        binary = gzip.GzipFile(fileobj=counted)
    elif head.startswith(b"BZh"):
        binary = bz2.BZ2File(counted)
    elif head.startswith(b"\xfd7zXZ\x00"):
        binary = lzma.LZMAFile(counted)  # noqa: SIM115
    yield io.TextIOWrapper(binary, encoding="utf-8-sig", newline="\n")
