"""Sorting more lines than fit into memory: sorted runs on disk, merged."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

# Lines of a run, in bytes; what Python holds of them is about half as much again.
_RUN = 8_000_000
# Files that are open at once.
_FAN_IN = 100


def sorted_lines(groups: Iterable[list[bytes]], directory: Path) -> Iterator[bytes]:
    """Yield the lines of all groups in the order of their bytes, which in UTF-8 is that of code points.

    Each line ends in a line break. Temporary files go to ``directory`` and are removed.

    Raises:
        OSError: they can't be written.
    """
    with tempfile.TemporaryDirectory(dir=directory, prefix=".kgpub-sort-") as name:
        where = Path(name)
        runs = list(_runs(groups, where))
        number = len(runs)
        while len(runs) > _FAN_IN:
            number += 1
            merged = where / str(number)
            with merged.open("wb") as file:
                file.writelines(_merged(runs[:_FAN_IN]))
            for run in runs[:_FAN_IN]:
                run.unlink()
            runs = [*runs[_FAN_IN:], merged]
        yield from _merged(runs)


def _runs(groups: Iterable[list[bytes]], directory: Path) -> Iterator[Path]:
    lines: list[bytes] = []
    size = number = 0

    def run() -> Path:
        # Python's sort finds the parts that are in order already, which is each group.
        lines.sort()
        path = directory / str(number)
        with path.open("wb") as file:
            file.writelines(lines)
        return path

    for group in groups:
        lines += group
        size += sum(map(len, group))
        if size >= _RUN:
            number += 1
            yield run()
            lines, size = [], 0
    if lines:
        number += 1
        yield run()


def _merged(paths: Iterable[Path]) -> Iterator[bytes]:
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("rb")) for path in paths]
        yield from heapq.merge(*files)
