"""Printed lines become blocks: what runs on every page is left out, paragraphs are joined, headings and lists are told apart."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.document import Block, Reading
from ingest.layout import Element, Line, PrintedPage, RuledTable, assemble_reading

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT = 60.0, 535.0
LEADING = 14.0
FULL = "The council has a duty to secure enough suitable places for pupils in its area and to keep them under"
"""A line that runs to the right margin."""


def line(text: str, top: float, *, x0: float = LEFT, x1: float | None = None, size: float = 11, bold: bool = False) -> Line:
    """A line whose letters are as wide as those of `FULL`, set over the whole width."""
    width = (RIGHT - LEFT) / len(FULL) * len(text) * size / 11
    return Line(text=text, x0=x0, x1=min(x1 or x0 + width, RIGHT), top=top, bottom=top + size, size=size, bold=bold)


class Sheet:
    """A page under the typewriter: each line stands under the last."""

    def __init__(self, number: int = 1, *, width: float = WIDTH, height: float = HEIGHT, picture: bool = False):
        self.number, self.width, self.height, self.picture = number, width, height, picture
        self.elements: list[Element] = []
        self.top = 150.0

    def type(self, *texts: str, gap: float = 0, x0: float = LEFT, size: float = 11, bold: bool = False) -> "Sheet":
        """Lines of one paragraph; `gap` is extra white space above the first."""
        self.top += gap
        for text in texts:
            self.elements.append(line(text, self.top, x0=x0, size=size, bold=bold))
            self.top += LEADING * size / 11
        return self

    def paragraph(self, *texts: str, x0: float = LEFT, size: float = 11, bold: bool = False) -> "Sheet":
        return self.type(*texts, gap=8, x0=x0, size=size, bold=bold)

    def head(self, text: str, *, size: float = 8) -> "Sheet":
        self.elements.insert(0, line(text, 40, size=size))
        return self

    def foot(self, text: str, *, above_edge: float = 30, size: float = 8) -> "Sheet":
        self.elements.append(line(text, self.height - above_edge, size=size))
        return self

    def table(self, *rows: Sequence[str], marked: Sequence[int] = ()) -> "Sheet":
        self.top += 8
        self.elements.append(RuledTable(
            rows=tuple(map(tuple, rows)), marked=tuple(at in marked for at in range(len(rows))),
            columns=tuple(60.0 + 100 * at for at in range(len(rows[0]))), top=self.top, bottom=self.top + 20 * len(rows)))
        self.top += 20 * len(rows) + 8
        return self

    def page(self) -> PrintedPage:
        return PrintedPage(number=self.number, width=self.width, height=self.height, elements=tuple(self.elements),
                           picture=self.picture)


def read(*sheets: Sheet, stated: Sequence[str | None] | None = None) -> Reading:
    return assemble_reading([sheet.page() for sheet in sheets], stated or [None] * len(sheets), {})


def blocks(*sheets: Sheet) -> list[tuple[str, str]]:
    """Kind and text of each block, after a paragraph of body text that tells the reader what is normal."""
    body = Sheet(99)
    for _ in range(12):
        body.paragraph(FULL, "review.")
    found = read(*sheets, body).blocks
    return [(block.kind, block.text) for block in found if block.page != 99]


def rows(reading: Reading) -> list[tuple[int | None, bool, str]]:
    return [(block.table, block.names_columns, block.text) for block in reading.blocks if block.kind == "row"]


# Running lines and page labels


def test_headers_and_footers_that_repeat_are_left_out():
    sheets = [Sheet(n).head("Cabinet 14 October 2025").paragraph(f"Paper {'abcd'[n]} is noted.").foot(f"Page {n}")
              for n in range(4)]
    assert [block.text for block in read(*sheets).blocks] == [f"Paper {letter} is noted." for letter in "abcd"]


def test_a_line_at_the_edge_of_one_page_only_is_read():
    sheets = [Sheet(n).paragraph("The report is noted.") for n in range(1, 4)]
    sheets[1].head("Appendix C")
    assert [block.text for block in read(*sheets).blocks].count("Appendix C") == 1


def test_a_sentence_that_repeats_in_the_body_is_read_each_time():
    sheets = [Sheet(n).paragraph("There were none.") for n in range(1, 5)]
    assert len(read(*sheets).blocks) == 4


@pytest.mark.parametrize("foot", ["{}", "Page {}", "page {} of 90", "Cabinet agenda, page {}", "Stanwold Council {}"])
def test_the_number_printed_on_a_page_is_its_label(foot: str):
    sheets = [Sheet(n).paragraph("The report is noted.").foot(foot.format(n + 40)) for n in range(1, 6)]
    assert read(*sheets).page_labels == ("41", "42", "43", "44", "45")


def test_roman_labels_at_the_front_go_over_into_arabic_ones():
    printed = ["i", "ii", "iii", "iv", "1", "2", "3", "4", "5"]
    sheets = [Sheet(n).paragraph("The report is noted.").foot(f"Page {label}") for n, label in enumerate(printed, 1)]
    reading = read(*sheets)
    assert reading.page_labels == tuple(printed)
    assert {block.text for block in reading.blocks} == {"The report is noted."}


def test_of_two_numbers_on_a_page_the_one_of_the_whole_pack_is_taken():
    sheets = [Sheet(n).paragraph("The report is noted.").foot(str(own), above_edge=50).foot(f"Page {n + 10}")
              for n, own in enumerate([1, 2, 3, 1, 2, 3, 4], 1)]
    assert read(*sheets).page_labels == tuple(str(n + 10) for n in range(1, 8))


def test_labels_that_the_file_states_stand_in_where_none_are_printed():
    sheets = [Sheet(n).paragraph("The report is noted.") for n in range(1, 4)]
    assert read(*sheets, stated=["i", "ii", "1"]).page_labels == ("i", "ii", "1")


def test_numbers_that_do_not_grow_with_the_pages_are_no_labels():
    sheets = [Sheet(n).paragraph("The report is noted.").foot(str(number)) for n, number in enumerate([7, 3, 19, 4], 1)]
    assert read(*sheets).page_labels == (None,) * 4


def test_a_footer_on_a_page_turned_sideways_stands_as_far_from_its_edge():
    sheets = [Sheet(n).paragraph("The report is noted.").foot(f"Page {n}") for n in range(1, 5)]
    sheets.append(Sheet(5, width=HEIGHT, height=WIDTH).paragraph("The plan is noted.").foot("Page 5"))
    reading = read(*sheets)
    assert reading.page_labels[-1] == "5"
    assert [block.text for block in reading.blocks][-1] == "The plan is noted."


def test_the_mark_of_an_agenda_item_is_a_heading_once_and_its_running_header_goes():
    header = "Stanwold Council – Cabinet"
    sheets = [Sheet(n).head(header).paragraph("The report is noted.") for n in range(1, 9)]
    for number, item in ((3, 6), (4, 6), (5, 6), (7, 8)):
        sheets[number - 1].elements[0] = line(f"{header} Agenda Item {item}", 40, size=8)
    marks = [(block.page, block.kind, block.text) for block in read(*sheets).blocks if "noted" not in block.text]
    assert marks == [(3, "heading", "Agenda Item 6"), (7, "heading", "Agenda Item 8")]


def test_text_near_the_edge_keeps_words_that_run_elsewhere():
    sheets = [Sheet(n).head("Cabinet").paragraph("The report is noted.").foot(str(n)) for n in range(1, 5)]
    sheets[1].elements.insert(1, line("Cabinet Member for Housing", 70))
    sheets[2].elements.insert(1, line("3 posts were filled.", 70))
    texts = [block.text for block in read(*sheets).blocks]
    assert "Cabinet Member for Housing" in texts and "3 posts were filled." in texts


def test_only_pages_that_show_something_are_pages_without_text():
    sheets = [Sheet(1).paragraph("The report is noted."), Sheet(2), Sheet(3, picture=True), Sheet(4, picture=True).foot("Page 4"),
              Sheet(5, picture=True).paragraph("Figure 1")]
    for sheet in sheets[:3]:
        sheet.foot(f"Page {sheet.number}")
    assert read(*sheets).pages_without_text == (3, 4)


# Paragraphs


def test_lines_of_a_paragraph_are_joined_and_cut_words_healed():
    sheet = Sheet().paragraph(FULL, "review, and the arrange-", "ments are set out in this report.")
    (_, text), _ = blocks(sheet.paragraph("Arrangements change."))
    assert text == f"{FULL} review, and the arrangements are set out in this report."


def test_white_space_begins_a_new_paragraph():
    assert len(blocks(Sheet().paragraph(FULL, "review.").paragraph(FULL, "review."))) == 2


def test_a_short_line_that_ends_a_sentence_ends_the_paragraph():
    sheet = Sheet().type("There were none.", FULL, "review.")
    assert [text for _, text in blocks(sheet)] == ["There were none.", f"{FULL} review."]


def test_numbered_paragraphs_are_told_apart_without_white_space():
    sheet = Sheet().type("4.1 The scheme is noted and", "approved.", "4.2 The budget is agreed.", "10.Many do without a space.")
    assert [text for _, text in blocks(sheet)] == [
        "4.1 The scheme is noted and approved.", "4.2 The budget is agreed.", "10.Many do without a space."]


def test_a_number_at_the_head_of_a_line_may_stand_inside_a_sentence():
    first = "4.4 The number of vehicles that arrive at the school each morning would rise between 8.30 am and"
    sheet = Sheet().type(first).type("9.00 am from 61 to 88.", x0=LEFT + 30).paragraph("4.5 Stage 1 is noted.")
    assert [text for _, text in blocks(sheet)] == [f"{first} 9.00 am from 61 to 88.", "4.5 Stage 1 is noted."]


@pytest.mark.parametrize(("mark", "after"), [("a)", "b)"), ("(a)", "(b)"), ("i)", "ii)"), ("(iv)", "(v)"), ("4.9", "4.10")])
def test_the_next_of_a_list_is_not_taken_for_a_number_inside_a_sentence(mark: str, after: str):
    item = f"{mark} approves the publication of statutory proposals under the Act for the enlargement of the school and"
    following = f"{after} approves the budget."
    assert [text for _, text in blocks(Sheet().type(item, following))] == [item, following]


def test_a_dash_at_the_head_of_a_line_may_stand_inside_a_sentence():
    first = "5.3 To divide the service equally between the two councils of the county in line with the first plan"
    sheet = Sheet().type(first, "– this would mean that two smaller teams are set up.")
    assert blocks(sheet) == [("paragraph", f"{first} – this would mean that two smaller teams are set up.")]


def test_a_paragraph_that_the_file_breaks_inside_a_sentence_is_one():
    first = "5.4 Developing an alternative model – the service would move to an alternative model which"
    sheet = Sheet().paragraph(first).paragraph("would see a commissioned service set up.")
    assert [text for _, text in blocks(sheet)] == [f"{first} would see a commissioned service set up."]


def test_short_lines_in_small_letters_are_not_joined_over_white_space():
    sheet = Sheet().paragraph("The quorum is").paragraph("three members.")
    assert len(blocks(sheet)) == 2


def test_a_bold_run_inside_a_sentence_does_not_break_the_paragraph():
    sheet = Sheet().type("The judgement on children in need is,").type("requires improvement to be good", bold=True)
    sheet.type("and on care leavers it is good.")
    assert blocks(sheet) == [
        ("paragraph", "The judgement on children in need is, requires improvement to be good and on care leavers it is good.")]


def test_text_flows_from_the_foot_of_one_column_to_the_head_of_the_next():
    sheet = Sheet()
    sheet.elements = [line("The committee considered the", 700, x1=290), line("report and asked for a further", 714, x1=290),
                      line("report in January.", 150, x0=310), line("The meeting closed.", 178, x0=310)]
    assert [text for _, text in blocks(sheet)] == [
        "The committee considered the report and asked for a further report in January.", "The meeting closed."]


def test_a_resolution_is_a_paragraph_of_its_own_and_no_heading():
    sheet = Sheet().type(FULL, "review.").type("RESOLVED: That the report be noted.", bold=True)
    assert blocks(sheet)[1] == ("paragraph", "RESOLVED: That the report be noted.")


# Lists


def test_bullets_make_items_and_go():
    sheet = Sheet().type("The points were:").type("• Whether enough teachers", x0=LEFT + 15).type("could be found.", x0=LEFT + 30)
    sheet.type("o the pay of teachers", x0=LEFT + 40)
    body = Sheet(99).paragraph(FULL, "review.")
    found = [(block.kind, block.level, block.text) for block in read(sheet, body).blocks if block.page == 1]
    assert found == [("paragraph", 1, "The points were:"), ("item", 1, "Whether enough teachers could be found."),
                     ("item", 2, "the pay of teachers")]


@pytest.mark.parametrize("mark", ["a)", "(b)", "iv)", "(ii)", "(3)", "1)"])
def test_letters_and_numbers_in_brackets_make_items_and_stay(mark: str):
    assert blocks(Sheet().paragraph(f"{mark} agrees the budget for the year"))[0][0] == "item"


def test_paragraph_numbers_make_no_items():
    assert blocks(Sheet().paragraph("4.2 It is noted.").paragraph("12. It is agreed."))[0][0] == "paragraph"


def test_a_paragraph_at_the_margin_is_no_part_of_the_item_above():
    sheet = Sheet().type("• Councillor Rakewell", x0=LEFT + 30).type("The quorum is three members.")
    assert blocks(sheet) == [("item", "Councillor Rakewell"), ("paragraph", "The quorum is three members.")]


# Headings


def test_larger_type_and_bold_type_make_headings_by_level():
    sheet = Sheet().paragraph("Annual report", size=16).paragraph("Purpose", size=13).paragraph("Background", bold=True)
    body = Sheet(99)
    for _ in range(5):
        body.paragraph(FULL, "review.")
    found = [(block.kind, block.level, block.text) for block in read(sheet, body).blocks if block.page == 1]
    assert found == [("heading", 1, "Annual report"), ("heading", 2, "Purpose"), ("heading", 3, "Background")]


def test_a_heading_over_two_lines_is_one():
    sheet = Sheet().paragraph("The experiences and progress of children in care:", "requires improvement", size=13)
    assert blocks(sheet) == [("heading", "The experiences and progress of children in care: requires improvement")]


def test_the_number_of_a_footnote_does_not_spoil_a_heading():
    sheet = Sheet().paragraph("What needs to improve?", size=14, bold=True)
    above = sheet.elements[-1]
    sheet.elements.append(line("1", above.top, x0=above.x1 + 1, size=7, bold=True))
    assert blocks(sheet) == [("heading", "What needs to improve? 1")]


@pytest.mark.parametrize("text", ["7. Financial implications", "12 Close of meeting", "URGENT BUSINESS", "Agenda Item 6"])
def test_plain_lines_that_can_only_be_headings_are(text: str):
    assert blocks(Sheet().paragraph(text)) == [("heading", text)]


@pytest.mark.parametrize("text", ["Agenda Item 6 was deferred.", "The report was noted.", "48 new posts are filled", "Dear Sir,"])
def test_plain_lines_of_text_are_no_headings(text: str):
    assert blocks(Sheet().paragraph(text))[0][0] == "paragraph"


def test_where_all_text_is_bold_bold_says_nothing():
    sheet = Sheet()
    for _ in range(4):
        sheet.paragraph(FULL, "review", bold=True)
    assert {block.kind for block in read(sheet).blocks} == {"paragraph"}


# Over page ends


def test_a_paragraph_over_a_page_end_is_one_and_knows_where_the_page_ends():
    one = Sheet(1).paragraph(FULL)
    two = Sheet(2).paragraph("review, and does so.").paragraph("A new paragraph.")
    first, second = read(one, two).blocks
    assert first.text == f"{FULL} review, and does so."
    assert first.page == 1 and first.page_breaks == ((len(FULL) + 1, 2),)
    assert (second.text, second.page) == ("A new paragraph.", 2)


def test_a_word_cut_by_a_page_end_is_healed():
    one = Sheet(1).paragraph("Arrangements change.").paragraph(f"{FULL} arrange-")
    (_, block) = read(one, Sheet(2).paragraph("ments that it makes.")).blocks
    assert block.text == f"{FULL} arrangements that it makes."
    ((offset, page),) = block.page_breaks
    assert block.text[offset:] == "ments that it makes." and page == 2


def test_a_finished_paragraph_and_a_numbered_one_are_not_joined_over_a_page_end():
    assert len(read(Sheet(1).paragraph(FULL, "review."), Sheet(2).paragraph("In 2025 it did so.")).blocks) == 2
    assert len(read(Sheet(1).paragraph(FULL), Sheet(2).paragraph("4.2 In 2025 it did so.")).blocks) == 2


def test_a_page_left_blank_is_joined_to_nothing():
    reading = read(Sheet(1).paragraph(FULL), Sheet(2).paragraph("This page is intentionally left blank"))
    assert [block.text for block in reading.blocks] == [FULL, "This page is intentionally left blank"]


def test_a_footnote_does_not_part_a_paragraph_that_goes_on_overleaf():
    one = Sheet(1)
    for _ in range(3):
        one.paragraph(FULL, "review.")
    one.paragraph(FULL).paragraph("1 See the statutory guidance of 2018.", size=8)
    reading = read(one, Sheet(2).paragraph("review, and does so."))
    assert [block.text for block in reading.blocks][-2:] == [
        "1 See the statutory guidance of 2018.", f"{FULL} review, and does so."]
    assert reading.blocks[-2].page == 1


# Tables


def test_marked_rows_at_the_top_name_the_columns():
    reading = read(Sheet().table(("Area", "Plans"), ("North", "12"), ("South", "14"), marked=[0]))
    assert rows(reading) == [(1, True, "Area\tPlans"), (1, False, "North\t12"), (1, False, "South\t14")]


def test_a_row_of_labels_over_figures_names_the_columns_though_it_is_not_marked():
    table = (("Year", "Pupils", "2025 (forecast)"), ("2023/24", "161", "£10.6m"), ("2024/25", "189", "£12.9m"))
    assert [names for _, names, _ in rows(read(Sheet().table(*table)))] == [True, False, False]


def test_a_title_over_all_columns_stands_above_the_row_that_names_them():
    table = (("Agenda", "", ""), ("Item", "Subject", "Officer"),
             ("01", "Apologies for absence from members", ""), ("02", "Minutes of the meeting of 2 May", "Clerk to the council"))
    assert [names for _, names, _ in rows(read(Sheet().table(*table, marked=[0])))] == [True, True, False, False]


def test_a_marked_row_with_one_cell_names_a_section_and_not_the_columns():
    table = (("", "2025/26", "2026/27"), ("Cost", "", ""), ("Fees", "420", "310"), ("Funding", "", ""), ("Grant", "860", "4,290"))
    assert [names for _, names, _ in rows(read(Sheet().table(*table, marked=[0, 1, 3])))] == [True, False, False, False, False]


@pytest.mark.parametrize("table", [
    (("Key decision", "☒ Yes ☐ No"), ("Exempt", "☐ Yes ☒ No")),
    (("1.", "Apologies for absence"), ("2.", "Declarations of interest")),
    (("Foreword", "2"), ("Summary", "3"), ("Background", "4")),
    (("Report author", "Callum Strand"), ("Lead member", "Councillor Josephine Arkle")),
    (("Item", "Subject"),),
])  # fmt: skip
def test_forms_and_lists_have_no_row_that_names_columns(table: tuple[tuple[str, ...], ...]):
    assert not any(names for _, names, _ in rows(read(Sheet().table(*table))))


def test_a_table_over_pages_is_one_and_its_header_is_a_header_again():
    one = Sheet(1).table(("Area", "Plans"), ("North", "12"), marked=[0])
    two = Sheet(2).table(("Area", "Plans"), ("South", "14"), marked=[0])
    assert rows(read(one, two)) == [
        (1, True, "Area\tPlans"), (1, False, "North\t12"), (1, True, "Area\tPlans"), (1, False, "South\t14")]


def test_tables_with_text_between_them_or_other_columns_are_two():
    apart = Sheet().table(("North", "12"), ("South", "14")).paragraph("And:").table(("East", "1"), ("West", "2"))
    assert [table for table, _, _ in rows(read(apart))] == [1, 1, 2, 2]
    wider = [Sheet(1).table(("North", "12"), ("South", "14")), Sheet(2).table(("East", "1", "x"), ("West", "2", "y"))]
    assert [table for table, _, _ in rows(read(*wider))] == [1, 1, 2, 2]


def test_the_last_cell_of_a_row_goes_on_over_a_page_end():
    one = Sheet(1).table(("Officers", "Stuart Lackenby, Director of", ""), ("Present", "Katie Brown, Assistant Director –", ""))
    two = Sheet(2).table(("", "Commissioning", ""))
    (_, block) = read(one, two).blocks
    assert block.text == "Present\tKatie Brown, Assistant Director – Commissioning\t"
    ((offset, page),) = block.page_breaks
    assert block.text[offset:] == "Commissioning\t" and page == 2


def test_a_row_that_goes_on_in_several_cells_stays_in_reading_order():
    one = Sheet(1).table(("North", "12"), ("The service of the", "which goes on"))
    two = Sheet(2).table(("two councils", "for ever"))
    assert [block.text for block in read(one, two).blocks][1:] == ["The service of the\twhich goes on", "two councils\tfor ever"]


def test_words_that_a_narrow_column_cuts_are_healed():
    sheet = Sheet().paragraph("The Executive met.").table(("Executiv\ne", "Two\nlines"), ("North", "12"))
    assert rows(read(sheet))[0][2] == "Executive\tTwo lines"


def test_a_file_of_no_lines_gives_no_blocks():
    assert read(Sheet(1), Sheet(2)) == Reading(blocks=(), page_labels=(None, None))
    assert assemble_reading([], [], {}).blocks == ()


def test_blocks_never_hold_line_breaks_and_only_rows_hold_cells():
    found: tuple[Block, ...] = read(Sheet().paragraph(FULL, "review.").table(("a\nb", "c"), ("d", "e\nf"))).blocks
    assert all("\n" not in block.text and (block.kind == "row" or "\t" not in block.text) for block in found)


# Whatever the page


printed_text = st.text(alphabet="abcDEF 12.,;:-–•()o£%", min_size=1, max_size=40).map(str.strip).filter(bool)
printed_lines = st.builds(line, printed_text, st.floats(200, 640), x0=st.floats(20, 400), size=st.sampled_from([7.0, 11.0, 16.0]),
                          bold=st.booleans())
printed_tables = st.lists(st.tuples(printed_text, st.just("") | printed_text), min_size=1, max_size=4).map(
    lambda found: RuledTable(rows=tuple(found), marked=tuple(row == found[0] for row in found), columns=(60, 160), top=100,
                             bottom=200))
printed_pages = st.lists(st.lists(st.one_of(printed_lines, printed_lines, printed_tables), max_size=8), max_size=4).map(
    lambda pages: [PrintedPage(number=number, width=WIDTH, height=HEIGHT, elements=tuple(elements))
                   for number, elements in enumerate(pages, 1)])


@given(printed_pages)
def test_no_letter_or_digit_of_the_body_is_lost_or_added_on_any_page(pages: list[PrintedPage]):
    def letters(texts: Sequence[str]) -> list[str]:
        # The one letter that may go is the "o" that some papers use as a bullet.
        return sorted(re.sub(r"[\W_o]", "", "".join(texts)))

    found = assemble_reading(pages, [None] * len(pages), {}).blocks
    put = [text for page in pages for e in page.elements
           for text in ([e.text] if isinstance(e, Line) else [cell for row in e.rows for cell in row])]
    assert letters([block.text for block in found]) == letters(put)
    for block in found:
        offsets = [offset for offset, _ in block.page_breaks]
        assert offsets == sorted(offsets) and all(0 < offset <= len(block.text) for offset in offsets)
        assert all(page > block.page for _, page in block.page_breaks)
