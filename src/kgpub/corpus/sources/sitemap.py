"""A sitemap and the pages that it lists, saved beside it. https://www.sitemaps.org/protocol.html

A page at ``https://host/a/b`` is looked for where the usual tools put it, under
the sitemap's directory: ``host/a/b`` or ``a/b``, with ``.html``, or with
``/index.html``. The URLs and the dates of publication of a news sitemap count where
the page itself has none.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from kgpub.corpus.model import Found, Item, Unusable
from kgpub.corpus.sources.base import damaged, file_size, shown, unusable
from kgpub.read import Metadata
from kgpub.read.dates import parse_published
from kgpub.read.source import MAX_BYTES

_NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
_NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
_DEEPEST = 3


class Sitemap:
    """A sitemap, or an index of sitemaps, with its pages."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0

    def size(self) -> int:
        """Return the size of the sitemap."""
        return file_size(self._path)

    def position(self) -> int:
        """Return how much of it has been read."""
        return self._read

    def items(self) -> Iterator[Found]:
        """Yield the pages in the sitemap's order; those that are not saved are unusable."""
        yield from self._pages(self._path, 0)
        self._read = self.size()

    def _pages(self, path: Path, depth: int) -> Iterator[Found]:
        for element in _elements(path):
            if isinstance(element, Unusable):
                yield element
                return
            url = _of(element, f"{_NAMESPACE}loc")
            if not url:
                continue
            if element.tag == f"{_NAMESPACE}url":
                yield self._page(url, element)
            elif depth < _DEEPEST:
                part = _saved(self._path.parent, url)
                if part is None:
                    yield damaged(
                        f"{shown(path)}: {url}", FileNotFoundError("this part of the sitemap is not saved")
                    )
                else:
                    yield from self._pages(part, depth + 1)

    def _page(self, url: str, element: Any) -> Found:
        file = _saved(self._path.parent, url)
        if file is None:
            return unusable(
                f"{shown(self._path)}: {url}",
                "the page is not saved beside the sitemap",
                "Save it as host/path, or take it out of the sitemap; kgpub fetches nothing.",
                url,
            )
        try:
            with file.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except OSError as error:
            return unusable(shown(file), f"can't be read ({error.strerror or error})", identity=url)
        news = element.find(f"{_NEWS}news")
        fallback = Metadata(url=url)
        if news is not None:
            fallback = Metadata(
                published=parse_published(_of(news, f"{_NEWS}publication_date") or ""),
                url=url,
                publisher=_of(news, f"{_NEWS}publication/{_NEWS}name"),
                language=_of(news, f"{_NEWS}publication/{_NEWS}language"),
            )
        return Item(shown(file), data, file.suffix, url, fallback)


def _elements(path: Path) -> Iterator[Any]:
    from lxml import etree

    try:
        with path.open("rb") as raw:
            stream = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
            tags = (f"{_NAMESPACE}url", f"{_NAMESPACE}sitemap")
            for _, element in etree.iterparse(
                stream, tag=tags, resolve_entities=False, no_network=True, load_dtd=False
            ):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, OSError, EOFError) as error:
        yield damaged(shown(path), error)


def _saved(root: Path, url: str) -> Path | None:
    """Return the file in which a page is saved under a directory, or ``None``."""
    parts = urlsplit(url)
    # Only names inside the directory: a sitemap is somebody else's file.
    names = [name for name in parts.path.split("/") if name not in ("", ".", "..")]
    for decoded in (names, [unquote(name) for name in names]):
        if any("/" in name or "\\" in name or name == ".." for name in decoded):
            continue
        for start in ([parts.netloc], []):
            file = root.joinpath(*start, *decoded)
            for candidate in (file, file.with_name(f"{file.name}.html"), file / "index.html"):
                if candidate.is_file():
                    return candidate
    return None


def _of(parent: Any, path: str) -> str | None:
    found = parent.find(path)
    return ((found.text or "").strip() or None) if found is not None else None
