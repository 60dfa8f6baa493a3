"""What the catalogue gives back, documents, passages, sections and totals, and how each is made of a row. It asks nothing."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from ingest.document import Facts, Page

DOCUMENT_COLUMNS = (
    "d.id, d.digest, d.file, d.path, d.title, d.council, d.body, d.date, d.type, d.pages, d.exempt, "
    "d.pages_without_text, (select count(*) from passages p where p.document = d.id) as passages"
)
PASSAGE_COLUMNS = (
    'id, key, document, start, "end", section, kind, page, page_label, path, number, lead_start, lead_end, header_start, '
    "header_end, items_start, items_end, standing, ocr"
)
FILTERED = ("council", "body", "type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a search is limited to: documents with one of the values of each field; () and None leave a field open.
    Dates are those of the documents, both ends included. Half a character in a value is read as "?"."""

    council: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    def __post_init__(self) -> None:
        for name in FILTERED:
            object.__setattr__(self, name, tuple(map(whole_characters, getattr(self, name))))


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """A document as the catalogue keeps it, without its text. `row` is its place in the catalogue, not an identity."""

    row: int
    digest: str
    file: str
    path: str
    facts: Facts
    pages: int
    pages_without_text: tuple[int, ...]
    passages: int
    exempt: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPassage:
    """A passage with its place: `row` orders passages within a document, `section` is shared by those under the same headings."""

    row: int
    key: str
    document: int
    start: int
    end: int
    section: int
    kind: str
    page: int | None
    page_label: str | None
    path: tuple[str, ...]
    number: str | None
    lead_in: tuple[int, int] | None
    header: tuple[int, int] | None
    items: tuple[int, int] | None
    standing: bool
    read_by_ocr: bool


class PassagePlace(NamedTuple):
    """Where a passage stands: enough to put passages in order and to find their neighbours. See `StoredPassage`."""

    row: int
    document: int
    section: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSection:
    """A run of passages under the same headings: `path` names them, outermost first; `page` is where it begins."""

    path: tuple[str, ...]
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much the catalogue holds. `unread` counts the files that were skipped."""

    documents: int
    pages: int
    passages: int
    unread: int
    first: date | None
    last: date | None


def sum_up(documents: Iterable[StoredDocument], unread: int) -> Totals:
    """The totals of these documents."""
    kept = list(documents)
    dates = [document.facts.date for document in kept if document.facts.date]
    return Totals(
        documents=len(kept),
        pages=sum(document.pages for document in kept),
        unread=unread,
        passages=sum(document.passages for document in kept),
        first=min(dates, default=None),
        last=max(dates, default=None),
    )


def whole_characters(text: str) -> str:
    """A text with "?" for each half of a character, as a broken encoding leaves it: no database can look one up."""
    return text.encode("utf-8", "replace").decode("utf-8")


def where_documents(filters: Filters) -> tuple[str, list[str]]:
    """A condition on the documents `d`, and its values."""
    parts, values = ["1 = 1"], []
    for column in FILTERED:
        wanted = getattr(filters, column)
        if wanted:
            parts.append(f"d.{column} in ({marks_for(wanted)})")
            values += wanted
    if filters.first:
        parts.append("d.date >= ?")
        values.append(filters.first.isoformat())
    if filters.last:
        parts.append("d.date <= ?")
        values.append(filters.last.isoformat())
    return " and ".join(parts), values


def marks_for(values: Sequence[object]) -> str:
    """A question mark for each, as SQL wants them."""
    return ",".join("?" * len(values))


def read_facts(row: Any) -> Facts:
    """From the columns of a document's facts, by name."""
    return Facts(
        title=row["title"],
        council=row["council"],
        body=row["body"],
        type=row["type"],
        date=date.fromisoformat(row["date"]) if row["date"] else None,
    )


def read_document(row: Any) -> StoredDocument:
    """From `DOCUMENT_COLUMNS`, by name."""
    return StoredDocument(
        row=row["id"],
        digest=row["digest"],
        file=row["file"],
        path=row["path"],
        facts=read_facts(row),
        pages=row["pages"],
        pages_without_text=tuple(json.loads(row["pages_without_text"])),
        passages=row["passages"],
        exempt=tuple((start, end) for start, end in json.loads(row["exempt"])),
    )


def read_page(row: Any) -> Page:
    """From number, label, start, end and ocr."""
    number, label, start, end, ocr = row
    return Page(number=number, label=label, start=start, end=end, read_by_ocr=bool(ocr))


@lru_cache(maxsize=4096)
def _read_path(written: str) -> tuple[str, ...]:
    """The headings above a passage; those of one section are the same and are read once."""
    return tuple(json.loads(written))


def read_passage(row: Any) -> StoredPassage:
    """From `PASSAGE_COLUMNS`, by place: looking each up by its name takes longer than reading it."""
    (
        number_of_row, key, document, start, end, section, kind, page, page_label, path, number,
        lead_start, lead_end, header_start, header_end, items_start, items_end, standing, ocr,
    ) = row  # fmt: skip
    return StoredPassage(
        row=number_of_row,
        key=key,
        document=document,
        start=start,
        end=end,
        section=section,
        kind=kind,
        page=page,
        page_label=page_label,
        path=_read_path(path),
        number=number,
        lead_in=_span(lead_start, lead_end),
        header=_span(header_start, header_end),
        items=_span(items_start, items_end),
        standing=bool(standing),
        read_by_ocr=bool(ocr),
    )


def _span(start: int | None, end: int | None) -> tuple[int, int] | None:
    return (start, end) if start is not None and end is not None else None
