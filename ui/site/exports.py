"""Answers as files over HTTP. The questions of the link are asked again, so that a file holds what the papers say and no more
than its reader may see."""

import logging
from datetime import datetime

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from ingest.patterns import compile_pattern
from ui.asked import ask_all, read_query
from ui.exports.content import make_export
from ui.exports.evidence import write_evidence
from ui.exports.markdown import write_markdown
from ui.exports.signing import KeyProblem, make_key
from ui.papers import PaperProblem
from ui.service import Service
from ui.site.turns import make_turn

log = logging.getLogger(__name__)
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "md": "text/markdown; charset=utf-8",
    "json": "application/json",
}


def make_router(service: Service) -> APIRouter:
    """The addresses /export.docx, .pdf, .md and .json."""
    router = APIRouter(include_in_schema=False)

    @router.get("/export.{ending}", dependencies=[Depends(make_turn(service), scope="function")])
    def export(request: Request, ending: str) -> Response:
        assistant = service.assistant_for(request)
        asked = read_query(request.url.query, assistant.store.catalogue)
        if ending not in TYPES or not asked:
            raise PaperProblem(
                "There is nothing to save at this address. Ask a question and choose “Keep or share” under its answer."
            )
        turns, made, left_out = ask_all(assistant, asked), datetime.now().astimezone(), service.left_out(request)
        if ending == "json":
            file = write_evidence(turns, made=made, left_out=bool(left_out), key=_find_key(service))
        else:
            content = make_export(turns, site=str(request.base_url).rstrip("/"), made=made, left_out=left_out)
            file = _writer(ending)(content)
        words = compile_pattern(r"[^a-z0-9]+").sub("-", asked[0].question.lower()).strip("-")[:60] or "answer"
        name = f"{words}{'-evidence' if ending == 'json' else ''}.{ending}"
        return Response(file, media_type=TYPES[ending], headers={"content-disposition": f'attachment; filename="{name}"'})

    return router


def _find_key(service: Service) -> bytes | None:
    """The key of the store, made for its first record; None, and the record is not signed, where nothing can be written."""
    try:
        return make_key(service.full.store.folder)
    except KeyProblem as problem:
        log.error("An evidence record is not signed: %s", problem)
        return None


def _writer(ending: str):
    if ending == "md":
        return write_markdown
    # The two libraries take a moment to load, and only who saves a file needs them.
    if ending == "docx":
        from ui.exports.word import write_word

        return write_word
    from ui.exports.pdf import write_pdf

    return write_pdf
