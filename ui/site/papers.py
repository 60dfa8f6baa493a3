"""Papers over HTTP: a page of one in the viewer, its picture, and the file as it was published."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse, HTMLResponse, Response

from ui.page.shell import render_page
from ui.page.viewer import render_viewer
from ui.papers import USUAL_WIDTH, draw_picture, find_paper, find_place, open_original
from ui.service import Service

KINDS = {".pdf": "application/pdf"}
"""What a browser may show by itself. Every other file is saved, for a web page among the papers must not run here."""
A_WEEK = "private, max-age=604800"
"""A picture never changes, for its address bears the digest of the file. Private, for not everybody may see it."""


def make_router(service: Service) -> APIRouter:
    """The addresses below /paper."""
    router = APIRouter(prefix="/paper/{digest}", include_in_schema=False)

    @router.get("/page/{number}.png")
    def picture(request: Request, digest: str, number: int, width: int = USUAL_WIDTH) -> Response:
        catalogue = service.assistant_for(request).store.catalogue
        drawn = draw_picture(catalogue, find_paper(catalogue, digest), number, width)
        return Response(drawn, media_type="image/png", headers={"cache-control": A_WEEK})

    @router.get("/page/{number}")
    def page(
        request: Request,
        digest: str,
        number: int,
        start: int | None = None,
        end: int | None = None,
        part: bool = False,
        look: bool = False,
    ) -> HTMLResponse:
        return show(request, digest, number, start, end, part, look)

    @router.get("/words")
    def words(
        request: Request, digest: str, start: int | None = None, end: int | None = None, part: bool = False
    ) -> HTMLResponse:
        return show(request, digest, None, start, end, part, False)

    @router.get("/original")
    def original(request: Request, digest: str) -> Response:
        catalogue = service.assistant_for(request).store.catalogue
        document = find_paper(catalogue, digest)
        path = open_original(catalogue, document)
        kind = KINDS.get(path.suffix.lower())
        return FileResponse(
            path,
            media_type=kind or "application/octet-stream",
            filename=Path(document.file).name,
            content_disposition_type="inline" if kind else "attachment",
        )

    def show(
        request: Request, digest: str, number: int | None, start: int | None, end: int | None, part: bool, look: bool
    ) -> HTMLResponse:
        catalogue = service.assistant_for(request).store.catalogue
        place = find_place(catalogue, digest, number=number, start=start, end=end, look=look)
        viewer = render_viewer(place)
        if part:
            return HTMLResponse(viewer)
        heading = '<h1 class="only-heard">A page of a paper</h1>'
        title = place.document.facts.title
        return HTMLResponse(render_page(title, heading + viewer, visitor=service.visitor(request), wide=True))

    return router
