"""Every request gets a number, which stands in the answer's header X-Request-ID, in messages of faults and in the log."""

import logging
import time
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from ui.logs import name_request, request_id, tell

HEADER = b"x-request-id"
log = logging.getLogger(__name__)


class WithRequestId:
    """An ASGI application whose requests have numbers. It is the outermost part, so that nothing is answered without one, and the
    front door: whatever goes wrong behind it is logged and answered with `show_fault`."""

    def __init__(self, app: Callable, show_fault: Callable[[Request, Exception], Response]):
        self.app = app
        self.show_fault = show_fault

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = dict(scope.get("headers", ())).get(HEADER, b"").decode("latin-1")
        number = name_request(given)
        request_id.set(number)
        # Gradio answers in a task of its own, which knows the request and not its context.
        scope.setdefault("state", {})["request_id"] = number
        began, status = time.perf_counter(), 0

        async def send_with_number(message: dict) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (HEADER, number.encode())]
            await send(message)

        try:
            await self.app(scope, receive, send_with_number)
        except Exception as error:
            log.exception("A request could not be answered")
            if status or scope["type"] != "http":
                raise
            await self.show_fault(Request(scope), error)(scope, receive, send_with_number)
        finally:
            # Without the query, in which questions stand.
            level = logging.WARNING if status >= 500 else logging.DEBUG
            seconds = round(time.perf_counter() - began, 4)
            tell(log, level, "request", method=scope.get("method"), path=scope["path"], status=status, seconds=seconds)
