"""What goes between the server and a worker: frames of JSON, each after its length.

The body of an answer follows its frame as bytes, so that it is copied and not parsed.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

LENGTH = struct.Struct(">Q")


class Outcome(StrEnum):
    """What became of a query."""

    DONE = "done"
    # The client's doing.
    REFUSED = "refused"
    NOT_ACCEPTABLE = "not acceptable"
    TOO_LARGE = "too large"
    # Not the client's.
    LOCKED = "locked"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """A query and how its answer is wanted.

    ``rows``, ``truth`` and ``graph`` are the media types for SELECT, ASK and
    CONSTRUCT or DESCRIBE, ``None`` where the client takes none that there is. An
    empty ``query`` asks for :class:`Facts` instead. ``default_graphs`` and
    ``named_graphs`` are ``None`` when the request doesn't name any; ``limit`` is the
    number of rows after which a table of the JSON API ends. A query that is ``known``
    is one of kgpub's own, and need not be examined.
    """

    query: str = ""
    rows: str | None = None
    truth: str | None = None
    graph: str | None = None
    default_graphs: list[str] | None = None
    named_graphs: list[str] | None = None
    limit: int | None = None
    known: bool = False

    def frame(self) -> bytes:
        """Return the job as bytes."""
        return _frame(asdict(self))

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Return the job in the bytes after the length."""
        return cls(**json.loads(data))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker gives back; ``message`` says why there is no ``body``, ``facts`` are on the store."""

    outcome: Outcome
    media_type: str = ""
    message: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    body: bytes = b""

    def frame(self) -> bytes:
        """Return the answer as bytes, with the body behind it."""
        head = {"outcome": self.outcome, "media_type": self.media_type, "message": self.message}
        return _frame(head | {"facts": self.facts, "length": len(self.body)}) + self.body

    @classmethod
    def read(cls, head: dict[str, Any], body: bytes) -> Self:
        """Return the answer from its frame and the body that came after it."""
        return cls(Outcome(head["outcome"]), head["media_type"], head["message"], head["facts"], body)


def _frame(value: dict[str, Any]) -> bytes:
    data = json.dumps(value, ensure_ascii=False).encode()
    return LENGTH.pack(len(data)) + data
