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
import threading
from collections.abc import Callable
from queue import SimpleQueue
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
    """Serve batches until the parent closes our input, or is gone."""
    # The parent decides what an interrupt from the keyboard means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    inbox: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, inbox), daemon=True).start()
    try:
        _serve(inbox, answers)
    except OSError:
        os._exit(0)  # nobody is left to hear of it


def _listen(requests: BinaryIO, inbox: SimpleQueue[Any]) -> None:
    """Pass on what the parent sends; end the process with it, whatever is being built."""
    try:
        sys.path[:] = receive(requests)
        while True:
            inbox.put(receive(requests))
    except (EOFError, OSError):
        os._exit(0)
    except Exception as error:  # what was sent can't be found here
        inbox.put(error)


def _serve(inbox: SimpleQueue[Any], answers: BinaryIO) -> None:
    opening: Callable[[], Any] = _next(inbox)
    try:
        build = opening()
    except KgpubError as error:
        send(answers, ("refused", error.message, error.tip, error.exit_code))
        return
    send(answers, ("ready",))
    while True:
        for number, outcome in build(_next(inbox)):
            send(answers, ("outcome", number, outcome))
        send(answers, ("done",))


def _next(inbox: SimpleQueue[Any]) -> Any:
    message = inbox.get()
    if isinstance(message, Exception):
        raise message
    return message


if __name__ == "__main__":
    main()
