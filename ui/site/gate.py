"""The gate in front of every address: who has not signed in where accounts are kept goes no further, and no other site's page
sends anything here in a visitor's name."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse

from ui.service import Service
from ui.site.monitoring import OPEN as MONITORED

OPEN = ("/sign-in", "/site/", "/accessibility")
READS = ("GET", "HEAD", "OPTIONS")


class WithGate:
    """An ASGI application behind the gate."""

    def __init__(self, app: Callable, service: Service):
        self.app = app
        self.service = service

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        request = HTTPConnection(scope)
        if scope.get("method", "GET") not in READS and _comes_from_elsewhere(request):
            await JSONResponse({"problem": "This was sent by another site and was not done."}, 403)(scope, receive, send)
        elif not scope["path"].startswith(OPEN) and scope["path"] not in MONITORED and self.service.person(request) is None:
            await _turn_away(request)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _comes_from_elsewhere(request: HTTPConnection) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return bool(origin) and urlsplit(origin).netloc != request.headers.get("host")


def _turn_away(request: HTTPConnection) -> JSONResponse | RedirectResponse:
    if request.scope.get("method") == "GET" and "text/html" in request.headers.get("accept", ""):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(asked, safe='')}", status_code=303)
    return JSONResponse({"problem": "Sign in first."}, 401, headers={"www-authenticate": "Cookie"})
