"""A view of a register: what it is limited to, how it is sorted and which part of it is shown, as its permanent address says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from index.registers import RecordFilters, Registers, StoredRecord, divide_leads, match_values
from ingest.dates import parse_date
from ingest.patterns import compile_pattern
from ingest.records.record import REGISTERS, Register, name_register
from ui.page.viewer import place_address
from ui.papers import PaperProblem, find_paper

PAGE_RECORDS = 50
"""Records on one page of a register; a decision's parts stand with it and are not counted."""
CHOICES: dict[Register, tuple[str, ...]] = {
    "decisions": ("council", "body", "status"),
    "duties": ("council", "lead", "heading", "power"),
    "inspections": ("council", "provider", "grade"),
}
"""What each register can be limited to by choosing a value, beside words and days."""
SORTS: dict[Register, tuple[str, ...]] = {
    "decisions": ("place", "date", "title", "body", "council", "due"),
    "duties": ("place", "number", "title", "lead", "heading", "date"),
    "inspections": ("place", "date", "title", "council"),
}
COUNTED: dict[Register, tuple[str, ...]] = {
    "decisions": ("status", "body"),
    "duties": ("lead", "heading"),
    "inspections": ("provider", "grade"),
}
COLUMNS = {"provider": "title"}
"""The column behind a choice, where it has another name."""
POWERS = {"duties": False, "powers": True}
_RANGE = compile_pattern(r"(\d{1,9})-(\d{1,9})")


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view. `chosen` are pairs of a choice and the value wanted; days are those of the records, both ends included."""

    register: Register
    chosen: tuple[tuple[str, str], ...] = ()
    text: str = ""
    first: date | None = None
    last: date | None = None
    sort: str = "place"
    descending: bool = False
    page: int = 1

    @property
    def limited(self) -> bool:
        return bool(self.chosen or self.text or self.first or self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a view shows: its records with their parts, how many there are in all, what could be chosen, and counts by value.
    `beyond` is how many the register has without limits."""

    view: View
    records: tuple[StoredRecord, ...]
    parts: Mapping[int, tuple[StoredRecord, ...]]
    total: int
    total_parts: int
    beyond: int
    choices: Mapping[str, Sequence[str]]
    counts: Mapping[str, Mapping[str | None, int]]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_RECORDS))


def name_of_register(name: str) -> Register:
    """A register by its name in an address. Raises PaperProblem."""
    if name not in REGISTERS:
        raise PaperProblem(f"There is no register “{name}”. There are: {', '.join(REGISTERS)}.")
    return name


def read_view(register: Register, pairs: Sequence[tuple[str, str]]) -> View:
    """The view that the query of an address asks for; what it cannot mean is left out."""
    said = {name: value.strip() for name, value in pairs if value.strip()}
    sort = said.get("sort", "place")
    chosen = tuple((name, said[name]) for name in CHOICES[register] if name in said)
    page = said.get("page", "1")
    return View(
        register=register,
        chosen=tuple((name, value) for name, value in chosen if name != "power" or value in POWERS),
        text=said.get("text", ""),
        first=parse_date(said.get("from", "")),
        last=parse_date(said.get("to", "")),
        sort=sort.removeprefix("-") if sort.removeprefix("-") in SORTS[register] else "place",
        descending=sort.startswith("-"),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 7 and int(page) > 0 else 1,
    )


def write_view(view: View, *, ending: str = "") -> str:
    """The permanent address of a view, or with an ending (".csv") that of a file of it."""
    pairs = [*view.chosen, ("text", view.text)]
    pairs += [(name, day.isoformat()) for name, day in (("from", view.first), ("to", view.last)) if day]
    if view.sort != "place":
        pairs.append(("sort", f"{'-' if view.descending else ''}{view.sort}"))
    if view.page > 1 and not ending:
        pairs.append(("page", str(view.page)))
    query = urlencode([(name, value) for name, value in pairs if value])
    return f"/registers/{view.register}{ending}" + (f"?{query}" if query else "")


def choose(view: View, name: str, value: str | None) -> View:
    """The view limited to a value as well, or for None no longer limited by this; from its first page."""
    kept = tuple(pair for pair in view.chosen if pair[0] != name)
    return replace(view, chosen=(*kept, (name, value)) if value else kept, page=1)


def make_filters(registers: Registers, view: View, *, parts: bool) -> RecordFilters:
    """What the records are limited to. A value that no record has leaves none; a part of a value stands for what contains it."""
    wanted: dict[str, tuple[str, ...]] = {}
    power = None
    for name, value in view.chosen:
        if name == "power":
            power = POWERS[value]
        else:
            wanted[COLUMNS.get(name, name)] = match_values(value, list_values(registers, view.register, name)) or (value,)
    return RecordFilters(**wanted, power=power, first=view.first, last=view.last, text=view.text or None, parts=parts)


def list_values(registers: Registers, register: Register, name: str) -> list[str]:
    """What can be chosen for one choice, in order."""
    if name == "grade":
        return list(registers.grades())
    if name == "power":
        return list(POWERS)
    values = [value for value in registers.count_by(register, COLUMNS.get(name, name)) if value]
    return sorted({part for value in values for part in (value, *divide_leads(value))}) if name == "lead" else values


def list_view(registers: Registers, view: View) -> Listing:
    """What a view shows of the registers of one catalogue. A page beyond the last is the last."""
    register = view.register
    filters = make_filters(registers, view, parts=False)
    total = registers.count_records(register, filters)
    view = replace(view, page=min(view.page, max(1, -(-total // PAGE_RECORDS))))
    records = registers.list_records(
        register,
        filters,
        sort=view.sort,
        descending=view.descending,
        limit=PAGE_RECORDS,
        offset=(view.page - 1) * PAGE_RECORDS,
    )
    counts = {
        name: registers.grades(filters) if name == "grade" else registers.count_by(register, COLUMNS.get(name, name), filters)
        for name in COUNTED[register]
    }
    return Listing(
        view=view,
        records=tuple(records),
        parts={record.row: tuple(registers.parts_of(record.row)) for record in records if register == "decisions"},
        total=total,
        total_parts=registers.count_records(register, make_filters(registers, view, parts=True)) - total,
        beyond=registers.count_records(register, RecordFilters(parts=False)),
        choices={name: list_values(registers, register, name) for name in CHOICES[register]},
        counts=counts,
    )


def list_whole(registers: Registers, view: View) -> list[StoredRecord]:
    """Every record of a view, with the parts of decisions, for a file."""
    filters = make_filters(registers, view, parts=True)
    return registers.list_records(view.register, filters, sort=view.sort, descending=view.descending)


def record_address(stored: StoredRecord) -> str:
    """The permanent address of a record: its register, its paper and its place in it."""
    place = stored.record.place
    return f"/registers/{name_register(stored.record)}/{stored.digest}/{place.start}-{place.end}"


def cited_address(stored: StoredRecord) -> str:
    """The address of the page that a record is read from, with its words marked."""
    place = stored.record.place
    return place_address(stored.digest, place.page, place.start, place.end)


def find_record(registers: Registers, register: Register, digest: str, place: str) -> StoredRecord:
    """The record at a place ("120-480") of a paper. Raises PaperProblem."""
    document = find_paper(registers.catalogue, digest)
    wanted = _RANGE.fullmatch(place)
    if wanted:
        start, end = int(wanted[1]), int(wanted[2])
        for stored in registers.list_records(register, RecordFilters(documents=(document.row,))):
            if (stored.record.place.start, stored.record.place.end) == (start, end):
                return stored
    raise PaperProblem("There is no such record: its paper may have been read anew. Look for it in the register.")
