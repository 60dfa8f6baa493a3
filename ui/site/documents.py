"""One document over HTTP: what is known of it, and its removal; and what the documents page shows."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from index.registers import Registers
from index.ruling import rule_on
from index.standing import RULINGS, Standing, list_standings
from ingest.problem import Problem
from ui.library import LibraryProblem, find_freshness, list_shelves, outline, remove_paper
from ui.page.documents import Holding, render_document
from ui.page.shell import render_page
from ui.papers import find_newer, find_paper
from ui.rendering import describe_coverage
from ui.service import Service


def make_router(service: Service) -> APIRouter:
    """The addresses /paper/DIGEST, /documents/DIGEST/remove and /documents/DIGEST/ruling."""
    router = APIRouter(include_in_schema=False)

    @router.get("/paper/{digest}")
    def show(request: Request, digest: str) -> HTMLResponse:
        catalogue = service.assistant_for(request).store.catalogue
        document = find_paper(catalogue, digest)
        content = render_document(
            document,
            outline(catalogue, document),
            tables=catalogue.table_rows().get(digest, 0),
            by_ocr=catalogue.pages_by_ocr().get(digest, ()),
            newer=find_newer(catalogue, document),
            standing=list_standings(catalogue.reading(), digest=digest)[0] if service.manages(request) else None,
            original=not catalogue.withholds(document),
        )
        return HTMLResponse(render_page(document.facts.title, content, visitor=service.visitor(request)))

    @router.post("/documents/{digest}/remove")
    def remove(request: Request, digest: str) -> Response:
        if not service.manages(request):
            raise LibraryProblem("Only officers and administrators may remove papers.")
        remove_paper(service.full, find_paper(service.full.store.catalogue, digest))
        return RedirectResponse("/documents", status_code=303)

    @router.post("/documents/{digest}/ruling")
    def rule(request: Request, digest: str, ruling: Annotated[str, Form()] = "") -> Response:
        person = service.person(request)
        if person is None or not person.manages:
            raise LibraryProblem("Only officers and administrators may rule who sees a paper.")
        store = service.full.store
        document = find_paper(store.catalogue, digest)
        if ruling not in RULINGS:
            raise Problem(f"There is no ruling “{ruling[:40]}”. There are: {', '.join(RULINGS)}.")
        said = RULINGS[ruling]
        rule_on(store.catalogue, store.vectors, store.embedder, document.digest, said, who=person.name, day=date.today())
        return RedirectResponse(f"/paper/{document.digest}#access", status_code=303)

    return router


def find_holding(service: Service, request: Request) -> Holding:
    """What this visitor is shown of the store."""
    assistant = service.assistant_for(request)
    documents = assistant.store.catalogue.documents()
    by_row, newest = {document.row: document for document in documents}, assistant.store.catalogue.newest_versions()
    return Holding(
        shelves=list_shelves(documents),
        fresh=find_freshness(documents, date.today()),
        skipped=assistant.store.catalogue.skipped(),
        tables=assistant.store.catalogue.table_rows(),
        records=Registers(assistant.store.catalogue).count_by_document(),
        by_ocr=assistant.store.catalogue.pages_by_ocr(),
        newer={by_row[row].digest: by_row[best] for row, best in newest.items() if row in by_row and best in by_row},
        totals=describe_coverage(assistant.coverage()),
        left_out=service.left_out(request),
        manages=service.manages(request),
        held=_find_held(service, request),
    )


def _find_held(service: Service, request: Request) -> tuple[Standing, ...]:
    """What is held back and why, for officers; () for others."""
    if not service.manages(request):
        return ()
    standings = list_standings(service.full.store.catalogue.reading())
    return tuple(standing for standing in standings if standing.state != "open")
