"""Tables found from rules: grids, shading, rows between rules, and what is no table."""

import time

from ingest.layout import Glyph, Line, RuledTable
from ingest.tables import MAX_RULES, Grid, Rule, find_tables, place_tables


def level(x0: float, x1: float, y: float) -> Rule:
    return Rule(x0=x0, x1=x1, top=y, bottom=y + 0.5, panel=False)


def upright(x: float, top: float, bottom: float) -> Rule:
    return Rule(x0=x, x1=x + 0.5, top=top, bottom=bottom, panel=False)


def ruled(lefts: list[float], tops: list[float]) -> list[Rule]:
    return [level(lefts[0], lefts[-1], y) for y in tops] + [upright(x, tops[0], tops[-1]) for x in lefts]


class Typed:
    """Lines and glyphs as a page would give them; every letter is 5 points wide."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.glyphs: list[Glyph] = []
        self.index = 0

    def add(self, x: float, y: float, text: str, *, bold: bool = False) -> "Typed":
        for at, char in enumerate(text):
            self.glyphs.append(Glyph(char=char, x0=x + 5 * at, x1=x + 5 * at + 5, top=y, bottom=y + 10, index=self.index,
                                     drawn=True, line=len(self.lines)))
            self.index += 1
        self.index += 2
        self.lines.append(Line(text=text, x0=x, x1=x + 5 * len(text), top=y, bottom=y + 10, size=10, bold=bold))
        return self

    def read(self, rules: list[Rule]) -> tuple[Line | RuledTable, ...]:
        return place_tables(self.lines, self.glyphs, find_tables(rules))


def only_table(elements: tuple[Line | RuledTable, ...]) -> RuledTable:
    (table,) = (element for element in elements if isinstance(element, RuledTable))
    return table


def test_crossing_rules_make_cells():
    (grid,) = find_tables(ruled([50, 150, 300], [100, 120, 140]))
    assert [len(row) for row in grid.rows] == [2, 2]
    assert tuple(round(edge) for edge in grid.bounds) == (50, 100, 300, 140)


def test_words_go_into_cells_and_the_table_stands_where_its_first_line_stood():
    page = Typed().add(50, 80, "Above").add(55, 103, "Area").add(155, 103, "Plans").add(55, 123, "North").add(155, 123, "12")
    elements = page.add(50, 160, "Below").read(ruled([50, 150, 300], [100, 120, 140]))
    assert [type(element).__name__ for element in elements] == ["Line", "RuledTable", "Line"]
    assert only_table(elements).rows == (("Area", "Plans"), ("North", "12"))


def test_lines_of_a_cell_are_kept_apart():
    page = Typed().add(55, 103, "Executiv").add(55, 115, "e").add(155, 103, "Yes")
    assert only_table(page.read(ruled([50, 150, 300], [100, 130, 160]))).rows == (("Executiv\ne", "Yes"),)


def test_rows_between_two_rules_are_told_apart_by_their_figures():
    page = Typed()
    for at, (name, first, second) in enumerate((("Kent", "1,200", "£3m"), ("Surrey", "980", "(£2m)"))):
        page.add(55, 103 + 12 * at, name).add(155, 103 + 12 * at, first).add(255, 103 + 12 * at, second)
    table = only_table(page.read(ruled([50, 150, 250, 300], [100, 140, 160])))
    assert table.rows == (("Kent", "1,200", "£3m"), ("Surrey", "980", "(£2m)"))
    assert table.marked == (False, False)


def test_a_row_of_wrapped_words_stays_one_row():
    page = Typed().add(55, 103, "Type of").add(55, 115, "school").add(155, 103, "Number").add(155, 115, "of 2024")
    assert only_table(page.read(ruled([50, 150, 300], [100, 130, 160]))).rows == (("Type of\nschool", "Number\nof 2024"),)


def test_a_table_cut_by_the_page_end_needs_no_last_rule():
    rules = [level(50, 300, 100), level(50, 300, 120), *(upright(x, 100, 140) for x in (50, 150, 300))]
    (grid,) = find_tables(rules)
    assert len(grid.rows) == 2


def test_the_rest_of_a_row_over_a_page_end_has_one_rule_only():
    rules = [level(50, 300, 80), *(upright(x, 45, 80) for x in (50, 150, 300))]
    (grid,) = find_tables(rules)
    assert len(grid.rows) == 1 and len(grid.rows[0]) == 2


def test_rows_on_a_coloured_ground_are_shaded_and_rows_in_bold_are_marked():
    ground = Rule(x0=50, x1=300, top=100, bottom=120, panel=True, filled=True)
    (grid,) = find_tables([*ruled([50, 150, 300], [100, 120, 140, 160]), ground])
    assert grid.shaded == (True, False, False)
    page = Typed().add(55, 103, "Area", bold=True).add(155, 103, "Plans", bold=True).add(55, 123, "North").add(155, 123, "12")
    assert only_table(page.read(ruled([50, 150, 300], [100, 120, 140]))).marked == (True, False)


def test_one_column_is_no_table():
    assert find_tables(ruled([50, 300], [100, 120, 140])) == ()


def test_lines_under_headings_are_no_table():
    assert find_tables([level(50, 300, y) for y in (100, 200, 300)]) == ()
    assert find_tables([]) == ()


def test_two_tables_on_a_page_are_two():
    rules = ruled([50, 150, 300], [100, 120, 140]) + ruled([50, 100, 300], [300, 320])
    assert [len(grid.rows) for grid in find_tables(rules)] == [2, 1]


def test_a_merged_cell_leaves_the_others_empty():
    rules = [*(level(50, 300, y) for y in (100, 120, 140)), upright(50, 100, 140), upright(300, 100, 140), upright(150, 120, 140)]
    (grid,) = find_tables(rules)
    assert [[cell is not None for cell in row] for row in grid.rows] == [[True, False], [True, True]]


def test_a_drawing_with_thousands_of_rules_holds_nobody_up():
    rules = [level(x, x + 40, y) for x in range(0, 500, 5) for y in range(0, 500, 5)]
    assert len(rules) > MAX_RULES
    began = time.perf_counter()
    assert find_tables(rules) == ()
    assert time.perf_counter() - began < 1


def test_without_tables_the_lines_stay_as_they_are():
    page = Typed().add(50, 80, "One").add(50, 95, "Two")
    assert page.read([]) == tuple(page.lines)
    assert place_tables([], [], [Grid(rows=(((0, 0, 9, 9), (9, 0, 20, 9)),), shaded=(False,))]) == ()
