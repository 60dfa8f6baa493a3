"""The same steps for programs: JSON over HTTP, under the same rules of access as the pages, described by OpenAPI."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Answer
from assistant.question import LONGEST_CHARS
from index.catalogue import Filters, StoredDocument
from index.registers import Registers
from ui.asked import Asked, ask_all
from ui.dossier import make_dossier
from ui.page.api import render_api
from ui.page.shell import render_page
from ui.page.viewer import paper_address, place_address
from ui.papers import WIDTHS, draw_picture, find_paper, find_place
from ui.records_json import dossier_json, listing_json
from ui.registers import find_record, list_view, read_view
from ui.service import Service
from ui.site.turns import make_turn

MOST_TURNS = 20
TAG = "Council papers"
BUSY = "Many questions are being asked. Ask again after the seconds that the header Retry-After names."


class Limits(BaseModel):
    """What a search is limited to: names as the documents state them, and days."""

    model_config = ConfigDict(extra="forbid")

    council: list[str] = Field(default_factory=list, max_length=50)
    body: list[str] = Field(default_factory=list, max_length=50)
    type: list[str] = Field(default_factory=list, max_length=50)
    first: date | None = Field(default=None, description="only documents of this day or later")
    last: date | None = Field(default=None, description="only documents of this day or earlier")

    def as_filters(self) -> Filters:
        return Filters(
            council=tuple(self.council), body=tuple(self.body), type=tuple(self.type), first=self.first, last=self.last
        )


class AskRequest(BaseModel):
    """A question, and those asked before it in the same conversation, oldest first."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=2 * LONGEST_CHARS)
    earlier: list[str] = Field(default_factory=list, max_length=MOST_TURNS)
    limits: Limits = Field(default_factory=Limits)


class SearchRequest(BaseModel):
    """Words to look for."""

    model_config = ConfigDict(extra="forbid")

    question: str = Field(max_length=2 * LONGEST_CHARS)
    k: int = Field(default=20, ge=1, le=100)
    limits: Limits = Field(default_factory=Limits)


def make_router(service: Service) -> APIRouter:
    """The addresses below /api/v1."""
    router = APIRouter(prefix="/api/v1", tags=[TAG])

    # An answer or a search is worked out when its turn comes.
    queued = {"dependencies": [Depends(make_turn(service), scope="function")], "responses": {503: {"description": BUSY}}}

    @router.post("/ask", summary="Answer a question with citations", **queued)
    def ask(request: Request, asked: AskRequest) -> JSONResponse:
        filters = asked.limits.as_filters()
        questions = [Asked(question=question, filters=filters) for question in (*asked.earlier, asked.question)]
        answer = ask_all(service.assistant_for(request), questions)[-1].answer
        return _reply(service, request, answer_json(answer))

    @router.post("/search", summary="Find passages, best first", **queued)
    def search(request: Request, asked: SearchRequest) -> JSONResponse:
        assistant = service.assistant_for(request)
        hits = assistant.search(asked.question, k=asked.k, filters=asked.limits.as_filters())
        return _reply(service, request, {"hits": [hit_json(hit) for hit in hits]})

    @router.get("/documents", summary="The documents that can be searched")
    def documents(request: Request) -> JSONResponse:
        found = service.assistant_for(request).store.catalogue.documents()
        return _reply(service, request, {"documents": [document_json(document) for document in found]})

    @router.get("/documents/{digest}", summary="One document with its outline")
    def document(request: Request, digest: str) -> JSONResponse:
        catalogue = service.assistant_for(request).store.catalogue
        found = find_paper(catalogue, digest)
        sections = [
            {"headings": s.path, "page": s.page, "start": s.start, "end": s.end} for s in catalogue.sections_of(found.row)
        ]
        return _reply(service, request, {**document_json(found), "sections": sections})

    @router.get("/records/{register}", summary="A register, limited and sorted, a page at a time")
    def records(
        request: Request,
        register: Literal["decisions", "duties", "inspections"],
        text: str = "",
        council: str = "",
        body: str = "",
        status: str = "",
        lead: str = "",
        heading: str = "",
        power: Literal["", "duties", "powers"] = "",
        provider: str = "",
        grade: str = "",
        first: Annotated[date | None, Query(alias="from")] = None,
        last: Annotated[date | None, Query(alias="to")] = None,
        sort: str = "place",
        page: Annotated[int, Query(ge=1)] = 1,
    ) -> JSONResponse:
        view = read_view(register, request.query_params.multi_items())
        return _reply(service, request, listing_json(list_view(open_registers(request), view)))

    @router.get("/records/{register}/{digest}/{place}", summary="One record with what belongs to it in other papers")
    def record(
        request: Request, register: Literal["decisions", "duties", "inspections"], digest: str, place: str
    ) -> JSONResponse:
        registers = open_registers(request)
        dossier = make_dossier(registers, find_record(registers, register, digest, place))
        return _reply(service, request, dossier_json(dossier))

    def open_registers(request: Request) -> Registers:
        return service.assistant_for(request).open_registers()

    @router.get("/documents/{digest}/pages/{number}.png", summary="A page as a picture", response_class=Response)
    def picture(
        request: Request, digest: str, number: int, width: Annotated[int, Query(ge=100, le=WIDTHS[-1])] = WIDTHS[1]
    ) -> Response:
        catalogue = service.assistant_for(request).store.catalogue
        return Response(draw_picture(catalogue, find_paper(catalogue, digest), number, width), media_type="image/png")

    @router.get("/documents/{digest}/pages/{number}", summary="The words of a page, and where a quote stands on it")
    def page(request: Request, digest: str, number: int, start: int | None = None, end: int | None = None) -> JSONResponse:
        place = find_place(service.assistant_for(request).store.catalogue, digest, number=number, start=start, end=end)
        words = place.words
        marks = [[box.left, box.top, box.right, box.bottom] for box in place.marks]
        body = {
            "page": place.page.number if place.page else None,
            "page_label": place.page.label if place.page else None,
            "text": words.before + words.quote + words.after,
            "start": words.start,
            "end": words.end,
            "marks": marks,
            "address": place_address(digest, number, start, end),
        }
        return _reply(service, request, body)

    return router


def add_description(app: FastAPI, service: Service) -> None:
    """The addresses /api, for people, and /api/openapi.json, for programs."""

    @app.get("/api/openapi.json", include_in_schema=False)
    def openapi() -> JSONResponse:
        return JSONResponse(app.openapi())

    @app.get("/api", include_in_schema=False)
    def show(request: Request) -> HTMLResponse:
        return HTMLResponse(render_page("For programs", render_api(app.openapi()), visitor=service.visitor(request)))


def answer_json(answer: Answer) -> dict:
    """An answer as the command line prints it, each citation with its permanent address."""
    said = answer.as_json()
    for citation in said["citations"]:
        citation["address"] = place_address(citation["digest"], citation["page"], citation["start"], citation["end"])
    return said


def hit_json(hit) -> dict:
    """A hit as the command line prints it, with its place."""
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "file": hit.document.file,
        "document": hit.document.facts.title,
        "digest": hit.document.digest,
        "page": hit.passage.page,
        "page_label": hit.passage.page_label,
        "section": hit.section,
        "start": hit.start,
        "end": hit.end,
        "text": hit.text,
        "address": place_address(hit.document.digest, hit.passage.page, hit.start, hit.end),
    }


def document_json(document: StoredDocument) -> dict:
    """A document's facts."""
    facts = document.facts
    return {
        "digest": document.digest,
        "file": document.file,
        "title": facts.title,
        "council": facts.council,
        "body": facts.body,
        "date": facts.date.isoformat() if facts.date else None,
        "type": facts.type,
        "pages": document.pages,
        "passages": document.passages,
        "pages_without_text": document.pages_without_text,
        "address": paper_address(document.digest),
    }


def _reply(service: Service, request: Request, body: dict) -> JSONResponse:
    left_out = service.left_out(request)
    return JSONResponse({**body, "left_out": left_out or None})
