"""Writes the cabinet member's report as a Word file with real styles, lists, a table, a header and footer, and a link."""

from datetime import datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from ingest.patterns import compile_pattern
from ingest.samples.content import council, member_report
from ingest.samples.content.markup import Heading, Item, Paragraph, Table, parse
from ingest.samples.layout.archive import fix_times

WRITTEN = datetime(2024, 11, 18, 9, 30)
SPAN = compile_pattern(r"\*\*(?P<bold>.+?)\*\*|\[(?P<words>[^\]]+)\]\((?P<address>[^)]+)\)|(?P<break>//)")


def write_member_report() -> bytes:
    """The report of 28 November 2024 as the bytes of a .docx file."""
    document = docx.Document()
    _set_page(document)
    for block in parse(member_report.TEXT):
        match block:
            case Heading(level=1, text=text):
                document.add_paragraph(text, style="Title")
            case Heading(level=level, text=text):
                document.add_heading(text, level=level - 1)
            case Paragraph(number=None, text=text):
                _write_spans(document.add_paragraph(), text)
            case Paragraph(text=text):
                _write_spans(document.add_paragraph(style="List Number"), text)
            case Item(text=text):
                _write_spans(document.add_paragraph(style="List Bullet"), text)
            case Table():
                _write_table(document, block)
    out = BytesIO()
    document.save(out)
    return fix_times(out.getvalue())


def _set_page(document: Document) -> None:
    facts = document.core_properties
    facts.title, facts.subject = member_report.TITLE, council.INVENTED
    facts.author = facts.last_modified_by = "Councillor Josephine Arkle"
    facts.created = facts.modified = WRITTEN
    facts.comments, facts.revision = "", 1
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.3)
    section.header.paragraphs[0].text = "Stanwold Council \u2013 Council, 28 November 2024 \u2013 Agenda Item 9(c)"
    section.footer.paragraphs[0].text = f"{council.COUNCIL}, {council.ADDRESS}"
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)


def _write_spans(paragraph: WordParagraph, text: str) -> None:
    end = 0
    for found in SPAN.finditer(text):
        paragraph.add_run(text[end : found.start()])
        end = found.end()
        if found["bold"]:
            paragraph.add_run(found["bold"]).bold = True
        elif found["break"]:
            paragraph.add_run().add_break()
        else:
            _write_link(paragraph, found["words"], found["address"])
    paragraph.add_run(text[end:])


def _write_link(paragraph: WordParagraph, words: str, address: str) -> None:
    # python-docx reads links but cannot make them, so the element is built by hand.
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(words)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _write_table(document: Document, table: Table) -> None:
    grid = document.add_table(rows=0, cols=len(table.shares), style="Table Grid")
    for number, row in enumerate(table.rows):
        for cell, text, right in zip(grid.add_row().cells, row, table.right, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(text).bold = number == 0
            if right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for column, share in zip(grid.columns, table.shares, strict=True):
        for cell in column.cells:
            cell.width = Cm(16.4 * share / 100)
    document.add_paragraph()
