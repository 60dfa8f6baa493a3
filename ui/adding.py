"""Files that somebody drops on the documents page: kept, read one after another, and what came of each. No Gradio here."""

import logging
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from assistant.answering import Assistant
from ingest.problem import Problem
from ui.page.shell import escape_text
from ui.uploads import add_upload, safe_name

log = logging.getLogger(__name__)


def add_papers(assistant: Assistant, sent: Sequence[Path], let_pass: Callable[[], None] = lambda: None) -> Iterator[str]:
    """What has been done so far, as HTML, after each file. `let_pass` is called where others may go first."""
    said: list[str] = []
    for number, file in enumerate(sent, 1):
        yield _show(said, f"Reading {number} of {len(sent)}: {file.name} …")
        said.append(_add_paper(assistant, file, let_pass))
    yield _show(said, "")


def _add_paper(assistant: Assistant, file: Path, let_pass: Callable[[], None]) -> str:
    """The front door of one file: whatever goes wrong with it is said, and the next one is read."""
    try:
        report = add_upload(assistant, file, let_pass)
    except Problem as problem:
        return _line(str(problem), "fault")
    except Exception:
        log.exception("A file could not be added")
        return _line(f"“{file.name}” could not be added because of a fault. Try again, or use council ingest.", "fault")
    if report is None:
        return _line(f"“{file.name}” was here already: the same file is in the store, and nothing was changed.", "good")
    if report.skipped:
        entry = report.skipped[0]
        return _line(f"“{file.name}” was not added. {entry.reason} {entry.advice}", "fault")
    notes = "".join(f" {note.reason} {note.advice}" for note in report.notes)
    name, kept = safe_name(file.name), Path((report.added or report.updated)[0]).name
    # Another paper of that name is here, and stays.
    other = "" if kept == name else f" It is kept as “{kept}”, because another “{name}” is here."
    return _line(f"“{file.name}” was added and can be asked about.{other}{notes}", "good")


def _line(words: str, kind: str) -> str:
    return f'<p class="notice {kind}">{escape_text(words)}</p>'


def _show(said: Sequence[str], busy: str) -> str:
    alarm = any("notice fault" in line for line in said)
    waiting = f'<p class="busy" role="status">{escape_text(busy)}</p>' if busy else ""
    return f'<div role="{"alert" if alarm else "status"}">{"".join(said)}</div>{waiting}'
