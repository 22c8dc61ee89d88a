"""JSON Lines: a schema.org article or a ninjs item on each line. https://jsonlines.org/"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from kgpub.corpus.model import Found, Item
from kgpub.corpus.sources.base import Stream, damaged, unusable
from kgpub.read.source import MAX_BYTES

_ADDRESS = re.compile(r"\s*https?://\S+\s*")


class JsonLines:
    """A file of JSON Lines."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def size(self) -> int:
        """Return the size of the file, 0 for standard input."""
        return self._stream.size()

    def position(self) -> int:
        """Return how much of it has been read."""
        return self._stream.position()

    def items(self) -> Iterator[Found]:
        """Yield an item for each line that isn't blank, named with the line's number."""
        name = self._stream.name
        number = 0
        try:
            with self._stream.unpacked() as lines:
                for number, line in enumerate(_lines(lines), 1):
                    if line is None:
                        yield unusable(f"{name}:{number}", f"a line of more than {MAX_BYTES // 1_000_000} MB")
                    elif line.strip(b" \t\r\n\xef\xbb\xbf"):
                        yield Item(f"{name}:{number}", line.strip(), ".json", identity_of(line))
        except (OSError, EOFError) as error:
            yield damaged(f"{name}:{number + 1}", error)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the lines; ``None`` for one that is too long to be an article."""
    while line := stream.readline(MAX_BYTES + 1):
        if len(line) <= MAX_BYTES or line.endswith(b"\n"):
            yield line
            continue
        yield None
        while line and not line.endswith(b"\n"):
            line = stream.readline(MAX_BYTES + 1)


def identity_of(line: bytes) -> str | None:
    """Return what names the article of a line whatever becomes of its text: its URL or identifier."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(record, dict):
        return None
    for key in ("url", "uri", "@id", "mainEntityOfPage"):
        value = record.get(key)
        if isinstance(value, dict):
            value = value.get("@id")
        if isinstance(value, str) and (_ADDRESS.fullmatch(value) or key in ("uri", "@id")):
            return value.strip()
    return None
