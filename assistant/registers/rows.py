"""An answer from a register before it is said: rows with the ranges that they cite, and what they are called."""

from dataclasses import dataclass

from index.registers import StoredRecord
from ingest.document import CELL


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A range of a document that a row cites, under the headings of its record."""

    document: int
    section: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of an answer. `name` is what the row is called, `words` what it says, `extra` what is added where there is room;
    `mark` is the shortest form that still tells which row it is, where there is one shorter than the name."""

    cites: tuple[Range, ...]
    name: str = ""
    words: str = ""
    extra: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The rows that answer. `noun` and `plural` are what is counted, "" where the answer counts nothing; `opening` stands
    before the rows."""

    rows: tuple[Row, ...]
    noun: str = ""
    plural: str = ""
    opening: str = ""
    opening_cites: tuple[Range, ...] = ()


def cite_record(stored: StoredRecord, start: int | None = None, end: int | None = None) -> Range:
    """The range of a record's quote, or a range given within its document."""
    place = stored.record.place
    return Range(
        document=stored.document,
        section=place.section,
        start=place.start if start is None else start,
        end=place.end if end is None else end,
    )


def cite_row(stored: StoredRecord) -> tuple[Range, ...]:
    """The ranges of a record's quote whose words stand together on the page.

    That is the quote, but for a table row that was found in several lines: a cell that runs on into the next line ends a range
    there, for what comes after it in the line stands elsewhere on the page. What runs on is not cited.
    """
    first, *more = stored.record.place.quote.split("\n")
    if CELL not in first or not more:
        return (cite_record(stored),)
    runs_on = {number for line in more for number, cell in enumerate(line.split(CELL)) if cell.strip()}
    start = at = stored.record.place.start
    ranges = []
    for number, cell in enumerate(first.split(CELL)):
        at += len(cell)
        if number in runs_on and start < at:
            ranges.append((start, at))
            start = at + len(CELL)
        at += len(CELL)
    return tuple(cite_record(stored, *found) for found in (*ranges, (start, at - len(CELL))) if found[0] < found[1])
