"""Reading takes time that grows with a file and no faster, however the file is made: twice the size, about twice as long.

Each kind of file here once took time that grew with the square of its size, or is made to do so.
"""

import hashlib
import io
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pytest
from reportlab.pdfgen.canvas import Canvas

from ingest.document import UnreadableFile
from ingest.passages import divide_document
from ingest.reading import read_document
from ingest.records.reading import read_records
from ingest.sources import SourceFile, find_files

MONTHS = ("January", "March", "June", "October")
DATES = " ".join(f"{day} {month} {year}" for year in range(2000, 2030) for month in MONTHS for day in range(1, 29))


def page(body: str) -> bytes:
    return f"<html><head><title>A page</title></head><body>{body}</body></html>".encode()


def sheet_of_far_cells(size: int) -> bytes:
    """One cell in every 500th row, in the last column that there can be."""
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet()
    written = io.BytesIO()
    book.save(written)
    cells = "".join(
        f'<row r="{n * 500 + 1}"><c r="XFD{n * 500 + 1}" t="inlineStr"><is><t>word {n}</t></is></c></row>' for n in range(size)
    )
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{cells}</sheetData></worksheet>'
    changed = io.BytesIO()
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return changed.getvalue()


def word_file(size: int) -> bytes:
    """One paragraph of many runs, with as many raised figures, and many tables of one row."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for _ in range(size):
        paragraph.add_run("word")
        paragraph.add_run("1").font.superscript = True
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def message(size: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "clerk@example.org", "Papers"
    mail.set_content("The papers are attached.")
    for number in range(size):
        mail.add_attachment(b"x", maintype="application", subtype="pdf", filename=f"paper {number}.pdf")
    return mail.as_bytes()


def pages_of_one_word(size: int) -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written)
    for number in range(size):
        canvas.drawString(100, 700, f"word {number}")
        canvas.bookmarkPage(f"at {number}")
        canvas.addOutlineEntry(f"Heading {number}", f"at {number}")
        canvas.showPage()
    canvas.save()
    return written.getvalue()


KINDS: dict[str, tuple[str, int, Callable[[int], bytes]]] = {
    "lines of one letter": ("txt", 6_000, lambda n: b"x\n" * n),
    "lines that a hyphen ends": ("txt", 2_500, lambda n: b"infor-\nmation\n" * n),
    "dates in one block": ("txt", 20_000, lambda n: (DATES * 9)[:n].encode()),
    "dates in lines": ("txt", 20_000, lambda n: (DATES * 9)[:n].replace(" 2", "\n2").encode()),
    "dashes": ("txt", 3, lambda n: (b"-" * 19_000 + b"x\n") * n),
    "bars": ("txt", 2_000, lambda n: b"a|b\na|b|c\n" * n),
    "rules of tables": ("md", 2_000, lambda n: b"| a | b |\n" + b"|---|---|\n" * n),
    "tiny paragraphs": ("txt", 1_500, lambda n: b"A word.\n\n" * n),
    "one line": ("txt", 150_000, lambda n: (b"words and more words " * n)[:n]),
    "one word": ("txt", 150_000, lambda n: b"a" * n),
    "headings with numbers": ("md", 1_500, lambda n: b"".join(b"# %d. Heading\n\n" % at for at in range(n))),
    "a long heading": ("md", 500, lambda n: b"# " + b"word " * 3_000 + b"\n\n" + b"1.1 Words below it.\n\n" * n),
    "lists in lists": ("html", 2_500, lambda n: page("<ul><li>a " * n)),
    "tables in tables": ("html", 1_200, lambda n: page("<table><tr><td>a<td>" * n)),
    "cells in cells": ("html", 1_200, lambda n: page("<table><tr>" + "<td>b<div>" * n)),
    "definitions in definitions": ("html", 1_200, lambda n: page("<dl>" + "<dd>b<div>" * n)),
    "menus in menus": ("html", 1_200, lambda n: page("<p>" + "words " * 3 * n + "</p>" + "<nav>a" * n)),
    "raised figures": ("html", 2_000, lambda n: page("<p>" + "a<sup>1</sup>" * n)),
    "bold letters": ("html", 2_000, lambda n: page("<p>" + "<b>a</b>" * n)),
    "names of one element": ("html", 8_000, lambda n: page(f"<p class='{'cookie-' * n}'>words")),
    "cells over a thousand columns": ("html", 200, lambda n: page("<table>" + "<tr><td colspan=1000 rowspan=1000>a<td>b" * n)),
    "far cells": ("xlsx", 400, sheet_of_far_cells),
    "names of columns without end": ("csv", 2_000, lambda n: b"name," * n + b"\n" + b"a\n" * n),
    "columns without end": ("csv", 4, lambda n: (b"name," * 10_000 + b"\n") * n),
    "runs of a paragraph": ("docx", 500, word_file),
    "attached files": ("eml", 150, message),
    "pages of one word": ("pdf", 150, pages_of_one_word),
}


def source(path: Path) -> SourceFile:
    data = path.read_bytes()
    return SourceFile(
        path=path, root=path.parent, name=path.name, digest=hashlib.sha256(data).hexdigest(), size=len(data), overrides={}
    )


def time_reading(path: Path, data: bytes) -> float:
    """Seconds of processor time for a file, its passages and its records, the better of two readings."""
    path.write_bytes(data)
    taken = []
    for _ in range(2):
        began = time.process_time()
        try:
            document = read_document(source(path))
        except UnreadableFile:
            pass
        else:
            read_records(document)
            divide_document(document)
        taken.append(time.process_time() - began)
    return min(taken)


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_size_takes_about_twice_as_long(tmp_path: Path, kind: str):
    ending, size, make = KINDS[kind]
    once = time_reading(tmp_path / f"once.{ending}", make(size))
    twice = time_reading(tmp_path / f"twice.{ending}", make(2 * size))

    assert twice < 3 * once + 0.2, f"{once:.2f} s became {twice:.2f} s"
    assert twice < 5


@pytest.mark.parametrize("depth", [1, 2])
def test_the_files_of_a_zip_folder_are_read_in_time_that_grows_with_their_number(tmp_path: Path, depth: int):
    def read(count: int) -> float:
        data = b""
        for level in range(depth):
            written = io.BytesIO()
            with zipfile.ZipFile(written, "w") as packed:
                for number in range(count if level == 0 else 1):
                    packed.writestr("inner.zip" if level else f"{number}.txt", data or f"Words of paper {number}.")
            data = written.getvalue()
        path = tmp_path / f"{count}.zip"
        path.write_bytes(data)
        began = time.process_time()
        files = find_files([path]).files
        assert len(files) == count
        for file in files:
            read_document(file)
        return time.process_time() - began

    once = read(250)
    assert read(500) < 3 * once + 0.2


def test_a_row_far_below_the_last_one_that_a_sheet_can_have_ends_the_sheet(tmp_path: Path):
    data = sheet_of_far_cells(2)
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    name = "xl/worksheets/sheet1.xml"
    parts[name] = parts[name].replace(b'<row r="501">', b'<row r="2000000000">')
    path = tmp_path / "far.xlsx"
    with zipfile.ZipFile(path, "w") as new:
        for part, content in parts.items():
            new.writestr(part, content)
    began = time.process_time()
    assert "word 0" in read_document(source(path)).text
    assert time.process_time() - began < 5
