"""Where a store's accounts are missing or cannot be read, nothing is shown but whether the service is well."""

from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.websockets import WebSocketClose

from ui.page.shell import NAME, escape_text
from ui.service import Service

HEALTH = "/health"


class WithAccounts:
    """An ASGI application that refuses everybody, in words, while the accounts that there should be are not there."""

    def __init__(self, app: Callable, service: Service):
        self.app = app
        self.service = service

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        asks = scope["type"] in ("http", "websocket") and scope["path"] != HEALTH
        if not asks or not (said := self.service.people.find_trouble()):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await WebSocketClose(reason="The accounts are missing.")(scope, receive, send)
        else:
            await _refuse(HTTPConnection(scope), said)(scope, receive, send)


def _refuse(request: HTTPConnection, said: str) -> Response:
    unkept = {"cache-control": "no-store"}
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"problem": said}, 503, headers=unkept)
    # A page by itself: style and scripts are refused too.
    page = (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Nobody is let in – {NAME}</title></head><body>'
        f'<main><h1>Nobody is let in</h1><p role="alert">{escape_text(said)}</p></main></body></html>'
    )
    return HTMLResponse(page, 503, headers=unkept)
