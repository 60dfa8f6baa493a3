"""The log as JSON lines, one an event, each with the number of the request it belongs to. No words of questions unless set."""

import json
import logging
import secrets
import sys
import traceback
from collections.abc import Generator, Iterator
from contextvars import ContextVar, copy_context
from datetime import UTC, datetime
from pathlib import Path

from starlette.requests import HTTPConnection

from assistant.settings import Logging
from ingest.patterns import compile_pattern
from ingest.problem import Problem

PACKAGES = ("ingest", "index", "assistant", "ui")
"""Whose events are told from the set level on; of libraries only what went wrong is."""
GIVEN = compile_pattern(r"[A-Za-z0-9_-]{8,64}")
"""Numbers of requests that a proxy in front may give."""
FIELDS = "fields"
"""The name under which an event carries its own fields."""

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The number of the request that is being answered; empty where there is none."""


class LogProblem(Problem):
    """A log file that cannot be written: which, and what to do."""


def name_request(given: str = "") -> str:
    """The number that came with a request where it is a plain one, else a new one."""
    return given if GIVEN.fullmatch(given) else secrets.token_hex(8)


def adopt_request(request: HTTPConnection) -> None:
    """Take the number of a request that is answered in a task of its own."""
    request_id.set(request.scope.get("state", {}).get("request_id", ""))


def follow_request(request: HTTPConnection, values: Generator) -> Iterator:
    """The values of a generator, every step of which belongs to this request, in whatever thread it is taken."""
    context = copy_context()
    context.run(adopt_request, request)
    try:
        while (value := context.run(next, values, None)) is not None:
            yield value
    finally:
        context.run(values.close)


def tell(log: logging.Logger, level: int, event: str, **fields: object) -> None:
    """Write one event. Fields must be JSON and must not repeat what somebody asked."""
    log.log(level, event, extra={FIELDS: fields})


class JsonLines(logging.Formatter):
    """A record as one line of JSON. Of an error its kind and its place in the code are told, and its words, which may repeat a
    question, only with `questions`."""

    def __init__(self, *, questions: bool):
        super().__init__()
        self.questions = questions

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.partition(".")[0] in PACKAGES
        said = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            # What a library puts into its sentences is not ours to know.
            "event": record.getMessage() if ours or self.questions else str(record.msg),
            "from": record.name,
            "request_id": request_id.get(),
            **getattr(record, FIELDS, {}),
        }
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            if self.questions:
                said["error_words"] = str(record.exc_info[1])
            frames = traceback.extract_tb(record.exc_info[2])
            said["at"] = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        return json.dumps({name: value for name, value in said.items() if value != ""}, ensure_ascii=False, default=str)


def start_log(settings: Logging) -> None:
    """Send what this program and its libraries log to where the settings say. Raises LogProblem."""
    try:
        handler = logging.FileHandler(Path(settings.file).expanduser(), encoding="utf-8") if settings.file else None
    except OSError as error:
        raise LogProblem(
            f"The log {settings.file} cannot be written ({error.strerror}). Choose another with logging.file."
        ) from error
    handler = handler or logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(questions=settings.questions))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for package in PACKAGES:
        logging.getLogger(package).setLevel(settings.level.upper())
