"""Worker processes for an event loop: each runs one query, and is killed when the query's time is up.

Pools of the standard library and of Pebble can't serve here: the first never stop
a task, the second asks politely for three seconds first, and of both a worker goes
on with its query when the server itself is killed.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from kgpub.errors import KgpubError
from kgpub.serve.limits import Limits
from kgpub.serve.messages import LENGTH, Answer, Job

# After so many seconds without a query a worker lets go of the store, so that it can be loaded into.
# Opening it again takes some 20 ms, with 1.6 million triples in it.
_IDLE = 1.0
_START = 60.0
# A query waits for its turn as long as another may run, but not for less than this: a worker has to start.
_WAIT = 10.0
# Of an answer, so much is taken from a worker at a time.
_BUFFER = 1024 * 1024
_RELEASE = LENGTH.pack(0)


class Busy(KgpubError):
    """Too many queries are running and waiting."""


class OutOfTime(KgpubError):
    """A query took longer than it may, and was stopped."""


class WorkerDied(KgpubError):
    """A worker came to an unexpected end."""


class OutOfMemory(WorkerDied):
    """It was ended by the system, because its query wanted too much memory."""


class Pool:
    """Asks a store queries in worker processes. Use it as an async context manager."""

    def __init__(self, directory: Path, limits: Limits) -> None:
        self._limits = limits
        self._workers = [_Worker(directory, limits) for _ in range(limits.workers)]
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._waiting = 0
        self._stopping = False
        self._starting: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Pool:
        for worker in self._workers:
            self._make_ready(worker)
        await asyncio.gather(*self._starting)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stopping = True
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker in self._workers))

    async def ask(self, job: Job) -> Answer:
        """Return the answer to a job. Cancelling this stops the query.

        Raises:
            Busy: it didn't get its turn.
            OutOfTime: it took too long.
            OutOfMemory: it needs too much memory.
            WorkerDied: its worker has failed.
        """
        async with self._turn() as worker:
            try:
                if not self._stopping:
                    return await worker.ask(job)
            except WorkerDied:
                if not self._stopping:
                    raise
            raise Busy("the server is stopping")

    def stop_soon(self, seconds: float) -> None:
        """Let running queries have so many seconds to end, then stop them."""
        asyncio.get_running_loop().call_later(seconds, self._stop)

    def _stop(self) -> None:
        self._stopping = True
        for worker in self._workers:
            worker.kill()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[_Worker]:
        worker = self._idle.get_nowait() if not self._idle.empty() else await self._wait()
        try:
            yield worker
        finally:
            self._make_ready(worker)

    async def _wait(self) -> _Worker:
        if self._waiting >= self._limits.waiting:
            raise Busy("too many queries are waiting")
        self._waiting += 1
        try:
            return await asyncio.wait_for(self._idle.get(), max(self._limits.timeout, _WAIT))
        except TimeoutError:
            raise Busy("other queries are still running") from None
        finally:
            self._waiting -= 1

    def _make_ready(self, worker: _Worker) -> None:
        """Let the worker have its next query, after starting it where it was killed."""
        if worker.running or self._stopping:
            self._idle.put_nowait(worker)
            return
        task = asyncio.create_task(self._start(worker))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _start(self, worker: _Worker) -> None:
        # Should it not start, the query that it gets next tries again and tells why.
        with contextlib.suppress(KgpubError, OSError):
            await worker.start()
        self._idle.put_nowait(worker)


class _Worker:
    def __init__(self, directory: Path, limits: Limits) -> None:
        self._limits = limits
        # -P: a module in the working directory must not stand in for one of ours.
        self._command = [sys.executable, "-P", "-m", "kgpub.serve.worker", str(directory)]
        self._command += [str(limits.answer), str(limits.memory), str(limits.timeout)]
        self._process: asyncio.subprocess.Process | None = None
        self._release: asyncio.TimerHandle | None = None

    @property
    def running(self) -> bool:
        return self._process is not None

    async def start(self) -> asyncio.subprocess.Process:
        """Return the process, started and ready, so that starting doesn't count as part of a query."""
        if self._process is not None and self._process.returncode is not None:
            await self.stop()
        if self._process is None:
            # A session of its own, so that Ctrl-C reaches the server alone, which then stops the worker.
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                start_new_session=True,
                limit=_BUFFER,
            )
            await self._exchange(self._process, Job(), _START)
        return self._process

    async def ask(self, job: Job) -> Answer:
        return await self._exchange(await self.start(), job, self._limits.timeout)

    async def _exchange(self, process: asyncio.subprocess.Process, job: Job, timeout: float) -> Answer:
        if self._release is not None:
            self._release.cancel()
        answer = None
        try:
            answer = await asyncio.wait_for(_answered(process, job), timeout)
        except TimeoutError:
            raise OutOfTime(f"the query was stopped after {timeout:g} seconds") from None
        except (asyncio.IncompleteReadError, ConnectionError):
            # Where memory is short, the allocator or the system ends the process by a signal.
            if await process.wait() < 0:
                raise OutOfMemory("the query needs more memory than it may use") from None
            raise WorkerDied("the query could not be carried out") from None
        finally:
            # Also when the client has gone and this is cancelled: whatever is not answered is stopped.
            if answer is None:
                await asyncio.shield(self.stop())
        self._release = asyncio.get_running_loop().call_later(_IDLE, self._let_go)
        return answer

    def _let_go(self) -> None:
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(ConnectionError):
                self._process.stdin.write(_RELEASE)

    async def stop(self) -> None:
        """Kill the process, if there is one, and wait until it is gone."""
        self.kill()
        process, self._process = self._process, None
        if self._release is not None:
            self._release.cancel()
        if process is not None:
            await process.wait()

    def kill(self) -> None:
        """Kill the process, if there is one. It only reads, so nothing can be lost."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()


async def _answered(process: asyncio.subprocess.Process, job: Job) -> Answer:
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(job.frame())
    await process.stdin.drain()
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    head = json.loads(await process.stdout.readexactly(length))
    return Answer.read(head, await process.stdout.readexactly(head["length"]))
