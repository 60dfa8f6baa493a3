"""A folder that is watched: read again once what arrives has arrived."""

import threading
import time
from pathlib import Path

from ui.watching import watch_files


def test_a_burst_of_changes_is_told_once_and_after_it_has_ended(tmp_path: Path):
    stop, told = threading.Event(), []
    papers = tmp_path / "papers"
    papers.mkdir()

    def follow() -> None:
        for paths in watch_files([papers], quiet_seconds=0.5, stop=stop):
            told.append((paths, (papers / "a.txt").read_text(), time.monotonic()))
            stop.set()

    follower = threading.Thread(target=follow, daemon=True)
    follower.start()
    time.sleep(1.5)
    for number in range(6):
        (papers / "a.txt").write_text("word " * (number + 1))
        time.sleep(0.1)
    written = time.monotonic()
    follower.join(timeout=30)
    ((paths, text, moment),) = told
    assert paths == [papers] and text == "word " * 6 and moment > written
