"""The steps as tools for assistants that speak MCP, offered by Gradio."""

import json
import os
from collections.abc import Callable

# Read when gradio is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from assistant.answering import Assistant
from index.budget import OutOfTime
from ingest.problem import Problem
from ui.asked import QuestionProblem, check_length
from ui.line import Busy
from ui.logs import adopt_request
from ui.papers import find_place
from ui.records_json import listing_json
from ui.registers import list_view, name_of_register, read_view
from ui.service import Service
from ui.site.api import answer_json, document_json, hit_json

MOST_HITS = 50


def offer_tools(service: Service) -> None:
    """The steps as tools for assistants that speak MCP, at /gradio_api/mcp/, under the same rules of access."""

    async def in_turn(request: gr.Request, work: Callable[[Assistant], object]) -> str:
        """What comes of some work with the assistant when its turn has come, or why it did not come or was given up."""
        asked_by = find_request(request)
        adopt_request(asked_by)
        try:
            async with service.take_turn(asked_by):
                return _write_json(await run_in_threadpool(work, service.assistant_for(asked_by)))
        except (Busy, OutOfTime, QuestionProblem) as problem:
            return str(problem)

    async def ask_papers(question: str, request: gr.Request) -> str:
        """Answer a question from the council's papers, word for word, with citations; or say that they do not answer it.

        Args:
            question: A question in plain English, such as "When was the last inspection?"
        """
        return await in_turn(request, lambda assistant: answer_json(assistant.ask(check_length(question))))

    async def search_papers(question: str, count: int, request: gr.Request) -> str:
        """Find passages of the council's papers, best first, each with its document and page.

        Args:
            question: Words or a question to search for.
            count: How many passages, from 1 to 50.
        """
        k = _read_count(count)
        return await in_turn(
            request, lambda assistant: [hit_json(hit) for hit in assistant.search(check_length(question), k=k)]
        )

    def list_documents(request: gr.Request) -> str:
        """The council papers that can be searched: title, body, date, type and digest of each."""
        catalogue = service.assistant_for(find_request(request)).store.catalogue
        return _write_json([document_json(document) for document in catalogue.documents()])

    def read_page(digest: str, page: int, request: gr.Request) -> str:
        """The words of one page of a paper; of a paper without pages its first words.

        Args:
            digest: The document's digest, as list_documents and every citation give it.
            page: The file's own page count, from 1.
        """
        try:
            place = find_place(service.assistant_for(find_request(request)).store.catalogue, digest, number=int(page))
        except Problem as problem:
            return str(problem)
        return place.words.before

    def list_records(register: str, text: str, page: int, request: gr.Request) -> str:
        """A register read out of the council's papers: 50 records at a time, each with its words and page, and how many there
        are in all. Decisions are what was resolved, recommended, decided or planned; duties are what the law lays on the
        council; inspections have their judgements.

        Args:
            register: decisions, duties or inspections.
            text: Words that must all stand in a record; nothing for the whole register.
            page: Which fifty, from 1.
        """
        try:
            view = read_view(name_of_register(register), [("text", text), ("page", str(page))])
            registers = service.assistant_for(find_request(request)).open_registers()
            return _write_json(listing_json(list_view(registers, view)))
        except Problem as problem:
            return str(problem)

    for tool in (ask_papers, search_papers, list_documents, read_page, list_records):
        # Not queued: a queued call comes back in through Gradio's own client, and would be another's.
        gr.api(tool, api_name=tool.__name__, queue=False)


def _read_count(count: object) -> int:
    """How many passages; as many as may be where no number is given, for programs send anything."""
    try:
        return max(1, min(MOST_HITS, int(count)))
    except (TypeError, ValueError, OverflowError):
        return MOST_HITS


def find_request(request: gr.Request | Request | None) -> Request:
    """The request as it came in. Raises RuntimeError where there is none, for then nobody knows who asks."""
    asked_by = getattr(request, "request", None) or request
    if not isinstance(asked_by, Request):
        raise RuntimeError("A step was called without a request, so that it is not known who asks.")
    return asked_by


def _write_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
