"""Tables as registers read them: rows with their cells as ranges, columns known by their names, cut rows put together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingest.bound import BoundPaper, words_of
from ingest.document import CELL, Document, PlacedBlock
from ingest.patterns import Pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row, or the pieces of one that a page end cut: `start` to `end` is its range, `cells` its words by column."""

    start: int
    end: int
    path: tuple[str, ...]
    cells: tuple[str, ...]

    def cell(self, column: int | None) -> str | None:
        """The words of a column, None where the cell is blank or the table has no such column."""
        return (self.cells[column].strip() or None) if column is not None and column < len(self.cells) else None

    @property
    def filled(self) -> tuple[int, ...]:
        """The numbers of the cells that are not blank."""
        return tuple(number for number, cell in enumerate(self.cells) if cell.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The names of the columns, and the rows below them in order without rows that repeat the names."""

    names: tuple[str, ...]
    rows: tuple[Row, ...]
    at: int


def find_tables(document: Document, paper: BoundPaper) -> Iterator[Table]:
    """The tables of a paper that name their columns. What goes on after a page end under the same names, or under none and
    with as many columns, is of the same table."""
    names: tuple[str, ...] | None = None
    # The names as they are compared with every row below them: worked out once for a table.
    said: list[str] = []
    rows: list[Row] = []
    begins = at = paper.first
    before: PlacedBlock | None = None
    for at in range(paper.first, paper.last):
        block = document.blocks[at]
        if block.kind != "row":
            if names and rows:
                yield Table(names=names, rows=tuple(rows), at=begins)
            names, rows, before = None, [], None
            continue
        row = _read_row(document, block)
        if names is not None and _said(row.cells) == said:
            pass
        elif block.names_columns:
            # The second of two header rows names the columns, unless it is a title over them.
            if names and rows:
                yield Table(names=names, rows=tuple(rows), at=begins)
                rows, names = [], None
            if names is None or len(row.filled) >= sum(map(bool, names)):
                names, said, begins = row.cells, _said(row.cells), at
        elif names is not None and (before is None or block.table == before.table or len(row.cells) == len(names)):
            rows.append(row)
        before = block
    if names and rows:
        yield Table(names=names, rows=tuple(rows), at=begins)


def find_forms(document: Document, paper: BoundPaper) -> Iterator[tuple[Row, ...]]:
    """The tables of two columns whose first column holds labels, such as the head of a report or notice."""
    rows: list[Row] = []
    table: int | None = None
    for at in range(paper.first, paper.last + 1):
        block = document.blocks[at] if at < paper.last else None
        if rows and (block is None or block.kind != "row" or block.table != table):
            yield tuple(rows)
            rows = []
        if block is not None and block.kind == "row":
            row = _read_row(document, block)
            table = block.table
            if len(row.filled) <= 2 and row.filled[:1] == (0,):
                rows.append(row)


def join_rows(first: Row, rest: Row) -> Row:
    """Two pieces of a cut row as one."""
    width = max(len(first.cells), len(rest.cells))
    pairs = ((_at(first.cells, number), _at(rest.cells, number)) for number in range(width))
    return Row(
        start=first.start,
        end=rest.end,
        path=first.path,
        cells=tuple(" ".join(part for part in pair if part) for pair in pairs),
    )


def match_columns(names: Sequence[str], cues: Sequence[tuple[str, Pattern]]) -> dict[str, int]:
    """Field to column, for each field the first column that its cue matches and that no field before it took."""
    columns: dict[str, int] = {}
    for field, cue in cues:
        free = (number for number, name in enumerate(names) if number not in columns.values() and cue.search(name.strip()))
        if (number := next(free, None)) is not None:
            columns[field] = number
    return columns


def _read_row(document: Document, block: PlacedBlock) -> Row:
    cells = tuple(words_of(document, block).split(CELL))
    return Row(start=block.start, end=block.end, path=block.path, cells=cells)


def _said(cells: Sequence[str]) -> list[str]:
    """The words of the cells that are not blank, in small letters."""
    return [cell.strip().lower() for cell in cells if cell.strip()]


def _at(cells: Sequence[str], number: int) -> str:
    return cells[number].strip() if number < len(cells) else ""
