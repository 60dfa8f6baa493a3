"""One file to one document: the reader for its kind, run in a process of its own so that a bad file costs only itself."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from ingest.archives import unpacked
from ingest.document import Block, Document, Facts, Marking, Reading, UnreadableFile
from ingest.long_blocks import divide_long_blocks
from ingest.metadata import state_facts
from ingest.priority import give_way
from ingest.records.reading import read_records
from ingest.records.record import Record
from ingest.sources import SourceFile
from ingest.structure import build_document
from ingest.unlock import unlocked

READER_VERSION = "8"
"""Goes up when the same file would be read differently, so that files in a store are then read again."""
READERS = {
    ".pdf": ("ingest.pdf", "read_pdf"),
    ".docx": ("ingest.office", "read_docx"),
    ".pptx": ("ingest.office", "read_pptx"),
    ".html": ("ingest.html", "read_html"),
    ".htm": ("ingest.html", "read_html"),
    ".txt": ("ingest.text", "read_text"),
    ".md": ("ingest.text", "read_text"),
    ".markdown": ("ingest.text", "read_text"),
    ".xlsx": ("ingest.sheets", "read_xlsx"),
    ".xlsm": ("ingest.sheets", "read_xlsx"),
    ".csv": ("ingest.sheets", "read_csv"),
    ".tsv": ("ingest.sheets", "read_csv"),
    ".eml": ("ingest.mail", "read_eml"),
    ".png": ("ingest.pictures", "read_image"),
    ".jpg": ("ingest.pictures", "read_image"),
    ".jpeg": ("ingest.pictures", "read_image"),
    ".tif": ("ingest.pictures", "read_image"),
    ".tiff": ("ingest.pictures", "read_image"),
}
LOCKABLE = frozenset({".docx", ".pptx", ".xlsx", ".xlsm"})
BY_OCR = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff"})
"""Kinds whose pages may have to be read by OCR, page by page."""
OLDER_OFFICE = {
    ".doc": "DOCX or PDF",
    ".ppt": "PPTX or PDF",
    ".xls": "XLSX or CSV",
    ".rtf": "DOCX or PDF",
    ".odt": "DOCX or PDF",
    ".odp": "PPTX or PDF",
    ".ods": "XLSX or CSV",
    ".msg": "EML or PDF",
}
PAGE_DONE = "page done"
"""What the reading process says after each page that was read by OCR."""
SCANNED_PAGE_SECONDS = 20.0
"""What each page that was read by OCR adds to the time of its file: such a page takes three to six on a machine that is free."""
FRONT_CHARS = 6000
"""How much of the beginning says whose paper it is: about two pages."""
MEMORY_BYTES = 4 * 1024**3
"""Of address space for the reading process; a page of drawings may need hundreds of megabytes, a bomb would take them all."""


def read_document(source: SourceFile, page_done: Callable[[], None] = lambda: None) -> Document:
    """Read one file in this process; `page_done` is called after each page that was read by OCR. Raises UnreadableFile."""
    read = _reader(source, page_done)
    with _opened(source) as path:
        reading = divide_long_blocks(read(path))
    if not any(any(char.isalnum() for char in block.text) for block in reading.blocks):
        raise UnreadableFile("The file holds no words.", "Check that it is the right file, or ask for a new copy.")
    front = _front_words(reading)
    facts = state_facts(front, reading.blocks, reading.properties, source.name, source.overrides)
    return build_document(file=source.name, digest=source.digest, reading=reading, facts=facts)


def read_name(file: str) -> tuple[Marking, ...]:
    """What the name of a file and of the folders above it, with slashes, say of its being exempt; () where they say nothing."""
    nothing = Reading(blocks=(Block(kind="paragraph", text="-"),))
    facts = Facts(title="", council=None, body=None, date=None, type="paper")
    return build_document(file=file, digest="", reading=nothing, facts=facts).markings


@contextmanager
def _opened(source: SourceFile) -> Iterator[Path]:
    """The file as it is read: taken out of its zip folder, and opened where it is an Office file that is locked."""
    if source.archive is not None:
        with unpacked(source.archive, source.inside, source.password) as path:
            yield path
    elif source.path.suffix.lower() in LOCKABLE:
        with unlocked(source.path, source.password) as path:
            yield path
    else:
        yield source.path


def _reader(source: SourceFile, page_done: Callable[[], None]) -> Callable[[Path], Reading]:
    suffix = source.path.suffix.lower()
    if suffix in OLDER_OFFICE:
        raise UnreadableFile(
            f"Files of the older kind {suffix} are not read.", f"Save it as {OLDER_OFFICE[suffix]} and add that."
        )
    if suffix not in READERS:
        kinds = ", ".join(sorted({kind.lstrip(".").upper() for kind in (*READERS, ".zip")}))
        raise UnreadableFile(f"Files of the kind {suffix or 'without an ending'} are not read.", f"Save it as one of: {kinds}.")
    module, function = READERS[suffix]
    read = getattr(import_module(module), function)
    if suffix == ".pdf":
        return partial(read, password=source.password, page_done=page_done)
    return partial(read, page_done=page_done) if suffix in BY_OCR else read


def _front_words(reading: Reading) -> str:
    words: list[str] = []
    length = 0
    for block in reading.blocks:
        words.append(block.text)
        length += len(block.text)
        if length > FRONT_CHARS:
            break
    return "\n".join(words)


class ReadingProcess:
    """Reads files one after another in a child process, with a limit in seconds for each and a priority (see `give_way`). Use
    as a context manager.

    A file that hangs, crashes the reader or takes all its memory raises UnreadableFile; the next file gets a fresh process.
    """

    def __init__(self, seconds: float, niceness: int = 0):
        self.seconds = seconds
        self.niceness = niceness
        self._context = multiprocessing.get_context("spawn")
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> "ReadingProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, source: SourceFile) -> Document:
        """Read one file. Raises UnreadableFile."""
        return self.read_with_records(source)[0]

    def read_with_records(self, source: SourceFile) -> tuple[Document, tuple[Record, ...]]:
        """Read one file and the records it holds. Raises UnreadableFile."""
        try:
            pipe = self._started()
            pipe.send(source)
        except BrokenPipeError:
            # It ended after the file before, such as by a system that was out of memory: not by this file.
            self._stop()
            pipe = self._started()
            pipe.send(source)
        end = time.monotonic() + self.seconds
        try:
            found = PAGE_DONE
            while found == PAGE_DONE:
                # A pack of scans may take as long as it needs, but not one whose pages are made to take long.
                if not pipe.poll(max(0.0, end - time.monotonic())):
                    self._stop()
                    raise UnreadableFile(
                        f"Reading took longer than {self.seconds:g} seconds.",
                        "Print it to a new PDF, split it, or raise reading.seconds_per_file in the settings.",
                    )
                found = pipe.recv()
                end += SCANNED_PAGE_SECONDS
        except (EOFError, ConnectionResetError) as error:
            self._stop()
            raise UnreadableFile(
                "The file made its reader crash or run out of memory.", "Print it to a new PDF and add that."
            ) from error
        if isinstance(found, UnreadableFile):
            raise found
        return found

    def _started(self) -> Connection:
        if self._process is None or not self._process.is_alive():
            self._pipe, child = self._context.Pipe()
            process = self._context.Process(target=_serve_readings, args=(child, self.niceness), daemon=True)
            # Known once it runs: where it cannot be started, there is nothing to stop.
            process.start()
            self._process = process
            child.close()
        return self._pipe

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
        self._process = self._pipe = None


def _serve_readings(pipe: Connection, niceness: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    give_way(niceness)
    # Where the other end has gone, so does this one.
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):
        while True:
            pipe.send(_read_or_refuse(pipe.recv(), partial(pipe.send, PAGE_DONE)))


def _read_or_refuse(source: SourceFile, page_done: Callable[[], None]) -> tuple[Document, tuple[Record, ...]] | UnreadableFile:
    try:
        document = read_document(source, page_done)
        return document, read_records(document)
    except (BrokenPipeError, ConnectionResetError):
        raise
    except UnreadableFile as error:
        return UnreadableFile(error.reason, error.advice)
    except Exception as error:  # noqa: BLE001 - the front door of the child process: any fault of a file is reported, not fatal
        return UnreadableFile(
            f"The file could not be read ({type(error).__name__}: {str(error)[:120]}).",
            "Open it and save it again, or print it to PDF.",
        )
