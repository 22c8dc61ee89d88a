"""Processes of our own that build batches, and what happens when one of them dies or hangs.

A process has one batch at a time and a pipe of its own, so nothing is shared that
a killed process could leave locked or half written. Of a batch that kills its
process, or takes too long, the articles without an outcome are tried again, each
alone. One that does it again alone is set aside; it counts three deaths, because a process can
also be killed for no fault of the article, and one breach of the deadline.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, BinaryIO, Self, cast

from kgpub.corpus.child import receive, send
from kgpub.corpus.model import Batch, Failure, Item, Outcome, Reason
from kgpub.errors import KgpubError, ResourceError

# One thread each: the processes share the cores among themselves.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
_DEATHS = 3
_PATIENCE = 1.0  # seconds between looks at the deadlines


class Refusal(KgpubError):
    """A worker could not load what it needs; with it, no article could be built."""

    def __init__(self, message: str, tip: str, exit_code: int) -> None:
        super().__init__(message, tip=tip)
        self.exit_code = exit_code


class _Child:
    """One process, and the batch that it has."""

    def __init__(self, opening: Callable[[], Any], inbox: SimpleQueue[tuple[_Child, Any]]) -> None:
        self.batch: Batch = ()
        self.pending: set[int] = set()
        self.ready = False
        self.since = 0.0
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kgpub.corpus.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | dict.fromkeys(_THREADS, "1") | {"PYTHONPATH": _import_path()},
        )
        self._requests = cast(BinaryIO, self.process.stdin)
        with contextlib.suppress(OSError):
            send(self._requests, sys.path)
            send(self._requests, opening)
        threading.Thread(target=self._listen, args=(inbox,), daemon=True).start()

    def _listen(self, inbox: SimpleQueue[tuple[_Child, Any]]) -> None:
        answers = cast(BinaryIO, self.process.stdout)
        while True:
            try:
                message = receive(answers)
            except (EOFError, OSError, ValueError):
                inbox.put((self, None))
                return
            inbox.put((self, message))

    def give(self, batch: Batch) -> None:
        """Hand over a batch, as soon as the process listens; if it has died, it says so itself."""
        self.batch, self.pending = batch, set(range(len(batch)))
        if self.ready:
            self.begin()

    def begin(self) -> None:
        """Send the batch to a process that waits for it."""
        self.since = time.monotonic()
        with contextlib.suppress(OSError):
            send(self._requests, self.batch)

    def kill(self) -> None:
        """End the process now."""
        self.process.kill()
        self.process.wait()
        for stream in (self._requests, self.process.stdout):
            with contextlib.suppress(OSError):
                if stream is not None:
                    stream.close()


class Workers:
    """Some processes that build batches. Use it as a context manager.

    ``opening`` is called in each process and returns what builds a batch there; it and
    what it returns are found by name, so they must be importable. ``deadline`` is in
    seconds for one article, without the loading of models; ``None`` waits for ever.
    """

    def __init__(self, opening: Callable[[], Any], count: int, deadline: float | None = None) -> None:
        self._opening = opening
        self._count = count
        self._deadline = deadline
        self._inbox: SimpleQueue[tuple[_Child, Any]] = SimpleQueue()
        self._children: list[_Child] = []
        self._again: deque[Batch] = deque()
        self._deaths: Counter[str] = Counter()
        self._stillborn = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in self._children:
            child.kill()
        self._children = []

    def run(self, batches: Iterable[Batch]) -> Iterator[tuple[Item, Outcome]]:
        """Yield each article with its outcome, as they are done.

        Batches are asked for when a process has nothing to do, so there are never
        more in memory than there are processes.

        Raises:
            Refusal: a process can't load what it needs.
            ResourceError: processes die while they load.
        """
        source = iter(batches)
        while True:
            exhausted = not self._hand_out(source)
            if exhausted and not any(child.batch for child in self._children):
                return
            try:
                child, message = self._inbox.get(timeout=_PATIENCE)
            except Empty:
                child, message = None, None
            if child is not None and child in self._children:
                yield from self._hear(child, message)
            yield from self._late()

    def _hand_out(self, source: Iterator[Batch]) -> bool:
        """Give every process that waits a batch; return whether there may be more."""
        while True:
            idle = next((child for child in self._children if not child.batch), None)
            if idle is None and len(self._children) >= self._count:
                return True
            # A process is started for a batch that is there, not for one that may come.
            batch = self._again.popleft() if self._again else next(source, None)
            if batch is None:
                return False
            if idle is None:
                idle = _Child(self._opening, self._inbox)
                self._children.append(idle)
            idle.give(batch)

    def _hear(self, child: _Child, message: Any) -> Iterator[tuple[Item, Outcome]]:
        match message:
            case ("ready",):
                child.ready, self._stillborn = True, 0
                child.begin()
            case ("outcome", number, outcome):
                child.pending.discard(number)
                yield child.batch[number], outcome
            case ("done",):
                child.batch = ()
            case ("refused", text, tip, code):
                raise Refusal(text, tip, code)
            case _:
                yield from self._died(child)

    def _died(self, child: _Child) -> Iterator[tuple[Item, Outcome]]:
        self._children.remove(child)
        child.kill()
        if not child.ready:
            self._stillborn += 1
            if self._stillborn >= _DEATHS:
                raise ResourceError(
                    f"the processes that build die while they load ({_cause(child)})",
                    tip="Is there enough memory? --workers 1 needs the least.",
                )
            if child.batch:
                self._again.append(child.batch)
            return
        left = [child.batch[number] for number in sorted(child.pending)]
        if len(child.batch) == 1:
            for item in left:
                self._deaths[item.key] += 1
                if self._deaths[item.key] >= _DEATHS:
                    text = f"the process that built it died {_DEATHS} times ({_cause(child)})"
                    yield item, Failure(Reason.KILLED, text)
                    return
        self._again.extend((item,) for item in left)

    def _late(self) -> Iterator[tuple[Item, Outcome]]:
        """Kill the processes that are over the deadline."""
        if self._deadline is None:
            return
        for child in list(self._children):
            if not (child.ready and child.batch) or time.monotonic() - child.since < self._deadline:
                continue
            self._children.remove(child)
            child.kill()
            left = [child.batch[number] for number in sorted(child.pending)]
            if len(child.batch) > 1:
                self._again.extend((item,) for item in left)
                continue
            for item in left:
                text = f"took longer than {self._deadline:g} seconds"
                yield item, Failure(Reason.DEADLINE, text, "Allow more with --deadline.")


def _import_path() -> str:
    """Return the PYTHONPATH with which a process finds the kgpub that this one runs."""
    package = str(Path(__file__).resolve().parents[2])
    return os.pathsep.join([package, *filter(None, [os.environ.get("PYTHONPATH")])])


def _cause(child: _Child) -> str:
    code = child.process.returncode
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
