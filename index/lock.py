"""One writer at a time: whoever changes a store holds its lock file. Readers need none."""

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from index.troubles import StoreTrouble, find_kind
from ingest.problem import Problem

LOCK = "writing.lock"
LOOK_SECONDS = 0.2


class StoreBusy(Problem):
    """Another program is changing the store: which, since when, and what to do."""


@contextmanager
def hold_store(folder: Path, *, wait_seconds: float = 0) -> Iterator[None]:
    """Be the only one who changes the store in this folder. Raises StoreBusy where another still does after `wait_seconds`, and
    StoreTrouble where nobody can.

    The system gives the lock back when its holder ends, however it ends, so that what a killed program left is no obstacle.
    """
    path = folder / LOCK
    with _open(path, folder) as file:
        end = time.monotonic() + wait_seconds
        while not _take(file.fileno()):
            if time.monotonic() >= end:
                raise StoreBusy(f"{_describe(path)} is changing the store {folder}. Try again when it has finished.")
            time.sleep(LOOK_SECONDS)
        _note_holder(file)
        try:
            yield
        finally:
            # The file stays: taking it away would let two hold two files of one name.
            _empty(file)


def _note_holder(file: TextIO) -> None:
    """Say who holds the lock, where there is room for it: what another is told would only be less."""
    _empty(file)
    if file.writable():
        with suppress(OSError):
            os.write(file.fileno(), f"{os.getpid()} {time.strftime('%H:%M')}\n".encode("ascii"))


def _empty(file: TextIO) -> None:
    if file.writable():
        file.truncate(0)


def _open(path: Path, folder: Path) -> TextIO:
    try:
        return path.open("a+", encoding="ascii")
    except OSError as error:
        if error.errno == errno.EROFS and path.is_file():
            # Nobody can change the store there; it can still be read as a whole, such as for a backup.
            return path.open(encoding="ascii")
        raise StoreTrouble(find_kind(error) or "read only", folder, str(error)) from error


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
