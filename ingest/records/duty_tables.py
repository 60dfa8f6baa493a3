"""Rows of tables of duties: number, words, lead, the law they rest on, and the heading they stand under in the table."""

from collections.abc import Iterator

from ingest.bound import BoundPaper
from ingest.document import Document
from ingest.patterns import IGNORECASE, compile_pattern
from ingest.records.cells import Row, Table, find_tables, join_rows, match_columns
from ingest.records.law import find_law
from ingest.records.record import Duty, place_quote

_COLUMNS = tuple(
    (field, compile_pattern(cue, IGNORECASE))
    for field, cue in (
        (
            "lead",
            r"\blead\b|responsible|accountable|\bowner|^officer|^post(?:holder)?$|lead officer|who (?:leads|is responsible)",
        ),
        (
            "law",
            r"legal basis|legislat|\bacts?\b|statut(?:e|ory (?:basis|reference|source|provision))\b|^law\b"
            r"|^basis$|^section|^source|^provision",
        ),
        ("duty", r"\b(?:dut(?:y|ies)|powers?)\b|statutory (?:function|responsibilit)|^legal requirement"),
        ("number", r"^(?:no\.?|number|nos?\.?|ref(?:erence)?\.?(?: no\.?)?|#|id|item|duty (?:no\.?|number))$"),
    )
)
_LABEL_WORDS = 8
"""The name of a column of duties is short; a longer cell speaks of duties."""
_POWER = compile_pattern(r"^(?:may\b|power to\b|(?:a |the )?power\b)", IGNORECASE)
_POWERS_HEADING = compile_pattern(r"\b(?:discretionary )?powers?\b(?!.{0,200}\bdut)", IGNORECASE)
_NUMBER = compile_pattern(r"^(?:[A-Z]{0,3}\.?)?\d{1,4}(?:\.\d{1,3})*[a-z]?[.)]?$")


def find_duty_rows(document: Document, paper: BoundPaper) -> Iterator[Duty]:
    """The rows of the paper's duty tables in order, those that a page end cut as one."""
    for table in find_tables(document, paper):
        columns = match_columns(table.names, _COLUMNS)
        if not _is_duty_table(table, columns):
            continue
        if "number" not in columns and not table.names[0].strip() and columns["duty"] != 0:
            columns["number"] = 0
        heading: str | None = None
        for row in _whole_rows(table, columns):
            if len(row.filled) == 1 and not _NUMBER.match(row.cells[row.filled[0]].strip()) and len(table.names) > 1:
                heading = row.cells[row.filled[0]].strip()
            elif words := row.cell(columns["duty"]):
                yield _read_row(document, paper, table, row, columns, words, heading)


def _is_duty_table(table: Table, columns: dict[str, int]) -> bool:
    """Whether a column holds duties and another says who leads, by which law, or their number; a count of duties is none."""
    if "duty" not in columns or len(table.names[columns["duty"]].split()) > _LABEL_WORDS:
        return False
    words = [row.cell(columns["duty"]) or "" for row in table.rows]
    worded = sum(len(cell.split()) > 1 for cell in words)
    unnamed_first = not table.names[0].strip() and columns["duty"] != 0
    return worded >= len(words) / 2 and ("lead" in columns or "law" in columns or "number" in columns or unnamed_first)


def _whole_rows(table: Table, columns: dict[str, int]) -> Iterator[Row]:
    pending: Row | None = None
    for row in table.rows:
        if pending is not None and _goes_on(pending, row, columns):
            pending = join_rows(pending, row)
            continue
        if pending is not None:
            yield pending
        pending = row
    if pending is not None:
        yield pending


def _goes_on(before: Row, row: Row, columns: dict[str, int]) -> bool:
    """Whether a row is the rest of one that a page end cut: in a numbered table it has no number and goes on in a small
    letter."""
    number = columns.get("number")
    if number is None or row.cell(number) or not before.cell(number):
        return False
    duty = row.cell(columns["duty"])
    rest = [row.cells[column].strip() for column in row.filled]
    if 0 in row.filled and number == 0:
        return False
    return bool(rest) and (duty is None or duty[:1].islower()) and not (len(row.filled) == 1 and row.filled[0] == 0)


def _read_row(
    document: Document, paper: BoundPaper, table: Table, row: Row, columns: dict[str, int], words: str, heading: str | None
) -> Duty:
    law = find_law(row.cell(columns.get("law")) or words)
    number = row.cell(columns.get("number"))
    only_powers = _POWERS_HEADING.search(heading or "") is not None
    return Duty(
        place=place_quote(document, row.start, row.end, path=row.path, body=paper.body, date=paper.date),
        duty=words,
        number=number.rstrip(".)") if number else None,
        lead=row.cell(columns.get("lead")),
        heading=heading or (row.path[-1] if row.path else None),
        act=law.act,
        provision=law.provision,
        power=_POWER.match(words) is not None or only_powers,
    )
