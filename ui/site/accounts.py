"""Where a store's accounts are missing or cannot be read, nothing is shown but whether the service is well."""

from collections.abc import Callable

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.websockets import WebSocketClose

from ui.page.shell import NAME, escape_text
from ui.people import People

HEALTH = "/health"


class WithAccounts:
    """An ASGI application that refuses everybody, in words, while the accounts that there should be are not there."""

    def __init__(self, app: Callable, people: People):
        self.app = app
        self.people = people

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] not in ("http", "websocket") or scope["path"] == HEALTH or not (said := self.people.find_trouble()):
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
