"""What goes wrong with a request: HTTP statuses, and bodies that programs can read (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kgpub.serve.media import PROBLEM
from kgpub.serve.messages import Outcome

STATUS = {
    Outcome.REFUSED: HTTPStatus.BAD_REQUEST,
    Outcome.NOT_ACCEPTABLE: HTTPStatus.NOT_ACCEPTABLE,
    Outcome.TOO_LARGE: HTTPStatus.FORBIDDEN,
    Outcome.LOCKED: HTTPStatus.SERVICE_UNAVAILABLE,
    Outcome.FAILED: HTTPStatus.INTERNAL_SERVER_ERROR,
}
# For what passes by itself: the store is being loaded, or others are asking.
RETRY = {"Retry-After": "5"}


class Problem(HTTPException):
    """A request that can't be answered; ``detail`` says why, in a sentence for the one who asked."""

    def __init__(self, status: HTTPStatus, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(status, detail, dict(headers or {}))


async def respond(request: Request, error: Exception) -> Response:
    """Return the response to a failed request: JSON from the API, text from everything else."""
    assert isinstance(error, HTTPException)
    root = request.scope.get("app_root_path", request.scope.get("root_path", ""))
    if not request.scope["path"].startswith(f"{root}/api/"):
        return PlainTextResponse(f"{error.detail}\n", error.status_code, error.headers)
    document = {
        "type": "about:blank",
        "title": HTTPStatus(error.status_code).phrase,
        "status": error.status_code,
        "detail": error.detail,
    }
    body = json.dumps(document, ensure_ascii=False).encode()
    return Response(body, error.status_code, error.headers, PROBLEM)
