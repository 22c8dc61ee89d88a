"""From a request to an answer of the pool, or to the problem that there is with it."""

from __future__ import annotations

import asyncio
import contextlib
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request

from kgpub.serve.messages import Answer, Job, Outcome
from kgpub.serve.pool import Busy, OutOfMemory, OutOfTime, Pool, WorkerDied
from kgpub.serve.problems import RETRY, STATUS, Problem

# A client may take this many seconds to send the body of its request.
_BODY = 30.0


def accepted(request: Request) -> str | None:
    """Return the ``Accept`` header, joined where there are several, ``None`` where there is none."""
    return ", ".join(request.headers.getlist("accept")) or None


async def ask(request: Request, pool: Pool, job: Job) -> Answer:
    """Return the answer to a job; the query is stopped when the client goes away.

    Raises:
        Problem: there is no answer.
        ClientDisconnect: the client has gone.
    """
    asking = asyncio.create_task(pool.ask(job))
    leaving = asyncio.create_task(_gone(request))
    try:
        await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not asking.done():
            raise ClientDisconnect
        answer = asking.result()
    except (OutOfTime, OutOfMemory) as error:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, f"{error.message}; ask for less") from None
    except Busy as error:
        raise Problem(HTTPStatus.SERVICE_UNAVAILABLE, f"{error.message}; try again", RETRY) from None
    except WorkerDied as error:
        raise Problem(HTTPStatus.INTERNAL_SERVER_ERROR, error.message) from None
    finally:
        for task in (asking, leaving):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
    if answer.outcome is Outcome.DONE:
        return answer
    headers = RETRY if answer.outcome is Outcome.LOCKED else None
    raise Problem(STATUS[answer.outcome], answer.message, headers)


async def body(request: Request, most: int) -> bytes:
    """Return the body of a request that may have so many bytes.

    Raises:
        Problem: it is larger, or takes too long to arrive.
    """
    data = bytearray()
    try:
        async with asyncio.timeout(_BODY):
            async for chunk in request.stream():
                data += chunk
                if len(data) > most:
                    raise Problem(
                        HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the request is larger than {most} bytes"
                    )
    except TimeoutError:
        raise Problem(HTTPStatus.REQUEST_TIMEOUT, "the request took too long to arrive") from None
    return bytes(data)


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
