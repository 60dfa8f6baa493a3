"""Writes the performance slides as a PowerPoint file: titles, bullets on two levels, two columns, a table and speaker notes."""

from datetime import datetime
from io import BytesIO

from pptx import Presentation
from pptx.enum.text import PP_ALIGN
from pptx.slide import Slide as PowerPointSlide
from pptx.text.text import TextFrame
from pptx.util import Cm, Pt

from ingest.samples.content import council, slides
from ingest.samples.layout.archive import fix_times

WRITTEN = datetime(2025, 11, 10, 16, 0)
TITLE_SLIDE, ONE_COLUMN, TWO_COLUMNS, TITLE_ONLY = 0, 1, 3, 5
"""Places of the layouts in the library's own template."""


def write_slides() -> bytes:
    """The slides of 18 November 2025 as the bytes of a .pptx file."""
    presentation = Presentation()
    facts = presentation.core_properties
    facts.title, facts.subject = slides.TITLE, council.INVENTED
    facts.author = facts.last_modified_by = "Yusuf Hartnell"
    facts.created = facts.modified = WRITTEN
    facts.revision = 1

    opening = presentation.slides.add_slide(presentation.slide_layouts[TITLE_SLIDE])
    opening.shapes.title.text = slides.TITLE
    opening.placeholders[1].text = slides.SUBTITLE
    for slide in slides.SLIDES:
        layout = TITLE_ONLY if slide.table else (ONE_COLUMN, TWO_COLUMNS)[len(slide.columns) - 1]
        drawn = presentation.slides.add_slide(presentation.slide_layouts[layout])
        drawn.shapes.title.text = slide.title
        drawn.shapes.title.text_frame.paragraphs[0].font.size = Pt(32)
        for number, bullets in enumerate(slide.columns, start=1):
            _write_bullets(drawn.placeholders[number].text_frame, bullets)
        if slide.table:
            _write_table(drawn, slide.table)
        drawn.notes_slide.notes_text_frame.text = slide.notes
    out = BytesIO()
    presentation.save(out)
    return fix_times(out.getvalue())


def _write_bullets(frame: TextFrame, bullets: tuple[str, ...]) -> None:
    for number, bullet in enumerate(bullets):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = bullet.removeprefix("- ")
        paragraph.level = int(bullet.startswith("- "))
        paragraph.font.size = Pt(20 - 2 * paragraph.level)


def _write_table(slide: PowerPointSlide, rows: tuple[tuple[str, ...], ...]) -> None:
    table = slide.shapes.add_table(len(rows), len(rows[0]), Cm(1), Cm(4), Cm(23.4), Cm(11)).table
    for column, width in zip(table.columns, (10.6, 3.4, 3.2, 3.2, 3.0), strict=True):
        column.width = Cm(width)
    for drawn, row in zip(table.rows, rows, strict=True):
        for number, (cell, text) in enumerate(zip(drawn.cells, row, strict=True)):
            cell.text = text
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size = Pt(14)
            paragraph.alignment = PP_ALIGN.RIGHT if number else PP_ALIGN.LEFT
