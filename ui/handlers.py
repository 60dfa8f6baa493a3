"""What the page does when somebody asks: a question and the turns so far in, what is to be shown out. No Gradio here."""

import contextvars
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant import replies
from assistant.answer import Answer, Coverage
from assistant.answering import Assistant
from assistant.language_model.composed import Watch
from index.retriever import Retrieval
from ui.asked import Asked, Turn
from ui.line import Busy, Line, Place
from ui.logs import request_id
from ui.next_questions import Suggester
from ui.rendering import (
    Arriving,
    Waiting,
    render_conversation,
    render_ending,
    render_further,
    render_status,
    say_count,
)
from ui.sources import render_sources

log = logging.getLogger(__name__)

NOTHING_SEARCHED = Coverage(documents=0, passages=0, first=None, last=None, unread=0)
PAPERS_NAMED = 4
SHOWN_WITHIN_SECONDS = 0.1
"""So long an answer waits at most for the papers that it is read from to be on their way to the page."""
LOOK_SECONDS = 0.5
"""How often somebody who waits is told how many are before them, where that has changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows: HTML for its parts, and the turns of the conversation. `box` is what the question box is
    to hold; None leaves alone what is being typed there. `waiting` is the question that is being answered, None where none is."""

    conversation: str
    sources: str
    status: str
    turns: tuple[Turn, ...]
    box: str | None
    waiting: Asked | None


def start_conversation() -> View:
    """A page on which nothing has been asked."""
    return show_turns((), status=render_status(""), box="")


def stop_asking(turns: Sequence[Turn], waiting: Asked | None) -> View:
    """The page without the answer that was waited for; its question stands in the box again."""
    said = "Stopped. The question is in the box again."
    return show_turns(tuple(turns), status=render_status(said, heard=said), box=waiting.question if waiting else None)


def enter_alone() -> Place:
    """A place in a line where nobody else stands."""
    return Line(at_once=1, waiting=0, longest_wait=1).enter("")


def ask_question(
    assistant: Assistant,
    asked: Asked,
    turns: Sequence[Turn],
    stop: threading.Event | None = None,
    enter: Callable[[], Place] = enter_alone,
) -> Iterator[View]:
    """First the question, then how many are before it in the line that `enter` leads into, then the papers that are read for it,
    then its sources, its words line by line, and what can be done with it. What a language model says, where one is set, comes
    before all of its answer, as it is checked; `stop` ends its part and leaves the papers' words. A question without words
    changes nothing but the status.

    This is the page's front door: whatever goes wrong behind it is logged and becomes an answer that says what to do.
    """
    turns = tuple(turns)
    question = asked.question.strip()
    if not question:
        said = replies.REJECTED["empty"]
        yield show_turns(turns, status=render_status(said, heard=said))
        return
    asked = replace(asked, question=question)
    try:
        documents = say_count(assistant.coverage(asked.filters).documents, "document")
        searching = render_status(f"Searching {documents}…", busy=True)
        yield show_turns(turns, status=searching, waiting=Waiting(asked=asked), box="")
        answer, shown, status, began = None, Waiting(asked=asked), searching, time.monotonic()
        place = enter()
        for found in _find_answer(assistant, asked, turns, stop or threading.Event(), place):
            if isinstance(found, Answer):
                answer = found
                break
            if isinstance(found, int):
                status = render_status(f"{say_count(found, 'question')} before yours…", busy=True) if found else searching
            elif isinstance(found, str):
                if not shown.said:
                    first = f"First words after {time.monotonic() - began:.1f} s, checked against the papers…"
                    status = render_status(first, busy=True)
                shown = replace(shown, said=(*shown.said, found))
            else:
                shown = replace(shown, papers=found)
            yield show_turns(turns, status=status, waiting=shown)
    except Busy as busy:
        answer = _fail(question, str(busy))
    except Exception as error:
        log.exception("A question could not be answered")
        answer = _fail(question, replies.say_fault(error, request_id.get()))
    turn = Turn(asked=asked, answer=answer)
    # What has been seen to arrive is not taken away to arrive again.
    if answer.status == "answered" and answer.first_seconds is None:
        for lines in range(answer.text.count("\n") + 2):
            yield show_turns((*turns, turn), status=searching, arriving=Arriving(lines=lines))
    ending, box = render_ending(answer), question if answer.status == "error" else None
    yield show_turns((*turns, turn), status=ending, box=box)


def _find_answer(
    assistant: Assistant, asked: Asked, turns: Sequence[Turn], stop: threading.Event, place: Place
) -> Iterator[int | tuple[str, ...] | str | Answer]:
    """How many questions are before this one whenever that has changed, 0 when its turn comes; then the titles of the papers
    found, each statement of a language model as it is checked, and the answer; what goes wrong is raised here."""
    news: queue.SimpleQueue = queue.SimpleQueue()
    taken = threading.Event()

    def tell(retrieval: Retrieval) -> None:
        titles = dict.fromkeys(hit.document.facts.title for hit in retrieval.hits)
        news.put(tuple(titles)[:PAPERS_NAMED])
        # Reading them takes a whole core: else it is done before they are shown.
        taken.wait(SHOWN_WITHIN_SECONDS)

    def work() -> None:
        earlier = tuple(turn.answer for turn in turns)
        watch = Watch(on_statement=news.put, stop=stop)
        try:
            answer = assistant.ask(asked.question, earlier=earlier, filters=asked.filters, on_hits=tell, watch=watch)
        except Exception as error:  # noqa: BLE001 - it is raised again where it is waited for
            answer = error
        finally:
            place.leave()
        news.put(answer)

    begun = False
    try:
        yield from _wait_for_turn(place)
        # With the number of the request, which what is logged there bears.
        threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True).start()
        begun = True
        while True:
            found = news.get()
            if isinstance(found, Exception):
                raise found
            yield found
            # Asked for more, the page has been sent what there was.
            taken.set()
            if isinstance(found, Answer):
                return
    finally:
        # Where nobody waits any more, no model need go on.
        stop.set()
        if not begun:
            place.leave()


def _wait_for_turn(place: Place) -> Iterator[int]:
    said = 0
    while not place.wait(LOOK_SECONDS):
        if said != (said := place.count_ahead()):
            yield said
    if said:
        yield 0


def _fail(question: str, said: str) -> Answer:
    return Answer(question=question, search_query=question, status="error", text=said, citations=(), coverage=NOTHING_SEARCHED)


def find_further(suggester: Suggester, turns: Sequence[Turn], go_on: Callable[[], bool] = lambda: True) -> str:
    """Questions to go on with after the last answer, as HTML. They take some seconds, so that nobody waits for them; `go_on` says
    whether there is still time for another.

    This is the front door of questions that nobody asked: whatever goes wrong in one is logged, and the answer, which is on the
    page already, stands without them.
    """
    try:
        return render_further(suggester.find_next(turns[-1], go_on)) if turns else ""
    except Exception:
        log.exception("No further questions could be found")
        return ""


def show_turns(
    turns: tuple[Turn, ...],
    *,
    status: str,
    waiting: Waiting | None = None,
    arriving: Arriving | None = None,
    box: str | None = None,
) -> View:
    """The page with these turns, and with a question that waits for its answer."""
    return View(
        conversation=render_conversation(turns, waiting=waiting, arriving=arriving),
        sources=render_sources(turns),
        status=status,
        turns=turns,
        box=box,
        waiting=waiting.asked if waiting else None,
    )
