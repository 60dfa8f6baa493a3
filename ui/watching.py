"""Folders that are watched: what was given comes again whenever something in it has changed and then been quiet for a while."""

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event

from watchfiles import DefaultFilter, watch

QUIET_SECONDS = 2.0
"""Large files arrive in pieces; a folder is read when nothing has changed in it for so long."""
LONGEST_SECONDS = 60.0
"""Where something changes all the time, it is read this often all the same."""


def watch_files(
    paths: Sequence[Path], *, quiet_seconds: float = QUIET_SECONDS, stop: Event | None = None
) -> Iterator[list[Path]]:
    """The paths given, again after every batch of changes, until `stop` is set. A path that has gone is left out."""
    # A file by itself is watched by its folder, for programs put a new file in place of the old one.
    folders = {path if path.is_dir() else path.resolve().parent for path in paths}
    batches = watch(
        *folders,
        watch_filter=DefaultFilter(),
        # Nothing at all comes after so long without a change; what is written again and again comes every time.
        rust_timeout=int(quiet_seconds * 1000),
        yield_on_timeout=True,
        stop_event=stop,
        raise_interrupt=True,
    )
    since: float | None = None
    for changes in batches:
        if changes and since is None:
            since = time.monotonic()
        if since is not None and (not changes or time.monotonic() - since > LONGEST_SECONDS):
            since = None
            there = [path for path in paths if path.exists()]
            if there:
                yield there
