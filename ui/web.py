"""The pages, wired in Gradio: which part shows what, and what each button does. What is shown is decided in `handlers`."""

import json
import os
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

# Read when gradio is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from fastapi import FastAPI
from starlette.routing import Mount

from assistant.answering import Assistant
from ui.asked import Asked, Turn, read_limits, read_query
from ui.handlers import View, ask_question, find_further, start_conversation, stop_asking
from ui.logs import follow_request
from ui.page.adding import render_adding
from ui.page.documents import render_documents
from ui.page.limits import render_limits
from ui.page.shell import NAME, Visitor, render_bar, render_foot
from ui.rendering import render_opening
from ui.service import Service
from ui.site.documents import find_holding
from ui.site.gradio_door import GradioDoor
from ui.tools import find_request, offer_tools

STATIC = Path(__file__).with_name("static")
MOST_SUGGESTIONS = 6
SMALL_EVENTS = 40
"""Events of pages that are handled at once beside the questions."""
HEAD = """
<link rel="stylesheet" href="/site/base.css"><link rel="stylesheet" href="/site/page.css">
<script src="/site/viewer.js" defer></script><script src="/site/page.js" defer></script>
<script src="/site/adding.js" defer></script>
"""
QUIETLY = {"show_progress": "hidden", "api_visibility": "private"}


def mount_pages(app: FastAPI, service: Service) -> None:
    """Put the pages at "/" of an application: nothing of them is shared, kept or fetched from elsewhere."""
    pages = build_pages(service)
    # Every question has its turn in our own line, which is fair to all doors; Gradio's queue takes in as many as may wait there,
    # beside the small events of the pages, in threads of its own, so that no other address waits for one.
    pages.max_threads = service.line.at_once + service.line.most_waiting + SMALL_EVENTS
    pages.queue(max_size=pages.max_threads, default_concurrency_limit=None)
    # It says so of every app with more than one page, also where that mode is off.
    warnings.filterwarnings("ignore", message="SSR mode is not supported", category=UserWarning)
    gr.mount_gradio_app(
        app,
        pages,
        path="/",
        theme=make_theme(),
        head=HEAD,
        favicon_path=str(STATIC / "favicon.svg"),
        footer_links=[],
        show_error=False,
        run_history=False,
        enable_monitoring=False,
        ssr_mode=False,
        pwa=False,
        mcp_server=True,
    )
    mounted = next(route for route in app.routes if isinstance(route, Mount) and route.path == "")
    events = frozenset(number for number, event in pages.fns.items() if event.targets)
    mounted.app = GradioDoor(mounted.app, service, events)


def make_theme() -> gr.themes.Base:
    """System fonts only, so that none is fetched."""
    return gr.themes.Base(
        primary_hue="blue",
        neutral_hue="slate",
        font=[gr.themes.Font("system-ui"), gr.themes.Font("sans-serif")],
        font_mono=[gr.themes.Font("ui-monospace"), gr.themes.Font("monospace")],
    ).set(
        body_background_fill="#f3f5f8",
        body_background_fill_dark="#11181f",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_border_width_dark="0px",
        block_padding="0px",
        block_shadow="none",
        block_shadow_dark="none",
    )


def build_pages(service: Service) -> gr.Blocks:
    """Every page that Gradio serves."""
    with gr.Blocks(title=NAME, analytics_enabled=False, fill_width=True) as pages:
        gr.Navbar(visible=False)
        _build_ask_page(pages, service)
        offer_tools(service)
    with pages.route("Documents", "/documents"):
        gr.Navbar(visible=False)
        _build_documents_page(pages, service)
    return pages


def _build_ask_page(pages: gr.Blocks, service: Service) -> None:
    start = start_conversation()
    turns, waiting = gr.State(start.turns), gr.State(start.waiting)
    bar = _show_html(render_bar("/", Visitor()), elem_id="bar")
    with gr.Row(elem_id="desk"):
        with gr.Column(elem_id="talk"):
            opening = _show_html(elem_id="opening")
            conversation = _show_html(start.conversation, elem_id="conversation")
            further = _show_html(elem_id="further")
            with gr.Column(elem_id="composer"):
                with gr.Row(elem_id="line"):
                    status = _show_html(start.status, elem_id="status")
                    anew = gr.Button("New conversation", elem_id="anew", visible=False)
                    unaided = gr.Button("Answer in the papers’ words now", elem_id="unaided", visible=False)
                with gr.Row(elem_id="asking"):
                    box = gr.Textbox(
                        label="Your question",
                        placeholder="What was decided?",
                        max_lines=4,
                        autofocus=True,
                        elem_id="question",
                    )
                    ask = gr.Button("Ask", variant="primary", elem_id="ask")
                    stop = gr.Button("Stop", elem_id="stop", visible=False)
                limits = _show_html(elem_id="limits")
            with gr.Column(elem_id="suggestions", visible=False) as suggested:
                _show_html("<h2>Questions to start with</h2>")
                buttons = [gr.Button("", elem_classes="suggestion", visible=False) for _ in range(MOST_SUGGESTIONS)]
            _show_html('<div id="history"></div>')
        with gr.Column(elem_id="side"):
            sources = _show_html(start.sources, elem_id="sources")
    _show_html(render_foot())
    # Filled in by the browser: what the search is limited to, and which turn is asked anew.
    extra = gr.Textbox(visible=False)
    parts = [conversation, further, sources, status, box, turns, waiting, suggested, anew, ask, stop, unaided]
    stops: dict[str | None, threading.Event] = {}

    def fill(view: View, before: View | None = None) -> list:
        """What goes into the parts. What is as it was before is left alone, with what is open or has the keyboard in it."""
        begun, waits = bool(view.conversation), view.waiting is not None
        return [
            gr.skip() if before and before.conversation == view.conversation else view.conversation,
            # What to ask next is found after the answer.
            "",
            gr.skip() if before and before.sources == view.sources else view.sources,
            view.status,
            gr.skip() if view.box is None else view.box,
            view.turns,
            view.waiting,
            gr.Column(visible=not begun and bool(service.suggestions)),
            # Not while an answer is being found: it would arrive in the new conversation.
            gr.Button(visible=begun and not waits),
            gr.Button(visible=not waits),
            gr.Button(visible=waits),
            gr.Button(visible=waits and service.full.composer is not None),
        ]

    def follow(assistant: Assistant, asked: Asked, turns: tuple[Turn, ...], request: gr.Request) -> Iterator:
        stop = stops[request.session_hash] = threading.Event()
        try:
            asker = find_request(request)
            enter = partial(service.enter_line, asker, request.session_hash)
            yield from _with_former(follow_request(asker, ask_question(assistant, asked, turns, stop, enter)))
        finally:
            if stops.get(request.session_hash) is stop:
                del stops[request.session_hash]

    def lead_on(turns: tuple[Turn, ...], request: gr.Request) -> str:
        def is_idle() -> bool:
            return request.session_hash not in stops and not service.line.waiting

        found = find_further(service.suggester_for(find_request(request)), turns, is_idle)
        # By now another question may be on the page.
        return gr.skip() if request.session_hash in stops else found

    def stop_model(request: gr.Request) -> None:
        if (stop := stops.get(request.session_hash)) is not None:
            stop.set()

    def give_up(turns: tuple[Turn, ...], waiting: Asked | None, request: gr.Request) -> list:
        stop_model(request)
        return fill(stop_asking(turns, waiting))

    def answer(question: str, extra: str, turns: tuple[Turn, ...], request: gr.Request) -> Iterator[list]:
        assistant = service.assistant_for(find_request(request))
        asked, kept = _read_asked(question, extra, turns, assistant.store.catalogue)
        for before, view in follow(assistant, asked, kept, request):
            yield fill(view, before)

    def arrive(request: gr.Request) -> Iterator[list]:
        assistant = service.assistant_for(find_request(request))
        visitor = service.visitor(find_request(request))
        shown = [
            render_bar("/", visitor),
            render_opening(assistant.coverage(), service.left_out(find_request(request))),
            render_limits(assistant.store.catalogue),
        ]
        shown += _show_suggestions(service.suggestions)
        kept = start_conversation().turns
        yield [*shown, *fill(start_conversation())]
        for asked in read_query(str(find_request(request).query_params), assistant.store.catalogue):
            for before, view in follow(assistant, asked, kept, request):
                yield [*shown, *fill(view, before)]
            kept = view.turns

    take = "(question, _, turns) => [question, window.council.asking(), turns]"
    # What is sent while an answer is being found is asked next, not lost.
    asks = [gr.on([box.submit, ask.click], answer, [box, extra, turns], parts, js=take, trigger_mode="always_last", **QUIETLY)]
    asks += [button.click(answer, [button, extra, turns], parts, js=take, **QUIETLY) for button in buttons]
    # By themselves, so that the next question need not wait for them.
    for answered in asks:
        answered.then(lead_on, turns, further, **QUIETLY)
    # What the store holds, and who looks, may have changed since the page was built.
    arrival = pages.load(arrive, None, [bar, opening, limits, *buttons, *parts], **QUIETLY)
    arrival.then(lead_on, turns, further, **QUIETLY)
    # For whoever comes next: the papers may be others than those that the questions were found in.
    pages.load(service.find_suggestions, None, None, **QUIETLY)
    stop.click(give_up, [turns, waiting], parts, cancels=[*asks, arrival], **QUIETLY)
    unaided.click(stop_model, None, None, **QUIETLY)
    anew.click(lambda: fill(start_conversation()), None, parts, js="() => window.council.anew()", **QUIETLY)


def _build_documents_page(pages: gr.Blocks, service: Service) -> None:
    bar = _show_html(render_bar("/documents", Visitor()), elem_id="bar")
    with gr.Column(elem_id="documents"):
        holding = _show_html()
        # Files are sent to an address of our own: no event of Gradio takes any.
        adding = _show_html()
    _show_html(render_foot())

    def arrive(request: gr.Request) -> list:
        asked_by = find_request(request)
        shown = find_holding(service, asked_by)
        held = f'<div id="holding">{render_documents(shown)}</div>'
        by_link = bool(service.owner.token) and not service.people.exist()
        return [render_bar("/documents", service.visitor(asked_by)), held, render_adding(shown.manages, by_link=by_link)]

    pages.load(arrive, None, [bar, holding, adding], **QUIETLY)


def _show_suggestions(questions: Sequence[str]) -> list[gr.Button]:
    """The buttons of the questions to start with; those without a question are not there."""
    shown = [gr.Button(question, visible=True) for question in questions[:MOST_SUGGESTIONS]]
    return shown + [gr.Button("", visible=False)] * (MOST_SUGGESTIONS - len(shown))


def _with_former(views: Iterator[View]) -> Iterator[tuple[View | None, View]]:
    """Each view as it comes, with the one before it."""
    before = None
    for view in views:
        yield before, view
        before = view


def _read_asked(question: str, extra: str, turns: Sequence[Turn], catalogue) -> tuple[Asked, tuple[Turn, ...]]:
    """The question with its limits, and the turns that stay: all, or those before the one that is asked anew."""
    try:
        said = json.loads(extra or "{}")
        pairs = [(str(name), str(value)) for name, value in said.get("limits", [])]
        replaces = said.get("replaces")
    except (ValueError, TypeError, AttributeError, RecursionError):
        pairs, replaces = [], None
    kept = turns[: replaces - 1] if isinstance(replaces, int) and 1 <= replaces <= len(turns) else turns
    return Asked(question=question or "", filters=read_limits(pairs, catalogue)), tuple(kept)


def _show_html(value: str | Callable[[], str] = "", **options: str) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, **options)
