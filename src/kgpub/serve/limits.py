"""What one request may cost the server."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

MIB = 1024 * 1024


def _workers() -> int:
    return min(4, os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of a server.

    ``timeout`` is in seconds and counts from when a query starts; waiting for its turn
    may take as long again, and ten seconds at least. ``answer`` (the body of a
    response), ``request`` (the body of a request) and ``memory`` (of one worker) are in
    bytes. ``workers`` queries run at once, and ``waiting`` more may wait for their turn.
    """

    timeout: float = 30.0
    answer: int = 64 * MIB
    request: int = MIB
    memory: int = 2048 * MIB
    workers: int = field(default_factory=_workers)
    waiting: int = 64
