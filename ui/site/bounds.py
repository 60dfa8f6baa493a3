"""How much may be sent to an address: what is longer is refused before it is kept in memory, whoever sends it."""

from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse

from ingest.problem import Problem

MOST_BODY_BYTES = 256 * 1024
"""The longest conversation takes some 80 KB; everything else that the pages and programs send is shorter."""
UNBOUNDED = "/documents/add"
"""It asks first who sends papers, and counts for itself."""
TOO_LONG = f"More than {MOST_BODY_BYTES // 1024} KB was sent. Shorten the question or the conversation."


class TooLong(Problem):
    """More was sent than is taken."""


class WithBounds:
    """An ASGI application to which nobody sends more than `MOST_BODY_BYTES` at once."""

    def __init__(self, app: Callable):
        self.app = app

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] != "http" or scope["path"] == UNBOUNDED:
            await self.app(scope, receive, send)
            return
        stated = Headers(scope=scope).get("content-length", "0")
        if not stated.isdecimal() or len(stated) > 15 or int(stated) > MOST_BODY_BYTES:
            await _refuse(scope, receive, send)
            return
        received, begun = 0, False

        async def receive_some() -> dict:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MOST_BODY_BYTES:
                raise TooLong(TOO_LONG)
            return message

        async def send_on(message: dict) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive_some, send_on)
        except TooLong:
            if begun:
                raise
            await _refuse(scope, receive, send)


async def _refuse(scope: dict, receive: Callable, send: Callable) -> None:
    # The rest of what is sent is not waited for.
    await JSONResponse({"problem": TOO_LONG}, 413, headers={"connection": "close"})(scope, receive, send)
