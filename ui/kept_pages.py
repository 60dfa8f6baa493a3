"""What was drawn of pages last, kept in memory up to so many bytes. Who may see a page is asked before it is looked up here."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from ingest.page_picture import PageProblem
from ingest.page_pool import PagesBusy

MOST_BYTES = 64 * 1024**2
"""About a hundred pictures of pages, with the characters of as many."""
FAILURE_SECONDS = 600.0
"""How long a page that could not be drawn is not tried again: once it may have been the machine that was slow."""
FAILURE_BYTES = 1024

Got = TypeVar("Got")


@dataclass(frozen=True, slots=True)
class _Entry:
    value: Any
    problem: PageProblem | None
    size: int
    until: float


class KeptPages:
    """Values by key; each is made once, however many ask for it at the same time, and the longest unused goes first."""

    def __init__(self, most_bytes: int = MOST_BYTES, failure_seconds: float = FAILURE_SECONDS):
        self.most_bytes = most_bytes
        self.failure_seconds = failure_seconds
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._bytes = 0
        self._making: dict[Hashable, Future[Any]] = {}
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Got], size: Callable[[Got], int] = lambda _: FAILURE_BYTES) -> Got:
        """The value of `key`, made now where it is not kept; `size` says how many bytes it takes. Raises the PageProblem that
        making it raised, now or within the last minutes."""
        with self._lock:
            entry = self._entries.get(key)
            if entry and entry.until > time.monotonic():
                self._entries.move_to_end(key)
                if entry.problem:
                    raise entry.problem
                return entry.value
            other = self._making.get(key)
            mine = self._making[key] = other or Future()
        if other:
            return other.result()
        try:
            value = make()
        except BaseException as error:
            kept = isinstance(error, PageProblem) and not isinstance(error, PagesBusy)
            with self._lock:
                del self._making[key]
            if kept:
                self.fail(key, error)
            mine.set_exception(error if isinstance(error, PageProblem) else PagesBusy("Open this page again in some seconds."))
            raise
        with self._lock:
            del self._making[key]
            self._keep(key, _Entry(value, None, size(value), float("inf")))
        mine.set_result(value)
        return value

    def fail(self, key: Hashable, problem: PageProblem) -> None:
        """Whoever asks for `key` in the next minutes gets this problem, whatever was kept of it."""
        with self._lock:
            self._keep(key, _Entry(None, problem, FAILURE_BYTES, time.monotonic() + self.failure_seconds))

    def _keep(self, key: Hashable, entry: _Entry) -> None:
        before = self._entries.pop(key, None)
        self._bytes += entry.size - (before.size if before else 0)
        self._entries[key] = entry
        while self._bytes > self.most_bytes:
            _, oldest = self._entries.popitem(last=False)
            self._bytes -= oldest.size
