"""A deadline for work that can't be told to stop.

Neither engine lets a query be cancelled. So the work goes to a thread of its own,
and when time is up its answer is no longer waited for; Oxigraph computes without
holding Python's lock, so that the one who waits does wake up. The thread goes
on until the process ends. A command therefore ends its process at once
(:func:`abandon`); a server needs processes that it can kill.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from typing import Generic, NoReturn, TypeVar

from kgpub.errors import QueryTimeout

T = TypeVar("T")


class _Work(Generic[T]):
    def __init__(self, function: Callable[[], T]) -> None:
        self._function = function
        self.done = threading.Event()
        self.value: T | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.value = self._function()
        except BaseException as error:
            self.error = error
        self.done.set()


def within(seconds: float | None, function: Callable[[], T]) -> T:
    """Return what the function gives, if it does so in time; ``None`` waits as long as it takes.

    The caller can be interrupted (Ctrl-C) while it waits.

    Raises:
        QueryTimeout: time is up. The function is still running; see :func:`abandon`.
    """
    work = _Work(function)
    threading.Thread(target=work.run, daemon=True).start()
    if not work.done.wait(seconds):
        raise QueryTimeout(seconds or 0)
    if work.error is not None:
        raise work.error
    return work.value  # type: ignore[return-value]


def abandon(exit_code: int) -> NoReturn:
    """End the process without waiting for its threads. Only for one that has nothing left to write."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(exit_code)
