"""The gate in front of every address: who has not signed in where accounts are kept goes no further, no other site's page sends
anything here in a visitor's name, and the link of the start makes its reader the owner."""

from collections.abc import Callable
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from ui.owner import ASKED
from ui.page.shell import escape_text, render_page
from ui.peers import believe_proxy
from ui.service import Service
from ui.site.monitoring import OPEN as MONITORED

OPEN = ("/sign-in", "/site/", "/accessibility")
READS = ("GET", "HEAD", "OPTIONS")
OLD_LINK = "This link is of an earlier start. Open the one that council serve printed last."


class WithGate:
    """An ASGI application behind the gate."""

    def __init__(self, app: Callable, service: Service):
        self.app = app
        self.service = service

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        scope = believe_proxy(scope, self.service.full.settings.people)
        request = HTTPConnection(scope)
        reads = scope.get("method", "GET") in READS
        if not reads and _comes_from_elsewhere(request):
            await JSONResponse({"problem": "This was sent by another site and was not done."}, 403)(scope, receive, send)
        elif reads and scope["path"] == "/" and ASKED in request.query_params:
            await self._open_link(request)(scope, receive, send)
        elif not scope["path"].startswith(OPEN) and scope["path"] not in MONITORED and self.service.person(request) is None:
            await _turn_away(request)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _open_link(self, request: HTTPConnection) -> Response:
        """The page without the token in its address, and with the cookie of the owner where the token is right."""
        owner = self.service.owner
        right = owner.fits(request.query_params[ASKED])
        if not right and not self.service.people.exist():
            return _refuse_link(request)
        rest = urlencode([(name, value) for name, value in parse_qsl(request.url.query) if name != ASKED])
        reply = RedirectResponse(f"/?{rest}" if rest else "/", status_code=303, headers={"cache-control": "no-store"})
        if right:
            reply.set_cookie(owner.cookie, owner.token, httponly=True, samesite="lax", secure=request.url.scheme == "https")
        return reply


def _comes_from_elsewhere(request: HTTPConnection) -> bool:
    site = request.headers.get("sec-fetch-site")
    if site:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin")
    return bool(origin) and urlsplit(origin).netloc != request.headers.get("host")


def _refuse_link(request: HTTPConnection) -> Response:
    if not _reads_pages(request):
        return JSONResponse({"problem": OLD_LINK}, 403)
    said = f'<p class="notice" role="alert">{escape_text(OLD_LINK)}</p><p><a href="/">Read the open papers without it</a></p>'
    return HTMLResponse(render_page("An old link", f"<h1>An old link</h1>{said}"), 403, headers={"cache-control": "no-store"})


def _reads_pages(request: HTTPConnection) -> bool:
    return request.scope.get("method") == "GET" and "text/html" in request.headers.get("accept", "")


def _turn_away(request: HTTPConnection) -> JSONResponse | RedirectResponse:
    if _reads_pages(request):
        asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(f"/sign-in?next={quote(asked, safe='')}", status_code=303)
    return JSONResponse({"problem": "Sign in first."}, 401, headers={"www-authenticate": "Cookie"})
