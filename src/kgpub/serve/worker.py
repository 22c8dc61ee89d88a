"""A process that answers queries from a store, one at a time, and can be killed at any moment.

A query can't be stopped from inside the process that runs it, so the server runs
none itself. A worker reads jobs from standard input and writes answers to
standard output; it holds the store open only while it is being asked, so that
``kgpub load`` gets its turn.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyoxigraph as ox

from kgpub.errors import InputError, StoreError, StoreLocked
from kgpub.query.output import RowFormat, write_answer
from kgpub.query.oxigraph import explained, to_graph
from kgpub.query.safety import check_query
from kgpub.rdf.namespaces import graph_prefixes
from kgpub.serve import media
from kgpub.serve.messages import LENGTH, Answer, Job, Outcome
from kgpub.store import EmbeddedStore

# The server kills a worker whose time is up. Should it be gone, the worker ends itself this much later.
_GRACE = 5.0
_ROWS = {
    media.RESULTS_JSON: ox.QueryResultsFormat.JSON,
    media.RESULTS_XML: ox.QueryResultsFormat.XML,
    media.CSV: ox.QueryResultsFormat.CSV,
    media.TSV: ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    media.NTRIPLES: ox.RdfFormat.N_TRIPLES,
    media.RDF_XML: ox.RdfFormat.RDF_XML,
    media.JSON_LD: ox.RdfFormat.JSON_LD,
}
# How messages call what the client sent.
_QUERY = "the query"
_XSD = "http://www.w3.org/2001/XMLSchema#"


class _TooLarge(Exception):
    pass


class _Bounded(io.BytesIO):
    """A buffer that takes no more than so many bytes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self._most:
            raise _TooLarge
        return super().write(data)


class Worker:
    """Answers jobs from the store in a directory; ``most`` is the size of an answer in bytes."""

    def __init__(self, directory: Path, most: int) -> None:
        self._directory = directory
        self._most = most
        self._store: EmbeddedStore | None = None
        self._facts: dict[str, Any] = {}

    def release(self) -> None:
        """Close the store, so that others may write to it."""
        if self._store is not None:
            self._store.close()
        self._store, self._facts = None, {}

    def answer(self, job: Job) -> Answer:
        """Return the answer to a job; whatever goes wrong is an answer too."""
        try:
            if self._store is None:
                self._store = EmbeddedStore.read(self._directory)
            if not job.query:
                return Answer(Outcome.DONE, facts=self._known(self._store))
            if not job.known:
                check_query(_QUERY, job.query)
            return self._answer(self._store, job)
        except SyntaxError as error:
            return Answer(Outcome.REFUSED, message=f"{_QUERY} is not SPARQL 1.1: {explained(error)}")
        except InputError as error:
            return Answer(Outcome.REFUSED, message=_one_line(error).replace(f"{_QUERY}: ", f"{_QUERY} ", 1))
        except MemoryError:
            # As Oxigraph ends it where an allocation fails.
            os.abort()
        except _TooLarge:
            return Answer(Outcome.TOO_LARGE, message=f"the answer is larger than {self._most} bytes")
        except StoreLocked:
            return Answer(Outcome.LOCKED, message="the store is being written to")
        except (StoreError, OSError, RuntimeError, ValueError) as error:
            # Who runs the server reads why; who asks need not know where the store is.
            print(f"kgpub: {_one_line(error)}", file=sys.stderr, flush=True)
            return Answer(Outcome.FAILED, message="the store can't be read")

    def _known(self, store: EmbeddedStore) -> dict[str, Any]:
        """Return how many graphs there are, and the prefixes that they were written with."""
        if not self._facts:
            iris = store.iris()
            self._facts = {"graphs": len(iris), "prefixes": graph_prefixes(iris)}
        return self._facts

    def _answer(self, store: EmbeddedStore, job: Job) -> Answer:
        found = store.query(job.query, default_graphs=job.default_graphs, named_graphs=job.named_graphs)
        buffer = _Bounded(self._most)
        if isinstance(found, ox.QueryTriples):
            if job.graph is None:
                return Answer(Outcome.NOT_ACCEPTABLE, message=_offered("a graph", media.GRAPHS))
            prefixes = self._known(store)["prefixes"]
            if job.graph == media.TURTLE:
                # As kgpub query writes it: laid out for people, the same bytes each time.
                buffer.write(write_answer(to_graph(found), RowFormat.TTL, prefixes))
            else:
                ox.serialize(found, buffer, format=_GRAPHS[job.graph], prefixes=prefixes)
            return Answer(Outcome.DONE, job.graph, body=buffer.getvalue())
        wanted = job.truth if isinstance(found, ox.QueryBoolean) else job.rows
        if wanted is None:
            return Answer(Outcome.NOT_ACCEPTABLE, message=_offered("rows or a truth value", media.ROWS))
        if wanted == media.JSON and isinstance(found, ox.QuerySolutions):
            _write_table(found, job.limit, buffer)
        else:
            found.serialize(buffer, format=_ROWS[wanted])
        return Answer(Outcome.DONE, wanted, body=buffer.getvalue())


def _offered(what: str, types: Sequence[str]) -> str:
    return f"the answer is {what}, which can be had as {', '.join(types)}"


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())


def _write_table(found: ox.QuerySolutions, limit: int | None, output: BinaryIO) -> None:
    """Write rows as JSON objects with plain values, as :mod:`kgpub.serve.openapi` describes them.

    ``limit`` is the number of rows after which the table ends.
    """
    columns = [variable.value for variable in found.variables]
    output.write(b'{"columns": ' + _json(columns) + b', "rows": [')
    cut = False
    for number, solution in enumerate(found):
        if number == limit:
            cut = True
            break
        row = {column: _plain(value) for column, value in zip(columns, solution, strict=True)}
        output.write((b",\n" if number else b"\n") + _json(row))
    output.write(b'], "truncated": ' + _json(cut) + b"}")


def _plain(term: Any) -> str | int | float | bool | None:
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term) if isinstance(term, ox.BlankNode) else term.value
    kind, text = term.datatype.value.removeprefix(_XSD), str(term.value)
    # A number or truth value that isn't one ("abc"^^xsd:integer, or INF, which JSON lacks) stays text.
    with contextlib.suppress(ValueError):
        if kind == "integer":
            return int(text)
        if kind in ("decimal", "double", "float"):
            number = float(text)
            return number if abs(number) != float("inf") and number == number else text
    return (
        {"true": True, "1": True, "false": False, "0": False}.get(text, text) if kind == "boolean" else text
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _confine(memory: int) -> None:
    """Make this process fail, and not the machine, when a query wants too much memory."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for name, most in (("RLIMIT_CORE", 0), ("RLIMIT_DATA", memory)):
        with contextlib.suppress(ValueError, OSError, AttributeError):
            kind = getattr(resource, name)
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def main(directory: str, most: str, memory: str, timeout: str) -> None:
    """Serve jobs until standard input ends; an empty one means that the store is to be released."""
    _confine(int(memory))
    worker = Worker(Path(directory), int(most))
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    # Whatever else might be printed must not get among the answers.
    sys.stdout = sys.stderr
    while head := jobs.read(LENGTH.size):
        (length,) = LENGTH.unpack(head)
        if not length:
            worker.release()
            continue
        job = Job.read(jobs.read(length))
        _alarm(float(timeout) + _GRACE)
        answers.write(worker.answer(job).frame())
        answers.flush()
        _alarm(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
