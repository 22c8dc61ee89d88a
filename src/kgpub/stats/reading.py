"""Files in portions that fit into memory, none of which parts what is said of a node in one graph."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import BinaryIO, cast

import pyoxigraph as ox

from kgpub.rdf.quads import by_graph, read_quads

_LINES = {".nq": ox.RdfFormat.N_QUADS, ".nt": ox.RdfFormat.N_TRIPLES}


def portions(source: str) -> Iterator[Iterable[ox.Quad]]:
    """Yield the statements of a file: node by node where it is sorted lines, else graph by graph.

    ``source`` is a path, or ``-`` for standard input. N-Quads and N-Triples as kgpub
    writes them, also packed (``.nq.gz``), are sorted, and read as they come; of any other
    file, everything is in memory at once.

    Raises:
        InputError: the file can't be read.
    """
    path = Path(source)
    format_ = _LINES.get(path.with_suffix("").suffix if path.suffix == ".gz" else path.suffix)
    if source != "-" and format_ is not None and _sorted(path):
        with _opened(path) as file:
            for _, statements in groupby(ox.parse(file, format_), key=lambda quad: quad.subject):
                yield statements
    else:
        yield from read_quads(source, by_graph).values()


def _sorted(path: Path) -> bool:
    """Whether a file can be read and its lines are in the order of their subjects."""
    before = b""
    try:
        with _opened(path) as file:
            for line in file:
                subject = line.partition(b" ")[0]
                if subject < before or not subject.startswith(b"<"):
                    return False
                before = subject
    except (OSError, EOFError):
        # The other way of reading says what is wrong.
        return False
    return True


def _opened(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path)) if path.suffix == ".gz" else path.open("rb")
