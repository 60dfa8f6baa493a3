"""Pages of PDF files drawn and measured apart: in a few processes that live on, with limits on time and memory.

A page that hangs, crashes or takes all memory costs its own process and nobody else's; the next page gets a fresh one. What is
drawn, and how, is decided in `ingest.page_picture`; nothing is kept here.
"""

import multiprocessing
import os
import queue
import resource
import signal
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from ingest.page_picture import PageProblem

LONGEST_SECONDS = 5.0
"""For one page: a usual one takes less than a tenth of a second, a map or a plan one or two."""
MEMORY_BYTES = 2 * 1024**3
"""Of address space for each process: the libraries take half of it, the largest picture (12 million pixels) a tenth."""
MOST_PROCESSES = 4
MOST_WAITING = 24
"""Askers at once, those who wait included: each holds a thread of the server, which has 40."""
START_SECONDS = 30.0
"""For a process to start: it loads the libraries, which takes about half a second on a machine that is free."""

Got = TypeVar("Got")


class PageTooSlow(PageProblem):
    """A page that could not be drawn within the limits of time and memory."""


class PagesBusy(PageProblem):
    """So many pages are asked for that this one could not be taken; it may be asked for again."""


class PagePool:
    """A few processes that work on pages, started when they are first needed. Safe to use from many threads.

    `seconds` is the time of one page. `at_once` is the number of processes: by default one a core, and at most four.
    """

    def __init__(self, seconds: float = LONGEST_SECONDS, at_once: int | None = None):
        self.seconds = seconds
        at_once = at_once or min(MOST_PROCESSES, len(os.sched_getaffinity(0)))
        self._asking = _Places(MOST_WAITING)
        # The one that worked last is taken first, so that no more are started than are needed.
        self._idle: queue.LifoQueue[_PageProcess] = queue.LifoQueue()
        for _ in range(at_once):
            self._idle.put(_PageProcess())

    def run(self, work: Callable[..., Got], path: Path, number: int, **options: object) -> Got:
        """What the function `work` of `ingest.page_picture` gives for page `number` of a file. Raises PageProblem: PageTooSlow
        for a page that is too much work, PagesBusy where no process was free within the time of two pages."""
        with self._asking:
            try:
                process = self._idle.get(timeout=2 * self.seconds)
            except queue.Empty:
                raise _busy() from None
            try:
                return process.run(work, path, number, options, self.seconds)
            finally:
                self._idle.put(process)

    def close(self) -> None:
        """End the processes that are idle; each is started again when it is needed."""
        for process in list(self._idle.queue):
            process.stop()


class _Places:
    """So many may be inside at once; nobody waits to come in."""

    def __init__(self, most: int):
        self._free: queue.SimpleQueue[None] = queue.SimpleQueue()
        for _ in range(most):
            self._free.put(None)

    def __enter__(self) -> None:
        try:
            self._free.get_nowait()
        except queue.Empty:
            raise _busy() from None

    def __exit__(self, *_: object) -> None:
        self._free.put(None)


def _busy() -> PagesBusy:
    return PagesBusy("Many pages are being drawn at the moment. Open this one again in some seconds.")


class _PageProcess:
    """One process that works on one page after another; started when it is first needed, and anew after it was ended."""

    def __init__(self) -> None:
        self._context = multiprocessing.get_context("spawn")
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def run(self, work: Callable[..., Got], path: Path, number: int, options: dict[str, object], seconds: float) -> Got:
        try:
            pipe = self._started()
            pipe.send((work, path, number, options, seconds))
            if not pipe.poll(seconds):
                raise PageTooSlow(f"Page {number} of {path.name} could not be drawn within {seconds:g} seconds.")
            got = pipe.recv()
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            self.stop()
            raise PageTooSlow(
                f"Page {number} of {path.name} could not be drawn: it took all its memory or is damaged."
            ) from error
        except BaseException:
            # Too slow, or the asker was interrupted: what it would still send must not be taken for the next page's.
            self.stop()
            raise
        if isinstance(got, PageProblem):
            raise got
        return got

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        self._process = self._pipe = None

    def _started(self) -> Connection:
        if self._process is None or not self._process.is_alive():
            self.stop()
            self._pipe, child = self._context.Pipe()
            self._process = self._context.Process(target=_serve_pages, args=(child,), daemon=True)
            self._process.start()
            child.close()
            # It says when it is ready, so that starting takes nothing of the page's time.
            try:
                ready = self._pipe.poll(START_SECONDS) and self._pipe.recv()
            except EOFError:
                ready = False
            if not ready:
                raise _busy()
        return self._pipe


def _serve_pages(pipe: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # Who stops the program at its terminal stops the process that asks; this one ends with it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        pipe.send(True)
        while True:
            work, path, number, options, seconds = pipe.recv()
            # Where the asker has gone, nobody else would end a page that never does.
            signal.alarm(int(seconds) + 2)
            got = _work_or_refuse(work, path, number, options)
            signal.alarm(0)
            pipe.send(got)


def _work_or_refuse(work: Callable[..., Got], path: Path, number: int, options: dict[str, object]) -> Got | PageProblem:
    try:
        return work(path, number, **options)
    except PageProblem as problem:
        return PageProblem(str(problem))
    except MemoryError:
        return PageTooSlow(f"Page {number} of {path.name} could not be drawn: it took all its memory.")
    except Exception as error:  # noqa: BLE001 - the front door of the child process: a fault of a page is reported, not fatal
        return PageProblem(f"Page {number} of {path.name} is damaged and cannot be shown ({type(error).__name__}).")
