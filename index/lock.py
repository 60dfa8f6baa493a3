"""One writer at a time: whoever changes a store holds its lock file. Readers need none."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.problem import Problem

LOCK = "writing.lock"
LOOK_SECONDS = 0.2


class StoreBusy(Problem):
    """Another program is changing the store: which, since when, and what to do."""


@contextmanager
def hold_store(folder: Path, *, wait_seconds: float = 0) -> Iterator[None]:
    """Be the only one who changes the store in this folder. Raises StoreBusy where another still does after `wait_seconds`.

    The system gives the lock back when its holder ends, however it ends, so that what a killed program left is no obstacle.
    """
    path = folder / LOCK
    with path.open("a+", encoding="ascii") as file:
        end = time.monotonic() + wait_seconds
        while not _take(file.fileno()):
            if time.monotonic() >= end:
                raise StoreBusy(f"{_describe(path)} is changing the store {folder}. Try again when it has finished.")
            time.sleep(LOOK_SECONDS)
        file.truncate(0)
        file.write(f"{os.getpid()} {time.strftime('%H:%M')}\n")
        file.flush()
        try:
            yield
        finally:
            # The file stays: taking it away would let two hold two files of one name.
            file.truncate(0)


def is_held(folder: Path) -> bool:
    """Whether somebody is changing the store just now."""
    try:
        with (folder / LOCK).open("rb") as file:
            held = not _take(file.fileno())
            if not held:
                fcntl.flock(file.fileno(), fcntl.LOCK_UN)
            return held
    except OSError:
        # Nobody ever was, or nobody can be.
        return False


def _take(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _describe(path: Path) -> str:
    pid, _, since = path.read_text("ascii").strip().partition(" ")
    return f"Another program (process {pid}, since {since})" if pid.isdigit() else "Another program"
