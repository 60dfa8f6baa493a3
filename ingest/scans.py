"""From what was read of a picture to a printed page: reading order, lines of one size, tables by their rules or their columns."""

from collections.abc import Sequence
from statistics import median

import numpy

from ingest.layout import Element, Glyph, Line, PrintedPage, RuledTable
from ingest.ocr import SeenLine, SeenPicture, SeenText, read_picture
from ingest.tables import Rule, find_tables, place_tables

DOTS_PER_INCH = 150
"""At which pages are rendered to be read: letters of 8 points are then 17 pixels high."""
LARGER = 1.3
"""Lines this much taller than most are set in larger type; below it the difference is that between "on" and "(by)"."""
LEAST_LETTERS = 12
"""A page on which fewer were read is a picture with a word or two in it, not a page of text."""
COLUMN_LINES = 4
COLUMN_SHARE = 0.2
"""A column of text has so many lines, and most of them fill this part of the page's width; a column of a table does not."""
TABLE_CELLS = 3
"""Rows of so many pieces, one below the other, are a table even without rules."""


def scan_page(pixels: numpy.ndarray, *, number: int, dots_per_inch: float) -> PrintedPage:
    """Read a picture of a page; measures in points of the page set upright. No elements where it shows no text to speak of."""
    seen = read_picture(pixels)
    return place_scan(seen, number=number, points=72 / dots_per_inch)


def place_scan(seen: SeenPicture, *, number: int, points: float) -> PrintedPage:
    """The printed page of what was read; `points` is the size of a pixel."""
    letters = sum(char.isalnum() for line in seen.lines for char in line.whole.text)
    ordered = order_lines(seen.lines, seen.width) if letters >= LEAST_LETTERS else []
    lines = _set_sizes(ordered, points)
    glyphs = [
        Glyph(
            char=word.text,
            x0=word.x0 * points,
            x1=word.x1 * points,
            top=word.top * points,
            bottom=word.bottom * points,
            # Not next to one another, so that a space stands between two words of a cell.
            index=2 * (at * 1000 + place),
            drawn=True,
            line=at,
        )
        for at, line in enumerate(ordered)
        for place, word in enumerate(line.words)
    ]
    rules = [
        Rule(x0=x0 * points, x1=x1 * points, top=top * points, bottom=bottom * points, panel=False)
        for x0, top, x1, bottom in seen.rules
    ]
    grids = find_tables(rules)
    elements = place_tables(lines, glyphs, grids) if grids else tuple(_find_columns(ordered, lines, points))
    return PrintedPage(
        number=number,
        width=seen.width * points,
        height=seen.height * points,
        elements=elements,
        picture=not elements,
        read_by_ocr=True,
    )


def _set_sizes(lines: Sequence[SeenLine], points: float) -> list[Line]:
    usual = median(_height(line.whole) for line in lines) if lines else 1.0
    placed = []
    for line in lines:
        whole, ratio = line.whole, _height(line.whole) / usual
        # A box is drawn a little wider than its letters, about a third of their size.
        size = usual * points * 0.75 * (1 if ratio < LARGER else round(ratio * 2) / 2)
        placed.append(
            Line(
                text=whole.text,
                x0=whole.x0 * points,
                x1=whole.x1 * points,
                top=whole.top * points,
                bottom=whole.bottom * points,
                size=round(size * 2) / 2,
                bold=False,
            )
        )
    return placed


def _height(text: SeenText) -> float:
    return max(text.bottom - text.top, 1.0)


# Reading order


def order_lines(lines: Sequence[SeenLine], width: float) -> list[SeenLine]:
    """Lines in reading order: row by row, but columns of text one after the other, with what stands above and below them."""
    rows = _rows(lines)
    first, last, middle = _widest_columns(rows, width)
    if first == last:
        return [line for row in rows for line in row]
    above, inner, below = ([line for row in part for line in row] for part in (rows[:first], rows[first:last], rows[last:]))
    left = [line for line in inner if line.whole.x1 <= middle]
    right = [line for line in inner if line.whole.x1 > middle]
    parts = (above, left, right, below)
    return [line for part in parts if part for line in order_lines(part, width)]


def _widest_columns(rows: Sequence[Sequence[SeenLine]], width: float) -> tuple[int, int, float]:
    """The longest run of rows (first, one after the last) between which a gap runs down with text on both sides, and where."""
    best = (0, 0, 0.0)
    for percent in range(20, 81):
        middle, first = width * percent / 100, 0
        for at in range(len(rows) + 1):
            if at < len(rows) and not any(line.whole.x0 - width / 200 < middle < line.whole.x1 for line in rows[at]):
                continue
            run = [line for row in rows[first:at] for line in row]
            if at - first > best[1] - best[0]:
                left = [line for line in run if line.whole.x1 <= middle]
                right = [line for line in run if line.whole.x1 > middle]
                if _is_column(left, width) and _is_column(right, width):
                    best = (first, at, middle)
            first = at + 1
    return best


def _is_column(lines: Sequence[SeenLine], width: float) -> bool:
    if len(lines) < COLUMN_LINES:
        return False
    return median(line.whole.x1 - line.whole.x0 for line in lines) > COLUMN_SHARE * width


def _rows(lines: Sequence[SeenLine]) -> list[list[SeenLine]]:
    """Lines side by side in one row, rows from top to bottom."""
    rows: list[list[SeenLine]] = []
    for line in sorted(lines, key=lambda line: line.whole.top + line.whole.bottom):
        middle = (line.whole.top + line.whole.bottom) / 2
        if rows and rows[-1][0].whole.top <= middle <= rows[-1][0].whole.bottom:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.whole.x0) for row in rows]


# Tables without upright rules


def _find_columns(seen: Sequence[SeenLine], lines: Sequence[Line], points: float) -> list[Element]:
    """The lines, with each run of rows of several pieces as a table."""
    place = {id(line): at for at, line in enumerate(seen)}
    elements: list[Element] = []
    run: list[list[SeenLine]] = []
    for row in [*_rows_in_order(seen), []]:
        if len(row) >= TABLE_CELLS:
            run.append(row)
            continue
        elements += [_table(run, points)] if len(run) > 1 else [lines[place[id(line)]] for found in run for line in found]
        run = []
        elements += [lines[place[id(line)]] for line in row]
    return elements


def _rows_in_order(seen: Sequence[SeenLine]) -> list[list[SeenLine]]:
    """The lines in their order, those that stand in one row together."""
    rows: list[list[SeenLine]] = []
    for line in seen:
        middle = (line.whole.top + line.whole.bottom) / 2
        before = rows[-1][-1].whole if rows else None
        if before and before.top <= middle <= before.bottom and line.whole.x0 >= before.x1 - 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _table(rows: Sequence[Sequence[SeenLine]], points: float) -> RuledTable:
    """Columns as the rows with the most pieces have them; the words of every row go to the column they stand over."""
    widest = max(len(row) for row in rows)
    full = [row for row in rows if len(row) == widest]
    spans = [(min(row[n].whole.x0 for row in full), max(row[n].whole.x1 for row in full)) for n in range(widest)]
    table = []
    for row in rows:
        cells: list[list[str]] = [[] for _ in spans]
        for line in row:
            for word in line.words:
                middle = (word.x0 + word.x1) / 2
                distances = [max(x0 - middle, middle - x1, 0) for x0, x1 in spans]
                cells[distances.index(min(distances))].append(word.text)
        table.append(tuple(" ".join(cell) for cell in cells))
    every = [line.whole for row in rows for line in row]
    return RuledTable(
        rows=tuple(table),
        marked=(False,) * len(table),
        columns=tuple(round(x0 * points) for x0, _ in spans),
        top=min(text.top for text in every) * points,
        bottom=max(text.bottom for text in every) * points,
    )
