"""The registers of a store: records listed, filtered, sorted and counted. Nothing is read or judged here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from index.budget import UNLIMITED, Budget
from index.catalogue import Catalogue
from index.register_tables import fold, read_record, spread_words
from index.stored import whole_characters
from ingest.records.record import Record, Register, write_record

SORTS = ("date", "due", "title", "body", "council", "lead", "heading", "item", "number", "place")
"""What records are sorted by; "place" is the order of the papers, the newest first."""
COUNTED = ("council", "body", "date", "status", "title", "heading", "lead", "act", "type")
"""The columns whose values are counted."""
MOST_WORDS = 5000
"""Different words that are looked for in a record; no record of a paper has so many, and so none has more."""
ALL = 1 << 62
"""A limit that none reaches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilters:
    """What a list of records is limited to; () and None leave a field open.

    `council`, `body`, `status`, `heading`, `lead`, `grade` and `title` (that of a decision, the words of a duty, the provider
    of an inspection) are values as the records have them, of which one must hold; a lead also holds where it is one of several
    in a cell. `type` is that of the document. Dates are those of the records, both ends included; a record with a month or year
    alone counts in if any of its days does. `text` are words that must all stand in the record, or begin a word of it.
    `due_first` and `due_last` limit when a planned decision is anticipated. `parts` is whether the parts of a decision are
    listed beside it; `documents` are rows of the catalogue.
    """

    council: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    status: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    heading: tuple[str, ...] = ()
    grade: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    text: str | None = None
    power: bool | None = None
    due_first: date | None = None
    due_last: date | None = None
    parts: bool = True
    documents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRecord:
    """A record with its paper. `row` is its place in the table and `parent` that of the decision it is a part of."""

    row: int
    parent: int | None
    document: int
    digest: str
    file: str
    path: str
    title: str
    type: str
    record: Record

    def as_json(self) -> dict:
        """The record as the command line prints it."""
        return write_record(self.record, file=self.file, document=self.title)


class Registers:
    """Asks the registers of one catalogue, within a budget. Every question raises OutOfTime where this is spent."""

    def __init__(self, catalogue: Catalogue, budget: Budget = UNLIMITED):
        self.catalogue = catalogue
        self.budget = budget

    def renewed(self) -> "Registers":
        """The same with a new budget, for the next piece of work."""
        return Registers(self.catalogue, self.budget.renewed())

    def _ask(self, query: str, values: Sequence = ()) -> list[Any]:
        with self.catalogue.within(self.budget):
            return self.catalogue.reading().execute(query, values).fetchall()

    def list_records(
        self,
        register: Register,
        filters: RecordFilters | None = None,
        *,
        sort: str = "place",
        descending: bool = False,
        limit: int | None = None,
        offset: int = 0,
    ) -> list[StoredRecord]:
        """Records in order; those that do not state what is sorted by come last. Raises ValueError for another sort."""
        where, values = _where(register, filters or RecordFilters())
        rows = self._ask(
            f"{_SELECT} where {where} order by {_order(sort, descending)} limit ? offset ?",
            (*values, ALL if limit is None else limit, offset),
        )
        return [_stored_record(row) for row in self.budget.each(rows)]

    def count_records(self, register: Register, filters: RecordFilters | None = None) -> int:
        """How many records `list_records` would give without a limit."""
        where, values = _where(register, filters or RecordFilters())
        query = f"select count(*) from records r join documents d on d.id = r.document where {where}"
        return self._ask(query, values)[0][0]

    def count_by(self, register: Register, column: str, filters: RecordFilters | None = None) -> dict[str | None, int]:
        """How many records have each value of a column, in order of the values; None is "not stated"."""
        if column not in COUNTED:
            raise ValueError(f"records are not counted by {column}")
        where, values = _where(register, filters or RecordFilters())
        name = "d.type" if column == "type" else f"r.{column}"
        rows = self._ask(
            f"select {name}, count(*) from records r join documents d on d.id = r.document where {where} "
            f"group by {name} order by {name} is null, {name}",
            values,
        )
        return dict(rows)

    def grades(self, filters: RecordFilters | None = None) -> dict[str, int]:
        """How many judgements have each grade."""
        where, values = _where("inspections", filters or RecordFilters())
        rows = self._ask(
            "select g.grade, count(*) from record_grades g join records r on r.id = g.record "
            f"join documents d on d.id = r.document where {where} group by g.grade order by g.grade",
            values,
        )
        return dict(rows)

    def leads(self) -> list[str]:
        """Every lead once: the cells as they are, and those that share a cell apart."""
        cells = [lead for lead in self.count_by("duties", "lead") if lead]
        return sorted({lead for cell in cells for lead in [cell, *divide_leads(cell)]})

    def record(self, row: int) -> StoredRecord | None:
        """One record by its row."""
        found = self._ask(f"{_SELECT} where r.id = ?", (row,))
        return _stored_record(found[0]) if found else None

    def count_by_document(self) -> dict[str, int]:
        """How many records each document has, by its digest."""
        rows = self._ask(
            "select d.digest, count(*) from records r join documents d on d.id = r.document group by d.digest"
        )
        return dict(rows)

    def parts_of(self, row: int) -> list[StoredRecord]:
        """The parts of a decision in order."""
        rows = self._ask(f"{_SELECT} where r.parent = ? order by r.start", (row,))
        return [_stored_record(found) for found in rows]


_SELECT = (
    "select r.id, r.parent, r.register, r.fields, r.document, d.digest, d.file, d.path, d.title, d.type "
    "from records r join documents d on d.id = r.document"
)


def divide_leads(cell: str) -> list[str]:
    """The leads that a cell names, where commas, semicolons, slashes or "and" divide them."""
    parts = [part.strip() for part in cell.replace(" and ", ",").replace(";", ",").replace("/", ",").split(",")]
    return [part for part in parts if part]


def match_values(wanted: str, values: Sequence[str]) -> tuple[str, ...]:
    """The values that a person means: those that are the same in other letters, else those that contain the words."""
    same = [value for value in values if fold(value) == fold(wanted)]
    return tuple(same or [value for value in values if fold(wanted) in fold(value)])


def _where(register: Register, filters: RecordFilters) -> tuple[str, list]:
    parts, values = ["r.register = ?"], [register]

    def among(column: str, wanted: Sequence) -> None:
        if wanted:
            parts.append(f"{column} in ({','.join('?' * len(wanted))})")
            values.extend(whole_characters(value) if isinstance(value, str) else value for value in wanted)

    among("r.council", filters.council)
    among("r.body", filters.body)
    among("d.type", filters.type)
    among("r.status", filters.status)
    among("r.heading", filters.heading)
    among("r.title", filters.title)
    among("r.document", filters.documents)
    if filters.lead:
        # A lead among several of a cell, whatever stands between them.
        cell = "',' || replace(replace(replace(replace(lower(r.lead), ' and ', ','), ';', ','), '/', ','), ' ', '') || ','"
        parts.append(_join("or", [f"instr({cell}, ?) > 0"] * len(filters.lead)))
        leads = map(whole_characters, filters.lead)
        values += [f",{','.join(divide_leads(lead)).lower().replace(' ', '')}," for lead in leads]
    if filters.grade:
        marks = ",".join("?" * len(filters.grade))
        parts.append(f"r.id in (select record from record_grades where grade in ({marks}))")
        values += map(whole_characters, filters.grade)
    limits = (
        ("date", ">=", filters.first),
        ("date", "<=", filters.last),
        ("due", ">=", filters.due_first),
        ("due", "<=", filters.due_last),
    )
    for column, way, day in limits:
        if day:
            # A month or year alone is compared with as much of the day.
            parts.append(f"r.{column} {way} substr(?, 1, length(r.{column}))")
            values.append(day.isoformat())
    if filters.power is not None:
        parts.append("r.power = ?")
        values.append(int(filters.power))
    if not filters.parts:
        parts.append("r.parent is null")
    words = list(dict.fromkeys(spread_words(filters.text or "").split()))
    if len(words) > MOST_WORDS:
        return "1 = 0", []
    # A longer word also stands for its plural and the like; a short one begins too many others.
    values += [f" {word}" if len(word) > 3 else f" {word} " for word in words]
    return _join("and", [*parts, *["instr(r.words, ?) > 0"] * len(words)]), values


def _join(word: str, conditions: Sequence[str]) -> str:
    """Conditions joined by "and" or "or" as a tree: a database refuses a chain of a thousand."""
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    return f"({_join(word, conditions[:middle])} {word} {_join(word, conditions[middle:])})"


def _order(sort: str, descending: bool) -> str:
    if sort not in SORTS:
        raise ValueError(f"records are not sorted by {sort}")
    way = " desc" if descending else ""
    place = f"r.date is null, r.date {'asc' if descending else 'desc'}, d.file, r.start, r.end desc, r.id"
    if sort == "place":
        return place
    if sort in ("number", "item"):
        return f"r.{sort} is null, leading_number(r.{sort}){way}, r.{sort}{way}, {place}"
    return f"r.{sort} is null, lower(r.{sort}){way}, d.file, r.start, r.end desc, r.id"


def _stored_record(row: Any) -> StoredRecord:
    return StoredRecord(
        row=row["id"],
        parent=row["parent"],
        document=row["document"],
        digest=row["digest"],
        file=row["file"],
        path=row["path"],
        title=row["title"],
        type=row["type"],
        record=read_record(row),
    )
