"""Every address of the program in one application: our own pages, and the ones in Gradio below them."""

import logging
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware

from ingest.problem import Problem
from ui.page.shell import escape_text, render_page
from ui.papers import PaperProblem
from ui.service import Service
from ui.site.papers import make_router as make_papers
from ui.site.policy import WithPolicy

STATIC = Path(__file__).parent.parent / "static"
log = logging.getLogger(__name__)


def build_app(service: Service, mount_pages: Callable[[FastAPI], None]) -> FastAPI:
    """The application over a service. `mount_pages` puts the Gradio pages at "/", below every other address."""
    app = FastAPI(title="Council Assistant", docs_url=None, redoc_url=None, openapi_url=None, middleware=[Middleware(WithPolicy)])
    app.include_router(make_papers(service))
    app.mount("/site", StaticFiles(directory=STATIC))

    def show_problem(request: Request, problem: Problem, status: int) -> Response:
        said = f'<p class="notice" role="alert">{escape_text(str(problem))}</p>'
        if request.query_params.get("part"):
            return HTMLResponse(f'<section class="viewer">{said}</section>', status_code=status)
        content = f'<h1>This cannot be shown</h1>{said}<p><a href="/">Ask a question</a></p>'
        return HTMLResponse(render_page("This cannot be shown", content, visitor=service.visitor(request)), status_code=status)

    @app.exception_handler(PaperProblem)
    def show_missing(request: Request, problem: PaperProblem) -> Response:
        return show_problem(request, problem, 404)

    mount_pages(app)
    return app
