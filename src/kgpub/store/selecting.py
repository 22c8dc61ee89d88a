"""Which graphs of some files may go into a store: those that can be read and conform to the shapes.

Whatever is wrong with one graph is told and the others go on; a graph that
violates the shapes never reaches a store or a server.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kgpub.errors import EXIT_FAILURE, EXIT_FINDINGS, EXIT_NOT_CHECKED, EXIT_OK, InputError, KgpubError
from kgpub.store.graphs import StoredGraph, read_graphs

if TYPE_CHECKING:
    from kgpub.validate import Report, Shapes


@dataclass(frozen=True, slots=True)
class Refused:
    """A file or graph that is not loaded, and why: what the shapes found, or an error.

    ``graph`` is ``None`` where the file itself could not be read.
    """

    source: str
    graph: StoredGraph | None = None
    report: Report | None = None
    error: KgpubError | None = None

    @property
    def exit_code(self) -> int:
        """What a command should end with on account of this."""
        return EXIT_FINDINGS if self.error is None else self.error.exit_code


def select(paths: Iterable[str], shapes: Shapes | None) -> Iterator[StoredGraph | Refused]:
    """Yield what each file holds, in order: graphs that may be loaded, and refusals.

    ``shapes`` of ``None`` checks nothing. A graph that two files have alike comes once;
    where they differ, the second is refused.
    """
    seen: dict[str, tuple[bytes, str]] = {}
    for path in paths:
        try:
            graphs = read_graphs(path)
        except KgpubError as error:
            yield Refused(path, error=error)
            continue
        for graph in graphs:
            # Without its numbers brought to one spelling, which the digest takes most of its time for.
            exact = hashlib.sha256(graph.ntriples()).digest()
            known, first = seen.setdefault(graph.iri, (exact, path))
            if known != exact:
                yield Refused(path, graph, error=_conflict(graph, first))
            elif first == path:
                yield _checked(graph, shapes)


def exit_code(refusals: Sequence[Refused]) -> int:
    """Return the exit code for all of them: not checked counts most, then what could not be read."""
    codes = {refusal.exit_code for refusal in refusals}
    order = (EXIT_NOT_CHECKED, EXIT_FAILURE, EXIT_FINDINGS)
    return next((code for code in order if code in codes), EXIT_OK)


def _checked(graph: StoredGraph, shapes: Shapes | None) -> StoredGraph | Refused:
    if shapes is None:
        return graph
    from kgpub.validate import check

    try:
        report = check(graph.graph(), shapes)
    except KgpubError as error:
        return Refused(graph.source, graph, error=error)
    return graph if report.conforms else Refused(graph.source, graph, report)


def _conflict(graph: StoredGraph, first: str) -> KgpubError:
    return InputError(
        graph.source,
        f"says other things of {graph.iri} than {first} does",
        tip="Load the one that counts; a graph is always replaced whole.",
    )
