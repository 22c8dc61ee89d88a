"""Web archives: the pages of a crawl in WARC files (ISO 28500), read with warcio."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kgpub.corpus.model import Found, Item
from kgpub.corpus.sources.base import Stream, damaged
from kgpub.read import Metadata
from kgpub.read.source import MAX_BYTES

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/ld+json": ".jsonld",
}


class Warc:
    """A WARC file, packed or not."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def size(self) -> int:
        """Return the size of the file, 0 for standard input."""
        return self._stream.size()

    def position(self) -> int:
        """Return how much of it has been read."""
        return self._stream.position()

    def items(self) -> Iterator[Found]:
        """Yield the pages that the server gave (status 200) and that can be text, with their URLs."""
        from warcio.archiveiterator import ArchiveIterator
        from warcio.exceptions import ArchiveLoadFailed

        name = self._stream.name
        number = 0
        try:
            with self._stream.opened() as stream:
                for record in ArchiveIterator(stream):
                    suffix = _suffix(record)
                    if suffix is None:
                        continue
                    number += 1
                    url = record.rec_headers.get_header("WARC-Target-URI").strip("<> ")
                    data = record.content_stream().read(MAX_BYTES + 1)
                    yield Item(f"{name}: {url}", data, suffix, url, Metadata(url=url))
        except (ArchiveLoadFailed, OSError, EOFError, ValueError) as error:
            yield damaged(f"{name}:{number + 1}", error)


def _suffix(record: Any) -> str | None:
    """Return the ending that a file of the record's type would have; ``None`` if it is no page."""
    if record.rec_type not in ("response", "resource") or not record.rec_headers.get_header(
        "WARC-Target-URI"
    ):
        return None
    if record.rec_type == "response":
        if record.http_headers is None or record.http_headers.get_statuscode() != "200":
            return None
        type_ = record.http_headers.get_header("Content-Type")
    else:
        type_ = record.rec_headers.get_header("Content-Type")
    return _SUFFIXES.get((type_ or "").partition(";")[0].strip().lower())
