"""Pages about the service itself."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ui.page.shell import render_page
from ui.page.statement import STATEMENT
from ui.service import Service


def make_router(service: Service) -> APIRouter:
    """The address /accessibility."""
    router = APIRouter(include_in_schema=False)

    @router.get("/accessibility")
    def accessibility(request: Request) -> HTMLResponse:
        return HTMLResponse(render_page("Accessibility", STATEMENT, visitor=service.visitor(request)))

    return router
