"""The assistant behind every door: page, API and tools ask here who a visitor is and get what that visitor may see."""

import logging
import os
import sqlite3
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from starlette.requests import HTTPConnection

from assistant.answer import Answer
from assistant.answering import Assistant
from ingest.problem import Problem
from ui.line import Line, Place
from ui.logs import tell
from ui.metrics import Metrics
from ui.next_questions import Suggester
from ui.owner import Owner
from ui.page.shell import Visitor
from ui.peers import asker_address, is_trusted_proxy
from ui.people import People, Person, make_person

SESSION = "council_session"
"""The cookie of a session."""
SUGGESTED = 5
ANSWERS_A_CORE_WITH_MODEL = 4
LEFT_OUT = "Some papers were left out."
"""All that is said to who may not see exempt papers, whatever was asked."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Whether questions can be answered: the store opens, the model is loaded, the accounts are there where there should be any.
    `newest` is the date of the newest open paper."""

    store: Literal["open", "failing"]
    model: Literal["loading", "loaded", "failing"]
    newest: date | None
    accounts: Literal["none", "kept", "missing"]

    @property
    def well(self) -> bool:
        return self.store == "open" and self.model == "loaded" and self.accounts != "missing"


class Service:
    """One store, served. `suggestions` are questions to start with, found in the papers where none are given; `host` is the
    address that is listened on."""

    def __init__(self, assistant: Assistant, suggestions: Sequence[str] = (), *, host: str = "127.0.0.1"):
        serving = assistant.settings.serving
        # Who waits for a model's server needs no core meanwhile.
        a_core = ANSWERS_A_CORE_WITH_MODEL if assistant.composer else 1
        self.line = Line(
            at_once=serving.answers_at_once or a_core * len(os.sched_getaffinity(0)),
            waiting=serving.waiting,
            longest_wait=serving.longest_wait,
        )
        self.metrics = Metrics(self.line, assistant.store.catalogue)
        self.line.on_turn = self.metrics.count_wait
        self._keep_answer = assistant.on_answer
        self._model: Literal["loading", "loaded", "failing"] = "loading"
        make = type(assistant)
        self.full = make(assistant.store, assistant.settings, assistant.composer, self._note_answer)
        self.people = People(assistant.store.folder, assistant.store.catalogue)
        self._keep_mark_of_accounts()
        self.owner = Owner(host, assistant.settings.people)
        self._open = make(assistant.store.open_papers(), assistant.settings, assistant.composer, self._note_answer)
        self._suggesters = {True: Suggester(self.full), False: Suggester(self._open)}
        self._given = tuple(suggestions)
        self._suggestions: tuple[str, ...] = ()
        self._suggested_for = ""
        self._suggesting = threading.Lock()

    def _keep_mark_of_accounts(self) -> None:
        """For accounts that an earlier version made."""
        try:
            self.people.keep_mark()
        except (sqlite3.Error, Problem):
            # A catalogue that only reads, or does not answer: the accounts that are there hold all the same.
            log.exception("That there are accounts could not be kept in the catalogue")
        if trouble := self.people.find_trouble():
            log.error("%s", trouble)

    def person(self, request: HTTPConnection) -> Person | None:
        """Who looks: None for somebody who must sign in first, and for everybody where the accounts are missing.

        Without accounts whoever holds the link of the start (see `Owner`) may do everything; all others are shown the open papers
        and change nothing.
        """
        if self.people.find_trouble():
            return None
        settings, known = self.full.settings.people, self.people.exist()
        if settings.proxy_header and is_trusted_proxy(request, settings):
            said = request.headers.getlist(settings.proxy_header)
            # Twice is once from the proxy and once from somebody whose own header it did not take away.
            name = said[0].strip() if len(said) == 1 else ""
            return (self.people.find(name) or make_person(name, settings.proxy_role)) if name else None
        if not known:
            own = self.owner.is_asking(request)
            role = "administrator" if own else "member"
            return None if settings.proxy_header else Person(name="", role=role, sees_exempt=own, manages=own)
        token = request.cookies.get(SESSION)
        return self.people.in_session(token) if token else None

    def enter_line(self, request: HTTPConnection, session: str | None = None) -> Place:
        """A place in the line for this asker's next question; `session` tells those apart who have no name. Raises Busy."""
        person = self.person(request)
        address = asker_address(request, self.full.settings.people)
        return self.line.enter((person.name if person else "") or session or address)

    @asynccontextmanager
    async def take_turn(self, request: HTTPConnection) -> AsyncIterator[None]:
        """Wait in the line, without a thread, and have a turn. Raises Busy."""
        place = self.enter_line(request)
        try:
            await place.wait_async()
            yield
        finally:
            place.leave()

    def warm_up(self) -> None:
        """Load the model, for which the first question would else wait, and find questions to start with."""
        try:
            self.full.store.embedder.embed(["When was the last inspection?"])
            self._model = "loaded"
        except Problem as problem:
            # The first question says so too, to somebody who can read it.
            self._model = "failing"
            log.error("%s", problem)
        else:
            self.find_suggestions()

    @property
    def suggestions(self) -> tuple[str, ...]:
        """Questions to start with: those given, else those that `find_suggestions` last found, while the papers are the same:
        what is held back now must not be asked after."""
        if self._given or not self._suggestions:
            return self._given
        return self._suggestions if self._suggesters[False].read_state() == self._suggested_for else ()

    def find_suggestions(self) -> None:
        """Make questions to start with of the papers where none are given and the papers are others than they were last time.
        That takes some seconds; where it is being done, nothing is done twice."""
        if self._given or not self._suggesting.acquire(blocking=False):
            return
        try:
            # Everybody sees the same ones, so they are made of open papers.
            suggester = self._suggesters[False]
            if (state := suggester.read_state()) != self._suggested_for:
                self._suggestions = suggester.suggest(SUGGESTED, self.line.let_pass)
                self._suggested_for = state
        except (sqlite3.Error, Problem):
            # Whoever asks is told so; there is just nothing to start with.
            log.exception("No questions to start with could be found")
        finally:
            self._suggesting.release()

    def suggester_for(self, request: HTTPConnection) -> Suggester:
        """What finds questions in the papers that this visitor may see."""
        return self._suggesters[self.assistant_for(request) is self.full]

    def check_health(self) -> Health:
        """Look whether the store answers and the model is loaded."""
        try:
            newest, store = self._open.coverage().last, "open"
        except (sqlite3.Error, Problem):
            log.exception("The store does not answer")
            newest, store = None, "failing"
        missing = self.people.find_trouble() is not None
        accounts = "missing" if missing else "kept" if self.people.exist() else "none"
        return Health(store=store, model=self._model, newest=newest, accounts=accounts)

    def _note_answer(self, answer: Answer) -> None:
        self._keep_answer(answer)
        self.metrics.count_answer(answer)
        stages = {stage: round(seconds, 4) for stage, seconds in answer.stage_seconds.items()}
        words = {"question": answer.question} if self.full.settings.logging.questions else {}
        tell(log, logging.INFO, "answer", status=answer.status, seconds=answer.seconds, stages=stages, **words)

    def assistant_for(self, request: HTTPConnection) -> Assistant:
        """The assistant that knows what this visitor may see, and nothing else."""
        person = self.person(request)
        return self.full if person and person.sees_exempt else self._open

    def shows_exempt(self, request: HTTPConnection) -> bool:
        """Whether this visitor sees papers that others do not."""
        person = self.person(request)
        return bool(person and person.sees_exempt) and self._open.store.catalogue.leaves_out()

    def manages(self, request: HTTPConnection) -> bool:
        """Whether this visitor may add and remove papers."""
        person = self.person(request)
        return bool(person and person.manages)

    def left_out(self, request: HTTPConnection) -> str:
        """`LEFT_OUT` where there are papers that this visitor may not see, whatever the question; else nothing."""
        return LEFT_OUT if self.assistant_for(request).store.catalogue.leaves_out() else ""

    def visitor(self, request: HTTPConnection) -> Visitor:
        """Who is looking, as the pages say it."""
        person, quality = self.person(request), self.shows_quality(request)
        return Visitor(name=person.name or None, manages=person.manages, quality=quality) if person else Visitor()

    @property
    def report(self) -> Path:
        """Where the report of the last evaluation lies, if there is one."""
        return self.full.store.folder / "quality" / "report.html"

    def shows_quality(self, request: HTTPConnection) -> bool:
        """Whether there is a report for this visitor. It quotes papers, so that it is shown to whoever sees all of them."""
        return self.report.is_file() and not self.left_out(request)
