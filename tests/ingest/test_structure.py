"""Blocks become one string; pages, blocks and headings are ranges of it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ingest.document import CELL, Block, Document, Facts, Reading
from ingest.structure import build_document

FACTS = Facts(title="Minutes", council="Anyshire Council", body="Cabinet", date=date(2025, 10, 14), type="minutes")
KINDS = ("heading", "paragraph", "item", "row")

words = st.text(alphabet="abc XYZ12.’", min_size=1, max_size=40).map(lambda text: " ".join(text.split()) or "a")


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Made-up blocks on pages in order; some paragraphs run over a page end, and some pages hold nothing."""
    pages = draw(st.integers(1, 6))
    page, blocks = 1, []
    for _ in range(draw(st.integers(0, 12))):
        page = min(pages, page + draw(st.integers(0, 2)))
        kind = draw(st.sampled_from(KINDS))
        text = CELL.join(draw(st.lists(words, min_size=2, max_size=3))) if kind == "row" else draw(words)
        breaks = ()
        if page < pages and len(text) > 2 and draw(st.booleans()):
            breaks, page = ((draw(st.integers(1, len(text) - 1)), page + 1),), page + 1
        blocks.append(Block(kind=kind, text=text, page=page - len(breaks), level=draw(st.integers(1, 3)), page_breaks=breaks,
                            table=1 if kind == "row" else None, names_columns=kind == "row" and draw(st.booleans())))
    return Reading(blocks=tuple(blocks), page_labels=tuple(str(n) for n in range(1, pages + 1)))


def build(*blocks: Block, labels: tuple[str | None, ...] = ()) -> Document:
    return build_document(file="a.pdf", digest="d", reading=Reading(blocks=blocks, page_labels=labels), facts=FACTS)


def heading(text: str, level: int = 1, page: int | None = None) -> Block:
    return Block(kind="heading", text=text, level=level, page=page)


def paragraph(text: str, page: int | None = None, breaks: tuple[tuple[int, int], ...] = ()) -> Block:
    return Block(kind="paragraph", text=text, page=page, page_breaks=breaks)


def paths(*blocks: Block) -> dict[str, tuple[str, ...]]:
    document = build(*blocks)
    return {document.text[block.start:block.end]: block.path for block in document.blocks}


@given(readings())
def test_every_block_is_a_range_of_the_text(reading: Reading):
    document = build_document(file="a.pdf", digest="d", reading=reading, facts=FACTS)
    assert [document.text[placed.start:placed.end] for placed in document.blocks] == [block.text for block in reading.blocks]
    assert [(p.kind, p.level, p.table, p.names_columns) for p in document.blocks] == [
        (b.kind, b.level, b.table, b.names_columns) for b in reading.blocks]


@given(readings())
def test_page_ranges_tile_the_text(reading: Reading):
    document = build_document(file="a.pdf", digest="d", reading=reading, facts=FACTS)
    assert [page.number for page in document.pages] == list(range(1, len(reading.page_labels) + 1))
    assert document.pages[-1].end == len(document.text)
    for page, following in zip(document.pages, document.pages[1:], strict=False):
        assert page.start <= page.end == following.start


@given(readings())
def test_every_word_stands_on_the_page_it_was_printed_on(reading: Reading):
    document = build_document(file="a.pdf", digest="d", reading=reading, facts=FACTS)
    for block, placed in zip(reading.blocks, document.blocks, strict=True):
        for start, page in ((0, block.page), *block.page_breaks):
            assert document.page_at(placed.start + start).number == page


def test_a_page_without_words_is_an_empty_range():
    document = build(paragraph("One.", 1), paragraph("Three.", 3), labels=("i", None, "1"))
    assert [(page.label, document.text[page.start:page.end].strip()) for page in document.pages] == [
        ("i", "One."), (None, ""), ("1", "Three.")]
    assert document.page_at(document.text.index("Three")).number == 3


def test_a_paragraph_over_a_page_end_stands_on_both_pages():
    document = build(paragraph("It ends over the page.", 1, ((12, 2),)), labels=("1", "2"))
    assert [document.text[page.start:page.end] for page in document.pages] == ["It ends over", " the page."]


def test_a_format_without_pages_has_none():
    document = build(paragraph("One."))
    assert document.pages == () and document.page_at(0) is None


def test_a_file_without_words_is_an_empty_text():
    document = build(labels=(None,))
    assert document.text == "" and document.blocks == () and document.pages[0].end == 0


def test_a_block_stands_under_the_headings_above_it():
    found = paths(heading("Report"), heading("Background", 2), paragraph("It rose."), heading("Costs", 2), paragraph("It fell."),
                  heading("Next report"), paragraph("It is new."))
    assert found["It rose."] == ("Report", "Background")
    assert found["It fell."] == ("Report", "Costs")
    assert found["It is new."] == ("Next report",)
    assert found["Costs"] == ("Report",) and found["Report"] == ()


def test_numbered_headings_stand_under_unnumbered_ones_and_under_shorter_numbers():
    found = paths(heading("Annual report"), heading("1. Purpose"), heading("1.1 Aims"), paragraph("To aim."), heading("2. Costs"),
                  paragraph("It costs."))
    assert found["To aim."] == ("Annual report", "1. Purpose", "1.1 Aims")
    assert found["It costs."] == ("Annual report", "2. Costs")


def test_an_agenda_item_stands_above_all():
    found = paths(heading("Annual report"), paragraph("One."), heading("Agenda Item 6", 3), heading("Budget"), paragraph("Two."))
    assert found["Two."] == ("Agenda Item 6", "Budget")


def test_the_first_heading_after_a_blank_page_opens_a_part():
    found = paths(heading("Minutes"), paragraph("This page is intentionally left blank"), heading("Budget report", 3),
                  heading("Purpose", 2), paragraph("To set it."))
    assert found["To set it."] == ("Budget report", "Purpose")


def test_a_caption_stands_above_its_table_only():
    row = Block(kind="row", text="North\t12", table=1)
    found = paths(heading("3. Background"), heading("Table 1: Plans by area"), row, paragraph("3.2 It rose."))
    assert found["North\t12"] == ("3. Background", "Table 1: Plans by area")
    assert found["3.2 It rose."] == ("3. Background",)


def test_the_entries_of_a_list_of_appendices_stand_above_nothing():
    entries = [heading("Appendix A – Model", 2), heading("Appendix B – Feedback", 2)]
    found = paths(heading("Report"), heading("List of Appendices", 2), *entries, heading("1. Purpose", 2), paragraph("To agree."))
    assert found["To agree."] == ("Report", "1. Purpose")
    assert found["Appendix B – Feedback"] == ("Report", "List of Appendices")


def test_an_appendix_with_words_of_its_own_is_a_section():
    found = paths(heading("Appendices"), heading("Appendix A – Model"), paragraph("It models."))
    assert found["It models."] == ("Appendix A – Model",)


def test_only_the_innermost_headings_are_kept():
    levels = [heading(f"Level {level}", level) for level in range(1, 7)]
    assert paths(*levels, paragraph("Deep."))["Deep."] == ("Level 3", "Level 4", "Level 5", "Level 6")


def test_minutes_in_a_pack_stand_under_their_body_and_day():
    found = paths(heading("Agenda"), paragraph("1. Minutes"), paragraph("This page is intentionally left blank"),
                  heading("Minutes of a meeting of the Cabinet"), paragraph("At 6pm on Tuesday 9 September 2025"),
                  paragraph("Present: Councillor Ann Thorne"), heading("4. Libraries"), paragraph("It was agreed."))
    assert found["It was agreed."] == ("Minutes of Cabinet, 9 September 2025", "4. Libraries")


def test_a_report_of_an_inspectorate_in_a_pack_stands_under_its_own_name_and_ends_with_it():
    found = paths(heading("Agenda"), paragraph("1. Apologies"),
                  heading("Inspection of Anyshire local authority children’s services"),
                  paragraph("Inspection dates: 9 to 20 June 2025"), paragraph("Lead inspector: Ann Thorne"),
                  heading("What needs to improve?"), paragraph("Plans for care leavers."),
                  paragraph("This page is intentionally left blank"), heading("Library hours"), paragraph("They are longer."))
    assert found["Plans for care leavers."] == (
        "Ofsted: Inspection of Anyshire local authority children’s services, 20 June 2025", "What needs to improve?")
    assert found["They are longer."] == ("Library hours",)
