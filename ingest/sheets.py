"""Spreadsheets and CSV files: a heading for each sheet, and every row with its cells as they are shown. Formulas give the value
that was last worked out; charts, comments and hidden sheets are left out."""

import csv
import html
import io
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
from lxml import etree
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from ingest.document import Block, Notice, Reading, UnreadableFile
from ingest.patterns import compile_bytes, compile_pattern
from ingest.text import decode_text, has_header, row_text, tidy_words

DELIMITERS = ",;\t|"
SNIFFED_CHARS = 20_000
LEAST_SHARE = 0.6
"""A row that names columns fills at least this part of the width that most rows have; a title above it fills one cell."""
HEAD_ROWS = 50
"""So many rows say whether the first of them names the columns."""
WIDEST = 1_000
"""Columns that are looked at for that."""
MOST_ROWS = 1_048_576
"""Of a sheet, as spreadsheet programs have it."""
MOST_BLANKS = 50
"""Blank cells to one with words: a sheet with more, and with more than `LEAST_BLANKS`, is no table."""
LEAST_BLANKS = 20_000
_DAMAGE = (
    InvalidFileException, BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, ValueError, TypeError, AttributeError,
    IndexError, EOFError, NotImplementedError, RuntimeError,
)  # fmt: skip
"""What openpyxl and zipfile raise for a workbook that is cut off, lacks a part or holds something else."""

_PRINT_HEADER = compile_bytes(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)[^>]{0,200}>([^<]{1,2000})<")
_PRINT_CODE = compile_pattern(r'&(?:[LCRPNDTFAGZBIUESXYHOK+-]|"[^"]{0,80}"|\d{1,3})')
"""Codes for place, face and size in a print header: "&C&B&14EXEMPT"."""
_TAIL_BYTES = 65_536

Row = tuple[str, ...]


def read_xlsx(path: Path) -> Reading:
    """The rows of every sheet that is not hidden. Raises UnreadableFile for a damaged or empty workbook."""
    _check_not_empty(path)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        try:
            sheets = [(sheet.title, _sheet_rows(sheet)) for sheet in book.worksheets if sheet.sheet_state == "visible"]
            properties = _read_properties(book)
            notices = tuple(_read_print_headers(book, path))
        finally:
            book.close()
    except _DAMAGE as error:
        raise UnreadableFile(
            f"The workbook is damaged or of another kind ({type(error).__name__}: {tidy_words(str(error))[:80]}).",
            "Open it in a spreadsheet program, save it again as XLSX and add that, or ask for a new copy.",
        ) from error
    blocks: list[Block] = []
    for number, (title, rows) in enumerate(sheets, start=1):
        if rows:
            blocks += [Block(kind="heading", text=tidy_words(title), level=1), *_row_blocks(rows, number)]
    return Reading(blocks=tuple(blocks), properties=properties, notices=notices)


def _read_print_headers(book, path: Path) -> Iterator[Notice]:
    """The headers and footers that a sheet bears when it is printed. They stand after its rows, where reading by rows stops."""
    with ZipFile(path) as packed:
        for sheet in book.worksheets:
            data = _end_of(packed, sheet._worksheet_path.lstrip("/"))
            for part in _PRINT_HEADER.findall(data):
                words = tidy_words(_PRINT_CODE.sub(" ", html.unescape(html.unescape(part.decode("utf-8", "replace")))))
                if words:
                    yield Notice(words=words, where="print header or footer", under=tidy_words(sheet.title))


def _end_of(packed: ZipFile, name: str) -> bytes:
    """The last bytes of a part, which is read through in pieces."""
    tail = b""
    with packed.open(name) as part:
        while piece := part.read(_TAIL_BYTES):
            tail = tail[-_TAIL_BYTES:] + piece
    return tail[-_TAIL_BYTES:]


def read_csv(path: Path) -> Reading:
    """The rows of a CSV or TSV file, whatever divides its cells. Raises UnreadableFile for a file that is not text or not CSV."""
    _check_not_empty(path)
    text = decode_text(path.read_bytes())
    delimiter = _find_delimiter(text, "\t" if path.suffix.lower() == ".tsv" else ",")
    try:
        found = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = [row for row in (tuple(tidy_words(cell) for cell in row) for row in found) if any(row)]
    except csv.Error as error:
        raise UnreadableFile(
            f"The file is not CSV ({error}).", "Open it in a spreadsheet program and save it again as CSV or XLSX."
        ) from error
    return Reading(blocks=tuple(_row_blocks(rows, 1)))


def _check_not_empty(path: Path) -> None:
    if path.stat().st_size == 0:
        raise UnreadableFile("The file is empty (0 bytes).", "Ask for a new copy.")


def _find_delimiter(text: str, usual: str) -> str:
    """What divides the cells: what stands equally often, and most often, in the first lines."""
    lines = [line for line in text[:SNIFFED_CHARS].splitlines() if line.strip()][:50]
    best, most = usual, 0.0
    for mark in DELIMITERS:
        counts = sorted(line.count(mark) for line in lines)
        # Half of the lines or more have at least so many, and free text with commas differs from line to line.
        steady = sum(count == counts[len(counts) // 2] for count in counts) / len(counts) if counts else 0
        worth = counts[len(counts) // 2] * steady if counts else 0
        if worth > most:
            best, most = mark, worth
    return best


def _row_blocks(rows: Sequence[Row], table: int) -> Iterator[Block]:
    """A block a row; the first full row names the columns, and lines above it are headings and paragraphs."""
    width = max((_filled(row) for row in rows), default=0)
    least = max(2, LEAST_SHARE * _usual_fill(rows)) if rows else 0
    first = next((n for n, row in enumerate(rows) if sum(map(bool, row)) >= least), len(rows))
    for row in rows[:first]:
        yield Block(kind="paragraph", text=" ".join(cell for cell in row if cell))
    body = rows[first:]
    top = [(row + ("",) * min(width, WIDEST))[: max(min(width, WIDEST), 2)] for row in body[:HEAD_ROWS]]
    headed = has_header(top) or _names_columns(body)
    for number, row in enumerate(body):
        yield Block(kind="row", text=row_text(row), table=table, names_columns=number == 0 and headed)


def _usual_fill(rows: Sequence[Row]) -> int:
    filled = sorted(sum(map(bool, row)) for row in rows)
    return filled[len(filled) // 2]


def _filled(row: Row) -> int:
    return max((at for at, cell in enumerate(row, start=1) if cell), default=0)


def _names_columns(rows: Sequence[Row]) -> bool:
    """A first row of different words without figures, above others: in a sheet that is nearly always what it is."""
    if len(rows) < 2:
        return False
    names = [cell for cell in rows[0] if cell]
    return (
        len(set(names)) == len(names)
        and len(names) > 1
        and not any(compile_pattern(r"[£$€(+\-–]?\d").match(name) for name in names)
    )


def _sheet_rows(sheet: Any) -> list[Row]:
    """The rows that hold anything. In a sheet of few cells that lie far apart, the blank cells between them are left out."""
    # A sheet may claim to be as large as sheets can be, and one cell far out would make each row as wide: only cells that are
    # in the file are looked at, not those that openpyxl would put between them.
    sheet.reset_dimensions()
    sheet._get_row = lambda cells, *_: [ReadOnlyCell(sheet, **cell) for cell in cells if cell["value"] is not None]
    rows: list[list[tuple[int, str]]] = []
    for cells in sheet.iter_rows(max_row=MOST_ROWS):
        written = [(cell.column, words) for cell in cells if (words := _write_cell(cell.value, cell.number_format))]
        if written:
            rows.append(written)
    filled, width = sum(map(len, rows)), sum(max(column for column, _ in row) for row in rows)
    if width > max(LEAST_BLANKS, MOST_BLANKS * filled):
        return [tuple(words for _, words in row) for row in rows]
    return [_place_cells(row) for row in rows]


def _place_cells(row: Sequence[tuple[int, str]]) -> Row:
    """Every cell in its column, blank ones between them."""
    placed = [""] * max(column for column, _ in row)
    for column, words in row:
        placed[column - 1] = words
    return tuple(placed)


def _write_cell(value: object, code: str) -> str:
    """A cell's value as its number format shows it, as far as dates, per cent signs, pounds and thousands go."""
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case datetime():
            clock = f" {value:%H:%M}" if value.time() != time.min else ""
            return f"{value.day} {value:%B %Y}{clock}"
        case date():
            return f"{value.day} {value:%B %Y}"
        case time() | timedelta():
            return str(value)
        case int() | float():
            return _write_number(value, code)
        case _:
            return tidy_words(str(value))


def _write_number(value: float, code: str) -> str:
    places = compile_pattern(r"0\.(0+)").search(code)
    # More than a number of the machine has.
    decimals = min(len(places[1]), 15) if places else 0
    if "%" in code:
        return f"{value:.{decimals}%}"
    sign = next((mark for mark in "£€$" if mark in code), "")
    grouping = "," if "#,##" in code else ""
    if not sign and not grouping and not places:
        return f"{value:.12g}"
    return ("-" if value < 0 else "") + sign + f"{abs(value):{grouping}.{decimals}f}"


def _read_properties(book) -> dict[str, str]:
    stated = book.properties
    named = {"title": stated.title, "author": stated.creator, "subject": stated.subject, "keywords": stated.keywords}
    named |= {"category": stated.category, "comments": stated.description, "status": stated.contentStatus}
    words = {name: tidy_words(value or "") for name, value in named.items()}
    dated = {name: day.isoformat() for name, day in (("created", stated.created), ("modified", stated.modified)) if day}
    return {name: value for name, value in words.items() if value and value != "openpyxl"} | dated
