"""The page, wired in Gradio: which part shows what, and what each button does. What is shown is decided in `handlers`."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

# Read when gradio is imported.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr
from starlette.middleware import Middleware

from assistant.answer import Answer
from assistant.answering import Assistant
from ingest.problem import Problem
from ui.handlers import View, ask_question, start_conversation
from ui.rendering import NAME, render_header

STATIC = Path(__file__).with_name("static")
MOST_SUGGESTIONS = 8
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; frame-ancestors 'none'"
)
"""What browsers let the page load: only what this program serves. Gradio's own scripts need the two unsafe words."""


class PageProblem(Problem):
    """A page that cannot be served: why, and what to do."""


class WithPolicy:
    """An ASGI application with `POLICY` on every answer, so that no browser reaches for another machine."""

    def __init__(self, app: Callable):
        self.app = app

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        async def send_with_policy(message: dict) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"content-security-policy", POLICY.encode())]
            await send(message)

        await self.app(scope, receive, send_with_policy)


def serve_page(assistant: Assistant, suggestions: Sequence[str], *, host: str, port: int) -> None:
    """Serve the page until it is interrupted. Raises PageProblem where it cannot be served at that address."""
    page = open_page(assistant, suggestions, host=host, port=port)
    print(f"{NAME} is at {page.local_url} (Ctrl+C stops it)", flush=True)
    page.block_thread()


def open_page(assistant: Assistant, suggestions: Sequence[str], *, host: str, port: int) -> gr.Blocks:
    """The page, served until its `close()`: nothing of it is shared, kept or fetched from elsewhere. Raises PageProblem."""
    _bypass_proxy(host)
    page = build_page(assistant, suggestions)
    # Not as css_paths: gradio rewrites that, and loses borders on the way.
    style = f"<style>{(STATIC / 'page.css').read_text('utf-8')}</style>"
    try:
        page.launch(
            server_name=host,
            server_port=port,
            prevent_thread_lock=True,
            quiet=True,
            theme=make_theme(),
            head=style,
            js=(STATIC / "page.js").read_text("utf-8"),
            favicon_path=STATIC / "favicon.svg",
            app_kwargs={"middleware": [Middleware(WithPolicy)]},
            footer_links=[],
            show_error=False,
            share=False,
            run_history=False,
            enable_monitoring=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
        )
    except OSError as error:
        raise PageProblem(
            f"The page cannot be served at {host}, port {port}: it is taken or not allowed. "
            f"Choose another, such as: council serve --port {port + 1}"
        ) from error
    return page


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


def build_page(assistant: Assistant, suggestions: Sequence[str]) -> gr.Blocks:
    """The page over one assistant, with the first of the suggested questions as buttons."""
    start = start_conversation()
    with gr.Blocks(title=NAME, analytics_enabled=False, fill_width=True) as page:
        answers = gr.State(start.answers)
        header = _show_html(render_header(assistant.coverage()), elem_id="header")
        with gr.Row(elem_id="desk"):
            with gr.Column(elem_id="talk"):
                conversation = _show_html(start.conversation, elem_id="conversation")
                with gr.Column(elem_id="composer"):
                    with gr.Row(elem_id="line"):
                        status = _show_html(start.status, elem_id="status")
                        stop = gr.Button("Stop", elem_id="stop", visible=False)
                        anew = gr.Button("New conversation", elem_id="anew", visible=False)
                    with gr.Row(elem_id="asking"):
                        box = gr.Textbox(
                            label="Your question",
                            placeholder="What was decided?",
                            max_lines=4,
                            autofocus=True,
                            elem_id="question",
                        )
                        ask = gr.Button("Ask", variant="primary", elem_id="ask")
                with gr.Column(elem_id="suggestions", visible=bool(suggestions)) as suggested:
                    _show_html("<h2>Questions to start with</h2>")
                    buttons = [gr.Button(question, elem_classes="suggestion") for question in suggestions[:MOST_SUGGESTIONS]]
            with gr.Column(elem_id="sources"):
                sources = _show_html(start.sources)

        parts = [conversation, sources, status, box, answers, suggested, anew, stop]
        stops: dict[str | None, threading.Event] = {}

        def fill(view: View) -> list:
            asked = bool(view.conversation)
            return [
                view.conversation,
                view.sources,
                view.status,
                gr.skip() if view.box is None else view.box,
                view.answers,
                gr.Column(visible=bool(suggestions) and not asked),
                # Not while an answer is being found: it would arrive in the new conversation.
                gr.Button(visible=asked and not view.waits),
                gr.Button(visible=view.waits and assistant.composer is not None),
            ]

        def answer(question: str, earlier: tuple[Answer, ...], request: gr.Request) -> Iterator[list]:
            stops[request.session_hash] = threading.Event()
            try:
                yield from map(fill, ask_question(assistant, question, earlier, stops[request.session_hash]))
            finally:
                stops.pop(request.session_hash, None)

        def stop_answer(request: gr.Request) -> None:
            if (waited := stops.get(request.session_hash)) is not None:
                waited.set()

        quietly = {"show_progress": "hidden", "api_visibility": "private"}
        # What is sent while an answer is being found is asked next, not lost.
        gr.on([box.submit, ask.click], answer, [box, answers], parts, trigger_mode="always_last", **quietly)
        for button in buttons:
            button.click(answer, [button, answers], parts, **quietly)
        # What the store holds may have changed since the page was built.
        page.load(lambda: render_header(assistant.coverage()), None, header, **quietly)
        stop.click(stop_answer, None, None, **quietly)
        anew.click(lambda: fill(start_conversation()), None, parts, **quietly)
    return page


def _show_html(value: str | Callable[[], str], **options: str) -> gr.HTML:
    return gr.HTML(value, apply_default_css=False, **options)


def _bypass_proxy(host: str) -> None:
    """Gradio looks whether its own page is up, and that must not go through the council's proxy."""
    known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    os.environ["no_proxy"] = ",".join(dict.fromkeys([*filter(None, known.split(",")), "localhost", "127.0.0.1", host]))
