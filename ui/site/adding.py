"""Papers sent from the documents page: from officers alone, bounded in number and size, and gone again once they were read."""

import json
import logging
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from index.folder_files import ARRIVING
from index.private import make_private_folder
from ingest.problem import Problem
from ui.adding import add_papers
from ui.page.documents import render_documents
from ui.service import Service
from ui.site.documents import find_holding
from ui.uploads import LARGEST_BYTES, safe_name

log = logging.getLogger(__name__)
MOST_FILES = 50
MOST_BYTES = 3 * LARGEST_BYTES
"""Of all files that are sent together."""
MOST_AT_ONCE = 2
"""Sendings that are taken in at the same time; the papers are read one after another in any case."""
LEFT_SECONDS = 3600
"""What lies there longer was left by a program that was killed."""


class TooMuch(Problem):
    """More was sent at once than is taken."""


class _UntilEnded(StreamingResponse):
    """A reply that calls `ended` when it is over, however that came about."""

    def __init__(self, lines: Iterator[str], ended: Callable[[], None]):
        super().__init__(lines, media_type="application/x-ndjson", headers={"cache-control": "no-store"})
        self._ended = ended

    async def __call__(self, scope: dict, receive: Callable, send: Callable) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._ended()


def make_router(service: Service) -> APIRouter:
    """The address /documents/add, which replies with lines of JSON: HTML of what is done, at the end of what the store holds."""
    router = APIRouter(include_in_schema=False)
    free = threading.BoundedSemaphore(MOST_AT_ONCE)
    reading: set[Path] = set()

    @router.post("/documents/add")
    async def add(request: Request) -> Response:
        # Before a byte of a file is read.
        if not await run_in_threadpool(service.manages, request):
            return _refuse("Only officers and administrators may add papers.", 403)
        if not free.acquire(blocking=False):
            return _refuse("Other papers are being added. Send these when they are done.", 503)
        try:
            folder = _make_folder(service.full.store.folder / ARRIVING, reading)
        except BaseException:
            free.release()
            raise
        reading.add(folder)

        def end() -> None:
            try:
                shutil.rmtree(folder)
            except OSError as error:
                log.warning("What was sent is read and cannot be deleted from %s: %s", folder, error)
            finally:
                reading.discard(folder)
                free.release()

        try:
            files = await _take(request, folder)
        except BaseException as problem:
            end()
            if isinstance(problem, TooMuch):
                return _refuse(str(problem), 413)
            if isinstance(problem, HTTPException):
                return _refuse(f"The files could not be read out of what was sent. Send 1 to {MOST_FILES} files at a time.", 400)
            # The sender has gone, or the server ends.
            raise
        return _UntilEnded(read(request, files), end)

    def read(request: Request, files: list[Path]) -> Iterator[str]:
        for done in add_papers(service.full, files, service.line.let_pass):
            yield _line(done=done)
        yield _line(holding=render_documents(find_holding(service, request)))

    return router


def _make_folder(above: Path, reading: Collection[Path]) -> Path:
    """A folder for one sending that nobody else can read. Those that are being read, for hours where they are scans, stay."""
    make_private_folder(above)
    for left in above.iterdir():
        if left not in reading and time.time() - left.stat().st_mtime > LEFT_SECONDS:
            shutil.rmtree(left)
    return Path(mkdtemp(dir=above))


async def _take(request: Request, folder: Path) -> list[Path]:
    """The files that are sent, each in a folder of its own. Raises TooMuch, and HTTPException for what is no form with files."""
    received = 0

    async def receive() -> dict:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > MOST_BYTES:
            raise TooMuch(f"More than {MOST_BYTES // 2**20} MB were sent together. Send fewer files, or use council ingest.")
        return message

    files = []
    async with Request(request.scope, receive).form(max_files=MOST_FILES, max_fields=0) as form:
        for number, sent in enumerate(form.getlist("files")):
            path = folder / str(number) / safe_name(sent.filename or "")
            path.parent.mkdir()
            await run_in_threadpool(_write, sent.file, path)
            files.append(path)
    if not files:
        raise HTTPException(400)
    return files


def _write(words: BinaryIO, path: Path) -> None:
    with path.open("xb") as copy:
        shutil.copyfileobj(words, copy)


def _line(**parts: str) -> str:
    return json.dumps(parts) + "\n"


def _refuse(problem: str, status: int) -> JSONResponse:
    return JSONResponse({"problem": problem}, status)
