"""Ruled tables of a printed page: cells found by pdfplumber from the drawn rules, words put into cells by position."""

from collections.abc import Sequence
from dataclasses import dataclass

from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

from ingest.layout import Element, Glyph, Line, RuledTable
from ingest.patterns import compile_pattern

SNAP_POINTS = 3.0
"""Rules nearer than this are one rule; pdfplumber's own default."""
MAX_RULES = 4000
"""A drawing or map has more rules than any table on a page; finding cells in it would take minutes."""

FIGURE = compile_pattern(r"^[£$€(+\-–]*\d[\d,.\s]*[%)kmbn]*$")

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A drawn rule, or a panel (a rectangle with an inside); points from the page's top left corner."""

    x0: float
    x1: float
    top: float
    bottom: float
    panel: bool
    filled: bool = False
    stroked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The cells of one table by row, None where a row has no cell in a column, and which of its rows are shaded."""

    rows: tuple[tuple[Box | None, ...], ...]
    shaded: tuple[bool, ...]

    @property
    def bounds(self) -> Box:
        cells = [cell for row in self.rows for cell in row if cell]
        return min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells)


def find_tables(rules: Sequence[Rule]) -> tuple[Grid, ...]:
    """Grids of at least two columns and one row, from top to bottom."""
    if len(rules) > MAX_RULES:
        return ()
    edges = [edge for rule in rules for edge in _edges(rule)]
    if sum(e["orientation"] == "v" for e in edges) < 2 or not any(e["orientation"] == "h" for e in edges):
        return ()
    edges += _open_ends(edges)
    merged = merge_edges(edges, SNAP_POINTS, SNAP_POINTS, SNAP_POINTS, SNAP_POINTS)
    cells = intersections_to_cells(edges_to_intersections(merged, SNAP_POINTS, SNAP_POINTS))
    panels = [rule for rule in rules if rule.filled]
    grids = (_grid(group, panels) for group in cells_to_tables(cells))
    return tuple(grid for grid in grids if grid and len(grid.rows[0]) > 1)


def _edges(rule: Rule) -> list[dict]:
    """The rule as pdfplumber describes edges; a stroked panel has four."""

    def edge(x0: float, x1: float, top: float, bottom: float, orientation: str) -> dict:
        return {
            "x0": x0,
            "x1": x1,
            "top": top,
            "bottom": bottom,
            "width": x1 - x0,
            "height": bottom - top,
            "orientation": orientation,
            "object_type": "line",
        }

    if rule.panel:
        if not rule.stroked and not rule.filled:
            return []
        return [
            edge(rule.x0, rule.x1, rule.top, rule.top, "h"),
            edge(rule.x0, rule.x1, rule.bottom, rule.bottom, "h"),
            edge(rule.x0, rule.x0, rule.top, rule.bottom, "v"),
            edge(rule.x1, rule.x1, rule.top, rule.bottom, "v"),
        ]
    middle_x, middle_y = (rule.x0 + rule.x1) / 2, (rule.top + rule.bottom) / 2
    if rule.x1 - rule.x0 >= rule.bottom - rule.top:
        return [edge(rule.x0, rule.x1, middle_y, middle_y, "h")]
    return [edge(middle_x, middle_x, rule.top, rule.bottom, "v")]


def _open_ends(edges: Sequence[dict]) -> list[dict]:
    """A table cut by the page end often lacks its last rule: one is added where upright rules end together without it."""
    upright = [e for e in edges if e["orientation"] == "v" and e["height"] > SNAP_POINTS]
    level = [e for e in edges if e["orientation"] == "h"]
    added = []
    for end in ("top", "bottom"):
        for y in {round(e[end]) for e in upright}:
            meeting = [e for e in upright if abs(e[end] - y) <= SNAP_POINTS]
            x0, x1 = min(e["x0"] for e in meeting), max(e["x1"] for e in meeting)
            crossed = any(abs(e["top"] - y) <= SNAP_POINTS * 2 and e["x0"] < x1 and e["x1"] > x0 for e in level)
            if len(meeting) >= 3 and not crossed:
                added.append(
                    {
                        "x0": x0,
                        "x1": x1,
                        "top": y,
                        "bottom": y,
                        "width": x1 - x0,
                        "height": 0,
                        "orientation": "h",
                        "object_type": "line",
                    }
                )
    return added


def _grid(cells: Sequence[Box], panels: Sequence[Rule]) -> Grid | None:
    tops = sorted({cell[1] for cell in cells})
    lefts = sorted({cell[0] for cell in cells})
    if len(lefts) < 2:
        return None
    by_corner = {(cell[1], cell[0]): cell for cell in cells}
    rows = tuple(tuple(by_corner.get((top, left)) for left in lefts) for top in tops)
    return Grid(rows=rows, shaded=tuple(_is_shaded(row, panels) for row in rows))


def _is_shaded(row: Sequence[Box | None], panels: Sequence[Rule]) -> bool:
    cells = [cell for cell in row if cell]
    return bool(cells) and all(
        any(
            p.x0 - SNAP_POINTS <= (c[0] + c[2]) / 2 <= p.x1 + SNAP_POINTS and p.top <= (c[1] + c[3]) / 2 <= p.bottom
            for p in panels
        )
        for c in cells
    )


def place_tables(lines: Sequence[Line], glyphs: Sequence[Glyph], grids: Sequence[Grid]) -> tuple[Element, ...]:
    """The page's lines in reading order, with each table in place of the lines that stand in it."""
    if not grids:
        return tuple(lines)
    bounds = [grid.bounds for grid in grids]
    inside: dict[int, int] = {}
    words: list[dict[tuple[int, int], list[Glyph]]] = [{} for _ in grids]
    found: tuple[int, tuple[int, int]] | None = None
    for glyph in glyphs:
        if not glyph.drawn:
            continue
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        # Neighbouring letters share a cell, so the last one found is looked at first.
        if not (found and _holds(grids[found[0]].rows[found[1][0]][found[1][1]], x, y)):
            found = next(
                ((n, cell) for n, grid in enumerate(grids) if _holds(bounds[n], x, y) and (cell := _cell_at(grid, x, y))), None
            )
        if found:
            words[found[0]].setdefault(found[1], []).append(glyph)
            inside[glyph.line] = found[0]
    elements: list[Element] = []
    placed: set[int] = set()
    for index, line in enumerate(lines):
        number = inside.get(index)
        if number is None:
            elements.append(line)
        elif number not in placed:
            placed.add(number)
            elements.append(_ruled_table(grids[number], words[number], lines))
    return tuple(elements)


def _cell_at(grid: Grid, x: float, y: float) -> tuple[int, int] | None:
    return next(((r, c) for r, row in enumerate(grid.rows) for c, cell in enumerate(row) if _holds(cell, x, y)), None)


def _holds(cell: Box | None, x: float, y: float) -> bool:
    return cell is not None and cell[0] <= x <= cell[2] and cell[1] <= y <= cell[3]


def _ruled_table(grid: Grid, words: dict[tuple[int, int], list[Glyph]], lines: Sequence[Line]) -> RuledTable:
    rows, marked = [], []
    for r, row in enumerate(grid.rows):
        glyphs = [words.get((r, c), []) for c in range(len(row))]
        cells = tuple(_cell_text(cell) for cell in glyphs)
        if any(cells):
            parts = _unruled_rows(cells)
            rows += parts
            marked += [grid.shaded[r] or all(lines[glyph.line].bold for cell in glyphs for glyph in cell)] * len(parts)
    lefts = tuple(sorted({round(cell[0]) for row in grid.rows for cell in row if cell}))
    _, top, _, bottom = grid.bounds
    return RuledTable(rows=tuple(rows), marked=tuple(marked), columns=lefts, top=top, bottom=bottom)


def _unruled_rows(cells: tuple[str, ...]) -> list[tuple[str, ...]]:
    """One row, or the several that stand between two rules: every cell has as many lines, and most lines are figures."""
    lines = [cell.split("\n") for cell in cells if cell]
    figures = sum(bool(FIGURE.match(line)) for cell in lines for line in cell)
    if len({len(cell) for cell in lines}) > 1 or figures <= sum(map(len, lines)) / 2:
        return [cells]
    columns = [cell.split("\n") if cell else [""] * len(lines[0]) for cell in cells]
    return list(zip(*columns, strict=True))


def _cell_text(glyphs: Sequence[Glyph]) -> str:
    """Words of a cell: a line break where the line ends, a space where the gap between two letters says so."""
    out: list[str] = []
    for before, glyph in zip((None, *glyphs), glyphs, strict=False):
        if before and glyph.line != before.line:
            out.append("\n")
        elif before and glyph.index > before.index + 1:
            out.append(" ")
        out.append(glyph.char)
    return "\n".join(" ".join(line.split()) for line in "".join(out).split("\n"))
