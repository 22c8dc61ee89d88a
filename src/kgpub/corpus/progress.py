"""How far a build is: a bar on a terminal, a line every half minute elsewhere."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Any, Self

_EVERY = 30.0


class Progress:
    """Counts articles as they are done. ``total`` is in bytes of the sources, 0 if nobody knows.

    A quiet one says nothing. Use it as a context manager.
    """

    def __init__(self, total: int, *, quiet: bool = False) -> None:
        self._total = total
        self._started = self._told = time.monotonic()
        self._built = self._passed = self._failed = 0
        self._quiet = quiet
        self._bar: Any = None
        if not quiet and sys.stderr is not None and sys.stderr.isatty():
            from tqdm import tqdm

            shape = "{percentage:3.0f}% {bar:30} {desc}" if total else "{desc}"
            self._bar = tqdm(total=total or None, file=sys.stderr, bar_format=shape, leave=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.close()

    def built(self, *, failed: bool = False) -> None:
        """Count an article for which there was something to do."""
        self._built += 1
        self._failed += failed

    def passed(self, *, failed: bool = False) -> None:
        """Count an article whose graph is there already, or that can't be read."""
        self._passed += 1
        self._failed += failed

    def at(self, position: int) -> None:
        """Show where in the sources the build is."""
        now = time.monotonic()
        if self._bar is not None:
            self._bar.set_description_str(self._text(position, now), refresh=False)
            self._bar.update(position - self._bar.n if self._total else 0)
        elif now - self._told >= _EVERY:
            self._told = now
            self.say(self._text(position, now))

    def say(self, text: str) -> None:
        """Write a line, unless quiet."""
        if self._quiet or sys.stderr is None:
            return
        if self._bar is not None:
            self._bar.clear()
        print(f"kgpub: {text}", file=sys.stderr, flush=True)

    def _text(self, position: int, now: float) -> str:
        elapsed = max(now - self._started, 1e-6)
        rate = self._built / elapsed
        parts = [
            f"{self._built + self._passed} articles",
            f"{rate:.1f}/s" if rate >= 0.1 else f"{rate * 60:.1f}/min",
        ]
        if self._failed:
            parts.append(f"{self._failed} set aside")
        if self._total and 0 < position < self._total:
            parts.append(f"{_clock(elapsed * (self._total - position) / position)} left")
        return ", ".join(parts)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
