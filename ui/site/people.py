"""Signing in and out over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ui.page.shell import escape_text, render_page
from ui.peers import asker_address
from ui.people import SESSION_SECONDS, PeopleProblem, SignInRefused
from ui.service import SESSION, Service


def make_router(service: Service) -> APIRouter:
    """The addresses /sign-in and /sign-out."""
    router = APIRouter(include_in_schema=False)

    @router.get("/sign-in")
    def show_form(next: str = "/") -> HTMLResponse:
        return HTMLResponse(_render_form(next))

    @router.post("/sign-in")
    def sign_in(
        request: Request,
        name: Annotated[str, Form()],
        password: Annotated[str, Form()],
        everywhere: Annotated[bool, Form()] = False,
        next: str = "/",
    ) -> Response:
        address, session = asker_address(request, service.full.settings.people), request.cookies.get(SESSION, "")
        try:
            token = service.people.sign_in(name, password, address=address, session=session, end_others=everywhere)
        except SignInRefused as refused:
            waits = {"retry-after": str(refused.retry_seconds)}
            return HTMLResponse(_render_form(next, problem=str(refused), name=name), status_code=429, headers=waits)
        except PeopleProblem as problem:
            return HTMLResponse(_render_form(next, problem=str(problem), name=name), status_code=401)
        reply = RedirectResponse(_local(next), status_code=303)
        secure = request.url.scheme == "https"
        reply.set_cookie(SESSION, token, max_age=SESSION_SECONDS, httponly=True, samesite="lax", secure=secure)
        return reply

    @router.post("/sign-out")
    def sign_out(request: Request, everywhere: Annotated[bool, Form()] = False) -> RedirectResponse:
        service.people.sign_out(request.cookies.get(SESSION, ""), everywhere=everywhere)
        reply = RedirectResponse("/sign-in", status_code=303)
        reply.delete_cookie(SESSION)
        return reply

    return router


def _local(address: str) -> str:
    """An address of this site, whatever was asked for: a sign-in must not lead to another."""
    return address if address.startswith("/") and not address.startswith(("//", "/\\")) else "/"


def _render_form(next: str, *, problem: str = "", name: str = "") -> str:
    said = f'<p class="notice fault" role="alert" id="problem">{escape_text(problem)}</p>' if problem else ""
    described = ' aria-describedby="problem" aria-invalid="true"' if problem else ""
    content = (
        f'<h1>Sign in</h1>{said}<form method="post">'
        f'<label for="name">Name</label><input type="text" id="name" name="name" value="{escape_text(name)}" '
        f'autocomplete="username" required{described}>'
        '<label for="password">Password</label><input type="password" id="password" name="password" '
        f'autocomplete="current-password" required{described}>'
        '<p><label for="everywhere"><input type="checkbox" id="everywhere" name="everywhere" value="true"> '
        "Sign me out everywhere else</label></p>"
        '<p><button class="main" type="submit">Sign in</button></p></form>'
        "<p>Accounts are made by whoever runs this service, with <code>council user add</code>.</p>"
    )
    return render_page("Sign in", content)
