"""How much work one question, search or view of a register may be: processor time, so that a busy machine takes nothing away.

The work itself looks, in every loop, whether its time is spent, and stops; nothing is stopped from outside within a step.
What can grow within a step (the length of a text that a pattern sees, the texts embedded at once) is bounded where it is done.
"""

import math
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from ingest.problem import Problem

T = TypeVar("T")


class OutOfTime(Problem):
    """Work that was stopped because it took more than its budget of processor time."""

    def __init__(self, seconds: float):
        super().__init__(
            f"This took longer than {seconds:g} seconds of work and was stopped. Ask about one thing at a time, or limit it to a "
            "council, a body or some years."
        )


class Budget:
    """So many seconds of processor time of the thread that makes it and uses it, from now on. `clock` gives the seconds that the
    thread has worked."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.thread_time):
        self.seconds = seconds
        self._clock = clock
        self._ends = clock() + seconds

    def is_spent(self) -> bool:
        return self._clock() > self._ends

    def check(self) -> None:
        """Raises OutOfTime where the time is spent."""
        if self.is_spent():
            raise OutOfTime(self.seconds)

    def each(self, things: Iterable[T]) -> Iterator[T]:
        """The things one by one, for as long as there is time. Raises OutOfTime."""
        for thing in things:
            self.check()
            yield thing

    def renewed(self) -> "Budget":
        """The same budget for the next piece of work."""
        return Budget(self.seconds, self._clock)


UNLIMITED = Budget(math.inf)
"""For reading papers and for tools of those who keep a store, which may take as long as they take."""
