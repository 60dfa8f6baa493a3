"""Every address of the program in one application: our own pages, and the ones in Gradio below them."""

import json
import logging
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware

from assistant import replies
from index.database import DatabaseProblem
from index.troubles import StoreTrouble, find_kind
from index.vectors import VectorsProblem
from ingest.problem import Problem
from ui.library import LibraryProblem
from ui.line import Busy
from ui.logs import request_id
from ui.page.shell import NAME, escape_text, render_page
from ui.papers import PaperProblem, PictureBusy, WithheldPage
from ui.service import Service
from ui.site.about import make_router as make_about
from ui.site.accounts import WithAccounts
from ui.site.adding import make_router as make_adding
from ui.site.api import add_description
from ui.site.api import make_router as make_api
from ui.site.bounds import WithBounds
from ui.site.documents import make_router as make_documents
from ui.site.exports import make_router as make_exports
from ui.site.feedback import make_router as make_feedback
from ui.site.gate import WithGate
from ui.site.keeping import WithNoStore
from ui.site.monitoring import make_router as make_monitoring
from ui.site.papers import make_router as make_papers
from ui.site.people import make_router as make_people
from ui.site.policy import WithPolicy
from ui.site.quality import make_router as make_quality
from ui.site.registers import make_router as make_registers
from ui.site.requests import WithRequestId

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent.parent / "static"
ABOUT = "Questions about a council's papers, answered with citations; under the same rules of access as the pages."


def build_app(service: Service, mount_pages: Callable[[FastAPI], None]) -> FastAPI:
    """The application over a service. `mount_pages` puts the Gradio pages at "/", below every other address."""

    def show_fault(request: Request, error: Exception) -> Response:
        # What it was stands in the log under this number; here it could tell of exempt papers.
        return show_problem(request, Problem(replies.say_fault(error, request_id.get())), 503 if find_kind(error) else 500)

    middleware = [
        Middleware(WithRequestId, show_fault=show_fault),
        Middleware(WithPolicy),
        Middleware(WithBounds),
        Middleware(WithAccounts, service=service),
        Middleware(WithGate, service=service),
        Middleware(WithNoStore, service=service),
    ]
    app = FastAPI(
        title=NAME, version="1", description=ABOUT, docs_url=None, redoc_url=None, openapi_url=None, middleware=middleware
    )
    shown = (make_papers, make_documents, make_adding, make_registers, make_people, make_exports, make_feedback)
    for make in (*shown, make_about, make_quality, make_api, make_monitoring):
        app.include_router(make(service))
    add_description(app, service)
    app.mount("/site", StaticFiles(directory=STATIC))

    def show_problem(request: Request, problem: Problem, status: int) -> Response:
        if request.url.path.startswith(("/api/", "/feedback")):
            return JSONResponse({"problem": str(problem), "request_id": request_id.get()}, status)
        said = f'<p class="notice" role="alert">{escape_text(str(problem))}</p>'
        if request.query_params.get("part"):
            return HTMLResponse(f'<section class="viewer">{said}</section>', status_code=status)
        content = f'<h1>This cannot be shown</h1>{said}<p><a href="/">Ask a question</a></p>'
        return HTMLResponse(render_page("This cannot be shown", content, visitor=service.visitor(request)), status_code=status)

    @app.exception_handler(PaperProblem)
    def show_missing(request: Request, problem: PaperProblem) -> Response:
        statuses = {WithheldPage: 403, PictureBusy: 503}
        return show_problem(request, problem, statuses.get(type(problem), 404))

    @app.exception_handler(Problem)
    def show_other(request: Request, problem: Problem) -> Response:
        return show_problem(request, problem, 400)

    @app.exception_handler(StoreTrouble)
    @app.exception_handler(DatabaseProblem)
    @app.exception_handler(VectorsProblem)
    def show_trouble(request: Request, problem: Problem) -> Response:
        # They name folders and servers.
        log.error("%s", problem)
        return show_fault(request, problem)

    @app.exception_handler(LibraryProblem)
    def show_refused(request: Request, problem: LibraryProblem) -> Response:
        return show_problem(request, problem, 403)

    @app.exception_handler(Busy)
    def show_busy(request: Request, problem: Busy) -> Response:
        shown = show_problem(request, problem, 503)
        shown.headers["retry-after"] = str(problem.retry_seconds)
        return shown

    @app.exception_handler(RequestValidationError)
    def show_wrong_call(request: Request, error: RequestValidationError) -> Response:
        # What was sent is told back in escapes, for it may be what no encoding can write.
        told = json.dumps({"detail": jsonable_encoder(error.errors())})
        return Response(told, status_code=422, media_type="application/json")

    mount_pages(app)
    return app
