"""The report of the last evaluation, where one lies in the store's folder: `council eval run CASES.jsonl --out STORE/quality`."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse

from ui.page.shell import render_page
from ui.papers import PaperProblem
from ui.service import Service

FRAME = (
    '<h1>Quality</h1><p>How well questions are answered, as it was last measured. '
    '<a href="/quality/report" target="_blank" rel="noopener">Open the report by itself<span class="only-heard"> (new tab)</span>'
    '</a></p><iframe class="report" src="/quality/report" title="Report of the last evaluation" sandbox=""></iframe>'
)  # fmt: skip


def make_router(service: Service) -> APIRouter:
    """The addresses /quality and /quality/report."""
    router = APIRouter(include_in_schema=False)

    def check(request: Request) -> None:
        if not service.shows_quality(request):
            raise PaperProblem("There is no report to show. Make one with: council eval run CASES.jsonl --out STORE/quality")

    @router.get("/quality")
    def show(request: Request) -> HTMLResponse:
        check(request)
        return HTMLResponse(render_page("Quality", FRAME, current="/quality", visitor=service.visitor(request), wide=True))

    @router.get("/quality/report")
    def report(request: Request) -> FileResponse:
        check(request)
        return FileResponse(service.report, media_type="text/html", headers={"cache-control": "no-cache"})

    return router
