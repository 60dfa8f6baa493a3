"""Spreadsheets and CSV: rows with their headers, cells as they are shown."""

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.document import Reading, UnreadableFile
from ingest.sheets import read_csv, read_xlsx


def rows(reading: Reading) -> list[tuple[str, ...]]:
    return [block.cells for block in reading.blocks if block.kind == "row"]


def headers(reading: Reading) -> list[tuple[str, ...]]:
    return [block.cells for block in reading.blocks if block.names_columns]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.title = "Payments over £500"
    sheet.append(["Payments to suppliers, April 2025"])
    sheet.append(["Supplier", "Paid on", "Amount", "Share"])
    sheet.append(["Kelverton Coaches", date(2025, 4, 3), 12500.5, 0.125])
    sheet.append([])
    sheet.append(["Mill Lane Nursery", datetime(2025, 4, 7, 9, 30), -80, 0.5])
    for at in (3, 5):
        sheet.cell(at, 3).number_format = "£#,##0.00"
        sheet.cell(at, 4).number_format = "0.0%"
    hidden = book.create_sheet("Workings")
    hidden.append(["not", "shown"])
    hidden.sheet_state = "hidden"
    book.create_sheet("Empty")
    book.save(tmp_path / "payments.xlsx")
    return tmp_path / "payments.xlsx"


def test_each_row_of_a_sheet_has_its_cells_as_they_are_shown(workbook: Path):
    reading = read_xlsx(workbook)
    assert [(block.kind, block.text) for block in reading.blocks if block.kind != "row"] == [
        ("heading", "Payments over £500"),
        ("paragraph", "Payments to suppliers, April 2025"),
    ]
    assert headers(reading) == [("Supplier", "Paid on", "Amount", "Share")]
    assert rows(reading)[1:] == [
        ("Kelverton Coaches", "3 April 2025", "£12,500.50", "12.5%"),
        ("Mill Lane Nursery", "7 April 2025 09:30", "-£80.00", "50.0%"),
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_cells_of_a_csv_are_told_apart_whatever_divides_them(tmp_path: Path, mark: str):
    lines = [["Ward", "School", "Places"], ["Kelverton", "St Ada's", "210"], ["Withybeck", "Mill Lane", "95"]]
    (tmp_path / "places.csv").write_text("\n".join(mark.join(line) for line in lines))
    reading = read_csv(tmp_path / "places.csv")
    assert rows(reading) == [tuple(line) for line in lines] and headers(reading) == [("Ward", "School", "Places")]


def test_a_csv_of_windows_with_quoted_commas_and_line_breaks_is_read(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes('Name,Note\r\n"Penhale, Ada","paid £5\r\nin cash"\r\nReed,–\r\n'.encode("cp1252"))
    assert rows(read_csv(tmp_path / "a.csv")) == [("Name", "Note"), ("Penhale, Ada", "paid £5 in cash"), ("Reed", "–")]


def test_rows_without_names_have_none(tmp_path: Path):
    (tmp_path / "a.csv").write_text("2024,10,20\n2025,11,22\n")
    assert headers(read_csv(tmp_path / "a.csv")) == []


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 cut off", b"no workbook"])
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes):
    (tmp_path / "a.xlsx").write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        read_xlsx(tmp_path / "a.xlsx")
    assert caught.value.advice


def test_a_binary_file_is_no_csv(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(UnreadableFile):
        read_csv(tmp_path / "a.csv")
