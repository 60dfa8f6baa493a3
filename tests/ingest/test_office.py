"""Word and PowerPoint files made by the libraries, read into blocks."""

import struct
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from ingest.document import Reading, UnreadableFile
from ingest.office import read_docx, read_pptx


def shape(reading: Reading) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in reading.blocks]


def read_word(tmp_path: Path, build: Callable[[Any], None]) -> Reading:
    document = docx.Document()
    build(document)
    document.save(str(tmp_path / "paper.docx"))
    return read_docx(tmp_path / "paper.docx")


def add_xml(document: Any, xml: str) -> None:
    """Puts XML of Word's at the end of the body; `xml` needs no namespaces of its own."""
    root = parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a')} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'"
                     f" xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>{xml}</w:body>")
    for element in list(root):
        document.element.body.insert(len(document.element.body) - 1, element)


def test_headings_paragraphs_lists_and_tables_come_in_true_order(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_heading("Annual report", 0)
        document.add_heading("Purpose", 1)
        document.add_paragraph("4.2 The council has a duty.")
        document.add_paragraph("Schools", style="List Bullet")
        document.add_paragraph("Nurseries", style="List Bullet 2")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(table._cells, ("Area", "Plans", "North", "12"), strict=True):
            cell.text = text
        document.add_paragraph("(a) agree the plan")
        document.add_paragraph("• note the report")
        document.add_paragraph(" ")
        document.sections[0].header.paragraphs[0].text = "Header"

    reading = read_word(tmp_path, build)
    assert shape(reading) == [
        ("heading", 1, "Annual report"),
        ("heading", 1, "Purpose"),
        ("paragraph", 1, "4.2 The council has a duty."),
        ("item", 1, "Schools"),
        ("item", 2, "Nurseries"),
        ("row", 1, "Area\tPlans"),
        ("row", 1, "North\t12"),
        ("item", 1, "(a) agree the plan"),
        ("item", 1, "note the report"),
    ]
    assert [block.names_columns for block in reading.blocks if block.kind == "row"] == [True, False]
    assert reading.page_labels == () and {block.page for block in reading.blocks} == {None}


def test_a_bold_line_is_a_heading_one_below_the_last_styled_one(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_heading("Costs", 2)
        bold = document.add_paragraph()
        bold.add_run("SAVINGS ").bold = True
        bold.add_run("to date").bold = True
        document.add_paragraph().add_run("They rose.").bold = True
        document.add_paragraph().add_run("25 January 2022").bold = True
        part = document.add_paragraph("Note")
        part.add_run(" this").bold = True
        document.add_paragraph("long words " * 30, style="Heading 3")

    assert [(kind, level) for kind, level, _ in shape(read_word(tmp_path, build))] == [
        ("heading", 2), ("heading", 3), ("paragraph", 1), ("paragraph", 1), ("paragraph", 1), ("paragraph", 1),
    ]  # fmt: skip


def test_bold_of_a_style_counts_and_a_style_based_on_a_heading_is_one(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        styles = document.styles
        styles.add_style("Report Heading", 1).base_style = styles["Heading 3"]
        styles.add_style("Strong Line", 1).font.bold = True
        document.add_paragraph("Background", style="Report Heading")
        document.add_paragraph("Legal advice", style="Strong Line")

    assert shape(read_word(tmp_path, build)) == [("heading", 3, "Background"), ("heading", 4, "Legal advice")]


def test_numbered_headings_after_a_colon_are_a_list(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        document.add_paragraph("The areas are:")
        document.add_heading("01. Housing", 2)
        document.add_heading("02. Jobs", 2)
        document.add_paragraph("All are funded.")
        document.add_heading("3. Next", 2)

    assert [kind for kind, _, _ in shape(read_word(tmp_path, build))] == ["paragraph", "item", "item", "paragraph", "heading"]


def test_raised_ordinals_join_and_footnote_numbers_do_not(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        line = document.add_paragraph("On the 22")
        line.add_run("nd").font.superscript = True
        line.add_run(" in 2019")
        line.add_run("3").font.superscript = True

    assert shape(read_word(tmp_path, build)) == [("paragraph", 1, "On the 22nd in 2019 3")]


def test_insertions_links_and_controls_are_read_and_deletions_hidden_words_and_contents_are_not(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        add_xml(document, """
          <w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>
            <w:sdtContent><w:p><w:r><w:t>Purpose 3</w:t></w:r></w:p></w:sdtContent></w:sdt>
          <w:sdt><w:sdtContent><w:p><w:r><w:t>Date: </w:t></w:r>
            <w:sdt><w:sdtContent><w:r><w:t>May</w:t></w:r></w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>
          <w:p><w:r><w:t xml:space="preserve">See </w:t></w:r><w:hyperlink><w:r><w:t>the plan</w:t></w:r></w:hyperlink>
            <w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve"> now</w:t></w:r></w:ins>
            <w:del w:id="2" w:author="A"><w:r><w:delText> then</w:delText></w:r></w:del>
            <w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r>
            <w:r><w:br/><w:t>off</w:t><w:noBreakHyphen/><w:t>line</w:t></w:r>
            <m:oMath><m:r><m:t> x=1</m:t></m:r></m:oMath></w:p>
          <w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGEREF x</w:instrText></w:r><w:r><w:t>7</w:t></w:r></w:p>""")

    assert [text for _, _, text in shape(read_word(tmp_path, build))] == ["Date: May", "See the plan now off-line x=1", "7"]


def test_a_text_box_is_read_once_after_its_paragraph(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p></w:txbxContent>"

    def build(document: Any) -> None:
        add_xml(document, f"<w:p><w:r><w:t>Anchor</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}"
                          f"</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>")

    assert [text for _, _, text in shape(read_word(tmp_path, build))] == ["Anchor", "Boxed"]


def test_merged_cells_stand_once_and_keep_the_columns(tmp_path: Path) -> None:
    texts = ["Plans", "", "", "Area", "2021", "2022", "North", "4", "5", "", "6", "7"]

    def build(document: Any) -> None:
        table = document.add_table(rows=4, cols=3)
        for cell, text in zip(table._cells, texts, strict=True):
            cell.text = text
        table.cell(0, 0).merge(table.cell(0, 2))
        table.cell(2, 0).merge(table.cell(3, 0))

    reading = read_word(tmp_path, build)
    assert [(block.text, block.names_columns) for block in reading.blocks] == [
        ("Plans", False), ("Area\t2021\t2022", True), ("North\t4\t5", False), ("\t6\t7", False),
    ]  # fmt: skip


def test_a_marked_or_bold_row_names_the_columns_and_a_form_has_none(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        for number, texts in enumerate(("First,Second,One,Two", "Judgement,Grade,Leaders,Good", "Title,Budget,Author,Chair")):
            table = document.add_table(rows=2, cols=2)
            for cell, text in zip(table._cells, texts.split(","), strict=True):
                cell.paragraphs[0].add_run(text).bold = True if number == 1 and text in ("Judgement", "Grade") else None
            if number == 0:
                table.rows[0]._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))

    blocks = read_word(tmp_path, build).blocks
    assert [block.names_columns for block in blocks] == [True, False, True, False, False, False]
    assert [block.table for block in blocks] == [1, 1, 2, 2, 3, 3]


def test_a_box_of_one_column_is_read_as_text_and_a_nested_table_as_its_cell(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        box = document.add_table(rows=1, cols=1).cell(0, 0)
        box.text = "Boxed words"
        table = document.add_table(rows=1, cols=2)
        table.cell(0, 0).text = "Outer"
        inner = table.cell(0, 1).add_table(rows=1, cols=2)
        inner.cell(0, 0).text, inner.cell(0, 1).text = "In", "ner"

    assert shape(read_word(tmp_path, build)) == [("paragraph", 1, "Boxed words"), ("row", 1, "Outer\tIn ner")]


def test_numbers_that_word_draws_do_not_stop_a_bold_heading_and_bullets_do(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        for style in ("List Number", "List Bullet"):
            document.add_paragraph(style=style).add_run("Purpose of report").bold = True

    assert [kind for kind, _, _ in shape(read_word(tmp_path, build))] == ["heading", "item"]


def test_a_list_number_of_zero_takes_a_paragraph_out_of_its_list(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        line = document.add_paragraph("Plain", style="List Bullet")
        line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().set(qn("w:val"), "0")

    assert shape(read_word(tmp_path, build)) == [("paragraph", 1, "Plain")]


def test_stated_properties_are_read(tmp_path: Path) -> None:
    def build(document: Any) -> None:
        core = document.core_properties
        core.title, core.author = " Budget\n2022 ", "Finance"
        core.created = core.modified = datetime(2022, 1, 25, 9, 30)
        document.add_paragraph("Text")

    properties = read_word(tmp_path, build).properties
    assert (properties["title"], properties["author"], properties["created"][:10]) == ("Budget 2022", "Finance", "2022-01-25")


def read_slides(tmp_path: Path, build: Callable[[Any], None]) -> Reading:
    presentation = pptx.Presentation()
    build(presentation)
    presentation.save(str(tmp_path / "slides.pptx"))
    return read_pptx(tmp_path / "slides.pptx")


def add_box(slide: Any, left: float, top: float, *texts: str) -> Any:
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(1))
    box.text_frame.text = "\n".join(texts)
    return box


def test_a_slide_is_a_page_with_its_title_bullets_and_no_notes(tmp_path: Path) -> None:
    def build(presentation: Any) -> None:
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = "Referrals\vrose"
        slide.placeholders[1].text_frame.text = "By 12%\nIn May"
        slide.placeholders[1].text_frame.paragraphs[1].level = 1
        slide.notes_slide.notes_text_frame.text = "Say hello"
        presentation.slides.add_slide(presentation.slide_layouts[6])
        cover = presentation.slides.add_slide(presentation.slide_layouts[0])
        cover.shapes.title.text, cover.placeholders[1].text_frame.text = "**Update", "For members**"

    reading = read_slides(tmp_path, build)
    assert [(block.page, block.kind, block.level, block.text) for block in reading.blocks] == [
        (1, "heading", 1, "Referrals rose"),
        (1, "item", 1, "By 12%"),
        (1, "item", 2, "In May"),
        (3, "heading", 1, "Update"),
        (3, "paragraph", 1, "For members"),
    ]
    assert reading.page_labels == (None, None, None) and reading.pages_without_text == (2,)


def test_shapes_are_read_column_by_column_under_what_spans_them(tmp_path: Path) -> None:
    def build(presentation: Any) -> None:
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        add_box(slide, 5, 3, "right, second")
        add_box(slide, 1, 3, "left, second")
        add_box(slide, 5, 1.5, "right, first")
        group = slide.shapes.add_group_shape()
        for left, text in ((1.2, "left, first"), (1.2, "and below")):
            box = group.shapes.add_textbox(Inches(left), Inches(1.5 if "first" in text else 2), Inches(2), Inches(0.4))
            box.text_frame.text = text
        wide = add_box(slide, 1, 0, "• across", "(1) both")
        wide.width = Inches(8)

    assert shape(read_slides(tmp_path, build)) == [
        ("item", 1, "across"),
        ("item", 1, "(1) both"),
        ("paragraph", 1, "left, first"),
        ("paragraph", 1, "and below"),
        ("paragraph", 1, "left, second"),
        ("paragraph", 1, "right, first"),
        ("paragraph", 1, "right, second"),
    ]


def test_tables_and_charts_give_rows(tmp_path: Path) -> None:
    def build(presentation: Any) -> None:
        slide = presentation.slides.add_slide(presentation.slide_layouts[6])
        table = slide.shapes.add_table(2, 3, Inches(1), Inches(0), Inches(6), Inches(1)).table
        for column, text in enumerate(("Area", "2021", "2022")):
            table.cell(0, column).text = text
        table.cell(1, 0).text = "All areas"
        table.cell(1, 0).merge(table.cell(1, 2))
        data = CategoryChartData(number_format="0.0%")
        data.categories = ["North", "South"]
        data.add_series("On time", (0.455, None))
        data.add_series("Late", (0.5, 1), number_format="#,##0")
        chart = slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(3), Inches(6), Inches(3), data).chart
        chart.has_title = True
        chart.chart_title.text_frame.text = "Plans"

    assert [(b.kind, b.text, b.names_columns, b.table) for b in read_slides(tmp_path, build).blocks] == [
        ("row", "Area\t2021\t2022", True, 1),
        ("row", "All areas", False, 1),
        ("paragraph", "Plans", False, None),
        ("row", "\tOn time\tLate", True, 2),
        ("row", "North\t45.5%\t0.5", False, 2),
        ("row", "South\t\t1", False, 2),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 cut off", "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500 + "WordDocument".encode("utf-16-le"), "older"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"<html>", "is no"),
    ],
)
@pytest.mark.parametrize("read", [read_docx, read_pptx])
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(
    tmp_path: Path, data: bytes, reason: str, read: Callable[[Path], Reading]
) -> None:
    (tmp_path / "bad").write_bytes(data)
    with pytest.raises(UnreadableFile) as caught:
        read(tmp_path / "bad")
    assert reason in caught.value.reason and caught.value.advice.endswith(".")


def test_a_damaged_or_mistaken_container_is_unreadable_and_never_a_crash(tmp_path: Path) -> None:
    docx.Document().save(str(tmp_path / "a.docx"))
    whole = (tmp_path / "a.docx").read_bytes()
    with pytest.raises(UnreadableFile):
        read_pptx(tmp_path / "a.docx")
    for cut in (len(whole) // 2, len(whole) - 30):
        (tmp_path / "cut.docx").write_bytes(whole[:cut])
        with pytest.raises(UnreadableFile):
            read_docx(tmp_path / "cut.docx")
    flipped = bytearray(whole)
    offset = whole.index(b"word/document.xml")
    flipped[offset + 60 : offset + 64] = struct.pack("<I", 0xDEADBEEF)
    (tmp_path / "flipped.docx").write_bytes(flipped)
    with pytest.raises(UnreadableFile):
        read_docx(tmp_path / "flipped.docx")
