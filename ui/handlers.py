"""What the page does when somebody asks: a question and the answers so far in, what is to be shown out. No Gradio here."""

import logging
import queue
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from assistant import replies
from assistant.answer import Answer, Coverage
from assistant.answering import Assistant
from assistant.language_model.composed import Watch
from ui.rendering import render_conversation, render_ending, render_sources, render_status, say_count

log = logging.getLogger(__name__)

NOTHING_SEARCHED = Coverage(documents=0, passages=0, first=None, last=None, unread=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows: HTML for its three parts, and the answers of the conversation. `box` is what the question box is
    to hold; None leaves alone what is being typed there. `waits` is true while an answer is being found."""

    conversation: str
    sources: str
    status: str
    answers: tuple[Answer, ...]
    box: str | None
    waits: bool


def start_conversation() -> View:
    """A page on which nothing has been asked."""
    return show_answers((), status=render_status(""), box="")


def ask_question(
    assistant: Assistant, question: str, answers: Sequence[Answer], stop: threading.Event | None = None
) -> Iterator[View]:
    """First the question with what is being searched, then what a language model has said and code has checked, if one is set,
    then the answer. A question without words changes nothing but the status. `stop` ends the model's part.

    This is the page's front door: whatever goes wrong behind it is logged and becomes an answer that says what to do.
    """
    answers = tuple(answers)
    question = question.strip()
    if not question:
        yield show_answers(answers, status=render_status(replies.REJECTED["empty"]))
        return
    try:
        documents = say_count(assistant.coverage().documents, "document")
        yield show_answers(answers, status=render_status(f"Searching {documents}…", busy=True), waiting=question, box="")
        answer = yield from _follow_answer(assistant, question, answers, stop or threading.Event())
    except Exception:
        log.exception("A question could not be answered")
        answer = Answer(
            question=question, search_query=question, status="error", text=replies.ERROR, citations=(), coverage=NOTHING_SEARCHED
        )
    yield show_answers((*answers, answer), status=render_ending(answer), box=question if answer.status == "error" else None)


def _follow_answer(
    assistant: Assistant, question: str, answers: tuple[Answer, ...], stop: threading.Event
) -> Generator[View, None, Answer]:
    """A view for each checked statement as it comes; in the end the answer."""
    if assistant.composer is None:
        return assistant.ask(question, earlier=answers)
    told: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    watch = Watch(on_statement=told.put, stop=stop)
    with ThreadPoolExecutor(max_workers=1) as worker:
        asked = worker.submit(assistant.ask, question, earlier=answers, watch=watch)
        asked.add_done_callback(lambda _: told.put(None))
        began, said, status = time.monotonic(), [], ""
        try:
            while (words := told.get()) is not None:
                said.append(words)
                status = status or f"First words after {time.monotonic() - began:.1f} s, checked against the papers…"
                yield show_answers(answers, status=render_status(status, busy=True), waiting=question, said=said)
        except GeneratorExit:
            # Nobody waits any more.
            stop.set()
            raise
        return asked.result()


def show_answers(
    answers: tuple[Answer, ...],
    *,
    status: str,
    waiting: str | None = None,
    said: Sequence[str] = (),
    box: str | None = None,
) -> View:
    """The page with these answers, and with a question that waits for its own and what has been said of that so far."""
    return View(
        conversation=render_conversation(answers, waiting, said),
        sources=render_sources(answers),
        status=status,
        answers=answers,
        box=box,
        waits=waiting is not None,
    )
