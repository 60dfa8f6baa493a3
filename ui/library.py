"""What is in the store, as its readers ask: by body and year, and how fresh; and removing files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from assistant.answering import Assistant
from index.catalogue import Catalogue, StoredDocument, StoredSection
from index.sync import forget_document
from ingest.problem import Problem
from ui.uploads import ADDED


class LibraryProblem(Problem):
    """Papers that may not be added or removed, or cannot: why, and what to do."""


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


def remove_paper(assistant: Assistant, document: StoredDocument) -> str:
    """Take a paper out of the store under all its names; what was added through the page is deleted, any other file stays where
    it lies. What was done, as a sentence."""
    store = assistant.store
    paths = [Path(path) for path in forget_document(document.digest, catalogue=store.catalogue, vectors=store.vectors)]
    own = (store.folder / ADDED).resolve()
    added = [path for path in paths if path.is_relative_to(own)]
    for path in added:
        path.unlink(missing_ok=True)
    left = [path.name for path in paths if path not in added]
    said = f"“{document.facts.title}” was removed" + (" and its file deleted." if added else ".")
    if not left:
        return said
    names = " and ".join(f"“{name}”" for name in left)
    return f"{said} The file {names} stays where it is; reading its folder again with council ingest would bring it back."
