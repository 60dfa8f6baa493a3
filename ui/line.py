"""The line in front of the assistant: so many questions are worked out at once, so many wait, any more are told to come again.

Page, API and tools stand in the same line. Each asker has a turn after the other, however many questions one of them has sent.
"""

import asyncio
import math
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Literal

from ingest.problem import Problem

Reason = Literal["full", "late", "displaced"]
"""Why a question was refused: the line was full, its turn did not come in time, or others who had asked less were let in."""
NEW_SHARE = 0.1
"""Weight of the newest answer in the running mean of the seconds that answers take."""
LONGEST_RETRY_SECONDS = 120
LONGEST_PASS_SECONDS = 1.0
"""So that papers are read in, slowly, even where somebody asks all the time."""


class Busy(Problem):
    """A question that could not be taken: why, and after how many seconds it is worth asking again."""

    def __init__(self, reason: Reason, retry_seconds: int):
        super().__init__(
            "Many questions are being asked at the moment, and yours could not be taken. "
            f"Try again in {retry_seconds} second{'' if retry_seconds == 1 else 's'}."
        )
        self.reason: Reason = reason
        self.retry_seconds = retry_seconds


class Place:
    """A place in the line. `called` is done when its turn has come; whoever holds it must `leave`."""

    def __init__(self, line: "Line", asker: str):
        self.asker = asker
        self.called: Future[None] = Future()
        self.entered = time.monotonic()
        self.began: float | None = None
        self._line = line

    @property
    def waited_seconds(self) -> float:
        """From entering until its turn came, or until now."""
        return (self.began or time.monotonic()) - self.entered

    def count_ahead(self) -> int:
        """How many questions will be begun before this one."""
        return self._line.count_ahead(self)

    def wait(self, seconds: float) -> bool:
        """Whether its turn came within so many seconds. Raises Busy where it can come no more."""
        left = self._line.longest_wait - self.waited_seconds
        try:
            self.called.result(max(0.0, min(seconds, left)))
        except TimeoutError:
            if seconds >= left:
                self._line.give_up(self)
            return self.called.done()
        return True

    async def wait_async(self) -> None:
        """Wait until its turn comes, without a thread. Raises Busy where it can come no more."""
        try:
            await asyncio.wait_for(asyncio.wrap_future(self.called), self._line.longest_wait - self.waited_seconds)
        except TimeoutError:
            self._line.give_up(self)

    def leave(self) -> None:
        """Make room for the next. A second time does nothing."""
        self._line.leave(self)


class Line:
    """At most `at_once` questions are worked out and at most `waiting` wait, none longer than `longest_wait` seconds. `on_turn`
    is told how many seconds each waited. Safe to share between threads and event loops."""

    def __init__(
        self, *, at_once: int, waiting: int, longest_wait: float, on_turn: Callable[[float], None] = lambda seconds: None
    ):
        self.at_once = at_once
        self.most_waiting = waiting
        self.longest_wait = longest_wait
        self.on_turn = on_turn
        self.refused: dict[Reason, int] = {"full": 0, "late": 0, "displaced": 0}
        self._lock = threading.Lock()
        self._working: set[Place] = set()
        # In the order of the askers' turns.
        self._waiting: dict[str, deque[Place]] = {}
        self._mean_seconds = 0.5

    @property
    def working(self) -> int:
        """Questions that are being worked out."""
        return len(self._working)

    @property
    def waiting(self) -> int:
        """Questions that wait."""
        with self._lock:
            return self._count()

    def let_pass(self) -> None:
        """For work that can wait: come back when no question is being worked out, or after `LONGEST_PASS_SECONDS`."""
        end = time.monotonic() + LONGEST_PASS_SECONDS
        while self._working and time.monotonic() < end:
            time.sleep(0.02)

    def enter(self, asker: str) -> Place:
        """Take the last place of this asker. Raises Busy where the line is full, unless somebody in it has more places than this
        asker would have: then the last of those goes."""
        with self._lock:
            if self._count() >= self.most_waiting and len(self._working) >= self.at_once:
                fullest = max(self._waiting, key=lambda one: len(self._waiting[one]), default=asker)
                if len(self._waiting.get(fullest, ())) <= len(self._waiting.get(asker, ())) + 1:
                    raise self._refuse("full")
                self._waiting[fullest].pop().called.set_exception(self._refuse("displaced"))
            place = Place(self, asker)
            self._waiting.setdefault(asker, deque()).append(place)
            self._call_next()
        return place

    def leave(self, place: Place) -> None:
        """See `Place.leave`."""
        with self._lock:
            if place in self._working:
                self._working.remove(place)
                taken = time.monotonic() - (place.began or place.entered)
                self._mean_seconds += NEW_SHARE * (taken - self._mean_seconds)
            else:
                self._forget(place)
            place.called.cancel()
            self._call_next()

    def give_up(self, place: Place) -> None:
        """Leave because it took too long, unless its turn came at the last moment. Raises Busy."""
        with self._lock:
            if place in self._working and not place.called.cancelled():
                return
            refusal = self._refuse("late")
        self.leave(place)
        raise refusal

    def count_ahead(self, place: Place) -> int:
        """See `Place.count_ahead`."""
        with self._lock:
            places = self._waiting.get(place.asker, ())
            if place not in places:
                return 0
            rounds, askers = places.index(place), list(self._waiting)
            before = askers.index(place.asker)
            # Of those whose turn is earlier in a round one more comes first.
            return rounds + sum(
                min(len(self._waiting[asker]), rounds + (at < before)) for at, asker in enumerate(askers) if at != before
            )

    def _count(self) -> int:
        return sum(map(len, self._waiting.values()))

    def _call_next(self) -> None:
        while self._waiting and len(self._working) < self.at_once:
            asker = next(iter(self._waiting))
            places = self._waiting.pop(asker)
            place = places.popleft()
            if places:
                # After everybody else.
                self._waiting[asker] = places
            # One that is given up just now is passed over.
            if place.called.set_running_or_notify_cancel():
                place.began = time.monotonic()
                self._working.add(place)
                place.called.set_result(None)
                self.on_turn(place.waited_seconds)

    def _forget(self, place: Place) -> None:
        places = self._waiting.get(place.asker)
        if places and place in places:
            places.remove(place)
            if not places:
                del self._waiting[place.asker]

    def _refuse(self, reason: Reason) -> Busy:
        self.refused[reason] += 1
        before = (self._count() + len(self._working)) / self.at_once
        return Busy(reason, min(LONGEST_RETRY_SECONDS, max(1, math.ceil(before * self._mean_seconds))))
