"""What is in the store, as its readers ask: by body and year, and how fresh; and adding and removing files."""

import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from assistant.answering import Assistant
from index.catalogue import Catalogue, StoredDocument, StoredSection
from index.steps import SteppingEmbedder
from index.sync import Progress, SyncReport, forget_file, sync_files
from ingest.problem import Problem
from ingest.reading import READERS

ADDED = "papers"
"""The folder in the store that holds what was added through the page."""
LARGEST_BYTES = 200 * 1024 * 1024


class LibraryProblem(Problem):
    """A file that cannot be added or removed: which, why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The documents of one body in one year, newest first; None where they state none."""

    body: str | None
    year: int | None
    documents: tuple[StoredDocument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Freshness:
    """The newest paper of a body, and how many days old it is."""

    body: str | None
    newest: StoredDocument
    days: int


def list_shelves(documents: Sequence[StoredDocument]) -> tuple[Shelf, ...]:
    """Bodies by name, the years of each newest first; what states no body or date last."""

    def year(document: StoredDocument) -> int | None:
        return document.facts.date.year if document.facts.date else None

    def place(document: StoredDocument) -> tuple:
        body, day = document.facts.body, document.facts.date
        return (body is None, body or "", day is None, -(day.toordinal() if day else 0), document.file)

    ordered = sorted(documents, key=place)
    groups = groupby(ordered, key=lambda document: (document.facts.body, year(document)))
    return tuple(Shelf(body=body, year=of, documents=tuple(group)) for (body, of), group in groups)


def find_freshness(documents: Sequence[StoredDocument], today: date) -> tuple[Freshness, ...]:
    """The newest dated paper of every body, the most recent first."""
    newest: dict[str | None, StoredDocument] = {}
    for document in documents:
        best = newest.get(document.facts.body)
        if document.facts.date and (best is None or best.facts.date < document.facts.date):
            newest[document.facts.body] = document
    found = (Freshness(body=body, newest=d, days=(today - d.facts.date).days) for body, d in newest.items())
    return tuple(sorted(found, key=lambda fresh: fresh.days))


def outline(catalogue: Catalogue, document: StoredDocument) -> Iterator[tuple[int, str, StoredSection]]:
    """Depth from 1, heading and section for every heading of a document, each once where it first stands."""
    said: tuple[str, ...] = ()
    for section in catalogue.sections_of(document.row):
        for depth, heading in enumerate(section.path, 1):
            if section.path[:depth] != said[:depth]:
                yield depth, heading, section
        said = section.path


def keep_upload(assistant: Assistant, name: str, file: Path) -> Path:
    """Copy a file that was sent into the store's own folder. Raises LibraryProblem for a kind that is not read or too large."""
    safe = safe_name(name)
    if Path(safe).suffix.lower() not in READERS:
        kinds = ", ".join(sorted({kind.lstrip(".").upper() for kind in READERS}))
        raise LibraryProblem(f"“{safe}” was not added: files of this kind are not read. Save it as one of: {kinds}.")
    if file.stat().st_size > LARGEST_BYTES:
        raise LibraryProblem(
            f"“{safe}” was not added: it is larger than {LARGEST_BYTES // 2**20} MB. Split it, or use council ingest."
        )
    folder = assistant.store.folder / ADDED
    folder.mkdir(exist_ok=True)
    path = folder / safe
    shutil.copyfile(file, path)
    return path


def read_uploads(
    assistant: Assistant, paths: Sequence[Path], progress: Progress, let_pass: Callable[[], None] = lambda: None
) -> SyncReport:
    """Read files of the store's own folder; one that cannot be read is reported and not kept. `let_pass` is called where others
    may go first."""
    store = assistant.store
    report = sync_files(
        paths,
        catalogue=store.catalogue,
        vectors=store.vectors,
        embedder=SteppingEmbedder(store.embedder, let_pass),
        seconds_per_file=assistant.settings.reading.seconds_per_file,
        progress=progress,
        niceness=assistant.settings.reading.niceness,
    )
    refused = {entry.file for entry in report.skipped}
    for path in paths:
        if path.name in refused:
            path.unlink(missing_ok=True)
            forget_file(str(path), catalogue=store.catalogue, vectors=store.vectors)
    return report


def remove_paper(assistant: Assistant, document: StoredDocument) -> str:
    """Take a paper out of the store; what was added through the page is deleted, any other file stays where it lies. What was
    done, as a sentence."""
    store, path = assistant.store, Path(document.path)
    forget_file(document.path, catalogue=store.catalogue, vectors=store.vectors)
    if path.is_relative_to((store.folder / ADDED).resolve()):
        path.unlink(missing_ok=True)
        return f"“{document.facts.title}” was removed and its file deleted."
    return (
        f"“{document.facts.title}” was removed. Its file stays where it is; reading its folder again with council ingest would "
        "bring it back."
    )


def safe_name(name: str) -> str:
    """A file name without folders and without letters that files must not have."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(letter if letter.isalnum() or letter in " ._-()&'," else "-" for letter in last).strip(" .-")
    stem, ending = Path(kept).stem[:120], Path(kept).suffix[:12]
    return f"{stem}{ending}" or "paper"
