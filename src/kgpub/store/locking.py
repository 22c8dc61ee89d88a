"""The lock of a database on disk, from the side of those who only read.

RocksDB takes a POSIX record lock on the file ``LOCK`` for a process that writes,
and none for one that reads; reading while another writes is undefined there. A
shared lock on the same file makes the two exclude each other, also where the
writer is another program. The system drops it when the process ends, however it
ends.
"""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import ClassVar

try:
    import fcntl
except ImportError:  # Windows, where nobody can open the files of a database that is open for writing
    fcntl = None  # type: ignore[assignment]


class SharedLock:
    """A shared lock that this process holds, until it is released.

    To the system all of a process is one: its own locks never stand in its way, and
    closing any descriptor of the file drops all of them. So one descriptor stands
    for all readers of the process, and a writer in it is remembered here.
    """

    _held: ClassVar[dict[str, tuple[int, int]]] = {}
    _written: ClassVar[set[str]] = set()

    def __init__(self, key: str) -> None:
        self._key = key

    @classmethod
    def take(cls, file: Path) -> SharedLock | None:
        """Return a shared lock on a file, ``None`` while someone writes.

        Raises:
            OSError: the file can't be opened.
        """
        key = os.path.realpath(file)
        if key in cls._written:
            return None
        descriptor, readers = cls._held.get(key, (-1, 0))
        if fcntl is not None and readers == 0:
            descriptor = os.open(key, os.O_RDONLY | os.O_CLOEXEC)
            try:
                fcntl.lockf(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError as error:
                os.close(descriptor)
                if error.errno in (errno.EACCES, errno.EAGAIN):
                    return None
                raise
        cls._held[key] = (descriptor, readers + 1)
        return cls(key)

    @classmethod
    def may_write(cls, file: Path) -> bool:
        """Return whether nobody in this process reads or writes, and remember that now someone writes.

        The database itself finds out about other processes.
        """
        key = os.path.realpath(file)
        if key in cls._held or key in cls._written:
            return False
        cls._written.add(key)
        return True

    @classmethod
    def written(cls, file: Path) -> None:
        """Forget that someone in this process writes."""
        cls._written.discard(os.path.realpath(file))

    def release(self) -> None:
        """Give the lock back."""
        descriptor, readers = self._held.pop(self._key)
        if readers > 1:
            self._held[self._key] = (descriptor, readers - 1)
        elif fcntl is not None:
            os.close(descriptor)
