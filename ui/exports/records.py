"""Records as CSV and XLSX for a spreadsheet: a row a record, every cell text, a day or yes and no; never a formula."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ingest.document import CELL
from ingest.patterns import compile_pattern

UNREADABLE = "unreadable"
"""What a cell says where a field should be there and could not be read; a field that is not stated is an empty cell."""
LONGEST_CELL_CHARS = 32_767
"""Excel's own limit for the text of a cell."""
CUT = " […]"
_FORMULA = compile_pattern(r"^\s*[=+\-@＝＋－＠\t\r|%]")
"""How text begins that a spreadsheet may run: OWASP, "CSV injection"."""
_NOT_PRINTED = compile_pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY = compile_pattern(r"\d{4}-\d\d-\d\d")
_WIDE = frozenset({"quote", "text", "duty", "judgements", "purpose"})
_NARROW = frozenset(
    {
        "register",
        "page",
        "page_label",
        "start",
        "end",
        "quote_start",
        "quote_end",
        "part",
        "item",
        "number",
        "key",
        "power",
        "date",
        "anticipated",
        "published",
    }
)


def write_csv(records: Sequence[dict]) -> str:
    """Records, as the command line prints them, as CSV with a header line. A cell that a spreadsheet might run as a formula
    begins with an apostrophe, which spreadsheets read as "this is text"."""
    out = io.StringIO(newline="")
    table = csv.writer(out, lineterminator="\r\n")
    names = _columns(records)
    table.writerow(names)
    for record in records:
        cells = (_cell_words(record, name) for name in names)
        table.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in cells])
    return out.getvalue()


def write_xlsx(records: Sequence[dict], *, sheet: str) -> bytes:
    """Records as a workbook of one sheet with a header that stays in sight and filters; days are days, the rest is text."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet.capitalize()[:31])
    names = _columns(records)
    page.freeze_panes = "A2"
    for column, name in enumerate(names, start=1):
        letter = get_column_letter(column)
        page.column_dimensions[letter].width = 60 if name in _WIDE else 12 if name in _NARROW else 28
    if names:
        page.auto_filter.ref = f"A1:{get_column_letter(len(names))}{len(records) + 1}"
    top, left = Alignment(wrap_text=True, vertical="top"), Alignment(vertical="top", horizontal="left")
    bold = Font(bold=True)

    def write(value: str | int | datetime, alignment: Alignment) -> WriteOnlyCell:
        cell = WriteOnlyCell(page, value)
        if isinstance(value, str):
            # Whatever it begins with: never a formula, an error value or an address.
            cell.data_type = "s"
        cell.alignment = alignment
        return cell

    header = [write(name, top) for name in names]
    for cell in header:
        cell.font = bold
    page.append(header)
    for record in records:
        row: list[WriteOnlyCell | None] = []
        for name in names:
            words, value = _cell_words(record, name), record.get(name)
            if isinstance(value, int) and not isinstance(value, bool):
                row.append(write(value, top))
            elif _DAY.fullmatch(words) and (found := _read_day(words)):
                row.append(write(found, left))
                row[-1].number_format = "yyyy-mm-dd"
            else:
                row.append(write(words, top) if words else None)
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _columns(records: Sequence[dict]) -> list[str]:
    """The fields of the records in order; an empty list has none."""
    return list(dict.fromkeys(name for record in records for name in record))


def _cell_words(record: dict, name: str) -> str:
    value = record.get(name)
    if value is None:
        return UNREADABLE if name in record.get("unreadable", ()) else ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if name == "judgements":
        value = "; ".join(f"{judgement['area']}: {judgement['grade'] or UNREADABLE}" for judgement in value)
    elif isinstance(value, list):
        value = ", ".join(map(str, value))
    words = _NOT_PRINTED.sub("", str(value).replace(CELL, " | "))
    return words if len(words) <= LONGEST_CELL_CHARS else words[: LONGEST_CELL_CHARS - len(CUT)] + CUT


def _read_day(words: str) -> datetime | None:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        return None
    # Workbooks count days from 1900 on.
    return datetime(day.year, day.month, day.day) if day.year >= 1900 else None
