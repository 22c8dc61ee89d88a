"""The process that builds: ``python -m kgpub.corpus.child``, told what to do over its standard input.

Messages are pickles with their length in front. The first has the import path of
the parent, the second what to build with; every other one is a batch. The answers
go to standard output; whatever else would be printed there goes to standard error.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from kgpub.errors import KgpubError

_LENGTH = struct.Struct("!Q")


def send(stream: BinaryIO, message: object) -> None:
    """Write one message.

    Raises:
        OSError: the other side has gone.
    """
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> Any:
    """Return the next message.

    Raises:
        EOFError: the other side has gone, perhaps in the middle of a message.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def main() -> None:
    """Serve batches until the parent closes our input."""
    # The parent decides what an interrupt from the keyboard means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    try:
        sys.path[:] = receive(requests)
        _serve(requests, answers)
    except (EOFError, OSError):
        os._exit(0)  # nobody is left to hear of it


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    opening: Callable[[], Any] = receive(requests)
    try:
        build = opening()
    except KgpubError as error:
        send(answers, ("refused", error.message, error.tip, error.exit_code))
        return
    send(answers, ("ready",))
    while True:
        batch = receive(requests)
        for number, outcome in build(batch):
            send(answers, ("outcome", number, outcome))
        send(answers, ("done",))


if __name__ == "__main__":
    main()
