"""The log of questions, kept only where a setting says for how many days; what is older is deleted, not hidden.

A file a day under the store's folder, a JSON line a question: time, question, status, model, seconds. No address or name of who
asked is known here, and no answer is kept.
"""

import json
import logging
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from assistant.answer import Answer

FOLDER = "questions"
log = logging.getLogger(__name__)


class QuestionLog:
    """The log of one store. `days` as in the settings: 0 keeps nothing and deletes what an earlier setting kept."""

    def __init__(self, store: Path, days: int, now: Callable[[], datetime] = lambda: datetime.now(UTC)):
        self.folder = store / FOLDER
        self.days = days
        self.now = now

    def keep(self, answer: Answer) -> None:
        """Write one question down, if questions are kept, and delete what is too old. Where the disk does not allow it that is
        logged, for the answer matters more."""
        self.delete_old()
        if not self.days:
            return
        entry = {
            "time": self.now().isoformat(timespec="seconds"),
            "question": answer.question,
            "status": answer.status,
            "model": answer.model,
            "seconds": answer.seconds,
        }
        path = self.folder / f"{self.now().date().isoformat()}.jsonl"
        try:
            self.folder.mkdir(mode=0o700, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "a", encoding="utf-8") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        except OSError as error:
            log.warning("A question was answered and is not kept in %s: %s. See to its disk.", self.folder, error.strerror)

    def delete_old(self) -> int:
        """Delete the files of days that are no longer kept; how many there were. A day is kept whole."""
        deleted = 0
        for path in self.folder.glob("*.jsonl"):
            day = _day_of(path)
            if day is not None and day <= self.now().date() - timedelta(days=self.days):
                try:
                    path.unlink(missing_ok=True)
                except OSError as error:
                    log.warning("The questions in %s are too old and cannot be deleted: %s.", path, error.strerror)
                    continue
                deleted += 1
        return deleted


def _day_of(path: Path) -> date | None:
    """The day a file of the log is of; None for a file that is not the log's."""
    try:
        return date.fromisoformat(path.stem)
    except ValueError:
        return None
