"""Building on many machines: batches as tasks of Dask (``dask.distributed``).

Any scheduler will do, whatever started it: ``dask scheduler``, SLURM, Kubernetes, YARN.
On a worker, each thread has a building process of its own, under the same care as
on one machine; Dask looks after workers and machines that are lost. The manifest
and the output stay where the build was started.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import Any, Self

from kgpub.corpus.model import Batch, Failure, Item, Outcome, Reason
from kgpub.corpus.workers import Refusal, Workers
from kgpub.errors import KgpubError, ResourceError, UsageError

_WAIT = 60  # seconds for the scheduler and the first worker
_AHEAD = 2  # batches for each thread: one that is built and one that waits there

# On a Dask worker: the process of each of its threads.
_here: dict[int, Workers] = {}
_tell = "The same command goes on from what has been built."


class Cluster:
    """The workers of a Dask scheduler. Use it as a context manager.

    ``opening`` and ``deadline`` are as for :class:`~kgpub.corpus.workers.Workers`.

    Raises:
        UsageError: ``distributed`` is not installed.
        ResourceError: the scheduler can't be reached, or has no workers.
    """

    def __init__(self, address: str, opening: Callable[[], Any], deadline: float | None = None) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise UsageError("--cluster needs Dask", tip="pip install 'kgpub[cluster]'") from None
        self._opening = opening
        self._deadline = deadline
        try:
            self._client = Client(address, timeout=_WAIT, set_as_default=False)
        except (OSError, ValueError) as error:  # TimeoutError is an OSError
            raise ResourceError(
                f"{address}: no Dask scheduler answers ({_one_line(error)})",
                tip="Check --cluster, such as tcp://host:8786.",
            ) from None
        try:
            self._client.wait_for_workers(1, timeout=_WAIT)
        except TimeoutError:
            self._client.close()
            raise ResourceError(
                f"{address}: the scheduler has no workers", tip=f"Start some: dask worker {address}"
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(Exception):  # workers that are lost by now have closed them
            self._client.run(close_builders)
        self._client.close()

    def run(self, batches: Iterable[Batch]) -> Iterator[tuple[Item, Outcome]]:
        """Yield each article with its outcome, as they are done.

        Raises:
            Refusal: a worker can't load what it needs.
            ResourceError: the scheduler is lost, or its workers can't run kgpub.
        """
        from distributed import as_completed

        source = iter(batches)
        again: list[Batch] = []
        given: dict[str, Batch] = {}
        running = as_completed([], loop=self._client.loop)
        while True:
            while len(given) < _AHEAD * max(1, sum(self._client.nthreads().values())):
                batch = again.pop() if again else next(source, None)
                if batch is None:
                    break
                future = self._client.submit(
                    build_here, batch, self._opening, self._deadline, pure=False, retries=0
                )
                given[future.key] = batch
                running.add(future)
            if not given:
                return
            done = next(running)
            yield from self._outcomes(done, given.pop(done.key), again)

    def _outcomes(self, future: Any, batch: Batch, again: list[Batch]) -> Iterator[tuple[Item, Outcome]]:
        from distributed.scheduler import KilledWorker

        error = None if future.status == "finished" else future.exception() or future.status
        if error is None:
            yield from zip(batch, future.result(), strict=True)
        elif isinstance(error, KilledWorker) and len(batch) > 1:
            again.extend((item,) for item in batch)
        elif isinstance(error, KilledWorker):
            yield batch[0], Failure(Reason.KILLED, "the Dask workers that built it died")
        elif isinstance(error, KgpubError):
            raise error
        else:
            raise ResourceError(f"the Dask cluster failed: {_one_line(error)}", tip=_tell)


def build_here(batch: Batch, opening: Callable[[], Any], deadline: float | None) -> list[Outcome]:
    """Return the outcomes of a batch; runs in a thread of a Dask worker."""
    thread = threading.get_ident()
    if thread not in _here:
        _here[thread] = Workers(opening, 1, deadline)
    try:
        found = {item.key: outcome for item, outcome in _here[thread].run([batch])}
    except KgpubError as error:
        _close(thread)
        raise Refusal(error.message, error.tip, error.exit_code) from None
    return [found[item.key] for item in batch]


def close_builders() -> None:
    """End the building processes on a Dask worker."""
    for thread in list(_here):
        _close(thread)


def _close(thread: int) -> None:
    _here.pop(thread).__exit__(None, None, None)


def _one_line(error: object) -> str:
    return " ".join(f"{error}".split())[:300] or type(error).__name__
